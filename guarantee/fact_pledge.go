package guarantee

import (
	"slices"

	"kontor/money"
)

// PledgedFact: a deal may take at most this amount of the promise, in place of what it could take before; zero frees it.
type PledgedFact struct {
	Deal     string       `json:"deal"`
	Customer string       `json:"customer,omitempty"` // of the deal; the text secures the obligations of its applicant alone
	Amount   money.Amount `json:"amount"`
}

var _ = fact[PledgedFact]("pledged")

func (f PledgedFact) may(s State, _ Event) error {
	_, err := s.Instrument.Allocate(f.Deal, f.Customer, f.Amount)
	return err
}

func (f PledgedFact) on(s *State, _ Event) {
	s.Allocations = slices.DeleteFunc(slices.Clone(s.Allocations), func(a Allocation) bool { return a.Deal == f.Deal })
	if f.Amount.Minor > 0 {
		s.Allocations = append(s.Allocations, Allocation{Deal: f.Deal, Amount: f.Amount})
	}
}
