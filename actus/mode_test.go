package actus_test

import (
	"math"
	"reflect"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

func TestZeroModeHasNoSwitch(t *testing.T) {
	v := reflect.ValueOf(actus.Conformance)
	for i := range v.NumField() {
		if !v.Field(i).Bool() {
			t.Errorf("conformance leaves %s out", v.Type().Field(i).Name)
		}
	}
}

// TestAccruedBeforeStatus: the interest since the initial exchange is there, or lost.
func TestAccruedBeforeStatus(t *testing.T) {
	terms := bullet()
	terms.StatusDate = date("2026-01-16")
	for drop, want := range map[bool]float64{false: 10, true: 5} {
		events, err := actus.Project(terms, actus.Observations{}, actus.Mode{DropAccruedBeforeStatus: drop}, 0)
		if err != nil || math.Abs(events[0].Payoff-want) > 1e-12 {
			t.Errorf("drop %v: got %v, %v, want %g", drop, events[0], err, want)
		}
	}
}

// TestDueOnStatus: interest that falls due on the status date, or on a closed day before that moves it there, is still to
// be paid, in the public cases nothing of it.
func TestDueOnStatus(t *testing.T) {
	for _, c := range []struct {
		status string
		shift  day.Shift
		mode   actus.Mode
		want   float64
	}{
		{"2026-02-01", day.NoShift, actus.Mode{}, 10}, // since the initial exchange
		{"2026-03-01", day.NoShift, actus.Mode{}, 10}, // since the interest date before
		{"2026-03-01", day.NoShift, actus.Conformance, 0},
		{"2026-03-02", day.SCF, actus.Mode{}, 10}, // from Monday to Monday: 1 February and 1 March are Sundays
		{"2026-03-02", day.CSF, actus.Mode{}, 10 + 1./3},
	} {
		terms := bullet()
		terms.StatusDate, terms.BusinessDayConvention, terms.Calendar = date(c.status), c.shift, "MF"
		events, err := actus.Project(terms, actus.Observations{}, c.mode, 0)
		if err != nil {
			t.Fatal(err)
		}
		if first := events[0]; first.Type != actus.IP || first.Time != date(c.status) || math.Abs(first.Payoff-c.want) > 1e-9 {
			t.Errorf("%s %s: got %s %s %v, want %v", c.status, c.shift, first.Time, first.Type, first.Payoff, c.want)
		}
	}
}

// TestAccruedAtTrade: who owes and is released pays the price and the accrued interest; the public cases have it subtracted.
func TestAccruedAtTrade(t *testing.T) {
	for _, c := range []struct {
		role           actus.Role
		twice          bool
		bought, closed float64
	}{
		{actus.RPA, false, -905, 955}, {actus.RPA, true, -905, 955},
		{actus.RPL, false, 905, -955}, {actus.RPL, true, 895, -945},
	} {
		terms := bullet()
		terms.ContractRole = c.role
		terms.PurchaseDate, terms.PriceAtPurchaseDate = date("2026-02-16"), actus.Num(900)
		terms.TerminationDate, terms.PriceAtTerminationDate = date("2026-03-16"), actus.Num(950)
		events, err := actus.Project(terms, actus.Observations{}, actus.Mode{AccrualSignedTwice: c.twice}, 0)
		if err != nil {
			t.Fatal(err)
		}
		first, last := events[0], events[len(events)-1]
		if first.Type != actus.PRD || last.Type != actus.TD || math.Abs(first.Payoff-c.bought)+math.Abs(last.Payoff-c.closed) > 1e-9 {
			t.Errorf("%s twice %v: got %s %g and %s %g, want %g and %g", c.role, c.twice, first.Type, first.Payoff, last.Type, last.Payoff, c.bought, c.closed)
		}
	}
}

// TestMissingIndex refuses to guess an index that was not observed by the day of the reset.
func TestMissingIndex(t *testing.T) {
	terms := bullet()
	terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-02-01"), "index"
	late := actus.Observations{}
	if err := late.Observe("index", actus.Point{Time: date("2026-02-02"), Value: 0.05}); err != nil {
		t.Fatal(err)
	}
	for what, seen := range map[string]actus.Observations{"never": {}, "too late": late} {
		if _, err := actus.Project(terms, seen, actus.Mode{}, 0); !errs.Is(err, errs.Refused) {
			t.Errorf("%s observed: %v", what, err)
		}
	}
	if _, err := actus.Project(terms, actus.Observations{}, actus.Conformance, 0); !errs.Is(err, errs.Refused) {
		t.Errorf("never observed, in conformance: %v", err)
	}
	events, err := actus.Project(terms, late, actus.Conformance, 0)
	if err != nil || events[2].State.NominalInterestRate != 0.05 {
		t.Errorf("the first observed value holds before in conformance: %v, %v", events, err)
	}
}

// TestFixingPeriod reads the index some days before the reset.
func TestFixingPeriod(t *testing.T) {
	terms := bullet()
	terms.CycleAnchorDateOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-02-01"), "index"
	terms.FixingPeriod = day.Period{N: 2, Unit: day.Days}
	var seen actus.Observations
	if err := seen.Observe("index", actus.Point{Time: date("2026-01-31"), Value: 0.09}, actus.Point{Time: date("2026-01-30"), Value: 0.07}); err != nil {
		t.Fatal(err)
	}
	for atReset, want := range map[bool]float64{false: 0.07, true: 0.09} {
		events, err := actus.Project(terms, seen, actus.Mode{FixingAtReset: atReset}, 0)
		if err != nil || events[2].Type != actus.RR || events[2].State.NominalInterestRate != want {
			t.Errorf("at the reset %v: got %v, %v, want %g", atReset, events[2], err, want)
		}
	}
}

// TestBaseAtInitialExchange computes flat interest on what was lent, or in the public cases on what is left.
func TestBaseAtInitialExchange(t *testing.T) {
	terms := amortizing(actus.LAM)
	terms.InterestCalculationBase = actus.BaseNTIED
	for follows, want := range map[bool]float64{false: 12, true: 1} {
		events, err := actus.Project(terms, actus.Observations{}, actus.Mode{BaseFollowsNotional: follows}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if last := events[len(events)-2]; last.Type != actus.IP || math.Abs(last.Payoff-want) > 1e-9 {
			t.Errorf("follows %v: got %s %g, want %g", follows, last.Type, last.Payoff, want)
		}
	}
}

// TestRedemptionFromStatus dimensions what is redeemed by the dates that are left.
func TestRedemptionFromStatus(t *testing.T) {
	terms := amortizing(actus.LAM)
	terms.StatusDate, terms.NotionalPrincipal = date("2026-07-15"), actus.Num(600)
	for before, want := range map[bool]float64{false: 100, true: 50} {
		events, err := actus.Project(terms, actus.Observations{}, actus.Mode{RedemptionFixedBeforeStatus: before}, 0)
		if err != nil || events[0].Type != actus.PR || math.Abs(events[0].Payoff-want) > 1e-9 {
			t.Errorf("before %v: got %v, %v, want %g", before, events[0], err, want)
		}
	}
}

// TestCallMoney repays some days after the call, with interest to that day.
func TestCallMoney(t *testing.T) {
	terms := bullet()
	terms.ContractType, terms.MaturityDate, terms.XDayNotice = actus.CLM, 0, day.Period{N: 10, Unit: day.Days}
	seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-02-16"), Type: actus.XD}}}
	for printed, want := range map[bool]string{
		false: `26-01-01 IED -1000 1000 0
			26-02-01 IPCI 0 1010 0
			26-02-16 XD 0 1010 5.05
			26-02-26 IP 8.42 1010 0
			26-02-26 STD 1010 0 0`,
		true: `26-02-01 IPCI 0 1010 0
			26-02-16 XD 0 1010 0
			26-02-26 IP 5.05 1010 0
			26-02-26 STD 1010 0 0`,
	} {
		events, err := actus.Project(terms, seen, actus.Mode{CallMoneyAsPrinted: printed}, date("2026-02-20"))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "called", brief(events), want)
	}
}
