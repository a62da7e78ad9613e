package actus

import (
	"slices"

	"kontor/day"
)

// Columns are events as a struct of arrays: the i-th entry of every column belongs to the i-th event. They are the caller's:
// a projection writes over what they held and allocates only where they are too short, so columns that are used again make
// a projection without allocation. They hold the state that the five loan types have; the fees, the performance of the debtor and
// what derivatives exercise are in the events of Project alone.
type Columns struct {
	Time     []Moment
	Code     []EventCode
	Payoff   []float64
	Status   []Moment // the moment for which the state holds
	Notional []float64
	Rate     []float64
	Accrued  []float64

	// The rest of the state: what interest is computed on, the next redemption and the multipliers of scaling.
	Base, Redemption             []float64
	NotionalScale, InterestScale []float64

	work work
}

// EventCode is an EventType in a byte.
type EventCode uint8

var eventTypes = EventType("").allowed()

// codes of what the fast path makes, by its steps; a step of two events has that of the first.
var paceCodes = [...]EventCode{ofIED: codeOf(IED), ofPR: codeOf(PR), ofPI: codeOf(PI), ofPRIP: codeOf(PR), ofPIIP: codeOf(PI), ofIP: codeOf(IP),
	ofIPCI: codeOf(IPCI), ofRRF: codeOf(RRF), ofRR: codeOf(RR), ofPRF: codeOf(PRF), ofSC: codeOf(SC), ofIPCB: codeOf(IPCB), ofMD: codeOf(MD)}

func codeOf(t EventType) EventCode { return EventCode(slices.Index(eventTypes, string(t))) }

// Type is the event type.
func (c EventCode) Type() EventType { return EventType(eventTypes[c]) }

// Len is the number of events.
func (c *Columns) Len() int { return len(c.Time) }

// Event is the i-th event without its currency, which the columns do not hold.
func (c *Columns) Event(i int) Event {
	return Event{Time: c.Time[i], Type: c.Code[i].Type(), Payoff: c.Payoff[i], State: State{StatusDate: c.Status[i],
		NotionalPrincipal: c.Notional[i], NominalInterestRate: c.Rate[i], AccruedInterest: c.Accrued[i],
		InterestCalculationBaseAmount: c.Base[i], NextPrincipalRedemptionPayment: c.Redemption[i],
		NotionalScalingMultiplier: c.NotionalScale[i], InterestScalingMultiplier: c.InterestScale[i]}}
}

// resize makes all columns n long; what they hold is undefined.
func (c *Columns) resize(n int) {
	if cap(c.Time) < n {
		c.Time, c.Status, c.Code = make([]Moment, n), make([]Moment, n), make([]EventCode, n)
	}
	c.Time, c.Status, c.Code = c.Time[:n], c.Status[:n], c.Code[:n]
	for _, column := range c.numbers() {
		*column = slices.Grow((*column)[:0], n)[:n]
	}
}

func (c *Columns) numbers() [8]*[]float64 {
	return [...]*[]float64{&c.Payoff, &c.Notional, &c.Rate, &c.Accrued, &c.Base, &c.Redemption, &c.NotionalScale, &c.InterestScale}
}

// put writes plain events.
func (c *Columns) put(events []Event) {
	c.resize(len(events))
	for i, e := range events {
		s := &e.State
		c.Time[i], c.Status[i], c.Code[i], c.Payoff[i] = e.Time, s.StatusDate, codeOf(e.Type), e.Payoff
		c.Notional[i], c.Rate[i], c.Accrued[i], c.Base[i] = s.NotionalPrincipal, s.NominalInterestRate, s.AccruedInterest, s.InterestCalculationBaseAmount
		c.Redemption[i], c.NotionalScale[i], c.InterestScale[i] = s.NextPrincipalRedemptionPayment, s.NotionalScalingMultiplier, s.InterestScalingMultiplier
	}
}

