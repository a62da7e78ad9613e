package money

import (
	"database/sql/driver"
	"fmt"
	"math/bits"
	"strings"

	"kontor/errs"
)

func mulDiv(a, b, den uint64) (whole, rest uint64) {
	high, low := bits.Mul64(a, b)
	return bits.Div64(high, low, den) // b <= den, so that the quotient fits
}

// rateScale is the fineness of a rate: 1e-8 of a percent.
const rateScale = 100_000_000

// maxRatePercent bounds a rate; beyond it is a slip of the pen.
const maxRatePercent = 1_000_000

// Rate is a percentage, held exactly: "7.25" is 7.25 percent.
type Rate struct{ units int64 }

// ParseRate reads a decimal percentage with at most eight decimals, "7.25" or "-0.5".
func ParseRate(text string) (Rate, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, point := strings.Cut(digits, ".")
	units, ok := appendDigits(0, whole, maxRatePercent)
	ok = ok && whole != "" && len(whole) <= 7 && (part != "" || !point) && len(part) <= 8
	if ok {
		units, ok = appendDigits(units, part, maxRatePercent*rateScale)
	}
	for range 8 - len(part) {
		units *= 10
	}
	if !ok || units > maxRatePercent*rateScale {
		return Rate{}, errs.New(errs.Invalid, "{text} is no rate", "text", text).Because("write percent with a point, like 7.25")
	}
	if negative {
		units = -units
	}
	return Rate{units}, nil
}

// MustParseRate is ParseRate for constants in tests and demos; it panics.
func MustParseRate(text string) Rate {
	r, err := ParseRate(text)
	if err != nil {
		panic(err)
	}
	return r
}

// RateOf makes a rate from a fraction: 0.0725 is 7.25 percent. Errors: Invalid for NaN or beyond the bounds.
func RateOf(fraction float64) (Rate, error) {
	units := fraction * 100 * rateScale
	if !(units >= -maxRatePercent*rateScale && units <= maxRatePercent*rateScale) {
		return Rate{}, errs.New(errs.Invalid, "the rate is out of bounds")
	}
	if units < 0 {
		return Rate{int64(units - 0.5)}, nil
	}
	return Rate{int64(units + 0.5)}, nil
}

// Fraction is the rate as a factor: 0.0725 for 7.25 percent.
func (r Rate) Fraction() float64 { return float64(r.units) / (100 * rateScale) }

// Ratio is the rate as an exact factor num/den.
func (r Rate) Ratio() (num, den int64) { return r.units, 100 * rateScale }

// IsZero reports whether the rate is nothing.
func (r Rate) IsZero() bool { return r.units == 0 }

// String is the decimal percentage without needless zeros.
func (r Rate) String() string {
	sign, units := "", r.units
	if units < 0 {
		sign, units = "-", -units
	}
	text := fmt.Sprintf("%s%d.%08d", sign, units/rateScale, units%rateScale)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// MarshalText writes the percentage.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the percentage; empty text is nothing.
func (r *Rate) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Rate{}
		return nil
	}
	parsed, err := ParseRate(string(text))
	*r = parsed
	return err
}

// Value binds the rate as text.
func (r Rate) Value() (driver.Value, error) { return r.String(), nil }

// Scan reads the rate from text.
func (r *Rate) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("a rate column held %T", src)
	}
	return r.UnmarshalText([]byte(text))
}
