package desk

import (
	"cmp"

	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/loan"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// change books a transaction that changes what is owed and replays the account with it.
func (w *work) change(d *q.Deal, t loan.Transaction) (done loan.Applied, a loan.Account, err error) {
	t.ID = w.newID(id.Change)
	if err := w.addChange(*d, t, string(t.Kind)); err != nil {
		return done, a, err
	}
	j := w.journal()
	if a, err = w.replayInto(j, d, w.today, t.ID, nil); err != nil {
		return done, a, err
	}
	done, _ = a.Find(t.ID)
	return done, a, j.close()
}

func (w *work) addChange(d q.Deal, t loan.Transaction, kind string) error {
	body := t
	body.ID, body.Kind, body.On, body.Seq, body.Amount, body.Reason = "", "", 0, 0, 0, ""
	return w.tx.AddLoanTransaction(w.ctx, q.AddLoanTransactionParams{CentreID: w.centre(), ID: t.ID, DealID: d.ID, Kind: kind, ValueOn: t.On, AmountMinor: t.Amount,
		BodyJson: col.Of(body), PartsJson: "[]", Reason: cmp.Or(t.Reason, w.call.Reason), ByLogin: w.actor.ID, AtUs: w.now()})
}

// undoNamed takes back a change by its id.
func (w *work) undoNamed(changeID string) (ReverseResult, error) {
	c, err := w.tx.LoanTransaction(w.ctx, q.LoanTransactionParams{CentreID: w.centre(), ID: changeID})
	if store.None(err) {
		return ReverseResult{}, errs.New(errs.NotFound, "there is no posting {id}", "id", changeID).Because("take the id from the list of transfers")
	}
	if err != nil {
		return ReverseResult{}, err
	}
	b, err := w.undoChange(c)
	if err != nil {
		return ReverseResult{}, err
	}
	return ReverseResult{cmp.Or(b.group, c.ID)}, w.event(happening{entity: c.ID, deal: c.DealID, text: errs.T("{what} was reversed", "what", changeWord(c))})
}

// changeWord is the kind of a change in the words of the ledger.
func changeWord(c q.LoanTransaction) string {
	switch c.Kind {
	case string(loan.WriteOff), string(loan.Waive):
		return effectOf(loan.TransactionKind(c.Kind)).what
	}
	return c.Kind
}

// undoGroup takes back money that is known by its group of transfers: a payback, what was brought in, a loss booked before accounts
// were replayed.
func (w *work) undoGroup(t q.Transfer, group string) (booking, error) {
	if err := w.unreversed(t.ID, group); err != nil {
		return booking{}, err
	}
	d, err := w.reversible(t.DealID)
	if err != nil {
		return booking{}, err
	}
	c, err := w.tx.LoanTransaction(w.ctx, q.LoanTransactionParams{CentreID: w.centre(), ID: group})
	switch {
	case store.None(err) && !hasAccount(d):
		return w.undoMoney(&d, t.AmountMinor, group, loan.Part{})
	case err != nil:
		return booking{}, store.Missing(err, group)
	}
	return w.undoChange(c)
}

// undoChange marks a change reversed and replays the account without it.
func (w *work) undoChange(c q.LoanTransaction) (booking, error) {
	if c.ReversedUs != 0 {
		return booking{}, errs.New(errs.Conflict, "{id} was reversed before", "id", c.ID).At(c.ID).Because("nothing is to be done")
	}
	d, err := w.reversible(c.DealID)
	if err != nil {
		return booking{}, err
	}
	if _, err := w.tx.ReverseLoanTransaction(w.ctx, q.ReverseLoanTransactionParams{CentreID: w.centre(), ID: c.ID, ReversedUs: w.now()}); err != nil {
		return booking{}, err
	}
	switch c.Kind {
	case store.Opening:
		return w.undoMoney(&d, c.AmountMinor, c.ID, loan.Part{})
	case string(loan.Refund):
		return w.undoMoney(&d, -c.AmountMinor, c.ID, loan.Part{})
	case string(loan.Accelerate):
		return booking{}, w.cure(&d, c)
	case string(loan.Assign):
		return booking{}, errs.New(errs.Refused, "an assignment is not undone by a posting").At(d.ID).Because("assign the deal back to who had it before")
	}
	err = w.tx.ReverseContractVersion(w.ctx, q.ReverseContractVersionParams{CentreID: w.centre(), DealID: d.ID, TransactionID: c.ID, ReversedUs: w.now()})
	if err != nil {
		return booking{}, err
	}
	if err := w.undoExtras(d.ID, c.ID); err != nil {
		return booking{}, err
	}
	return booking{}, w.replay(&d, w.today, c.ID)
}

// cure takes a default back: the deal runs on as it was agreed.
func (w *work) cure(d *q.Deal, c q.LoanTransaction) error {
	if d.Stage != string(deal.Defaulted) {
		return errs.New(errs.Refused, "{deal} is {stage}, its default cannot be taken back", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
			Because("reverse what ended it first")
	}
	d.Stage, d.DefaultedOn = string(deal.Delivered), 0
	if err := w.tx.DefaultDeal(w.ctx, q.DefaultDealParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage, DefaultedOn: d.DefaultedOn}); err != nil {
		return err
	}
	return w.replay(d, w.today, c.ID)
}

// moneyChange books money that goes back or was brought in: it moves between an account of the house and what is unapplied.
func (w *work) moneyChange(d *q.Deal, b booking, kind string, out bool) error {
	t := loan.Transaction{ID: b.group, On: b.on, Amount: b.postings[0].minor}
	if err := w.addChange(*d, t, kind); err != nil {
		return err
	}
	if err := w.post(b); err != nil {
		return err
	}
	if hasAccount(*d) {
		return w.replay(d, w.today, b.group)
	}
	before := *d
	if d.UnappliedMinor += t.Amount; out {
		d.UnappliedMinor -= 2 * t.Amount
	}
	return w.keepAccount(before, *d)
}
