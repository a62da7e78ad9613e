package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// FeeRequest agrees the commission of a guarantor.
type FeeRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	From      day.Date     `json:"from" label:"From" help:"Leave empty when it holds from the first day of the guarantee." optional:""`
	Rate      money.Rate   `json:"rate" label:"Rate a year"`
	Basis     string       `json:"basis" label:"Basis" enum:"face|available|pledged" help:"The amount of the guarantee, what may still be demanded, or what deals hold of it."`
	Count     string       `json:"count" label:"Day count" enum:"A360|A365|30E360"`
	Every     string       `json:"every" label:"Period" enum:"P1M|P3M|P6M|P1Y"`
	Advance   bool         `json:"advance" label:"In advance" help:"Asked for at the beginning of each period instead of its end." optional:""`
	Minimum   money.Amount `json:"minimum" label:"Minimum a period" optional:""`
	Payer     string       `json:"payer" label:"Paid by" enum:"house|applicant" help:"What the house pays is accrued and posted; what the applicant pays is only shown."`
}

// AgreeFee records what the guarantor asks for its promise.
var AgreeFee = verb(Spec{Name: "commission.agree", Title: "Agree the commission", Help: "Record what the guarantor asks for its promise, from a day on.", On: "guarantee", Roles: []Role{Risk, Manager, Accountant}},
	func(w *work, req FeeRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if p.Life != guarantee.Recorded && p.Life != guarantee.InForce {
			return GuaranteeResult{}, over(p.Instrument)
		}
		fee := guarantee.Fee{From: req.From, Rate: req.Rate, Basis: req.Basis, Count: req.Count, Every: req.Every, Advance: req.Advance, Minimum: req.Minimum, Payer: req.Payer}
		if err := w.mayAgree(p, fee); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.FeeAgreedFact{Fee: fee}); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, on: fee.From, data: fee,
			text: errs.T("a commission of {rate} a year was agreed for guarantee {number}", "rate", req.Rate, "number", p.Number)})
	})

// mayAgree refuses a commission that begins on a day up to which the old one was posted.
func (w *work) mayAgree(p promise, fee guarantee.Fee) error {
	sum, err := w.tx.CommissionSum(w.ctx, p.ID)
	if err != nil {
		return err
	}
	var f errs.Faults
	if last := sum.LastOn; last != "" && len(p.Fees) > 0 && fee.From.String() <= last {
		f.Add("from", "the commission was posted up to {day}", "day", day.MustParse(last)).Because("let the new one begin on a later day")
	}
	return f.Err()
}

// CommissionRequest posts what guarantors cost up to a day.
type CommissionRequest struct {
	On day.Date `json:"on" label:"Up to" help:"Today or earlier."`
}

// CommissionResult tells what was posted.
type CommissionResult struct {
	On         day.Date       `json:"on"`
	Guarantees int            `json:"guarantees"` // for which something was posted
	Cost       []money.Amount `json:"cost"`       // by currency
}

// PostCommissions posts the commissions of the house up to a day. What was posted before is left out, so that it can be asked twice.
var PostCommissions = verb(Spec{Name: "commission.post", Title: "Post commissions", Help: "Accrue what guarantors cost the house, and post what they may ask for, up to a day; closing a month does it too.", Roles: []Role{Accountant}},
	func(w *work, req CommissionRequest) (CommissionResult, error) {
		var f errs.Faults
		if req.On == 0 || req.On > w.today {
			f.Add("on", "the day is today or earlier")
			return CommissionResult{On: req.On}, f.Err()
		}
		res, err := w.postCommissions(req.On)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: w.centre(), on: req.On, data: res, text: errs.T("commissions of {n} guarantees were posted up to {day}", "n", res.Guarantees, "day", req.On)})
	})

func (w *work) postCommissions(on day.Date) (CommissionResult, error) {
	res := CommissionResult{On: on, Cost: []money.Amount{}}
	for after := ""; ; {
		ids, err := w.tx.CostingGuarantees(w.ctx, q.CostingGuaranteesParams{ID: after, Limit: closePage})
		if err != nil || len(ids) == 0 {
			return res, err
		}
		for _, guaranteeID := range ids {
			after = guaranteeID
			moved, err := w.postCommission(guaranteeID, on)
			if err != nil {
				return res, err
			}
			if moved.Currency != "" {
				res.Guarantees++
				res.Cost = addAmount(res.Cost, moved)
			}
		}
	}
}

// closeMonth posts commissions up to the last end of a month since the close before.
func (w *work) closeMonth(res *CloseDayResult, last day.Date) error {
	end := res.On
	if !end.IsMonthEnd() {
		end = end.AddMonths(-1).MonthEnd()
	}
	if end <= last {
		return nil
	}
	_, err := w.postCommissions(end)
	return err
}

func addAmount(all []money.Amount, a money.Amount) []money.Amount {
	for n := range all {
		if all[n].Currency == a.Currency {
			all[n].Minor += a.Minor
			return all
		}
	}
	return append(all, a)
}

