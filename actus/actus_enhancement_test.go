package actus_test

import (
	"strings"
	"testing"

	"kontor/actus"
)

// bullets are covered loans: 1,000 at 12 % from January 2026 to January 2027, interest at the end of every quarter.
func bullet12(id string) string {
	return `{"object":{"contractType":"PAM","contractID":"` + id + `","statusDate":"2026-01-01","initialExchangeDate":"2026-01-01",
		"maturityDate":"2027-01-01","currency":"EUR","notionalPrincipal":1000,"nominalInterestRate":0.12,"dayCountConvention":"30E360",
		"cycleAnchorDateOfInterestPayment":"2026-04-01","cycleOfInterestPayment":"P3ML1"},"referenceType":"CNT","referenceRole":"COVE"}`
}

// linear12 repays 250 a quarter.
func linear12(id string) string {
	return strings.Replace(strings.Replace(bullet12(id), "PAM", "LAM", 1), `"maturityDate"`,
		`"cycleAnchorDateOfPrincipalRedemption":"2026-04-01","cycleOfPrincipalRedemption":"P3ML1","nextPrincipalRedemptionPayment":250,"maturityDate"`, 1)
}

const (
	named = `{"object":{"contractIdentifier":"loan"},"referenceType":"CID","referenceRole":"COVE"}`
	gold  = `{"object":{"contractType":"COM","contractRole":"RPA","statusDate":"2026-01-01","marketObjectCode":"GOLD","quantity":2},"referenceType":"CNT","referenceRole":"COVI"}`
)

func guarantee(t *testing.T, typ, role, structure, more string) actus.Terms {
	t.Helper()
	return agreed(t, `{"contractType":"`+typ+`","contractRole":"`+role+`","statusDate":"2026-01-01","currency":"EUR","contractStructure":[`+structure+`]`+more+`}`)
}

type coverCase struct {
	name string
	with actus.Terms
	seen actus.Observations
	mode actus.Mode
	want string
}

