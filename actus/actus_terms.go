package actus

import "kontor/day"

// Terms are what was agreed. One struct serves every contract type; the fields have the names of the ACTUS dictionary, and a
// zero value means that the term is absent. Check says what is wrong with them.
type Terms struct {
	// What it is.
	ContractType          ContractType   `json:"contractType,omitzero"`
	ContractID            string         `json:"contractID,omitzero"`
	ContractRole          Role           `json:"contractRole,omitzero"`
	ContractDealDate      Moment         `json:"contractDealDate,omitzero"`
	StatusDate            Moment         `json:"statusDate,omitzero"` // the state holds from here; events before are history
	CreatorID             string         `json:"creatorID,omitzero"`
	CounterpartyID        string         `json:"counterpartyID,omitzero"`
	ContractPerformance   Performance    `json:"contractPerformance,omitzero"`
	NonPerformingDate     Moment         `json:"nonPerformingDate,omitzero"`
	Seniority             string         `json:"seniority,omitzero"`
	Currency              string         `json:"currency,omitzero"`
	Currency2             string         `json:"currency2,omitzero"`
	SettlementCurrency    string         `json:"settlementCurrency,omitzero"`
	Calendar              string         `json:"calendar,omitzero"` // NC, MF or the name of one in Observations.Calendars
	BusinessDayConvention day.Shift      `json:"businessDayConvention,omitzero"`
	EndOfMonthConvention  day.EndOfMonth `json:"endOfMonthConvention,omitzero"`
	DayCountConvention    day.Count      `json:"dayCountConvention,omitzero"`

	// The principal.
	InitialExchangeDate                  Moment    `json:"initialExchangeDate,omitzero"`
	MaturityDate                         Moment    `json:"maturityDate,omitzero"`
	AmortizationDate                     Moment    `json:"amortizationDate,omitzero"` // ANN: to which the annuity is dimensioned; a balloon is left when maturity is before
	NotionalPrincipal                    Number    `json:"notionalPrincipal,omitzero"`
	NotionalPrincipal2                   Number    `json:"notionalPrincipal2,omitzero"`
	PremiumDiscountAtIED                 Number    `json:"premiumDiscountAtIED,omitzero"`
	CycleAnchorDateOfPrincipalRedemption Moment    `json:"cycleAnchorDateOfPrincipalRedemption,omitzero"`
	CycleOfPrincipalRedemption           day.Cycle `json:"cycleOfPrincipalRedemption,omitzero"`
	NextPrincipalRedemptionPayment       Number    `json:"nextPrincipalRedemptionPayment,omitzero"`

	// Interest.
	NominalInterestRate                      Number     `json:"nominalInterestRate,omitzero"`  // by the year, 0.05 is 5 %
	NominalInterestRate2                     Number     `json:"nominalInterestRate2,omitzero"` // SWPPV: of the floating leg until its first reset
	AccruedInterest                          Number     `json:"accruedInterest,omitzero"`
	CycleAnchorDateOfInterestPayment         Moment     `json:"cycleAnchorDateOfInterestPayment,omitzero"`
	CycleOfInterestPayment                   day.Cycle  `json:"cycleOfInterestPayment,omitzero"`
	CyclePointOfInterestPayment              CyclePoint `json:"cyclePointOfInterestPayment,omitzero"` // B: in advance (PAM, LAM)
	CapitalizationEndDate                    Moment     `json:"capitalizationEndDate,omitzero"`       // interest is added to the principal until then
	InterestCalculationBase                  Base       `json:"interestCalculationBase,omitzero"`
	InterestCalculationBaseAmount            Number     `json:"interestCalculationBaseAmount,omitzero"`
	CycleAnchorDateOfInterestCalculationBase Moment     `json:"cycleAnchorDateOfInterestCalculationBase,omitzero"`
	CycleOfInterestCalculationBase           day.Cycle  `json:"cycleOfInterestCalculationBase,omitzero"`

	// Rate resets: index x multiplier + spread, within the limits.
	CycleAnchorDateOfRateReset  Moment     `json:"cycleAnchorDateOfRateReset,omitzero"`
	CycleOfRateReset            day.Cycle  `json:"cycleOfRateReset,omitzero"`
	CyclePointOfRateReset       CyclePoint `json:"cyclePointOfRateReset,omitzero"`
	MarketObjectCodeOfRateReset string     `json:"marketObjectCodeOfRateReset,omitzero"`
	NextResetRate               Number     `json:"nextResetRate,omitzero"`
	RateMultiplier              Number     `json:"rateMultiplier,omitzero"`
	RateSpread                  Number     `json:"rateSpread,omitzero"`
	LifeCap                     Number     `json:"lifeCap,omitzero"`
	LifeFloor                   Number     `json:"lifeFloor,omitzero"`
	PeriodCap                   Number     `json:"periodCap,omitzero"`    // how far one reset may raise the rate
	PeriodFloor                 Number     `json:"periodFloor,omitzero"`  // how far one reset may lower it, as a positive number
	FixingPeriod                day.Period `json:"fixingPeriod,omitzero"` // the index is read this long before the reset

	// Scaling by an index.
	ScalingEffect                  Scaling   `json:"scalingEffect,omitzero"`
	MarketObjectCodeOfScalingIndex string    `json:"marketObjectCodeOfScalingIndex,omitzero"`
	ScalingIndexAtContractDealDate Number    `json:"scalingIndexAtContractDealDate,omitzero"`
	NotionalScalingMultiplier      Number    `json:"notionalScalingMultiplier,omitzero"`
	InterestScalingMultiplier      Number    `json:"interestScalingMultiplier,omitzero"`
	CycleAnchorDateOfScalingIndex  Moment    `json:"cycleAnchorDateOfScalingIndex,omitzero"`
	CycleOfScalingIndex            day.Cycle `json:"cycleOfScalingIndex,omitzero"`

	// Fees, prepayment, arrears.
	CycleAnchorDateOfFee           Moment           `json:"cycleAnchorDateOfFee,omitzero"`
	CycleOfFee                     day.Cycle        `json:"cycleOfFee,omitzero"`
	FeeBasis                       FeeBasis         `json:"feeBasis,omitzero"`
	FeeRate                        Number           `json:"feeRate,omitzero"` // an amount (A) or a rate by the year (N)
	FeeAccrued                     Number           `json:"feeAccrued,omitzero"`
	PrepaymentEffect               PrepaymentEffect `json:"prepaymentEffect,omitzero"`
	PrepaymentPeriod               day.Period       `json:"prepaymentPeriod,omitzero"`             // so long before a redemption a payment is that redemption, come early
	CycleAnchorDateOfOptionality   Moment           `json:"cycleAnchorDateOfOptionality,omitzero"` // when a prepayment is allowed; absent: always
	CycleOfOptionality             day.Cycle        `json:"cycleOfOptionality,omitzero"`
	OptionExerciseEndDate          Moment           `json:"optionExerciseEndDate,omitzero"`
	MaximumPenaltyFreeDisbursement Number           `json:"maximumPenaltyFreeDisbursement,omitzero"` // of one prepayment
	PenaltyType                    PenaltyType      `json:"penaltyType,omitzero"`
	PenaltyRate                    Number           `json:"penaltyRate,omitzero"`
	GracePeriod                    day.Period       `json:"gracePeriod,omitzero"`       // from a missed payment until the contract is delayed
	DelinquencyPeriod              day.Period       `json:"delinquencyPeriod,omitzero"` // from a missed payment until default; meanwhile it is delinquent
	DelinquencyRate                Number           `json:"delinquencyRate,omitzero"`   // by the year, beside the nominal rate while delinquent
	CreditLineAmount               Number           `json:"creditLineAmount,omitzero"`  // LAX: draw-downs up to here

	// Purchase and termination.
	PurchaseDate           Moment     `json:"purchaseDate,omitzero"`
	PriceAtPurchaseDate    Number     `json:"priceAtPurchaseDate,omitzero"`
	TerminationDate        Moment     `json:"terminationDate,omitzero"`
	PriceAtTerminationDate Number     `json:"priceAtTerminationDate,omitzero"`
	XDayNotice             day.Period `json:"xDayNotice,omitzero"` // CLM: from the call to repayment

	// LAX: segments, the entries of one group belong together by position.
	ArrayCycleAnchorDateOfPrincipalRedemption []Moment    `json:"arrayCycleAnchorDateOfPrincipalRedemption,omitzero"`
	ArrayCycleOfPrincipalRedemption           []day.Cycle `json:"arrayCycleOfPrincipalRedemption,omitzero"`
	ArrayNextPrincipalRedemptionPayment       []float64   `json:"arrayNextPrincipalRedemptionPayment,omitzero"`
	ArrayIncreaseDecrease                     []Direction `json:"arrayIncreaseDecrease,omitzero"`
	ArrayCycleAnchorDateOfInterestPayment     []Moment    `json:"arrayCycleAnchorDateOfInterestPayment,omitzero"`
	ArrayCycleOfInterestPayment               []day.Cycle `json:"arrayCycleOfInterestPayment,omitzero"`
	ArrayCycleAnchorDateOfRateReset           []Moment    `json:"arrayCycleAnchorDateOfRateReset,omitzero"`
	ArrayCycleOfRateReset                     []day.Cycle `json:"arrayCycleOfRateReset,omitzero"`
	ArrayRate                                 []float64   `json:"arrayRate,omitzero"`
	ArrayFixedVariable                        []RateKind  `json:"arrayFixedVariable,omitzero"`

	// Stocks and commodities.
	Quantity                    Number    `json:"quantity,omitzero"`
	Unit                        string    `json:"unit,omitzero"`
	MarketObjectCode            string    `json:"marketObjectCode,omitzero"`
	MarketValueObserved         Number    `json:"marketValueObserved,omitzero"`
	CycleAnchorDateOfDividend   Moment    `json:"cycleAnchorDateOfDividend,omitzero"`
	CycleOfDividend             day.Cycle `json:"cycleOfDividend,omitzero"`
	MarketObjectCodeOfDividends string    `json:"marketObjectCodeOfDividends,omitzero"`
	NextDividendPaymentAmount   Number    `json:"nextDividendPaymentAmount,omitzero"`
	ExDividendDate              Moment    `json:"exDividendDate,omitzero"`

	// Derivatives.
	DeliverySettlement Settlement   `json:"deliverySettlement,omitzero"`
	SettlementPeriod   day.Period   `json:"settlementPeriod,omitzero"`
	FuturesPrice       Number       `json:"futuresPrice,omitzero"`
	OptionType         OptionType   `json:"optionType,omitzero"`
	OptionStrike1      Number       `json:"optionStrike1,omitzero"`
	OptionStrike2      Number       `json:"optionStrike2,omitzero"`
	OptionExerciseType ExerciseType `json:"optionExerciseType,omitzero"`
	ExerciseDate       Moment       `json:"exerciseDate,omitzero"`
	ExerciseAmount     Number       `json:"exerciseAmount,omitzero"`

	// Guarantees and collateral.
	CoverageOfCreditEnhancement Number        `json:"coverageOfCreditEnhancement,omitzero"`
	CreditEventTypeCovered      []Performance `json:"creditEventTypeCovered,omitzero"`
	GuaranteedExposure          Exposure      `json:"guaranteedExposure,omitzero"`

	// Other contracts and market objects this one refers to.
	ContractStructure []Reference `json:"contractStructure,omitzero"`
}

// Reference names another contract or a market object, and what it is to this contract.
type Reference struct {
	Type             ReferenceType
	Role             ReferenceRole
	Contract         *Terms // CNT
	ContractID       string // CID
	MarketObjectCode string // MOC
}
