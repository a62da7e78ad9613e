package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store/q"
)

// AmendRequest records an amendment as the guarantor issued it.
type AmendRequest struct {
	Guarantee      string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Nr             int          `json:"nr" label:"Number of the amendment" help:"Leave empty for the next one." optional:""`
	Source         string       `json:"source" label:"Source" help:"Reference of the message or letter."`
	Dated          day.Date     `json:"dated" label:"Issued on" optional:""`
	Increase       money.Amount `json:"increase" label:"Increase" optional:""`
	Decrease       money.Amount `json:"decrease" label:"Decrease" optional:""`
	ExpiresOn      day.Date     `json:"expires_on" label:"New expiry" optional:""`
	Beneficiary    string       `json:"beneficiary" label:"New beneficiary" optional:""`
	Place          string       `json:"place" label:"New place of presentation" optional:""`
	Text           string       `json:"text" label:"Text" help:"Everything else that it changes, in its own words." lines:"6" optional:""`
	Cancel         bool         `json:"cancel" label:"It cancels the guarantee" optional:""`
	UnlessRejected bool         `json:"unless_rejected" label:"It says that silence accepts it" help:"That is disregarded: only the house accepts." optional:""`
	Supersedes     int          `json:"supersedes" label:"In place of amendment" optional:""`
}

// AmendmentResult says where an amendment stands.
type AmendmentResult struct {
	Guarantee string      `json:"guarantee"`
	Nr        int         `json:"nr"`
	State     string      `json:"state"`
	Trust     string      `json:"trust"`
	Warnings  []errs.Text `json:"warnings"`
	Message   string      `json:"message"` // our answer as an MT 787; empty when a BIC is missing or nothing was answered
}

// AmendGuarantee records an amendment as received. It changes nothing until the house accepts it, whatever it says of silence.
var AmendGuarantee = verb(Spec{Name: "guarantee.amend", Title: "Record an amendment", Help: "Record an amendment as the guarantor issued it; it changes nothing until it is accepted.", On: "guarantee", Roles: []Role{Clerk, Risk}},
	func(w *work, req AmendRequest) (AmendmentResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return AmendmentResult{}, err
		}
		text := strings.TrimSpace(req.Text)
		if err := shortEnough(text); err != nil {
			return AmendmentResult{}, err
		}
		return w.issueAmendment(&p, guarantee.AmendmentIssuedFact{Nr: req.Nr, Source: strings.TrimSpace(req.Source), Dated: req.Dated, UnlessRejected: req.UnlessRejected, Supersedes: req.Supersedes,
			Change: guarantee.Change{Increase: req.Increase, Decrease: req.Decrease, ExpiresOn: req.ExpiresOn, Beneficiary: strings.TrimSpace(req.Beneficiary), Place: strings.TrimSpace(req.Place),
				Text: head500(text), Cancel: req.Cancel}}, text)
	})

// mostText bounds a text: about 200 pages.
const mostText = 600_000

func shortEnough(text string) error {
	if len(text) <= mostText {
		return nil
	}
	var f errs.Faults
	f.Add("text", "the text is longer than 200 pages").Because("keep the operative wording; hash the rest elsewhere")
	return f.Err()
}

// head500 is the beginning of a text; the whole is kept beside the amendment.
func head500(text string) string {
	if r := []rune(text); len(r) > 500 {
		return string(r[:500])
	}
	return text
}

// issueAmendment records an amendment, with the text that came with it.
func (w *work) issueAmendment(p *promise, f guarantee.AmendmentIssuedFact, text string) (AmendmentResult, error) {
	if f.Nr == 0 {
		f.Nr = p.LastAmendment() + 1
	}
	if err := w.happen(p, f); err != nil {
		return AmendmentResult{}, err
	}
	if err := w.tx.KeepAmendmentText(w.ctx, q.KeepAmendmentTextParams{GuaranteeID: p.ID, Nr: int64(f.Nr), Body: text}); err != nil {
		return AmendmentResult{}, err
	}
	a, err := p.Amendment(f.Nr)
	if err != nil {
		return AmendmentResult{}, err
	}
	res := amendmentResult(p, a)
	says := errs.T("amendment {nr} of guarantee {number} was recorded ({changes}); it is not accepted", "nr", f.Nr, "number", p.Number, "changes", f.Change.Says())
	if a.State == guarantee.AmendmentParked {
		says = errs.T("amendment {nr} of guarantee {number} is parked: amendment {missing} has not arrived", "nr", f.Nr, "number", p.Number, "missing", p.LastAmendment()+1)
		res.Warnings = append(res.Warnings, says)
	}
	if f.UnlessRejected {
		res.Warnings = append(res.Warnings, errs.T("it says that silence accepts it; that is disregarded (URDG 758 art. 11): answer it"))
	}
	if p.Reserved.Minor > 0 && (f.Change.Decrease.Minor > 0 || f.Change.Cancel) {
		res.Warnings = append(res.Warnings, errs.T("demands of {reserved} are open: they keep their amount until the house accepts", "reserved", p.Reserved))
	}
	return res, w.event(happening{entity: p.ID, party: p.Guarantor, on: max(f.Dated, p.IssuedOn), text: says})
}

func amendmentResult(p *promise, a guarantee.Amendment) AmendmentResult {
	return AmendmentResult{Guarantee: p.ID, Nr: a.Nr, State: string(a.State), Trust: string(p.Trust), Warnings: []errs.Text{}}
}

