package lease_test

import (
	"fmt"
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// keyRate is a rate that holds until it is changed, known to the end of September 2026.
var keyRate = lease.Index{Name: "key rate", Version: "2026-09", Until: day.MustOf(2026, 9, 30), Fixings: []lease.Fixing{
	{On: day.MustOf(2026, 1, 1), Value: money.MustParseRate("14")}, {On: day.MustOf(2026, 4, 10), Value: money.MustParseRate("16")},
	{On: day.MustOf(2026, 8, 20), Value: money.MustParseRate("9.5")}}}

// floating is a lease of 12 months whose rate is fixed every three months: key rate + 2.
func floating() lease.QuoteRequest {
	return lease.QuoteRequest{Terms: lease.Terms{Price: money.Of(100_000_000, "EUR"), Count: 12, Start: day.MustOf(2026, 1, 31), DayCount: day.A365,
		Floating: lease.Floating{Index: "key rate", Spread: money.MustParseRate("2"), EveryMonths: 3, PeriodLimit: money.MustParseRate("3"), Cap: money.MustParseRate("17.5"),
			Floor: money.MustParseRate("6")}}}
}

func TestFloatingQuote(t *testing.T) {
	ref := lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 9, 15)}
	q, err := lease.Solve(floating(), ref)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range q.Resets {
		got = append(got, fmt.Sprint(r.On, " ", r.Index, " ", r.Rate, " ", r.BoundBy, " ", r.Projected))
	}
	want := []string{"2026-01-31 14 16 [] false", "2026-04-30 16 17.5 [life cap] false", "2026-07-31 16 17.5 [life cap] false", "2026-10-31 0 17.5 [] true"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if q.Index != "key rate@2026-09" {
		t.Errorf("index %q", q.Index)
	}
	// A reset falls on a due day here, so the third rental is the last of its kind and the fourth the first of the next.
	rows := q.Schedule.Rows
	if rows[2].Payment() != rows[0].Payment() || rows[3].Payment() <= rows[2].Payment() || rows[3].Payment() != rows[10].Payment() {
		t.Errorf("rentals %v, %v, %v, %v", rows[0].Payment(), rows[2].Payment(), rows[3].Payment(), rows[10].Payment())
	}
}

