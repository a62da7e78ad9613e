package lease

import (
	"kontor/errs"
	"kontor/money"
)

// maxParts bounds the lists of terms: draw-downs, fees, costs, steps of the rate, clauses.
const maxParts = 100

// maxSolved bounds rate changes times rentals: after each change the rest of the plan is solved again.
const maxSolved = 750_000

// checkSides checks what is paid beside rentals, and how the financed amount is paid out.
func (t Terms) checkSides(f *errs.Faults) {
	for i, fee := range t.Fees {
		t.checkSide(f, at("fees", i), fee.Name, fee.Amount, fee.Percent)
		checkWord(f, fieldAt("fees", i, "when"), fee.When, Whens)
	}
	for i, cost := range t.Costs {
		t.checkSide(f, at("costs", i), cost.Name, cost.Amount, cost.Percent)
	}
	if t.Deposit != (Deposit{}) {
		t.checkPart(f, "deposit.amount", t.Deposit.Amount)
		checkRate(f, "deposit.rate", t.Deposit.Rate)
	}
	if len(t.Fees) > maxParts || len(t.Costs) > maxParts {
		f.Add("fees", "the list has more than {most} entries", "most", maxParts)
	}
	if t.Financed().Minor > money.MaxMinor {
		f.Add("fees", "the fees are too large to finance")
	}
	t.checkDraws(f)
	for i, c := range t.Clauses {
		t.checkClause(f, i, c)
	}
}

// checkSide checks a named amount, or a percentage of the price.
func (t Terms) checkSide(f *errs.Faults, field, name string, amount money.Amount, percent money.Rate) {
	if name == "" {
		f.Add(field+".name", "a name is needed")
	}
	switch {
	case amount == money.Amount{} && percent.IsZero():
		f.Add(field+".amount", "an amount or a percentage is needed")
	case amount != money.Amount{} && !percent.IsZero():
		f.Add(field+".percent", "an amount and a percentage are given").Because("leave one of them out")
	case percent.IsZero():
		t.checkPart(f, field+".amount", amount)
	default:
		checkPercent(f, field+".percent", percent)
	}
}

func (t Terms) checkDraws(f *errs.Faults) {
	if len(t.Draws) == 0 {
		return
	}
	if len(t.Draws) > maxParts {
		f.Add("draws", "the list has more than {most} entries", "most", maxParts)
		return
	}
	sum, faults := int64(0), f.Len()
	for i, d := range t.Draws {
		t.checkPart(f, fieldAt("draws", i, "amount"), d.Amount)
		if d.Amount.Minor < 1 {
			f.Add(fieldAt("draws", i, "amount"), "the amount is more than nothing")
		}
		if d.On < t.Start {
			f.Add(fieldAt("draws", i, "on"), "money is drawn before the start").Because("choose {start} or later", "start", t.Start)
		}
		if i > 0 && d.On < t.Draws[i-1].On {
			f.Add(fieldAt("draws", i, "on"), "the days of the list run backwards").Because("put them in order")
		}
		sum += min(d.Amount.Minor, money.MaxMinor)
	}
	if over := sum - t.Financed().Minor; over != 0 && f.Len() == faults {
		f.Add("draws", "what is drawn is {sum}, what is financed {financed}", "sum", money.Amount{Minor: sum, Currency: t.Price.Currency}, "financed", t.Financed()).
			Because("the two are the same")
	}
}

