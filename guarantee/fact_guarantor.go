package guarantee

import "kontor/errs"

// GuarantorTrouble is what happened to a guarantor.
type GuarantorTrouble string

// The troubles.
const (
	RatingCut      GuarantorTrouble = "rating_cut"
	LicenceRevoked GuarantorTrouble = "licence_revoked"
	Sanction       GuarantorTrouble = "sanction"
)

// GuarantorTroubles are all of them, in the order in which people read them.
func GuarantorTroubles() []GuarantorTrouble {
	return []GuarantorTrouble{RatingCut, LicenceRevoked, Sanction}
}

// Label is the word for people.
func (g GuarantorTrouble) Label() errs.Text {
	switch g {
	case RatingCut:
		return errs.T("rating cut")
	case LicenceRevoked:
		return errs.T("licence revoked")
	case Sanction:
		return errs.T("sanction")
	}
	return errs.T("unknown ({word})", "word", string(g))
}

// GuarantorEventFact: something happened to who promises. A trouble that bars gives no cover from the same day on; any of them asks for a
// new verification.
type GuarantorEventFact struct {
	Trouble  GuarantorTrouble `json:"trouble"`
	Bars     bool             `json:"bars"`
	Evidence string           `json:"evidence"`
}

var _ = fact[GuarantorEventFact]("guarantor_event")

func (f GuarantorEventFact) may(s State, _ Event) error {
	if !s.live() {
		return overFor(s)
	}
	var faults errs.Faults
	faults.Take("trouble", known(f.Trouble, GuarantorTroubles()))
	if blank(f.Evidence) {
		faults.Add("evidence", "an event of a guarantor needs its evidence").Because("say who published it, and when")
	}
	return faults.Err()
}

func (f GuarantorEventFact) on(s *State, e Event) {
	if f.Bars {
		s.Barred = string(f.Trouble)
	}
	if s.Trust == Authentic {
		s.ReverifyOn = max(s.VerifiedOn, min(s.ReverifyOn, e.On))
	}
}

// GuarantorClearedFact: what barred the cover of this guarantor is over.
type GuarantorClearedFact struct {
	Evidence string `json:"evidence"`
}

var _ = fact[GuarantorClearedFact]("guarantor_cleared")

func (f GuarantorClearedFact) may(s State, _ Event) error {
	var faults errs.Faults
	if blank(f.Evidence) {
		faults.Add("evidence", "an event of a guarantor needs its evidence").Because("say who published it, and when")
	}
	if s.Barred == "" {
		faults.Add("guarantee", "nothing bars its cover")
	}
	return faults.Err()
}

func (f GuarantorClearedFact) on(s *State, _ Event) { s.Barred = "" }
