package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
)

// ProvenRequest records an event that a document shows.
type ProvenRequest struct {
	Guarantee string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	On        day.Date `json:"on" label:"Day" help:"On which the document was presented."`
	Document  string   `json:"document" label:"Document" help:"What shows it, as the text names it."`
}

// ProveEffect records the document that brings a guarantee into force.
var ProveEffect = verb(Spec{Name: "guarantee.effect", Title: "Record that it takes effect", Help: "Record the document that shows the event from which on it can be drawn.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req ProvenRequest) (GuaranteeResult, error) {
		document := strings.TrimSpace(req.Document)
		return w.tell(req.Guarantee, guarantee.EffectProvenFact{Happened: req.On, Document: document}, func(p promise) errs.Text {
			return errs.T("guarantee {number} takes effect on {day}, {document} shows it", "number", p.Number, "day", req.On, "document", document)
		})
	})

// ProveExpiry records the document that shows the event which ends a guarantee.
var ProveExpiry = verb(Spec{Name: "guarantee.end_by_event", Title: "Record that its event happened", Help: "Record the document that shows the event which ends it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req ProvenRequest) (GuaranteeResult, error) {
		document := strings.TrimSpace(req.Document)
		return w.tell(req.Guarantee, guarantee.ExpiryEventFact{Happened: req.On, Document: document}, func(p promise) errs.Text {
			return errs.T("guarantee {number}: {document} showed on {day} the event that ends it", "number", p.Number, "day", req.On, "document", document)
		})
	})

// tell lets something happen to a guarantee and writes its sentence.
func (w *work) tell(guaranteeID string, f guarantee.Fact, says func(promise) errs.Text) (GuaranteeResult, error) {
	p, err := w.promise(guaranteeID)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.happen(&p, f); err != nil {
		return GuaranteeResult{}, err
	}
	return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: says(p)})
}

// NonExtensionRequest records a notice that a guarantee will not extend itself.
type NonExtensionRequest struct {
	Guarantee string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Sent      day.Date `json:"sent" label:"Sent on" optional:""`
	Received  day.Date `json:"received" label:"Received on" optional:""`
	Source    string   `json:"source" label:"Source" help:"Reference of the message or letter."`
}

// NoticeResult says what a notice is worth.
type NoticeResult struct {
	GuaranteeResult
	InTime bool     `json:"in_time"`
	Latest day.Date `json:"latest"` // last day on which the notice could be given
	Ends   day.Date `json:"ends"`   // stated expiry that follows
}

// NoticeNonExtension records a notice of non-extension. A late one changes nothing: the extension stands.
var NoticeNonExtension = verb(Spec{Name: "guarantee.non_extension", Title: "Record a notice of non-extension", Help: "Record that the guarantor will not extend; a late notice changes nothing.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req NonExtensionRequest) (NoticeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return NoticeResult{}, err
		}
		return w.noticeNonExtension(&p, guarantee.NonExtensionFact{Sent: req.Sent, Received: req.Received, Source: strings.TrimSpace(req.Source)})
	})

func (w *work) noticeNonExtension(p *promise, f guarantee.NonExtensionFact) (NoticeResult, error) {
	if err := w.happen(p, f); err != nil {
		return NoticeResult{}, err
	}
	n := p.Clock.Notice
	res := NoticeResult{GuaranteeResult: resultOf(p.State), InTime: n.InTime, Latest: n.Latest, Ends: p.ExpiresOn}
	text := errs.T("the guarantor will not extend {number}: it ends on {day}, draw or replace", "number", p.Number, "day", p.ExpiresOn)
	if !n.InTime {
		if to := p.RenewsTo(); to != 0 {
			res.Ends = to
		}
		text = errs.T("the notice not to extend {number} came on {given}, after {latest}: the extension stands", "number", p.Number, "given", n.Given, "latest", n.Latest)
	}
	return res, w.event(happening{entity: p.ID, party: p.Guarantor, text: text})
}

// PaperRequest records that the paper went back.
type PaperRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	To        string `json:"to" label:"Who has it now"`
}

// ReturnPaper records that the paper was handed back. That alone changes nothing (URDG 758 art. 25).
var ReturnPaper = verb(Spec{Name: "guarantee.paper_returned", Title: "Record that the paper went back", Help: "Record who has the paper now; that alone changes nothing, it stays in force.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req PaperRequest) (GuaranteeResult, error) {
		to := strings.TrimSpace(req.To)
		return w.tell(req.Guarantee, guarantee.PaperReturnedFact{To: to}, func(p promise) errs.Text {
			return errs.T("the paper of guarantee {number} went to {to}; it stays {life}", "number", p.Number, "to", to, "life", p.Life.Label())
		})
	})

// CancelGuarantee records that a guarantee was taken back before it could be drawn.
var CancelGuarantee = verb(Spec{Name: "guarantee.cancel", Title: "Record that it was taken back", Help: "Record that it was taken back before it took effect.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.endGuarantee(req.Guarantee, guarantee.CancelledFact{})
	})
