package actus

import "slices"

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
	n, _ := slices.BinarySearch(l.fees, m)
	from = l.InitialExchangeDate
	if n > 0 {
		from = l.fees[n-1]
	}
	if n == len(l.fees) {
		return from, from
	}
	return from, l.fees[n]
}

// feeAtStatus is what has accrued of a fee since the last one, or as the terms say.
func (l *loan) feeAtStatus() float64 {
	if l.FeeAccrued.Set || l.FeeRate.Value == 0 {
		return l.sign * l.FeeAccrued.Value
	}
	from, until := l.feePeriod(l.StatusDate)
	years := l.fraction(from, l.StatusDate)
	if l.FeeBasis == FeeOfNotional {
		return interest(years, l.FeeRate.Value, l.state.NotionalPrincipal)
	}
	if whole := l.fraction(from, until); whole > 0 {
		return l.sign * l.FeeRate.Value * years / whole
	}
	return 0
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

// addFees notes when fees are due: on the dates of their cycle and at the end.
func (l *loan) addFees(end Moment) {
	if l.FeeRate.Value == 0 {
		return
	}
	l.fees = l.cycleFrom(l.CycleAnchorDateOfFee, l.CycleOfFee, end, !l.CycleOfFee.IsZero())
	l.add(FP, l.fees...)
}
