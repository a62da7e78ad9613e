package actus

import (
	"strings"

	"kontor/errs"
)

// checkLoan refuses terms of a loan that contradict each other or leave open how it goes on.
func (t *Terms) checkLoan(faults *errs.Faults) {
	if t.NotionalPrincipal.Set && t.NotionalPrincipal.Value == 0 {
		faults.Add("notionalPrincipal", "the amount must be above zero")
	}
	if t.DayCountConvention == 0 && t.NominalInterestRate.Value != 0 {
		faults.Add("dayCountConvention", "this is needed").Because("choose one of {list}", "list", "AA, A360, A365, 30E360, 30E360ISDA, 28E336, 30/360, BUS252")
	}
	notAfter(faults, "initialExchangeDate", t.InitialExchangeDate, "terminationDate", t.TerminationDate)
	notAfter(faults, "initialExchangeDate", t.InitialExchangeDate, "purchaseDate", t.PurchaseDate)
	if t.MaturityDate != 0 && t.InitialExchangeDate == t.MaturityDate {
		faults.Add("maturityDate", "the contract ends when it begins")
	}
	t.checkResets(faults)
	t.checkRedemption(faults)
	t.checkAdvance(faults)
	t.checkExtras(faults)
}

// checkRedemption wants to know how the principal comes back.
func (t *Terms) checkRedemption(faults *errs.Faults) {
	switch t.ContractType {
	case LAM, NAM, ANN:
		t.checkAmortizing(faults)
	case LAX:
		anchors := t.ArrayCycleAnchorDateOfPrincipalRedemption
		checkRising(faults, "arrayCycleAnchorDateOfPrincipalRedemption", anchors)
		checkLength(faults, "arrayCycleOfPrincipalRedemption", len(t.ArrayCycleOfPrincipalRedemption), len(anchors), true)
		checkLength(faults, "arrayNextPrincipalRedemptionPayment", len(t.ArrayNextPrincipalRedemptionPayment), len(anchors), false)
		checkLength(faults, "arrayIncreaseDecrease", len(t.ArrayIncreaseDecrease), len(anchors), false)
		checkRising(faults, "arrayCycleAnchorDateOfInterestPayment", t.ArrayCycleAnchorDateOfInterestPayment)
		checkLength(faults, "arrayCycleOfInterestPayment", len(t.ArrayCycleOfInterestPayment), len(t.ArrayCycleAnchorDateOfInterestPayment), true)
		for i, amount := range t.ArrayNextPrincipalRedemptionPayment {
			if amount < 0 {
				faults.Add(indexed("arrayNextPrincipalRedemptionPayment", i), "it must not be negative")
			}
		}
	}
}

func (t *Terms) checkAmortizing(faults *errs.Faults) {
	if t.CycleAnchorDateOfPrincipalRedemption == 0 && t.CycleOfPrincipalRedemption.IsZero() {
		faults.Add("cycleOfPrincipalRedemption", "this is needed").Because("write how often principal is repaid, like P1ML0")
	}
	if t.NextPrincipalRedemptionPayment.Set && !(t.NextPrincipalRedemptionPayment.Value > 0) {
		faults.Add("nextPrincipalRedemptionPayment", "the amount must be above zero")
	}
	ends := t.MaturityDate != 0 || t.AmortizationDate != 0 && t.ContractType == ANN
	if !ends && (!t.NextPrincipalRedemptionPayment.Set || t.CycleOfPrincipalRedemption.IsZero()) {
		faults.Add("maturityDate", "this is needed").Because("or give nextPrincipalRedemptionPayment and its cycle, from which it follows")
	}
	notAfter(faults, "maturityDate", t.MaturityDate, "amortizationDate", t.AmortizationDate)
	notAfter(faults, "initialExchangeDate", t.InitialExchangeDate, "amortizationDate", t.AmortizationDate)
	notAfter(faults, "cycleAnchorDateOfPrincipalRedemption", t.CycleAnchorDateOfPrincipalRedemption, "amortizationDate", t.AmortizationDate)
}

// checkResets wants an index where a rate is reset.
func (t *Terms) checkResets(faults *errs.Faults) {
	if t.CyclePointOfRateReset == End {
		faults.Add("cyclePointOfRateReset", "{text} is not allowed here", "text", "E").Because("choose one of {list}", "list", "B")
	}
	resets := t.CycleAnchorDateOfRateReset != 0 || !t.CycleOfRateReset.IsZero()
	oneKnown := t.NextResetRate.Set && t.CycleOfRateReset.IsZero()
	for _, kind := range t.ArrayFixedVariable {
		resets, oneKnown = resets || kind == VariableRate, oneKnown && kind != VariableRate
	}
	if resets && !oneKnown && strings.TrimSpace(t.MarketObjectCodeOfRateReset) == "" {
		faults.Add("marketObjectCodeOfRateReset", "this is needed")
	}
	anchors := t.ArrayCycleAnchorDateOfRateReset
	checkRising(faults, "arrayCycleAnchorDateOfRateReset", anchors)
	checkLength(faults, "arrayRate", len(t.ArrayRate), len(anchors), false)
	checkLength(faults, "arrayFixedVariable", len(t.ArrayFixedVariable), len(anchors), true)
	checkLength(faults, "arrayCycleOfRateReset", len(t.ArrayCycleOfRateReset), len(anchors), true)
	for i, rate := range t.ArrayRate {
		if !(rate > -1) || rate > maxRate {
			faults.Add(indexed("arrayRate", i), "the rate must lie above -100 % and within {most} %", "most", int(100*maxRate)).Because("write 0.05 for 5 %")
		}
	}
}

// checkAdvance allows interest in advance where it does not depend on what it leaves for the principal.
func (t *Terms) checkAdvance(faults *errs.Faults) {
	if t.CyclePointOfInterestPayment != Beginning {
		return
	}
	if t.ContractType != PAM && t.ContractType != LAM || t.CapitalizationEndDate != 0 {
		faults.Add("cyclePointOfInterestPayment", "{text} is not allowed here", "text", "B").
			Because("for payments in advance let the redemptions of an annuity begin with the initial exchange")
	}
}

// checkExtras wants what fees, scaling and penalties are computed of.
func (t *Terms) checkExtras(faults *errs.Faults) {
	if t.FeeRate.Value != 0 && t.FeeBasis == "" {
		notOneOf(faults, "feeBasis", "", t.FeeBasis)
	}
	if t.FeeRate.Value != 0 && t.CycleAnchorDateOfFee == 0 && t.CycleOfFee.IsZero() {
		faults.Add("cycleOfFee", "this is needed")
	}
	if t.FeeBasis == FeeOfNotional && t.FeeRate.Value != 0 && t.DayCountConvention == 0 {
		faults.Add("dayCountConvention", "this is needed")
	}
	if t.ScalingEffect.interest() || t.ScalingEffect.notional() {
		if t.MarketObjectCodeOfScalingIndex == "" {
			faults.Add("marketObjectCodeOfScalingIndex", "this is needed")
		}
		if !(t.ScalingIndexAtContractDealDate.Value > 0) {
			faults.Add("scalingIndexAtContractDealDate", "the amount must be above zero")
		}
	}
	if t.PenaltyType == PenaltyInterest && t.MarketObjectCodeOfRateReset == "" {
		faults.Add("marketObjectCodeOfRateReset", "this is needed")
	}
}
