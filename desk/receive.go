package desk

import (
	"strings"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// ReceiveRequest is money that arrived for a deal.
type ReceiveRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount"`
	ValueOn   day.Date     `json:"value_on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference" help:"As on the statement; each is booked once."`
}

// ReceiveResult says what the money met.
type ReceiveResult struct {
	Payment   string       `json:"payment"`
	Parts     []lease.Part `json:"parts"`
	Unapplied money.Amount `json:"unapplied"` // of this payment, kept for what falls due later
	Overdue   money.Amount `json:"overdue"`   // what is still late after it
}

// ReceivePayment books money from a customer and allocates it: oldest due first, fees, then interest, then principal.
// What is over stays unapplied and meets what falls due next.
var ReceivePayment = verb(Spec{Name: "payment.receive", Title: "Receive", Help: "Book money of a customer; it meets the oldest due first: fees, interest, principal.", Roles: []Role{Accountant}},
	func(w *work, req ReceiveRequest) (ReceiveResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return ReceiveResult{}, err
		}
		if err := w.mayReceive(d, req); err != nil {
			return ReceiveResult{}, err
		}
		res := ReceiveResult{Payment: w.newID(id.Payment)}
		open, billed := []lease.Open{}, d.BilledOn
		if running(d) {
			if open, err = w.bill(&d, max(req.ValueOn, billed)); err != nil {
				return res, err
			}
		}
		parts, rest := lease.Allocate(open, req.Amount.Minor, max(req.ValueOn, billed))
		res.Parts, res.Unapplied = parts, money.Of(rest, req.Amount.Currency)
		if err := w.bookPayment(&d, res, req, "customer"); err != nil {
			return res, err
		}
		if err := w.met(&d, less(open, parts), max(req.ValueOn, billed)); err != nil {
			return res, err
		}
		res.Overdue = money.Of(d.OverdueMinor, req.Amount.Currency)
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.ValueOn,
			text: errs.T("{amount} was received for {deal} ({reference})", "amount", req.Amount, "deal", d.Nr, "reference", req.Reference), data: res})
	})

// met counts how late a running deal still is after money met its rows up to a day. What fell due since that day meets
// what is left of the money first. A deal in default that owes nothing any more is recovered.
func (w *work) met(d *q.Deal, open []lease.Open, upTo day.Date) (err error) {
	if !running(*d) {
		return nil
	}
	if upTo < w.today {
		if open, err = w.bill(d, w.today); err != nil {
			return err
		}
	}
	if err := w.age(d, open, w.today); err != nil || d.Stage != string(deal.Defaulted) || len(open) > 0 {
		return err
	}
	d.Stage = string(deal.Recovered)
	return w.tx.SetDealStage(w.ctx, q.SetDealStageParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage})
}

func (w *work) mayReceive(d q.Deal, req ReceiveRequest) error {
	var f errs.Faults
	switch {
	case req.Amount.Minor <= 0:
		f.Add("amount", "the amount is more than nothing")
	case req.Amount.Minor > money.MaxMinor:
		f.Add("amount", "the amount is at most {most}", "most", money.Of(money.MaxMinor, req.Amount.Currency))
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
		return err
	}
	if d.Stage == "closed" || d.Stage == "cancelled" || d.Stage == "quoted" {
		return errs.New(errs.Conflict, "{deal} is {stage} and takes no money", "deal", d.Nr, "stage", d.Stage).At(d.ID).Because("check the reference; the money may belong to another deal")
	}
	if d.Stage == string(deal.Recovered) {
		return errs.New(errs.Conflict, "{deal} owes nothing any more", "deal", d.Nr).At(d.ID).Because("pay the money back; if a loss was booked that it makes good, reverse the write-off first")
	}
	other, err := w.tx.PaymentByReference(w.ctx, q.PaymentByReferenceParams{CentreID: w.centre(), Reference: req.Reference})
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict, "the reference {reference} is booked already as {payment}", "reference", req.Reference, "payment", other.ID).At(other.ID).
		Because("nothing is to be done, or reverse that payment first")
}

// bookPayment writes the payment, marks the rows it met and moves the money.
func (w *work) bookPayment(d *q.Deal, res ReceiveResult, req ReceiveRequest, kind string) error {
	err := w.tx.AddPayment(w.ctx, q.AddPaymentParams{CentreID: w.centre(), ID: res.Payment, DealID: d.ID, Kind: kind, AmountMinor: req.Amount.Minor,
		Currency: d.Currency, ValueOn: req.ValueOn, Reference: req.Reference, UnappliedMinor: res.Unapplied.Minor, PartsJson: col.Of(res.Parts),
		ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	err = w.settleParts(d, res.Parts, ledger.Bank, res.Payment, "payment", req.ValueOn, posting{ledger.Bank, ledger.Unapplied, res.Unapplied.Minor})
	if err != nil {
		return err
	}
	return w.setUnapplied(d, d.UnappliedMinor+res.Unapplied.Minor)
}
