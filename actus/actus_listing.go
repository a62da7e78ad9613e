package actus

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// event is something that happens on the day for which it is computed, with nothing outstanding after it.
func (j *job) event(at Moment, typ EventType, payoff float64) Event {
	return Event{Time: at, Type: typ, Payoff: payoff, Currency: j.Currency, State: State{StatusDate: at}}
}

// trades are the purchase and the termination, as far as they are agreed: who buys pays, who sells receives.
func (j *job) trades() (events []Event) {
	if j.PurchaseDate != 0 {
		events = append(events, j.event(j.PurchaseDate, PRD, -j.sign*j.PriceAtPurchaseDate.Value))
	}
	if j.TerminationDate != 0 {
		events = append(events, j.event(j.TerminationDate, TD, j.sign*j.PriceAtTerminationDate.Value))
	}
	return events
}

// analyses are the observed days of analysis of this contract.
func (j *job) analyses() (events []Event) {
	for _, e := range j.own(AD) {
		events = append(events, j.event(e.Time, AD, 0))
	}
	return events
}

// own are the observed events of a type that concern this contract, in the order of time.
func (j *job) own(typ EventType) (events []ObservedEvent) {
	for _, e := range j.seen.Events {
		if e.Type == typ && (e.Contract == "" || e.Contract == j.ContractID) {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b ObservedEvent) int { return cmp.Compare(a.Time, b.Time) })
	return events
}

// shiftBefore is shift for what happens up to an end, which itself stays where it is.
func (j *job) shiftBefore(m, end Moment) (at, computed Moment) {
	if m >= end {
		return m, m
	}
	at, computed = j.shift(m)
	if j.mode.ShiftBeyondMaturity {
		return at, computed
	}
	return min(at, end), min(computed, end)
}

// inOrder orders events by the moment for which they are computed and by what comes first within a moment.
func inOrder(a, b Event) int {
	return cmp.Or(cmp.Compare(a.State.StatusDate, b.State.StatusDate), cmp.Compare(a.Type.sequence(), b.Type.sequence()))
}

// visible keeps of events in their order those that the holder lives through: from the status date and the purchase to the
// termination and the horizon.
func (j *job) visible(events []Event) []Event {
	before := func(e Event, at Moment, typ EventType) bool {
		return at != 0 && (e.Time < at || e.Time == at && e.Type.sequence() < typ.sequence())
	}
	after := func(e Event, at Moment, typ EventType) bool {
		return at != 0 && (e.Time > at || e.Time == at && e.Type.sequence() > typ.sequence())
	}
	events = slices.DeleteFunc(events, func(e Event) bool {
		return e.Time < j.StatusDate || j.to != 0 && e.Time > j.to || before(e, j.PurchaseDate, PRD) || after(e, j.TerminationDate, TD)
	})
	for i := range events { // nothing is nothing from either side, and not -0
		e, s := &events[i], &events[i].State
		for _, f := range []*float64{&e.Payoff, &s.NotionalPrincipal, &s.AccruedInterest, &s.AccruedInterest2, &s.FeeAccrued, &s.ExerciseAmount, &s.UncoveredAmount} {
			*f += 0
		}
	}
	return events
}

// listed is visible for events in any order.
func (j *job) listed(events []Event) []Event {
	slices.SortStableFunc(events, inOrder)
	return j.visible(events)
}

// rolls are the moments of a cycle that has no end of its own, up to and with a last moment; no cycle gives the anchor.
func (j *job) rolls(anchor Moment, cycle day.Cycle, last Moment) (list []Moment) {
	for k, at := 0, anchor; at <= last; k++ {
		if k == MaxEvents {
			j.fail(errs.New(errs.TooLarge, "the schedule from {from} to {to} has more than {most} dates",
				"from", anchor.Date().String(), "to", last.Date().String(), "most", MaxEvents).Because("take a longer cycle or an earlier end"))
			return nil
		}
		list = append(list, at)
		if cycle.IsZero() {
			return list
		}
		d, err := cycle.Nth(anchor.Date(), k+1, j.EndOfMonthConvention)
		if err != nil { // the calendar ends
			return list
		}
		at = anchor.on(d)
	}
	return list
}

// child is the projection of a contract that this one refers to, seen from a role. It takes of the observed events those
// that name it, and the days of analysis that are asked for.
func (j *job) child(t *Terms, role Role, analyse []Moment, to Moment) ([]Event, error) {
	terms, seen := *t, *j.seen
	terms.ContractRole = role
	seen.Events = nil
	for _, e := range j.seen.Events {
		twice := e.Type == AD && len(analyse) > 0
		if e.Contract != "" && e.Contract == terms.ContractID && !twice {
			seen.Events = append(seen.Events, e)
		}
	}
	for _, at := range analyse {
		seen.Events = append(seen.Events, ObservedEvent{Time: at, Type: AD})
	}
	return project(&terms, &seen, j.mode, to)
}

// failIn keeps the first error and says in which term it arose.
func (j *job) failIn(term string, err error) {
	if err == nil {
		return
	}
	e := *errs.As(err)
	if e.Entity == "" {
		e.Entity = term
	} else {
		e.Entity = term + "." + e.Entity
	}
	j.fail(&e)
}
