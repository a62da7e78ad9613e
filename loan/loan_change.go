package loan

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// restructure puts new rows in the place of all that are not due yet: an addendum, a payment holiday, another rate, a part
// that ended. The new rows must owe the principal that is left, changed by what the transaction says.
func (r *replay) restructure(t *Transaction, done *Applied) error {
	left := r.cut(t)
	if err := r.fits(t, left+t.Part.Principal); err != nil {
		return err
	}
	done.Part.Principal = t.Part.Principal
	if t.Part.Principal != 0 {
		r.a.Drawn = append(r.a.Drawn, Draw{t.On, t.Part.Principal})
	}
	r.append(t)
	r.release(t.On)
	return nil
}

// prepay takes money for principal ahead of its time and puts new rows in the place of those not due yet (E1). What is due
// is met first; of the rest Part says what goes to interest, fees and penalties, all else is principal.
func (r *replay) prepay(t *Transaction, done *Applied) error {
	due := r.a.OpenUntil(t.On).Total()
	beside := t.Part.Total() - t.Part.Principal
	ahead := t.Amount - due - beside
	if ahead <= 0 {
		return errs.New(errs.Refused, "{amount} are due before anything can be paid ahead", "amount", money.Of(due+beside, r.c.Currency)).At(t.ID).
			Because("pay more than that, or book it as a payment")
	}
	left := r.cut(t)
	if err := r.fits(t, left-ahead); err != nil {
		return err
	}
	owed := t.Part
	owed.Principal = ahead
	r.add(Instalment{Kind: Prepaid, DueOn: t.On, Owed: owed})
	r.append(t)
	r.release(t.On)
	return r.receive(t, done)
}

// cut takes out the rows that are not due yet, and with Arrears what is open of those that are, and gives the principal
// they owed. What had met the rows is held again.
func (r *replay) cut(t *Transaction) (principal int64) {
	kept := r.a.Rows[:0:0]
	for _, row := range r.a.Rows {
		switch {
		case row.DueOn <= t.On && t.Arrears:
			principal += row.Open().Principal
			row.Owed = row.Paid.Add(row.Waived)
			kept = append(kept, row)
		case row.DueOn <= t.On || row.Kind == Extra:
			kept = append(kept, row)
		default:
			principal += row.Owed.Principal - row.Waived.Principal - row.Joins
			r.free(row.Nr, row.Paid)
		}
	}
	r.a.Rows = kept
	return principal
}

// fits refuses rows that do not owe the principal that is left.
func (r *replay) fits(t *Transaction, left int64) error {
	var sum int64
	for _, row := range t.Rows {
		if row.DueOn <= t.On {
			return errs.New(errs.Refused, "row {nr} is due before the change", "nr", row.Nr).At(t.ID).Because("let the new rows begin after {day}", "day", t.On)
		}
		sum += row.Owed.Principal - row.Joins
	}
	if sum != left {
		return errs.New(errs.Refused, "the new rows owe {amount} of principal, {left} are left", "amount", money.Of(sum, r.c.Currency), "left", money.Of(left, r.c.Currency)).At(t.ID).
			Because("calculate the new rows again from what is left")
	}
	return nil
}

// append puts the rows of a transaction in; numbers that are taken are given anew.
func (r *replay) append(t *Transaction) {
	for _, row := range t.Rows {
		r.add(row)
	}
	r.chargeAnew(t.On)
	r.changed(t.On)
}

// chargeAnew puts charges whose row was taken out on the next one that is not due yet: new rows replace what was agreed, not what
// was charged.
func (r *replay) chargeAnew(on day.Date) {
	if r.planned() {
		return
	}
	r.sort()
	for i := range r.a.Charges {
		x := &r.a.Charges[i]
		if slices.ContainsFunc(r.a.Rows, func(row Instalment) bool { return row.Nr == x.Nr }) {
			continue
		}
		row := &r.a.Rows[r.rowFor(0, max(x.DueOn, on.Add(1)))]
		x.Nr = row.Nr
		*row.Owed.at(x.component()) += x.Amount
		*row.Waived.at(x.component()) += x.Waived
	}
}

// free takes money back out of a row, from the transactions that met it last.
func (r *replay) free(nr int, part Part) {
	for i := len(r.a.Applied) - 1; i >= 0 && part.Total() > 0; i-- {
		done := &r.a.Applied[i]
		for j := len(done.Met) - 1; j >= 0; j-- {
			if done.Met[j].Nr == nr {
				part = r.freeOf(i, j, part)
			}
		}
	}
}

