package ledger_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/ledger"
	"kontor/money"

	"pgregory.net/rapid"
)

var today = day.MustOf(2026, 11, 24)

// An advance of 12,000 EUR comes in before delivery; at delivery it becomes part of what is owed.
func ExampleBook_Post() {
	bank := ledger.Open(ledger.Bank, "EUR", "")
	advance := ledger.Open(ledger.Advance, "EUR", "dl_1")
	owed := ledger.Open(ledger.ReceivablePrincipal, "EUR", "dl_1")
	revenue := ledger.Open(ledger.Revenue, "EUR", "")
	book := ledger.Book{bank.ID: bank, advance.ID: advance, owed.ID: owed, revenue.ID: revenue}

	move := func(id string, debit, credit ledger.Account, minor int64) ledger.Transfer {
		return ledger.Transfer{ID: id, Debit: debit.ID, Credit: credit.ID, Amount: money.Of(minor, "EUR"), EffectiveOn: today, Kind: ledger.Single}
	}
	if _, err := book.Post(move("tf_1", bank, advance, 1_200_000)); err != nil {
		fmt.Println(err)
	}
	changed, err := book.Post(move("tf_2", owed, revenue, 6_000_000), move("tf_3", advance, owed, 1_200_000))
	if err != nil {
		fmt.Println(err)
	}
	for _, a := range changed {
		fmt.Println(a.ID, money.Of(a.Balance(), a.Currency))
	}
	_, err = book.Post(move("tf_4", advance, bank, 1))
	fmt.Println(ledger.ResultOf(err), "-", errs.As(err).Text)
	// Output:
	// advance:EUR:dl_1 0.00 EUR
	// receivable_principal:EUR:dl_1 48000.00 EUR
	// revenue:EUR 60000.00 EUR
	// exceeds_credits - advance:EUR:dl_1 holds 0.00 EUR, not 0.01 EUR
}

func good() ledger.Transfer {
	return ledger.Transfer{ID: "tf_1", Debit: "bank:EUR", Credit: "revenue:EUR", Amount: money.Of(5, "EUR"), EffectiveOn: today, Kind: ledger.Single}
}

// Each case is also wrong in every way below it, so that the order of precedence shows.
func TestResultsInOrder(t *testing.T) {
	full := ledger.Account{ID: "full:EUR", Code: ledger.Bank, Currency: "EUR", Debits: math.MaxInt64 - 1, Credits: math.MaxInt64 - 1}
	book := ledger.Book{full.ID: full}
	for _, a := range []ledger.Account{
		ledger.Open(ledger.Bank, "EUR", ""), ledger.Open(ledger.Bank, "USD", ""), ledger.Open(ledger.Revenue, "EUR", ""),
		ledger.Open(ledger.Unapplied, "EUR", "dl_1"), ledger.Open(ledger.ReceivableFee, "EUR", "dl_1"),
	} {
		book[a.ID] = a
	}
	for name, c := range map[string]struct {
		spoil func(*ledger.Transfer)
		want  ledger.Result
	}{
		"good":                 {func(*ledger.Transfer) {}, ledger.Created},
		"no id":                {func(x *ledger.Transfer) { x.ID, x.Amount.Minor = "", 0 }, ledger.Malformed},
		"no debit":             {func(x *ledger.Transfer) { x.Debit, x.Amount.Minor = "", -1 }, ledger.Malformed},
		"no credit":            {func(x *ledger.Transfer) { x.Credit = "" }, ledger.Malformed},
		"no day":               {func(x *ledger.Transfer) { x.EffectiveOn = 0 }, ledger.Malformed},
		"no kind":              {func(x *ledger.Transfer) { x.Kind = "" }, ledger.Malformed},
		"unknown currency":     {func(x *ledger.Transfer) { x.Amount.Currency = "ZZZ" }, ledger.Malformed},
		"single that reverses": {func(x *ledger.Transfer) { x.Reverses = "tf_0" }, ledger.Malformed},
		"reversal of nothing":  {func(x *ledger.Transfer) { x.Kind, x.Reason = ledger.Reversal, "slip" }, ledger.Malformed},
		"reversal, no reason":  {func(x *ledger.Transfer) { x.Kind, x.Reverses = ledger.Reversal, "tf_0" }, ledger.Malformed},
		"nothing":              {func(x *ledger.Transfer) { x.Amount.Minor, x.Debit = 0, x.Credit }, ledger.AmountOutOfRange},
		"too much":             {func(x *ledger.Transfer) { x.Amount.Minor = money.MaxMinor + 1 }, ledger.AmountOutOfRange},
		"less than nothing":    {func(x *ledger.Transfer) { x.Amount.Minor = -5 }, ledger.AmountOutOfRange},
		"to itself":            {func(x *ledger.Transfer) { x.Debit, x.Credit = "nobody", "nobody" }, ledger.AccountsMustDiffer},
		"unknown debit":        {func(x *ledger.Transfer) { x.Debit, x.Credit = "nobody", "bank:USD" }, ledger.AccountNotFound},
		"unknown credit":       {func(x *ledger.Transfer) { x.Debit, x.Credit = "bank:USD", "nobody" }, ledger.AccountNotFound},
		"other currency":       {func(x *ledger.Transfer) { x.Debit, x.Credit = "unapplied:EUR:dl_1", "bank:USD" }, ledger.CurrencyMismatch},
		"takes what is not there": {func(x *ledger.Transfer) {
			x.Debit, x.Credit = "unapplied:EUR:dl_1", "receivable_fee:EUR:dl_1"
		}, ledger.ExceedsCredits},
		"pays what is not owed": {func(x *ledger.Transfer) { x.Credit = "receivable_fee:EUR:dl_1" }, ledger.ExceedsDebits},
		"full of debits":        {func(x *ledger.Transfer) { x.Debit = full.ID }, ledger.AmountOutOfRange},
		"full of credits":       {func(x *ledger.Transfer) { x.Credit = full.ID }, ledger.AmountOutOfRange},
	} {
		x := good()
		c.spoil(&x)
		before := fmt.Sprint(book)
		changed, err := book.Post(x)
		if got := ledger.ResultOf(err); got != c.want {
			t.Errorf("%s: got %q, want %q (%v)", name, got, c.want, err)
		}
		if err != nil && (len(changed) > 0 || fmt.Sprint(book) != before || errs.As(err).Entity != x.ID) {
			t.Errorf("%s: a refused transfer left a trace or has no name: %v", name, err)
		}
	}
	if _, err := book.Post(good(), good()); ledger.ResultOf(err) != ledger.Exists {
		t.Errorf("twice in a group: got %v", err)
	}
}

