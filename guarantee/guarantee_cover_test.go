package guarantee_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

func mustCover(t *testing.T, deal string, required []guarantee.Level, in []guarantee.Instrument, p guarantee.Policy, from, to day.Date) guarantee.Result {
	t.Helper()
	r, err := guarantee.CoverOf(deal, required, in, p, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// flat is one level from today on.
func flat(minor int64) []guarantee.Level { return []guarantee.Level{{From: today, Amount: eur(minor)}} }

func hasLost(r guarantee.Result, instrument string, reason guarantee.Reason, minor int64) bool {
	for _, l := range r.Lost {
		if l.Instrument == instrument && l.Reason == reason && l.Amount.Minor == minor && !l.Text.IsZero() {
			return true
		}
	}
	return false
}

// Every reason, one at a time, on a guarantee that would otherwise cover 100 of 100.
func TestCoverReasons(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(i *guarantee.Instrument, p *guarantee.Policy)
		cover  int64 // on the first day
		reason guarantee.Reason
		lost   int64
	}{
		{"nothing wrong", func(*guarantee.Instrument, *guarantee.Policy) {}, 100, "", 0},
		{"recorded", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Life = guarantee.Recorded }, 0, guarantee.NotInForce, 100},
		{"revoked", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Life = guarantee.Revoked }, 0, guarantee.NotInForce, 100},
		{"released", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Life = guarantee.Released }, 0, guarantee.NotInForce, 100},
		{"expired by its life", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Life = guarantee.Expired }, 0, guarantee.PastExpiry, 100},
		{"expired by its day", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.ExpiresOn = today.Add(-1) }, 0, guarantee.PastExpiry, 100},
		{"without expiry", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.ExpiresOn = 0 }, 0, guarantee.PastExpiry, 100},
		{"not yet effective", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.EffectiveOn = today.Add(1) }, 0, guarantee.NotYetEffective, 100},
		{"effective today", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.EffectiveOn = today }, 100, "", 0},
		{"issued tomorrow", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.IssuedOn = today.Add(1) }, 0, guarantee.NotYetEffective, 100},
		{"unverified", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Trust = guarantee.Unverified }, 0, guarantee.NotVerified, 100},
		{"mismatch", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Trust = guarantee.Mismatch }, 0, guarantee.TextMismatch, 100},
		{"forged", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Trust = guarantee.Forged }, 0, guarantee.ForgedPaper, 100},
		{"reverify today", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.ReverifyOn = today }, 100, "", 0},
		{"past reverify", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.ReverifyOn = today.Add(-1) }, 0, guarantee.ReverifyDue, 100},
		{"no reverify day", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.ReverifyOn = 0 }, 0, guarantee.ReverifyDue, 100},
		{"guarantor not clear", func(_ *guarantee.Instrument, p *guarantee.Policy) { p.Clear = nil }, 0, guarantee.Blocked, 100},
		{"scenario 26: a subsidiary surety", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = guarantee.Surety }, 0, guarantee.NotOnDemand, 100},
		{"state guarantee", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = guarantee.StateGuarantee }, 0, guarantee.NotOnDemand, 100},
		{"credit insurance", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = guarantee.CreditInsurance }, 0, guarantee.NotOnDemand, 100},
		{"parent guarantee", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = guarantee.ParentGuarantee }, 0, guarantee.NotOnDemand, 100},
		{"scenario 23: counter-guarantee", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Kind = guarantee.CounterGuarantee }, 0, guarantee.BacksOthers, 100},
		{"standby", func(i *guarantee.Instrument, _ *guarantee.Policy) {
			i.Kind, i.Rules = guarantee.Standby, guarantee.ISP98
		}, 100, "", 0},
		{"partly paid", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Paid = eur(30) }, 70, guarantee.PaidOut, 30},
		{"partly reserved", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Reserved = eur(30) }, 70, guarantee.ReservedForDemands, 30},
		{"partly pledged", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Allocations[0].Amount = eur(60) }, 60, guarantee.Unallocated, 40},
		{"pledged to another deal", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Allocations[0].Deal = "dl_2" }, 0, guarantee.AllocatedElsewhere, 100},
		{"pledged in another currency", func(i *guarantee.Instrument, _ *guarantee.Policy) { i.Allocations[0].Amount = money.Of(100, "USD") }, 0, guarantee.Unallocated, 100},
		{"another currency, no rate", func(i *guarantee.Instrument, _ *guarantee.Policy) { inDollars(i) }, 0, guarantee.NoRate, 100},
		{"another currency, one rate", func(i *guarantee.Instrument, p *guarantee.Policy) {
			inDollars(i)
			p.Worth = map[money.Currency]guarantee.Worth{"USD": {Num: 1, Den: 1}}
		}, 0, guarantee.NoRate, 100},
		{"another currency at par: 8 %", func(i *guarantee.Instrument, p *guarantee.Policy) {
			inDollars(i)
			p.Worth = map[money.Currency]guarantee.Worth{"USD": {Num: 1, Den: 1}, "EUR": {Num: 1, Den: 1}}
		}, 92, guarantee.HaircutFX, 8},
		{"a haircut of the house", func(i *guarantee.Instrument, p *guarantee.Policy) {
			inDollars(i)
			p.HaircutBP, p.Worth = 2500, map[money.Currency]guarantee.Worth{"USD": {Num: 1, Den: 1}, "EUR": {Num: 1, Den: 1}}
		}, 75, guarantee.HaircutFX, 25},
	} {
		i, p := promise("gt_1", 100, today.Add(365)), clear()
		c.spoil(&i, &p)
		r := mustCover(t, "dl_1", flat(100), []guarantee.Instrument{i}, p, today, today.Add(30))
		if got := r.Steps[0].Cover.Minor; got != c.cover {
			t.Errorf("%s: cover %d, want %d", c.name, got, c.cover)
		}
		if c.reason != "" && !hasLost(r, "gt_1", c.reason, c.lost) {
			t.Errorf("%s: want %s %d, got %+v", c.name, c.reason, c.lost, r.Lost)
		}
		if c.reason == "" && len(r.Lost) != 0 {
			t.Errorf("%s: lost %+v", c.name, r.Lost)
		}
		if got, want := r.Covered(), c.cover >= 100; got != want {
			t.Errorf("%s: covered %v, want %v", c.name, got, want)
		}
		if last := r.Steps[len(r.Steps)-1]; (len(r.Guarantors) > 0) != (c.cover > 0 || last.Cover.Minor > 0) {
			t.Errorf("%s: guarantors %v", c.name, r.Guarantors)
		}
	}
}

