package guarantee

import (
	"slices"

	"kontor/errs"
	"kontor/money"
)

// ReducedFact: the amount fell, by a planned reduction of the terms (on its day, or when its document showed the event) or as a document of
// the house says. What open demands have set aside stays theirs.
type ReducedFact struct {
	Plan     int          `json:"plan,omitempty"` // 1, 2, 3 …: which of the planned reductions; 0 = none of them
	Amount   money.Amount `json:"amount"`
	Document string       `json:"document,omitempty"` // what shows the event, or what the house signed
	Hash     string       `json:"hash,omitempty"`     // of the message that said so
	Despite  bool         `json:"despite,omitempty"`  // also when less is left than was paid and is demanded
}

var _ = fact[ReducedFact]("reduced")

func (f ReducedFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	var faults errs.Faults
	if f.Plan != 0 {
		switch {
		case f.Plan < 1 || f.Plan > len(s.Reductions):
			faults.Add("plan", "the terms plan {n} reductions", "n", len(s.Reductions))
			return faults.Err()
		case slices.Contains(s.Clock.Planned, f.Plan-1):
			faults.Add("plan", "this reduction came about already")
		case f.Amount != s.Reductions[f.Plan-1].Amount:
			faults.Add("amount", "the terms plan a reduction by {amount}", "amount", s.Reductions[f.Plan-1].Amount)
		case s.Reductions[f.Plan-1].On > e.On && e.By != ByClock:
			faults.Add("plan", "this reduction comes on {day}, by itself", "day", s.Reductions[f.Plan-1].On)
		}
	}
	if blank(f.Document) && (f.Plan == 0 || s.Reductions[f.Plan-1].On == 0) {
		faults.Add("document", "an event needs the document that shows it").Because("name the document that the text asks for")
	}
	left := s.Face.Minor - s.Reduced.Minor - s.Paid.Minor
	switch {
	case f.Amount.Minor <= 0:
		faults.Add("amount", "the amount must be above zero")
	case f.Amount.Currency != s.Face.Currency:
		faults.Add("amount", "{amount} is not in the currency of the guarantee", "amount", f.Amount)
	case f.Amount.Minor > left:
		faults.Add("amount", "{amount} is more than the {most} that are there", "amount", f.Amount, "most", s.amount(max(0, left)))
	case f.Amount.Minor > left-s.Reserved.Minor && !f.Despite:
		faults.Add("despite", "open demands claim {reserved}: less than that would be left", "reserved", s.Reserved).
			Because("wait for the guarantor's answer to the demands, or say that it is to be reduced all the same")
	}
	return faults.Err()
}

func (f ReducedFact) on(s *State, _ Event) {
	s.Reduced.Minor += f.Amount.Minor
	if s.Reduced.Currency == "" {
		s.Reduced.Currency = s.Face.Currency
	}
	if f.Plan != 0 {
		s.Clock.Planned = append(slices.Clone(s.Clock.Planned), f.Plan-1)
	}
}

// Came reports whether a planned reduction came about, by its number from 1.
func (s State) Came(plan int) bool { return slices.Contains(s.Clock.Planned, plan-1) }

// Short is by how much paid, open demands and reductions together exceed the face: a flag for people, because what is demanded may not
// be paid in full.
func (i Instrument) Short() money.Amount {
	return i.amount(max(0, i.Paid.Minor+i.Reserved.Minor+i.Reduced.Minor-i.Face.Minor))
}
