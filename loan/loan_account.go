package loan

import (
	"kontor/day"
)

// Met is the part of a transaction that met one row on a day: its value date, or later if it was held first.
type Met struct {
	Nr   int      `json:"row"`
	On   day.Date `json:"on"`
	Part Part     `json:"part"`
}

// Applied is what one transaction did. For money, the parts of Met, Unapplied, Returned, Recovered and Rounding sum to
// Amount, always.
type Applied struct {
	ID        string          `json:"id"`
	Kind      TransactionKind `json:"kind"`
	On        day.Date        `json:"on"`
	Seq       int64           `json:"seq"`
	Amount    int64           `json:"amount_minor"`
	Part      Part            `json:"part,omitzero"` // money: sum of Met; else what was charged, given up, moved
	Met       []Met           `json:"met,omitempty"`
	Unapplied int64           `json:"unapplied_minor,omitzero"` // held, or owed back
	Returned  int64           `json:"returned_minor,omitzero"`  // was held, then paid back by a refund
	Recovered int64           `json:"recovered_minor,omitzero"` // came in after all was written off
	Rounding  int64           `json:"rounding_minor,omitzero"`  // what the house added so that a row closes (M3), below zero
	Balance   int64           `json:"balance_minor"`            // principal paid out and not paid back after it

	Party      string `json:"party,omitzero"`       // who paid, or owes from here on
	ChargedOff bool   `json:"charged_off,omitzero"` // the debt was charged off already when it came
}

// Charged is one charge and what became of it.
type Charged struct {
	ID      string   `json:"id"`
	Nr      int      `json:"row"`
	DueOn   day.Date `json:"due_on"`
	Penalty bool     `json:"penalty,omitzero"`
	Cause   Cause    `json:"cause,omitzero"`
	Amount  int64    `json:"amount_minor"`
	Paid    int64    `json:"paid_minor"`
	Waived  int64    `json:"waived_minor"`
}

// component is what the charge is owed as.
func (c Charged) component() Component {
	if c.Penalty {
		return Penalty
	}
	return Fee
}

// Open is what is still to be paid of the charge.
func (c Charged) Open() int64 { return c.Amount - c.Paid - c.Waived }

// Account is a debt as of a day.
type Account struct {
	AsOf      day.Date     `json:"as_of"`
	Rows      []Instalment `json:"rows"`
	Applied   []Applied    `json:"applied,omitempty"` // by value date, then booking order; reversed ones left out
	Charges   []Charged    `json:"charges,omitempty"`
	Drawn     []Draw       `json:"drawn,omitempty"` // paid out, and refunds that became debt
	Unapplied int64        `json:"unapplied_minor,omitzero"`
	Rounding  int64        `json:"rounding_minor,omitzero"` // below zero: borne by the house
	Recovered int64        `json:"recovered_minor,omitzero"`
	Accrued   Part         `json:"accrued,omitzero"` // income booked so far
	Status    Status       `json:"status"`
	Party     string       `json:"party,omitzero"` // who owes, if it was assigned
	ChargedOn day.Date     `json:"charged_off_on,omitzero"`
	WrittenOn day.Date     `json:"written_off_on,omitzero"`
	Versions  []Version    `json:"versions,omitempty"` // every change of what was agreed, the first one is the signature
	pauses    []span
	contract  Contract
}

// Status says in which part of its life a debt is.
type Status string

// The states.
const (
	Approved   Status = "approved" // nothing was paid out yet
	Active     Status = "active"
	Overpaid   Status = "overpaid" // nothing is owed and money is left
	Closed     Status = "closed"   // nothing is owed either way
	WrittenOff Status = "written_off"
)

// span is a stretch of days, the last one left out; an open end is day.Max.
type span struct{ from, to day.Date }

// Open is what is still to be paid of all rows.
func (a Account) Open() Part { return a.OpenUntil(day.Max) }

// OpenUntil is what is still to be paid of the rows due up to and including a day.
func (a Account) OpenUntil(on day.Date) Part {
	var sum Part
	for _, r := range a.Rows {
		if r.DueOn <= on {
			sum = sum.Add(r.Open())
		}
	}
	return sum
}

// Find gives what a transaction did.
func (a Account) Find(id string) (Applied, bool) {
	for _, p := range a.Applied {
		if p.ID == id {
			return p, true
		}
	}
	return Applied{}, false
}