// AcceptAmendmentRequest accepts an amendment.
type AcceptAmendmentRequest struct {
	Guarantee    string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Nr           int    `json:"nr" label:"Number of the amendment"`
	ByPresenting bool   `json:"by_presenting" label:"By presenting what complies only with it" optional:""`
	Despite      bool   `json:"despite" label:"Although less is left" help:"Open demands or deals would have less than they hold now." optional:""`
}

// AcceptAmendment accepts an amendment, all of it. The guarantee must be verified again, because an amendment can be forged too.
var AcceptAmendment = verb(Spec{Name: "guarantee.accept_amendment", Title: "Accept the amendment", Help: "Accept an amendment, all of it; the guarantee must be verified again.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req AcceptAmendmentRequest) (AmendmentResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return AmendmentResult{}, err
		}
		a, err := p.Amendment(req.Nr)
		if err != nil {
			return AmendmentResult{}, errs.As(err).At(p.ID)
		}
		if !req.Despite {
			if err := w.mayShrink(p, a.Change); err != nil {
				return AmendmentResult{}, err
			}
		}
		before := p.State
		if err := w.happen(&p, guarantee.AmendmentAcceptedFact{Nr: req.Nr, ByPresenting: req.ByPresenting, Despite: req.Despite}); err != nil {
			return AmendmentResult{}, err
		}
		res := amendmentResult(&p, guarantee.Amendment{Nr: req.Nr, State: guarantee.AmendmentAccepted})
		if before.Reserved.Minor > 0 {
			res.Warnings = append(res.Warnings, errs.T("demands of {reserved} were open: from now on they are measured by the amended terms", "reserved", before.Reserved))
		}
		if res.Message, err = w.answerAmendment(&p, req.Nr, ""); err != nil {
			return AmendmentResult{}, err
		}
		return res, w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("amendment {nr} of guarantee {number} was accepted ({changes}), to be verified again", "nr", req.Nr,
			"number", p.Number, "changes", a.Change.Says())})
	})

// mayShrink refuses an amendment that takes cover away from a deal whose units are out.
func (w *work) mayShrink(p promise, c guarantee.Change) error {
	after := p.Instrument
	after.Terms = c.Apply(after.Terms)
	shorter := c.Cancel || after.CoveredUntil() < p.CoveredUntil()
	for _, a := range p.Allocations {
		d, err := w.deal(a.Deal)
		if err != nil {
			return err
		}
		if shorter && running(d) {
			return errs.New(errs.Refused, "{deal} is secured by it and its units are out", "deal", d.Nr).At(p.ID).
				Because("bring another guarantee first, or accept it all the same")
		}
		if err := w.mayLower(d, p.Instrument, after.Share(a.Deal)); err != nil {
			return err
		}
	}
	return nil
}

// RejectAmendmentRequest rejects an amendment.
type RejectAmendmentRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Nr        int    `json:"nr" label:"Number of the amendment"`
	Why       string `json:"why" label:"Why" help:"The guarantor reads it."`
}

// RejectAmendment rejects an amendment; accepting a part of one is rejecting it.
var RejectAmendment = verb(Spec{Name: "guarantee.reject_amendment", Title: "Reject the amendment", Help: "Reject an amendment; the terms stay as they are.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req RejectAmendmentRequest) (AmendmentResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return AmendmentResult{}, err
		}
		why := strings.TrimSpace(req.Why)
		if err := w.happen(&p, guarantee.AmendmentRejectedFact{Nr: req.Nr, Why: why}); err != nil {
			return AmendmentResult{}, err
		}
		res := amendmentResult(&p, guarantee.Amendment{Nr: req.Nr, State: guarantee.AmendmentRejected})
		if res.Message, err = w.answerAmendment(&p, req.Nr, why); err != nil {
			return AmendmentResult{}, err
		}
		return res, w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("amendment {nr} of guarantee {number} was rejected: {why}", "nr", req.Nr, "number", p.Number, "why", why)})
	})

// ExtendRequest records an amendment that moves the expiry.
type ExtendRequest struct {
	Guarantee string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	ExpiresOn day.Date `json:"expires_on" label:"New expiry"`
}

// ExtendGuarantee records an amendment that moves the expiry to a later day and accepts it in one step.
var ExtendGuarantee = verb(Spec{Name: "guarantee.extend", Title: "Extend", Help: "Record a later expiry by amendment and accept it; it must be verified again.", On: "guarantee", Roles: []Role{Clerk, Risk}},
	func(w *work, req ExtendRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		was := p.ExpiresOn
		if req.ExpiresOn <= was {
			var f errs.Faults
			f.Add("expires_on", "the new expiry is not after {day}", "day", was).Because("record a shorter one as an amendment")
			return GuaranteeResult{}, f.Err()
		}
		nr := p.LastAmendment() + 1
		err = w.happen(&p, guarantee.AmendmentIssuedFact{Nr: nr, Source: w.verb, Change: guarantee.Change{ExpiresOn: req.ExpiresOn}}, guarantee.AmendmentAcceptedFact{Nr: nr})
		if err != nil {
			return GuaranteeResult{}, err
		}
		i := p.Instrument
		return resultOf(p.State), w.event(happening{entity: i.ID, party: i.Guarantor,
			text: errs.T("guarantee {number} was extended from {before} to {day}, to be verified again", "number", i.Number, "before", was, "day", req.ExpiresOn)})
	})