func TestGuarantee(t *testing.T) {
	none := actus.Observations{}
	failed := happened(t, none, "CE 2026-08-01 loan DF")
	const bought = `,"purchaseDate":"2026-01-02","priceAtPurchaseDate":10`
	const amount = `,"notionalPrincipal":800,"maturityDate":"2026-12-31"`
	for _, c := range []coverCase{
		{"an agreed amount, nothing happens", guarantee(t, "CEG", "BUY", named, amount+bought), none, actus.Mode{},
			`2026-01-02 PRD -10 n800
			 2026-12-31 MD 0`},
		{"an agreed amount, claimed in part", guarantee(t, "CEG", "BUY", named, amount+`,"coverageOfCreditEnhancement":0.5`), failed, actus.Mode{},
			`2026-08-01 XD 0 n400 x400
			 2026-08-01 STD 400 x400`},
		{"what has accrued is covered too: 12 % for a month", guarantee(t, "CEG", "BUY", bullet12("loan"), `,"guaranteedExposure":"NI","settlementPeriod":"P5D"`), failed, actus.Mode{},
			`2026-08-01 XD 0 n1010 x1010
			 2026-08-06 STD 1010 x1010`},
		{"the guarantor pays", guarantee(t, "CEG", "SEL", linear12("loan"), bought), failed, actus.Mode{},
			`2026-01-02 PRD 10 n-1000
			 2026-08-01 XD 0 n-500 x-500
			 2026-08-01 STD -500 x-500`},
		{"the market value is covered", guarantee(t, "CEG", "BUY", strings.Replace(bullet12("loan"), `"contractID"`, `"marketObjectCode":"BOND","contractID"`, 1),
			`,"guaranteedExposure":"MV","coverageOfCreditEnhancement":0.9`), happened(t, prices(t, "BOND 2026-07-31 950"), "CE 2026-08-01 loan DF"), actus.Mode{},
			`2026-08-01 XD 0 n855 x855
			 2026-08-01 STD 855 x855`},
		{"the market value of what is known by its code alone", guarantee(t, "CEG", "BUY", `{"object":{"marketObjectCode":"BOND"},"referenceType":"MOC","referenceRole":"COVE"}`,
			bought+`,"guaranteedExposure":"MV","maturityDate":"2026-12-31"`), happened(t, prices(t, "BOND 2026-01-01 990", "BOND 2026-07-31 950"), "CE 2026-08-01 BOND DF"), actus.Mode{},
			`2026-01-02 PRD -10 n990
			 2026-08-01 XD 0 n950 x950
			 2026-08-01 STD 950 x950`},
		{"open-ended credit with its capitalised interest", guarantee(t, "CEG", "BUY", strings.Replace(strings.Replace(bullet12("loan"), "PAM", "UMP", 1), `"maturityDate":"2027-01-01",`, "", 1),
			`,"maturityDate":"2026-12-31"`), happened(t, none, "CE 2026-07-01 loan DF"), actus.Mode{},
			`2026-07-01 XD 0 n1060.9 x1060.9
			 2026-07-01 STD 1060.9 x1060.9`},
		{"to the last day", guarantee(t, "CEG", "BUY", strings.Replace(strings.Replace(bullet12("loan"), "PAM", "UMP", 1), `"maturityDate":"2027-01-01",`, "", 1),
			`,"maturityDate":"2026-07-01"`), happened(t, none, "CE 2026-07-01 loan DF"), actus.Mode{},
			`2026-07-01 XD 0 n1060.9 x1060.9
			 2026-07-01 STD 1060.9 x1060.9`},
		{"what fails before the purchase or after the end is not covered", guarantee(t, "CEG", "BUY", named, `,"notionalPrincipal":800,"maturityDate":"2026-09-30",
			"purchaseDate":"2026-03-01","priceAtPurchaseDate":10`), happened(t, none, "CE 2026-02-01 loan DF", "CE 2026-10-01 loan DF", "CE 2026-04-01 other DF", "CE 2026-04-01 loan DQ"), actus.Mode{},
			`2026-03-01 PRD -10 n800
			 2026-09-30 MD 0`},
		{"on the last day it is, and the cover has no other end", guarantee(t, "CEG", "BUY", named, `,"notionalPrincipal":800,"maturityDate":"2026-08-01"`), failed, actus.Mode{},
			`2026-08-01 XD 0 n800 x800
			 2026-08-01 STD 800 x800`},
		{"the end follows from the last covered contract", guarantee(t, "CEG", "BUY", bullet12("loan")+","+strings.Replace(linear12("b"), `"maturityDate":"2027-01-01",`, "", 1), ""), none, actus.Mode{},
			`2027-01-01 MD 0`},
		{"and not from what is observed after it", guarantee(t, "CEG", "BUY", strings.Replace(linear12("loan"), `"maturityDate":"2027-01-01",`, "", 1), ""),
			happened(t, none, "CE 2027-03-01 loan DF"), actus.Mode{},
			`2027-01-01 MD 0`},
		{"delinquency where it is covered", guarantee(t, "CEG", "BUY", named, amount+`,"creditEventTypeCovered":["DQ","DF"]`),
			happened(t, none, "CE 2026-03-01 loan DL", "CE 2026-04-01 loan DQ", "CE 2026-08-01 loan DF"), actus.Mode{},
			`2026-04-01 XD 0 n800 x800
			 2026-04-01 STD 800 x800`},
		{"a missed payment becomes a default after the periods of the loan", guarantee(t, "CEG", "BUY",
			strings.Replace(bullet12("loan"), `"contractID"`, `"gracePeriod":"P10D","delinquencyPeriod":"P30D","contractID"`, 1), ""),
			happened(t, none, "CE 2026-07-01 loan DL"), actus.Mode{},
			`2026-07-31 XD 0 n1000 x1000
			 2026-07-31 STD 1000 x1000`},
		{"a delay is covered when the grace is over", guarantee(t, "CEG", "BUY",
			strings.Replace(bullet12("loan"), `"contractID"`, `"gracePeriod":"P10D","contractID"`, 1), `,"creditEventTypeCovered":["DL"]`),
			happened(t, none, "CE 2026-07-01 loan DL"), actus.Mode{},
			`2026-07-11 XD 0 n1000 x1000
			 2026-07-11 STD 1000 x1000`},
		{"claimed before the status date", guarantee(t, "CEG", "SEL", named, amount+`,"exerciseDate":"2025-12-30","exerciseAmount":500,"settlementPeriod":"P1M"`), none, actus.Mode{},
			`2026-01-30 STD -500 x-500`},
		{"sold on", guarantee(t, "CEG", "BUY", named, amount+`,"terminationDate":"2026-06-01","priceAtTerminationDate":3`), failed, actus.Mode{}, `2026-06-01 TD 3`},
		{"a day of analysis", guarantee(t, "CEG", "BUY", linear12("loan"), `,"guaranteedExposure":"NI"`), happened(t, none, "AD 2026-05-01"), actus.Mode{},
			`2026-05-01 AD 0 n757.5
			 2027-01-01 MD 0`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, c.seen, c.mode, "", c.want) })
	}
}

