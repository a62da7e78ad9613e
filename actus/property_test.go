package actus_test

import (
	"math"
	"testing"

	"kontor/actus"
	"kontor/day"

	"pgregory.net/rapid"
)

// drawn is a valid loan with what it needs to be projected.
type drawn struct {
	terms actus.Terms
	seen  actus.Observations
	index []actus.Point
}

var cycles = []string{"P1ML0", "P1ML1", "P3ML0", "P3ML1", "P1YL1", "P45DL1", "P2WL0", "P1QL0", "P1HL1"}

// drawLoan draws ANN, LAM, NAM, LAX or PAM of some months to years, most of them odd in one way or another.
func drawLoan(t *rapid.T) drawn {
	start := day.MustOf(2000, 1, 1).Add(rapid.IntRange(0, 20_000).Draw(t, "start"))
	at := func(name string, from, to int) actus.Moment {
		return actus.At(start.Add(rapid.IntRange(from, to).Draw(t, name)))
	}
	cycle := func(name string) day.Cycle { return day.MustParseCycle(rapid.SampledFrom(cycles).Draw(t, name)) }
	terms := actus.Terms{
		ContractType: rapid.SampledFrom([]actus.ContractType{actus.PAM, actus.LAM, actus.NAM, actus.ANN, actus.LAX}).Draw(t, "type"),
		ContractID:   "drawn", Currency: "EUR",
		ContractRole:        rapid.SampledFrom([]actus.Role{actus.RPA, actus.RPL}).Draw(t, "role"),
		StatusDate:          actus.At(start),
		InitialExchangeDate: at("exchange", 0, 40),
		MaturityDate:        at("maturity", 200, 3000),
		NotionalPrincipal:   actus.Num(float64(rapid.IntRange(1, 1_000_000).Draw(t, "notional"))),
		NominalInterestRate: actus.Num(float64(rapid.IntRange(-100, 3000).Draw(t, "rate")) / 10_000),
		DayCountConvention:  rapid.SampledFrom([]day.Count{day.AA, day.A360, day.A365, day.E30360, day.E30360ISDA, day.E28336, day.B30360}).Draw(t, "count"),

		CycleAnchorDateOfInterestPayment: at("interest", 41, 150), CycleOfInterestPayment: cycle("interest cycle"),
	}
	if rapid.Bool().Draw(t, "shifted") {
		terms.Calendar = "MF"
		terms.BusinessDayConvention = rapid.SampledFrom([]day.Shift{day.SCF, day.SCMF, day.CSF, day.CSMF, day.SCP, day.SCMP, day.CSP, day.CSMP}).Draw(t, "shift")
	}
	if rapid.Bool().Draw(t, "month ends") {
		terms.EndOfMonthConvention = day.EOM
	}
	if rapid.Bool().Draw(t, "capitalised") {
		terms.CapitalizationEndDate = at("capitalised to", 50, 190)
	}
	d := drawn{terms: terms}
	d.drawRedemptions(t, at, cycle)
	if terms.ContractType != actus.LAX && rapid.Bool().Draw(t, "floating") {
		d.terms.CycleAnchorDateOfRateReset, d.terms.CycleOfRateReset = at("reset", 60, 150), cycle("reset cycle")
		d.terms.MarketObjectCodeOfRateReset, d.terms.RateSpread = "index", actus.Num(0.01)
		for i := range 40 {
			d.index = append(d.index, actus.Point{Time: actus.At(start.Add(90 * i)), Value: float64(rapid.IntRange(-50, 1500).Draw(t, "value")) / 10_000})
		}
		if err := d.seen.Observe("index", d.index...); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *drawn) drawRedemptions(t *rapid.T, at func(string, int, int) actus.Moment, cycle func(string) day.Cycle) {
	amount := func(name string) float64 {
		return d.terms.NotionalPrincipal.Value / float64(rapid.IntRange(3, 100).Draw(t, name))
	}
	switch d.terms.ContractType {
	case actus.LAX:
		d.terms.ArrayCycleAnchorDateOfPrincipalRedemption = []actus.Moment{at("first", 41, 100), at("second", 101, 199)}
		d.terms.ArrayCycleOfPrincipalRedemption = []day.Cycle{cycle("first cycle"), cycle("second cycle")}
		d.terms.ArrayNextPrincipalRedemptionPayment = []float64{amount("first amount"), amount("second amount")}
		d.terms.ArrayIncreaseDecrease = []actus.Direction{rapid.SampledFrom([]actus.Direction{actus.Increase, actus.Decrease}).Draw(t, "direction"), actus.Decrease}
		d.terms.ArrayCycleAnchorDateOfInterestPayment = []actus.Moment{d.terms.CycleAnchorDateOfInterestPayment}
		d.terms.ArrayCycleOfInterestPayment = []day.Cycle{d.terms.CycleOfInterestPayment}
		return
	case actus.PAM:
		return
	}
	d.terms.CycleAnchorDateOfPrincipalRedemption, d.terms.CycleOfPrincipalRedemption = at("redemption", 41, 190), cycle("redemption cycle")
	if d.terms.ContractType == actus.NAM || rapid.Bool().Draw(t, "agreed payment") {
		d.terms.NextPrincipalRedemptionPayment = actus.Num(amount("payment"))
	}
}

func (d drawn) project(t *rapid.T) []actus.Event {
	events, err := actus.Project(d.terms, d.seen, actus.Mode{}, 0)
	if err != nil {
		t.Fatalf("%v\n%+v", err, d.terms)
	}
	return events
}

// TestPrincipalComesBack: what is repaid is what was lent, drawn and capitalised.
func TestPrincipalComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawLoan(t)
		events := d.project(t)
		var lent, back, before float64
		for _, e := range events {
			switch e.Type {
			case actus.IED:
				lent -= e.Payoff
			case actus.PI, actus.PR:
				back += e.Payoff
			case actus.MD:
				back += before
			case actus.IPCI:
				lent += e.State.NotionalPrincipal - before
			}
			before = e.State.NotionalPrincipal
		}
		if math.Abs(lent-back) > 1e-9*math.Max(1, math.Abs(lent))*float64(len(events)) || before != 0 {
			t.Fatalf("lent %g, came back %g", lent, back)
		}
	})
}

