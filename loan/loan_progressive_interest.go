package loan

import (
	"slices"

	"kontor/day"
	"kontor/money"
)

// walk goes through the periods one by one and makes what every row owes from what is lent, agreed and paid so far.
type walk struct {
	*progressive
	at        int   // period to come
	scheduled int64 // principal of the rows so far
	paidOf    int64 // principal that was paid of them
	carried   int64 // interest of a row that was paid off before its due date: the next one owes it
}

// fill walks to the end, from the rows that are settled.
func (g *progressive) fill() error {
	ahead := g.walk
	return ahead.to(len(g.periods))
}

// advance settles the rows that are due up to a day.
func (g *progressive) advance(on day.Date) error {
	k := g.walk.at
	for k < len(g.periods) && g.periods[k].due <= on {
		k++
	}
	return g.walk.to(k)
}

// to walks up to a period.
func (w *walk) to(end int) error {
	for ; w.at < end; w.at++ {
		interest, err := w.charge(w.at, w.periods[w.at].due)
		if err != nil {
			return err
		}
		w.settle(w.at, interest)
	}
	return nil
}

// charge is the interest of the k-th period up to a day: each stretch of one balance and one rate is rounded by itself.
func (w *walk) charge(k int, to day.Date) (total int64, err error) {
	q := w.periods[k]
	at := q.from
	var buf [8]day.Date
	for _, end := range w.cuts(k, w.scheduled > w.paidOf, buf[:0]) {
		if end = min(end, to); end <= at {
			break
		}
		amount, err := w.times(w.balance(k, at), w.factorOf(k, at, end))
		if err != nil {
			return 0, err
		}
		total, at = total+amount, end
	}
	return total, nil
}

// cuts are the days on which stretches of the k-th period end, its due date last. If principal of rows before it is unpaid,
// the day of calculation is one.
func (g *progressive) cuts(k int, late bool, cuts []day.Date) []day.Date {
	q := g.periods[k]
	cut := func(on day.Date) {
		if on > q.from && on < q.due {
			cuts = append(cuts, on)
		}
	}
	for _, d := range g.lent {
		cut(d.on)
	}
	for _, r := range g.rates {
		cut(r.on)
	}
	for i := g.prepaidFrom(q.from + 1); i < len(g.prepaid) && g.prepaid[i].on < q.due; i++ {
		cut(g.prepaid[i].on)
	}
	if late {
		cut(g.lateUntil(k))
	}
	slices.Sort(cuts)
	return append(slices.Compact(cuts), q.due)
}

// prepaidFrom is where the principal paid from a day on begins.
func (g *progressive) prepaidFrom(on day.Date) int {
	i, _ := slices.BinarySearchFunc(g.prepaid, on, func(p prepaid, on day.Date) int { return int(p.on) - int(on) })
	return i
}

// balance is what bears interest from a day of the k-th period on: up to the day of calculation what is really owed, behind
// it what would be if every row were paid on its due date (F13).
func (w *walk) balance(k int, at day.Date) (balance int64) {
	for _, d := range w.lent {
		if d.on <= at {
			balance += d.amount
		}
	}
	real := at < w.lateUntil(k)
	balance -= w.principal
	if !real {
		balance -= w.scheduled - w.paidOf
	}
	for i := len(w.prepaid) - 1; i >= 0 && w.prepaid[i].on > at; i-- {
		if p := w.prepaid[i]; real || p.row >= k {
			balance += p.amount
		}
	}
	return max(0, balance)
}

// lateUntil is the day up to which overdue principal bears interest in the k-th period.
func (g *progressive) lateUntil(k int) day.Date {
	if g.Recalculation != nil && g.Recalculation.DueDates && g.until > g.periods[k].from {
		return max(g.until, g.periods[k].due)
	}
	return g.until
}