// After a reset the rental, the term or the last rental gives way.
func TestWhatAResetChanges(t *testing.T) {
	terms := lease.Terms{Price: money.Of(100_000_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: lease.InArrears, Count: 24,
		EveryMonths: 1, Start: day.MustOf(2026, 1, 15), DayCount: day.A365, RateSteps: []lease.RateStep{{From: day.MustOf(2026, 7, 29), Rate: money.MustParseRate("18")}}}
	for after, want := range map[lease.AfterReset]struct {
		count        int
		seventh, end int64
	}{
		// July 15 to August 15 is split: 14 days at 12 %, 17 at 18 %.
		lease.NewRental: {24, 4_913_516, 4_913_515},
		lease.NewTerm:   {25, 4_706_119, 4_315_822},
		lease.NewLast:   {24, 4_706_119, 8_956_956},
	} {
		terms.AfterReset = after
		s, err := lease.Plan(terms)
		if err != nil {
			t.Fatal(after, err)
		}
		if got := s.Rows[6]; got.Payment() != want.seventh || len(s.Rows) != want.count || s.LastRental.Minor != want.end {
			t.Errorf("%s: got %d rows, %d and last %d", after, len(s.Rows), got.Payment(), s.LastRental.Minor)
		}
		balance := s.Rows[5].Balance
		interest, err := lease.Interest(day.Counter{Count: day.A365}, money.HalfUp,
			lease.Accrual{Balance: money.Of(balance, "EUR"), Rate: money.MustParseRate("12"), From: day.MustOf(2026, 7, 15), To: day.MustOf(2026, 7, 29)},
			lease.Accrual{Balance: money.Of(balance, "EUR"), Rate: money.MustParseRate("18"), From: day.MustOf(2026, 7, 29), To: day.MustOf(2026, 8, 15)})
		if err != nil || interest.Minor != s.Rows[6].Interest {
			t.Errorf("%s: interest %v, want %v (%v)", after, s.Rows[6].Interest, interest, err)
		}
	}
}

// L3: a rate is never guessed.
func TestMissingIndexValues(t *testing.T) {
	daily := lease.Index{Name: "key rate", Fixings: []lease.Fixing{{On: day.MustOf(2026, 1, 31), Value: money.MustParseRate("14")}}}
	late := keyRate
	late.Until = day.MustOf(2026, 6, 30)
	for name, c := range map[string]struct {
		ref  lease.Reference
		want string
	}{
		"no index":              {lease.Reference{}, "there is no index key rate"},
		"a value missing":       {lease.Reference{Indices: []lease.Index{daily}, AsOf: day.MustOf(2026, 5, 1)}, "index key rate has no value for 2026-04-30"},
		"not known for so long": {lease.Reference{Indices: []lease.Index{late}, AsOf: day.MustOf(2026, 8, 1)}, "index key rate has no value for 2026-07-31"},
		"before the first":      {lease.Reference{Indices: []lease.Index{{Name: "key rate", Until: day.MustOf(2030, 1, 1)}}}, "index key rate has no value for 2026-01-31"},
	} {
		_, err := lease.Solve(floating(), c.ref)
		if !errs.Is(err, errs.Refused) || errs.As(err).Text.String() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	// The values that lie ahead are not missing.
	if _, err := lease.Solve(floating(), lease.Reference{Indices: []lease.Index{daily}, AsOf: day.MustOf(2026, 4, 29)}); err != nil {
		t.Error(err)
	}
}

// L2: so many open days back, on the calendar of the index.
func TestLookBack(t *testing.T) {
	r := floating()
	r.Floating.LookBackDays, r.Floating.IndexCalendar, r.Floating.FirstReset = 2, "MF", day.MustOf(2026, 3, 2)
	q, err := lease.Solve(r, lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 3, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Resets[1]; got.On != day.MustOf(2026, 3, 2) || got.ObservedOn != day.MustOf(2026, 2, 26) { // Monday, the Thursday before
		t.Errorf("got %+v", got)
	}
	if got := q.Resets[2].On; got != day.MustOf(2026, 6, 2) {
		t.Errorf("next reset on %v", got)
	}
}

func TestAllInLimits(t *testing.T) {
	f := lease.Floating{Index: "x", Multiplier: "0.5", Spread: money.MustParseRate("1"), PeriodLimit: money.MustParseRate("2"), Cap: money.MustParseRate("12"), Floor: money.MustParseRate("4")}
	for name, c := range map[string]struct {
		index, was string
		first      bool
		want       string
		bounds     []lease.Bound
	}{
		"free":                    {"12", "7", false, "7", nil},
		"down by the limit":       {"2", "9", false, "7", []lease.Bound{lease.PeriodLimit}},
		"up to the limit":         {"20", "7", false, "9", []lease.Bound{lease.PeriodLimit}},
		"limit, then cap":         {"40", "11", false, "12", []lease.Bound{lease.PeriodLimit, lease.LifeCap}},
		"floor":                   {"4", "5", false, "4", []lease.Bound{lease.LifeFloor}},
		"the first has no change": {"20", "0", true, "11", nil},
		"the first has a cap":     {"30", "0", true, "12", []lease.Bound{lease.LifeCap}},
	} {
		rate, by, err := f.AllIn(money.MustParseRate(c.index), money.MustParseRate(c.was), c.first)
		if err != nil || rate.String() != c.want || !slices.Equal(by, c.bounds) {
			t.Errorf("%s: got %v %v (%v), want %s %v", name, rate, by, err, c.want, c.bounds)
		}
	}
	if rate, by, err := (lease.Floating{}).AllIn(money.MustParseRate("-0.5"), money.Rate{}, true); err != nil || !rate.IsZero() || !slices.Equal(by, []lease.Bound{lease.LifeFloor}) {
		t.Errorf("an index below zero: got %v %v %v", rate, by, err)
	}
}

// S11: the value of 30 April is published ten days after the invoice of 31 May went out; that one stays, the June
// invoice bears one line.
func TestLateFixing(t *testing.T) {
	r := floating()
	r.Floating.Cap, r.Floating.PeriodLimit = money.Rate{}, money.Rate{}
	provisional, err := lease.Solve(r, lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 4, 29)})
	if err != nil {
		t.Fatal(err)
	}
	known, err := lease.Solve(r, lease.Reference{Indices: []lease.Index{keyRate}, AsOf: day.MustOf(2026, 4, 30)})
	if err != nil {
		t.Fatal(err)
	}
	c, err := lease.CorrectFixing(provisional.Schedule, known.Schedule, 4)
	if err != nil {
		t.Fatal(err)
	}
	old, now := provisional.Schedule.Rows[3], known.Schedule.Rows[3]
	if c.On != 5 || len(c.Billed) != 4 || c.Line.Minor != now.Payment()-old.Payment() || c.Interest.Minor != now.Interest-old.Interest || c.Line.Minor <= 0 {
		t.Errorf("got %+v", c)
	}
	// What is billed in all is what the new plan asks for.
	billed := c.Line.Minor
	for i, r := range known.Schedule.Rows {
		if i < 4 {
			r = provisional.Schedule.Rows[i]
		}
		billed += r.Payment()
	}
	if want := known.Schedule.Financed.Minor + known.Schedule.TotalInterest.Minor; billed != want {
		t.Errorf("billed %d, want %d", billed, want)
	}
	if _, err := lease.CorrectFixing(provisional.Schedule, known.Schedule, 12); !errs.Is(err, errs.Invalid) {
		t.Errorf("no rental is left: %v", err)
	}
}

// The term of a given rental is found through steps of the rate: the rental holds, so each step costs time.
func TestTermThroughSteps(t *testing.T) {
	r := machine()
	r.Solve, r.Count, r.Residual, r.Rental = lease.ForTerm, 0, money.Amount{}, money.MustParse("101573.71 EUR")
	for step, want := range map[string]int{"18": 60, "20": 64, "16": 57} {
		r.RateSteps = []lease.RateStep{{From: r.Start.AddMonths(6), Rate: money.MustParseRate(step)}}
		q, err := lease.Solve(r, lease.Reference{})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Terms.Count; got != want {
			t.Errorf("at %s percent: %d rentals, want %d", step, got, want)
		}
	}
}
