package guarantee

import (
	"slices"

	"kontor/day"
)

// allocation is what a cluster has on a run of days. Maturity factors are those of the last day, which are the lowest.
type allocation struct {
	from, to day.Date
	value    []int64 // by position in the ties of the cluster: what counts, in the currency of the deal
	use      []int64 // the face that is taken for it
	need     []int64 // by position in the deals of the cluster
	covered  []int64
}

// sweep visits the runs of days of a cluster on which the same holds for its deals, with the solver at the last day of each.
// Between two marks nothing moves but maturity factors, and those only fall: what can be allocated on the last day of a
// run can be on every day before it, so that a run whose ends are alike is alike throughout.
func (b *Book) sweep(s *solver, days daySet, visit func(from, to day.Date)) {
	clear(days)
	b.markCluster(days, s.k)
	days.each(b, func(from, to day.Date) {
		if s.on(from); from == to || !s.moves {
			visit(from, to)
			return
		}
		s.first = append(s.first[:0], s.covered...)
		if s.on(to); slices.Equal(s.first, s.covered) {
			visit(from, to)
			return
		}
		low, high := 0, to.Sub(from) // alike on low, not on high
		for low+1 < high {
			mid := (low + high) / 2
			if s.on(from.Add(mid)); slices.Equal(s.first, s.covered) {
				low = mid
			} else {
				high = mid
			}
		}
		s.on(from.Add(low))
		visit(from, from.Add(low))
		for d := from.Add(high); d <= to; d = d.Add(1) {
			s.on(d)
			visit(d, d)
		}
	})
}

// runs are all allocations of a cluster, kept.
func (b *Book) runs(k *cluster) []allocation {
	s := &solver{b: b}
	s.with(k)
	var out []allocation
	b.sweep(s, b.newDays(), func(from, to day.Date) {
		out = append(out, allocation{from: from, to: to, value: slices.Clone(s.value), use: slices.Clone(s.use), need: slices.Clone(s.need), covered: slices.Clone(s.covered)})
	})
	return out
}

// cursor goes along the runs of a cluster.
type cursor struct {
	k    *cluster
	runs []allocation
	at   int
}

// on is the allocation of a day; days come in order.
func (c *cursor) on(d day.Date) *allocation {
	for c.runs[c.at].to < d {
		c.at++
	}
	return &c.runs[c.at]
}

// mark marks where the runs begin.
func (c *cursor) mark(b *Book, days daySet) {
	for n := range c.runs {
		days.mark(b, c.runs[n].from)
	}
}

// dealOf is the position of a tie's deal in its cluster.
func (b *Book) dealOf(t *tie) int { return int(b.deals[t.deal].at[b.lines[t.line].column]) }
