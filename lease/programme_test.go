package lease_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCapIsNamed(t *testing.T) { // S8
	p := stateProgramme(lease.UpFront)
	on, key := day.MustOf(2026, 3, 1), map[string]money.Rate{"key rate": money.MustParseRate("16")}
	if err := p.Admits(money.MustParseRate("8"), on, key); err != nil {
		t.Error(err)
	}
	err := p.Admits(money.MustParseRate("8.01"), on, key)
	if got, want := errs.As(err).Text.String(), "8.01 percent is over the cap of 8 percent of programme R-8"; got != want || !errs.Is(err, errs.Refused) {
		t.Errorf("got %q, want %q", got, want)
	}
	// The same customer at signature, after the key rate has fallen.
	key["key rate"] = money.MustParseRate("15")
	if err := p.Admits(money.MustParseRate("8"), on, key); !errs.Is(err, errs.Refused) {
		t.Errorf("got %v", err)
	}
	if err := p.Admits(money.MustParseRate("1"), on, nil); !errs.Is(err, errs.Refused) || !strings.Contains(err.Error(), "key rate of 2026-03-01") {
		t.Errorf("nobody guesses a key rate, got %v", err)
	}
	p.From, p.Until = on.Add(1), on.Add(30)
	for _, d := range []day.Date{on, on.Add(31)} {
		if err := p.Admits(money.MustParseRate("1"), d, key); !errs.Is(err, errs.Refused) {
			t.Errorf("%v: got %v", d, err)
		}
	}
}

