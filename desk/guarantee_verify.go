package desk

import (
	"slices"
	"strings"
	"time"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/ident"
	"kontor/store"
	"kontor/store/q"
	"kontor/wording"
)

// VerifyRequest is a finding about the authenticity of a guarantee. Which fields of the evidence are needed, its kind says.
type VerifyRequest struct {
	Guarantee    string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Finding      string   `json:"finding" label:"Finding" enum:"authentic|mismatch|forged"`
	EvidenceKind string   `json:"evidence_kind" label:"Evidence" enum:"own_bank_message|registered_call_back|signature|log_proof|guarantor_confirmation"`
	EvidenceRef  string   `json:"evidence_ref" label:"Reference of the evidence" help:"Message reference or id, note of the call, certificate or proof file."`
	EvidenceOn   day.Date `json:"evidence_on" label:"Confirmed on" help:"The day on which the guarantor confirmed."`

	Bank string `json:"evidence_bank" label:"Our bank" help:"Through which the message came; not needed when the message is kept here." optional:""`

	Number   string `json:"evidence_number" label:"Number called" help:"From a public register, never from the document." optional:"" group:"Call-back"`
	Register string `json:"evidence_register" label:"Public register" help:"In which the number stands." optional:"" group:"Call-back"`
	Spoke    string `json:"evidence_spoke" label:"Spoke to" optional:"" group:"Call-back"`

	Certificate string `json:"evidence_certificate" label:"Certificate" help:"Its owner, who issued it, its number." optional:"" group:"Signature"`
	SignedAt    string `json:"evidence_signed_at" label:"Signed at" help:"Like 2026-03-02T09:30:00Z." optional:"" group:"Signature"`
	StampedAt   string `json:"evidence_stamped_at" label:"Time stamp" help:"Of a third party." optional:"" group:"Signature"`
	RevokedAt   string `json:"evidence_revoked_at" label:"Certificate revoked at" optional:"" group:"Signature"`

	Document string `json:"evidence_document" label:"Document" help:"Name or id of a document of this guarantee that shows it." optional:"" group:"What shows it"`
}

// evidence reads what the verifier relies upon.
func (r VerifyRequest) evidence(f *errs.Faults) guarantee.Evidence {
	moment := func(field, text string) day.Instant {
		if text = strings.TrimSpace(text); text == "" {
			return 0
		}
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
			if t, err := time.Parse(layout, text); err == nil {
				return day.FromTime(t)
			}
		}
		f.Add(field, "{text} is not a moment", "text", text).Because("write it like {example}", "example", "2026-03-02T09:30:00Z")
		return 0
	}
	return guarantee.Evidence{Kind: guarantee.EvidenceKind(r.EvidenceKind), Ref: strings.TrimSpace(r.EvidenceRef), On: r.EvidenceOn, Bank: strings.TrimSpace(r.Bank),
		Number: strings.TrimSpace(r.Number), Register: strings.TrimSpace(r.Register), Spoke: strings.TrimSpace(r.Spoke), Certificate: strings.TrimSpace(r.Certificate),
		SignedAt: moment("evidence_signed_at", r.SignedAt), StampedAt: moment("evidence_stamped_at", r.StampedAt), RevokedAt: moment("evidence_revoked_at", r.RevokedAt),
		Document: strings.TrimSpace(r.Document)}
}

// VerifyGuarantee records whether a guarantee is authentic. Who recorded it may not verify it. When the checker finds no error in the
// issued text, the verifier approves the wording with it.
var VerifyGuarantee = verb(Spec{Name: "guarantee.verify", Title: "Verify", Help: "Record whether the guarantee is authentic, with evidence; not by who recorded it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req VerifyRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		var f errs.Faults
		evidence := req.evidence(&f)
		if err := w.checkEvidence(&f, p, &evidence); err != nil {
			return GuaranteeResult{}, err
		}
		if req.Finding == string(guarantee.Authentic) && w.actor.ID != p.Recorder {
			if err := w.checkIssuer(&f, p.Terms); err != nil {
				return GuaranteeResult{}, err
			}
		}
		if err := f.Err(); err != nil && w.actor.ID != p.Recorder { // who may not verify at all is told that first
			return GuaranteeResult{}, err
		}
		fact := guarantee.VerifiedFact{Finding: guarantee.Trust(req.Finding), Evidence: evidence, Flaws: w.flawsOf(p)}
		if err := w.happen(&p, fact); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, data: evidence, text: errs.T("guarantee {number}: {finding}, by {evidence} ({ref})", "number", p.Number,
			"finding", p.Trust.Label(), "evidence", evidence.Kind.Label(), "ref", req.EvidenceRef)})
	})

