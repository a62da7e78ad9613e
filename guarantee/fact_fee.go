package guarantee

import (
	"slices"

	"kontor/errs"
)

// FeeAgreedFact: from its first day on the guarantor asks for this commission.
type FeeAgreedFact struct {
	Fee Fee `json:"fee"`
}

var _ = fact[FeeAgreedFact]("fee_agreed")

func (f FeeAgreedFact) may(s State, _ Event) error {
	var faults errs.Faults
	faults.Take("", f.Fee.Check(s.Face.Currency))
	if n := len(s.Fees); n > 0 && max(f.Fee.From, s.starts()) <= max(s.Fees[n-1].From, s.starts()) {
		faults.Add("from", "a commission is agreed from {day} on already", "day", max(s.Fees[n-1].From, s.starts())).Because("let the new one begin later")
	}
	return faults.Err()
}

func (f FeeAgreedFact) on(s *State, _ Event) { s.Fees = append(slices.Clone(s.Fees), f.Fee) }
