// Package ledger keeps double entry: a transfer moves one amount from a debit account to a credit account of the same
// currency, and so it balances or does not exist.
//
// The chart (chart.go) says what each account code is and which way it may never run. An account only carries the sums
// of its two sides. A transfer is written once and never changed; what was wrong is undone by Reverse, a transfer with
// the sides exchanged that names the first one and a reason. A Book posts a group of transfers as one: all or none.
//
// Nothing here knows a database: the desk reads accounts, lets a Book decide, and writes the transfers and the changed
// accounts in one transaction. The rules L1 to L22 are in the handbook of the ledger.
package ledger

import (
	"errors"
	"math"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Account holds the debits and credits of one currency, in minor units, as sums that only grow.
type Account struct {
	ID       string         `json:"id"`
	Code     Code           `json:"code"`
	Currency money.Currency `json:"currency"`
	Owner    string         `json:"owner,omitempty"` // id of the deal it belongs to, "" for an account of the house
	Debits   int64          `json:"debits_minor"`
	Credits  int64          `json:"credits_minor"`
}

// Open makes an empty account of the chart. Its id is made of the three arguments, so that a house has each account once.
func Open(code Code, currency money.Currency, owner string) Account {
	return Account{ID: AccountID(code, currency, owner), Code: code, Currency: currency, Owner: owner}
}

// AccountID is the id of the account that Open makes: "bank:EUR", "advance:EUR:dl_1".
func AccountID(code Code, currency money.Currency, owner string) string {
	name := string(code) + ":" + string(currency)
	if owner != "" {
		name += ":" + owner
	}
	return name
}

// Balance is what stands on the account, positive on the normal side of its code.
func (a Account) Balance() int64 {
	if a.Code.Side() == DebitSide {
		return a.Debits - a.Credits
	}
	return a.Credits - a.Debits
}

// Debit adds minor units to the debits. The error is ExceedsCredits, AmountOutOfRange, or nil.
func (a Account) Debit(minor int64) (Account, error) {
	if err := a.room(minor, a.Debits); err != nil {
		return a, err
	}
	if a.Code.Limit() == DebitsWithinCredits && a.Debits+minor > a.Credits {
		return a, fail(ExceedsCredits, errs.New(errs.Refused, "{account} holds {held}, not {amount}",
			"account", a.ID, "held", a.amount(a.Credits-a.Debits), "amount", a.amount(minor)).
			Because("take no more than is there"))
	}
	a.Debits += minor
	return a, nil
}

// Credit adds minor units to the credits. The error is ExceedsDebits, AmountOutOfRange, or nil.
func (a Account) Credit(minor int64) (Account, error) {
	if err := a.room(minor, a.Credits); err != nil {
		return a, err
	}
	if a.Code.Limit() == CreditsWithinDebits && a.Credits+minor > a.Debits {
		return a, fail(ExceedsDebits, errs.New(errs.Refused, "{account} is owed {owed}, not {amount}",
			"account", a.ID, "owed", a.amount(a.Debits-a.Credits), "amount", a.amount(minor)).
			Because("settle no more than is owed; what is over stays unapplied"))
	}
	a.Credits += minor
	return a, nil
}

func (a Account) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: a.Currency}
}

// room refuses what is no amount of a transfer and what the sum of a side cannot hold (L2).
func (a Account) room(minor, side int64) error {
	if minor < 1 || minor > money.MaxMinor {
		return outOfRange(minor, a.Currency)
	}
	if side > math.MaxInt64-minor {
		return fail(AmountOutOfRange, errs.New(errs.TooLarge, "{account} is full", "account", a.ID).
			Because("carry its balance to a new account"))
	}
	return nil
}

// Kind is what a transfer is.
type Kind string

// The kinds of transfers. Two-phase kinds (pending, post, void, expire) are not in use yet.
const (
	Single   Kind = "single"
	Reversal Kind = "reversal"
)

