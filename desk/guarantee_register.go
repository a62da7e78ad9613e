package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/wording"
)

// GuaranteeRequest registers a guarantee as received. It gives no cover until somebody else has verified it.
type GuaranteeRequest struct {
	GuaranteeTerms
	Text   string `json:"text" label:"Text" help:"The wording as issued." lines:"6" optional:""`
	Agreed string `json:"agreed" label:"Agreed text" help:"The text that two people of the house agreed to before." ref:"text" optional:""`
	File   File   `json:"file" label:"File of the guarantee" help:"The PDF or scan as it came, kept whole; its text is read where that is possible." optional:""`
	Name   string `json:"name" label:"Name of the file" optional:""`
}

// GuaranteeResult says where the guarantee stands.
type GuaranteeResult struct {
	ID        string      `json:"id"`
	Number    string      `json:"number"`
	Life      string      `json:"life"`
	Trust     string      `json:"trust"`
	Wording   string      `json:"wording,omitempty"`
	Warnings  []errs.Text `json:"warnings,omitempty"`
	Duplicate bool        `json:"duplicate,omitempty"` // the guarantee was recorded before; nothing was registered twice
}

func resultOf(s guarantee.State) GuaranteeResult {
	r := GuaranteeResult{ID: s.ID, Number: s.Number, Life: string(s.Life), Trust: string(s.Trust), Wording: string(s.Wording)}
	for _, a := range s.Alarms {
		r.Warnings = append(r.Warnings, a.Text())
	}
	return r
}

// RegisterGuarantee records a guarantee as received.
var RegisterGuarantee = verb(Spec{Name: "guarantee.register", Title: "Register a guarantee", Help: "Record a guarantee as received; somebody else verifies it.", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req GuaranteeRequest) (GuaranteeResult, error) {
		return w.register(req.terms(), received{text: req.Text, agreed: req.Agreed, file: req.File, name: req.Name})
	})

// received is what came with the terms of a guarantee.
type received struct {
	text   string // the wording as issued
	agreed string // id of the agreed text
	file   File
	name   string
	sent   bool // it came as a SWIFT message
}

// register records a guarantee. The same guarantor and number with another amount is not a second guarantee: the first one gets an alarm.
func (w *work) register(terms guarantee.Terms, in received) (GuaranteeResult, error) {
	var f errs.Faults
	in.text = cmp.Or(in.text, w.textOfFile(in.file))
	f.Take("", w.checkPaper(terms))
	f.Take("", checkIssuedText(in.text))
	f.Take("", checkFile(in.file, true))
	known, err := w.sameNumber(terms)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if known.other != "" && (f.Len() > 0 || known.face == terms.Face) {
		f.Add("number", "this guarantor's {number} is recorded already ({id})", "number", terms.Number, "id", known.other).Because("open that guarantee, or correct the number")
	}
	texts, err := w.hold(&f, terms, in.agreed, in.text, in.sent)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := f.Err(); err != nil {
		return GuaranteeResult{}, err
	}
	if known.other != "" {
		return w.alarmDuplicate(known.other, terms)
	}
	names, err := w.names(terms.Guarantor, terms.Applicant)
	if err != nil {
		return GuaranteeResult{}, err
	}
	p := promise{State: guarantee.State{Instrument: guarantee.Instrument{ID: w.newID(id.Guarantee)}}}
	err = w.tx.AddGuarantee(w.ctx, q.AddGuaranteeParams{ID: p.ID, Nr: terms.Number, Kind: string(terms.Kind), Rules: string(terms.Rules), GuarantorID: terms.Guarantor, ApplicantID: terms.Applicant,
		Currency: string(terms.Face.Currency), FaceMinor: terms.Face.Minor, IssuedOn: terms.IssuedOn, EffectiveOn: terms.EffectiveOn, ExpiresOn: terms.ExpiresOn, Place: terms.Place,
		TextSha256: texts.issued, Body: in.text, Life: string(guarantee.Recorded), Trust: string(guarantee.Unverified), RecordedBy: w.actor.ID,
		Folded: fold(terms.Number, names[terms.Guarantor], names[terms.Applicant]), CreatedUs: w.now()})
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.happen(&p, guarantee.RecordedFact{Terms: terms, Text: texts.issued, Agreed: texts.agreed, AgreedID: texts.agreedID, Differs: texts.differs, Alarms: known.alarms}); err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.barAs(&p, known.barred); err != nil {
		return GuaranteeResult{}, err
	}
	if len(in.file) > 0 {
		if _, err := w.keepDocument(p.ID, "issue", in.name, in.file); err != nil {
			return GuaranteeResult{}, err
		}
	}
	return resultOf(p.State), w.event(happening{entity: p.ID, party: terms.Guarantor, on: terms.IssuedOn, text: recordedText(terms)})
}

// barAs lets what bars the other guarantees of a guarantor bar a new one too: it is about the guarantor, whatever it issues now.
func (w *work) barAs(p *promise, trouble string) error {
	if trouble == "" || p.Barred != "" {
		return nil
	}
	return w.happen(p, guarantee.GuarantorEventFact{Trouble: guarantee.GuarantorTrouble(trouble), Bars: true, Evidence: p.Guarantor})
}

