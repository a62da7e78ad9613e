package guarantee_test

import (
	"testing"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

// Scenario 26: a regional surety for 20 percent, paid last: a fifth of the principal is shown beside the gate, "not on demand", and
// nothing counts; it enters the gate as far as the policy says.
func TestScenario26RegionalSurety(t *testing.T) {
	end := today.Add(700)
	i := pledged("gt_1", million(10), end, "dl_1")
	i.Kind, i.CoverPercentBP, i.Covers = guarantee.StateGuarantee, 2000, []string{"principal"}
	e := exposure("dl_1", 0, million(12), end)
	e.Parts = []guarantee.Owed{{Obligation: guarantee.Principal, Levels: []guarantee.Level{{From: today, Amount: million(10)}}},
		{Obligation: guarantee.Interest, Levels: []guarantee.Level{{From: today, Amount: million(2)}}}}
	r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{e}, strict(), end).Deal("dl_1")
	s := r.Steps[0]
	if s.Cover != million(0) || len(s.Beside) != 1 || s.Beside[0].Amount != million(2) || r.FirstGap != today || r.MaxMissing != million(12) {
		t.Errorf("cover %v, beside %v, missing %v", s.Cover, s.Beside, r.MaxMissing)
	}
	if !hasLost(r, "gt_1", guarantee.NotOnDemand, million(2).Minor) || !hasLost(r, "gt_1", guarantee.CoverPercent, million(8).Minor) {
		t.Errorf("lost %v", r.Lost)
	}
	for bp, want := range map[int64]money.Amount{10_000: million(2), 5_000: million(1), 0: million(0)} {
		p := strict()
		p.CountBP = map[guarantee.Kind]int64{guarantee.StateGuarantee: bp}
		if r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{e}, p, end).Deal("dl_1"); r.Steps[0].Cover != want {
			t.Errorf("counted with %d: got %v, want %v; lost %v", bp, r.Steps[0].Cover, want, r.Lost)
		}
	}
}

// Terms that lower what counts, one at a time, on 100 of 100.
func TestCoverByTerms(t *testing.T) {
	end := today.Add(700)
	split := []guarantee.Owed{{Obligation: guarantee.Principal, Levels: []guarantee.Level{{From: today, Amount: eur(70)}}},
		{Obligation: guarantee.Interest, Levels: []guarantee.Level{{From: today, Amount: eur(20)}}}}
	for _, c := range []struct {
		name   string
		set    func(i *guarantee.Instrument, p *guarantee.Policy)
		cover  int64
		reason guarantee.Reason
		lost   int64
	}{
		{"a fifth", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.CoverPercentBP = 2000 }, 20, guarantee.CoverPercent, 80},
		{"first loss", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.FirstLoss = eur(10) }, 90, guarantee.FirstLossKept, 10},
		{"first loss above the amount", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.FirstLoss = eur(110) }, 0, guarantee.FirstLossKept, 100},
		{"half and first loss", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.CoverPercentBP, i.FirstLoss = 5000, eur(10) }, 40, guarantee.FirstLossKept, 10},
		{"principal only", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Covers = []string{"principal"} }, 70, guarantee.NotCovered, 30},
		{"principal and interest", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Covers = []string{"principal", "interest"} }, 90, guarantee.NotCovered, 10},
		{"penalties only, none are owed", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Covers = []string{"penalties"} }, 0, guarantee.NotCovered, 100},
		{"reduced", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Reduced = eur(25) }, 75, guarantee.ReducedAway, 25},
		{"wording wanted and not approved", func(_ *guarantee.Instrument, p *guarantee.Policy) { p.NeedWording = true }, 0, guarantee.NoWording, 100},
		{"wording approved", func(i *guarantee.Instrument, p *guarantee.Policy) {
			i.Wording, p.NeedWording = guarantee.WordingApproved, true
		}, 100, "", 0},
		{"wording refused", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Wording = guarantee.WordingRefused }, 0, guarantee.NoWording, 100},
		{"guarantor sanctioned", func(_ *guarantee.Instrument, p *guarantee.Policy) { p.Sanctioned = map[string]bool{"pt_bank": true} }, 0, guarantee.SanctionsHit, 100},
		{"a watcher reported the guarantor", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Barred = "licence revoked" }, 0, guarantee.Blocked, 100},
		{"enjoined", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Enjoined = true }, 0, guarantee.EnjoinedByCourt, 100},
		{"letter of comfort", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = "letter_of_comfort" }, 0, guarantee.ComfortOnly, 100},
		{"a parent by policy", func(i *guarantee.Instrument, p *guarantee.Policy) {
			i.Kind, p.CountBP = guarantee.ParentGuarantee, map[guarantee.Kind]int64{guarantee.ParentGuarantee: 10_000}
		}, 100, "", 0},
		{"reserved for a demand of the deal", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Reserved = eur(40) }, 60, guarantee.ReservedForDemands, 40},
	} {
		i, p := pledged("gt_1", eur(100), end, "dl_1"), strict()
		c.set(&i, &p)
		e := exposure("dl_1", 0, eur(100), end)
		e.Parts = split
		r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{e}, p, end).Deal("dl_1")
		if got := r.Steps[0].Cover.Minor; got != c.cover || c.reason != "" && !hasLost(r, "gt_1", c.reason, c.lost) {
			t.Errorf("%s: cover %d, want %d; lost %v", c.name, got, c.cover, r.Lost)
		}
	}
}

