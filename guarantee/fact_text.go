package guarantee

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Text is the wording by its hashes; the texts themselves are kept beside.
type Text struct {
	Agreed   string `json:"agreed,omitempty"`    // hash of the text that was agreed before the contract was signed, "" when none was
	Issued   string `json:"issued,omitempty"`    // hash of the text as issued, "" when it is not at hand
	AgreedID string `json:"agreed_id,omitempty"` // of the agreed text
	Differs  bool   `json:"differs,omitempty"`   // the issued text is not the agreed one, more than blanks filled in
	Proposed string `json:"proposed,omitempty"`  // login of who proposed to accept the difference
	Approved string `json:"approved,omitempty"`  // login of the second person who did
}

// Mismatches reports whether the issued text differs from the agreed one and nobody has approved that.
func (t Text) Mismatches() bool { return t.Agreed != "" && t.Differs && t.Approved == "" }

// compared is the text after it was compared anew: what was approved of another difference is approved no more.
func (t Text) compared(differs bool) Text {
	t.Differs, t.Proposed, t.Approved = differs, "", ""
	return t
}

// Flaw is what the checker of wordings found in the issued text, as far as it is kept.
type Flaw struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"` // error, warning, note
	Quote    string `json:"quote,omitempty"`
}

// Errors are the flaws for which a demand may fail.
func Errors(flaws []Flaw) []Flaw {
	return slices.DeleteFunc(slices.Clone(flaws), func(f Flaw) bool { return f.Severity != "error" })
}

// Acceptance is why a flaw is lived with.
type Acceptance struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// TextIssuedFact: the text as issued came in after the guarantee had been recorded.
type TextIssuedFact struct {
	Issued  string `json:"issued"` // its hash
	Differs bool   `json:"differs,omitempty"`
}

var _ = fact[TextIssuedFact]("text_issued")

func (f TextIssuedFact) may(s State, e Event) error {
	if s.Text.Issued != "" {
		return errs.New(errs.Conflict, "the text of this guarantee is recorded already").Because("correct the guarantee, as long as nobody has verified it")
	}
	return s.onlyRecorder(e)
}

func (f TextIssuedFact) on(s *State, _ Event) {
	s.Text = s.Text.compared(f.Differs)
	s.Text.Issued, s.Wording, s.Flaws = f.Issued, WordingOpen, nil
	s.doubt()
}

// onlyRecorder lets the recorder alone complete a paper before it is verified: otherwise two people had recorded it, and each could
// verify what the other wrote.
func (s State) onlyRecorder(e Event) error {
	if s.Life != Recorded && s.Life != InForce {
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("register a new guarantee; this one is over")
	}
	if s.Trust != Unverified && s.Trust != Verifying {
		return errs.New(errs.Conflict, "the guarantee is {trust}", "trust", s.Trust.Label()).Because("what was verified changes by an amendment alone")
	}
	if s.Recorder != e.By {
		return errs.New(errs.Forbidden, "only who recorded it may correct it").Because("ask its recorder, or record that it is void and register it anew")
	}
	return nil
}

// doubt takes trust back when the texts turn out to differ.
func (s *State) doubt() {
	if s.Text.Mismatches() && (s.Trust == Authentic || s.Trust == Reverify) {
		s.Trust = Mismatch
	}
}

// TextAgreedFact: it was told which agreed text the guarantee follows.
type TextAgreedFact struct {
	ID      string `json:"id"`
	Agreed  string `json:"agreed"` // its hash
	Differs bool   `json:"differs,omitempty"`
}

var _ = fact[TextAgreedFact]("text_agreed")

func (f TextAgreedFact) may(s State, _ Event) error {
	if s.Text.AgreedID == f.ID {
		return errs.New(errs.Conflict, "this text is named already")
	}
	if s.Life != Recorded && s.Life != InForce {
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("register a new guarantee; this one is over")
	}
	if s.Text.Mismatches() {
		return errs.New(errs.Conflict, "the issued text differs from the agreed one").Because("another agreed text would hide the difference; let two people approve it, or have the agreed text issued")
	}
	return nil
}

func (f TextAgreedFact) on(s *State, _ Event) {
	s.Text = s.Text.compared(f.Differs)
	s.Text.AgreedID, s.Text.Agreed = f.ID, f.Agreed
	s.doubt()
}

// DifferenceApprovedFact: somebody accepts that the issued text is not the agreed one. It needs two people; the second one settles it.
type DifferenceApprovedFact struct {
	Reason string `json:"reason"`
}

var _ = fact[DifferenceApprovedFact]("difference_approved")

func (f DifferenceApprovedFact) may(s State, e Event) error {
	switch {
	case !s.live():
		return overFor(s)
	case !s.Text.Mismatches():
		return errs.New(errs.Conflict, "there is no difference to approve")
	case s.Text.Proposed == e.By:
		return errs.New(errs.Forbidden, "a second person must approve the difference").Because("ask somebody else with the role")
	}
	return nil
}

func (f DifferenceApprovedFact) on(s *State, e Event) {
	if s.Text.Proposed == "" {
		s.Text.Proposed = e.By
		return
	}
	s.Text.Approved = e.By
	if s.Trust == Mismatch && s.Found == Authentic { // the guarantor had confirmed it; only the text stood in the way
		s.Trust, s.ReverifyOn, s.Life = Authentic, s.Evidence.On.Add(ReverifyAfter), InForce
	}
}

// WordingApprovedFact: somebody other than the recorder read the text and holds it to be one that can be drawn. Each error that the
// checker found is accepted by name, with a reason.
type WordingApprovedFact struct {
	Flaws    []Flaw       `json:"flaws,omitempty"`
	Accepted []Acceptance `json:"accepted,omitempty"`
}

var _ = fact[WordingApprovedFact]("wording_approved")

func (f WordingApprovedFact) may(s State, e Event) error {
	switch {
	case s.Text.Issued == "":
		return errs.New(errs.Refused, "the text of the guarantee is not at hand").Because("add the text or the file of the guarantee first")
	case s.Recorder == e.By:
		return errs.New(errs.Forbidden, "who recorded a guarantee may not approve its wording").Because("ask a second person to read it")
	case s.Wording == WordingApproved:
		return errs.New(errs.Conflict, "the wording is approved already")
	}
	var faults errs.Faults
	for _, flaw := range Errors(f.Flaws) {
		if !slices.ContainsFunc(f.Accepted, func(a Acceptance) bool { return a.Rule == flaw.Rule && strings.TrimSpace(a.Reason) != "" }) {
			faults.Add("accepted", "the checker finds an error: {rule}", "rule", flaw.Rule).Because("have the text amended, or accept this finding by its name with a reason")
		}
	}
	return faults.Err()
}

func (f WordingApprovedFact) on(s *State, _ Event) {
	s.Wording, s.Flaws, s.Accepted = WordingApproved, f.Flaws, f.Accepted
}

// WordingRefusedFact: somebody read the text and holds that it cannot be drawn.
type WordingRefusedFact struct {
	Reason string `json:"reason"`
}

var _ = fact[WordingRefusedFact]("wording_refused")

func (f WordingRefusedFact) may(s State, _ Event) error {
	if s.Wording == WordingRefused {
		return errs.New(errs.Conflict, "the wording is refused already")
	}
	return nil
}

func (f WordingRefusedFact) on(s *State, _ Event) { s.Wording, s.Accepted = WordingRefused, nil }
