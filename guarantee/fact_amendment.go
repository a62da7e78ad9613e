package guarantee

import (
	"kontor/day"
	"kontor/errs"
)

// Amendment is a change of the terms. It binds the guarantor when issued and the house when accepted; silence accepts nothing
// (URDG 758 art. 11).
type Amendment struct {
	Nr    int            `json:"nr"`
	State AmendmentState `json:"state"`
}

// AmendmentState is where an amendment stands.
type AmendmentState string

// The states of an amendment.
const (
	AmendmentAccepted AmendmentState = "accepted"
)

// ExtendedFact: the guarantor moved the expiry to a later day, and the house accepted. It must be verified again, because an amendment
// can be forged too.
type ExtendedFact struct {
	ExpiresOn day.Date `json:"expires_on"`
}

var _ = fact[ExtendedFact]("extended")

func (f ExtendedFact) may(s State, e Event) error {
	if s.Life != InForce && s.Life != Recorded {
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("register a new guarantee; this one is over")
	}
	if s.Trust != Authentic && s.Recorder != e.By {
		// The recorder would change, and who recorded the paper could verify it.
		return errs.New(errs.Refused, "guarantee {number} is not verified yet", "number", s.Number).
			Because("have it verified first, or let its recorder record the extension")
	}
	var faults errs.Faults
	if f.ExpiresOn <= s.ExpiresOn {
		faults.Add("expires_on", "the new expiry is not after {day}", "day", s.ExpiresOn).Because("a shorter guarantee needs the consent of the house; register it anew")
	}
	return faults.Err()
}

func (f ExtendedFact) on(s *State, e Event) {
	s.ExpiresOn, s.Trust, s.VerifiedOn, s.ReverifyOn = f.ExpiresOn, Unverified, 0, 0
	s.Recorder, s.Verifier, s.Evidence = e.By, "", Evidence{}
}
