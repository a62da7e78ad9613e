package lease

import (
	"slices"
	"strconv"

	"kontor/errs"
	"kontor/money"
)

// at is the path of an element of a list in a request.
func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// lower takes the customer's rate down with one programme.
func (l *levelling) lower(p Programme) error {
	target, err := l.target(p)
	if err != nil {
		return err
	}
	if err := p.Admits(target, l.SignedOn, l.Indicators); err != nil {
		return err
	}
	relief := l.relief(p)
	most, why, err := l.most(p)
	if err != nil {
		return err
	}
	if !p.SizePct.IsZero() {
		size, err := l.share(p, p.SizePct)
		if err != nil {
			return err
		}
		if size <= most {
			most, why = size, errs.T("{programme} pays {percent} percent: {amount}", "programme", p.called(), "percent", p.SizePct, "amount", l.amount(size))
		}
	}
	wished := target
	if below(target, p.MinRate) {
		target = p.MinRate
		relief.Bound = append(relief.Bound, errs.T("{programme} lowers the rate to {rate} percent at least", "programme", p.called(), "rate", p.MinRate))
		if below(l.rate, target) {
			target = l.rate
		}
	}
	to, did, err := l.fit(p, target, most)
	if err != nil {
		return err
	}
	if to != target {
		relief.Bound = append(relief.Bound, why)
	}
	relief.To, relief.flows = to, did.flows
	if p.AtMinimum == RaiseMargin && to == target && below(wished, target) {
		if err := l.raise(p, wished, most, did, &relief); err != nil {
			return err
		}
	}
	relief.Value, err = l.value(relief.flows)
	if err != nil {
		return err
	}
	relief.Cost = l.amount(total(relief.flows))
	l.now, l.rate, l.reliefs = did.schedule, to, append(l.reliefs, relief)
	return nil
}

// raise lets the sponsor pay for the rate that was wished, while the customer stays at the minimum (L10).
func (l *levelling) raise(p Programme, wished money.Rate, most int64, did lowered, relief *Relief) error {
	_, more, err := l.fit(p, wished, most)
	if err != nil {
		return err
	}
	cost, err := l.value(did.flows)
	if err != nil {
		return err
	}
	all, err := l.value(more.flows)
	if err != nil {
		return err
	}
	if all.Minor > cost.Minor {
		relief.flows, relief.margin = more.flows, all.Minor-cost.Minor
	}
	return nil
}

// value is the present value of flows at the base rate.
func (l *levelling) value(flows []Flow) (money.Amount, error) {
	minor, err := money.Round(l.rated.present(flows), l.Terms.Rounding)
	return l.amount(minor), err
}

// target is the rate that a programme aims at: what was asked, else its points, as far as its size goes, or its cap.
func (l *levelling) target(p Programme) (money.Rate, error) {
	limit, capped, err := p.CapOn(l.SignedOn, l.Indicators)
	if err != nil {
		return limit, err
	}
	switch {
	case l.CustomerRate != nil:
		return *l.CustomerRate, nil
	case !p.Points.IsZero():
		target, err := money.RateOf(max(l.rate.Fraction()-p.Points.Fraction(), 0))
		if capped && below(limit, target) {
			return limit, err
		}
		return target, err
	case !p.SizePct.IsZero():
		return money.Rate{}, nil
	case capped && below(limit, l.rate):
		return limit, nil
	case capped:
		return l.rate, nil
	}
	return limit, errs.New(errs.Invalid, "nothing says how far programme {programme} lowers the rate", "programme", p.called()).
		Because("ask for a customer's rate, or give the programme points, a size or a cap").At(p.ID)
}

// lowered is a rate with what it costs the sponsor.
type lowered struct {
	schedule Schedule
	flows    []Flow
}

