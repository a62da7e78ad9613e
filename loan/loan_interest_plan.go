package loan

import (
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

// plan sets the periods as signed and takes the down payments off; their rows come first on their days.
func (t Terms) plan(c Course) (*plan, error) {
	t.Multiple = max(t.Multiple, 1)
	p := &plan{Terms: t, course: c}
	if err := p.draw(); err != nil {
		return nil, err
	}
	p.periods = make([]period, t.Count)
	for i := range p.periods {
		p.periods[i] = period{due: t.Unit.step(c.Draws[0].On, (i+1)*t.Every), rate: t.Rate, grace: i < t.PrincipalGrace}
	}
	return p, p.chain()
}

// agree makes the periods follow all changes and draw-downs, which a plan made as a whole knows at once.
func (p *plan) agree() error {
	for _, u := range p.course.Turns {
		if _, err := p.turn(u); err != nil {
			return err
		}
	}
	if n := len(p.drawn); n > 0 {
		return p.outlast(p.drawn[n-1].on)
	}
	return nil
}

// chain lets every period begin where the one before it ends.
func (p *plan) chain() error {
	from := p.course.Draws[0].On
	for i := range p.periods {
		q := &p.periods[i]
		if q.from = from; q.due <= from {
			return errs.New(errs.Invalid, "row {nr} is due on {day}, not after the row before", "nr", i+1, "day", q.due).
				Because("take a later day or fewer rows")
		}
		from = q.due
	}
	return nil
}

// outlast adds periods until one ends on a day or later, so that what is drawn on it falls due too.
func (p *plan) outlast(on day.Date) error {
	for {
		last := p.periods[len(p.periods)-1]
		if last.due >= on {
			return nil
		}
		next := period{from: last.due, due: p.Unit.step(last.due, p.Every), rate: last.rate}
		if len(p.periods) == MaxCount || next.due <= next.from {
			return errs.New(errs.Refused, "the draw-down of {day} comes after the last row", "day", on).Because("agree on more rows first")
		}
		p.periods = append(p.periods, next)
	}
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

// turn changes the periods as agreed (F19) and gives the first one that it changes.
func (p *plan) turn(u Turn) (k int, err error) {
	k = slices.IndexFunc(p.periods, func(q period) bool { return q.due >= u.From })
	if k < 0 {
		return 0, errs.New(errs.Refused, "no row is due on {day} or later", "day", u.From).Because("name the due date of a row that is still to come")
	}
	if u.NewDueOn != 0 {
		if q := &p.periods[k]; q.nominal == 0 {
			q.nominal = q.due.Sub(q.from)
		}
		for i := k; i < len(p.periods); i++ {
			p.periods[i].due = p.Unit.step(u.NewDueOn, (i-k)*p.Every)
		}
	}
	if u.Grace+u.Extra > MaxCount-len(p.periods) {
		return 0, errs.New(errs.TooLarge, "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", len(p.periods)+u.Grace+u.Extra)
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
	return k, p.chain()
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

// finish puts the rows in order and sets their balances, which count every draw-down up to their days; a down payment
// stands right below its own.
func (p *plan) finish() ([]Instalment, error) {
	slices.SortStableFunc(p.rows, func(a, b Instalment) int { return int(a.DueOn) - int(b.DueOn) })
	balance, next := int64(0), 0
	for i := range p.rows {
		r := &p.rows[i]
		for ; next < len(p.course.Draws) && p.course.Draws[next].On <= r.DueOn; next++ {
			balance += p.course.Draws[next].Amount
			if r.Kind == Advance {
				next++
				break
			}
		}
		balance -= r.Owed.Principal
		r.Nr, r.Balance = i+1, balance
	}
	return p.rows, nil
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
