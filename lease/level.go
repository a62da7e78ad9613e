package lease

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Ask is a quote that programmes shall level: its terms at the lessor's base rate and the programmes in the order in
// which they apply. Each takes the rate as far down as it may from where the one before left it.
type Ask struct {
	Terms        Terms                 `json:"terms"`
	Programmes   []Programme           `json:"programmes"`
	CustomerRate *money.Rate           `json:"customer_rate,omitempty"` // none = as far as the programmes go
	SignedOn     day.Date              `json:"signed_on"`               // validity and caps hold on this day
	Indicators   map[string]money.Rate `json:"indicators,omitempty"`    // as observed on that day, by name
	Left         map[string]int64      `json:"left_minor,omitempty"`    // of the budgets, by programme; what is not named is not limited
	Reference    Reference             `json:"-"`                       // calendars that the terms name
}

// Levelled is a quote with programmes: what each of them pays and the same money as three sides see it.
type Levelled struct {
	BaseRate     money.Rate   `json:"base_rate"`
	CustomerRate money.Rate   `json:"customer_rate"`
	Base         Schedule     `json:"base"`       // without programmes
	Schedule     Schedule     `json:"schedule"`   // what the customer signs
	GapUpFront   money.Amount `json:"gap"`        // financed less the present value, at the base rate, of what the customer pays (L7)
	GapPerRental money.Amount `json:"gap_rental"` // base rental less the customer's (L7)
	Reliefs      []Relief     `json:"reliefs"`
	Margin       money.Amount `json:"margin"` // what the lessor earns more, as present value, because a minimum rate was hit
	Customer     View         `json:"customer"`
	Lessor       View         `json:"lessor"`
	Sponsors     []View       `json:"sponsors"` // one a relief
}

// Relief is what one programme does for the customer.
type Relief struct {
	Programme string       `json:"programme"`
	Version   int          `json:"version,omitempty"`
	Sponsor   string       `json:"sponsor"`
	Formula   Formula      `json:"formula"`
	From      money.Rate   `json:"from_rate"`       // the customer's rate before
	To        money.Rate   `json:"to_rate"`         // and after
	Cost      money.Amount `json:"cost"`            // all that the sponsor pays: what is reserved of the budget
	Value     money.Amount `json:"value"`           // its present value at the base rate
	Bound     []errs.Text  `json:"bound,omitempty"` // what kept it from going further
	flows     []Flow
	margin    int64
}

// LevelRate levels a quote. Errors: Invalid with every fault of terms and programmes; Refused when a cap, a validity, a
// limit or a budget says no, with the figure that would pass; what Plan refuses.
func LevelRate(ask Ask) (Levelled, error) {
	if err := ask.check(); err != nil {
		return Levelled{}, err
	}
	l, err := newLevelling(ask)
	if err != nil {
		return Levelled{}, err
	}
	for _, p := range ask.Programmes {
		if p.Formula == AdvanceDiscount {
			err = l.discount(p)
		} else {
			err = l.lower(p)
		}
		if err != nil {
			return Levelled{}, errs.As(err).In("lease.level")
		}
	}
	if err := l.reached(); err != nil {
		return Levelled{}, err
	}
	return l.finish()
}

func (a Ask) check() error {
	var f errs.Faults
	f.Take("terms", a.Terms.Check())
	if a.Terms.Method == Flat || a.Terms.Floating != (Floating{}) || len(a.Terms.RateSteps) > 0 {
		f.Add("terms.rate", "only a fixed rate can be levelled").Because("leave out a flat or a floating rate and steps of the rate")
	}
	if a.SignedOn == 0 {
		f.Add("signed_on", "this needs the day of the contract")
	}
	if most := 3 * MaxCount / max(a.Terms.Count, 1); len(a.Programmes) > most { // each plans the quote many times
		f.Add("programmes", "the list has more than {most} entries", "most", most)
		return f.Err()
	}
	seen := map[string]bool{}
	for i, p := range a.Programmes {
		field := at("programmes", i)
		f.Take(field, p.Check())
		if seen[p.ID] {
			f.Add(field, "programme {programme} applies twice", "programme", p.called()).Because("leave one out")
		}
		seen[p.ID] = true
		if c := p.LimitAmount.Currency; c != "" && c != a.Terms.Price.Currency {
			f.Add(field+".limit_amount", "this is in {currency}, the price in {other}", "currency", string(c), "other", string(a.Terms.Price.Currency)).
				Because("a deal has one currency")
		}
	}
	if r := a.CustomerRate; r != nil {
		if r.Fraction() < 0 {
			f.Add("customer_rate", "the rate is below zero").Because("a lease costs at least 0 percent a year")
		} else if below(a.Terms.Rate, *r) {
			f.Add("customer_rate", "the customer's rate is over the base rate of {rate} percent", "rate", a.Terms.Rate)
		}
	}
	return f.Err()
}

