package loan

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// MaxTransactions and MaxRows bound a history; more is a slip of the pen.
const (
	MaxTransactions = 100_000
	MaxRows         = 10_000
)

// Replay gives the account as of a day: the contract as signed and all that happened to it up to that day, by value date
// and booking order. Reversed transactions are left out, the order of the list does not matter. What a transaction with a
// later value date does is not seen.
//
// Errors: Invalid names every transaction and term that cannot be; Refused says which one cannot be done at its place in the
// history and what would make it pass.
func Replay(c Contract, txs []Transaction, asOf day.Date) (Account, error) {
	txs, err := c.sorted(txs, asOf)
	if err != nil {
		return Account{}, err
	}
	r := replay{c: c, txs: txs, a: Account{AsOf: asOf, settings: c.Settings, Status: Approved}}
	if err := r.start(); err != nil {
		return Account{}, err
	}
	for i, t := range txs {
		r.meetHeld(t.On)
		if err := r.apply(i, t); err != nil {
			return Account{}, err
		}
	}
	r.meetHeld(asOf)
	r.finish()
	return r.a, nil
}

// sorted checks the contract and the transactions and gives those that count, in order.
func (c Contract) sorted(txs []Transaction, asOf day.Date) ([]Transaction, error) {
	var f errs.Faults
	c.check(&f)
	if len(txs) > MaxTransactions {
		f.Add("transactions", "there are more than {most} transactions", "most", MaxTransactions)
		return nil, f.Err()
	}
	kept := make([]Transaction, 0, len(txs))
	for _, t := range txs {
		if t.Reversed || t.On > asOf {
			continue
		}
		t.check(&f)
		kept = append(kept, t)
	}
	slices.SortStableFunc(kept, func(a, b Transaction) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
	})
	return kept, f.Err()
}

func (c Contract) check(f *errs.Faults) {
	if len(c.Rows) > MaxRows {
		f.Add("rows", "there are more than {most} rows", "most", MaxRows)
	}
	checkRows(c.Rows, f)
	c.Settings.Order.check(f, "order")
	for k, o := range c.Settings.Orders {
		o.check(f, "orders."+string(k))
	}
}

// checkRows refuses rows that cannot be owed.
func checkRows(rows []Instalment, f *errs.Faults) {
	for _, r := range rows {
		o := r.Owed
		if min(o.Penalty, o.Fee, o.Interest, o.Principal) < 0 || max(o.Penalty, o.Fee, o.Interest, o.Principal) > money.MaxMinor {
			f.Add("rows", "row {nr} owes less than nothing or more than the house can book", "nr", r.Nr)
			return
		}
		if r.DueOn < day.Min || r.DueOn > day.Max {
			f.Add("rows", "row {nr} has no due date", "nr", r.Nr)
			return
		}
	}
}

func (t Transaction) check(f *errs.Faults) {
	switch {
	case t.On < day.Min || t.On > day.Max:
		f.Add(t.ID, "a transaction needs a value date")
	case t.Amount < 0 || t.Amount > money.MaxMinor:
		f.Add(t.ID, "the amount is more than nothing").Because("book what goes the other way as its own kind, or reverse what was wrong")
	case t.Kind.brings() && t.Amount == 0:
		f.Add(t.ID, "the amount is more than nothing")
	}
}

// replay is the state between two transactions.
type replay struct {
	c    Contract
	txs  []Transaction
	a    Account
	held []int // indices of what was applied with money left, oldest first
}

func (r *replay) start() error {
	r.a.Rows = slices.Clone(r.c.Rows)
	r.settle()
	if len(r.a.Rows) > 0 {
		r.a.Status = Active
	}
	r.version(Transaction{On: r.c.StartsOn})
	return nil
}

// settle sorts the rows and marks those that owe nothing.
func (r *replay) settle() {
	slices.SortStableFunc(r.a.Rows, func(a, b Instalment) int { return cmp.Or(cmp.Compare(a.DueOn, b.DueOn), cmp.Compare(a.Nr, b.Nr)) })
	for i := range r.a.Rows {
		if row := &r.a.Rows[i]; row.Met() && row.PaidOn == 0 {
			row.PaidOn = r.c.StartsOn
		}
	}
}

// version notes what is agreed now.
func (r *replay) version(t Transaction) {
	rows := slices.Clone(r.a.Rows)
	for i := range rows {
		rows[i].Paid, rows[i].Early, rows[i].Late, rows[i].PaidOn = Part{}, 0, 0, 0
	}
	r.a.Versions = append(r.a.Versions, Version{Nr: len(r.a.Versions) + 1, Kind: t.Kind, By: t.ID, On: t.On, Reason: t.Reason, Party: r.a.Party, Rows: rows})
}

// apply does one transaction.
func (r *replay) apply(_ int, t Transaction) error {
	done := Applied{ID: t.ID, Kind: t.Kind, On: t.On, Seq: t.Seq, Amount: t.Amount}
	if t.Kind.brings() {
		r.receive(&done)
		r.a.Applied = append(r.a.Applied, done)
		if done.Unapplied > 0 {
			r.held = append(r.held, len(r.a.Applied)-1)
		}
		return nil
	}
	return errs.New(errs.Invalid, "{text} is no kind of transaction", "text", string(t.Kind)).At(t.ID)
}

// receive lets money meet the rows. Before the start it is held (M8).
func (r *replay) receive(done *Applied) {
	p := pour{rows: r.a.Rows, on: done.On, left: done.Amount}
	if done.On >= r.c.StartsOn {
		p.run(r.c.Settings.order(done.Kind), r.c.Settings.future(done.Kind))
	}
	r.took(done, p)
}

// took notes what a pour did for a transaction.
func (r *replay) took(done *Applied, p pour) {
	for _, m := range p.met {
		done.Part = done.Part.Add(m.Part)
	}
	done.Met = append(done.Met, p.met...)
	r.a.Unapplied += p.left - done.Unapplied
	done.Unapplied = p.left
}

// meetHeld lets held money meet what fell due since, up to and including a day, each row on its due date.
func (r *replay) meetHeld(until day.Date) {
	for i := 0; i < len(r.a.Rows) && len(r.held) > 0; i++ {
		row := r.a.Rows[i]
		on := max(row.DueOn, r.c.StartsOn)
		if on > until || row.Met() {
			continue
		}
		r.useHeld(on, i)
	}
}

// useHeld lets held money, the oldest first, meet one row on a day.
func (r *replay) useHeld(on day.Date, row int) {
	for len(r.held) > 0 && !r.a.Rows[row].Met() {
		done := &r.a.Applied[r.held[0]]
		p := pour{rows: r.a.Rows[row : row+1], on: max(on, done.On), left: done.Unapplied}
		p.run(r.c.Settings.order(done.Kind), Hold)
		r.took(done, p)
		if done.Unapplied == 0 {
			r.held = r.held[1:]
			continue
		}
		return
	}
}

// finish counts what is left.
func (r *replay) finish() {
	if r.a.Status == Active && r.a.Open().Total() == 0 {
		r.a.Status = Closed
		if r.a.Unapplied > 0 {
			r.a.Status = Overpaid
		}
	}
}
