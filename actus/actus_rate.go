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
		l.fail(errs.New(errs.Refused, "the rate of {day} would be {rate}", "day", e.at.Date().String(), "rate", Num(rate).String()).
			Because("check the observed values of {code}: 0.05 is 5 %", "code", l.MarketObjectCodeOfRateReset))
	}
	return rate
}

// limited holds a new rate first within the change that one reset may bring, then within the limits of the whole life.
func (l *loan) limited(rate float64) float64 {
	before := l.state.NominalInterestRate
	if l.PeriodCap.Set {
		rate = math.Min(rate, before+l.PeriodCap.Value)
	}
	if l.PeriodFloor.Set {
		rate = math.Max(rate, before-math.Abs(l.PeriodFloor.Value))
	}
	if l.LifeFloor.Set {
		rate = math.Max(rate, l.LifeFloor.Value)
	}
	if l.LifeCap.Set {
		rate = math.Min(rate, l.LifeCap.Value)
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
