package actus_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

// TestBadTerms names every bad term; nothing is projected of it.
func TestBadTerms(t *testing.T) {
	for _, c := range []struct {
		what   string
		typ    actus.ContractType
		change func(*actus.Terms)
		want   string // the field and the beginning of what is said
	}{
		{"no type", "", func(*actus.Terms) {}, "contractType: this is needed (choose one of PAM, LAM,"},
		{"no role", actus.PAM, func(t *actus.Terms) { t.ContractRole = "" }, "contractRole: this is needed"},
		{"no principal", actus.PAM, func(t *actus.Terms) { t.NotionalPrincipal = actus.Number{} }, "notionalPrincipal: this is needed"},
		{"nothing lent", actus.PAM, func(t *actus.Terms) { t.NotionalPrincipal = actus.Num(0) }, "notionalPrincipal: the amount must be above zero"},
		{"negative principal", actus.PAM, func(t *actus.Terms) { t.NotionalPrincipal = actus.Num(-5) }, "notionalPrincipal: it must not be negative"},
		{"NaN", actus.PAM, func(t *actus.Terms) { t.NotionalPrincipal = actus.Num(math.NaN()) }, "notionalPrincipal: the number lies beyond"},
		{"infinite rate", actus.PAM, func(t *actus.Terms) { t.NominalInterestRate = actus.Num(math.Inf(1)) }, "nominalInterestRate: the number lies beyond"},
		{"over the bound", actus.PAM, func(t *actus.Terms) { t.NotionalPrincipal = actus.Num(1.01e15) }, "notionalPrincipal: the number lies beyond"},
		{"-100 %", actus.PAM, func(t *actus.Terms) { t.NominalInterestRate = actus.Num(-1) }, "nominalInterestRate: the rate must lie above -100 %"},
		{"percent for a rate", actus.PAM, func(t *actus.Terms) { t.NominalInterestRate = actus.Num(101) }, "nominalInterestRate: the rate must lie above -100 %"},
		{"no day count", actus.PAM, func(t *actus.Terms) { t.DayCountConvention = 0 }, "dayCountConvention: this is needed"},
		{"cycle of 0 days", actus.PAM, func(t *actus.Terms) { t.CycleOfInterestPayment.Every = day.Period{Unit: day.Days} }, "cycleOfInterestPayment: P0DL0 is no cycle"},
		{"period of no unit", actus.PAM, func(t *actus.Terms) { t.GracePeriod = day.Period{N: 5} }, "gracePeriod: "},
		{"year 0", actus.PAM, func(t *actus.Terms) { t.StatusDate = -5 }, "statusDate: the date lies outside the calendar"},
		{"year 10000", actus.PAM, func(t *actus.Terms) { t.MaturityDate = actus.AtEnd(day.Max) + 1 }, "maturityDate: the date lies outside the calendar"},
		{"anchor after maturity", actus.PAM, func(t *actus.Terms) { t.CycleAnchorDateOfInterestPayment = date("2026-04-02") },
			"cycleAnchorDateOfInterestPayment: it lies after maturityDate"},
		{"ends before it begins", actus.PAM, func(t *actus.Terms) { t.MaturityDate = date("2025-01-01") }, "initialExchangeDate: it lies after maturityDate"},
		{"too often", actus.PAM, func(t *actus.Terms) {
			t.MaturityDate, t.CycleOfInterestPayment = date("2526-01-01"), day.MustParseCycle("P1DL0")
		},
			"cycleOfInterestPayment: it makes more than 100000 dates"},
		{"no index", actus.PAM, func(t *actus.Terms) { t.CycleOfRateReset = day.MustParseCycle("P1ML0") }, "marketObjectCodeOfRateReset: this is needed"},
		{"rate fixed afterwards", actus.PAM, func(t *actus.Terms) { t.CyclePointOfRateReset = actus.End }, "cyclePointOfRateReset: E is not allowed here"},
		{"floor above cap", actus.PAM, func(t *actus.Terms) { t.LifeCap, t.LifeFloor = actus.Num(0.02), actus.Num(0.03) }, "lifeFloor: it lies above lifeCap"},
		{"fee of nothing", actus.PAM, func(t *actus.Terms) { t.FeeRate, t.CycleOfFee = actus.Num(5), day.MustParseCycle("P1ML0") }, "feeBasis: this is needed (choose one of A, N)"},
		{"price without a day", actus.PAM, func(t *actus.Terms) { t.TerminationDate = date("2026-02-01") }, "priceAtTerminationDate: this is needed"},
		{"unknown kind", actus.PAM, func(t *actus.Terms) { t.PenaltyType = "X" }, "penaltyType: X is not allowed here"},
		{"scaled by nothing", actus.PAM, func(t *actus.Terms) { t.ScalingEffect = actus.ScaleBoth }, "marketObjectCodeOfScalingIndex: this is needed"},
		{"annuity in advance", actus.ANN, func(t *actus.Terms) { t.CyclePointOfInterestPayment = actus.Beginning }, "cyclePointOfInterestPayment: B is not allowed here"},
		{"no end", actus.ANN, func(t *actus.Terms) { t.MaturityDate = 0 }, "maturityDate: this is needed"},
		{"no redemption", actus.LAM, func(t *actus.Terms) {
			t.CycleAnchorDateOfPrincipalRedemption, t.CycleOfPrincipalRedemption = 0, day.Cycle{}
		},
			"cycleOfPrincipalRedemption: this is needed"},
		{"dimensioned to before the end", actus.ANN, func(t *actus.Terms) { t.AmortizationDate = date("2026-06-01") }, "maturityDate: it lies after amortizationDate"},
		{"no payment", actus.NAM, func(*actus.Terms) {}, "nextPrincipalRedemptionPayment: this is needed"},
		{"payment of nothing", actus.NAM, func(t *actus.Terms) { t.NextPrincipalRedemptionPayment = actus.Num(0) }, "nextPrincipalRedemptionPayment: the amount must be above zero"},
		{"never repaid", actus.NAM, func(t *actus.Terms) { t.NextPrincipalRedemptionPayment, t.MaturityDate = actus.Num(5), 0 },
			"nextPrincipalRedemptionPayment: it does not cover the interest"},
		{"repaid in 10,001 centuries", actus.LAM, func(t *actus.Terms) { t.NextPrincipalRedemptionPayment, t.MaturityDate = actus.Num(1e-9), 0 },
			"nextPrincipalRedemptionPayment: it does not repay the principal"},
		{"segments out of order", actus.LAX, func(t *actus.Terms) { segments(t, "2026-03-01", "2026-02-01") }, "arrayCycleAnchorDateOfPrincipalRedemption[1]: it must lie after"},
		{"amounts missing", actus.LAX, func(t *actus.Terms) {
			segments(t, "2026-02-01", "2026-03-01", "2026-04-01")
			t.ArrayNextPrincipalRedemptionPayment = []float64{1, 2}
		}, "arrayNextPrincipalRedemptionPayment: it has 2 entries, 3 are needed"},
		{"terms of another type", actus.PAM, func(t *actus.Terms) { t.NextPrincipalRedemptionPayment = actus.Num(5) },
			"nextPrincipalRedemptionPayment: PAM does not know this term (leave it out, or choose one of LAM, NAM, ANN)"},
		{"no horizon", actus.UMP, func(t *actus.Terms) { t.MaturityDate = 0 }, "terminationDate: a contract without an end needs a horizon"},
	} {
		terms := amortizing(c.typ)
		if c.typ == actus.PAM || c.typ == actus.UMP || c.typ == actus.LAX {
			terms = bullet()
			terms.ContractType = c.typ
		}
		c.change(&terms)
		_, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0)
		if got := faults(err); !errs.Is(err, errs.Invalid) || !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, c.want) }) {
			t.Errorf("%s:\n got %q\nwant %q", c.what, got, c.want)
		}
	}
}