// Two promises for principal alone do not secure the interest; one for everything is spent on what the others leave open.
func TestCoverByObligation(t *testing.T) {
	end := today.Add(700)
	one, two, all := pledged("gt_1", eur(100), end, "dl_1"), pledged("gt_2", eur(100), end, "dl_1"), pledged("gt_0", eur(20), end, "dl_1")
	one.Covers, two.Covers = []string{"principal"}, []string{"principal"}
	e := exposure("dl_1", 0, eur(120), end)
	e.Parts = []guarantee.Owed{{Obligation: guarantee.Principal, Levels: []guarantee.Level{{From: today, Amount: eur(100)}}},
		{Obligation: guarantee.Interest, Levels: []guarantee.Level{{From: today, Amount: eur(20)}}}}
	r := mustBook(t, []guarantee.Instrument{one, two}, []guarantee.Exposure{e}, strict(), end).Deal("dl_1")
	if r.Steps[0].Cover != eur(100) || r.MaxMissing != eur(20) {
		t.Errorf("principal only: cover %v, lost %v", r.Steps[0].Cover, r.Lost)
	}
	if r := mustBook(t, []guarantee.Instrument{one, two, all}, []guarantee.Exposure{e}, strict(), end).Deal("dl_1"); !r.Covered() {
		t.Errorf("with one for everything: cover %v, by %v", r.Steps[0].Cover, r.Steps[0].By)
	}
}

// The waiting period of an insurance takes its last days: what falls due then cannot be claimed in time.
func TestCoverEndsByWaitingPeriod(t *testing.T) {
	end := today.Add(300)
	i := pledged("gt_1", eur(100), end, "dl_1")
	i.Kind, i.WaitingDays = guarantee.CreditInsurance, 180
	p := clear()
	p.CountBP = map[guarantee.Kind]int64{guarantee.CreditInsurance: 10_000}
	r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{exposure("dl_1", 0, eur(100), end)}, p, end).Deal("dl_1")
	if r.FirstGap != end.Add(-179) || !hasLost(r, "gt_1", guarantee.WaitingTooLong, 100) {
		t.Errorf("first gap %v, lost %v", r.FirstGap, r.Lost)
	}
}

// What the text takes off later counts until then and no longer; an event that may come counts for nothing.
func TestCoverFallsByPlan(t *testing.T) {
	end := today.Add(300)
	i := pledged("gt_1", eur(100), end, "dl_1")
	i.Reductions = []guarantee.Reduction{{On: today.Add(200), Amount: eur(30)}, {On: today.Add(100), Amount: eur(20)}, {Event: "delivery", Proof: "act", Amount: eur(50)},
		{On: today.Add(-1), Amount: eur(10)}}
	r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{exposure("dl_1", 0, eur(100), end)}, strict(), end).Deal("dl_1")
	for _, c := range []struct {
		on   day.Date
		want int64
	}{{today, 100}, {today.Add(99), 100}, {today.Add(100), 80}, {today.Add(199), 80}, {today.Add(200), 50}, {end, 50}} {
		if got := stepOn(r, c.on).Cover.Minor; got != c.want {
			t.Errorf("%s: got %d, want %d", c.on, got, c.want)
		}
	}
	if !hasLost(r, "gt_1", guarantee.ReducedAway, 20) || !hasLost(r, "gt_1", guarantee.ReducedAway, 50) {
		t.Errorf("lost %v", r.Lost)
	}
}

// What a deal has demanded goes on securing it until it is paid; for another deal it is gone.
func TestCoverKeepsWhatTheDealDemands(t *testing.T) {
	end := today.Add(300)
	i := pledged("gt_1", eur(100), end, "dl_1", "dl_2")
	i.Reserved, i.Demanded = eur(40), []guarantee.Allocation{{Deal: "dl_2", Amount: eur(40)}}
	b := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{exposure("dl_1", 0, eur(60), end), exposure("dl_2", 0, eur(50), end)}, strict(), end)
	one, two := b.Deal("dl_1"), b.Deal("dl_2")
	if !one.Covered() || !hasLost(one, "gt_1", guarantee.ReservedForDemands, 40) {
		t.Errorf("one: cover %v, lost %v", one.Steps[0].Cover, one.Lost)
	}
	if two.Steps[0].Cover != eur(40) || len(two.Steps[0].By) != 1 || two.Steps[0].By[0].Own != eur(40) || hasLost(two, "gt_1", guarantee.ReservedForDemands, 40) {
		t.Errorf("two: cover %v by %v, lost %v", two.Steps[0].Cover, two.Steps[0].By, two.Lost)
	}
}

