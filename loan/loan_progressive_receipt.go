package loan

import (
	"slices"

	"kontor/day"
	"kontor/money"
)

// receive lets a receipt meet the rows as they are owed on its day: those that are due, the oldest first, then those ahead.
func (g *progressive) receive(r Receipt, payOff bool) error {
	left := r.Amount
	if payOff {
		left = money.MaxMinor // as much as it takes
	}
	g.until = max(g.until, r.On)
	if err := g.fill(); err != nil {
		return err
	}
	ahead := 0
	for ; ahead < g.open && g.periods[ahead].due <= r.On; ahead++ {
		left = g.meet(ahead, g.owed[ahead], r, r.On, left)
	}
	switch {
	case left == 0 || ahead == g.open:
		return nil
	case !payOff && g.course.holds(r.Kind):
		g.hold(Receipt{On: g.periods[ahead].due, Kind: r.Kind, Amount: left})
		return nil
	}
	return g.meetAhead(ahead, r, left)
}

// hold keeps money for a due date, if that is before the day of calculation.
func (g *progressive) hold(r Receipt) {
	if r.On > g.course.AsOf {
		return
	}
	at := slices.IndexFunc(g.receipts, func(o Receipt) bool { return o.On > r.On })
	if at < 0 {
		at = len(g.receipts)
	}
	g.receipts = slices.Insert(g.receipts, at, r)
}

// meetAhead lets money meet rows before their due dates: the row under way with its interest up to the day, or of the
// whole period where the terms say so, the later ones without interest (F10, F17).
func (g *progressive) meetAhead(first int, r Receipt, left int64) error {
	s := stretch{progressive: g}
	for k := range first {
		s.scheduled += g.owed[k].Principal
	}
	on, to := r.On, r.On
	if r.On > g.periods[first].from {
		if g.Recalculation.ToDueDate {
			to = g.periods[first].due
		}
		if g.Recalculation.ToDueDate || g.Recalculation.DueDates {
			on = g.periods[first].due
		}
	}
	interest, err := s.charge(first, to)
	if err != nil {
		return err
	}
	interest += g.carried[first]
	rows := make([]int, 0, g.open-first)
	for k := first; k < g.open; k++ {
		rows = append(rows, k)
	}
	shares := int64(1)
	switch g.course.Settings.future(r.Kind) {
	case LastInstalment:
		slices.Reverse(rows)
	case Reamortise:
		shares = int64(len(rows))
	}
	if each := left / shares; shares > 1 { // equal parts first; what they leave goes to the next rows
		for _, k := range rows {
			left += g.meet(k, g.payable(k, first, interest), r, on, each) - each
		}
	}
	for _, k := range rows {
		left = g.meet(k, g.payable(k, first, interest), r, on, left)
	}
	return nil
}

// payable is what a row asks for when it is paid ahead.
func (g *progressive) payable(k, first int, interest int64) Part {
	if k > first {
		interest = 0
	}
	interest = max(interest, g.paid[k].Interest)
	unpaid := int64(0)
	for _, d := range g.lent {
		unpaid += d.amount
	}
	for i := range g.open {
		unpaid -= g.paid[i].Principal
	}
	principal := g.paid[k].Principal + unpaid
	if k < g.open-1 {
		principal = min(principal, max(0, g.level[k]-interest, g.paid[k].Principal))
	}
	if g.grace[k] {
		principal = g.paid[k].Principal
	}
	return Part{Interest: interest, Principal: principal}
}

// meet pays what a row asks for, with effect on interest from a day on, and gives back what is left of the money.
func (g *progressive) meet(k int, asked Part, r Receipt, on day.Date, left int64) int64 {
	open := asked.Sub(g.paid[k])
	first, second := &open.Interest, &open.Principal
	if g.course.principalFirst(r.Kind, timeOf(g.periods[k].due, r.On)) {
		first, second = second, first
	}
	*first = min(*first, left)
	*second = min(*second, left-*first)
	g.paid[k] = g.paid[k].Add(open)
	if open.Principal > 0 {
		at, _ := slices.BinarySearchFunc(g.prepaid, on+1, func(p prepaid, on day.Date) int { return int(p.on) - int(on) })
		g.prepaid = slices.Insert(g.prepaid, at, prepaid{on, k, open.Principal})
	}
	return left - open.Interest - open.Principal
}

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
