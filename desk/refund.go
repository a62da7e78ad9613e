package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// RefundRequest pays back what a customer paid too much.
type RefundRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount" help:"At most what is unapplied."`
	On        day.Date     `json:"on" label:"Paid back on"`
	Reference string       `json:"reference" label:"Bank reference" help:"Of the transfer to the customer."`
}

// RefundResult says what is left.
type RefundResult struct {
	Deal      string       `json:"deal"`
	Nr        string       `json:"nr"`
	Group     string       `json:"group"`
	Unapplied money.Amount `json:"unapplied"`
}

// RefundPayment books money that goes back to a customer. Only what no row of the schedule has met can go back.
var RefundPayment = verb(Spec{Name: "payment.refund", Title: "Pay back", Help: "Book money that goes back to the customer; at most what is unapplied.", Roles: []Role{Accountant}},
	func(w *work, req RefundRequest) (RefundResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return RefundResult{}, err
		}
		if err := w.catchUp(&d, w.today); err != nil { // what fell due meets the money first
			return RefundResult{}, err
		}
		if err := w.mayRefund(d, req); err != nil {
			return RefundResult{}, err
		}
		res := RefundResult{Deal: d.ID, Nr: d.Nr, Group: w.newID(id.Change)}
		b := booking{group: res.Group, what: "refund " + req.Reference, deal: d.ID, of: res.Group, currency: req.Amount.Currency, on: req.On,
			postings: []posting{{ledger.Unapplied, ledger.Bank, req.Amount.Minor}}}
		if err := w.moneyChange(&d, b, string(loan.Refund), true); err != nil {
			return RefundResult{}, err
		}
		res.Unapplied = money.Of(d.UnappliedMinor, req.Amount.Currency)
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.On,
			text: errs.T("{amount} of {deal} were paid back ({reference})", "amount", req.Amount, "deal", d.Nr, "reference", req.Reference)})
	})

func (w *work) mayRefund(d q.Deal, req RefundRequest) error {
	var f errs.Faults
	free := money.Of(d.UnappliedMinor, money.Currency(d.Currency))
	switch {
	case req.Amount.Currency != free.Currency:
		f.Add("amount", "{deal} is in {currency}, the payment is in {other}", "deal", d.Nr, "currency", d.Currency, "other", string(req.Amount.Currency)).
			Because("write the amount in {currency}", "currency", d.Currency)
	case req.Amount.Minor <= 0:
		f.Add("amount", "the amount is more than nothing")
	case req.Amount.Minor > free.Minor:
		f.Add("amount", "only {amount} of the customer's money is unapplied", "amount", free).Because("pay back that much; what met a row of the schedule was owed")
	}
	if req.On == 0 || req.On > w.today {
		f.Add("on", "the day is today or earlier")
	}
	if strings.TrimSpace(req.Reference) == "" || len(req.Reference) > 140 {
		f.Add("reference", "a bank reference of at most 140 characters is needed").Because("copy it from the statement")
	}
	f.Take("", w.hasReason())
	if err := f.Err(); err != nil {
		return err
	}
	return notOver(d)
}
