package actus

// Mode says where to follow the public test cases against economic sense. Each switch is one difference; the zero value
// has none of them and is right for every use but comparison with those cases.
type Mode struct {
	// DropAccruedBeforeStatus: a contract that began before the status date and has had no interest date since starts
	// with no accrued interest, and interest that falls due on the status date itself counts as paid. By default it has
	// accrued since the initial exchange.
	DropAccruedBeforeStatus bool

	// AccrualSignedTwice: at purchase and termination the accrued interest, which carries the sign of the role, is added
	// to a price without sign before the sign is put, so that who owes pays less for interest (not in UMP). By default it adds up.
	AccrualSignedTwice bool

	// OneDefaultSettlesAll: one covered default claims the exposure of all covered contracts (CEG, CEC). By default it
	// claims the exposure of the contract that defaulted, and each default makes its own claim.
	OneDefaultSettlesAll bool

	// ExposureUncapped: the notional at a claim on collateral is the exposure, also beyond what the collateral is worth.
	// By default it is the claim.
	ExposureUncapped bool

	// FeeByRole: the fee of a guarantee carries the sign of the role, as if the buyer received it. By default the buyer pays.
	FeeByRole bool

	// FeeToRegularDate: the fee of a guarantee that has accrued when it is claimed is divided by the days to the next date of
	// the cycle, also where a long last period leaves that date out. By default by the days to the next fee that is due.
	FeeToRegularDate bool

	// PriceUnsigned: the price at purchase or termination (FXOUT, SWPPV, SWAPS) is paid as it stands, whatever the role.
	// By default the role that pays it has it negative.
	PriceUnsigned bool

	// FirstBeforeObserved: before the first observed value of an index the first one holds. By default it is not known, and
	// what needs it is refused.
	FirstBeforeObserved bool

	// FixingAtReset: the index is read on the day of the reset. By default it is read the fixing period before.
	FixingAtReset bool

	// CapFloorNetted: a cap and a floor in one contract (CAPFL) pay the difference between the interest without and with
	// both, so that what one owes within an interest period is set off against the other. By default each pays its own.
	CapFloorNetted bool

	// RedemptionFixedBeforeStatus: a payment that is solved or divided out counts all redemption dates, although the principal
	// is the one at the status date. By default only those from there on.
	RedemptionFixedBeforeStatus bool

	// BaseFollowsNotional: the calculation base NTIED follows every redemption. By default it stays what it was at the
	// initial exchange.
	BaseFollowsNotional bool

	// CallMoneyAsPrinted (CLM): events on the status date are not listed; interest begins there; the index is read on the day
	// before any shift; the closing interest is counted to the shifted maturity though it is paid on the unshifted one; what has
	// accrued when it is called shows only if there is no notice. By default CLM follows the rules of the other loans.
	CallMoneyAsPrinted bool

	// ShiftBeyondMaturity: what a business day convention moves past maturity happens there, when nothing is left. By default
	// it happens at maturity.
	ShiftBeyondMaturity bool
}

// Conformance is the mode in which the public test cases of ACTUS pass.
var Conformance = Mode{
	DropAccruedBeforeStatus: true,
	AccrualSignedTwice:      true,
	OneDefaultSettlesAll:    true,
	ExposureUncapped:        true,
	FeeByRole:               true,
	FeeToRegularDate:        true,
	PriceUnsigned:           true,
	FirstBeforeObserved:     true,
	FixingAtReset:           true,

	RedemptionFixedBeforeStatus: true,
	BaseFollowsNotional:         true,
	CallMoneyAsPrinted:          true,
	ShiftBeyondMaturity:         true,
	CapFloorNetted:              true,
}
