package actus

import "kontor/day"

// accrueFee lets a fee by the year run on the notional, and of a fixed fee shows what part of its period has passed.
func (l *loan) accrueFee(to Moment) {
	s := &l.state
	if l.FeeRate.Value == 0 || to <= s.StatusDate {
		return
	}
	years := l.fraction(s.StatusDate, to)
	if l.FeeBasis == FeeOfNotional {
		s.FeeAccrued += interest(years, l.FeeRate.Value, s.NotionalPrincipal)
		return
	}
	from, until := l.feePeriod(to)
	if whole := l.fraction(from, until); whole > 0 {
		s.FeeAccrued += l.sign * l.FeeRate.Value * years / whole
	}
}

// feePeriod is the period between two fees in which a moment lies.
func (l *loan) feePeriod(m Moment) (from, until Moment) {
	from = l.InitialExchangeDate
	for _, due := range l.fees {
		if due >= m {
			return from, due
		}
		from = due
	}
	return from, from
}

// payFee pays the amount, or what has accrued.
func (l *loan) payFee(e step) float64 {
	due := l.state.FeeAccrued
	l.state.FeeAccrued = 0
	if l.FeeBasis != FeeOfNotional {
		return l.sign * l.FeeRate.Value
	}
	return due
}

// addFees notes when fees are due: on the dates of their cycle and at maturity.
func (l *loan) addFees() {
	if l.FeeRate.Value == 0 {
		return
	}
	l.fees = l.cycleFrom(l.CycleAnchorDateOfFee, l.CycleOfFee, l.maturity, true)
	if l.CycleAnchorDateOfFee != 0 && l.CycleOfFee == (day.Cycle{}) && len(l.fees) > 1 {
		l.fees = l.fees[:1] // one fee
	}
	l.add(FP, l.fees...)
}