// segments makes a LAX with redemptions of 100 from each of some days.
func segments(t *actus.Terms, days ...string) {
	for _, d := range days {
		t.ArrayCycleAnchorDateOfPrincipalRedemption = append(t.ArrayCycleAnchorDateOfPrincipalRedemption, date(d))
	}
	t.ArrayNextPrincipalRedemptionPayment, t.ArrayIncreaseDecrease = []float64{100}, []actus.Direction{actus.Decrease}
}

// TestFaultsInOrder: the faults come in the order of the terms, the same every time.
func TestFaultsInOrder(t *testing.T) {
	terms := bullet()
	terms.ContractRole, terms.DayCountConvention, terms.PenaltyType, terms.FeeBasis = "", 0, "X", "Y"
	want := faults(terms.Check())
	if len(want) != 4 {
		t.Fatalf("got %q", want)
	}
	for range 20 {
		if got := faults(terms.Check()); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}

// TestBounds: the largest principal and the first and last days of the calendar are computed like any other.
func TestBounds(t *testing.T) {
	terms := bullet()
	terms.NotionalPrincipal = actus.Num(1e15)
	if got := project(t, terms, actus.Observations{})[1].Payoff; math.Abs(got-1e13) > 0.005 {
		t.Errorf("got %g", got)
	}
	for _, year := range []string{"0001", "9999"} {
		terms := bullet()
		terms.StatusDate, terms.InitialExchangeDate = date(year+"-01-01"), date(year+"-01-01")
		terms.CycleAnchorDateOfInterestPayment, terms.MaturityDate = date(year+"-02-01"), actus.AtEnd(date(year+"-12-30").Date())
		for _, typ := range []actus.ContractType{actus.PAM, actus.LAM, actus.ANN} {
			terms.ContractType = typ
			if typ == actus.PAM {
				terms.CycleAnchorDateOfPrincipalRedemption, terms.CycleOfPrincipalRedemption = 0, day.Cycle{}
			} else {
				terms.CycleAnchorDateOfPrincipalRedemption, terms.CycleOfPrincipalRedemption = terms.InitialExchangeDate, day.MustParseCycle("P1ML0")
			}
			events := project(t, terms, actus.Observations{})
			if last := events[len(events)-1]; last.Type != actus.MD || last.State.NotionalPrincipal != 0 {
				t.Errorf("%s %s: got %v", year, typ, last)
			}
		}
	}
	terms = bullet()
	terms.MaturityDate = actus.AtEnd(day.Max)
	if _, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0); err == nil || errs.Is(err, errs.Internal) {
		t.Errorf("interest to the day after the last one: %v", err)
	}
}

// TestResetToNonsense refuses a rate that the index drives out of all bounds.
func TestResetToNonsense(t *testing.T) {
	terms := bullet()
	terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-02-01"), "index"
	for _, rate := range []float64{-1, -7, 500} {
		var seen actus.Observations
		if err := seen.Observe("index", actus.Point{Time: date("2026-01-01"), Value: rate}); err != nil {
			t.Fatal(err)
		}
		if _, err := actus.Project(terms, seen, actus.Mode{}, 0); !errs.Is(err, errs.Refused) {
			t.Errorf("%g: %v", rate, err)
		}
	}
	var seen actus.Observations
	if err := seen.Observe("index", actus.Point{Time: date("2026-01-01"), Value: math.NaN()}); !errs.Is(err, errs.Invalid) {
		t.Errorf("NaN was observed: %v", err)
	}
}
