package desk

import (
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
	"kontor/wording"
)

// textFacts are the registered fields against which the text of a guarantee is read.
func textFacts(t guarantee.Terms, names map[string]string) wording.Facts {
	f := wording.Facts{Kind: wording.Kind(t.Kind), Rules: string(t.Rules), Number: t.Number, Guarantor: names[t.Guarantor], Beneficiary: t.Beneficiary, Applicant: names[t.Applicant],
		Amount: t.Face, IssuedOn: t.IssuedOn, ExpiresOn: t.ExpiresOn, Expiry: wording.ExpiryType(t.ExpiryType), Event: t.ExpiryEvent, Place: t.Place, Law: t.Law, Forum: t.Forum,
		Prevails: wording.Language(t.Prevails)}
	if t.NoPartial {
		f.Partial = wording.Excluded
	}
	if t.NoMultiple {
		f.Multiple = wording.Excluded
	}
	return f
}

// namesIn are the names by which a text may call parties: of their registered names and aliases the one that stands in it, also in Latin
// letters, else the registered one. A SWIFT message cannot carry a Cyrillic name.
func (w *work) namesIn(text string, ids ...string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	folded := " " + fold(text) + " "
	for _, id := range ids {
		if id == "" {
			continue
		}
		row, err := w.tx.Party(w.ctx, id)
		if err != nil {
			return nil, store.Missing(err, id)
		}
		out[id] = row.Name
		for _, name := range append([]string{row.Name}, aliasTexts(partyOf(row, nil))...) {
			if key := vet.Clean(name); key != "" && strings.Contains(folded, " "+key+" ") {
				out[id] = name
				break
			}
			if latin := vet.Transliterate(vet.Clean(name)); latin != "" && strings.Contains(folded, " "+latin+" ") {
				out[id] = "" // written in other letters: nothing to compare sign by sign
			}
		}
	}
	return out, nil
}

// findingsOf is what the checker finds in the issued text of a guarantee, nothing when there is none.
func (w *work) findingsOf(p promise) ([]wording.Finding, error) {
	if p.row.Body == "" || p.Kind == guarantee.LetterOfComfort {
		return nil, nil
	}
	names, err := w.namesIn(p.row.Body, p.Guarantor, p.Applicant)
	if err != nil {
		return nil, err
	}
	facts := textFacts(p.Terms, names)
	facts.Message, err = w.cameAsMessage(p.ID)
	return wording.Check(p.row.Body, facts), err
}

// flawsOf are the findings as they are kept with a judgement.
func (w *work) flawsOf(p promise) []guarantee.Flaw {
	findings, err := w.findingsOf(p)
	if err != nil {
		return nil
	}
	return flaws(findings)
}

// flawQuote is how much of a quotation is kept.
const flawQuote = 200

func flaws(findings []wording.Finding) []guarantee.Flaw {
	var out []guarantee.Flaw
	for _, f := range findings {
		quote := f.Quote
		if len(quote) > flawQuote {
			quote = strings.ToValidUTF8(quote[:flawQuote], "")
		}
		out = append(out, guarantee.Flaw{Rule: string(f.Rule), Severity: string(f.Severity), Quote: quote})
	}
	return out
}

// AcceptedLine is a finding of the checker that somebody lives with.
type AcceptedLine struct {
	Rule   string `json:"rule" label:"Finding" help:"Its name, like LAW_MISSING."`
	Reason string `json:"reason" label:"Why it is accepted"`
}

