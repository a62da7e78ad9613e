package lease_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// drawShaped draws terms that use everything at once, as far as it goes together.
func drawShaped(t *rapid.T) lease.Terms {
	x := drawTerms(t)
	x.Method = rapid.SampledFrom(lease.Methods).Draw(t, "method 2")
	if x.Method != lease.Annuity {
		x.RentalUnit = 0
	}
	x.Count = rapid.IntRange(2, 60).Draw(t, "count 2")
	x.DayCount = rapid.SampledFrom([]day.Count{0, 0, day.AA, day.A360, day.A365, day.E30360, day.B30360, day.E30360ISDA}).Draw(t, "day count")
	x.EndOfMonth = rapid.SampledFrom([]day.EndOfMonth{day.SD, day.EOM}).Draw(t, "end of month")
	x.ResidualBy = rapid.SampledFrom(lease.Backers).Draw(t, "backer")
	if rapid.Bool().Draw(t, "shifted") {
		x.Calendars, x.Shift = []string{"MF"}, rapid.SampledFrom([]day.Shift{day.CSF, day.CSMF, day.CSP, day.CSMP}).Draw(t, "shift")
		if x.DayCount != 0 {
			x.Shift = rapid.SampledFrom([]day.Shift{day.SCF, day.SCMF, day.SCP, day.SCMP, day.CSF}).Draw(t, "shift and count")
		}
	}
	if x.Method == lease.Flat {
		x.Timing = lease.InArrears
		return x
	}
	drawSeason(t, &x)
	switch rapid.IntRange(0, 5).Draw(t, "special") {
	case 0:
		x.FirstPeriodEnds = x.Start.Add(rapid.IntRange(1, 20+28*x.EveryMonths).Draw(t, "first"))
	case 1:
		drawShape(t, &x)
	case 2:
		x.RateSteps = []lease.RateStep{{From: x.Start.Add(rapid.IntRange(1, 400).Draw(t, "step day")), Rate: money.MustParseRate("9.75")}}
		x.AfterReset = rapid.SampledFrom(lease.AfterAll[:]).Draw(t, "after")
		if x.Method != lease.Annuity {
			x.AfterReset = lease.NewRental
		}
	case 3:
		financed := x.Financed().Minor
		if later := financed / 3; later > 0 {
			x.Draws = []lease.Draw{{On: x.Start, Amount: money.Of(financed-later, x.Price.Currency)},
				{On: x.Start.Add(rapid.IntRange(0, 20).Draw(t, "draw day")), Amount: money.Of(later, x.Price.Currency)}}
		}
	case 4:
		if x.Method == lease.Annuity {
			x.DimensionOver, x.Residual = x.Count+rapid.IntRange(1, 60).Draw(t, "longer"), money.Amount{}
		}
	}
	return x
}

func drawSeason(t *rapid.T, x *lease.Terms) {
	switch rapid.IntRange(0, 4).Draw(t, "season") {
	case 0:
		x.SkipMonths = []int{12, 1, 2}
	case 1:
		if x.Method == lease.Annuity {
			x.Step = lease.Step{Every: rapid.IntRange(1, 12).Draw(t, "every"), Percent: money.MustParseRate(rapid.SampledFrom([]string{"-10", "5", "12.5"}).Draw(t, "step"))}
		}
	case 2:
		if x.Method != lease.Bullet {
			k := rapid.IntRange(0, x.Count-1).Draw(t, "grace")
			x.Grace = rapid.SampledFrom([]lease.Grace{{Principal: k}, {Interest: k}, {Capitalised: k}, {Principal: k, Interest: k / 2}}).Draw(t, "kind of grace")
		}
	}
}

