package lease

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// PrepaymentEffect says what a prepayment changes (E1).
type PrepaymentEffect string

// The effects.
const (
	LowerRental PrepaymentEffect = "lower_rental" // as many rentals, solved again
	ShorterTerm PrepaymentEffect = "shorter_term" // the same rental, fewer of them
	SkipNext    PrepaymentEffect = "skip_next"    // the next rentals lose their principal, in order; their interest stays
)

// PrepaymentEffects are the effects in the order in which a person is offered them.
var PrepaymentEffects = []PrepaymentEffect{LowerRental, ShorterTerm, SkipNext}

// Prepayment is principal paid early, together with a row of the schedule.
type Prepayment struct {
	Terms  Terms            `json:"terms"` // as signed
	Rows   []Row            `json:"rows"`  // in force
	After  int              `json:"after"` // number of the row with which it is paid
	Amount money.Amount     `json:"amount"`
	Effect PrepaymentEffect `json:"effect"`
	FeePct money.Rate       `json:"fee_pct,omitzero"` // of the amount
}

// Prepaid is what a prepayment makes of a schedule. The rows up to the one it came with do not change.
type Prepaid struct {
	Balance    money.Amount `json:"balance"` // after the prepayment
	Rental     money.Amount `json:"rental"`  // from the next one on
	LastRental money.Amount `json:"last_rental"`
	Count      int          `json:"count"` // rentals that are left
	Saved      money.Amount `json:"saved"` // interest that is not paid any more
	Due        Settlement   `json:"due"`   // the prepayment and its fee
	Rows       []Row        `json:"rows"`  // that are left
}

// Prepay solves the rest of a schedule again. Errors: Invalid with every fault; Refused when it would pay everything
// off: that is a buy-out.
func Prepay(p Prepayment) (Prepaid, error) {
	if err := p.check(); err != nil {
		return Prepaid{}, err
	}
	t := newTail(p)
	if over := p.Amount.Minor - (t.balance - t.target); over >= 0 {
		return Prepaid{}, errs.New(errs.Refused, "the prepayment leaves no principal for the rentals").
			Because("ask for a buy-out, or prepay less than {amount}", "amount", money.Of(t.balance-t.target, t.currency)).In("lease.prepay")
	}
	t.balance -= p.Amount.Minor
	var err error
	switch p.Effect {
	case LowerRental:
		err = t.lower()
	case ShorterTerm:
		err = t.shorten()
	default:
		t.skip(p.Amount.Minor)
	}
	if err != nil {
		return Prepaid{}, errs.As(err).In("lease.prepay")
	}
	t.residual()
	return t.prepaid(p)
}

// pays reports whether the row asks for a rental, of whatever kind, and not for what is beside or behind the rentals.
func (r Row) pays() bool {
	return !slices.Contains([]Kind{AdvanceRow, FeeRow, EmptyRow, ResidualRow, ValueRow}, r.Kind)
}

func (p Prepayment) check() error {
	var f errs.Faults
	i := slices.IndexFunc(p.Rows, func(r Row) bool { return r.Nr == p.After && r.Kind != AdvanceRow })
	if i < 0 || !slices.ContainsFunc(p.Rows, func(r Row) bool { return r.Nr > p.After && r.pays() }) {
		f.Add("after", "the schedule has no row {nr} with others behind it", "nr", p.After)
	}
	if p.Amount.Currency != p.Terms.Price.Currency {
		f.Add("amount", "this is in {currency}, the price in {other}", "currency", string(p.Amount.Currency), "other", string(p.Terms.Price.Currency)).
			Because("a deal has one currency")
	} else if p.Amount.Minor < 1 {
		f.Add("amount", "the amount is not above zero")
	}
	checkWord(&f, "effect", p.Effect, PrepaymentEffects)
	checkShare(&f, "fee_pct", p.FeePct)
	if p.Terms.EveryMonths < 1 || p.Terms.Start == 0 {
		f.Add("terms", "the terms have no rhythm or no start")
	}
	accruing := Accruing{Rate: p.Terms.Rate}
	accruing.check(&f)
	return f.Err()
}

// tail is the rest of a schedule behind a row.
type tail struct {
	Terms
	currency money.Currency
	from     day.Date // due day of the row before
	balance  int64
	target   int64 // balance after the last rental
	old, end []Row // rentals, and what follows them
	rows     []Row
	meant    map[day.Date]day.Date // of a due day that was moved: the day to which interest is counted
}

