package loan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
)

var start = day.MustParse("2026-01-15")

// anyOrder is a waterfall of the twelve buckets in any order.
func anyOrder(t *rapid.T) loan.Order {
	if rapid.Bool().Draw(t, "house order") {
		return loan.Order{}
	}
	buckets := make([]loan.Bucket, 12)
	for i := range buckets {
		buckets[i] = loan.Bucket(i)
	}
	return loan.Order{Buckets: rapid.Permutation(buckets).Draw(t, "buckets"), Vertical: rapid.Bool().Draw(t, "vertical"), OwnDue: rapid.Bool().Draw(t, "own due")}
}

var futures = []loan.FutureRule{loan.Hold, loan.NextInstalment, loan.LastInstalment, loan.Reamortise}

// anySettings are settings of a product.
func anySettings(t *rapid.T) loan.Settings {
	return loan.Settings{Order: anyOrder(t), Future: rapid.SampledFrom(futures).Draw(t, "future"),
		Orders:    map[loan.TransactionKind]loan.Order{loan.Goodwill: anyOrder(t)},
		Futures:   map[loan.TransactionKind]loan.FutureRule{loan.Goodwill: rapid.SampledFrom(futures).Draw(t, "future of goodwill")},
		Tolerance: rapid.SampledFrom([]int64{0, 1, 50}).Draw(t, "tolerance"), Multiple: rapid.SampledFrom([]int64{0, 100}).Draw(t, "multiple"),
		Rounding: rapid.SampledFrom([]money.Mode{money.HalfUp, money.HalfEven}).Draw(t, "rounding"), GraceDays: rapid.IntRange(0, 5).Draw(t, "grace")}
}

// anyContract is a contract with rows as signed.
func anyContract(t *rapid.T) loan.Contract {
	c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: anySettings(t)}
	on := start
	for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
		on = on.Add(rapid.SampledFrom([]int{0, 1, 28, 30, 31}).Draw(t, "days"))
		part := rapid.SampledFrom([]int64{0, 1, 99, 1000, 33_333})
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, Kind: loan.Rental, DueOn: on, Owed: loan.Part{Penalty: part.Draw(t, "penalty") / 100,
			Fee: part.Draw(t, "fee") / 10, Interest: part.Draw(t, "interest"), Principal: part.Draw(t, "principal")}})
	}
	return c
}

var moneyKinds = []loan.TransactionKind{loan.Payment, loan.Payment, loan.Payment, loan.Goodwill, loan.SupplierRefund, loan.GuarantorPayment, loan.Recovery}

// anyTransaction is something that may happen to the contract.
func anyTransaction(t *rapid.T, n int) loan.Transaction {
	x := loan.Transaction{ID: fmt.Sprintf("t%02d", n), Seq: int64(n), On: start.Add(rapid.IntRange(-5, 400).Draw(t, "on")), Reason: "test"}
	amount := rapid.SampledFrom([]int64{1, 7, 100, 999, 10_000, 50_000, 200_000}).Draw(t, "amount")
	x.Kind = rapid.SampledFrom(slices.Concat(moneyKinds, moneyKinds, []loan.TransactionKind{
		loan.Charge, loan.Charge, loan.Refund, loan.Chargeback, loan.Waive, loan.ReAge,
		loan.ReAmortise, loan.Accelerate, loan.ChargeOff, loan.WriteOff, loan.Accrue, loan.Pause, loan.Resume, loan.Assign, loan.Reschedule, loan.Holiday, loan.Prepay, loan.PartEnd})).Draw(t, "kind")
	switch x.Kind {
	case loan.Waive, loan.Accrue:
		x.Part = loan.Part{Penalty: amount / 50, Fee: amount / 10, Interest: amount, Principal: rapid.SampledFrom([]int64{0, amount}).Draw(t, "principal given up")}
	case loan.Charge:
		x.Amount, x.Penalty, x.Due = amount, rapid.Bool().Draw(t, "penalty"), x.On.Add(rapid.IntRange(-40, 300).Draw(t, "due"))
	case loan.ReAge:
		x.Tail = &loan.Tail{Start: x.On.Add(rapid.IntRange(0, 40).Draw(t, "start")), Every: 1, Unit: loan.Months, Count: rapid.IntRange(1, 5).Draw(t, "count")}
	case loan.Reschedule:
		x.Turn = &loan.Turn{From: start.Add(30), NewDueOn: start.Add(45)}
	case loan.Assign:
		x.Party = "pt_other"
	default:
		if slices.Contains(moneyKinds, x.Kind) || x.Kind == loan.Refund || x.Kind == loan.Chargeback {
			x.Amount = amount
		}
	}
	return x
}

