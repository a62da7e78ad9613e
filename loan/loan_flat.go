package loan

import (
	"kontor/day"
)

// flat plans rows whose interest is charged on what was lent, to the end (F1). Principal is a multiple, and so is the
// whole row where interest is one: both are rounded by themselves, and the interest is then taken out again.
//
// A new rate charges what is left of the principal like a new flat loan of the full number of rows (F19). A later draw-down
// is charged from its period on.
func (p *plan) flat() ([]Instalment, error) {
	f := flat{plan: p, shares: int64(p.Count - p.PrincipalGrace)}
	for k := 0; k < len(p.periods) && (f.left() > 0 || f.next < len(p.drawn) || f.interest < f.total); k++ {
		if err := f.row(k); err != nil {
			return nil, err
		}
	}
	return p.finish()
}

// flat is a flat plan in the making.
type flat struct {
	*plan
	next      int   // draw-down to come
	fresh     int64 // drawn on the last due date: the next row charges it first
	lent      int64 // so far
	principal int64 // of the rows so far
	interest  int64 // of the rows so far
	deferred  int64 // interest of rows of grace, due with the next one
	base      int64 // principal that is shared out over so many rows
	shares    int64
	charge    int64 // interest of a row
	total     int64 // interest of all rows
}

// left is what is lent and not due yet.
func (f *flat) left() int64 { return f.lent - f.principal }

// row adds the k-th row.
func (f *flat) row(k int) error {
	q := f.periods[k]
	first := f.draw(q.due)
	if q.extended {
		f.base, f.shares = f.left(), f.paying(k)
	}
	if err := f.price(k, first); err != nil {
		return err
	}
	interest := f.charge
	if k == len(f.periods)-1 {
		interest = max(0, f.total-f.interest-f.deferred)
	}
	switch {
	case k < f.InterestGrace && f.Amortisation == LevelPrincipal:
		f.deferred, interest = f.deferred+interest, 0
	case k < f.InterestGrace:
		interest = 0 // the other rows carry it, in equal parts
	default:
		interest, f.deferred = interest+f.deferred, 0
	}
	principal, err := f.due(k, interest)
	if err != nil {
		return err
	}
	f.principal += principal
	f.interest += interest
	f.rows = append(f.rows, Instalment{Kind: Rental, From: q.from, DueOn: q.due, Owed: Part{Interest: interest, Principal: principal}})
	return f.checkRow(k, principal, interest)
}

// draw takes the draw-downs up to a day and gives those that the next row charges for the first time. Each raises all rows
// to come by the same.
func (f *flat) draw(until day.Date) (first int64) {
	first, f.fresh = f.fresh, 0
	for ; f.next < len(f.drawn) && f.drawn[f.next].on <= until; f.next++ {
		amount := f.drawn[f.next].amount
		f.lent += amount
		f.base += amount
		if f.drawn[f.next].on < until {
			first += amount
		} else {
			f.fresh += amount
		}
	}
	return first
}

// price sets the interest of the rows from the k-th on, if something changed with it.
func (f *flat) price(k int, first int64) (err error) {
	q := f.periods[k]
	rows := int64(len(f.periods) - k)
	if k == 0 && !q.extended && !q.moved {
		rows = int64(f.Count)
	}
	if grace := f.InterestGrace - k; grace > 0 && f.Amortisation == LevelRows {
		rows -= int64(grace)
	}
	before := f.interest + f.deferred
	switch {
	case k == 0 || q.priced:
		base := f.left() - f.fresh
		num, den := f.span(k, true)
		if f.total, err = f.share(base, num, den); err != nil {
			return err
		}
		f.total += before
		f.charge, err = f.share(base, num, den*rows)
		return err
	case first > 0:
		num, den := f.span(k, false)
		more, err := f.share(first, num, den)
		if err != nil {
			return err
		}
		f.total += more
	case !q.extended && !q.moved:
		return nil
	}
	f.charge, err = f.share(max(0, f.total-before), 1, rows)
	return err
}

// span is what is lent costs at the rate of the k-th period: over the whole plan as signed, or from that period on.
func (f *flat) span(k int, whole bool) (num, den int64) {
	num, den = f.periods[k].rate.Ratio()
	first, rows := k, len(f.periods)-k
	if whole {
		first, rows = 0, f.Count
	}
	if f.Charging == ByDay {
		end := f.periods[len(f.periods)-1].due
		if whole {
			end = f.Unit.step(f.course.Draws[0].On, rows*f.Every)
		}
		return num * int64(end.Sub(f.periods[first].from)), den * f.yearDays()
	}
	return num * int64(rows) * int64(f.Every), den * f.perYear()
}

// due is the principal of the k-th row; the last one takes what is left.
func (f *flat) due(k int, interest int64) (int64, error) {
	if f.periods[k].grace {
		return 0, nil
	}
	if f.paying(k) == 1 {
		return f.left(), nil
	}
	principal, err := f.multiple(f.base, 1, f.shares)
	if err != nil {
		return 0, err
	}
	whole, err := f.multiple(interest, 1, 1)
	return min(max(0, principal+whole-interest), f.left()), err
}
