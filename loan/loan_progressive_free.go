package loan

import (
	"slices"
)

// free spreads what is lent without interest: each draw-down over the rows that are still to come, to the multiple, and
// the last one takes what rounding leaves.
func (p *plan) free() ([]Instalment, error) {
	n := len(p.periods)
	principal := make([]int64, n)
	for _, d := range p.drawn {
		first := min(n-1, slices.IndexFunc(p.periods, func(q period) bool { return q.due > d.on }))
		if first < 0 {
			first = n - 1
		}
		each, err := p.share(d.amount, 1, int64(n-first))
		if err != nil {
			return nil, err
		}
		left := d.amount
		for k := first; k < n-1; k++ {
			more, err := p.multiple(principal[k]+each, 1, 1)
			if err != nil {
				return nil, err
			}
			more = min(more-principal[k], left)
			principal[k] += more
			left -= more
		}
		principal[n-1] += left
	}
	for k, q := range p.periods {
		if err := p.checkRow(k, principal[k], 0); err != nil {
			return nil, err
		}
		p.rows = append(p.rows, Instalment{Kind: Rental, From: q.from, DueOn: q.due, Owed: Part{Principal: principal[k]}})
	}
	return p.finish()
}