func newTail(p Prepayment) *tail {
	t := &tail{Terms: p.Terms, currency: p.Terms.Price.Currency, meant: p.Terms.meant(p.Rows)}
	for _, r := range p.Rows {
		switch {
		case r.Nr <= p.After || r.Kind == AdvanceRow:
			t.from, t.balance = r.DueOn, r.Balance
		case r.Kind == ResidualRow || r.Kind == ValueRow:
			t.end = append(t.end, r)
			t.target += r.Principal
		default:
			t.old = append(t.old, r)
		}
	}
	for n := len(t.old); n > 1 && t.old[n-1].Kind == EmptyRow; n-- { // a season without rentals at the end: its interest is part of the residual
		t.target += t.old[n-1].Principal
		t.old, t.end = t.old[:n-1], slices.Insert(t.end, 0, t.old[n-1])
	}
	return t
}

// meant finds the days to which interest is counted where a convention moves only the payment (CS*, R8).
func (t Terms) meant(rows []Row) map[day.Date]day.Date {
	if !strings.HasPrefix(t.Shift.String(), "CS") {
		return nil
	}
	t.Count, t.Shift = cmp.Or(t.Count, t.shapeCount()), day.NoShift
	days, err := newTimetable(t, t.everyMonths(), t.Count, nil)
	if err != nil {
		return nil // the due days as they are
	}
	meant := map[day.Date]day.Date{}
	for _, r := range rows {
		point := r.Nr
		if t.Timing == InAdvance && r.Kind != ResidualRow && r.Kind != ValueRow {
			point--
		}
		point = min(max(point, 0), t.Count)
		if off := r.DueOn.Sub(days.at[point]); max(off, -off) < 28 { // rows of an addendum may be counted otherwise
			meant[r.DueOn] = days.at[point]
		}
	}
	return meant
}

// years is the time between two due days, without what a convention moved them.
func (t *tail) years(from, to day.Date) float64 {
	return t.Terms.years(t.counted(from), t.counted(to))
}

func (t *tail) counted(on day.Date) day.Date {
	if d, ok := t.meant[on]; ok {
		return d
	}
	return on
}

// interest is what a balance bears between two due days, rounded once.
func (t *tail) interest(balance int64, from, to day.Date) (int64, error) {
	_, first := t.meant[from]
	_, last := t.meant[to]
	exact := t.Shift == day.NoShift || first && last
	from, to = t.counted(from), t.counted(to)
	if t.DayCount != 0 {
		i, err := Interest(day.Counter{Count: t.DayCount}, t.Rounding, Accrual{money.Of(balance, t.currency), t.Rate, from, to})
		return i.Minor, err
	}
	months := t.Terms.years(from, to) * 12
	whole := math.Round(months)
	if off := math.Abs(months - whole); off > 1e-9 && (exact || off > 0.35 || whole < 1) { // a due day may have been shifted by some days
		i, err := Interest(day.Counter{Count: day.E30360}, t.Rounding, Accrual{money.Of(balance, t.currency), t.Rate, from, to})
		return i.Minor, err
	}
	num, den := t.Rate.Ratio()
	i, err := money.Of(balance, t.currency).MulRat(num*int64(whole), den*12, t.Rounding)
	return i.Minor, err
}

// lower solves the level rental again; rentals that differ keep their relation to it.
func (t *tail) lower() error {
	if t.Method == Linear {
		each, err := money.Of(t.balance-t.target, t.currency).MulRat(1, int64(len(t.old)), t.Rounding)
		if err != nil {
			return err
		}
		return t.fill(false, func(_ int, interest int64) (int64, error) { return each.Minor + interest, nil })
	}
	level := int64(0)
	for _, r := range t.old {
		if level = r.Payment(); level > 0 {
			break
		}
	}
	weights := make([]float64, len(t.old))
	for i, r := range t.old {
		pays := r.Payment()
		if off := pays - level; i == len(t.old)-1 && max(off, -off) <= 2*int64(len(t.old))*max(t.RentalUnit, 1) {
			pays = level // what rounding left
		}
		weights[i] = float64(pays) / float64(max(level, 1))
	}
	value, sum, from := 1.0, 0.0, t.from
	for i, r := range t.old {
		value /= 1 + t.Rate.Fraction()*t.years(from, r.DueOn)
		sum += weights[i] * value
		from = r.DueOn
	}
	unit := max(t.RentalUnit, 1)
	units, err := money.Round((float64(t.balance)-float64(t.target)*value)/sum/float64(unit), t.Rounding)
	if err != nil {
		return err
	}
	return t.fill(false, func(i int, _ int64) (int64, error) {
		if weights[i] == 1 {
			return units * unit, nil
		}
		return money.Round(weights[i]*float64(units*unit), t.Rounding)
	})
}

