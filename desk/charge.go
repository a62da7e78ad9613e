package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// ChargeRequest charges a fee or a penalty, as an amount or as percent.
type ChargeRequest struct {
	Deal    string       `json:"deal" label:"Deal" ref:"deal"`
	Kind    string       `json:"kind" label:"Kind" enum:"fee|penalty"`
	Amount  money.Amount `json:"amount" label:"Amount" help:"Or percent." optional:""`
	Percent money.Rate   `json:"percent" label:"Percent" unit:"%" optional:""`
	Of      string       `json:"of" label:"Percent of" enum:"overdue|principal" optional:""`
	DueOn   day.Date     `json:"due_on" label:"Due on" help:"It falls due with the next rental on or after this day; leave empty for today." optional:""`
}

// ChargeResult says what was charged.
type ChargeResult struct {
	Deal   string       `json:"deal"`
	Nr     string       `json:"nr"`
	Change string       `json:"change"` // id by which it can be reversed
	Amount money.Amount `json:"amount"`
}

// ChargeDeal charges a fee or a penalty to a running deal.
var ChargeDeal = verb(Spec{Name: "deal.charge", Title: "Charge", Help: "Charge a fee or a penalty to a running deal, as an amount or as percent.", On: "deal", Roles: []Role{Accountant, Manager}},
	func(w *work, req ChargeRequest) (ChargeResult, error) {
		d, err := w.charged(req.Deal)
		if err != nil {
			return ChargeResult{}, err
		}
		amount, err := w.amountOf(d, req)
		if err != nil {
			return ChargeResult{}, err
		}
		done, _, err := w.change(&d, loan.Transaction{Kind: loan.Charge, On: w.today, Due: req.DueOn, Amount: amount.Minor, Penalty: req.Kind == "penalty"})
		if err != nil {
			return ChargeResult{}, err
		}
		text := errs.T("a fee of {amount} was charged to {deal}", "amount", amount, "deal", d.Nr)
		if req.Kind == "penalty" {
			text = errs.T("a penalty of {amount} was charged to {deal}", "amount", amount, "deal", d.Nr)
		}
		return ChargeResult{d.ID, d.Nr, done.ID, amount}, w.event(happening{entity: d.ID, party: d.CustomerID, text: text})
	})

// charged is a running deal to which something may be charged or waived.
func (w *work) charged(dealID string) (q.Deal, error) {
	d, err := w.deal(dealID)
	if err != nil {
		return d, err
	}
	if err := w.hasReason(); err != nil {
		return d, err
	}
	if !running(d) {
		return d, notRunning(d)
	}
	return d, w.catchUp(&d, w.today)
}

// amountOf is the amount of a charge, computed when it is asked as percent.
func (w *work) amountOf(d q.Deal, req ChargeRequest) (money.Amount, error) {
	var f errs.Faults
	currency := money.Currency(d.Currency)
	oneOf(&f, "kind", req.Kind, "fee", "penalty")
	if req.DueOn != 0 && req.DueOn < w.today {
		f.Add("due_on", "the day is today or later")
	}
	if last := max(d.EndsOn, w.today).AddMonths(12); req.DueOn > last {
		f.Add("due_on", "the last row is due on {day}", "day", d.EndsOn).Because("choose {latest} or earlier", "latest", last)
	}
	byPercent := !req.Percent.IsZero()
	switch {
	case byPercent == (req.Amount.Minor != 0):
		f.Add("amount", "write an amount or percent, not both")
	case byPercent:
		oneOf(&f, "of", req.Of, "overdue", "principal")
		if req.Percent.Fraction() < 0 || req.Percent.Fraction() > 1 {
			f.Add("percent", "percent are from 0 to 100")
		}
	default:
		w.checkMoney(&f, d, "amount", req.Amount)
	}
	if err := f.Err(); err != nil || !byPercent {
		return req.Amount, err
	}
	base := money.Of(d.OverdueMinor, currency)
	if req.Of == "principal" {
		rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
		if err != nil {
			return base, err
		}
		base.Minor = 0
		for _, r := range rows {
			base.Minor += instalmentOf(r).Open().Principal
		}
	}
	num, den := req.Percent.Ratio()
	amount, err := base.MulRat(num, den, money.HalfUp)
	if err == nil && amount.Minor == 0 {
		f.Add("percent", "it comes to nothing")
		err = f.Err()
	}
	return amount, err
}

// checkMoney refuses an amount that is nothing or in another currency than the deal.
func (w *work) checkMoney(f *errs.Faults, d q.Deal, field string, a money.Amount) {
	switch {
	case a.Minor <= 0:
		f.Add(field, "the amount is more than nothing")
	case a.Minor > money.MaxMinor:
		f.Add(field, "the amount is at most {most}", "most", money.Of(money.MaxMinor, a.Currency))
	case string(a.Currency) != d.Currency:
		f.Add(field, "{deal} is in {currency}, the amount is in {other}", "deal", d.Nr, "currency", d.Currency, "other", string(a.Currency)).
			Because("write the amount in {currency}", "currency", d.Currency)
	}
}

// WaiveChargeRequest gives up a charge or a part of it.
type WaiveChargeRequest struct {
	Deal   string       `json:"deal" label:"Deal" ref:"deal"`
	Kind   string       `json:"kind" label:"Kind" enum:"fee|penalty"`
	Amount money.Amount `json:"amount" label:"Amount" help:"At most what is open of this kind."`
	Row    int          `json:"row" label:"Row of the schedule" help:"Leave empty for the oldest." optional:""`
}

// WaiveCharge gives up fees or penalties that are not paid yet.
var WaiveCharge = verb(Spec{Name: "deal.waive_charge", Title: "Waive a charge", Help: "Give up a fee or a penalty that is not paid yet.", On: "deal", Roles: []Role{Manager}},
	func(w *work, req WaiveChargeRequest) (ChargeResult, error) {
		d, err := w.charged(req.Deal)
		if err != nil {
			return ChargeResult{}, err
		}
		var f errs.Faults
		oneOf(&f, "kind", req.Kind, "fee", "penalty")
		w.checkMoney(&f, d, "amount", req.Amount)
		if err := f.Err(); err != nil {
			return ChargeResult{}, err
		}
		t := loan.Transaction{Kind: loan.Waive, On: w.today, Nr: req.Row, Part: loan.Part{Fee: req.Amount.Minor}}
		text := errs.T("a fee of {amount} was waived for {deal}", "amount", req.Amount, "deal", d.Nr)
		if req.Kind == "penalty" {
			t.Part = loan.Part{Penalty: req.Amount.Minor}
			text = errs.T("a penalty of {amount} was waived for {deal}", "amount", req.Amount, "deal", d.Nr)
		}
		done, _, err := w.change(&d, t)
		if err != nil {
			return ChargeResult{}, err
		}
		if done.Part != t.Part {
			f.Add("amount", "only {amount} of it are open", "amount", money.Of(done.Part.Total(), req.Amount.Currency)).Because("what was paid is not waived; pay it back instead")
			return ChargeResult{}, f.Err()
		}
		return ChargeResult{d.ID, d.Nr, done.ID, req.Amount}, w.event(happening{entity: d.ID, party: d.CustomerID, text: text})
	})
