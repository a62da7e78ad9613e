package day

import (
	"math/bits"
	"strconv"

	"kontor/errs"
)

// Covers reports whether the calendar knows the day.
func (c *Calendar) Covers(d Date) bool { return d >= c.from && d <= c.to && d > 0 }

// Covered are the first and the last day that the calendar knows.
func (c *Calendar) Covered() (from, to Date) { return c.from, c.to }

// IsOpen reports whether the day is known to be open; outside the covered years none is.
func (c *Calendar) IsOpen(d Date) bool {
	if d < c.from || d > c.to {
		return false
	}
	if c.open == nil {
		return c.week>>c.weekday(d)&1 == 1
	}
	i := uint(d - c.from)
	return c.open[i/64]>>(i%64)&1 == 1
}

// OpenByWeek reports whether the weekday of the day is worked, holidays aside: all that can be said of a day beyond the
// covered years.
func (c *Calendar) OpenByWeek(d Date) bool { return c.week>>c.weekday(d)&1 == 1 }

// weekday is the bit of a covered day in the week.
func (c *Calendar) weekday(d Date) uint { return uint(d) % 7 } // 0001-01-01, day 1, was a Monday

// Next is the day itself when it is open, else the first open day after it. Errors: Refused when that is not known.
func (c *Calendar) Next(d Date) (Date, error) { return c.walk(d, 1, 1) }

// Prev is the day itself when it is open, else the last open day before it. Errors: Refused when that is not known.
func (c *Calendar) Prev(d Date) (Date, error) { return c.walk(d, 1, -1) }

// AddBusinessDays is the n-th open day after d, or before it for a negative n: the start does not count, whether it is
// open or not. For 0 it is Next. Errors: Refused when the way leaves the covered years.
func (c *Calendar) AddBusinessDays(d Date, n int) (Date, error) {
	switch {
	case !c.Covers(d):
		return 0, c.outside(d)
	case n > 0:
		return c.walk(d+1, n, 1)
	case n < 0:
		return c.walk(d-1, -max(n, -int(Max)), -1)
	}
	return c.walk(d, 1, 1)
}

// walk finds the n-th open day from d on, d included, in steps of 1 or -1.
func (c *Calendar) walk(d Date, n int, step Date) (Date, error) {
	for ; c.Covers(d); d += step {
		if c.IsOpen(d) {
			if n--; n == 0 {
				return d, nil
			}
		}
	}
	return 0, c.outside(d)
}

// Between counts the open days from one date to another: the first is included, the last is not. Backwards it is
// negative. Errors: Refused when a day between them is not known.
func (c *Calendar) Between(from, to Date) (int, error) {
	if n, ok := c.between(from, to); ok {
		return n, nil
	}
	if !c.Covers(from) {
		return 0, c.outside(from)
	}
	return 0, c.outside(to)
}

func (c *Calendar) between(from, to Date) (int, bool) {
	if from > to {
		n, ok := c.between(to, from)
		return -n, ok
	}
	if from == to {
		return 0, c.Covers(from)
	}
	if !c.Covers(from) || !c.Covers(to-1) {
		return 0, false
	}
	if c.open == nil {
		return c.betweenByWeek(from, to), true
	}
	first, last := uint(from-c.from), uint(to-1-c.from)
	head := ^uint64(0) << (first % 64)
	tail := ^uint64(0) >> (63 - last%64)
	if first/64 == last/64 {
		return bits.OnesCount64(c.open[first/64] & head & tail), true
	}
	n := bits.OnesCount64(c.open[first/64]&head) + bits.OnesCount64(c.open[last/64]&tail)
	for _, word := range c.open[first/64+1 : last/64] {
		n += bits.OnesCount64(word)
	}
	return n, true
}

// betweenByWeek counts whole weeks at once and the days of the last one singly.
func (c *Calendar) betweenByWeek(from, to Date) int {
	weeks := (to - from) / 7
	n := int(weeks) * bits.OnesCount8(c.week)
	for d := from + 7*weeks; d < to; d++ {
		n += int(c.week >> c.weekday(d) & 1)
	}
	return n
}

// outside says that the calendar does not know a day.
func (c *Calendar) outside(d Date) error {
	if d < Min || d > Max {
		return errs.New(errs.Refused, "no open day of the calendar {calendar} lies that way before the dates end", "calendar", c.String())
	}
	return errs.New(errs.Refused, "the calendar {calendar} does not know {day}", "calendar", c.String(), "day", d.String()).
		Because("load a version of it that covers {year}", "year", strconv.Itoa(d.Year()))
}

// field is the path of a list's entry in a fault.
func field(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
