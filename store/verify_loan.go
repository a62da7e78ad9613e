package store

import (
	"context"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/loan"
	"kontor/store/col"
	"kontor/store/q"
)

// loanPromises say that what is stored of a debt is what its contract and its history come to.
var loanPromises = []promise{
	{name: "contract.version", text: errs.T("the versions of a contract are numbered without holes, and its deal knows the newest"), query: `
		select x.deal_id, cast(x.version as text) from (
			select d.id as deal_id, d.contract_version as version, coalesce(v.n, 0) as n, coalesce(v.newest, 0) as newest from deal d
			left join (select centre_id, deal_id, count(*) as n, max(version) as newest from contract_version group by centre_id, deal_id) v on v.centre_id = d.centre_id and v.deal_id = d.id
			union all select v.deal_id, v.version, 0, 0 from contract_version v left join deal d on d.centre_id = v.centre_id and d.id = v.deal_id where d.id is null) x
		where x.version <> x.n or x.version <> x.newest order by x.deal_id limit 1`},
	{name: "contract.booked", text: errs.T("the principal that was agreed is what was booked at the delivery"), find: ofLoans(func(w *loanWalk) offence { return w.booking })},
	{name: "account.rows", text: errs.T("what is owed and held of a deal is what its history comes to"), find: ofLoans(func(w *loanWalk) offence { return w.rows })},
	{name: "account.parts", text: errs.T("what money met is what the history says"), find: ofLoans(func(w *loanWalk) offence { return w.parts })},
	{name: "account.booked", text: errs.T("what is booked for a transaction is what it met"), find: ofLoans(func(w *loanWalk) offence { return w.booked })},
}

func ofLoans(which func(*loanWalk) offence) func(context.Context, *verification) (string, string, error) {
	return func(ctx context.Context, v *verification) (string, string, error) {
		if v.loans == nil {
			w := &loanWalk{ctx: ctx, tx: v.tx}
			if err := w.run(); err != nil {
				return "", "", err
			}
			v.loans = w
		}
		o := which(v.loans)
		return o.id, o.detail, nil
	}
}

// loanWalk replays every account of the house.
type loanWalk struct {
	ctx                          context.Context
	tx                           *Tx
	booking, rows, parts, booked offence
}

func (w *loanWalk) run() error {
	const page = 500
	for after := ""; ; {
		deals, err := w.tx.ReplayedDealsAfter(w.ctx, q.ReplayedDealsAfterParams{ID: after, Limit: page})
		if err != nil || len(deals) == 0 {
			return err
		}
		for _, d := range deals {
			after = d.ID
			if err := w.deal(d); err != nil {
				return err
			}
		}
	}
}

// deal checks one account. One that cannot be read or replayed is not what its history comes to.
func (w *loanWalk) deal(d q.Deal) error {
	debt, err := w.tx.Debt(w.ctx, d)
	if None(err) {
		w.rows.note(d.ID, "no version of the contract says what was agreed")
		return nil
	}
	if err != nil {
		w.rows.note(d.ID, "%v", err)
		return nil
	}
	a, err := debt.Replay(d.BilledOn)
	if err != nil {
		w.rows.note(d.ID, "%v", errs.As(err))
		return nil
	}
	if err := w.checkRows(d, a); err != nil {
		return err
	}
	return w.checkParts(d, debt, a)
}

func (w *loanWalk) checkRows(d q.Deal, a loan.Account) error {
	stored, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: d.CentreID, DealID: d.ID})
	if err != nil {
		return err
	}
	for i, r := range a.Rows {
		if i >= len(stored) || stored[i] != RowOf(d, r, d.BilledOn) {
			w.rows.note(d.ID, "row %d", r.Nr)
		}
	}
	if len(stored) > len(a.Rows) {
		w.rows.note(d.ID, "%d rows, the history has %d", len(stored), len(a.Rows))
	}
	if d.UnappliedMinor != a.Unapplied {
		w.rows.note(d.ID, "%d unapplied, the history leaves %d", d.UnappliedMinor, a.Unapplied)
	}
	return nil
}

// checkParts compares the parts that are stored with each transaction with those of the replay, and with what the ledger moved for it.
func (w *loanWalk) checkParts(d q.Deal, debt Debt, a loan.Account) error {
	booked, err := w.bookedFor(d)
	if err != nil {
		return err
	}
	var agreed int64
	for _, r := range debt.Contract.Rows {
		agreed += r.Owed.Principal - r.Joins
	}
	if booked[delivery].Principal != -agreed {
		w.booking.note(d.ID, "%d agreed, %d booked", agreed, -booked[delivery].Principal)
	}
	check := func(id string, doc col.JSON) {
		var stored []Part
		if err := doc.Into(&stored); err != nil {
			w.parts.note(id, "%v", err)
			return
		}
		done, _ := a.Find(id)
		if !SameParts(stored, PartsOf(done)) {
			w.parts.note(id, "it met %v, the history says %v", stored, PartsOf(done))
		}
		var sum loan.Part
		for _, p := range stored {
			sum = sum.Add(p.Amounts())
		}
		if adds(done.Kind) {
			sum = loan.Part{}.Sub(sum)
		}
		if sum != booked[id] {
			w.booked.note(id, "%+v are booked, it met %+v", booked[id], sum)
		}
	}
	for _, p := range debt.Payments {
		check(p.ID, p.PartsJson)
	}
	for _, c := range debt.Changes {
		check(c.ID, c.PartsJson)
	}
	return nil
}

// adds reports whether more is owed by a transaction instead of less.
func adds(kind loan.TransactionKind) bool {
	return slices.Contains([]loan.TransactionKind{loan.Refund, loan.Restructure, loan.Holiday, loan.Fixing, loan.PartEnd}, kind)
}

const delivery = "delivery"

// bookedFor is what the ledger moved out of the receivables of a deal for each transaction, and for its delivery.
func (w *loanWalk) bookedFor(d q.Deal) (map[string]loan.Part, error) {
	transfers, err := w.tx.TransfersOfDeal(w.ctx, d.ID)
	out := map[string]loan.Part{}
	for _, t := range transfers {
		of := t.ForID
		if of == "" && t.What == delivery {
			of = delivery
		}
		if of != "" {
			out[of] = out[of].Add(receivablePart(t.CreditAccount, t.AmountMinor)).Sub(receivablePart(t.DebitAccount, t.AmountMinor))
		}
	}
	return out, err
}

func receivablePart(account string, minor int64) (p loan.Part) {
	switch code, _, _ := strings.Cut(account, ":"); code {
	case "receivable_penalty":
		p.Penalty = minor
	case "receivable_fee":
		p.Fee = minor
	case "receivable_interest":
		p.Interest = minor
	case "receivable_principal":
		p.Principal = minor
	}
	return p
}
