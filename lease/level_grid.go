package lease

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// grid discounts as a schedule accrues: simple interest inside each period, joined to the balance at its end. Its
// periods are those of the plan, so that interest and present value never count a day differently. Rates are nominal
// factors a year.
type grid struct {
	ends    []day.Date // the start, then the day on which each period is paid for
	years   []float64  // length of the period that ends there
	even    float64    // the length of all periods, 0 when they differ
	days    timetable
	counter day.Counter
}

// newGrid takes the periods of the terms as their plan counts them.
func newGrid(t Terms, ref Reference) (grid, error) {
	p, err := ref.plan(t, false)
	if err != nil {
		return grid{}, err
	}
	g := grid{ends: p.days.due[:p.Count+1], years: make([]float64, p.Count+1), days: p.days, counter: p.counter}
	for k := 1; k <= p.Count; k++ {
		years, err := g.days.fraction(g.counter, k, g.days.at[k-1], g.days.at[k])
		if err != nil {
			return grid{}, errs.As(err)
		}
		g.years[k] = years.float()
	}
	g.even = g.years[1]
	for _, y := range g.years[2:] {
		if y != g.even {
			g.even = 0
		}
	}
	return g, nil
}

// years is the time between two due days as the day count of the terms sees it; without one, a month is a twelfth of a
// year and a period of another length counts by 30E/360, as in a plan.
func (t Terms) years(from, to day.Date) float64 {
	if t.DayCount != 0 {
		return t.DayCount.Fraction(from, to)
	}
	anchor := t.Start
	if t.FirstPeriodEnds != 0 && from >= t.FirstPeriodEnds {
		anchor = t.FirstPeriodEnds
	}
	first, whole := monthsTo(anchor, from, t.EndOfMonth)
	last, also := monthsTo(anchor, to, t.EndOfMonth)
	if whole && also { // so that a short month is a whole one
		return float64(last-first) / 12
	}
	return day.E30360.Fraction(from, to)
}

// monthsTo counts the months from an anchor to a day, and tells whether they end on it.
func monthsTo(anchor, on day.Date, ends day.EndOfMonth) (months int, whole bool) {
	y0, m0, _ := anchor.Civil()
	y, m, _ := on.Civil()
	months = (y-y0)*12 + m - m0
	return months, addMonths(anchor, months, ends) == on
}

// date is the end of a period, the last one for periods beyond.
func (g grid) date(period int) day.Date { return g.ends[min(period, len(g.ends)-1)] }

// place finds a day: at the end of so many periods, and the part of a year by which it lies before that.
func (g grid) place(on day.Date) (period int, back float64) {
	i, found := slices.BinarySearch(g.ends, on)
	for found && i+1 < len(g.ends) && g.ends[i+1] == on {
		i++
	}
	if found || i == 0 || i == len(g.ends) {
		return min(i, len(g.ends)-1), 0
	}
	if begins, ends := g.days.at[i-1], g.days.at[i]; on > begins && on < ends {
		if years, err := g.days.fraction(g.counter, i, on, ends); err == nil {
			return i, years.float()
		}
	}
	return i, g.years[i] * float64(g.ends[i].Sub(on)) / float64(g.ends[i].Sub(g.ends[i-1]))
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

// on is what 1 becomes from the start to a day. What passes inside a period bears simple interest to its end, as money
// does that is drawn there.
func (f factors) on(day day.Date) float64 {
	period, back := f.place(day)
	if back == 0 {
		return f.to[period]
	}
	return f.to[period] / (1 + f.rate*back)
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
		period, back := g.place(f.On)
		if back != 0 || g.even == 0 {
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