// The second transfer of a group sees the first, and the group stands or falls as one.
func TestGroup(t *testing.T) {
	book := ledger.Book{}
	for _, a := range []ledger.Account{ledger.Open(ledger.Bank, "EUR", ""), ledger.Open(ledger.Unapplied, "EUR", "dl_1"),
		ledger.Open(ledger.ReceivableInterest, "EUR", "dl_1"), ledger.Open(ledger.IncomeInterest, "EUR", "")} {
		book[a.ID] = a
	}
	move := func(id, debit, credit string, minor int64) ledger.Transfer {
		return ledger.Transfer{ID: id, Debit: debit, Credit: credit, Amount: money.Of(minor, "EUR"), EffectiveOn: today, Kind: ledger.Single, Group: "py_1"}
	}
	group := []ledger.Transfer{
		move("tf_1", "receivable_interest:EUR:dl_1", "income_interest:EUR", 30),
		move("tf_2", "bank:EUR", "unapplied:EUR:dl_1", 50),
		move("tf_3", "unapplied:EUR:dl_1", "receivable_interest:EUR:dl_1", 40),
	}
	_, err := book.Post(group...)
	if ledger.ResultOf(err) != ledger.ExceedsDebits || errs.As(err).Entity != "tf_3" || book["bank:EUR"].Debits != 0 {
		t.Fatalf("got %v and %v", err, book)
	}
	group[2].Amount.Minor = 30
	changed, err := book.Post(group...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range changed {
		got = append(got, fmt.Sprintf("%s %d %d %d", a.ID, a.Debits, a.Credits, a.Balance()))
	}
	want := []string{"bank:EUR 50 0 50", "income_interest:EUR 0 30 30", "receivable_interest:EUR:dl_1 30 30 0", "unapplied:EUR:dl_1 30 50 20"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestReverse(t *testing.T) {
	first := good()
	first.Group = "py_1"
	back := ledger.Reverse(first, "tf_2", today+1, "booked twice")
	want := ledger.Transfer{ID: "tf_2", Debit: "revenue:EUR", Credit: "bank:EUR", Amount: money.Of(5, "EUR"), EffectiveOn: today + 1,
		Kind: ledger.Reversal, Reverses: "tf_1", Reason: "booked twice"}
	if back != want {
		t.Errorf("got %+v, want %+v", back, want)
	}
	again := ledger.Reverse(back, "tf_3", today+2, "it was right")
	if err := ledger.Check(again); err != nil || again.Debit != first.Debit || again.Reverses != "tf_2" {
		t.Errorf("a reversal may be reversed: got %+v, %v", again, err)
	}
}

func TestChart(t *testing.T) {
	normal := map[ledger.Class]ledger.Side{ledger.Asset: ledger.DebitSide, ledger.Expense: ledger.DebitSide,
		ledger.Liability: ledger.CreditSide, ledger.Income: ledger.CreditSide, ledger.Equity: ledger.CreditSide}
	seen := map[ledger.Code]bool{}
	for _, l := range ledger.Chart() {
		if seen[l.Code] || !l.Code.Known() {
			t.Errorf("%s is twice or not in the chart", l.Code)
		}
		seen[l.Code] = true
		if l.Side != normal[l.Class] {
			t.Errorf("%s: a balance of %s is normal on the %s side, not %s", l.Code, l.Class, normal[l.Class], l.Side)
		}
		if l.Limit == ledger.DebitsWithinCredits && l.Side != ledger.CreditSide || l.Limit == ledger.CreditsWithinDebits && l.Side != ledger.DebitSide {
			t.Errorf("%s: the limit %s would forbid its normal balance", l.Code, l.Limit)
		}
	}
	if ledger.Code("petty").Known() {
		t.Error("an unknown code is known")
	}
}

// Whatever is posted: debits equal credits in every currency, every account is the sum of its transfers, no limit is
// broken, and reversing everything, last first, brings every balance back to zero.
func TestTheBooksBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := ledger.Book{}
		var ids []string
		for _, currency := range []money.Currency{"EUR", "JPY", "KWD"} {
			for _, l := range ledger.Chart() {
				a := ledger.Open(l.Code, currency, "")
				book[a.ID] = a
				ids = append(ids, a.ID)
			}
		}
		one := rapid.Custom(func(t *rapid.T) ledger.Transfer {
			debit := book[rapid.SampledFrom(ids).Draw(t, "debit")]
			return ledger.Transfer{Debit: debit.ID, Credit: rapid.SampledFrom(ids).Draw(t, "credit"), EffectiveOn: today, Kind: ledger.Single,
				Amount: money.Of(rapid.OneOf(rapid.Int64Range(0, 100), rapid.Int64Range(0, money.MaxMinor)).Draw(t, "minor"), debit.Currency)}
		})
		var posted []ledger.Transfer
		for range rapid.IntRange(1, 60).Draw(t, "groups") {
			group := rapid.SliceOfN(one, 1, 3).Draw(t, "group")
			for i := range group {
				group[i].ID = fmt.Sprint("tf_", len(posted)+i)
			}
			if _, err := book.Post(group...); err == nil {
				posted = append(posted, group...)
			} else if ledger.ResultOf(err) == "" {
				t.Fatal(err)
			}
			balanced(t, book, posted)
		}
		undone := slices.Clone(posted)
		for i, x := range slices.Backward(posted) {
			back := ledger.Reverse(x, fmt.Sprint("rv_", i), today, "test")
			if _, err := book.Post(back); err != nil {
				t.Fatal(err)
			}
			undone = append(undone, back)
		}
		balanced(t, book, undone)
		for _, a := range book {
			if a.Balance() != 0 {
				t.Fatalf("%s is left with %d", a.ID, a.Balance())
			}
		}
	})
}

