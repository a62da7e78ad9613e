package lease

import (
	"slices"
	"strconv"
	"strings"

	"kontor/errs"
	"kontor/money"
)

// Check finds all that is wrong with the terms at once.
func (t Terms) Check() error {
	if t.Count == 0 {
		t.Count = t.shapeCount()
	}
	var f errs.Faults
	t.checkAmounts(&f)
	if t.Advance == t.Price && !t.Price.IsZero() {
		f.Add("advance", "the advance is the whole price").Because("nothing is left to finance: make it a sale")
	}
	t.checkRhythm(&f)
	checkRate(&f, "rate", t.Rate)
	if !slices.Contains(Methods, t.Method) {
		f.Add("method", "unknown method {method}", "method", string(t.Method)).Because("choose {words}", "words", listed(Methods))
	}
	if t.Timing != InArrears && t.Timing != InAdvance {
		f.Add("timing", "unknown timing {timing}", "timing", string(t.Timing)).Because("choose arrears or advance")
	}
	switch {
	case t.RentalUnit < 0 || t.RentalUnit > MaxRentalUnit:
		f.Add("rental_unit_minor", "the unit of the rental is from 1 to {most} minor units", "most", MaxRentalUnit).Because("leave it out for whole minor units")
	case t.RentalUnit > 1 && t.Method == Linear:
		f.Add("rental_unit_minor", "a linear plan has no level rental to round").Because("leave it out")
	}
	if t.Rounding > money.Ceiling {
		f.Add("rounding", "{text} is no rounding", "text", t.Rounding.String()).Because("choose half_up, half_even, down, up, floor or ceiling")
	}
	if f.Len() == 0 { // the rest compares with what was checked so far
		t.checkShape(&f)
		t.checkTimes(&f)
		t.checkSides(&f)
		t.checkRates(&f)
		t.checkFit(&f)
	}
	return f.Err()
}

// checkRate checks a rate that interest is computed with.
func checkRate(f *errs.Faults, field string, r money.Rate) {
	if r.Fraction() < 0 {
		f.Add(field, "the rate is below zero").Because("a lease costs at least 0 percent a year")
	} else if r.Fraction() > MaxRatePct/100.0 {
		f.Add(field, "the rate is over {most} percent a year", "most", MaxRatePct).Because("write 7.25 for 7.25 percent a year")
	}
}

// checkPercent checks a part of a whole.
func checkPercent(f *errs.Faults, field string, r money.Rate) {
	if x := r.Fraction(); x < 0 || x > 1 {
		f.Add(field, "a percentage is from 0 to 100 here")
	}
}

func (t Terms) checkAmounts(f *errs.Faults) {
	if t.Price == (money.Amount{}) {
		f.Add("price", "this is needed")
		return
	}
	if _, err := money.ParseCurrency(string(t.Price.Currency)); err != nil {
		f.Take("price", err)
	}
	if t.Price.Minor < 1 || t.Price.Minor > money.MaxMinor {
		f.Add("price", "the price is more than nothing and at most {most}", "most", money.Amount{Minor: money.MaxMinor, Currency: t.Price.Currency})
		return
	}
	parts := f.Len()
	t.checkPart(f, "advance", t.Advance)
	t.checkPart(f, "residual", t.Residual)
	if f.Len() > parts {
		return
	}
	if over := t.Advance.Minor + t.Residual.Minor - t.Price.Minor; over > 0 {
		f.Add("residual", "advance and residual are {over} more than the price", "over", money.Amount{Minor: over, Currency: t.Price.Currency}).
			Because("lower one of them")
	}
}

// checkPart checks an amount that is a part of the price; the zero value is none.
func (t Terms) checkPart(f *errs.Faults, field string, a money.Amount) {
	switch {
	case a == money.Amount{}:
	case a.Currency != t.Price.Currency:
		f.Add(field, "this is in {currency}, the price in {other}", "currency", string(a.Currency), "other", string(t.Price.Currency)).
			Because("a deal has one currency")
	case a.Minor < 0:
		f.Add(field, "the amount is below zero")
	case a.Minor > t.Price.Minor:
		f.Add(field, "the amount is over the price")
	}
}

