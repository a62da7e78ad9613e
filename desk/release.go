package desk

import (
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

// ReleaseRequest proposes to give a guarantee back.
type ReleaseRequest struct {
	Guarantee  string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Amount     money.Amount `json:"amount" label:"Only a part" help:"Leave empty to give back all of it." optional:""`
	ReplacedBy string       `json:"replaced_by" label:"Replaced by" help:"The guarantee in force that takes its place." ref:"guarantee" optional:""`
}

// ReleaseGuarantee proposes to give a guarantee back, or a part of it; a second person confirms.
var ReleaseGuarantee = verb(Spec{Name: "guarantee.release", Title: "Give back", Help: "Propose to release the guarantor, of all or of a part; a second person confirms. Refused while a deal is secured by it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req ReleaseRequest) (GuaranteeResult, error) {
		if err := w.hasReason(); err != nil {
			return GuaranteeResult{}, err
		}
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.mayReplace(p, req.ReplacedBy); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.ReleaseProposedFact{Amount: req.Amount, ReplacedBy: req.ReplacedBy}); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("it was proposed to give back {amount} of guarantee {number}", "amount", released(p, req.Amount), "number", p.Number)})
	})

// mayReplace wants a replacement that is in force and authentic.
func (w *work) mayReplace(p promise, otherID string) error {
	if otherID == "" {
		return nil
	}
	other, err := w.promise(otherID)
	if err != nil {
		return err
	}
	var f errs.Faults
	if other.ID == p.ID || other.Life != guarantee.InForce || other.Trust != guarantee.Authentic || other.Clock.Entered == 0 {
		f.Add("replaced_by", "guarantee {number} is not in force", "number", other.Number).Because("choose one that is verified and can be drawn")
	}
	return f.Err()
}

func released(p promise, part money.Amount) money.Amount {
	if part.Minor != 0 {
		return part
	}
	return p.Available()
}

// ConfirmReleaseRequest answers a proposal to give a guarantee back.
type ConfirmReleaseRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Drop      bool   `json:"drop" label:"Drop the proposal instead" optional:""`
}

// ConfirmRelease gives the guarantee back; who proposed it may not.
var ConfirmRelease = verb(Spec{Name: "guarantee.confirm_release", Title: "Confirm giving back", Help: "Confirm that the guarantor is released; not by who proposed it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req ConfirmReleaseRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if req.Drop {
			if err := w.happen(&p, guarantee.ReleaseDroppedFact{}); err != nil {
				return GuaranteeResult{}, err
			}
			return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("guarantee {number} is not given back", "number", p.Number)})
		}
		if p.Release != nil {
			if err := w.mayReplace(p, p.Release.ReplacedBy); err != nil {
				return GuaranteeResult{}, err
			}
		}
		was := p.State
		if err := w.happen(&p, guarantee.ReleasedFact{}); err != nil {
			return GuaranteeResult{}, err
		}
		text := errs.T("guarantee {number} is {life}", "number", p.Number, "life", p.Life.Label())
		if part := was.Release; part != nil && part.Amount.Minor != 0 {
			text = errs.T("{amount} of guarantee {number} were given back, {left} are left", "amount", part.Amount, "number", p.Number, "left", p.Available())
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: text})
	})