// TestEachDefaultClaimsItsOwn: two covered debts, of which the second is down to 500 when the first fails.
func TestEachDefaultClaimsItsOwn(t *testing.T) {
	both := bullet12("a") + "," + linear12("b")
	first := happened(t, actus.Observations{}, "CE 2026-08-01 a DF")
	then := happened(t, first, "CE 2026-11-01 b DF", "CE 2026-12-01 a DF")
	for _, c := range []coverCase{
		{"one fails, the other is paid to the end", guarantee(t, "CEG", "BUY", both, `,"settlementPeriod":"P5D"`), first, actus.Mode{},
			`2026-08-01 XD 0 n1500 x1000
			 2026-08-06 STD 1000 n500 x1000
			 2027-01-01 MD 0 x1000`},
		{"both fail, one after the other", guarantee(t, "CEG", "SEL", both, ""), then, actus.Mode{},
			`2026-08-01 XD 0 n-1500 x-1000
			 2026-08-01 STD -1000 n-500 x-1000
			 2026-11-01 XD 0 n-250 x-250
			 2026-11-01 STD -250 x-250`},
		{"in the public cases one settles all", guarantee(t, "CEG", "SEL", both, ""), then, actus.Mode{OneDefaultSettlesAll: true},
			`2026-08-01 XD 0 n-1500 x-1500
			 2026-08-01 STD -1500 x-1500`},
		{"a part is in default, later the rest", guarantee(t, "CEG", "BUY", bullet12("a"), `,"coverageOfCreditEnhancement":0.8`),
			happened(t, actus.Observations{}, "CE 2026-05-01 a DF 300", "CE 2026-06-01 a DF"), actus.Mode{},
			`2026-05-01 XD 0 n800 x240
			 2026-05-01 STD 240 n560 x240
			 2026-06-01 XD 0 n560 x560
			 2026-06-01 STD 560 x560`},
		{"an amount is the most that is paid for both", guarantee(t, "CEG", "BUY", both, `,"notionalPrincipal":1200`), then, actus.Mode{},
			`2026-08-01 XD 0 n1200 x1000
			 2026-08-01 STD 1000 n200 x1000
			 2026-11-01 XD 0 n200 x200
			 2026-11-01 STD 200 x200`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, c.seen, c.mode, "", c.want) })
	}
}

