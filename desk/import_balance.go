package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

var balanceList = listKind{name: "balances", title: errs.T("opening balances"), needed: []string{"account", "side", "amount", "on", "reference"}, money: []string{"amount"},
	label: []string{"reference", "account"}, bring: (*importing).balance,
	columns: []string{"account", "currency", "side", "amount", "on", "reference", "deal"}}

// openable are the accounts that can be opened by a list, unapplied money only for a deal.
var openable = []ledger.Code{ledger.Bank, ledger.Position, ledger.Unapplied, ledger.Revenue, ledger.IncomeInterest, ledger.IncomeFee, ledger.Loss, ledger.Rounding}

const maxReference = 140 // characters, as of a bank reference

// balance books one row of a list of opening balances against the opening account, so that the books balance whatever
// the list holds.
func (im *importing) balance(l *listRow) (ImportRow, error) {
	b, err := im.opening(l)
	if err != nil || len(l.faults) > 0 || !im.once(l, b.group, "reference") {
		return ImportRow{}, err
	}
	before, err := im.tx.TransferGroup(im.ctx, b.group)
	if err != nil {
		return ImportRow{}, err
	}
	if len(before) > 0 {
		return im.openedBefore(l, b, before[0])
	}
	if b.deal == "" {
		if err := im.post(b); err != nil {
			return ImportRow{}, whole{err}
		}
		return ImportRow{State: rowNew, ID: b.group}, nil
	}
	d, err := im.deal(b.deal)
	if err != nil {
		return ImportRow{}, err
	}
	amount := money.Of(b.postings[0].minor, b.currency)
	if err := im.moneyChange(&d, b, store.Opening, false); err != nil {
		return ImportRow{}, whole{err}
	}
	return ImportRow{State: rowNew, ID: b.group}, im.event(happening{entity: d.ID, party: d.CustomerID, on: b.on,
		text: errs.T("{amount} of unapplied money was brought in for {deal} ({reference})", "amount", amount, "deal", d.Nr, "reference", l.text("reference"))})
}

// opening reads the booking that a row asks for.
func (im *importing) opening(l *listRow) (booking, error) {
	code, amount := ledger.Code(l.word("account")), l.amount("amount", "currency")
	reference := l.text("reference")
	b := booking{group: openingGroup(im.centre(), reference), what: "opening " + reference, currency: amount.Currency, on: l.date("on")}
	if !l.bad("account") {
		l.mayOpen(code)
	}
	if amount.Minor <= 0 {
		l.fault("amount", errs.T("the amount is more than nothing"), errs.T("the column side says which side it stands on"))
	}
	switch {
	case !l.has("on"):
		l.fault("on", errs.T("a day is missing"), errs.T("give the day on which the balance stood"))
	case b.on > im.today:
		l.fault("on", errs.T("the day is today or earlier"), errs.Text{})
	}
	if n := len([]rune(reference)); n == 0 || n > maxReference {
		l.fault("reference", errs.T("a reference of at most {most} characters is needed", "most", maxReference), errs.T("it makes a second import of the same balance harmless"))
	}
	side := l.word("side")
	switch p := (posting{debit: code, credit: ledger.Opening, minor: amount.Minor}); {
	case side == "credit":
		p.debit, p.credit = p.credit, p.debit
		b.postings = []posting{p}
	case side != "debit":
		l.fault("side", errs.T("{word} is no side of an account", "word", l.text("side")), errs.T("write debit or credit"))
	case code == ledger.Unapplied:
		l.fault("side", errs.T("unapplied money is owed to the customer, so it stands on the credit side"), errs.T("write credit"))
	default:
		b.postings = []posting{p}
	}
	err := im.openingDeal(l, &b, code)
	return b, err
}

