package loan

import (
	"slices"
	"sort"

	"kontor/day"
)

// declining plans rows whose interest is charged on what is left (F2 to F5), and lets payments change them where the terms
// say so (F10 to F17).
//
// One pass over the periods is enough: what a row owes is settled by the last calculation up to its due date and stays.
func (p *plan) declining() ([]Instalment, error) {
	d := declining{plan: p}
	if p.Recalculation != nil {
		d.receipts = p.receipts()
	}
	for k := 0; k < len(p.periods) && (d.balance > 0 || d.next < len(p.drawn)); k++ {
		if err := d.row(k); err != nil {
			return nil, err
		}
	}
	if n := len(d.own); d.deferred > 0 && n > 0 {
		d.own[n-1].Owed.Interest += d.deferred
	}
	for _, r := range d.own {
		r.Paid = Part{}
		p.rows = append(p.rows, r)
	}
	return p.finish()
}

// declining is a plan on the declining balance in the making.
type declining struct {
	*plan
	own      []Instalment // rows so far without the down payments, with what receipts paid of them
	next     int          // draw-down to come
	lent     int64        // so far
	fresh    int64        // drawn on the last due date: the level of the next row knows it first
	balance  int64        // principal that is not due yet
	deferred int64        // interest of rows of grace, due with the next one
	level    int64        // row, or principal of a row
	skip     int64        // paid before, to leave out of the principal of the next rows
	receipts []receipt    // to come
	unpaid   int          // first row that is not paid in full
	early    int64        // of the period's receipts: beyond what was due, before the due date
}

// row adds the k-th row.
func (d *declining) row(k int) error {
	q := d.periods[k]
	from := d.next
	drew := d.draw(q.due)
	if err := d.solveAt(k, drew); err != nil {
		return err
	}
	own, ends, err := d.charge(k, d.drawn[from:d.next])
	if err != nil {
		return err
	}
	interest := own + d.deferred
	if k < d.InterestGrace && ends == 0 {
		d.deferred, interest = interest, 0
	} else {
		d.deferred = 0
	}
	principal := d.principal(k, own)
	if ends > 0 {
		principal, q.due = d.balance, ends
	}
	if principal, err = d.prepaid(k, principal); err != nil {
		return err
	}
	d.balance -= principal
	if err := d.checkRow(k, principal, interest); err != nil {
		return err
	}
	d.own = append(d.own, Instalment{Kind: Rental, From: q.from, DueOn: q.due, Owed: Part{Interest: interest, Principal: principal}})
	d.pay(Receipt{On: q.from, Amount: d.early})
	return d.onDue(k)
}

// draw takes the draw-downs up to a day and tells whether the next row is the first one that knows of any.
func (d *declining) draw(until day.Date) (drew bool) {
	drew, d.fresh = d.fresh > 0, 0
	for ; d.next < len(d.drawn) && d.drawn[d.next].on <= until; d.next++ {
		amount := d.drawn[d.next].amount
		d.lent += amount
		d.balance += amount
		if d.drawn[d.next].on < until {
			drew = true
		} else {
			d.fresh += amount
		}
	}
	return drew
}

// solveAt solves the level of the rows from the k-th on, if it was drawn or agreed to change with it. Where an amount is
// approved, draw-downs do not change the level.
func (d *declining) solveAt(k int, drew bool) error {
	q, rows := d.periods[k], d.paying(k)
	if k == 0 {
		rows = int64(d.Count - d.PrincipalGrace)
	}
	switch {
	case k == 0 && d.Approved > 0:
		num, den := d.DownPayment.Ratio()
		down, err := d.multiple(d.Approved, num, den)
		if err != nil {
			return err
		}
		return d.solve(k, d.Approved-down, rows)
	case q.priced || q.extended:
		return d.solve(k, d.coming(), d.paying(k))
	case drew && d.Approved == 0:
		return d.solve(k, d.coming(), rows)
	}
	return nil
}

// coming is the principal that the rows to come have to pay back.
func (d *declining) coming() int64 {
	if d.Approved > 0 {
		return d.balance + d.total() - d.lent
	}
	return d.balance - d.fresh
}

// solve sets the level that pays a balance back in so many rows.
func (d *declining) solve(k int, balance, rows int64) (err error) {
	if balance <= 0 || rows < 1 {
		return nil
	}
	if d.Amortisation == LevelPrincipal {
		d.level, err = d.share(balance, 1, rows)
		return err
	}
	d.level, err = d.plan.level(balance, d.periods[k].rate, rows)
	return err
}