func TestGuaranteeFee(t *testing.T) {
	const quarterly = `,"cycleAnchorDateOfFee":"2026-04-01","cycleOfFee":"P3ML0","feeRate":90,"feeBasis":"A"`
	const byYear = `,"cycleAnchorDateOfFee":"2026-04-01","cycleOfFee":"P3ML1","feeRate":0.02,"feeBasis":"N","dayCountConvention":"30E360","purchaseDate":"2026-01-01","priceAtPurchaseDate":0`
	none := actus.Observations{}
	failed := happened(t, none, "CE 2026-07-24 loan DF") // 23 days after a fee, of 92 to the next
	for _, c := range []coverCase{
		{"the buyer pays on every date", guarantee(t, "CEG", "BUY", linear12("loan"), quarterly), none, actus.Mode{},
			`2026-04-01 FP -90 n750
			 2026-07-01 FP -90 n500
			 2026-10-01 FP -90 n250
			 2027-01-01 FP -90
			 2027-01-01 MD 0`},
		{"and at a claim what has accrued", guarantee(t, "CEG", "BUY", linear12("loan"), quarterly), failed, actus.Mode{},
			`2026-04-01 FP -90 n750
			 2026-07-01 FP -90 n500
			 2026-07-24 XD 0 n500 f-22.5 x500
			 2026-07-24 STD 477.5 x500`},
		{"in the public cases he receives both", guarantee(t, "CEG", "BUY", linear12("loan"), quarterly), failed, actus.Mode{FeeByRole: true},
			`2026-04-01 FP 90 n750
			 2026-07-01 FP 90 n500
			 2026-07-24 XD 0 n500 f22.5 x500
			 2026-07-24 STD 522.5 x500`},
		// The last regular date, 1 October, is left out by the long stub: 23 of 168 days.
		{"a long last period", guarantee(t, "CEG", "BUY", named, quarterly+`,"notionalPrincipal":500,"maturityDate":"2026-12-16"`), failed, actus.Mode{},
			`2026-04-01 FP -90 n500
			 2026-07-01 FP -90 n500
			 2026-07-24 XD 0 n500 f-12.3214 x500
			 2026-07-24 STD 487.6786 x500`},
		{"which the public case divides by the regular one", guarantee(t, "CEG", "BUY", named, quarterly+`,"notionalPrincipal":500,"maturityDate":"2026-12-16"`), failed, actus.Mode{FeeToRegularDate: true},
			`2026-04-01 FP -90 n500
			 2026-07-01 FP -90 n500
			 2026-07-24 XD 0 n500 f-22.5 x500
			 2026-07-24 STD 477.5 x500`},
		{"a rate on what is covered: 5, 3.75 and at the claim a month on 500", guarantee(t, "CEG", "SEL", linear12("loan"), byYear),
			happened(t, none, "CE 2026-08-01 loan DF"), actus.Mode{},
			`2026-01-01 PRD 0 n-1000
			 2026-04-01 FP 5 n-750
			 2026-07-01 FP 3.75 n-500
			 2026-08-01 XD 0 n-500 f0.8333 x-500
			 2026-08-01 STD -499.1667 x-500`},
		{"a rate on an agreed amount, of which half is covered", guarantee(t, "CEG", "SEL", named, byYear+`,"notionalPrincipal":1000,"coverageOfCreditEnhancement":0.5,"maturityDate":"2026-06-01"`), none, actus.Mode{},
			`2026-01-01 PRD 0 n-500
			 2026-04-01 FP 2.5 n-500
			 2026-06-01 FP 1.6667 n-500
			 2026-06-01 MD 0`},
		{"seen from a later day: a quarter on 750", later(guarantee(t, "CEG", "SEL", linear12("loan"), byYear), "2026-05-01"), none, actus.Mode{},
			`2026-07-01 FP 3.75 n-500
			 2026-10-01 FP 2.5 n-250
			 2027-01-01 FP 1.25
			 2027-01-01 MD 0`},
		{"a period after the purchase where no first day is agreed", guarantee(t, "CEG", "BUY", named, `,"cycleOfFee":"P1YL1","feeRate":3,"feeBasis":"A","notionalPrincipal":100,
			"maturityDate":"2027-06-01","purchaseDate":"2026-06-01","priceAtPurchaseDate":0`), none, actus.Mode{},
			`2026-06-01 PRD 0 n100
			 2027-06-01 FP -3 n100
			 2027-06-01 MD 0`},
		{"two debts, of which one is called before the fee: 0.8333 and 5 of 1000", guarantee(t, "CEG", "SEL", bullet12("loan")+","+bullet12("b"), byYear), happened(t, none, "CE 2026-01-16 loan DF"), actus.Mode{},
			`2026-01-01 PRD 0 n-2000
			 2026-01-16 XD 0 n-2000 x-1000
			 2026-01-16 STD -1000 n-1000 f1.6667 x-1000
			 2026-04-01 FP 5.8333 n-1000 x-1000
			 2026-07-01 FP 5 n-1000 x-1000
			 2026-10-01 FP 5 n-1000 x-1000
			 2027-01-01 FP 5 x-1000
			 2027-01-01 MD 0 x-1000`},
		{"what had accrued is known", guarantee(t, "CEG", "SEL", named, strings.Replace(byYear, "2026-01-01", "2025-11-01", 1)+`,"feeAccrued":7,"notionalPrincipal":500,"maturityDate":"2026-04-01"`), none, actus.Mode{},
			`2026-04-01 FP 9.5 n-500
			 2026-04-01 MD 0`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, c.seen, c.mode, "", c.want) })
	}
}