// Transfer moves an amount between two accounts, once and for good.
type Transfer struct {
	ID          string       `json:"id"`
	Debit       string       `json:"debit"`  // id of the account that is debited
	Credit      string       `json:"credit"` // id of the account that is credited
	Amount      money.Amount `json:"amount"`
	EffectiveOn day.Date     `json:"effective_on"`
	Kind        Kind         `json:"kind"`
	Reverses    string       `json:"reverses,omitempty"` // id of the transfer that a reversal undoes
	Group       string       `json:"group,omitempty"`    // transfers of one group are posted together or not at all
	Reason      string       `json:"reason,omitempty"`   // why; a reversal needs one
}

// Reverse undoes t in full on a day: the same amount with the sides exchanged (L22). A reversal may be reversed.
func Reverse(t Transfer, id string, on day.Date, reason string) Transfer {
	t.Debit, t.Credit = t.Credit, t.Debit
	t.Reverses, t.ID = t.ID, id
	t.Kind, t.EffectiveOn, t.Reason, t.Group = Reversal, on, reason, ""
	return t
}

// Check refuses what can be seen to be wrong without the accounts: Malformed, AmountOutOfRange, AccountsMustDiffer.
func Check(t Transfer) error {
	if err := t.formed(); err != nil {
		return fail(Malformed, errs.As(err).At(t.ID).In("ledger.post"))
	}
	if t.Amount.Minor < 1 || t.Amount.Minor > money.MaxMinor {
		return outOfRange(t.Amount.Minor, t.Amount.Currency).At(t.ID)
	}
	if t.Debit == t.Credit {
		return fail(AccountsMustDiffer, errs.New(errs.Invalid, "a transfer needs two different accounts, both are {account}",
			"account", t.Debit).At(t.ID))
	}
	return nil
}

// formed collects the fields that are missing or contradict each other.
func (t Transfer) formed() error {
	var f errs.Faults
	need := func(field string, given bool) {
		if !given {
			f.Add(field, "a transfer needs this")
		}
	}
	need("id", t.ID != "")
	need("debit", t.Debit != "")
	need("credit", t.Credit != "")
	need("effective_on", t.EffectiveOn != 0)
	if _, err := money.ParseCurrency(string(t.Amount.Currency)); err != nil {
		f.Take("amount", err)
	}
	switch t.Kind {
	case Single:
		if t.Reverses != "" {
			f.Add("reverses", "only a reversal reverses")
		}
	case Reversal:
		need("reverses", t.Reverses != "")
		need("reason", t.Reason != "")
	default:
		f.Add("kind", "unknown kind of transfer {kind}", "kind", string(t.Kind))
	}
	return f.Err()
}

// Result is the outcome of a transfer as a code for machines; the first that applies is given (handbook, section 4).
type Result string

// The results in order of precedence. Those that need the store (keys, periods, pending) are given by the desk.
const (
	Malformed          Result = "malformed"
	AmountOutOfRange   Result = "amount_out_of_range"
	AccountsMustDiffer Result = "accounts_must_differ"
	Exists             Result = "exists"
	AccountNotFound    Result = "account_not_found"
	CurrencyMismatch   Result = "currency_mismatch"
	ExceedsCredits     Result = "exceeds_credits"
	ExceedsDebits      Result = "exceeds_debits"
	Created            Result = "created"
)

// Error makes a result the cause of the error that carries it.
func (r Result) Error() string { return string(r) }

// ResultOf gives the result that err carries, Created for nil and "" for an error of another house.
func ResultOf(err error) Result {
	var r Result
	if err == nil {
		return Created
	}
	errors.As(err, &r)
	return r
}

func fail(r Result, e *errs.Error) *errs.Error { e.Cause = r; return e }

func outOfRange(minor int64, currency money.Currency) *errs.Error {
	return fail(AmountOutOfRange, errs.New(errs.Invalid, "a transfer moves at least {least} and at most {most}, not {amount}",
		"least", money.Amount{Minor: 1, Currency: currency}, "most", money.Amount{Minor: money.MaxMinor, Currency: currency},
		"amount", money.Amount{Minor: minor, Currency: currency}))
}