func inDollars(i *guarantee.Instrument) {
	i.Face, i.Paid, i.Reserved = money.Of(i.Face.Minor, "USD"), money.Of(0, "USD"), money.Of(0, "USD")
	i.Allocations[0].Amount.Currency = "USD"
}

// Currencies have 0, 2 or 3 places; the amount is converted exactly and rounded down once.
func TestCoverConverts(t *testing.T) {
	p := clear()
	p.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 10842, Den: 10000}, "JPY": {Num: 1, Den: 150}, "USD": {Num: 1, Den: 1}, "KWD": {Num: 325, Den: 100}}
	for _, c := range []struct {
		face money.Amount
		want int64 // euro cents after 8 %
	}{
		{money.Of(100_000_000, "JPY"), 56_570_128}, // 100,000,000 yen = 666,666.67 USD = 614,892.70 EUR, x 0.92
		{money.Of(1_000_000, "KWD"), 275_779},      // 1,000.000 dinar = 3,250 USD = 2,997.60 EUR
		{money.Of(100, "USD"), 84},                 // 1.00 USD
		{money.Of(1, "USD"), 0},                    // one cent is rounded down
	} {
		i := promise("gt_1", 0, today.Add(365))
		i.Face, i.Paid, i.Reserved = c.face, money.Amount{}, money.Amount{}
		i.Allocations[0].Amount = c.face
		r := mustCover(t, "dl_1", flat(money.MaxMinor), []guarantee.Instrument{i}, p, today, today)
		if got := r.Steps[0].Cover; got != eur(c.want) {
			t.Errorf("%v: got %v, want %v", c.face, got, eur(c.want))
		}
	}
}

