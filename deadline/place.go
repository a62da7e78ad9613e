package deadline

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"kontor/day"
)

// Place is where an act is done: the branch of a guarantor where documents are presented and examined, or an office of the
// house (U2). Where something about it is not known yet, dates are still computed and marked provisional.
type Place struct {
	Name     string
	Calendar *day.Calendar  // nil: not known, Monday to Friday are taken as open
	Zone     *time.Location // nil: not known, UTC is taken
	CutOff   int            // minute of the day, the last that counts for the day; 0 is none, until midnight
}

const lastMinute = 24*60 - 1

// calendar is the calendar of the place, and whether it is known.
func (p Place) calendar() (*day.Calendar, bool) {
	if p.Calendar == nil {
		return day.MondayToFriday, false
	}
	return p.Calendar, true
}

func (p Place) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// cutOff is the last minute that counts.
func (p Place) cutOff() int {
	if p.CutOff <= 0 || p.CutOff > lastMinute {
		return lastMinute
	}
	return p.CutOff
}

// clock is a moment by the clock of the place: the day and the minute of the day.
func (p Place) clock(at day.Instant) (on day.Date, minute int) {
	t := at.Time().In(p.zone())
	on, err := day.Of(t.Year(), int(t.Month()), t.Day())
	if err != nil { // a zone has carried the moment over the first or the last day there is
		return at.Date(), t.Hour()*60 + t.Minute()
	}
	return on, t.Hour()*60 + t.Minute()
}

// LocalDate is the day of a moment by the clock of the place.
func (p Place) LocalDate(at day.Instant) day.Date { on, _ := p.clock(at); return on }

// Closes is the moment at which a day ends for the place: the end of the last minute that counts. A duty of the day runs to it.
func (p Place) Closes(on day.Date) day.Instant {
	y, m, d := on.Civil()
	return day.FromTime(time.Date(y, time.Month(m), d, 0, p.cutOff()+1, 0, 0, p.zone()))
}

// Closing is the place with more days closed, under another version of its calendar: a holiday declared late (D13).
// Errors: Invalid when the place has no calendar, or when it does not cover a day.
func (p Place) Closing(version string, days ...day.Date) (Place, error) {
	cal, _ := p.calendar()
	next, err := cal.Closing(version, days...)
	if err != nil {
		return Place{}, err
	}
	p.Calendar = next
	return p, nil
}

// timeOfDay writes a minute of the day as on a clock.
func timeOfDay(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// Closure is a time in which force majeure keeps a place shut: from its first day to the day before business resumes.
type Closure struct {
	From    day.Date `json:"from"`
	Resumes day.Date `json:"resumes,omitzero"` // the first day of business after it; none while it lasts
}

// Holds reports whether the place is shut on the day.
func (c Closure) Holds(d day.Date) bool {
	return c.From != 0 && d >= c.From && (c.Resumes == 0 || d < c.Resumes)
}

// merged are closures in the order of time, those that overlap or follow each other without an open day made one: a place
// that shuts again on the day of its re-opening has not opened. One that ends before it begins is none.
func merged(closures []Closure) []Closure {
	var out []Closure
	sorted := slices.SortedFunc(slices.Values(closures), func(a, b Closure) int { return cmp.Compare(a.From, b.From) })
	for _, c := range sorted {
		if c.From == 0 || c.Resumes != 0 && c.Resumes <= c.From {
			continue
		}
		if n := len(out) - 1; n >= 0 && (out[n].Resumes == 0 || c.From <= out[n].Resumes) {
			if out[n].Resumes != 0 && (c.Resumes == 0 || c.Resumes > out[n].Resumes) {
				out[n].Resumes = c.Resumes
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// shutOn finds the closure that holds a day.
func shutOn(d day.Date, closures []Closure) (Closure, bool) {
	for _, c := range closures {
		if c.Holds(d) {
			return c, true
		}
	}
	return Closure{}, false
}
