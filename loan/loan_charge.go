package loan

import (
	"cmp"
	"slices"

	"kontor/day"
)

// charge puts a fee or a penalty on the row it names, or on the one in whose period its due date lies. Beyond the last row
// it makes a row of its own (F21).
func (r *replay) charge(t *Transaction, done *Applied) {
	due := t.Due
	if due == 0 {
		due = t.On
	}
	i := r.rowFor(t.Nr, due)
	row := &r.a.Rows[i]
	*row.Owed.at(t.component()) += t.Amount
	*done.Part.at(t.component()) = t.Amount
	x := Charged{ID: t.ID, Nr: row.Nr, DueOn: due, Penalty: t.Penalty, Cause: t.Cause, Amount: t.Amount}
	at, _ := slices.BinarySearchFunc(r.a.Charges, x.DueOn+1, func(c Charged, d day.Date) int { return cmp.Compare(c.DueOn, d) })
	r.a.Charges = slices.Insert(r.a.Charges, at, x)
	row.PaidOn, r.met = 0, min(r.met, i)
}

// component is what a charge is owed as.
func (t *Transaction) component() Component {
	if t.Penalty {
		return Penalty
	}
	return Fee
}

// rowFor is the index of the row that a charge belongs to.
func (r *replay) rowFor(nr int, due day.Date) int {
	if nr != 0 {
		for i, row := range r.a.Rows {
			if row.Nr == nr {
				return i
			}
		}
	}
	for i, row := range r.a.Rows {
		if row.DueOn >= due && row.Kind != Advance && row.Kind != Extra {
			return i
		}
	}
	return r.extra(due)
}

// extra is the index of the row after the last instalment; it moves to the latest day of what is on it.
func (r *replay) extra(due day.Date) int {
	for i := range r.a.Rows {
		if row := &r.a.Rows[i]; row.Kind == Extra {
			row.DueOn = max(row.DueOn, due)
			nr := row.Nr
			r.sort()
			return slices.IndexFunc(r.a.Rows, func(x Instalment) bool { return x.Nr == nr })
		}
	}
	r.add(Instalment{Kind: Extra, DueOn: due})
	nr := r.lastNr
	r.sort()
	return slices.IndexFunc(r.a.Rows, func(x Instalment) bool { return x.Nr == nr })
}

// waive gives up what is owed, by component, of one row or of the oldest ones; never more than is open.
func (r *replay) waive(t *Transaction, done *Applied) {
	for _, c := range []Component{Penalty, Fee, Interest, Principal} {
		left := t.Part.Of(c)
		for i := range r.a.Rows {
			row := &r.a.Rows[i]
			n := min(left, row.Open().Of(c))
			if n <= 0 || t.Nr != 0 && row.Nr != t.Nr {
				continue
			}
			*row.Waived.at(c) += n
			*done.Part.at(c) += n
			left -= n
			r.waiveCharges(row.Nr, c, n)
		}
	}
	done.Amount = done.Part.Total()
	r.changed(t.On)
}

func (r *replay) waiveCharges(nr int, c Component, n int64) {
	for i := range r.a.Charges {
		if x := &r.a.Charges[i]; x.Nr == nr && n > 0 && (c == Penalty || c == Fee) && x.Penalty == (c == Penalty) {
			given := min(n, x.Open())
			x.Waived += given
			n -= given
		}
	}
}

// writeOff gives up all that is open; what comes in later is a recovery.
func (r *replay) writeOff(t *Transaction, done *Applied) {
	r.waive(&Transaction{On: t.On, Part: r.a.Open()}, done)
	r.a.WrittenOn = t.On
}

// refund pays held money back, the oldest first. What is more than held is owed as principal: with the next row, or on a
// row of its own after the last (M7). Where money does not wait for due dates, a refund with too little credit is owed in
// full and the credit meets it at once.
func (r *replay) refund(t *Transaction, done *Applied) {
	credit := min(r.a.Unapplied, t.Amount)
	missing := t.Amount - credit
	done.Part.Principal = missing
	r.giveBack(credit)
	if missing == 0 {
		return
	}
	owed := missing
	if r.c.Settings.Future != Hold {
		owed = t.Amount
	}
	r.a.Drawn = append(r.a.Drawn, Draw{t.On, owed})
	i := r.rowOfRefund(t.On)
	r.a.Rows[i].Owed.Principal += owed
	p := pour{rows: r.a.Rows[i : i+1], on: t.On, left: owed - missing}
	p.take(0, Principal, p.left)
	done.Met = p.met
	r.changed(t.On)
}

// rowOfRefund is the index of the row with which a refund is owed.
func (r *replay) rowOfRefund(on day.Date) int {
	i := slices.IndexFunc(r.a.Rows, func(row Instalment) bool { return row.DueOn > on && row.Kind != Advance && row.Kind != Extra })
	if i >= 0 {
		return i
	}
	if last := len(r.a.Rows) - 1; last >= 0 && r.a.Rows[last].DueOn == on {
		return last
	}
	return r.extra(on)
}

// giveBack takes an amount out of what is held.
func (r *replay) giveBack(amount int64) {
	r.a.Unapplied -= amount
	for amount > 0 && len(r.held) > 0 {
		from := &r.a.Applied[r.held[0]]
		n := min(amount, from.Unapplied)
		from.Unapplied -= n
		from.Returned += n
		amount -= n
		if from.Unapplied == 0 {
			r.held = r.held[1:]
		}
	}
}