// shorten keeps the rentals until the balance is at its target.
func (t *tail) shorten() error {
	return t.fill(true, func(i int, _ int64) (int64, error) { return t.old[i].Payment(), nil })
}

// fill makes rows that pay what is asked, given their interest; the last absorbs what is left. A shorter tail ends with the
// first row that can pay all of it.
func (t *tail) fill(shorter bool, pays func(i int, interest int64) (int64, error)) error {
	for i, r := range t.old {
		interest, err := t.interest(t.balance, t.from, r.DueOn)
		if err != nil {
			return err
		}
		pay, err := pays(i, interest)
		if err != nil {
			return err
		}
		left := t.balance - t.target + interest
		last := i == len(t.old)-1 || shorter && pay >= left && pay > 0
		if last {
			pay = left
		}
		r.Principal, r.Interest = pay-interest, interest
		t.balance -= r.Principal
		r.Balance, t.from = t.balance, r.DueOn
		t.rows = append(t.rows, r)
		if last {
			return nil
		}
	}
	return nil
}

// skip takes the amount off the principal of the next rentals.
func (t *tail) skip(amount int64) {
	for _, r := range t.old {
		less := min(max(r.Principal, 0), amount)
		amount -= less
		r.Principal -= less
		t.balance -= r.Principal
		r.Balance = t.balance
		t.rows = append(t.rows, r)
	}
}

// residual puts what follows the last rental behind it: on its day, or on the next due day, as before.
func (t *tail) residual() {
	was, last := t.old[len(t.old)-1].DueOn, t.rows[len(t.rows)-1]
	moved := last.DueOn != was
	days := slices.Concat(t.old, t.end)
	for _, r := range t.end {
		same := r.DueOn == was
		was = r.DueOn
		if moved && same {
			r.DueOn = last.DueOn
		} else if moved {
			if i := slices.IndexFunc(days, func(d Row) bool { return d.DueOn > last.DueOn }); i >= 0 {
				r.DueOn = days[i].DueOn
			}
		}
		r.Nr = last.Nr + 1
		t.balance -= r.Principal
		r.Balance = t.balance
		t.rows, last = append(t.rows, r), r
	}
}

// prepaid puts the figures together and proves that the rest pays the balance off.
func (t *tail) prepaid(p Prepayment) (Prepaid, error) {
	rentals := t.rows[:len(t.rows)-len(t.end)]
	rentals = slices.DeleteFunc(slices.Clone(rentals), func(r Row) bool { return r.Kind == EmptyRow })
	if len(rentals) == 0 {
		return Prepaid{}, errs.New(errs.Refused, "the prepayment leaves no principal for the rentals").In("lease.prepay")
	}
	first, last := rentals[0], rentals[len(rentals)-1]
	out := Prepaid{Rental: money.Of(first.Principal+first.Interest, t.currency), LastRental: money.Of(last.Principal+last.Interest, t.currency),
		Count: len(rentals), Rows: t.rows, Saved: money.Of(0, t.currency), Balance: money.Of(0, t.currency)}
	for _, r := range slices.Concat(t.old, t.end) {
		out.Saved.Minor += r.Interest
	}
	for _, r := range t.rows {
		out.Saved.Minor -= r.Interest
		out.Balance.Minor += r.Principal
		if r.Principal < 0 && first.Interest > 0 && r.Kind == RentalRow {
			return out, errs.New(errs.Refused, "rounding leaves {amount} for rental {nr}", "amount", money.Of(r.Principal+r.Interest, t.currency), "nr", r.Nr).
				Because("take a smaller unit, fewer rentals or another rounding").In("lease.prepay")
		}
	}
	if t.balance != 0 {
		return out, errs.New(errs.Internal, "the schedule does not add up").In("lease.prepay")
	}
	s := newSettling(PrepaymentSettlement, Position{Currency: t.currency, On: p.rowDue()}, t.Rounding, nil)
	s.add(BalanceLeg, p.Amount.Minor, errs.T("principal paid early"), errs.Text{})
	num, den := p.FeePct.Ratio()
	fee, err := p.Amount.MulRat(num, den, t.Rounding)
	if err != nil {
		return out, err
	}
	s.add(FeeLeg, fee.Minor, errs.T("fee for the early payment"), errs.T("{rate} percent of {amount}", "rate", p.FeePct, "amount", p.Amount))
	out.Due, err = s.result()
	return out, err
}

// rowDue is the day of the row that the prepayment comes with.
func (p Prepayment) rowDue() day.Date {
	for _, r := range p.Rows {
		if r.Nr == p.After {
			return r.DueOn
		}
	}
	return 0
}
