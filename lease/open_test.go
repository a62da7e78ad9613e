package lease_test

import (
	"fmt"
	"testing"

	"kontor/day"
	"kontor/lease"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExampleLevels() {
	open := []lease.Open{
		{Nr: 1, Kind: lease.RentalRow, DueOn: day.MustOf(2026, 1, 31), Interest: 300, Principal: 10_000}, // overdue
		{Nr: 2, Kind: lease.RentalRow, DueOn: day.MustOf(2026, 2, 28), Interest: 200, Principal: 10_000},
		{Nr: 3, Kind: lease.RentalRow, DueOn: day.MustOf(2026, 3, 31), Interest: 100, Principal: 10_000},
	}
	for _, l := range lease.Levels(open, day.MustOf(2026, 2, 10)) {
		fmt.Println("from", l.From, money.Of(l.Minor, "EUR"))
	}
	// Output:
	// from 2026-02-10 305.00 EUR
	// from 2026-03-01 204.00 EUR
	// from 2026-04-01 103.00 EUR
}

func TestLevels(t *testing.T) {
	jan, feb, mar := day.MustOf(2026, 1, 31), day.MustOf(2026, 2, 28), day.MustOf(2026, 3, 31)
	for name, c := range map[string]struct {
		open []lease.Open
		from day.Date
		want []lease.Level
	}{
		"nothing owed": {nil, jan, []lease.Level{{jan, 0}}},
		"due today is owed today": {[]lease.Open{{Nr: 1, DueOn: jan, Interest: 1, Principal: 10}, {Nr: 2, DueOn: feb, Interest: 2, Principal: 20}}, jan,
			[]lease.Level{{jan, 31}, {jan + 1, 22}, {feb + 1, 0}}},
		"arrears stay with all their parts": {[]lease.Open{{Nr: 1, DueOn: jan, Fee: 5, Interest: 1, Principal: 10}, {Nr: 2, DueOn: feb, Interest: 2, Principal: 20}}, jan + 1,
			[]lease.Level{{jan + 1, 38}, {feb + 1, 16}}},
		"residual beside the last rental": {[]lease.Open{{Nr: 1, DueOn: feb, Interest: 3, Principal: 10}, {Nr: 2, Kind: lease.ResidualRow, DueOn: feb, Principal: 90}}, jan,
			[]lease.Level{{jan, 103}, {feb + 1, 0}}},
		"an unpaid advance": {[]lease.Open{{Kind: lease.AdvanceRow, DueOn: jan, Principal: 40}, {Nr: 1, DueOn: feb, Interest: 3, Principal: 60}}, jan - 5,
			[]lease.Level{{jan - 5, 100}, {jan + 1, 63}, {feb + 1, 0}}},
		"order does not matter": {[]lease.Open{{Nr: 2, DueOn: mar, Principal: 20}, {Nr: 1, DueOn: feb, Principal: 10}}, feb,
			[]lease.Level{{feb, 30}, {feb + 1, 20}, {mar + 1, 0}}},
		"steps without a change are one": {[]lease.Open{{Nr: 1, DueOn: feb, Interest: 5}, {Nr: 2, DueOn: mar, Interest: 5}}, jan,
			[]lease.Level{{jan, 5}, {mar + 1, 0}}},
		"only arrears": {[]lease.Open{{Nr: 1, DueOn: jan, Principal: 10}}, mar, []lease.Level{{mar, 10}}},
	} {
		if d := cmp.Diff(c.want, lease.Levels(c.open, c.from)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func drawOpen(t *rapid.T) []lease.Open {
	amount := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 500))
	nr := 0
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lease.Open {
		nr++
		return lease.Open{Nr: nr, Kind: lease.RentalRow, DueOn: day.MustOf(2026, 1, 1).Add(rapid.IntRange(0, 40).Draw(t, "due")),
			Fee: amount.Draw(t, "fee"), Interest: amount.Draw(t, "interest"), Principal: amount.Draw(t, "principal")}
	}), 0, 8).Draw(t, "open")
}

// exposure is the rule of Levels for a single day, word by word.
func exposure(open []lease.Open, from, d day.Date) int64 {
	var next day.Date
	for _, o := range open {
		if o.DueOn >= from && o.DueOn >= d && o.Total() > 0 && (next == 0 || o.DueOn < next) {
			next = o.DueOn
		}
	}
	sum := int64(0)
	for _, o := range open {
		if o.DueOn < from {
			sum += o.Total()
		} else if o.DueOn >= d {
			sum += o.Principal
			if o.DueOn == next {
				sum += o.Interest + o.Fee
			}
		}
	}
	return sum
}

func TestLevelsDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open := drawOpen(t)
		from := day.MustOf(2026, 1, 1).Add(rapid.IntRange(0, 45).Draw(t, "from"))
		levels := lease.Levels(open, from)
		if levels[0].From != from {
			t.Fatalf("the first level begins on %v, want %v", levels[0].From, from)
		}
		for d, at := from, 0; d < from.Add(50); d++ {
			if at+1 < len(levels) && levels[at+1].From == d {
				at++
			}
			if got, want := levels[at].Minor, exposure(open, from, d); got != want {
				t.Fatalf("%v: got %d, want %d", d, got, want)
			}
		}
	})
}
