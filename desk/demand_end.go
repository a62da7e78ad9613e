package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
)

// AnswerRequest records what the guarantor answered to extend or pay.
type AnswerRequest struct {
	Demand    string   `json:"demand" label:"Demand"`
	GrantedTo day.Date `json:"granted_to" label:"Extended to" help:"The new expiry that the guarantor granted."`
	Accept    bool     `json:"accept" label:"We accept an earlier day than we asked for" optional:""`
}

// AnswerDemand records the extension that a guarantor granted instead of paying. As asked, or later: the demand is withdrawn and the
// new expiry applies. Earlier: nothing changes unless the house accepts it.
var AnswerDemand = verb(Spec{Name: "demand.extend", Title: "Record the extension", Help: "Record the expiry that the guarantor granted instead of paying.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req AnswerRequest) (DemandResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		d, err := p.Demand(m.ID)
		if err != nil {
			return DemandResult{}, err
		}
		text := errs.T("the guarantor extended to {day} instead of paying; the demand of {amount} is withdrawn", "day", req.GrantedTo, "amount", amountOf(m))
		if req.GrantedTo < d.ExtendTo && !req.Accept {
			text = errs.T("the guarantor offers {day} instead of {asked}; the demand of {amount} stands", "day", req.GrantedTo, "asked", d.ExtendTo, "amount", amountOf(m))
		}
		return w.happenTo(m, p, w.today, guarantee.DemandAnsweredFact{ID: m.ID, GrantedTo: req.GrantedTo, Accepted: req.Accept}, text)
	})

// WithdrawDemand takes a demand back; what it set aside is free again.
var WithdrawDemand = verb(Spec{Name: "demand.withdraw", Title: "Withdraw", Help: "Take a demand back, or throw a draft away; its amount is free again.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandNamed) (DemandResult, error) {
		if err := w.hasReason(); err != nil {
			return DemandResult{}, err
		}
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		return w.happenTo(m, p, w.today, guarantee.DemandWithdrawnFact{ID: m.ID, Why: w.call.Reason}, errs.T("the demand of {amount} was withdrawn", "amount", amountOf(m)))
	})

// DisputeDemand records that the house takes a demand that must be paid to court, or to the experts of the rules.
var DisputeDemand = verb(Spec{Name: "demand.dispute", Title: "Take to dispute", Help: "Record that payment of a demand is pursued in court or before experts.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandNamed) (DemandResult, error) {
		if err := w.hasReason(); err != nil {
			return DemandResult{}, err
		}
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		return w.happenTo(m, p, w.today, guarantee.DemandDisputedFact{ID: m.ID, Why: w.call.Reason}, errs.T("the demand of {amount} is in dispute", "amount", amountOf(m)))
	})

// EnjoinRequest records an order of a court against the payment of a demand.
type EnjoinRequest struct {
	Demand string `json:"demand" label:"Demand"`
	Court  string `json:"court" label:"Court"`
	Ref    string `json:"ref" label:"Number of the order"`
}

// EnjoinDemand records that a court forbids the payment of a demand. It freezes the payment; the clocks for notices run on.
var EnjoinDemand = verb(Spec{Name: "demand.enjoin", Title: "Record a court order", Help: "Record that a court forbids the payment; the deadlines for notices run on.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req EnjoinRequest) (DemandResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		f := guarantee.DemandEnjoinedFact{ID: m.ID, Court: strings.TrimSpace(req.Court), Ref: strings.TrimSpace(req.Ref)}
		return w.happenTo(m, p, w.today, f, errs.T("{court} forbids the payment of the demand of {amount} ({ref})", "court", f.Court, "amount", amountOf(m), "ref", f.Ref))
	})

// FreeDemand records that an order of a court was lifted.
var FreeDemand = verb(Spec{Name: "demand.lift", Title: "Record that the order was lifted", Help: "Record that the order of the court was lifted; the demand is to be paid again.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandNamed) (DemandResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		return w.happenTo(m, p, w.today, guarantee.DemandFreedFact{ID: m.ID}, errs.T("the order against the demand of {amount} was lifted", "amount", amountOf(m)))
	})
