package loan

import (
	"math"
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// plan is a row of periods that is filled with what is owed; amounts are minor units.
type plan struct {
	Terms
	course  Course
	periods []period
	drawn   []drawn
	rows    []Instalment
	payers  []int64 // periods with principal, from each one on
}

// period is the time of one row, with what was agreed to change from it on.
type period struct {
	from, due day.Date
	rate      money.Rate // that holds in it
	grace     bool       // no principal is due
	priced    bool       // another rate holds from it on
	moved     bool       // what follows moved back by rows of grace
	extended  bool       // rows were added
	nominal   int        // days it had before its end moved; 0: it did not move
}

// drawn is a draw-down without its down payment.
type drawn struct {
	on     day.Date
	amount int64
}

// plan sets the periods and takes the down payments off; their rows come first on their days.
func (t Terms) plan(c Course) (*plan, error) {
	t.Multiple = max(t.Multiple, 1)
	p := &plan{Terms: t, course: c}
	if err := p.draw(); err != nil {
		return nil, err
	}
	anchor := c.Draws[0].On
	dues := make([]day.Date, t.Count)
	for i := range dues {
		dues[i] = t.Unit.step(anchor, (i+1)*t.Every)
	}
	p.periods = make([]period, t.Count)
	for i := range p.periods {
		p.periods[i] = period{due: dues[i], rate: t.Rate, grace: i < t.PrincipalGrace}
	}
	for _, u := range c.Turns {
		if err := p.turn(u); err != nil {
			return nil, err
		}
	}
	if err := p.outlast(); err != nil {
		return nil, err
	}
	from := anchor
	for i := range p.periods {
		p.periods[i].from = from
		if p.periods[i].due <= from {
			return nil, errs.New(errs.Invalid, "row {nr} is due on {day}, not after the row before", "nr", i+1, "day", p.periods[i].due).
				Because("take a later day or fewer rows")
		}
		from = p.periods[i].due
	}
	return p, nil
}

// outlast adds periods for draw-downs after the last one, so that they fall due too.
func (p *plan) outlast() error {
	for len(p.drawn) > 0 {
		last := p.periods[len(p.periods)-1]
		if last.due >= p.drawn[len(p.drawn)-1].on {
			return nil
		}
		if len(p.periods) == MaxCount || last.due == day.Max {
			return errs.New(errs.Refused, "the draw-down of {day} comes after the last row", "day", p.drawn[len(p.drawn)-1].on).
				Because("agree on more rows first")
		}
		p.periods = append(p.periods, period{due: p.Unit.step(last.due, p.Every), rate: last.rate})
	}
	return nil
}

// draw splits every draw-down into its down payment and the rest (F6).
func (p *plan) draw() error {
	num, den := p.DownPayment.Ratio()
	balance := int64(0)
	for _, d := range p.course.Draws {
		down, err := p.multiple(d.Amount, num, den)
		if err != nil {
			return err
		}
		down = min(down, d.Amount)
		if balance += d.Amount - down; num > 0 {
			p.rows = append(p.rows, Instalment{Kind: Advance, From: d.On, DueOn: d.On, Owed: Part{Principal: down}, Balance: balance})
		}
		if d.Amount > down {
			p.drawn = append(p.drawn, drawn{d.On, d.Amount - down})
		}
	}
	return nil
}

// turn changes the periods as agreed (F19).
func (p *plan) turn(u Turn) error {
	k := slices.IndexFunc(p.periods, func(q period) bool { return q.due >= u.From })
	if k < 0 {
		return errs.New(errs.Refused, "no row is due on {day} or later", "day", u.From).Because("name the due date of a row that is still to come")
	}
	if u.NewDueOn != 0 {
		start := p.course.Draws[0].On
		if k > 0 {
			start = p.periods[k-1].due
		}
		p.periods[k].nominal = p.periods[k].due.Sub(start)
		for i := k; i < len(p.periods); i++ {
			p.periods[i].due = p.Unit.step(u.NewDueOn, (i-k)*p.Every)
		}
	}
	if u.Grace+u.Extra > MaxCount-len(p.periods) {
		return errs.New(errs.TooLarge, "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", len(p.periods)+u.Grace+u.Extra)
	}
	last := p.periods[len(p.periods)-1]
	for i := range u.Grace + u.Extra {
		p.periods = append(p.periods, period{due: p.Unit.step(last.due, (i+1)*p.Every), rate: last.rate})
	}
	for i := k; i < k+u.Grace; i++ {
		p.periods[i].grace = true
	}
	if u.Rate != nil {
		for i := k; i < len(p.periods); i++ {
			p.periods[i].rate = *u.Rate
		}
	}
	q := &p.periods[k]
	q.priced, q.moved, q.extended = q.priced || u.Rate != nil, q.moved || u.Grace > 0, q.extended || u.Extra > 0
	return nil
}

// receipt is money to come; one that pays off is as much as it takes.
type receipt struct {
	Receipt
	payOff bool
}

// receipts are what is left of the money behind the down payments, which bear no interest.
func (p *plan) receipts() []receipt {
	down := slices.Clone(p.rows)
	left := make([]receipt, 0, len(p.course.Receipts))
	for i, r := range p.course.Receipts {
		rest := receipt{r, p.course.PayOff && i == len(p.course.Receipts)-1}
		if rest.payOff {
			rest.Amount = money.MaxMinor
		}
		for ; len(down) > 0 && down[0].DueOn <= r.On && rest.Amount > 0; down = down[1:] {
			met := min(rest.Amount, down[0].Owed.Principal)
			rest.Amount -= met
			if down[0].Owed.Principal -= met; down[0].Owed.Principal > 0 {
				break
			}
		}
		left = append(left, rest)
	}
	return left
}

// paying is how many periods from the k-th on have principal.
func (p *plan) paying(k int) int64 {
	if p.payers == nil {
		p.payers = make([]int64, len(p.periods)+1)
		for i := len(p.periods) - 1; i >= 0; i-- {
			if p.payers[i] = p.payers[i+1]; !p.periods[i].grace {
				p.payers[i]++
			}
		}
	}
	return p.payers[min(k, len(p.periods))]
}

// total is all that was drawn, without down payments.
func (p *plan) total() (sum int64) {
	for _, d := range p.drawn {
		sum += d.amount
	}
	return sum
}

// checkRow refuses a row that is none.
func (p *plan) checkRow(k int, principal, interest int64) error {
	switch {
	case principal < 0:
		return errs.New(errs.Refused, "rounding leaves {amount} for rental {nr}", "amount", money.Of(principal+interest, p.Currency), "nr", k+1).
			Because("take a smaller unit, fewer rentals or another rounding")
	case interest > money.MaxMinor:
		return errs.New(errs.TooLarge, "the interest comes to more than {most}", "most", money.Of(money.MaxMinor, p.Currency)).
			Because("take fewer rentals or a lower rate")
	}
	return nil
}

// finish puts the rows in order and sets their balances, which count every draw-down up to their days.
func (p *plan) finish() ([]Instalment, error) {
	slices.SortStableFunc(p.rows, func(a, b Instalment) int { return int(a.DueOn) - int(b.DueOn) })
	balance, next := int64(0), 0
	for i := range p.rows {
		r := &p.rows[i]
		for ; next < len(p.course.Draws) && p.course.Draws[next].On <= r.DueOn; next++ {
			if r.Kind == Advance && p.course.Draws[next].On == r.DueOn && i > 0 && p.rows[i-1].Kind == Advance && p.rows[i-1].DueOn == r.DueOn {
				break // each down payment of a day stands below its own draw-down
			}
			balance += p.course.Draws[next].Amount
		}
		balance -= r.Owed.Principal
		r.Nr, r.Balance = i+1, balance
	}
	return p.rows, nil
}

// share is amount x num / den, rounded once.
func (p *plan) share(amount, num, den int64) (int64, error) {
	a, err := money.Of(amount, p.Currency).MulRat(num, den, p.Rounding)
	return a.Minor, err
}

// multiple is amount x num / den to the multiple of the rows, rounded once.
func (p *plan) multiple(amount, num, den int64) (int64, error) {
	units, err := int64(0), error(nil)
	if den <= math.MaxInt64/p.Multiple {
		units, err = p.share(amount, num, den*p.Multiple)
	} else {
		x, y := big.NewInt(amount), big.NewInt(den)
		units, err = p.quotient(x.Mul(x, big.NewInt(num)), y.Mul(y, big.NewInt(p.Multiple)))
	}
	if units > money.MaxMinor/p.Multiple {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return units * p.Multiple, err
}

// perYear is how many units of the rhythm a year has for interest by periods.
func (p *plan) perYear() int64 {
	switch p.Unit {
	case Days:
		return p.yearDays()
	case Weeks:
		return 52
	case Years:
		return 1
	}
	return 12
}

// yearDays is the length of a year for interest by days; an actual one has 365, also in leap years.
func (p *plan) yearDays() int64 {
	if p.YearDays > 0 {
		return int64(p.YearDays)
	}
	return 365
}

// between is how many units of the rhythm lie between two days, as a fraction.
func (p *plan) between(from, to day.Date) (num, den int64) {
	days := int64(to.Sub(from))
	switch p.Unit {
	case Days:
		return days, 1
	case Weeks:
		return days, 7
	}
	n := int64(0)
	for ; p.Unit.step(from, int(n)+1) <= to && p.Unit.step(from, int(n)+1) > from; n++ {
	}
	start, end := p.Unit.step(from, int(n)), p.Unit.step(from, int(n)+1)
	if rest, whole := int64(to.Sub(start)), int64(end.Sub(start)); rest > 0 && whole > 0 {
		return n*whole + rest, whole
	}
	return n, 1
}

// fraction is the share of a year that lies between two days of a period, as charged. A part of a period costs its days
// of what the whole period costs.
func (p *plan) fraction(q period, from, to day.Date) (num, den int64) {
	if p.Charging == ByDay && (p.MonthDays == 0 || p.Unit != Months) {
		return int64(to.Sub(from)), p.yearDays()
	}
	num, den = int64(p.Every), 1
	if !p.WholePeriods || p.Charging == ByDay {
		num, den = p.between(q.from, q.due)
	}
	if p.Charging == ByDay {
		num, den = num*int64(p.MonthDays), den*p.yearDays()
	} else {
		den *= p.perYear()
	}
	part, whole := int64(to.Sub(from)), int64(q.due.Sub(q.from))
	if part == whole || p.WholePeriods && p.Charging == ByPeriod {
		return num, den
	}
	return num * part, den * whole
}

// interest is what an amount costs from one day of a period to another, rounded once.
func (p *plan) interest(amount int64, q period, from, to day.Date) (int64, error) {
	if amount <= 0 || to <= from {
		return 0, nil
	}
	num, den := p.fraction(q, from, to)
	rateNum, rateDen := q.rate.Ratio()
	rateNum, rateDen = lowest(rateNum, rateDen)
	num, den = lowest(num, den)
	rateNum, den = lowest(rateNum, den)
	num, rateDen = lowest(num, rateDen)
	if num > math.MaxInt64/max(rateNum, 1) || den > math.MaxInt64/rateDen {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	return p.share(amount, rateNum*num, rateDen*den)
}

// lowest divides two numbers by what they have in common; the second is above zero.
func lowest(a, b int64) (int64, int64) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x, b / x
}

// level is the row that pays a balance back in n periods at the rate of a level period (F2, F3): P r / (1 - (1+r)^-n), to
// the multiple. It is solved with 256 bits and rounded as a whole number of 10^-30 units, so that it is the same everywhere.
func (p *plan) level(balance int64, rate money.Rate, n int64) (int64, error) {
	if n < 1 || balance <= 0 {
		return 0, nil
	}
	if rate.IsZero() {
		return p.multiple(balance, 1, n)
	}
	const bits = 256
	r := p.levelRate(rate, bits)
	one := new(big.Float).SetPrec(bits).SetInt64(1)
	v := new(big.Float).SetPrec(bits).Quo(one, new(big.Float).SetPrec(bits).Add(one, r))
	vn := power(v, int(n))
	x := new(big.Float).SetPrec(bits).SetInt64(balance)
	x.Mul(x, r).Quo(x, new(big.Float).SetPrec(bits).Sub(one, vn))
	one30 := new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil)
	fine := new(big.Float).SetPrec(bits).SetInt(one30)
	whole, _ := fine.Mul(fine, x).Add(fine, big.NewFloat(0.5)).Int(nil)
	units, err := p.quotient(whole, one30.Mul(one30, big.NewInt(p.Multiple)))
	return units * p.Multiple, err
}

// levelRate is the rate of one period for the level row: of days it is taken with months of 30 (F3).
func (p *plan) levelRate(rate money.Rate, bits uint) *big.Float {
	num, den := rate.Ratio()
	part, year := int64(p.Every), p.perYear()
	if p.Charging == ByDay {
		year = p.yearDays()
		switch p.Unit {
		case Weeks:
			part *= 7
		case Months:
			part *= 30
		case Years:
			part *= year
		}
	}
	x := new(big.Float).SetPrec(bits).SetInt64(num)
	x.Mul(x, new(big.Float).SetPrec(bits).SetInt64(part))
	x.Quo(x, new(big.Float).SetPrec(bits).SetInt64(den))
	return x.Quo(x, new(big.Float).SetPrec(bits).SetInt64(year))
}

// quotient is x / y, rounded once: what is behind its point counts as nothing, less than a half, a half or more.
func (p *plan) quotient(x, y *big.Int) (int64, error) {
	n, rest := new(big.Int).QuoRem(x, y, new(big.Int))
	if !n.IsInt64() || n.Int64() > money.MaxMinor {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	quarter := int64(0)
	if rest.Sign() > 0 {
		quarter = int64(2 + rest.Lsh(rest, 1).Cmp(y))
	}
	odd := n.Int64() & 1
	part, err := p.share(1, 4*odd+quarter, 4)
	return n.Int64() - odd + part, err
}

// power is x to the n-th by squaring, with the precision of x.
func power(x *big.Float, n int) *big.Float {
	result := new(big.Float).SetPrec(x.Prec()).SetInt64(1)
	square := new(big.Float).Set(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

// principalFirst reports whether money of a kind meets principal of a row before its interest.
func (c Course) principalFirst(k TransactionKind, t Timeliness) bool {
	buckets := c.Settings.order(k).buckets()
	return slices.Index(buckets, BucketOf(t, Principal)) < slices.Index(buckets, BucketOf(t, Interest))
}

// holds reports whether money of a kind waits for what falls due instead of meeting it ahead.
func (c Course) holds(k TransactionKind) bool { return k != Prepay && c.Settings.future(k) == Hold }

// timeOf is where a row stands on a day.
func timeOf(due, on day.Date) Timeliness {
	switch {
	case due < on:
		return PastDue
	case due > on:
		return InAdvance
	}
	return Due
}