// postCommission posts the difference between what a guarantee has cost up to a day and what was posted of it.
func (w *work) postCommission(guaranteeID string, on day.Date) (money.Amount, error) {
	cost, err := w.costOf(guaranteeID, on)
	if err != nil {
		return money.Amount{}, err
	}
	sum, err := w.tx.CommissionSum(w.ctx, guaranteeID)
	if err != nil {
		return money.Amount{}, err
	}
	costMinor, dueMinor := cost.Accrued.Minor-sum.CostMinor, cost.Due.Minor-sum.DueMinor
	if costMinor == 0 && dueMinor == 0 || on.String() < sum.LastOn {
		return money.Amount{}, nil
	}
	row := q.AddCommissionParams{CentreID: w.centre(), ID: w.newID(id.Commission), GuaranteeID: guaranteeID, UpToOn: on, Currency: string(cost.Accrued.Currency),
		CostMinor: costMinor, DueMinor: dueMinor, ByLogin: w.actor.ID, AtUs: w.now()}
	if err := w.tx.AddCommission(w.ctx, row); err != nil {
		return money.Amount{}, err
	}
	return money.Of(costMinor, cost.Accrued.Currency), w.post(booking{group: row.ID, what: "commission accrual", currency: cost.Accrued.Currency, on: on,
		postings: []posting{either(ledger.GuaranteeCost, ledger.GuaranteeAccrual, costMinor), either(ledger.GuaranteeAccrual, ledger.PayableGuarantor, dueMinor)}})
}

// either is a posting that turns round when its amount is below zero.
func either(debit, credit ledger.Code, minor int64) posting {
	if minor < 0 {
		return posting{credit, debit, -minor}
	}
	return posting{debit, credit, minor}
}

// costOf computes what a guarantee has cost up to a day.
func (w *work) costOf(guaranteeID string, on day.Date) (guarantee.Cost, error) {
	rows, err := w.tx.GuaranteeHistory(w.ctx, guaranteeID)
	if err != nil {
		return guarantee.Cost{}, err
	}
	events, err := store.GuaranteeEvents(rows)
	if err != nil {
		return guarantee.Cost{}, err
	}
	return guarantee.FeeUpTo(guaranteeID, events, on)
}

// PayCommissionRequest books what the house paid to a guarantor.
type PayCommissionRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Amount    money.Amount `json:"amount" label:"Paid"`
	On        day.Date     `json:"on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference"`
}

// PayCommissionResult says what is still owed to the guarantor.
type PayCommissionResult struct {
	ID   string       `json:"id"`
	Owed money.Amount `json:"owed"`
}

// PayCommission books the commission that was paid to a guarantor, at most what it may ask for by then.
var PayCommission = verb(Spec{Name: "commission.pay", Title: "Pay the commission", Help: "Book the commission that the house paid to a guarantor.", On: "guarantee", Roles: []Role{Accountant}},
	func(w *work, req PayCommissionRequest) (PayCommissionResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return PayCommissionResult{}, err
		}
		if req.On != 0 && req.On <= w.today {
			if _, err := w.postCommission(p.ID, req.On); err != nil { // what fell due up to that day is owed
				return PayCommissionResult{}, err
			}
		}
		sum, err := w.tx.CommissionSum(w.ctx, p.ID)
		if err != nil {
			return PayCommissionResult{}, err
		}
		owed := money.Of(sum.DueMinor-sum.PaidMinor, p.Face.Currency)
		if err := w.mayPayCommission(req, owed); err != nil {
			return PayCommissionResult{}, err
		}
		row := q.AddCommissionParams{CentreID: w.centre(), ID: w.newID(id.Commission), GuaranteeID: p.ID, UpToOn: req.On, Currency: string(owed.Currency),
			PaidMinor: req.Amount.Minor, Reference: strings.TrimSpace(req.Reference), ByLogin: w.actor.ID, AtUs: w.now()}
		if err := w.tx.AddCommission(w.ctx, row); err != nil {
			return PayCommissionResult{}, err
		}
		err = w.post(booking{group: row.ID, what: "commission payment", currency: owed.Currency, on: req.On, postings: []posting{{ledger.PayableGuarantor, ledger.Bank, req.Amount.Minor}}})
		if err != nil {
			return PayCommissionResult{}, err
		}
		owed.Minor -= req.Amount.Minor
		return PayCommissionResult{row.ID, owed}, w.event(happening{entity: p.ID, party: p.Guarantor, on: req.On,
			text: errs.T("a commission of {amount} was paid for guarantee {number} ({reference})", "amount", req.Amount, "number", p.Number, "reference", row.Reference)})
	})

