package loan_test

import (
	"fmt"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// A debt of two instalments: the first payment bounces later, and the second one turns out to have met the first row.
func Example() {
	contract := loan.Contract{Currency: "EUR", StartsOn: day.MustParse("2026-01-01"), Rows: []loan.Instalment{
		{Nr: 1, Kind: loan.Rental, DueOn: day.MustParse("2026-02-01"), Owed: loan.Part{Interest: 15_00, Principal: 85_00}},
		{Nr: 2, Kind: loan.Rental, DueOn: day.MustParse("2026-03-01"), Owed: loan.Part{Interest: 14_00, Principal: 86_00}},
	}}
	history := []loan.Transaction{
		{ID: "first", Kind: loan.Payment, On: day.MustParse("2026-02-01"), Seq: 1, Amount: 100_00},
		{ID: "second", Kind: loan.Payment, On: day.MustParse("2026-03-01"), Seq: 2, Amount: 100_00},
	}
	today := day.MustParse("2026-03-10")
	before, err := loan.Replay(contract, history, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(before.Status)

	history[0].Reversed = true
	after, err := loan.Replay(contract, history, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	late := after.Arrears(today)
	fmt.Println(after.Status, late.DPD, "days late with", money.Of(late.Overdue, "EUR"))
	for _, c := range loan.Compare(before, after) {
		fmt.Printf("%s met rows %v, now %v\n", c.ID, numbersOf(c.Before), numbersOf(c.After))
	}
	// Output:
	// closed
	// active 9 days late with 100.00 EUR
	// first met rows [1], now []
	// second met rows [2], now [1]
}

func numbersOf(p loan.Applied) (nrs []int) {
	for _, m := range p.Met {
		nrs = append(nrs, m.Nr)
	}
	return nrs
}

// A product whose waterfall has a name, and whose money beyond what is due goes to the last instalment.
func ExampleStrategy() {
	order, err := loan.Strategy("INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(order.Buckets[:4])
	settings := loan.Settings{Order: order, Future: loan.LastInstalment}
	fmt.Println(settings.Future)
	// Output:
	// [past_due_interest past_due_principal past_due_penalty past_due_fee]
	// last_instalment
}

// What it costs to end a loan in the middle of a period.
func ExampleAccount_PayOff() {
	terms := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("12"), Method: loan.Declining, Every: 1, Unit: loan.Months, Count: 12}
	contract := loan.Contract{Currency: "EUR", StartsOn: day.MustParse("2026-01-01"), Interest: terms}
	history := []loan.Transaction{
		{ID: "draw", Kind: loan.Disburse, On: day.MustParse("2026-01-01"), Seq: 1, Amount: 12_000_00},
		{ID: "pay", Kind: loan.Payment, On: day.MustParse("2026-02-01"), Seq: 2, Amount: 1_066_19},
	}
	on := day.MustParse("2026-02-15")
	account, err := loan.Replay(contract, history, on)
	if err != nil {
		fmt.Println(err)
		return
	}
	off := account.PayOff(on, loan.ToDate)
	fmt.Println("principal", money.Of(off.Ahead.Principal, "EUR"))
	fmt.Println("interest to the day", money.Of(off.Ahead.Interest, "EUR"))
	fmt.Println("to pay", money.Of(off.Total, "EUR"))
	// Output:
	// principal 11053.81 EUR
	// interest to the day 55.27 EUR
	// to pay 11109.08 EUR
}

// A payment holiday by addendum: new rows take the place of those not due yet, and both versions stay readable.
func ExampleReplay_addendum() {
	contract := loan.Contract{Currency: "EUR", StartsOn: day.MustParse("2026-01-01"), Rows: []loan.Instalment{
		{Nr: 1, Kind: loan.Rental, DueOn: day.MustParse("2026-02-01"), Owed: loan.Part{Interest: 15_00, Principal: 85_00}},
		{Nr: 2, Kind: loan.Rental, DueOn: day.MustParse("2026-03-01"), Owed: loan.Part{Interest: 14_00, Principal: 86_00}},
	}}
	history := []loan.Transaction{
		{ID: "paid", Kind: loan.Payment, On: day.MustParse("2026-02-01"), Seq: 1, Amount: 100_00},
		{ID: "addendum", Kind: loan.Holiday, On: day.MustParse("2026-02-10"), Seq: 2, Reason: "flood at the customer's site", Rows: []loan.Instalment{
			{Kind: loan.Rental, DueOn: day.MustParse("2026-06-01"), Owed: loan.Part{Interest: 57_00, Principal: 86_00}}}},
	}
	account, err := loan.Replay(contract, history, day.MustParse("2026-04-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range account.Versions {
		last := v.Rows[len(v.Rows)-1]
		fmt.Println(v.Nr, v.On, v.Reason, "ends", last.DueOn, money.Of(last.Owed.Total(), "EUR"))
	}
	fmt.Println(account.Arrears(day.MustParse("2026-04-01")).DPD, "days late")
	// Output:
	// 1 2026-01-01  ends 2026-03-01 100.00 EUR
	// 2 2026-02-10 flood at the customer's site ends 2026-06-01 143.00 EUR
	// 0 days late
}
