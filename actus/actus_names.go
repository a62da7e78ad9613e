package actus

import "slices"

// Every enumeration holds the acronym of the dictionary; the zero value is absent.

// ContractType says which rules the terms follow.
type ContractType string

// The contract types.
const (
	PAM   ContractType = "PAM"   // principal at maturity: bullet loan, bond, deposit
	LAM   ContractType = "LAM"   // linear amortizer: equal redemptions
	NAM   ContractType = "NAM"   // negative amortizer: fixed total payment, the principal takes what interest leaves
	ANN   ContractType = "ANN"   // annuity: equal total payments, solved anew when the rate changes
	LAX   ContractType = "LAX"   // exotic linear amortizer: step, seasonal, skipped redemptions and draw-downs
	CLM   ContractType = "CLM"   // call money: repaid some days after it is called
	UMP   ContractType = "UMP"   // undefined maturity: open until terminated
	CSH   ContractType = "CSH"   // cash
	STK   ContractType = "STK"   // stock
	COM   ContractType = "COM"   // commodity: a machine, a lot
	FXOUT ContractType = "FXOUT" // foreign exchange outright
	SWPPV ContractType = "SWPPV" // plain vanilla interest rate swap
	SWAPS ContractType = "SWAPS" // swap of two whole contracts
	CAPFL ContractType = "CAPFL" // interest rate cap, floor
	OPTNS ContractType = "OPTNS" // option
	FUTUR ContractType = "FUTUR" // future
	CEG   ContractType = "CEG"   // guarantee
	CEC   ContractType = "CEC"   // collateral
)

// Role is the side from which the contract is seen.
type Role string

// The contract roles.
const (
	RPA  Role = "RPA"  // real position asset: who lends
	RPL  Role = "RPL"  // real position liability: who borrows
	RFL  Role = "RFL"  // receives the first leg
	PFL  Role = "PFL"  // pays the first leg
	RF   Role = "RF"   // receives the fixed rate
	PF   Role = "PF"   // pays the fixed rate
	BUY  Role = "BUY"  // buyer
	SEL  Role = "SEL"  // seller
	COL  Role = "COL"  // collateral
	CNO  Role = "CNO"  // close-out netting
	UDL  Role = "UDL"  // underlying
	UDLP Role = "UDLP" // underlying, long
	UDLM Role = "UDLM" // underlying, short
)

// sign is 1 for who holds the claim and -1 for who owes.
func (r Role) sign() float64 {
	switch r {
	case RPL, SEL, PFL, PF, UDLM:
		return -1
	}
	return 1
}

// Base is the amount on which interest is computed.
type Base string

// The interest calculation bases.
const (
	BaseNT    Base = "NT"    // the notional, as it stands
	BaseNTIED Base = "NTIED" // the notional at the initial exchange
	BaseNTL   Base = "NTL"   // the notional, lagging: taken anew on dates of its own
)

// CyclePoint says whether something happens at the beginning or at the end of its period.
type CyclePoint string

// The cycle points.
const (
	Beginning CyclePoint = "B"
	End       CyclePoint = "E"
)

// Scaling says what an index scales. Its three places are interest, notional and nothing.
type Scaling string

// The scaling effects.
const (
	ScaleNone     Scaling = "000"
	ScaleInterest Scaling = "I00"
	ScaleNotional Scaling = "0N0"
	ScaleBoth     Scaling = "IN0"
)

// interest and notional say what is scaled.
func (s Scaling) interest() bool { return s == ScaleInterest || s == ScaleBoth }
func (s Scaling) notional() bool { return s == ScaleNotional || s == ScaleBoth }

// FeeBasis says what the fee rate is.
type FeeBasis string

// The fee bases.
const (
	FeeAbsolute   FeeBasis = "A" // an amount, due on every fee date
	FeeOfNotional FeeBasis = "N" // a rate by the year on the notional
)

// PenaltyType says what a prepayment costs beside itself.
type PenaltyType string

// The penalty types.
const (
	NoPenalty       PenaltyType = "N"
	PenaltyAmount   PenaltyType = "A" // the penalty rate is an amount
	PenaltyRelative PenaltyType = "R" // the penalty rate is a share of what is prepaid
	PenaltyInterest PenaltyType = "I" // what the lender loses by a lower market rate on what is prepaid, for the rest of the term
)

// PrepaymentEffect says what a prepayment changes.
type PrepaymentEffect string

