package desk

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/wording"
)

// TrustView is what a page shows of the trust in a guarantee: who found out what by which evidence, the issued text with what the checker
// finds in it, and where it leaves the agreed text.
type TrustView struct {
	State         string                   `json:"state"`
	Wording       string                   `json:"wording"` // approved, refused, or nothing yet
	Recorder      string                   `json:"recorder,omitempty"`
	Verifier      string                   `json:"verifier,omitempty"`
	VerifiedOn    day.Date                 `json:"verified_on,omitzero"`
	ReverifyOn    day.Date                 `json:"reverify_on,omitzero"`
	Evidence      *guarantee.Evidence      `json:"evidence,omitempty"`
	Confirmations []guarantee.Confirmation `json:"confirmations,omitempty"`
	Alarms        []errs.Text              `json:"alarms,omitempty"`
	Text          string                   `json:"text,omitempty"`   // as issued
	SHA256        string                   `json:"sha256,omitempty"` // of all its bytes
	Findings      []wording.Finding        `json:"findings,omitempty"`
	Accepted      []guarantee.Acceptance   `json:"accepted,omitempty"`
	Agreed        *Ref                     `json:"agreed,omitempty"`
	AgreedSHA256  string                   `json:"agreed_sha256,omitempty"`
	Difference    *wording.Difference      `json:"difference,omitempty"`
	Proposed      string                   `json:"difference_proposed_by,omitempty"`
	Approved      string                   `json:"difference_approved_by,omitempty"`
	Notes         []errs.Text              `json:"notes,omitempty"`
}

// trustOf adds the trust in a guarantee to its page: for the house everything, for the guarantor its own word and the text alone.
func (w *work) trustOf(r *Record, p promise) error {
	v := &TrustView{State: string(p.Trust), Text: p.row.Body, SHA256: p.Text.Issued}
	r.Trust = v
	if p.Text.Issued != "" {
		r.Facts = append(r.Facts, Fact{"SHA-256 of the text", p.Text.Issued})
	}
	if p.row.Body != "" {
		r.Facts = append(r.Facts, Fact{"Text", p.row.Body})
	}
	v.Confirmations = p.Confirmations
	if w.actor.Role.Guest() {
		return nil
	}
	v.Wording, v.Recorder, v.Verifier, v.VerifiedOn, v.ReverifyOn = string(p.Wording), p.Recorder, p.Verifier, p.VerifiedOn, p.ReverifyOn
	if p.Evidence.Kind != "" {
		v.Evidence = &p.Evidence
	}
	for _, a := range p.Alarms {
		v.Alarms = append(v.Alarms, a.Text())
		r.Facts = append(r.Facts, Fact{"Alarm", a.Text()})
	}
	v.Notes = []errs.Text{errs.T("No fee is ever due to activate or release a guarantee: who asks for one is a fraud.")}
	if err := w.textsOf(r, v, p); err != nil {
		return err
	}
	if err := w.messagesOf(r, p.ID); err != nil {
		return err
	}
	return w.documentsOf(r, p.ID)
}

// textsOf adds what the checker finds and where the issued text leaves the agreed one.
func (w *work) textsOf(r *Record, v *TrustView, p promise) (err error) {
	if v.Findings, err = w.findingsOf(p); err != nil {
		return err
	}
	v.Accepted = p.Accepted
	if len(v.Findings) > 0 {
		r.Tables = append(r.Tables, findingTable(v.Findings))
	}
	if p.Text.AgreedID == "" {
		return nil
	}
	row, err := w.tx.AgreedText(w.ctx, p.Text.AgreedID)
	if err != nil {
		return store.Missing(err, p.Text.AgreedID)
	}
	v.Agreed, v.AgreedSHA256, v.Proposed, v.Approved = &Ref{row.ID, guarantee.Kind(row.Kind).Label().String()}, row.Sha256, p.Text.Proposed, p.Text.Approved
	r.Facts = append(r.Facts, Fact{"Agreed text", Ref{row.ID, row.Sha256[:min(12, len(row.Sha256))]}})
	if p.row.Body == "" {
		return nil
	}
	sent, err := w.cameAsMessage(p.ID)
	if err != nil {
		return err
	}
	d := compareTexts(row.Body, p.row.Body, sent)
	v.Difference = &d
	if !d.Equal && !d.OnlyFilled() {
		r.Tables = append(r.Tables, differenceTable(d))
	}
	return nil
}