// TestOtherSide: the two sides of a contract are exact negatives.
func TestOtherSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawLoan(t)
		one := d.project(t)
		d.terms.ContractRole = map[actus.Role]actus.Role{actus.RPA: actus.RPL, actus.RPL: actus.RPA}[d.terms.ContractRole]
		same(t, one, d.project(t), -1, 0, 0)
	})
}

// TestDoubled: twice the principal pays twice as much, to the last bit.
func TestDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawLoan(t)
		one := d.project(t)
		d.terms.NotionalPrincipal.Value *= 2
		d.terms.NextPrincipalRedemptionPayment.Value *= 2
		for i := range d.terms.ArrayNextPrincipalRedemptionPayment {
			d.terms.ArrayNextPrincipalRedemptionPayment[i] *= 2
		}
		same(t, one, d.project(t), 2, 0, 0)
	})
}

// TestAnotherAge: 400 years later the calendar is the same, so nothing changes but the dates.
func TestAnotherAge(t *testing.T) {
	const age = 146_097 * 86_400
	rapid.Check(t, func(t *rapid.T) {
		d := drawLoan(t)
		one := d.project(t)
		for _, m := range []*actus.Moment{&d.terms.StatusDate, &d.terms.InitialExchangeDate, &d.terms.MaturityDate, &d.terms.CapitalizationEndDate,
			&d.terms.CycleAnchorDateOfInterestPayment, &d.terms.CycleAnchorDateOfPrincipalRedemption, &d.terms.CycleAnchorDateOfRateReset} {
			if *m != 0 {
				*m += age
			}
		}
		for _, list := range [][]actus.Moment{d.terms.ArrayCycleAnchorDateOfPrincipalRedemption, d.terms.ArrayCycleAnchorDateOfInterestPayment} {
			for i := range list {
				list[i] += age
			}
		}
		d.seen = actus.Observations{}
		for _, p := range d.index {
			if err := d.seen.Observe("index", actus.Point{Time: p.Time + age, Value: p.Value}); err != nil {
				t.Fatal(err)
			}
		}
		same(t, one, d.project(t), 1, age, 0)
	})
}

