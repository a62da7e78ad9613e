package loan

import (
	"slices"

	"kontor/day"
	"kontor/money"
)

// progressive plans level rows that are solved from the exact factors of each period (F7 to F9), step by step: a draw-down
// and a new rate solve them again from their day on, a payment moves interest by the day (F10, F13), and the last open row
// takes what is left.
//
// Rows that are due are settled once and for all, so that a long history costs no more than its rows and receipts.
func (p *plan) progressive() ([]Instalment, error) {
	g := progressive{plan: p, rates: []ratedFrom{{p.periods[0].from, p.Rate}}}
	g.walk.progressive = &g
	g.extend(0)
	if err := g.happen(); err != nil {
		return nil, err
	}
	if p.Recalculation != nil {
		g.until = max(g.until, p.course.AsOf)
	}
	if err := g.fill(); err != nil {
		return nil, err
	}
	p.rows = slices.Grow(p.rows, len(p.periods)+1)
	for k, q := range p.periods {
		if err := p.checkRow(k, g.owed[k].Principal, g.owed[k].Interest); err != nil {
			return nil, err
		}
		p.rows = append(p.rows, Instalment{Kind: Rental, From: q.from, DueOn: q.due, Owed: g.owed[k]})
	}
	return p.finish()
}

// progressive is a progressive plan in the making.
type progressive struct {
	*plan
	lent      []drawn   // so far, by the day from which it bears interest
	level     []int64   // agreed row of each period
	paid      []Part    // of each period's row
	owed      []Part    // what the walk makes of it
	prepaid   []prepaid // principal that was paid, by day
	principal int64     // that was paid in all
	rates     []ratedFrom
	whole     []decimal // factors of whole periods, as far as they were asked for
	receipts  []receipt // to come
	unpaid    int       // first row that is not paid in full, of those that are settled
	until     day.Date  // overdue principal bears interest up to it (F13)
	walk      walk      // behind the rows that are settled
}

// prepaid is principal of a row that bears no interest any more from a day on.
type prepaid struct {
	on     day.Date
	row    int
	amount int64
}

// ratedFrom is a rate from a day on.
type ratedFrom struct {
	on   day.Date
	rate money.Rate
}