// checkEvidence holds the evidence against what the house keeps: a message must be of this guarantee and valid, a number must not stand in
// the paper itself, a document must belong to the guarantee.
func (w *work) checkEvidence(f *errs.Faults, p promise, e *guarantee.Evidence) error {
	switch e.Kind {
	case guarantee.OwnBankMessage:
		if err := w.messageAsEvidence(f, p, e); err != nil {
			return err
		}
	case guarantee.RegisteredCallBack:
		stands, err := w.standsInPaper(p, e.Number)
		if err != nil {
			return err
		}
		b, ok, err := w.branchOf(p.Instrument)
		if err != nil {
			return err
		}
		switch registered := ok && b.CallBack != ""; {
		case registered && digits(b.CallBack) != digits(e.Number):
			f.Add("evidence_number", "the branch {name} is called under {number}", "name", b.Name, "number", b.CallBack).
				Because("that number stands in {register}; correct the branch if the register has another one now", "register", b.CallBackSource)
		case stands && !registered:
			f.Add("evidence_number", "the number {number} stands in the document itself", "number", e.Number).
				Because("whoever forged the paper answers there; take the number from a public register")
		}
	case guarantee.LogProof:
		if err := w.proofAsEvidence(f, p, e); err != nil {
			return err
		}
	}
	if e.Document == "" {
		return nil
	}
	docs, err := w.tx.DocumentsOf(w.ctx, p.ID)
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(docs, func(d q.DocumentsOfRow) bool { return d.Name == e.Document }); at >= 0 {
		e.Document = docs[at].ID
	}
	doc, err := w.tx.Document(w.ctx, e.Document)
	if store.None(err) || err == nil && doc.Entity != p.ID {
		f.Add("evidence_document", "there is no document {id} of this guarantee", "id", e.Document).Because("add the document to the guarantee first")
		return nil
	}
	return err
}

// standsInPaper reports whether a telephone number stands in the text of the guarantee, its documents or its messages.
func (w *work) standsInPaper(p promise, number string) (bool, error) {
	wanted := digits(number)
	if len(wanted) < 5 {
		return false, nil
	}
	wanted = wanted[max(0, len(wanted)-7):] // without the codes of country and town, which people write in many ways
	papers := []string{p.row.Body}
	docs, err := w.tx.DocumentsOf(w.ctx, p.ID)
	if err != nil {
		return false, err
	}
	for _, d := range docs {
		papers = append(papers, d.Body)
	}
	messages, err := w.tx.MessagesOf(w.ctx, p.ID)
	if err != nil {
		return false, err
	}
	for _, m := range messages {
		papers = append(papers, m.Raw)
	}
	for _, text := range papers {
		if holdsNumber(text, wanted) {
			return true, nil
		}
	}
	return false, nil
}