// anyHistory is a contract and transactions that can be replayed: what is refused at its place is left out.
func anyHistory(t *rapid.T) (loan.Contract, []loan.Transaction, day.Date) {
	c := anyContract(t)
	asOf := start.Add(rapid.IntRange(0, 450).Draw(t, "as of"))
	var txs []loan.Transaction
	for n := range rapid.IntRange(0, 10).Draw(t, "transactions") {
		x := anyTransaction(t, n)
		switch x.Kind {
		case loan.Holiday, loan.PartEnd:
			x = newRows(t, c, txs, x)
		case loan.Prepay:
			x = prepay(t, c, txs, x)
		}
		if _, err := loan.Replay(c, append(slices.Clone(txs), x), day.Max); err == nil {
			txs = append(txs, x)
		} else if code := errs.CodeOf(err); code != errs.Refused && code != errs.Invalid {
			t.Fatalf("%v: %v", x, err)
		}
	}
	return c, txs, asOf
}

// newRows moves all rows ahead by a month and lets the first of them cost interest on top. A part that ends takes some
// principal away; some changes take arrears in.
func newRows(t *rapid.T, c loan.Contract, txs []loan.Transaction, x loan.Transaction) loan.Transaction {
	a, err := loan.Replay(c, txs, x.On)
	if err != nil {
		return x
	}
	rows, _ := a.Ahead(x.On)
	for _, row := range rows {
		row = loan.Instalment{Kind: row.Kind, DueOn: row.DueOn.AddMonths(1), Owed: row.Owed.Sub(row.Waived)}
		row.Owed.Interest += 10
		if x.Kind == loan.PartEnd && row.Owed.Principal > 0 {
			row.Owed.Principal--
			x.Part.Principal--
		}
		x.Rows = append(x.Rows, row)
	}
	if len(x.Rows) > 0 && rapid.Bool().Draw(t, "arrears") {
		x.Arrears = true
		x.Rows[0].Owed.Principal += a.OpenUntil(x.On).Principal
	}
	return x
}

// prepay pays what is due and some principal ahead, which the next rows skip.
func prepay(t *rapid.T, c loan.Contract, txs []loan.Transaction, x loan.Transaction) loan.Transaction {
	a, err := loan.Replay(c, txs, x.On)
	if err != nil {
		return x
	}
	rows, principal := a.Ahead(x.On)
	ahead := rapid.Int64Range(1, max(1, principal)).Draw(t, "ahead")
	x.Part = loan.Part{Fee: rapid.Int64Range(0, 50).Draw(t, "fee")}
	x.Amount, x.Rows = a.OpenUntil(x.On).Total()+x.Part.Fee+ahead, loan.SkipPrincipal(rows, ahead)
	return x
}

func replay(t rapid.TB, c loan.Contract, txs []loan.Transaction, asOf day.Date) loan.Account {
	t.Helper()
	a, err := loan.Replay(c, txs, asOf)
	if err != nil {
		t.Fatalf("replay: %v", err)
	}
	return a
}

// checkAccount holds what must hold for every account.
func checkAccount(t rapid.TB, a loan.Account) {
	t.Helper()
	var unapplied, rounding, recovered int64
	paid := map[int]loan.Part{}
	for _, p := range a.Applied {
		var met loan.Part
		for _, m := range p.Met {
			met = met.Add(m.Part)
			paid[m.Nr] = paid[m.Nr].Add(m.Part)
		}
		if slices.Contains(moneyKinds, p.Kind) || p.Kind == loan.Prepay || p.Kind == loan.DownPayment {
			if got := met.Total() + p.Unapplied + p.Returned + p.Recovered + p.Rounding; got != p.Amount || met != p.Part {
				t.Fatalf("%+v: got %d in all, want %d", p, got, p.Amount)
			}
		} else if p.Kind == loan.Refund || p.Kind == loan.Chargeback {
			if met.Total()+p.Unapplied+p.Returned > p.Amount-p.Part.Principal {
				t.Fatalf("%+v: credit of more than was paid back", p)
			}
		} else if len(p.Met) > 0 || p.Unapplied != 0 {
			t.Fatalf("%+v met rows", p)
		}
		if p.Unapplied < 0 || p.Returned < 0 || p.Rounding > 0 {
			t.Fatalf("%+v is below zero", p)
		}
		var debit, credit int64
		for _, leg := range p.Legs(false) {
			debit, credit = debit+leg.Debit, credit+leg.Credit
		}
		if debit != credit {
			t.Fatalf("%+v: debit %d, credit %d", p, debit, credit)
		}
		unapplied, rounding, recovered = unapplied+p.Unapplied, rounding+p.Rounding, recovered+p.Recovered
	}
	if unapplied != a.Unapplied || rounding != a.Rounding || recovered != a.Recovered {
		t.Fatalf("unapplied %d, rounding %d, recovered %d; the account says %d, %d, %d", unapplied, rounding, recovered, a.Unapplied, a.Rounding, a.Recovered)
	}
	charged := map[int]loan.Part{}
	for _, x := range a.Charges {
		c := charged[x.Nr]
		if x.Penalty {
			c.Penalty += x.Paid
		} else {
			c.Fee += x.Paid
		}
		charged[x.Nr] = c
		if x.Open() < 0 || x.Paid < 0 || x.Waived < 0 {
			t.Fatalf("charge %+v", x)
		}
	}
	for i, row := range a.Rows {
		checkRow(t, row, paid[row.Nr], charged[row.Nr])
		if i > 0 && row.DueOn < a.Rows[i-1].DueOn {
			t.Fatalf("row %d stands before an earlier one", row.Nr)
		}
	}
}

