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

// mergeLegs puts the events of both legs into one order, the first leg's before the second's where all else is equal. In cash
// settlement events of one moment and type are one payment, and its state adds up what adds up.
func (j *job) mergeLegs(first, second []Event) []Event {
	merged := make([]Event, 0, len(first)+len(second))
	for len(first) > 0 || len(second) > 0 {
		switch {
		case len(second) == 0 || len(first) > 0 && inOrder(first[0], second[0]) < 0:
			merged, first = append(merged, first[0]), first[1:]
		case len(first) == 0 || inOrder(first[0], second[0]) > 0:
			merged, second = append(merged, second[0]), second[1:]
		case j.DeliverySettlement == CashSettlement && net(&first[0], second[0]):
			merged, first, second = append(merged, first[0]), first[1:], second[1:]
		default:
			merged = append(merged, first[0], second[0])
			first, second = first[1:], second[1:]
		}
	}
	return merged
}

// net adds the second leg's event to the first one's, where both are one payment.
func net(e *Event, other Event) bool {
	if e.Time != other.Time || e.Type != other.Type || e.Currency != other.Currency {
		return false
	}
	e.Payoff += other.Payoff
	e.State = State{
		StatusDate:        e.State.StatusDate,
		NotionalPrincipal: e.State.NotionalPrincipal + other.State.NotionalPrincipal,
		AccruedInterest:   e.State.AccruedInterest + other.State.AccruedInterest,
	}
	return true
}