// freeOf takes back of one meeting what is to be freed, and gives what is still to be freed.
func (r *replay) freeOf(i, j int, part Part) Part {
	done := &r.a.Applied[i]
	m := &done.Met[j]
	var back Part
	for _, c := range []Component{Penalty, Fee, Interest, Principal} {
		n := min(part.Of(c), m.Part.Of(c))
		*back.at(c) = n
		if c == Penalty || c == Fee {
			r.unpayCharges(m.Nr, c == Penalty, n)
		}
	}
	m.Part = m.Part.Sub(back)
	if m.Part == (Part{}) {
		done.Met = slices.Delete(done.Met, j, j+1)
	}
	r.met = 0
	if done.Kind.brings() {
		done.Part = done.Part.Sub(back)
		r.hold(i, back.Total())
	} else {
		r.owedAfterAll(done, back.Total())
	}
	return part.Sub(back)
}

// hold keeps money of a transaction that met nothing.
func (r *replay) hold(i int, n int64) {
	if n == 0 {
		return
	}
	r.a.Applied[i].Unapplied += n
	r.a.Unapplied += n
	if at, found := slices.BinarySearch(r.held, i); !found {
		r.held = slices.Insert(r.held, at, i)
	}
}

// owedAfterAll undoes that credit met a refund: the refund is owed, the credit is held again.
func (r *replay) owedAfterAll(refund *Applied, n int64) {
	refund.Part.Principal += n
	for i := len(r.a.Applied) - 1; i >= 0 && n > 0; i-- {
		if from := &r.a.Applied[i]; from.Returned > 0 {
			back := min(n, from.Returned)
			from.Returned -= back
			n -= back
			r.hold(i, back)
		}
	}
}

func (r *replay) unpayCharges(nr int, penalty bool, n int64) {
	for i := len(r.a.Charges) - 1; i >= 0 && n > 0; i-- {
		if x := &r.a.Charges[i]; x.Nr == nr && x.Penalty == penalty {
			back := min(n, x.Paid)
			x.Paid -= back
			n -= back
		}
	}
}

// release mends rows of which less is owed than before: what was given up of them counts for nothing, what was paid is
// freed, and principal that was moved elsewhere since is taken back there.
func (r *replay) release(on day.Date) {
	for i := range r.a.Rows {
		row := &r.a.Rows[i]
		if n := -row.Owed.Principal; n > 0 {
			row.Owed.Principal = 0
			r.unowe(n)
		}
		row.Owed.Interest = max(0, row.Owed.Interest)
		var over Part
		for _, c := range []Component{Penalty, Fee, Interest, Principal} {
			n := max(0, -row.Open().Of(c))
			given := min(n, row.Waived.Of(c))
			*row.Waived.at(c) -= given
			*over.at(c) = n - given
		}
		if over == (Part{}) {
			continue
		}
		row.Paid = row.Paid.Sub(over)
		r.met = 0
		n := over.Total()
		late := min(n, row.Late)
		row.Late -= late
		row.Early -= min(n-late, row.Early)
		r.free(row.Nr, over)
	}
	r.close(on)
}

// unowe takes principal off the last rows that owe some.
func (r *replay) unowe(n int64) {
	for i := len(r.a.Rows) - 1; i >= 0 && n > 0; i-- {
		row := &r.a.Rows[i]
		less := max(0, min(n, row.Open().Principal))
		row.Owed.Principal -= less
		n -= less
	}
}

// reschedule moves dates: the rows from one on keep their distance (F19). What needs other interest comes with new rows.
func (r *replay) reschedule(t *Transaction) error {
	turn := turnOf(t)
	if r.c.Interest != nil {
		if r.c.Interest.Stepwise() {
			r.course.Turns = append(r.course.Turns, turn)
			r.course.AsOf = t.On
		}
		return r.replan()
	}
	if turn.NewDueOn == 0 || turn.Grace != 0 || turn.Extra != 0 || turn.Rate != nil {
		return errs.New(errs.Refused, "only dates can be moved here").At(t.ID).Because("calculate the new rows and book them as a restructure")
	}
	first := slices.IndexFunc(r.a.Rows, func(row Instalment) bool { return row.DueOn == turn.From })
	if first < 0 {
		return errs.New(errs.Refused, "no row is due on {day}", "day", turn.From).At(t.ID).Because("take the due date of the first row that moves")
	}
	if first > 0 && turn.NewDueOn < r.a.Rows[first-1].DueOn {
		return errs.New(errs.Refused, "the row would be due before the one ahead of it").At(t.ID).Because("choose {day} or later", "day", r.a.Rows[first-1].DueOn)
	}
	for i := first; i < len(r.a.Rows); i++ {
		if r.a.Rows[i].Kind != Extra {
			r.a.Rows[i].DueOn = moved(r.a.Rows[i].DueOn, turn.From, turn.NewDueOn)
		}
	}
	r.changed(t.On)
	return nil
}

