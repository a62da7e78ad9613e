package actus

import (
	"math"

	"kontor/errs"
)

// projectLAM projects a contract with equal redemptions.
func projectLAM(j *job) []Event { return newLAM(j).project() }

// newLAM notes the steps of such a contract.
func newLAM(j *job) *loan {
	l := newLoan(j)
	if l.maturity == 0 {
		l.maturity = l.lastRedemption(l.NotionalPrincipal.Value, l.NextPrincipalRedemptionPayment.Value)
	}
	l.addCommon()
	l.addRedemptions()
	l.addInterest(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment)
	l.addResets()
	l.addBases()
	if !l.NextPrincipalRedemptionPayment.Set {
		l.NextPrincipalRedemptionPayment = l.equalRedemption()
	}
	return l
}

// redemptions lists the dates on which principal is repaid before an end, and the end.
func (l *loan) redemptions(end Moment, withEnd bool) []Moment {
	return l.cycleFrom(l.CycleAnchorDateOfPrincipalRedemption, l.CycleOfPrincipalRedemption, end, withEnd)
}

func (l *loan) addRedemptions() { l.add(PR, l.redemptions(l.maturity, false)...) }

// addBases notes when a lagging calculation base is taken anew.
func (l *loan) addBases() {
	if l.InterestCalculationBase == BaseNTL {
		l.add(IPCB, l.cycleFrom(l.CycleAnchorDateOfInterestCalculationBase, l.CycleOfInterestCalculationBase, l.maturity, false)...)
	}
}

// equalRedemption divides the principal by the dates on which it is redeemed, maturity included.
func (l *loan) equalRedemption() Number {
	n := 0
	for _, m := range l.redemptions(l.maturity, true) {
		if m >= l.StatusDate || !l.running() {
			n++
		}
	}
	return Num(l.NotionalPrincipal.Value / float64(max(1, n)))
}

// lastRedemption finds the maturity that was not agreed: where so much at a time has repaid all.
func (l *loan) lastRedemption(all, each float64) Moment {
	n := math.Ceil(all/each - 1e-12)
	if !(n >= 1 && n <= MaxEvents) {
		var faults errs.Faults
		faults.Add("nextPrincipalRedemptionPayment", "it does not repay the principal within {most} payments", "most", MaxEvents).
			Because("raise it, or give maturityDate")
		l.fail(faults.Err())
		return l.firstRedemption()
	}
	return l.redemption(l.firstOpen() + int(n) - 1)
}

// firstRedemption is the anchor of the redemptions.
func (l *loan) firstRedemption() Moment {
	if l.CycleAnchorDateOfPrincipalRedemption != 0 {
		return l.CycleAnchorDateOfPrincipalRedemption
	}
	return l.after(l.InitialExchangeDate, l.CycleOfPrincipalRedemption.Every)
}

// redemption is the k-th redemption from the anchor.
func (l *loan) redemption(k int) Moment {
	anchor := l.firstRedemption()
	if k == 0 || l.CycleOfPrincipalRedemption.IsZero() {
		return anchor
	}
	if l.CycleAnchorDateOfPrincipalRedemption == 0 {
		anchor, k = l.InitialExchangeDate, k+1
	}
	d, err := l.CycleOfPrincipalRedemption.Nth(anchor.Date(), k, l.EndOfMonthConvention)
	if err != nil {
		l.fail(err)
		return anchor
	}
	return anchor.on(d)
}

// firstOpen is how many redemptions lie before the status date.
func (l *loan) firstOpen() int {
	k := 0
	if !l.running() || l.CycleOfPrincipalRedemption.IsZero() {
		return k
	}
	for k < MaxEvents && l.err == nil && l.redemption(k) < l.StatusDate {
		k++
	}
	return k
}

// running reports whether the principal is the one at the status date, so that what was redeemed before is gone from it.
func (l *loan) running() bool {
	return l.InitialExchangeDate < l.StatusDate && !l.mode.RedemptionFixedBeforeStatus
}
