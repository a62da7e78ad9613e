package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// reliefs are what programmes pay for a quote.
func reliefs(o lease.Offer) []lease.Relief {
	if o.Levelled == nil {
		return nil
	}
	return o.Levelled.Reliefs
}

// ofPrice is what sponsors pay of the price itself.
func ofPrice(o lease.Offer) (minor int64) {
	for _, r := range reliefs(o) {
		minor += r.OfPrice()
	}
	return minor
}

// reserveBudgets holds what the programmes pay until the quote expires.
func (w *work) reserveBudgets(dealID string, o lease.Offer, until day.Date) error {
	return w.moveBudgets(dealID, lease.Reserve, reliefs(o), until)
}

// signBudgets asks the programmes once more on the day of signing, when caps and validity count, and holds what they pay until
// the units are delivered.
func (w *work) signBudgets(d q.Deal, terms TermsRequest, o lease.Offer, on day.Date) error {
	if o.Levelled == nil {
		return nil
	}
	if on < terms.Levelling.On {
		var f errs.Faults
		f.Add("signed_on", "{deal} was quoted on {day}, nothing is signed before it", "deal", d.Nr, "day", terms.Levelling.On).Because("choose {day} or later", "day", terms.Levelling.On)
		return f.Err()
	}
	indices, err := w.indices()
	if err != nil {
		return err
	}
	for _, p := range terms.Levelling.Programmes {
		row, err := w.programme(p.ID)
		if err != nil {
			return err
		}
		now, err := programmeOf(row) // it may have been ended since
		if err != nil {
			return err
		}
		if err := now.Admits(o.Levelled.CustomerRate, on, valuesOn(indices, on)); err != nil {
			return errs.As(err).At(d.ID)
		}
	}
	if err := w.freeBudgets(d.ID); err != nil {
		return err
	}
	return w.moveBudgets(d.ID, lease.Reserve, o.Levelled.Reliefs, 0)
}

// relevel asks the programmes what they pay for a lease that begins on another day than planned: the customer has the rate that was
// signed, and the budgets hold what they hold today. The deal keeps what it was levelled by.
func (w *work) relevel(d *q.Deal, terms *TermsRequest, on day.Date) error {
	if len(terms.Levelling.Programmes) == 0 || on == d.StartsOn {
		return nil
	}
	_, signed, err := terms.Offer(d.StartsOn)
	if err != nil || signed.Levelled == nil {
		return err
	}
	for _, p := range terms.Levelling.Programmes {
		row, err := w.programme(p.ID)
		if err != nil {
			return err
		}
		b, err := w.budget(row, d.ID)
		if err != nil {
			return err
		}
		terms.Levelling.Left[p.ID] = b.Left
	}
	_, o, err := terms.Offer(on)
	if rate := signed.Levelled.CustomerRate; err == nil && o.Levelled.CustomerRate != rate {
		terms.CustomerRate = rate
		if _, o, err = terms.Offer(on); err == nil && o.Levelled.CustomerRate != rate {
			err = errs.New(errs.Refused, "the programmes carry the rate to {rate} percent, not to {asked} percent", "rate", o.Levelled.CustomerRate, "asked", rate)
		}
	}
	if err != nil {
		return errs.As(err).At(d.ID)
	}
	d.TermsJson = col.Of(terms)
	return w.tx.RequoteDeal(w.ctx, q.RequoteDealParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage, Currency: d.Currency, PriceMinor: d.PriceMinor, TermsJson: d.TermsJson,
		QuoteVersion: d.QuoteVersion, QuoteExpiresOn: d.QuoteExpiresOn, Rate: d.Rate, StartsOn: d.StartsOn, EndsOn: d.EndsOn})
}

// useBudgets takes what the programmes pay for good when the units are delivered; it is owed by the sponsors from then on. What
// stands for a part of the price is revenue like the price, the rest is earned over the term.
func (w *work) useBudgets(d q.Deal, o lease.Offer, on day.Date) error {
	owed, price := int64(0), ofPrice(o)
	for _, r := range reliefs(o) {
		owed += r.Cost.Minor
	}
	if owed == 0 {
		return nil
	}
	if err := w.moveBudgets(d.ID, lease.Use, reliefs(o), 0); err != nil {
		return err
	}
	return w.post(booking{group: w.newID(id.Transfer), what: "subsidy", deal: d.ID, currency: money.Currency(d.Currency), on: on,
		postings: []posting{{ledger.ReceivableSponsor, ledger.Revenue, price}, {ledger.ReceivableSponsor, ledger.DeferredSubsidy, owed - price}}})
}

// earnSubsidy books as income what was earned of a subsidy up to a day. Run twice it does nothing. Most deals have none, and the close
// of the day asks all of them.
func (w *work) earnSubsidy(d q.Deal, upTo day.Date) error {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil || len(terms.Levelling.Programmes) == 0 {
		return err
	}
	account := ledger.Open(ledger.DeferredSubsidy, money.Currency(d.Currency), d.ID)
	row, err := w.tx.LedgerAccount(w.ctx, q.LedgerAccountParams{CentreID: w.centre(), ID: account.ID})
	if store.None(err) {
		return nil
	}
	if err != nil || row.CreditsMinor == row.DebitsMinor {
		return err
	}
	_, o, err := terms.Offer(d.DeliveredOn)
	if err != nil || o.Levelled == nil {
		return err
	}
	flows, err := o.Levelled.Spread(o.Terms)
	if err != nil {
		return err
	}
	earned, last := -row.DebitsMinor, d.DeliveredOn
	for _, f := range flows {
		if f.On <= upTo {
			earned, last = earned+f.Minor, f.On
		}
	}
	if earned <= 0 {
		return nil
	}
	return w.post(booking{group: w.newID(id.Transfer), what: "subsidy earned", deal: d.ID, currency: money.Currency(d.Currency), on: last,
		postings: []posting{{ledger.DeferredSubsidy, ledger.IncomeSubsidy, min(earned, row.CreditsMinor-row.DebitsMinor)}}})
}

