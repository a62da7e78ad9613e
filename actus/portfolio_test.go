package actus_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"kontor/actus"
	"kontor/day"
)

// The fast path must give what the plain path gives, to the last bit, and refuse what it refuses.
func TestCompiledGivesTheBitsOfProject(t *testing.T) {
	var out actus.Columns
	fast, refused, events, slow := 0, 0, 0, map[actus.Reason]int{}
	rapid.Check(t, func(r *rapid.T) {
		terms := drawTerms(r)
		seen := drawIndex(r, terms)
		mode := rapid.OneOf(rapid.SampledFrom([]actus.Mode{{}, actus.Conformance}), rapid.Make[actus.Mode]()).Draw(r, "mode")
		var to actus.Moment
		if rapid.IntRange(0, 4).Draw(r, "horizon") == 0 {
			to = terms.InitialExchangeDate + actus.Moment(rapid.IntRange(0, 3000).Draw(r, "to"))*86400
		}
		want, wantErr := actus.Project(terms, seen, mode, to)
		c, err := actus.Compile(terms, mode, seen.Calendars)
		if err == nil {
			if c.Plain() == "" {
				fast++
			} else {
				slow[c.Plain()]++
			}
			err = c.Project(&seen, to, &out)
		}
		if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			r.Fatalf("terms %+v\ngot error %v\nwant %v", terms, err, wantErr)
		}
		if err != nil {
			refused++
			return
		}
		events += len(want)
		sameBits(r, terms, &out, want)
		if len(seen.Events) > 0 {
			return
		}
		var book actus.Book
		if err := book.Project(book.Add(c), &seen, to, &out); err != nil {
			r.Fatalf("terms %+v\nin a book: %v", terms, err)
		}
		sameBits(r, terms, &out, want)
	})
	if fast < 2*len(slow) || fast < refused {
		t.Errorf("only %d contracts took the fast path", fast)
	}
	t.Logf("%d on the fast path, %d refused, %d events, plain because of %v", fast, refused, events, slow)
}

