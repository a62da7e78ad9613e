package actus

import "slices"

// projectSWPPV projects a swap of a fixed against a floating rate on one notional that is never exchanged. The fixed leg
// carries the sign of the role, the floating one the opposite.
func projectSWPPV(j *job) []Event {
	events := append(j.trades(), j.analyses()...)
	j.priceAsStated(events, TD)
	events = append(events, j.swapPayments()...)
	if j.InitialExchangeDate >= j.StatusDate {
		events = append(events, j.event(j.InitialExchangeDate, IED, 0))
	}
	events = append(events, j.swapResets()...)
	events = append(events, j.event(j.MaturityDate, MD, 0))
	slices.SortStableFunc(events, inOrder)

	s := j.swapBegin()
	for i := range events {
		e := &events[i]
		if e.Time < j.StatusDate || j.TerminationDate != 0 && e.Time > j.TerminationDate || j.to != 0 && e.Time > j.to {
			continue // it never happens, or is history
		}
		j.swapStep(&s, e)
		e.State = s
	}
	return j.visible(events)
}

// swapPayments are the payments of interest: both legs one after the other, or their difference.
func (j *job) swapPayments() (events []Event) {
	kinds := []EventType{IPFX, IPFL}
	if j.DeliverySettlement == CashSettlement {
		kinds = []EventType{IP}
	}
	for _, m := range j.swapPaymentDays() {
		at, calc := j.shiftBefore(m, j.MaturityDate)
		for _, kind := range kinds {
			e := j.event(at, kind, 0)
			e.State.StatusDate = calc
			events = append(events, e)
		}
	}
	return events
}

func (j *job) swapPaymentDays() []Moment {
	if dates := j.cycleFrom(j.CycleAnchorDateOfInterestPayment, j.CycleOfInterestPayment, j.MaturityDate, true); len(dates) > 0 {
		return dates
	}
	return []Moment{j.MaturityDate}
}

// swapResets are the days on which the floating rate is fixed; the first one's rate may be known.
func (j *job) swapResets() (events []Event) {
	known := j.NextResetRate.Set
	for _, m := range j.cycleFrom(j.CycleAnchorDateOfRateReset, j.CycleOfRateReset, j.MaturityDate, false) {
		at, calc := j.shiftBefore(m, j.MaturityDate)
		typ := RR
		if known && at >= j.StatusDate {
			typ, known = RRF, false
		}
		e := j.event(at, typ, 0)
		e.State.StatusDate = calc
		events = append(events, e)
	}
	return events
}

// swapBegin is the state at the status date: nothing before the initial exchange, afterwards what both legs have accrued
// since the last payment.
func (j *job) swapBegin() State {
	s := State{StatusDate: j.StatusDate}
	if j.InitialExchangeDate >= j.StatusDate {
		return s
	}
	j.swapOpen(&s)
	since := Moment(0)
	if !j.mode.DropAccruedBeforeStatus {
		since = j.InitialExchangeDate
	}
	for _, m := range j.swapPaymentDays() {
		at, calc := j.shiftBefore(m, j.MaturityDate)
		paid := at < j.StatusDate || calc <= j.StatusDate && j.mode.DropAccruedBeforeStatus // else it is still to be paid
		if paid && m != j.MaturityDate && calc >= j.InitialExchangeDate {
			since = calc
		}
	}
	if since != 0 {
		years := j.fraction(since, j.StatusDate)
		s.AccruedInterest = years * s.NotionalPrincipal * s.NominalInterestRate2
		s.AccruedInterest2 = -years * s.NotionalPrincipal * s.NominalInterestRate
	}
	if j.AccruedInterest.Set {
		s.AccruedInterest = j.sign * j.AccruedInterest.Value
	}
	return s
}

func (j *job) swapOpen(s *State) {
	s.NotionalPrincipal = j.sign * j.NotionalPrincipal.Value
	s.NominalInterestRate = j.NominalInterestRate2.Value
	s.NominalInterestRate2 = j.NominalInterestRate.Value
}

// swapStep lets both legs earn up to the event and does what it does.
func (j *job) swapStep(s *State, e *Event) {
	if at := e.State.StatusDate; at > s.StatusDate {
		years := j.fraction(s.StatusDate, at)
		s.AccruedInterest += years * s.NotionalPrincipal * s.NominalInterestRate2
		s.AccruedInterest2 -= years * s.NotionalPrincipal * s.NominalInterestRate
		s.StatusDate = at
	}
	switch e.Type {
	case IED:
		j.swapOpen(s)
	case IP:
		e.Payoff = s.AccruedInterest + s.AccruedInterest2
		s.AccruedInterest, s.AccruedInterest2 = 0, 0
	case IPFX:
		e.Payoff, s.AccruedInterest = s.AccruedInterest, 0
	case IPFL:
		e.Payoff, s.AccruedInterest2 = s.AccruedInterest2, 0
	case RRF:
		s.NominalInterestRate = j.NextResetRate.Value
	case RR:
		l := loan{job: j, state: *s}
		s.NominalInterestRate = l.reset(step{kind: RR, at: e.Time, due: e.Time, computed: e.State.StatusDate, amount: j.RateSpread.Value})
	case TD, MD:
		s.NotionalPrincipal, s.AccruedInterest, s.AccruedInterest2 = 0, 0, 0
	}
}
