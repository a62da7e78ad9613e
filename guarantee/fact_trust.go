package guarantee

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/money"
)

// VerifyingFact: somebody asked the guarantor and waits for its answer.
type VerifyingFact struct {
	Asked string `json:"asked"` // whom, and how
}

var _ = fact[VerifyingFact]("verifying")

func (f VerifyingFact) may(s State, e Event) error {
	switch {
	case s.Life != Recorded && s.Life != InForce:
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("register the new guarantee; this one is over")
	case s.Trust == Authentic || s.Trust == Forged:
		return errs.New(errs.Conflict, "the guarantee is {trust}", "trust", s.Trust.Label())
	case e.By == s.Recorder:
		return errs.New(errs.Forbidden, "who recorded a guarantee may not verify it").Because("ask a second person to verify it")
	}
	return nil
}

func (f VerifyingFact) on(s *State, _ Event) {
	if s.Trust == Unverified {
		s.Trust = Verifying
	}
	s.Asked = f.Asked
}

// VerifiedFact: somebody else than the recorder found out whether the promise is the guarantor's own. By and On of the event are the
// verifier and the day. A text in which the checker found no error is approved with it: the verifier has read it.
type VerifiedFact struct {
	Finding  Trust    `json:"finding"`
	Evidence Evidence `json:"evidence"`
	Flaws    []Flaw   `json:"flaws,omitempty"` // what the checker found in the issued text
}

var _ = fact[VerifiedFact]("verified")

func (f VerifiedFact) verification(s State, e Event) Verification {
	v := Verification{Recorder: s.Recorder, Verifier: e.By, Finding: f.Finding, Evidence: f.Evidence, Agreed: s.Text.Agreed, Issued: s.Text.Issued, On: e.On}
	if s.Text.Agreed != "" && s.Text.Issued != "" && !s.Text.Mismatches() {
		v.Issued = v.Agreed // nothing but blanks was filled in, or two people have approved the difference
	}
	return v
}

func (f VerifiedFact) may(s State, e Event) error {
	if _, err := s.Instrument.Verify(f.verification(s, e)); err != nil {
		return err
	}
	if f.Finding != Authentic {
		return nil
	}
	var faults errs.Faults
	if on := s.lastAccepted().issuedOn(); f.Evidence.On < on {
		faults.Add("evidence_on", "the evidence is of {day}, before the amendment of {amended}", "day", f.Evidence.On, "amended", on).
			Because("it says nothing of the terms as they are now; ask the guarantor again")
	}
	if s.Text.Agreed != "" && s.Text.Issued == "" {
		faults.Add("guarantee", "a text was agreed, the issued one is not at hand").Because("add the text or the file of the guarantee first, so that both can be compared")
	}
	if c, ok := s.LastConfirmation(); ok && c.Denied {
		faults.Add("finding", "the guarantor denied it on {day}", "day", c.On).Because("ask the guarantor; what it denies is not authentic until it confirms it itself")
	}
	if f.Evidence.Kind == OwnConfirmation {
		if c, ok := s.LastConfirmation(); !ok || c.Denied || c.On != f.Evidence.On || c.Amount != s.Face || c.ExpiresOn != s.ExpiresOn || s.Text.Issued != "" && c.Text != s.Text.Issued {
			faults.Add("evidence_kind", "the guarantor has not confirmed it on that day").Because("ask the guarantor to sign in and confirm it, or to send the signed file")
		}
	}
	return faults.Err()
}

// lastAccepted is the amendment that changed the terms last, by its day; none when none did.
func (s State) lastAccepted() (last Amendment) {
	for _, a := range s.Amendments {
		if a.State == AmendmentAccepted && a.issuedOn() >= last.issuedOn() {
			last = a
		}
	}
	return last
}

// issuedOn is the day on which the guarantor issued it, as far as that is known.
func (a Amendment) issuedOn() day.Date { return cmp.Or(a.Dated, a.RecordedOn) }

func (f VerifiedFact) on(s *State, e Event) {
	s.Instrument = s.Instrument.found(f.verification(*s, e))
	s.Verifier, s.Evidence, s.Found, s.Flaws = e.By, f.Evidence, f.Finding, f.Flaws
	if f.Finding == Authentic {
		s.Alarms = slices.DeleteFunc(slices.Clone(s.Alarms), Alarm.closedByVerification)
		if s.Wording == WordingOpen && s.Text.Issued != "" && len(Errors(f.Flaws)) == 0 {
			s.Wording = WordingApproved
		}
	}
	if s.Life == Revoked {
		s.EndedOn = e.On
	}
}

