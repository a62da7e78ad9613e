package paper

import (
	"encoding/json"
	"fmt"

	"kontor/day"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
	"kontor/proof"
)

// Proof is what is printed of a proof file.
type Proof struct {
	Lang    lang.Lang
	Kind    proof.Kind
	Entity  string
	Subject []byte // canonical JSON
	SHA256  string
	House   string // origin of the log
	Event   string
	Token   string
	Verb    func(name string) string // says what a verb is called, in the language
}

// Sheet lays the proof out as a document to be read and signed.
//
// Errors: Internal for a subject that is not of its kind.
func (p Proof) Sheet() (Sheet, error) {
	s := Sheet{Title: p.Lang.Say(p.Kind.Title()), Lang: string(p.Lang), Page: func(n, all int) string { return p.Lang.T("Page {page} of {all}", "page", n, "all", all) }}
	var err error
	switch p.Kind {
	case proof.OfGuarantee:
		err = lay(p, &s, p.guarantee)
	case proof.OfVerification:
		err = lay(p, &s, p.verification)
	case proof.OfRelease:
		err = lay(p, &s, p.release)
	case proof.OfDemand:
		err = lay(p, &s, p.demand)
	default:
		err = errs.New(errs.Internal, "nothing is printed of {kind}", "kind", string(p.Kind))
	}
	s.Code = Code{Text: p.Token, Title: p.Lang.T("How to check this paper"),
		Mark: fmt.Sprintf("%s · %s · SHA-256 %s…", s.Title, p.Entity, p.SHA256[:min(16, len(p.SHA256))])}
	s.Code.Says = []string{
		p.Lang.T("The code names this paper's content, signed by the house. Scan it and write: {command}", "command", "kontor proof check --token TEXT --key KEY"),
		p.Lang.T("The proof file holds the content itself, its entry in the sealed log and the signature: {command}", "command", "kontor proof check FILE --key KEY"),
		p.Lang.T("SHA-256 of the content: {hash}", "hash", p.SHA256),
		p.Lang.T("Log {house}, entry {event}", "house", p.House, "event", p.Event)}
	return s, err
}

// lay decodes the subject and hands it to the function that lays it out.
func lay[S any](p Proof, s *Sheet, put func(*Sheet, S)) error {
	var subject S
	if err := json.Unmarshal(p.Subject, &subject); err != nil {
		return errs.Wrap("paper.proof", err)
	}
	put(s, subject)
	return nil
}

// fact is a label and a value in the language.
func (p Proof) fact(label errs.Text, value any) [2]string {
	text := ""
	switch v := value.(type) {
	case string:
		text = v
	case errs.Text:
		text = p.Lang.Say(v)
	case day.Date:
		if v != 0 {
			text = p.Lang.Date(v)
		}
	case day.Instant:
		text = p.Lang.Instant(v)
	case money.Amount:
		text = p.Lang.Amount(v)
	}
	return [2]string{p.Lang.Say(label), text}
}

// unless leaves an amount out that is zero.
func unless(a money.Amount) any {
	if a.Minor == 0 {
		return ""
	}
	return a
}

// word says a code, nothing when there is none.
func (p Proof) word(code string) string {
	if code == "" {
		return ""
	}
	return p.Lang.Word(code)
}
