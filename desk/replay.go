package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// replay brings the account of a delivered deal up to a day: it reads what was agreed and all that has happened, lets package loan
// say what follows, and writes the difference to what is stored: rows, what was billed, what met what. Entries that were booked stay;
// what turns out otherwise is reversed and booked anew today, with its value date and the cause of it. Run twice it does nothing.
func (w *work) replay(d *q.Deal, upTo day.Date, cause string) error {
	j := w.journal()
	if _, err := w.replayInto(j, d, upTo, cause, nil); err != nil {
		return err
	}
	return j.close()
}

// replayInto is replay with a journal; between is called when nothing that changed is booked any more and nothing new is booked yet.
func (w *work) replayInto(j *journal, d *q.Deal, upTo day.Date, cause string, between func() error) (loan.Account, error) {
	if d.ContractVersion == 0 {
		if err := w.adopt(j, d); err != nil {
			return loan.Account{}, err
		}
	}
	before := *d
	debt, err := w.tx.Debt(w.ctx, *d)
	if err != nil {
		return loan.Account{}, store.Missing(err, d.ID)
	}
	upTo = max(upTo, d.BilledOn)
	account, err := debt.Replay(upTo)
	if err != nil {
		return account, errs.As(err).At(d.ID)
	}
	r := rebooking{journal: j, deal: d, debt: debt, account: account, upTo: upTo, cause: cause}
	if err := r.run(between); err != nil {
		return account, err
	}
	d.UnappliedMinor, d.NewestOn, d.EndsOn = account.Unapplied, debt.Contract.StartsOn, lastOf(account.Rows)
	d.PausedOn = 0
	for _, a := range account.Applied {
		d.NewestOn = max(d.NewestOn, a.On)
		switch a.Kind {
		case loan.Pause:
			d.PausedOn = a.On
		case loan.Resume:
			d.PausedOn = 0
		}
	}
	if err := w.age(d, account.Arrears(upTo), upTo); err != nil {
		return account, err
	}
	if err := w.keepAccount(before, *d); err != nil {
		return account, err
	}
	return account, w.restage(d, account.Open().Total())
}

// restage moves a deal in default that owes nothing any more to recovered, and back when it owes again.
func (w *work) restage(d *q.Deal, owed int64) error {
	was := d.Stage
	switch {
	case was == string(deal.Defaulted) && owed == 0:
		d.Stage = string(deal.Recovered)
	case was == string(deal.Recovered) && owed > 0:
		d.Stage = string(deal.Defaulted)
	default:
		return nil
	}
	return w.tx.SetDealStage(w.ctx, q.SetDealStageParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage})
}

func lastOf(rows []loan.Instalment) (last day.Date) {
	for _, r := range rows {
		last = max(last, r.DueOn)
	}
	return last
}

// openAccount is the account that the open rows alone make, with money that meets them: enough where nothing came before it that
// would meet them otherwise.
func openAccount(d q.Deal, rows []q.Instalment, asOf day.Date, received ...loan.Transaction) (loan.Account, error) {
	c := loan.Contract{Currency: money.Currency(d.Currency), Settings: loan.Settings{GraceDays: graceDays}, Rows: make([]loan.Instalment, len(rows))}
	for i, r := range rows {
		row := instalmentOf(r)
		row.Owed, row.Paid, row.PaidOn = row.Open(), loan.Part{}, 0
		c.Rows[i] = row
	}
	return loan.Replay(c, received, asOf)
}

// catchUp brings a running deal up to a day. Where nothing but rows fall due that no money waits for, they are billed without a
// replay: the account before them stands.
func (w *work) catchUp(d *q.Deal, upTo day.Date) error {
	if !running(*d) || (d.ContractVersion > 0 && d.BilledOn >= upTo) {
		return nil
	}
	if d.ContractVersion == 0 || d.Daily == 1 {
		return w.replay(d, upTo, "")
	}
	rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: upTo})
	if err != nil {
		return err
	}
	unbilled := slices.ContainsFunc(rows, func(r q.Instalment) bool { return r.Billed == 0 })
	if unbilled && d.UnappliedMinor > 0 {
		return w.replay(d, upTo, "")
	}
	before, j := *d, w.journal()
	for _, r := range rows {
		if r.Billed == 1 {
			continue
		}
		if err := j.bill(*d, billedOf(r), instalmentOf(r)); err != nil {
			return err
		}
		if err := w.tx.BillInstalment(w.ctx, q.BillInstalmentParams{CentreID: w.centre(), DealID: d.ID, Nr: r.Nr}); err != nil {
			return err
		}
	}
	if err := j.close(); err != nil {
		return err
	}
	open, err := openAccount(*d, rows, upTo)
	if err != nil {
		return err
	}
	if err := w.age(d, open.Arrears(upTo), upTo); err != nil {
		return err
	}
	return w.keepAccount(before, *d)
}

// effect is how the books show what a transaction did to the rows of a debt.
type effect struct {
	what string // in the ledger
	adds bool   // more is owed by it: the receivables are debited
}

func effectOf(kind loan.TransactionKind) effect {
	switch kind {
	case loan.WriteOff:
		return effect{what: "write-off"}
	case loan.Waive:
		return effect{what: "waiver"}
	case loan.Refund: // what was paid back and turned out to be owed (M7)
		return effect{what: "owed again", adds: true}
	case loan.Restructure, loan.Holiday, loan.Fixing, loan.PartEnd: // interest becomes principal, or principal is given up
		return effect{what: "addendum", adds: true}
	}
	return effect{what: "allocation"}
}

// posting books a part of what a transaction did.
func (e effect) posting(c loan.Component, n int64) posting {
	switch {
	case e.what == "addendum" && n < 0:
		return posting{ledger.Loss, receivable(c), -n}
	case e.what == "addendum":
		return posting{receivable(c), ledger.IncomeInterest, n}
	case e.adds:
		return posting{receivable(c), ledger.Unapplied, n}
	case e.what == "write-off":
		return posting{ledger.Loss, receivable(c), n}
	case e.what == "waiver":
		return posting{income(c), receivable(c), n}
	}
	return posting{ledger.Unapplied, receivable(c), n}
}

// income is the account of what is earned by a component; principal that is given up is a loss.
func income(c loan.Component) ledger.Code {
	switch c {
	case loan.Penalty:
		return ledger.IncomePenalty
	case loan.Fee:
		return ledger.IncomeFee
	case loan.Interest:
		return ledger.IncomeInterest
	}
	return ledger.Loss
}

func receivable(c loan.Component) ledger.Code {
	switch c {
	case loan.Penalty:
		return ledger.ReceivablePenalty
	case loan.Fee:
		return ledger.ReceivableFee
	case loan.Interest:
		return ledger.ReceivableInterest
	}
	return ledger.ReceivablePrincipal
}

var components = []loan.Component{loan.Penalty, loan.Fee, loan.Interest, loan.Principal}
