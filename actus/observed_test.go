package actus_test

import (
	"encoding/json"
	"math"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

// TestScaling scales interest and principal by what an index has become since the deal.
func TestScaling(t *testing.T) {
	terms := bullet()
	terms.ScalingEffect, terms.MarketObjectCodeOfScalingIndex, terms.ScalingIndexAtContractDealDate = actus.ScaleBoth, "CPI", actus.Num(80)
	terms.CycleAnchorDateOfScalingIndex, terms.CycleOfScalingIndex = date("2026-02-15"), day.MustParseCycle("P1ML1")
	var seen actus.Observations
	if err := seen.Observe("CPI", actus.Point{Time: date("2026-03-01"), Value: 120}, actus.Point{Time: date("2026-02-01"), Value: 100}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		effect          actus.Scaling
		interest, repay float64
	}{{actus.ScaleBoth, 15, 1500}, {actus.ScaleInterest, 15, 1000}, {actus.ScaleNotional, 10, 1500}, {actus.ScaleNone, 10, 1000}} {
		terms.ScalingEffect = c.effect
		events := project(t, terms, seen)
		ip, md := events[len(events)-2], events[len(events)-1]
		if math.Abs(ip.Payoff-c.interest)+math.Abs(md.Payoff-c.repay) > 1e-9 {
			t.Errorf("%s: got %g and %g, want %g and %g", c.effect, ip.Payoff, md.Payoff, c.interest, c.repay)
		}
	}
}

// TestLaggingBase computes interest on a principal that is taken anew every other month.
func TestLaggingBase(t *testing.T) {
	terms := amortizing(actus.LAM)
	terms.MaturityDate, terms.InterestCalculationBase = date("2026-07-01"), actus.BaseNTL
	terms.CycleAnchorDateOfInterestCalculationBase, terms.CycleOfInterestCalculationBase = date("2026-03-01"), day.MustParseCycle("P2ML0")
	var got []float64
	for _, e := range project(t, terms, actus.Observations{}) {
		if e.Type == actus.IP {
			got = append(got, e.Payoff)
		}
	}
	for i, want := range []float64{12, 12, 8, 8, 4, 4} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("got %v, want %g at %d", got, want, i)
		}
	}
}

// TestSegments draws down, pauses and redeems until nothing is left; the end follows from it.
func TestSegments(t *testing.T) {
	terms := bullet()
	terms.ContractType, terms.MaturityDate, terms.NominalInterestRate = actus.LAX, 0, actus.Num(0)
	terms.CycleOfInterestPayment, terms.CycleAnchorDateOfInterestPayment = day.Cycle{}, 0
	terms.ArrayCycleAnchorDateOfPrincipalRedemption = []actus.Moment{date("2026-02-01"), date("2026-04-15"), date("2026-06-01")}
	terms.ArrayCycleOfPrincipalRedemption = []day.Cycle{day.MustParseCycle("P1ML1"), {}, day.MustParseCycle("P1QL1")}
	terms.ArrayNextPrincipalRedemptionPayment = []float64{100, 300, 400}
	terms.ArrayIncreaseDecrease = []actus.Direction{actus.Increase, actus.Decrease, actus.Decrease}
	expect(t, "segments", brief(project(t, terms, actus.Observations{})), `
		26-01-01 IED -1000 1000 0
		26-02-01 PI -100 1100 0
		26-03-01 PI -100 1200 0
		26-04-01 PI -100 1300 0
		26-04-15 PR 300 1000 0
		26-06-01 PR 400 600 0
		26-09-01 PR 400 200 0
		26-12-01 MD 200 0 0`)
	terms.CreditLineAmount = actus.Num(1250)
	if _, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0); !errs.Is(err, errs.Refused) {
		t.Errorf("more than the credit line: %v", err)
	}
	terms.ArrayIncreaseDecrease[2] = actus.Increase
	if _, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0); !errs.Is(err, errs.Invalid) {
		t.Errorf("a principal that only grows: %v", err)
	}
}

// TestOpenEnd adds interest to the principal until a supplier's credit is ended.
func TestOpenEnd(t *testing.T) {
	terms := bullet()
	terms.ContractType, terms.ContractRole, terms.MaturityDate = actus.UMP, actus.RPL, 0
	terms.TerminationDate, terms.PriceAtTerminationDate = date("2026-03-16"), actus.Num(1020.1)
	for _, mode := range []actus.Mode{{}, actus.Conformance} {
		events, err := actus.Project(terms, actus.Observations{}, mode, 0)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "ended", brief(events), `
		26-01-01 IED 1000 -1000 0
		26-02-01 IPCI 0 -1010 0
		26-03-01 IPCI 0 -1020.1 0
		26-03-16 TD -1025.2 0 0`)
	}
}

// TestSolvedTooOften refuses an annuity whose payment would be solved every day over a long life.
func TestSolvedTooOften(t *testing.T) {
	terms := amortizing(actus.ANN)
	terms.MaturityDate, terms.CycleOfPrincipalRedemption = date("2226-01-01"), day.MustParseCycle("P1DL0")
	terms.CycleOfRateReset, terms.MarketObjectCodeOfRateReset = day.MustParseCycle("P1DL0"), "index"
	var seen actus.Observations
	if err := seen.Observe("index", actus.Point{Time: date("2026-01-01"), Value: 0.05}); err != nil {
		t.Fatal(err)
	}
	if _, err := actus.Project(terms, seen, actus.Mode{}, 0); !errs.Is(err, errs.TooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestBadObservations(t *testing.T) {
	seen := actus.Observations{Events: []actus.ObservedEvent{{Type: actus.PP}, {Time: date("2026-02-01"), Type: actus.PP, Value: math.NaN()},
		{Time: date("2026-02-01"), Type: "XX"}}}
	if _, err := actus.Project(bullet(), seen, actus.Mode{}, 0); len(faults(err)) != 3 {
		t.Errorf("got %q", faults(err))
	}
}

func TestReferences(t *testing.T) {
	inner := bullet()
	for _, want := range []actus.Reference{
		{Type: actus.ByTerms, Role: actus.FirstLeg, Contract: &inner},
		{Type: actus.ByID, Role: actus.Covered, ContractID: "loan"},
		{Type: actus.ByMarket, Role: actus.Underlying, MarketObjectCode: "WHEAT"},
	} {
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got actus.Reference
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if again, _ := json.Marshal(got); string(again) != string(b) {
			t.Errorf("%s came back as %s", b, again)
		}
	}
	for _, text := range []string{`[]`, `{}`, `{"referenceType": "CID", "referenceRole": "COVE"}`, `{"referenceType": "MOC", "referenceRole": "UDL", "object": {"code": "X"}}`,
		`{"referenceType": "MOC", "referenceRole": "UDL", "object": {"marketObjectCode": "X"}, "weight": 1}`} {
		var got actus.Reference
		if err := json.Unmarshal([]byte(text), &got); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestMoments(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-31": "2026-01-31T00:00:00", "2026-01-31T23:59": "2026-01-31T23:59:00", "2026-01-31T23:59:59": "2026-01-31T23:59:59",
		"2026-01-31 00:00": "", "2026-01-31T24:00": "", "2026-01-31T1:00:00": "", "2026-02-30": "", "2026-01-31T00:00:00Z": "", "2026-01-31T00:60": "", "": "",
	} {
		got, err := actus.ParseMoment(text)
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
	if m := actus.AtEnd(0); !m.IsZero() || m.String() != "" {
		t.Errorf("no date gives %q", m)
	}
}
