package lease

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// grid discounts as a schedule accrues: simple interest inside each period, joined to the balance at its end. Rates are
// nominal factors a year.
type grid struct {
	ends  []day.Date // the start, then the end of each period
	years []float64  // length of the period that ends there
	even  float64    // the length of all periods, 0 when they differ
}

// newGrid takes the periods of the terms from the due days of their schedule.
func newGrid(t Terms, s Schedule) grid {
	g := grid{ends: []day.Date{t.Start}, years: []float64{0}}
	for _, r := range s.Rows {
		if from := g.ends[len(g.ends)-1]; r.DueOn > from {
			g.ends, g.years = append(g.ends, r.DueOn), append(g.years, t.years(from, r.DueOn))
		}
	}
	for i, y := range g.years[1:] {
		if i > 0 && y != g.even {
			g.even = 0
			break
		}
		g.even = y
	}
	return g
}

// years is the time between two days as the day count of the terms sees it; without one, a month is a twelfth of a year.
func (t Terms) years(from, to day.Date) float64 {
	if t.DayCount != 0 {
		return t.DayCount.Fraction(from, to)
	}
	y0, m0, _ := t.Start.Civil()
	months := func(on day.Date) float64 { // from the anchor, so that a short month is a whole one
		y, m, _ := on.Civil()
		n := (y-y0)*12 + m - m0
		if t.Start.AddMonths(n) == on {
			return float64(n)
		}
		return float64(n) + day.E30360.Fraction(t.Start.AddMonths(n), on)*12
	}
	return (months(to) - months(from)) / 12
}

// date is the end of a period, the last one for periods beyond.
func (g grid) date(period int) day.Date { return g.ends[min(period, len(g.ends)-1)] }

// place finds a day: after so many whole periods, and the part of the next that has passed.
func (g grid) place(on day.Date) (period int, part float64) {
	i, found := slices.BinarySearch(g.ends, on)
	if found || i == 0 || i == len(g.ends) {
		return min(i, len(g.ends)-1), 0
	}
	return i - 1, float64(on.Sub(g.ends[i-1])) / float64(g.ends[i].Sub(g.ends[i-1]))
}

// factors are what 1 becomes from the start to the end of each period at one rate.
type factors struct {
	grid
	rate float64
	to   []float64
}

func (g grid) at(rate float64) factors {
	f := factors{g, rate, make([]float64, len(g.ends))}
	grown := 1.0
	for i, y := range g.years {
		if f.to[i] = grown * (1 + rate*y); g.even > 0 {
			f.to[i] = math.Pow(1+rate*g.even, float64(i)) // without the drift of many products
		}
		grown = f.to[i]
	}
	return f
}

// on is what 1 becomes from the start to a day.
func (f factors) on(day day.Date) float64 {
	period, part := f.place(day)
	if part == 0 {
		return f.to[period]
	}
	return f.to[period] * (1 + f.rate*f.years[period+1]*part)
}

// growth is what 1 becomes from one day to another.
func (f factors) growth(from, to day.Date) float64 { return f.on(to) / f.on(from) }

// present is the value of flows on the start.
func (f factors) present(flows []Flow) float64 {
	sum := 0.0
	for _, flow := range flows {
		sum += float64(flow.Minor) / f.on(flow.On)
	}
	return sum
}

// yield is the rate at which the flows are worth nothing together. Flows on even periods are solved by Yield, others by
// bisection of the same equation.
func (g grid) yield(flows []Flow) (float64, error) {
	var periods []int64
	for _, f := range flows {
		period, part := g.place(f.On)
		if part != 0 || g.even == 0 {
			return g.bisect(flows)
		}
		for len(periods) <= period {
			periods = append(periods, 0)
		}
		periods[period] += f.Minor
	}
	y, err := Yield(periods)
	return y / max(g.even, math.SmallestNonzeroFloat64), err
}

func (g grid) bisect(flows []Flow) (float64, error) {
	changes := 0
	for i := 1; i < len(flows); i++ {
		if (flows[i].Minor < 0) != (flows[i-1].Minor < 0) {
			changes++
		}
	}
	if changes != 1 {
		return 0, errs.New(errs.Invalid, "flows that change sign {count} times have no single yield", "count", changes).
			Because("money goes out first and comes back later")
	}
	longest := slices.Max(g.years)
	low, high := leastYield/longest, mostYield/longest
	sign := math.Copysign(1, g.at(low).present(flows))
	if math.Copysign(1, g.at(high).present(flows)) == sign {
		return 0, outside()
	}
	for range 100 {
		middle := low + (high-low)/2
		if math.Copysign(1, g.at(middle).present(flows)) == sign {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2, nil
}
