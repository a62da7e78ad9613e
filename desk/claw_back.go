package desk

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// byCustomer is the word for a claw-back that the customer pays.
const byCustomer = "customer"

// claim is what one programme does not pay any more, and what it wants back, when a contract ends early.
type claim struct {
	programme   string
	ahead, back int64
}

type claims []claim

// clawBacks are the claims of the programmes of a lease that ends on a day.
func (w *work) clawBacks(e ending) (claims, error) {
	o, err := signedOffer(e.deal)
	if err != nil || o.Levelled == nil {
		return nil, err
	}
	var terms TermsRequest
	if err := e.deal.TermsJson.Into(&terms); err != nil {
		return nil, err
	}
	var out claims
	for i, r := range o.Levelled.Reliefs {
		c := claim{programme: r.Programme}
		for _, f := range o.Levelled.Sponsors[i].Flows {
			if f.On > e.on {
				c.ahead += f.Minor
			}
		}
		for _, p := range terms.Levelling.Programmes {
			if p.ID != r.Programme {
				continue
			}
			back, err := p.ClawedBack(money.Of(r.Cost.Minor-c.ahead, r.Cost.Currency), e.deal.StartsOn, e.on, money.HalfUp)
			if err != nil {
				return nil, err
			}
			c.back = back.Minor
		}
		out = append(out, c)
	}
	return out, nil
}

// by is what of the claims the customer pays.
func (all claims) by(who string) (minor int64) {
	if who != byCustomer {
		return 0
	}
	return all.back()
}

func (all claims) back() (minor int64) {
	for _, c := range all {
		minor += c.back
	}
	return minor
}

// endSubsidy ends what programmes pay for a lease. What they would pay later is not owed any more; what they claim back is owed to them,
// less what they still owe, and comes from the customer or from what is not earned yet. The rest of the subsidy is earned. The budgets
// have it again.
func (w *work) endSubsidy(e ending, all claims, fromCustomer bool) error {
	currency := money.Currency(e.deal.Currency)
	deferred, err := w.balanceOf(ledger.Open(ledger.DeferredSubsidy, currency, e.deal.ID))
	if err != nil {
		return err
	}
	owed, err := w.balanceOf(ledger.Open(ledger.ReceivableSponsor, currency, e.deal.ID))
	if err != nil {
		return err
	}
	b := booking{group: w.newID(id.Transfer), what: "subsidy ended", deal: e.deal.ID, currency: currency, on: e.on}
	give := func(from ledger.Code, minor int64) {
		fromSponsor := min(minor, owed)
		owed -= fromSponsor
		b.postings = append(b.postings, posting{from, ledger.ReceivableSponsor, fromSponsor}, posting{from, ledger.PayableSponsor, minor - fromSponsor})
	}
	unearned := func(minor int64) {
		part := min(minor, deferred)
		deferred -= part
		give(ledger.DeferredSubsidy, part)
		give(ledger.IncomeSubsidy, minor-part)
	}
	for _, c := range all {
		unearned(c.ahead)
		if !fromCustomer {
			unearned(c.back)
		}
		if sum := c.ahead + c.back; sum > 0 {
			if err := w.moveBudget(e.deal.ID, c.programme, lease.Return, sum, 0); err != nil {
				return err
			}
		}
	}
	b.postings = append(b.postings, posting{ledger.DeferredSubsidy, ledger.IncomeSubsidy, deferred})
	if err := w.post(b); err != nil || len(all) == 0 || all.back() == 0 {
		return err
	}
	return w.event(happening{entity: e.deal.ID, party: e.deal.CustomerID, on: e.on,
		text: errs.T("{amount} of the subsidy of {deal} go back to its sponsors", "amount", money.Of(all.back(), currency), "deal", e.deal.Nr)})
}

// closeSubsidy settles what programmes pay for a lease that is closed: after its whole term the rest is earned; before, whatever ended
// it, its sponsors get back what they claim. Run twice it does nothing.
func (w *work) closeSubsidy(d q.Deal) error {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil || len(terms.Levelling.Programmes) == 0 {
		return err
	}
	signed, err := signedOffer(d)
	if err != nil || signed.Levelled == nil {
		return err
	}
	if w.today >= lastDue(signed.Signed()) {
		return w.earnSubsidy(d, w.today)
	}
	moves, err := w.tx.BudgetMovesOfDeal(w.ctx, q.BudgetMovesOfDealParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil || slices.ContainsFunc(moves, func(m q.BudgetMove) bool { return m.Kind == string(lease.Return) }) {
		return err
	}
	e := ending{on: w.today}
	e.deal = d
	claimed, err := w.clawBacks(e)
	if err != nil {
		return err
	}
	return w.endSubsidy(e, claimed, false)
}

// balanceOf is the balance of an account on its normal side, nothing before it is opened.
func (w *work) balanceOf(a ledger.Account) (int64, error) {
	row, err := w.tx.LedgerAccount(w.ctx, q.LedgerAccountParams{CentreID: w.centre(), ID: a.ID})
	if store.None(err) {
		return 0, nil
	}
	return accountOf(row).Balance(), err
}

// PayBackRequest is money that goes back to the sponsors of a deal.
type PayBackRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount"`
	On        day.Date     `json:"on" label:"Paid back on"`
	Reference string       `json:"reference" label:"Bank reference" help:"Of the transfer to the sponsor."`
}

// PayBackSubsidy books what goes back to a sponsor of a lease that ended early.
var PayBackSubsidy = verb(Spec{Name: "programme.pay_back", Title: "Pay back to a sponsor", Help: "Book money that goes back to a sponsor because a lease ended early.", On: "deal",
	Roles: []Role{Accountant}},
	func(w *work, req PayBackRequest) (SponsorPaymentResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		var f errs.Faults
		w.checkMoney(&f, d, "amount", req.Amount)
		if req.On == 0 || req.On > w.today {
			f.Add("on", "the day is today or earlier")
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
		owed, err := w.balanceOf(ledger.Open(ledger.PayableSponsor, money.Currency(d.Currency), d.ID))
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		if req.Amount.Minor > owed {
			return SponsorPaymentResult{}, errs.New(errs.Refused, "{amount} are owed to the sponsors of {deal}", "amount", money.Of(owed, req.Amount.Currency), "deal", d.Nr).At(d.ID).
				Because("pay back that much")
		}
		res := SponsorPaymentResult{Deal: d.ID, Group: w.newID(id.Transfer), Owed: money.Of(owed-req.Amount.Minor, req.Amount.Currency)}
		err = w.post(booking{group: res.Group, what: "sponsor " + strings.TrimSpace(req.Reference), deal: d.ID, currency: req.Amount.Currency, on: req.On,
			postings: []posting{{ledger.PayableSponsor, ledger.Bank, req.Amount.Minor}}})
		if err != nil {
			return SponsorPaymentResult{}, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.On, data: res,
			text: errs.T("{amount} were paid back to the sponsor of {deal} ({reference})", "amount", req.Amount, "deal", d.Nr, "reference", req.Reference)})
	})