// mayOpen refuses accounts that no list can open, each with its reason.
func (l *listRow) mayOpen(code ledger.Code) {
	switch code {
	case ledger.ReceivablePrincipal, ledger.ReceivableInterest, ledger.ReceivableFee:
		l.fault("account", errs.T("what customers owe comes from signed and delivered deals"), errs.T("quote, sign and deliver the deal with its own days; its receivables follow"))
	case ledger.Advance:
		l.fault("account", errs.T("advances come from payments of signed deals"), errs.T("sign the deal and receive the advance with its value date"))
	case ledger.Opening:
		l.fault("account", errs.T("the opening account is the other side of every row"), errs.T("leave the row out"))
	default:
		if !slices.Contains(openable, code) {
			names := make([]string, len(openable))
			for i, c := range openable {
				names[i] = string(c)
			}
			l.fault("account", errs.T("the chart has no account {code}", "code", l.text("account")), errs.T("choose one of: {names}", "names", strings.Join(names, ", ")))
		}
	}
}

// openingDeal finds the deal of unapplied money; no other balance has one.
func (im *importing) openingDeal(l *listRow, b *booking, code ledger.Code) error {
	nr := l.text("deal")
	switch {
	case l.bad("deal"):
		return nil
	case code != ledger.Unapplied && nr != "":
		l.fault("deal", errs.T("only unapplied money belongs to a deal"), errs.T("leave the cell empty"))
		return nil
	case code != ledger.Unapplied:
		return nil
	case nr == "":
		l.fault("deal", errs.T("unapplied money needs its deal"), errs.T("write the number of the deal"))
		return nil
	}
	d, err := im.tx.DealByNr(im.ctx, q.DealByNrParams{CentreID: im.centre(), Nr: nr})
	switch {
	case store.None(err):
		l.fault("deal", errs.T("there is no deal {nr}", "nr", nr), errs.T("write the number as on the list of deals"))
		return nil
	case err != nil:
		return err
	case deal.Stage(d.Stage).Over() || d.Stage == string(deal.Quoted):
		l.fault("deal", errs.T("{deal} is {stage} and takes no money", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()), errs.T("check the number; the money may belong to another deal"))
	case b.currency != "" && d.Currency != string(b.currency):
		l.fault("amount", errs.T("{deal} is in {currency}, the amount is in {other}", "deal", d.Nr, "currency", d.Currency, "other", string(b.currency)),
			errs.T("exchange the money first and bring in what there is in {currency}", "currency", d.Currency))
	}
	b.deal, b.of = d.ID, b.group
	return nil
}

// openedBefore compares a row with what its reference brought in earlier: the same does no harm.
func (im *importing) openedBefore(l *listRow, b booking, t q.Transfer) (ImportRow, error) {
	row := ImportRow{State: rowSame, ID: t.GroupID}
	if _, err := im.tx.ReversalOf(im.ctx, t.ID); err == nil {
		l.fault("reference", errs.T("the balance {reference} was brought in and reversed", "reference", l.text("reference")), errs.T("give the corrected balance a new reference"))
		return row, nil
	} else if !store.None(err) {
		return row, err
	}
	account := func(code ledger.Code) string {
		if owned(code) {
			return ledger.AccountID(code, b.currency, b.deal)
		}
		return ledger.AccountID(code, b.currency, "")
	}
	p := b.postings[0]
	if t.DebitAccount == account(p.debit) && t.CreditAccount == account(p.credit) && t.AmountMinor == p.minor && t.EffectiveOn == b.on {
		return row, nil
	}
	say := func(debit, credit string, minor int64, currency string) string {
		return debit + " / " + credit + ", " + money.Of(minor, money.Currency(currency)).String()
	}
	l.fault("reference", errs.T("{reference} is booked already as {before} on {day}, the row says {now} on {other}", "reference", l.text("reference"),
		"before", say(t.DebitAccount, t.CreditAccount, t.AmountMinor, t.Currency), "day", t.EffectiveOn,
		"now", say(account(p.debit), account(p.credit), p.minor, string(b.currency)), "other", b.on),
		errs.T("give another balance another reference; to correct this one, reverse {id} first", "id", t.GroupID))
	return row, nil
}

// openingGroup is the id under which a reference is booked: always the same, so that it is found again by an index.
func openingGroup(centre, reference string) string {
	sum := sha256.Sum256([]byte(centre + "\x00" + reference))
	sum[0] &= 0x1f // an id begins with a digit up to 7
	digits := base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding).EncodeToString(sum[:17])
	return id.Import + "_" + digits[:26]
}
