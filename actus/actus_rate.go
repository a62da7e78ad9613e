package actus

import (
	"math"

	"kontor/day"
	"kontor/errs"
)

// addResets notes the rate resets; the first one after the status date takes the rate that is known, if one is.
func (l *loan) addResets() {
	l.addResetDates(l.cycle(l.CycleAnchorDateOfRateReset, l.CycleOfRateReset, l.maturity, false))
}

func (l *loan) addResetDates(dates []Moment) {
	known := l.NextResetRate.Set
	for _, m := range dates {
		s := step{due: m, kind: RR, amount: l.RateSpread.Value}
		if known && m > l.StatusDate {
			s.kind, s.amount, known = RRF, l.NextResetRate.Value, false
		}
		l.addStep(s)
	}
}

// reset is the new rate: as known, or by the index within the limits.
func (l *loan) reset(e step) float64 {
	if e.kind == RRF {
		return e.amount
	}
	at := e.computed
	if l.ContractType == CLM && l.mode.CallMoneyAsPrinted {
		at = e.due
	}
	if !l.mode.FixingAtReset && l.FixingPeriod.N > 0 {
		at = l.before(at, l.FixingPeriod)
	}
	index := l.observe("marketObjectCodeOfRateReset", l.MarketObjectCodeOfRateReset, at)
	rate := l.limited(float64(index*l.RateMultiplier.Or(1)) + e.amount)
	if !(rate > -1) || rate > maxRate {
		l.fail(noRate(l.MarketObjectCodeOfRateReset, e.at, rate))
	}
	return rate
}

// noRate refuses a rate that an index gives.
func noRate(code string, at Moment, rate float64) *errs.Error {
	return errs.New(errs.Refused, "the rate of {day} would be {rate}", "day", at.Date().String(), "rate", Num(rate).String()).
		Because("check the observed values of {code}: 0.05 is 5 %", "code", code)
}

// limited holds a new rate within the limits.
func (l *loan) limited(rate float64) float64 {
	x := limits{l.PeriodCap, l.PeriodFloor, l.LifeFloor, l.LifeCap}
	return x.hold(l.state.NominalInterestRate, rate)
}

// limits hold a reset rate.
type limits struct{ periodCap, periodFloor, lifeFloor, lifeCap Number }

// hold keeps a new rate first within the change that one reset may bring, then within the limits of the whole life.
func (x *limits) hold(before, rate float64) float64 {
	if x.periodCap.Set {
		rate = min(rate, before+x.periodCap.Value)
	}
	if x.periodFloor.Set {
		rate = max(rate, before-math.Abs(x.periodFloor.Value))
	}
	if x.lifeFloor.Set {
		rate = max(rate, x.lifeFloor.Value)
	}
	if x.lifeCap.Set {
		rate = min(rate, x.lifeCap.Value)
	}
	return rate
}

// before is a period earlier.
func (j *job) before(m Moment, p day.Period) Moment {
	d, err := day.Cycle{Every: p}.Nth(m.Date(), -1, day.SD)
	if err != nil {
		j.fail(err)
		return m
	}
	return m.on(d)
}

// scale takes the scaling multipliers anew: the index over what it was at the deal.
func (l *loan) scale(e step) {
	m := l.observe("marketObjectCodeOfScalingIndex", l.MarketObjectCodeOfScalingIndex, e.computed) / l.ScalingIndexAtContractDealDate.Value
	if l.ScalingEffect.notional() {
		l.state.NotionalScalingMultiplier = m
	}
	if l.ScalingEffect.interest() {
		l.state.InterestScalingMultiplier = m
	}
}
