package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// AmendmentAcceptedFact: the house accepted an amendment, all of it. The terms are those of the amendment from now on, and must be verified
// again, because an amendment can be forged too. Open demands keep the amount that was demanded.
type AmendmentAcceptedFact struct {
	Nr           int  `json:"nr"`
	ByPresenting bool `json:"by_presenting,omitempty"` // by presenting what complies only with it
	Despite      bool `json:"despite,omitempty"`       // also when less is left than open demands claim
}

var _ = fact[AmendmentAcceptedFact]("amendment_accepted")

func (f AmendmentAcceptedFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	a, err := s.openAmendment(f.Nr)
	if err != nil {
		return err
	}
	for _, other := range s.Amendments {
		if other.Nr < a.Nr && other.State == AmendmentIssued {
			return errs.New(errs.Conflict, "amendment {nr} is not answered yet", "nr", other.Nr).Because("answer the amendments in the order of their numbers")
		}
	}
	if s.Trust != Authentic && s.Trust != Reverify && s.Recorder != a.RecordedBy {
		// The recorder would change, and who recorded the paper could verify it.
		return errs.New(errs.Refused, "guarantee {number} is not verified yet", "number", s.Number).
			Because("have it verified first, or let its recorder record the amendment")
	}
	if err := a.Change.check(s); err != nil {
		return err
	}
	return f.checkDemands(s, a.Change)
}

// checkDemands refuses a decrease below what was paid, and one below what is demanded unless that was said.
func (f AmendmentAcceptedFact) checkDemands(s State, c Change) error {
	if c.Cancel && s.Reserved.Minor > 0 && !f.Despite {
		return errs.New(errs.Refused, "open demands claim {reserved}: less than that would be left", "reserved", s.Reserved).
			Because("wait for the guarantor's answer to the demands, or accept it all the same")
	}
	face := s.Face.Minor + c.Increase.Minor - c.Decrease.Minor
	over, last := s.Paid.Minor+s.Reserved.Minor-face, s.lastReserved()
	switch {
	case c.Decrease.Minor == 0:
	case face < s.Paid.Minor:
		return errs.New(errs.Refused, "{paid} were paid already: less than that cannot be left", "paid", s.Paid).Because("reject the amendment")
	case over > 0 && !f.Despite:
		return errs.New(errs.Refused, "open demands claim {reserved}: less than that would be left", "reserved", s.Reserved).
			Because("wait for the guarantor's answer to the demands, or accept it all the same")
	case over >= last && last > 0:
		return errs.New(errs.Refused, "nothing would be left for an open demand").Because("withdraw the demand first, or reject the amendment")
	}
	return nil
}

// lastReserved is what the last open demand has set aside.
func (s State) lastReserved() int64 {
	for _, d := range slices.Backward(s.Demands) {
		if d.Reserved.Minor > 0 {
			return d.Reserved.Minor
		}
	}
	return 0
}

func (f AmendmentAcceptedFact) on(s *State, e Event) {
	a, err := s.Amendment(f.Nr)
	if err != nil {
		return
	}
	a.State, a.AnsweredOn, a.ByPresenting = AmendmentAccepted, e.On, f.ByPresenting
	s.setAmendment(a)
	s.Terms = a.Change.Apply(s.Terms)
	if a.Change.Extension != nil {
		s.Clock.Notice = NonExtension{}
	}
	if a.Change.Text != "" && s.Wording != WordingRefused {
		s.Wording = WordingOpen // somebody must read the new words
	}
	s.trimDemands()
	s.trimPledges()
	s.distrust(a.RecordedBy)
	if a.Change.Cancel {
		s.end(Released, e.On)
	}
}

// trimDemands lets open demands set aside no more than the terms leave: the house has accepted that less is paid. What was demanded
// stays as it was, and the last demand is trimmed first.
func (s *State) trimDemands() {
	over := s.Paid.Minor + s.Reserved.Minor - s.Face.Minor
	for n := len(s.Demands) - 1; n >= 0 && over > 0; n-- {
		d := s.Demands[n]
		cut := min(over, d.Reserved.Minor)
		if cut <= 0 {
			continue
		}
		d.Reserved.Minor -= cut
		s.Reserved.Minor -= cut
		over -= cut
		s.set(d)
	}
}

// trimPledges lets no deal hold more than the whole.
func (s *State) trimPledges() {
	s.Allocations = slices.Clone(s.Allocations)
	for n := range s.Allocations {
		s.Allocations[n].Amount.Minor = min(s.Allocations[n].Amount.Minor, s.Face.Minor)
	}
	s.Allocations = slices.DeleteFunc(s.Allocations, func(a Allocation) bool { return a.Amount.Minor <= 0 })
}

// distrust lets the changed terms be verified anew, by somebody else than who recorded the change.
func (s *State) distrust(recorder string) {
	s.Trust, s.VerifiedOn, s.ReverifyOn = Unverified, 0, 0
	s.Recorder, s.Verifier, s.Evidence, s.Found = recorder, "", Evidence{}, ""
}

// AmendmentRejectedFact: the house rejected an amendment; the terms stay as they were.
type AmendmentRejectedFact struct {
	Nr  int    `json:"nr"`
	Why string `json:"why"`
}

var _ = fact[AmendmentRejectedFact]("amendment_rejected")

func (f AmendmentRejectedFact) may(s State, _ Event) error {
	_, err := s.openAmendment(f.Nr)
	if err == nil && blank(f.Why) {
		var faults errs.Faults
		faults.Add("why", "a rejection needs its reason").Because("the guarantor reads it")
		err = faults.Err()
	}
	return err
}

func (f AmendmentRejectedFact) on(s *State, e Event) {
	if a, err := s.Amendment(f.Nr); err == nil {
		a.State, a.AnsweredOn, a.Why = AmendmentRejected, e.On, f.Why
		s.setAmendment(a)
	}
}

// Parked are the numbers of amendments that wait for one before them.
func (s State) Parked() []int {
	var nrs []int
	for _, a := range s.Amendments {
		if a.State == AmendmentParked {
			nrs = append(nrs, a.Nr)
		}
	}
	slices.Sort(nrs)
	return nrs
}

// ExtendedFact: the expiry moved to a later day by an amendment, and the house accepted. It was written before amendments were kept one by
// one, and is only read any more.
type ExtendedFact struct {
	ExpiresOn day.Date `json:"expires_on"`
}

var _ = fact[ExtendedFact]("extended")

func (ExtendedFact) may(State, Event) error {
	return errs.New(errs.Conflict, "record an amendment and its acceptance")
}

func (f ExtendedFact) on(s *State, e Event) {
	s.ExpiresOn = f.ExpiresOn
	s.distrust(e.By)
}
