package loan

import (
	"slices"

	"kontor/day"
	"kontor/money"
)

// fill makes what every row owes from what is lent, agreed and paid so far.
func (g *progressive) fill() error {
	s := stretch{progressive: g}
	for k := range g.open {
		interest, err := s.charge(k, g.periods[k].due)
		if err != nil {
			return err
		}
		s.settle(k, interest)
	}
	return nil
}

// stretch walks through the periods.
type stretch struct {
	*progressive
	scheduled int64 // principal of the rows so far
}

// charge is the interest of the k-th period up to a day: each stretch of one balance and one rate is rounded by itself.
func (s *stretch) charge(k int, to day.Date) (total int64, err error) {
	q := s.periods[k]
	at := q.from
	for _, end := range s.cuts(k) {
		if end = min(end, to); end <= at {
			break
		}
		amount, err := s.times(s.balance(k, at), s.factorOf(q, at, end))
		if err != nil {
			return 0, err
		}
		total, at = total+amount, end
	}
	return total, nil
}

// cuts are the days on which stretches of the k-th period end, its due date last.
func (g *progressive) cuts(k int) []day.Date {
	q := g.periods[k]
	cuts := make([]day.Date, 0, 8)
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
	first, _ := slices.BinarySearchFunc(g.prepaid, q.from, func(p prepaid, on day.Date) int { return int(p.on) - int(on) })
	for _, p := range g.prepaid[first:] {
		if p.on >= q.due {
			break
		}
		cut(p.on)
	}
	if g.late(k) {
		cut(g.lateUntil(k))
	}
	slices.Sort(cuts)
	return append(slices.Compact(cuts), q.due)
}

// late reports whether principal of a row before the k-th one is unpaid.
func (g *progressive) late(k int) bool {
	for i := range k {
		if g.owed[i].Principal > g.paid[i].Principal {
			return true
		}
	}
	return false
}

// balance is what bears interest from a day of the k-th period on: up to the day of calculation what is really owed, behind
// it what would be if every row were paid on its due date (F13).
func (s *stretch) balance(k int, at day.Date) (balance int64) {
	for _, d := range s.lent {
		if d.on <= at {
			balance += d.amount
		}
	}
	real := at < s.lateUntil(k)
	for _, p := range s.prepaid {
		if p.on <= at && (real || p.row >= k) {
			balance -= p.amount
		}
	}
	if !real {
		balance -= s.scheduled
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
func (s *stretch) settle(k int, interest int64) {
	interest += s.carried[k]
	paid := s.paid[k]
	due := interest
	if paid.Principal > max(0, s.level[k]-interest) {
		due = paid.Interest
	}
	due = max(due, paid.Interest)
	left := -s.scheduled
	for _, d := range s.lent {
		if d.on < s.periods[k].due || k == s.open-1 {
			left += d.amount
		}
	}
	for i := k + 1; i < s.open; i++ {
		left -= s.paid[i].Principal
	}
	principal := max(0, s.level[k]-due)
	switch {
	case k == s.open-1:
		due, principal = max(interest, due), left
	case s.grace[k]:
		principal = 0
	}
	if k+1 < s.open {
		s.carried[k+1] = interest - due
	}
	principal = max(min(principal, left), paid.Principal)
	s.owed[k] = Part{Interest: due, Principal: principal}
	s.scheduled += principal
}

// factorOf is the share of a year between two days of a period times the rate, in 12 digits (F7).
func (g *progressive) factorOf(q period, from, to day.Date) decimal {
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
	share := decimalOf(g.unitDays(from, year)).times(decimalOf(int64(g.Every))).over(decimalOf(year))
	return r.times(share).times(decimalOf(int64(to.Sub(from)))).over(decimalOf(int64(length)))
}

// unitDays is how many days a unit of the rhythm counts.
func (g *progressive) unitDays(from day.Date, year int64) int64 {
	switch {
	case g.Unit == Days:
		return 1
	case g.Unit == Weeks:
		return 7
	case g.Unit == Years:
		return year
	case g.MonthDays > 0:
		return int64(g.MonthDays)
	}
	return int64(from.MonthEnd().Day())
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
	for _, end := range g.cuts(k) {
		sum = sum.plus(g.factorOf(g.periods[k], at, end))
		at = end
	}
	return sum
}

// times is an amount times a factor, rounded once.
func (g *progressive) times(amount int64, f decimal) (int64, error) {
	for ; f.e < -18; f.e++ {
		f.m /= 10
	}
	if f.e > 0 {
		return g.share(money.MaxMinor, 2, 1) // says that it is too large
	}
	return g.share(amount, int64(f.m), int64(powersOf10[-f.e]))
}
