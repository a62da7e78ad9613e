package desk

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// posting is one amount to move; account codes become accounts of the deal or, for bank and income, of the house.
type posting struct {
	debit, credit ledger.Code
	minor         int64
}

// booking is a group of postings with one cause: all of them are written, or none.
type booking struct {
	group    string // id of the cause: payment, delivery, ...
	what     string // kind of cause, decides how a reversal undoes it
	deal     string
	of       string // the payment or other transaction whose money it is, "" for what is billed
	cause    string // what made it be booked; "" for itself
	currency money.Currency
	on       day.Date
	postings []posting
}

// owned tells which codes are kept per deal; the others are one account of the house per currency.
func owned(code ledger.Code) bool {
	switch code {
	case ledger.ReceivablePrincipal, ledger.ReceivableInterest, ledger.ReceivableFee, ledger.ReceivablePenalty, ledger.ReceivableSponsor, ledger.DeferredSubsidy,
		ledger.PayableSponsor, ledger.Advance, ledger.Unapplied:
		return true
	}
	return false
}

// journal books groups one after the other and writes every account that changed once, at its end.
type journal struct {
	*work
	book    ledger.Book
	changed map[string]bool
}

func (w *work) journal() *journal {
	return &journal{work: w, book: ledger.Book{}, changed: map[string]bool{}}
}

// post books one group with a journal of its own.
func (w *work) post(b booking) error {
	j := w.journal()
	if err := j.post(b); err != nil {
		return err
	}
	return j.close()
}

// post books a group: it reads the accounts, lets the ledger decide and writes the transfers. Postings of nothing are left out.
func (j *journal) post(b booking) error {
	var group []ledger.Transfer
	for _, p := range b.postings {
		if p.minor == 0 {
			continue
		}
		debit, err := j.account(p.debit, b)
		if err != nil {
			return err
		}
		credit, err := j.account(p.credit, b)
		if err != nil {
			return err
		}
		group = append(group, ledger.Transfer{ID: j.newID(id.Transfer), Debit: debit, Credit: credit, Amount: money.Of(p.minor, b.currency),
			EffectiveOn: b.on, Kind: ledger.Single, Group: b.group})
	}
	return j.write(group, b)
}

func (j *journal) write(group []ledger.Transfer, b booking) error {
	changed, err := j.book.Post(group...)
	if err != nil {
		return err
	}
	for _, a := range changed {
		j.changed[a.ID] = true
	}
	for _, t := range group {
		err := j.tx.AddTransfer(j.ctx, q.AddTransferParams{CentreID: j.centre(), ID: t.ID, GroupID: b.group, Kind: string(t.Kind), DebitAccount: t.Debit,
			CreditAccount: t.Credit, AmountMinor: t.Amount.Minor, Currency: string(t.Amount.Currency), EffectiveOn: t.EffectiveOn, AtUs: j.now(),
			DealID: b.deal, ReversesID: t.Reverses, What: b.what, ByLogin: j.actor.ID, ForID: b.of, CauseID: b.cause})
		if err != nil {
			return err
		}
	}
	return nil
}

// close writes the accounts that changed, by rising id: the order in which a store must lock them.
func (j *journal) close() error {
	ids := make([]string, 0, len(j.changed))
	for id := range j.changed {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		a := j.book[id]
		if err := j.tx.SetBalances(j.ctx, q.SetBalancesParams{CentreID: j.centre(), ID: id, DebitsMinor: a.Debits, CreditsMinor: a.Credits}); err != nil {
			return err
		}
	}
	clear(j.changed)
	return nil
}

// account puts the account of a code into the book, opening it when it is new, and gives its id.
func (j *journal) account(code ledger.Code, b booking) (string, error) {
	owner := ""
	if owned(code) {
		owner = b.deal
	}
	a := ledger.Open(code, b.currency, owner)
	return a.ID, j.load(a)
}

func (j *journal) load(a ledger.Account) error {
	if _, ok := j.book[a.ID]; ok {
		return nil
	}
	row, err := j.tx.LedgerAccount(j.ctx, q.LedgerAccountParams{CentreID: j.centre(), ID: a.ID})
	if store.None(err) {
		j.book[a.ID] = a
		return j.tx.AddLedgerAccount(j.ctx, q.AddLedgerAccountParams{CentreID: j.centre(), ID: a.ID, Code: string(a.Code), Currency: string(a.Currency), DealID: a.Owner})
	}
	if err != nil {
		return err
	}
	j.book[a.ID] = accountOf(row)
	return nil
}

func accountOf(r q.LedgerAccount) ledger.Account {
	return ledger.Account{ID: r.ID, Code: ledger.Code(r.Code), Currency: money.Currency(r.Currency), Owner: r.DealID, Debits: r.DebitsMinor, Credits: r.CreditsMinor}
}

// reversal says how a group is reversed: what made it be reversed, and whether the mirror keeps the value date, because the
// original was never right, or has the day of today, because something happened today.
type reversal struct {
	what     string
	cause    string
	reason   string
	keepDate bool
}

// reverse posts the mirror image of every transfer of a group that is not reversed yet.
func (j *journal) reverse(group string, how reversal) (booking, error) {
	rows, err := j.tx.TransferGroup(j.ctx, group)
	if err != nil {
		return booking{}, err
	}
	if len(rows) == 0 {
		return booking{}, errs.New(errs.NotFound, "there is no posting {id}", "id", group).Because("take the id from the list of transfers")
	}
	b := booking{group: j.newID(id.Transfer), what: how.what, deal: rows[0].DealID, of: rows[0].ForID, cause: how.cause, currency: money.Currency(rows[0].Currency), on: j.today}
	var mirror []ledger.Transfer
	for _, r := range rows {
		if r.Kind == string(ledger.Reversal) {
			return b, errs.New(errs.Refused, "{id} is itself a reversal", "id", group).Because("book what is right instead")
		}
		if err := j.unreversed(r.ID, group); err != nil {
			return b, err
		}
		t := ledger.Transfer{ID: r.ID, Debit: r.DebitAccount, Credit: r.CreditAccount, Amount: money.Of(r.AmountMinor, money.Currency(r.Currency)),
			EffectiveOn: r.EffectiveOn, Kind: ledger.Single, Group: group}
		for _, account := range []string{t.Debit, t.Credit} {
			if err := j.load(ledger.Account{ID: account}); err != nil {
				return b, err
			}
		}
		on := j.today
		if how.keepDate {
			on = t.EffectiveOn
		}
		mirror = append(mirror, ledger.Reverse(t, j.newID(id.Transfer), on, how.reason))
	}
	return b, j.write(mirror, b)
}

// unreversed refuses what was reversed before.
func (w *work) unreversed(transfer, group string) error {
	_, err := w.tx.ReversalOf(w.ctx, transfer)
	switch {
	case store.None(err):
		return nil
	case err != nil:
		return err
	}
	return errs.New(errs.Conflict, "{id} was reversed before", "id", group).At(group).Because("nothing is to be done")
}
