package loan

import (
	"slices"

	"kontor/day"
	"kontor/money"
)

// progressive plans level rows that are solved from the exact factors of each period (F7 to F9), step by step: a draw-down
// and a new rate solve them again from their day on, a payment moves interest by the day (F10, F13), and the last open row
// takes what is left.
func (p *plan) progressive() ([]Instalment, error) {
	n := len(p.periods)
	g := progressive{plan: p, open: p.Count, level: make([]int64, n), grace: make([]bool, n), paid: make([]Part, n), owed: make([]Part, n),
		carried: make([]int64, n)}
	g.rates = []ratedFrom{{p.periods[0].from, p.Rate}}
	if err := g.happen(); err != nil {
		return nil, err
	}
	if p.Recalculation != nil {
		g.until = max(g.until, p.course.AsOf)
	}
	if err := g.fill(); err != nil {
		return nil, err
	}
	for k := range g.open {
		q := p.periods[k]
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
	open     int       // rows that are agreed so far
	lent     []drawn   // so far, by the day from which it bears interest
	level    []int64   // agreed row of each period
	grace    []bool    // periods without principal
	paid     []Part    // of each period's row
	owed     []Part    // what fill makes of it
	carried  []int64   // interest that a row takes over from the one before
	prepaid  []prepaid // principal that was paid, by day
	rates    []ratedFrom
	receipts []Receipt // to come
	until    day.Date  // overdue principal bears interest up to it (F13)
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
	slices.SortStableFunc(turns, func(a, b Turn) int { return int(a.From) - int(b.From) })
	if g.Recalculation != nil {
		g.receipts = slices.Clone(g.course.Receipts)
	}
	for len(draws)+len(turns)+len(g.receipts) > 0 {
		var err error
		draw, turn, receipt := day.Max+1, day.Max+1, day.Max+1
		if len(draws) > 0 {
			draw = draws[0].on
		}
		if len(turns) > 0 {
			turn = turns[0].From
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
			err = g.receive(r, g.course.PayOff && len(g.receipts) == 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// at is the period in which a day bears interest: the first one that ends after it, else the last.
func (g *progressive) at(on day.Date) int {
	for k := range g.open {
		if on < g.periods[k].due {
			return k
		}
	}
	return g.open - 1
}

// lend adds a draw-down and solves the rows from its period on.
func (g *progressive) lend(d drawn) error {
	for ; g.open < len(g.periods) && g.periods[g.open-1].due < d.on; g.open++ {
		g.level[g.open] = g.level[g.open-1]
	}
	g.lent = append(g.lent, d)
	return g.solve(g.at(d.on))
}

// change lets an agreed change happen. A new rate counts from its day on, rows of grace and more rows from the row named.
func (g *progressive) change(u Turn) error {
	k := g.at(u.From)
	if u.Rate != nil {
		g.rates = append(g.rates, ratedFrom{u.From, *u.Rate})
	}
	row := max(0, slices.IndexFunc(g.periods[:g.open], func(q period) bool { return q.due >= u.From }))
	for i := row; i < row+u.Grace; i++ {
		g.grace[i] = true
	}
	for more := u.Grace + u.Extra; more > 0; more-- {
		g.level[g.open] = g.level[row]
		g.open++
	}
	switch {
	case u.Extra > 0:
		return g.solve(min(k, row))
	case u.Rate != nil:
		return g.solve(k)
	}
	return nil
}

// solve finds the level of the rows from the k-th on and improves it once if the last row comes out far from it (F8).
func (g *progressive) solve(k int) error {
	if err := g.fill(); err != nil {
		return err
	}
	level, rows, err := g.solved(k)
	if err != nil || rows == 0 {
		return err
	}
	g.levelFrom(k, level)
	if err := g.fill(); err != nil {
		return err
	}
	apart := g.apart(k)
	if max(apart, -apart) <= int64(rows/2) || rows < 2 {
		return nil
	}
	step, err := g.share(apart, 1, int64(rows))
	if err != nil {
		return err
	}
	better, err := g.multiple(level+step, 1, 1)
	if err != nil || better == level {
		return err
	}
	g.levelFrom(k, better)
	if err := g.fill(); err != nil {
		return err
	}
	if now := g.apart(k); max(now, -now) >= max(apart, -apart) {
		g.levelFrom(k, level)
		return g.fill()
	}
	return nil
}

// levelFrom sets the level of the rows from the k-th on.
func (g *progressive) levelFrom(k int, level int64) {
	for i := k; i < g.open; i++ {
		g.level[i] = level
	}
}

// apart is by how much the last row is above the level.
func (g *progressive) apart(k int) int64 {
	last := g.open - 1
	return g.owed[last].Total() - g.level[k]
}

// solved is balance x product of (1 + f) / fn over the rows from the k-th on that pay principal.
func (g *progressive) solved(k int) (level int64, rows int, err error) {
	q := g.periods[k]
	balance := int64(0)
	for _, d := range g.lent {
		if d.on < q.due || k == g.open-1 {
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
	for i := k; i < g.open; i++ {
		if g.grace[i] {
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
	x := product.times(decimal{uint64(balance), 0}).over(fn)
	for ; x.e < -18; x.e++ {
		x.m /= 10
	}
	switch {
	case x.e <= 0:
		level, err = g.multiple(1, int64(x.m), int64(powersOf10[-x.e]))
	case x.e < 4:
		level, err = g.multiple(int64(x.m), int64(powersOf10[x.e]), 1)
	default:
		level, err = g.multiple(money.MaxMinor, 2, 1) // says that it is too large
	}
	return level, rows, err
}
