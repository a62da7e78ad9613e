package actus

import (
	"cmp"
	"math"
	"slices"

	"kontor/errs"
)

// debt is a covered contract.
type debt struct {
	id      string
	term    string // where it stands in the terms
	terms   *Terms // nil when only its name is known
	market  string // the code of its price
	events  []Event
	states  map[Moment]State // on the days that are asked for
	claimed float64          // of its covered exposure
	called  Moment           // since when nothing more can be claimed for it
}

// readDebts finds the covered contracts.
func (h *enhancement) readDebts() {
	for i, r := range h.ContractStructure {
		if r.Role != Covered {
			continue
		}
		d := &debt{id: r.ContractID, term: indexed("contractStructure", i), market: r.market()}
		switch {
		case r.Type == ByTerms && r.Contract != nil:
			d.id, d.terms = r.Contract.ContractID, r.Contract
		case r.Type == ByMarket:
			d.id = r.MarketObjectCode
		}
		h.debts = append(h.debts, d)
	}
}

// whole reports whether the covered contracts are known, so that the exposure is theirs and not an agreed amount.
func (h *enhancement) whole() bool {
	return slices.ContainsFunc(h.debts, func(d *debt) bool { return d.terms != nil || h.byMarket(d) })
}

func (h *enhancement) byMarket(d *debt) bool {
	return h.GuaranteedExposure == ExposureMarket && d.market != ""
}

func (h *enhancement) coverage() float64 { return h.CoverageOfCreditEnhancement.Or(1) }

// lastCover is when the cover ends: as agreed, or with the last of the covered contracts.
func (h *enhancement) lastCover() (last Moment) {
	if h.MaturityDate != 0 {
		return h.MaturityDate
	}
	for _, d := range h.debts {
		if d.terms == nil {
			continue
		}
		end := d.terms.MaturityDate
		if end == 0 {
			end = h.lastEvent(d)
		}
		last = max(last, end)
	}
	if last == 0 {
		h.fail(errs.New(errs.Invalid, "it is not known when the cover ends").Because("give the term maturityDate"))
	}
	return last
}

// lastEvent is when a debt ends that has no agreed maturity.
func (h *enhancement) lastEvent(d *debt) (last Moment) {
	events, err := h.child(d.terms, RPA, nil, 0)
	h.failIn(d.term, err)
	for _, e := range events {
		if e.Type != CE {
			last = max(last, e.Time)
		}
	}
	return last
}

// coveredCalls are the credit events on which something may be claimed, in the order of time.
func (h *enhancement) coveredCalls() (calls []ObservedEvent) {
	kinds := h.CreditEventTypeCovered
	if len(kinds) == 0 {
		kinds = []Performance{Default}
	}
	for _, d := range h.debts {
		for _, e := range h.creditEvents(d) {
			if e.Time >= max(h.StatusDate, h.PurchaseDate) && e.Time <= h.maturity && slices.Contains(kinds, e.Performance) {
				calls = append(calls, e)
			}
		}
	}
	slices.SortStableFunc(calls, func(a, b ObservedEvent) int { return cmp.Compare(a.Time, b.Time) })
	if h.mode.OneDefaultSettlesAll && len(calls) > 1 {
		return calls[:1]
	}
	return h.each(calls)
}

// creditEvents are the observed ones of a debt. A payment that was not made (DL) is no more than that: what follows of it
// after the grace and the delinquency periods of the debt says its projection.
func (h *enhancement) creditEvents(d *debt) (list []ObservedEvent) {
	follows := false
	for _, e := range h.seen.Events {
		switch {
		case e.Type != CE || e.Contract == "" || e.Contract != d.id:
		case e.Performance == Delayed && d.terms != nil:
			follows = true
		default:
			list = append(list, e)
		}
	}
	if !follows {
		return list
	}
	events, err := h.child(d.terms, RPA, nil, h.maturity+1)
	h.failIn(d.term, err)
	for _, e := range events {
		known := slices.ContainsFunc(list, func(o ObservedEvent) bool { return o.Time == e.Time })
		if e.Type == CE && !known {
			list = append(list, ObservedEvent{Time: e.Time, Type: CE, Contract: d.id, Performance: e.State.ContractPerformance})
		}
	}
	return list
}

