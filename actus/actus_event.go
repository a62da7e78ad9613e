package actus

// EventType is what happens.
type EventType string

// The events. PI, IPFX and IPFL are not in the dictionary; the public cases have them.
const (
	AD   EventType = "AD"   // analysis: how the contract stands
	IED  EventType = "IED"  // initial exchange
	FP   EventType = "FP"   // fee payment
	PR   EventType = "PR"   // principal redemption
	PI   EventType = "PI"   // principal increase
	PY   EventType = "PY"   // penalty payment
	PP   EventType = "PP"   // principal prepayment
	IP   EventType = "IP"   // interest payment
	IPFX EventType = "IPFX" // interest payment of the fixed leg
	IPFL EventType = "IPFL" // interest payment of the floating leg
	IPCI EventType = "IPCI" // interest capitalisation
	CE   EventType = "CE"   // credit event
	RRF  EventType = "RRF"  // rate reset to a rate that is known
	RR   EventType = "RR"   // rate reset to an observed rate
	PRF  EventType = "PRF"  // the redemption amount is fixed anew
	DV   EventType = "DV"   // dividend
	PRD  EventType = "PRD"  // purchase
	TD   EventType = "TD"   // termination
	SC   EventType = "SC"   // scaling index is fixed anew
	IPCB EventType = "IPCB" // interest calculation base is fixed anew
	MD   EventType = "MD"   // maturity
	XD   EventType = "XD"   // exercise
	STD  EventType = "STD"  // settlement
)

func (EventType) allowed() []string {
	return []string{"AD", "IED", "FP", "PR", "PI", "PY", "PP", "IP", "IPFX", "IPFL", "IPCI", "CE", "RRF", "RR", "PRF", "DV", "PRD", "TD", "SC",
		"IPCB", "MD", "XD", "STD"}
}

// sequence orders the events of one moment. It is the dictionary's order, but the redemption amount is fixed after the rate.
func (e EventType) sequence() int {
	switch e {
	case IED:
		return 2
	case FP:
		return 3
	case PR, PI:
		return 4
	case PY:
		return 6
	case PP:
		return 7
	case IP, IPFX:
		return 8
	case IPCI, IPFL:
		return 9
	case CE:
		return 10
	case RRF:
		return 11
	case RR:
		return 12
	case DV, PRF:
		return 13
	case PRD:
		return 14
	case TD:
		return 16
	case SC:
		return 17
	case IPCB:
		return 18
	case MD:
		return 19
	case XD:
		return 20
	case STD:
		return 21
	}
	return 22 // AD
}

// Event is what happens at a moment, what it pays to the side of the contract's role, and how the contract stands after it.
type Event struct {
	Time     Moment    `json:"eventDate"`
	Type     EventType `json:"eventType"`
	Payoff   float64   `json:"payoff"`
	Currency string    `json:"currency"`
	State    State     `json:"state"`
}

// State is how a contract stands, under the names of the dictionary. The notional, the accrued interest, the calculation
// base and the next redemption carry the sign of the role: an owed loan is negative.
type State struct {
	StatusDate                     Moment      `json:"statusDate"` // the moment for which it holds
	NotionalPrincipal              float64     `json:"notionalPrincipal"`
	NominalInterestRate            float64     `json:"nominalInterestRate"`
	NominalInterestRate2           float64     `json:"nominalInterestRate2,omitempty"` // SWPPV: of the fixed leg
	AccruedInterest                float64     `json:"accruedInterest"`
	AccruedInterest2               float64     `json:"accruedInterest2,omitempty"` // SWPPV: of the floating leg
	InterestCalculationBaseAmount  float64     `json:"interestCalculationBaseAmount"`
	NextPrincipalRedemptionPayment float64     `json:"nextPrincipalRedemptionPayment"`
	NotionalScalingMultiplier      float64     `json:"notionalScalingMultiplier"`
	InterestScalingMultiplier      float64     `json:"interestScalingMultiplier"`
	FeeAccrued                     float64     `json:"feeAccrued"`
	ContractPerformance            Performance `json:"contractPerformance,omitempty"`
	NonPerformingDate              Moment      `json:"nonPerformingDate,omitzero"` // since when it does not perform
	ExerciseDate                   Moment      `json:"exerciseDate,omitzero"`      // FUTUR, OPTNS, CEG, CEC
	ExerciseAmount                 float64     `json:"exerciseAmount"`
	UncoveredAmount                float64     `json:"uncoveredAmount,omitempty"` // CEC: what was claimed and the collateral does not bring
}
