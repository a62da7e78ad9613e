package loan_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
)

// anyTerms draws terms that may be agreed.
func anyTerms(t *rapid.T) loan.Terms {
	terms := loan.Terms{
		Currency:     rapid.SampledFrom([]money.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency"),
		Rate:         money.MustParseRate(rapid.SampledFrom([]string{"0", "0.5", "7", "9.4822", "12", "15.678", "36", "99.9"}).Draw(t, "rate")),
		Method:       rapid.SampledFrom([]loan.Method{loan.Declining, loan.Flat}).Draw(t, "method"),
		Charging:     rapid.SampledFrom([]loan.Charging{loan.ByPeriod, loan.ByDay}).Draw(t, "charging"),
		WholePeriods: rapid.Bool().Draw(t, "whole periods"),
		Amortisation: rapid.SampledFrom([]loan.Amortisation{loan.LevelRows, loan.LevelPrincipal}).Draw(t, "amortisation"),
		Every:        rapid.IntRange(1, 3).Draw(t, "every"),
		Unit:         rapid.SampledFrom([]loan.Unit{loan.Days, loan.Weeks, loan.Months}).Draw(t, "unit"),
		Count:        rapid.IntRange(1, 24).Draw(t, "count"),
		Multiple:     rapid.SampledFrom([]int64{0, 1, 100}).Draw(t, "multiple"),
		Rounding:     rapid.SampledFrom([]money.Mode{money.HalfUp, money.HalfEven}).Draw(t, "rounding"),
		YearDays:     rapid.SampledFrom([]int{0, 360, 364, 365}).Draw(t, "year days"),
		MonthDays:    rapid.SampledFrom([]int{0, 30}).Draw(t, "month days"),
		DownPayment:  money.MustParseRate(rapid.SampledFrom([]string{"0", "0", "25", "33.3"}).Draw(t, "down payment")),
		Progressive:  rapid.Bool().Draw(t, "progressive"),
	}
	if terms.Progressive {
		terms.Method, terms.Amortisation = loan.Declining, loan.LevelRows
	} else {
		terms.PrincipalGrace = rapid.IntRange(0, terms.Count-1).Draw(t, "principal grace")
		terms.InterestGrace = rapid.IntRange(0, terms.Count-1).Draw(t, "interest grace")
	}
	if terms.Method == loan.Declining && rapid.Bool().Draw(t, "recalculated") {
		terms.Recalculation = &loan.Recalculation{
			DueDates:    rapid.Bool().Draw(t, "due dates"),
			Compounding: !terms.Progressive && rapid.Bool().Draw(t, "compounding"),
			Prepayment:  rapid.SampledFrom([]loan.Prepayment{loan.LowerRows, loan.FewerRows, loan.SkipNext, loan.AdjustFinal}).Draw(t, "prepayment"),
			ToDueDate:   rapid.Bool().Draw(t, "to due date"),
			Closed:      rapid.Bool().Draw(t, "closed"),
		}
		if terms.Progressive {
			terms.Recalculation.Prepayment = loan.AdjustFinal
		}
	}
	return terms
}

// anyCourse draws what may happen to a loan on the terms.
func anyCourse(t *rapid.T, terms loan.Terms) loan.Course {
	c := loan.Course{Settings: loan.Settings{Future: rapid.SampledFrom([]loan.FutureRule{loan.Hold, loan.NextInstalment, loan.LastInstalment, loan.Reamortise}).Draw(t, "future")}}
	if rapid.Bool().Draw(t, "principal first") {
		c.Settings.Order = loan.Of(loan.Penalty, loan.Fee, loan.Principal, loan.Interest)
	}
	start := day.MustOf(2023, 1, 1).Add(rapid.IntRange(0, 800).Draw(t, "start"))
	on := start
	for i := range rapid.IntRange(1, 3).Draw(t, "draws") {
		if i > 0 {
			on = on.Add(rapid.IntRange(0, 100).Draw(t, "later"))
		}
		c.Draws = append(c.Draws, loan.Draw{On: on, Amount: rapid.Int64Range(20_000, 5_000_000).Draw(t, "amount")})
	}
	on = start
	for range rapid.IntRange(0, 6).Draw(t, "receipts") {
		on = on.Add(rapid.IntRange(0, 60).Draw(t, "wait"))
		c.Receipts = append(c.Receipts, loan.Receipt{On: on, Kind: loan.Payment, Amount: rapid.Int64Range(1, 1_000_000).Draw(t, "paid")})
	}
	c.AsOf = on.Add(rapid.IntRange(0, 90).Draw(t, "as of"))
	c.PayOff = len(c.Receipts) > 0 && rapid.IntRange(0, 4).Draw(t, "pay off") == 0
	if rapid.IntRange(0, 3).Draw(t, "turn") == 0 {
		rate := money.MustParseRate("4.5")
		u := loan.Turn{From: start.Add(rapid.IntRange(1, 30).Draw(t, "from")), AgreedOn: start}
		switch rapid.IntRange(0, 3).Draw(t, "which") {
		case 0:
			u.Rate = &rate
		case 1:
			u.Grace = rapid.IntRange(1, 3).Draw(t, "grace")
		case 2:
			u.Extra = rapid.IntRange(1, 3).Draw(t, "extra")
		case 3:
			u.NewDueOn = u.From.Add(rapid.IntRange(1, 40).Draw(t, "new due date"))
		}
		c.Turns = []loan.Turn{u}
	}
	return c
}

func lent(c loan.Course) (sum int64) {
	for _, d := range c.Draws {
		sum += d.Amount
	}
	return sum
}

// Whatever the terms and whatever happens, principal sums to what was lent to the minor unit, nothing is below zero, rows
// stand by due date, and without a rate there is no interest.
func TestPrincipalSumsToWhatWasLent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		c := anyCourse(t, terms)
		rows, err := terms.Rows(c)
		if errs.Is(err, errs.Refused) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		var sum loan.Part
		last := day.Date(0)
		for i, r := range rows {
			sum = sum.Add(r.Owed)
			if r.Nr != i+1 || r.DueOn < last || r.Owed.Principal < 0 || r.Owed.Interest < 0 || r.Owed.Fee != 0 || r.Owed.Penalty != 0 || r.Paid != (loan.Part{}) {
				t.Fatalf("row %+v", r)
			}
			last = r.DueOn
		}
		if sum.Principal != lent(c) {
			t.Fatalf("principal is %d, lent was %d: %+v", sum.Principal, lent(c), rows)
		}
		if terms.Rate.IsZero() && len(c.Turns) == 0 && sum.Interest != 0 {
			t.Fatalf("interest %d without a rate", sum.Interest)
		}
		if c.Draws[len(c.Draws)-1].On <= last && rows[len(rows)-1].Balance != 0 {
			t.Fatalf("balance %d at the end", rows[len(rows)-1].Balance)
		}
		again, err := terms.Rows(c)
		if err != nil || !slices.Equal(again, rows) {
			t.Fatal("the same course gives other rows")
		}
	})
}

