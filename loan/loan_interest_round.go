package loan

import (
	"math"
	"math/big"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// share is amount x num / den, rounded once.
func (p *plan) share(amount, num, den int64) (int64, error) {
	a, err := money.Of(amount, p.Currency).MulRat(num, den, p.Rounding)
	return a.Minor, err
}

// multiple is amount x num / den to the multiple of the rows, rounded once.
func (p *plan) multiple(amount, num, den int64) (int64, error) {
	units, err := int64(0), error(nil)
	if den <= math.MaxInt64/p.Multiple {
		units, err = p.share(amount, num, den*p.Multiple)
	} else {
		x, y := big.NewInt(amount), big.NewInt(den)
		units, err = p.quotient(x.Mul(x, big.NewInt(num)), y.Mul(y, big.NewInt(p.Multiple)))
	}
	if units > money.MaxMinor/p.Multiple {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return units * p.Multiple, err
}

// perYear is how many units of the rhythm a year has for interest by periods.
func (p *plan) perYear() int64 {
	switch p.Unit {
	case Days:
		return p.yearDays()
	case Weeks:
		return 52
	case Years:
		return 1
	}
	return 12
}

// yearDays is the length of a year for interest by days; an actual one has 365, also in leap years.
func (p *plan) yearDays() int64 {
	if p.YearDays > 0 {
		return int64(p.YearDays)
	}
	return 365
}

// between is how many units of the rhythm lie between two days, as a fraction.
func (p *plan) between(from, to day.Date) (num, den int64) {
	days := int64(to.Sub(from))
	switch p.Unit {
	case Days:
		return days, 1
	case Weeks:
		return days, 7
	}
	n := int64(0)
	for ; p.Unit.step(from, int(n)+1) <= to && p.Unit.step(from, int(n)+1) > from; n++ {
	}
	start, end := p.Unit.step(from, int(n)), p.Unit.step(from, int(n)+1)
	if rest, whole := int64(to.Sub(start)), int64(end.Sub(start)); rest > 0 && whole > 0 {
		return n*whole + rest, whole
	}
	return n, 1
}

// fraction is the share of a year that lies between two days of a period, as charged. A part of a period costs its days
// of what the whole period costs.
func (p *plan) fraction(q period, from, to day.Date) (num, den int64) {
	if p.Charging == ByDay && (p.MonthDays == 0 || p.Unit != Months) {
		return int64(to.Sub(from)), p.yearDays()
	}
	num, den = int64(p.Every), 1
	if q.nominal > 0 && (!p.WholePeriods || p.Charging == ByDay) {
		num, den = p.between(q.from, q.due)
	}
	if p.Charging == ByDay {
		num, den = num*int64(p.MonthDays), den*p.yearDays()
	} else {
		den *= p.perYear()
	}
	part, whole := int64(to.Sub(from)), int64(q.due.Sub(q.from))
	if part == whole || p.WholePeriods && p.Charging == ByPeriod {
		return num, den
	}
	return num * part, den * whole
}

// interest is what an amount costs from one day of a period to another, rounded once.
func (p *plan) interest(amount int64, q period, from, to day.Date) (int64, error) {
	if amount <= 0 || to <= from {
		return 0, nil
	}
	num, den := p.fraction(q, from, to)
	rateNum, rateDen := q.rate.Ratio()
	rateNum, rateDen = lowest(rateNum, rateDen)
	num, den = lowest(num, den)
	rateNum, den = lowest(rateNum, den)
	num, rateDen = lowest(num, rateDen)
	if num > math.MaxInt64/max(rateNum, 1) || den > math.MaxInt64/rateDen {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return p.share(amount, rateNum*num, rateDen*den)
}

// lowest divides two numbers by what they have in common; the second is above zero.
func lowest(a, b int64) (int64, int64) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x, b / x
}

// level is the row that pays a balance back in n periods at the rate of a level period (F2, F3): P r / (1 - (1+r)^-n), to
// the multiple. It is solved with 256 bits and rounded as a whole number of 10^-30 units, so that it is the same everywhere.
func (p *plan) level(balance int64, rate money.Rate, n int64) (int64, error) {
	if n < 1 || balance <= 0 {
		return 0, nil
	}
	if rate.IsZero() {
		return p.multiple(balance, 1, n)
	}
	const bits = 256
	r := p.levelRate(rate, bits)
	one := new(big.Float).SetPrec(bits).SetInt64(1)
	v := new(big.Float).SetPrec(bits).Quo(one, new(big.Float).SetPrec(bits).Add(one, r))
	vn := power(v, int(n))
	x := new(big.Float).SetPrec(bits).SetInt64(balance)
	x.Mul(x, r).Quo(x, new(big.Float).SetPrec(bits).Sub(one, vn))
	one30 := new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil)
	fine := new(big.Float).SetPrec(bits).SetInt(one30)
	whole, _ := fine.Mul(fine, x).Add(fine, big.NewFloat(0.5)).Int(nil)
	units, err := p.quotient(whole, one30.Mul(one30, big.NewInt(p.Multiple)))
	return units * p.Multiple, err
}

// levelRate is the rate of one period for the level row: of days it is taken with months of 30 (F3).
func (p *plan) levelRate(rate money.Rate, bits uint) *big.Float {
	num, den := rate.Ratio()
	part, year := int64(p.Every), p.perYear()
	if p.Charging == ByDay {
		year = p.yearDays()
		switch p.Unit {
		case Weeks:
			part *= 7
		case Months:
			part *= 30
		case Years:
			part *= year
		}
	}
	x := new(big.Float).SetPrec(bits).SetInt64(num)
	x.Mul(x, new(big.Float).SetPrec(bits).SetInt64(part))
	x.Quo(x, new(big.Float).SetPrec(bits).SetInt64(den))
	return x.Quo(x, new(big.Float).SetPrec(bits).SetInt64(year))
}

// quotient is x / y, rounded once: what is behind its point counts as nothing, less than a half, a half or more.
func (p *plan) quotient(x, y *big.Int) (int64, error) {
	n, rest := new(big.Int).QuoRem(x, y, new(big.Int))
	if !n.IsInt64() || n.Int64() > money.MaxMinor {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	quarter := int64(0)
	if rest.Sign() > 0 {
		quarter = int64(2 + rest.Lsh(rest, 1).Cmp(y))
	}
	odd := n.Int64() & 1
	part, err := p.share(1, 4*odd+quarter, 4)
	return n.Int64() - odd + part, err
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
