package actus

import (
	"kontor/day"
	"kontor/errs"
)

// projectANN projects a contract with equal total payments. When the payment is not agreed it is solved, anew with every
// change of the rate, so that nothing is left on the amortization date; a maturity before that leaves a balloon.
func projectANN(j *job) []Event { return newANN(j).project() }

// newANN notes the steps of such a contract.
func newANN(j *job) *loan {
	l := newLoan(j)
	if l.maturity == 0 {
		l.maturity = l.AmortizationDate
		if l.maturity == 0 {
			l.maturity = l.lastRedemption(l.NotionalPrincipal.Value, l.NextPrincipalRedemptionPayment.Value)
		}
		l.maturity, _ = l.shift(l.maturity)
	}
	l.addCommon()
	l.addRedemptions()
	l.addInterestOrAtRedemptions()
	l.addResets()
	l.addBases()
	l.addFixings()
	return l
}

// addFixings notes when the payment is solved: the day before the first redemption, and with every new rate.
func (l *loan) addFixings() {
	if l.NextPrincipalRedemptionPayment.Set {
		return
	}
	first := l.firstRedemption()
	if before := first.on(first.Date() - 1); before.Date() >= day.Min {
		l.steps = append(l.steps, step{due: before, at: before, computed: before, kind: PRF, order: 10 * PRF.sequence()})
	}
	for _, s := range l.steps {
		if s.kind == RR || s.kind == RRF {
			l.addStep(step{due: s.due, kind: PRF})
		}
	}
}

// fixesBeforeStatus reports whether the payment would have been solved before the status date.
func (l *loan) fixesBeforeStatus() bool {
	for _, s := range l.steps {
		if s.kind == PRF && s.at < l.StatusDate {
			return true
		}
	}
	return false
}

// annuityFrom solves the payment for the principal as it stands.
func (l *loan) annuityFrom(at Moment) float64 {
	return l.annuityOf(at, l.state.NotionalPrincipal, l.state.AccruedInterest, l.state.NominalInterestRate)
}

// annuityBefore solves it before the principal is paid out.
func (l *loan) annuityBefore(at Moment) float64 {
	return l.annuityOf(at, l.sign*l.NotionalPrincipal.Value, 0, l.NominalInterestRate.Value)
}

// annuityOf is the equal payment on every redemption date after a moment that repays a principal with its accrued
// interest to the amortization date. The accrued interest earns none.
func (l *loan) annuityOf(at Moment, principal, accrued, rate float64) float64 {
	end := l.AmortizationDate
	if end == 0 {
		end = l.maturity
	}
	from := max(at, l.InitialExchangeDate)
	var first float64
	var rest []float64
	found := false
	for _, due := range l.solved(end) {
		if due <= at {
			continue
		}
		if years := l.fraction(from, due); found {
			rest = append(rest, years)
		} else {
			first, found = years, true
		}
		from = due
	}
	if !found {
		return principal
	}
	return annuity(principal, accrued, rate, first, rest)
}

// maxSolving bounds the work of solving a payment again and again over a long schedule.
const maxSolving = 50_000_000

// solved lists the dates over which the payment is solved, shifted, the amortization date included.
func (l *loan) solved(end Moment) []Moment {
	if l.paydays == nil {
		l.paydays = l.redemptions(end, true)
		for i, due := range l.paydays {
			if due == l.maturity {
				continue
			}
			_, l.paydays[i] = l.shift(due)
			if !l.mode.ShiftBeyondMaturity {
				l.paydays[i] = min(l.paydays[i], end)
			}
		}
	}
	if l.solving += len(l.paydays); l.solving > maxSolving {
		l.fail(errs.New(errs.TooLarge, "the payment would have to be solved too often").Because("take longer cycles or an earlier end"))
		return nil
	}
	return l.paydays
}
