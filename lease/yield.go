package lease

import (
	"cmp"
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Limits between which a yield per period is looked for.
const (
	leastYield = -0.99
	mostYield  = 10.0
)

// Yield gives the rate per period at which the flows, one a period from day 0, are worth nothing together (Q4): 0.015 is
// 1.5 percent. It is found by Newton's method, kept inside a bracket that bisection narrows, to 1e-12. Flows that change
// sign never or more than once are refused, because they have no yield or several.
func Yield(flows []int64) (float64, error) {
	sign, err := oneChange(slices.Values(flows))
	if err != nil {
		return 0, err
	}
	return root(sign, leastYield, mostYield, 0.01, func(x float64) (value, slope float64) { return present(flows, x) })
}

// YieldByDates gives the effective yield a year of dated flows, each discounted by its days / 365. The order of the
// flows does not matter. Errors: as Yield.
func YieldByDates(flows []CashFlow) (float64, error) { return yieldByDates(flows, 0.1) }

func yieldByDates(flows []CashFlow, guess float64) (float64, error) {
	byDay := func(a, b CashFlow) int { return cmp.Compare(a.On, b.On) }
	if !slices.IsSortedFunc(flows, byDay) {
		flows = slices.Clone(flows)
		slices.SortStableFunc(flows, byDay)
	}
	days, sums := make([]day.Date, 0, len(flows)), make([]int64, 0, len(flows))
	for _, f := range flows {
		if n := len(days); n > 0 && days[n-1] == f.On {
			sums[n-1] += f.Minor
			continue
		}
		days, sums = append(days, f.On), append(sums, f.Minor)
	}
	sign, err := oneChange(slices.Values(sums))
	if err != nil {
		return 0, err
	}
	return root(sign, leastYield, mostYield*100, guess, func(x float64) (value, slope float64) {
		log := math.Log1p(x)
		for i, minor := range sums {
			years := float64(days[i]-days[0]) / 365
			part := float64(minor) * math.Exp(-years*log)
			value += part
			slope -= part * years
		}
		return value, slope / (1 + x)
	})
}

// Markup is what is paid over the price, in percent of the price and a year (Q5): a figure beside the yield, never used
// for interest. Errors: Invalid without a price or years, or beyond the bounds of rates.
func Markup(price, paid money.Amount, years float64) (money.Rate, error) {
	if price.Minor <= 0 || !(years > 0) {
		return money.Rate{}, errs.New(errs.Invalid, "a mark-up needs a price and a term")
	}
	return money.RateOf(float64(paid.Minor-price.Minor) / float64(price.Minor) / years)
}

// oneChange gives the sign of the later flows when flows change sign exactly once.
func oneChange(flows func(func(int64) bool)) (sign float64, err error) {
	changes := 0
	var was int64
	for c := range flows {
		if c == 0 {
			continue
		}
		if was == 0 {
			sign = -math.Copysign(1, float64(c))
		} else if (was < 0) != (c < 0) {
			changes++
		}
		was = c
	}
	if changes != 1 {
		return 0, errs.New(errs.Invalid, "flows that change sign {count} times have no single yield", "count", changes).
			Because("money goes out first and comes back later")
	}
	return sign, nil
}

// root finds where a value that falls with x (for sign 1) is zero.
func root(sign, low, high, x float64, present func(x float64) (value, slope float64)) (float64, error) {
	if at, _ := present(low); sign*at < 0 {
		return 0, outside()
	}
	if at, _ := present(high); sign*at > 0 {
		return 0, outside()
	}
	before := high - low
	for range 400 {
		at, slope := present(x)
		if sign*at > 0 {
			low = x
		} else {
			high = x
		}
		step := -at / slope
		if next := x + step; !(next > low && next < high) || !(2*math.Abs(step) < before) { // also when next is no number
			step = low + (high-low)/2 - x // too far, or hardly nearer than the step before
		}
		if x, before = x+step, math.Abs(step); before < 1e-12 {
			break
		}
	}
	return x, nil
}

func outside() error {
	return errs.New(errs.Invalid, "the yield is outside of -99 to 1000 percent a period")
}

// present gives the present value of the flows at rate x per period and its slope, by Horner's rule from the far end.
func present(flows []int64, x float64) (value, slope float64) {
	v := 1 / (1 + x)
	for i := len(flows) - 1; i >= 0; i-- {
		slope = slope*v + value
		value = value*v + float64(flows[i])
	}
	return value, -slope * v * v // d/dx = d/dv x dv/dx
}

// nominal gives the rate a year at which the flows of a plan are worth nothing, discounted through its periods.
func (p *plan) nominal(flows []timed) (float64, error) {
	flows = slices.Clone(flows)
	slices.SortStableFunc(flows, func(a, b timed) int { return cmp.Or(cmp.Compare(a.k, b.k), cmp.Compare(b.back, a.back)) })
	sums := flows[:0]
	for _, f := range flows {
		if n := len(sums); n > 0 && sums[n-1].k == f.k && sums[n-1].back == f.back {
			sums[n-1].minor += f.minor
			continue
		}
		sums = append(sums, f)
	}
	sign, err := oneChange(func(yield func(int64) bool) {
		for _, f := range sums {
			if !yield(f.minor) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}
	years, most := make([]float64, p.Count+1), 0.0
	for k := 1; k <= p.Count; k++ {
		whole, err := p.days.fraction(p.counter, k, p.days.at[k-1], p.days.at[k])
		if err != nil {
			return 0, err
		}
		years[k] = whole.float()
		most = max(most, years[k])
	}
	return root(sign, leastYield/most, 12*mostYield, 0.1, func(x float64) (value, slope float64) { return presentBy(sums, years, x) })
}

// presentBy discounts through periods of so many years at a nominal rate.
func presentBy(flows []timed, years []float64, x float64) (value, slope float64) {
	discount, decay, k := 1.0, 0.0, 0
	for _, f := range flows {
		for ; k < f.k; k++ {
			growth := 1 + x*years[k+1]
			discount /= growth
			decay += years[k+1] / growth
		}
		back := 1 + x*f.back
		part := float64(f.minor) * discount
		value += part * back
		slope += part * (f.back - back*decay)
	}
	return value, slope
}
