package actus_test

import (
	"math"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"
)

// date is the beginning of a day.
func date(text string) actus.Moment { return actus.MustParseMoment(text) }

// bullet is a loan of 1000 at 12 % over a quarter, with interest by the month of 30 days.
func bullet() actus.Terms {
	return actus.Terms{
		ContractType: actus.PAM, ContractID: "loan", ContractRole: actus.RPA, Currency: "EUR",
		StatusDate: date("2026-01-01"), InitialExchangeDate: date("2026-01-01"), MaturityDate: date("2026-04-01"),
		NotionalPrincipal: actus.Num(1000), NominalInterestRate: actus.Num(0.12), DayCountConvention: day.E30360,
		CycleAnchorDateOfInterestPayment: date("2026-02-01"), CycleOfInterestPayment: day.MustParseCycle("P1ML0"),
	}
}

// amortizing is a loan of 1200 at 12 % with twelve monthly redemptions.
func amortizing(typ actus.ContractType) actus.Terms {
	t := bullet()
	t.ContractType, t.MaturityDate, t.NotionalPrincipal = typ, date("2027-01-01"), actus.Num(1200)
	t.CycleAnchorDateOfPrincipalRedemption, t.CycleOfPrincipalRedemption = date("2026-02-01"), day.MustParseCycle("P1ML0")
	return t
}

// reporter is a test, or one draw of a property.
type reporter interface {
	Helper()
	Fatal(...any)
}