func (w *work) mayPayCommission(req PayCommissionRequest, owed money.Amount) error {
	var f errs.Faults
	switch {
	case req.Amount.Minor <= 0:
		f.Add("amount", "the amount is more than nothing")
	case req.Amount.Currency != owed.Currency:
		f.Add("amount", "{amount} is not in the currency of the guarantee", "amount", req.Amount)
	case req.Amount.Minor > owed.Minor:
		f.Add("amount", "the guarantor may ask for {amount} by then", "amount", owed).Because("check the terms of the commission, or the day")
	}
	if req.On == 0 || req.On > w.today {
		f.Add("on", "the value date is today or earlier")
	}
	if strings.TrimSpace(req.Reference) == "" || len(req.Reference) > 140 {
		f.Add("reference", "a bank reference of at most 140 characters is needed").Because("copy it from the statement")
	}
	if err := f.Err(); err != nil {
		return err
	}
	other, err := w.tx.CommissionOfReference(w.ctx, q.CommissionOfReferenceParams{CentreID: w.centre(), Reference: strings.TrimSpace(req.Reference)})
	if store.None(err) {
		return nil
	}
	if err == nil {
		err = errs.New(errs.Conflict, "{reference} is booked already", "reference", req.Reference).At(other.ID).Because("look whether it is the same money")
	}
	return err
}

// undoCommission takes back a commission that was paid by mistake. What accrued follows from the terms and is posted anew by itself.
func (w *work) undoCommission(commissionID string) (booking, error) {
	row, err := w.tx.Commission(w.ctx, q.CommissionParams{CentreID: w.centre(), ID: commissionID})
	if err != nil {
		return booking{}, store.Missing(err, commissionID)
	}
	if row.ReversedUs != 0 {
		return booking{}, errs.New(errs.Conflict, "{payment} was reversed before", "payment", row.Reference).At(row.ID).Because("nothing is to be done")
	}
	if row.PaidMinor == 0 {
		return booking{}, errs.New(errs.Refused, "what accrued follows from the terms of the commission").At(row.GuaranteeID).Because("correct the terms; the difference is posted at the next close of a month")
	}
	if err := w.tx.ReverseCommission(w.ctx, q.ReverseCommissionParams{CentreID: w.centre(), ID: row.ID, ReversedUs: w.now()}); err != nil {
		return booking{}, err
	}
	j := w.journal()
	b, err := j.reverse(row.ID, reversal{what: "reversal", reason: w.call.Reason})
	if err != nil {
		return b, err
	}
	return b, j.close()
}

// CostRequest asks what a guarantee costs.
type CostRequest struct {
	Guarantee string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	On        day.Date `json:"on" label:"Up to" optional:""`
}

// CostAnswer is what a guarantee has cost, period by period.
type CostAnswer struct {
	Number string   `json:"number"`
	On     day.Date `json:"on"`
	guarantee.Cost
	Posted money.Amount `json:"posted"` // of what accrued
	Paid   money.Amount `json:"paid"`
}

// AskCost answers what a guarantee costs, period by period, and how much of it was posted and paid.
var AskCost = question(Spec{Name: "commission.cost", Title: "Cost of a guarantee", Help: "What a guarantee costs, period by period: accrued, due, posted and paid.", On: "guarantee", Roles: staff},
	func(w *work, req CostRequest) (CostAnswer, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return CostAnswer{}, err
		}
		if req.On == 0 {
			req.On = w.today
		}
		out := CostAnswer{Number: p.Number, On: req.On}
		if out.Cost, err = w.costOf(p.ID, req.On); err != nil {
			return out, err
		}
		sum, err := w.tx.CommissionSum(w.ctx, p.ID)
		out.Accrued, out.Due = money.Of(out.Accrued.Minor, p.Face.Currency), money.Of(out.Due.Minor, p.Face.Currency)
		out.Posted, out.Paid = money.Of(sum.CostMinor, p.Face.Currency), money.Of(sum.PaidMinor, p.Face.Currency)
		return out, err
	})

// Headline says what it costs the house.
func (a CostAnswer) Headline() errs.Text {
	if len(a.Periods) == 0 {
		return errs.T("No commission is agreed for guarantee {number}.", "number", a.Number)
	}
	return errs.T("Guarantee {number} has cost the house {amount} up to {day}; {due} were due and {paid} are paid.", "number", a.Number, "amount", a.Accrued, "day", a.On, "due", a.Due, "paid", a.Paid)
}

// Tables are the periods, for people.
func (a CostAnswer) Tables() []Table {
	t := Table{Title: "Periods", Columns: []Head{head("From", store.Day), head("To", store.Day), head("Due on", store.Day), head("Basis", store.Money), head("Commission", store.Money),
		head("Minimum", store.State), head("Paid by", store.State)}}
	for _, p := range a.Periods {
		least := ""
		if p.Least {
			least = "yes"
		}
		t.Rows = append(t.Rows, []any{p.From, p.To, p.DueOn, p.Basis, p.Amount, least, p.Payer})
	}
	return []Table{t}
}