// compareTexts holds two texts against each other: as written, or, of a text that came as a SWIFT message, as that can carry it.
func compareTexts(agreed, issued string, sent bool) wording.Difference {
	if sent {
		return wording.CompareAs(agreed, issued, wording.AsTransmitted)
	}
	return wording.Compare(agreed, issued)
}

// differenceTable are the words that are not the agreed ones, each with those before it.
func differenceTable(d wording.Difference) Table {
	t := Table{Title: "Differs from the agreed text", Columns: []Head{head("After", store.Text), head("Change", store.State), head("Words", store.Text)}}
	before := ""
	for _, run := range d.Runs {
		if run.Change == wording.Same {
			before = lastWords(run.Text, 8)
			continue
		}
		t.Rows = append(t.Rows, []any{before, string(run.Change), strings.TrimSpace(run.Text)})
	}
	return t
}

func lastWords(text string, n int) string {
	words := strings.Fields(text)
	return strings.Join(words[max(0, len(words)-n):], " ")
}

func (w *work) messagesOf(r *Record, guaranteeID string) error {
	rows, err := w.tx.MessagesOf(w.ctx, guaranteeID)
	if err != nil || len(rows) == 0 {
		return err
	}
	t := Table{Title: "Messages", Columns: []Head{head("Message", store.Ref), head("Direction", store.State), head("State", store.State), head("Sender", store.Text), head("SHA-256", store.Text), head("Recorded", store.Moment)}}
	for _, m := range rows {
		t.Rows = append(t.Rows, []any{Ref{m.ID, "MT " + m.Type}, m.Direction, m.State, m.Sender, m.Sha256, m.AtUs})
	}
	r.Tables = append(r.Tables, t)
	return nil
}

// documentsOf adds the files that are kept with an entity; each is fetched under its id.
func (w *work) documentsOf(r *Record, entity string) error {
	rows, err := w.tx.DocumentsOf(w.ctx, entity)
	if err != nil || len(rows) == 0 {
		return err
	}
	t := Table{Title: "Documents", Columns: []Head{head("Document", store.Ref), head("What it is", store.State), head("Bytes", store.Number), head("SHA-256", store.Text), head("Recorded", store.Moment)}}
	for _, d := range rows {
		t.Rows = append(t.Rows, []any{Ref{d.ID, d.Name}, d.Purpose, d.Size, d.Sha256, d.AtUs})
	}
	r.Tables = append(r.Tables, t)
	return nil
}

