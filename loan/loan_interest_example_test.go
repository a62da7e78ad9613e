package loan_test

import (
	"fmt"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// A hundred euro at 7 percent in six rows. The first row is paid on time, the second one not: on 10 March its principal has
// cost nine days more, which the third row asks for.
func ExampleTerms() {
	terms := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("7"), Method: loan.Declining, Every: 1, Unit: loan.Months, Count: 6,
		Rounding: money.HalfEven, YearDays: 360, MonthDays: 30, Progressive: true, Recalculation: &loan.Recalculation{Prepayment: loan.AdjustFinal}}
	rows, err := terms.Rows(loan.Course{
		Draws:    []loan.Draw{{On: day.MustParse("2024-01-01"), Amount: 100_00}},
		Receipts: []loan.Receipt{{On: day.MustParse("2024-02-01"), Kind: loan.Payment, Amount: 17_01}},
		AsOf:     day.MustParse("2024-03-10"),
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range rows {
		in := func(minor int64) string { return money.Of(minor, terms.Currency).Decimal() }
		fmt.Println(r.DueOn, in(r.Owed.Principal), in(r.Owed.Interest), in(r.Balance))
	}
	// Output:
	// 2024-02-01 16.43 0.58 83.57
	// 2024-03-01 16.52 0.49 67.05
	// 2024-04-01 16.59 0.42 50.46
	// 2024-05-01 16.72 0.29 33.74
	// 2024-06-01 16.81 0.20 16.93
	// 2024-07-01 16.93 0.10 0.00
}