func TestLevellingLimits(t *testing.T) {
	eight := money.MustParseRate("8")
	for name, c := range map[string]struct {
		change func(*lease.Ask, *lease.Programme)
		rate   string // "" = refused
		cost   string
		says   string
	}{
		"as asked": {func(a *lease.Ask, p *lease.Programme) {}, "8", "806040.45 EUR", ""},
		"the amount binds": {func(a *lease.Ask, p *lease.Programme) {
			a.CustomerRate, p.Cap = nil, lease.CapRule{}
			p.Points = eight
			p.LimitAmount = money.MustParse("500000 EUR")
			p.LimitPct = money.MustParseRate("15")
		}, "11.95011773", "500000.00 EUR", "R-8 pays at most 500000.00 EUR"},
		"the percent binds": {func(a *lease.Ask, p *lease.Programme) {
			a.CustomerRate, p.Cap = nil, lease.CapRule{}
			p.Points = eight
			p.LimitAmount = money.MustParse("500000 EUR")
			p.LimitPct = money.MustParseRate("10")
		}, "13.19707283", "400000.00 EUR", "R-8 pays at most 10 percent: 400000.00 EUR"},
		"in steps of a rate": {func(a *lease.Ask, p *lease.Programme) {
			a.CustomerRate, p.Cap = nil, lease.CapRule{}
			p.Points, p.LimitPct, p.RateStep = eight, money.MustParseRate("10"), money.MustParseRate("0.01")
		}, "13.2", "399763.67 EUR", "R-8 pays at most 10 percent: 400000.00 EUR"},
		"the budget binds": {func(a *lease.Ask, p *lease.Programme) {
			a.CustomerRate, p.Cap = nil, lease.CapRule{}
			p.Points = eight
			a.Left = map[string]int64{"R-8": 0}
		}, "18", "0.00 EUR", "the budget of R-8 has 0.00 EUR left"},
		"asked in vain":        {func(a *lease.Ask, p *lease.Programme) { p.LimitPct = money.MustParseRate("20") }, "", "", "the programmes carry the rate to 8.08008053 percent, not to 8 percent"},
		"over the cap":         {func(a *lease.Ask, p *lease.Programme) { a.CustomerRate = ptr("8.01") }, "", "", "8.01 percent is over the cap of 8 percent"},
		"limited over the cap": {func(a *lease.Ask, p *lease.Programme) { a.CustomerRate = nil; p.LimitPct = money.MustParseRate("20") }, "", "", "8.08008053 percent is over the cap of 8 percent"},
		"the subsidy is cut":   {func(a *lease.Ask, p *lease.Programme) { p.Cap, p.MinRate = lease.CapRule{}, money.MustParseRate("9") }, "9", "730121.59 EUR", "R-8 lowers the rate to 9 percent at least"},
		"the margin rises": {func(a *lease.Ask, p *lease.Programme) {
			p.Cap, p.MinRate = lease.CapRule{}, money.MustParseRate("9")
			p.AtMinimum = lease.RaiseMargin
		}, "9", "806040.45 EUR", "R-8 lowers the rate to 9 percent at least"},
	} {
		ask := askS7(stateProgramme(lease.UpFront))
		ask.CustomerRate = &eight
		c.change(&ask, &ask.Programmes[0])
		q, err := lease.LevelRate(ask)
		if c.rate == "" {
			if !errs.Is(err, errs.Refused) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: got %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		says := ""
		for _, b := range q.Reliefs[0].Bound {
			says += b.String()
		}
		if q.CustomerRate.String() != c.rate || q.Reliefs[0].Cost.String() != c.cost || says != c.says {
			t.Errorf("%s: got %v, %v, %q, want %v, %v, %q", name, q.CustomerRate, q.Reliefs[0].Cost, says, c.rate, c.cost, c.says)
		}
	}
}

func ptr(rate string) *money.Rate { r := money.MustParseRate(rate); return &r }

// Programmes apply in their order: the second takes the rate on from where the limit of the first left it.
func TestProgrammesStack(t *testing.T) {
	first, second := stateProgramme(lease.UpFront), lease.Programme{ID: "M-2", Sponsor: "Maker Sued", Formula: lease.Compensation, EveryRentals: 3}
	first.LimitPct = money.MustParseRate("10")
	eight := money.MustParseRate("8")
	for _, ps := range [][]lease.Programme{{first, second}, {second, first}} {
		ask := askS7(ps...)
		ask.CustomerRate = &eight
		q, err := lease.LevelRate(ask)
		if err != nil {
			t.Fatal(err)
		}
		a, b := q.Reliefs[0], q.Reliefs[1]
		if a.From.String() != "18" || a.To != b.From || b.To != eight || len(q.Sponsors) != 2 {
			t.Errorf("got %+v, then %+v", a, b)
		}
		if sum := a.Value.Minor + b.Value.Minor; sum < q.GapUpFront.Minor-2 || sum > q.GapUpFront.Minor+10 {
			t.Errorf("together they pay %d of %v", sum, q.GapUpFront)
		}
		if a.Programme == "R-8" && a.Cost.String() != "400000.00 EUR" || a.Programme == "M-2" && b.Cost.Minor != 0 {
			t.Errorf("got %+v, then %+v", a, b)
		}
	}
}

func TestClawBack(t *testing.T) {
	p := stateProgramme(lease.UpFront)
	p.ClawBack = []lease.ClawStep{{BeforeMonths: 12, Share: money.MustParseRate("100")}, {BeforeMonths: 36, Share: money.MustParseRate("50")}}
	start, paid := day.MustOf(2026, 1, 31), money.MustParse("806040.45 EUR")
	for _, c := range []struct {
		ended day.Date
		want  string
	}{{day.MustOf(2027, 1, 30), "806040.45 EUR"}, {day.MustOf(2027, 1, 31), "403020.23 EUR"}, {day.MustOf(2029, 1, 30), "403020.23 EUR"}, {day.MustOf(2029, 1, 31), "0.00 EUR"}} {
		got, err := p.ClawedBack(paid, start, c.ended, money.HalfUp)
		if err != nil || got.String() != c.want {
			t.Errorf("%v: got %v, want %v, %v", c.ended, got, c.want, err)
		}
	}
}

func TestFaultsOfProgrammes(t *testing.T) {
	pct := money.MustParseRate
	for field, change := range map[string]func(*lease.Programme){
		"id":                func(p *lease.Programme) { p.ID = "" },
		"sponsor":           func(p *lease.Programme) { p.Sponsor = "" },
		"formula":           func(p *lease.Programme) { p.Formula = "magic" },
		"pays":              func(p *lease.Programme) { p.Pays = "" },
		"pays_after":        func(p *lease.Programme) { p.PaysAfter = 1 },
		"every_rentals":     func(p *lease.Programme) { p.EveryRentals = 3 },
		"points":            func(p *lease.Programme) { p.Points = pct("-1") },
		"size_pct":          func(p *lease.Programme) { p.SizePct = pct("101") },
		"limit_pct":         func(p *lease.Programme) { p.LimitPct = pct("-0.1") },
		"rate_step":         func(p *lease.Programme) { p.RateStep = pct("-1") },
		"min_customer_rate": func(p *lease.Programme) { p.MinRate = pct("-1") },
		"limit_amount":      func(p *lease.Programme) { p.LimitAmount = money.Of(-1, "EUR") },
		"of":                func(p *lease.Programme) { p.Of = "moon" },
		"at_minimum":        func(p *lease.Programme) { p.AtMinimum = "pray" },
		"cap.indicator":     func(p *lease.Programme) { p.Cap.Indicator = "" },
		"cap.bands":         func(p *lease.Programme) { p.Cap.Bands[1].Above = money.Rate{} },
		"until":             func(p *lease.Programme) { p.From, p.Until = day.MustOf(2026, 1, 2), day.MustOf(2026, 1, 1) },
		"clawback":          func(p *lease.Programme) { p.ClawBack = []lease.ClawStep{{BeforeMonths: 0}} },
		"budget":            func(p *lease.Programme) { p.Budget = []lease.Tranche{{Minor: -1}} },
	} {
		p := stateProgramme(lease.UpFront)
		change(&p)
		err := errs.As(p.Check())
		if err == nil || len(err.Faults) != 1 || err.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	if err := stateProgramme(lease.PerRental).Check(); err != nil {
		t.Error(err)
	}
	both := stateProgramme(lease.UpFront)
	both.Points, both.SizePct = pct("5"), pct("5")
	if err := errs.As(both.Check()); err == nil || err.Faults[0].Field != "points" {
		t.Errorf("got %v", err)
	}
	ask := askS7(stateProgramme(lease.UpFront), stateProgramme(lease.UpFront))
	ask.CustomerRate = ptr("19")
	ask.SignedOn = 0
	var fields []string
	_, err := lease.LevelRate(ask)
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	if d := cmp.Diff([]string{"signed_on", "programmes[1]", "customer_rate"}, fields); d != "" {
		t.Error(d)
	}
}

func TestProgrammesAreData(t *testing.T) {
	text := `{"id":"R-8","sponsor":"Region Nord","formula":"rate_buy_down","pays":"up_front","cap":{"indicator":"key rate","bands":[{"fixed":"4"},{"above":"8","share_pct":"50"}]}}`
	var p lease.Programme
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(stateProgramme(lease.UpFront), p, cmp.Comparer(func(a, b money.Rate) bool { return a == b })); d != "" {
		t.Error(d)
	}
	if b, err := json.Marshal(p); err != nil || string(b) != text {
		t.Errorf("got %s, %v", b, err)
	}
}

func ExampleSpend() {
	d := func(n int) day.Date { return day.MustOf(2026, 1, n) }
	b := lease.Spend("EUR", []lease.Tranche{{Minor: 100_000}}, []lease.BudgetMove{
		{ID: "Q-1", Kind: lease.Reserve, On: d(1), Minor: 80_604, Until: d(15)},
		{ID: "Q-2", Kind: lease.Reserve, On: d(2), Minor: 30_000},
		{ID: "Q-1", Kind: lease.Use, On: d(9), Minor: 80_604},
	}, d(31))
	fmt.Println("used", b.Used, "reserved", b.Reserved, "left", b.Left)
	for _, r := range b.Refused {
		fmt.Println(r.Move.ID, "is refused:", r.Why)
	}
	// Output:
	// used 80604 reserved 0 left 19396
	// Q-2 is refused: 300.00 EUR is wanted and 193.96 EUR is left: Q-1 holds 806.04 EUR
}

func TestBudget(t *testing.T) {
	d := func(n int) day.Date { return day.MustOf(2026, 1, n) }
	tranches := []lease.Tranche{{Minor: 1000}, {From: d(20), Minor: 500}}
	moves := []lease.BudgetMove{
		{ID: "q1", Kind: lease.Reserve, On: d(1), Minor: 600, Until: d(10)},
		{ID: "q2", Kind: lease.Reserve, On: d(2), Minor: 400},
		{ID: "q3", Kind: lease.Reserve, On: d(3), Minor: 1},             // nothing is left
		{ID: "q2", Kind: lease.Use, On: d(4), Minor: 300},               // 100 become free
		{ID: "q3", Kind: lease.Reserve, On: d(5), Minor: 100},           // and are taken
		{ID: "q4", Kind: lease.Reserve, On: d(11), Minor: 601},          // q1 has lapsed: 600
		{ID: "q1", Kind: lease.Use, On: d(12), Minor: 600},              // too late
		{ID: "q3", Kind: lease.Free, On: d(13)},                         //
		{ID: "q2", Kind: lease.Return, On: d(14), Minor: 300},           // a claw-back
		{ID: "q4", Kind: lease.Reserve, On: d(21), Minor: 1500, Seq: 2}, // all of both tranches
		{ID: "q5", Kind: lease.Reserve, On: d(21), Minor: 1, Seq: 1},    // but this one came before
	}
	got := lease.Spend("EUR", tranches, moves, d(31))
	want := lease.Budget{Total: 1500, Reserved: 1, Left: 1499, Holds: []lease.Hold{{ID: "q1", On: d(1), Until: d(10)}, {ID: "q2", On: d(2)}, {ID: "q3", On: d(5)},
		{ID: "q5", On: d(21), Reserved: 1}}}
	refused := got.Refused
	got.Refused = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var says []string
	for _, r := range refused {
		says = append(says, r.Move.ID+": "+r.Why.String())
	}
	if diff := cmp.Diff([]string{"q3: 0.01 EUR is wanted and 0.00 EUR is left: q1 holds 6.00 EUR", "q4: 6.01 EUR is wanted and 6.00 EUR is left: q3 holds 1.00 EUR",
		"q1: q1 holds nothing of this budget", "q4: 15.00 EUR is wanted and 14.99 EUR is left: q5 holds 0.01 EUR"}, says); diff != "" {
		t.Error(diff)
	}
	if got := lease.Spend("EUR", tranches, moves, d(3)); got.Left != 0 || got.Reserved != 1000 {
		t.Errorf("on the third: %+v", got)
	}
}

// A budget is never overspent, adds up on every day, and a refused move changes nothing.
func TestBudgetIsNeverOverspent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := day.MustOf(2026, 1, 1)
		tranches := []lease.Tranche{{Minor: rapid.Int64Range(0, 1000).Draw(t, "first")}, {From: start.Add(20), Minor: rapid.Int64Range(0, 1000).Draw(t, "second")}}
		moves := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lease.BudgetMove {
			m := lease.BudgetMove{ID: rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id"), On: start.Add(rapid.IntRange(0, 40).Draw(t, "on")),
				Kind:  rapid.SampledFrom([]lease.MoveKind{lease.Reserve, lease.Reserve, lease.Use, lease.Free, lease.Return, "?"}).Draw(t, "kind"),
				Minor: rapid.Int64Range(-1, 700).Draw(t, "minor")}
			if rapid.Bool().Draw(t, "lapses") {
				m.Until = m.On.Add(rapid.IntRange(0, 10).Draw(t, "days"))
			}
			return m
		}), 0, 25).Draw(t, "moves")
		for i := range moves {
			moves[i].Seq = int64(i)
		}
		for n := range 45 {
			on := start.Add(n)
			b := lease.Spend("EUR", tranches, moves, on)
			sum := int64(0)
			for _, h := range b.Holds {
				sum += h.Reserved + h.Used
				if h.Reserved < 0 || h.Used < 0 || h.Reserved > 0 && h.Until != 0 && h.Until < on {
					t.Fatalf("%v holds %+v", on, h)
				}
			}
			if b.Left < 0 || b.Reserved < 0 || b.Used < 0 || b.Reserved+b.Used+b.Left != b.Total || sum != b.Reserved+b.Used {
				t.Fatalf("%v does not add up: %+v", on, b)
			}
		}
		full := lease.Spend("EUR", tranches, moves, day.Max)
		var kept []lease.BudgetMove
		for _, m := range moves {
			refused := false
			for _, r := range full.Refused {
				refused = refused || r.Move.Seq == m.Seq
			}
			if !refused {
				kept = append(kept, m)
			}
		}
		without := lease.Spend("EUR", tranches, kept, day.Max)
		full.Refused = nil
		if d := cmp.Diff(full, without); d != "" {
			t.Error("a refused move changed something", d)
		}
	})
}

// Each programme plans a quote many times: long quotes take few of them.
func TestTooManyProgrammes(t *testing.T) {
	ask := askS7()
	for i := range 501 {
		p := stateProgramme(lease.UpFront)
		p.ID = fmt.Sprint("R-", i)
		ask.Programmes = append(ask.Programmes, p)
	}
	if _, err := lease.LevelRate(ask); !slices.Contains(fields(err), "programmes") {
		t.Errorf("got %v", err)
	}
}
