package lease

import (
	"math"
	"math/big"

	"kontor/errs"
	"kontor/money"
)

// Plan makes the schedule of the terms. Errors: Invalid with every fault of the terms; Refused if rounding would leave
// rentals that are no rentals; TooLarge if the interest is more than the books can hold.
//
// Each interest is rounded once with the terms' mode (R1), principal is rental less interest, and the last rental takes
// what is left (R2). The residual is a last row of its own: due with the last rental in arrears; one period after it in
// advance, where the balance it pays off is residual / (1 + r) and the rest of it is the final interest (R3).
func Plan(t Terms) (Schedule, error) {
	if err := t.Check(); err != nil {
		return Schedule{}, err
	}
	p := newPlan(t)
	if err := p.rentals(); err != nil {
		return Schedule{}, errs.As(err).In("lease.plan")
	}
	s, err := p.schedule()
	if err != nil {
		return Schedule{}, errs.As(err).In("lease.plan")
	}
	return s, s.Check()
}

// plan is a schedule in the making; amounts are minor units.
type plan struct {
	Terms
	num, den int64 // rate of one period as a fraction, exact
	financed int64
	target   int64 // balance after the last rental
	interest int64 // total so far
	rows     []Row
}

func newPlan(t Terms) *plan {
	p := &plan{Terms: t, financed: t.Financed().Minor, target: t.Residual.Minor}
	p.RentalUnit = max(t.RentalUnit, 1)
	p.Advance.Currency, p.Residual.Currency = t.Price.Currency, t.Price.Currency
	p.num, p.den = t.Rate.Ratio()
	p.num, p.den = p.num*int64(t.EveryMonths), p.den*12 // a month is a twelfth of a year
	p.rows = appendAdvance(make([]Row, 0, t.Count+2), p.Terms)
	return p
}

// share is amount x num / den, rounded with the terms' mode.
func (p *plan) share(amount, num, den int64) (int64, error) {
	a, err := money.Amount{Minor: amount, Currency: p.Price.Currency}.MulRat(num, den, p.Rounding)
	return a.Minor, err
}

// rentals fills the rows, the residual's too.
func (p *plan) rentals() (err error) {
	if p.Timing == InAdvance {
		if p.target, err = p.share(p.Residual.Minor, p.den, p.den+p.num); err != nil {
			return err
		}
	}
	level, err := p.level()
	if err != nil {
		return err
	}
	balance, period := p.financed, 0
	for nr := 1; nr <= p.Count; nr++ {
		interest := int64(0)
		if period = nr; p.Timing == InAdvance {
			period = nr - 1
		}
		if period > 0 {
			if interest, err = p.share(balance, p.num, p.den); err != nil {
				return err
			}
		}
		principal := level
		if p.Method == Annuity {
			principal -= interest
		}
		if nr == p.Count {
			principal = balance - p.target
		}
		balance -= principal
		if err := p.add(Row{Nr: nr, Kind: RentalRow, Principal: principal, Interest: interest, Balance: balance}, period); err != nil {
			return err
		}
	}
	if p.Residual.Minor == 0 {
		return nil
	}
	if p.Timing == InAdvance {
		period++
	}
	return p.add(Row{Nr: p.Count + 1, Kind: ResidualRow, Principal: p.target, Interest: p.Residual.Minor - p.target}, period)
}

// add appends a row that falls due at the end of a period, counted from the anchor (R8).
func (p *plan) add(r Row, period int) error {
	if p.interest += r.Interest; p.interest > money.MaxMinor {
		return errs.New(errs.TooLarge, "the interest comes to more than {most}", "most", p.amount(money.MaxMinor)).
			Because("take fewer rentals or a lower rate")
	}
	if r.Principal < 0 || r.Payment() == 0 {
		return errs.New(errs.Refused, "rounding leaves {amount} for rental {nr}", "amount", p.amount(r.Payment()), "nr", r.Nr).
			Because("take a smaller unit, fewer rentals or another rounding")
	}
	r.DueOn = p.Start.AddMonths(period * p.EveryMonths)
	p.rows = append(p.rows, r)
	return nil
}

// level is the rounded rental of an annuity (R5), or the rounded principal of each rental of a linear plan.
func (p *plan) level() (int64, error) {
	n := int64(p.Count)
	if p.Method == Linear {
		return p.share(p.financed-p.target, 1, n)
	}
	if p.num == 0 {
		units, err := p.share(p.financed-p.target, 1, n*p.RentalUnit)
		return units * p.RentalUnit, err
	}
	units, err := money.Round(p.solve(), p.Rounding)
	return units * p.RentalUnit, err
}

// solve gives the unrounded level rental in rental units: (P - RV v^n) r / (1 - v^n) with v = 1 / (1 + r), divided by
// (1 + r) in advance (Q1). It is the float64 next to the exact value, the same one on every machine, and a tie in
// decimals is a tie here too.
func (p *plan) solve() float64 {
	const bits = 256
	from := func(x int64) *big.Float { return new(big.Float).SetPrec(bits).SetInt64(x) }
	v := from(p.den)
	v.Quo(v, from(p.den+p.num))
	vn := power(v, p.Count)
	x := from(p.Residual.Minor)
	x.Sub(from(p.financed), x.Mul(x, vn))
	x.Mul(x, from(p.num)).Quo(x, from(p.den))
	x.Quo(x, vn.Sub(from(1), vn))
	if p.Timing == InAdvance {
		x.Mul(x, v)
	}
	f, _ := x.Quo(x, from(p.RentalUnit)).Float64()
	return f
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

// schedule puts the rows and their figures together.
func (p *plan) schedule() (Schedule, error) {
	rentals := p.rows
	if rentals[0].Kind == AdvanceRow {
		rentals = rentals[1:]
	}
	first, last := rentals[0].Payment(), rentals[p.Count-1].Payment()
	if over := last - first; p.Method == Annuity && last > 2*first && over > int64(p.Count)*p.RentalUnit {
		return Schedule{}, errs.New(errs.Refused, "rounding leaves {amount} for the last rental instead of {rental}",
			"amount", p.amount(last), "rental", p.amount(first)).
			Because("take a smaller unit, fewer rentals or another rounding")
	}
	s := Schedule{Financed: p.amount(p.financed), Residual: p.Residual, Rental: p.amount(first), LastRental: p.amount(last),
		TotalInterest: p.amount(p.interest), Rows: p.rows}
	if p.interest == 0 {
		return s, nil
	}
	flows := make([]int64, p.Count+1)
	flows[0] = -p.financed
	for i, r := range rentals {
		if p.Timing == InArrears {
			i++
		}
		flows[min(i, p.Count)] += r.Payment()
	}
	var err error
	if s.YieldNominal, s.YieldEffective, err = yields(flows, 12/p.EveryMonths); err != nil {
		return Schedule{}, errs.New(errs.Refused, "so small a sum has no yield once it is rounded").
			Because("finance more or take another rounding")
	}
	return s, nil
}

// yields gives the nominal and the effective rate a year of flows that come so many times a year.
func yields(flows []int64, times int) (nominal, effective money.Rate, err error) {
	y, err := Yield(flows)
	if err != nil {
		return nominal, effective, err
	}
	if nominal, err = money.RateOf(y * float64(times)); err != nil {
		return nominal, effective, err
	}
	effective, err = money.RateOf(math.Pow(1+y, float64(times)) - 1)
	return nominal, effective, err
}

func (p *plan) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: p.Price.Currency}
}
