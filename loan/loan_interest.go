package loan

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Terms say how the rows of a loan follow from what is lent: the rate, the way it is charged, the rhythm, the rounding and
// what payments change. They are an InterestRule: two products differ in their terms and in nothing else.
//
// A cumulative schedule (F1 to F6) plans all rows ahead. A progressive one (F7 to F9) solves its level row from the exact
// factors of each period, with 12 significant digits. Both are computed without floating point, so that the same terms
// give the same rows on every machine, and the last row takes what rounding leaves. An agreed new rate holds from the row
// named on, in a progressive plan from the day named on.
type Terms struct {
	Currency       money.Currency `json:"currency"`
	Approved       int64          `json:"approved_minor,omitzero"` // level rows are solved on it whatever is drawn (F18); 0: on what is drawn
	Rate           money.Rate     `json:"rate"`                    // nominal, percent a year
	Method         Method         `json:"method"`
	Charging       Charging       `json:"charging,omitzero"`
	WholePeriods   bool           `json:"whole_periods,omitzero"` // a part of a period costs a whole one
	Amortisation   Amortisation   `json:"amortisation,omitzero"`
	Every          int            `json:"every"` // so many units between two rows
	Unit           Unit           `json:"unit"`
	Count          int            `json:"count"`                    // of rows, the down payments left out
	PrincipalGrace int            `json:"principal_grace,omitzero"` // so many first rows without principal (F4)
	InterestGrace  int            `json:"interest_grace,omitzero"`  // so many first rows whose interest is due with the next one (F4)
	DownPayment    money.Rate     `json:"down_payment,omitzero"`    // percent of every draw-down, due on its day (F6)
	Multiple       int64          `json:"multiple_minor,omitzero"`  // level rows are multiples of it; 0: of 1
	Rounding       money.Mode     `json:"rounding"`
	YearDays       int            `json:"year_days,omitzero"`  // 360, 364 or 365; 0: actual
	MonthDays      int            `json:"month_days,omitzero"` // 30; 0: actual
	Progressive    bool           `json:"progressive,omitzero"`
	Recalculation  *Recalculation `json:"recalculation,omitempty"` // none: payments change no interest
}

// Method says on what interest is charged.
type Method string

// The methods.
const (
	Declining Method = "declining" // on what is left
	Flat      Method = "flat"      // on what was lent, to the end
)

// Charging says how long a period is for its interest.
type Charging string

// The ways to charge.
const (
	ByPeriod Charging = ""      // every period is alike: a month is a twelfth of a year
	ByDay    Charging = "daily" // the days of the period
)

// Amortisation says how principal is paid back.
type Amortisation string

// The ways to pay back.
const (
	LevelRows      Amortisation = ""                // principal and interest are the same sum every time
	LevelPrincipal Amortisation = "level_principal" // principal is the same sum every time
)

// Recalculation says how payments change interest: early ones lower it, late ones raise it (F10 to F17).
type Recalculation struct {
	// DueDates lets a payment count from the next due date on, and overdue principal cost the whole period. Otherwise both
	// count by the day.
	DueDates bool `json:"due_dates,omitzero"`
	// Compounding lets unpaid interest of past periods bear interest like overdue principal (F15).
	Compounding bool       `json:"compounding,omitzero"`
	Prepayment  Prepayment `json:"prepayment,omitzero"`
	// ToDueDate asks for the interest of the whole period when a debt is paid off before its end; otherwise to the day (F17).
	ToDueDate bool `json:"to_due_date,omitzero"`
	// Closed says that every day is closed, so that late interest falls into the period in which it arises. Otherwise a
	// period that passed without a calculation shows none (F14).
	Closed bool `json:"closed,omitzero"`
}

// Prepayment says what more than the level row changes (F11).
type Prepayment string

// The strategies.
const (
	LowerRows   Prepayment = ""             // the level row is solved again on what is left
	FewerRows   Prepayment = "fewer_rows"   // the level row stays, the debt ends sooner
	SkipNext    Prepayment = "skip_next"    // what is paid now is left out of the principal of the next rows
	AdjustFinal Prepayment = "adjust_final" // the level row stays, the last open row takes what changes
)

// Limits of terms; beyond them is a slip of the pen.
const (
	MaxCount    = 10_000
	MaxRatePct  = 200
	MaxMultiple = 1_000_000_000
)

// Stepwise reports whether draw-downs are known only from their day on.
func (t Terms) Stepwise() bool { return t.Progressive }

// Recalculates reports whether payments change the rows.
func (t Terms) Recalculates() bool { return t.Recalculation != nil }

// Rows gives what the draw-downs, the receipts and the agreed changes make owed. Errors: Invalid with every fault of the
// terms and of the course; Refused if rounding leaves rows that are no rows; TooLarge beyond what the house can book.
func (t Terms) Rows(c Course) ([]Instalment, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	if len(c.Draws) == 0 {
		return nil, nil // nothing is lent, nothing is owed
	}
	plan, err := t.plan(c)
	if err != nil {
		return nil, err
	}
	if t.Progressive && (!t.Rate.IsZero() || slices.ContainsFunc(c.Turns, Turn.reshapes)) {
		return plan.progressive()
	}
	if err := plan.agree(); err != nil {
		return nil, err
	}
	switch {
	case t.Progressive:
		return plan.free()
	case t.Method == Flat:
		return plan.flat()
	}
	return plan.declining()
}

