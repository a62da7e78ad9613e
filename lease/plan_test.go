package lease_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExamplePlan() {
	s, err := lease.Plan(lease.Terms{
		Price: money.Of(15_000_000, "EUR"), Advance: money.Of(3_000_000, "EUR"), Residual: money.Of(1_500_000, "EUR"),
		Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears, Count: 4, EveryMonths: 3, Start: day.MustOf(2026, 11, 30),
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range s.Rows {
		fmt.Println(r.Nr, r.Kind, r.DueOn, money.Of(r.Payment(), "EUR"), "interest", money.Of(r.Interest, "EUR"))
	}
	fmt.Println("interest in all", s.TotalInterest)
	// Output:
	// 0 advance 2026-11-30 30000.00 EUR interest 0.00 EUR
	// 1 rental 2027-02-28 29943.08 EUR interest 5400.00 EUR
	// 2 rental 2027-05-30 29943.08 EUR interest 4295.56 EUR
	// 3 rental 2027-08-30 29943.08 EUR interest 3141.42 EUR
	// 4 rental 2027-11-30 29943.09 EUR interest 1935.35 EUR
	// 5 residual 2027-11-30 15000.00 EUR interest 0.00 EUR
	// interest in all 14772.33 EUR
}

func TestLinearPlan(t *testing.T) {
	terms := lease.Terms{Price: money.Of(100_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Linear, Timing: lease.InArrears,
		Count: 3, EveryMonths: 1, Start: day.MustOf(2026, 1, 31)}
	s, err := lease.Plan(terms)
	if err != nil {
		t.Fatal(err)
	}
	want := []lease.Row{
		{1, lease.RentalRow, day.MustOf(2026, 2, 28), 33_333, 1000, 66_667, 0},
		{2, lease.RentalRow, day.MustOf(2026, 3, 31), 33_333, 667, 33_334, 0},
		{3, lease.RentalRow, day.MustOf(2026, 4, 30), 33_334, 333, 0, 0},
	}
	if d := cmp.Diff(want, s.Rows); d != "" {
		t.Error(d)
	}
	// In advance the last period's interest on the residual is part of the residual payment: 200.00 = 198.02 + 1.98.
	terms.Timing, terms.Residual = lease.InAdvance, money.Of(20_000, "EUR")
	if s, err = lease.Plan(terms); err != nil {
		t.Fatal(err)
	}
	want = []lease.Row{
		{1, lease.RentalRow, day.MustOf(2026, 1, 31), 26_733, 0, 73_267, 0},
		{2, lease.RentalRow, day.MustOf(2026, 2, 28), 26_733, 733, 46_534, 0},
		{3, lease.RentalRow, day.MustOf(2026, 3, 31), 26_732, 465, 19_802, 0},
		{4, lease.ResidualRow, day.MustOf(2026, 4, 30), 19_802, 198, 0, 0},
	}
	if d := cmp.Diff(want, s.Rows); d != "" {
		t.Error(d)
	}
}

func TestRentalUnit(t *testing.T) { // S19: 5,000 at 12 % in 18 months, whole amounts
	s, err := lease.Plan(lease.Terms{Price: money.Of(500_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 18, EveryMonths: 1, Start: day.MustOf(2024, 1, 1), RentalUnit: 100, Rounding: money.HalfEven})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{s.Rental.Decimal(), s.LastRental.Decimal(), s.TotalInterest.Decimal()}
	if want := []string{"305.00", "303.22", "488.22"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestYieldOfThePlan(t *testing.T) {
	terms := lease.Terms{Price: money.Of(500_000_000, "EUR"), Advance: money.Of(100_000_000, "EUR"), Rate: money.MustParseRate("18"),
		Method: lease.Annuity, Timing: lease.InArrears, Count: 60, EveryMonths: 1, Start: day.MustOf(2024, 3, 15)}
	s, err := lease.Plan(terms)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.YieldNominal.Fraction(); math.Abs(got-0.18) > 1e-8 {
		t.Errorf("nominal: got %v, want 0.18", got)
	}
	if got, want := s.YieldEffective.Fraction(), math.Pow(1.015, 12)-1; math.Abs(got-want) > 1e-8 {
		t.Errorf("effective: got %v, want %v", got, want)
	}
	terms.Rate, terms.Timing = money.MustParseRate("0"), lease.InAdvance
	if s, err = lease.Plan(terms); err != nil || s.YieldNominal.Fraction() != 0 || s.TotalInterest.Minor != 0 {
		t.Errorf("free of interest: got %v, %v, %v", s.YieldNominal, s.TotalInterest, err)
	}
}

func TestFaultsOfTerms(t *testing.T) {
	good := lease.Terms{Price: money.Of(100_000, "EUR"), Rate: money.MustParseRate("7.25"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 12, EveryMonths: 1, Start: day.MustOf(2026, 1, 1)}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*lease.Terms)
		want  []string
	}{
		"nothing at all":        {func(x *lease.Terms) { *x = lease.Terms{} }, []string{"price", "count", "every_months", "method", "timing"}},
		"negative price":        {func(x *lease.Terms) { x.Price.Minor = -1 }, []string{"price"}},
		"price too large":       {func(x *lease.Terms) { x.Price.Minor = math.MaxInt64 }, []string{"price"}},
		"unknown currency":      {func(x *lease.Terms) { x.Price.Currency = "ZZZ" }, []string{"price"}},
		"negative parts":        {func(x *lease.Terms) { x.Advance = money.Of(-1, "EUR"); x.Residual = money.Of(-5, "EUR") }, []string{"advance", "residual"}},
		"other currency":        {func(x *lease.Terms) { x.Advance = money.Of(5, "USD") }, []string{"advance"}},
		"parts over the price":  {func(x *lease.Terms) { x.Advance = money.Of(60_000, "EUR"); x.Residual = money.Of(40_001, "EUR") }, []string{"residual"}},
		"a part over the price": {func(x *lease.Terms) { x.Advance = money.Of(math.MaxInt64, "EUR") }, []string{"advance"}},
		"all in advance":        {func(x *lease.Terms) { x.Advance = x.Price }, []string{"advance"}},
		"rate below zero":       {func(x *lease.Terms) { x.Rate = money.MustParseRate("-1") }, []string{"rate"}},
		"rate over 200":         {func(x *lease.Terms) { x.Rate = money.MustParseRate("200.00000001") }, []string{"rate"}},
		"no rentals":            {func(x *lease.Terms) { x.Count = 0 }, []string{"count"}},
		"10,001 rentals":        {func(x *lease.Terms) { x.Count = 10_001 }, []string{"count"}},
		"every 2 months":        {func(x *lease.Terms) { x.EveryMonths = 2 }, []string{"every_months"}},
		"no start":              {func(x *lease.Terms) { x.Start = 0 }, []string{"start"}},
		"beyond the calendar":   {func(x *lease.Terms) { x.Count = 10_000; x.EveryMonths = 12 }, []string{"start"}},
		"negative unit":         {func(x *lease.Terms) { x.RentalUnit = -1 }, []string{"rental_unit_minor"}},
		"unit of a linear plan": {func(x *lease.Terms) { x.RentalUnit = 100; x.Method = lease.Linear }, []string{"rental_unit_minor"}},
		"many at once": {func(x *lease.Terms) { x.Count = -1; x.Rate = money.MustParseRate("-3"); x.Method = "balloon" },
			[]string{"count", "rate", "method"}},
	} {
		x := good
		c.spoil(&x)
		_, err := lease.Plan(x)
		var got []string
		if err != nil {
			for _, f := range errs.As(err).Faults {
				got = append(got, f.Field)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v (%v)", name, got, c.want, err)
		}
	}
}

// Well-formed terms whose rounding leaves no sensible plan are refused with a way out, never planned wrongly.
func TestRoundingThatLeavesNoPlan(t *testing.T) {
	good := lease.Terms{Price: money.Of(100_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 12, EveryMonths: 1, Start: day.MustOf(2026, 1, 1)}
	for name, c := range map[string]struct {
		spoil func(*lease.Terms)
		want  errs.Code
	}{
		"a unit beyond the rental":      {func(x *lease.Terms) { x.RentalUnit = 100_000 }, errs.Refused},
		"nothing a month":               {func(x *lease.Terms) { x.Price.Minor, x.Rate = 5, money.Rate{} }, errs.Refused},
		"overshooting equal principal":  {func(x *lease.Terms) { x.Price.Minor, x.Method, x.Count = 11, lease.Linear, 7 }, errs.Refused},
		"interest that eats the rental": {func(x *lease.Terms) { x.Rate, x.Count = money.MustParseRate("200"), 600 }, errs.Refused},
		"more interest than the books hold": {func(x *lease.Terms) {
			x.Price.Minor, x.Rate, x.Count = money.MaxMinor, money.MustParseRate("200"), 10_000
			x.Residual = money.Of(money.MaxMinor-1, "EUR")
		}, errs.TooLarge},
	} {
		x := good
		c.spoil(&x)
		if s, err := lease.Plan(x); errs.CodeOf(err) != c.want || errs.As(err).Hint.IsZero() {
			t.Errorf("%s: got %v and %v, want %s with a hint", name, err, s.Rental, c.want)
		}
	}
}

func drawTerms(t *rapid.T) lease.Terms {
	currency := rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency")
	price := rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.Int64Range(1, 1e10), rapid.Int64Range(1, money.MaxMinor)).Draw(t, "price")
	advance := rapid.Int64Range(0, price-1).Draw(t, "advance")
	unit := int64(0)
	method := rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear}).Draw(t, "method")
	if method == lease.Annuity {
		unit = rapid.SampledFrom([]int64{0, 1, 5, 100}).Draw(t, "unit")
	}
	rate, err := money.ParseRate(fmt.Sprintf("%.4f", rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 30), rapid.Float64Range(0, 200)).Draw(t, "rate")))
	if err != nil {
		t.Fatal(err)
	}
	return lease.Terms{
		Price: money.Of(price, currency), Advance: money.Of(advance, currency),
		Residual: money.Of(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, price-advance)).Draw(t, "residual"), currency),
		Rate:     rate, Method: method, RentalUnit: unit,
		Timing:      rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"),
		Count:       rapid.IntRange(1, 120).Draw(t, "count"),
		EveryMonths: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "every"),
		Start:       day.MustOf(2024, 1, 1).Add(rapid.IntRange(0, 1500).Draw(t, "start")),
		Rounding:    rapid.SampledFrom([]money.Mode{money.HalfUp, money.HalfEven, money.Down, money.Up}).Draw(t, "mode"),
	}
}

