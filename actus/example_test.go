package actus_test

import (
	"encoding/json"
	"fmt"
	"math"

	"kontor/actus"
	"kontor/day"
)

// A mortgage: 200,000 over 20 years at 3.6 %, the rate fixed for ten years and then reset to an index with a margin. The
// equal payment is not agreed, so it is solved, and solved again when the rate changes.
func Example_mortgage() {
	var terms actus.Terms
	err := json.Unmarshal([]byte(`{
		"contractType": "ANN", "contractRole": "RPA", "contractID": "mortgage", "currency": "EUR",
		"statusDate": "2026-01-01", "initialExchangeDate": "2026-01-01", "maturityDate": "2046-01-01",
		"notionalPrincipal": 200000, "nominalInterestRate": 0.036, "dayCountConvention": "30E360",
		"cycleAnchorDateOfPrincipalRedemption": "2026-02-01", "cycleOfPrincipalRedemption": "P1ML0",
		"cycleAnchorDateOfInterestPayment": "2026-02-01", "cycleOfInterestPayment": "P1ML0",
		"cycleAnchorDateOfRateReset": "2036-01-01", "cycleOfRateReset": "P10YL0",
		"marketObjectCodeOfRateReset": "EURIBOR-12M", "rateSpread": 0.011, "lifeCap": 0.06
	}`), &terms)
	if err != nil {
		fmt.Println(err)
		return
	}
	var seen actus.Observations
	if err := seen.Observe("EURIBOR-12M", actus.Point{Time: actus.At(day.MustOf(2035, 12, 30)), Value: 0.031}); err != nil {
		fmt.Println(err)
		return
	}
	events, err := actus.Project(terms, seen, actus.Mode{}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, e := range events {
		switch {
		case e.Type == actus.PRF:
			fmt.Printf("%s pays %.2f a month at %.2f %%\n", e.Time.Date(), e.State.NextPrincipalRedemptionPayment, 100*e.State.NominalInterestRate)
		case e.Type == actus.PR && i < 5 || e.Type == actus.MD:
			fmt.Printf("%s %s %.2f leaves %.2f\n", e.Time.Date(), e.Type, e.Payoff, e.State.NotionalPrincipal)
		}
	}
	// Output:
	// 2026-01-31 pays 1170.22 a month at 3.60 %
	// 2026-02-01 PR 570.22 leaves 199429.78
	// 2026-03-01 PR 571.93 leaves 198857.84
	// 2036-01-01 pays 1203.71 a month at 4.20 %
	// 2046-01-01 MD 1199.51 leaves 0.00
}

// A bond with a half-yearly coupon, bought between two coupons. The price is clean; what has accrued is paid on top of it.
func Example_bond() {
	terms := actus.Terms{
		ContractType: actus.PAM, ContractRole: actus.RPA, ContractID: "bond", Currency: "USD",
		StatusDate: actus.At(day.MustOf(2026, 3, 1)), InitialExchangeDate: actus.At(day.MustOf(2024, 6, 30)), MaturityDate: actus.At(day.MustOf(2027, 6, 30)),
		NotionalPrincipal: actus.Num(10_000), NominalInterestRate: actus.Num(0.05), DayCountConvention: day.AA,
		CycleAnchorDateOfInterestPayment: actus.At(day.MustOf(2024, 12, 31)), CycleOfInterestPayment: day.MustParseCycle("P6ML0"),
		EndOfMonthConvention: day.EOM, Calendar: "MF", BusinessDayConvention: day.CSF,
		PurchaseDate: actus.At(day.MustOf(2026, 4, 15)), PriceAtPurchaseDate: actus.Num(9_870),
	}
	events, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range events {
		fmt.Printf("%s %s %.2f\n", e.Time.Date(), e.Type, e.Payoff)
	}
	// Output:
	// 2026-04-15 PRD -10013.84
	// 2026-06-30 IP 247.95
	// 2026-12-31 IP 252.05
	// 2027-06-30 IP 247.95
	// 2027-06-30 MD 10000.00
}

// A lease of a machine for 500,000 over 36 months, rentals in advance, with a residual value of 100,000. The residual is a
// contract of its own: today's value of it grows with interest until it is paid. The rentals amortize the rest, the first
// one when the machine is handed over.
func Example_leaseWithResidual() {
	start, end := actus.At(day.MustOf(2026, 5, 1)), actus.At(day.MustOf(2029, 5, 1))
	const price, residual, rate, months = 500_000, 100_000, 0.078, 36
	today := residual / math.Pow(1+rate/12, months)

	common := actus.Terms{
		ContractRole: actus.RPA, Currency: "EUR", StatusDate: start, InitialExchangeDate: start,
		NominalInterestRate: actus.Num(rate), DayCountConvention: day.E30360,
		CycleAnchorDateOfInterestPayment: start, CycleOfInterestPayment: day.MustParseCycle("P1ML0"),
	}
	value := common
	value.ContractType, value.ContractID, value.NotionalPrincipal = actus.PAM, "residual", actus.Num(today)
	value.MaturityDate, value.CapitalizationEndDate = end, end
	rentals := common
	rentals.ContractType, rentals.ContractID, rentals.NotionalPrincipal = actus.ANN, "rentals", actus.Num(price-today)
	rentals.CycleAnchorDateOfPrincipalRedemption, rentals.CycleOfPrincipalRedemption = start, common.CycleOfInterestPayment
	rentals.MaturityDate = actus.At(day.MustOf(2029, 4, 1)) // the last rental

	due := map[day.Date]float64{}
	for _, terms := range []actus.Terms{rentals, value} {
		events, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, e := range events {
			if e.Type != actus.IED {
				due[e.Time.Date()] += e.Payoff
			}
		}
	}
	for _, d := range []day.Date{day.MustOf(2026, 5, 1), day.MustOf(2026, 6, 1), day.MustOf(2029, 4, 1), day.MustOf(2029, 5, 1)} {
		fmt.Printf("%s %.2f\n", d, due[d])
	}
	// Output:
	// 2026-05-01 13062.77
	// 2026-06-01 13062.77
	// 2029-04-01 13062.77
	// 2029-05-01 100000.00
}