// principal is what the k-th row pays back before prepayments are looked at; the last one takes what is left.
func (d *declining) principal(k int, interest int64) int64 {
	switch {
	case d.periods[k].grace:
		return 0
	case d.paying(k) == 1:
		d.skip = 0 // there is no next row to leave it to
		return d.balance
	case d.Amortisation == LevelPrincipal:
		return min(d.level, d.balance+d.skip)
	case d.level < interest && len(d.own) > 0 && d.Recalculation != nil:
		return 0 // late interest is more than the row: principal moves back
	}
	return min(d.level-interest, d.balance+d.skip)
}

// prepaid makes the principal of the k-th row follow what was paid before: it is left out if it was skipped to, and is at
// least what was paid in the period before its due date.
func (d *declining) prepaid(k int, principal int64) (int64, error) {
	skipped := min(d.skip, max(principal, 0))
	d.skip -= skipped
	principal -= skipped
	if paid := min(d.early, d.balance); paid > principal && d.early > 0 {
		excess := paid - principal
		d.balance -= paid // as it will be after the row
		err := d.reshape(k, excess)
		d.balance += paid
		return paid, err
	}
	return principal, nil
}

// onDue lets the receipts of the k-th due date meet the rows; what is left of them is principal of the k-th row (F11),
// or waits for the next due date.
func (d *declining) onDue(k int) error {
	due := d.periods[k].due
	for i := 0; i < len(d.receipts) && d.receipts[i].On <= due; {
		r := d.receipts[i]
		r.On = due
		left := d.pay(r.Receipt)
		if left > 0 && d.waits(r) {
			if d.receipts[i].Amount = left; k+1 < len(d.periods) && d.periods[k+1].due <= d.course.AsOf {
				i++
				continue
			}
			left = 0
		}
		d.drop(i)
		if left = min(left, d.balance); left == 0 {
			continue
		}
		d.balance -= left
		d.own[len(d.own)-1].Owed.Principal += left
		d.unpaid = min(d.unpaid, len(d.own)-1)
		r.Amount = left
		d.pay(r.Receipt)
		if err := d.reshape(k, left); err != nil {
			return err
		}
	}
	return nil
}

// drop leaves a receipt behind that has done all it does.
func (d *declining) drop(i int) {
	if i == 0 {
		d.receipts = d.receipts[1:]
		return
	}
	d.receipts = slices.Delete(d.receipts, i, i+1)
}

// waits reports whether a receipt meets nothing ahead of its time.
func (d *declining) waits(r receipt) bool { return !r.payOff && d.course.holds(r.Kind) }

// reshape changes the rows behind the k-th after more principal was paid than it asked for.
func (d *declining) reshape(k int, excess int64) error {
	switch d.Recalculation.Prepayment {
	case SkipNext:
		d.skip += excess
	case LowerRows:
		if k+1 < len(d.periods) {
			return d.solve(k+1, d.coming(), d.paying(k+1))
		}
	}
	return nil
}

// pay lets a receipt meet the rows so far, the oldest first, and gives back what is left.
func (d *declining) pay(r Receipt) (left int64) {
	left = r.Amount
	for i := d.unpaid; i < len(d.own) && left > 0; i++ {
		row := &d.own[i]
		open := row.Open()
		first, second := &open.Interest, &open.Principal
		if d.course.principalFirst(r.Kind, timeOf(row.DueOn, r.On)) {
			first, second = second, first
		}
		*first = min(*first, left)
		*second = min(*second, left-*first)
		row.Paid = row.Paid.Add(open)
		left -= open.Interest + open.Principal
		if i == d.unpaid && row.Met() {
			d.unpaid++
		}
	}
	return left
}

// overdue is what bears late interest: unpaid principal of the rows so far, and unpaid interest if it compounds (F13, F15).
func (d *declining) overdue() (sum int64) {
	for _, r := range d.own[min(d.unpaid, len(d.own)):] {
		sum += r.Owed.Principal - r.Paid.Principal
		if d.Recalculation.Compounding {
			sum += r.Owed.Interest - r.Paid.Interest
		}
	}
	return sum
}

// calculated is the last day of calculation up to the end of a period, no day if there was none in it.
func (d *declining) calculated(q period) (last day.Date) {
	note := func(on day.Date) {
		if on > q.from && on <= q.due {
			last = max(last, on)
		}
	}
	note(d.course.AsOf)
	if d.Recalculation.Closed && d.course.AsOf > q.due {
		note(q.due)
	}
	if i := sort.Search(len(d.course.Receipts), func(i int) bool { return d.course.Receipts[i].On > q.due }); i > 0 {
		note(d.course.Receipts[i-1].On)
	}
	if i := sort.Search(len(d.course.Draws), func(i int) bool { return d.course.Draws[i].On > q.due }); i > 0 {
		note(d.course.Draws[i-1].On)
	}
	for _, u := range d.course.Turns {
		note(u.AgreedOn)
	}
	return last
}
