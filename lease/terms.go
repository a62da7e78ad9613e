// Package lease turns terms into a schedule of payments, says what must be covered on every day, puts money where it
// belongs and counts how late a customer is.
//
// Plan makes the booked schedule: whole minor units, the interest of each period rounded once, and a last rental that
// absorbs what rounding leaves. Sale makes the short schedule of a cash sale. What is still open of the rows (Open) is
// then enough for the rest: Levels is the exposure that a guarantee must cover from a day to the end, Allocate spreads
// a payment (oldest first; fees, interest, principal), Arrears counts days past due.
//
// Rates are exact integers and the level rental is solved with 256 bits, so that the same terms give the same schedule
// on every machine. The rules Q1 to Q7, R1 to R8, M1 to M9 and A1 to A5 are in the handbook of the lease.
package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Limits of terms; a quote beyond them is a slip of the pen.
const (
	MaxCount      = 10_000
	MaxRatePct    = 200
	MaxRentalUnit = 1_000_000_000
)

// Method says how principal is paid back.
type Method string

// The methods.
const (
	Annuity Method = "annuity" // level rentals
	Linear  Method = "linear"  // equal principal, falling rentals
)

// Timing says when the rental of a period is due.
type Timing string

// The timings.
const (
	InArrears Timing = "arrears" // at the end of its period, the first one period after the start
	InAdvance Timing = "advance" // at its beginning, the first on the start
)

// Terms are what a quote is made of. Price = Advance + financed amount; the Residual is part of what is financed and is
// owed by the customer at the end.
type Terms struct {
	Price       money.Amount `json:"price"`
	Advance     money.Amount `json:"advance,omitzero"`  // paid before delivery; zero value = none
	Residual    money.Amount `json:"residual,omitzero"` // zero value = none
	Rate        money.Rate   `json:"rate"`              // nominal, percent a year; a month is a twelfth of a year (30/360)
	Method      Method       `json:"method"`
	Timing      Timing       `json:"timing"`
	Count       int          `json:"count"`        // rentals
	EveryMonths int          `json:"every_months"` // 1, 3, 6 or 12
	Start       day.Date     `json:"start"`        // anchor of all due dates
	Rounding    money.Mode   `json:"rounding"`
	RentalUnit  int64        `json:"rental_unit_minor,omitempty"` // level rentals are multiples of it; 0 = 1
}

// UnmarshalText reads "annuity" or "linear".
func (m *Method) UnmarshalText(text []byte) error {
	switch v := Method(text); v {
	case Annuity, Linear:
		*m = v
		return nil
	}
	return errs.New(errs.Invalid, "unknown method {method}", "method", string(text)).Because("choose annuity or linear")
}

// UnmarshalText reads "arrears" or "advance".
func (t *Timing) UnmarshalText(text []byte) error {
	switch v := Timing(text); v {
	case InArrears, InAdvance:
		*t = v
		return nil
	}
	return errs.New(errs.Invalid, "unknown timing {timing}", "timing", string(text)).Because("choose arrears or advance")
}

// Financed is price less advance.
func (t Terms) Financed() money.Amount {
	return money.Amount{Minor: t.Price.Minor - t.Advance.Minor, Currency: t.Price.Currency}
}

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
	if t.Method != Annuity && t.Method != Linear {
		f.Add("method", "unknown method {method}", "method", string(t.Method)).Because("choose annuity or linear")
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
