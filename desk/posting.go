package desk

import (
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
	currency money.Currency
	on       day.Date
	postings []posting
}

// owned tells which codes are kept per deal; the others are one account of the house per currency.
func owned(code ledger.Code) bool {
	switch code {
	case ledger.ReceivablePrincipal, ledger.ReceivableInterest, ledger.ReceivableFee, ledger.Advance, ledger.Unapplied,
		ledger.ReceivableSponsor, ledger.DeferredSubsidy:
		return true
	}
	return false
}

// post books a group: it reads the accounts, lets the ledger decide and writes transfers and changed accounts.
// Postings of nothing are left out.
func (w *work) post(b booking) error {
	var group []ledger.Transfer
	book := ledger.Book{}
	for _, p := range b.postings {
		if p.minor == 0 {
			continue
		}
		debit, err := w.account(book, p.debit, b)
		if err != nil {
			return err
		}
		credit, err := w.account(book, p.credit, b)
		if err != nil {
			return err
		}
		group = append(group, ledger.Transfer{ID: w.newID(id.Transfer), Debit: debit, Credit: credit, Amount: money.Of(p.minor, b.currency),
			EffectiveOn: b.on, Kind: ledger.Single, Group: b.group})
	}
	return w.postTransfers(book, group, b)
}

func (w *work) postTransfers(book ledger.Book, group []ledger.Transfer, b booking) error {
	changed, err := book.Post(group...)
	if err != nil {
		return err
	}
	for _, t := range group {
		err := w.tx.AddTransfer(w.ctx, q.AddTransferParams{CentreID: w.centre(), ID: t.ID, GroupID: b.group, Kind: string(t.Kind), DebitAccount: t.Debit,
			CreditAccount: t.Credit, AmountMinor: t.Amount.Minor, Currency: string(t.Amount.Currency), EffectiveOn: t.EffectiveOn, AtUs: w.now(),
			DealID: b.deal, ReversesID: t.Reverses, What: b.what, ByLogin: w.actor.ID})
		if err != nil {
			return err
		}
	}
	for _, a := range changed {
		if err := w.tx.SetBalances(w.ctx, q.SetBalancesParams{CentreID: w.centre(), ID: a.ID, DebitsMinor: a.Debits, CreditsMinor: a.Credits}); err != nil {
			return err
		}
	}
	return nil
}

// account puts the account of a code into the book, opening it when it is new, and gives its id.
func (w *work) account(book ledger.Book, code ledger.Code, b booking) (string, error) {
	owner := ""
	if owned(code) {
		owner = b.deal
	}
	a := ledger.Open(code, b.currency, owner)
	return a.ID, w.loadAccount(book, a)
}

func (w *work) loadAccount(book ledger.Book, a ledger.Account) error {
	if _, ok := book[a.ID]; ok {
		return nil
	}
	row, err := w.tx.LedgerAccount(w.ctx, q.LedgerAccountParams{CentreID: w.centre(), ID: a.ID})
	if store.None(err) {
		book[a.ID] = a
		return w.tx.AddLedgerAccount(w.ctx, q.AddLedgerAccountParams{CentreID: w.centre(), ID: a.ID, Code: string(a.Code), Currency: string(a.Currency), DealID: a.Owner})
	}
	if err != nil {
		return err
	}
	book[a.ID] = accountOf(row)
	return nil
}

func accountOf(r q.LedgerAccount) ledger.Account {
	return ledger.Account{ID: r.ID, Code: ledger.Code(r.Code), Currency: money.Currency(r.Currency), Owner: r.DealID, Debits: r.DebitsMinor, Credits: r.CreditsMinor}
}

// reverseGroup posts the mirror image of every transfer of a group that is not reversed yet.
func (w *work) reverseGroup(group, reason string) (booking, error) {
	rows, err := w.tx.TransferGroup(w.ctx, group)
	if err != nil {
		return booking{}, err
	}
	if len(rows) == 0 {
		return booking{}, errs.New(errs.NotFound, "there is no posting {id}", "id", group).Because("take the id from the list of transfers")
	}
	b := booking{group: w.newID(id.Transfer), what: "reversal", deal: rows[0].DealID, currency: money.Currency(rows[0].Currency), on: w.today}
	book := ledger.Book{}
	var mirror []ledger.Transfer
	for _, r := range rows {
		if r.Kind == string(ledger.Reversal) {
			return b, errs.New(errs.Refused, "{id} is itself a reversal", "id", group).Because("book what is right instead")
		}
		if _, err := w.tx.ReversalOf(w.ctx, r.ID); !store.None(err) {
			if err != nil {
				return b, err
			}
			return b, errs.New(errs.Conflict, "{id} was reversed before", "id", group).At(group).Because("nothing is to be done")
		}
		t := ledger.Transfer{ID: r.ID, Debit: r.DebitAccount, Credit: r.CreditAccount, Amount: money.Of(r.AmountMinor, money.Currency(r.Currency)),
			EffectiveOn: r.EffectiveOn, Kind: ledger.Single, Group: group}
		for _, account := range []string{t.Debit, t.Credit} {
			if err := w.loadAccount(book, ledger.Account{ID: account}); err != nil {
				return b, err
			}
		}
		mirror = append(mirror, ledger.Reverse(t, w.newID(id.Transfer), w.today, reason))
	}
	return b, w.postTransfers(book, mirror, b)
}
