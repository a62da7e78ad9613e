package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/store/q"
)

// PauseResult says whether the days past due count.
type PauseResult struct {
	Deal     string   `json:"deal"`
	Nr       string   `json:"nr"`
	PausedOn day.Date `json:"paused_on,omitzero"`
	Days     int      `json:"days"` // past due
}

// PauseDeal stops the count of days past due.
var PauseDeal = verb(Spec{Name: "deal.pause", Title: "Pause the count", Help: "Let the days from today on not count as late; what is owed stays owed.", On: "deal", Roles: []Role{Risk, Manager}},
	func(w *work, req DealRequest) (PauseResult, error) { return w.pause(req.Deal, loan.Pause) })

// ResumeDeal lets days past due count again.
var ResumeDeal = verb(Spec{Name: "deal.resume", Title: "Resume the count", Help: "Let days count as late again from today on.", On: "deal", Roles: []Role{Risk, Manager}},
	func(w *work, req DealRequest) (PauseResult, error) { return w.pause(req.Deal, loan.Resume) })

func (w *work) pause(dealID string, kind loan.TransactionKind) (PauseResult, error) {
	d, err := w.charged(dealID)
	if err != nil {
		return PauseResult{}, err
	}
	if d.Daily == 0 { // how late it is follows from the pauses now, not from the open rows alone
		d.Daily = 1
		if err := w.tx.SetContract(w.ctx, q.SetContractParams{CentreID: w.centre(), ID: d.ID, ContractVersion: d.ContractVersion, Daily: d.Daily}); err != nil {
			return PauseResult{}, err
		}
	}
	if _, _, err := w.change(&d, loan.Transaction{Kind: kind, On: w.today}); err != nil {
		return PauseResult{}, err
	}
	text := errs.T("the days of {deal} do not count as late from {day} on", "deal", d.Nr, "day", w.today)
	if kind == loan.Resume {
		text = errs.T("the days of {deal} count as late again from {day} on", "deal", d.Nr, "day", w.today)
	}
	return PauseResult{d.ID, d.Nr, d.PausedOn, int(d.Dpd)}, w.event(happening{entity: d.ID, party: d.CustomerID, text: text})
}
