package lease_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// everything is a request with most of what a request can say.
const everything = `{"solve":"rental","price":"5000000.00 EUR","advance":"1000000.00 EUR","residual":"500000.00 EUR","residual_by":"third_party","rate":"18",` +
	`"method":"annuity","timing":"arrears","count":60,"every_months":1,"start":"2024-03-15","rounding":"half_even","rental_unit_minor":100,"skip_months":[12,1],` +
	`"first_period_ends":"2024-04-30","day_count":"A365","end_of_month":"EOM","calendars":["MF"],"shift":"CSF",` +
	`"draws":[{"on":"2024-03-15","amount":"3000000.00 EUR"},{"on":"2024-04-02","amount":"1050000.00 EUR"}],` +
	`"fees":[{"name":"arrangement","percent":"1","when":"financed"},{"name":"insurance","amount":"1200.00 EUR","when":"per_rental","service":true}],` +
	`"costs":[{"name":"commission","amount":"25000.00 EUR"}],"deposit":{"amount":"100000.00 EUR"},"rate_steps":[{"from":"2025-03-15","rate":"16"}],` +
	`"after_reset":"rental","tax_code":"vat","clauses":[{"kind":"currency","index":"USD","base":"1.0845","corridor":"3"}],"version":2,"expires_on":"2024-04-15"}`

func TestReadRequest(t *testing.T) {
	r, err := lease.ReadRequest([]byte(everything))
	if err != nil {
		t.Fatal(err)
	}
	if r.Price != money.Of(500_000_000, "EUR") || r.DayCount != day.A365 || len(r.Fees) != 2 || r.Fees[1].When != lease.PerRental || r.Draws[1].On != day.MustOf(2024, 4, 2) {
		t.Errorf("got %+v", r)
	}
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	if q.Version != 2 || q.Calendar != "MF@1" || q.Schedule.Rental.Minor%100 != 0 || q.Schedule.Rows[1].Fee != 120_000 {
		t.Errorf("got %+v", q.Schedule.Rows[1])
	}
}

// What cannot be read is told by field, all at once.
func TestReadingFaults(t *testing.T) {
	for text, want := range map[string][]string{
		`{"price":5,"rate":18,"count":"60","skip_months":5}`:                      {"price", "rate", "count", "skip_months"},
		`{"price":1e999,"rate":"1e400","count":1e999}`:                            {"price", "rate", "count"},
		`{"rate":"-Infinity","start":"0000-01-01"}`:                               {"rate", "start"},
		`{"start":"10000-01-01","expires_on":"9999-12-32"}`:                       {"start", "expires_on"},
		`{"price":"5000000.001 EUR","rate":"NaN","start":"2024-02-30"}`:           {"price", "rate", "start"},
		`{"count":60.5,"every_months":1e1,"version":99999999999999999999}`:        {"count", "every_months", "version"},
		`{"pryce":"1.00 EUR","count":1,"count":2}`:                                {"pryce", "count"},
		`{"shape":[{"count":1,"kind":"level"},{"count":"x"},7]}`:                  {"shape[1].count", "shape[2]"},
		`{"fees":[{"name":"a","amount":"1.00 XYZ","when":3,"service":"yes"}]}`:    {"fees[0].amount", "fees[0].when", "fees[0].service"},
		`{"deposit":{"amount":"1.00 EUR","interest":"2"},"floating":[]}`:          {"deposit.interest", "floating"},
		`{"method":"magic","timing":"never","rounding":"sometimes","shift":"XX"}`: {"method", "timing", "rounding", "shift"},
		`{"day_count":"A/999","end_of_month":"never","rate_steps":[{"from":5}]}`:  {"day_count", "end_of_month", "rate_steps[0].from"},
	} {
		_, err := lease.ReadRequest([]byte(text))
		if got := fields(err); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "null", "[]", "{", "5", `{"rate":NaN}`, `"x"`, `{"price":"1.00 EUR"} {}`, strings.Repeat("[", 100_000)} {
		if _, err := lease.ReadTerms([]byte(text)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%.20q: got %v", text, err)
		}
	}
	if _, err := lease.ReadTerms(make([]byte, 5<<20)); !errs.Is(err, errs.TooLarge) {
		t.Errorf("a long text: got %v", err)
	}
}