// levelling is a quote on its way down.
type levelling struct {
	Ask
	base    Schedule
	now     Schedule   // at the rate that the reliefs so far have reached
	rate    money.Rate // that rate
	grid    grid
	rated   factors // at the base rate
	advance int64   // what the customer still has to pay of it
	reliefs []Relief
}

func newLevelling(ask Ask) (*levelling, error) {
	agreed := ask.Terms.Rental
	ask.Terms.Rental = money.Amount{} // follows from each rate
	base, err := ask.Reference.Plan(ask.Terms)
	if err != nil {
		return nil, err
	}
	if off := agreed.Minor - base.Rental.Minor; agreed.Minor != 0 && max(off, -off) > 1 {
		var f errs.Faults
		f.Add("terms.rental", "the base rate gives a rental of {rental}, not {agreed}", "rental", base.Rental, "agreed", agreed).
			Because("leave the rental out, or solve for the yield first")
		return nil, f.Err()
	}
	l := &levelling{Ask: ask, base: base, now: base, rate: ask.Terms.Rate, advance: ask.Terms.Advance.Minor}
	if l.grid, err = newGrid(ask.Terms, ask.Reference); err != nil {
		return nil, err
	}
	l.rated = l.grid.at(ask.Terms.Rate.Fraction())
	return l, nil
}

// at plans the quote at another rate.
func (l *levelling) at(rate money.Rate) (Schedule, error) {
	t := l.Terms
	t.Rate = rate
	return l.Reference.Plan(t)
}

// gap is financed less the present value of what the customer pays (L7), nothing at the base rate. What rounding leaves
// for the last of level rentals is no part of it: the sponsor pays for level ones.
func (l *levelling) gap(s Schedule, rate money.Rate) (int64, error) {
	if rate == l.Terms.Rate {
		return 0, nil
	}
	flows := paid(s)
	levelLast(s, flows)
	return money.Round(l.rated.present(l.drawn())-l.rated.present(flows), l.Terms.Rounding)
}

// drawn is the financed amount on the days on which it is paid out, all of it on the start without other days.
func (l *levelling) drawn() []Flow {
	if len(l.Terms.Draws) == 0 {
		return []Flow{{On: l.Terms.Start, Minor: l.base.Financed.Minor}}
	}
	var flows []Flow
	for _, d := range l.Terms.Draws {
		flows = append(flows, Flow{On: d.On, Minor: d.Amount.Minor})
	}
	return flows
}

// levelLast makes the last of level rentals as high as the others when it differs by what whole minor units leave.
func levelLast(s Schedule, flows []Flow) {
	last := -1
	for i, r := range s.Rows[len(s.Rows)-len(flows):] {
		if r.Kind != RentalRow {
			continue
		}
		if last >= 0 && flows[last].Minor != s.Rental.Minor {
			return
		}
		last = i
	}
	if last < 0 {
		return
	}
	if off := flows[last].Minor - s.Rental.Minor; max(off, -off) <= 2*int64(len(flows)) {
		flows[last].Minor = s.Rental.Minor
	}
}

// paid are the payments of the customer from the start on, without the advance.
func paid(s Schedule) []Flow {
	flows := make([]Flow, 0, len(s.Rows))
	for _, r := range s.Rows {
		if r.Kind != AdvanceRow && r.Kind != FeeRow {
			flows = append(flows, Flow{On: r.DueOn, Minor: r.Payment()})
		}
	}
	return flows
}

// share is a percentage of the programme's base.
func (l *levelling) share(p Programme, rate money.Rate) (int64, error) {
	a, err := p.share(rate, l.Terms.Price, l.base.Financed, l.Terms.Rounding)
	return a.Minor, err
}

// most is the most that a programme may pay for this quote, with the reason: its limits and what is left of its budget.
func (l *levelling) most(p Programme) (int64, errs.Text, error) {
	most, why, err := p.Most(l.Terms.Price, l.base.Financed, l.Terms.Rounding)
	if left, ok := l.Left[p.ID]; ok && left < most.Minor {
		most.Minor = max(left, 0)
		why = errs.T("the budget of {programme} has {amount} left", "programme", p.called(), "amount", most)
	}
	return most.Minor, why, err
}

