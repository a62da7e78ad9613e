package lease_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
	"kontor/lease"
	"kontor/money"
)

// given opens a file of the reference data.
func given(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(name, err)
	}
}

type numberCase struct {
	ID      string
	Topic   string
	Inputs  map[string]any
	Outputs map[string]any
	Even    map[string]any `json:"outputs_half_even"`
}

func (c numberCase) in(key string) string { s, _ := c.Inputs[key].(string); return s }

func (c numberCase) count(key string) int { n, _ := c.Inputs[key].(float64); return int(n) }

func numbers(t *testing.T) map[string]numberCase {
	t.Helper()
	var file struct{ Numbers []numberCase }
	given(t, "lease/numbers.json", &file)
	cases := map[string]numberCase{}
	for _, c := range file.Numbers {
		cases[c.ID] = c
	}
	return cases
}

func in(t *testing.T, text string, currency money.Currency) money.Amount {
	t.Helper()
	if text == "" {
		return money.Amount{Currency: currency}
	}
	a, err := money.ParseIn(text, currency)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// terms reads the inputs of a quote; everything beyond price, advance, residual and a plain rhythm is out of scope.
func terms(t *testing.T, c numberCase, currency money.Currency) lease.Terms {
	t.Helper()
	months := map[string]int{"": 1, "1M": 1, "3M": 3, "6M": 6, "12M": 12}[c.in("every")]
	timing := lease.Timing(c.in("timing"))
	if timing == "" {
		timing = lease.InArrears
	}
	yearly := c.in("nominal_rate_pct")
	if yearly == "" {
		yearly = c.in("rate_pct")
	}
	financed := c.in("financed")
	if financed == "" {
		financed = c.in("amount")
	}
	quote := lease.Terms{Price: in(t, financed, currency), Residual: in(t, c.in("residual"), currency), Rate: money.MustParseRate(yearly),
		Method: lease.Annuity, Timing: timing, Count: c.count("instalments"), EveryMonths: months, Start: day.MustOf(2024, 3, 15)}
	if price := c.in("price"); price != "" {
		quote.Advance = in(t, price, currency)
		quote.Advance.Minor -= quote.Price.Minor
		quote.Price = in(t, price, currency)
	}
	return quote
}

func TestQuotesOfTheHandbook(t *testing.T) {
	cases := numbers(t)
	for _, id := range []string{"quote-01", "quote-02", "quote-05", "quote-08", "round-01", "round-02"} {
		c, ok := cases[id]
		if !ok {
			t.Fatal("no case ", id)
		}
		currency := money.Currency("EUR")
		if code := c.in("currency"); code != "" {
			currency = money.Currency(code)
		}
		for mode, want := range map[money.Mode]map[string]any{money.HalfUp: c.Outputs, money.HalfEven: c.Even} {
			if want == nil {
				want = c.Outputs
			}
			terms := terms(t, c, currency)
			terms.Rounding = mode
			s, err := lease.Plan(terms)
			if err != nil {
				t.Fatal(id, err)
			}
			got := map[string]string{"rental": s.Rental.Decimal(), "instalment": s.Rental.Decimal(), "last_rental": s.LastRental.Decimal(),
				"last": s.LastRental.Decimal(), "total_interest": s.TotalInterest.Decimal()}
			if s.Residual.Minor > 0 {
				residual := s.Rows[len(s.Rows)-1]
				got["residual_payment"] = money.Of(residual.Payment(), currency).Decimal()
				got["balance_after_last_rental"] = money.Of(residual.Principal, currency).Decimal()
			}
			for key, w := range want {
				if got[key] != w {
					t.Errorf("%s %v %s: got %s, want %v", id, mode, key, got[key], w)
				}
			}
		}
	}
}

func TestLevelledRentalsOfTheHandbook(t *testing.T) {
	c := numbers(t)["level-01"]
	for _, side := range []string{"base", "customer"} {
		c.Inputs["nominal_rate_pct"] = c.in(side + "_rate_pct")
		s, err := lease.Plan(terms(t, c, "EUR"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := s.Rental.Decimal(), c.Outputs[side+"_rental"]; got != want {
			t.Errorf("%s: got %s, want %s", side, got, want)
		}
	}
}

// Small sums show rounding best; these have the whole table.
func TestProgressiveTablesOfTheHandbook(t *testing.T) {
	cases := numbers(t)
	for _, id := range []string{"progressive-01", "progressive-02"} {
		c := cases[id]
		terms := terms(t, c, "EUR")
		terms.Rounding = money.HalfEven
		s, err := lease.Plan(terms)
		if err != nil {
			t.Fatal(id, err)
		}
		for i, r := range s.Rows {
			payment, interest := money.Of(r.Payment(), "EUR").Decimal(), money.Of(r.Interest, "EUR").Decimal()
			if want := c.Outputs["instalments"].([]any)[i]; payment != want {
				t.Errorf("%s row %d: got %s, want %s", id, r.Nr, payment, want)
			}
			if want := c.Outputs["interest"].([]any)[i]; interest != want {
				t.Errorf("%s row %d interest: got %s, want %s", id, r.Nr, interest, want)
			}
		}
	}
}

func TestYieldsOfTheHandbook(t *testing.T) {
	cases := numbers(t)
	for _, id := range []string{"yield-02", "yield-03"} {
		c := cases[id]
		minor := func(key string) int64 { return in(t, c.in(key), "EUR").Minor }
		n := c.count("instalments")
		flows := make([]int64, n+1)
		flows[0] = minor("fee_received_at_start") - minor("commission_paid_at_start") - minor("financed")
		flows[n] = minor("residual")
		for i := range n {
			if c.in("timing") == "arrears" {
				i++
			}
			flows[i] += minor("rental")
		}
		y, err := lease.Yield(flows)
		if err != nil {
			t.Fatal(id, err)
		}
		for key, got := range map[string]float64{"periodic_pct": 100 * y, "nominal_pct": 1200 * y, "effective_pct": 100 * (math.Pow(1+y, 12) - 1)} {
			want := c.Outputs[key].(string)
			_, decimals, _ := strings.Cut(want, ".")
			if got := strconv.FormatFloat(got, 'f', len(decimals), 64); got != want {
				t.Errorf("%s %s: got %s, want %s", id, key, got, want)
			}
		}
	}
}

// The turnover handbook has rentals of its own (its rule L4), among them one at 0 percent.
func TestRentalsOfTheTurnoverHandbook(t *testing.T) {
	var file struct {
		Cases []struct {
			Price    int64
			Months   int
			Rate     float64 `json:"annual_rate"`
			Residual float64
			Payment  json.Number
		} `json:"lease_payment"`
	}
	given(t, "turnover/oracles/rates.json", &file)
	for _, c := range file.Cases {
		s, err := lease.Plan(lease.Terms{Price: money.Of(100*c.Price, "EUR"), Residual: money.Of(int64(100*c.Residual), "EUR"),
			Rate: money.MustParseRate(strconv.FormatFloat(100*c.Rate, 'f', -1, 64)), Method: lease.Annuity, Timing: lease.InArrears,
			Count: c.Months, EveryMonths: 1, Start: day.MustOf(2024, 1, 1)})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := s.Rental.Decimal(), c.Payment.String(); got != want {
			t.Errorf("%v percent, residual %v: got %s, want %s", 100*c.Rate, c.Residual, got, want)
		}
	}
	if len(file.Cases) == 0 {
		t.Error("no cases read")
	}
}

func TestWaterfallsOfTheHandbook(t *testing.T) {
	cases := numbers(t)
	on := day.MustOf(2026, 1, 31)
	for _, id := range []string{"waterfall-01", "waterfall-03"} {
		c := cases[id]
		due := c.Inputs["due"].(map[string]any)
		minor := func(key string) int64 { return in(t, due[key].(string), "EUR").Minor }
		// A penalty is a fee here: one bucket, met first.
		open := []lease.Open{{Nr: 1, DueOn: on, Fee: minor("penalty") + minor("fee"), Interest: minor("interest"), Principal: minor("principal")}}
		parts, rest := lease.Allocate(open, in(t, c.in("amount"), "EUR").Minor, on)
		want := func(key string) int64 { return in(t, c.Outputs[key].(string), "EUR").Minor }
		wantPart := lease.Part{Nr: 1, Fee: want("penalty") + want("fee"), Interest: want("interest"), Principal: want("principal")}
		if len(parts) != 1 || parts[0] != wantPart || rest != want("unapplied") {
			t.Errorf("%s: got %v and %d, want %v and %d", id, parts, rest, wantPart, want("unapplied"))
		}
	}
}