func checkRow(t rapid.TB, row loan.Instalment, met, charged loan.Part) {
	t.Helper()
	open := row.Open()
	switch {
	case row.Paid != met:
		t.Fatalf("row %+v: transactions met %+v", row, met)
	case min(open.Penalty, open.Fee, open.Interest, open.Principal) < 0:
		t.Fatalf("row %+v is paid beyond what is owed", row)
	case min(row.Owed.Penalty, row.Owed.Fee, row.Owed.Interest, row.Owed.Principal) < 0:
		t.Fatalf("row %+v owes less than nothing", row)
	case row.Met() != (row.PaidOn != 0):
		t.Fatalf("row %+v: open, but paid on a day, or the other way round", row)
	case row.Early < 0 || row.Late < 0 || row.Early+row.Late > row.Paid.Total():
		t.Fatalf("row %+v: early and late are more than what was paid", row)
	case charged.Fee > row.Paid.Fee || charged.Penalty > row.Paid.Penalty:
		t.Fatalf("row %+v: charges were paid %+v", row, charged)
	}
}

// Nothing is lost and nothing is paid twice, whatever happens.
func TestAccountAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		checkAccount(t, replay(t, c, txs, asOf))
	})
}

// Principal is never lost and never made: what is open is what was lent, less what was paid and given up.
func TestPrincipalIsConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		a := replay(t, c, txs, asOf)
		var want int64
		for _, row := range c.Rows {
			want += row.Owed.Principal
		}
		for _, d := range a.Drawn {
			want += d.Amount
		}
		for _, p := range a.Applied {
			switch p.Kind {
			case loan.Waive, loan.WriteOff:
				want -= p.Part.Principal
			default:
				for _, m := range p.Met {
					want -= m.Part.Principal
				}
			}
		}
		if got := a.Open().Principal; got != want {
			t.Fatalf("open got %d, want %d", got, want)
		}
	})
}

// M6: after a reversal the account is the one of a history in which the transaction never was.
func TestReversalIsNeverHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		if len(txs) == 0 {
			return
		}
		i := rapid.IntRange(0, len(txs)-1).Draw(t, "reversed")
		without, errWithout := loan.Replay(c, slices.Delete(slices.Clone(txs), i, i+1), asOf)
		txs[i].Reversed = true
		got, err := loan.Replay(c, txs, asOf)
		if (err == nil) != (errWithout == nil) {
			t.Fatalf("reversed: %v, without it: %v", err, errWithout)
		}
		if !reflect.DeepEqual(got, without) {
			t.Fatalf("got\n%+v\nwant\n%+v", got, without)
		}
	})
}

// The order in which transactions are given means nothing: value date and booking order do.
func TestOrderOfTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		want := replay(t, c, txs, asOf)
		mixed := slices.Clone(txs)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := replay(t, c, mixed, asOf); !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v\nwant\n%+v", got, want)
		}
	})
}

// One more payment never makes more debt, and lowers it by no more than its amount and the tolerated cents.
func TestPaymentLowersDebt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		c.Settings.Tolerance = 0
		x := loan.Transaction{ID: "more", Kind: loan.Payment, On: start.Add(rapid.IntRange(0, 400).Draw(t, "on")), Seq: 99, Amount: int64(rapid.IntRange(1, 100_000).Draw(t, "amount"))}
		before, err := loan.Replay(c, txs, asOf)
		if err != nil {
			return
		}
		after, err := loan.Replay(c, append(slices.Clone(txs), x), asOf)
		if err != nil {
			return // a change agreed later does not fit any more, and says so
		}
		checkAccount(t, after)
		less := before.Open().Total() - after.Open().Total()
		if more := after.Open().Total() > before.Open().Total(); more || x.On > asOf && less != 0 {
			t.Fatalf("open got %d, want at most %d", after.Open().Total(), before.Open().Total())
		}
	})
}

