package loan

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/money"
)

// InterestUntil says to which day interest is asked when a debt ends early (F17, E2).
type InterestUntil string

// The modes.
const (
	ToDate    InterestUntil = ""           // to the day on which it ends
	ToNextDue InterestUntil = "next_due"   // the whole of the period that runs
	NoAccrual InterestUntil = "no_accrual" // none of the period that runs: a fixed fee is asked instead
)

// Settlement is what is owed if a debt ends on a day, and what of the debtor's money counts against it.
type Settlement struct {
	On        day.Date `json:"on"`
	Due       Part     `json:"due"`             // open of the rows due up to the day
	Ahead     Part     `json:"ahead"`           // principal and charges of the rows after it, and interest of the period that runs
	Unapplied int64    `json:"unapplied_minor"` // held money of the debtor
	Total     int64    `json:"total_minor"`     // what is left to be paid; below zero: to be paid back
}

// PayOff is what the debt costs to end on a day: all that is due, the principal that is left, and interest of the period
// that runs by its mode, by days and rounded once. Interest of later periods is not owed. Ask an account as of the day.
//
// Where an InterestRule recalculates, ask PayOffAmount instead.
func (a Account) PayOff(on day.Date, mode InterestUntil) Settlement {
	s := Settlement{On: on, Due: a.OpenUntil(on), Unapplied: a.Unapplied}
	running := true
	for i, r := range a.Rows {
		if r.DueOn <= on {
			continue
		}
		open := r.Open()
		if r.Kind != Extra && r.Owed.Interest != 0 && running {
			running = false
			open.Interest = max(0, a.earned(i, on, mode)-r.Paid.Interest-r.Waived.Interest)
		} else {
			open.Interest = 0
		}
		open.Principal -= r.Joins
		s.Ahead = s.Ahead.Add(open)
	}
	s.Total = s.Due.Total() + s.Ahead.Total() - s.Unapplied
	return s
}

// PayOffAmount is what has to be paid on a day so that nothing is owed any more, where an InterestRule recalculates: the
// rule is asked with a payment that is meant to settle all and is large enough, and what the payment meets is the answer.
func PayOffAmount(c Contract, txs []Transaction, on day.Date) (int64, error) {
	a, err := Replay(c, txs, on)
	if err != nil {
		return 0, err
	}
	ample := min(money.MaxMinor, 2*a.Open().Total()+1)
	last := Transaction{ID: "pay-off", Kind: Payment, On: on, Seq: math.MaxInt64, Amount: ample, PayOff: true}
	if a, err = Replay(c, append(slices.Clone(txs), last), on); err != nil {
		return 0, err
	}
	done, _ := a.Find(last.ID)
	return done.Part.Total(), nil
}

// earned is the interest of a row up to a day.
func (a Account) earned(i int, on day.Date, mode InterestUntil) int64 {
	row := a.Rows[i]
	from := a.from(i)
	switch {
	case on >= row.DueOn || mode == ToNextDue && on > from:
		return row.Owed.Interest
	case on <= from || mode == NoAccrual:
		return 0
	}
	gone, whole := a.days(from, on), a.days(from, row.DueOn)
	return scaled(row.Owed.Interest, min(gone, whole), whole, a.contract.Settings.Rounding)
}

// days are those of the day count, or the actual ones.
func (a Account) days(from, to day.Date) int64 {
	if n, err := a.contract.Settings.DayCount.Days(from, to); err == nil {
		return int64(n)
	}
	return int64(to.Sub(from))
}

// from is the first day of a row's period.
func (a Account) from(i int) day.Date {
	if from := a.Rows[i].From; from != 0 {
		return from
	}
	for j := i - 1; j >= 0; j-- {
		if a.Rows[j].DueOn < a.Rows[i].DueOn {
			return a.Rows[j].DueOn
		}
	}
	return a.contract.StartsOn
}

// Ahead are the rows not due yet after a day, as owed by what was agreed, and the principal they owe, without
// interest that has not joined it yet: what new rows have to replace.
// What was charged beside is no part of them; it follows to the new rows by itself.
func (a Account) Ahead(on day.Date) (rows []Instalment, principal int64) {
	for _, r := range a.Rows {
		if r.DueOn > on && r.Kind != Extra {
			rows = append(rows, a.uncharged(r))
			principal += r.Owed.Principal - r.Waived.Principal - r.Joins
		}
	}
	return rows, principal
}

// uncharged is a row without what was charged to it.
func (a Account) uncharged(row Instalment) Instalment {
	for _, x := range a.Charges {
		if x.Nr == row.Nr {
			c := x.component()
			*row.Owed.at(c) -= x.Amount
			*row.Paid.at(c) -= x.Paid
			*row.Waived.at(c) -= x.Waived
		}
	}
	return row
}

// ChargedAhead is what is open of charges to rows that are not due yet after a day.
func (a Account) ChargedAhead(on day.Date) (sum Part) {
	for _, r := range a.Rows {
		if r.DueOn > on {
			sum = sum.Add(a.chargedOf(r.Nr))
		}
	}
	return sum
}

func (a Account) chargedOf(nr int) (sum Part) {
	for _, x := range a.Charges {
		if x.Nr == nr {
			*sum.at(x.component()) += x.Open()
		}
	}
	return sum
}

// SkipPrincipal takes an amount that was paid ahead out of the principal of the next rows, in order; their interest stays
// (F11). The result is what a Prepay needs as its rows.
func SkipPrincipal(rows []Instalment, amount int64) []Instalment {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Paid, out[i].Waived, out[i].Early, out[i].Late, out[i].PaidOn = Part{}, Part{}, 0, 0, 0
		n := min(amount, out[i].Owed.Principal)
		out[i].Owed.Principal -= n
		amount -= n
	}
	return out
}
