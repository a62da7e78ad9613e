package actus

import (
	"strconv"

	"kontor/day"
	"kontor/errs"
)

// Book holds compiled contracts by columns: for each contract some numbers and dates, and the place of a plan that it shares
// with all contracts of its shape. A million loans take about a hundred megabytes. Its events are never stored: they are
// computed again whenever they are wanted.
type Book struct {
	plans   []plan
	planAt  map[plan]uint32
	details []detail

	plan, detail                            []uint32
	status, start, end                      []int32
	redemptionFrom, interestFrom, resetFrom []int32
	notional, rate, accrued, payment        []float64

	plain      []*Compiled
	currencies []string
	currencyOf []int // by plan
}

// onPlainPath stands for the plan of a contract that takes the plain path.
const onPlainPath = ^uint32(0)

// Len is the number of contracts.
func (b *Book) Len() int { return len(b.plan) }

// Add appends a contract and gives its place.
func (b *Book) Add(c *Compiled) int {
	i := len(b.plan)
	if c.plain != "" {
		b.addCurrencies(&c.terms)
		b.plain = append(b.plain, c)
		b.append(contract{}, onPlainPath, uint32(len(b.plain)-1))
		return i
	}
	b.append(c.contract, b.share(*c.contract.plan), b.keep(&c.contract))
	return i
}

// Plain says why a contract takes the plain path, and nothing when it takes the fast one. The numbers are the same.
func (b *Book) Plain(i int) Reason {
	if b.plan[i] == onPlainPath {
		return b.plain[b.detail[i]].plain
	}
	return ""
}

func (b *Book) append(c contract, plan, detail uint32) {
	b.plan, b.detail = append(b.plan, plan), append(b.detail, detail)
	b.status, b.start, b.end = append(b.status, c.status), append(b.start, c.start), append(b.end, c.end)
	b.redemptionFrom, b.interestFrom, b.resetFrom = append(b.redemptionFrom, c.redemptionFrom), append(b.interestFrom, c.interestFrom), append(b.resetFrom, c.resetFrom)
	b.notional, b.rate = append(b.notional, c.notional), append(b.rate, c.rate)
	b.accrued, b.payment = append(b.accrued, c.accrued), append(b.payment, c.payment)
}

// share finds or adds a plan.
func (b *Book) share(p plan) uint32 {
	if at, ok := b.planAt[p]; ok {
		return at
	}
	if b.planAt == nil {
		b.planAt = map[plan]uint32{}
	}
	at := uint32(len(b.plans))
	b.planAt[p] = at
	b.plans, b.currencyOf = append(b.plans, p), append(b.currencyOf, b.currency(p.currency))
	return at
}

// keep stores what the columns do not hold; the first place is for contracts without any, and one after the other share it
// when it is the same.
func (b *Book) keep(c *contract) uint32 {
	if len(b.details) == 0 {
		b.details = append(b.details, *noDetail)
	}
	d := *c.detail
	if c.base != c.notional {
		d.base = Num(c.base)
	}
	if c.start >= c.status && c.premium != -c.notional {
		d.premium = Num(c.premium)
	}
	if d.plain() {
		return 0
	}
	if last := &b.details[len(b.details)-1]; d.single() && last.single() && last.detailNumbers == d.detailNumbers {
		return uint32(len(b.details) - 1)
	}
	b.details = append(b.details, d)
	return uint32(len(b.details) - 1)
}

// plain reports whether there is nothing to keep.
func (d *detail) plain() bool {
	return d.single() && d.detailNumbers == noDetail.detailNumbers
}

// single reports whether the contract has no segments.
func (d *detail) single() bool { return len(d.redemptions)+len(d.interests)+len(d.rates) == 0 }

// schedule is what the dates of a contract in a book depend on.
type schedule struct {
	plan, detail                                                uint32
	status, start, end, redemptionFrom, interestFrom, resetFrom int32
}

func (b *Book) schedule(i int) schedule {
	return schedule{b.plan[i], b.detail[i], b.status[i], b.start[i], b.end[i], b.redemptionFrom[i], b.interestFrom[i], b.resetFrom[i]}
}

// load puts a contract of the fast path together again.
func (b *Book) load(i int, c *contract) {
	c.plan, c.detail = &b.plans[b.plan[i]], &b.details[b.detail[i]]
	c.status, c.start, c.end = b.status[i], b.start[i], b.end[i]
	c.redemptionFrom, c.interestFrom, c.resetFrom = b.redemptionFrom[i], b.interestFrom[i], b.resetFrom[i]
	c.notional, c.rate, c.accrued, c.payment = b.notional[i], b.rate[i], b.accrued[i], b.payment[i]
	c.base, c.premium = c.detail.base.Or(c.notional), c.detail.premium.Or(-c.notional)
}

// currency finds or adds a currency.
func (b *Book) currency(name string) int {
	for i, known := range b.currencies {
		if known == name {
			return i
		}
	}
	b.currencies = append(b.currencies, name)
	return len(b.currencies) - 1
}

// addCurrencies adds all in which a contract may pay.
func (b *Book) addCurrencies(t *Terms) {
	b.currency(t.Currency)
	for _, name := range [...]string{t.Currency2, t.SettlementCurrency} {
		if name != "" {
			b.currency(name)
		}
	}
	for _, r := range t.ContractStructure {
		if r.Contract != nil {
			b.addCurrencies(r.Contract)
		}
	}
}

// Project writes the events of one contract into the columns, as Compiled.Project does. Errors: those of Project.
func (b *Book) Project(i int, o *Observations, to Moment, out *Columns) error {
	if b.plan[i] == onPlainPath {
		return b.plain[b.detail[i]].Project(o, to, out)
	}
	if err := alone(o); err != nil {
		return err
	}
	var c contract
	b.load(i, &c)
	w := &out.work
	if err := w.build(&c); err != nil {
		return err
	}
	w.end(to)
	if f := w.walkAlone(&c, o); f.cause != fine {
		return b.refuse(i, f.err(&c))
	}
	out.take(w, &c, to)
	return nil
}

// alone refuses observed events, which a book cannot tell to whom they happened.
func alone(o *Observations) error {
	if len(o.Events) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, "a book is projected without observed events").Because("compile the contract to which they happened and project it by itself")
}

// refuse says of which contract an error speaks.
func (b *Book) refuse(i int, err *errs.Error) error {
	err.Entity = strconv.Itoa(i)
	return err
}

// walkAlone walks a contract that reads its indices as they were observed.
func (w *work) walkAlone(c *contract, o *Observations) failure {
	rate := curve{points: o.series[c.index], fromFirst: c.fromFirst}
	scale := curve{points: o.series[c.scaleIndex], fromFirst: c.fromFirst}
	return w.walk(&w.amounts, c, sight{&rate, &scale})
}

// take writes the events that a walk has made, up to a horizon.
func (c *Columns) take(w *work, k *contract, to Moment) {
	c.spread(&w.track, &w.amounts, At(day.Date(k.status)))
	if to != 0 {
		c.cut(to)
	}
}
