package loan

import (
	"math/bits"
)

// decimal is a number above zero of at most 12 significant digits, m x 10^e, or zero. Its operations round the exact result
// to 12 digits, ties to the even one: the arithmetic in which progressive plans are agreed (F7). A sum with one is kept in
// full, so m may then have up to 19 digits.
type decimal struct {
	m uint64
	e int
}

const (
	digits12 = 1_000_000_000_000
	digits18 = 1_000_000_000_000_000_000
)

var powersOf10 = powers()

func powers() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}

// decimalOf is a whole number as a decimal.
func decimalOf(n int64) decimal { return round12(0, uint64(n), 0, false) }

// round12 brings (high, low) x 10^e to 12 digits. Sticky says that the number is a little more than its digits tell.
func round12(high, low uint64, e int, sticky bool) decimal {
	for high > 0 { // drop a digit at a time until it fits in a word, and remember whether any was more than nothing
		var rest uint64
		low, rest = divide10(&high, low)
		e, sticky = e+1, sticky || rest > 0
	}
	drop := 0
	for drop < len(powersOf10)-12 && low/powersOf10[drop] >= digits12 {
		drop++
	}
	if drop == 0 {
		return decimal{low, e}
	}
	unit := powersOf10[drop]
	m, rest := low/unit, low%unit
	if half := unit / 2; rest > half || rest == half && (sticky || m&1 == 1) {
		m++
	}
	if m == digits12 {
		m, drop = m/10, drop+1
	}
	return decimal{m, e + drop}
}

// divide10 divides a number of two words by ten in place of its high word and gives the low word and the rest.
func divide10(high *uint64, low uint64) (quotient, rest uint64) {
	h, r := *high/10, *high%10
	*high = h
	return bits.Div64(r, low, 10)
}

// times is the product.
func (d decimal) times(f decimal) decimal {
	high, low := bits.Mul64(d.m, f.m)
	return round12(high, low, d.e+f.e, false)
}

// over is the quotient; the divisor is not zero.
func (d decimal) over(f decimal) decimal {
	a, b := d.m, f.m
	e := d.e - f.e
	for ; b < digits12/10; b *= 10 {
		e++
	}
	for ; a < digits12/10 && a > 0; a *= 10 {
		e--
	}
	high, low := bits.Mul64(a, 10*digits12)
	quotient, rest := bits.Div64(high, low, b)
	return round12(0, quotient, e-13, rest > 0)
}

// plus is the sum of two numbers that are not far apart.
func (d decimal) plus(f decimal) decimal {
	if d.m == 0 || f.m == 0 {
		return decimal{d.m + f.m, d.e + f.e}
	}
	if d.e < f.e {
		d, f = f, d
	}
	gap := d.e - f.e
	for ; gap > 6; gap-- { // far behind the digits of the larger one
		f.m, f.e = f.m/10, f.e+1
	}
	return round12(0, d.m*powersOf10[gap]+f.m, f.e, false)
}

// plus1 is one more, in full as far as 19 digits reach.
func (d decimal) plus1() decimal {
	switch {
	case d.m == 0:
		return decimal{1, 0}
	case d.e > 0 && d.e < 7:
		return decimal{d.m*powersOf10[d.e] + 1, 0}
	case d.e > 0:
		return d // one is far behind its digits
	}
	d = d.fine()
	return decimal{d.m + powersOf10[-d.e], d.e}
}

// fine cuts what is behind 18 places.
func (d decimal) fine() decimal {
	for ; d.e < -18; d.e++ {
		d.m /= 10
	}
	return d
}

// round is the sum with one to 12 digits.
func (d decimal) round() decimal { return round12(0, d.m, d.e, false) }
