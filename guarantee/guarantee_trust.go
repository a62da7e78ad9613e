package guarantee

import (
	"kontor/day"
	"kontor/errs"
)

// Trust says whether the promise was proven to be the guarantor's own.
type Trust string

// The levels of trust. Only Authentic gives cover.
const (
	Unverified Trust = "unverified"
	Verifying  Trust = "verifying" // the guarantor was asked
	Authentic  Trust = "authentic"
	Reverify   Trust = "reverify" // was authentic; its guarantor must be asked again
	Mismatch   Trust = "mismatch" // genuine, but not the text that was agreed, or denied by the guarantor
	Forged     Trust = "forged"
)

// Trusts are all levels of trust, in order.
func Trusts() []Trust { return []Trust{Unverified, Verifying, Authentic, Reverify, Mismatch, Forged} }

// Label is the word for people.
func (t Trust) Label() errs.Text {
	switch t {
	case Unverified:
		return errs.T("not verified")
	case Verifying:
		return errs.T("being verified")
	case Authentic:
		return errs.T("authentic")
	case Reverify:
		return errs.T("to be verified again")
	case Mismatch:
		return errs.T("differs from the agreed text")
	case Forged:
		return errs.T("forged")
	}
	return errs.T("unknown ({word})", "word", string(t))
}

// Verification is one verifier's finding about one instrument.
type Verification struct {
	Recorder string // login who registered the instrument
	Verifier string // login who verifies
	Finding  Trust  // Authentic, Mismatch or Forged
	Evidence Evidence
	Agreed   string // hash of the agreed text, "" when none was agreed
	Issued   string // hash of the issued text, "" when it is not at hand
	On       day.Date
}

// ReverifyAfter is how many calendar days the word of a guarantor may be relied upon.
const ReverifyAfter = 90

// Verify turns the finding into trust. An authentic instrument is in force from its effective day and is verified again
// ReverifyAfter days after its guarantor confirmed; if the issued text is not the agreed one, the finding becomes Mismatch by itself.
//
// Errors: Forbidden when the verifier recorded the instrument, Conflict when its life is over or it is known as forged,
// Invalid with all faults of the evidence.
func (i Instrument) Verify(v Verification) (Instrument, error) {
	if v.Verifier == v.Recorder || v.Recorder == "" {
		return i, errs.New(errs.Forbidden, "who recorded a guarantee may not verify it").At(i.ID).
			Because("ask a second person to verify it")
	}
	if i.Life != Recorded && i.Life != InForce {
		return i, errs.New(errs.Conflict, "the guarantee is {life}", "life", i.Life.Label()).At(i.ID).
			Because("register the new guarantee; this one is over")
	}
	if i.Trust == Forged {
		return i, errs.New(errs.Conflict, "the guarantee was found forged and stays so").At(i.ID).
			Because("if the guarantor issues a true one, register that")
	}
	if err := i.checkVerification(v); err != nil {
		return i, err
	}
	return i.found(v), nil
}

// found is the instrument after a finding that may stand.
func (i Instrument) found(v Verification) Instrument {
	if v.Finding == Authentic && v.Agreed != "" && v.Agreed != v.Issued {
		v.Finding = Mismatch
	}
	i.Trust, i.VerifiedOn, i.ReverifyOn = v.Finding, v.On, 0
	switch v.Finding {
	case Authentic:
		i.Life, i.ReverifyOn = InForce, v.Evidence.On.Add(ReverifyAfter)
	case Forged:
		i.Life = Revoked
	}
	return i
}

func (i Instrument) checkVerification(v Verification) error {
	var f errs.Faults
	if v.Verifier == "" {
		f.Add("verifier", "a verification needs its verifier")
	}
	f.Take("finding", known(v.Finding, []Trust{Authentic, Mismatch, Forged}))
	v.Evidence.check(&f, v.Finding)
	switch {
	case v.On == 0:
		f.Add("on", "the day of the verification is missing")
	case v.Evidence.On == 0:
		f.Add("evidence_on", "the evidence needs its day").Because("say when the guarantor confirmed")
	case v.Evidence.On > v.On:
		f.Add("evidence_on", "the evidence is of {day}, which is yet to come", "day", v.Evidence.On)
	case v.Evidence.On < i.IssuedOn:
		f.Add("evidence_on", "the evidence is of {day}, before the issue on {issue}", "day", v.Evidence.On, "issue", i.IssuedOn).
			Because("a confirmation can only follow the issue; ask the guarantor again")
	case v.Finding == Authentic && v.Evidence.On.Add(ReverifyAfter) < v.On:
		f.Add("evidence_on", "the evidence of {day} is older than {n} days", "day", v.Evidence.On, "n", ReverifyAfter).Because("ask the guarantor again")
	}
	return f.Err()
}
