package demo

import (
	"fmt"

	"kontor/day"
	"kontor/desk"
	"kontor/lease"
	"kontor/money"
)

// contract is one deal of the history with its timetable. A day that is 0 has no act.
type contract struct {
	customer *company
	machines []*machine
	kind     string // lease or sale
	pay      style

	// Terms.
	advance  int // percent
	residual int // percent
	rate     string
	count    int
	every    int
	method   string
	timing   string
	payDays  int
	again    bool // quoted twice

	// Timetable.
	gate                                                                           day.Date // day on which the gate is asked first
	quoteOn, signOn, advanceOn, promiseOn, verifyOn, readyOn, releaseOn, deliverOn day.Date
	expiresOn                                                                      day.Date // of the quote
	ready                                                                          string   // last station of its machines, "" for prepared

	// What goes differently.
	trouble  trouble
	bank     int // place of its guarantor, -1 to choose
	currency money.Currency
	spare    int      // days by which the guarantee outlives the contract; 0 to choose
	stopAt   day.Date // first due date that the customer does not pay any more
	lent     bool     // its machine stands in the yard already
	own      bool     // it has a guarantee of its own
	cast     bool     // a story is told of it
	promises func()   // brings its guarantees, when that is a story

	id, nr   string
	terms    desk.TermsRequest
	promise  *promise
	pledged  int64 // minor units of the promise
	released bool
	over     bool
}

// style is how a customer pays.
type style int

const (
	punctual style = iota
	slack          // some days late now and then, sometimes some weeks
)

// trouble is what goes wrong on the way to the gate.
type trouble int

const (
	none       trouble = iota
	bare               // no guarantee on the day of release
	tooShort           // the guarantee ends before the contract
	overLimit          // the guarantor is over its limit: two people waive it
	uncleared          // the customer resembles an entry of the list
	unsecured          // there is no guarantee, and none comes
	unverified         // nobody has verified the guarantee yet
	unpaid             // the advance has not come
	insured            // covered by credit insurance only, which does not pay on demand
)

// timetable fills the days that a story leaves open, seen from the day on which the machines leave.
func (c *chronicle) timetable(d *contract) {
	r, gate := c.rand, d.gate
	fill := func(on *day.Date, v day.Date) {
		if *on == 0 {
			*on = workday(v)
		}
	}
	fill(&d.releaseOn, gate)
	fill(&d.quoteOn, gate.Add(-22-r.IntN(14)))
	fill(&d.signOn, max(d.quoteOn, c.opened()).Add(5+r.IntN(6)))
	fill(&d.promiseOn, max(gate.Add(-9+r.IntN(3)), d.signOn.Add(1)))
	fill(&d.verifyOn, d.promiseOn.Add(1))
	fill(&d.advanceOn, max(gate.Add(-5+r.IntN(3)), d.signOn.Add(1)))
	fill(&d.readyOn, gate.Add(-3))
	if d.expiresOn == 0 {
		d.expiresOn = max(d.quoteOn, c.opened()).Add(30)
	}
	leaves := d.releaseOn
	switch d.trouble {
	case bare:
		d.promiseOn, d.verifyOn, leaves = gate.Add(1), gate.Add(2), gate.Add(2)
	case tooShort, overLimit, uncleared:
		leaves = gate.Add(2)
	case none, unsecured, unverified, unpaid, insured:
	}
	fill(&d.deliverOn, leaves.Add(1))
}

// leaves is the day on which the order is given, at last.
func (d *contract) leaves(c *chronicle) day.Date { return max(d.releaseOn, d.deliverOn.Add(-1)) }

// prepare puts down everything from the quote to the day before the gate.
func (c *chronicle) prepare(d *contract) {
	c.contracts = append(c.contracts, d)
	if !d.lent {
		last := d.ready
		if last == "" {
			last = "prepared"
		}
		for _, u := range d.machines {
			c.bring(u, d.readyOn, last)
		}
	}
	c.on(d.quoteOn, office, func() { c.quote(d) })
	c.on(d.signOn, office, func() { c.sign(d) })
	if d.advance > 0 && d.trouble != unpaid {
		c.on(d.advanceOn, cashier, func() { c.payAdvance(d) })
	}
	switch {
	case d.promises != nil:
		c.on(d.promiseOn, office, d.promises)
	case d.needsPromise() && d.trouble != unsecured:
		c.on(d.promiseOn, office, func() { c.secure(d) })
	}
}

// needsPromise reports whether anything is owed after delivery.
func (d *contract) needsPromise() bool { return d.kind == "lease" || d.advance < 100 }

// strike puts a deal down from its quote to its end.
func (c *chronicle) strike(d *contract) {
	c.prepare(d)
	c.on(d.releaseOn, theGate, func() { c.release(d) })
	c.on(d.deliverOn, theGate, func() { c.deliver(d) })
}

func (d *contract) price() money.Amount {
	sum := money.Of(0, d.machines[0].currency)
	for _, u := range d.machines {
		sum.Minor += u.price.Minor
	}
	return sum
}

// percent is a part of the price in whole thousands.
func (d *contract) percent(n int) money.Amount {
	p := d.price()
	if n == 100 {
		return p
	}
	const thousand = 1000 * 100
	return money.Of(p.Minor/100*int64(n)/thousand*thousand, p.Currency)
}

