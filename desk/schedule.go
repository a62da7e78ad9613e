package desk

import (
	"fmt"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store/q"
)

// openRows are what is still unpaid of a deal's schedule.
func openRows(rows []q.Instalment) []lease.Open {
	out := make([]lease.Open, 0, len(rows))
	for _, r := range rows {
		out = append(out, lease.Open{Nr: int(r.Nr), Kind: lease.Kind(r.Kind), DueOn: r.DueOn, Fee: r.FeeMinor - r.PaidFee,
			Interest: r.InterestMinor - r.PaidInterest, Principal: r.PrincipalMinor - r.PaidPrincipal})
	}
	return out
}

// running reports whether rentals of the deal fall due.
func running(d q.Deal) bool { return d.Stage == "delivered" || d.Stage == "defaulted" }

// bill brings a running deal up to a day: the interest and fees of every row that has fallen due become receivable, and
// unapplied cash meets what is due. It returns the rows that are still open up to the day. Run twice it does nothing.
func (w *work) bill(d *q.Deal, on day.Date) ([]lease.Open, error) {
	rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: on})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Billed == 1 {
			continue
		}
		err := w.post(booking{group: w.newID(id.Transfer), what: fmt.Sprintf("bill %d", r.Nr), deal: d.ID, currency: money.Currency(d.Currency), on: r.DueOn,
			postings: []posting{{ledger.ReceivableInterest, ledger.IncomeInterest, r.InterestMinor}, {ledger.ReceivableFee, ledger.IncomeFee, r.FeeMinor}}})
		if err != nil {
			return nil, err
		}
		if err := w.tx.BillInstalment(w.ctx, q.BillInstalmentParams{CentreID: w.centre(), DealID: d.ID, Nr: r.Nr}); err != nil {
			return nil, err
		}
	}
	open := openRows(rows)
	if d.UnappliedMinor == 0 || len(open) == 0 {
		return open, nil
	}
	parts, rest := lease.Allocate(open, d.UnappliedMinor, on)
	if len(parts) == 0 {
		return open, nil
	}
	if err := w.settleParts(d, parts, ledger.Unapplied, w.newID(id.Transfer), "unapplied", on); err != nil {
		return nil, err
	}
	if err := w.setUnapplied(d, rest); err != nil {
		return nil, err
	}
	return less(open, parts), nil
}

// settleParts books money from an account against the receivables of the rows it met, and marks the rows.
func (w *work) settleParts(d *q.Deal, parts []lease.Part, from ledger.Code, group, what string, on day.Date, more ...posting) error {
	var fee, interest, principal int64
	for _, p := range parts {
		fee, interest, principal = fee+p.Fee, interest+p.Interest, principal+p.Principal
		err := w.tx.PayInstalment(w.ctx, q.PayInstalmentParams{CentreID: w.centre(), DealID: d.ID, Nr: int64(p.Nr), PaidFee: p.Fee, PaidInterest: p.Interest, PaidPrincipal: p.Principal})
		if err != nil {
			return err
		}
	}
	return w.post(booking{group: group, what: what, deal: d.ID, currency: money.Currency(d.Currency), on: on, postings: append([]posting{
		{from, ledger.ReceivableFee, fee}, {from, ledger.ReceivableInterest, interest}, {from, ledger.ReceivablePrincipal, principal}}, more...)})
}

func (w *work) setUnapplied(d *q.Deal, minor int64) error {
	if d.UnappliedMinor == minor {
		return nil
	}
	d.UnappliedMinor = minor
	return w.tx.SetUnapplied(w.ctx, q.SetUnappliedParams{CentreID: w.centre(), ID: d.ID, UnappliedMinor: minor})
}

// less takes what was paid off the open rows.
func less(open []lease.Open, parts []lease.Part) []lease.Open {
	paid := make(map[int]lease.Part, len(parts))
	for _, p := range parts {
		paid[p.Nr] = p
	}
	out := make([]lease.Open, 0, len(open))
	for _, o := range open {
		p := paid[o.Nr]
		o.Fee, o.Interest, o.Principal = o.Fee-p.Fee, o.Interest-p.Interest, o.Principal-p.Principal
		if o.Total() > 0 {
			out = append(out, o)
		}
	}
	return out
}

// graceDays is how long after the due date nobody counts as late.
const graceDays = 3

// age writes how late the deal is on a day, and tells it once when lateness begins, reaches the next bucket or ends.
func (w *work) age(d *q.Deal, open []lease.Open, on day.Date) error {
	s := lease.Arrears(open, on, graceDays)
	before, overdue := d.Dpd, money.Of(s.Overdue, money.Currency(d.Currency))
	if int64(s.DPD) == d.Dpd && s.Overdue == d.OverdueMinor && s.Since == d.LateSince && d.BilledOn == on {
		return nil
	}
	err := w.tx.SetArrears(w.ctx, q.SetArrearsParams{CentreID: w.centre(), ID: d.ID, LateSince: s.Since, Dpd: int64(s.DPD), OverdueMinor: s.Overdue, BilledOn: max(on, d.BilledOn)})
	if err != nil {
		return err
	}
	d.Dpd, d.OverdueMinor, d.LateSince, d.BilledOn = int64(s.DPD), s.Overdue, s.Since, max(on, d.BilledOn)
	switch was := lease.Bucket(int(before)); {
	case before > 0 && s.DPD == 0:
		return w.event(happening{entity: d.ID, party: d.CustomerID, on: on, text: errs.T("{deal} is no longer late", "deal", d.Nr)})
	case s.Bucket > was:
		return w.event(happening{entity: d.ID, party: d.CustomerID, on: on, text: errs.T("{deal} is {n} days late with {amount}", "deal", d.Nr, "n", s.DPD, "amount", overdue)})
	}
	return nil
}
