package actus_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/internal/shared"
)

// worked is a worked number of the lease handbook. Here run those that are contracts of the engine, chosen by what they are
// given; the rest belongs to the lease.
type worked struct {
	ID, Topic string
	Inputs    map[string]any
	Outputs   map[string]any
}

func workedNumbers(t *testing.T) []worked {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, "lease", "numbers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Numbers []worked }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	return file.Numbers
}

func value(t *testing.T, v any) float64 {
	t.Helper()
	switch v := v.(type) {
	case float64:
		return v
	case string:
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	t.Fatalf("%v is no number", v)
	return 0
}

func (n worked) in(t *testing.T, name string) float64 {
	t.Helper()
	v, ok := n.Inputs[name]
	if !ok {
		return 0
	}
	return value(t, v)
}

func (n worked) has(names ...string) bool {
	for _, name := range names {
		if _, ok := n.Inputs[name]; !ok {
			return false
		}
	}
	return true
}

// only reports whether the number has no other inputs: what it says besides would make it another contract.
func (n worked) only(names ...string) bool {
	for name := range n.Inputs {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// quoted reports whether a number is a quote that an annuity in arrears can be, by 30/360 and without residual.
func (n worked) quoted(t *testing.T) bool {
	t.Helper()
	return n.has("financed", "instalments", "nominal_rate_pct", "day_count", "timing") && n.Inputs["timing"] == "arrears" && n.Inputs["day_count"] == "30/360" &&
		n.in(t, "residual") == 0 && n.only("price", "advance_pct", "financed", "instalments", "every", "nominal_rate_pct", "day_count", "timing", "residual", "interest_only", "dimension_over")
}

// each is a list, or the one value as a list.
func each(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// near is equal to the printed cent.
func near(t *testing.T, n worked, what string, got float64, want any) {
	t.Helper()
	if w := value(t, want); math.Abs(got-w) > 0.005001 {
		t.Errorf("%s %s: got %.4f, want %.2f", n.ID, what, got, w)
	}
}

// financed is the annuity of a quote: rentals in arrears, 30E/360.
func financed(t *testing.T, n worked) actus.Terms {
	t.Helper()
	every, _ := n.Inputs["every"].(string)
	if every == "" {
		every = "1M"
	}
	cycle := day.MustParseCycle("P" + every + "L0")
	terms := actus.Terms{
		ContractType: actus.ANN, ContractID: n.ID, ContractRole: actus.RPA, Currency: "RUB", DayCountConvention: day.E30360,
		StatusDate: date("2026-01-01"), InitialExchangeDate: date("2026-01-01"),
		NotionalPrincipal: actus.Num(n.in(t, "financed")), NominalInterestRate: actus.Num(n.in(t, "nominal_rate_pct") / 100),
		CycleOfPrincipalRedemption: cycle, CycleOfInterestPayment: cycle,
	}
	after := func(k int) actus.Moment {
		d, err := cycle.Nth(terms.InitialExchangeDate.Date(), k, day.SD)
		if err != nil {
			t.Fatal(err)
		}
		return actus.At(d)
	}
	terms.MaturityDate = after(int(n.in(t, "instalments")))
	terms.CycleAnchorDateOfPrincipalRedemption = after(1 + int(n.in(t, "interest_only")))
	terms.CycleAnchorDateOfInterestPayment = after(1)
	if n.has("dimension_over") {
		terms.AmortizationDate = after(int(n.in(t, "dimension_over")))
	}
	return terms
}

// paid adds what is paid on each day.
func paid(events []actus.Event) (days []float64) {
	var last actus.Moment
	for _, e := range events[1:] {
		if e.Payoff == 0 {
			continue
		}
		if e.Time != last {
			days, last = append(days, 0), e.Time
		}
		days[len(days)-1] += e.Payoff
	}
	return days
}

func TestHandbookQuotes(t *testing.T) {
	ran := 0
	for _, n := range workedNumbers(t) {
		if !n.quoted(t) || n.Outputs["rental"] == nil {
			continue
		}
		ran++
		var rental float64
		events := project(t, financed(t, n), actus.Observations{})
		for _, e := range events {
			if e.Type == actus.PR {
				rental = e.State.NextPrincipalRedemptionPayment
			}
		}
		near(t, n, "rental", rental, n.Outputs["rental"])
		if grace := n.Outputs["rental_grace"]; grace != nil {
			near(t, n, "rental in grace", paid(events)[0], grace)
		}
		if balloon := n.Outputs["balloon_with_last_rental"]; balloon != nil {
			days := paid(events)
			got := days[len(days)-1] - rental
			if w := value(t, balloon); math.Abs(got-w) > 0.6 { // the printed one follows from rounded rentals
				t.Errorf("%s balloon: got %.2f, want %.2f", n.ID, got, w)
			}
		}
	}
	if ran < 4 {
		t.Errorf("only %d quotes were run", ran)
	}
}

// TestHandbookPrepayment pays extra with an instalment and asks for the rental after it and the number of instalments.
func TestHandbookPrepayment(t *testing.T) {
	all := map[string]worked{}
	for _, n := range workedNumbers(t) {
		all[n.ID] = n
	}
	ran := 0
	for _, n := range all {
		id, _ := n.Inputs["contract"].(string)
		if !n.has("after_instalment", "prepayment") || !n.only("contract", "after_instalment", "prepayment") || !all[id].quoted(t) || n.Outputs["balance"] == nil ||
			n.Outputs["rental_same_term"] == nil || n.Outputs["instalments_same_rental"] == nil || n.Outputs["last_rental_same_rental"] == nil {
			continue
		}
		ran++
		terms := financed(t, all[id])
		k := int(n.in(t, "after_instalment"))
		d, err := terms.CycleOfPrincipalRedemption.Nth(terms.InitialExchangeDate.Date(), k, day.SD)
		if err != nil {
			t.Fatal(err)
		}
		seen := actus.Observations{Events: []actus.ObservedEvent{{Time: actus.At(d), Type: actus.PP, Value: n.in(t, "prepayment")}}}
		terms.PrepaymentEffect = actus.ReduceRedemption
		for _, e := range project(t, terms, seen) {
			if want := value(t, n.Outputs["balance"]); e.Type == actus.PP && math.Abs(e.State.NotionalPrincipal-want) > 0.6 {
				t.Errorf("%s balance: got %.2f, want %.2f", n.ID, e.State.NotionalPrincipal, want)
			}
			if e.Type == actus.PR && e.Time > actus.At(d) {
				near(t, n, "rental", e.State.NextPrincipalRedemptionPayment, n.Outputs["rental_same_term"])
			}
		}
		terms.PrepaymentEffect = actus.ReduceMaturity
		days := paid(project(t, terms, seen))
		if got, want := len(days)-k, int(value(t, n.Outputs["instalments_same_rental"])); got != want {
			t.Errorf("%s: got %d instalments, want %d", n.ID, got, want)
		}
		got, want := days[len(days)-1], value(t, n.Outputs["last_rental_same_rental"])
		if math.Abs(got-want) > 0.6 {
			t.Errorf("%s last rental: got %.2f, want %.2f", n.ID, got, want)
		}
	}
	if ran == 0 {
		t.Error("no prepayment was run")
	}
}

// TestHandbookLimits resets a rate within the limits of a change and of the whole life.
func TestHandbookLimits(t *testing.T) {
	ran := 0
	for _, n := range workedNumbers(t) {
		if all := []string{"previous_rate_pct", "key_rate_pct", "spread_pct", "period_limit_pct", "cap_pct", "floor_pct"}; !n.has(all...) || !n.only(all...) {
			continue
		}
		for i, key := range each(n.Inputs["key_rate_pct"]) {
			ran++
			terms := bullet()
			terms.NominalInterestRate = actus.Num(n.in(t, "previous_rate_pct") / 100)
			terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-02-01"), "key"
			terms.RateSpread, terms.LifeCap, terms.LifeFloor = actus.Num(n.in(t, "spread_pct")/100), actus.Num(n.in(t, "cap_pct")/100), actus.Num(n.in(t, "floor_pct")/100)
			terms.PeriodCap, terms.PeriodFloor = actus.Num(n.in(t, "period_limit_pct")/100), actus.Num(n.in(t, "period_limit_pct")/100)
			var seen actus.Observations
			if err := seen.Observe("key", actus.Point{Time: date("2026-01-15"), Value: value(t, key) / 100}); err != nil {
				t.Fatal(err)
			}
			for _, e := range project(t, terms, seen) {
				if want := value(t, each(n.Outputs["rate_pct"])[i]); e.Type == actus.RR && math.Abs(100*e.State.NominalInterestRate-want) > 1e-9 {
					t.Errorf("%s key rate %v: got %g, want %g", n.ID, key, 100*e.State.NominalInterestRate, want)
				}
			}
		}
	}
	if ran == 0 {
		t.Error("no limit was run")
	}
}

// TestHandbookPieces resets a rate inside an interest period.
func TestHandbookPieces(t *testing.T) {
	ran := 0
	for _, n := range workedNumbers(t) {
		if !n.has("balance", "pieces") || !n.only("balance", "pieces", "day_count") || n.Inputs["day_count"] != "A/365" {
			continue
		}
		ran++
		terms := bullet()
		terms.NotionalPrincipal, terms.DayCountConvention = actus.Num(n.in(t, "balance")), day.A365
		terms.MarketObjectCodeOfRateReset, terms.CycleOfInterestPayment = "key", day.Cycle{}
		var seen actus.Observations
		at := terms.InitialExchangeDate.Date()
		for i, piece := range n.Inputs["pieces"].([]any) {
			rate, days := value(t, piece.(map[string]any)["rate_pct"])/100, int(value(t, piece.(map[string]any)["days"]))
			if i == 0 {
				terms.NominalInterestRate = actus.Num(rate)
			} else {
				terms.CycleAnchorDateOfRateReset = actus.At(at)
				if err := seen.Observe("key", actus.Point{Time: actus.At(at), Value: rate}); err != nil {
					t.Fatal(err)
				}
			}
			at = at.Add(days)
		}
		terms.MaturityDate, terms.CycleAnchorDateOfInterestPayment = actus.At(at), actus.At(at)
		for _, e := range project(t, terms, seen) {
			if e.Type == actus.IP {
				near(t, n, "interest", e.Payoff, n.Outputs["interest"])
			}
		}
	}
	if ran == 0 {
		t.Error("nothing was run")
	}
}

// TestHandbookDayCounts pays the interest of one period by every day count that is printed.
func TestHandbookDayCounts(t *testing.T) {
	ran := 0
	for _, n := range workedNumbers(t) {
		if !n.has("principal", "rate_pct", "start", "end") || !n.only("principal", "rate_pct", "start", "end") {
			continue
		}
		for name, want := range n.Outputs {
			count, ok := map[string]day.Count{"A365": day.A365, "AA": day.AA, "A360": day.A360, "E30360": day.E30360}[name]
			if !ok {
				continue
			}
			ran++
			terms := bullet()
			terms.NotionalPrincipal, terms.NominalInterestRate = actus.Num(n.in(t, "principal")), actus.Num(n.in(t, "rate_pct")/100)
			terms.StatusDate = date(n.Inputs["start"].(string))
			terms.InitialExchangeDate, terms.MaturityDate = terms.StatusDate, date(n.Inputs["end"].(string))
			terms.CycleAnchorDateOfInterestPayment, terms.CycleOfInterestPayment = terms.MaturityDate, day.Cycle{}
			terms.DayCountConvention = count
			events := project(t, terms, actus.Observations{})
			near(t, n, name, events[1].Payoff, want)
		}
	}
	if ran < 8 {
		t.Errorf("only %d day counts were run", ran)
	}
}
