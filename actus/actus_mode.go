package actus

// Mode says where to follow the public test cases against economic sense. Each switch is one difference; the zero value
// has none of them and is right for every use but comparison with those cases.
type Mode struct {
	// DropAccruedBeforeStatus: a contract that began before the status date and has had no interest date since starts
	// with no accrued interest. By default it has accrued since the initial exchange.
	DropAccruedBeforeStatus bool

	// AccrualSignedTwice: at purchase and termination the accrued interest, which carries the sign of the role, is added
	// to a price without sign before the sign is put, so that who owes pays less for interest. By default it adds up.
	AccrualSignedTwice bool

	// OneDefaultSettlesAll: one covered default claims the exposure of all covered contracts (CEG, CEC). By default it
	// claims the exposure of the contract that defaulted, and each default makes its own claim.
	OneDefaultSettlesAll bool

	// ExposureUncapped: the notional at a claim on collateral is the exposure, also beyond what the collateral is worth.
	// By default it is the claim.
	ExposureUncapped bool

	// FeeByRole: the fee of a guarantee carries the sign of the role, as if the buyer received it. By default the buyer pays.
	FeeByRole bool

	// PriceUnsigned: the price at purchase or termination (FXOUT, SWPPV, SWAPS) is paid as it stands, whatever the role.
	// By default the role that pays it has it negative.
	PriceUnsigned bool

	// FirstBeforeObserved: before the first observed value of an index the first one holds. By default it is not known, and
	// what needs it is refused.
	FirstBeforeObserved bool

	// FixingAtReset: the index is read on the day of the reset. By default it is read the fixing period before.
	FixingAtReset bool
}

// Conformance is the mode in which the public test cases of ACTUS pass.
var Conformance = Mode{
	DropAccruedBeforeStatus: true,
	AccrualSignedTwice:      true,
	OneDefaultSettlesAll:    true,
	ExposureUncapped:        true,
	FeeByRole:               true,
	PriceUnsigned:           true,
	FirstBeforeObserved:     true,
	FixingAtReset:           true,
}