// settle sets what the k-th row owes. A row that was paid off before its due date owes no more than was paid; what accrued
// on behind that is owed with the next row.
func (w *walk) settle(k int, interest int64) {
	interest += w.carried
	paid := w.paid[k]
	due := interest
	if paid.Principal > max(0, w.level[k]-interest) {
		due = paid.Interest
	}
	due = max(due, paid.Interest)
	last := k == len(w.periods)-1
	left := -w.scheduled
	for _, d := range w.lent {
		if d.on < w.periods[k].due || last {
			left += d.amount
		}
	}
	left -= w.principal - w.paidOf - paid.Principal // what was paid of later rows is theirs
	principal := max(0, w.level[k]-due)
	switch {
	case last:
		due, principal = max(interest, due), left
	case w.periods[k].grace:
		principal = 0
	}
	w.carried = interest - due
	principal = max(min(principal, left), paid.Principal)
	w.owed[k] = Part{Interest: due, Principal: principal}
	w.scheduled += principal
	w.paidOf += paid.Principal
}

// factorOf is the factor between two days of the k-th period; that of a whole period is kept until another rate comes.
func (g *progressive) factorOf(k int, from, to day.Date) decimal {
	q := g.periods[k]
	if from != q.from || to != q.due {
		return g.share12(q, from, to)
	}
	if g.whole[k].m == 0 {
		g.whole[k] = g.share12(q, from, to)
	}
	return g.whole[k]
}

// share12 is the share of a year between two days of a period times the rate, in 12 digits (F7).
func (g *progressive) share12(q period, from, to day.Date) decimal {
	rate := g.Rate
	for _, r := range g.rates {
		if r.on <= from {
			rate = r.rate
		}
	}
	num, den := rate.Ratio()
	r := decimalOf(num).over(decimalOf(den))
	if g.YearDays == 0 && from.Year() != to.Year() {
		return r.times(acrossYears(from, to))
	}
	year := int64(g.YearDays)
	if year == 0 {
		year = daysInYear(from.Year())
	}
	length := q.due.Sub(q.from)
	if q.nominal > 0 {
		length = q.nominal
	}
	share := decimalOf(g.span(q.from, length)).over(decimalOf(year))
	return r.times(share).times(decimalOf(int64(to.Sub(from)))).over(decimalOf(int64(length)))
}

// span is how many days a period counts: those of its units, and of several actual months or years those that it has.
func (g *progressive) span(from day.Date, length int) int64 {
	every := int64(g.Every)
	switch {
	case g.Unit == Days:
		return every
	case g.Unit == Weeks:
		return 7 * every
	case g.Unit == Years && g.YearDays > 0:
		return int64(g.YearDays) * every
	case g.Unit == Months && g.MonthDays > 0:
		return int64(g.MonthDays) * every
	case g.Unit == Months && every == 1:
		return int64(from.MonthEnd().Day())
	}
	return int64(length)
}

// acrossYears is a stretch over the end of a year in years: the days of each year by the length of it.
func acrossYears(from, to day.Date) (sum decimal) {
	for year := from.Year(); year <= to.Year(); year++ {
		end := to
		if year < to.Year() {
			end = day.MustOf(year, 12, 31)
		}
		if days := end.Sub(from); days > 0 {
			sum = sum.plus(decimalOf(int64(days)).over(decimalOf(daysInYear(year))))
		}
		from = end
	}
	return sum
}

func daysInYear(year int) int64 {
	return int64(day.MustOf(year, 12, 31).Sub(day.MustOf(year, 1, 1))) + 1
}

// factor is the sum of the factors of a period.
func (g *progressive) factor(k int) (sum decimal) {
	at := g.periods[k].from
	for _, end := range g.cuts(k, false, nil) {
		sum = sum.plus(g.factorOf(k, at, end))
		at = end
	}
	return sum
}

// times is an amount times a factor, rounded once.
func (g *progressive) times(amount int64, f decimal) (int64, error) {
	if f = f.fine(); f.e > 0 {
		return g.share(money.MaxMinor, 2, 1) // says that it is too large
	}
	return g.share(amount, int64(f.m), int64(powersOf10[-f.e]))
}
