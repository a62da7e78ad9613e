package loan

import (
	"cmp"
	"fmt"
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

// maxSum bounds all amounts of a history together, so that sums of them fit.
const maxSum = 1000 * money.MaxMinor

// history checks the contract and the transactions and gives those that count, in order.
func (c Contract) history(txs []Transaction, asOf day.Date) ([]*Transaction, error) {
	var f errs.Faults
	c.check(&f)
	if len(txs) > MaxTransactions {
		f.Add("transactions", "there are more than {most} transactions", "most", MaxTransactions)
		return nil, f.Err()
	}
	var sum int64
	kept := make([]*Transaction, 0, len(txs))
	for i := range txs {
		t := &txs[i]
		if t.Reversed || t.On > asOf && t.On <= day.Max {
			continue
		}
		var own errs.Faults
		if t.check(&own, c.Currency); own.Len() > 0 {
			f.Take(fmt.Sprintf("transactions[%d]", i), own.Err())
		}
		if sum += min(t.Amount, money.MaxMinor); sum > maxSum {
			f.Add("transactions", "the amounts are more than the house can book")
			return nil, f.Err()
		}
		kept = append(kept, t)
	}
	slices.SortStableFunc(kept, before)
	return kept, f.Err()
}

// before is the order of history: value date, then booking order.
func before(a, b *Transaction) int {
	switch {
	case a.On != b.On:
		return cmp.Compare(a.On, b.On)
	case a.Seq != b.Seq:
		return cmp.Compare(a.Seq, b.Seq)
	}
	return cmp.Compare(a.ID, b.ID)
}

func (c Contract) check(f *errs.Faults) {
	checkRows(c.Rows, f, "rows")
	seen := make(map[int]bool, len(c.Rows))
	for _, r := range c.Rows {
		if seen[r.Nr] {
			f.Add("rows", "two rows have the number {nr}", "nr", r.Nr)
			break
		}
		seen[r.Nr] = true
	}
	s := c.Settings
	s.Order.check(f, "order")
	for k, o := range s.Orders {
		o.check(f, "orders."+string(k))
	}
	s.Future.check(f, "future")
	for k, rule := range s.Futures {
		rule.check(f, "futures."+string(k))
	}
	if s.Tolerance < 0 || s.Tolerance > money.MaxMinor {
		f.Add("tolerance_minor", "the tolerance is below zero or too large")
	}
	if s.Multiple < 0 || s.Multiple > money.MaxMinor {
		f.Add("multiple_minor", "the multiple is below zero or too large")
	}
	if s.GraceDays < 0 || s.GraceDays > 3660 {
		f.Add("grace_days", "the grace is 0 to 3660 days")
	}
	if !slices.IsSorted(s.Buckets) || len(s.Buckets) > 0 && s.Buckets[0] < 1 {
		f.Add("buckets", "buckets begin at one day or more and rise")
	}
}

// checkRows refuses rows that cannot be owed.
func checkRows(rows []Instalment, f *errs.Faults, field string) {
	if len(rows) > MaxRows {
		f.Add(field, "there are more than {most} rows", "most", MaxRows)
		return
	}
	var sum int64
	for _, r := range rows {
		o := r.Owed
		least, most := min(o.Penalty, o.Fee, o.Interest, o.Principal), max(o.Penalty, o.Fee, o.Interest, o.Principal)
		if least >= 0 && most <= money.MaxMinor {
			sum += o.Total()
		}
		switch {
		case least < 0 || sum > money.MaxMinor || most > money.MaxMinor || r.Joins < 0 || r.Joins > money.MaxMinor:
			f.Add(field, "row {nr} owes less than nothing or more than the house can book", "nr", r.Nr)
			return
		case r.DueOn < day.Min || r.DueOn > day.Max:
			f.Add(field, "row {nr} has no due date", "nr", r.Nr)
			return
		case r.Paid != Part{} || r.Waived != Part{} || r.Early != 0 || r.Late != 0 || r.PaidOn != 0:
			f.Add(field, "row {nr} is paid already", "nr", r.Nr).Because("give the rows as agreed; what was paid is a transaction")
			return
		}
	}
}

func (t *Transaction) check(f *errs.Faults, currency money.Currency) {
	t.checkAmount(f, currency)
	switch {
	case !t.Kind.known():
		f.Add("kind", "{text} is no kind of transaction", "text", string(t.Kind))
	case t.Kind.replaces() || t.Kind == Prepay:
		checkRows(t.Rows, f, "rows")
	case t.Kind == Reschedule && t.Turn == nil:
		f.Add("turn", "a reschedule says from which row on what changes")
	case t.Kind == ReAge && !t.Tail.can():
		f.Add("tail", "a re-age says when the new rows begin, how far apart they are and how many")
	case t.Kind == Assign && t.Party == "":
		f.Add("party", "an assignment says who owes from now on")
	}
	if (t.Kind.agrees() || t.Kind == WriteOff) && t.Reason == "" {
		f.Add("reason", "a reason is needed")
	}
}

func (t *Transaction) checkAmount(f *errs.Faults, currency money.Currency) {
	if t.On < day.Min || t.On > day.Max {
		f.Add("on", "a transaction needs a value date")
	}
	if t.Currency != "" && t.Currency != currency {
		f.Add("currency", "the contract is in {currency}, the payment is in {other}", "currency", string(currency), "other", string(t.Currency)).
			Because("exchange the money first and book what arrives in {currency}", "currency", string(currency))
	}
	p := t.Part
	least, most := min(p.Penalty, p.Fee, p.Interest, p.Principal), max(t.Amount, p.Penalty, p.Fee, p.Interest, p.Principal)
	switch {
	case t.Kind == Accrue: // too much may have been booked before
		least, most = 0, max(most, -p.Penalty, -p.Fee, -p.Interest, -p.Principal)
	case t.Kind.replaces():
		least, most = min(p.Penalty, p.Fee, p.Interest), max(most, -p.Principal) // principal may go either way
	}
	switch {
	case most > money.MaxMinor:
		f.Add("amount", "the amount is at most {most}", "most", money.Of(money.MaxMinor, currency))
	case t.Amount < 0 || least < 0 || t.Amount == 0 && t.Kind.needsAmount():
		f.Add("amount", "the amount is more than nothing")
	}
}
