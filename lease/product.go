package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Product is a named template: terms that stand where a request says nothing, and limits on what it may say. It is
// versioned; a contract keeps the version under which it was signed.
type Product struct {
	Name        string     `json:"name"`    // as requests write it, e.g. "seasonal"
	Version     int        `json:"version"` // counts up
	Title       errs.Text  `json:"title"`
	Help        errs.Text  `json:"help,omitzero"` // what it is for, one sentence
	Kind        LeaseKind  `json:"kind"`
	Terms       Terms      `json:"terms"`
	AdvancePct  money.Rate `json:"advance_pct,omitzero"`  // stands where the request has no advance
	ResidualPct money.Rate `json:"residual_pct,omitzero"` // stands where the request has no residual
	Limits      Limits     `json:"limits,omitzero"`
	From        day.Date   `json:"from,omitzero"`  // first day on which it may be quoted
	Until       day.Date   `json:"until,omitzero"` // last day
}

// Limits are the ranges that a product allows; a zero end is open.
type Limits struct {
	Currencies  []money.Currency `json:"currencies,omitempty"`
	Price       AmountRange      `json:"price,omitzero"` // minor units
	AdvancePct  RateRange        `json:"advance_pct,omitzero"`
	ResidualPct RateRange        `json:"residual_pct,omitzero"`
	Rate        RateRange        `json:"rate,omitzero"`
	Count       CountRange       `json:"count,omitzero"`
	Timings     []Timing         `json:"timings,omitempty"`
}

// AmountRange is in minor units.
type AmountRange struct {
	Least int64 `json:"least_minor,omitempty"`
	Most  int64 `json:"most_minor,omitempty"`
}

// RateRange is in percent.
type RateRange struct {
	Least money.Rate `json:"least,omitzero"`
	Most  money.Rate `json:"most,omitzero"`
}

// CountRange is in rentals.
type CountRange struct {
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
}
