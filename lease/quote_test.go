package lease_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

func ExampleSolve() {
	q, err := lease.Solve(lease.QuoteRequest{Terms: lease.Terms{Price: money.MustParse("120000.00 EUR"), Rate: money.MustParseRate("7.5"),
		Count: 48, Start: day.MustOf(2026, 12, 1)}, AdvancePct: money.MustParseRate("15")}, lease.Reference{})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("advance", q.Terms.Advance)
	fmt.Println("48 rentals of", q.Schedule.Rental, "from", q.Schedule.Rows[1].DueOn)
	fmt.Println("effective yield", q.Yields.Effective, "percent, mark-up", q.Yields.Markup, "percent a year")
	// Output:
	// advance 18000.00 EUR
	// 48 rentals of 2466.25 EUR from 2027-01-01
	// effective yield 7.76325653 percent, mark-up 3.412475 percent a year
}

func ExampleSolve_residual() {
	q, err := lease.Solve(lease.QuoteRequest{Solve: lease.ForResidual, Terms: lease.Terms{Price: money.MustParse("120000.00 EUR"), Rental: money.MustParse("2000.00 EUR"),
		Rate: money.MustParseRate("7.5"), Count: 48, Start: day.MustOf(2026, 12, 1), ResidualBy: lease.ByThirdParty}}, lease.Reference{})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("the maker stands for", q.Terms.Residual, "on", q.Schedule.Ends())
	// Output:
	// the maker stands for 50280.17 EUR on 2030-12-01
}

func ExampleSolve_seasonal() {
	q, err := lease.Solve(lease.QuoteRequest{Product: "seasonal", Terms: lease.Terms{Price: money.MustParse("90000.00 EUR"), Rate: money.MustParseRate("8"),
		Count: 12, Start: day.MustOf(2026, 8, 15)}}, lease.Reference{})
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range q.Schedule.Rows[2:6] {
		fmt.Println(r.DueOn, r.Kind, money.Of(r.Payment(), "EUR"), "balance", money.Of(r.Balance, "EUR"))
	}
	// Output:
	// 2026-11-15 rental 10472.70 EUR balance 60184.01 EUR
	// 2026-12-15 skip 0.00 EUR balance 60585.24 EUR
	// 2027-01-15 skip 0.00 EUR balance 60989.14 EUR
	// 2027-02-15 skip 0.00 EUR balance 61395.73 EUR
}

// machine is a usual request.
func machine() lease.QuoteRequest {
	return lease.QuoteRequest{Terms: lease.Terms{Price: money.Of(500_000_000, "EUR"), Advance: money.Of(100_000_000, "EUR"), Residual: money.Of(50_000_000, "EUR"),
		Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears, Count: 60, EveryMonths: 1, Start: start}}
}

func fields(err error) (list []string) {
	if err == nil {
		return nil
	}
	for _, f := range errs.As(err).Faults {
		list = append(list, f.Field)
	}
	return list
}

// Every unknown that is found again from a quote is what it was.
func TestUnknownsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawShaped(t)
		terms.Method, terms.RentalUnit, terms.Draws, terms.Rounding, terms.Step = lease.Annuity, 0, nil, money.HalfUp, lease.Step{} // steps multiply a cent
		terms.Price.Minor = max(terms.Price.Minor, 10_000_000)
		r := lease.QuoteRequest{Terms: terms}
		q, err := lease.Solve(r, lease.Reference{})
		if err != nil || q.Schedule.Rental.Minor < 1000 {
			t.SkipNow()
		}
		level := slices.ContainsFunc(terms.Shape, func(r lease.ShapeRow) bool { return r.Kind == lease.LevelRentals })
		if len(terms.Shape) > 0 && !level || terms.Rate.Fraction() > 1 || terms.RateSteps != nil {
			t.SkipNow()
		}
		shifting := float64(terms.Count+120) * math.Pow(1+terms.Rate.Fraction()/12*float64(terms.EveryMonths), float64(q.Terms.Count)) // a cent of rental at the end
		r.Rental = q.Schedule.Rental
		if terms.DimensionOver == 0 {
			back := r
			back.Solve, back.Residual = lease.ForResidual, money.Amount{}
			got, err := lease.Solve(back, lease.Reference{})
			if err != nil && !errs.Is(err, errs.Refused) {
				t.Fatal(err)
			}
			if off := math.Abs(float64(got.Terms.Residual.Minor - terms.Residual.Minor)); err == nil && off > shifting+2 {
				t.Fatalf("residual: got %v, want %v, more than %v off", got.Terms.Residual, terms.Residual, shifting)
			}
		}
		if slices.ContainsFunc(terms.Shape, func(r lease.ShapeRow) bool { return r.Kind == lease.PercentRentals }) {
			t.SkipNow()
		}
		back := r
		back.Solve, back.Price = lease.ForPrice, money.Amount{}
		if back.Advance.Minor == 0 {
			back.Advance = money.Amount{}
		}
		got, err := lease.Solve(back, lease.Reference{})
		if err != nil && !errs.Is(err, errs.Refused) && !slices.Equal(fields(err), []string{"residual"}) {
			t.Fatal(err)
		}
		if off := math.Abs(float64(got.Terms.Price.Minor - terms.Price.Minor)); err == nil && off > float64(terms.Count+120)+2 {
			t.Fatalf("price: got %v, want %v for %+v", got.Terms.Price, terms.Price, terms)
		}
	})
}

