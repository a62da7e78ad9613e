package guarantee

import (
	"slices"

	"kontor/day"
)

// sweep visits the runs of days on which the same holds for the deals of the solvers, with what holds on the last day of each.
// Between two marks nothing moves but maturity factors, and those only fall: what can be allocated on the last day of a
// run can be on every day before it, so that a run whose ends are alike is alike throughout.
func (b *Book) sweep(days daySet, solvers []*solver, visit func(from, to day.Date)) {
	var first []int64
	days.each(b, func(from, to day.Date) {
		if moves := solveAll(solvers, from); from == to || !moves {
			visit(from, to)
			return
		}
		first = keep(first[:0], solvers)
		if solveAll(solvers, to); alike(first, solvers) {
			visit(from, to)
			return
		}
		low, high := 0, to.Sub(from) // alike on low, not on high
		for low+1 < high {
			mid := (low + high) / 2
			if solveAll(solvers, from.Add(mid)); alike(first, solvers) {
				low = mid
			} else {
				high = mid
			}
		}
		solveAll(solvers, from.Add(low))
		visit(from, from.Add(low))
		for d := from.Add(high); d <= to; d = d.Add(1) {
			solveAll(solvers, d)
			visit(d, d)
		}
	})
}

func solveAll(solvers []*solver, d day.Date) (moves bool) {
	for _, s := range solvers {
		s.on(d)
		moves = moves || s.moves
	}
	return moves
}

func keep(out []int64, solvers []*solver) []int64 {
	for _, s := range solvers {
		out = append(out, s.covered...)
	}
	return out
}

func alike(covered []int64, solvers []*solver) bool {
	for _, s := range solvers {
		if !slices.Equal(covered[:len(s.covered)], s.covered) {
			return false
		}
		covered = covered[len(s.covered):]
	}
	return true
}
