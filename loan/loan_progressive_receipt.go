package loan

import (
	"slices"

	"kontor/day"
)

// receive lets a receipt meet the rows as they are owed on its day: those that are due, the oldest first, then those ahead.
func (g *progressive) receive(r receipt) error {
	left := r.Amount
	g.until = max(g.until, r.On)
	if err := g.advance(r.On); err != nil {
		return err
	}
	ahead := g.walk.at
	for ; g.unpaid < ahead && left > 0; g.unpaid++ {
		if left = g.meet(g.unpaid, g.owed[g.unpaid], r, r.On, left); left == 0 {
			break
		}
	}
	switch {
	case left == 0 || ahead == len(g.periods):
		return nil
	case !r.payOff && g.course.holds(r.Kind):
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
	at := slices.IndexFunc(g.receipts, func(o receipt) bool { return o.On > r.On })
	if at < 0 {
		at = len(g.receipts)
	}
	g.receipts = slices.Insert(g.receipts, at, receipt{Receipt: r})
}

// meetAhead lets money meet rows before their due dates: the row under way with its interest up to the day, or of the
// whole period where the terms say so, the later ones without interest (F10, F17).
func (g *progressive) meetAhead(first int, r receipt, left int64) error {
	on, to, due := r.On, r.On, g.periods[first].due
	under := r.On > g.periods[first].from
	if under && g.Recalculation.ToDueDate {
		on, to = due, due
	}
	interest, err := g.walk.charge(first, to)
	if err != nil {
		return err
	}
	interest += g.walk.carried
	if all := g.outstanding() + max(0, interest-g.paid[first].Interest); under && g.Recalculation.DueDates && left < all {
		on = due // only what ends the debt counts at once
	}
	future := g.course.Settings.future(r.Kind)
	if each := left / int64(len(g.periods)-first); future == Reamortise && !r.payOff { // equal parts; what they leave goes to the next rows
		for k := first; k < len(g.periods); k++ {
			left += g.meet(k, g.payable(k, first, interest), r, on, each) - each
		}
	}
	for k := first; k < len(g.periods) && left > 0; k++ {
		row := k
		if future == LastInstalment {
			row = len(g.periods) - 1 - (k - first)
		}
		left = g.meet(row, g.payable(row, first, interest), r, on, left)
	}
	return nil
}

// payable is what a row asks for when it is paid ahead.
func (g *progressive) payable(k, first int, interest int64) Part {
	if k > first {
		interest = 0
	}
	interest = max(interest, g.paid[k].Interest)
	principal := g.paid[k].Principal + g.outstanding()
	switch {
	case g.periods[k].grace && k < len(g.periods)-1:
		principal = g.paid[k].Principal
	case k < len(g.periods)-1:
		principal = min(principal, max(0, g.level[k]-interest, g.paid[k].Principal))
	}
	return Part{Interest: interest, Principal: principal}
}

// outstanding is principal that is lent and not paid back.
func (g *progressive) outstanding() (sum int64) {
	for _, d := range g.lent {
		sum += d.amount
	}
	return max(0, sum-g.principal)
}

// meet pays what a row asks for, with effect on interest from a day on, and gives back what is left of the money.
func (g *progressive) meet(k int, asked Part, r receipt, on day.Date, left int64) int64 {
	open := asked.Sub(g.paid[k])
	first, second := &open.Interest, &open.Principal
	if g.course.principalFirst(r.Kind, timeOf(g.periods[k].due, r.On)) {
		first, second = second, first
	}
	*first = min(*first, left)
	*second = min(*second, left-*first)
	g.paid[k] = g.paid[k].Add(open)
	if open.Principal > 0 {
		g.principal += open.Principal
		g.prepaid = slices.Insert(g.prepaid, g.prepaidFrom(on+1), prepaid{on, k, open.Principal})
		if k < g.walk.at {
			g.walk.paidOf += open.Principal
		}
	}
	return left - open.Interest - open.Principal
}
