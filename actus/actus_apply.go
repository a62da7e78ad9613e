package actus

import (
	"math"

	"kontor/errs"
)

// base is the amount on which interest runs.
func (l *loan) base() float64 {
	switch l.ContractType {
	case PAM, CLM, UMP:
		return l.state.NotionalPrincipal
	}
	return l.state.InterestCalculationBaseAmount
}

// interest is what a rate by the year earns on an amount in a part of a year. The conversions keep a processor from fusing
// a product with the sum around it, so that every machine computes the same bits.
func interest(years, rate, amount float64) float64 { return float64(float64(years*rate) * amount) }

// begin sets the state at the status date: nothing before the initial exchange, else as the terms say.
func (l *loan) begin() {
	s := &l.state
	s.NextPrincipalRedemptionPayment = l.sign*l.NextPrincipalRedemptionPayment.Value + 0
	if l.InitialExchangeDate >= l.StatusDate {
		return
	}
	s.NotionalPrincipal = l.sign * l.NotionalPrincipal.Value
	s.NominalInterestRate = l.NominalInterestRate.Value
	s.InterestCalculationBaseAmount = l.firstBase()
	s.FeeAccrued = l.feeAtStatus()
	s.AccruedInterest = l.accruedAtStatus() + 0 // never -0
	if l.fixesBeforeStatus() && !l.mode.RedemptionFixedBeforeStatus {
		s.NextPrincipalRedemptionPayment = l.annuityFrom(l.StatusDate)
	}
}

// firstBase is the calculation base when the principal is first there.
func (l *loan) firstBase() float64 {
	if l.InterestCalculationBase == "" || l.InterestCalculationBase == BaseNT {
		return l.sign * l.NotionalPrincipal.Value
	}
	return l.sign * l.InterestCalculationBaseAmount.Or(l.NotionalPrincipal.Value)
}

// accruedAtStatus is the interest since the last interest date, or as the terms say.
func (l *loan) accruedAtStatus() float64 {
	if l.AccruedInterest.Set {
		return l.sign * l.AccruedInterest.Value
	}
	if l.ContractType == CLM && l.mode.CallMoneyAsPrinted {
		return 0
	}
	if ahead := l.paidUntil(); ahead > l.StatusDate {
		return -interest(l.fraction(l.StatusDate, ahead), l.state.NominalInterestRate, l.base())
	}
	last, amount := l.InitialExchangeDate, l.base()
	if l.mode.DropAccruedBeforeStatus {
		last, amount = 0, l.state.NotionalPrincipal
	}
	for _, s := range l.accruals {
		if s.at < l.StatusDate || s.computed <= l.StatusDate && l.mode.DropAccruedBeforeStatus { // else it is still to be paid
			last = max(last, s.computed)
		}
	}
	if last == 0 {
		return 0
	}
	return interest(l.fraction(last, l.StatusDate), l.state.NominalInterestRate, amount)
}

// paidUntil is to when interest in advance was paid before the status date; what is paid for the time after it is not earned.
func (l *loan) paidUntil() (until Moment) {
	for _, s := range l.steps {
		if s.kind == IP && s.until != 0 && s.computed < l.StatusDate {
			until = s.until
		}
	}
	return until
}

// accrue is the interest since the state's date. Time never runs backwards.
func (l *loan) accrue(to Moment) float64 {
	if to <= l.state.StatusDate {
		return 0
	}
	return interest(l.fraction(l.state.StatusDate, to), l.state.NominalInterestRate+l.debtor.penalRate, l.base())
}

