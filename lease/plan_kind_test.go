package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// row is what a hand-made table says of a row: kind, day, payment, interest and balance.
func row(r lease.Row) string {
	return fmt.Sprintf("%s %s %d %d %d", r.Kind, r.DueOn, r.Payment(), r.Interest, r.Balance)
}

// Shapes by hand: 1,200.00 at 12 % a year in months, so that a month is one percent.
func TestShapesByHand(t *testing.T) {
	base := lease.Terms{Price: money.Of(120_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: lease.InArrears, EveryMonths: 1, Start: day.MustOf(2026, 1, 10)}
	for name, c := range map[string]struct {
		change func(*lease.Terms)
		want   string
	}{
		"bullet": {func(x *lease.Terms) { x.Method, x.Count = lease.Bullet, 3 }, `rental 2026-02-10 1200 1200 120000
			rental 2026-03-10 1200 1200 120000
			rental 2026-04-10 121200 1200 0`},
		"flat: interest on the whole sum to the end": {func(x *lease.Terms) { x.Method, x.Count = lease.Flat, 3 }, `rental 2026-02-10 41200 1200 80000
			rental 2026-03-10 41200 1200 40000
			rental 2026-04-10 41200 1200 0`},
		"capitalised": {func(x *lease.Terms) { x.Count, x.Grace.Capitalised = 3, 2 }, `skip 2026-02-10 0 1200 121200
			skip 2026-03-10 0 1212 122412
			rental 2026-04-10 123636 1224 0`},
		"interest deferred": {func(x *lease.Terms) { x.Count, x.Grace = 4, lease.Grace{Principal: 2, Interest: 2} }, `rental 2026-02-10 0 0 120000
			rental 2026-03-10 0 0 120000
			rental 2026-04-10 63301 3600 60299
			rental 2026-05-10 60902 603 0`},
		"an amount, a percentage, a share": {func(x *lease.Terms) {
			x.Shape = []lease.ShapeRow{{Count: 1, Kind: lease.FixedRentals, Amount: money.Of(20_000, "EUR")}, {Count: 1, Kind: lease.PercentRentals, Percent: money.MustParseRate("10")},
				{Count: 1, Kind: lease.LevelRentals}, {Count: 1, Kind: lease.FactorRentals, Percent: money.MustParseRate("50")}}
		}, `rental 2026-02-10 20000 1200 101200
			rental 2026-03-10 12000 1012 90212
			rental 2026-04-10 60944 902 30170
			rental 2026-05-10 30472 302 0`},
		"a quarter in one row": {func(x *lease.Terms) {
			x.Shape = []lease.ShapeRow{{Count: 1, Kind: lease.InterestOnly, EveryMonths: 3}, {Count: 1, Kind: lease.LevelRentals}}
		}, `rental 2026-04-10 3600 3600 120000
			rental 2026-05-10 121200 1200 0`},
		"a short first period": {func(x *lease.Terms) { x.Count, x.FirstPeriodEnds = 2, day.MustOf(2026, 1, 25) }, `rental 2026-01-25 60600 600 60000
			rental 2026-02-25 60600 600 0`},
		"a long last period": {func(x *lease.Terms) { x.Method, x.Count, x.LastPeriodEnds = lease.Bullet, 2, day.MustOf(2026, 3, 25) }, `rental 2026-02-10 1200 1200 120000
			rental 2026-03-25 121800 1800 0`},
		"drawn in two parts": {func(x *lease.Terms) {
			x.Method, x.Count = lease.Bullet, 2
			x.Draws = []lease.Draw{{On: x.Start, Amount: money.Of(40_000, "EUR")}, {On: day.MustOf(2026, 2, 24), Amount: money.Of(80_000, "EUR")}}
		}, `rental 2026-02-10 400 400 120000
			rental 2026-03-10 120800 800 0`}, // half of 28 days bear 800.00 more: 200 + 600
		"value that the lessee does not owe": {func(x *lease.Terms) { x.Count, x.Residual, x.ResidualBy = 1, money.Of(50_000, "EUR"), lease.ByNobody }, `rental 2026-02-10 71200 1200 50000
			value 2026-02-10 50000 0 0`},
		"a skip at the end before a residual": {func(x *lease.Terms) { x.Count, x.SkipMonths, x.Residual = 2, []int{3}, money.Of(10_100, "EUR") }, `rental 2026-02-10 111200 1200 10000
			skip 2026-03-10 0 100 10100
			residual 2026-03-10 10100 0 0`},
		"falling": {func(x *lease.Terms) { x.Count, x.Step = 2, lease.Step{Every: 1, Percent: money.MustParseRate("-50")} }, `rental 2026-02-10 81068 1200 40132
			rental 2026-03-10 40533 401 0`},
	} {
		terms := base
		c.change(&terms)
		s, err := lease.Plan(terms)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range s.Rows {
			got = append(got, row(r))
		}
		var want []string
		for line := range strings.SplitSeq(c.want, "\n") {
			want = append(want, strings.TrimSpace(line))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Amounts that pay too much too early are refused where they do.
func TestAmountsThatPayTooMuch(t *testing.T) {
	terms := machine().Terms
	terms.Count, terms.Residual = 0, money.Amount{}
	terms.Shape = []lease.ShapeRow{{Count: 3, Kind: lease.FixedRentals, Amount: money.Of(200_000_000, "EUR")}, {Count: 2, Kind: lease.InterestOnly}}
	_, err := lease.Plan(terms)
	if !errs.Is(err, errs.Refused) || errs.As(err).Text.String() != "rental 3 pays more than is still owed" {
		t.Errorf("got %v", err)
	}
	terms.Shape[1].Kind = lease.LevelRentals
	if _, err = lease.Plan(terms); !errs.Is(err, errs.Refused) || errs.As(err).Hint.IsZero() {
		t.Errorf("got %v", err)
	}
}

// Fees stand beside the payment; those up front join the advance or make a row of their own, financed ones raise what is
// financed.
func TestFeesInTheSchedule(t *testing.T) {
	terms := machine().Terms
	terms.Fees = []lease.Fee{{Name: "arrangement", Percent: money.MustParseRate("1"), When: lease.Financed}, {Name: "registration", Amount: money.Of(30_000, "EUR"), When: lease.UpFront},
		{Name: "insurance", Amount: money.Of(12_000, "EUR"), When: lease.PerRental, Service: true}}
	s, err := lease.Plan(terms)
	if err != nil {
		t.Fatal(err)
	}
	if s.Financed.String() != "4050000.00 EUR" || s.Rows[0].Fee != 30_000 || s.Rows[1].Fee != 12_000 || s.Rows[len(s.Rows)-1].Fee != 0 {
		t.Errorf("financed %v, fees %d, %d", s.Financed, s.Rows[0].Fee, s.Rows[1].Fee)
	}
	if open := s.Open()[1]; open.Fee != 12_000 || open.Total() != s.Rows[1].Payment()+12_000 {
		t.Errorf("open %v", open)
	}
	terms.Advance = money.Amount{}
	if s, err = lease.Plan(terms); err != nil || s.Rows[0].Kind != lease.FeeRow || s.Rows[0].Payment() != 0 || s.Rows[0].Fee != 30_000 {
		t.Errorf("got %+v, %v", s.Rows[0], err)
	}
	// What the lessor earns in all: the fees and a deposit without interest raise it, a commission lowers it.
	yield := func(change func(*lease.QuoteRequest)) float64 {
		r := machine()
		change(&r)
		q, err := lease.Solve(r, lease.Reference{})
		if err != nil {
			t.Fatal(err)
		}
		return q.Yields.AllIn.Effective.Fraction()
	}
	plain := yield(func(*lease.QuoteRequest) {})
	if yield(func(r *lease.QuoteRequest) { r.Fees = terms.Fees[1:2] }) <= plain || yield(func(r *lease.QuoteRequest) { r.Deposit.Amount = money.Of(100_000, "EUR") }) <= plain {
		t.Error("fees and deposits raise the yield")
	}
	if yield(func(r *lease.QuoteRequest) {
		r.Costs = []lease.Cost{{Name: "commission", Percent: money.MustParseRate("1")}}
	}) >= plain {
		t.Error("costs lower the yield")
	}
	if yield(func(r *lease.QuoteRequest) { r.Fees = terms.Fees[2:] }) != plain {
		t.Error("services are passed through")
	}
}

// R8: a joint calendar is open when all of its calendars are; the quote names their versions.
func TestJointCalendars(t *testing.T) {
	closing := func(name string, closed day.Date) *day.Calendar {
		c, err := day.NewCalendar(day.CalendarRules{Name: name, Version: "7", FromYear: 2026, ToYear: 2027, Weekend: []string{"Sat", "Sun"}, Closed: []day.Date{closed}})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	ref := lease.Reference{Calendars: []*day.Calendar{closing("North", day.MustOf(2026, 6, 1)), closing("South", day.MustOf(2026, 6, 2))}}
	r := machine()
	r.Start, r.Count, r.Calendars, r.Shift = day.MustOf(2026, 5, 1), 3, []string{"North", "South"}, day.CSF
	q, err := lease.Solve(r, ref)
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Schedule.Rows[1].DueOn; got != day.MustOf(2026, 6, 3) || q.Calendar != "North+South@7+7" {
		t.Errorf("due on %v by %s", got, q.Calendar)
	}
	// Beyond the years whose holidays are known nothing is guessed.
	r.Start = day.MustOf(2027, 11, 1)
	if _, err := lease.Solve(r, ref); !errs.Is(err, errs.Refused) {
		t.Errorf("got %v", err)
	}
}
