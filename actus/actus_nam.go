package actus

import "kontor/errs"

// projectNAM projects a contract with a fixed total payment: the principal takes what interest leaves, and grows when
// it leaves nothing.
func projectNAM(j *job) []Event { return newNAM(j).project() }

// newNAM notes the steps of such a contract.
func newNAM(j *job) *loan {
	l := newLoan(j)
	if l.maturity == 0 {
		l.maturity = l.lastNegative()
	}
	l.addCommon()
	l.addRedemptions()
	l.addInterestOrAtRedemptions()
	l.addResets()
	l.addBases()
	return l
}

// addInterestOrAtRedemptions pays interest with the redemptions when no dates of its own were agreed.
func (l *loan) addInterestOrAtRedemptions() {
	if l.CycleAnchorDateOfInterestPayment == 0 && l.CycleOfInterestPayment.IsZero() {
		l.addInterestDates(l.redemptions(l.maturity, true))
		return
	}
	l.addInterest(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment)
}

// lastNegative finds the maturity by what the first payment leaves for the principal.
func (l *loan) lastNegative() Moment {
	nt, payment := l.NotionalPrincipal.Value, l.NextPrincipalRedemptionPayment.Value
	k := l.firstOpen()
	each := payment - interest(l.fraction(l.redemption(k), l.redemption(k+1)), l.NominalInterestRate.Value, nt)
	if !(each > 0) && l.err == nil {
		var faults errs.Faults
		faults.Add("nextPrincipalRedemptionPayment", "it does not cover the interest").Because("raise it, or give maturityDate")
		l.fail(faults.Err())
		return l.firstRedemption()
	}
	return l.lastRedemption(nt, each)
}
