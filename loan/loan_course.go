package loan

import (
	"kontor/day"
	"kontor/money"
)

// InterestRule makes the rows of a debt from what happened to it: who draws in parts, pays early or late or gets another rate
// owes other interest. A debt whose rows change by agreement only has none.
type InterestRule interface {
	// Rows gives all rows with what is owed of interest and principal (no charges, nothing paid), by due date. Their numbers
	// are free, Replay numbers them. It is asked with the whole course up to a day and must not depend on anything else.
	Rows(Course) ([]Instalment, error)
	// Stepwise reports whether a draw-down is known only from its day on: money received before it never meets its rows
	// (the progressive engine). Otherwise the rows are planned as a whole, as of today, and all money meets them.
	Stepwise() bool
	// Recalculates reports whether the rows follow from the payments too.
	Recalculates() bool
}

// Course is what happened to a debt, as far as interest depends on it. All lists are by day, then by booking order.
type Course struct {
	Draws    []Draw    // what was paid out; before the first one: what is expected
	Receipts []Receipt // what was received for interest and principal; only filled for a rule that recalculates
	Turns    []Turn    // agreed changes, in the order in which they were agreed
	AsOf     day.Date  // the day of calculation
	PayOff   bool      // the last receipt is meant to settle all that is owed on its day
}

// Draw is an amount paid out.
type Draw struct {
	On     day.Date `json:"on"`
	Amount int64    `json:"amount_minor"`
}

// Receipt is money that was received for interest and principal, charges left out.
type Receipt struct {
	On     day.Date
	Kind   TransactionKind
	Amount int64
	Met    Part // of it, by the rows as they were before it: what the waterfall gave to interest and principal that was due
}

// Turn is an agreed change from one row on (F19). One thing at a time is the rule, several together are taken in the order
// of the fields.
type Turn struct {
	AgreedOn day.Date    `json:"agreed_on,omitzero"`
	From     day.Date    `json:"from"`                // due date of the first row that changes
	NewDueOn day.Date    `json:"new_due_on,omitzero"` // of that row; the later ones keep their distance
	Grace    int         `json:"grace,omitzero"`      // so many rows without principal; the rest moves back
	Extra    int         `json:"extra,omitzero"`      // so many rows more; what is unpaid is spread over all
	Rate     *money.Rate `json:"rate,omitempty"`      // percent a year from that row on
}
