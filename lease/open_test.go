package lease_test

import (
	"fmt"
	"slices"
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

func TestAllocate(t *testing.T) {
	jan, feb := day.MustOf(2026, 1, 31), day.MustOf(2026, 2, 28)
	open := []lease.Open{
		{Nr: 2, DueOn: feb, Interest: 40, Principal: 100},
		{Nr: 1, DueOn: jan, Fee: 10, Interest: 50, Principal: 90},
	}
	for name, c := range map[string]struct {
		amount int64
		on     day.Date
		parts  []lease.Part
		rest   int64
	}{
		"nothing due yet":      {100, jan - 1, nil, 100},
		"nothing":              {0, feb, nil, 0},
		"less than nothing":    {-7, feb, nil, -7},
		"within the interest":  {35, jan, []lease.Part{{1, 10, 25, 0}}, 0},
		"exactly one":          {150, feb, []lease.Part{{1, 10, 50, 90}}, 0},
		"into the second":      {200, feb, []lease.Part{{1, 10, 50, 90}, {2, 0, 40, 10}}, 0},
		"over what is due now": {200, jan, []lease.Part{{1, 10, 50, 90}}, 50},
		"over everything":      {1000, feb, []lease.Part{{1, 10, 50, 90}, {2, 0, 40, 100}}, 710},
	} {
		parts, rest := lease.Allocate(open, c.amount, c.on)
		if d := cmp.Diff(c.parts, parts); d != "" || rest != c.rest {
			t.Errorf("%s: rest %d, want %d %s", name, rest, c.rest, d)
		}
	}
}

func TestAllocateLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open := drawOpen(t)
		amount := rapid.Int64Range(0, 5000).Draw(t, "amount")
		on := day.MustOf(2026, 1, 1).Add(rapid.IntRange(-1, 45).Draw(t, "on"))
		parts, rest := lease.Allocate(open, amount, on)
		sum, due := rest, int64(0)
		for _, o := range open {
			if o.DueOn <= on {
				due += o.Total()
			}
		}
		for _, p := range parts {
			sum += p.Total()
			o := open[slices.IndexFunc(open, func(o lease.Open) bool { return o.Nr == p.Nr })]
			if o.DueOn > on || p.Fee > o.Fee || p.Interest > o.Interest || p.Principal > o.Principal || p.Total() <= 0 {
				t.Fatalf("part %v of %v", p, o)
			}
			if p.Interest > 0 && p.Fee < o.Fee || p.Principal > 0 && p.Interest < o.Interest {
				t.Fatalf("part %v of %v is out of order", p, o)
			}
		}
		if sum != amount || rest != max(amount-due, 0) {
			t.Fatalf("%d of %d, rest %d, due %d", sum, amount, rest, due)
		}
	})
}

// What is taken back of two payments that met the rows together leaves what the first would have met alone.
func TestTakeBackUndoesAllocate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open := drawOpen(t)
		first, second := rapid.Int64Range(0, 3000).Draw(t, "first"), rapid.Int64Range(0, 3000).Draw(t, "second")
		both, over := lease.Allocate(open, first+second, day.Max)
		want, rest := lease.Allocate(open, first, day.Max)
		paid := make([]lease.Open, 0, len(both))
		for _, p := range both {
			paid = append(paid, lease.Open{Nr: p.Nr, Kind: lease.RentalRow, DueOn: dueOf(open, p.Nr), Fee: p.Fee, Interest: p.Interest, Principal: p.Principal})
		}
		parts, missing := lease.TakeBack(paid, max(0, second+rest-over)) // what stayed over pays first
		if missing != 0 {
			t.Fatalf("%d could not be taken back", missing)
		}
		got := map[int]lease.Part{}
		for _, p := range both {
			got[p.Nr] = p
		}
		for _, p := range parts {
			g := got[p.Nr]
			got[p.Nr] = lease.Part{Nr: p.Nr, Fee: g.Fee - p.Fee, Interest: g.Interest - p.Interest, Principal: g.Principal - p.Principal}
		}
		for _, w := range want {
			if got[w.Nr] != w {
				t.Fatalf("row %d: got %v, want %v", w.Nr, got[w.Nr], w)
			}
			delete(got, w.Nr)
		}
		for nr, g := range got {
			if g.Total() != 0 {
				t.Fatalf("row %d holds %v, want nothing", nr, g)
			}
		}
	})
}

func dueOf(open []lease.Open, nr int) day.Date {
	for _, o := range open {
		if o.Nr == nr {
			return o.DueOn
		}
	}
	return 0
}

func TestArrears(t *testing.T) {
	due := day.MustOf(2026, 3, 1)
	open := []lease.Open{{Nr: 2, DueOn: due.AddMonths(1), Principal: 7}, {Nr: 1, DueOn: due, Interest: 3, Principal: 90}}
	for _, c := range []struct {
		on    day.Date
		grace int
		want  lease.State
	}{
		{due, 0, lease.State{}},
		{due + 1, 0, lease.State{DPD: 1, Since: due, Overdue: 93, Bucket: 1}},
		{due + 3, 3, lease.State{Overdue: 93}},
		{due + 4, 3, lease.State{DPD: 1, Since: due + 3, Overdue: 93, Bucket: 1}},
		{due + 30, 0, lease.State{DPD: 30, Since: due, Overdue: 93, Bucket: 1}},
		{due + 31, 0, lease.State{DPD: 31, Since: due, Overdue: 93, Bucket: 31}},
		{due + 32, 0, lease.State{DPD: 32, Since: due, Overdue: 100, Bucket: 31}},
		{due + 61, 0, lease.State{DPD: 61, Since: due, Overdue: 100, Bucket: 61}},
		{due + 90, 0, lease.State{DPD: 90, Since: due, Overdue: 100, Bucket: 61}},
		{due + 91, 0, lease.State{DPD: 91, Since: due, Overdue: 100, Bucket: 91}},
		{due + 4000, 0, lease.State{DPD: 4000, Since: due, Overdue: 100, Bucket: 91}},
	} {
		if got := lease.Arrears(open, c.on, c.grace); got != c.want {
			t.Errorf("%v with %d days of grace: got %+v, want %+v", c.on, c.grace, got, c.want)
		}
	}
	// Part payment of the oldest row does not restart the count; paying it does.
	open[1].Principal = 1
	if got := lease.Arrears(open, due+40, 0).DPD; got != 40 {
		t.Errorf("partly paid: got %d, want 40", got)
	}
	open[1].Interest, open[1].Principal = 0, 0
	if got := lease.Arrears(open, due+40, 0).DPD; got != 9 {
		t.Errorf("paid: got %d, want 9", got)
	}
}

func BenchmarkAllocate(b *testing.B) {
	s, err := lease.Plan(lease.Terms{Price: money.Of(500_000_000, "EUR"), Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 60, EveryMonths: 1, Start: day.MustOf(2026, 1, 31)})
	if err != nil {
		b.Fatal(err)
	}
	open, on := s.Open(), s.Rows[2].DueOn
	b.ReportAllocs()
	for b.Loop() {
		if parts, _ := lease.Allocate(open, 3*s.Rental.Minor, on); len(parts) != 3 {
			b.Fatal(parts)
		}
	}
}
