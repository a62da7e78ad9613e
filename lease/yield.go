package lease

import (
	"math"

	"kontor/errs"
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
	sign, changes := 0.0, 0
	var was int64
	for _, c := range flows {
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
	low, high, x := leastYield, mostYield, 0.01
	if at, _ := present(flows, low); sign*at < 0 {
		return 0, outside()
	}
	if at, _ := present(flows, high); sign*at > 0 {
		return 0, outside()
	}
	for range 200 {
		at, slope := present(flows, x)
		if sign*at > 0 {
			low = x
		} else {
			high = x
		}
		next := x - at/slope
		if !(next > low && next < high) { // also when next is no number
			next = low + (high-low)/2
		}
		if math.Abs(next-x) < 1e-12 {
			return next, nil
		}
		x = next
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
