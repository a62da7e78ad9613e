package guarantee

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Release is what one person of the house proposed to give back.
type Release struct {
	Amount     money.Amount `json:"amount,omitzero"`       // only this part; zero: all of it
	ReplacedBy string       `json:"replaced_by,omitempty"` // id of the guarantee that takes its place
	By         string       `json:"by"`
	On         day.Date     `json:"on"`
}

// ReleaseProposedFact: one person of the house proposed to give the promise back, or a part of it.
type ReleaseProposedFact struct {
	Amount     money.Amount `json:"amount,omitzero"`
	ReplacedBy string       `json:"replaced_by,omitempty"`
}

var _ = fact[ReleaseProposedFact]("release_proposed")

func (f ReleaseProposedFact) may(s State, _ Event) error { return s.releasable(f.Amount, f.ReplacedBy) }

func (f ReleaseProposedFact) on(s *State, e Event) {
	s.Release = &Release{Amount: f.Amount, ReplacedBy: f.ReplacedBy, By: e.By, On: e.On}
}

// releasable refuses to give back what secures a deal or is being drawn. A replacement takes over before, so that no day is bare.
func (s State) releasable(part money.Amount, replacedBy string) error {
	if part.Minor != 0 {
		if replacedBy != "" {
			return errs.New(errs.Invalid, "a part is not replaced").Because("give back all of it, or name no replacement")
		}
		if err := s.payable(part, s.Unpledged()); err != nil {
			return err
		}
		if !s.live() {
			return overFor(s)
		}
		return nil
	}
	if n := len(s.Allocations); n > 0 {
		return errs.New(errs.Refused, "{n} deals are secured by it", "n", n).Because("close the deals or secure them otherwise first")
	}
	to := Released
	if replacedBy != "" {
		to = Replaced
	}
	_, err := s.Instrument.Move(to)
	return err
}

// ReleasedFact: a second person of the house confirmed it. Returning the paper alone changes nothing (URDG 758 art. 25).
type ReleasedFact struct{}

var _ = fact[ReleasedFact]("released")

func (ReleasedFact) may(s State, e Event) error {
	if s.Release == nil {
		return errs.New(errs.NotFound, "no release waits for confirmation").Because("one person proposes it, another confirms it")
	}
	if s.Release.By == e.By {
		return errs.New(errs.Forbidden, "who proposed a release may not confirm it").Because("ask a second person to confirm it")
	}
	return s.releasable(s.Release.Amount, s.Release.ReplacedBy)
}

func (ReleasedFact) on(s *State, e Event) {
	r := s.Release
	s.Release = nil
	switch {
	case r == nil: // before two people were asked
		s.end(Released, e.On)
	case r.Amount.Minor != 0:
		s.Reduced = s.amount(s.Reduced.Minor + r.Amount.Minor)
	case r.ReplacedBy != "":
		s.ReplacedBy = r.ReplacedBy
		s.end(Replaced, e.On)
	default:
		s.end(Released, e.On)
	}
}

// ReleaseDroppedFact: the proposal to give it back was taken back or refused.
type ReleaseDroppedFact struct{}

var _ = fact[ReleaseDroppedFact]("release_dropped")

func (ReleaseDroppedFact) may(s State, _ Event) error {
	if s.Release == nil {
		return errs.New(errs.NotFound, "no release waits for confirmation").Because("one person proposes it, another confirms it")
	}
	return nil
}

func (ReleaseDroppedFact) on(s *State, _ Event) { s.Release = nil }
