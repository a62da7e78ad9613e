package loan_test

import (
	"testing"

	"kontor/day"
	"kontor/loan"
)

// three rows of 100 on the first of March, April and May.
func three() loan.Contract {
	c := loan.Contract{Currency: "EUR", StartsOn: day.MustParse("2026-02-01")}
	for i, on := range []string{"2026-03-01", "2026-04-01", "2026-05-01"} {
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, Kind: loan.Rental, DueOn: day.MustParse(on), Owed: loan.Part{Interest: 10, Principal: 90}, Balance: 180 - int64(i)*90})
	}
	return c
}

func paid(id, on string, seq, amount int64) loan.Transaction {
	return loan.Transaction{ID: id, Kind: loan.Payment, On: day.MustParse(on), Seq: seq, Amount: amount}
}

// S25: 150 where 100 are due.
func TestFuture(t *testing.T) {
	for _, c := range []struct {
		rule      loan.FutureRule
		want      [3]int64
		unapplied int64
	}{
		{loan.Hold, [3]int64{100, 0, 0}, 50},
		{loan.NextInstalment, [3]int64{100, 50, 0}, 0},
		{loan.LastInstalment, [3]int64{100, 0, 50}, 0},
		{loan.Reamortise, [3]int64{100, 25, 25}, 0},
	} {
		contract := three()
		contract.Settings.Future = c.rule
		a, err := loan.Replay(contract, []loan.Transaction{paid("a", "2026-03-01", 1, 150)}, day.MustParse("2026-03-31"))
		if err != nil {
			t.Fatal(err)
		}
		got := [3]int64{a.Rows[0].Paid.Total(), a.Rows[1].Paid.Total(), a.Rows[2].Paid.Total()}
		if got != c.want || a.Unapplied != c.unapplied {
			t.Errorf("%q: rows got %v, %d unapplied; want %v, %d", c.rule, got, a.Unapplied, c.want, c.unapplied)
		}
	}
}

// Held money meets the next row on its due date.
func TestHeldMeetsTheNext(t *testing.T) {
	a, err := loan.Replay(three(), []loan.Transaction{paid("a", "2026-03-01", 1, 150)}, day.MustParse("2026-04-01"))
	if err != nil {
		t.Fatal(err)
	}
	got := a.Applied[0]
	if len(got.Met) != 2 || got.Met[1].On != day.MustParse("2026-04-01") || got.Met[1].Part != (loan.Part{Interest: 10, Principal: 40}) || got.Unapplied != 0 {
		t.Errorf("got %+v; want 50 on 1 April: 10 interest, 40 principal", got)
	}
}

// S32: 1,000 against 120, 80, 500 and 900.
func TestWaterfall(t *testing.T) {
	for _, c := range []struct {
		order loan.Order
		want  loan.Part
	}{
		{loan.Order{}, loan.Part{Penalty: 120, Fee: 80, Interest: 500, Principal: 300}},
		{loan.Of(loan.Principal, loan.Interest, loan.Fee, loan.Penalty), loan.Part{Interest: 100, Principal: 900}},
	} {
		contract := loan.Contract{Currency: "EUR", Settings: loan.Settings{Order: c.order},
			Rows: []loan.Instalment{{Nr: 1, DueOn: day.MustParse("2026-03-01"), Owed: loan.Part{Penalty: 120, Fee: 80, Interest: 500, Principal: 900}}}}
		a, err := loan.Replay(contract, []loan.Transaction{paid("a", "2026-03-01", 1, 1000)}, day.MustParse("2026-03-01"))
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Applied[0].Part; got != c.want {
			t.Errorf("got %+v, want %+v", got, c.want)
		}
	}
}
