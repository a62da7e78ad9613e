package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store/col"
	"kontor/store/q"
)

// PrepayRequest is money that a customer pays ahead of its time.
type PrepayRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount" help:"What is due is paid of it first; all else is principal, and interest of it since the last due date."`
	ValueOn   day.Date     `json:"value_on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference" help:"As on the statement; each is booked once."`
	Effect    string       `json:"effect" label:"What it changes" enum:"lower_rental|shorter_term|skip_next"`
}

// PrepayResult says what is left.
type PrepayResult struct {
	AddendumResult
	Payment string       `json:"payment"`
	Ahead   money.Amount `json:"ahead"` // principal paid ahead
}

// PrepayDeal books money for principal ahead of its time; the rows that are left are calculated again.
var PrepayDeal = verb(Spec{Name: "deal.prepay", Title: "Prepay", Help: "Book money that is paid ahead: a lower rental, a shorter term, or the next rentals lose their principal.", On: "deal", Roles: []Role{Accountant}},
	func(w *work, req PrepayRequest) (PrepayResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return PrepayResult{}, err
		}
		receive := ReceiveRequest{Deal: req.Deal, Amount: req.Amount, ValueOn: req.ValueOn, Reference: req.Reference}
		if err := w.mayPrepay(&s, req, receive); err != nil {
			return PrepayResult{}, err
		}
		t, err := w.prepayment(s, req)
		if err != nil {
			return PrepayResult{}, err
		}
		a, err := w.bookPrepayment(&s.deal, t, receive)
		if err != nil {
			return PrepayResult{}, err
		}
		done, _ := a.Find(t.ID)
		if err := w.addVersion(&s.deal, a, done, s.terms); err != nil {
			return PrepayResult{}, err
		}
		ahead := money.Of(t.Amount-s.account.OpenUntil(req.ValueOn).Total()-t.Part.Total(), req.Amount.Currency)
		res := PrepayResult{Payment: t.ID, Ahead: ahead, AddendumResult: AddendumResult{Deal: s.deal.ID, Nr: s.deal.Nr, Version: int(s.deal.ContractVersion), Change: t.ID, EndsOn: s.deal.EndsOn,
			Rental: money.Of(t.Rows[0].Owed.Principal+t.Rows[0].Owed.Interest, req.Amount.Currency)}}
		missing, err := w.missing(s.deal)
		if err != nil {
			return PrepayResult{}, err
		}
		res.Covered = missing.Minor == 0
		return res, w.event(happening{entity: s.deal.ID, party: s.deal.CustomerID, on: req.ValueOn, data: res,
			text: errs.T("{amount} of {deal} were paid ahead; the next rental is {rental}, the last day {day}", "amount", ahead, "deal", s.deal.Nr, "rental", res.Rental, "day", res.EndsOn)})
	})

// mayPrepay checks the money as for any payment. The rows that are left are calculated from the account on the value date, so nothing
// may have happened since.
func (w *work) mayPrepay(s *servicing, req PrepayRequest, receive ReceiveRequest) error {
	if err := w.mayReceive(s.deal, receive); err != nil {
		return err
	}
	var f errs.Faults
	oneOf(&f, "effect", req.Effect, "lower_rental", "shorter_term", "skip_next")
	if s.deal.Kind != "lease" {
		f.Add("deal", "{deal} has no rentals", "deal", s.deal.Nr).Because("receive the money; it meets what falls due")
	}
	if req.ValueOn < s.deal.NewestOn {
		f.Add("value_on", "something was booked for {day} already", "day", s.deal.NewestOn).Because("take that day or a later one, or book it as a payment")
	}
	if err := f.Err(); err != nil {
		return err
	}
	debt, err := w.tx.Debt(w.ctx, s.deal)
	if err != nil {
		return err
	}
	s.account, err = debt.Replay(req.ValueOn)
	return err
}