// Compare names what a reversal changes, and nothing when nothing changed.
func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, txs, asOf := anyHistory(t)
		before := replay(t, c, txs, asOf)
		if same := loan.Compare(before, before); len(same) != 0 {
			t.Fatalf("got %+v, want nothing", same)
		}
		if len(txs) == 0 {
			return
		}
		i := rapid.IntRange(0, len(txs)-1).Draw(t, "reversed")
		txs[i].Reversed = true
		after, err := loan.Replay(c, txs, asOf)
		if err != nil {
			return
		}
		changed := map[string]bool{}
		for _, x := range loan.Compare(before, after) {
			changed[x.ID] = true
		}
		for _, p := range before.Applied {
			q, ok := after.Find(p.ID)
			if unlike := !ok || !slices.Equal(p.Met, q.Met) || p.Unapplied != q.Unapplied; unlike != changed[p.ID] && unlike {
				t.Fatalf("%+v is now %+v, and nobody says so", p, q)
			}
		}
	})
}

// The same holds where the rows follow from what happens: drawn in parts, paid early and late, at any rate.
func TestComputedAccountAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := loan.Terms{Currency: "EUR", Rate: money.MustParseRate(rapid.SampledFrom([]string{"0", "7", "12.5"}).Draw(t, "rate")), Method: loan.Flat, Every: 1, Unit: loan.Months,
			Count: rapid.IntRange(1, 8).Draw(t, "count"), Rounding: money.HalfEven, Progressive: rapid.Bool().Draw(t, "progressive"),
			DownPayment: money.MustParseRate(rapid.SampledFrom([]string{"0", "25"}).Draw(t, "down payment"))}
		if !terms.Rate.IsZero() {
			terms.Method = loan.Declining
			if rapid.Bool().Draw(t, "recalculates") {
				terms.Recalculation = &loan.Recalculation{}
				if terms.Progressive {
					terms.Recalculation.Prepayment = loan.AdjustFinal
				}
			}
		}
		c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: anySettings(t), Interest: terms, Expected: []loan.Draw{{On: start, Amount: 100_000}}}
		txs := []loan.Transaction{{ID: "draw", Kind: loan.Disburse, On: start, Amount: 100_000}}
		for n := range rapid.IntRange(0, 6).Draw(t, "transactions") {
			x := loan.Transaction{ID: fmt.Sprintf("t%02d", n), Seq: int64(n + 1), On: start.Add(rapid.IntRange(0, 300).Draw(t, "on")), Amount: int64(rapid.IntRange(1, 60_000).Draw(t, "amount"))}
			x.Kind = rapid.SampledFrom([]loan.TransactionKind{loan.Payment, loan.Payment, loan.Payment, loan.Charge, loan.Disburse, loan.Refund, loan.Calculate,
				loan.ReAge, loan.ReAmortise, loan.Reschedule, loan.Waive, loan.Accelerate, loan.WriteOff}).Draw(t, "kind")
			x.Reason = "test"
			switch x.Kind {
			case loan.ReAge:
				x.Tail = &loan.Tail{Start: x.On.Add(10), Every: 2, Unit: loan.Weeks, Count: rapid.IntRange(1, 4).Draw(t, "tail")}
			case loan.Reschedule:
				x.Turn = &loan.Turn{From: start.AddMonths(rapid.IntRange(1, 8).Draw(t, "from")), Extra: rapid.IntRange(0, 2).Draw(t, "extra"), Grace: rapid.IntRange(0, 1).Draw(t, "grace")}
			case loan.Waive:
				x.Part = loan.Part{Interest: x.Amount}
			case loan.Payment:
				x.PayOff = rapid.IntRange(0, 4).Draw(t, "pay off") == 0
			}
			if _, err := loan.Replay(c, append(slices.Clone(txs), x), day.Max); err == nil {
				txs = append(txs, x)
			}
		}
		a, err := loan.Replay(c, txs, start.Add(rapid.IntRange(0, 400).Draw(t, "as of")))
		if err != nil && errs.CodeOf(err) != errs.Refused { // on an earlier day there may be no row yet to move
			t.Fatal(err)
		}
		checkAccount(t, a)
	})
}