// spread writes the steps of a track as events.
func (c *Columns) spread(t *track, a *amounts, status Moment) {
	n := len(t.calc)
	for i := range t.runs {
		if r := &t.runs[i]; r.kind == ofPRIP || r.kind == ofPIIP {
			n += int(r.to - r.from)
		}
	}
	c.resize(n)
	n = 0
	for i := range t.runs {
		r := &t.runs[i]
		width := 1
		if r.kind == ofPRIP || r.kind == ofPIIP {
			width = 2
		}
		end := n + width*int(r.to-r.from)
		s := &a.after[i]
		fill(c.Rate[n:end], s.rate)
		fill(c.Redemption[n:end], s.payment)
		fill(c.NotionalScale[n:end], s.notionalScale)
		fill(c.InterestScale[n:end], s.interestScale)
		if width == 2 {
			c.pairs(t, a, r, n, end)
		} else {
			c.singles(t, a, r, n, end)
		}
		n = end
	}
	for i := 0; i < n && c.Status[i] < status; i++ { // computed before the status date, paid after it
		c.Status[i] = status
	}
}

// cut leaves out what lies after a horizon.
func (c *Columns) cut(to Moment) {
	n := 0
	for i, at := range c.Time {
		if at > to {
			continue
		}
		if i > n {
			c.Time[n], c.Status[n], c.Code[n] = at, c.Status[i], c.Code[i]
			for _, column := range c.numbers() {
				(*column)[n] = (*column)[i]
			}
		}
		n++
	}
	c.resize(n)
}

// singles writes steps of one event.
func (c *Columns) singles(t *track, a *amounts, r *run, n, end int) {
	code := paceCodes[r.kind]
	for i := int(r.from); n < end; i, n = i+1, n+1 {
		w := &a.rows[i]
		c.Time[n], c.Status[n], c.Code[n] = At(day.Date(t.event[i])), At(day.Date(t.calc[i])), code
		switch r.kind {
		case ofMD:
			c.Payoff[n] = w.principal + w.interest + 0
		case ofIP:
			c.Payoff[n] = w.interest
		default:
			c.Payoff[n] = w.principal
		}
		c.Notional[n], c.Accrued[n], c.Base[n] = w.notional, w.accrued, w.base
	}
}

// fill writes one value everywhere, by doubling what is written already: a long copy is faster than its parts.
func fill(list []float64, v float64) {
	short := min(8, len(list))
	for i := range short {
		list[i] = v
	}
	for n := short; n < len(list); n *= 2 {
		copy(list[n:], list[:n])
	}
}

// pairs writes steps of two events: the interest that has accrued stands after the first and is gone after the second.
func (c *Columns) pairs(t *track, a *amounts, r *run, n, end int) {
	times, codes := c.Time[n:end], c.Code[n:end]
	first := paceCodes[r.kind]
	for i, d := range t.event[r.from:r.to] {
		at := At(day.Date(d))
		two, code := (*[2]Moment)(times[2*i:]), (*[2]EventCode)(codes[2*i:])
		two[0], two[1], code[0], code[1] = at, at, first, ipCode
	}
	if status := c.Status[n:end]; &t.event[0] == &t.calc[0] { // nothing is moved
		copy(status, times)
	} else {
		for i, d := range t.calc[r.from:r.to] {
			status[2*i], status[2*i+1] = At(day.Date(d)), At(day.Date(d))
		}
	}
	payoff, notional, accrued, base := c.Payoff[n:end], c.Notional[n:end], c.Accrued[n:end], c.Base[n:end]
	rows := a.rows[r.from:r.to]
	for i := range rows {
		w := &rows[i]
		if len(payoff) < 2 || len(notional) < 2 || len(accrued) < 2 || len(base) < 2 {
			return // never: two events a row
		}
		payoff[0], payoff[1], notional[0], notional[1] = w.principal, w.interest, w.notional, w.notional
		accrued[0], accrued[1], base[0], base[1] = w.accrued, 0, w.base, w.base
		payoff, notional, accrued, base = payoff[2:], notional[2:], accrued[2:], base[2:]
	}
}

var ipCode = codeOf(IP)