// prepayment calculates the rows that are left. Principal that is paid between two due dates bears interest since the last one.
func (w *work) prepayment(s servicing, req PrepayRequest) (loan.Transaction, error) {
	t := loan.Transaction{ID: w.newID(id.Payment), Kind: loan.Prepay, On: req.ValueOn, Amount: req.Amount.Minor, Reason: w.reasonOr("paid ahead")}
	rows, left := s.ahead(req.ValueOn)
	residual, rentals := residualOf(rows)
	if rentals == 0 {
		return t, errs.New(errs.Refused, "{deal} has no rental ahead", "deal", s.deal.Nr).At(s.deal.ID).Because("receive the money; it meets what is due")
	}
	terms, err := s.leaseOf(left, residual, rentals, rows[0].DueOn)
	if err != nil {
		return t, err
	}
	free := req.Amount.Minor - s.account.OpenUntil(req.ValueOn).Total()
	if free <= 0 {
		return t, errs.New(errs.Refused, "{amount} are due before anything can be paid ahead", "amount", money.Of(req.Amount.Minor-free, req.Amount.Currency)).At(s.deal.ID).
			Because("pay more than that, or book it as a payment")
	}
	if t.Part.Interest, err = interestWithin(terms, free, rows[0].DueOn, req.ValueOn, rows[1].DueOn); err != nil {
		return t, err
	}
	p, err := lease.Prepay(lease.Prepayment{Terms: terms, Rows: rows, After: 1, Amount: money.Of(free-t.Part.Interest, req.Amount.Currency), Effect: lease.PrepaymentEffect(req.Effect)})
	if err != nil {
		return t, err
	}
	for _, r := range p.Rows {
		t.Rows = append(t.Rows, loan.Instalment{Nr: r.Nr, Kind: loan.Kind(r.Kind), DueOn: r.DueOn, Owed: loan.Part{Fee: r.Fee, Interest: r.Interest, Principal: r.Principal}})
	}
	return t, nil
}

// interestWithin is the interest that an amount pays together with the principal that it is meant for, in a period that ends on a day:
// of the period's interest as many parts as days have passed.
func interestWithin(terms lease.Terms, amount int64, from, on, ends day.Date) (int64, error) {
	if on <= from || ends <= from {
		return 0, nil
	}
	num, den := terms.Rate.Ratio()
	num, den = num*int64(terms.EveryMonths)*int64(on.Sub(from)), den*12*int64(ends.Sub(from))
	interest, err := money.Of(amount, terms.Price.Currency).MulRat(num, den+num, terms.Rounding) // amount = principal + principal x num / den
	return interest.Minor, err
}

// bookPrepayment writes the payment with the new rows and replays the account.
func (w *work) bookPrepayment(d *q.Deal, t loan.Transaction, req ReceiveRequest) (loan.Account, error) {
	body := t
	body.ID, body.Kind, body.On, body.Amount = "", "", 0, 0
	err := w.tx.AddPayment(w.ctx, q.AddPaymentParams{CentreID: w.centre(), ID: t.ID, DealID: d.ID, Kind: "customer", AmountMinor: req.Amount.Minor, Currency: d.Currency,
		ValueOn: req.ValueOn, Reference: req.Reference, UnappliedMinor: req.Amount.Minor, PartsJson: "[]", BodyJson: col.Of(body), ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return loan.Account{}, err
	}
	j := w.journal()
	b := booking{group: t.ID, what: "payment", deal: d.ID, of: t.ID, currency: req.Amount.Currency, on: req.ValueOn, postings: []posting{{ledger.Bank, ledger.Unapplied, req.Amount.Minor}}}
	if err := j.post(b); err != nil {
		return loan.Account{}, err
	}
	a, err := w.replayInto(j, d, w.today, t.ID, nil)
	if err != nil {
		return a, err
	}
	return a, j.close()
}

// reasonOr is why the verb was done, or what goes without saying.
func (w *work) reasonOr(usual string) string {
	if w.call.Reason != "" {
		return w.call.Reason
	}
	return usual
}
