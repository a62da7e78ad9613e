package actus

import (
	"cmp"
	"math"
	"slices"
)

// enhancement is what stands behind the debts of others: a guarantee (CEG) or a collateral (CEC). Its notional is what may
// still be claimed, together with what is claimed and not yet paid.
type enhancement struct {
	*job
	pledged  bool // a collateral
	maturity Moment
	debts    []*debt
	calls    []ObservedEvent // the credit events that are covered
	feeDates []Moment

	state     State
	claimed   float64 // all that was claimed so far
	pending   float64 // of it, not yet paid
	exhausted bool    // nothing more can be claimed
	claims    []claim
}

// claim is what one credit event brings.
type claim struct{ amount, fee float64 }

// due is an event with the credit event that it follows from.
type due struct {
	Event
	call int
}

func (h *enhancement) project() []Event {
	if h.pledged {
		h.PurchaseDate = 0 // what is pledged is not bought
	}
	if h.ExerciseDate != 0 {
		return h.listed(append(h.analyses(), h.fixedClaim()))
	}
	h.readDebts()
	h.maturity = h.lastCover()
	h.calls = h.coveredCalls()
	list := append(h.plan(), h.planFees()...)
	slices.SortStableFunc(list, func(a, b due) int {
		return cmp.Or(cmp.Compare(a.State.StatusDate, b.State.StatusDate), cmp.Compare(a.rank(), b.rank()))
	})
	h.projectDebts(list)
	events := make([]Event, 0, len(list))
	for _, d := range list {
		if h.err != nil {
			break
		}
		late := h.to != 0 && d.Time > h.to || h.TerminationDate != 0 && d.Time > h.TerminationDate
		if late || d.Time < h.StatusDate || h.exhausted && (d.Type == MD || d.Type == FP) {
			continue
		}
		h.step(&d)
		events = append(events, d.Event)
	}
	return h.visible(events)
}

// rank lets what is claimed on the last day be claimed before the cover ends.
func (d due) rank() int {
	if d.Type == MD {
		return AD.sequence()
	}
	return d.Type.sequence()
}

// fixedClaim settles a claim that the terms say was made already.
func (h *enhancement) fixedClaim() Event {
	amount := h.sign * math.Abs(h.ExerciseAmount.Value)
	e := h.event(h.settled(h.ExerciseDate, h.SettlementPeriod), STD, amount)
	e.State.ExerciseDate, e.State.ExerciseAmount = h.ExerciseDate, amount
	return e
}

// plan is what may happen, apart from fees.
func (h *enhancement) plan() (list []due) {
	for _, e := range h.trades() {
		list = append(list, due{Event: e})
	}
	for _, e := range h.analyses() {
		list = append(list, due{Event: e})
	}
	for i, c := range h.calls {
		list = append(list, due{h.event(c.Time, XD, 0), i}, due{h.event(h.settled(c.Time, h.SettlementPeriod), STD, 0), i})
	}
	return append(list, due{Event: h.event(h.maturity, MD, 0)})
}

// step does what an event does and says how the cover stands after it.
func (h *enhancement) step(d *due) {
	s, at := &h.state, d.State.StatusDate
	s.StatusDate = at
	switch d.Type {
	case FP:
		d.Payoff = h.payer() * h.feeDue(at)
	case XD:
		h.claim(d)
		d.State = *s
		return
	case STD:
		c := h.claims[d.call]
		d.Payoff = h.sign*c.amount + h.payer()*c.fee
		h.pending -= c.amount
		s.ExerciseDate, s.ExerciseAmount = h.calls[d.call].Time, h.sign*c.amount
	case MD, TD:
		h.exhausted = true
	}
	s.FeeAccrued = h.payer() * h.feeAccrued(at)
	s.NotionalPrincipal = h.sign * (h.open(at) + h.pending)
	d.State = *s
}

// claim takes what is covered of a failed debt, of a collateral no more than is left of it.
func (h *enhancement) claim(d *due) {
	s, call := &h.state, h.calls[d.call]
	exposure := h.called(call)
	amount, worth := exposure, 0.0
	if h.pledged {
		worth = max(0, h.worth(call.Time)-h.claimed)
		amount = min(exposure, worth)
	}
	h.claimed += amount
	h.pending += amount
	c := claim{amount: amount}
	if h.done() {
		c.fee, h.exhausted = h.feeAccrued(call.Time), true
	}
	h.claims = append(h.claims, c)
	open := h.openDebts(call.Time)
	s.ExerciseDate, s.ExerciseAmount = call.Time, h.sign*amount
	s.FeeAccrued = h.payer() * c.fee
	switch {
	case !h.pledged:
		s.NotionalPrincipal = h.sign * (open + h.pending)
	case h.mode.ExposureUncapped:
		s.NotionalPrincipal = h.sign * (open + exposure)
	default:
		s.NotionalPrincipal = h.sign * (min(open, worth-amount) + h.pending)
		s.UncoveredAmount += h.sign * (exposure - amount)
	}
}