// apply runs one step: every event first earns the interest since the one before, then pays and changes the state.
func (l *loan) apply(e step) float64 {
	s := &l.state
	if e.kind == IED {
		return l.exchange(e)
	}
	if e.kind == PRF && e.computed < l.InitialExchangeDate {
		s.NextPrincipalRedemptionPayment = l.annuityBefore(e.computed)
		return 0
	}
	earned := l.accrue(e.computed)
	l.accrueFee(e.computed)
	s.AccruedInterest += earned
	s.StatusDate = max(s.StatusDate, e.computed)
	switch e.kind {
	case PR, PI:
		return l.redeem(e)
	case IP:
		return l.payInterest(e)
	case IPCI:
		s.NotionalPrincipal += s.AccruedInterest
		s.AccruedInterest = 0
		if l.InterestCalculationBase == "" || l.InterestCalculationBase == BaseNT {
			s.InterestCalculationBaseAmount = s.NotionalPrincipal
		}
	case RRF, RR:
		s.NominalInterestRate = l.reset(e)
	case PRF:
		s.NextPrincipalRedemptionPayment = l.annuityFrom(e.computed)
	case IPCB:
		s.InterestCalculationBaseAmount = s.NotionalPrincipal
	case SC:
		l.scale(e)
	case FP:
		return l.payFee(e)
	case PY:
		return l.penalty(e)
	case PP:
		return l.prepay(e)
	case CE:
		l.debtor.stand(l, e)
	case PRD:
		return -l.traded(l.PriceAtPurchaseDate.Value)
	case TD:
		payoff := l.traded(l.PriceAtTerminationDate.Value)
		s.NotionalPrincipal, s.AccruedInterest, s.FeeAccrued, s.InterestCalculationBaseAmount = 0, 0, 0, 0
		return payoff
	case MD, STD:
		payoff := float64(s.NotionalScalingMultiplier*s.NotionalPrincipal) + float64(s.InterestScalingMultiplier*s.AccruedInterest) + s.FeeAccrued
		s.NotionalPrincipal, s.AccruedInterest, s.FeeAccrued, s.InterestCalculationBaseAmount = 0, 0, 0, 0
		return payoff
	}
	return 0
}

// exchange is the initial exchange: the principal is paid out and interest begins to run.
func (l *loan) exchange(e step) float64 {
	s := &l.state
	s.NotionalPrincipal = l.sign * l.NotionalPrincipal.Value
	s.NominalInterestRate = l.NominalInterestRate.Value
	s.InterestCalculationBaseAmount = l.firstBase()
	s.StatusDate = e.computed
	switch first := l.CycleAnchorDateOfInterestPayment; {
	case l.AccruedInterest.Set:
		s.AccruedInterest = l.sign*l.AccruedInterest.Value + 0
	case first != 0 && first < l.InitialExchangeDate:
		s.AccruedInterest = interest(l.fraction(first, l.InitialExchangeDate), s.NominalInterestRate, s.NotionalPrincipal) + 0
	}
	return -l.sign * (l.NotionalPrincipal.Value + l.PremiumDiscountAtIED.Value)
}

// traded is a price with the accrued interest that changes hands with it.
func (l *loan) traded(price float64) float64 {
	if l.mode.AccrualSignedTwice && l.ContractType != UMP { // the public cases have it right there
		return l.sign * (price + l.state.AccruedInterest)
	}
	return float64(l.sign*price) + l.state.AccruedInterest
}

// redeem pays back principal, or draws more of it.
func (l *loan) redeem(e step) float64 {
	s := &l.state
	var p float64
	switch l.ContractType {
	case LAM:
		p = l.sign * math.Min(math.Abs(s.NotionalPrincipal), math.Abs(s.NextPrincipalRedemptionPayment))
	case NAM:
		p = s.NextPrincipalRedemptionPayment - s.AccruedInterest
	case ANN:
		p = s.NextPrincipalRedemptionPayment - s.AccruedInterest
		p = l.sign * math.Min(l.sign*p, l.sign*s.NotionalPrincipal)
	case LAX:
		p = l.sign * e.amount
		if e.kind == PI {
			p = -p
		}
	}
	if l.prepaid { // what is prepaid need not be redeemed
		p = l.sign * math.Min(l.sign*p, l.sign*s.NotionalPrincipal)
	}
	s.NotionalPrincipal -= p
	if limit := l.CreditLineAmount; e.kind == PI && limit.Set && l.sign*s.NotionalPrincipal > limit.Value+1e-9 {
		l.fail(errs.New(errs.Refused, "the draw-down of {day} exceeds the credit line of {most}", "day", e.at.Date().String(), "most", limit.String()).
			Because("raise creditLineAmount or draw less"))
	}
	if l.followsRedemptions() {
		s.InterestCalculationBaseAmount = s.NotionalPrincipal
	}
	return s.NotionalScalingMultiplier * p
}

func (l *loan) followsRedemptions() bool {
	switch l.InterestCalculationBase {
	case BaseNTL:
		return false
	case BaseNTIED:
		return l.mode.BaseFollowsNotional
	}
	return true
}

// payInterest pays what has accrued, in advance also what will accrue until the next payment, which stays as negative
// accrued interest until it is earned.
func (l *loan) payInterest(e step) float64 {
	s := &l.state
	due := s.AccruedInterest
	s.AccruedInterest = 0
	if e.until > e.computed {
		ahead := interest(l.fraction(e.computed, e.until), s.NominalInterestRate, l.base())
		due += ahead
		s.AccruedInterest = -ahead
	}
	return s.InterestScalingMultiplier * due
}
