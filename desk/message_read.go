package desk

import (
	"cmp"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/store"
)

// ReadMessageAnswer is what a message says, what is wrong with it, and what an import would do.
type ReadMessageAnswer struct {
	Type     string           `json:"type"`
	SHA256   string           `json:"sha256"`
	Valid    bool             `json:"valid"`
	Known    bool             `json:"known"` // this very message was imported before
	Findings []MessageFinding `json:"findings"`
	Terms    *GuaranteeTerms  `json:"terms,omitempty"` // that an MT 760 would register
	Text     string           `json:"text,omitempty"`
	Problems []errs.Fault     `json:"problems,omitempty"` // for which the import would be refused
	Warnings []errs.Text      `json:"warnings,omitempty"`
	message  incoming
}

// Headline says what would become of it.
func (a ReadMessageAnswer) Headline() errs.Text {
	switch {
	case a.Known:
		return errs.T("This message was imported before: nothing would change.")
	case !a.Valid:
		return errs.T("It breaks rules of the network: it would be kept and book nothing.")
	case len(a.Problems) > 0:
		return errs.T("It would be refused: {why}", "why", a.Problems[0].Text)
	case a.Terms != nil:
		return errs.T("It would register guarantee {number} over {amount}, unverified.", "number", a.Terms.Number, "amount", a.Terms.Face)
	}
	return errs.T("It is sound and would be imported.")
}

// Tables are its findings, what would be registered, and its fields.
func (a ReadMessageAnswer) Tables() []Table {
	var out []Table
	for _, t := range messageTables(a.message) {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	if len(a.Problems) == 0 {
		return out
	}
	t := Table{Title: "What stands in the way", Columns: []Head{head("Field", store.Text), head("Reason", store.Text), head("What to do", store.Text)}}
	for _, f := range a.Problems {
		t.Rows = append(t.Rows, []any{f.Field, f.Text, f.Hint})
	}
	return append([]Table{t}, out...)
}

// ReadMessage shows what an import would do; nothing is written.
var ReadMessage = question(Spec{Name: "guarantee.read_message", Title: "Read a SWIFT message", Help: "Show what a message says, what is wrong with it, and what its import would do; nothing is kept.", Roles: []Role{Clerk, Risk, Manager, Auditor}},
	func(w *work, req MessageRequest) (ReadMessageAnswer, error) {
		m, err := readMessage(req)
		if len(m.parts) == 0 {
			return ReadMessageAnswer{}, err
		}
		a := ReadMessageAnswer{Type: cmp.Or(m.kind(), m.first().Type), SHA256: m.hash(), Valid: m.valid(), Findings: findingsIn(m.findings), message: m}
		if err != nil {
			a.Problems = append(a.Problems, problemsOf(err)...)
		}
		known, err := w.tx.MessageOfHash(w.ctx, a.SHA256)
		if err != nil && !store.None(err) {
			return a, err
		}
		a.Known = known.ID != "" && known.State != "kept"
		if a.Type != "760" || !a.Valid || len(a.Problems) > 0 {
			return a, nil
		}
		terms, text, warnings, err := w.issueTerms(m)
		if e := errs.As(err); e != nil && e.Code != errs.Invalid {
			return a, err
		}
		a.Problems = append(a.Problems, problemsOf(err)...)
		if len(a.Problems) == 0 {
			a.Problems = append(a.Problems, problemsOf(w.checkPaper(terms))...)
		}
		shown := requestOfTerms(terms)
		a.Terms, a.Text, a.Warnings = &shown, strings.TrimSpace(text), append(warnings, w.lookAlikes(terms)...)
		return a, nil
	})

func problemsOf(err error) []errs.Fault {
	e := errs.As(err)
	switch {
	case e == nil:
		return nil
	case len(e.Faults) > 0:
		return e.Faults
	}
	return []errs.Fault{{Text: e.Text, Hint: e.Hint}}
}

// lookAlikes are the numbers of the guarantor that can be taken for the new one.
func (w *work) lookAlikes(t guarantee.Terms) []errs.Text {
	known, err := w.sameNumber(t)
	if err != nil {
		return nil
	}
	var out []errs.Text
	for _, a := range known.alarms {
		out = append(out, a.Text())
	}
	return out
}