// later gives the terms as of another day, of the covered debt too.
func later(terms actus.Terms, day string) actus.Terms {
	terms.StatusDate = until(day)
	covered := terms.ContractStructure[0].Contract
	covered.StatusDate, covered.NotionalPrincipal = until(day), actus.Num(750)
	return terms
}

func TestCollateral(t *testing.T) {
	failed := happened(t, prices(t, "GOLD 2026-01-01 300", "GOLD 2026-10-01 200"), "CE 2026-08-01 a DF")
	loan := bullet12("a")
	const cash = `{"object":{"contractType":"CSH","statusDate":"2026-01-01","notionalPrincipal":150},"referenceType":"CNT","referenceRole":"COVI"}`
	const share = `{"object":{"marketObjectCode":"ACME"},"referenceType":"MOC","referenceRole":"COVI"}`
	for _, c := range []coverCase{
		{"worth more than the debt", guarantee(t, "CEC", "BUY", loan+","+gold, ""), happened(t, prices(t, "GOLD 2026-01-01 3000"), "CE 2026-08-01 a DF"), actus.Mode{},
			`2026-08-01 XD 0 n1000 x1000
			 2026-08-01 STD 1000 x1000`},
		{"worth less: the claim and what is left of the debt stand apart", guarantee(t, "CEC", "BUY", loan+","+gold, ""), failed, actus.Mode{},
			`2026-08-01 XD 0 n600 x600 u400
			 2026-08-01 STD 600 x600 u400`},
		{"in the public cases the notional is the whole debt", guarantee(t, "CEC", "SEL", loan+","+gold, ""), failed, actus.Conformance,
			`2026-08-01 XD 0 n-1000 x-600
			 2026-08-01 STD -600 x-600`},
		{"in one switch", guarantee(t, "CEC", "SEL", loan+","+gold, ""), failed, actus.Mode{ExposureUncapped: true},
			`2026-08-01 XD 0 n-1000 x-600
			 2026-08-01 STD -600 x-600`},
		{"gold, cash and a share", guarantee(t, "CEC", "BUY", loan+","+gold+","+cash+","+share, ""), happened(t, prices(t, "GOLD 2026-01-01 300", "ACME 2026-08-01 90"), "CE 2026-08-01 a DF"), actus.Mode{},
			`2026-08-01 XD 0 n840 x840 u160
			 2026-08-01 STD 840 x840 u160`},
		{"at the value of the terms", guarantee(t, "CEC", "BUY", loan+","+strings.Replace(gold, `"marketObjectCode":"GOLD"`, `"marketValueObserved":400`, 1), ""),
			happened(t, actus.Observations{}, "CE 2026-08-01 a DF"), actus.Mode{},
			`2026-08-01 XD 0 n800 x800 u200
			 2026-08-01 STD 800 x800 u200`},
		{"a claim with its interest", guarantee(t, "CEC", "BUY", loan+","+strings.Replace(linear12("b"), "COVE", "COVI", 1), ""), happened(t, actus.Observations{}, "CE 2026-08-01 a DF"), actus.Mode{},
			`2026-08-01 XD 0 n505 x505 u495
			 2026-08-01 STD 505 x505 u495`},
		{"what one debt leaves serves the next", guarantee(t, "CEC", "BUY", loan+","+linear12("b")+","+gold, ""),
			happened(t, prices(t, "GOLD 2026-01-01 600", "GOLD 2026-11-01 550"), "CE 2026-08-01 a DF", "CE 2026-11-01 b DF"), actus.Mode{},
			`2026-08-01 XD 0 n1200 x1000
			 2026-08-01 STD 1000 n200 x1000
			 2026-11-01 XD 0 n100 x100 u150
			 2026-11-01 STD 100 x100 u150`},
		{"nothing happens", guarantee(t, "CEC", "BUY", loan+","+gold, ""), actus.Observations{}, actus.Mode{}, `2027-01-01 MD 0`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, c.seen, c.mode, "", c.want) })
	}
}