// Check finds all that is wrong with the terms at once.
func (t Terms) Check() error {
	var f errs.Faults
	if _, err := money.ParseCurrency(string(t.Currency)); err != nil {
		f.Take("currency", err)
	}
	if t.Approved < 0 || t.Approved > money.MaxMinor {
		f.Add("approved_minor", "the amount is more than nothing and at most {most}", "most", money.Of(money.MaxMinor, t.Currency))
	}
	checkRate(&f, "rate", t.Rate)
	if num, den := t.DownPayment.Ratio(); num < 0 || num >= den {
		f.Add("down_payment", "a down payment is a part of what is drawn").Because("write 25 for 25 percent")
	}
	if t.Method != Declining && t.Method != Flat {
		f.Add("method", "unknown method {method}", "method", string(t.Method)).Because("choose {words}", "words", "declining, flat")
	}
	if t.Charging != ByPeriod && t.Charging != ByDay {
		f.Add("charging", "{text} is none of the words allowed here", "text", string(t.Charging)).Because("choose {words}", "words", "daily")
	}
	if t.Amortisation != LevelRows && t.Amortisation != LevelPrincipal {
		f.Add("amortisation", "{text} is none of the words allowed here", "text", string(t.Amortisation)).Because("choose {words}", "words", "level_principal")
	}
	if t.Multiple < 0 || t.Multiple > MaxMultiple {
		f.Add("multiple_minor", "the unit of the rental is from 1 to {most} minor units", "most", MaxMultiple).Because("leave it out for whole minor units")
	}
	t.checkRhythm(&f)
	t.checkRecalculation(&f)
	return f.Err()
}

func checkRate(f *errs.Faults, field string, r money.Rate) {
	switch num, den := r.Ratio(); {
	case num < 0:
		f.Add(field, "the rate is below zero")
	case num > den/100*MaxRatePct:
		f.Add(field, "the rate is over {most} percent a year", "most", MaxRatePct).Because("write 7.25 for 7.25 percent a year")
	}
}

func (t Terms) checkRhythm(f *errs.Faults) {
	if t.Count < 1 || t.Count > MaxCount {
		f.Add("count", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", t.Count)
	}
	if t.Unit != Days && t.Unit != Weeks && t.Unit != Months && t.Unit != Years || t.Every < 1 || t.Every > MaxCount {
		f.Add("every", "rows come every so many days, weeks, months or years").Because("write a number from 1 and a unit")
	}
	if t.PrincipalGrace < 0 || t.InterestGrace < 0 || t.PrincipalGrace >= max(t.Count, 1) || t.InterestGrace >= max(t.Count, 1) {
		f.Add("principal_grace", "grace leaves no row to pay").Because("take fewer rows of grace than there are rows")
	}
	if t.YearDays != 0 && t.YearDays != 360 && t.YearDays != 364 && t.YearDays != 365 {
		f.Add("year_days", "a year has 360, 364, 365 or the actual days").Because("leave it out for the actual days")
	}
	if t.MonthDays != 0 && t.MonthDays != 30 {
		f.Add("month_days", "a month has 30 or the actual days").Because("leave it out for the actual days")
	}
	flat := t.Method == Flat && !t.Rate.IsZero()
	if t.Progressive && (t.PrincipalGrace > 0 || t.InterestGrace > 0 || t.Amortisation != LevelRows || flat) {
		f.Add("progressive", "a progressive plan has level rows without grace, on the declining balance").Because("take a cumulative plan")
	}
}

func (t Terms) checkRecalculation(f *errs.Faults) {
	if t.Recalculation == nil {
		return
	}
	switch t.Recalculation.Prepayment {
	case LowerRows, FewerRows, SkipNext, AdjustFinal:
	default:
		f.Add("recalculation.prepayment", "{text} is none of the words allowed here", "text", string(t.Recalculation.Prepayment)).
			Because("choose {words}", "words", "fewer_rows, skip_next, adjust_final")
	}
	if t.Progressive && t.Recalculation.Prepayment != AdjustFinal {
		f.Add("recalculation.prepayment", "the last open row of a progressive plan takes what payments change").Because("choose {words}", "words", "adjust_final")
	}
	if t.Method == Flat && !t.Rate.IsZero() {
		f.Add("recalculation", "flat interest does not change with payments").Because("choose {words}", "words", "declining")
	}
}

// check refuses a course that cannot have happened.
func (c Course) check() error {
	var f errs.Faults
	var sum int64
	last := day.Date(0)
	for _, d := range c.Draws {
		if d.Amount < 1 || d.Amount > money.MaxMinor-sum || d.On < max(last, day.Min) || d.On > day.Max {
			f.Add("draws", "draw-downs are amounts by day, at most what the house can book")
			break
		}
		sum, last = sum+d.Amount, d.On
	}
	last = 0
	for _, r := range c.Receipts {
		if r.Amount < 0 || r.Amount > money.MaxMinor || r.On < max(last, day.Min) || r.On > day.Max {
			f.Add("receipts", "receipts are amounts by day")
			break
		}
		last = r.On
	}
	for _, u := range c.Turns {
		u.check(&f)
	}
	return f.Err()
}

// reshapes reports whether a change is about more than a date.
func (u Turn) reshapes() bool { return u.Grace > 0 || u.Extra > 0 || u.Rate != nil }

func (u Turn) check(f *errs.Faults) {
	if u.From < day.Min || u.From > day.Max || u.Grace < 0 || u.Grace > MaxCount || u.Extra < 0 || u.Extra > MaxCount {
		f.Add("turns", "a change names the first row it changes, and rows from 0 to {most}", "most", MaxCount)
	}
	if u.NewDueOn != 0 && (u.NewDueOn < day.Min || u.NewDueOn > day.Max) {
		f.Add("turns", "the new due date is no day")
	}
	if u.Rate != nil {
		checkRate(f, "turns", *u.Rate)
	}
}
