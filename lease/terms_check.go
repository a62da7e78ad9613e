package lease

import (
	"slices"

	"kontor/errs"
	"kontor/money"
)

// Check finds all that is wrong with the terms at once.
func (t Terms) Check() error {
	var f errs.Faults
	t.checkAmounts(&f)
	if t.Advance == t.Price && !t.Price.IsZero() {
		f.Add("advance", "the advance is the whole price").Because("nothing is left to finance: make it a sale")
	}
	t.checkRhythm(&f)
	if t.Rate.Fraction() < 0 {
		f.Add("rate", "the rate is below zero").Because("a lease costs at least 0 percent a year")
	} else if t.Rate.Fraction() > MaxRatePct/100.0 {
		f.Add("rate", "the rate is over {most} percent a year", "most", MaxRatePct).Because("write 7.25 for 7.25 percent a year")
	}
	if !slices.Contains(Methods, t.Method) {
		f.Add("method", "unknown method {method}", "method", string(t.Method)).Because("choose {words}", "words", listed(Methods))
	}
	if t.Timing != InArrears && t.Timing != InAdvance {
		f.Add("timing", "unknown timing {timing}", "timing", string(t.Timing)).Because("choose arrears or advance")
	}
	switch {
	case t.RentalUnit < 0 || t.RentalUnit > MaxRentalUnit:
		f.Add("rental_unit_minor", "the unit of the rental is from 1 to {most} minor units", "most", MaxRentalUnit).Because("leave it out for whole minor units")
	case t.RentalUnit > 1 && t.Method == Linear:
		f.Add("rental_unit_minor", "a linear plan has no level rental to round").Because("leave it out")
	}
	return f.Err()
}

func (t Terms) checkAmounts(f *errs.Faults) {
	if _, err := money.ParseCurrency(string(t.Price.Currency)); err != nil {
		f.Take("price", err)
	}
	if t.Price.Minor < 1 || t.Price.Minor > money.MaxMinor {
		f.Add("price", "the price is more than nothing and at most {most}", "most", money.Amount{Minor: money.MaxMinor, Currency: t.Price.Currency})
		return
	}
	parts := f.Len()
	t.checkPart(f, "advance", t.Advance)
	t.checkPart(f, "residual", t.Residual)
	if f.Len() > parts {
		return
	}
	if over := t.Advance.Minor + t.Residual.Minor - t.Price.Minor; over > 0 {
		f.Add("residual", "advance and residual are {over} more than the price", "over", money.Amount{Minor: over, Currency: t.Price.Currency}).
			Because("lower one of them")
	}
}

// checkPart checks an amount that is a part of the price; the zero value is none.
func (t Terms) checkPart(f *errs.Faults, field string, a money.Amount) {
	switch {
	case a == money.Amount{}:
	case a.Currency != t.Price.Currency:
		f.Add(field, "this is in {currency}, the price in {other}", "currency", string(a.Currency), "other", string(t.Price.Currency)).
			Because("a deal has one currency")
	case a.Minor < 0:
		f.Add(field, "the amount is below zero")
	case a.Minor > t.Price.Minor:
		f.Add(field, "the amount is over the price")
	}
}

func (t Terms) checkRhythm(f *errs.Faults) {
	if t.Count < 1 || t.Count > MaxCount {
		f.Add("count", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", t.Count)
	}
	switch t.EveryMonths {
	case 1, 3, 6, 12:
	default:
		f.Add("every_months", "rentals are due every 1, 3, 6 or 12 months, not every {months}", "months", t.EveryMonths)
		return
	}
	if t.Start == 0 {
		f.Add("start", "the plan needs a first day")
	} else if years := t.Count * t.EveryMonths / 12; t.Count <= MaxCount && t.Start.Year()+years > 9998 {
		f.Add("start", "the plan runs beyond the year 9998").Because("take fewer rentals")
	}
}