// guaranteeFacts are the terms as a page shows them: what the text is silent about is left out.
func (w *work) guaranteeFacts(p promise, names map[string]string) ([]Fact, error) {
	i := p.Instrument
	facts := []Fact{{"Kind", string(i.Kind)}, {"Rules", string(i.Rules)}, {"Guarantor", Ref{i.Guarantor, names[i.Guarantor]}}, {"Applicant", Ref{i.Applicant, names[i.Applicant]}},
		{"Amount", i.Face}, {"Paid", i.Paid}, {"Reserved for demands", i.Reserved}, {"Not pledged", i.Unpledged()}, {"Trust", string(i.Trust)},
		{"Issued on", i.IssuedOn}, {"Expires on", i.ExpiresOn}}
	facts = append(facts, lastDayFacts(p)...)
	if i.VerifiedOn != 0 {
		facts = append(facts, Fact{"Verified on", i.VerifiedOn}, Fact{"To be verified again by", i.ReverifyOn})
	}
	if p.Evidence.Kind != "" && !w.actor.Role.Guest() {
		facts = append(facts, evidenceFacts(p.Evidence)...)
	}
	if i.Wording != "" && !w.actor.Role.Guest() {
		facts = append(facts, Fact{"Wording", string(i.Wording)})
	}
	parties, err := w.otherParties(i.Terms)
	if err != nil {
		return nil, err
	}
	facts = append(facts, parties...)
	add := func(label string, value any, there bool) {
		if there {
			facts = append(facts, Fact{label, value})
		}
	}
	text := func(label, value string) { add(label, value, value != "") }
	number := func(label string, n int) { add(label, int64(n), n != 0) }
	add("In force from", i.EffectiveOn, i.EffectiveOn != 0)
	text("Takes effect with", i.EffectEvent)
	text("Ends with", i.ExpiryEvent)
	text("Shown by", i.ExpiryProof)
	text("Place of presentation", i.Place)
	if e := i.Extension; e.Renews() {
		add("Extends itself", e.Period, true)
		number("Each time by", e.Days)
		number("Days of notice", e.NoticeDays)
		add("Never beyond", e.FinalOn, e.FinalOn != 0)
		text("In time is the notice that was", e.Basis)
		text("Notice is given by", e.Method)
	}
	text("Documents of a demand", strings.Join(i.Documents, "\n"))
	text("Wording of the statement", i.Statement)
	text("Language of a demand", i.Language)
	text("Form of a demand", i.Form)
	text("Signatures", i.Signatures)
	add("Presented through our bank", errs.T("yes"), i.ThroughBank)
	add("No partial demand", errs.T("yes"), i.NoPartial)
	add("No second demand", errs.T("yes"), i.NoMultiple)
	add("A demand of more is paid as far as the amount goes", errs.T("yes"), i.PaysAvailable)
	add("Transferable", errs.T("yes"), i.Transferable)
	number("Days of examination", i.ExamineDays)
	add("Covered part", ofBasisPoints(i.CoverPercentBP).String()+" %", i.CoverPercentBP != 0)
	add("First loss", i.FirstLoss, i.FirstLoss.Minor != 0)
	text("Covered obligations", strings.Join(i.Covers, ", "))
	number("Waiting period", i.WaitingDays)
	number("Delay is notified within", i.NotifyDays)
	number("Claimed within", i.ClaimDays)
	text("To be tried first", strings.Join(i.Recourse, "\n"))
	text("Exclusions", i.Exclusions)
	add("Guarantor and applicant are of one group", errs.T("yes"), i.SameGroup)
	text("Excluded articles", i.RulesExcluded)
	text("Law", i.Law)
	text("Courts", i.Forum)
	text("Language that prevails", i.Prevails)
	text("Beneficiary as written", i.Beneficiary)
	text("Guarantor as written", i.Paper.Name)
	text("BIC as written", i.Paper.BIC)
	text("Licence as written", i.Paper.Licence)
	for _, l := range i.Reductions {
		when := errs.T("{amount} less on {day}", "amount", l.Amount, "day", l.On)
		if l.On == 0 {
			when = errs.T("{amount} less with {event}, shown by {proof}", "amount", l.Amount, "event", l.Event, "proof", l.Proof)
		}
		facts = append(facts, Fact{"Planned reduction", when})
	}
	return facts, nil
}

// otherParties are who takes part beside guarantor and applicant.
func (w *work) otherParties(t guarantee.Terms) ([]Fact, error) {
	var out []Fact
	for _, p := range []struct{ label, id string }{{"Counter-guarantor", t.CounterGuarantor}, {"Advising party", t.Advising}, {"Confirmer", t.Confirmer}, {"Ordered by", t.Instructing}} {
		if p.id == "" || w.actor.Role.Guest() {
			continue
		}
		names, err := w.names(p.id)
		if err != nil {
			return nil, err
		}
		out = append(out, Fact{p.label, Ref{p.id, names[p.id]}})
	}
	if t.Branch != "" && !w.actor.Role.Guest() {
		b, err := w.tx.Branch(w.ctx, t.Branch)
		if err != nil {
			return nil, store.Missing(err, t.Branch)
		}
		out = append(out, Fact{"Branch", Ref{b.ID, b.Name}})
	}
	if t.Backs != "" {
		out = append(out, Fact{"Backs", t.Backs})
	}
	return out, nil
}