func recordedText(t guarantee.Terms) errs.Text {
	if t.ExpiresOn == 0 {
		return errs.T("guarantee {number} over {amount} was recorded", "number", t.Number, "amount", t.Face)
	}
	return errs.T("guarantee {number} over {amount} was recorded, expiry {day}", "number", t.Number, "amount", t.Face, "day", t.ExpiresOn)
}

// checkPaper names what is wrong with the terms, also against what the house knows of the parties.
func (w *work) checkPaper(t guarantee.Terms) error {
	var f errs.Faults
	f.Take("", t.Check())
	if t.IssuedOn > w.today {
		f.Add("issued_on", "the day of issue is yet to come")
	}
	for _, p := range []struct{ field, id, role string }{{"guarantor", t.Guarantor, "guarantor"}, {"applicant", t.Applicant, "customer"},
		{"counter_guarantor", t.CounterGuarantor, ""}, {"advising", t.Advising, ""}, {"confirmer", t.Confirmer, ""}, {"instructing", t.Instructing, ""}} {
		if p.id == "" {
			continue // Check has named what must be there
		}
		row, err := w.tx.Party(w.ctx, p.id)
		switch {
		case store.None(err):
			f.Add(p.field, "there is no party {id}", "id", p.id).Because("register the party first and choose it here")
		case err != nil:
			return err
		case p.role != "" && !hasRole(row, p.role):
			f.Add(p.field, "{name} does not have the role {role}", "name", row.Name, "role", p.role).Because("add the role to the party first")
		}
	}
	if err := w.payingBranch(&f, t); err != nil {
		return err
	}
	return f.Err()
}

// payingBranch names what is wrong with the branch that is to pay.
func (w *work) payingBranch(f *errs.Faults, t guarantee.Terms) error {
	if t.Branch == "" {
		return nil
	}
	switch b, err := w.tx.Branch(w.ctx, t.Branch); {
	case store.None(err):
		f.Add("branch", "there is no branch {id}", "id", t.Branch).Because("register the branch first and choose it here")
	case err != nil:
		return err
	case b.PartyID != t.Guarantor:
		f.Add("branch", "branch {name} belongs to another guarantor", "name", b.Name)
	}
	return nil
}

// textMost is how much text of a guarantee is kept, about 200 pages.
const textMost = 600_000

func checkIssuedText(text string) error {
	var f errs.Faults
	if len(text) > textMost {
		f.Add("text", "the text is longer than 200 pages").Because("keep the operative wording; hash the rest elsewhere")
	}
	if err := wording.Clean(text); err != nil && text != "" {
		f.Take("text", err)
	}
	return f.Err()
}

// numberKnown is what the numbers of one guarantor say of a new one.
type numberKnown struct {
	other  string // id of the guarantee that has the same number
	face   money.Amount
	alarms []guarantee.Alarm // numbers that only look the same
	barred string            // what bars the cover of its other guarantees
}

// sameNumber looks for the guarantee of the same guarantor whose number differs in nothing but case and blanks: one paper that is
// recorded twice would be pledged twice. Numbers that can be taken for each other become alarms.
func (w *work) sameNumber(t guarantee.Terms) (numberKnown, error) {
	var out numberKnown
	if t.Guarantor == "" || t.Number == "" {
		return out, nil
	}
	keep := func(r q.Guarantee) {
		out.other, out.face = r.ID, money.Of(r.FaceMinor, money.Currency(r.Currency))
	}
	row, err := w.tx.GuaranteeByNr(w.ctx, q.GuaranteeByNrParams{GuarantorID: t.Guarantor, Nr: t.Number})
	if err == nil {
		keep(row)
	}
	if err == nil || !store.None(err) {
		return out, err
	}
	err = w.eachOfGuarantor(t.Guarantor, func(r q.Guarantee) error {
		out.barred = cmp.Or(r.Barred, out.barred)
		if guarantee.NormaliseNumber(r.Nr) == guarantee.NormaliseNumber(t.Number) {
			keep(r)
		} else if _, warning := wording.SameNumber(r.Nr, t.Number); !warning.IsZero() && len(out.alarms) < 10 {
			out.alarms = append(out.alarms, guarantee.Alarm{Kind: guarantee.LookAlikeAlarm, On: w.today, Other: r.Nr, ID: r.ID})
		}
		return nil
	})
	return out, err
}

// alarmDuplicate tells the first guarantee of a second paper with its number (rule T4). The second one is not registered, so that both are
// counted once.
func (w *work) alarmDuplicate(other string, t guarantee.Terms) (GuaranteeResult, error) {
	p, err := w.promise(other)
	if err != nil {
		return GuaranteeResult{}, err
	}
	alarm := guarantee.Alarm{Kind: guarantee.DuplicateAlarm, On: w.today, Amount: t.Face}
	if err := w.happen(&p, guarantee.AlarmedFact{Alarm: alarm}); err != nil {
		return GuaranteeResult{}, err
	}
	res := resultOf(p.State)
	res.Duplicate = true
	return res, w.event(happening{entity: p.ID, party: p.Guarantor, text: alarm.Text()})
}

