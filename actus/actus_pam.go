package actus

// projectPAM projects a contract whose principal is repaid at maturity: bullet loan, bond, deposit.
func projectPAM(j *job) []Event { return newPAM(j).project() }

// newPAM notes the steps of such a contract.
func newPAM(j *job) *loan {
	l := newLoan(j)
	l.addCommon()
	l.addInterest(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment)
	l.addResets()
	return l
}
