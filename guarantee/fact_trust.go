package guarantee

// VerifiedFact: somebody else than the recorder found out whether the promise is the guarantor's own. By and On of the event are the
// verifier and the day.
type VerifiedFact struct {
	Finding  Trust    `json:"finding"`
	Evidence Evidence `json:"evidence"`
}

var _ = fact[VerifiedFact]("verified")

func (f VerifiedFact) verification(s State, e Event) Verification {
	return Verification{Recorder: s.Recorder, Verifier: e.By, Finding: f.Finding, Evidence: f.Evidence, Agreed: s.Text.Agreed, Issued: s.Text.Issued, On: e.On}
}

func (f VerifiedFact) may(s State, e Event) error {
	_, err := s.Instrument.Verify(f.verification(s, e))
	return err
}

func (f VerifiedFact) on(s *State, e Event) {
	s.Instrument = s.Instrument.found(f.verification(*s, e))
	s.Verifier, s.Evidence = e.By, f.Evidence
	if s.Life == Revoked {
		s.EndedOn = e.On
	}
}