// GuaranteeCorrection is a guarantee as its recorder meant to write it.
type GuaranteeCorrection struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	GuaranteeTerms
	Text   string `json:"text" label:"Text" help:"The wording as issued; leave it empty to keep what is recorded." lines:"6" optional:""`
	Agreed string `json:"agreed" label:"Agreed text" ref:"text" optional:""`
}

// CorrectGuarantee writes all terms anew before anybody has verified them.
var CorrectGuarantee = verb(Spec{Name: "guarantee.correct", Title: "Correct", Help: "Write the terms anew, by who recorded them and before they are verified.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req GuaranteeCorrection) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		terms, text := req.terms(), cmp.Or(req.Text, p.row.Body)
		var f errs.Faults
		f.Take("", w.checkPaper(terms))
		f.Take("", checkIssuedText(text))
		known, err := w.sameNumber(terms)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if known.other != "" && known.other != p.ID {
			f.Add("number", "this guarantor's {number} is recorded already ({id})", "number", terms.Number, "id", known.other).Because("open that guarantee, or correct the number")
		}
		sent, err := w.cameAsMessage(p.ID)
		if err != nil {
			return GuaranteeResult{}, err
		}
		texts, err := w.hold(&f, terms, cmp.Or(req.Agreed, p.Text.AgreedID), text, sent)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if err := f.Err(); err != nil {
			return GuaranteeResult{}, err
		}
		fact := guarantee.CorrectedFact{Terms: terms, Text: texts.issued, Agreed: texts.agreed, AgreedID: texts.agreedID, Differs: texts.differs, Alarms: newAlarms(known.alarms, p.ID, p.Alarms)}
		if err := w.happen(&p, fact); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.barAs(&p, known.barred); err != nil {
			return GuaranteeResult{}, err
		}
		names, err := w.names(terms.Guarantor, terms.Applicant)
		if err != nil {
			return GuaranteeResult{}, err
		}
		err = w.tx.CorrectGuarantee(w.ctx, q.CorrectGuaranteeParams{ID: p.ID, Currency: string(terms.Face.Currency), IssuedOn: terms.IssuedOn, Body: text,
			Folded: fold(terms.Number, names[terms.Guarantor], names[terms.Applicant])})
		if err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(p.State), w.event(happening{entity: p.ID, party: terms.Guarantor, text: errs.T("guarantee {number} was corrected by its recorder", "number", terms.Number)})
	})

// newAlarms leaves out the alarms that are about the guarantee itself or were raised before.
func newAlarms(found []guarantee.Alarm, self string, before []guarantee.Alarm) []guarantee.Alarm {
	var out []guarantee.Alarm
	for _, a := range found {
		if a.ID == self {
			continue
		}
		raised := false
		for _, b := range before {
			raised = raised || b.Kind == a.Kind && b.ID == a.ID
		}
		if !raised {
			out = append(out, a)
		}
	}
	return out
}

// held are the hashes of the texts of a guarantee, and whether the issued one is the agreed one.
type held struct {
	issued, agreed, agreedID string
	differs                  bool
}

// hold holds the issued text against the agreed one, word by word.
func (w *work) hold(f *errs.Faults, t guarantee.Terms, agreedID, issued string, sent bool) (held, error) {
	out := held{issued: hashOf(issued)}
	if agreedID == "" {
		return out, nil
	}
	row, err := w.tx.AgreedText(w.ctx, agreedID)
	switch {
	case store.None(err):
		f.Add("agreed", "there is no text {id}", "id", agreedID).Because("choose a text that was agreed")
		return out, nil
	case err != nil:
		return out, err
	case row.State != "agreed":
		f.Add("agreed", "this text is not agreed yet").Because("let a second person agree to it first")
	case row.ApplicantID != "" && t.Applicant != "" && row.ApplicantID != t.Applicant:
		f.Add("agreed", "this text was agreed for another applicant").Because("choose a text of this applicant")
	case row.Kind != string(t.Kind):
		f.Add("agreed", "this text was agreed for a {kind}", "kind", guarantee.Kind(row.Kind).Label()).Because("choose a text of this kind")
	}
	out.agreed, out.agreedID = row.Sha256, row.ID
	if issued != "" {
		out.differs = !sameText(row.Body, issued, sent)
	}
	return out, nil
}

// cameAsMessage reports whether a guarantee came as a SWIFT message, which carries neither small umlauts nor every sign.
func (w *work) cameAsMessage(guaranteeID string) (bool, error) {
	rows, err := w.tx.MessagesOf(w.ctx, guaranteeID)
	return slices.ContainsFunc(rows, func(m q.Message) bool { return m.Type == "760" && m.State == "booked" }), err
}

// sameText reports whether nothing was done to the agreed text but filling its blanks.
func sameText(agreed, issued string, sent bool) bool {
	d := compareTexts(agreed, issued, sent)
	return d.Equal || d.OnlyFilled()
}

// hashOf is the SHA-256 of all bytes of a text, "" of none.
func hashOf(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