func TestSolveForEach(t *testing.T) {
	q, err := lease.Solve(machine(), lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	rental := q.Schedule.Rental
	for name, c := range map[string]struct {
		without func(*lease.QuoteRequest)
		got     func(lease.Quote) string
		want    string
	}{
		"yield":    {func(r *lease.QuoteRequest) { r.Rate = money.Rate{} }, func(q lease.Quote) string { return q.Terms.Rate.String() }, "18.00000173"},
		"price":    {func(r *lease.QuoteRequest) { r.Price = money.Amount{} }, func(q lease.Quote) string { return q.Terms.Price.String() }, "5000000.16 EUR"},
		"advance":  {func(r *lease.QuoteRequest) { r.Advance = money.Amount{} }, func(q lease.Quote) string { return q.Terms.Advance.String() }, "999999.84 EUR"},
		"residual": {func(r *lease.QuoteRequest) { r.Residual = money.Amount{} }, func(q lease.Quote) string { return q.Terms.Residual.String() }, "499999.61 EUR"},
		"term":     {func(r *lease.QuoteRequest) { r.Count = 0 }, func(q lease.Quote) string { return fmt.Sprint(q.Terms.Count) }, "60"},
	} {
		r := machine()
		r.Solve, r.Rental = lease.Unknown(name), rental
		c.without(&r)
		q, err := lease.Solve(r, lease.Reference{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := c.got(q); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if q.Schedule.Rental != rental || q.SolvedFor != r.Solve {
			t.Errorf("%s: rental %v, solved for %s", name, q.Schedule.Rental, q.SolvedFor)
		}
	}
}

// What has no solution, or not one alone, is refused with a reason and a way out.
func TestNoSolution(t *testing.T) {
	rental := func(text string) func(*lease.QuoteRequest) {
		return func(r *lease.QuoteRequest) { r.Rental = money.MustParse(text) }
	}
	for name, c := range map[string]struct {
		solve lease.Unknown
		spoil func(*lease.QuoteRequest)
		want  string
	}{
		"rentals that pay nothing back": {lease.ForYield, rental("1000.00 EUR"), "rentals and residual come to less"},
		"a rate beyond all":             {lease.ForYield, rental("3000000.00 EUR"), "the rate would be over 200 percent a year"},
		"a residual below nothing":      {lease.ForResidual, rental("150000.00 EUR"), "pay off more than is financed"},
		"a residual above all":          {lease.ForResidual, rental("100.00 EUR"), "pay less than the interest"},
		"an advance below nothing":      {lease.ForAdvance, rental("150000.00 EUR"), "finance 1111688.32 EUR more"},
		"an advance of all": {lease.ForAdvance, func(r *lease.QuoteRequest) {
			rental("0.01 EUR")(r)
			r.Residual, r.Rate, r.EveryMonths = money.Amount{}, money.MustParseRate("200"), 12
		}, "do not finance anything"},
		"a rental under its interest":    {lease.ForTerm, rental("59000.00 EUR"), "never pays the balance off"},
		"a rental equal to its interest": {lease.ForTerm, func(r *lease.QuoteRequest) { rental("60000.00 EUR")(r); r.Residual = money.Amount{} }, "never pays the balance off"},
		"a residual that eats the price": {lease.ForPrice, func(r *lease.QuoteRequest) {
			rental("90000.00 EUR")(r)
			r.Residual = money.Amount{}
			r.ResidualPct, r.AdvancePct, r.Advance, r.Rate, r.Count = money.MustParseRate("90"), money.MustParseRate("80"), money.Amount{}, money.MustParseRate("1"), 12
		}, "there is no price"},
		"no level row decides the rental": {lease.ForResidual, func(r *lease.QuoteRequest) {
			rental("90000.00 EUR")(r)
			r.Count = 0
			r.Shape = []lease.ShapeRow{{Count: 60, Kind: lease.InterestOnly}}
		}, "no rental of the shape is level"},
		"a mark-up of steps": {lease.ForYield, func(r *lease.QuoteRequest) { r.MarkupPct, r.SkipMonths = money.MustParseRate("8"), []int{1} }, "only when all rentals are level"},
	} {
		r := machine()
		r.Solve = c.solve
		switch c.solve {
		case lease.ForYield:
			r.Rate = money.Rate{}
		case lease.ForResidual:
			r.Residual = money.Amount{}
		case lease.ForAdvance:
			r.Advance = money.Amount{}
		case lease.ForTerm:
			r.Count = 0
		case lease.ForPrice:
			r.Price = money.Amount{}
		}
		c.spoil(&r)
		q, err := lease.Solve(r, lease.Reference{})
		if errs.CodeOf(err) != errs.Refused || !strings.Contains(err.Error(), c.want) || errs.As(err).Hint.IsZero() {
			t.Errorf("%s: got %v (%v), want %q with a hint", name, err, q.Solution, c.want)
		}
	}
}

// A request that leaves out nothing, or too much, is told so by field.
func TestFaultsOfRequests(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*lease.QuoteRequest)
		want  []string
	}{
		"rental given and sought": {func(r *lease.QuoteRequest) { r.Rental = money.MustParse("5.00 EUR") }, []string{"rental"}},
		"yield given and sought":  {func(r *lease.QuoteRequest) { r.Solve, r.Rental = lease.ForYield, money.MustParse("5.00 EUR") }, []string{"rate"}},
		"no rental to solve from": {func(r *lease.QuoteRequest) { r.Solve, r.Residual = lease.ForResidual, money.Amount{} }, []string{"rental"}},
		"an unknown unknown":      {func(r *lease.QuoteRequest) { r.Solve, r.Rental = "love", money.MustParse("5.00 EUR") }, []string{"solve"}},
		"two kinds of advance":    {func(r *lease.QuoteRequest) { r.AdvancePct = money.MustParseRate("20") }, []string{"advance_pct"}},
		"an advance over all":     {func(r *lease.QuoteRequest) { r.Advance, r.AdvancePct = money.Amount{}, money.MustParseRate("101") }, []string{"advance_pct"}},
		"an unknown product":      {func(r *lease.QuoteRequest) { r.Product = "magic" }, []string{"product"}},
		"term given and sought":   {func(r *lease.QuoteRequest) { r.Solve, r.Rental = lease.ForTerm, money.MustParse("100000.00 EUR") }, []string{"count"}},
		"a linear plan backwards": {func(r *lease.QuoteRequest) {
			r.Solve, r.Residual, r.Rental, r.Method = lease.ForResidual, money.Amount{}, money.MustParse("90000.00 EUR"), lease.Linear
		}, []string{"method"}},
		"a shape fixes the term": {func(r *lease.QuoteRequest) {
			r.Solve, r.Count, r.Rental, r.DimensionOver = lease.ForTerm, 0, money.MustParse("100000.00 EUR"), 80
		}, []string{"dimension_over"}},
		"a mark-up for the rental": {func(r *lease.QuoteRequest) { r.MarkupPct = money.MustParseRate("8") }, []string{"markup_pct"}},
	} {
		r := machine()
		c.spoil(&r)
		if _, err := lease.Solve(r, lease.Reference{}); !slices.Equal(fields(err), c.want) {
			t.Errorf("%s: got %v, want %v (%v)", name, fields(err), c.want, err)
		}
	}
}

// A mark-up a year becomes a rental and its yield; the quote shows the mark-up it was made from (Q5).
func TestMarkupToRental(t *testing.T) {
	r := machine()
	r.Solve, r.Rate, r.MarkupPct, r.Residual = lease.ForYield, money.Rate{}, money.MustParseRate("8"), money.Amount{}
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.Terms.Rental.String(), "100000.00 EUR"; got != want { // (5,000,000 x 1.4 - 1,000,000) / 60
		t.Errorf("got %s, want %s", got, want)
	}
	if got := q.Yields.Markup.Fraction(); math.Abs(got-0.08) > 1e-9 {
		t.Errorf("mark-up: got %v", got)
	}
}

// Q7: the same request and reference give the same bytes, and every input is in the answer.
func TestQuoteBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := lease.QuoteRequest{Terms: drawShaped(t), Version: 3, ExpiresOn: day.MustOf(2027, 1, 1)}
		q, err := lease.Solve(r, lease.Reference{})
		again, err2 := lease.Solve(r, lease.Reference{})
		if (err == nil) != (err2 == nil) {
			t.Fatal(err, err2)
		}
		if err != nil {
			t.SkipNow()
		}
		a, _ := json.Marshal(q)
		b, _ := json.Marshal(again)
		if string(a) != string(b) {
			t.Fatalf("got %s and %s", a, b)
		}
		s, err := lease.Plan(q.Terms)
		if err != nil {
			t.Fatal(err)
		}
		planned, _ := json.Marshal(s)
		quoted, _ := json.Marshal(q.Schedule)
		if string(planned) != string(quoted) {
			t.Fatalf("the terms of the quote give %s, the quote has %s", planned, quoted)
		}
	})
}

func BenchmarkSolveRental(b *testing.B) {
	r := machine()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lease.Solve(r, lease.Reference{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolveSeasonal(b *testing.B) {
	r := machine()
	r.SkipMonths = []int{12, 1, 2}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lease.Solve(r, lease.Reference{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolveYield(b *testing.B) {
	r := machine()
	r.Solve, r.Rental, r.Rate = lease.ForYield, money.MustParse("96377.00 EUR"), money.Rate{}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lease.Solve(r, lease.Reference{}); err != nil {
			b.Fatal(err)
		}
	}
}
