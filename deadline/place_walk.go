package deadline

import (
	"slices"
	"strconv"

	"kontor/day"
	"kontor/errs"
)

// walk counts business days at a place and keeps what it met on the way, for the explanation.
type walk struct {
	place    Place
	cal      *day.Calendar
	known    bool      // the place has a calendar of its own
	closures []Closure // they stop the clock

	holidays []day.Date // closed days that the week does not explain
	stopped  []Closure  // the closures that were met
	beyond   []int      // years without a calendar
	stands   bool       // it ran into a closure that has not ended
}

func (p Place) walk(closures ...Closure) *walk {
	w := &walk{place: p, closures: merged(closures)}
	w.cal, w.known = p.calendar()
	return w
}

// isOpen asks the closures, the calendar, and beyond its years the week.
func (w *walk) isOpen(d day.Date) bool {
	if c, shut := shutOn(d, w.closures); shut {
		if !slices.Contains(w.stopped, c) {
			w.stopped = append(w.stopped, c)
		}
		w.stands = w.stands || c.Resumes == 0
		return false
	}
	if !w.cal.Covers(d) {
		if y := d.Year(); !slices.Contains(w.beyond, y) {
			w.beyond = append(w.beyond, y)
		}
		return w.cal.OpenByWeek(d) || neverByWeek(w.cal)
	}
	open := w.cal.IsOpen(d)
	if !open && w.cal.OpenByWeek(d) {
		w.holidays = append(w.holidays, d)
	}
	return open
}

// neverByWeek is true of a calendar that lists its open days singly; beyond its years any day may be one.
func neverByWeek(cal *day.Calendar) bool {
	for d := day.Min; d < day.Min+7; d++ {
		if cal.OpenByWeek(d) {
			return false
		}
	}
	return true
}

// seek is the n-th open day from d on, d included, in steps of 1 or -1. It stops at the bounds of dates, and has no answer
// for no date or where a closure has not ended.
func (w *walk) seek(d day.Date, n int, step day.Date) day.Date {
	if d == 0 {
		return 0
	}
	for ; d > day.Min && d < day.Max; d += step {
		if w.isOpen(d) {
			if n--; n == 0 {
				return d
			}
		}
		if w.stands && step > 0 {
			return 0
		}
	}
	return max(day.Min, min(day.Max, d))
}

// next is the day itself when it is open, else the first open day after it.
func (w *walk) next(d day.Date) day.Date { return w.seek(d, 1, 1) }

// prev is the day itself when it is open, else the last open day before it.
func (w *walk) prev(d day.Date) day.Date { return w.seek(d, 1, -1) }

// add is the n-th business day after d: the start does not count. For 0 it is next.
func (w *walk) add(d day.Date, n int) day.Date {
	switch {
	case n > 0:
		return w.seek(d.Add(1), n, 1)
	case n < 0:
		return w.seek(d.Add(-1), -n, -1)
	}
	return w.next(d)
}

// explain finishes a date: what the walk met is said after the given steps.
func (w *walk) explain(on day.Date, rule string, src Source, steps ...errs.Text) Explained {
	e := Explained{On: on, Rule: rule, Article: src.Article, Verify: src.Verify, Calendar: w.cal.String(), Steps: steps}
	slices.Sort(w.holidays)
	for _, d := range slices.Compact(w.holidays) {
		e.Steps = append(e.Steps, errs.T("{day} is closed at {place} and does not count", "day", d, "place", w.name()))
	}
	for _, c := range w.stopped {
		if c.Resumes == 0 {
			e.Steps = append(e.Steps, errs.T("{place} is shut by force majeure since {from}: the clock stands still", "place", w.name(), "from", c.From))
		} else {
			e.Steps = append(e.Steps, errs.T("{place} is shut by force majeure from {from} and opens again on {to}: the days before do not count",
				"place", w.name(), "from", c.From, "to", c.Resumes))
		}
	}
	if !w.known {
		e.Provisional = true
		e.Steps = append(e.Steps, errs.T("the place has no calendar yet: every Monday to Friday counts as open"))
	}
	slices.Sort(w.beyond)
	for _, y := range w.beyond {
		e.Provisional = true
		e.Steps = append(e.Steps, errs.T("{calendar} does not know the holidays of {year} yet: the weekends alone are counted", "calendar", w.cal.String(), "year", strconv.Itoa(y)))
	}
	return e
}

// name is what the sentences call the place.
func (w *walk) name() string {
	if w.place.Name != "" {
		return w.place.Name
	}
	return w.cal.Name()
}
