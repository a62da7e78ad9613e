package lease

import (
	"math/big"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Plan makes the schedule of the terms with the built-in calendars; terms that need another calendar or an index are
// planned by Reference.Plan.
func Plan(t Terms) (Schedule, error) { return Reference{}.Plan(t) }

// Plan makes the schedule of the terms. Errors: Invalid with every fault of the terms; Refused if rounding would leave
// rentals that are no rentals, or if the index has no value for a day on which the rate is fixed; TooLarge if the
// interest is more than the books can hold.
//
// Each interest is rounded once with the terms' mode (R1), principal is rental less interest, and the last rental takes
// what is left (R2). The residual is a last row of its own: due with the last rental in arrears; one period after it in
// advance, where the balance it pays off is residual / (1 + r) and the rest of it is the final interest (R3).
func (ref Reference) Plan(t Terms) (Schedule, error) {
	p, err := ref.plan(t, false)
	if err != nil {
		return Schedule{}, err
	}
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
	financed int64
	slots    []slot // one a period; more than Count where the rental is dimensioned over a longer term
	days     timetable
	periods  []period // periods[0] is nothing
	counter  day.Counter
	rates    []RateStep // the first holds from the start
	known    int        // so many of them are known as the plan proceeds
	resets   []Reset
	calendar *day.Calendar

	last    int        // slot that takes what is left; beyond the slots if none does
	open    bool       // the term is not fixed: the plan ends when a rental pays what is left
	target  int64      // balance after the last rental
	exact   *big.Float // the level rental before it is rounded, in minor units
	level   int64      // and after
	first   int64      // the level rental at the beginning
	pending int64      // interest of grace that is due later
	undrawn int64      // part of the financed amount that is drawn later

	interest int64 // total so far
	rows     []Row
	earned   rates // the realised yield, or why there is none
	unearned error
}

// plan checks terms and lays out what a plan consists of. With open the count is the most there may be.
func (ref Reference) plan(t Terms, open bool) (*plan, error) {
	if t.Count == 0 {
		t.Count = t.shapeCount()
	}
	if err := t.Check(); err != nil {
		return nil, err
	}
	p := &plan{Terms: t, financed: t.Financed().Minor, open: open, known: 1}
	p.RentalUnit = max(t.RentalUnit, 1)
	p.Advance.Currency, p.Residual.Currency = t.Price.Currency, t.Price.Currency
	if err := p.layOut(ref); err != nil {
		return nil, errs.As(err).In("lease.plan")
	}
	return p, nil
}

func (p *plan) layOut(ref Reference) (err error) {
	if p.calendar, err = ref.calendar(p.Calendars); err != nil {
		return err
	}
	count, months := p.layOutSlots()
	if p.days, err = newTimetable(p.Terms, months, p.Count, p.calendar); err != nil {
		return err
	}
	p.skipMonths()
	p.counter = day.Counter{Count: p.DayCount, Maturity: p.days.at[p.Count], Calendar: p.calendar}
	if err = p.layOutRates(ref); err != nil {
		return err
	}
	p.periods = make([]period, count+1)
	for k := 1; k <= count; k++ {
		if k > 2 && p.DayCount == 0 && p.days.months[k] != 0 && p.days.months[k] == p.days.months[k-1] && len(p.Draws) == 0 && len(p.rates) == 1 {
			p.periods[k] = p.periods[k-1]
			continue
		}
		if p.periods[k], err = p.period(k, 1); err != nil {
			return err
		}
	}
	if err = p.findLast(); err != nil {
		return err
	}
	if n := len(p.Draws); n > 0 && !p.open && p.Draws[n-1].On >= p.days.at[p.duePoint(min(p.last, p.Count-1))] {
		return drawnLate()
	}
	p.rows = p.firstRow(make([]Row, 0, p.Count+2))
	return nil
}

func drawnLate() error {
	var f errs.Faults
	f.Add("draws", "money is drawn when everything is paid already").Because("draw before the last rental")
	return f.Err()
}

// share is amount x num / den, rounded with the terms' mode.
func (p *plan) share(amount, num, den int64) (int64, error) {
	a, err := money.Amount{Minor: amount, Currency: p.Price.Currency}.MulRat(num, den, p.Rounding)
	return a.Minor, err
}

// before is the number of the period that ends where slot j is due, 0 for none.
func (p *plan) before(j int) int {
	if p.Timing == InAdvance {
		return j
	}
	return j + 1
}

// rentals fills the rows, the residual's too.
func (p *plan) rentals() (err error) {
	if err = p.findTarget(); err != nil {
		return err
	}
	balance, done := p.drawnAtStart(), false
	p.undrawn = p.financed - balance
	for j := 0; j < p.limit() && !done; j++ {
		k := p.before(j)
		changed := p.learn(k, p.Timing == InAdvance)
		if err := p.refresh(k, k); err != nil {
			return err
		}
		if err := p.fix(j, changed, balance); err != nil {
			return err
		}
		interest := int64(0)
		if k > 0 {
			if interest, balance, err = p.accrue(balance, k); err != nil {
				return err
			}
		}
		if balance, done, err = p.slot(j, balance, interest); err != nil {
			return err
		}
		if done {
			p.Count = j + 1
		}
	}
	if p.open && !done {
		return p.endless()
	}
	if p.undrawn != 0 {
		return drawnLate()
	}
	return p.atTheEnd(balance)
}

// limit is how many slots the plan may use.
func (p *plan) limit() int {
	if p.open {
		return len(p.slots)
	}
	return p.Count
}

func (p *plan) endless() error {
	return errs.New(errs.Refused, "a rental of {rental} never pays the balance off", "rental", p.amount(p.level)).
		Because("a rental must be more than the interest of its period")
}

// fix solves the level rental at the beginning, and again after a new rate unless the terms say what else gives way.
func (p *plan) fix(j int, changed bool, balance int64) error {
	if j == 0 {
		err := p.solveLevel(0, balance)
		p.first = p.level
		return err
	}
	if !changed {
		return nil
	}
	if err := p.findTarget(); err != nil {
		return err
	}
	if p.AfterReset != NewLast && p.AfterReset != NewTerm {
		if err := p.refresh(p.before(j), max(p.Count, p.DimensionOver)); err != nil {
			return err
		}
	}
	switch p.AfterReset {
	case NewTerm:
		p.open, p.last = true, len(p.slots)
		return nil
	case NewLast:
		return nil
	}
	return p.solveLevel(j, balance)
}

// slot books what is due at slot j out of a balance with the interest of the period before. It is done when an open plan
// has come to its end.
func (p *plan) slot(j int, balance, interest int64) (left int64, done bool, err error) {
	s := &p.slots[j]
	if p.Method == Flat && j == p.last {
		total, err := p.flatTotal()
		if err != nil {
			return 0, false, err
		}
		interest = total - p.interest
	}
	row := Row{Nr: j + 1, Kind: RentalRow, Interest: interest}
	switch s.kind {
	case levelSlot:
		pay, err := p.rental(s)
		if err != nil {
			return 0, false, err
		}
		if row.Principal = pay; p.Method == Annuity || p.Method == Bullet {
			row.Principal -= interest
		}
		if done = p.open && balance-row.Principal <= p.target; p.open && !done && row.Principal <= 0 && len(p.SkipMonths)+len(p.Shape) == 0 {
			return 0, false, p.endless()
		}
	case fixedSlot:
		row.Principal = s.fixed - interest
	case skipSlot:
		row.Kind, row.Principal = EmptyRow, -interest
	}
	if j == p.last || done {
		row.Principal, p.last = balance-p.target, j
	}
	if left = balance - row.Principal; left < 0 {
		return 0, false, errs.New(errs.Refused, "rental {nr} pays more than is still owed", "nr", row.Nr).
			Because("lower the rentals up to this one, or take fewer of them or another rounding")
	}
	row.Balance = left + p.undrawn
	if s.deferred && j != p.last {
		p.pending += interest
		row.Interest = 0
	} else if row.Kind != EmptyRow {
		row.Interest += p.pending
		p.pending = 0
	}
	return left, done, p.add(row, j)
}

// rental is the rounded level rental of a slot, times its weight: each level is rounded by itself (R4), and the rental,
// not its parts (R5).
func (p *plan) rental(s *slot) (int64, error) {
	if s.weight == nil {
		return p.level, nil
	}
	return p.inUnits(new(big.Float).SetPrec(precision).Mul(p.exact, s.weight))
}

func (p *plan) inUnits(x *big.Float) (int64, error) {
	if p.RentalUnit == 1 || p.Method == Linear {
		return roundFloat(x, p.Rounding)
	}
	units, err := roundFloat(x.Quo(x, from(p.RentalUnit)), p.Rounding)
	if err != nil || units > money.MaxMinor/p.RentalUnit {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return units * p.RentalUnit, nil
}

// atTheEnd adds what is due after the last rental: a balloon with it, or the residual.
func (p *plan) atTheEnd(balance int64) error {
	switch point := p.days.due; {
	case p.DimensionOver > 0 && balance != 0: // below zero it is refused
		return p.addOn(Row{Nr: p.Count + 1, Kind: ResidualRow, Principal: balance}, point[p.duePoint(p.Count-1)])
	case p.Residual.Minor > 0:
		row := Row{Nr: p.Count + 1, Kind: ResidualRow, Principal: balance, Interest: p.Residual.Minor - balance}
		if p.ResidualBy == ByThirdParty || p.ResidualBy == ByNobody {
			row.Kind = ValueRow
		}
		return p.addOn(row, point[p.Count])
	}
	return nil
}

func (p *plan) duePoint(j int) int {
	if p.Timing == InAdvance {
		return j
	}
	return j + 1
}

// add appends the row of slot j, if it asks for something that a row may ask for.
func (p *plan) add(r Row, j int) error {
	s := &p.slots[j]
	free := s.kind == skipSlot || s.kind == interestSlot || s.deferred
	falls := p.shaped() || p.Rental.Minor > 0
	if j == p.last && falls && r.Payment() < 0 {
		return errs.New(errs.Refused, "what is agreed leaves {amount} for the last rental", "amount", p.amount(r.Payment())).
			Because("lower the rentals before it, or let the rental follow the rate")
	}
	if r.Payment() < 0 || r.Principal < 0 && !falls || r.Payment() == 0 && !free {
		return errs.New(errs.Refused, "rounding leaves {amount} for rental {nr}", "amount", p.amount(r.Payment()), "nr", r.Nr).
			Because("take a smaller unit, fewer rentals or another rounding")
	}
	if s.kind != skipSlot {
		r.Fee = p.perRental()
	}
	return p.addOn(r, p.days.due[p.duePoint(j)])
}

func (p *plan) addOn(r Row, due day.Date) error {
	if p.interest += r.Interest; p.interest > money.MaxMinor {
		return errs.New(errs.TooLarge, "the interest comes to more than {most}", "most", p.amount(money.MaxMinor)).
			Because("take fewer rentals or a lower rate")
	}
	if r.Payment() < 0 || r.Interest < 0 {
		return errs.New(errs.Refused, "rounding leaves {amount} for rental {nr}", "amount", p.amount(r.Payment()), "nr", r.Nr).
			Because("take a smaller unit, fewer rentals or another rounding")
	}
	r.DueOn = due
	p.rows = append(p.rows, r)
	return nil
}

func (p *plan) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: p.Price.Currency}
}
