package actus

import (
	"slices"
	"sync"

	"kontor/day"
)

// The dates of the fast path are day numbers in int32, each with a second number, its serial, from which the day count of
// the contract is a subtraction: the day itself (A360, A365), months of 30 days (30E360), or the month (AA, to know the
// year). Months are numbered from January of the year 0.

// monthStarts holds the day number on which each month begins, one month beyond the last included.
var monthStarts = sync.OnceValue(func() *[monthCount + 2]int32 {
	var starts [monthCount + 2]int32
	for m := 12; m < monthCount; m++ {
		starts[m] = int32(day.MustOf(m/12, m%12+1, 1))
	}
	starts[monthCount] = int32(day.Max) + 1
	starts[monthCount+1] = int32(day.Max) + 32
	return &starts
})

// monthCount is the months from year 0 to the end of 9999.
const monthCount = 10000 * 12

// fractions of a year by the number of days, for the periods that cycles make; a longer one is divided.
var (
	by360, by365, by366 = quotients(360), quotients(365), quotients(366)
)

const quotientCount = 1024

func quotients(basis float64) *[quotientCount]float64 {
	var q [quotientCount]float64
	for i := range q {
		q[i] = float64(i) / basis
	}
	return &q
}

// dates are a schedule: for each date the day of the event, the day for which it is computed, and the serial of the latter.
type dates struct {
	event, calc, serial []int32
	moved               []int32 // the days of the events where a business day convention moved them
	twice               bool    // two dates may be computed for one day
}

func (l *dates) reset() { l.calc, l.serial, l.event, l.twice = l.calc[:0], l.serial[:0], nil, false }

// extend makes room for n dates more and gives where they begin.
func (l *dates) extend(n int) int {
	at := len(l.calc)
	l.calc, l.serial = slices.Grow(l.calc, n)[:at+n], slices.Grow(l.serial, n)[:at+n]
	return at
}

// add appends one date.
func (l *dates) add(count day.Count, d int32) {
	l.calc, l.serial = append(l.calc, d), append(l.serial, serial(count, d))
}

// fix completes a schedule that no business day convention moves.
func (l *dates) fix() { l.event = l.calc }

// marked reports whether the day count subtracts from other numbers than the days.
func marked(c day.Count) bool { return c == day.E30360 || c == day.AA }

// serial is the number from which a day count subtracts.
func serial(c day.Count, d int32) int32 {
	switch c {
	case day.E30360:
		y, m, n := day.Date(d).Civil()
		return int32(30*(12*y+m-1) + min(n, 30))
	case day.AA:
		y, m, _ := day.Date(d).Civil()
		return int32(12*y + m - 1)
	}
	return d
}

// cycle is a day.Cycle in steps of days or else of months; zero is none.
type cycle struct {
	days, months int32
	short        bool // the stub
}

func compactCycle(c day.Cycle) cycle {
	n := int32(c.Every.N)
	short := c.Stub == day.ShortStub
	switch c.Every.Unit {
	case day.Days:
		return cycle{days: n, short: short}
	case day.Weeks:
		return cycle{days: 7 * n, short: short}
	case day.Months:
		return cycle{months: n, short: short}
	case day.Quarters:
		return cycle{months: 3 * n, short: short}
	case day.HalfYears:
		return cycle{months: 6 * n, short: short}
	case day.Years:
		return cycle{months: 12 * n, short: short}
	}
	return cycle{}
}

// roll is the anchor of a cycle taken apart.
type roll struct {
	anchor, month, dom int32 // dom is 31 when all dates are month ends
}

func rollOf(anchor int32, ends day.EndOfMonth) roll {
	d := day.Date(anchor)
	y, m, n := d.Civil()
	if ends == day.EOM && d.IsMonthEnd() {
		n = 31
	}
	return roll{anchor, int32(12*y + m - 1), int32(n)}
}

// at is the k-th date of a cycle of months with its serial.
func (r roll) at(starts *[monthCount + 2]int32, month int32) (d, dom int32) {
	first := starts[month]
	dom = min(r.dom, starts[month+1]-first)
	return first + dom - 1, dom
}

// fill appends a schedule as job.schedule makes it: the dates from an anchor strictly before an end, the end itself if asked
// for, and for a long stub without the last date before an end that the cycle does not meet.
func (l *dates) fill(p *plan, anchor int32, c cycle, end int32, withEnd bool) {
	n, met, r := 0, true, roll{}
	switch {
	case anchor == 0 || anchor >= end:
	case c.months > 0:
		r = rollOf(anchor, p.ends)
		y, m, _ := day.Date(end).Civil()
		n = int((int32(12*y+m-1) - r.month) / c.months)
		last, _ := r.at(monthStarts(), r.month+int32(n)*c.months)
		if met = last == end; last < end {
			n++
		}
	case c.days > 0:
		n = int((end - anchor + c.days - 1) / c.days)
		met = (end-anchor)%c.days == 0
	default:
		n = 1
	}
	all := n
	if withEnd && end != 0 {
		all++
	}
	if !met && !c.short && all > 2 {
		n, all = n-1, all-1
	}
	at := l.extend(all)
	if c.months > 0 {
		l.rolls(p.count, r, c.months, at, n)
	} else {
		for i := range n {
			d := anchor + int32(i)*c.days
			l.calc[at+i], l.serial[at+i] = d, serial(p.count, d)
		}
	}
	if all > n {
		l.calc[at+n], l.serial[at+n] = end, serial(p.count, end)
	}
}

// rolls writes n dates of a cycle of months.
func (l *dates) rolls(count day.Count, r roll, step int32, at, n int) {
	calc, marks, month, starts := l.calc[at:at+n], l.serial[at:at+n], r.month, monthStarts()
	marks = marks[:len(calc)]
	switch count {
	case day.E30360:
		for i := range calc {
			d, dom := r.at(starts, month)
			calc[i], marks[i] = d, 30*month+min(dom, 30)
			month += step
		}
	case day.AA:
		for i := range calc {
			calc[i], _ = r.at(starts, month)
			marks[i] = month
			month += step
		}
	default:
		for i := range calc {
			calc[i], _ = r.at(starts, month)
			month += step
		}
	}
}

// shift moves the dates to open days, but for the maturity, and so completes the schedule. What was due before a last day
// does not move beyond it, unless the mode says so. Errors: those of day.Shift.Apply.
func (l *dates) shift(p *plan, maturity, last int32) error {
	if l.event = l.calc; !p.moves {
		return nil
	}
	l.moved = append(l.moved[:0], l.calc...)
	l.event = l.moved
	for i, d := range l.calc {
		if d == maturity || p.calendar.IsOpen(day.Date(d)) {
			continue
		}
		event, calc, err := p.shift.Apply(day.Date(d), p.calendar)
		if err != nil {
			return err
		}
		if d <= last && !p.shiftsBeyond {
			event, calc = min(event, day.Date(last)), min(calc, day.Date(last))
		}
		l.event[i] = int32(event)
		if int32(calc) != d {
			l.calc[i], l.serial[i], l.twice = int32(calc), serial(p.count, int32(calc)), true
		}
	}
	l.settle()
	return nil
}

// settle puts the dates in order again: the maturity, which was not shifted, before those that were shifted beyond it.
func (l *dates) settle() {
	for i := 1; i < len(l.calc); i++ {
		for k := i; k > 0 && l.calc[k] < l.calc[k-1]; k-- {
			for _, list := range [...][]int32{l.calc, l.serial, l.event} {
				list[k], list[k-1] = list[k-1], list[k]
			}
		}
	}
}
