package desk

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/ident"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/wire/mt"
)

// MessageRequest brings a SWIFT message into the house: one, or one with its continuations.
type MessageRequest struct {
	File      File   `json:"file" label:"File" help:"One message, or an MT 760 with its MT 761 one after the other." optional:""`
	Text      string `json:"text" label:"Or the message as text" lines:"6" optional:""`
	Guarantor string `json:"guarantor" label:"Guarantor" help:"Only when the BIC of the message is not registered." ref:"party" optional:""`
	Applicant string `json:"applicant" label:"Applicant" help:"Only when the name in the message is not a customer's." ref:"party" optional:""`
	Agreed    string `json:"agreed" label:"Agreed text" help:"The text that was agreed to; the issued one is compared with it." ref:"text" optional:""`
	Name      string `json:"name" label:"Name of the file" optional:""`
}

// bytes is the message as it came.
func (r MessageRequest) bytes() []byte {
	if len(r.File) > 0 {
		return r.File
	}
	return []byte(strings.TrimSpace(r.Text))
}

// MessageFinding is what is wrong or odd in a message.
type MessageFinding struct {
	Rule     string    `json:"rule"`
	Sequence string    `json:"sequence,omitempty"`
	Tag      string    `json:"tag,omitempty"`
	Severity string    `json:"severity"`
	Text     errs.Text `json:"text"`
}

// MessageResult says what became of a message.
type MessageResult struct {
	ID        string           `json:"id"` // of the guarantee, when one came of it, else of the message
	Message   string           `json:"message"`
	Type      string           `json:"type"`
	SHA256    string           `json:"sha256"`
	Valid     bool             `json:"valid"`
	State     string           `json:"state"` // booked, refused, parked, kept
	Duplicate bool             `json:"duplicate"`
	Guarantee string           `json:"guarantee,omitempty"`
	Findings  []MessageFinding `json:"findings"`
	Warnings  []errs.Text      `json:"warnings,omitempty"`
}

// Bounds of what is brought in at once: a text and its seven continuations, with room for what is wrong with them.
const partsMost = 16

// incoming is a message under way into the house, with what it consists of.
type incoming struct {
	req      MessageRequest
	raw      []byte
	parts    []mt.Message
	whole    mt.Whole // of an MT 760 or 767 with its continuations
	findings []mt.Finding
	nr       string   // of the undertaking that it is about
	earlier  []string // ids of the parts that came in other files
	id       string
}

// first is the message that gives the whole its type.
func (m incoming) first() mt.Message {
	if at := slices.IndexFunc(m.parts, func(p mt.Message) bool { return p.Type == "760" || p.Type == "767" }); at >= 0 {
		return m.parts[at]
	}
	return m.parts[0]
}

// kind is the type by which the message is booked: that of the inner message of an envelope, when it is one that is known.
func (m incoming) kind() string {
	first := m.first()
	if inner, ok := first.Inner(); ok {
		return inner.Type
	}
	return first.Type
}

func (m incoming) valid() bool { return mt.Valid(m.findings) }

// readMessage takes the bytes apart. Errors: Invalid without a message, TooLarge.
func readMessage(req MessageRequest) (incoming, error) {
	m := incoming{req: req, raw: req.bytes()}
	var f errs.Faults
	switch {
	case len(m.raw) == 0:
		f.Add("file", "a message is needed").Because("choose the file, or paste the message")
	case len(m.raw) > partsMost*mt.MaxBytes:
		f.Add("file", "the file is larger than {most} MiB", "most", mt.MaxBytes>>20)
	}
	if err := f.Err(); err != nil {
		return m, err
	}
	pieces := splitMessages(m.raw)
	if len(pieces) > partsMost {
		f.Add("file", "there are more than {most} messages", "most", partsMost).Because("bring one undertaking at a time")
		return m, f.Err()
	}
	for _, piece := range pieces {
		part, err := mt.Read(piece)
		if err != nil {
			return m, err
		}
		m.parts = append(m.parts, part)
	}
	m.nr = numberIn(m.first())
	return m, m.join()
}

// join puts the parts of a long text together and collects what is wrong.
func (m *incoming) join() error {
	first := m.first()
	if first.Type != "760" && first.Type != "767" {
		m.findings = nil
		for _, p := range m.parts {
			m.findings = append(m.findings, p.Check()...)
		}
		return nil
	}
	whole, err := mt.Join(m.parts...)
	if err != nil {
		m.findings = nil
		for _, p := range m.parts {
			m.findings = append(m.findings, p.Check()...)
		}
		return err
	}
	m.whole, m.findings = whole, whole.Findings
	return nil
}

// splitMessages cuts a file where the header of the next message begins.
func splitMessages(b []byte) [][]byte {
	const header = "{1:"
	var out [][]byte
	start := 0
	for at := bytes.Index(b, []byte(header)); at >= 0; {
		next := bytes.Index(b[at+len(header):], []byte("\n"+header))
		if glued := bytes.Index(b[at+len(header):], []byte("}"+header)); glued >= 0 && (next < 0 || glued < next) {
			next = glued
		}
		if next < 0 {
			break
		}
		end := at + len(header) + next + 1
		out = append(out, b[start:end])
		start, at = end, end
	}
	return append(out, b[start:])
}

