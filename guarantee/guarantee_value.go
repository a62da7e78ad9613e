package guarantee

import (
	"math/big"
	"math/bits"

	"kontor/money"
)

// ValueInput is what rule V2 asks of one promise, one exposure and one day. Amounts are in minor units of the exposure's
// currency, years may be fractions.
type ValueInput struct {
	Available int64    // less what is reserved for demands of other deals
	Exposure  int64    // the secured part of what is owed
	Percent   *big.Rat // of the exposure that the text secures; nil = all of it
	FirstLoss int64
	Haircut   *big.Rat // 0.08 for 8 percent; nil = currencies agree
	Left      *big.Rat // years that the promise has left
	Needed    *big.Rat // years that the exposure has left
	Original  *big.Rat // years from issue to expiry
}

// Value is rule V2 alone, exact and rounded down once at the end: what is available or, where the text secures a part only,
// that part of the exposure; less the first loss, the currency haircut and the maturity haircut; never more than the
// exposure, so that what is above it absorbs the haircuts first.
func Value(v ValueInput) int64 {
	g := new(big.Rat).SetInt64(v.Available)
	if v.Percent != nil && v.Percent.Cmp(big.NewRat(100, 1)) < 0 {
		part := new(big.Rat).Mul(v.Percent, big.NewRat(v.Exposure, 100))
		if part.Cmp(g) < 0 {
			g.Set(part)
		}
	}
	g.Sub(g, new(big.Rat).SetInt64(v.FirstLoss))
	if g.Sign() <= 0 {
		return 0
	}
	if v.Haircut != nil {
		g.Mul(g, new(big.Rat).Sub(big.NewRat(1, 1), v.Haircut))
	}
	if v.Left != nil && v.Needed != nil {
		factor, _ := matureYears(v.Left, v.Needed, v.Original)
		g.Mul(g, factor)
	}
	return min(floor(g), max(0, v.Exposure))
}

// matureYears is (t - 0.25)/(T - 0.25) of rule V2, where T is what is left of the exposure, at most five years, and t what is
// left of the promise. The reason says why it is not one, "" when it is.
func matureYears(left, needed, original *big.Rat) (*big.Rat, Reason) {
	if five := big.NewRat(5, 1); needed.Cmp(five) > 0 {
		needed = five
	}
	quarter := big.NewRat(1, 4)
	switch {
	case left.Cmp(needed) >= 0:
		return big.NewRat(1, 1), ""
	case original != nil && original.Cmp(big.NewRat(1, 1)) < 0:
		return new(big.Rat), TermUnderOneYear
	case left.Cmp(quarter) <= 0:
		return new(big.Rat), UnderThreeMonths
	}
	t, of := new(big.Rat).Sub(left, quarter), new(big.Rat).Sub(needed, quarter)
	return t.Quo(t, of), HaircutMaturity
}

// Quarter days make the thresholds of the maturity rule whole numbers: a year is 365 days, three months a quarter of it.
const (
	yearQD        = 4 * 365
	threeMonthsQD = 365
	capQD         = 5 * yearQD
)

// mature is matureYears in quarter days.
func mature(left, needed, original int64) (factor ratio, why Reason) {
	needed = min(needed, capQD)
	switch {
	case left >= needed:
		return one, ""
	case original < yearQD:
		return ratio{0, 1}, TermUnderOneYear
	case left <= threeMonthsQD:
		return ratio{0, 1}, UnderThreeMonths
	}
	return ratio{uint64(left - threeMonthsQD), uint64(needed - threeMonthsQD)}, HaircutMaturity
}

// ratio is a fraction that is not below zero, small enough to be reckoned with in machine words.
type ratio struct{ num, den uint64 }

var one = ratio{1, 1}

func (r ratio) rat() *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(r.num), new(big.Int).SetUint64(r.den))
}

// times is amount * a * b rounded down, exact; more than the house can book becomes the most that it can book.
func (r ratio) times(amount int64, b ratio) int64 {
	if amount <= 0 || r.num == 0 || b.num == 0 {
		return 0
	}
	if r == one && b == one {
		return amount
	}
	hi, lo := bits.Mul64(uint64(amount), r.num)
	over, hi1 := bits.Mul64(hi, b.num)
	carry, lo := bits.Mul64(lo, b.num)
	hi, c := bits.Add64(hi1, carry, 0)
	tooWide, den := bits.Mul64(r.den, b.den)
	if over != 0 || c != 0 || tooWide != 0 {
		wide := new(big.Rat).SetInt64(amount)
		wide.Mul(wide, r.rat())
		return floor(wide.Mul(wide, b.rat()))
	}
	if hi >= den {
		return money.MaxMinor
	}
	n, _ := bits.Div64(hi, lo, den)
	return int64(min(n, uint64(money.MaxMinor)))
}

// ratioOf is a fraction in machine words; one that does not fit is rounded down at the eighteenth place, so that nothing
// counts too much.
func ratioOf(r *big.Rat) ratio {
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return ratio{r.Num().Uint64(), r.Denom().Uint64()}
	}
	const places = 1_000_000_000_000_000_000
	n := new(big.Int).Mul(r.Num(), big.NewInt(places))
	n.Quo(n, r.Denom())
	if !n.IsUint64() {
		return ratio{uint64(money.MaxMinor), 1}
	}
	return ratio{n.Uint64(), places}
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

// ceil rounds up likewise.
func ceil(r *big.Rat) int64 {
	n := floor(r)
	if n < money.MaxMinor && new(big.Rat).SetInt64(n).Cmp(r) < 0 {
		n++
	}
	return n
}
