package lease

import (
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// calendar joins the named calendars; without a name every day is open.
func (ref Reference) calendar(names []string) (*day.Calendar, error) {
	switch len(names) {
	case 0:
		return nil, nil
	case 1:
		return ref.oneCalendar(names[0])
	}
	var all []*day.Calendar
	for _, name := range names {
		c, err := ref.oneCalendar(name)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return day.Joint(all...)
}

func (ref Reference) oneCalendar(name string) (*day.Calendar, error) {
	for _, c := range ref.Calendars {
		if c.Name() == name {
			return c, nil
		}
	}
	if c := day.BuiltIn(name); c != nil {
		return c, nil
	}
	return nil, errs.New(errs.Refused, "there is no calendar {name}", "name", name).Because("load it first, or name NC or MF")
}

// layOutRates gathers the rates of the plan: that of the terms, steps that are agreed, and what an index was fixed at.
func (p *plan) layOutRates(ref Reference) error {
	p.rates = []RateStep{{From: p.Start, Rate: p.Rate}}
	if p.Floating.Index == "" {
		p.rates = append(p.rates, p.RateSteps...)
		return nil
	}
	return p.layOutResets(ref)
}

// layOutResets fixes the rate on every reset day up to the end. A reset whose value should be known and is not is
// refused, never guessed (L3); one that lies ahead keeps the last rate for the plan and is marked.
func (p *plan) layOutResets(ref Reference) error {
	index, err := ref.index(p.Floating.Index)
	if err != nil {
		return err
	}
	calendar := day.NoCalendar
	if p.Floating.IndexCalendar != "" {
		if calendar, err = ref.oneCalendar(p.Floating.IndexCalendar); err != nil {
			return err
		}
	}
	rate := p.Rate
	for n, on := range p.resetDays() {
		if n == 0 && !p.Rate.IsZero() {
			continue // the terms name the rate from the start
		}
		r := Reset{On: on, Rate: rate}
		if r.ObservedOn, err = p.Floating.observeOn(on, calendar); err != nil {
			return err
		}
		if r.Projected = r.ObservedOn > ref.AsOf && on != p.Start; !r.Projected {
			fixing, err := index.At(r.ObservedOn)
			if err != nil {
				return err
			}
			r.Index = fixing.Value
			if r.Rate, r.BoundBy, err = p.Floating.AllIn(fixing.Value, rate, n == 0); err != nil {
				return err
			}
		}
		rate = r.Rate
		p.resets = append(p.resets, r)
		if n == 0 {
			p.rates[0].Rate = rate
		} else if !r.Projected && rate != p.rates[len(p.rates)-1].Rate {
			p.rates = append(p.rates, RateStep{From: on, Rate: rate})
		}
	}
	return nil
}

// resetDays are the start and every reset day before the last day of the plan.
func (p *plan) resetDays() []day.Date {
	f, end := p.Floating, p.days.at[p.Count]
	days := []day.Date{p.Start}
	anchor, first := p.Start, 1
	if f.FirstReset != 0 {
		anchor, first = f.FirstReset, 0
	}
	for n := first; ; n++ {
		on := addMonths(anchor, n*f.EveryMonths, p.EndOfMonth)
		if on >= end {
			return days
		}
		if on > p.Start {
			days = append(days, on)
		}
	}
}

func (ref Reference) index(name string) (Index, error) {
	for _, x := range ref.Indices {
		if x.Name == name {
			return x, nil
		}
	}
	return Index{}, errs.New(errs.Refused, "there is no index {name}", "name", name).Because("load its values first")
}

// At is the value of an observation day: the one of that day, or the last one before it where values hold on.
//
// Errors: Refused when there is none; a rate is never guessed (L3).
func (x Index) At(on day.Date) (Fixing, error) {
	i, found := slices.BinarySearchFunc(x.Fixings, on, func(f Fixing, d day.Date) int { return int(f.On) - int(d) })
	switch {
	case found:
		return x.Fixings[i], nil
	case i > 0 && on <= x.Until:
		return x.Fixings[i-1], nil
	}
	return Fixing{}, errs.New(errs.Refused, "index {name} has no value for {day}", "name", x.Name, "day", on.String()).
		Because("load the value of that day; the rate is not guessed")
}

// observeOn is the day on which the index is looked at for a reset: so many open days before it (L2).
func (f Floating) observeOn(reset day.Date, calendar *day.Calendar) (day.Date, error) {
	if f.LookBackDays == 0 {
		if calendar.IsOpen(reset) {
			return reset, nil
		}
		return calendar.Prev(reset)
	}
	return calendar.AddBusinessDays(reset, -f.LookBackDays)
}

// AllIn is the rate of a reset: index x multiplier + spread, its change against the previous rate limited first, then
// the rate itself by cap and floor (L1). The bounds name what held it back. The first rate has no previous one.
func (f Floating) AllIn(index, previous money.Rate, first bool) (rate money.Rate, bounds []Bound, err error) {
	multiplier, err := f.multiplier()
	if err != nil {
		return money.Rate{}, nil, err
	}
	x := ratioOf(index).times(multiplier)
	units, err := roundedUnits(x)
	if err != nil {
		return money.Rate{}, nil, err
	}
	all := units + units64(f.Spread)
	if limit := units64(f.PeriodLimit); limit > 0 && !first {
		was := units64(previous)
		if limited := min(max(all, was-limit), was+limit); limited != all {
			all, bounds = limited, append(bounds, PeriodLimit)
		}
	}
	if most := units64(f.Cap); most > 0 && all > most {
		all, bounds = most, append(bounds, LifeCap)
	}
	if least := units64(f.Floor); all < least {
		all, bounds = least, append(bounds, LifeFloor)
	}
	rate, err = rateOfUnits(all)
	return rate, bounds, err
}

// rateUnits is how many units a rate has to a whole: 1e-8 of a percent each.
const rateUnits = 10_000_000_000

func units64(r money.Rate) int64 {
	num, den := r.Ratio()
	return num * (rateUnits / den)
}

func rateOfUnits(units int64) (money.Rate, error) { return money.RateOf(float64(units) / rateUnits) }

// roundedUnits brings an exact fraction to the fineness of a rate.
func roundedUnits(x ratio) (int64, error) {
	sum := new(big.Rat).SetFrac64(x.num, x.den)
	return roundRat(sum.Mul(sum, new(big.Rat).SetInt64(rateUnits)), money.HalfUp)
}

// multiplier is the factor as an exact fraction.
func (f Floating) multiplier() (ratio, error) {
	if f.Multiplier == "" {
		return ratio{1, 1}, nil
	}
	return parseFactor(f.Multiplier)
}

// parseFactor reads a decimal factor above zero, such as 1.25.
func parseFactor(text string) (ratio, error) {
	r, err := money.ParseRate(text)
	if err != nil || units64(r) <= 0 {
		return ratio{}, errs.New(errs.Invalid, "{text} is no factor", "text", text).Because("write a number above 0 with a point, like 1.25")
	}
	return ratio{units64(r), rateUnits / 100}.reduced(), nil
}