// numberIn is the number of the undertaking that a message is about.
func numberIn(m mt.Message) string {
	tag := map[string]string{"760": "20", "761": "20", "767": "20", "775": "20", "785": "20", "759": "23", "765": "20", "768": "20", "769": "20", "786": "20", "787": "20"}[m.Type]
	for _, sequence := range []string{"B", ""} {
		if f, ok := m.First(sequence, tag); ok {
			return strings.TrimSpace(f.Value)
		}
	}
	return ""
}

// booked is what came of booking a message.
type booked struct {
	guarantee string
	state     string // booked or parked
	warnings  []errs.Text
}

// hash is the hash of the bytes as they came.
func (m incoming) hash() string {
	sum := sha256.Sum256(m.raw)
	return hex.EncodeToString(sum[:])
}

// guaranteeOf finds the guarantee that a message is about: by its number and the BIC of its issuer, or by the number alone when only one
// guarantee bears it. "" when there is none.
func (w *work) guaranteeOf(issuer string, numbers ...string) (string, error) {
	for _, nr := range numbers {
		if nr == "" {
			continue
		}
		rows, err := w.tx.GuaranteesByNr(w.ctx, nr)
		if err != nil {
			return "", err
		}
		if len(rows) == 1 {
			return rows[0].ID, nil
		}
		for _, r := range rows {
			known, err := w.tx.Identifiers(w.ctx, r.GuarantorID)
			if err != nil {
				return "", err
			}
			if slices.ContainsFunc(known, func(n q.PartyIdentifier) bool {
				return n.Scheme == string(ident.BIC) && len(issuer) >= 8 && strings.HasPrefix(n.Value, issuer[:8])
			}) {
				return r.ID, nil
			}
		}
	}
	return "", nil
}

// notHere keeps a message about a guarantee that is not registered.
func notHere(m incoming) booked {
	return booked{state: "kept", warnings: []errs.Text{errs.T("no guarantee {number} is recorded; import the message again when it is", "number", cmp.Or(m.nr, "?"))}}
}

// bookers are what the house does with a valid message of a type. A type that is not here is kept.
var bookers = map[string]func(w *work, m incoming) (booked, error){"760": (*work).bookIssue, "767": (*work).bookAmendment, "769": (*work).bookReduction,
	"785": (*work).bookNonExtension, "765": (*work).bookDemand, "786": (*work).bookRefusal}

// deciders are the roles that may book a message of a type: none that may not do by hand what it does.
func deciders(kind string) []Role {
	switch kind {
	case "769":
		return ReduceGuarantee.Roles
	case "786":
		return RejectDemand.Roles
	}
	return []Role{Clerk, Risk, Manager}
}

// ImportMessage brings a SWIFT message in. One that breaks a rule is kept with what is wrong and books nothing; the same message twice
// changes nothing.
var ImportMessage = verb(Spec{Name: "guarantee.import_message", Title: "Import a SWIFT message", Help: "Register a guarantee, or what happened to one, from its SWIFT message.", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req MessageRequest) (MessageResult, error) {
		m, err := readMessage(req)
		incomplete := err
		if len(m.parts) == 0 {
			return MessageResult{}, err
		}
		res := MessageResult{Type: m.first().Type, SHA256: m.hash(), Findings: []MessageFinding{}}
		known, err := w.tx.MessageOfHash(w.ctx, res.SHA256)
		if err == nil && (known.State != "kept" || known.Valid == 0) {
			return knownMessage(res, known, m), nil
		}
		if err != nil && !store.None(err) {
			return res, err
		}
		m.id = cmp.Or(known.ID, w.newID(id.Message)) // what was kept is tried again: the guarantee may be here now
		if incomplete != nil {
			if err := w.complete(&m); err != nil {
				return res, err
			}
			incomplete = m.join()
		}
		res.Findings, res.Valid = findingsIn(m.findings), m.valid()
		done, err := w.book(m, incomplete)
		if err != nil {
			return res, err
		}
		if known.ID != "" && done.state == "kept" {
			return knownMessage(res, known, m), nil
		}
		res.Message, res.State, res.Guarantee, res.Warnings = m.id, done.state, done.guarantee, done.warnings
		res.ID = cmp.Or(done.guarantee, m.id)
		return res, w.keepMessage(m, res, known.ID != "")
	})

