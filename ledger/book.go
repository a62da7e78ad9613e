package ledger

import (
	"cmp"
	"slices"

	"kontor/errs"
)

// Book is a set of accounts by id on which transfers are tried.
type Book map[string]Account

// Post books a group of transfers in order: all of them, or none and the error of the first that cannot be booked, with
// its id and its Result (L17). The accounts that changed come back by rising id, the order in which a store must lock
// and write them (W5).
func (b Book) Post(group ...Transfer) ([]Account, error) {
	seen := make(map[string]bool, len(group))
	changed := make(Book, 2*len(group))
	for _, t := range group {
		if err := Check(t); err != nil {
			return nil, err
		}
		if seen[t.ID] {
			return nil, fail(Exists, errs.New(errs.Conflict, "transfer {id} is in the group twice", "id", t.ID).At(t.ID))
		}
		seen[t.ID] = true
		if err := b.move(changed, t); err != nil {
			return nil, errs.As(err).At(t.ID).In("ledger.post")
		}
	}
	accounts := make([]Account, 0, len(changed))
	for id, a := range changed {
		b[id] = a
		accounts = append(accounts, a)
	}
	slices.SortFunc(accounts, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	return accounts, nil
}

// move books one transfer into changed, on top of what the group has changed before it.
func (b Book) move(changed Book, t Transfer) error {
	debit, err := b.account(changed, t.Debit)
	if err != nil {
		return err
	}
	credit, err := b.account(changed, t.Credit)
	if err != nil {
		return err
	}
	for _, a := range []Account{debit, credit} {
		if a.Currency != t.Amount.Currency {
			return fail(CurrencyMismatch, errs.New(errs.Invalid, "{account} is kept in {currency}, not in {other}",
				"account", a.ID, "currency", string(a.Currency), "other", string(t.Amount.Currency)).
				Because("exchange it by two transfers through the position accounts"))
		}
	}
	if debit, err = debit.Debit(t.Amount.Minor); err != nil {
		return err
	}
	if credit, err = credit.Credit(t.Amount.Minor); err != nil {
		return err
	}
	changed[debit.ID], changed[credit.ID] = debit, credit
	return nil
}

func (b Book) account(changed Book, id string) (Account, error) {
	if a, ok := changed[id]; ok {
		return a, nil
	}
	if a, ok := b[id]; ok {
		return a, nil
	}
	return Account{}, fail(AccountNotFound, errs.New(errs.NotFound, "there is no account {account}", "account", id))
}
