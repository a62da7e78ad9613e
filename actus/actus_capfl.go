package actus

import (
	"math"

	"kontor/errs"
)

// projectCAPFL projects a cap, a floor or both on the interest of an underlying contract: on each of its interest dates what
// the interest would lose by the cap and gain by the floor.
func projectCAPFL(j *job) []Event {
	events := append(j.trades(), j.analyses()...)
	free := j.interestBetween(Number{}, Number{})
	bounded, capped, floored := free, free, free
	if j.mode.CapFloorNetted {
		bounded = j.interestBetween(j.LifeCap, j.LifeFloor)
	} else {
		capped, floored = j.interestBetween(j.LifeCap, Number{}), j.interestBetween(Number{}, j.LifeFloor)
	}
	if j.err != nil {
		return nil
	}
	if len(bounded) != len(free) || len(capped) != len(free) || len(floored) != len(free) {
		j.fail(errs.New(errs.Refused, "the interest dates of the underlying depend on its rate").Because("give its term maturityDate"))
		return nil
	}
	for i, e := range free {
		due := 0.0
		if j.mode.CapFloorNetted {
			due = math.Abs(e.Payoff - bounded[i].Payoff)
		} else {
			due = (e.Payoff - capped[i].Payoff) + (floored[i].Payoff - e.Payoff)
		}
		paid := j.event(e.Time, IP, j.sign*due)
		paid.State.StatusDate = e.State.StatusDate
		events = append(events, paid)
	}
	return j.listed(events)
}

// interestBetween lists the interest payments of the underlying as a claim, with the bounds of the contract in place of its own.
func (j *job) interestBetween(ceiling, floor Number) (events []Event) {
	for i, r := range j.ContractStructure {
		if r.Role != Underlying || r.Contract == nil {
			continue
		}
		terms := *r.Contract
		terms.LifeCap, terms.LifeFloor = ceiling, floor
		all, err := j.child(&terms, RPA, nil, j.to)
		j.failIn(indexed("contractStructure", i), err)
		for _, e := range all {
			if e.Type == IP {
				events = append(events, e)
			}
		}
		return events
	}
	return nil
}