// same compares events whose amounts are a multiple of others and whose dates are later by seconds.
func same(t *rapid.T, one, other []actus.Event, times float64, later actus.Moment, within float64) {
	if len(one) != len(other) {
		t.Fatalf("got %d events, want %d", len(other), len(one))
	}
	for i, e := range one {
		o := other[i]
		off := math.Abs(o.Payoff-times*e.Payoff) + math.Abs(o.State.NotionalPrincipal-times*e.State.NotionalPrincipal) +
			math.Abs(o.State.AccruedInterest-times*e.State.AccruedInterest)
		if o.Type != e.Type || o.Time != e.Time+later || !(off <= within) || o.State.NominalInterestRate != e.State.NominalInterestRate {
			t.Fatalf("event %d:\n got %+v\nwant %+v times %g", i, o, e, times)
		}
	}
}

// TestFromALaterDay: with the state that an earlier run wrote out, the rest of the contract is the same.
func TestFromALaterDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawLoan(t)
		solved := d.terms.ContractType == actus.ANN && !d.terms.NextPrincipalRedemptionPayment.Set
		if solved && d.index != nil { // solved anew it is the same only where interest and principal fall due together, and days add up
			d.terms.CycleAnchorDateOfInterestPayment, d.terms.CycleOfInterestPayment = d.terms.CycleAnchorDateOfPrincipalRedemption, d.terms.CycleOfPrincipalRedemption
			d.terms.CapitalizationEndDate, d.terms.DayCountConvention = 0, day.A365
		}
		cut := actus.AtEnd(d.terms.InitialExchangeDate.Date().Add(rapid.IntRange(1, 1000).Draw(t, "cut")))
		if cut >= d.terms.MaturityDate {
			return
		}
		d.seen.Events = []actus.ObservedEvent{{Time: cut, Type: actus.AD}}
		events := d.project(t)
		n := 0
		for n < len(events) && events[n].Time <= cut {
			n++
		}
		s := events[n-1].State
		if events[n-1].Type != actus.AD || s.StatusDate != cut { // an event is computed for another day than it happens on
			return
		}
		sign := 1.0
		if d.terms.ContractRole == actus.RPL {
			sign = -1
		}
		if sign*s.NotionalPrincipal <= 1e-6 { // nothing is left
			return
		}
		d.seen.Events = nil
		d.terms.StatusDate = cut
		d.terms.NotionalPrincipal, d.terms.AccruedInterest = actus.Num(sign*s.NotionalPrincipal), actus.Num(sign*s.AccruedInterest)
		d.terms.NominalInterestRate = actus.Num(s.NominalInterestRate)
		if s.NextPrincipalRedemptionPayment != 0 && !(solved && d.index != nil) {
			d.terms.NextPrincipalRedemptionPayment = actus.Num(sign * s.NextPrincipalRedemptionPayment)
		}
		same(t, events[n:], d.project(t), 1, 0, 1e-6*math.Max(1, math.Abs(s.NotionalPrincipal)))
	})
}

// TestAnnuityWithoutRate divides the principal evenly.
func TestAnnuityWithoutRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := amortizing(actus.ANN)
		n := rapid.IntRange(2, 400).Draw(t, "n")
		terms.NominalInterestRate = actus.Num(0)
		terms.MaturityDate = actus.At(date("2026-01-01").Date().AddMonths(n))
		for _, e := range project(t, terms, actus.Observations{}) {
			if want := 1200 / float64(n); e.Type == actus.PR && math.Abs(e.Payoff-want) > 1e-9 {
				t.Fatalf("got %g, want %g", e.Payoff, want)
			}
		}
	})
}

// TestLastPayment: with resets on redemption dates only, the last payment is as large as the one before.
func TestLastPayment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := amortizing(actus.ANN)
		terms.CycleAnchorDateOfRateReset, terms.CycleOfRateReset, terms.MarketObjectCodeOfRateReset = date("2026-04-01"), day.MustParseCycle("P3ML0"), "index"
		var seen actus.Observations
		for i := range 4 {
			p := actus.Point{Time: actus.At(date("2026-01-01").Date().AddMonths(3 * i)), Value: float64(rapid.IntRange(-90, 900).Draw(t, "value")) / 1000}
			if err := seen.Observe("index", p); err != nil {
				t.Fatal(err)
			}
		}
		events := project(t, terms, seen)
		last := events[len(events)-2:]
		if got, want := last[0].Payoff+last[1].Payoff, last[0].State.NextPrincipalRedemptionPayment; math.Abs(got-want) > 1e-9 {
			t.Fatalf("the last payment is %g, the others are %g", got, want)
		}
	})
}