// moved is a day as far from the new date as it was from the old one, in months where it was whole months.
func moved(d, from, to day.Date) day.Date {
	y1, m1, _ := from.Civil()
	y2, m2, _ := d.Civil()
	months := (y2-y1)*12 + m2 - m1
	if from.AddMonths(months) == d {
		return to.AddMonths(months)
	}
	return to.Add(d.Sub(from))
}

// reAge moves the unpaid principal of what is due into new rows (F20). Interest and charges stay where they are.
func (r *replay) reAge(t *Transaction, done *Applied) error {
	sum := r.lift(t.On)
	if sum == 0 {
		return errs.New(errs.Refused, "no principal is due that could be moved").At(t.ID).Because("a re-age moves arrears; choose a day on which there are some")
	}
	if len(r.a.Rows)+t.Tail.Count > MaxRows {
		return errs.New(errs.Refused, "there are more than {most} rows", "most", MaxRows).At(t.ID).Because("take fewer new rows")
	}
	done.Part.Principal, done.Amount = sum, sum
	from := r.a.Rows[len(r.a.Rows)-1].DueOn
	each := r.multiple(sum, int64(t.Tail.Count))
	for i := range t.Tail.Count {
		n := min(each, sum)
		if i == t.Tail.Count-1 {
			n = sum
		}
		sum -= n
		due := t.Tail.Unit.step(t.Tail.Start, i*t.Tail.Every)
		r.add(Instalment{Kind: Aged, From: from, DueOn: due, Owed: Part{Principal: n}})
		from = due
	}
	r.changed(t.On)
	return nil
}

// lift takes the unpaid principal off all rows due up to a day.
func (r *replay) lift(on day.Date) (sum int64) {
	for i := range r.a.Rows {
		if row := &r.a.Rows[i]; row.DueOn <= on {
			n := row.Open().Principal
			row.Owed.Principal -= n
			sum += n
		}
	}
	return sum
}

// multiple is an equal part of a sum, to the unit in which rows are made.
func (r *replay) multiple(sum, n int64) int64 {
	each := divide(sum, n, r.c.Settings.Rounding)
	if unit := r.c.Settings.Multiple; unit > 1 {
		each = divide(each, unit, r.c.Settings.Rounding) * unit
	}
	return each
}

// reAmortise spreads the unpaid principal of what is due over the rows that are left (F20).
func (r *replay) reAmortise(t *Transaction, done *Applied) error {
	var ahead []int
	for i, row := range r.a.Rows {
		if row.DueOn > t.On && row.Kind != Extra && row.Kind != Advance && row.Kind != Aged {
			ahead = append(ahead, i)
		}
	}
	if len(ahead) == 0 {
		return errs.New(errs.Refused, "no row is left to spread arrears over").At(t.ID).Because("move them into new rows by a re-age")
	}
	sum := r.lift(t.On)
	done.Part.Principal, done.Amount = sum, sum
	each := r.multiple(sum, int64(len(ahead)))
	for n, i := range ahead {
		part := min(each, sum)
		if n == len(ahead)-1 {
			part = sum
		}
		r.a.Rows[i].Owed.Principal += part
		sum -= part
	}
	r.changed(t.On)
	return nil
}

// accelerate lets all that is left fall due at once: the principal and the charges of the rows ahead, without their
// interest and the fees that were agreed for periods to come; what the running period has earned already comes with the transaction.
func (r *replay) accelerate(t *Transaction, done *Applied) {
	due := max(t.On, t.Due)
	called := Instalment{Kind: Called, DueOn: due, Owed: Part{Interest: t.Part.Interest}}
	for i := range r.a.Rows {
		row := &r.a.Rows[i]
		if row.DueOn <= due {
			continue
		}
		called.Owed = called.Owed.Add(r.a.chargedOf(row.Nr)).Add(Part{Principal: row.Open().Principal - row.Joins})
		row.Joins = 0
		r.moveCharges(row.Nr, r.lastNr+1)
		row.Owed = row.Paid.Add(row.Waived)
	}
	done.Part = called.Owed
	done.Amount = done.Part.Total()
	if done.Amount > 0 {
		r.add(called)
	}
	r.changed(t.On)
}

// moveCharges lets what is open of a row's charges follow to another row; what was paid of them stays.
func (r *replay) moveCharges(from, to int) {
	for i := 0; i < len(r.a.Charges); i++ {
		x := &r.a.Charges[i]
		open := x.Open()
		if x.Nr != from || open <= 0 {
			continue
		}
		moved := *x
		moved.Nr, moved.Amount, moved.Paid, moved.Waived = to, open, 0, 0
		if x.Amount -= open; x.Amount == 0 {
			*x = moved
		} else {
			r.a.Charges = slices.Insert(r.a.Charges, i+1, moved)
		}
	}
}

// divide is a/n, rounded.
func divide(a, n int64, mode money.Mode) int64 { return rounded(a/n, a%n, n, mode) }
