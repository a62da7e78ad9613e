package actus

import "kontor/errs"

// projectUMP projects a contract without an agreed end: interest is added to the principal until it is terminated. The
// horizon itself is not reached.
func projectUMP(j *job) []Event {
	l := newLoan(j)
	end := l.to
	if l.TerminationDate != 0 && (end == 0 || l.TerminationDate < end) {
		end = l.TerminationDate
	}
	if end == 0 {
		var faults errs.Faults
		faults.Add("terminationDate", "a contract without an end needs a horizon").Because("project it to a date, or give terminationDate")
		l.fail(faults.Err())
		return nil
	}
	l.addBounds()
	l.add(IPCI, l.cycle(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment, end, false)...)
	l.addResetDates(l.cycle(l.CycleAnchorDateOfRateReset, l.CycleOfRateReset, end, false))
	l.addFees(end)
	return l.project()
}
