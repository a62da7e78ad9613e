package lease

import (
	"kontor/day"
	"kontor/money"
)

// Spread tells when the lessor earns what sponsors pay: on each due day of the customer the interest at the base rate on
// what the lessor still has out, less the interest that the customer pays. It sums to what the sponsors pay beside the price; the last day
// takes what rounding leaves. What stands for a part of the price is no part of it. A subsidy is never income at once, for it replaces interest of the whole term.
func (q Levelled) Spread(t Terms) ([]Flow, error) {
	cost := int64(0)
	for _, r := range q.Reliefs {
		cost += r.Cost.Minor - r.OfPrice()
	}
	interest := map[day.Date]int64{}
	last := t.Start
	for _, r := range q.Schedule.Rows {
		interest[r.DueOn] += r.Interest
		last = max(last, r.DueOn)
	}
	t.Shift, t.Calendars = day.NoShift, nil // a day later or earlier: the part of a period says it well enough here
	periods, err := newGrid(t, Reference{})
	if err != nil {
		return nil, err
	}
	grown := periods.at(t.Rate.Fraction())
	out, balance, before, left, asked := []Flow(nil), 0.0, t.Start, cost, 0.0
	for _, f := range q.Lessor.Flows {
		earned := balance * (grown.growth(before, f.On) - 1)
		balance, before = balance+earned-float64(f.Minor), f.On
		if asked += earned; f.On == t.Start {
			continue
		}
		minor, err := money.Round(asked-float64(interest[f.On]), t.Rounding)
		if err != nil {
			return nil, err
		}
		asked = 0
		if minor = min(max(minor, 0), left); f.On == last {
			minor = left
		}
		left -= minor
		if minor != 0 {
			out = append(out, Flow{On: f.On, Minor: minor})
		}
	}
	if left != 0 { // a sponsor that pays after the customer's last day
		out = append(out, Flow{On: last, Minor: left})
	}
	return gather(out), nil
}

// OfPrice is what of the cost stands for a part of the price that the customer does not owe; the rest replaces interest.
func (r Relief) OfPrice() int64 {
	if r.Formula == AdvanceDiscount {
		return r.Value.Minor
	}
	return 0
}