// R2, R5, R6, R8 for all terms, or a refusal.
func TestPlanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		s, err := lease.Plan(terms)
		if err != nil {
			if code := errs.CodeOf(err); code != errs.Refused && code != errs.TooLarge {
				t.Fatal(err)
			}
			t.SkipNow()
		}
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		principal, payments, rentals := int64(0), int64(0), 0
		for _, r := range s.Rows {
			shift := r.Nr
			if terms.Timing == lease.InAdvance || r.Kind == lease.AdvanceRow {
				shift--
			}
			switch r.Kind {
			case lease.AdvanceRow:
				if r.Payment() != terms.Advance.Minor || r.DueOn != terms.Start {
					t.Fatalf("advance %v", r)
				}
				continue
			case lease.RentalRow:
				rentals++
				if unit := max(terms.RentalUnit, 1); terms.Method == lease.Annuity && r.Nr < terms.Count && r.Payment() != s.Rental.Minor || s.Rental.Minor%unit != 0 && terms.Count > 1 {
					t.Fatalf("rental %v is not level", r)
				}
			case lease.ResidualRow:
				if r.Payment() != terms.Residual.Minor {
					t.Fatalf("residual %v", r)
				}
				if terms.Timing == lease.InArrears {
					shift = terms.Count
				}
			}
			if want := terms.Start.AddMonths(shift * terms.EveryMonths); r.DueOn != want {
				t.Fatalf("row %d is due on %v, want %v", r.Nr, r.DueOn, want)
			}
			principal += r.Principal
			payments += r.Payment()
		}
		if financed := terms.Financed().Minor; principal != financed || payments != financed+s.TotalInterest.Minor || rentals != terms.Count {
			t.Fatalf("principal %d, payments %d, %d rentals", principal, payments, rentals)
		}
		r := terms.Rate.Fraction() * float64(terms.EveryMonths) / 12
		bound := float64(terms.Count) * float64(max(terms.RentalUnit, 1)) * math.Pow(1+r, float64(terms.Count))
		if off := math.Abs(float64(s.LastRental.Minor - s.Rental.Minor)); terms.Method == lease.Annuity && off > bound {
			t.Fatalf("the last rental is off by %v, more than %v", off, bound)
		}
	})
}

