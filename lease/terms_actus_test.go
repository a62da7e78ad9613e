package lease_test

import (
	"fmt"
	"math"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// The booked schedule and the unrounded projection are two programs; they differ by what rounding leaves and no more.
func TestScheduleReconcilesWithActus(t *testing.T) {
	seen := map[actus.ContractType]bool{}
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		terms.Method = rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear, lease.Bullet}).Draw(t, "method 2")
		terms.Timing, terms.RentalUnit, terms.Rounding = lease.InArrears, 0, money.HalfEven
		terms.DayCount = rapid.SampledFrom([]day.Count{0, day.A365, day.A360, day.AA, day.E30360}).Draw(t, "day count")
		if rapid.Bool().Draw(t, "balloon") && terms.Method == lease.Annuity {
			terms.DimensionOver, terms.Residual = terms.Count+12, money.Amount{}
		}
		r := terms.Rate.Fraction() * float64(terms.EveryMonths) / 12 * 1.03
		contract, err := terms.Actus()
		if err != nil || math.Pow(1+r, float64(terms.Count)) > 1e5 { // beyond it a float64 has no cents left
			t.SkipNow()
		}
		s, err := lease.Plan(terms)
		if err != nil {
			t.SkipNow()
		}
		events, err := actus.Project(contract, actus.Observations{}, actus.Mode{}, 0)
		if err != nil {
			t.Fatalf("%v for %+v", err, terms)
		}
		want := map[day.Date]float64{}
		for _, e := range events {
			if e.Type != actus.IED {
				want[e.Time.Date()] += e.Payoff
			}
		}
		unit := math.Pow(10, float64(terms.Price.Currency.Exponent()))
		got, last := map[day.Date]float64{}, s.Ends()
		for _, r := range s.Rows {
			if r.Kind != lease.AdvanceRow {
				got[r.DueOn] += float64(r.Payment()) / unit
			}
		}
		for on, w := range want {
			cents := 1.0
			if terms.Method == lease.Linear {
				cents += float64(terms.Count) * r // a fraction of a cent more principal each time, and its interest
			}
			if on == last {
				cents = (float64(terms.Count) + 2) * math.Pow(1+r, float64(terms.Count))
			}
			if off := math.Abs(got[on] - w); off > cents/unit+1e-10*math.Abs(w) {
				t.Fatalf("on %v: booked %v, unrounded %v, %v apart for %+v", on, got[on], w, off, terms)
			}
			delete(got, on)
		}
		for on, minor := range got {
			if minor != 0 {
				t.Fatalf("only booked: %v on %v", minor, on)
			}
		}
		seen[contract.ContractType] = true
	})
	for _, kind := range []actus.ContractType{actus.ANN, actus.LAM, actus.PAM} {
		if !seen[kind] {
			t.Errorf("no contract of type %s was compared", kind)
		}
	}
}

func TestShapesBeyondActus(t *testing.T) {
	for name, spoil := range map[string]func(*lease.Terms){
		"timing":      func(x *lease.Terms) { x.Timing = lease.InAdvance },
		"skip_months": func(x *lease.Terms) { x.SkipMonths = []int{1} },
		"step":        func(x *lease.Terms) { x.Step = lease.Step{Every: 12, Percent: money.MustParseRate("5")} },
		"day_count":   func(x *lease.Terms) { x.Start = day.MustOf(2024, 1, 31) },
	} {
		terms := machine().Terms
		spoil(&terms)
		if _, err := terms.Actus(); !errs.Is(err, errs.Refused) || errs.As(err).Text.Args["field"] != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func ExampleTerms_Actus() {
	terms := lease.Terms{Price: money.MustParse("10000.00 EUR"), Rate: money.MustParseRate("6"), Method: lease.Annuity, Timing: lease.InArrears, Count: 3,
		EveryMonths: 1, Start: day.MustOf(2026, 1, 15)}
	contract, err := terms.Actus()
	if err != nil {
		fmt.Println(err)
	}
	events, err := actus.Project(contract, actus.Observations{}, actus.Mode{}, 0)
	if err != nil {
		fmt.Println(err)
	}
	for _, e := range events {
		fmt.Printf("%v %s %.6f\n", e.Time.Date(), e.Type, e.Payoff)
	}
	// Output:
	// 2026-01-15 IED -10000.000000
	// 2026-02-14 PRF 0.000000
	// 2026-02-15 PR 3316.722084
	// 2026-02-15 IP 50.000000
	// 2026-03-15 PR 3333.305694
	// 2026-03-15 IP 33.416390
	// 2026-04-15 IP 16.749861
	// 2026-04-15 MD 3349.972222
}
