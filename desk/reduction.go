package desk

import (
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

// ReduceRequest records that the amount of a guarantee fell.
type ReduceRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Plan      int          `json:"plan" label:"Planned reduction" help:"Its number in the terms, when a document shows its event; leave empty for another one." optional:""`
	Amount    money.Amount `json:"amount" label:"Reduced by" help:"Leave empty for a planned reduction." optional:""`
	Document  string       `json:"document" label:"Document" help:"What shows it: the document that the text names, or what the house signed."`
	Despite   bool         `json:"despite" label:"Although less is left than is demanded" optional:""`
}

// ReduceGuarantee records a reduction that a document shows. Those that are planned for a day come by themselves.
var ReduceGuarantee = verb(Spec{Name: "guarantee.reduce", Title: "Reduce", Help: "Record a reduction that a document shows; those planned for a day come by themselves.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req ReduceRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		f := guarantee.ReducedFact{Plan: req.Plan, Amount: req.Amount, Document: strings.TrimSpace(req.Document), Despite: req.Despite}
		if f.Plan >= 1 && f.Plan <= len(p.Reductions) && f.Amount.Minor == 0 {
			f.Amount = p.Reductions[f.Plan-1].Amount
		}
		return w.reduce(&p, f)
	})

func (w *work) reduce(p *promise, f guarantee.ReducedFact) (GuaranteeResult, error) {
	if !f.Despite {
		after := p.Instrument
		after.Reduced = money.Of(after.Reduced.Minor+f.Amount.Minor, after.Face.Currency)
		for _, a := range p.Allocations {
			d, err := w.deal(a.Deal)
			if err != nil {
				return GuaranteeResult{}, err
			}
			if err := w.mayLower(d, p.Instrument, after.Share(a.Deal)); err != nil && f.Plan == 0 {
				return GuaranteeResult{}, err
			}
		}
	}
	if err := w.happen(p, f); err != nil {
		return GuaranteeResult{}, err
	}
	return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("guarantee {number} was reduced by {amount} ({document}), {left} are left", "number", p.Number,
		"amount", f.Amount, "document", f.Document, "left", p.Available())})
}
