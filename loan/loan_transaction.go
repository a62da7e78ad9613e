package loan

import (
	"kontor/day"
	"kontor/money"
)

// TransactionKind is what happened.
type TransactionKind string

// The kinds. Those that bring money are allocated by the waterfall; the others change what is owed.
const (
	Disburse         TransactionKind = "disburse"          // money was paid out
	DownPayment      TransactionKind = "down_payment"      // paid with a draw-down
	Payment          TransactionKind = "payment"           // of the customer
	Goodwill         TransactionKind = "goodwill"          // credited by the house
	SupplierRefund   TransactionKind = "supplier_refund"   // the seller gave money back
	PayoutRefund     TransactionKind = "payout_refund"     // what was paid out came back
	GuarantorPayment TransactionKind = "guarantor_payment" // M9
	InsurerPayment   TransactionKind = "insurer_payment"   // E5
	SponsorPayment   TransactionKind = "sponsor_payment"   // of a levelling programme
	Recovery         TransactionKind = "recovery"          // after a write-off or a charge-off
	Refund           TransactionKind = "refund"            // a credit balance was paid back
	Chargeback       TransactionKind = "chargeback"        // the bank took a payment back: it is owed again as principal
	Charge           TransactionKind = "charge"            // a fee or a penalty
	Waive            TransactionKind = "waive"             // what is owed was given up
	WriteOff         TransactionKind = "write_off"         // all that is open was given up as a loss
	ChargeOff        TransactionKind = "charge_off"        // booked as a loss, still owed
	Accrue           TransactionKind = "accrue"            // income was booked; nothing changes for the debtor
	Reschedule       TransactionKind = "reschedule"        // dates, terms or rate ahead change (F19)
	ReAge            TransactionKind = "re_age"            // arrears moved into a new tail (F20)
	ReAmortise       TransactionKind = "re_amortise"       // arrears spread over what is left (F20)
	Restructure      TransactionKind = "restructure"       // new rows from a day, by an addendum
	Holiday          TransactionKind = "holiday"           // the same: payments pause
	Fixing           TransactionKind = "rate_fixing"       // the same: the index moved
	Prepay           TransactionKind = "prepay"            // money for principal ahead of its time, and the rows that are left (E1)
	PartEnd          TransactionKind = "partial_end"       // a part of the units is settled, and the rows that are left (E3)
	Calculate        TransactionKind = "calculate"         // a close brought interest up to this day
	Accelerate       TransactionKind = "accelerate"        // all principal falls due at once
	Pause            TransactionKind = "pause"             // days past due do not count (A3)
	Resume           TransactionKind = "resume"            // they count again
	Assign           TransactionKind = "assign"            // another party owes from here on
)

// Transaction is one thing that happened. It is never edited; what was wrong is marked reversed.
//
// Part says what is given up or accrued, by component; what a prepayment pays beside principal; by how much new rows change
// the principal that is left; how much interest of the running period falls due with an acceleration.
type Transaction struct {
	ID       string          `json:"id"`
	Kind     TransactionKind `json:"kind"`
	On       day.Date        `json:"on"`  // value date: rules interest, penalty and lateness (M5)
	Seq      int64           `json:"seq"` // booking order, decides between two of one day
	Amount   int64           `json:"amount_minor,omitzero"`
	Reversed bool            `json:"reversed,omitzero"`
	Reason   string          `json:"reason,omitzero"` // why, where a change needs one

	Currency money.Currency `json:"currency,omitzero"` // of the amount; none: the contract's
	Due      day.Date       `json:"due,omitzero"`      // charge, acceleration: due date
	Penalty  bool           `json:"penalty,omitzero"`  // charge: a penalty, not a fee
	Cause    Cause          `json:"cause,omitzero"`    // charge: which rule made it; none: a person
	PayOff   bool           `json:"pay_off,omitzero"`  // payment: meant to settle all that is owed on its day
	Part     Part           `json:"part,omitzero"`     // waive, accrue: by component; and see above
	Nr       int            `json:"row,omitzero"`      // charge, waive: the row it concerns; none: found by date
	Rows     []Instalment   `json:"rows,omitempty"`    // new rows: what is owed after On instead of all rows not yet due
	Arrears  bool           `json:"arrears,omitzero"`  // new rows: they take in what is open of the rows due already, too
	Turn     *Turn          `json:"turn,omitempty"`    // reschedule
	Tail     *Tail          `json:"tail,omitempty"`    // re-age
	Party    string         `json:"party,omitzero"`    // assign: who owes now; guarantor, insurer, sponsor: who paid
}

// Tail is the new end that a re-age makes.
type Tail struct {
	Start day.Date `json:"start"` // due date of the first new row
	Every int      `json:"every"` // so many units between two rows
	Unit  Unit     `json:"unit"`
	Count int      `json:"count"` // of new rows
}

// can reports whether there is a tail that rows can be made of.
func (t *Tail) can() bool {
	return t != nil && t.Count > 0 && t.Count <= MaxRows && t.Every > 0 && t.Every <= 3660 && t.Start >= day.Min && t.Start <= day.Max
}

// Unit is a length of time between two rows.
type Unit string

// The units.
const (
	Days   Unit = "days"
	Weeks  Unit = "weeks"
	Months Unit = "months"
	Years  Unit = "years"
)

// step is the day n times every units after the first.
func (u Unit) step(first day.Date, n int) day.Date {
	switch u {
	case Days:
		return first.Add(n)
	case Weeks:
		return first.Add(7 * n)
	case Years:
		return first.AddMonths(12 * n)
	}
	return first.AddMonths(n)
}
