package actus_test

import (
	"encoding/json"
	"fmt"

	"kontor/actus"
	"kontor/day"
)

// A house that borrowed at a floating rate pays 4 % fixed instead: only the difference changes hands, twice a year.
func Example_swap() {
	swap := actus.Terms{
		ContractType: actus.SWPPV, ContractRole: actus.PF, StatusDate: actus.At(day.MustParse("2026-01-01")), Currency: "EUR",
		InitialExchangeDate: actus.At(day.MustParse("2026-01-01")), MaturityDate: actus.At(day.MustParse("2027-07-01")),
		NotionalPrincipal: actus.Num(5_000_000), NominalInterestRate: actus.Num(0.04), NominalInterestRate2: actus.Num(0.035),
		DayCountConvention: day.E30360, CycleAnchorDateOfInterestPayment: actus.At(day.MustParse("2026-07-01")),
		CycleOfInterestPayment: day.MustParseCycle("P6ML1"), CycleAnchorDateOfRateReset: actus.At(day.MustParse("2026-07-01")),
		CycleOfRateReset: day.MustParseCycle("P6ML1"), MarketObjectCodeOfRateReset: "EURIBOR6M", DeliverySettlement: actus.CashSettlement,
	}
	var seen actus.Observations
	for date, rate := range map[string]float64{"2026-07-01": 0.041, "2027-01-01": 0.045} {
		if err := seen.Observe("EURIBOR6M", actus.Point{Time: actus.MustParseMoment(date), Value: rate}); err != nil {
			fmt.Println(err)
		}
	}
	events, err := actus.Project(swap, seen, actus.Mode{}, 0)
	if err != nil {
		fmt.Println(err)
	}
	for _, e := range events {
		if e.Type == actus.IP {
			fmt.Printf("%s %9.2f\n", e.Time.Date(), e.Payoff)
		}
	}
	// Output:
	// 2026-07-01 -12500.00
	// 2027-01-01   2500.00
	// 2027-07-01  12500.00
}

// A guarantor covers 80 % of a loan with its interest. The borrower fails in August; the guarantor is claimed five days later.
func Example_guarantee() {
	var terms actus.Terms
	err := json.Unmarshal([]byte(`{
		"contractType": "CEG", "contractRole": "BUY", "statusDate": "2026-01-01", "currency": "USD",
		"coverageOfCreditEnhancement": 0.8, "guaranteedExposure": "NI", "creditEventTypeCovered": ["DF"], "settlementPeriod": "P5D",
		"contractStructure": [{"referenceType": "CNT", "referenceRole": "COVE", "object": {
			"contractType": "LAM", "contractID": "truck-loan", "statusDate": "2026-01-01", "currency": "USD",
			"initialExchangeDate": "2026-01-15", "maturityDate": "2027-01-15", "notionalPrincipal": 120000,
			"nominalInterestRate": 0.09, "dayCountConvention": "30E360",
			"cycleAnchorDateOfInterestPayment": "2026-02-15", "cycleOfInterestPayment": "P1ML0",
			"cycleAnchorDateOfPrincipalRedemption": "2026-02-15", "cycleOfPrincipalRedemption": "P1ML0",
			"nextPrincipalRedemptionPayment": 10000
		}}]}`), &terms)
	if err != nil {
		fmt.Println(err)
	}
	seen := actus.Observations{Events: []actus.ObservedEvent{
		{Time: actus.MustParseMoment("2026-08-25"), Type: actus.CE, Contract: "truck-loan", Performance: actus.Default},
	}}
	events, err := actus.Project(terms, seen, actus.Mode{}, 0)
	if err != nil {
		fmt.Println(err)
	}
	for _, e := range events {
		fmt.Printf("%s %-3s pays %8.2f, open %8.2f\n", e.Time.Date(), e.Type, e.Payoff, e.State.NotionalPrincipal)
	}
	// Output:
	// 2026-08-25 XD  pays     0.00, open 40100.00
	// 2026-08-30 STD pays 40100.00, open     0.00
}
