package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/store/q"
)

func (w *work) waivers(dealID string) ([]deal.Waiver, error) {
	rows, err := w.tx.Waivers(w.ctx, q.WaiversParams{CentreID: w.centre(), DealID: dealID})
	out := make([]deal.Waiver, 0, len(rows))
	for _, r := range rows {
		out = append(out, deal.Waiver{Condition: deal.Name(r.Condition), Reason: r.Reason, ProposedBy: r.ProposedBy, ConfirmedBy: r.ConfirmedBy, ExpiresOn: r.ExpiresOn})
	}
	return out, err
}

// WaiveRequest proposes to let a deal pass an open condition for a while.
type WaiveRequest struct {
	Deal      string   `json:"deal" label:"Deal" ref:"deal"`
	Condition string   `json:"condition" label:"Condition" help:"Vetting and cover are never waived." enum:"limits|papers"`
	ExpiresOn day.Date `json:"expires_on" label:"Holds until"`
}

// ProposeWaiver writes a waiver that does not count until somebody else confirms it.
var ProposeWaiver = verb(Spec{Name: "deal.waive", Title: "Propose a waiver", Help: "Propose to let a deal pass without complete papers or over a limit; a second person confirms.", On: "deal", Roles: []Role{Risk, Manager}, Record: true},
	func(w *work, req WaiveRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.hasReason(); err != nil {
			return DealResult{}, err
		}
		waiver := deal.Waiver{Condition: deal.Name(req.Condition), Reason: w.call.Reason, ProposedBy: w.actor.ID, ConfirmedBy: "later", ExpiresOn: req.ExpiresOn}
		if err := waiver.Check(w.today); err != nil {
			return DealResult{}, err
		}
		err = w.tx.AddWaiver(w.ctx, q.AddWaiverParams{CentreID: w.centre(), DealID: d.ID, Condition: req.Condition, Reason: w.call.Reason, ProposedBy: w.actor.ID,
			ExpiresOn: req.ExpiresOn, AtUs: w.now()})
		if err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, d.Stage}, w.event(happening{entity: d.ID, party: d.CustomerID,
			text: errs.T("a waiver of {condition} until {day} was proposed", "condition", deal.Name(req.Condition).Label(), "day", req.ExpiresOn)})
	})

// ConfirmWaiverRequest confirms the open proposal for a condition.
type ConfirmWaiverRequest struct {
	Deal      string `json:"deal" label:"Deal" ref:"deal"`
	Condition string `json:"condition" label:"Condition" enum:"limits|papers"`
}

// ConfirmWaiver confirms a waiver; who proposed it may not.
var ConfirmWaiver = verb(Spec{Name: "deal.confirm_waiver", Title: "Confirm the waiver", Help: "Confirm a proposed waiver; not by who proposed it.", On: "deal", Roles: []Role{Risk, Manager}, Record: true},
	func(w *work, req ConfirmWaiverRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		rows, err := w.tx.Waivers(w.ctx, q.WaiversParams{CentreID: w.centre(), DealID: d.ID})
		if err != nil {
			return DealResult{}, err
		}
		why := error(errs.New(errs.NotFound, "no waiver of {condition} waits for confirmation", "condition", deal.Name(req.Condition).Label()).At(d.ID).
			Because("propose one first, with a reason and an end"))
		for _, r := range rows {
			if r.Condition != req.Condition || r.ConfirmedBy != "" {
				continue
			}
			waiver := deal.Waiver{Condition: deal.Name(r.Condition), Reason: r.Reason, ProposedBy: r.ProposedBy, ConfirmedBy: w.actor.ID, ExpiresOn: r.ExpiresOn}
			if why = waiver.Check(w.today); why != nil {
				continue // it ran out, or is the actor's own; a later one may be neither
			}
			if _, err := w.tx.ConfirmWaiver(w.ctx, q.ConfirmWaiverParams{CentreID: w.centre(), DealID: d.ID, Condition: r.Condition, AtUs: r.AtUs, ConfirmedBy: w.actor.ID}); err != nil {
				return DealResult{}, err
			}
			return DealResult{d.ID, d.Nr, d.Stage}, w.event(happening{entity: d.ID, party: d.CustomerID,
				text: errs.T("the waiver of {condition} until {day} was confirmed", "condition", waiver.Condition.Label(), "day", r.ExpiresOn)})
		}
		return DealResult{}, why
	})
