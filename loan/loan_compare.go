package loan

import (
	"cmp"
	"slices"
)

// Change says that a transaction meets other rows, or leaves other money over, than before: what the books must follow,
// each with a link to its cause (M6).
type Change struct {
	ID     string  `json:"id"`
	Before Applied `json:"before,omitzero"` // zero if it did not count before
	After  Applied `json:"after,omitzero"`  // zero if it does not count any more
}

// Compare gives what changed between two replays of one contract, in the order of the history. A transaction that was
// added or reversed is among them; the others are its consequences. Accruals, which change nothing for the debtor, are not.
func Compare(before, after Account) []Change {
	was := make(map[string]Applied, len(before.Applied))
	for _, p := range before.Applied {
		was[p.ID] = p
	}
	var out []Change
	for _, p := range after.Applied {
		b, ok := was[p.ID]
		delete(was, p.ID)
		if !ok || !same(b, p) {
			out = append(out, Change{p.ID, b, p})
		}
	}
	for _, p := range before.Applied {
		if _, gone := was[p.ID]; gone {
			out = append(out, Change{ID: p.ID, Before: p})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Or(cmp.Compare(a.day(), b.day()), cmp.Compare(a.seq(), b.seq())) })
	return out
}

func (c Change) latest() Applied {
	if c.After.ID != "" {
		return c.After
	}
	return c.Before
}

func (c Change) day() int   { return int(c.latest().On) }
func (c Change) seq() int64 { return c.latest().Seq }

// same reports whether a transaction did the same; the running balance is not its doing.
func same(a, b Applied) bool {
	return a.Amount == b.Amount && a.Part == b.Part && a.Unapplied == b.Unapplied && a.Returned == b.Returned && a.Recovered == b.Recovered &&
		a.Rounding == b.Rounding && a.ChargedOff == b.ChargedOff && slices.Equal(a.Met, b.Met)
}

// sortMet puts meetings in the order of their days.
func sortMet(met []Met) {
	slices.SortStableFunc(met, func(a, b Met) int { return cmp.Compare(a.On, b.On) })
}
