package lease

import (
	"cmp"
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Flow is money that reaches the lessor on a day; what leaves it is negative.
type Flow struct {
	On    day.Date `json:"on"`
	Minor int64    `json:"minor"`
}

// View is one side of a levelled quote: what passes between this side and the lessor, seen by the lessor. The customer
// gets the unit at its price, pays the advance and the rentals for it and leaves its residual, whoever stands for that; a
// sponsor only pays; the lessor sees both: customer + sponsors = lessor, day by day, to the minor unit. Fees, tax and
// deposits are not levelled and not in the views.
type View struct {
	Who       string       `json:"who"`                    // "customer", "lessor", or the sponsor's name
	Flows     []Flow       `json:"flows"`                  // by day, none that is 0
	Total     money.Amount `json:"total"`                  // their sum
	Value     money.Amount `json:"value"`                  // their present value at the base rate
	Nominal   money.Rate   `json:"yield_nominal,omitzero"` // a sponsor has none
	Effective money.Rate   `json:"yield_effective,omitzero"`
	NoYield   errs.Text    `json:"no_yield,omitzero"` // why there is none
}

// views fills the three sides.
func (l *levelling) views(q *Levelled) (err error) {
	customer := []Flow{{On: l.Terms.Start, Minor: l.advance - l.Terms.Advance.Minor}}
	for _, d := range l.drawn() {
		customer = append(customer, Flow{On: d.On, Minor: -d.Minor})
	}
	customer = append(customer, paid(l.now)...)
	lessor := slices.Clone(customer)
	for _, s := range l.reliefs {
		view, err := l.view(s.Sponsor, s.flows, false)
		if err != nil {
			return err
		}
		q.Sponsors = append(q.Sponsors, view)
		lessor = append(lessor, s.flows...)
	}
	if q.Customer, err = l.view("customer", customer, true); err != nil {
		return err
	}
	q.Lessor, err = l.view("lessor", lessor, true)
	return err
}

func (l *levelling) view(who string, flows []Flow, yields bool) (v View, err error) {
	v = View{Who: who, Flows: gather(flows)}
	v.Total = l.amount(total(v.Flows))
	if v.Value, err = l.value(v.Flows); err != nil || !yields {
		return v, err
	}
	r, err := l.grid.yield(v.Flows)
	if err != nil {
		v.NoYield = errs.As(err).Text
		return v, nil
	}
	if v.Nominal, err = money.RateOf(r); err != nil {
		return v, err
	}
	times := 12 / float64(l.Terms.EveryMonths)
	v.Effective, err = money.RateOf(math.Pow(1+r/times, times) - 1)
	return v, err
}

// gather sums flows of a day, by day, without those that are nothing.
func gather(flows []Flow) []Flow {
	flows = slices.Clone(flows)
	slices.SortStableFunc(flows, func(a, b Flow) int { return cmp.Compare(a.On, b.On) })
	out := flows[:0]
	for _, f := range flows {
		if n := len(out); n > 0 && out[n-1].On == f.On {
			out[n-1].Minor += f.Minor
		} else {
			out = append(out, f)
		}
	}
	return slices.DeleteFunc(out, func(f Flow) bool { return f.Minor == 0 })
}

// Check proves that the views reconcile: what customer and sponsors pay is what the lessor gets, day by day, and each
// sponsor pays what its relief costs.
func (q Levelled) Check() error {
	all := slices.Clone(q.Customer.Flows)
	for i, v := range q.Sponsors {
		if total(v.Flows) != q.Reliefs[i].Cost.Minor {
			return errs.New(errs.Internal, "the views of the quote do not reconcile").At(q.Reliefs[i].Programme).In("lease.level")
		}
		all = append(all, v.Flows...)
	}
	if !slices.Equal(gather(all), q.Lessor.Flows) {
		return errs.New(errs.Internal, "the views of the quote do not reconcile").In("lease.level")
	}
	return nil
}
