// Package loan is a debt in its life: what is owed, what was paid, what is late, what it costs to end.
//
// An Account is never edited, it is replayed: Replay takes a contract as it was signed and everything that happened to it
// since, in order of value date and booking, and gives the account as of a day. A payment booked late with an old value
// date, a reversal, a correction in the middle need no code of their own: the history changes, and the replay of the new
// history is the truth. Compare says which transactions now meet other rows than before, so that the books can follow.
//
// The waterfall is data (Order), so is what happens with money beyond what is due (FutureRule). Amounts are minor units of
// the contract's currency. The rules M1 to M9, A1 to A5, E1 to E7 and F1 to F22 are in the handbook of the lease.
package loan

import (
	"kontor/day"
	"kontor/money"
)

// Kind is what an instalment asks for.
type Kind string

// The kinds of instalments.
const (
	Advance  Kind = "advance"  // paid at the start, before delivery; a down payment of a draw-down
	Rental   Kind = "rental"   // one of the row of instalments
	Residual Kind = "residual" // value left at the end, or a balloon
	Price    Kind = "price"    // of a cash sale, or at the end of the term
	Extra    Kind = "extra"    // after the last instalment: charges (F21), or a refund whose credit vanished (M7)
	Aged     Kind = "aged"     // made by a re-age from arrears (F20)
	Prepaid  Kind = "prepaid"  // principal paid ahead of its time (E1)
	Called   Kind = "called"   // all that was left fell due at once, after a default
	Skipped  Kind = "skip"     // nothing falls due: the interest of the period joins the principal
)

// Part is an amount by what it is owed for, in minor units.
type Part struct {
	Penalty   int64 `json:"penalty_minor,omitzero"`
	Fee       int64 `json:"fee_minor,omitzero"`
	Interest  int64 `json:"interest_minor,omitzero"`
	Principal int64 `json:"principal_minor,omitzero"`
}

// Total is the whole amount.
func (p Part) Total() int64 { return p.Penalty + p.Fee + p.Interest + p.Principal }

// Add is the sum, part by part.
func (p Part) Add(q Part) Part {
	return Part{p.Penalty + q.Penalty, p.Fee + q.Fee, p.Interest + q.Interest, p.Principal + q.Principal}
}

// Sub is the difference, part by part.
func (p Part) Sub(q Part) Part {
	return Part{p.Penalty - q.Penalty, p.Fee - q.Fee, p.Interest - q.Interest, p.Principal - q.Principal}
}

// Of is the amount of one component.
func (p Part) Of(c Component) int64 { return *p.at(c) }

func (p *Part) at(c Component) *int64 {
	switch c {
	case Penalty:
		return &p.Penalty
	case Fee:
		return &p.Fee
	case Interest:
		return &p.Interest
	}
	return &p.Principal
}

// Component is one of the four things that money can be owed for.
type Component uint8

// The components, in the order of the house.
const (
	Penalty Component = iota
	Fee
	Interest
	Principal
)

// Instalment is what falls due on one day. Rows stand by due date, then by number.
type Instalment struct {
	Nr      int      `json:"nr"`
	Kind    Kind     `json:"kind"`
	From    day.Date `json:"from,omitzero"` // first day of its period; none: the due date of the row before
	DueOn   day.Date `json:"due_on"`
	Owed    Part     `json:"owed"`
	Joins   int64    `json:"joins_minor,omitzero"` // interest that joins the principal on the due date; later rows hold it
	Paid    Part     `json:"paid,omitzero"`
	Waived  Part     `json:"waived,omitzero"` // given up, tolerated or written off; it is not owed any more
	Balance int64    `json:"balance_minor"`   // principal left after this row, by schedule
	Early   int64    `json:"early_minor,omitzero"`
	Late    int64    `json:"late_minor,omitzero"` // of what was paid: before the due date, after it
	PaidOn  day.Date `json:"paid_on,omitzero"`    // on which nothing was open any more, none while open
}

// Open is what is still to be paid.
func (i Instalment) Open() Part { return i.Owed.Sub(i.Paid).Sub(i.Waived) }

// Met reports whether nothing is open any more.
func (i Instalment) Met() bool { return i.Open().Total() == 0 }

// Settings are what the product says about the life of a debt, in the version under which it was signed. The zero value
// is the house's: penalty, fee, interest, principal; money beyond what is due is held.
type Settings struct {
	Order     Order                          `json:"order,omitzero"`   // of every kind without one of its own
	Orders    map[TransactionKind]Order      `json:"orders,omitempty"` // by kind of transaction
	Future    FutureRule                     `json:"future,omitzero"`  // of every kind without one of its own
	Futures   map[TransactionKind]FutureRule `json:"futures,omitempty"`
	Tolerance int64                          `json:"tolerance_minor,omitzero"` // a due row short by no more closes (M3)
	Multiple  int64                          `json:"multiple_minor,omitzero"`  // rows made by a re-age or re-amortisation are multiples of it
	Rounding  money.Mode                     `json:"rounding,omitzero"`        // of everything that is computed here
	GraceDays int                            `json:"grace_days,omitzero"`      // after the due date nobody counts as late (A1)
	Buckets   []int                          `json:"buckets,omitempty"`        // least days of each bucket, rising; none: 1, 31, 61, 91
	DayCount  day.Count                      `json:"day_count,omitzero"`       // by which the interest of a running period is shared; none: actual days
	Penalty   PenaltyRule                    `json:"penalty,omitzero"`
}

// order is the waterfall of a kind of transaction.
func (s Settings) order(k TransactionKind) Order {
	if o, ok := s.Orders[k]; ok {
		return o
	}
	return s.Order
}

// future is what happens with money of a kind beyond what is due.
func (s Settings) future(k TransactionKind) FutureRule {
	if f, ok := s.Futures[k]; ok {
		return f
	}
	return s.Future
}

// Contract is a debt as it was signed.
type Contract struct {
	ID       string         `json:"id,omitzero"`
	Currency money.Currency `json:"currency"`
	StartsOn day.Date       `json:"starts_on,omitzero"` // money with an earlier value date is held (M8)
	Settings Settings       `json:"settings,omitzero"`
	Rows     []Instalment   `json:"rows,omitempty"`     // as signed; made by Interest if there is one
	Expected []Draw         `json:"expected,omitempty"` // draw-downs planned at signature; an InterestRule shows its rows for them until something is drawn
	Interest InterestRule   `json:"-"`                  // how the rows follow from what happens; nil: only transactions change them
}