// ReverifyDueFact: what is known of the guarantor is too old, or something happened to it. It was authentic and gives no cover until
// somebody has asked again.
type ReverifyDueFact struct {
	Why string `json:"why,omitempty"` // clock, guarantor
}

var _ = fact[ReverifyDueFact]("reverify_due")

func (f ReverifyDueFact) may(s State, _ Event) error {
	if s.Trust != Authentic {
		return errs.New(errs.Conflict, "the guarantee is {trust}", "trust", s.Trust.Label())
	}
	return nil
}

func (f ReverifyDueFact) on(s *State, _ Event) {
	if s.Trust == Authentic {
		s.Trust = Reverify
	}
}

// reverifyTimer asks again on the day after the last one on which the verification may be relied upon.
func reverifyTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	return Due{On: s.ReverifyOn.Add(1), Fact: ReverifyDueFact{Why: "clock"}}, s.live() && s.Trust == Authentic && s.ReverifyOn != 0
}

// Confirmation is the guarantor's own word.
type Confirmation struct {
	Denied    bool         `json:"denied,omitempty"`
	Text      string       `json:"text,omitempty"` // hash of the text that it confirms
	Amount    money.Amount `json:"amount,omitzero"`
	ExpiresOn day.Date     `json:"expires_on,omitzero"`
	Key       string       `json:"key,omitempty"`    // id of the key that signed the file, "" when somebody of the guarantor signed in
	File      string       `json:"file,omitempty"`   // hash of that file
	Reason    string       `json:"reason,omitempty"` // of a denial
	By        string       `json:"by"`
	On        day.Date     `json:"on"`
}

// LastConfirmation is the guarantor's latest word, if there is one.
func (s State) LastConfirmation() (Confirmation, bool) {
	if len(s.Confirmations) == 0 {
		return Confirmation{}, false
	}
	return s.Confirmations[len(s.Confirmations)-1], true
}

// ConfirmedFact: the guarantor said that the promise is its own, with this text, amount and expiry. It is evidence; a person of the
// house verifies.
type ConfirmedFact struct {
	Confirmation Confirmation `json:"confirmation"`
}

var _ = fact[ConfirmedFact]("confirmed")

func (f ConfirmedFact) may(s State, _ Event) error {
	if s.Life != Recorded && s.Life != InForce {
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label())
	}
	if s.Trust == Forged {
		return errs.New(errs.Conflict, "the guarantee was found forged and stays so").Because("if the guarantor issues a true one, register that")
	}
	if f.Confirmation.File != "" && slices.ContainsFunc(s.Confirmations, func(c Confirmation) bool { return c.File == f.Confirmation.File }) {
		return errs.New(errs.Conflict, "this file was read before").Because("it is no new word of the guarantor; ask it to confirm again")
	}
	if f.Confirmation.Denied {
		return nil
	}
	var faults errs.Faults
	if last, ok := s.LastConfirmation(); ok && last.Denied && f.Confirmation.Key != "" {
		faults.Add("file", "the guarantor denied it on {day}", "day", last.On).
			Because("a file does not say whether it was signed before that: let the guarantor sign in and confirm it")
	}
	const how = "deny it and say what differs"
	if f.Confirmation.Amount != s.Face {
		faults.Add("amount", "{amount} is registered, not {other}", "amount", s.Face, "other", f.Confirmation.Amount).Because(how)
	}
	if f.Confirmation.ExpiresOn != s.ExpiresOn {
		faults.Add("expires_on", "{day} is registered, not {other}", "day", s.ExpiresOn, "other", f.Confirmation.ExpiresOn).Because(how)
	}
	if s.Text.Issued != "" && f.Confirmation.Text != s.Text.Issued {
		faults.Add("text_sha256", "the text that is registered has the hash {hash}", "hash", s.Text.Issued).Because(how)
	}
	return faults.Err()
}

func (f ConfirmedFact) on(s *State, e Event) {
	c := f.Confirmation
	c.By, c.On = e.By, e.On
	s.Confirmations = append(slices.Clone(s.Confirmations), c)
	if !c.Denied {
		return
	}
	s.Trust, s.VerifiedOn, s.ReverifyOn = Mismatch, 0, 0
	s.Verifier, s.Evidence, s.Found = "", Evidence{}, ""
	s.Alarms = append(slices.Clone(s.Alarms), Alarm{Kind: DeniedAlarm, On: e.On, Other: c.Reason})
}
