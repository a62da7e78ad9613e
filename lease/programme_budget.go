package lease

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// MoveKind is what happens to a reservation of a budget (L9).
type MoveKind string

// The moves.
const (
	Reserve MoveKind = "reserve" // at the offer
	Use     MoveKind = "use"     // at the activation
	Free    MoveKind = "free"    // when the offer expires or is cancelled
	Return  MoveKind = "return"  // of what was used: a claw-back
)

// BudgetMove is one move of one reservation. A reservation is named by its quote or contract and moves in the order of
// days, on one day in the order of booking.
type BudgetMove struct {
	ID    string   `json:"id"`
	Kind  MoveKind `json:"kind"`
	On    day.Date `json:"on"`
	Seq   int64    `json:"seq"`
	Minor int64    `json:"minor,omitempty"` // reserve, use and return; of a use, what is reserved beyond it becomes free
	Until day.Date `json:"until,omitzero"`  // of a reservation: its last day, freed on the next one unless it was used; none = does not lapse
}

// Budget is what a programme's budget holds on a day: Reserved + Used + Left = Total, none below zero.
type Budget struct {
	Total    int64           `json:"total_minor"` // of the tranches that have begun
	Reserved int64           `json:"reserved_minor"`
	Used     int64           `json:"used_minor"`
	Left     int64           `json:"left_minor"`
	Holds    []Hold          `json:"holds"`   // in the order in which they were taken
	Refused  []BudgetRefusal `json:"refused"` // moves that did not fit or had nothing to move
}

// Hold is what one reservation holds.
type Hold struct {
	ID       string   `json:"id"`
	On       day.Date `json:"on"`
	Until    day.Date `json:"until,omitzero"`
	Reserved int64    `json:"reserved_minor"`
	Used     int64    `json:"used_minor"`
}

// BudgetRefusal is a move that changed nothing, with the reservations that hold what it wanted.
type BudgetRefusal struct {
	Move   BudgetMove `json:"move"`
	Left   int64      `json:"left_minor"`
	HeldBy []Hold     `json:"held_by"` // earlier reservations, those that could free the most first
	Why    errs.Text  `json:"why"`
}

// Spend moves a budget up to and including a day. It never fails and never overspends: a move that does not fit is
// refused whole, told with what is left and who holds the rest, and changes nothing. The order of the slice does not
// matter beyond moves of the same day and booking number.
func Spend(currency money.Currency, tranches []Tranche, moves []BudgetMove, asOf day.Date) Budget {
	moves = slices.Clone(moves)
	slices.SortStableFunc(moves, func(a, b BudgetMove) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Seq, b.Seq)) })
	s := &spending{tranches: tranches, currency: currency}
	for _, m := range moves {
		if m.On > asOf {
			break
		}
		s.advance(m.On)
		if why := s.move(m); !why.IsZero() {
			s.Refused = append(s.Refused, BudgetRefusal{Move: m, Left: s.Left, HeldBy: s.holders(), Why: why})
		}
	}
	s.advance(asOf)
	return s.Budget
}

type spending struct {
	Budget
	tranches []Tranche
	currency money.Currency
}

// advance opens the tranches that have begun and lets reservations lapse that a day finds past their last one.
func (s *spending) advance(on day.Date) {
	s.Total = 0
	for _, t := range s.tranches {
		if t.From <= on {
			s.Total += t.Minor
		}
	}
	for i := range s.Holds {
		if h := &s.Holds[i]; h.Until != 0 && h.Until < on {
			s.Reserved -= h.Reserved
			h.Reserved = 0
		}
	}
	s.Left = s.Total - s.Reserved - s.Used
}

func (s *spending) move(m BudgetMove) (why errs.Text) {
	i := slices.IndexFunc(s.Holds, func(h Hold) bool { return h.ID == m.ID })
	switch {
	case m.ID == "" || m.Minor < 0 || m.Minor == 0 && m.Kind != Free:
		return errs.T("a move of a budget needs a name and an amount above zero")
	case m.Kind != Reserve && i < 0:
		return errs.T("{reservation} holds nothing of this budget", "reservation", m.ID)
	}
	switch m.Kind {
	case Reserve:
		if i >= 0 && s.Holds[i].Reserved > 0 {
			return errs.T("{reservation} is reserved already", "reservation", m.ID)
		}
		if m.Minor > s.Left {
			return s.short(m.Minor)
		}
		if i < 0 {
			i = len(s.Holds)
			s.Holds = append(s.Holds, Hold{ID: m.ID, On: m.On})
		}
		s.Holds[i].Reserved, s.Holds[i].Until = m.Minor, m.Until
	case Use:
		h := &s.Holds[i]
		if m.Minor > s.Left+h.Reserved {
			return s.short(m.Minor - h.Reserved)
		}
		if h.Reserved == 0 {
			return errs.T("{reservation} holds nothing of this budget", "reservation", m.ID)
		}
		h.Used, h.Reserved = h.Used+m.Minor, 0
	case Free:
		s.Holds[i].Reserved = 0
	case Return:
		if m.Minor > s.Holds[i].Used {
			return errs.T("{reservation} has used less than what comes back", "reservation", m.ID)
		}
		s.Holds[i].Used -= m.Minor
	default:
		return errs.T("unknown move {kind}", "kind", string(m.Kind))
	}
	s.Reserved, s.Used = 0, 0
	for _, h := range s.Holds {
		s.Reserved, s.Used = s.Reserved+h.Reserved, s.Used+h.Used
	}
	s.Left = s.Total - s.Reserved - s.Used
	return why
}

func (s *spending) short(wanted int64) errs.Text {
	want, left := money.Of(wanted, s.currency), money.Of(s.Left, s.currency)
	if held := s.holders(); len(held) > 0 {
		return errs.T("{wanted} is wanted and {left} is left: {reservation} holds {held}", "wanted", want, "left", left,
			"reservation", held[0].ID, "held", money.Of(held[0].Reserved+held[0].Used, s.currency))
	}
	return errs.T("{wanted} is wanted and {left} is left", "wanted", want, "left", left)
}

// holders are the reservations that hold something: first what is still reserved and could be freed, the largest first.
func (s *spending) holders() []Hold {
	holds := slices.DeleteFunc(slices.Clone(s.Holds), func(h Hold) bool { return h.Reserved+h.Used == 0 })
	slices.SortStableFunc(holds, func(a, b Hold) int {
		return cmp.Or(cmp.Compare(b.Reserved, a.Reserved), cmp.Compare(b.Used, a.Used))
	})
	return holds
}