// fit finds the lowest rate from the target up that costs no more than most, in the programme's steps of a rate.
func (l *levelling) fit(p Programme, target money.Rate, most int64) (money.Rate, lowered, error) {
	if !below(target, l.rate) {
		return l.rate, lowered{schedule: l.now}, nil
	}
	did, err := l.try(p, target)
	if err != nil || total(did.flows) <= most {
		return target, did, err
	}
	if most == 0 {
		return l.rate, lowered{schedule: l.now}, nil
	}
	step, one := p.RateStep.Ratio()
	step = max(step, 1)
	from, _ := target.Ratio()
	to, _ := l.rate.Ratio()
	low, high := from/step, (to+step-1)/step // the first costs too much, the second nothing
	best, found := lowered{schedule: l.now}, l.rate
	for high-low > 1 {
		middle := low + (high-low)/2
		rate, err := money.RateOf(float64(middle*step) / float64(one))
		if err != nil {
			return rate, best, err
		}
		did, err := l.try(p, rate)
		if err != nil {
			return rate, best, err
		}
		if total(did.flows) <= most && below(rate, l.rate) {
			high, best, found = middle, did, rate
		} else {
			low = middle
		}
	}
	// A rate as fine as this is meant to use the limit up: what whole units of the rental leave of it is paid too.
	if left := most - total(best.flows); p.Pays == UpFront && p.RateStep.IsZero() && len(best.flows) == 1 && left <= int64(len(best.schedule.Rows)) {
		best.flows[0].Minor += left
	}
	return found, best, nil
}

// try lowers the rate and counts what the sponsor pays for it.
func (l *levelling) try(p Programme, rate money.Rate) (did lowered, err error) {
	if did.schedule, err = l.at(rate); err != nil {
		return did, err
	}
	switch {
	case p.Formula == Compensation:
		did.flows, err = l.lost(p, did.schedule, rate)
	case p.Pays == PerRental:
		did.flows = difference(l.now, did.schedule)
	default:
		var from, to int64
		if from, err = l.gap(l.now, l.rate); err != nil {
			return did, err
		}
		to, err = l.gap(did.schedule, rate)
		did.flows = []Flow{{On: l.Terms.Start, Minor: max(to-from, 0)}}
	}
	did.flows = slices.DeleteFunc(did.flows, func(f Flow) bool { return f.Minor == 0 })
	return did, err
}

// difference is what each payment is less than before.
func difference(from, to Schedule) []Flow {
	var flows []Flow
	for i, r := range to.Rows {
		if less := from.Rows[i].Payment() - r.Payment(); less > 0 { // a unit more in the last one is rounding
			flows = append(flows, Flow{On: r.DueOn, Minor: less})
		}
	}
	return flows
}

// lost is the interest at the base rate on what the customer owes, less the interest that the customer pays, for each
// period; what is paid only with a later rental bears interest until then. Of a rate that an earlier programme has
// lowered already, the part that this one adds counts.
func (l *levelling) lost(p Programme, s Schedule, rate money.Rate) ([]Flow, error) {
	before, err := l.gap(l.now, l.rate)
	if err != nil {
		return nil, err
	}
	after, err := l.gap(s, rate)
	if err != nil || after <= 0 {
		return nil, err
	}
	part := float64(after-before) / float64(after)
	var flows []Flow
	var open, booked float64 // lost and not paid yet, as of the day on which it stands; what rounding owes
	balance, on, rentals := 0.0, l.Terms.Start, 0
	draws := l.drawn()
	for i, r := range s.Rows {
		if r.Kind == AdvanceRow || r.Kind == FeeRow {
			continue
		}
		growth := l.rated.growth(on, r.DueOn) - 1
		open += open*growth + balance*growth - float64(r.Interest)
		for len(draws) > 0 && (draws[0].On <= r.DueOn || i == len(s.Rows)-1) {
			minor := float64(draws[0].Minor)
			open += minor * (l.rated.growth(draws[0].On, r.DueOn) - 1)
			balance, draws = balance+minor, draws[1:]
		}
		balance, on = balance-float64(r.Principal), r.DueOn
		rentals++
		if every := max(p.EveryRentals, 1); rentals%every != 0 && i != len(s.Rows)-1 {
			continue
		}
		pays, err := money.Round(open*part+booked, l.Terms.Rounding)
		if err != nil {
			return nil, err
		}
		pays = max(pays, 0)
		booked += open*part - float64(pays)
		open = 0
		flows = append(flows, Flow{On: on, Minor: pays})
	}
	return flows, nil
}

func total(flows []Flow) int64 {
	sum := int64(0)
	for _, f := range flows {
		sum += f.Minor
	}
	return sum
}