// WordingRequest is a judgement about the issued text.
type WordingRequest struct {
	Guarantee string         `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Accepted  []AcceptedLine `json:"accepted" label:"Accepted findings" help:"Each error that the checker finds, with the reason why it is accepted." optional:""`
}

// ApproveWording records that the issued text can be drawn, although the checker may find errors: each of them is accepted by name.
var ApproveWording = verb(Spec{Name: "guarantee.approve_wording", Title: "Approve the wording", Help: "Say that the issued text can be drawn; each error that the checker finds needs its reason.", On: "guarantee", Roles: []Role{Risk}},
	func(w *work, req WordingRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		findings, err := w.findingsOf(p)
		if err != nil {
			return GuaranteeResult{}, err
		}
		fact := guarantee.WordingApprovedFact{Flaws: flaws(findings)}
		for _, a := range req.Accepted {
			fact.Accepted = append(fact.Accepted, guarantee.Acceptance{Rule: strings.ToUpper(strings.TrimSpace(a.Rule)), Reason: strings.TrimSpace(a.Reason)})
		}
		if err := w.happen(&p, fact); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, data: fact,
			text: errs.T("the wording of guarantee {number} was approved, {n} errors were accepted", "number", p.Number, "n", len(guarantee.Errors(fact.Flaws)))})
	})

// RefuseWording records that the issued text cannot be drawn.
var RefuseWording = verb(Spec{Name: "guarantee.refuse_wording", Title: "Refuse the wording", Help: "Say that the issued text cannot be drawn and must be amended.", On: "guarantee", Roles: []Role{Risk}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.aboutText(req.Guarantee, guarantee.WordingRefusedFact{Reason: w.call.Reason}, errs.T("the wording was refused"))
	})

// ApproveDifference accepts that the issued text is not the agreed one. Two people must say so.
var ApproveDifference = verb(Spec{Name: "guarantee.approve_difference", Title: "Approve the difference", Help: "Accept that the issued text is not the agreed one; a second person must say so too.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.aboutText(req.Guarantee, guarantee.DifferenceApprovedFact{Reason: w.call.Reason}, errs.T("the difference from the agreed text was approved"))
	})

func (w *work) aboutText(guaranteeID string, fact guarantee.Fact, text errs.Text) (GuaranteeResult, error) {
	if err := w.hasReason(); err != nil {
		return GuaranteeResult{}, err
	}
	p, err := w.promise(guaranteeID)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.happen(&p, fact); err != nil {
		return GuaranteeResult{}, err
	}
	return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: text})
}

// NameTextRequest says which agreed text a guarantee follows.
type NameTextRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Agreed    string `json:"agreed" label:"Agreed text" ref:"text"`
}

// NameAgreedText says which agreed text a guarantee follows; the issued text is held against it word by word.
var NameAgreedText = verb(Spec{Name: "guarantee.agreed_text", Title: "Name the agreed text", Help: "Say which agreed text the guarantee follows; both are compared word by word.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req NameTextRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		var f errs.Faults
		sent, err := w.cameAsMessage(p.ID)
		if err != nil {
			return GuaranteeResult{}, err
		}
		texts, err := w.hold(&f, p.Terms, req.Agreed, p.row.Body, sent)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if err := f.Err(); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.TextAgreedFact{ID: texts.agreedID, Agreed: texts.agreed, Differs: texts.differs}); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("guarantee {number} follows the agreed text {id}", "number", p.Number, "id", texts.agreedID)})
	})

// giveText takes the text that a file of the guarantee holds for the issued one, when none is recorded yet and its recorder brings the file.
func (w *work) giveText(p *promise, text string) error {
	if text == "" || p.Text.Issued != "" || p.Recorder != w.actor.ID || (p.Trust != guarantee.Unverified && p.Trust != guarantee.Verifying) {
		return nil
	}
	fact := guarantee.TextIssuedFact{Issued: hashOf(text)}
	if p.Text.AgreedID != "" {
		row, err := w.tx.AgreedText(w.ctx, p.Text.AgreedID)
		if err != nil {
			return store.Missing(err, p.Text.AgreedID)
		}
		fact.Differs = !sameText(row.Body, text, false)
	}
	if err := w.happen(p, fact); err != nil {
		return err
	}
	p.row.Body = text
	return w.tx.SetGuaranteeBody(w.ctx, q.SetGuaranteeBodyParams{ID: p.ID, Body: text})
}
