package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Expiry is the end of an instrument as stated and as it works.
type Expiry struct {
	Stated      day.Date  `json:"stated"`                 // as the text says; it never changes here
	Effective   Explained `json:"effective"`              // last day to present
	ExtendedTo  day.Date  `json:"extended_to,omitzero"`   // where force majeure moved it, before a closed day there moved it on
	Lapsed      bool      `json:"lapsed,omitempty"`       // it ended while the place was shut, and the rules let it
	StillClosed bool      `json:"still_closed,omitempty"` // the last day will move once the place opens again
}

// InTime reports whether what was presented on the day came in time (D3).
func (e Expiry) InTime(presented day.Date) bool {
	return presented != 0 && e.Effective.On != 0 && presented <= e.Effective.On
}

// Expiry is the last day to present at a place (D3): the stated expiry, moved on from a closed day where the profile says
// so. A closure that shuts the place on that day does what the profile says (D7): under URDG 758 the expiry moves by 30
// calendar days from the day it would have been, once however often the place is shut; under ISP98 it becomes the
// re-opening and 30 days; under UCP 600 the credit lapses. No stated expiry gives no last day; see EndsUnstated.
func (p Profile) Expiry(stated day.Date, place Place, closures ...Closure) Expiry {
	e := Expiry{Stated: stated}
	if stated == 0 {
		e.Effective = p.stamp(Explained{Steps: []errs.Text{errs.T("no expiry is stated")}}, "D3", p.ClosedDay.Source)
		return e
	}
	e.Effective = p.rolled(stated, place)
	for _, c := range merged(closures) { // each moves the day at most once, and only to a later one
		if c.Holds(e.Effective.On) && !p.force(&e, c, place) {
			break
		}
	}
	return e
}

// rolled moves a day on from a closed one where the profile says so.
func (p Profile) rolled(d day.Date, place Place) Explained {
	if p.ClosedDay.Kind != NextBusinessDay {
		return p.stamp(Explained{On: d, Steps: []errs.Text{errs.T("{day} as stated: the rules move no expiry from a closed day", "day", d)}}, "D3", p.ClosedDay.Source)
	}
	w := place.walk()
	e := w.roll(d, "D3", p.ClosedDay.Source, nil)
	if e.On == d {
		e.Steps = append([]errs.Text{errs.T("the expiry {day} is an open day at {place}", "day", d, "place", w.name())}, e.Steps...)
	}
	return p.stamp(e, "D3", p.ClosedDay.Source)
}

// force does to an expiry what the profile says about a closure on its last day; it reports whether another closure may
// move the day again.
func (p Profile) force(e *Expiry, c Closure, place Place) bool {
	rule, was := p.ForceMajeure, e.Effective
	if c.Resumes == 0 {
		was.Steps = append(was.Steps, errs.T("{place} is shut by force majeure since {from}", "place", place.walk().name(), "from", c.From))
	} else {
		was.Steps = append(was.Steps, errs.T("{place} is shut by force majeure from {from} and opens again on {to}", "place", place.walk().name(), "from", c.From, "to", c.Resumes))
	}
	switch rule.Kind {
	case ExtendOnceSuspend:
		e.ExtendedTo = was.On.Add(rule.Days)
		was.Steps = append(was.Steps, errs.T("the expiry moves once, by {n} calendar days: {day}", "n", rule.Days, "day", e.ExtendedTo))
	case ReopenPlusDays:
		if c.Resumes == 0 {
			e.StillClosed, was.Provisional = true, true
			was.Steps = append(was.Steps, errs.T("the last day will be {n} calendar days after it opens again", "n", rule.Days))
			e.Effective = p.stamp(was, "D7", rule.Source)
			return false
		}
		e.ExtendedTo = c.Resumes.Add(rule.Days)
		was.Steps = append(was.Steps, errs.T("the last day is {n} calendar days after it opens again: {day}", "n", rule.Days, "day", e.ExtendedTo))
	case Lapses:
		e.Lapsed = true
		was.Steps = append(was.Steps, errs.T("what expires meanwhile lapses under these rules"))
		e.Effective = p.stamp(was, "D7", rule.Source)
		return false
	default:
		was.Steps = append(was.Steps, errs.T("the rules say nothing about it: nothing moves"))
		e.Effective = p.stamp(was, was.Rule, p.ClosedDay.Source)
		return false
	}
	next := p.rolled(e.ExtendedTo, place)
	if next.On == e.ExtendedTo {
		next.Steps = next.Steps[1:] // that the day is open; the step before names it already
	}
	next = next.after(was)
	e.Effective = p.stamp(next, "D7", rule.Source)
	return rule.Kind == ReopenPlusDays
}

// EndsUnstated is the end of an instrument whose text states no expiry (D6). Errors: Refused where the rules give none.
func (p Profile) EndsUnstated(issued day.Date) (Explained, error) {
	rule := p.NoExpiry
	switch rule.Kind {
	case EndsAfterYears:
		on := issued.AddMonths(12 * rule.Years)
		return p.stamp(Explained{On: on, Steps: []errs.Text{errs.T("issued on {from} without an expiry; {n} years later: {day}", "from", issued, "n", rule.Years, "day", on)}},
			"D6", rule.Source), nil
	case ExpiryOrNotice:
		return Explained{}, errs.New(errs.Refused, "under {rules} a text needs an expiry or a right to end it on notice", "rules", p.Label()).
			Because("ask the guarantor to state one")
	case ExpiryMustStand:
		return Explained{}, errs.New(errs.Refused, "under {rules} a text must state its expiry", "rules", p.Label()).
			Because("ask the guarantor to state one")
	case ExpiryByLaw, ExpiryByTextOnly:
	}
	return Explained{}, errs.New(errs.Refused, "the rules {rules} leave an expiry that is not stated to the law", "rules", p.Label()).
		Because("ask counsel for the last day and record it as the expiry")
}

// CounterEndsUnstated is the end of a counter-guarantee without expiry, from the end of the guarantee that it backs (D6).
// Errors: Refused where the rules give none.
func (p Profile) CounterEndsUnstated(guaranteeEnds day.Date) (Explained, error) {
	rule := p.NoExpiry
	if rule.CounterDays == 0 {
		return Explained{}, errs.New(errs.Refused, "the rules {rules} tie no counter-guarantee to the end of its guarantee", "rules", p.Label()).
			Because("ask the guarantor to state one")
	}
	e := After(guaranteeEnds, rule.CounterDays)
	return p.stamp(e, "D6", rule.Source), nil
}
