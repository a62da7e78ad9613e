package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// ClockKind is what a clock counts.
type ClockKind string

// The clocks that hang on the calendar of a place.
const (
	ExaminationClock ClockKind = "examination" // from a presentation to the guarantor's last day
	SafeClock        ClockKind = "safe_until"  // from a presentation to the last day of a notice that is surely in time
	ExpiryClock      ClockKind = "expiry"      // from a stated expiry to the last day to present
)

// Clock is a deadline that was computed and may still run.
type Clock struct {
	Ref      string // what it belongs to, such as the id of a demand
	Kind     ClockKind
	Profile  Profile
	From     day.Date // presentation day, or stated expiry
	Closures []Closure
	Done     day.Date // the day on which it was answered or ended; none while it runs
}

// due computes the deadline of the clock at a place.
func (c Clock) due(p Place) (Explained, error) {
	if c.Kind == ExpiryClock {
		return c.Profile.Expiry(c.From, p, c.Closures...).Effective, nil
	}
	e, err := c.Profile.Examine(c.From, p, c.Closures...)
	switch {
	case c.Kind == SafeClock && !e.SafeUntil.IsZero():
		return e.SafeUntil, err
	case e.Deadline.IsZero():
		return e.UnreasonableAfter, err
	}
	return e.Deadline, err
}

// Moved is a clock before and after a change of the calendar, with a line for the log.
type Moved struct {
	Ref    string    `json:"ref"`
	Before Explained `json:"before"`
	After  Explained `json:"after"` // the same as before where the clock stays
	Moves  bool      `json:"moves"`
	Log    errs.Text `json:"log"`
}

// LateHoliday computes clocks again after days were declared closed (D13). A clock that was answered, or that ran out
// before the day of the declaration, stays as it was. What was presented stays presented. Errors: those of Examine.
func LateHoliday(clocks []Clock, before, after Place, declared day.Date) ([]Moved, error) {
	moved := make([]Moved, 0, len(clocks))
	for _, c := range clocks {
		was, err := c.due(before)
		if err != nil {
			return nil, err
		}
		m := Moved{Ref: c.Ref, Before: was, After: was}
		if c.Done != 0 || was.On != 0 && was.On < declared {
			m.Log = errs.T("{day} stays: it was over when the holiday was declared on {declared}", "day", was.On, "declared", declared)
			moved = append(moved, m)
			continue
		}
		if m.After, err = c.due(after); err != nil {
			return nil, err
		}
		m.Moves = m.After.On != was.On
		m.Log = errs.T("{day} stays under calendar {calendar}", "day", was.On, "calendar", m.After.Calendar)
		if m.Moves {
			m.Log = errs.T("{was} becomes {day} under calendar {calendar}, declared on {declared}", "was", was.On, "day", m.After.On, "calendar", m.After.Calendar, "declared", declared)
		}
		moved = append(moved, m)
	}
	return moved, nil
}