// each leaves out calls for a debt that was called as a whole before. A value says that only so much is in default.
func (h *enhancement) each(calls []ObservedEvent) []ObservedEvent {
	gone := map[string]bool{}
	return slices.DeleteFunc(calls, func(c ObservedEvent) bool {
		was := gone[c.Contract]
		gone[c.Contract] = was || c.Value <= 0
		return was
	})
}

// projectDebts projects every covered contract to the last day that is asked for, with its state on each of the days.
func (h *enhancement) projectDebts(list []due) {
	days := []Moment{h.StatusDate}
	for _, d := range list {
		days = append(days, d.State.StatusDate)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	for _, d := range h.debts {
		if d.terms == nil || h.err != nil {
			continue
		}
		events, err := h.child(d.terms, RPA, days, max(days[len(days)-1], h.maturity)+1)
		h.failIn(d.term, err)
		d.states = map[Moment]State{}
		for _, e := range events {
			if e.Type == AD { // a swap has one for each leg
				s := d.states[e.Time]
				s.NotionalPrincipal += e.State.NotionalPrincipal
				s.AccruedInterest += e.State.AccruedInterest
				d.states[e.Time] = s
			}
		}
		d.events = events
	}
}

// exposure is what is covered of a debt, before any claim.
func (h *enhancement) exposure(d *debt, at Moment) float64 {
	switch {
	case h.GuaranteedExposure == ExposureMarket && d.market == "":
		return 0
	case h.GuaranteedExposure == ExposureMarket:
		quantity := 1.0
		if d.terms != nil {
			quantity = d.terms.Quantity.Or(1)
		}
		return h.coverage() * quantity * h.observe(d.term, d.market, at)
	case d.terms == nil:
		return 0
	}
	if at < d.terms.StatusDate {
		h.fail(errs.New(errs.Refused, "how {contract} stood on {day} is not known", "contract", d.id, "day", at.Date().String()).
			Because("give its terms as of an earlier statusDate"))
	}
	s := d.states[at] // nothing before its initial exchange and after its end
	if h.GuaranteedExposure == ExposureInterest {
		return h.coverage() * (s.NotionalPrincipal + s.AccruedInterest)
	}
	return h.coverage() * s.NotionalPrincipal
}

// open is what may still be claimed, of a collateral no more than it is worth.
func (h *enhancement) open(at Moment) float64 {
	open := h.openDebts(at)
	if h.pledged && !h.mode.ExposureUncapped && open > 0 {
		return min(open, max(0, h.worth(at)-h.claimed))
	}
	return open
}

// openDebts is open without regard to what a collateral is worth. An agreed amount beside whole contracts is the most that
// can be claimed of them.
func (h *enhancement) openDebts(at Moment) float64 {
	if h.exhausted {
		return 0
	}
	if !h.whole() {
		return h.coverage()*h.NotionalPrincipal.Value - h.claimed
	}
	open := 0.0
	for _, d := range h.debts {
		if d.called == 0 && (d.terms != nil || h.byMarket(d)) {
			open += max(0, h.exposure(d, at)-d.claimed)
		}
	}
	return min(open, h.left())
}

// left is what an agreed amount leaves for claims on whole contracts; without one there is no limit.
func (h *enhancement) left() float64 {
	if h.mode.OneDefaultSettlesAll || !h.NotionalPrincipal.Set {
		return math.Inf(1)
	}
	return h.coverage()*h.NotionalPrincipal.Value - h.claimed
}

// called is what a credit event claims: all that is open for the debt, or what its value says is in default.
func (h *enhancement) called(call ObservedEvent) float64 {
	open := h.openDebts(call.Time)
	if h.mode.OneDefaultSettlesAll {
		return open
	}
	d := h.debts[slices.IndexFunc(h.debts, func(d *debt) bool { return d.id == call.Contract })]
	if h.whole() {
		open = min(open, max(0, h.exposure(d, call.Time)-d.claimed))
	}
	if call.Value > 0 {
		open = min(open, h.coverage()*call.Value)
	} else {
		d.called = call.Time
	}
	d.claimed += open
	return open
}

// done reports whether nothing more can be claimed.
func (h *enhancement) done() bool {
	if h.mode.OneDefaultSettlesAll || !slices.ContainsFunc(h.debts, func(d *debt) bool { return d.called == 0 }) {
		return true
	}
	return (!h.whole() || h.NotionalPrincipal.Set) && h.coverage()*h.NotionalPrincipal.Value <= h.claimed
}