// The table of the handbook for rule V2, in the currency of the deal, by way of Cover.
func TestCoverTableV2(t *testing.T) {
	for _, c := range []struct {
		name               string
		currency           money.Currency
		left, needed, term int // days
		want               int64
	}{
		{"same currency, no mismatch", "EUR", 730, 730, 730, 10_000_000_00},
		{"other currency", "USD", 730, 730, 730, 9_200_000_00},
		{"other currency and mismatch: 9.20 x 0.75/2.25", "USD", 365, 913, 730, 0},
		{"three months left", "EUR", 91, 730, 730, 0},
		{"92 days left are not three months", "EUR", 92, 730, 730, 1},
		{"given for less than a year", "EUR", 182, 730, 329, 0},
		{"exposure capped at five years", "EUR", 1460, 2555, 1825, 7_894_736_84},
	} {
		i := pledged("gt_1", money.Of(10_000_000_00, c.currency), today.Add(c.left), "dl_1")
		i.IssuedOn = today.Add(c.left - c.term)
		p := strict()
		p.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 1, Den: 1}, "USD": {Num: 1, Den: 1}}
		end := today.Add(c.needed)
		r := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{exposure("dl_1", 0, million(10), end)}, p, end).Deal("dl_1")
		want := c.want
		switch {
		case c.name[:3] == "92 ":
			want = 10_000_000_00 * (4*92 - 365) / (4*730 - 365)
		case c.needed == 913:
			want = 9_200_000_00 * (4*365 - 365) / (4*913 - 365)
		}
		if got := r.Steps[0].Cover.Minor; got != want {
			t.Errorf("%s: got %d, want %d", c.name, got, want)
		}
	}
}

// Haircuts of the handbook: 8 percent a day; 9.4657 with five business days between revaluations, 13.8564 with 21; pairs of their own.
func TestHaircut(t *testing.T) {
	for _, c := range []struct {
		policy guarantee.Policy
		want   string
	}{
		{guarantee.Policy{}, "0.08000"},
		{guarantee.Policy{Revalued: 1}, "0.08000"},
		{guarantee.Policy{Revalued: 5}, "0.09466"},
		{guarantee.Policy{Revalued: 21}, "0.13856"},
		{guarantee.Policy{HaircutBP: 1500}, "0.15000"},
		{guarantee.Policy{PairBP: map[guarantee.Pair]int64{guarantee.PairOf("USD", "EUR"): 1200}}, "0.12000"},
		{guarantee.Policy{HaircutBP: 20_000}, "1.00000"},
		{guarantee.Policy{HaircutBP: 9_000, Revalued: 21}, "1.00000"},
	} {
		if got := c.policy.Haircut("EUR", "USD").FloatString(5); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.policy, got, c.want)
		}
	}
	if got := (guarantee.Policy{}).Haircut("EUR", "EUR"); got.Sign() != 0 {
		t.Errorf("same currency: %v", got)
	}
}

// Scenario 4: one guarantee pledged in full to two leases: face is allocated once, the second lease shows the gap, and each sees
// where the rest is.
func TestScenario04OneGuaranteeTwoLeases(t *testing.T) {
	end := today.Add(300)
	i := pledged("gt_1", eur(100), end, "dl_1", "dl_2")
	b := mustBook(t, []guarantee.Instrument{i}, []guarantee.Exposure{exposure("dl_2", 0, eur(100), end), exposure("dl_1", 0, eur(70), end)}, strict(), end)
	one, two := b.Deal("dl_1"), b.Deal("dl_2")
	if !one.Covered() || two.Steps[0].Cover != eur(30) || two.FirstGap != today || !hasLost(two, "gt_1", guarantee.AllocatedElsewhere, 70) {
		t.Errorf("one %v, two %v of %v, lost %v", one.Covered(), two.Steps[0].Cover, two.Steps[0].Required, two.Lost)
	}
	if g := b.Gist("dl_2"); g.MaxMissing != eur(70) || !b.Gist("dl_1").Covered() {
		t.Errorf("gist %+v", g)
	}
	// Another guarantee for the first lease alone frees the shared one for the second.
	more := pledged("gt_2", eur(70), end, "dl_1")
	b = mustBook(t, []guarantee.Instrument{i, more}, []guarantee.Exposure{exposure("dl_1", 0, eur(70), end), exposure("dl_2", 0, eur(100), end)}, strict(), end)
	if len(b.Uncovered()) != 0 {
		t.Errorf("uncovered %v", b.Uncovered())
	}
}
