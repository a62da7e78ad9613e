package actus

import (
	"math"

	"kontor/day"
	"kontor/errs"
)

// addObserved notes what happened to this contract: prepayments with their penalty, credit events, days of analysis.
func (l *loan) addObserved() {
	for _, o := range l.seen.Events {
		if o.Contract != "" && o.Contract != l.ContractID {
			continue
		}
		switch o.Type {
		case PP:
			l.addPrepayment(o)
		case CE:
			l.addDebtor(o)
		case AD:
			l.addStep(step{due: o.Time, kind: AD})
		}
	}
}

// addPrepayment notes a prepayment on the first day from the observed one on which it is allowed. What comes within the
// prepayment period before a redemption is no prepayment, but that redemption, come early.
func (l *loan) addPrepayment(o ObservedEvent) {
	if l.PrepaymentEffect == "" || l.PrepaymentEffect == NoPrepayment {
		l.fail(errs.New(errs.Refused, "the contract allows no prepayment, but one of {day} was observed", "day", o.Time.Date().String()).
			Because("set prepaymentEffect to A or M, or leave the prepayment out"))
		return
	}
	if next := l.nextRedemption(o.Time); l.PrepaymentPeriod.N > 0 && next != 0 && o.Time >= l.before(next, l.PrepaymentPeriod) {
		return
	}
	due, allowed := o.Time, l.CycleOfOptionality
	if !allowed.IsZero() {
		allowed.Stub = day.ShortStub // a right knows no stub: every date of its cycle counts
	}
	for _, m := range l.cycle(l.CycleAnchorDateOfOptionality, allowed, l.maturity, true) {
		if m >= due {
			due = m
			break
		}
	}
	if due < l.StatusDate {
		return // the terms have it already
	}
	ends := l.OptionExerciseEndDate
	if ends != 0 && due > ends || l.maturity != 0 && due > l.maturity {
		l.fail(errs.New(errs.Refused, "the prepayment of {day} comes after the right to prepay has ended", "day", o.Time.Date().String()).
			Because("check the date and optionExerciseEndDate"))
		return
	}
	if l.PenaltyType != "" && l.PenaltyType != NoPenalty {
		l.addStep(step{due: due, kind: PY, amount: o.Value})
	}
	l.addStep(step{due: due, kind: PP, amount: o.Value})
	if l.ContractType == ANN && l.PrepaymentEffect == ReduceRedemption {
		l.addStep(step{due: due, kind: PRF}) // after the interest of the day
	}
}

// nextRedemption is the first redemption that is due after a moment, maturity among them.
func (l *loan) nextRedemption(m Moment) (next Moment) {
	for _, s := range l.steps {
		if (s.kind == PR || s.kind == MD) && s.due > m && (next == 0 || s.due < next) {
			next = s.due
		}
	}
	return next
}

// prepayable is how much of an amount can be prepaid: not more than is owed.
func (l *loan) prepayable(amount float64) float64 {
	return math.Max(0, math.Min(amount, l.sign*l.state.NotionalPrincipal))
}

// prepay reduces the principal, and the redemptions to come in their amount or in their number.
func (l *loan) prepay(e step) float64 {
	s := &l.state
	before := s.NotionalPrincipal
	p := l.sign * l.prepayable(e.amount)
	s.NotionalPrincipal -= p
	if l.followsRedemptions() {
		s.InterestCalculationBaseAmount = s.NotionalPrincipal
	}
	l.prepaid = l.prepaid || p != 0
	if l.PrepaymentEffect == ReduceRedemption && l.ContractType != ANN && before != 0 {
		l.scaleRedemptions(s.NotionalPrincipal / before)
	}
	return s.NotionalScalingMultiplier * p
}

// scaleRedemptions makes all redemptions to come smaller in proportion.
func (l *loan) scaleRedemptions(by float64) {
	l.state.NextPrincipalRedemptionPayment *= by
	for i := range l.steps {
		if s := &l.steps[i]; s.computed > l.state.StatusDate && (s.kind == PR || s.kind == PI) {
			s.amount *= by
		}
	}
}

// penalty is what a prepayment costs: an amount, a share, or what the lender loses by lending again at the market rate.
func (l *loan) penalty(e step) float64 {
	beyond := l.prepayable(e.amount) - l.MaximumPenaltyFreeDisbursement.Value
	if beyond <= 0 {
		return 0
	}
	rate := l.PenaltyRate.Value
	switch l.PenaltyType {
	case PenaltyAmount:
		return l.sign * rate
	case PenaltyRelative:
		return l.sign * rate * beyond
	}
	market := l.observe("marketObjectCodeOfRateReset", l.MarketObjectCodeOfRateReset, e.computed)
	loss := math.Max(0, l.state.NominalInterestRate-market)
	return l.sign * interest(l.fraction(e.computed, l.maturity), loss, beyond)
}

// repaid reports whether a prepayment has repaid all early, so that the contract matured with what happened last before a step.
func (l *loan) repaid(next step) bool {
	return l.prepaid && l.state.NotionalPrincipal == 0 && l.state.AccruedInterest == 0 && l.state.FeeAccrued == 0 && next.computed > l.state.StatusDate
}