// Scenario 4: one guarantee on two leases: face is allocated once, the second lease shows the gap.
func TestScenario04FaceCountsOnce(t *testing.T) {
	i := promise("gt_1", 100, today.Add(365))
	i.Allocations = []guarantee.Allocation{{Deal: "dl_1", Amount: eur(100)}, {Deal: "dl_2", Amount: eur(100)}} // as if a race had let both through
	first := mustCover(t, "dl_1", flat(100), []guarantee.Instrument{i}, clear(), today, today.Add(30))
	second := mustCover(t, "dl_2", flat(100), []guarantee.Instrument{i}, clear(), today, today.Add(30))
	if !first.Covered() || second.Covered() || second.FirstGap != today || second.MaxMissing != eur(100) {
		t.Errorf("first %v, second %v %v %v", first.Covered(), second.Covered(), second.FirstGap, second.MaxMissing)
	}
	twice := mustCover(t, "dl_1", flat(200), []guarantee.Instrument{promise("gt_1", 100, today.Add(365)), promise("gt_1", 100, today.Add(365))}, clear(), today, today)
	if twice.Steps[0].Cover != eur(100) || !hasLost(twice, "gt_1", guarantee.Duplicate, 100) {
		t.Errorf("listed twice: %v", twice.Steps)
	}
	other := promise("gt_2", 100, today.Add(365))
	other.Number = " n-GT_1 "
	if r := mustCover(t, "dl_1", flat(200), []guarantee.Instrument{promise("gt_1", 100, today.Add(365)), other}, clear(), today, today); r.Steps[0].Cover != eur(100) {
		t.Errorf("same guarantor and number, other id: %v", r.Steps)
	}
}

// Scenario 25: lease of 36 months, guarantee of 24, 10 million each. Under the maturity haircut 6.3636 million count on day one;
// without it the full amount counts and the first uncovered day refuses the release.
func TestScenario25MaturityMismatch(t *testing.T) {
	end := today.Add(3 * 365)
	i := promise("gt_1", 10_000_000_00, today.Add(2*365))
	i.IssuedOn = today
	p := strict()
	r := mustCover(t, "dl_1", flat(10_000_000_00), []guarantee.Instrument{i}, p, today, end)
	if got, want := r.Steps[0].Cover, eur(6_363_636_36); got != want {
		t.Errorf("day one: got %v, want %v", got, want)
	}
	if r.FirstGap != today || !hasLost(r, "gt_1", guarantee.HaircutMaturity, 10_000_000_00-6_363_636_36) {
		t.Errorf("first gap %v", r.FirstGap)
	}
	for _, s := range r.Steps { // 91 days left are inside the last three months, 92 are not
		left := i.ExpiresOn.Sub(s.From)
		if got, want := s.Cover.Minor > 0, left >= 92; got != want {
			t.Errorf("%d days left: cover %v", left, s.Cover)
		}
	}
	r = mustCover(t, "dl_1", flat(10_000_000_00), []guarantee.Instrument{i}, clear(), today, end)
	if r.Covered() || r.FirstGap != i.ExpiresOn.Add(1) || r.Steps[0].Cover != eur(10_000_000_00) {
		t.Errorf("without haircut: first gap %v, %v", r.FirstGap, r.Steps[0].Cover)
	}
	if got, want := r.Mend.Instrument, "gt_1"; got != want {
		t.Errorf("mend: got %q, want %q", got, want)
	}
}

func TestCoverNamesGapsAndMend(t *testing.T) {
	expiry := day.MustOf(2029, 3, 13)
	end := day.MustOf(2029, 11, 30)
	levels := []guarantee.Level{{From: today, Amount: eur(900)}, {From: day.MustOf(2029, 6, 1), Amount: eur(412)}}
	big, small := promise("gt_1", 900, expiry), promise("gt_2", 300, end)
	r := mustCover(t, "dl_1", levels, []guarantee.Instrument{big, small}, clear(), today, end)
	if len(r.Gaps) != 1 || r.FirstGap != expiry.Add(1) || r.MaxMissing != eur(600) || r.MaxNeeded != eur(900) || r.Gaps[0].To != end {
		t.Errorf("got %+v, max %v of %v", r.Gaps, r.MaxMissing, r.MaxNeeded)
	}
	if got, want := r.Mend.Text.String(), "extend N-gt_1 to 2029-11-30, or bring 6.00 EUR more cover from 2029-03-14"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	big.Trust, big.Life, big.ExpiresOn = guarantee.Unverified, guarantee.InForce, end
	r = mustCover(t, "dl_1", levels, []guarantee.Instrument{big, small}, clear(), today, end)
	if got := r.Mend; got.Instrument != "gt_1" || !strings.HasPrefix(got.Text.String(), "verify N-gt_1") {
		t.Errorf("got %v", got.Text)
	}
	r = mustCover(t, "dl_1", levels, nil, clear(), today, end)
	if got := r.Mend; got.Instrument != "" || got.More != eur(900) || got.Until != end {
		t.Errorf("got %+v", got)
	}
}

