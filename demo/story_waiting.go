package demo

import (
	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// stands gives a deal that is signed and waits at the gate on the last day the timetable of the last weeks.
func (c *chronicle) stands(d *contract, earlier int) {
	d.gate = workday(c.until.Add(6))
	d.quoteOn, d.signOn, d.promiseOn, d.verifyOn, d.advanceOn = c.ago(23+earlier), c.ago(14+earlier), c.ago(10), c.ago(8), c.ago(7)
	if d.readyOn == 0 {
		d.readyOn = c.ago(9)
	}
	c.timetable(d)
	c.strike(d)
}

// waitingAtTheGate: signed deals, each with something else open, and one with nothing.
func (c *chronicle) waitingAtTheGate() {
	onTheWay := c.leased("Kedroyar Mining Company", 20, 48, "8.4", c.machines(1, "GK-136 dump truck, 136 t")...)
	onTheWay.readyOn, onTheWay.bank = c.until.Add(15), vetlan
	c.stands(onTheWay, 3)

	unproven := c.leased("Chisty Ivlen", 20, 36, "6.25", c.machines(1, "TK Refuse 18")...)
	unproven.trouble = unverified
	c.stands(unproven, 1)

	doubtful := c.leased("Sandhaff Spedition GmbH", 25, 36, "17.25", c.machines(2, "TA-5440 tractor unit 4x2")...)
	doubtful.bank = belogornban
	c.stands(doubtful, 0)

	withoutAdvance := c.leased("Stadtwerke Hohenlauch GmbH", 20, 48, "5.9", c.machines(2, "Brennhalde B12 low-floor bus")...)
	withoutAdvance.trouble = unpaid
	c.stands(withoutAdvance, 2)

	short := c.leased("Molochny Klyuch Belogorn", 15, 36, "7.9", c.machines(1, "ZT-2522 tractor, 250 hp")...)
	short.spare, short.bank = -200, vetlan
	c.stands(short, 4)

	complete := c.sold("Semiozersky kartofel", c.machines(2, "Laofeng P12 potato planter")...)
	c.stands(complete, 2)
}

// newcomer: the deal of the first walk through the house. Everything is in order but the guarantee, and the customer has
// one with enough to spare.
func (c *chronicle) newcomer() {
	const customer = "Agrohof Lindenmoor eG"
	before := c.leased(customer, 20, 48, "7.9", c.machines(1, "ZT-1525 tractor, 155 hp")...)
	before.gate = c.gateBefore(c.until.Add(-210))
	var frame *promise
	before.promises = func() {
		frame = c.frame(before, whole(420_000, "USD"), c.until.AddMonths(72))
		c.on(c.today.Add(1), office, func() {
			c.verify(frame)
			need := roundUp(c.exposure(before))
			frame.left -= need
			c.pledge(frame, before, need)
		})
	}
	c.timetable(before)
	c.strike(before)

	now := c.leased(customer, 20, 36, "7.9", c.machines(1, "ZT-2522 tractor, 250 hp")...)
	now.trouble = unsecured
	c.stands(now, 0)
	c.on(c.until.Add(-1), office, func() {
		u := now.machines[0]
		c.try = Try{Deal: now.id, Nr: now.nr, Customer: now.customer.name, Unit: u.id, Serial: u.serial, Guarantee: frame.id, GuaranteeNr: frame.number,
			Amount: money.Of(roundUp(c.exposure(now)), "USD")}
		c.verify(frame)
	})
}

// frame records a guarantee for all deals of a customer.
func (c *chronicle) frame(d *contract, face money.Amount, expires day.Date) *promise {
	p := c.issueFrom(d, face, 0, expires)
	p.keep = true
	return p
}

// liveQuotes: quotes that wait for an answer.
func (c *chronicle) liveQuotes() {
	for i, d := range []*contract{
		c.leased("Nordwald Bergbau GmbH", 20, 60, "8.4", c.machines(2, "GK-240 dump truck, 240 t")...),
		c.leased("Blagoustroystvo Kedroyarska", 15, 48, "6.25", c.machines(1, "TK Sweeper 6")...),
		c.sold("Stroytrassa Belogorn", c.machines(3, "TA-6317 all-wheel 6x6")...),
	} {
		d.quoteOn, d.deliverOn, d.expiresOn = c.ago(4+3*i), c.until.Add(45), c.until.Add(20+4*i)
		for k, u := range d.machines {
			c.bring(u, c.until.Add(18+9*i+4*k), "prepared")
		}
		c.contracts = append(c.contracts, d)
		c.on(d.quoteOn, office, func() { c.quote(d) })
	}
}

// fillYard brings the number of machines to two hundred: some in the yard, with papers in different states, some lent, the
// others on their way.
func (c *chronicle) fillYard() {
	r := c.random("yard")
	next := func() *machine {
		if n := len(c.unsold); n > 0 {
			u := c.unsold[n-1]
			c.unsold = c.unsold[:n-1]
			return u
		}
		segment := one(r, "truck", "tractor", "tractor", "bus", "municipal", "implement", "mining_dump_truck")
		return c.build(pick(r, segment))
	}
	for i := range 4 { // in the yard, something open
		u := next()
		c.bring(u, c.ago(12+5*i), "received")
		c.on(c.ago(6+i), yard, func() { c.halfPapers(u, i) })
	}
	for i := range 7 { // prepared, some of them lent
		u := next()
		c.bring(u, c.ago(45+6*i), "prepared")
		if i < 3 {
			lend := desk.LendRequest{Kind: []string{"on_demo", "on_trial", "on_demo"}[i], Until: c.until.Add([]int{12, 40, -4}[i])}
			c.on(c.ago(25-i), yard, func() {
				lend.Unit = u.id
				do(c, c.clerk, desk.LendUnit, lend, "shown to customers")
			})
		}
	}
	for i := 0; c.built < allMachines || len(c.unsold) > 0; i++ { // on their way
		ahead := 3 + 11*i
		if ahead > 84 {
			ahead = 54 + i%30
		}
		c.bring(next(), c.until.Add(ahead), "prepared")
	}
}

// halfPapers leaves the papers of a machine in different states.
func (c *chronicle) halfPapers(u *machine, i int) {
	req := desk.PapersRequest{Unit: u.id, Passport: []string{"none", "draft", "complete", "complete"}[i], Customs: []string{"open", "open", "cleared", "cleared"}[i],
		Inspection: []string{"open", "open", "open", "closed"}[i]}
	do(c, c.clerk, desk.RecordPapers, req)
}
