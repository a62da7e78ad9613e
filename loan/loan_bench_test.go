package loan_test

import (
	"fmt"
	"testing"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// busy is a contract of 1,200 rows with 2,400 transactions: each row is charged for and paid in parts, a little late.
func busy() (loan.Contract, []loan.Transaction) {
	c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: loan.Settings{Tolerance: 1}}
	var txs []loan.Transaction
	add := func(x loan.Transaction) {
		x.Seq = int64(len(txs))
		x.ID = fmt.Sprint("t", x.Seq)
		txs = append(txs, x)
	}
	for i := range 1200 {
		due := start.AddMonths(i + 1)
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, Kind: loan.Rental, DueOn: due, Owed: loan.Part{Interest: 4_000, Principal: 96_000}})
		if i%4 == 0 {
			add(loan.Transaction{Kind: loan.Charge, On: due.Add(2), Due: due, Amount: 500, Penalty: true, Nr: i + 1})
		} else {
			add(loan.Transaction{Kind: loan.Payment, On: due.Add(1), Amount: 50_000})
		}
		add(loan.Transaction{Kind: loan.Payment, On: due.Add(4), Amount: 60_000})
	}
	return c, txs
}

// BenchmarkReplay2400 replays a long life of one contract; the goal of the handbook is 50 ms.
func BenchmarkReplay2400(b *testing.B) {
	c, txs := busy()
	if len(txs) != 2400 {
		b.Fatalf("got %d transactions", len(txs))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loan.Replay(c, txs, day.Max); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReplay60 is the usual case: five years, paid month by month, with an accrual a day.
func BenchmarkReplay60(b *testing.B) {
	c := loan.Contract{Currency: "EUR", StartsOn: start}
	var txs []loan.Transaction
	for i := range 60 {
		due := start.AddMonths(i + 1)
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, Kind: loan.Rental, DueOn: due, Owed: loan.Part{Interest: 4_000, Principal: 96_000}})
		txs = append(txs, loan.Transaction{ID: fmt.Sprint("p", i), Kind: loan.Payment, On: due, Seq: int64(i), Amount: 100_000})
		for d := range 30 {
			txs = append(txs, loan.Transaction{ID: fmt.Sprint("a", i, "-", d), Kind: loan.Accrue, On: due.Add(-d), Seq: int64(1000*i + d), Part: loan.Part{Interest: 133}})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loan.Replay(c, txs, day.Max); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReplayProgressive replays a debt whose rows are solved anew at every payment: each is a little early or late.
func BenchmarkReplayProgressive(b *testing.B) {
	for _, rows := range []int{60, 360} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			c, txs := progressiveLife(rows)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := loan.Replay(c, txs, day.Max); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func progressiveLife(rows int) (loan.Contract, []loan.Transaction) {
	terms := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("7"), Method: loan.Declining, Charging: loan.ByDay, Every: 1, Unit: loan.Months, Count: rows,
		Rounding: money.HalfEven, YearDays: 360, MonthDays: 30, Progressive: true, Recalculation: &loan.Recalculation{Prepayment: loan.AdjustFinal}}
	c := loan.Contract{Currency: "EUR", StartsOn: start, Interest: terms, Settings: loan.Settings{Future: loan.NextInstalment, Rounding: money.HalfEven}}
	txs := []loan.Transaction{{ID: "draw", Kind: loan.Disburse, On: start, Amount: 5_000_000}}
	for i := range rows {
		txs = append(txs, loan.Transaction{ID: fmt.Sprint("p", i), Kind: loan.Payment, On: start.AddMonths(i + 1).Add(i%3 - 1), Seq: int64(i + 1), Amount: 99_000 * 60 / int64(rows)})
	}
	return c, txs
}
