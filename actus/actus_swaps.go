package actus

import "slices"

// projectSWAPS projects an exchange of the flows of two whole contracts, its legs: who receives the first leg holds it as a
// claim and owes the second.
func projectSWAPS(j *job) []Event {
	days := j.analysisDays()
	first := j.leg(FirstLeg, j.sign, days)
	second := j.leg(SecondLeg, -j.sign, days)
	if j.err != nil {
		return nil
	}
	events := j.mergeLegs(first, second)
	deals := j.trades()
	j.priceAsStated(deals, PRD, TD)
	for _, e := range deals {
		i := slices.IndexFunc(events, func(o Event) bool { return inOrder(o, e) > 0 })
		if i < 0 {
			i = len(events)
		}
		events = slices.Insert(events, i, e)
	}
	return j.visible(events)
}

func (j *job) analysisDays() (list []Moment) {
	for _, e := range j.own(AD) {
		list = append(list, e.Time)
	}
	return list
}

// leg projects one leg on its own.
func (j *job) leg(role ReferenceRole, sign float64, days []Moment) []Event {
	side := RPA
	if sign < 0 {
		side = RPL
	}
	for i, r := range j.ContractStructure {
		if r.Role == role && r.Contract != nil {
			events, err := j.child(r.Contract, side, days, j.to)
			j.failIn(indexed("contractStructure", i), err)
			return events
		}
	}
	return nil
}

// mergeLegs puts the events of both legs into one order, the first leg's before the second's where all else is equal.
func (j *job) mergeLegs(first, second []Event) []Event {
	merged := make([]Event, 0, len(first)+len(second))
	unpaid := map[payment]int{} // where the first leg has one that the second may be set off against, and the other way round
	for len(first) > 0 || len(second) > 0 {
		leg, sign := &first, 1
		if len(first) == 0 || len(second) > 0 && inOrder(first[0], second[0]) > 0 {
			leg, sign = &second, -1
		}
		e := (*leg)[0]
		*leg = (*leg)[1:]
		if j.DeliverySettlement == CashSettlement {
			key := payment{e.Time, e.Type, e.Currency, -sign}
			if i, ok := unpaid[key]; ok {
				merged[i] = netted(merged[i], e)
				delete(unpaid, key)
				continue
			}
			key.leg = sign
			unpaid[key] = len(merged)
		}
		merged = append(merged, e)
	}
	return merged
}

// payment is what events of two legs have in common when they are one payment in cash settlement.
type payment struct {
	at       Moment
	typ      EventType
	currency string
	leg      int
}

// netted is one payment of two, with a state that adds up what adds up.
func netted(a, b Event) Event {
	a.Payoff += b.Payoff
	a.State = State{
		StatusDate:        a.State.StatusDate,
		NotionalPrincipal: a.State.NotionalPrincipal + b.State.NotionalPrincipal,
		AccruedInterest:   a.State.AccruedInterest + b.State.AccruedInterest,
	}
	return a
}
