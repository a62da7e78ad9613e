package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// s1 is the handbook's S1, from the first of a month.
func s1(t testing.TB) (lease.Terms, lease.Schedule) {
	t.Helper()
	terms := askS7().Terms
	terms.Start = day.MustOf(2024, 3, 1)
	s, err := lease.Plan(terms)
	if err != nil {
		t.Fatal(err)
	}
	return terms, s
}

func buyoutS23(t testing.TB) lease.Buyout {
	terms, s := s1(t)
	return lease.Buyout{Position: s.Position(terms.Start, day.MustOf(2025, 3, 16), 12), Accruing: lease.Accruing{Rate: terms.Rate}}
}

func ExampleQuoteBuyout() {
	s, err := lease.QuoteBuyout(lease.Buyout{
		Position: lease.Position{Currency: "EUR", On: day.MustOf(2025, 3, 16), From: day.MustOf(2025, 3, 1), Due: day.MustOf(2025, 4, 1), Balance: 345_782_845},
		Accruing: lease.Accruing{Rate: money.MustParseRate("18")}, EndPrice: 100_000,
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, l := range s.Legs {
		fmt.Println(l.Text, money.Of(l.Minor, "EUR"))
	}
	fmt.Println("to pay", s.Result)
	// Output:
	// balance not due yet 3457828.45 EUR
	// interest to date 25933.71 EUR
	// price of the unit at the end 1000.00 EUR
	// to pay 3484762.16 EUR
}

func ExampleTerminate() {
	s, err := lease.Terminate(lease.Termination{
		Position: lease.Position{Currency: "EUR", On: day.MustOf(2026, 5, 1), PaidTo: day.MustOf(2026, 5, 1), Balance: 40_000_000},
		Asset:    30_000_000, AssetBy: lease.BySale, AssetOn: day.MustOf(2026, 4, 20), Awarded: 20_000_000,
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, l := range s.Legs {
		fmt.Println(money.Of(l.Minor, "EUR"), l.Text)
	}
	fmt.Println("net claim", s.Result)
	// Output:
	// 200000.00 EUR financing not yet returned
	// 200000.00 EUR awarded by courts and unpaid
	// -300000.00 EUR value of the unit that came back
	// net claim 100000.00 EUR
}

// settlementText writes a settlement as a person reads it.
func settlementText(s lease.Settlement) string {
	var b strings.Builder
	for _, l := range s.Legs {
		fmt.Fprintf(&b, "%-12s%18s  %s", l.Kind, money.Of(l.Minor, s.Result.Currency).Decimal(), l.Text)
		if !l.Why.IsZero() {
			fmt.Fprintf(&b, " (%s)", l.Why)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%-12s%18s  as of %s\n", "result", s.Result.Decimal(), s.AsOf)
	return b.String()
}

// S23, with everything that a buy-out can hold, in its three modes.
func TestBuyoutQuotes(t *testing.T) {
	var b strings.Builder
	q, err := lease.QuoteBuyout(buyoutS23(t))
	if err != nil {
		t.Fatal(err)
	}
	if q.Of(lease.BalanceLeg) != 345_782_845 || q.Result.Minor != 348_376_216 {
		t.Errorf("S23: got %v", q)
	}
	fmt.Fprintf(&b, "S23: 15 days into month 13\n\n%s\n", settlementText(q))
	for _, mode := range lease.BuyoutModes {
		terms, s := s1(t)
		full := buyoutS23(t)
		full.Position = s.Position(terms.Start, day.MustOf(2025, 3, 16), 10) // two rentals are late
		full.Mode, full.Fee, full.FeePct, full.EndPrice, full.ValidDays = mode, 50_000, money.MustParseRate("1"), 100_000, 10
		full.Penalty, full.Deposit, full.Unapplied, full.ClawBack = 12_345, 10_000_000, 777, 5_000_000
		full.Tax = map[lease.LegKind]money.Rate{lease.EndPriceLeg: money.MustParseRate("20"), lease.FeeLeg: money.MustParseRate("20")}
		q, err := lease.QuoteBuyout(full)
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Check(); err != nil {
			t.Error(err)
		}
		if !q.Holds(day.MustOf(2025, 3, 26)) || q.Holds(day.MustOf(2025, 3, 27)) || q.Holds(day.MustOf(2025, 3, 15)) {
			t.Error("the quote holds ten days")
		}
		fmt.Fprintf(&b, "Everything at once, %s\n\n%s\n", mode, settlementText(q))
	}
	golden(t, "buyout-s23.txt", b.String())
}

func TestPositionOfADebt(t *testing.T) {
	d := func(m, n int) day.Date { return day.MustOf(2026, m, n) }
	row := func(nr int, on day.Date, interest, principal, paid int64) loan.Instalment {
		i := loan.Instalment{Nr: nr, DueOn: on, Owed: loan.Part{Interest: interest, Principal: principal}}
		i.Paid.Interest = min(paid, interest)
		i.Paid.Principal = paid - i.Paid.Interest
		return i
	}
	a := loan.Account{Unapplied: 5, Rows: []loan.Instalment{row(1, d(2, 1), 30, 100, 130), row(2, d(3, 1), 20, 100, 15), row(3, d(4, 1), 10, 100, 0)}}
	a.Rows[1].Owed.Penalty = 7
	for _, c := range []struct {
		on   day.Date
		want lease.Position
	}{
		{d(1, 15), lease.Position{PaidTo: d(2, 1), From: d(1, 1), Due: d(2, 1), Balance: 200, Ahead: 15, Unapplied: 5}},
		{d(2, 15), lease.Position{PaidTo: d(2, 1), From: d(2, 1), Due: d(3, 1), Running: 5, Balance: 200, Ahead: 15, Unapplied: 5}},
		{d(3, 1), lease.Position{PaidTo: d(2, 1), From: d(3, 1), Due: d(4, 1), Running: 10, Balance: 100, Ahead: 15, Unapplied: 5, Penalty: 7, Arrears: loan.Part{Interest: 5, Principal: 100}}},
		{d(5, 1), lease.Position{PaidTo: d(2, 1), Ahead: 15, Unapplied: 5, Penalty: 7, Arrears: loan.Part{Interest: 15, Principal: 200}}},
	} {
		c.want.On, c.want.Currency = c.on, "EUR"
		if diff := cmp.Diff(c.want, lease.PositionOf(a, "EUR", d(1, 1), c.on)); diff != "" {
			t.Errorf("%v: %s", c.on, diff)
		}
	}
}

// In a season without rentals the interest that will join the balance is not owed before it does, however a position is read.
func TestPositionInASeason(t *testing.T) {
	terms := askS7().Terms
	terms.SkipMonths, terms.Start = []int{12, 1, 2}, day.MustOf(2024, 3, 1)
	terms.Residual, terms.ResidualBy = money.MustParse("100000 EUR"), lease.ByNobody
	s, err := lease.Plan(terms)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on        day.Date
		from, due day.Date
	}{{day.MustOf(2024, 3, 10), terms.Start, day.MustOf(2024, 4, 1)}, {day.MustOf(2024, 12, 15), day.MustOf(2024, 12, 1), day.MustOf(2025, 1, 1)},
		{day.MustOf(2025, 6, 1), day.MustOf(2025, 6, 1), day.MustOf(2025, 7, 1)}} {
		var before lease.Row
		balance := s.Financed.Minor
		for _, r := range s.Rows {
			if r.DueOn <= c.on && r.Kind != lease.AdvanceRow {
				before, balance = r, r.Balance
			}
		}
		p := s.Position(terms.Start, c.on, before.Nr)
		if p.Balance+p.Residual != balance || p.Residual != 10_000_000 || p.From != c.from || p.Due != c.due || p.Arrears.Total() != 0 {
			t.Errorf("%v: got %+v, want a balance of %d from %v to %v", c.on, p, balance, c.from, c.due)
		}
		if err := p.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestTermination(t *testing.T) {
	on := day.MustOf(2026, 5, 1)
	base := lease.Termination{Position: lease.Position{Currency: "EUR", On: on, PaidTo: on, Balance: 40_000_000}, Asset: 30_000_000}
	for name, c := range map[string]struct {
		change func(*lease.Termination)
		want   int64
		says   string
	}{
		"S37: judgments are a part of the debt": {func(t *lease.Termination) { t.Awarded = 20_000_000 }, 10_000_000, "judgment 20000000 financing 20000000 asset -30000000"},
		"nothing was awarded":                   {func(t *lease.Termination) {}, 10_000_000, "judgment 0 financing 40000000 asset -30000000"},
		"it runs the other way":                 {func(t *lease.Termination) { t.Asset = 45_000_000; t.Deposit = 1_000_000 }, -6_000_000, "judgment 0 financing 40000000 asset -45000000"},
		"courts awarded fees too": {func(t *lease.Termination) { t.Awarded, t.Costs, t.Penalty = 41_000_000, 1_500_000, 200_000 }, 11_700_000,
			"judgment 41000000 financing 0 asset -30000000"},
		"a residual is financing too": {func(t *lease.Termination) { t.Residual = 500_000 }, 10_500_000, "judgment 0 financing 40500000 asset -30000000"},
		"interest paid ahead counts": {func(t *lease.Termination) {
			t.Rate, t.PaidTo, t.Ahead = money.MustParseRate("12"), day.MustOf(2026, 4, 1), 100_000
		}, 10_300_000, "judgment 0 financing 40000000 asset -30000000"},
	} {
		in := base
		c.change(&in)
		s, err := lease.Terminate(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		says := fmt.Sprintf("judgment %d financing %d asset %d", s.Of(lease.JudgmentLeg), s.Of(lease.FinancingLeg), s.Of(lease.AssetLeg))
		if s.Result.Minor != c.want || says != c.says || s.Check() != nil {
			t.Errorf("%s: got %d, %s, want %d, %s", name, s.Result.Minor, says, c.want, c.says)
		}
	}
	base.Awarded = 40_000_001
	_, err := lease.Terminate(base)
	if e := errs.As(err); e == nil || e.Faults[0].Field != "awarded_minor" {
		t.Errorf("got %v", err)
	}
}

func TestTotalLoss(t *testing.T) {
	on := day.MustOf(2026, 5, 1)
	loss := lease.Loss{Position: lease.Position{Currency: "EUR", On: on, PaidTo: on, Balance: 1_000_000, Arrears: loan.Part{Principal: 50_000, Interest: 10_000}, Penalty: 5_000,
		Deposit: 20_000}, Costs: 7_000, Proceeds: 1_100_000}
	for name, c := range map[string]struct {
		change func(*lease.Loss)
		want   int64
		met    string
	}{
		"a surplus goes to the lessee": {func(l *lease.Loss) {}, 1_000_000 + 60_000 + 5_000 + 7_000 - 1_100_000 - 20_000, "balance 1000000 arrears 60000 penalty 5000 costs 7000"},
		"unless the lessor keeps it":   {func(l *lease.Loss) { l.SurplusTo = lease.Lessor }, -20_000, "balance 1000000 arrears 60000 penalty 5000 costs 7000"},
		"a shortfall is owed":          {func(l *lease.Loss) { l.Proceeds = 1_020_000 }, 32_000, "balance 1000000 arrears 20000 penalty 0 costs 0"},
		"tax inside is handed on":      {func(l *lease.Loss) { l.Proceeds = 1_200_000; l.TaxPct = money.MustParseRate("20") }, 52_000, "balance 1000000 arrears 0 penalty 0 costs 0"},
		"a residual is lost too":       {func(l *lease.Loss) { l.Residual = 30_000 }, -18_000, "balance 1000000 residual 30000 arrears 60000 penalty 5000 costs 5000"},
		"another order": {func(l *lease.Loss) {
			l.Proceeds = 70_000
			l.Order = []lease.LegKind{lease.ResidualLeg, lease.CostLeg, lease.PenaltyLeg, lease.ArrearsLeg, lease.InterestLeg, lease.BalanceLeg}
		}, 982_000, "costs 7000 penalty 5000 arrears 58000 balance 0"},
	} {
		in := loss
		c.change(&in)
		s, err := lease.TotalLoss(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var met []string
		for _, m := range s.Met {
			met = append(met, fmt.Sprint(m.Kind, " ", m.Met))
		}
		if got := strings.Join(met, " "); s.Result.Minor != c.want || got != c.met || s.Check() != nil {
			t.Errorf("%s: got %d, %s, want %d, %s", name, s.Result.Minor, got, c.want, c.met)
		}
	}
}

func TestFaultsOfSettlements(t *testing.T) {
	fields := func(err error) string {
		var out []string
		if e := errs.As(err); e != nil {
			for _, f := range e.Faults {
				out = append(out, f.Field)
			}
		}
		return strings.Join(out, " ")
	}
	b := buyoutS23(t)
	b.Mode, b.Balance, b.Fee, b.Rate, b.FeePct, b.ValidDays = "tomorrow", -1, 1e16, money.MustParseRate("-1"), money.MustParseRate("101"), -1
	b.Tax = map[lease.LegKind]money.Rate{lease.FeeLeg: money.MustParseRate("101")}
	_, err := lease.QuoteBuyout(b)
	if got, want := fields(err), "balance_minor rate mode fee_minor fee_pct tax.fee valid_days"; got != want {
		t.Errorf("buy-out: got %s, want %s", got, want)
	}
	_, err = lease.QuoteBuyout(lease.Buyout{Mode: lease.FixedFee})
	if got, want := fields(err), "currency on fee_minor"; got != want {
		t.Errorf("empty buy-out: got %s, want %s", got, want)
	}
	_, err = lease.Terminate(lease.Termination{Position: lease.Position{Currency: "EUR", On: 5, PaidTo: 6}, Asset: -1, AssetBy: "guess", Compound: 13})
	if got, want := fields(err), "paid_to compound_months asset_minor asset_by"; got != want {
		t.Errorf("termination: got %s, want %s", got, want)
	}
	_, err = lease.TotalLoss(lease.Loss{Position: lease.Position{Currency: "EUR", On: 5}, Order: []lease.LegKind{"x", lease.CostLeg, lease.CostLeg}, SurplusTo: "me"})
	if got, want := fields(err), "order[0] order[2] order surplus_to"; got != want {
		t.Errorf("loss: got %s, want %s", got, want)
	}
	_, err = lease.EndOfTerm(lease.Ending{Position: lease.Position{Currency: "EUR", On: 5}, Choice: lease.GiveBack, Price: 1, Guaranteed: 1, ResidualBy: "x"})
	if got, want := fields(err), "price_minor residual_by"; got != want {
		t.Errorf("end: got %s, want %s", got, want)
	}
	_, err = lease.EndOfTerm(lease.Ending{Position: lease.Position{Currency: "EUR", On: 5}, Choice: lease.Extend})
	if got, want := fields(err), "rental_minor every_months count"; got != want {
		t.Errorf("extension: got %s, want %s", got, want)
	}
	_, err = lease.Assign(lease.Assignment{Position: lease.Position{Currency: "EUR", On: 5}, From: "a", To: "a", Fee: -1})
	if got, want := fields(err), "to_party fee_minor"; got != want {
		t.Errorf("assignment: got %s, want %s", got, want)
	}
}

// The legs of every settlement sum to its result, and nothing is negative that should not be.
func TestSettlementsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := func(name string) int64 { return rapid.Int64Range(0, 1e12).Draw(t, name) }
		on := day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "on"))
		p := lease.Position{Currency: rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency"), On: on, PaidTo: on.Add(-rapid.IntRange(0, 400).Draw(t, "paid to")),
			From: on.Add(-10), Due: on.Add(rapid.IntRange(0, 30).Draw(t, "due")), Balance: sum("balance"), Running: sum("running"), Penalty: sum("penalty"),
			Deposit: sum("deposit"), Unapplied: sum("unapplied"), Arrears: loan.Part{Principal: sum("principal"), Interest: sum("interest"), Fee: sum("fees")}}
		a := lease.Accruing{Rate: drawRate(t, "rate", 0, 400_000), DayCount: rapid.SampledFrom([]day.Count{0, day.A365, day.A360, day.AA}).Draw(t, "count")}
		tax := map[lease.LegKind]money.Rate{lease.EndPriceLeg: drawRate(t, "tax", 0, 250_000)}
		var all []lease.Settlement
		keep := func(s lease.Settlement, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
		keep(lease.QuoteBuyout(lease.Buyout{Position: p, Accruing: a, Mode: rapid.SampledFrom(lease.BuyoutModes).Draw(t, "mode"), Fee: 1 + sum("fee"), EndPrice: sum("end price"), Tax: tax}))
		keep(lease.Terminate(lease.Termination{Position: p, Accruing: a, Compound: rapid.IntRange(0, 12).Draw(t, "compound"), Costs: sum("costs"), Asset: sum("asset"),
			Awarded: min(sum("awarded"), p.Balance)}))
		l, err := lease.TotalLoss(lease.Loss{Position: p, Accruing: a, Proceeds: sum("proceeds"), TaxPct: drawRate(t, "inside", 0, 250_000)})
		keep(l.Settlement, err)
		e, err := lease.EndOfTerm(lease.Ending{Position: p, Choice: lease.Transfer, Price: sum("price"), Tax: tax})
		keep(e.Settlement, err)
		as, err := lease.Assign(lease.Assignment{Position: p, From: "a", To: "b", Fee: sum("assignment"), TakesArrears: rapid.Bool().Draw(t, "takes")})
		keep(as.Settlement, err)
		for _, s := range all {
			if err := s.Check(); err != nil {
				t.Error(s.Kind, err)
			}
			for _, leg := range s.Legs {
				if leg.Minor == 0 || leg.Text.IsZero() {
					t.Errorf("%s has a leg without amount or label: %+v", s.Kind, leg)
				}
			}
		}
		met := int64(0)
		for _, m := range l.Met {
			if met += m.Met; m.Met < 0 || m.Met > m.Owed {
				t.Errorf("proceeds meet %+v", m)
			}
		}
		if met > -l.Of(lease.ProceedsLeg)-l.Of(lease.TaxLeg) {
			t.Error("more was met than came")
		}
	})
}