// Mend proposes only what suffices: enough worth, still alive, long enough.
func TestMendProposesOnlyWhatSuffices(t *testing.T) {
	end := today.Add(100)
	unproven := func(minor int64, until day.Date) guarantee.Instrument {
		i := promise("gt_1", minor, until)
		i.Trust, i.Life = guarantee.Unverified, guarantee.Recorded
		return i
	}
	mature := strict()
	for _, c := range []struct {
		name   string
		in     guarantee.Instrument
		policy guarantee.Policy
		want   string
	}{
		{"extend what is just enough", promise("gt_1", 100, today.Add(50)), clear(), "gt_1"},
		{"not what is a cent short", promise("gt_1", 99, today.Add(50)), clear(), ""},
		{"not what has expired", promise("gt_1", 100, today.Add(-1)), clear(), ""},
		{"verify what is just enough", unproven(100, end), clear(), "gt_1"},
		{"not what is a cent short", unproven(99, end), clear(), ""},
		{"not what ends a day early", unproven(100, end.Add(-1)), clear(), ""},
		{"not a released one", func() guarantee.Instrument { i := unproven(100, end); i.Life = guarantee.Released; return i }(), clear(), ""},
		{"extend also what is lowered before its end", promise("gt_1", 100, today.Add(50)), mature, "gt_1"},
	} {
		r := mustCover(t, "dl_1", flat(100), []guarantee.Instrument{c.in}, c.policy, today, end)
		if got := r.Mend.Instrument; got != c.want {
			t.Errorf("%s: got %q, want %q (%v)", c.name, got, c.want, r.Mend.Text)
		}
	}
	// Gaps end on day 20, the need goes on to day 100: to be worth its full amount, gt_2 must reach day 100.
	later := promise("gt_2", 50, today.Add(9))
	later.IssuedOn = today.Add(-400)
	levels := []guarantee.Level{{From: today, Amount: eur(10)}, {From: today.Add(10), Amount: eur(60)}, {From: today.Add(21), Amount: eur(10)}}
	if r := mustCover(t, "dl_1", levels, []guarantee.Instrument{promise("gt_1", 10, end), later}, mature, today, end); r.Mend.Until != end {
		t.Errorf("got %v, want %v: %v", r.Mend.Until, end, r.Gaps)
	}
}

// The maturity haircut looks at the whole need, also after the period, and never takes more than there is.
func TestMaturityHaircutBounds(t *testing.T) {
	p := strict()
	i := promise("gt_1", 100, today.Add(400))
	i.IssuedOn = today
	levels := []guarantee.Level{{From: today, Amount: eur(100)}, {From: today.Add(401), Amount: eur(0)}, {From: today.Add(900), Amount: eur(100)}}
	r := mustCover(t, "dl_1", levels[:2], []guarantee.Instrument{i}, p, today, today.Add(800))
	if !r.Covered() {
		t.Errorf("nothing is needed after the guarantee, and the cover is lowered: %v", r.Gaps)
	}
	r = mustCover(t, "dl_1", levels, []guarantee.Instrument{i}, p, today, today.Add(300))
	if r.FirstGap != today {
		t.Errorf("what is needed after the period did not lower the cover: %v", r.FirstGap)
	}
	r = mustCover(t, "dl_1", levels, []guarantee.Instrument{i}, p, today, today.Add(900))
	for _, l := range r.Lost {
		if l.Amount.Minor > 100 {
			t.Errorf("%s on %s: %v lost of 1.00", l.Reason, l.From, l.Amount)
		}
	}
	if r.FirstGap != today {
		t.Errorf("first gap %v", r.FirstGap)
	}
}

