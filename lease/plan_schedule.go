package lease

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// schedule puts the rows and their figures together.
func (p *plan) schedule() (Schedule, error) {
	first, last := p.endsOfRow()
	if over := last - first; p.Method == Annuity && p.Rental.Minor == 0 && !p.shaped() && last > 2*first && over > int64(p.Count)*p.RentalUnit {
		return Schedule{}, errs.New(errs.Refused, "rounding leaves {amount} for the last rental instead of {rental}",
			"amount", p.amount(last), "rental", p.amount(first)).
			Because("take a smaller unit, fewer rentals or another rounding")
	}
	s := Schedule{Financed: p.amount(p.financed), Residual: p.Residual, Rental: p.amount(first), LastRental: p.amount(last),
		TotalInterest: p.amount(p.interest), Rows: p.rows}
	if p.interest == 0 {
		return s, nil
	}
	y, err := p.yields(p.flows(false))
	p.earned, p.unearned = y, err
	if err != nil && p.shaped() {
		s.NoYield = errs.As(err).Text
		return s, nil
	}
	if err == nil {
		s.YieldNominal, s.YieldEffective, err = y.rounded()
	}
	if err != nil {
		return Schedule{}, errs.New(errs.Refused, "so small a sum has no yield once it is rounded").
			Because("finance more or take another rounding")
	}
	return s, nil
}

// endsOfRow gives the level rental and the last one. The level rental is that of a row which has it, else the one the
// rows are shares of, else the first that asks for something.
func (p *plan) endsOfRow() (level, last int64) {
	first := int64(-1)
	for _, r := range p.rows {
		if r.Kind != RentalRow {
			continue
		}
		if first < 0 {
			first = r.Payment()
		}
		last = r.Payment()
	}
	if p.Method == Annuity && p.Count > 1 && p.hasLevel(0) {
		return p.first, last
	}
	return max(first, 0), last
}

// timed is money at a point of the plan, or inside the period before it.
type timed struct {
	k     int     // point
	back  float64 // the part of a year by which it lies before the point
	minor int64
}

// flows are the lessor's flows by point: what is drawn, what the rows bring. With all, fees, costs and the deposit too,
// but no services, which are passed through.
func (p *plan) flows(all bool) []timed {
	flows := make([]timed, 1, len(p.rows)+len(p.Draws)+1)
	flows[0].minor = -p.drawnAtStart()
	for _, d := range p.Draws {
		if d.On > p.Start {
			flows = append(flows, p.drawn(d))
		}
	}
	for _, r := range p.rows {
		if r.Kind != AdvanceRow && r.Kind != FeeRow {
			flows = append(flows, timed{k: p.pointOf(r), minor: r.Payment()})
		}
	}
	if all {
		flows = append(flows, p.sideFlows()...)
	}
	return flows
}

func (p *plan) pointOf(r Row) int {
	if r.Nr > p.Count && p.DimensionOver == 0 {
		return p.Count
	}
	return p.duePoint(min(r.Nr, p.Count) - 1)
}

func (p *plan) drawn(d Draw) timed {
	k := slices.IndexFunc(p.days.at, func(at day.Date) bool { return at > d.On })
	if k < 0 {
		k = p.Count
	}
	years, err := p.days.fraction(p.counter, k, d.On, p.days.at[k])
	if err != nil {
		return timed{k: k, minor: -d.Amount.Minor}
	}
	return timed{k: k, back: years.float(), minor: -d.Amount.Minor}
}

// sideFlows are the flows beside those of the balance: at the start, with each rental, and the deposit at the end.
func (p *plan) sideFlows() []timed {
	var start, each int64
	for _, f := range p.Fees {
		switch minor := f.of(p.Price); {
		case f.Service:
		case f.When == PerRental:
			each += minor
		default:
			start += minor
		}
	}
	for _, c := range p.Costs {
		start -= c.of(p.Price)
	}
	flows := []timed{{minor: start + p.Deposit.Amount.Minor}}
	if back := p.Deposit.Amount.Minor + p.depositInterest(); back > 0 {
		flows = append(flows, timed{k: p.duePoint(p.Count - 1), minor: -back})
	}
	for _, r := range p.rows {
		if each != 0 && r.Kind == RentalRow {
			flows = append(flows, timed{k: p.pointOf(r), minor: each})
		}
	}
	return flows
}

// depositInterest is what the lessee earns on the deposit: simple, actual days / 365.
func (p *plan) depositInterest() int64 {
	days := int64(p.days.at[p.duePoint(p.Count-1)] - p.Start)
	rate := ratioOf(p.Deposit.Rate).times(ratio{days, 365})
	minor, err := p.share(p.Deposit.Amount.Minor, rate.num, rate.den)
	if err != nil {
		return 0
	}
	return minor
}

// rates are yields as fractions.
type rates struct{ periodic, nominal, effective float64 }

func (r rates) rounded() (nominal, effective money.Rate, err error) {
	if nominal, err = money.RateOf(r.nominal); err != nil {
		return nominal, effective, err
	}
	effective, err = money.RateOf(r.effective)
	return nominal, effective, err
}

// yields finds what flows earn. Where all periods are equally long it is the yield per period; else it is the nominal
// rate at which they are worth nothing, each discounted through the periods before it (Q3).
func (p *plan) yields(flows []timed) (rates, error) {
	times := 12 / float64(p.EveryMonths)
	if p.days.even && p.DayCount == 0 && len(p.Draws) == 0 {
		times = 12 / float64(p.days.months[1])
		minor := make([]int64, p.Count+1)
		for _, f := range flows {
			minor[f.k] += f.minor
		}
		y, err := Yield(minor)
		return rates{y, y * times, math.Pow(1+y, times) - 1}, err
	}
	y, err := p.nominal(flows)
	return rates{y / times, y, math.Pow(1+y/times, times) - 1}, err
}