// checkRates checks rates beside the first one.
func (t Terms) checkRates(f *errs.Faults) {
	for i, s := range t.RateSteps {
		checkRate(f, fieldAt("rate_steps", i, "rate"), s.Rate)
		if s.From <= t.Start || i > 0 && s.From <= t.RateSteps[i-1].From {
			f.Add(fieldAt("rate_steps", i, "from"), "the days of the list run backwards").Because("put them in order, after the start")
		}
	}
	if len(t.RateSteps) > maxParts {
		f.Add("rate_steps", "the list has more than {most} entries", "most", maxParts)
	} else {
		t.checkChanges(f, "rate_steps", len(t.RateSteps))
	}
	if t.AfterReset != "" {
		checkWord(f, "after_reset", t.AfterReset, AfterAll)
	}
	if t.ResidualBy != "" {
		checkWord(f, "residual_by", t.ResidualBy, Backers)
	}
	fl := t.Floating
	if fl.Index == "" {
		if fl != (Floating{}) {
			f.Add("floating.index", "a floating rate needs an index").Because("name it, like key_rate")
		}
		return
	}
	if len(t.RateSteps) > 0 {
		f.Add("rate_steps", "a floating rate has no agreed steps").Because("leave one of them out")
	}
	if rhythm(f, "floating.every_months", fl.EveryMonths) {
		var checked errs.Faults // the rhythms of the terms are, before
		months, _ := t.months(&checked)
		t.checkChanges(f, "floating.every_months", months/fl.EveryMonths)
	}
	if _, err := fl.multiplier(); err != nil {
		f.Take("floating.multiplier", err)
	}
	if fl.LookBackDays < 0 || fl.LookBackDays > 366 {
		f.Add("floating.look_back_days", "a look-back is from 0 to {most} days", "most", 366)
	}
	if x := fl.Spread.Fraction(); x < -1 || x > 1 {
		f.Add("floating.spread", "a spread is from -100 to 100 points")
	}
	checkRate(f, "floating.cap", fl.Cap)
	checkRate(f, "floating.floor", fl.Floor)
	checkRate(f, "floating.period_limit", fl.PeriodLimit)
	if !fl.Cap.IsZero() && fl.Floor.Fraction() > fl.Cap.Fraction() {
		f.Add("floating.floor", "the floor is above the cap").Because("lower one of them")
	}
	if fl.FirstReset != 0 && fl.FirstReset <= t.Start {
		f.Add("floating.first_reset", "the first reset comes after the start").Because("choose a day after {day}", "day", t.Start)
	}
}

// checkChanges checks that a plan can follow its rate in a moment.
func (t Terms) checkChanges(f *errs.Faults, field string, changes int) {
	rentals := max(t.Count, t.DimensionOver)
	again := t.AfterReset != NewTerm && (t.AfterReset != NewLast || len(t.Shape) > 0)
	if again && changes*rentals > maxSolved {
		f.Add(field, "a plan has from 1 to {most} rentals, not {count}", "most", maxSolved/changes, "count", rentals).
			Because("take fewer rentals, or let the rate change less often")
	}
}

// checkFit finds terms that contradict each other.
func (t Terms) checkFit(f *errs.Faults) {
	deny := func(denied bool, field, with string) {
		if denied {
			f.Add(field, "this does not go together with {other}", "other", with).Because("leave one of them out")
		}
	}
	if t.Rental.Minor <= money.MaxMinor {
		within := t
		within.Price.Minor = money.MaxMinor // a step or a short term may bring a rental over the price
		within.checkPart(f, "rental", t.Rental)
	} else {
		f.Add("rental", "the amount is over the price")
	}
	shape := len(t.Shape) > 0
	deny(shape && t.Step.Every > 0, "step", "shape")
	deny(shape && t.Grace != Grace{}, "grace", "shape")
	deny(t.Step.Every > 0 && t.Method != Annuity, "step", "method")
	if t.DimensionOver > 0 {
		deny(!t.Residual.IsZero(), "residual", "dimension_over")
		deny(shape, "shape", "dimension_over")
		deny(t.LastPeriodEnds != 0, "last_period_ends", "dimension_over")
		deny(t.Method != Annuity, "method", "dimension_over")
		deny(t.AfterReset == NewTerm, "after_reset", "dimension_over")
	}
	if t.AfterReset == NewTerm {
		deny(shape || t.LastPeriodEnds != 0, "after_reset", "shape, last_period_ends")
		deny(t.Method != Annuity, "after_reset", "method")
	}
	if t.Method == Flat {
		deny(shape || len(t.SkipMonths) > 0 || t.Grace != Grace{}, "method", "shape, skip_months, grace")
		deny(len(t.Draws) > 0 || len(t.RateSteps) > 0 || t.Floating.Index != "", "method", "draws, rate_steps, floating")
		deny(t.Timing == InAdvance, "timing", "method")
		deny(t.FirstPeriodEnds != 0 || t.LastPeriodEnds != 0, "method", "first_period_ends, last_period_ends")
	}
	if t.Method == Bullet {
		deny(shape || t.Grace != Grace{}, "method", "shape, grace")
		deny(t.Rental.Minor > 0, "rental", "method")
	}
	deny(t.Method == Linear && t.Rental.Minor > 0, "rental", "method")
	deny(len(t.SkipMonths) == 12, "skip_months", "count")
}