func project(t reporter, terms actus.Terms, seen actus.Observations) []actus.Event {
	t.Helper()
	events, err := actus.Project(terms, seen, actus.Mode{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// brief writes events as a person checks them by hand: day, type, payoff, notional, accrued, to the hundredth.
func brief(events []actus.Event) string {
	var b strings.Builder
	for _, e := range events {
		b.WriteString(e.Time.Date().String()[2:] + " " + string(e.Type))
		for _, f := range []float64{e.Payoff, e.State.NotionalPrincipal, e.State.AccruedInterest} {
			b.WriteString(" " + actus.Num(math.Round(f*100)/100+0).String())
		}
		b.WriteString("\n")
	}
	return b.String()
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	trim := func(s string) string {
		lines := strings.Split(strings.TrimSpace(s), "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		return strings.Join(lines, "\n")
	}
	if trim(got) != trim(want) {
		t.Errorf("%s:\n got\n%s\nwant\n%s", what, got, trim(want))
	}
}

func TestInterestInAdvance(t *testing.T) {
	terms := bullet()
	terms.CyclePointOfInterestPayment = actus.Beginning
	terms.CycleAnchorDateOfInterestPayment = date("2026-01-01")
	expect(t, "fixed", brief(project(t, terms, actus.Observations{})), `
		26-01-01 IED -1000 1000 0
		26-01-01 IP 10 1000 -10
		26-02-01 IP 10 1000 -10
		26-03-01 IP 10 1000 -10
		26-04-01 MD 1000 0 0`)

	terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-02-01"), "index"
	var seen actus.Observations
	if err := seen.Observe("index", actus.Point{Time: date("2026-01-30"), Value: 0.24}); err != nil {
		t.Fatal(err)
	}
	expect(t, "a rate reset is paid from its day on", brief(project(t, terms, seen)), `
		26-01-01 IED -1000 1000 0
		26-01-01 IP 10 1000 -10
		26-02-01 RR 0 1000 0
		26-02-01 IP 20 1000 -20
		26-03-01 IP 20 1000 -20
		26-04-01 MD 1000 0 0`)

	terms = bullet()
	terms.CyclePointOfInterestPayment = actus.Beginning
	terms.CycleAnchorDateOfInterestPayment, terms.StatusDate = date("2026-01-01"), date("2026-02-16")
	expect(t, "in the middle of a paid period", brief(project(t, terms, actus.Observations{})), `
		26-03-01 IP 10 1000 -10
		26-04-01 MD 1000 0 0`)
}

func TestPrepayment(t *testing.T) {
	prepaid := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-03-01"), Type: actus.PP, Value: 550}}}
	linear := amortizing(actus.LAM)
	linear.MaturityDate, linear.NominalInterestRate = date("2026-07-01"), actus.Num(0)
	for _, c := range []struct {
		effect actus.PrepaymentEffect
		want   string
	}{
		{actus.ReduceRedemption, `
			26-01-01 IED -1200 1200 0
			26-02-01 PR 200 1000 0
			26-03-01 PR 200 800 0
			26-03-01 PP 550 250 0
			26-04-01 PR 62.5 187.5 0
			26-05-01 PR 62.5 125 0
			26-06-01 PR 62.5 62.5 0
			26-07-01 MD 62.5 0 0`},
		{actus.ReduceMaturity, `
			26-01-01 IED -1200 1200 0
			26-02-01 PR 200 1000 0
			26-03-01 PR 200 800 0
			26-03-01 PP 550 250 0
			26-04-01 PR 200 50 0
			26-05-01 PR 50 0 0
			26-05-01 MD 0 0 0`},
	} {
		linear.PrepaymentEffect = c.effect
		linear.CycleOfInterestPayment, linear.CycleAnchorDateOfInterestPayment = day.Cycle{}, 0
		expect(t, string(c.effect), brief(project(t, linear, prepaid)), c.want)
	}
	linear.PrepaymentEffect = ""
	if _, err := actus.Project(linear, prepaid, actus.Mode{}, 0); err == nil || !strings.Contains(err.Error(), "no prepayment") {
		t.Errorf("a prepayment that is not allowed: %v", err)
	}
}

// TestPrepaidAnnuity checks the payment after a prepayment with the closed form.
func TestPrepaidAnnuity(t *testing.T) {
	terms := amortizing(actus.ANN)
	terms.PrepaymentEffect = actus.ReduceRedemption
	seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-07-01"), Type: actus.PP, Value: 100}}}
	events := project(t, terms, seen)
	level := func(owed float64, n int) float64 { return owed * 0.01 / (1 - math.Pow(1.01, -float64(n))) }
	first := level(1200, 12)
	owed := 1200*math.Pow(1.01, 6) - first*(math.Pow(1.01, 6)-1)/0.01
	for _, e := range events {
		got, want := e.State.NextPrincipalRedemptionPayment, level(owed-100, 6)
		if e.Time < date("2026-07-01") {
			want = first
		}
		if e.Type == actus.PR && e.Time != date("2026-07-01") && math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: the payment is %g, want %g", e.Time, got, want)
		}
	}
	last := events[len(events)-1]
	if interest := events[len(events)-2].Payoff; math.Abs(last.Payoff+interest-level(owed-100, 6)) > 1e-9 {
		t.Errorf("the last payment is %g", last.Payoff+interest)
	}

	terms.PrepaymentEffect = actus.ReduceMaturity
	seen.Events[0].Value = 1e6
	events = project(t, terms, seen)
	if last := events[len(events)-1]; last.Type != actus.MD || last.Time != date("2026-07-01") || last.Payoff != 0 {
		t.Errorf("all was prepaid, but the last event is %v", last)
	}
}

func TestPrepaymentDates(t *testing.T) {
	terms := bullet()
	terms.PrepaymentEffect = actus.ReduceMaturity
	terms.CycleAnchorDateOfOptionality, terms.CycleOfOptionality = date("2026-02-15"), day.MustParseCycle("P1ML0")
	seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-02-20"), Type: actus.PP, Value: 400}}}
	expect(t, "on the next allowed day", brief(project(t, terms, seen)), `
		26-01-01 IED -1000 1000 0
		26-02-01 IP 10 1000 0
		26-03-01 IP 10 1000 0
		26-03-15 PP 400 600 4.67
		26-04-01 IP 7.87 600 0
		26-04-01 MD 600 0 0`)
	terms.OptionExerciseEndDate = date("2026-03-01")
	if _, err := actus.Project(terms, seen, actus.Mode{}, 0); err == nil {
		t.Error("a prepayment after the right has ended passed")
	}
}

// TestPrepaymentPeriod: shortly before a redemption a payment is that redemption, come early.
func TestPrepaymentPeriod(t *testing.T) {
	terms := amortizing(actus.LAM)
	terms.PrepaymentEffect, terms.PrepaymentPeriod = actus.ReduceMaturity, day.Period{N: 10, Unit: day.Days}
	for on, want := range map[string]int{"2026-03-10": 1, "2026-03-21": 1, "2026-03-22": 0, "2026-03-31": 0, "2026-04-01": 1, "2026-12-30": 0} {
		seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date(on), Type: actus.PP, Value: 5}}}
		n := 0
		for _, e := range project(t, terms, seen) {
			if e.Type == actus.PP {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: got %d prepayments, want %d", on, n, want)
		}
	}
}

func TestPenalty(t *testing.T) {
	var seen actus.Observations
	if err := seen.Observe("market", actus.Point{Time: date("2025-12-31"), Value: 0.04}); err != nil {
		t.Fatal(err)
	}
	seen.Events = []actus.ObservedEvent{{Time: date("2026-02-01"), Type: actus.PP, Value: 500, Contract: "loan"},
		{Time: date("2026-02-01"), Type: actus.PP, Value: 500, Contract: "another"}}
	for _, c := range []struct {
		typ        actus.PenaltyType
		rate, free float64
		want       float64
	}{
		{actus.PenaltyAmount, 25, 0, 25},
		{actus.PenaltyAmount, 25, 500, 0},                     // all of it is free
		{actus.PenaltyRelative, 0.01, 0, 5},                   // 1 % of 500
		{actus.PenaltyRelative, 0.01, 200, 3},                 // of what is beyond 200
		{actus.PenaltyInterest, 0, 0, 500 * 0.08 * 60 / 360.}, // 12 % - 4 % for two months
		{actus.NoPenalty, 25, 0, 0},
	} {
		for _, role := range []actus.Role{actus.RPA, actus.RPL} {
			terms := bullet()
			terms.ContractRole, terms.MarketObjectCodeOfRateReset = role, "market"
			terms.PrepaymentEffect, terms.PenaltyType = actus.ReduceMaturity, c.typ
			terms.PenaltyRate, terms.MaximumPenaltyFreeDisbursement = actus.Num(c.rate), actus.Num(c.free)
			want := c.want
			if role == actus.RPL {
				want = -want
			}
			got, n := 0.0, 0
			for _, e := range project(t, terms, seen) {
				if e.Type == actus.PY {
					got, n = e.Payoff, n+1
				}
			}
			if math.Abs(got-want) > 1e-12 || n != 1 && c.typ != actus.NoPenalty {
				t.Errorf("%s %s at %g: got %g in %d events, want %g", role, c.typ, c.rate, got, n, want)
			}
		}
	}
}

func TestFees(t *testing.T) {
	terms := bullet()
	terms.NominalInterestRate = actus.Num(0)
	terms.CycleOfFee, terms.FeeBasis, terms.FeeRate = day.MustParseCycle("P1ML0"), actus.FeeOfNotional, actus.Num(0.06)
	seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-03-16"), Type: actus.AD}}}
	amounts := func() (out []float64) {
		for _, e := range project(t, terms, seen) {
			switch e.Type {
			case actus.FP:
				out = append(out, e.Payoff)
			case actus.AD:
				out = append(out, e.State.FeeAccrued)
			}
		}
		return out
	}
	check := func(what string, want ...float64) {
		t.Helper()
		got := amounts()
		if len(got) != len(want) {
			t.Fatalf("%s: got %v, want %v", what, got, want)
		}
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1e-12 {
				t.Errorf("%s: got %v, want %v", what, got, want)
			}
		}
	}
	check("6 % a year on 1000", 5, 5, 2.5, 5)
	terms.StatusDate = date("2026-02-16")
	check("since the last fee", 5, 2.5, 5)
	terms.FeeAccrued = actus.Num(1)
	check("as the terms say", 3.5, 2.5, 5)
	terms.FeeBasis, terms.FeeRate, terms.FeeAccrued, terms.StatusDate = actus.FeeAbsolute, actus.Num(8), actus.Number{}, date("2026-01-01")
	check("8 on every date", 8, 8, 4, 8)
	terms.CycleOfFee, terms.CycleAnchorDateOfFee = day.Cycle{}, date("2026-01-01")
	check("once, at the beginning", 8, 0)
}

// TestHorizon lists what happens up to a day, that day included, and asks for no index that only a later day needs.
func TestHorizon(t *testing.T) {
	terms := bullet()
	terms.PrepaymentEffect = actus.ReduceMaturity
	terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-03-15"), "never observed"
	all := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-02-01"), Type: actus.PP, Value: 1000}}}
	for _, c := range []struct {
		to   string
		seen actus.Observations
		want string
	}{
		{"2026-01-31", all, "26-01-01 IED -1000 1000 0"},
		{"2026-03-01", actus.Observations{}, `26-01-01 IED -1000 1000 0
			26-02-01 IP 10 1000 0
			26-03-01 IP 10 1000 0`},
		{"2026-02-01", all, `26-01-01 IED -1000 1000 0
			26-02-01 PP 1000 0 10
			26-02-01 IP 10 0 0
			26-02-01 MD 0 0 0`},
		{"2026-12-31", all, `26-01-01 IED -1000 1000 0
			26-02-01 PP 1000 0 10
			26-02-01 IP 10 0 0
			26-02-01 MD 0 0 0`},
		{"2025-12-31", all, ""},
	} {
		events, err := actus.Project(terms, c.seen, actus.Mode{}, date(c.to))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, c.to, brief(events), c.want)
	}
}
