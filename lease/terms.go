// Package lease makes machines affordable: products, quotes, booked schedules, levelling, settlement, the lessor's books.
//
// Terms are what is agreed; a Product is a named template of them. Solve finds the one number that a request leaves out
// (rental, yield, price, advance, residual or term) and makes a Quote with the schedule, the yields and the versions it
// used. Plan makes the booked schedule: whole minor units, the interest of each period rounded once, and a last rental
// that absorbs what rounding leaves; Terms.Actus gives the unrounded view of the contract engine. Bills adds tax per line.
//
// Rates are exact integers and the level rental is solved with 256 bits, so that the same terms give the same schedule
// on every machine. The rules Q1 to Q7, R1 to R8 and L1 to L12 are in the handbook of the lease.
package lease

import (
	"kontor/day"
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
	Bullet  Method = "bullet"  // interest only, all principal with the last rental
	Flat    Method = "flat"    // interest on the whole financed amount to the end, equal principal
)

// Timing says when the rental of a period is due.
type Timing string

// The timings.
const (
	InArrears Timing = "arrears" // at the end of its period, the first one period after the start
	InAdvance Timing = "advance" // at its beginning, the first on the start
)

// Terms are what a quote is made of. Price + fees that are financed = Advance + financed amount; the Residual is part of
// what is financed. Only the first eleven fields are needed for a level lease; every other one is left out when it says
// nothing, and its zero value means none.
type Terms struct {
	Price       money.Amount `json:"price,omitzero"`
	Advance     money.Amount `json:"advance,omitzero"`       // paid before delivery; zero value = none
	Residual    money.Amount `json:"residual,omitzero"`      // value left at the end, or a balloon; zero value = none
	Rate        money.Rate   `json:"rate"`                   // nominal, percent a year
	Method      Method       `json:"method,omitempty"`       // how principal is paid back
	Timing      Timing       `json:"timing,omitempty"`       // advance or arrears
	Count       int          `json:"count,omitempty"`        // rentals; with a shape the sum of its rows, or left out
	EveryMonths int          `json:"every_months,omitempty"` // 1, 3, 6 or 12
	Start       day.Date     `json:"start,omitzero"`         // day of delivery: interest runs from here
	Rounding    money.Mode   `json:"rounding"`
	RentalUnit  int64        `json:"rental_unit_minor,omitempty"` // level rentals are multiples of it; 0 = 1

	Rental        money.Amount `json:"rental,omitzero"`          // the level rental as agreed; zero value = solved from the rate
	ResidualBy    Backer       `json:"residual_by,omitempty"`    // who stands for the residual; empty = the lessee
	DimensionOver int          `json:"dimension_over,omitempty"` // the rental is solved over so many, the balloon after Count is due with the last
	Shape         []ShapeRow   `json:"shape,omitempty"`          // rows of rentals that differ; empty = Count level ones
	SkipMonths    []int        `json:"skip_months,omitempty"`    // months of the year without a rental; their interest joins the balance
	Step          Step         `json:"step,omitzero"`            // rentals that rise or fall by a percentage
	Grace         Grace        `json:"grace,omitzero"`           // periods at the beginning that ask for less

	FirstPeriodEnds day.Date       `json:"first_period_ends,omitzero"` // a first period of another length; later dates count from it
	LastPeriodEnds  day.Date       `json:"last_period_ends,omitzero"`  // a last period of another length
	DayCount        day.Count      `json:"day_count,omitzero"`         // zero: a month is a twelfth of a year (30/360)
	EndOfMonth      day.EndOfMonth `json:"end_of_month,omitzero"`
	Calendars       []string       `json:"calendars,omitempty"` // a day is open only if it is open in all of them
	Shift           day.Shift      `json:"shift,omitzero"`      // where a due day goes that is closed

	Draws      []Draw     `json:"draws,omitempty"`      // how the financed amount is paid out; empty = all on the start
	Fees       []Fee      `json:"fees,omitempty"`       // what the lessee pays beside rentals
	Costs      []Cost     `json:"costs,omitempty"`      // what the lessor pays to get the lease: initial direct costs
	Deposit    Deposit    `json:"deposit,omitzero"`     // paid at the start, given back at the end
	RateSteps  []RateStep `json:"rate_steps,omitempty"` // rates agreed for later days
	Floating   Floating   `json:"floating,omitzero"`    // the rate follows an index
	AfterReset AfterReset `json:"after_reset,omitempty"`
	TaxCode    string     `json:"tax_code,omitempty"` // of the rentals; the schedule itself is net of tax
	Clauses    []Clause   `json:"clauses,omitempty"`  // rentals tied to a currency or an index when they are billed
}

// Financed is price and financed fees less advance.
func (t Terms) Financed() money.Amount {
	sum := t.Price.Minor - t.Advance.Minor
	for _, f := range t.Fees {
		if f.When == Financed {
			sum += f.of(t.Price)
		}
	}
	return money.Amount{Minor: sum, Currency: t.Price.Currency}
}
