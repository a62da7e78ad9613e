package lease

import (
	"math"
	"strconv"

	"kontor/errs"
	"kontor/money"
)

// yield finds the rate at which the rental given is the level rental.
func (s *solving) yield() error {
	if !s.req.MarkupPct.IsZero() {
		if err := s.markup(); err != nil {
			return err
		}
	}
	least, err := s.balanceAt(0)
	if err != nil {
		return err
	}
	if least > 0 {
		return errs.New(errs.Refused, "rentals and residual come to less than is financed: no rate from 0 percent gives that").
			Because("raise the rental, the residual or the number of rentals")
	}
	if done, err := s.yieldOfLevel(); done || err != nil {
		return err
	}
	low, high := int64(0), int64(MaxRatePct*rateUnits/100)
	most, err := s.balanceAt(high)
	if err != nil {
		return err
	}
	if most < 0 {
		return errs.New(errs.Refused, "the rate would be over {most} percent a year", "most", MaxRatePct).Because("lower the rental, or the advance")
	}
	if err := s.oneYield(); err != nil {
		return err
	}
	if low, err = s.between(low, high, least, most); err != nil {
		return err
	}
	if s.req.Rate, err = rateOfUnits(low); err != nil {
		return err
	}
	s.solution = s.req.Rate.String()
	return nil
}

// yieldOfLevel finds the yield of level rentals straight from their flows.
func (s *solving) yieldOfLevel() (done bool, err error) {
	p, err := s.ref.plan(s.req.Terms, false)
	if err != nil || !p.plain() || p.DimensionOver > 0 {
		return false, err
	}
	flows := make([]int64, p.Count+1)
	flows[0] = -p.financed
	for j := range p.Count {
		flows[p.duePoint(j)] += p.Rental.Minor
	}
	flows[p.Count] += p.Residual.Minor
	y, err := Yield(flows)
	if err != nil || y*12/float64(p.EveryMonths) > MaxRatePct/100.0 {
		return false, nil // the long way tells why
	}
	if s.req.Rate, err = money.RateOf(max(y, 0) * 12 / float64(p.EveryMonths)); err != nil {
		return false, err
	}
	s.solution = s.req.Rate.String()
	return true, nil
}

// between narrows the rate down to its last unit: by the chord where that helps, else by halves. The balance at the end
// rises with the rate.
func (s *solving) between(low, high int64, atLow, atHigh float64) (int64, error) {
	for turn := 0; high-low > 1; turn++ {
		next := low + (high-low)/2
		if turn%3 != 2 && atHigh > atLow {
			next = low + int64(float64(high-low)*(-atLow/(atHigh-atLow)))
			next = min(max(next, low+1), high-1)
		}
		x, err := s.balanceAt(next)
		if err != nil {
			return 0, err
		}
		if x <= 0 {
			low, atLow = next, x
		} else {
			high, atHigh = next, x
		}
	}
	if -atLow > atHigh {
		return high, nil
	}
	return low, nil
}

// balanceAt is what is left at the end, beyond the residual, at a rate: below zero when the rentals pay too much. It is
// measured in today's money, so that numbers at high rates compare.
func (s *solving) balanceAt(units int64) (float64, error) {
	t := s.req.Terms
	var err error
	if t.Rate, err = rateOfUnits(units); err != nil {
		return 0, err
	}
	p, err := s.ref.plan(t, false)
	if err != nil {
		return 0, err
	}
	if !p.hasLevel(0) {
		return 0, errs.New(errs.Refused, "no rental of the shape is level: the rental given decides nothing").
			Because("make a row of the kind level, or solve for the rental")
	}
	a, b := p.line(0, from(p.drawnAtStart()))
	a.Sub(a, b.Mul(b, from(t.Rental.Minor)))
	years := float64(p.days.at[p.Count]-p.Start) / 365
	scale := from(1).SetMantExp(from(1), -int(years*t.Rate.Fraction()*math.Log2E))
	x, _ := a.Mul(a, scale).Float64()
	return x, nil
}

// oneYield refuses flows that several rates fit: money that goes out again after it began to come back.
func (s *solving) oneYield() error {
	if len(s.req.Draws) == 0 {
		return nil
	}
	changes, last := 0, 0.0
	for percent := int64(0); percent <= MaxRatePct; percent += 4 {
		x, err := s.balanceAt(percent * rateUnits / 100)
		if err != nil {
			return err
		}
		if percent > 0 && (x > 0) != (last > 0) {
			changes++
		}
		last = x
	}
	if changes > 1 {
		return errs.New(errs.Refused, "several rates fit these flows: there is no single yield").
			Because("draw everything before the first rental")
	}
	return nil
}

// markup makes a rental of a mark-up (Q5): all payments are price x (1 + mark-up x years).
func (s *solving) markup() error {
	t := s.req.Terms
	if t.shaped() || t.Grace != (Grace{}) || t.Count < 1 {
		return errs.New(errs.Refused, "a mark-up makes a rental only when all rentals are level").Because("give the rental instead")
	}
	years := ratio{int64(t.Count * t.EveryMonths), 12}.reduced()
	x := ratioOf(s.req.MarkupPct).times(years)
	over, err := t.Price.MulRat(x.num, x.den, t.Rounding)
	if err != nil {
		return err
	}
	rentals := money.Amount{Minor: t.Price.Minor + over.Minor - t.Advance.Minor - t.Residual.Minor, Currency: t.Price.Currency}
	if s.req.Rental, err = rentals.MulRat(1, int64(t.Count), t.Rounding); err != nil {
		return err
	}
	s.req.MarkupPct = money.Rate{}
	return nil
}

// term finds how many rentals pay the balance off; the last is what is left for it.
func (s *solving) term() error {
	t := s.req.Terms
	var f errs.Faults
	for _, with := range []struct {
		field string
		given bool
	}{{"shape", len(t.Shape) > 0}, {"dimension_over", t.DimensionOver > 0}, {"last_period_ends", t.LastPeriodEnds != 0}} {
		if with.given {
			f.Add(with.field, "this fixes the term").Because("leave it out, or solve for another number")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	t.Count = t.mostCount()
	t.AfterReset = NewLast // the rental is given and the term is open
	p, err := s.ref.plan(t, true)
	if err != nil {
		return err
	}
	if err := p.rentals(); err != nil {
		return err
	}
	s.req.Count, s.solution = p.Count, strconv.Itoa(p.Count)
	if r := p.periods[1].ratio; p.plain() && p.Timing == InArrears && r.num > 0 {
		rate, l := r.float(), float64(t.Rental.Minor)
		n := -math.Log((l-float64(p.financed)*rate)/(l-float64(p.target)*rate)) / math.Log1p(rate)
		s.solution = strconv.FormatFloat(n, 'f', 6, 64)
	}
	return nil
}
