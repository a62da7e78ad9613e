package turnover

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// MaxRateAge is how many days a published rate may be older than the deal it is used for (F2).
const MaxRateAge = 10

// Rate is what one unit of a currency is worth in US dollars, as an exact fraction. Its text is a decimal, "1.0842", or
// one over a decimal, "1/87.9915", for a rate that is published as units for one dollar.
type Rate struct {
	text     string
	num, den int64
}

// maxRateDigits keeps products of two rates' parts within 64 bits.
const maxRateDigits = 12

// ParseRate reads "1.0842" or "1/87.9915", at most twelve digits.
func ParseRate(text string) (Rate, error) {
	decimal, inverse := strings.CutPrefix(text, "1/")
	bad := errs.New(errs.Invalid, "{text} is no exchange rate", "text", text).
		Because("write the US dollars for one unit like 1.0842, or the units for one dollar like 1/87.9915")
	value, scale, digits, point := int64(0), int64(1), 0, false
	for _, c := range decimal {
		switch {
		case c == '.' && !point && digits > 0:
			point = true
		case c >= '0' && c <= '9' && digits < maxRateDigits:
			digits++
			value = 10*value + int64(c-'0')
			if point {
				scale *= 10
			}
		default:
			return Rate{}, bad
		}
	}
	if value == 0 || strings.HasSuffix(decimal, ".") {
		return Rate{}, bad
	}
	if inverse {
		return Rate{text, scale, value}, nil
	}
	return Rate{text, value, scale}, nil
}

// String is the text the rate was read from.
func (r Rate) String() string { return r.text }

// MarshalText writes the text the rate was read from.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.text), nil }

// UnmarshalText is ParseRate.
func (r *Rate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRate(string(text))
	return err
}

// Fixing is a rate as it was published for a day.
type Fixing struct {
	Currency money.Currency `json:"currency"`
	On       day.Date       `json:"on"`
	Rate     Rate           `json:"rate"`
}

// Conversion is an amount in US dollars and the day whose rate made it.
type Conversion struct {
	USD    money.Amount `json:"usd"`
	Rate   Rate         `json:"rate"`
	RateOn day.Date     `json:"rate_on,omitzero"` // none for what is in USD already (F4)
}

// Convert brings an amount into US dollars by the rule "deal date" (F1): the last rate published on or before the day,
// rounded to cents half away from zero. The error is Refused if no rate is published within ten days before (F2): the
// house stops and asks, it does not guess.
func Convert(a money.Amount, on day.Date, fixings []Fixing) (Conversion, error) {
	if a.Currency == USD {
		return Conversion{USD: a, Rate: Rate{"1", 1, 1}}, nil
	}
	var used Fixing
	for _, f := range fixings {
		if f.Currency == a.Currency && f.On <= on && f.On > used.On {
			used = f
		}
	}
	if used.On == 0 || on.Sub(used.On) > MaxRateAge {
		return Conversion{}, errs.New(errs.Refused, "no rate of {currency} is published for {day} or the {n} days before",
			"currency", string(a.Currency), "day", on, "n", MaxRateAge).
			Because("record the rate of {currency} for {day}", "currency", string(a.Currency), "day", on)
	}
	num, den := used.Rate.num*100, used.Rate.den
	for range a.Currency.Exponent() {
		if num%10 == 0 {
			num /= 10
		} else {
			den *= 10
		}
	}
	a, err := a.MulRat(num, den, money.HalfUp)
	return Conversion{USD: usd(a.Minor), Rate: used.Rate, RateOn: used.On}, err
}

// Fraction gives the rate as US dollars num/den for one unit.
func (r Rate) Fraction() (num, den int64) { return r.num, r.den }
