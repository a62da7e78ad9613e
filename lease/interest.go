package lease

import (
	"math/big"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// ratio is an exact fraction with a denominator above zero.
type ratio struct{ num, den int64 }

func (r ratio) reduced() ratio {
	if g := gcd(r.num, r.den); g > 1 {
		return ratio{r.num / g, r.den / g}
	}
	return r
}

// times is the product, reduced crosswise first so that rates of 200 percent over years fit.
func (r ratio) times(s ratio) ratio {
	g, h := max(gcd(r.num, s.den), 1), max(gcd(s.num, r.den), 1)
	return ratio{(r.num / g) * (s.num / h), (r.den / h) * (s.den / g)}
}

func (r ratio) float() float64 { return float64(r.num) / float64(r.den) }

func gcd(a, b int64) int64 {
	if a < 0 {
		a = -a
	}
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func ratioOf(r money.Rate) ratio {
	num, den := r.Ratio()
	return ratio{num, den}.reduced()
}

// yearFraction is the part of a year between two days, exact: AA has its parts over 365 and 366.
func yearFraction(c day.Counter, from, to day.Date) (ratio, error) {
	if from > to {
		return ratio{}, errs.New(errs.Invalid, "the period ends {to}, before it begins {from}", "to", to.String(), "from", from.String())
	}
	days, err := c.Days(from, to)
	if err != nil {
		return ratio{}, err
	}
	if c.Count != day.AA {
		return ratio{int64(days), int64(c.Count.Basis())}.reduced(), nil
	}
	var common, leap int64
	for at := from; at < to; {
		next := min(day.MustOf(at.Year(), 12, 31)+1, to)
		if day.MustOf(at.Year(), 12, 31).Sub(day.MustOf(at.Year(), 1, 1)) == 365 {
			leap += int64(next - at)
		} else {
			common += int64(next - at)
		}
		at = next
	}
	return ratio{common*366 + leap*365, 365 * 366}.reduced(), nil
}

// Accrual is a balance that bears one rate between two days.
type Accrual struct {
	Balance money.Amount
	Rate    money.Rate // nominal, percent a year
	From    day.Date
	To      day.Date
}

// Interest is what the pieces of one period bear together, exact in between and rounded once (R1). A rate that changes
// inside a period splits it by days (L4).
//
// Errors: Invalid for dates that no day count has, balances of several currencies or no piece; TooLarge beyond MaxMinor.
func Interest(count day.Counter, mode money.Mode, pieces ...Accrual) (money.Amount, error) {
	if len(pieces) == 0 {
		return money.Amount{}, errs.New(errs.Invalid, "interest needs a balance and a period")
	}
	currency := pieces[0].Balance.Currency
	sum := new(big.Rat)
	for _, p := range pieces {
		if p.Balance.Currency != currency {
			return money.Amount{}, errs.New(errs.Invalid, "this is in {currency}, the price in {other}", "currency", string(p.Balance.Currency),
				"other", string(currency)).Because("a deal has one currency")
		}
		years, err := yearFraction(count, p.From, p.To)
		if err != nil {
			return money.Amount{}, err
		}
		addShare(sum, p.Balance.Minor, ratioOf(p.Rate).times(years))
	}
	minor, err := roundRat(sum, mode)
	return money.Amount{Minor: minor, Currency: currency}, err
}

// addShare adds minor x share to a sum.
func addShare(sum *big.Rat, minor int64, share ratio) {
	part := new(big.Rat).SetFrac64(share.num, share.den)
	sum.Add(sum, part.Mul(part, new(big.Rat).SetInt64(minor)))
}

// roundRat rounds an exact fraction. What decides is the whole number's parity and where the rest lies about a half;
// money.Round knows the rule, so it is asked about a small number of the same kind.
func roundRat(x *big.Rat, mode money.Mode) (int64, error) {
	whole, rest := new(big.Int).QuoRem(new(big.Int).Abs(x.Num()), x.Denom(), new(big.Int))
	if !whole.IsInt64() || whole.Int64() > money.MaxMinor {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	small := float64(whole.Int64() % 2)
	switch half := rest.Lsh(rest, 1).Cmp(x.Denom()); {
	case rest.Sign() == 0:
	case half < 0:
		small += 0.25
	case half == 0:
		small += 0.5
	default:
		small += 0.75
	}
	sign := int64(1)
	if x.Sign() < 0 {
		sign = -1
	}
	near, err := money.Round(float64(sign)*small, mode)
	if err != nil {
		return 0, err
	}
	minor := sign*(whole.Int64()-whole.Int64()%2) + near
	if minor > money.MaxMinor || minor < -money.MaxMinor {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return minor, nil
}

// billion is how fine a solved number is looked at before it is rounded: what is nearer than that to a tie is a tie.
var billion = big.NewInt(1_000_000_000)

// roundFloat rounds a number that was solved with many bits, so that a tie in decimals is a tie here too.
func roundFloat(x *big.Float, mode money.Mode) (int64, error) {
	if x.IsInf() {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	fine := new(big.Float).SetPrec(x.Prec()).Mul(x, new(big.Float).SetInt(billion))
	half := big.NewFloat(0.5)
	if x.Sign() < 0 {
		half.Neg(half)
	}
	n, _ := fine.Add(fine, half).Int(nil)
	return roundRat(new(big.Rat).SetFrac(n, billion), mode)
}
