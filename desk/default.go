package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// dpdOfDefault is the number of days past due from which default is presumed (IFRS 9 B5.5.37).
const dpdOfDefault = 90

// MarkLate brings one running deal up to today: what fell due is billed, unapplied cash meets it, and the days it is late
// are counted. The close of the day does the same for all deals.
var MarkLate = verb(Spec{Name: "deal.late", Title: "Count lateness", Help: "Bring one running deal up to today: bill what fell due and count how late it is.", On: "deal", Roles: []Role{Accountant, Risk, Manager}},
	func(w *work, req DealRequest) (LateResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return LateResult{}, err
		}
		if !running(d) {
			return LateResult{}, errs.New(errs.Conflict, "{deal} is {stage}, only a delivered deal can be late", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
				Because("choose a deal whose units are out")
		}
		err = w.catchUp(&d, w.today)
		return LateResult{Deal: d.ID, Nr: d.Nr, Days: int(d.Dpd), Since: d.LateSince, Overdue: money.Of(d.OverdueMinor, money.Currency(d.Currency))}, err
	})

// LateResult says how late a deal is.
type LateResult struct {
	Deal    string       `json:"deal"`
	Nr      string       `json:"nr"`
	Days    int          `json:"days"` // past due, 0 while nothing is late
	Since   day.Date     `json:"since,omitzero"`
	Overdue money.Amount `json:"overdue"`
}

// DefaultRequest declares a deal in default.
type DefaultRequest struct {
	Deal  string `json:"deal" label:"Deal" ref:"deal"`
	Cause string `json:"cause" label:"Cause" enum:"arrears|insolvency|loss_of_cover|cross_default|vanished"`
}

// DefaultDeal declares a running deal in default: what falls due later is due now, without its interest.
var DefaultDeal = verb(Spec{Name: "deal.default", Title: "Declare default", Help: "Declare a running deal in default; what is left falls due now.", On: "deal", Roles: []Role{Risk, Manager}},
	func(w *work, req DefaultRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		var f errs.Faults
		oneOf(&f, "cause", req.Cause, "arrears", "insolvency", "loss_of_cover", "cross_default", "vanished")
		if err := f.Err(); err != nil {
			return DealResult{}, err
		}
		if err := w.hasReason(); err != nil {
			return DealResult{}, err
		}
		if d.Stage != string(deal.Delivered) {
			return DealResult{}, errs.New(errs.Conflict, "{deal} is {stage}, only a delivered deal can default", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
				Because("choose a deal whose units are out")
		}
		if err := w.catchUp(&d, w.today); err != nil {
			return DealResult{}, err
		}
		if req.Cause == "arrears" && d.Dpd < dpdOfDefault {
			return DealResult{}, errs.New(errs.Refused, "{deal} is {n} days late", "deal", d.Nr, "n", int(d.Dpd)).At(d.ID).
				Because("arrears are a default from {days} days on; name another cause if there is one", "days", dpdOfDefault)
		}
		d.Stage, d.DefaultedOn = string(deal.Defaulted), w.today
		if err := w.tx.DefaultDeal(w.ctx, q.DefaultDealParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage, DefaultedOn: w.today}); err != nil {
			return DealResult{}, err
		}
		if _, _, err := w.change(&d, loan.Transaction{Kind: loan.Accelerate, On: w.today, Due: w.today}); err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, d.Stage}, w.event(happening{entity: d.ID, party: d.CustomerID,
			text: errs.T("{deal} is in default: {cause}", "deal", d.Nr, "cause", req.Cause)})
	})

// WriteOffDeal books what nobody will pay as a loss, so that the deal can be closed.
var WriteOffDeal = verb(Spec{Name: "deal.write_off", Title: "Write off", Help: "Book what is left of a defaulted deal as a loss.", On: "deal", Roles: []Role{Manager}},
	func(w *work, req DealRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.hasReason(); err != nil {
			return DealResult{}, err
		}
		if d.Stage != string(deal.Defaulted) {
			return DealResult{}, errs.New(errs.Conflict, "{deal} is {stage}, only a defaulted deal can be written off", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
				Because("declare the default first, with its cause")
		}
		if faults, err := w.openDemands(d); err != nil || len(faults) > 0 {
			if err != nil {
				return DealResult{}, err
			}
			e := errs.New(errs.Refused, "{deal} cannot be written off yet", "deal", d.Nr).At(d.ID)
			e.Faults, e.Hint = faults, faults[0].Hint
			return DealResult{}, e
		}
		if err := w.catchUp(&d, w.today); err != nil {
			return DealResult{}, err
		}
		sum, err := w.owed(d)
		if err != nil {
			return DealResult{}, err
		}
		if _, _, err := w.change(&d, loan.Transaction{Kind: loan.WriteOff, On: w.today, Amount: sum}); err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, string(deal.Recovered)}, w.event(happening{entity: d.ID, party: d.CustomerID,
			text: errs.T("{amount} of {deal} were written off", "amount", money.Of(sum, money.Currency(d.Currency)), "deal", d.Nr)})
	})