func (c *chronicle) quote(d *contract) {
	c.welcome(d.customer)
	t := desk.TermsRequest{Kind: d.kind, StartsOn: max(d.deliverOn, c.today), ExpiresOn: d.expiresOn, Advance: d.percent(d.advance)}
	for _, u := range d.machines {
		t.Units = append(t.Units, desk.DealUnitRequest{Unit: u.id, Price: u.price})
	}
	if d.kind == "sale" {
		t.PayDays = d.payDays
	} else {
		t.Count, t.EveryMonths, t.Method, t.Timing, t.Residual = d.count, d.every, d.method, d.timing, d.percent(d.residual)
		if err := t.Rate.UnmarshalText([]byte(d.rate)); err != nil && c.err == nil {
			c.err = err
			return
		}
	}
	c.level(d, &t)
	d.terms = t
	if d.again {
		dearer := t
		dearer.Units = nil
		for _, u := range t.Units {
			u.Price.Minor += u.Price.Minor / 50
			dearer.Units = append(dearer.Units, u)
		}
		first := do(c, c.clerk, desk.QuoteDeal, desk.QuoteRequest{Customer: d.customer.id, TermsRequest: dearer})
		d.id, d.nr = first.Deal, first.Nr
		do(c, c.clerk, desk.RequoteDeal, desk.RequoteRequest{Deal: d.id, TermsRequest: t}, "the customer asked for a better price")
		return
	}
	res := do(c, c.clerk, desk.QuoteDeal, desk.QuoteRequest{Customer: d.customer.id, TermsRequest: t})
	d.id, d.nr = res.Deal, res.Nr
	d.terms.Levelling = res.Levelling
}

func (c *chronicle) sign(d *contract) {
	do(c, c.manager, desk.SignDeal, desk.SignRequest{Deal: d.id, SignedOn: c.today})
}

// reference is what the bank writes on a payment; each is used once.
func (c *chronicle) reference() string {
	c.references++
	return fmt.Sprintf("E2E-%d-%06d", c.today.Year(), c.references)
}

func (c *chronicle) receive(d *contract, amount money.Amount) desk.ReceiveResult {
	return do(c, c.accountant, desk.ReceivePayment, desk.ReceiveRequest{Deal: d.id, Amount: amount, ValueOn: c.today, Reference: c.reference()})
}

func (c *chronicle) payAdvance(d *contract) { c.receive(d, d.terms.Advance) }

// release asks the gate. In trouble it is refused first; what was open is mended, and it is asked again.
func (c *chronicle) release(d *contract) {
	ask := desk.DealRequest{Deal: d.id}
	if d.trouble == none {
		do(c, c.manager, desk.ReleaseDeal, ask)
		d.released = true
		return
	}
	refused(c, c.manager, desk.ReleaseDeal, ask)
	switch d.trouble {
	case tooShort:
		c.on(c.today.Add(1), office, func() { c.extend(d.promise, d.promise.needed) })
	case overLimit:
		do(c, c.manager, desk.ProposeWaiver, desk.WaiveRequest{Deal: d.id, Condition: "limits", ExpiresOn: c.today.Add(30)},
			"the bank's limit is under review; its rating was confirmed last week")
		c.on(c.today.Add(1), office, func() {
			do(c, c.risk, desk.ConfirmWaiver, desk.ConfirmWaiverRequest{Deal: d.id, Condition: "limits"})
		})
	case uncleared:
		c.on(c.today.Add(1), vetting, func() { c.clear(d.customer) })
	case none, bare, unsecured, unverified, unpaid, insured:
	}
	if d.trouble == bare || d.trouble == tooShort || d.trouble == overLimit || d.trouble == uncleared {
		c.on(d.leaves(c), theGate, func() {
			do(c, c.manager, desk.ReleaseDeal, ask)
			d.released = true
		})
	}
}

func (c *chronicle) deliver(d *contract) {
	if !d.released {
		return
	}
	c.acts++
	req := desk.DeliverRequest{Deal: d.id, ActNo: fmt.Sprintf("A-%d-%04d", c.today.Year(), c.acts), On: c.today, Place: "Multi-brand centre Belogorn", AcceptedBy: d.customer.who}
	for _, u := range d.machines {
		req.Units = append(req.Units, desk.DeliveredUnit{Unit: u.id, Plate: u.serial, Meter: fmt.Sprint(4 + c.rand.IntN(30)), Condition: "new, without defects"})
	}
	do(c, c.clerk, desk.DeliverDeal, req)
	c.subsidy(d)
	c.collect(d)
}

// collect puts down how the customer pays.
func (c *chronicle) collect(d *contract) {
	_, schedule, err := d.terms.Schedule(c.today)
	if err != nil {
		if c.err == nil {
			c.err = err
		}
		return
	}
	last := c.today.Add(9)
	for i, row := range schedule.Rows {
		if row.Kind == lease.AdvanceRow {
			continue
		}
		if d.stopAt != 0 && row.DueOn >= d.stopAt {
			return
		}
		on := workday(row.DueOn.Add(c.delay(d, row.DueOn, i+2 >= len(schedule.Rows))))
		last = max(last, on)
		amount := money.Of(row.Payment(), d.price().Currency)
		c.on(on, cashier, func() { c.receive(d, amount) })
	}
	c.on(workday(last.Add(3)), cashier, func() { c.close(d) })
}

// delay is how many days after its due date a rental comes. In the last weeks everybody pays in time, so that only
// those are late in the end whom a story names.
func (c *chronicle) delay(d *contract, due day.Date, end bool) int {
	n := c.rand.IntN(27)
	switch {
	case due >= c.until.Add(-40):
		return 0
	case d.pay == slack && !end && n < 3:
		return 5 + 6*n + c.rand.IntN(5)
	}
	return n % 2
}

// close closes a deal in which nothing is owed, and gives its guarantee back when it secures nothing else.
func (c *chronicle) close(d *contract) {
	do(c, c.accountant, desk.CloseDeal, desk.DealRequest{Deal: d.id})
	c.closed(d)
}

func (c *chronicle) closed(d *contract) {
	d.over = true
	if p := d.promise; p != nil {
		c.free(p)
	}
}
