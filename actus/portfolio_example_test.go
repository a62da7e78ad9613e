package actus_test

import (
	"fmt"

	"kontor/actus"
	"kontor/day"
)

// A lessor's book: terms are compiled once, then folded into months as often as rates move. Nothing is stored but
// the columns of the book, and nothing is allocated for an event.
func ExampleBook() {
	var book actus.Book
	for i := range 36 { // a lease begins every month, each of 36 months with a residual value of 20 %
		start := day.MustOf(2026, 1, 10).AddMonths(i)
		c, err := actus.Compile(actus.Terms{
			ContractType: actus.ANN, ContractRole: actus.RPA, Currency: "EUR", StatusDate: actus.At(day.MustOf(2026, 1, 1)),
			InitialExchangeDate: actus.At(start), MaturityDate: actus.At(start.AddMonths(36)), NotionalPrincipal: actus.Num(100_000),
			NominalInterestRate: actus.Num(0.06), DayCountConvention: day.E30360, NextPrincipalRedemptionPayment: actus.Num(2533.75),
			CycleOfPrincipalRedemption: day.MustParseCycle("P1ML0"), CycleOfRateReset: day.MustParseCycle("P1YL0"),
			CycleAnchorDateOfRateReset: actus.At(start.AddMonths(12)), MarketObjectCodeOfRateReset: "EURIBOR-12M", RateSpread: actus.Num(0.03),
		}, actus.Mode{}, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		book.Add(c)
	}

	calm, storm := new(actus.Observations), new(actus.Observations)
	for i, o := range []*actus.Observations{calm, storm} {
		err := o.Observe("EURIBOR-12M", actus.Point{Time: actus.At(day.MustOf(2026, 1, 1)), Value: 0.03 * float64(1+i)})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	years := make([]day.Date, 7)
	for i := range years {
		years[i] = day.MustOf(2026+i, 1, 1)
	}
	into := []*actus.Buckets{{Bounds: years}, {Bounds: years}}
	if err := book.Reprice([]*actus.Observations{calm, storm}, into); err != nil {
		fmt.Println(err)
		return
	}
	for i := range 6 {
		a, b := into[0].In("EUR")[1+i], into[1].In("EUR")[1+i]
		fmt.Printf("%d  principal %12.2f %12.2f  interest %10.2f %10.2f\n", 2026+i, a.Principal, b.Principal, a.Interest, b.Interest)
	}
	// Output:
	// 2026  principal  -1063510.00  -1063510.00  interest   30737.50   30737.50
	// 2027  principal   -754042.20   -765495.60  interest   86129.70   97583.10
	// 2028  principal   -425487.10   -457011.20  interest  122434.60  153958.70
	// 2029  principal   1063510.00   1063510.00  interest  103844.85  143098.71
	// 2030  principal    754042.20    765495.60  interest   48452.66   76253.11
	// 2031  principal    425487.10    457011.20  interest   12147.76   19877.51
}

// The events of one contract in columns that are used again and again.
func ExampleCompiled_Project() {
	c, err := actus.Compile(annuity60(), actus.Mode{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var out actus.Columns
	if err := c.Project(new(actus.Observations), 0, &out); err != nil {
		fmt.Println(err)
		return
	}
	for i := range 4 {
		fmt.Printf("%s %-3s %11.2f leaves %.2f\n", out.Time[i].Date(), out.Code[i].Type(), out.Payoff[i], out.Notional[i])
	}
	fmt.Println(out.Len(), "events")
	// Output:
	// 2026-01-15 IED  -250000.00 leaves 250000.00
	// 2026-02-14 PRF        0.00 leaves 250000.00
	// 2026-02-15 PR      3358.30 leaves 246641.70
	// 2026-02-15 IP      1770.83 leaves 246641.70
	// 122 events
}
