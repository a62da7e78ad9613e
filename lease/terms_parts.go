package lease

import (
	"kontor/day"
	"kontor/money"
)

// ShapeRow is some rentals of one kind, one after the other.
type ShapeRow struct {
	Count       int          `json:"count"`
	Kind        ShapeKind    `json:"kind"`
	Amount      money.Amount `json:"amount,omitzero"`        // kind amount
	Percent     money.Rate   `json:"percent,omitzero"`       // kinds percent, factor and step: 50 = half, step 5 = 5 percent more
	EveryMonths int          `json:"every_months,omitempty"` // 0 = as the terms
}

// Step raises the level rental by a percentage each time so many rentals have passed: 12 and 5 are five percent a year.
type Step struct {
	Every   int        `json:"every"`   // rentals
	Percent money.Rate `json:"percent"` // below zero: rentals that fall
}

// Grace are periods at the beginning that ask for less. Capitalised ones come first, then those without principal; the
// interest that is deferred counts from the beginning.
type Grace struct {
	Principal   int `json:"principal,omitempty"`   // so many periods pay interest only
	Interest    int `json:"interest,omitempty"`    // the interest of so many periods is due together with that of the next one
	Capitalised int `json:"capitalised,omitempty"` // so many periods pay nothing: their interest joins the balance
}

// Draw is a part of the financed amount that is paid out on a day.
type Draw struct {
	On     day.Date     `json:"on"`
	Amount money.Amount `json:"amount"`
}

// Fee is what the lessee pays beside rentals: a fee of the lessor, or insurance and service that are passed through.
type Fee struct {
	Name    string       `json:"name"`
	Amount  money.Amount `json:"amount,omitzero"`
	Percent money.Rate   `json:"percent,omitzero"` // of the price, instead of an amount
	When    When         `json:"when"`
	Service bool         `json:"service,omitempty"` // insurance or service: passed through, no part of any yield
	TaxCode string       `json:"tax_code,omitempty"`
}

// Cost is what the lessor pays at the start to get the lease, and what amortises by effective interest.
type Cost struct {
	Name    string       `json:"name"`
	Amount  money.Amount `json:"amount,omitzero"`
	Percent money.Rate   `json:"percent,omitzero"` // of the price, instead of an amount
}

// Deposit secures the lease: paid at the start, given back with the last payment.
type Deposit struct {
	Amount money.Amount `json:"amount"`
	Rate   money.Rate   `json:"rate,omitzero"` // simple interest a year that the lessee earns on it
}

// RateStep is a nominal rate from a day on.
type RateStep struct {
	From day.Date   `json:"from"`
	Rate money.Rate `json:"rate"`
}

// Floating is a rate that follows an index: limit(index x multiplier + spread), see Rate. The rate of the terms holds
// until the first reset.
type Floating struct {
	Index         string     `json:"index"`
	Multiplier    string     `json:"multiplier,omitempty"` // decimal factor; empty = 1
	Spread        money.Rate `json:"spread,omitzero"`
	LookBackDays  int        `json:"look_back_days,omitempty"` // open days of the index's calendar before the reset
	EveryMonths   int        `json:"every_months"`             // reset cycle
	FirstReset    day.Date   `json:"first_reset,omitzero"`     // zero = one cycle after the start
	PeriodLimit   money.Rate `json:"period_limit,omitzero"`    // most points up or down at one reset; zero = no limit
	Cap           money.Rate `json:"cap,omitzero"`             // over the life; zero = none
	Floor         money.Rate `json:"floor,omitzero"`           // over the life; never below 0
	IndexCalendar string     `json:"index_calendar,omitempty"` // empty = every day is open
}

// Clause ties what is billed to a currency or an index: amount x current / base, when they differ by more than the
// corridor.
type Clause struct {
	Kind     ClauseKind `json:"kind"`
	Index    string     `json:"index"`             // name of the rate of exchange or of the index
	Base     string     `json:"base"`              // its value at signature, decimal
	Corridor money.Rate `json:"corridor,omitzero"` // changes up to so many percent count for nothing
	Cap      money.Rate `json:"cap,omitzero"`      // most percent above the amount; zero = no limit
	Floor    money.Rate `json:"floor,omitzero"`    // most percent below it; zero = no limit
}

// part is an amount, or a percentage of the price, in minor units.
func part(amount money.Amount, percent money.Rate, price money.Amount) int64 {
	if percent.IsZero() {
		return amount.Minor
	}
	num, den := percent.Ratio()
	share, err := price.MulRat(num, den, money.HalfUp)
	if err != nil {
		return money.MaxMinor
	}
	return share.Minor
}

func (f Fee) of(price money.Amount) int64  { return part(f.Amount, f.Percent, price) }
func (c Cost) of(price money.Amount) int64 { return part(c.Amount, c.Percent, price) }
