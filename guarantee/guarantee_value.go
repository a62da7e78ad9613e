package guarantee

import (
	"math/big"

	"kontor/day"
	"kontor/money"
)

// Policy is how the house values promises. The zero value clears no guarantor, knows no rate and takes the standard
// haircut: it can refuse too much, never too little.
type Policy struct {
	AsOf  day.Date                 // the day of asking, for what is known today; none = the first day asked for
	Clear map[string]bool          // guarantors whose vetting is clear now, by party id
	Worth map[money.Currency]Worth // what currencies are worth on the day of asking, all in one common unit

	// HaircutBP is kept back, in 1/100 of a percent, when currencies differ; 0 = the standard 800 (Basel CRE22,
	// supposing a revaluation every day).
	HaircutBP int64

	// MaturityHaircut also lowers, day by day, what ends before the exposure does (Basel CRE22). It is off by default:
	// that rule values one sum at risk over its whole life, while the gate demands enough on *every* day, so an early
	// end already shows as a gap and would be punished twice.
	MaturityHaircut bool
}

// StandardHaircutBP is the currency haircut without another agreement: 8 % (Basel CRE22).
const StandardHaircutBP = 800

// Worth is what one major unit of a currency is worth, as a fraction Num/Den of a common unit, for example US dollars.
type Worth struct{ Num, Den int64 }

func (w Worth) known() bool { return w.Num > 0 && w.Den > 0 }

// valuation is rule V2 for one instrument on one day: what is left of a share after the haircuts, in its own currency,
// and what that is in the currency of the exposure. Exact fractions, rounded down once each.
type valuation struct {
	share      int64
	haircutBP  int64 // 0 when the currencies agree
	rate       *big.Rat
	matureNum  int64 // maturity factor, 1/1 when it does not apply
	matureDen  int64
	sameMoney  bool
	afterFX    int64 // filled by value: after the currency haircut
	afterAll   int64 // and after the maturity haircut
	inExposure int64
}

func (v *valuation) value() {
	v.afterFX = mulDiv(v.share, 10000-v.haircutBP, 10000)
	factor := new(big.Rat).SetFrac64(v.share, 1)
	factor.Mul(factor, big.NewRat(10000-v.haircutBP, 10000))
	factor.Mul(factor, big.NewRat(v.matureNum, v.matureDen))
	v.afterAll = floor(factor)
	v.inExposure = v.afterAll
	if !v.sameMoney {
		v.inExposure = floor(factor.Mul(factor, v.rate))
	}
}

// mulDiv is a*b/den rounded down, exact for every int64.
func mulDiv(a, b, den int64) int64 {
	return floor(new(big.Rat).Mul(new(big.Rat).SetInt64(a), big.NewRat(b, den)))
}

// floor rounds a fraction that is not negative down to whole minor units. What is more than the house can book counts
// as the most that it can book: cover is never overstated.
func floor(r *big.Rat) int64 {
	n := new(big.Int).Quo(r.Num(), r.Denom())
	if !n.IsInt64() || n.Int64() > money.MaxMinor {
		return money.MaxMinor
	}
	return n.Int64()
}

// convert is how many minor units of one currency one minor unit of another is, nil when a rate is missing.
func (p Policy) convert(from, to money.Currency) *big.Rat {
	a, b := p.Worth[from], p.Worth[to]
	if !a.known() || !b.known() {
		return nil
	}
	r := big.NewRat(a.Num, a.Den)
	r.Quo(r, big.NewRat(b.Num, b.Den))
	scale := int64(1)
	exponent := to.Exponent() - from.Exponent()
	for range max(exponent, -exponent) {
		scale *= 10
	}
	if exponent >= 0 {
		return r.Mul(r, big.NewRat(scale, 1))
	}
	return r.Quo(r, big.NewRat(scale, 1))
}

func (p Policy) haircut() int64 {
	if p.HaircutBP <= 0 {
		return StandardHaircutBP
	}
	return min(p.HaircutBP, 10000)
}

// Quarter days make the thresholds of the maturity rule whole numbers: a year is 365 days, three months a quarter of it.
const (
	yearQD        = 4 * 365
	threeMonthsQD = 365
	capQD         = 5 * yearQD
)

// matureFactor is (t - 0.25)/(T - 0.25) of rule V2, where T is the residual exposure (at most five years) and t the residual
// guarantee, in quarter days. Basel CRE22.
func matureFactor(left, needed, original int64) (num, den int64) {
	needed = min(needed, capQD)
	left = min(left, needed)
	switch {
	case left >= needed:
		return 1, 1
	case original < yearQD || left <= threeMonthsQD:
		return 0, 1
	}
	return left - threeMonthsQD, needed - threeMonthsQD
}

// Convert brings an amount into another currency at the policy's worths, rounded down. ok is false without a rate.
func (p Policy) Convert(a money.Amount, to money.Currency) (converted money.Amount, ok bool) {
	r := p.convert(a.Currency, to)
	if r == nil {
		return a, false
	}
	return money.Amount{Minor: floor(r.Mul(r, big.NewRat(a.Minor, 1))), Currency: to}, true
}
