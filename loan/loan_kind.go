package loan

// brings reports whether the kind brings money for the waterfall.
func (k TransactionKind) brings() bool {
	switch k {
	case DownPayment, Payment, Goodwill, SupplierRefund, PayoutRefund, GuarantorPayment, InsurerPayment, SponsorPayment, Recovery, Prepay:
		return true
	}
	return false
}

// replaces reports whether the kind gives new rows from a day on.
func (k TransactionKind) replaces() bool {
	switch k {
	case Restructure, Holiday, Fixing, PartEnd:
		return true
	}
	return false
}

// agrees reports whether the kind changes what was agreed and so makes a version of the contract, with a reason.
func (k TransactionKind) agrees() bool {
	switch k {
	case Reschedule, ReAge, ReAmortise, Accelerate, Assign, Prepay:
		return true
	}
	return k.replaces()
}

// owes reports whether the kind may make something owed that held money has not seen.
func (k TransactionKind) owes() bool {
	switch k {
	case Disburse, Refund, Chargeback, Charge, Calculate:
		return true
	}
	return k.agrees()
}

// needsAmount reports whether the kind is nothing without an amount.
func (k TransactionKind) needsAmount() bool {
	return k.brings() || k == Disburse || k == Refund || k == Chargeback || k == Charge
}

// known reports whether it is one of the kinds.
func (k TransactionKind) known() bool {
	switch k {
	case Waive, WriteOff, ChargeOff, Accrue, Pause, Resume:
		return true
	}
	return k.brings() || k.owes()
}