// A sum above what the house can book stays at that limit.
func TestCoverNeverOverflows(t *testing.T) {
	var in []guarantee.Instrument
	for n := range 20_000 {
		in = append(in, promise(fmt.Sprintf("gt_%d", n), money.MaxMinor, today.Add(9)))
	}
	r := mustCover(t, "dl_1", flat(money.MaxMinor), in, clear(), today, today)
	if got := r.Steps[0].Cover.Minor; got != money.MaxMinor || !r.Covered() {
		t.Errorf("got %d", got)
	}
	p, i := clear(), promise("gt_1", money.MaxMinor, today.Add(9))
	inDollars(&i)
	i.Allocations[0].Amount.Minor = money.MaxMinor
	p.Worth = map[money.Currency]guarantee.Worth{"USD": {Num: 1 << 62, Den: 1}, "EUR": {Num: 1, Den: 1 << 62}}
	if r := mustCover(t, "dl_1", flat(money.MaxMinor), []guarantee.Instrument{i}, p, today, today); r.Steps[0].Cover.Minor != money.MaxMinor {
		t.Errorf("absurd rate: got %v", r.Steps[0].Cover)
	}
}

func TestCoverNothingRequired(t *testing.T) {
	r := mustCover(t, "dl_1", nil, []guarantee.Instrument{promise("gt_1", 900, today.Add(9))}, clear(), today, today.Add(30))
	if !r.Covered() || len(r.Steps) != 1 || r.Steps[0].Cover.Minor != 0 || !hasLost(r, "gt_1", guarantee.Surplus, 900) {
		t.Errorf("got %+v, lost %+v", r.Steps, r.Lost)
	}
}

func TestCoverRefusesNonsense(t *testing.T) {
	for _, c := range []struct {
		name     string
		required []guarantee.Level
		from, to day.Date
		field    string
	}{
		{"backwards", nil, today, today.Add(-1), "period"},
		{"no day", nil, 0, today, "period"},
		{"two hundred years", nil, today, today.Add(73_000), "period"},
		{"levels out of order", []guarantee.Level{{From: today.Add(1), Amount: eur(1)}, {From: today, Amount: eur(1)}}, today, today, "required"},
		{"two currencies", []guarantee.Level{{From: today, Amount: eur(1)}, {From: today.Add(1), Amount: money.Of(1, "USD")}}, today, today, "required"},
		{"below zero", flat(-1), today, today, "required"},
		{"above the limit", flat(money.MaxMinor + 1), today, today, "required"},
	} {
		_, err := guarantee.CoverOf("dl_1", c.required, nil, clear(), c.from, c.to)
		if got := faults(err); !errs.Is(err, errs.Invalid) || got != c.field {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func BenchmarkCover(b *testing.B) {
	required, in, end := bigDeal()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := guarantee.CoverOf("dl_1", required, in, clear(), today, end); err != nil {
			b.Fatal(err)
		}
	}
}

// bigDeal is a lease of 60 months with five instruments that end one after the other.
func bigDeal() ([]guarantee.Level, []guarantee.Instrument, day.Date) {
	end := today.AddMonths(60)
	var required []guarantee.Level
	for m := range 60 {
		required = append(required, guarantee.Level{From: today.AddMonths(m), Amount: eur(int64(60-m) * 1_000_000)})
	}
	var in []guarantee.Instrument
	for n := range 5 {
		in = append(in, promise(fmt.Sprintf("gt_%d", n), 20_000_000, today.AddMonths(12*(n+1))))
	}
	return required, in, end
}

// A text that is at hand must be approved before its promise counts; one that was refused never counts.
func TestATextAtHandMustBeApproved(t *testing.T) {
	for _, c := range []struct {
		worded  bool
		wording guarantee.Wording
		need    bool
		counts  bool
	}{
		{false, guarantee.WordingOpen, false, true}, {false, guarantee.WordingOpen, true, false}, {true, guarantee.WordingOpen, false, false},
		{true, guarantee.WordingApproved, false, true}, {true, guarantee.WordingApproved, true, true}, {false, guarantee.WordingRefused, false, false},
	} {
		i := promise("gt_1", 100_000, today.AddMonths(24))
		i.Worded, i.Wording = c.worded, c.wording
		policy := clear()
		policy.NeedWording = c.need
		r, err := guarantee.CoverOf("dl_1", []guarantee.Level{{From: today, Amount: eur(100_000)}}, []guarantee.Instrument{i}, policy, today, today.AddMonths(12))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Covered(); got != c.counts {
			t.Errorf("%+v: counts %t", c, got)
		}
		if barred := slices.ContainsFunc(r.Lost, func(l guarantee.Lost) bool { return l.Reason == guarantee.NoWording }); barred == c.counts {
			t.Errorf("%+v: the reason is told: %t", c, barred)
		}
	}
}
