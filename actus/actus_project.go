package actus

import (
	"math"

	"kontor/day"
	"kontor/errs"
)

// MaxEvents is the most events of one contract.
const MaxEvents = 100_000

// Project lists the events of a contract in their order, from its status date to a horizon (none: to its end). It changes
// nothing that it is given.
//
// Errors: Invalid with a fault for every bad term, Refused when an index or a day of a calendar is needed that was not
// observed, TooLarge for more than MaxEvents events.
func Project(t Terms, o Observations, m Mode, to Moment) ([]Event, error) {
	if err := t.checkIn(m); err != nil {
		return nil, err
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	events, err := project(&t, &o, m, to)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if !finite(e.Payoff) || !finite(e.State.NotionalPrincipal) || !finite(e.State.AccruedInterest) {
			return nil, beyond(e.Type, e.Time)
		}
	}
	return events, nil
}

// beyond refuses amounts that are none any more.
func beyond(typ EventType, at Moment) *errs.Error {
	return errs.New(errs.Refused, "the amounts of {event} on {day} are beyond what can be computed", "event", string(typ), "day", at.Date().String()).
		Because("check the rates and the notional")
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// project is Project for terms that were checked, alone or as part of another contract.
func project(t *Terms, o *Observations, m Mode, to Moment) ([]Event, error) {
	j, err := newJob(t, o, m, to)
	if err != nil {
		return nil, err
	}
	events := j.run()
	return events, j.err
}

// run finds the rules of the contract type.
func (j *job) run() []Event {
	switch j.ContractType {
	case PAM:
		return projectPAM(j)
	case LAM:
		return projectLAM(j)
	case NAM:
		return projectNAM(j)
	case ANN:
		return projectANN(j)
	case LAX:
		return projectLAX(j)
	case CLM:
		return projectCLM(j)
	case UMP:
		return projectUMP(j)
	case CSH:
		return projectCSH(j)
	case STK:
		return projectSTK(j)
	case COM:
		return projectCOM(j)
	case FXOUT:
		return projectFXOUT(j)
	case SWPPV:
		return projectSWPPV(j)
	case SWAPS:
		return projectSWAPS(j)
	case CAPFL:
		return projectCAPFL(j)
	case OPTNS:
		return projectOPTNS(j)
	case FUTUR:
		return projectFUTUR(j)
	case CEG:
		return projectCEG(j)
	case CEC:
		return projectCEC(j)
	}
	j.fail(errs.New(errs.Invalid, "{text} is no contract type", "text", string(j.ContractType)))
	return nil
}

// job is one projection: the terms with what they are read with. The first error of a helper stays in err, so that formulas
// can be written as formulas; project looks at it in the end.
type job struct {
	*Terms
	seen     *Observations
	mode     Mode
	to       Moment
	calendar *day.Calendar
	sign     float64 // 1 or -1, of the role
	err      error
}

func newJob(t *Terms, o *Observations, m Mode, to Moment) (*job, error) {
	j := &job{Terms: t, seen: o, mode: m, to: to, sign: t.ContractRole.sign()}
	switch {
	case t.Calendar == "":
		j.calendar = day.NoCalendar
	case o.Calendars[t.Calendar] != nil:
		j.calendar = o.Calendars[t.Calendar]
	default:
		j.calendar = day.BuiltIn(t.Calendar)
	}
	if j.calendar == nil {
		var faults errs.Faults
		faults.Add("calendar", "there is no calendar {name}", "name", t.Calendar).Because("choose NC or MF, or give the calendar with the observations")
		return nil, faults.Err()
	}
	return j, nil
}

// fail keeps the first error.
func (j *job) fail(err error) {
	if j.err == nil {
		j.err = err
	}
}

// fraction is the part of a year between two moments by the day count of the contract, negative backwards.
func (j *job) fraction(from, to Moment) float64 {
	if from == to {
		return 0
	}
	c := day.Counter{Count: j.DayCountConvention, Maturity: j.MaturityDate.counted(), Calendar: j.calendar}
	f := c.Fraction(from.counted(), to.counted())
	if math.IsNaN(f) {
		_, err := c.Days(from.counted(), to.counted())
		j.fail(err)
		return 0
	}
	return f
}

// shift gives the moment at which an event happens and the one for which it is computed, by the business day convention.
func (j *job) shift(m Moment) (at, computed Moment) {
	event, calc, err := j.BusinessDayConvention.Apply(m.Date(), j.calendar)
	if err != nil {
		j.fail(err)
		return m, m
	}
	return m.on(event), m.on(calc)
}

// settled is a period after a moment, on an open day. A convention that looks back does not pay what is not due yet.
func (j *job) settled(m Moment, p day.Period) Moment {
	at, _ := j.shift(j.after(m, p))
	if at >= m {
		return at
	}
	next, err := j.calendar.Next(m.Date())
	if err != nil {
		j.fail(err)
		return m
	}
	return m.on(next)
}

// after is a period after a moment; none is the moment itself.
func (j *job) after(m Moment, p day.Period) Moment {
	if p.IsZero() {
		return m
	}
	d, err := p.After(m.Date())
	if err != nil {
		j.fail(err)
		return m
	}
	return m.on(d)
}

// schedule lists the moments of a cycle from its anchor to an end, before any business day convention. An anchor at or
// after the end gives the end alone, or nothing.
func (j *job) schedule(anchor Moment, cycle day.Cycle, end Moment, withEnd bool) []Moment {
	if anchor == 0 || anchor >= end {
		if withEnd && end != 0 {
			return []Moment{end}
		}
		return nil
	}
	s := day.Schedule{Anchor: anchor.Date(), Cycle: cycle, End: end.Date(), WithEnd: withEnd, EndOfMonth: j.EndOfMonthConvention,
		EndClock: min(1, max(-1, end.Clock()-anchor.Clock()))}
	dates, err := s.Append(nil)
	if err != nil {
		j.fail(err)
		return nil
	}
	list := make([]Moment, len(dates))
	for i, d := range dates {
		list[i] = anchor.on(d)
	}
	if withEnd {
		list[len(list)-1] = end
	}
	return list
}

// observe is the value of a market object at a moment. Where none was observed yet it fails, or takes the first one if the
// mode says so.
func (j *job) observe(term, code string, at Moment) float64 {
	if v, ok := j.seen.Last(code, at); ok {
		return v
	}
	if v, ok := j.seen.first(code); ok && j.mode.FirstBeforeObserved {
		return v
	}
	j.fail(unobserved(term, code, at))
	return 0
}

// unobserved refuses to guess the value of a market object.
func unobserved(term, code string, at Moment) *errs.Error {
	e := errs.New(errs.Refused, "{code} was not observed by {day}", "code", code, "day", at.Date().String()).Because("add an observed value at or before that day")
	e.Entity = term
	return e
}
