// Package money holds amounts as whole minor units of an ISO 4217 currency.
//
// There is no floating point in an Amount: it is parsed from decimal text, added, compared, converted by exact
// fractions and split so that the parts always sum to the whole. Whatever does not fit is an error, never a wrong
// figure: too many decimals, an unknown currency, a sum beyond MaxMinor. Rates are decimal text at the edge (Rate).
package money

import (
	"math"
	"math/bits"
	"strings"

	"kontor/errs"
)

// MaxMinor is the largest amount the house books: below 2^53, with room to add a thousand of them in int64.
const MaxMinor int64 = 1e15 - 1

// Amount is whole minor units of a currency; it may be negative. The zero value is no amount at all.
type Amount struct {
	Minor    int64
	Currency Currency
}

// Of makes an amount from minor units.
func Of(minor int64, currency Currency) Amount { return Amount{minor, currency} }

// Parse reads "1234.50 EUR". Errors: Invalid, naming what does not fit and how to write it.
func Parse(text string) (Amount, error) {
	number, code, ok := strings.Cut(text, " ")
	if !ok {
		return Amount{}, errs.New(errs.Invalid, "{text} is not an amount with its currency", "text", text).
			Because("write it like 1234.50 EUR")
	}
	currency, err := ParseCurrency(code)
	if err != nil {
		return Amount{}, err
	}
	return ParseIn(number, currency)
}

// MustParse is Parse for constants in tests and demos; it panics.
func MustParse(text string) Amount {
	a, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return a
}

// ParseIn reads "1234.50" in a known currency: digits and at most as many decimals as the currency has, with a point.
func ParseIn(number string, currency Currency) (Amount, error) {
	digits, negative := strings.CutPrefix(number, "-")
	whole, part, point := strings.Cut(digits, ".")
	exponent := currency.Exponent()
	switch {
	case whole == "" || point && part == "":
		return withExample(currency, errs.New(errs.Invalid, "{text} is not an amount", "text", number))
	case len(part) > exponent:
		return withExample(currency, errs.New(errs.Invalid, "{text} has more than the {n} decimals of {currency}",
			"text", number, "n", exponent, "currency", string(currency)))
	}
	minor, ok := appendDigits(0, whole, MaxMinor)
	if ok {
		minor, ok = appendDigits(minor, part, MaxMinor)
	}
	if !ok {
		return withExample(currency, errs.New(errs.Invalid, "{text} is not an amount: only digits and one point are understood", "text", number))
	}
	for range exponent - len(part) {
		minor = min(minor*10, MaxMinor+1)
	}
	if minor > MaxMinor {
		return withExample(currency, errs.New(errs.Invalid, "{text} is over the limit of {most}", "text", number, "most", Amount{MaxMinor, currency}.String()))
	}
	if negative {
		minor = -minor
	}
	return Amount{minor, currency}, nil
}

// withExample adds to a refusal how an amount in the currency is written.
func withExample(currency Currency, refusal *errs.Error) (Amount, error) {
	return Amount{}, refusal.Because("write it like {example}", "example", Amount{123450, currency}.String())
}

// appendDigits reads decimal digits behind those of n and stays at most+1 once it is over most; false for anything
// that is not a digit.
func appendDigits(n int64, digits string, most int64) (int64, bool) {
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = min(n*10+int64(c-'0'), most+1)
	}
	return n, true
}

// Decimal is the number without its currency: "1234.50".
func (a Amount) Decimal() string {
	var buf [24]byte
	return string(a.appendDecimal(buf[:0]))
}

// appendDecimal writes the digits from the last to the first into a buffer of the longest amount, then appends them.
func (a Amount) appendDecimal(b []byte) []byte {
	exponent := a.Currency.Exponent()
	var buf [24]byte
	i := len(buf)
	rest := magnitude(a.Minor)
	for n := 0; rest > 0 || n <= exponent; n++ {
		if n == exponent && exponent > 0 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + rest%10)
		rest /= 10
	}
	if a.Minor < 0 {
		i--
		buf[i] = '-'
	}
	return append(b, buf[i:]...)
}