// The last row of a level plan is near the others: each rounding is worth a unit at most and grows with interest (R6).
func TestLastRowIsNearTheLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		terms.Method, terms.Amortisation, terms.Charging, terms.DownPayment = loan.Declining, loan.LevelRows, loan.ByPeriod, money.Rate{}
		terms.PrincipalGrace, terms.InterestGrace = 0, 0
		amount := rapid.Int64Range(1_000_000, 1_000_000_000_000).Draw(t, "amount")
		rows, err := terms.Rows(loan.Course{Draws: []loan.Draw{{On: day.MustOf(2023, 1, 15), Amount: amount}}})
		if err != nil {
			t.Skip(err)
		}
		first, last := rows[0].Owed.Total(), rows[len(rows)-1].Owed.Total()
		year := map[loan.Unit]float64{loan.Days: 360, loan.Weeks: 51, loan.Months: 12}[terms.Unit]
		growth := math.Pow(1+1.04*terms.Rate.Fraction()*float64(terms.Every)/year, float64(terms.Count))
		apart, most := math.Abs(float64(last-first)), float64(terms.Count)*float64(max(terms.Multiple, 1))*growth
		if slices.ContainsFunc(rows[:len(rows)-1], func(r loan.Instalment) bool { return r.Owed.Total() != first }) {
			t.Skip("interest of a long period is more than the level")
		}
		if len(rows) == terms.Count && apart > most+float64(amount)*1e-11 {
			t.Fatalf("level %d, last %d, more than %f apart", first, last, most)
		}
	})
}

// Who pays every row in full on its due date changes nothing about the rows to come.
func TestPayingAsPlannedChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		if terms.Recalculation == nil {
			t.Skip("payments change nothing anyhow")
		}
		c := anyCourse(t, terms)
		c.Receipts, c.PayOff, c.Draws, c.Turns = nil, false, c.Draws[:1], nil
		c.AsOf = c.Draws[0].On
		plan, err := terms.Rows(c)
		if err != nil {
			t.Skip(err)
		}
		for i, r := range plan {
			c.AsOf = r.DueOn
			c.Receipts = append(c.Receipts, loan.Receipt{On: r.DueOn, Kind: loan.Payment, Amount: r.Owed.Total()})
			if r.Owed.Total() == 0 {
				c.Receipts = c.Receipts[:len(c.Receipts)-1]
			}
			rows, err := terms.Rows(c)
			if err != nil || !slices.Equal(rows, plan) {
				t.Fatalf("after row %d: %v\ngot  %+v\nwant %+v", i+1, err, rows, plan)
			}
		}
	})
}