// holdsNumber reports whether the digits stand in a text, however they are grouped by blanks and signs.
func holdsNumber(text, wanted string) bool {
	var run []byte
	for i := 0; i <= len(text); i++ {
		switch {
		case i < len(text) && text[i] >= '0' && text[i] <= '9':
			run = append(run, text[i])
		case i < len(text) && strings.IndexByte(" ()-/.", text[i]) >= 0:
		default:
			if strings.Contains(string(run), wanted) {
				return true
			}
			run = run[:0]
		}
	}
	return false
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// checkIssuer holds what the paper says of its issuer against what the house knows of the guarantor and its branches from registers
// (rule T1): a BIC, a licence or a name that only looks like the registered one is the sign of a forgery.
func (w *work) checkIssuer(f *errs.Faults, t guarantee.Terms) error {
	row, err := w.tx.Party(w.ctx, t.Guarantor)
	if err != nil {
		return err
	}
	numbers, err := w.tx.Identifiers(w.ctx, t.Guarantor)
	if err != nil {
		return err
	}
	branches, err := w.tx.BranchesOfParty(w.ctx, t.Guarantor)
	if err != nil {
		return err
	}
	known := partyOf(row, numbers)
	names := append([]string{row.Name}, aliasTexts(known)...)
	var bics, licences []string
	for _, n := range known.Identifiers {
		if n.Scheme == ident.BIC {
			bics = append(bics, n.Value)
		}
	}
	for _, b := range branches {
		bics, licences, names = append(bics, b.Bic), append(licences, b.Licence), append(names, b.Name)
	}
	empty := func(text string) bool { return text == "" }
	bics, licences = slices.DeleteFunc(bics, empty), slices.DeleteFunc(licences, empty)
	if t.Paper.BIC != "" {
		refuseUnlike(f, errs.T("BIC"), t.Paper.BIC, bics, wording.MatchBIC(t.Paper.BIC, bics))
	}
	if t.Paper.Licence != "" {
		refuseUnlike(f, errs.T("licence"), t.Paper.Licence, licences, matchNumber(t.Paper.Licence, licences))
	}
	if t.Paper.Name != "" {
		if m := wording.MatchName(t.Paper.Name, names); m.Likeness == wording.Alike {
			f.Add("guarantee", "the paper names {written}, which only looks like {known}", "written", t.Paper.Name, "known", m.Of).
				Because("{why}: ask the guarantor; record the paper as forged if it does not know it", "why", m.Why)
		}
	}
	return nil
}

// matchNumber is what a licence is to those that are registered.
func matchNumber(written string, registered []string) wording.Match {
	for _, r := range registered {
		if guarantee.NormaliseNumber(r) == guarantee.NormaliseNumber(written) {
			return wording.Match{Likeness: wording.Exact, Of: r}
		}
	}
	for _, r := range registered {
		if _, why := wording.SameNumber(r, written); !why.IsZero() {
			return wording.Match{Likeness: wording.Alike, Of: r, Why: why}
		}
	}
	return wording.Match{Likeness: wording.Unknown}
}

func refuseUnlike(f *errs.Faults, what errs.Text, written string, registered []string, m wording.Match) {
	switch {
	case m.Likeness == wording.Exact:
	case len(registered) == 0:
		f.Add("guarantee", "the {what} {written} of the paper stands in no register that the house has for this guarantor", "what", what, "written", written).
			Because("look the guarantor up in the public register and add the number to the party first")
	case m.Likeness == wording.Alike:
		f.Add("guarantee", "the {what} {written} of the paper only looks like the registered {known}", "what", what, "written", written, "known", m.Of).
			Because("{why}: ask the guarantor; record the paper as forged if it does not know it", "why", m.Why)
	default:
		f.Add("guarantee", "the {what} {written} of the paper is not the guarantor's", "what", what, "written", written).
			Because("registered are: {known}; ask the guarantor", "known", strings.Join(registered, ", "))
	}
}

// VerifyingRequest says that the guarantor was asked.
type VerifyingRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Asked     string `json:"asked" label:"Asked" help:"Whom, and how: message through our bank, call to the number of the register."`
}

// BeginVerification tells the colleagues that somebody waits for the guarantor's answer.
var BeginVerification = verb(Spec{Name: "guarantee.ask", Title: "Ask the guarantor", Help: "Note that the guarantor was asked whether it issued this; the answer is recorded when it comes.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req VerifyingRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.VerifyingFact{Asked: strings.TrimSpace(req.Asked)}); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("guarantee {number}: the guarantor was asked ({how})", "number", p.Number, "how", req.Asked)})
	})
