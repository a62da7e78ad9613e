package goods_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/goods"
)

var today = day.MustOf(2026, 3, 2)

func claim(kind goods.ClaimKind, deal string, days int) goods.Claim {
	c := goods.Claim{Kind: kind, Deal: deal}
	if kind == goods.Reserved || kind == goods.OnDemo || kind == goods.OnTrial {
		c.Until = today.Add(days)
	}
	return c
}

func TestClaimSteps(t *testing.T) {
	for _, c := range []struct {
		name      string
		now, next goods.Claim
		code      errs.Code // "" = allowed
		says      string
	}{
		{"reserve a free unit", goods.Claim{}, claim(goods.Reserved, "D-1", 14), "", ""},
		{"allocate a free unit", claim(goods.Free, "", 0), claim(goods.Allocated, "D-1", 0), "", ""},
		{"lend a free unit", claim(goods.Free, "", 0), claim(goods.OnDemo, "", 5), "", ""},
		{"prolong a reservation", claim(goods.Reserved, "D-1", 1), claim(goods.Reserved, "D-1", 14), "", ""},
		{"a reservation becomes a contract line", claim(goods.Reserved, "D-1", 1), claim(goods.Allocated, "D-1", 0), "", ""},
		{"hand over under a lease", claim(goods.Allocated, "D-1", 0), claim(goods.Leased, "D-1", 0), "", ""},
		{"a lease ends", claim(goods.Leased, "D-1", 0), claim(goods.Free, "", 0), "", ""},
		{"scenario 4: the second seller sees who and until when", claim(goods.Reserved, "D-1", 3), claim(goods.Reserved, "D-2", 14), errs.Conflict, "reserved for D-1 until 2026-03-05"},
		{"a second deal on the same unit", claim(goods.Allocated, "D-1", 0), claim(goods.Allocated, "D-2", 0), errs.Conflict, "allocated to D-1"},
		{"on its last day a reservation holds", claim(goods.Reserved, "D-1", 0), claim(goods.Allocated, "D-2", 0), errs.Conflict, "D-1"},
		{"a day later it has lapsed", claim(goods.Reserved, "D-1", -1), claim(goods.Allocated, "D-2", 0), "", ""},
		{"a demo does not lapse, it is overdue", claim(goods.OnDemo, "", -1), claim(goods.Reserved, "D-2", 3), errs.Conflict, "on demonstration until 2026-03-01"},
		{"no lease without allocation", claim(goods.Free, "", 0), claim(goods.Leased, "D-1", 0), errs.Conflict, "cannot become leased"},
		{"a leased unit is not reserved again", claim(goods.Leased, "D-1", 0), claim(goods.Reserved, "D-1", 3), errs.Conflict, "leased to D-1"},
		{"reserved until yesterday", goods.Claim{}, claim(goods.Reserved, "D-1", -1), errs.Invalid, "is past"},
		{"reserved without end", goods.Claim{}, goods.Claim{Kind: goods.Reserved, Deal: "D-1"}, errs.Invalid, "last day"},
		{"allocated with an end", goods.Claim{}, goods.Claim{Kind: goods.Allocated, Deal: "D-1", Until: today}, errs.Invalid, "last day"},
		{"unknown", goods.Claim{}, goods.Claim{Kind: "pawned"}, errs.Invalid, "pawned"},
		{"free with a deal", claim(goods.Allocated, "D-1", 0), goods.Claim{Kind: goods.Free, Deal: "D-1"}, errs.Invalid, "neither"},
	} {
		got, err := c.now.Take(c.next, today)
		if errs.CodeOf(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %s %q", c.name, err, c.code, c.says)
		}
		if err != nil && got != c.now {
			t.Errorf("%s: a refused claim changed to %v", c.name, got)
		}
		if err == nil && got != c.next {
			t.Errorf("%s: got %v, want %v", c.name, got, c.next)
		}
	}
}

func TestOverdueDemo(t *testing.T) { // scenario 11
	demo := claim(goods.OnDemo, "", 3)
	if demo.Overdue(today.Add(3)) || !demo.Overdue(today.Add(4)) {
		t.Error("a demo is overdue from the day after its last day")
	}
	if claim(goods.Reserved, "D-1", 3).Overdue(today.Add(9)) {
		t.Error("a reservation lapses and is never overdue")
	}
}

func TestAvailable(t *testing.T) {
	u := unit()
	if !u.Available(today) {
		t.Error("a free unit in the yard is available")
	}
	u.Claim = claim(goods.Reserved, "D-1", 0)
	if u.Available(today) || !u.Available(today.Add(1)) {
		t.Error("a reserved unit is available again when the reservation lapses")
	}
	u.Claim, u.Supply = goods.Claim{}, goods.Scrapped
	if u.Available(today) {
		t.Error("a scrapped unit is not available")
	}
}

// However claims follow each other, a deal never takes a unit that another deal holds on that day.
func TestOneHolder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var held goods.Claim
		now := today
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			now = now.Add(rapid.IntRange(0, 4).Draw(t, "days"))
			kind := rapid.SampledFrom(goods.ClaimKinds()).Draw(t, "kind")
			next := goods.Claim{Kind: kind}
			if kind != goods.Free && kind != goods.OnDemo && kind != goods.OnTrial {
				next.Deal = rapid.SampledFrom([]string{"D-1", "D-2"}).Draw(t, "deal")
			}
			if kind == goods.Reserved || kind == goods.OnDemo || kind == goods.OnTrial {
				next.Until = now.Add(rapid.IntRange(0, 5).Draw(t, "until"))
			}
			before := held.On(now)
			taken, err := held.Take(next, now)
			if err == nil && !before.IsFree() && !taken.IsFree() && before.Deal != taken.Deal {
				t.Fatalf("%v took over %v on %s", taken, before, now)
			}
			held = taken
		}
	})
}