func balanced(t *rapid.T, book ledger.Book, posted []ledger.Transfer) {
	debits, credits, sum := map[string]int64{}, map[string]int64{}, map[money.Currency]int64{}
	for _, x := range posted {
		debits[x.Debit] += x.Amount.Minor
		credits[x.Credit] += x.Amount.Minor
	}
	for id, a := range book {
		sum[a.Currency] += a.Debits - a.Credits
		if a.Debits != debits[id] || a.Credits != credits[id] {
			t.Fatalf("%+v, but its transfers sum to %d and %d", a, debits[id], credits[id])
		}
		if a.Code.Limit() != ledger.Free && a.Balance() < 0 {
			t.Fatalf("%s is below its limit: %d", id, a.Balance())
		}
	}
	for currency, off := range sum {
		if off != 0 {
			t.Fatalf("%s is off by %d", currency, off)
		}
	}
}

func BenchmarkPost(b *testing.B) {
	bank, unapplied := ledger.Open(ledger.Bank, "EUR", ""), ledger.Open(ledger.Unapplied, "EUR", "dl_1")
	book := ledger.Book{bank.ID: bank, unapplied.ID: unapplied}
	x := ledger.Transfer{ID: "tf_1", Debit: bank.ID, Credit: unapplied.ID, Amount: money.Of(1, "EUR"), EffectiveOn: today, Kind: ledger.Single}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := book.Post(x); err != nil {
			b.Fatal(err)
		}
	}
}
