package lease_test

import (
	"encoding/json"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// drawLevelShape draws terms with seasons, steps, stubs, grace, financed fees, draw-downs, balloons and day counts.
func drawLevelShape(t *rapid.T) lease.Terms {
	price := rapid.Int64Range(1_000_000, 1_000_000_000).Draw(t, "price")
	terms := lease.Terms{Price: money.Of(price, "EUR"), Rate: drawRate(t, "rate", 50_000, 300_000), Method: rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear, lease.Bullet}).Draw(t, "method"),
		Timing: rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"), Count: rapid.IntRange(6, 60).Draw(t, "count"),
		EveryMonths: rapid.SampledFrom([]int{1, 3, 6}).Draw(t, "every"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start")),
		DayCount: rapid.SampledFrom([]day.Count{0, day.A365, day.A360, day.AA, day.E30360}).Draw(t, "day count")}
	has := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, name) == 0 }
	if has("residual") {
		terms.Residual, terms.ResidualBy = money.Of(price/10, "EUR"), rapid.SampledFrom(lease.Backers).Draw(t, "by")
	}
	if has("seasons") {
		terms.SkipMonths = []int{12, 1}
	}
	if has("steps") {
		terms.Step = lease.Step{Every: 12, Percent: money.MustParseRate("5")}
	}
	if has("grace") {
		terms.Grace = lease.Grace{Principal: 2}
	}
	if has("capitalised") {
		terms.Grace.Capitalised = 1
	}
	if has("fee") {
		terms.Fees = []lease.Fee{{Name: "arrangement", Percent: money.MustParseRate("1"), When: lease.Financed}, {Name: "service", Amount: money.Of(1000, "EUR"), When: lease.PerRental, Service: true}}
	}
	if has("stub") {
		terms.FirstPeriodEnds = terms.Start.AddMonths(terms.EveryMonths).Add(rapid.IntRange(-20, 40).Draw(t, "stub days"))
	}
	if has("draws") {
		part := price / 3
		terms.Draws = []lease.Draw{{On: terms.Start, Amount: money.Of(part, "EUR")}, {On: terms.Start.Add(rapid.IntRange(1, 90).Draw(t, "drawn")), Amount: money.Of(terms.Financed().Minor-part, "EUR")}}
	}
	if has("month ends") {
		terms.EndOfMonth = day.EOM
	}
	if has("last stub") {
		terms.LastPeriodEnds = terms.Start.AddMonths(terms.EveryMonths * terms.Count).Add(rapid.IntRange(-15, 40).Draw(t, "last days"))
	}
	if terms.DayCount != 0 && has("open days") {
		terms.Calendars, terms.Shift = []string{"MF"}, rapid.SampledFrom([]day.Shift{day.SCF, day.CSF, day.SCMP, day.CSMF}).Draw(t, "shift")
	}
	if has("longer") {
		terms.DimensionOver = terms.Count + 12
	}
	if has("units") {
		terms.RentalUnit = 100
	}
	return terms
}

// Of any shape: customer and sponsors pay what the lessor gets, and at the base rate that is worth what the quote is worth
// without programmes.
func TestLevelledShapesReconcile(t *testing.T) {
	levelled := 0
	rapid.Check(t, func(t *rapid.T) {
		terms := drawLevelShape(t)
		base, err := lease.Plan(terms)
		if err != nil {
			return // a shape that contradicts itself
		}
		p := drawProgramme(t, "p", "EUR")
		q, err := lease.LevelRate(lease.Ask{Terms: terms, Programmes: []lease.Programme{p}, SignedOn: terms.Start, Indicators: map[string]money.Rate{"key rate": money.MustParseRate("9")}})
		if errs.Is(err, errs.Refused) || errs.Is(err, errs.Invalid) && p.Formula == lease.AdvanceDiscount {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Check(); err != nil {
			t.Fatal(err)
		}
		none, err := lease.LevelRate(lease.Ask{Terms: terms, SignedOn: terms.Start})
		if err != nil {
			t.Fatal(err)
		}
		levelled++
		low, high := min(none.Lessor.Value.Minor, 0), max(none.Lessor.Value.Minor, 0)
		slack := int64(len(base.Rows)+2) * (3 + 3*terms.RentalUnit)
		if v := q.Lessor.Value.Minor - q.Margin.Minor; v < low-slack || v > high+slack {
			t.Errorf("the lessor's money is worth %d, without programmes %d, slack %d", v, none.Lessor.Value.Minor, slack)
		}
	})
	if levelled == 0 {
		t.Error("no quote was levelled")
	}
}

// Programmes come as JSON from people: whatever they write, a quote is made, refused or faulted, at once.
func FuzzProgramme(f *testing.F) {
	for _, p := range []lease.Programme{stateProgramme(lease.UpFront), stateProgramme(lease.PerRental),
		{ID: "a", Sponsor: "s", Formula: lease.AdvanceDiscount, SizePct: money.MustParseRate("5"), PaysAfter: 3, LimitAmount: money.Of(5, "EUR")},
		{ID: "c", Sponsor: "s", Formula: lease.Compensation, Points: money.MustParseRate("5"), EveryRentals: 3, MinRate: money.MustParseRate("14"), AtMinimum: lease.RaiseMargin,
			ClawBack: []lease.ClawStep{{BeforeMonths: 12, Share: money.MustParseRate("100")}}, Budget: []lease.Tranche{{Minor: 5}}}} {
		b, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var p lease.Programme
		if json.Unmarshal([]byte(text), &p) != nil {
			return
		}
		q, err := lease.LevelRate(askS7(p))
		if err == nil {
			err = q.Check()
		}
		if errs.Is(err, errs.Internal) {
			t.Error(err)
		}
		if p.Check() != nil {
			return
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var again lease.Programme
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if c, err := json.Marshal(again); err != nil || string(c) != string(b) {
			t.Errorf("read again: %s, was %s", c, b)
		}
	})
}

func BenchmarkLevelRate(b *testing.B) {
	limited := stateProgramme(lease.UpFront)
	limited.Cap, limited.Points, limited.LimitPct = lease.CapRule{}, money.MustParseRate("10"), money.MustParseRate("10")
	for name, ask := range map[string]lease.Ask{"as asked": askS7(stateProgramme(lease.UpFront)), "a limit binds": askS7(limited)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := lease.LevelRate(ask); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