// What it costs to pay a debt off is what settles it: paid as an ordinary amount it leaves the same rows, with nothing open.
func TestPayOffSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		if terms.Recalculation == nil {
			t.Skip("the rows do not depend on payments")
		}
		c := anyCourse(t, terms)
		if len(c.Receipts) == 0 {
			t.Skip("nobody pays")
		}
		c.Draws, c.Turns, c.PayOff, c.Settings.Future = c.Draws[:1], nil, true, loan.NextInstalment
		c.AsOf = c.Receipts[len(c.Receipts)-1].On
		rows, err := terms.Rows(c)
		if err != nil {
			t.Skip(err)
		}
		var cost int64
		for _, r := range rows {
			cost += r.Owed.Total()
		}
		for _, r := range c.Receipts[:len(c.Receipts)-1] {
			cost -= r.Amount
		}
		if cost <= 0 {
			t.Skip("overpaid before")
		}
		c.PayOff = false
		c.Receipts[len(c.Receipts)-1].Amount = cost
		again, err := terms.Rows(c)
		if err != nil || !slices.Equal(again, rows) {
			t.Fatalf("paying %d: %v\ngot  %+v\nwant %+v", cost, err, again, rows)
		}
	})
}

// A payment never makes more debt: with money that came in on time or early no more interest is owed than without, but for
// the rounding of the stretches it cuts a period into.
func TestPaymentsMakeNoMoreDebt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		if terms.Recalculation == nil {
			t.Skip("payments change nothing")
		}
		if terms.Recalculation.Prepayment == loan.LowerRows {
			terms.Multiple = 1 // rows that are rounded down by much take longer
		}
		terms.Recalculation.Closed = true // so that the day on which money comes decides nothing about what was calculated
		c := anyCourse(t, terms)
		c.PayOff, c.Draws, c.Turns = false, c.Draws[:1], nil // lower rows for later draw-downs may take longer
		with, err := terms.Rows(c)
		if err != nil {
			t.Skip(err)
		}
		n := len(c.Receipts)
		c.Receipts = nil
		without, err := terms.Rows(c)
		if err != nil {
			t.Skip(err)
		}
		var more, less int64
		for _, r := range with {
			more += r.Owed.Interest
		}
		for _, r := range without {
			less += r.Owed.Interest
		}
		if slack := int64(2*n + 3*len(without)); more > less+slack {
			t.Fatalf("interest %d with payments, %d without\nwith    %+v\nwithout %+v", more, less, with, without)
		}
	})
}

// On any terms, the account that follows from the rows adds up: money is met or held, no row is paid more than it owes, and
// a history with a reversed payment is the one without it.
func TestReplayOnAnyTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		course := anyCourse(t, terms)
		c := loan.Contract{Currency: terms.Currency, StartsOn: course.Draws[0].On, Interest: terms, Settings: course.Settings}
		var txs []loan.Transaction
		for i, d := range course.Draws {
			txs = append(txs, loan.Transaction{ID: fmt.Sprintf("draw %d", i), Kind: loan.Disburse, On: d.On, Amount: d.Amount, Seq: int64(i)})
		}
		for i, r := range course.Receipts {
			txs = append(txs, loan.Transaction{ID: fmt.Sprintf("paid %d", i), Kind: r.Kind, On: r.On, Amount: r.Amount, Seq: int64(100 + i)})
		}
		a, err := loan.Replay(c, txs, course.AsOf)
		if errs.Is(err, errs.Refused) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		var met int64
		for _, p := range a.Applied {
			if p.Kind == loan.Payment {
				met += p.Part.Total()
				if p.Part.Total()+p.Unapplied+p.Rounding+p.Returned != p.Amount {
					t.Fatalf("%+v does not add up", p)
				}
			}
		}
		var paid int64
		for _, r := range a.Rows {
			if o := r.Open(); min(o.Penalty, o.Fee, o.Interest, o.Principal) < 0 {
				t.Fatalf("row %+v is paid more than it owes", r)
			}
			paid += r.Paid.Total()
		}
		if paid != met {
			t.Fatalf("rows were paid %d, money met %d", paid, met)
		}
		if len(course.Receipts) == 0 {
			return
		}
		txs[len(course.Draws)].Reversed = true
		reversed, err := loan.Replay(c, txs, course.AsOf)
		if err != nil {
			t.Skip(err)
		}
		without, err := loan.Replay(c, slices.Delete(slices.Clone(txs), len(course.Draws), len(course.Draws)+1), course.AsOf)
		if err != nil || !slices.Equal(reversed.Rows, without.Rows) {
			t.Fatalf("%v: a reversed payment left a trace", err)
		}
	})
}
