package actus

import (
	"slices"

	"kontor/errs"
)

// exercised projects a right that is worth something once: at maturity, or earlier where it may be exercised earlier. Worth
// gives what it is worth at a moment to its buyer. In delivery the price is paid for something of that much more value, so
// that it comes to the same.
func (j *job) exercised(worth func(at Moment) float64) []Event {
	events := append(j.trades(), j.analyses()...)
	if j.ExerciseDate != 0 {
		settlement := j.event(j.settled(j.ExerciseDate, j.SettlementPeriod), STD, j.sign*j.ExerciseAmount.Value)
		settlement.State.ExerciseDate = j.ExerciseDate
		return j.listed(append(events, settlement))
	}
	on, early := j.exerciseDay()
	if !early {
		events = append(events, j.event(on, MD, 0))
	}
	events = j.listed(append(events, j.event(on, XD, 0), j.event(j.settled(on, j.SettlementPeriod), STD, 0)))
	from := slices.IndexFunc(events, func(e Event) bool { return e.Type == MD || e.Type == XD || e.Type == STD })
	if from < 0 {
		return events
	}
	amount := worth(on)
	if amount == 0 {
		on = 0 // what is worth nothing is not exercised
	}
	for i := range events[from:] {
		e := &events[from+i]
		e.State.ExerciseDate = on
		switch e.Type {
		case XD:
			e.State.ExerciseAmount = amount
		case STD:
			e.Payoff = j.sign * amount
		case AD:
			e.State.ExerciseAmount = events[from+i-1].State.ExerciseAmount
		}
	}
	return events
}

// exerciseDay is maturity, or the first observed exercise before it where the right allows one.
func (j *job) exerciseDay() (at Moment, early bool) {
	if seen := j.own(XD); len(seen) > 0 && seen[0].Time < j.MaturityDate {
		at = seen[0].Time
		if !j.exercisable(at) {
			j.fail(errs.New(errs.Refused, "the contract cannot be exercised on {day}", "day", at.Date().String()).
				Because("exercise it at maturity, or as the terms optionExerciseType, cycleAnchorDateOfOptionality and cycleOfOptionality allow"))
		}
		return at, true
	}
	return j.MaturityDate, false
}

// exercisable: an American option on every day from the anchor on, a Bermudan one on the days of its cycle.
func (j *job) exercisable(at Moment) bool {
	from, last := j.CycleAnchorDateOfOptionality, j.MaturityDate
	if j.OptionExerciseEndDate != 0 {
		last = min(last, j.OptionExerciseEndDate)
	}
	switch {
	case at < from || at > last:
		return false
	case j.OptionExerciseType == American:
		return true
	case j.OptionExerciseType == Bermudan:
		return slices.ContainsFunc(j.rolls(from, j.CycleOfOptionality, last), func(m Moment) bool { return m.Date() == at.Date() })
	}
	return false
}

// underlyingPrice observes the market object on which the contract is written.
func (j *job) underlyingPrice(at Moment) float64 {
	for i, r := range j.ContractStructure {
		if r.Role == Underlying {
			return j.observe(indexed("contractStructure", i), r.market(), at)
		}
	}
	return 0
}

// market is the code under which the market shows the price of what is referred to, empty for none.
func (r Reference) market() string {
	if r.Type == ByTerms && r.Contract != nil {
		return r.Contract.MarketObjectCode
	}
	return r.MarketObjectCode
}