// evidenceFacts are what the verifier relied upon.
func evidenceFacts(e guarantee.Evidence) []Fact {
	out := []Fact{{"Evidence", string(e.Kind)}, {"Reference of the evidence", e.Ref}, {"Confirmed on", e.On}}
	for _, f := range []struct{ label, text string }{{"Our bank", e.Bank}, {"Number called", e.Number}, {"Public register", e.Register}, {"Spoke to", e.Spoke}, {"Certificate", e.Certificate}, {"Document", e.Document}} {
		if f.text != "" {
			out = append(out, Fact{f.label, f.text})
		}
	}
	for _, f := range []struct {
		label string
		at    day.Instant
	}{{"Signed at", e.SignedAt}, {"Time stamp", e.StampedAt}, {"Certificate revoked at", e.RevokedAt}} {
		if f.at != 0 {
			out = append(out, Fact{f.label, f.at})
		}
	}
	return out
}

// messageRecord is the page of a message: its fields, what is wrong with it, and the message itself.
func (w *work) messageRecord(messageID string) (Record, error) {
	row, err := w.tx.Message(w.ctx, messageID)
	if err != nil {
		return Record{}, store.Missing(err, messageID)
	}
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, messageID)
	}
	r := Record{Title: "MT " + row.Type + " · " + row.Nr, State: row.State, Headline: errs.T("MT {type} for {number}: {state}", "type", row.Type, "number", row.Nr, "state", messageState(row.State))}
	if row.GuaranteeID != "" {
		g, err := w.tx.Guarantee(w.ctx, row.GuaranteeID)
		if err != nil {
			return r, err
		}
		r.Facts = append(r.Facts, Fact{"Guarantee", Ref{g.ID, g.Nr}}, Fact{"Amount", money.Of(g.FaceMinor, money.Currency(g.Currency))})
	}
	r.Facts = append(r.Facts, Fact{"Direction", row.Direction}, Fact{"Sender", row.Sender}, Fact{"Receiver", row.Receiver}, Fact{"SHA-256", row.Sha256}, Fact{"Recorded", row.AtUs})
	m, _ := readMessage(MessageRequest{Text: row.Raw}) // it was read before; what is missing of it is told by its state
	r.Tables = append(slices.DeleteFunc(messageTables(m), func(t Table) bool { return len(t.Rows) == 0 }), r.Tables...)
	r.Facts = append(r.Facts, Fact{"Message", row.Raw})
	if row.GuaranteeID != "" {
		events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: row.GuaranteeID, Limit: timelineMost})
		if err != nil {
			return r, err
		}
		r.Timeline = slices.DeleteFunc(lines(events), func(l Line) bool { return l.Entity != messageID })
	}
	return r, nil
}

// messageTables are the findings and the fields of a message.
func messageTables(m incoming) []Table {
	found := Table{Title: "Findings in the message", Columns: []Head{head("Finding", store.Text), head("Severity", store.State), head("Field", store.Text), head("Reason", store.Text)}}
	for _, f := range m.findings {
		found.Rows = append(found.Rows, []any{string(f.Rule), string(f.Severity), strings.TrimSpace(f.Sequence + " " + f.Tag), f.Text})
	}
	fields := Table{Title: "Fields", Columns: []Head{head("Field", store.Text), head("Value", store.Text)}}
	for _, part := range m.parts {
		for _, f := range part.Fields {
			fields.Rows = append(fields.Rows, []any{strings.TrimSpace(f.Sequence + " " + f.Tag), f.Value})
		}
	}
	return []Table{found, fields}
}