func drawShape(t *rapid.T, x *lease.Terms) {
	if x.Method == lease.Bullet || x.Grace != (lease.Grace{}) || x.Step.Every > 0 {
		return
	}
	count := func() int { return rapid.IntRange(1, 8).Draw(t, "rows") }
	x.Shape = []lease.ShapeRow{{Count: count(), Kind: lease.InterestOnly}, {Count: count(), Kind: lease.FactorRentals, Percent: money.MustParseRate("40")},
		{Count: count(), Kind: lease.StepRentals, Percent: money.MustParseRate("10"), EveryMonths: 3}, {Count: count(), Kind: lease.SkippedRentals},
		{Count: count(), Kind: lease.PercentRentals, Percent: money.MustParseRate("0.5")}, {Count: count(), Kind: lease.LevelRentals}}
	from := rapid.IntRange(0, len(x.Shape)-1).Draw(t, "from")
	x.Shape = append(slices.Clone(x.Shape[from:]), x.Shape[:from]...)
	x.Count = 0
}

// R2, R4, R6, R7 and R8 for everything at once, or a refusal that tells the way out.
func TestShapedPlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawShaped(t)
		s, err := lease.Plan(terms)
		if err != nil {
			code := errs.CodeOf(err)
			skipped := code == errs.Invalid && slices.Contains([]string{"skip_months", "draws"}, errs.As(err).Faults[0].Field) // a plan that is all winter
			if code != errs.Refused && code != errs.TooLarge && !skipped {
				t.Fatalf("%v for %+v", err, terms)
			}
			t.SkipNow()
		}
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		principal, payments := int64(0), int64(0)
		for i, r := range s.Rows {
			if i > 0 && r.Nr <= s.Rows[i-1].Nr {
				t.Fatalf("row %v follows %v", r, s.Rows[i-1])
			}
			if r.Kind != lease.AdvanceRow {
				principal, payments = principal+r.Principal, payments+r.Payment()
			}
		}
		if financed := terms.Financed().Minor; principal != financed || payments != financed+s.TotalInterest.Minor {
			t.Fatalf("principal %d, payments %d of %d", principal, payments, financed)
		}
		owed := terms.Advance.Minor + payments
		if end := s.Rows[len(s.Rows)-1]; end.Kind == lease.ValueRow {
			owed -= end.Payment()
		}
		for _, o := range s.Open() {
			if o.Principal < 0 || o.Interest < 0 {
				t.Fatalf("open %v", o)
			}
			owed -= o.Total()
		}
		if owed != 0 {
			t.Fatalf("the lessee owes %d less than the plan says", owed)
		}
		again, err := lease.Plan(terms)
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Fatalf("planned twice: %v", err)
		}
	})
}

// The realised yield of a plan is its rate, as near as rounding lets it be: schedule and yield are two ways to compute.
func TestYieldOfShapedPlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawShaped(t)
		terms.Price.Minor = max(terms.Price.Minor, 1_000_000_000)
		terms.Advance, terms.Residual, terms.RentalUnit, terms.RateSteps, terms.AfterReset = money.Amount{}, money.Amount{}, 0, nil, ""
		terms.Draws, terms.Rounding, terms.Grace.Interest = nil, money.HalfUp, 0
		if terms.Method == lease.Flat || terms.Rate.Fraction() > 0.5 {
			t.SkipNow()
		}
		s, err := lease.Plan(terms)
		if err != nil || s.TotalInterest.Minor < 1000 {
			t.SkipNow()
		}
		if got, want := s.YieldNominal.Fraction(), terms.Rate.Fraction(); math.Abs(got-want) > 2e-5 {
			t.Fatalf("got %v, want %v for %+v", got, want, terms)
		}
	})
}

// Terms say the same after they were written and read.
func TestTermsThroughJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawShaped(t)
		b, err := json.Marshal(terms)
		if err != nil {
			t.Fatal(err)
		}
		read, err := lease.ReadTerms(b)
		if err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		again, err := json.Marshal(read)
		if err != nil || string(again) != string(b) {
			t.Fatalf("got %s, want %s", again, b)
		}
	})
}