// AppendText writes the text form: "1234.50 EUR"; nothing for the zero value.
func (a Amount) AppendText(b []byte) ([]byte, error) {
	if a.Currency == "" && a.Minor == 0 {
		return b, nil
	}
	return append(append(a.appendDecimal(b), ' '), a.Currency...), nil
}

// String is the text form: "1234.50 EUR"; empty for the zero value.
func (a Amount) String() string {
	var buf [32]byte
	b, _ := a.AppendText(buf[:0]) // never fails
	return string(b)
}

// MarshalText writes the text form.
func (a Amount) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads the text form; empty text is the zero value.
func (a *Amount) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Amount{}
		return nil
	}
	parsed, err := Parse(string(text))
	*a = parsed
	return err
}

// IsZero reports whether there is nothing.
func (a Amount) IsZero() bool { return a.Minor == 0 }

func (a Amount) like(b Amount) error {
	if a.Currency == b.Currency {
		return nil
	}
	return errs.New(errs.Invalid, "{a} and {b} are in different currencies", "a", a.String(), "b", b.String()).
		Because("convert one of them first")
}

func (a Amount) bounded() (Amount, error) {
	if a.Minor > MaxMinor || a.Minor < -MaxMinor {
		return Amount{}, errs.New(errs.TooLarge, "the sum is over the limit of {most}", "most", Amount{MaxMinor, a.Currency}.String())
	}
	return a, nil
}

// Add sums two amounts of one currency. Errors: Invalid for two currencies, TooLarge beyond MaxMinor.
func (a Amount) Add(b Amount) (Amount, error) {
	if err := a.like(b); err != nil {
		return Amount{}, err
	}
	sum := a.Minor + b.Minor
	if (sum > a.Minor) != (b.Minor > 0) && b.Minor != 0 {
		return Amount{math.MaxInt64, a.Currency}.bounded()
	}
	return Amount{sum, a.Currency}.bounded()
}

// Sub takes b from a, with the errors of Add.
func (a Amount) Sub(b Amount) (Amount, error) {
	if err := a.like(b); err != nil {
		return Amount{}, err
	}
	if b.Minor == math.MinInt64 {
		return Amount{math.MaxInt64, a.Currency}.bounded()
	}
	return a.Add(b.Neg())
}

// Neg is the amount with the other sign.
func (a Amount) Neg() Amount { return Amount{-a.Minor, a.Currency} }

// Cmp is -1, 0 or 1. The error is Invalid for two currencies.
func (a Amount) Cmp(b Amount) (int, error) {
	if err := a.like(b); err != nil {
		return 0, err
	}
	switch {
	case a.Minor < b.Minor:
		return -1, nil
	case a.Minor > b.Minor:
		return 1, nil
	}
	return 0, nil
}

// MulRat is a times num/den, rounded once; exact in between. Errors: Invalid for den < 1, TooLarge beyond MaxMinor.
func (a Amount) MulRat(num, den int64, mode Mode) (Amount, error) {
	if den < 1 {
		return Amount{}, errs.New(errs.Invalid, "a fraction needs a denominator above zero")
	}
	negative := (a.Minor < 0) != (num < 0)
	high, low := bits.Mul64(magnitude(a.Minor), magnitude(num))
	if high >= uint64(den) {
		return Amount{math.MaxInt64, a.Currency}.bounded()
	}
	whole, rest := bits.Div64(high, low, uint64(den))
	if whole > uint64(MaxMinor) { // before rounding, which could wrap the largest quotient to zero
		return Amount{math.MaxInt64, a.Currency}.bounded()
	}
	if mode.up(whole&1 == 1, negative, compareHalf(rest, uint64(den))) {
		whole++
	}
	if whole > uint64(MaxMinor) {
		return Amount{math.MaxInt64, a.Currency}.bounded()
	}
	minor := int64(whole)
	if negative {
		minor = -minor
	}
	return Amount{minor, a.Currency}, nil
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
