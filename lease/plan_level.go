package lease

import (
	"math/big"

	"kontor/errs"
)

// solveLevel finds the level rental from slot j on: as agreed, or such that the balance ends where it shall.
func (p *plan) solveLevel(j int, balance int64) (err error) {
	switch {
	case j == 0 && p.Rental.Minor > 0:
		p.exact, p.level = from(p.Rental.Minor), p.Rental.Minor
		return nil
	case !p.hasLevel(j):
		p.exact = from(0)
		return nil
	case p.Method == Flat:
		return p.solveFlat()
	case j == 0 && p.plain() && p.Method == Annuity:
		p.exact = p.annuity()
	case j == 0 && p.plain() && p.Method == Linear:
		p.exact = from(p.financed - p.target)
		p.exact.Quo(p.exact, from(int64(p.Count)))
	default:
		a, b := p.line(j, from(balance))
		p.exact = a.Quo(a, b)
	}
	if p.exact.Sign() < 0 {
		return errs.New(errs.Refused, "what is agreed beside the level rental pays off more than is financed").
			Because("lower the amounts of the shape or the residual, or finance more")
	}
	p.level, err = p.inUnits(new(big.Float).Copy(p.exact))
	return err
}

// hasLevel reports whether any slot from j on depends on the level rental.
func (p *plan) hasLevel(j int) bool {
	for _, s := range p.slots[j:] {
		if s.kind == levelSlot {
			return true
		}
	}
	return false
}

// plain reports whether the closed forms of Q1 hold: every period bears the same and every rental is level.
func (p *plan) plain() bool {
	return !p.shaped() && len(p.Grace.list()) == 0 && p.days.even && p.DayCount == 0 || p.DimensionOver > 0 && p.onlyLonger()
}

// list gives the kinds of grace there are, for plain terms none.
func (g Grace) list() (kinds []int) {
	for _, n := range []int{g.Capitalised, g.Principal, g.Interest} {
		if n > 0 {
			kinds = append(kinds, n)
		}
	}
	return kinds
}

// onlyLonger reports whether the longer dimension is all that keeps terms from being plain.
func (p *plan) onlyLonger() bool {
	t := p.Terms
	t.DimensionOver = 0
	return !t.shaped() && t.Grace == Grace{} && p.days.even && p.DayCount == 0
}

// annuity gives the unrounded level rental: (P - RV v^n) r / (1 - v^n) with v = 1 / (1 + r), divided by (1 + r) in
// advance (Q1), and over the longer term without a residual for a balloon (Q2).
func (p *plan) annuity() *big.Float {
	now, n, residual := p.periods[1], p.Count, p.Residual.Minor
	if p.DimensionOver > 0 {
		n, residual = p.DimensionOver, 0
	}
	if now.num == 0 {
		x := from(p.financed - residual)
		return x.Quo(x, from(int64(n)))
	}
	v := from(now.den)
	v.Quo(v, from(now.den+now.num))
	vn := power(v, n)
	x := from(residual)
	x.Sub(from(p.financed), x.Mul(x, vn))
	x.Mul(x, from(now.num)).Quo(x, from(now.den))
	x.Quo(x, vn.Sub(from(1), vn))
	if p.Timing == InAdvance {
		x.Mul(x, v)
	}
	return x
}

// power is x to the n-th by squaring, with the precision of x.
func power(x *big.Float, n int) *big.Float {
	result := new(big.Float).SetPrec(x.Prec()).SetInt64(1)
	square := new(big.Float).Set(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

// line walks from slot j to the end with the unrounded balance, which is a - b L for the level rental L whatever the
// shape (Q2, Q3). It gives a, less what shall be left, and b, so that the level rental is their quotient.
func (p *plan) line(j int, balance *big.Float) (a, b *big.Float) {
	w := walker{p: p, a: balance, b: from(0), one: from(1)}
	count := max(p.Count, p.DimensionOver)
	for ; j < count; j++ {
		if k := p.before(j); k > 0 {
			w.accrue(k)
		}
		w.slot(&p.slots[j])
	}
	if p.DimensionOver > 0 {
		return w.a, w.b
	}
	for k := p.before(count-1) + 1; k <= count; k++ {
		w.accrue(k)
		w.a.Add(w.a, w.ia)
		w.b.Add(w.b, w.ib)
	}
	return w.a.Sub(w.a, from(p.Residual.Minor)), w.b
}

// walker holds an unrounded balance and the interest of its last period, both as x - y L.
type walker struct {
	p      *plan
	a, b   *big.Float // balance
	ia, ib *big.Float // interest
	one    *big.Float
	share  *big.Float // interest of the period before, as a share
	of     ratio      // what share is
}

// accrue finds the interest of period k and adds what is drawn in it.
func (w *walker) accrue(k int) {
	now := &w.p.periods[k]
	if w.ia == nil {
		w.ia, w.ib, w.share = from(0), from(0), from(0)
	}
	if len(now.pieces) == 0 {
		w.ratio(now.ratio)
		w.ia.Mul(w.a, w.share)
		w.ib.Mul(w.b, w.share)
		return
	}
	w.ia, w.ib = from(0), from(0)
	for _, piece := range now.pieces {
		w.a = new(big.Float).Add(w.a, from(piece.drawn))
		w.ratio(piece.ratio)
		w.ia.Add(w.ia, new(big.Float).Mul(w.a, w.share))
		w.ib.Add(w.ib, new(big.Float).Mul(w.b, w.share))
	}
}

// ratio makes the share, unless it is the one of before.
func (w *walker) ratio(r ratio) {
	if r != w.of || w.of.den == 0 {
		w.share.Quo(from(r.num), from(r.den))
		w.of = r
	}
}

// slot lets a due day meet balance and interest.
func (w *walker) slot(s *slot) {
	pays := w.p.Method == Linear && s.kind == levelSlot || s.kind == interestSlot
	if w.ia != nil && !pays { // else the interest is paid beside the balance, now or later
		w.a.Add(w.a, w.ia)
		w.b.Add(w.b, w.ib)
	}
	switch s.kind {
	case fixedSlot:
		w.a.Sub(w.a, from(s.fixed))
	case levelSlot:
		if s.weight == nil {
			w.b.Add(w.b, w.one)
		} else {
			w.b.Add(w.b, s.weight)
		}
	}
}

// growth is what a balance grows to over period k.
func (p *plan) growth(k int) *big.Float {
	if len(p.periods[k].pieces) == 0 {
		return grown(p.periods[k].ratio)
	}
	x := from(1)
	for _, piece := range p.periods[k].pieces {
		share := from(piece.num)
		x.Add(x, share.Quo(share, from(piece.den)))
	}
	return x
}

// solveFlat finds the rental of a flat plan: equal principal plus the interest of a period, which is the same in all.
func (p *plan) solveFlat() error {
	principal := from(p.financed - p.Residual.Minor)
	principal.Quo(principal, from(int64(p.Count)))
	each, err := p.inUnits(principal)
	if err != nil {
		return err
	}
	interest, _, err := p.accrue(0, 1)
	if err != nil {
		return err
	}
	rounded, err := p.inUnits(from(interest))
	if err != nil {
		return err
	}
	p.level = each + rounded - interest
	p.exact = from(p.level)
	return nil
}

// flatTotal is the interest of a flat plan in all.
func (p *plan) flatTotal() (int64, error) {
	sum := new(big.Rat)
	for k := 1; k <= p.before(p.Count-1); k++ {
		addShare(sum, p.financed, p.periods[k].ratio)
	}
	return roundRat(sum, p.Rounding)
}