// The prepayment effects.
const (
	NoPrepayment     PrepaymentEffect = "N"
	ReduceRedemption PrepaymentEffect = "A" // the redemption amounts
	ReduceMaturity   PrepaymentEffect = "M" // the time to maturity
)

// Settlement says how a derivative is fulfilled.
type Settlement string

// The settlements.
const (
	CashSettlement Settlement = "S"
	Delivery       Settlement = "D"
)

// OptionType is the right that an option gives.
type OptionType string

// The option types.
const (
	Call    OptionType = "C"
	Put     OptionType = "P"
	CallPut OptionType = "CP"
)

// ExerciseType says when an option may be exercised.
type ExerciseType string

// The exercise types.
const (
	European ExerciseType = "E"
	Bermudan ExerciseType = "B"
	American ExerciseType = "A"
)

// Performance says whether a debtor pays as agreed.
type Performance string

// The contract performances.
const (
	Performant Performance = "PF"
	Delayed    Performance = "DL"
	Delinquent Performance = "DQ"
	Default    Performance = "DF"
	Matured    Performance = "MA"
	Terminated Performance = "TE"
)

// Exposure says what a credit enhancement covers.
type Exposure string

// The guaranteed exposures.
const (
	ExposureNotional Exposure = "NO"
	ExposureInterest Exposure = "NI" // the notional and the accrued interest
	ExposureMarket   Exposure = "MV" // the market value
)

// Direction says what a segment of LAX does to the notional.
type Direction string

// The directions.
const (
	Increase Direction = "INC" // draw-down
	Decrease Direction = "DEC" // redemption
)

// RateKind says how to read a rate of LAX.
type RateKind string

// The rate kinds.
const (
	FixedRate    RateKind = "F"
	VariableRate RateKind = "V" // the rate is the spread on the observed index
)

// ReferenceType says how another contract or a market value is named.
type ReferenceType string

// The reference types.
const (
	ByTerms  ReferenceType = "CNT" // by its whole terms
	ByID     ReferenceType = "CID" // by its contract identifier
	ByMarket ReferenceType = "MOC" // by the code of a market object
)

// ReferenceRole says what a referenced contract is to this one.
type ReferenceRole string

// The reference roles.
const (
	Underlying ReferenceRole = "UDL"
	FirstLeg   ReferenceRole = "FIL"
	SecondLeg  ReferenceRole = "SEL"
	Covered    ReferenceRole = "COVE"
	Covering   ReferenceRole = "COVI"
)

// name is an enumeration: it knows which values the dictionary allows.
type name interface{ allowed() []string }

func (ContractType) allowed() []string {
	return []string{"PAM", "LAM", "NAM", "ANN", "LAX", "CLM", "UMP", "CSH", "STK", "COM", "FXOUT", "SWPPV", "SWAPS", "CAPFL", "OPTNS",
		"FUTUR", "CEG", "CEC"}
}
func (Role) allowed() []string {
	return []string{"RPA", "RPL", "RFL", "PFL", "RF", "PF", "BUY", "SEL", "COL", "CNO", "UDL", "UDLP", "UDLM"}
}
func (Base) allowed() []string             { return []string{"NT", "NTIED", "NTL"} }
func (CyclePoint) allowed() []string       { return []string{"B", "E"} }
func (Scaling) allowed() []string          { return []string{"000", "I00", "0N0", "IN0"} }
func (FeeBasis) allowed() []string         { return []string{"A", "N"} }
func (PenaltyType) allowed() []string      { return []string{"N", "A", "R", "I"} }
func (PrepaymentEffect) allowed() []string { return []string{"N", "A", "M"} }
func (Settlement) allowed() []string       { return []string{"S", "D"} }
func (OptionType) allowed() []string       { return []string{"C", "P", "CP"} }
func (ExerciseType) allowed() []string     { return []string{"E", "B", "A"} }
func (Performance) allowed() []string      { return []string{"PF", "DL", "DQ", "DF", "MA", "TE"} }
func (Exposure) allowed() []string         { return []string{"NO", "NI", "MV"} }
func (Direction) allowed() []string        { return []string{"INC", "DEC"} }
func (RateKind) allowed() []string         { return []string{"F", "V"} }
func (ReferenceType) allowed() []string    { return []string{"CNT", "CID", "MOC"} }
func (ReferenceRole) allowed() []string    { return []string{"UDL", "FIL", "SEL", "COVE", "COVI"} }

// permits reports whether the text is one of the allowed values, or absent.
func permits(n name, text string) bool { return text == "" || slices.Contains(n.allowed(), text) }