func (l *levelling) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: l.Terms.Price.Currency}
}

// discount takes a part off the advance; the sponsor pays it, with the carry at the base rate when it pays later.
func (l *levelling) discount(p Programme) error {
	if err := p.Admits(l.rate, l.SignedOn, l.Indicators); err != nil {
		return err
	}
	size, err := l.share(p, p.SizePct)
	if err != nil {
		return err
	}
	most, why, err := l.most(p)
	if err != nil {
		return err
	}
	paysOn := l.grid.date(p.PaysAfter)
	carry := l.rated.on(paysOn)
	relief := l.relief(p)
	fits, err := money.Round(math.Floor(float64(most)/carry), money.Down)
	if err != nil {
		return err
	}
	if fits < size {
		size, relief.Bound = fits, append(relief.Bound, why)
	}
	if l.advance < size {
		size, relief.Bound = l.advance, append(relief.Bound, errs.T("the advance is only {amount}", "amount", l.amount(l.advance)))
	}
	pays, err := money.Round(float64(size)*carry, l.Terms.Rounding)
	if err != nil {
		return err
	}
	l.advance -= size
	relief.Cost, relief.Value = l.amount(pays), l.amount(size)
	if pays > 0 {
		relief.flows = []Flow{{On: paysOn, Minor: pays}}
	}
	l.reliefs = append(l.reliefs, relief)
	return nil
}

func (l *levelling) relief(p Programme) Relief {
	return Relief{Programme: p.ID, Version: p.Version, Sponsor: p.Sponsor, Formula: p.Formula, From: l.rate, To: l.rate,
		Cost: l.amount(0), Value: l.amount(0)}
}

// reached refuses a quote whose programmes do not carry the asked rate, and one that is over a cap at the end.
func (l *levelling) reached() error {
	if r := l.CustomerRate; r != nil && below(*r, l.rate) && !l.stoppedAtMinimum() {
		e := errs.New(errs.Refused, "the programmes carry the rate to {rate} percent, not to {asked} percent", "rate", l.rate, "asked", *r).
			Because("ask for {rate} percent or add a programme", "rate", l.rate).In("lease.level")
		return l.bounds(e)
	}
	for _, p := range l.Programmes {
		if err := p.Admits(l.rate, l.SignedOn, l.Indicators); err != nil {
			return l.bounds(errs.As(err))
		}
	}
	return nil
}

// bounds adds to a refusal what kept the programmes from going further.
func (l *levelling) bounds(e *errs.Error) error {
	for _, r := range l.reliefs {
		for _, why := range r.Bound {
			e.Faults = append(e.Faults, errs.Fault{Field: "programmes." + r.Programme, Text: why})
		}
	}
	return e
}

// stoppedAtMinimum reports whether the rate is what it is because a programme allows no less.
func (l *levelling) stoppedAtMinimum() bool {
	for _, p := range l.Programmes {
		if p.Formula != AdvanceDiscount && p.MinRate == l.rate && !p.MinRate.IsZero() {
			return true
		}
	}
	return false
}

// signed is the schedule that the customer signs: of the advance what sponsors leave to it.
func (l *levelling) signed() Schedule {
	s := l.now
	s.Rows = slices.Clone(s.Rows)
	off := l.Terms.Advance.Minor - l.advance
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Kind == AdvanceRow {
			r.Principal -= off
			off = 0
		}
	}
	s.Rows = slices.DeleteFunc(s.Rows, func(r Row) bool { return r.Kind == AdvanceRow && r.Principal == 0 && r.Fee == 0 })
	return s
}

// finish puts the views together and proves that they reconcile.
func (l *levelling) finish() (Levelled, error) {
	gap, err := l.gap(l.now, l.rate)
	if err != nil {
		return Levelled{}, err
	}
	q := Levelled{BaseRate: l.Terms.Rate, CustomerRate: l.rate, Base: l.base, Schedule: l.signed(), GapUpFront: l.amount(gap),
		GapPerRental: l.amount(l.base.Rental.Minor - l.now.Rental.Minor), Reliefs: l.reliefs, Margin: l.amount(0)}
	for _, s := range l.reliefs {
		q.Margin.Minor += s.margin
	}
	if err := l.views(&q); err != nil {
		return Levelled{}, errs.As(err).In("lease.level")
	}
	return q, q.Check()
}