func TestTermsAsText(t *testing.T) {
	const text = `{"price":"5000000.00 EUR","advance":"1000000.00 EUR","rate":"18","method":"linear","timing":"advance","count":60,` +
		`"every_months":3,"start":"2026-11-24","rounding":"half_even"}`
	var terms lease.Terms
	if err := json.Unmarshal([]byte(text), &terms); err != nil {
		t.Fatal(err)
	}
	if terms.Method != lease.Linear || terms.Timing != lease.InAdvance || terms.Rounding != money.HalfEven || terms.Residual.Minor != 0 {
		t.Errorf("got %+v", terms)
	}
	b, err := json.Marshal(terms)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != text {
		t.Errorf("got  %s\nwant %s", b, text)
	}
	for _, bad := range []string{`{"method":"balloon"}`, `{"timing":"later"}`} {
		if err := json.Unmarshal([]byte(bad), &terms); errs.CodeOf(err) != errs.Invalid {
			t.Errorf("%s: got %v", bad, err)
		}
	}
}

func TestSale(t *testing.T) {
	start, due := day.MustOf(2026, 1, 5), day.MustOf(2026, 2, 4)
	price := money.Of(100_000, "EUR")
	for name, c := range map[string]struct {
		advance int64
		want    []lease.Row
	}{
		"on delivery": {0, []lease.Row{{1, lease.PriceRow, due, 100_000, 0, 0, 0}}},
		"in parts":    {30_000, []lease.Row{{0, lease.AdvanceRow, start, 30_000, 0, 70_000, 0}, {1, lease.PriceRow, due, 70_000, 0, 0, 0}}},
		"beforehand":  {100_000, []lease.Row{{0, lease.AdvanceRow, start, 100_000, 0, 0, 0}}},
	} {
		s, err := lease.Sale(price, money.Of(c.advance, "EUR"), start, due)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(c.want, s.Rows); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	_, err := lease.Sale(price, money.Of(100_001, "EUR"), due, start)
	if got := len(errs.As(err).Faults); got != 2 {
		t.Errorf("advance over the price, due before the start: got %v", err)
	}
}

func TestYieldRefusals(t *testing.T) {
	for name, flows := range map[string][]int64{
		"nothing":             nil,
		"only out":            {-5, 0, -7},
		"out, in, out":        {-100, 300, -150},
		"more than 1000 %":    {-1, 1000},
		"nearly all is lost":  {-1000, 1},
		"only zeros":          {0, 0},
		"in, out, in, at end": {1, -2, 0, 3},
	} {
		if y, err := lease.Yield(flows); err == nil {
			t.Errorf("%s: got %v", name, y)
		}
	}
	// A loan taken has the yield of the loan given.
	given, err := lease.Yield([]int64{-100_000, 0, 0, 133_100})
	taken, err2 := lease.Yield([]int64{100_000, 0, 0, -133_100})
	if err != nil || err2 != nil || math.Abs(given-0.1) > 1e-12 || math.Abs(taken-0.1) > 1e-12 {
		t.Errorf("got %v, %v, %v, %v", given, taken, err, err2)
	}
}

func BenchmarkPlan(b *testing.B) {
	terms := lease.Terms{Price: money.Of(500_000_000, "EUR"), Advance: money.Of(100_000_000, "EUR"), Residual: money.Of(50_000_000, "EUR"),
		Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears, Count: 60, EveryMonths: 1, Start: day.MustOf(2026, 1, 31)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lease.Plan(terms); err != nil {
			b.Fatal(err)
		}
	}
}