// Columns that are used again are all that a projection needs.
func TestProjectAllocatesNothing(t *testing.T) {
	floating := floatingTerms(3)
	seen := scenario(t, 1)
	var out actus.Columns
	for _, terms := range []actus.Terms{annuity60(), floating, mixedTerms(0), mixedTerms(4)} {
		c, err := actus.Compile(terms, actus.Mode{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		project := func() {
			if err := c.Project(seen, 0, &out); err != nil {
				t.Fatal(err)
			}
		}
		project()
		if got := testing.AllocsPerRun(100, project); got != 0 {
			t.Errorf("%s: got %v allocations, want none", terms.ContractType, got)
		}
	}
}

func sameBits(t interface{ Fatalf(string, ...any) }, terms actus.Terms, got *actus.Columns, want []actus.Event) {
	for i := range min(got.Len(), len(want)) {
		g, w := got.Event(i), want[i]
		for _, n := range []struct {
			name      string
			got, want float64
		}{
			{"payoff", g.Payoff, w.Payoff}, {"notional", g.State.NotionalPrincipal, w.State.NotionalPrincipal},
			{"rate", g.State.NominalInterestRate, w.State.NominalInterestRate}, {"accrued", g.State.AccruedInterest, w.State.AccruedInterest},
			{"base", g.State.InterestCalculationBaseAmount, w.State.InterestCalculationBaseAmount},
			{"redemption", g.State.NextPrincipalRedemptionPayment, w.State.NextPrincipalRedemptionPayment},
			{"notional scale", g.State.NotionalScalingMultiplier, w.State.NotionalScalingMultiplier},
			{"interest scale", g.State.InterestScalingMultiplier, w.State.InterestScalingMultiplier},
		} {
			if math.Float64bits(n.got) != math.Float64bits(n.want) {
				t.Fatalf("terms %+v\nevent %d: %s got %v want %v\n got %+v\nwant %+v", terms, i, n.name, n.got, n.want, g, w)
			}
		}
		if g.Time != w.Time || g.Type != w.Type || g.State.StatusDate != w.State.StatusDate {
			t.Fatalf("terms %+v\nevent %d:\n got %+v\nwant %+v", terms, i, g, w)
		}
	}
	if got.Len() != len(want) {
		t.Fatalf("terms %+v\ngot %d events, want %d", terms, got.Len(), len(want))
	}
}

// drawTerms makes terms as the books of a lessor have them, and stranger ones.
func drawTerms(r *rapid.T) actus.Terms {
	often := func(name string, n int) bool { return rapid.IntRange(0, n-1).Draw(r, name) == 0 }
	epoch := rapid.SampledFrom([]day.Date{day.MustOf(2020, 1, 1), day.MustOf(2020, 1, 1), day.MustOf(2020, 1, 1), day.MustOf(2096, 1, 1), day.MustOf(1, 1, 1),
		day.MustOf(9970, 1, 1)}).Draw(r, "epoch")
	start := epoch.Add(rapid.IntRange(0, 2000).Draw(r, "start"))
	if often("month end", 3) {
		start = start.MonthEnd()
	}
	unit := rapid.SampledFrom([]day.Unit{day.Months, day.Months, day.Months, day.Quarters, day.HalfYears, day.Years, day.Weeks, day.Days}).Draw(r, "unit")
	every := day.Period{N: rapid.IntRange(1, 3).Draw(r, "every"), Unit: unit}
	if unit == day.Days {
		every.N *= 20
	}
	stub := rapid.SampledFrom([]day.Stub{day.LongStub, day.ShortStub}).Draw(r, "stub")
	cycle := day.Cycle{Every: every, Stub: stub}
	nth := func(k int) actus.Moment {
		d, err := cycle.Nth(start, k, day.SD)
		if err != nil {
			return actus.At(day.Max)
		}
		return actus.At(d)
	}
	n := rapid.IntRange(1, 40).Draw(r, "periods")
	t := actus.Terms{
		ContractType: rapid.SampledFrom([]actus.ContractType{actus.PAM, actus.LAM, actus.NAM, actus.ANN, actus.ANN, actus.LAX}).Draw(r, "type"),
		ContractRole: rapid.SampledFrom([]actus.Role{actus.RPA, actus.RPL}).Draw(r, "role"), Currency: "EUR",
		StatusDate: actus.At(start.Add(-1)), InitialExchangeDate: actus.At(start), MaturityDate: nth(n),
		NotionalPrincipal:   actus.Num(float64(rapid.IntRange(1, 9_999_999).Draw(r, "notional")) / 100),
		NominalInterestRate: actus.Num(float64(rapid.IntRange(-50, 2500).Draw(r, "rate")) / 10000),
		DayCountConvention: rapid.SampledFrom([]day.Count{day.E30360, day.E30360, day.A365, day.A360, day.AA, day.E30360ISDA, day.E28336, day.B30360}).
			Draw(r, "count"),
		EndOfMonthConvention: rapid.SampledFrom([]day.EndOfMonth{day.SD, day.EOM}).Draw(r, "ends"),
	}
	anchor := nth(1)
	if often("odd maturity", 4) {
		t.MaturityDate += actus.Moment(rapid.IntRange(-20, 20).Draw(r, "off")) * 86400
		t.MaturityDate = max(t.MaturityDate, t.InitialExchangeDate+86400)
	}
	if often("other anchor", 5) {
		anchor = t.InitialExchangeDate + actus.Moment(rapid.IntRange(0, 60).Draw(r, "anchor"))*86400
	}
	if often("at status", 3) {
		t.StatusDate = t.InitialExchangeDate + actus.Moment(rapid.IntRange(-40, 900).Draw(r, "status"))*86400
	}
	if often("due at status", 6) {
		t.StatusDate = nth(rapid.IntRange(0, n).Draw(r, "due day"))
	}
	if often("shift", 3) {
		t.BusinessDayConvention = rapid.SampledFrom([]day.Shift{day.SCF, day.SCMF, day.CSF, day.CSMF, day.SCP, day.SCMP, day.CSP, day.CSMP}).Draw(r, "shift")
		t.Calendar = rapid.SampledFrom([]string{"MF", "NC", "HOUSE"}).Draw(r, "calendar")
	}
	if t.ContractType != actus.PAM {
		t.CycleOfPrincipalRedemption = cycle
		if !often("no anchor", 6) {
			t.CycleAnchorDateOfPrincipalRedemption = anchor
		}
	}
	drawPayment(r, &t, n, nth, often)
	drawInterest(r, &t, cycle, anchor, often)
	drawRates(r, &t, cycle, often)
	if t.ContractType == actus.LAX {
		drawSegments(r, &t, start, cycle, often)
	}
	drawScaling(r, &t, anchor, often)
	return t
}

// drawPayment makes n redemptions of an amount that is agreed or to be solved, some with a balloon or without an end.
func drawPayment(r *rapid.T, t *actus.Terms, n int, nth func(int) actus.Moment, often func(string, int) bool) {
	payment := t.NotionalPrincipal.Value * (1/float64(n) + rapid.Float64Range(0, 0.1).Draw(r, "more"))
	switch t.ContractType {
	case actus.NAM:
		t.NextPrincipalRedemptionPayment = actus.Num(payment)
	case actus.LAM, actus.ANN:
		if often("agreed", 2) {
			t.NextPrincipalRedemptionPayment = actus.Num(payment)
		}
	}
	if t.NextPrincipalRedemptionPayment.Set && often("open end", 5) {
		t.MaturityDate = 0
	}
	if t.ContractType == actus.ANN && often("balloon", 4) {
		t.AmortizationDate = nth(n + rapid.IntRange(0, 12).Draw(r, "beyond"))
	}
}

func drawScaling(r *rapid.T, t *actus.Terms, anchor actus.Moment, often func(string, int) bool) {
	if often("scaled", 8) {
		t.ScalingEffect = rapid.SampledFrom([]actus.Scaling{actus.ScaleInterest, actus.ScaleNotional, actus.ScaleBoth}).Draw(r, "scaling")
		t.MarketObjectCodeOfScalingIndex, t.ScalingIndexAtContractDealDate = "CPI", actus.Num(1.5)
		t.CycleOfScalingIndex = day.MustParseCycle("P1YL0")
		if often("scale anchor", 2) {
			t.CycleAnchorDateOfScalingIndex = anchor
		}
		if often("scaled before", 2) {
			t.NotionalScalingMultiplier, t.InterestScalingMultiplier = actus.Num(1.1), actus.Num(0.9)
		}
	}
}

func drawInterest(r *rapid.T, t *actus.Terms, cycle day.Cycle, anchor actus.Moment, often func(string, int) bool) {
	if !often("no interest dates", 6) {
		t.CycleOfInterestPayment = cycle
		if often("other interest", 5) {
			t.CycleOfInterestPayment = rapid.SampledFrom([]day.Cycle{day.MustParseCycle("P1ML1"), day.MustParseCycle("P3ML0"), day.MustParseCycle("P1YL1")}).Draw(r, "interest")
		}
		switch rapid.IntRange(0, 5).Draw(r, "interest anchor") {
		case 0:
		case 1:
			t.CycleAnchorDateOfInterestPayment = t.InitialExchangeDate
		case 2:
			t.CycleAnchorDateOfInterestPayment = t.InitialExchangeDate - 86400*actus.Moment(rapid.IntRange(1, 50).Draw(r, "earlier"))
		default:
			t.CycleAnchorDateOfInterestPayment = anchor
		}
	}
	if often("capitalises", 6) {
		t.CapitalizationEndDate = t.InitialExchangeDate + 86400*actus.Moment(rapid.IntRange(1, 400).Draw(r, "capital end"))
		if t.MaturityDate != 0 {
			t.CapitalizationEndDate = min(t.CapitalizationEndDate, t.MaturityDate)
		}
	}
	if often("accrued", 6) {
		t.AccruedInterest = actus.Num(float64(rapid.IntRange(0, 1000).Draw(r, "accrued interest")))
	}
	if often("premium", 6) {
		t.PremiumDiscountAtIED = actus.Num(float64(rapid.IntRange(-100, 100).Draw(r, "premium amount")))
	}
	if often("base", 4) {
		t.InterestCalculationBase = rapid.SampledFrom([]actus.Base{actus.BaseNT, actus.BaseNTIED, actus.BaseNTL}).Draw(r, "base kind")
		if t.InterestCalculationBase != actus.BaseNT && often("base amount", 2) {
			t.InterestCalculationBaseAmount = actus.Num(float64(rapid.IntRange(1, 100000).Draw(r, "base at start")))
		}
		if t.InterestCalculationBase == actus.BaseNTL && !often("never", 4) {
			t.CycleOfInterestCalculationBase = day.MustParseCycle("P1YL1")
			if often("base anchor", 2) {
				t.CycleAnchorDateOfInterestCalculationBase = anchor
			}
		}
	}
}

func drawRates(r *rapid.T, t *actus.Terms, cycle day.Cycle, often func(string, int) bool) {
	if !often("floating", 3) {
		return
	}
	t.MarketObjectCodeOfRateReset = "IBR"
	t.CycleOfRateReset = rapid.SampledFrom([]day.Cycle{cycle, cycle, day.MustParseCycle("P1YL0"), day.MustParseCycle("P3ML1")}).Draw(r, "resets")
	if !often("reset from exchange", 4) {
		t.CycleAnchorDateOfRateReset = t.InitialExchangeDate + 86400*actus.Moment(rapid.IntRange(0, 100).Draw(r, "reset anchor"))
		if often("with redemptions", 2) && t.CycleAnchorDateOfPrincipalRedemption != 0 {
			t.CycleAnchorDateOfRateReset = t.CycleAnchorDateOfPrincipalRedemption
		}
	}
	limit := func(name string, from, to int) actus.Number {
		if often(name, 3) {
			return actus.Num(float64(rapid.IntRange(from, to).Draw(r, name+" at")) / 1000)
		}
		return actus.Number{}
	}
	t.RateSpread, t.RateMultiplier, t.NextResetRate = limit("spread", -5, 30), limit("multiplier", 500, 1500), limit("known", 0, 100)
	t.LifeCap, t.LifeFloor, t.PeriodCap, t.PeriodFloor = limit("cap", 40, 90), limit("floor", 0, 39), limit("period cap", 1, 20), limit("period floor", -20, 20)
	if often("fixing", 5) {
		t.FixingPeriod = day.Period{N: 2, Unit: day.Days}
	}
}

func drawSegments(r *rapid.T, t *actus.Terms, start day.Date, cycle day.Cycle, often func(string, int) bool) {
	t.CycleAnchorDateOfPrincipalRedemption, t.CycleOfPrincipalRedemption = 0, day.Cycle{}
	at := start
	for i := range rapid.IntRange(1, 4).Draw(r, "segments") {
		at = at.Add(rapid.IntRange(1, 300).Draw(r, "to segment"))
		t.ArrayCycleAnchorDateOfPrincipalRedemption = append(t.ArrayCycleAnchorDateOfPrincipalRedemption, actus.At(at))
		t.ArrayCycleOfPrincipalRedemption = append(t.ArrayCycleOfPrincipalRedemption, cycle)
		t.ArrayNextPrincipalRedemptionPayment = append(t.ArrayNextPrincipalRedemptionPayment, float64(rapid.IntRange(0, 10000).Draw(r, "amount")))
		direction := actus.Decrease
		if i > 0 && often("draw-down", 4) {
			direction = actus.Increase
		}
		t.ArrayIncreaseDecrease = append(t.ArrayIncreaseDecrease, direction)
	}
	if often("interest segments", 2) {
		t.ArrayCycleAnchorDateOfInterestPayment = t.ArrayCycleAnchorDateOfPrincipalRedemption
		t.ArrayCycleOfInterestPayment = t.ArrayCycleOfPrincipalRedemption
		t.CycleAnchorDateOfInterestPayment, t.CycleOfInterestPayment = 0, day.Cycle{}
	}
	if often("rate segments", 3) {
		t.CycleAnchorDateOfRateReset, t.CycleOfRateReset = 0, day.Cycle{}
		for range t.ArrayCycleAnchorDateOfPrincipalRedemption {
			t.ArrayRate = append(t.ArrayRate, float64(rapid.IntRange(0, 100).Draw(r, "segment rate"))/1000)
			t.ArrayFixedVariable = append(t.ArrayFixedVariable, rapid.SampledFrom([]actus.RateKind{actus.FixedRate, actus.VariableRate}).Draw(r, "kind"))
		}
		t.ArrayCycleAnchorDateOfRateReset = t.ArrayCycleAnchorDateOfPrincipalRedemption
		t.ArrayCycleOfRateReset = t.ArrayCycleOfPrincipalRedemption
		t.MarketObjectCodeOfRateReset = "IBR"
	}
	if often("until repaid", 4) {
		t.MaturityDate = 0
	}
}

// drawIndex observes the indices, sometimes too late, and a calendar.
func drawIndex(r *rapid.T, t actus.Terms) actus.Observations {
	var o actus.Observations
	from := t.InitialExchangeDate.Date().Add(-100)
	if rapid.IntRange(0, 9).Draw(r, "seen late") == 0 {
		from = from.Add(200)
	}
	base := rapid.Float64Range(-0.01, 0.12).Draw(r, "index")
	var rates, prices []actus.Point
	for i := range 30 {
		at := actus.At(min(day.Max, from.Add(90*i))) + actus.Moment(i%3*3600)
		rates = append(rates, actus.Point{Time: at, Value: base + 0.001*float64(i*i%17)})
		prices = append(prices, actus.Point{Time: at, Value: 1.5 + 0.01*float64(i)})
	}
	if err := o.Observe("IBR", rates...); err != nil {
		r.Fatalf("%v", err)
	}
	if err := o.Observe("CPI", prices...); err != nil {
		r.Fatalf("%v", err)
	}
	o.Calendars = map[string]*day.Calendar{"HOUSE": house}
	if rapid.IntRange(0, 19).Draw(r, "something happened") == 0 {
		o.Events = []actus.ObservedEvent{{Time: t.InitialExchangeDate + 86400*actus.Moment(rapid.IntRange(0, 500).Draw(r, "when")), Type: actus.AD,
			Contract: rapid.SampledFrom([]string{"", "other"}).Draw(r, "to whom")}}
	}
	return o
}

var house = func() *day.Calendar {
	c, err := day.NewCalendar(day.CalendarRules{Name: "HOUSE", Version: "1", FromYear: 2000, ToYear: 2200, Weekend: []string{"Sat", "Sun"},
		Closed: []day.Date{day.MustOf(2021, 1, 1), day.MustOf(2022, 2, 28), day.MustOf(2023, 5, 1), day.MustOf(2024, 12, 31)}})
	if err != nil {
		panic(err)
	}
	return c
}()