func (t Terms) checkRhythm(f *errs.Faults) {
	if t.Count < 1 || t.Count > MaxCount {
		f.Add("count", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", t.Count)
	}
	if t.DimensionOver != 0 && (t.DimensionOver <= t.Count || t.DimensionOver > MaxCount) {
		f.Add("dimension_over", "the longer term is from {least} to {most} rentals, not {count}", "least", t.Count+1, "most", MaxCount, "count", t.DimensionOver).
			Because("leave it out for a lease without a balloon")
	}
	months, ok := t.months(f)
	switch {
	case !ok:
	case t.Start == 0:
		f.Add("start", "the plan needs a first day")
	case t.Start < 1 || t.Start.Year() > 9998:
		f.Add("start", "the plan runs beyond the year 9998").Because("take fewer rentals")
	case t.Count <= MaxCount && t.Start.Year()+months/12 > 9998:
		f.Add("start", "the plan runs beyond the year 9998").Because("take fewer rentals")
	}
}

// months is how long the plan runs, false if a rhythm is none.
func (t Terms) months(f *errs.Faults) (months int, ok bool) {
	if !rhythm(f, "every_months", t.EveryMonths) {
		return 0, false
	}
	if months, ok = max(t.Count, t.DimensionOver)*t.EveryMonths, true; len(t.Shape) == 0 {
		return months, true
	}
	months = 0
	for i, r := range t.Shape {
		every := r.EveryMonths
		if every == 0 {
			every = t.EveryMonths
		} else if !rhythm(f, at("shape", i)+".every_months", every) {
			ok = false
		}
		months += every * max(0, min(r.Count, MaxCount))
	}
	return months, ok
}

func rhythm(f *errs.Faults, field string, months int) bool {
	switch months {
	case 1, 3, 6, 12:
		return true
	}
	f.Add(field, "rentals are due every 1, 3, 6 or 12 months, not every {months}", "months", months)
	return false
}

// checkShape checks how rentals differ.
func (t Terms) checkShape(f *errs.Faults) {
	if n := t.shapeCount(); n > 0 && n != t.Count {
		f.Add("count", "the shape has {rows} rentals, not {count}", "rows", n, "count", t.Count).Because("leave the count out: the shape has it")
	}
	for i, r := range t.Shape {
		t.checkShapeRow(f, at("shape", i), r)
	}
	for i, m := range t.SkipMonths {
		if m < 1 || m > 12 || slices.Contains(t.SkipMonths[:i], m) {
			f.Add(at("skip_months", i), "a month without rentals is from 1 to 12 and stands once").Because("write 12 for December")
		}
	}
	if t.Step != (Step{}) {
		if t.Step.Every < 1 || t.Step.Every > MaxCount {
			f.Add("step.every", "a step comes after 1 to {most} rentals", "most", MaxCount).Because("write 12 for once a year with monthly rentals")
		}
		if x := t.Step.Percent.Fraction(); x <= -1 || x > 1 {
			f.Add("step.percent", "a step is more than -100 and at most 100 percent")
		}
	}
	g := t.Grace
	if g.Principal < 0 || g.Interest < 0 || g.Capitalised < 0 || g.Principal+g.Capitalised >= t.Count || g.Interest >= t.Count {
		if g != (Grace{}) {
			f.Add("grace", "grace is shorter than the plan").Because("leave at least one rental behind it")
		}
	}
	if g.Capitalised > 0 && g.Interest > 0 {
		f.Add("grace.interest", "interest cannot be deferred and capitalised at once").Because("choose one of them")
	}
}

func (t Terms) checkShapeRow(f *errs.Faults, field string, r ShapeRow) {
	if r.Count < 1 || r.Count > MaxCount {
		f.Add(field+".count", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", r.Count)
	}
	checkWord(f, field+".kind", r.Kind, ShapeKinds)
	switch x := r.Percent.Fraction(); r.Kind {
	case FixedRentals:
		if r.Amount.Minor <= 0 {
			f.Add(field+".amount", "the amount is more than nothing").Because("write a row of the kind skip for rentals of nothing")
		} else {
			t.checkPart(f, field+".amount", r.Amount)
		}
	case PercentRentals:
		if x <= 0 || x > 1 {
			f.Add(field+".percent", "a percentage is more than 0 and at most 100 here")
		}
	case FactorRentals:
		if x <= 0 || x > 100 {
			f.Add(field+".percent", "a factor is more than 0 and at most 10000 percent").Because("write 50 for half of the level rental")
		}
	case StepRentals:
		if x <= -1 || x > 1 {
			f.Add(field+".percent", "a step is more than -100 and at most 100 percent")
		}
	}
	if r.Kind != FixedRentals && r.Amount != (money.Amount{}) {
		f.Add(field+".amount", "only a row of the kind amount has an amount").Because("leave it out")
	}
	if !slices.Contains([]ShapeKind{PercentRentals, FactorRentals, StepRentals}, r.Kind) && !r.Percent.IsZero() {
		f.Add(field+".percent", "only rows of the kinds percent, factor and step have a percentage").Because("leave it out")
	}
}

// checkTimes checks the days.
func (t Terms) checkTimes(f *errs.Faults) {
	regular := addMonths(t.Start, t.EveryMonths, t.EndOfMonth)
	if first := t.FirstPeriodEnds; first != 0 && (first <= t.Start || first > addMonths(regular, t.EveryMonths, t.EndOfMonth)) {
		f.Add("first_period_ends", "a first period has at least one day and at most two regular periods").Because("choose a day after {day}", "day", t.Start)
	}
	if last := t.LastPeriodEnds; last != 0 {
		before := t
		before.LastPeriodEnds, before.Shift = 0, 0
		days, err := newTimetable(before, before.everyMonths(), t.Count, nil)
		from := days.at[t.Count-1]
		if err != nil || last <= from || last > addMonths(from, 2*t.EveryMonths, t.EndOfMonth) {
			f.Add("last_period_ends", "a last period has at least one day and at most two regular periods").Because("choose a day after {day}", "day", from)
		}
	}
	switch {
	case t.Shift > 8:
		f.Add("shift", "{text} is no business day convention", "text", t.Shift.String())
	case t.Shift != 0 && len(t.Calendars) == 0:
		f.Add("shift", "a business day convention needs a calendar").Because("name one, like NC for none or MF for Monday to Friday")
	case strings.HasPrefix(t.Shift.String(), "SC") && t.DayCount == 0:
		f.Add("day_count", "interest to a moved day needs a day count").Because("choose A365, or a convention that begins with CS")
	}
	if t.DayCount > 8 {
		f.Add("day_count", "{text} is no day count", "text", t.DayCount.String())
	}
	if len(t.Calendars) > 20 {
		f.Add("calendars", "the list has more than {most} entries", "most", 20)
	}
}

// everyMonths is the length of every period.
func (t Terms) everyMonths() []int {
	months := make([]int, t.Count)
	for j := range months {
		months[j] = t.EveryMonths
	}
	j := 0
	for _, r := range t.Shape {
		for range r.Count {
			if j < len(months) && r.EveryMonths > 0 {
				months[j] = r.EveryMonths
			}
			j++
		}
	}
	return months
}

// fieldAt is a field of an entry of a list.
func fieldAt(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}
