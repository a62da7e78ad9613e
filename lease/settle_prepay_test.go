package lease_test

import (
	"math"
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// A prepayment of next to nothing leaves the interest of the next rental as it was, whatever the periods are.
func TestPrepaidPeriodsAreThoseOfThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := lease.Terms{Price: money.Of(100_000_000, "EUR"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"),
			Count: rapid.IntRange(4, 48).Draw(t, "count"), EveryMonths: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "every"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start"))}
		if rapid.Bool().Draw(t, "month ends") {
			terms.EndOfMonth = day.EOM
		}
		if rapid.Bool().Draw(t, "stub") {
			terms.FirstPeriodEnds = terms.Start.AddMonths(terms.EveryMonths).Add(rapid.IntRange(-20, 25).Draw(t, "stub days"))
		}
		if rapid.Bool().Draw(t, "last stub") {
			terms.LastPeriodEnds = terms.Start.AddMonths(terms.EveryMonths * terms.Count).Add(rapid.IntRange(-2, 25).Draw(t, "last days"))
		}
		if rapid.Bool().Draw(t, "day count") {
			terms.DayCount = rapid.SampledFrom([]day.Count{day.A365, day.E30360, day.AA}).Draw(t, "count of days")
		}
		if rapid.Bool().Draw(t, "open days") {
			terms.Calendars, terms.Shift = []string{"MF"}, rapid.SampledFrom([]day.Shift{day.CSF, day.CSMP, day.SCF}).Draw(t, "shift")
		}
		s, err := lease.Plan(terms)
		if err != nil {
			return // a stub that is none
		}
		after := rapid.IntRange(1, terms.Count-1).Draw(t, "after")
		next := slices.IndexFunc(s.Rows, func(r lease.Row) bool { return r.Nr == after+1 })
		got, err := lease.Prepay(lease.Prepayment{Terms: terms, Rows: s.Rows, After: after, Amount: money.Of(1, "EUR"), Effect: lease.LowerRental})
		if err != nil {
			t.Fatal(err)
		}
		if was, is := s.Rows[next].Interest, got.Rows[0].Interest; was < is || was > is+1 {
			t.Errorf("the next interest is %d, before %d", is, was)
		}
	})
}

// Whatever is prepaid: the rest pays the balance and nothing else, on the same days, and a shorter term is no longer.
func TestPrepaidRestAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency")
		price := rapid.Int64Range(1_000_000, 1_000_000_000).Draw(t, "price")
		terms := lease.Terms{Price: money.Of(price, currency), Rate: drawRate(t, "rate", 0, 400_000), Method: rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear}).Draw(t, "method"),
			Timing: rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"), Count: rapid.IntRange(3, 84).Draw(t, "count"),
			EveryMonths: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "every"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start"))}
		if rapid.Bool().Draw(t, "residual") {
			terms.Residual = money.Of(price/5, currency)
			terms.ResidualBy = rapid.SampledFrom([]lease.Backer{lease.ByLessee, lease.ByNobody}).Draw(t, "by")
		}
		if terms.Method == lease.Annuity && rapid.Bool().Draw(t, "actual days") {
			terms.DayCount = day.A365
		}
		if terms.EveryMonths == 1 && rapid.Bool().Draw(t, "seasons") {
			terms.SkipMonths = []int{12, 1}
		}
		s, err := lease.Plan(terms)
		if err != nil {
			return // seasons that leave no rental
		}
		p := lease.Prepayment{Terms: terms, Rows: s.Rows, After: rapid.IntRange(1, terms.Count-2).Draw(t, "after"), Effect: rapid.SampledFrom(lease.PrepaymentEffects).Draw(t, "effect")}
		before := lease.Row{}
		for _, r := range s.Rows {
			if r.Nr == p.After {
				before = r
			}
		}
		p.Amount = money.Of(1+before.Balance*rapid.Int64Range(0, 120).Draw(t, "amount")/100, currency)
		rentals := slices.ContainsFunc(s.Rows, func(r lease.Row) bool { return r.Kind == lease.RentalRow && r.Nr > p.After })
		got, err := lease.Prepay(p)
		if errs.Is(err, errs.Refused) || errs.Is(err, errs.Invalid) && !rentals {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		balance, on := before.Balance-p.Amount.Minor, before.DueOn
		if got.Balance.Minor != balance || got.Due.Result != p.Amount {
			t.Errorf("prepaid %v, the balance is %v, want %d", p.Amount, got.Balance, balance)
		}
		days := map[day.Date]bool{}
		for _, r := range s.Rows {
			days[r.DueOn] = true
		}
		for _, r := range got.Rows {
			if balance -= r.Principal; r.Balance != balance || r.Interest < 0 || r.DueOn < on || !days[r.DueOn] {
				t.Errorf("row %+v does not follow", r)
			}
			on = r.DueOn
		}
		if balance != 0 {
			t.Errorf("%d is left", balance)
		}
		grown := 2 * float64(terms.Count) * math.Pow(1+terms.Rate.Fraction()*float64(terms.EveryMonths)/11.8, float64(terms.Count)) // R6
		if off := got.LastRental.Minor - got.Rental.Minor; p.Effect == lease.LowerRental && terms.Method == lease.Annuity && math.Abs(float64(off)) > grown {
			t.Errorf("rentals of %v and a last one of %v", got.Rental, got.LastRental)
		}
		left := 0
		for _, r := range s.Rows {
			if r.Kind == lease.RentalRow && r.Nr > p.After {
				left++
			}
		}
		if got.Count > left || p.Effect != lease.ShorterTerm && got.Count != left {
			t.Errorf("%s leaves %d rentals of %d", p.Effect, got.Count, left)
		}
	})
}
