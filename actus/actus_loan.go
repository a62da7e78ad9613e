package actus

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// loan is a contract with a principal on which interest runs: PAM, LAM, NAM, ANN, LAX, CLM and UMP. A type makes the steps;
// walking them makes the events.
type loan struct {
	*job
	state    State
	maturity Moment // 0: none
	steps    []step
	accruals []step // those that pay or capitalise interest
	fees     []Moment
	debtor   debtor
	prepaid  bool
	paydays  []Moment // ANN: over which the payment is solved
	solving  int      // how many of them were looked at
}

// step is an event that is due.
type step struct {
	at       Moment // when it happens
	computed Moment // for when it is computed
	due      Moment // before any business day convention
	kind     EventType
	order    int     // of the events of one moment
	amount   float64 // PR and PI of LAX, RRF, PP: what is paid or the rate; RR of LAX: the spread
	until    Moment  // IP in advance: the end of the period that is paid for
	standing Performance
}

func newLoan(j *job) *loan {
	l := &loan{job: j, maturity: j.MaturityDate}
	l.state = State{StatusDate: j.StatusDate, NotionalScalingMultiplier: j.openingScale(), InterestScalingMultiplier: 1,
		ContractPerformance: j.ContractPerformance, NonPerformingDate: j.NonPerformingDate}
	if j.ScalingEffect.interest() {
		l.state.InterestScalingMultiplier = j.InterestScalingMultiplier.Or(1)
	}
	return l
}

// openingScale is what the principal is multiplied with at the status date: the multiplier counts only where the index
// scales the principal.
func (t *Terms) openingScale() float64 {
	if t.ScalingEffect.notional() {
		return t.NotionalScalingMultiplier.Or(1)
	}
	return 1
}

// add notes a step of every date. Initial exchange, maturity, purchase and termination stay on their day, and so does
// what falls on maturity.
func (l *loan) add(kind EventType, due ...Moment) {
	for _, m := range due {
		l.addStep(step{due: m, kind: kind})
	}
}

func (l *loan) addStep(s step) {
	s.at, s.computed, s.order = s.due, s.due, 10*s.kind.sequence()
	fixed := s.kind == IED || s.kind == MD || s.kind == PRD || s.kind == TD || s.kind == AD || s.due == l.maturity
	if !fixed {
		s.at, s.computed = l.shift(s.due)
		if l.maturity != 0 && s.due < l.maturity && !l.mode.ShiftBeyondMaturity {
			s.at, s.computed = min(s.at, l.maturity), min(s.computed, l.maturity)
		}
	}
	l.steps = append(l.steps, s)
	if s.kind == IP || s.kind == IPCI {
		l.accruals = append(l.accruals, s)
	}
}

// addCommon notes what every loan can have.
func (l *loan) addCommon() {
	l.addBounds()
	l.add(MD, l.maturity)
	l.addFees(l.maturity)
	if l.ScalingEffect.interest() || l.ScalingEffect.notional() {
		l.add(SC, l.cycle(l.CycleAnchorDateOfScalingIndex, l.CycleOfScalingIndex, l.maturity, false)...)
	}
}

// addBounds notes when the contract begins and when it changes hands.
func (l *loan) addBounds() {
	if l.InitialExchangeDate >= l.StatusDate {
		l.add(IED, l.InitialExchangeDate)
	}
	if l.PurchaseDate != 0 {
		l.add(PRD, l.PurchaseDate)
	}
	if l.TerminationDate != 0 {
		l.add(TD, l.TerminationDate)
	}
}

// project sets the state at the status date, walks the steps and lists what is to be seen.
func (l *loan) project() []Event {
	if l.TerminationDate != 0 && l.TerminationDate < l.StatusDate {
		return nil
	}
	l.addObserved()
	l.begin()
	slices.SortStableFunc(l.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.computed, b.computed), cmp.Compare(a.order, b.order))
	})
	if len(l.steps) > MaxEvents {
		l.fail(errs.New(errs.TooLarge, "the contract has more than {most} events", "most", MaxEvents).
			Because("take longer cycles or an earlier end"))
	}
	if l.err != nil {
		return nil
	}
	return l.walk()
}

