package actus

import (
	"slices"

	"kontor/day"
)

// Columns are events as a struct of arrays: the i-th entry of every column belongs to the i-th event. They are the caller's:
// a projection writes over what they held and allocates only where they are too short, so columns that are used again make
// a projection without allocation.
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
		rates, payments, notionals, interests := c.Rate[n:end], c.Redemption[n:end], c.NotionalScale[n:end], c.InterestScale[n:end]
		for i := range rates {
			rates[i], payments[i], notionals[i], interests[i] = s.rate, s.payment, s.notionalScale, s.interestScale
		}
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

// pairs writes steps of two events: the interest that has accrued stands after the first and is gone after the second.
func (c *Columns) pairs(t *track, a *amounts, r *run, n, end int) {
	events, calcs := t.event[r.from:r.to], t.calc[r.from:r.to]
	calcs = calcs[:len(events)]
	times, status, codes := c.Time[n:end], c.Status[n:end], c.Code[n:end]
	first := paceCodes[r.kind]
	for i, d := range events {
		at, of := At(day.Date(d)), At(day.Date(calcs[i]))
		times[2*i], times[2*i+1], status[2*i], status[2*i+1] = at, at, of, of
		codes[2*i], codes[2*i+1] = first, ipCode
	}
	payoff, nominal, accrued, base := c.Payoff[n:end], c.Notional[n:end], c.Accrued[n:end], c.Base[n:end]
	for i := range a.rows[r.from:r.to] {
		w := &a.rows[int(r.from)+i]
		payoff[2*i], payoff[2*i+1] = w.principal, w.interest
		nominal[2*i], nominal[2*i+1] = w.notional, w.notional
		accrued[2*i], accrued[2*i+1] = w.accrued, 0
		base[2*i], base[2*i+1] = w.base, w.base
	}
}

var ipCode = codeOf(IP)