// book does with a message what its type asks for; one that is not valid or not complete books nothing.
func (w *work) book(m incoming, incomplete error) (booked, error) {
	switch book := bookers[m.kind()]; {
	case !m.valid():
		return booked{state: "refused"}, nil
	case incomplete != nil:
		done := booked{state: "kept", warnings: []errs.Text{errs.As(incomplete).Text}}
		for _, f := range errs.As(incomplete).Faults {
			done.warnings = append(done.warnings, f.Text)
		}
		return done, nil
	case book != nil && !slices.Contains(deciders(m.kind()), w.actor.Role):
		return booked{state: "kept", warnings: []errs.Text{errs.T("it is booked when one of these imports it: {roles}", "roles", join(deciders(m.kind())))}}, nil
	case book != nil:
		done, err := book(w, m)
		if e := errs.As(err); e != nil && e.Code == errs.NotFound { // what it is about is not here yet
			return booked{state: "kept", warnings: []errs.Text{e.Text}}, nil
		}
		return done, err
	}
	return booked{state: "kept"}, nil
}

// knownMessage is the answer for a message that came before.
func knownMessage(res MessageResult, known q.Message, m incoming) MessageResult {
	res.ID, res.Message, res.Guarantee, res.State, res.Duplicate, res.Valid = cmp.Or(known.GuaranteeID, known.ID), known.ID, known.GuaranteeID, known.State, true, known.Valid == 1
	res.Findings = findingsIn(m.findings)
	return res
}

// complete looks for the parts that came in other files before.
func (w *work) complete(m *incoming) error {
	rows, err := w.tx.KeptMessages(w.ctx, m.nr)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, piece := range splitMessages([]byte(r.Raw)) {
			part, err := mt.Read(piece)
			if err == nil && !slices.ContainsFunc(m.parts, func(p mt.Message) bool { return bytes.Equal(p.Bytes(), part.Bytes()) }) {
				m.parts, m.earlier = append(m.parts, part), append(m.earlier, r.ID)
			}
		}
	}
	return nil
}

// keepMessage writes the message as it came and tells the life line.
func (w *work) keepMessage(m incoming, res MessageResult, kept bool) error {
	first := m.first()
	if kept {
		if err := w.tx.SettleMessage(w.ctx, q.SettleMessageParams{ID: res.Message, State: res.State, GuaranteeID: res.Guarantee}); err != nil {
			return err
		}
		return w.messageEvent(m, res)
	}
	var names []string
	for _, f := range res.Findings {
		names = append(names, f.Severity+" "+f.Rule+" "+strings.TrimSpace(f.Sequence+" "+f.Tag))
	}
	if names == nil {
		names = []string{}
	}
	valid := int64(0)
	if res.Valid {
		valid = 1
	}
	err := w.tx.AddMessage(w.ctx, q.AddMessageParams{ID: res.Message, Direction: "in", Type: cmp.Or(res.Type, "?"), Sender: first.Sender, Receiver: first.Receiver, Nr: m.nr,
		Raw: string(m.raw), Sha256: res.SHA256, Valid: valid, State: res.State, FindingsJson: col.Of(names), GuaranteeID: res.Guarantee, ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	for _, part := range m.earlier {
		if res.State != "booked" {
			break
		}
		if err := w.tx.SettleMessage(w.ctx, q.SettleMessageParams{ID: part, State: res.State, GuaranteeID: res.Guarantee}); err != nil {
			return err
		}
	}
	return w.messageEvent(m, res)
}

func (w *work) messageEvent(m incoming, res MessageResult) error {
	return w.event(happening{entity: res.Message, guarantee: res.Guarantee, text: errs.T("MT {type} for {number}: {state}", "type", cmp.Or(res.Type, "?"), "number", cmp.Or(m.nr, "?"), "state", messageState(res.State))})
}

func messageState(state string) errs.Text {
	switch state {
	case "booked":
		return errs.T("booked")
	case "refused":
		return errs.T("not booked, it breaks the rules of the network")
	case "parked":
		return errs.T("parked until what comes before it is here")
	case "sent":
		return errs.T("sent")
	}
	return errs.T("kept")
}

func findingsIn(findings []mt.Finding) []MessageFinding {
	out := []MessageFinding{}
	for _, f := range findings {
		out = append(out, MessageFinding{string(f.Rule), f.Sequence, f.Tag, string(f.Severity), f.Text})
	}
	return out
}

// messageAsEvidence holds the reference of a message against those that are kept: when it is the id of one, that one must be of this
// guarantee and valid.
func (w *work) messageAsEvidence(f *errs.Faults, p promise, e *guarantee.Evidence) error {
	if id.Kind(e.Ref) != id.Message {
		return nil
	}
	row, err := w.tx.Message(w.ctx, e.Ref)
	switch {
	case store.None(err):
		f.Add("evidence_ref", "there is no message {id}", "id", e.Ref)
		return nil
	case err != nil:
		return err
	case row.GuaranteeID != p.ID:
		f.Add("evidence_ref", "the message {id} is not about this guarantee", "id", e.Ref)
	case row.Direction != "in" || row.Valid == 0:
		f.Add("evidence_ref", "the message {id} proves nothing: it breaks rules of the network, or is our own", "id", e.Ref)
	}
	e.Message = e.Ref
	return nil
}