// walk runs the steps up to the last one that is listed: what only a later one needs to know is not asked for.
func (l *loan) walk() []Event {
	n := len(l.steps)
	for n > 0 && l.steps[n-1].at > l.horizon() {
		n--
	}
	list := make([]Event, 0, n)
	var last Moment
	for i, s := range l.steps {
		if l.repaid(s) {
			if end := (step{at: last, kind: MD, order: 10 * MD.sequence()}); l.shows(end) {
				list = append(list, Event{Time: last, Type: MD, Currency: l.Currency, State: l.state})
			}
			break
		}
		if i >= n {
			break
		}
		if !l.runs(s) {
			continue
		}
		payoff := l.apply(s)
		last = s.at
		if l.shows(s) {
			list = append(list, Event{Time: s.at, Type: s.kind, Payoff: payoff, Currency: l.Currency, State: l.state})
		}
		if s.kind == TD {
			break
		}
	}
	return list
}

// horizon is the last moment that is listed.
func (l *loan) horizon() Moment {
	if l.to != 0 {
		return l.to
	}
	return 1<<63 - 1
}

// runs reports whether a step changes the state. What is before the status date is part of the state already, and before
// the initial exchange there is nothing; only the redemption amount may be fixed before both.
func (l *loan) runs(s step) bool {
	if s.kind == PRF && (s.at < l.StatusDate || s.at < l.InitialExchangeDate) {
		return s.at >= l.StatusDate || l.InitialExchangeDate >= l.StatusDate || l.mode.RedemptionFixedBeforeStatus
	}
	return s.at >= l.StatusDate && s.at >= l.InitialExchangeDate
}

// shows reports whether a step is listed: not before a purchase, which also hides what happens before it on its day.
func (l *loan) shows(s step) bool {
	if s.at < l.StatusDate || s.at < l.InitialExchangeDate || s.at > l.horizon() {
		return false
	}
	bought := l.PurchaseDate
	return bought == 0 || s.at > bought || s.at == bought && s.order >= 10*PRD.sequence()
}

// cycle lists the dates of a cycle to an end. With a cycle alone it begins with the initial exchange, with neither
// there are no dates.
func (j *job) cycle(anchor Moment, cycle day.Cycle, end Moment, withEnd bool) []Moment {
	if anchor == 0 && cycle.IsZero() {
		return nil
	}
	if anchor == 0 {
		anchor = j.InitialExchangeDate
	}
	return j.schedule(anchor, cycle, end, withEnd)
}

// cycleFrom is cycle for what falls due one period after the initial exchange at the earliest.
func (j *job) cycleFrom(anchor Moment, cycle day.Cycle, end Moment, withEnd bool) []Moment {
	list := j.cycle(anchor, cycle, end, withEnd)
	if anchor == 0 && len(list) > 0 && list[0] == j.InitialExchangeDate {
		return list[1:]
	}
	return list
}

// addInterest notes the interest payments to maturity, before the end of capitalisation as capitalisations.
func (l *loan) addInterest(anchor Moment, cycle day.Cycle) {
	if !l.NominalInterestRate.Set && l.ContractType == PAM {
		return
	}
	dates := l.cycle(anchor, cycle, l.maturity, true)
	if l.CyclePointOfInterestPayment == Beginning {
		l.addAdvance(dates)
		return
	}
	l.addInterestDates(dates)
}

func (l *loan) addInterestDates(dates []Moment) {
	ends := l.CapitalizationEndDate
	if ends != 0 {
		n := 0
		for n < len(dates) && dates[n] <= ends {
			n++
		}
		l.add(IPCI, dates[:n]...)
		if n == 0 || dates[n-1] != ends {
			l.add(IPCI, ends)
		}
		dates = dates[n:]
	}
	l.add(IP, dates...)
}

// addAdvance notes payments of the interest for the period to come. They follow a rate reset of the same moment, whose
// rate they pay.
func (l *loan) addAdvance(dates []Moment) {
	for i, due := range dates[:max(0, len(dates)-1)] {
		until := dates[i+1]
		if until != l.maturity {
			_, until = l.shift(until)
			until = min(until, l.maturity)
		}
		l.addStep(step{due: due, kind: IP, until: until})
		l.steps[len(l.steps)-1].order = 10*PRF.sequence() + 5
	}
}
