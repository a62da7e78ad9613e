package actus_test

import (
	"math"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

// holidays is a calendar with weekends on Friday and Saturday and one holiday, known for two years.
func holidays(t *testing.T) *day.Calendar {
	t.Helper()
	c, err := day.NewCalendar(day.CalendarRules{Name: "harbour", Version: "1", FromYear: 2026, ToYear: 2027, Weekend: []string{"Fri", "Sat"},
		Closed: []day.Date{day.MustParse("2026-02-01")}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestHolidayCalendar(t *testing.T) {
	seen := actus.Observations{Calendars: map[string]*day.Calendar{"harbour": holidays(t)}}
	terms := bullet() // Sunday 1 February is a holiday, Sunday 1 March is open
	terms.Calendar, terms.DayCountConvention = "harbour", day.A365
	for _, c := range []struct {
		shift day.Shift
		day   string
		days  float64 // that the first payment counts
	}{
		{day.NoShift, "2026-02-01", 31}, {day.SCF, "2026-02-02", 32}, {day.CSF, "2026-02-02", 31},
		{day.SCP, "2026-01-29", 28}, {day.CSP, "2026-01-29", 31}, {day.SCMF, "2026-02-02", 32}, {day.SCMP, "2026-02-02", 32},
		{day.CSMF, "2026-02-02", 31}, {day.CSMP, "2026-02-02", 31},
	} {
		terms.BusinessDayConvention = c.shift
		first := project(t, terms, seen)[1]
		if want := 1000 * 0.12 * c.days / 365; first.Time != date(c.day) || math.Abs(first.Payoff-want) > 1e-12 {
			t.Errorf("%s: got %s %g, want %s %g", c.shift, first.Time, first.Payoff, c.day, want)
		}
	}
	terms.BusinessDayConvention = day.SCF
	if _, err := actus.Project(terms, actus.Observations{}, actus.Mode{}, 0); !errs.Is(err, errs.Invalid) {
		t.Errorf("an unknown calendar: %v", err)
	}
	terms.MaturityDate = date("2029-04-01")
	if _, err := actus.Project(terms, seen, actus.Mode{}, 0); !errs.Is(err, errs.Refused) {
		t.Errorf("a day that the calendar does not know: %v", err)
	}
}

// TestDayCounts pays interest from 31 January to the end of February, counted by hand in every convention.
func TestDayCounts(t *testing.T) {
	seen := actus.Observations{Calendars: map[string]*day.Calendar{"harbour": holidays(t)}}
	for _, c := range []struct {
		count      day.Count
		days, year float64
	}{
		{day.AA, 28, 365}, {day.A360, 28, 360}, {day.A365, 28, 365},
		{day.E30360, 28, 360},     // from the 30th to 28 February
		{day.E30360ISDA, 30, 360}, // the last of February counts as a 30th
		{day.E28336, 28, 336},     // from the 28th to the 28th
		{day.B30360, 28, 360},
		{day.BUS252, 19, 252}, // 28 days without 4 Fridays and 4 Saturdays, and the holiday on a Sunday
	} {
		terms := bullet()
		terms.StatusDate, terms.InitialExchangeDate = date("2026-01-31"), date("2026-01-31")
		terms.CycleAnchorDateOfInterestPayment, terms.Calendar, terms.DayCountConvention = date("2026-02-28"), "harbour", c.count
		if got, want := project(t, terms, seen)[1].Payoff, 1000*0.12*c.days/c.year; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: got %g, want %g", c.count, got, want)
		}
	}
}

// TestMaturityOfISDA keeps the last of February as it is when the contract ends there.
func TestMaturityOfISDA(t *testing.T) {
	terms := bullet()
	terms.StatusDate, terms.InitialExchangeDate, terms.MaturityDate = date("2026-01-31"), date("2026-01-31"), date("2026-02-28")
	terms.CycleAnchorDateOfInterestPayment, terms.DayCountConvention = date("2026-02-28"), day.E30360ISDA
	if got, want := project(t, terms, actus.Observations{})[1].Payoff, 1000*0.12*28/360; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %g, want %g", got, want)
	}
}

// TestLastSecond counts the interest of a contract that ends at 23:59:59 to the next midnight.
func TestLastSecond(t *testing.T) {
	terms := bullet()
	terms.MaturityDate, terms.DayCountConvention = actus.AtEnd(date("2026-03-31").Date()), day.A365
	events := project(t, terms, actus.Observations{})
	last := events[len(events)-2]
	if want := 1000 * 0.12 * 59 / 365; last.Time != terms.MaturityDate || math.Abs(last.Payoff-want) > 1e-12 {
		t.Errorf("got %s %g, want %s %g", last.Time, last.Payoff, terms.MaturityDate, want)
	}
}