// happen lets draw-downs, changes and receipts happen in the order of their days; of one day in this order.
func (g *progressive) happen() error {
	draws := g.drawn
	turns := slices.Clone(g.course.Turns)
	slices.SortStableFunc(turns, func(a, b Turn) int { return int(a.known()) - int(b.known()) })
	if g.Recalculation != nil {
		g.receipts = g.plan.receipts()
	}
	for len(draws)+len(turns)+len(g.receipts) > 0 {
		var err error
		draw, turn, receipt := day.Max+1, day.Max+1, day.Max+1
		if len(draws) > 0 {
			draw = draws[0].on
		}
		if len(turns) > 0 {
			turn = turns[0].known()
		}
		if len(g.receipts) > 0 {
			receipt = g.receipts[0].On
		}
		switch {
		case draw <= turn && draw <= receipt:
			err = g.lend(draws[0])
			draws = draws[1:]
		case turn <= receipt:
			err = g.change(turns[0])
			turns = turns[1:]
		default:
			r := g.receipts[0]
			g.receipts = g.receipts[1:]
			err = g.receive(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// known is the day on which a change begins to matter: it is agreed, or holds already.
func (u Turn) known() day.Date {
	if u.AgreedOn == 0 {
		return u.From
	}
	return min(u.AgreedOn, u.From)
}

// extend makes room for periods that were added, with the level of a row.
func (g *progressive) extend(row int) {
	more := max(0, len(g.periods)-len(g.level))
	g.level, g.whole = slices.Grow(g.level, more), slices.Grow(g.whole, more)
	g.paid, g.owed = slices.Grow(g.paid, more), slices.Grow(g.owed, more)
	for range more {
		level := int64(0)
		if row < len(g.level) {
			level = g.level[row]
		}
		g.level = append(g.level, level)
		g.paid, g.owed, g.whole = append(g.paid, Part{}), append(g.owed, Part{}), append(g.whole, decimal{})
	}
}

// at is the period in which a day bears interest: the first one that ends after it, else the last.
func (g *progressive) at(on day.Date) int {
	k, _ := slices.BinarySearchFunc(g.periods, on+1, func(q period, on day.Date) int { return int(q.due) - int(on) })
	return min(k, len(g.periods)-1)
}

// lend adds a draw-down and solves the rows from its period on.
func (g *progressive) lend(d drawn) error {
	if err := g.outlast(d.on); err != nil {
		return err
	}
	g.extend(len(g.level) - 1)
	g.lent = append(g.lent, d)
	return g.solve(g.at(d.on))
}

// change lets an agreed change happen. A new rate counts from its day on, rows of grace and more rows from the row named.
func (g *progressive) change(u Turn) error {
	row, err := g.turn(u)
	if err != nil {
		return err
	}
	g.extend(row)
	clear(g.whole)
	k := len(g.periods)
	if u.Rate != nil {
		g.rates = append(g.rates, ratedFrom{u.From, *u.Rate})
		k = g.at(u.From)
	}
	if u.Extra > 0 {
		k = min(k, row)
	}
	if k == len(g.periods) {
		return nil
	}
	return g.solve(k)
}

// solve finds the level of the rows from the k-th on and improves it once if the last row comes out far from it (F8): by
// more minor units than half as many as there are rows.
func (g *progressive) solve(k int) error {
	if err := g.fill(); err != nil {
		return err
	}
	level, rows, err := g.solved(k)
	if err != nil || rows == 0 {
		return err
	}
	apart, err := g.try(k, level)
	if err != nil || max(apart, -apart) <= rows/2 || rows < 2 {
		return err
	}
	step, err := g.share(apart, 1, rows)
	if err != nil {
		return err
	}
	better, err := g.multiple(level+step, 1, 1)
	if err != nil || better == level {
		return err
	}
	now, err := g.try(k, better)
	if err == nil && max(now, -now) >= max(apart, -apart) {
		_, err = g.try(k, level)
	}
	return err
}

// try sets the level of the rows from the k-th on and tells by how much the last row is above it.
func (g *progressive) try(k int, level int64) (apart int64, err error) {
	for i := k; i < len(g.periods); i++ {
		g.level[i] = level
	}
	if err := g.fill(); err != nil {
		return 0, err
	}
	if level == 0 && g.owed[k].Interest > 0 && k < len(g.periods)-1 {
		return 0, g.checkRow(k, -g.owed[k].Interest, g.owed[k].Interest)
	}
	return g.owed[len(g.periods)-1].Total() - level, nil
}

// solved is balance x product of (1 + f) / fn over the rows from the k-th on that pay principal.
func (g *progressive) solved(k int) (level, rows int64, err error) {
	balance := int64(0)
	for _, d := range g.lent {
		if d.on < g.periods[k].due || k == len(g.periods)-1 {
			balance += d.amount
		}
	}
	for i := range k {
		balance -= g.owed[i].Principal
	}
	if balance <= 0 {
		return 0, 0, nil
	}
	product, fn := decimal{1, 0}, decimal{1, 0}
	for i := k; i < len(g.periods); i++ {
		if g.periods[i].grace {
			continue
		}
		factor := g.factor(i).plus1()
		if product = product.times(factor); rows > 0 {
			fn = fn.times(factor).plus1().round()
		}
		rows++
	}
	if rows == 0 {
		return 0, 0, nil
	}
	level, err = g.minor(product.times(decimal{uint64(balance), 0}).over(fn))
	return level, rows, err
}

// minor is a decimal as an amount, to the multiple of the rows.
func (g *progressive) minor(x decimal) (int64, error) {
	if x = x.fine(); x.e > 3 {
		return g.multiple(money.MaxMinor, 2, 1) // says that it is too large
	}
	if x.e > 0 {
		return g.multiple(int64(x.m*powersOf10[x.e]), 1, 1)
	}
	return g.multiple(1, int64(x.m), int64(powersOf10[-x.e]))
}