// SponsorPaymentRequest is money of a sponsor for a deal.
type SponsorPaymentRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount"`
	ValueOn   day.Date     `json:"value_on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference" help:"As on the statement."`
}

// SponsorPaymentResult says what the sponsor still owes.
type SponsorPaymentResult struct {
	Deal  string       `json:"deal"`
	Group string       `json:"group"`
	Owed  money.Amount `json:"owed"`
}

// ReceiveSubsidy books what a sponsor paid for a deal. It meets what the sponsors owe; it never meets what the customer owes.
var ReceiveSubsidy = verb(Spec{Name: "programme.receive", Title: "Receive from a sponsor", Help: "Book money of a sponsor; it meets what its programme owes for the deal.", On: "deal",
	Roles: []Role{Accountant}},
	func(w *work, req SponsorPaymentRequest) (SponsorPaymentResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		var f errs.Faults
		switch {
		case req.Amount.Minor <= 0:
			f.Add("amount", "the amount is more than nothing")
		case string(req.Amount.Currency) != d.Currency:
			f.Add("amount", "{deal} is in {currency}, the payment is in {other}", "deal", d.Nr, "currency", d.Currency, "other", string(req.Amount.Currency)).
				Because("exchange the money first and book what arrives in {currency}", "currency", d.Currency)
		}
		if req.ValueOn == 0 || req.ValueOn > w.today {
			f.Add("value_on", "the value date is today or earlier")
		}
		if strings.TrimSpace(req.Reference) == "" || len(req.Reference) > 140 {
			f.Add("reference", "a bank reference of at most 140 characters is needed").Because("copy it from the statement")
		}
		if err := f.Err(); err != nil {
			return SponsorPaymentResult{}, err
		}
		if err := w.bookedOnce(d, req.Reference); err != nil {
			return SponsorPaymentResult{}, err
		}
		owed, err := w.sponsorOwes(d)
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		if req.Amount.Minor > owed.Minor {
			return SponsorPaymentResult{}, errs.New(errs.Refused, "the sponsors owe {amount} for {deal}", "amount", owed, "deal", d.Nr).At(d.ID).
				Because("check the reference; the money may belong to another deal")
		}
		res := SponsorPaymentResult{Deal: d.ID, Group: w.newID(id.Transfer), Owed: money.Of(owed.Minor-req.Amount.Minor, owed.Currency)}
		err = w.post(booking{group: res.Group, what: "sponsor " + strings.TrimSpace(req.Reference), deal: d.ID, currency: owed.Currency, on: req.ValueOn,
			postings: []posting{{ledger.Bank, ledger.ReceivableSponsor, req.Amount.Minor}}})
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.ValueOn, data: res,
			text: errs.T("{amount} was received from the sponsor of {deal} ({reference})", "amount", req.Amount, "deal", d.Nr, "reference", req.Reference)})
	})

// bookedOnce refuses a reference under which money of or for the sponsors of a deal was booked and not reversed.
func (w *work) bookedOnce(d q.Deal, reference string) error {
	rows, err := w.tx.TransfersOfDeal(w.ctx, d.ID)
	if err != nil {
		return err
	}
	for _, t := range rows {
		if t.What != "sponsor "+strings.TrimSpace(reference) || t.ReversesID != "" {
			continue
		}
		switch err := w.unreversed(t.ID, t.GroupID); {
		case errs.Is(err, errs.Conflict):
		case err != nil:
			return err
		default:
			return errs.New(errs.Conflict, "the reference {reference} is booked already as {payment}", "reference", reference, "payment", t.GroupID).At(d.ID).
				Because("nothing is to be done, or reverse that payment first")
		}
	}
	return nil
}

// sponsorOwes is what the sponsors of a deal still owe.
func (w *work) sponsorOwes(d q.Deal) (money.Amount, error) {
	account := ledger.Open(ledger.ReceivableSponsor, money.Currency(d.Currency), d.ID)
	row, err := w.tx.LedgerAccount(w.ctx, q.LedgerAccountParams{CentreID: w.centre(), ID: account.ID})
	if store.None(err) {
		return money.Of(0, account.Currency), nil
	}
	return money.Of(row.DebitsMinor-row.CreditsMinor, account.Currency), err
}

// levellingTable says which programmes lower the rate of a deal, and what each of them pays.
func (w *work) levellingTable(d q.Deal) (Table, error) {
	t := Table{Title: "Levelling", Columns: []Head{head("Programme", store.Ref), head("Sponsor", store.Text), head("Formula", store.State), head("Rate before", store.Text),
		head("Rate after", store.Text), head("Sponsor pays", store.Money), head("Still owed", store.Money)}}
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil || len(terms.Levelling.Programmes) == 0 {
		return t, err
	}
	_, o, err := terms.Offer(d.StartsOn)
	if err != nil {
		return t, err
	}
	owed, err := w.sponsorOwes(d)
	if err != nil {
		return t, err
	}
	for n, r := range reliefs(o) {
		rest := money.Of(0, owed.Currency) // the sponsors of a deal owe together; the first line bears it
		if n == 0 {
			rest = owed
		}
		name := r.Programme
		for _, p := range terms.Levelling.Programmes {
			if p.ID == r.Programme {
				name = p.Name
			}
		}
		t.Rows = append(t.Rows, []any{Ref{r.Programme, name}, r.Sponsor, string(r.Formula), errs.T("{percent} %", "percent", r.From), errs.T("{percent} %", "percent", r.To), r.Cost, rest})
	}
	return t, nil
}