// rateSteps change the rate every month.
func rateSteps(start day.Date, n int) (steps []lease.RateStep) {
	for i := range n {
		steps = append(steps, lease.RateStep{From: start.AddMonths(i + 1), Rate: money.MustParseRate(fmt.Sprint(10 + i%3))})
	}
	return steps
}

// Terms at the edge of what there is: a clear refusal or a plan that adds up, and always an end.
func TestEdgesOfTerms(t *testing.T) {
	most := money.MaxMinor
	for name, c := range map[string]struct {
		spoil func(*lease.QuoteRequest)
		want  string // field of the fault, a code, or empty for a plan
	}{
		"no rentals":     {func(r *lease.QuoteRequest) { r.Count = 0 }, "count"},
		"10,001 rentals": {func(r *lease.QuoteRequest) { r.Count = 10_001 }, "count"},
		"10,000 rentals": {func(r *lease.QuoteRequest) { r.Count, r.Rate = 10_000, money.MustParseRate("0.5") }, ""},
		"minus one":      {func(r *lease.QuoteRequest) { r.Count = math.MinInt }, "count"},
		"too many in a shape": {func(r *lease.QuoteRequest) {
			r.Count = 0
			r.Shape = []lease.ShapeRow{{Count: math.MaxInt, Kind: lease.LevelRentals}}
		}, "count"},
		"a shape of nothing":    {func(r *lease.QuoteRequest) { r.Count = 0; r.Shape = []lease.ShapeRow{{Kind: lease.LevelRentals}} }, "count"},
		"rate -1":               {func(r *lease.QuoteRequest) { r.Rate = money.MustParseRate("-1") }, "rate"},
		"rate -100":             {func(r *lease.QuoteRequest) { r.Rate = money.MustParseRate("-100") }, "rate"},
		"rate 0":                {func(r *lease.QuoteRequest) { r.Rate = money.Rate{} }, ""},
		"a price of 1e15 - 1":   {func(r *lease.QuoteRequest) { r.Price, r.Advance = money.Of(most, "EUR"), money.Amount{} }, ""},
		"a price of 1e15":       {func(r *lease.QuoteRequest) { r.Price = money.Of(most+1, "EUR") }, "price"},
		"a price below nothing": {func(r *lease.QuoteRequest) { r.Price.Minor = math.MinInt64 }, "price"},
		"in the year 1":         {func(r *lease.QuoteRequest) { r.Start = day.Min }, ""},
		"in the year 9999":      {func(r *lease.QuoteRequest) { r.Start = day.Max }, "start"},
		"before all days":       {func(r *lease.QuoteRequest) { r.Start = -5 }, "start"},
		"a dimension too short": {func(r *lease.QuoteRequest) { r.DimensionOver = 60 }, "dimension_over"},
		"a dimension too long": {func(r *lease.QuoteRequest) {
			r.DimensionOver, r.Residual = 10_000, money.Amount{}
			r.Start = day.MustOf(9000, 1, 1)
			r.EveryMonths = 12
		}, "start"},
		"every month skipped":     {func(r *lease.QuoteRequest) { r.SkipMonths = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} }, "skip_months"},
		"month 13":                {func(r *lease.QuoteRequest) { r.SkipMonths = []int{13} }, "skip_months[0]"},
		"grace for ever":          {func(r *lease.QuoteRequest) { r.Grace.Principal = 60 }, "grace"},
		"grace below nothing":     {func(r *lease.QuoteRequest) { r.Grace.Interest = -1 }, "grace"},
		"grace twice":             {func(r *lease.QuoteRequest) { r.Grace = lease.Grace{Interest: 1, Capitalised: 1} }, "grace.interest"},
		"a step to nothing":       {func(r *lease.QuoteRequest) { r.Step = lease.Step{Every: 12, Percent: money.MustParseRate("-100")} }, "step.percent"},
		"a step at once":          {func(r *lease.QuoteRequest) { r.Step = lease.Step{Percent: money.MustParseRate("5")} }, "step.every"},
		"a first period of 0":     {func(r *lease.QuoteRequest) { r.FirstPeriodEnds = r.Start }, "first_period_ends"},
		"a first period of years": {func(r *lease.QuoteRequest) { r.FirstPeriodEnds = r.Start.AddMonths(30) }, "first_period_ends"},
		"a last period of 0":      {func(r *lease.QuoteRequest) { r.LastPeriodEnds = r.Start.AddMonths(59) }, "last_period_ends"},
		"shift without calendar":  {func(r *lease.QuoteRequest) { r.Shift = day.CSF }, "shift"},
		"SC without day count":    {func(r *lease.QuoteRequest) { r.Shift, r.Calendars = day.SCF, []string{"MF"} }, "day_count"},
		"an unknown calendar":     {func(r *lease.QuoteRequest) { r.Calendars = []string{"Mars"} }, "refused"},
		"BUS252 without one":      {func(r *lease.QuoteRequest) { r.DayCount = day.BUS252 }, "invalid"},
		"BUS252 with one":         {func(r *lease.QuoteRequest) { r.DayCount, r.Calendars = day.BUS252, []string{"MF"} }, ""},
		"drawn before the start":  {func(r *lease.QuoteRequest) { r.Draws = []lease.Draw{{On: r.Start - 1, Amount: r.Terms.Financed()}} }, "draws[0].on"},
		"drawn too little":        {func(r *lease.QuoteRequest) { r.Draws = []lease.Draw{{On: r.Start, Amount: money.Of(5, "EUR")}} }, "draws"},
		"drawn after the end": {func(r *lease.QuoteRequest) {
			r.Draws = []lease.Draw{{On: r.Start.AddMonths(60), Amount: r.Terms.Financed()}}
		}, "draws"},
		"rates that run back": {func(r *lease.QuoteRequest) { r.RateSteps = []lease.RateStep{{From: r.Start, Rate: r.Rate}} }, "rate_steps[0].from"},
		"steps and an index": {func(r *lease.QuoteRequest) {
			r.RateSteps = []lease.RateStep{{From: r.Start + 9, Rate: r.Rate}}
			r.Floating = floating().Floating
		}, "rate_steps"},
		"a floor over the cap": {func(r *lease.QuoteRequest) {
			r.Floating = floating().Floating
			r.Floating.Floor = money.MustParseRate("19")
		}, "floating.floor"},
		"a value that nobody knows": {func(r *lease.QuoteRequest) { // the second reset, of July, is observed before the first value
			r.Rate, r.Floating = money.MustParseRate("12"), lease.Floating{Index: "key rate", EveryMonths: 3}
			r.Start, r.Count, r.Residual = day.MustOf(2025, 8, 15), 12, money.Amount{}
		}, "refused"},
		"no index at all": {func(r *lease.QuoteRequest) { r.Floating = lease.Floating{Index: "sunspots", EveryMonths: 3} }, "refused"},
		"resets without end": {func(r *lease.QuoteRequest) {
			r.Count, r.Floating = 9_000, lease.Floating{Index: "key rate", EveryMonths: 1}
		}, "floating.every_months"},
		"steps over 10,000":     {func(r *lease.QuoteRequest) { r.Count, r.RateSteps = 10_000, rateSteps(r.Start, 100) }, "rate_steps"},
		"101 steps":             {func(r *lease.QuoteRequest) { r.RateSteps = rateSteps(r.Start, 101) }, "rate_steps"},
		"a hundred steps":       {func(r *lease.QuoteRequest) { r.Count, r.RateSteps = 120, rateSteps(r.Start, 100) }, ""},
		"an index without name": {func(r *lease.QuoteRequest) { r.Floating.EveryMonths = 3 }, "floating.index"},
		"resets every 2 months": {func(r *lease.QuoteRequest) { r.Floating = floating().Floating; r.Floating.EveryMonths = 2 }, "floating.every_months"},
		"a fee of nothing":      {func(r *lease.QuoteRequest) { r.Fees = []lease.Fee{{Name: "x", When: lease.UpFront}} }, "fees[0].amount"},
		"a fee at no time":      {func(r *lease.QuoteRequest) { r.Fees = []lease.Fee{{Name: "x", Amount: money.Of(5, "EUR")}} }, "fees[0].when"},
		"a deposit in yen":      {func(r *lease.QuoteRequest) { r.Deposit.Amount = money.Of(5, "JPY") }, "deposit.amount"},
		"a clause without base": {func(r *lease.QuoteRequest) { r.Clauses = []lease.Clause{{Kind: lease.IndexClause, Index: "cpi"}} }, "clauses[0].base"},
		"anchor 29 Feb, yearly": {func(r *lease.QuoteRequest) { r.Start, r.EveryMonths, r.Count = day.MustOf(2024, 2, 29), 12, 5 }, ""},
		"flat in advance":       {func(r *lease.QuoteRequest) { r.Method, r.Timing = lease.Flat, lease.InAdvance }, "timing"},
		"rental of a bullet": {func(r *lease.QuoteRequest) {
			r.Method, r.Solve, r.Rental, r.Rate = lease.Bullet, lease.ForYield, money.Of(5, "EUR"), money.Rate{}
		}, "method"},
	} {
		r := machine()
		c.spoil(&r)
		q, err := lease.Solve(r, lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 9, 15)})
		switch {
		case c.want == "" && (err != nil || q.Schedule.Check() != nil):
			t.Errorf("%s: got %v", name, err)
		case c.want != "" && !slices.Contains(fields(err), c.want) && string(errs.CodeOf(err)) != c.want:
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// Whatever is read, a quote is made or refused with a code that is not ours, and the quote adds up.
func FuzzReadRequest(f *testing.F) {
	f.Add([]byte(everything))
	f.Add([]byte(`{"solve":"yield","product":"seasonal","price":"90000.00 EUR","rental":"10414.32 EUR","count":12,"start":"2026-08-15"}`))
	f.Add([]byte(`{"solve":"price","product":"balloon","rental":"1000.00 EUR","rate":"7","start":"2026-08-15"}`))
	f.Add([]byte(`{"solve":"term","price":"1000000 JPY","rental":"90000 JPY","rate":"6","start":"0001-01-01"}`))
	f.Add([]byte(`{"price":"5.000 KWD","rate":"0","count":3,"start":"9990-12-31","shape":[{"count":2,"kind":"skip"},{"count":1,"kind":"amount","amount":"5.000 KWD"}]}`))
	f.Add([]byte(`{"price":"100.00 EUR","method":"linear","grace":{"interest":2},"count":5,"rate":"200","start":"2024-01-31","timing":"advance","residual_pct":"100"}`))
	ref := lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 9, 15)}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := lease.ReadRequest(text)
		if err != nil {
			if errs.Is(err, errs.Internal) {
				t.Fatal(err)
			}
			return
		}
		if r.Count > 400 { // long plans are tested elsewhere; here they only cost time
			return
		}
		q, err := lease.Solve(r, ref)
		if err != nil {
			if errs.Is(err, errs.Internal) {
				t.Fatal(err)
			}
			return
		}
		if err := q.Schedule.Check(); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		terms, err := json.Marshal(q.Terms)
		if err != nil {
			t.Fatal(err)
		}
		again, err := lease.ReadTerms(terms)
		if err != nil {
			t.Fatalf("%v in %s", err, terms)
		}
		if s, err := ref.Plan(again); err != nil || s.TotalInterest != q.Schedule.TotalInterest {
			t.Fatalf("%v: the terms give another plan than the quote: %s", err, b)
		}
	})
}

// The examples that the documentation shows are read by the same reader.
func TestGoldenQuote(t *testing.T) {
	text, err := os.ReadFile("testdata/quote-request.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := lease.ReadRequest(text)
	if err != nil {
		t.Fatal(err)
	}
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(q, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "quote-answer.json", string(b)+"\n")
}
