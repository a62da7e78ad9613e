package demo

import (
	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// stories puts down what is told singly, seen from the last day, and fills the yard.
func (c *chronicle) stories() {
	bench := c.testBench()
	c.quotesThatLapsed(bench[0])
	c.cancelled(bench[1])
	c.insuredOnly(bench[2])
	c.blocked()
	c.fallingRate()
	c.secondPromise()
	c.paidAhead()
	c.newTerms()
	c.waitingAtTheGate()
	c.newcomer()
	c.liveQuotes()
	c.fillYard()
}

// ago is a workday so many days before the last day.
func (c *chronicle) ago(days int) day.Date { return workday(c.until.Add(-days)) }

// gateBefore is the last gate day up to a day, or the first of all.
func (c *chronicle) gateBefore(d day.Date) day.Date {
	best := c.gates[0]
	for _, g := range c.gates {
		if g <= d {
			best = g
		}
	}
	return best
}

func (c *chronicle) machines(n int, name string) []*machine {
	var out []*machine
	for range n {
		out = append(out, c.build(modelNamed(name)))
	}
	return out
}

// leased is a lease with ordinary terms; sold a sale that is paid in advance.
func (c *chronicle) leased(customer string, advance, count int, rate string, machines ...*machine) *contract {
	return &contract{customer: c.cast.find(customer), machines: machines, kind: "lease", advance: advance, count: count, every: 1, rate: rate, method: "annuity", timing: "arrears",
		bank: marschgrund, own: true}
}

func (c *chronicle) sold(customer string, machines ...*machine) *contract {
	return &contract{customer: c.cast.find(customer), machines: machines, kind: "sale", advance: 100, bank: marschgrund}
}

// testBench are three machines that stand in the yard from the beginning, for demonstrations and for stories of deals that
// came to nothing.
func (c *chronicle) testBench() []*machine {
	out := []*machine{c.build(modelNamed("ZT-2522 tractor, 250 hp")), c.build(modelNamed("TA-6543 tipper 6x4")), c.build(modelNamed("Brennhalde B12 low-floor bus"))}
	for _, u := range out {
		c.bring(u, c.opened().Add(6), "prepared")
	}
	return out
}

// spread gives days at parts of the history, in percent, none nearer to the one before than some days.
func (c *chronicle) spread(apart int, parts ...int) []day.Date {
	var out []day.Date
	last := c.opened().Add(8)
	for _, part := range parts {
		if d := workday(start.Add(c.until.Sub(start) * part / 100)); d >= last && d < c.until.Add(-apart) {
			out = append(out, d)
			last = d.Add(apart)
		}
	}
	return out
}

// quotesThatLapsed: customers who did not come back.
func (c *chronicle) quotesThatLapsed(u *machine) {
	for i, on := range c.spread(30, 18, 34, 52, 71, 88) {
		d := c.leased([]string{"Ivlevskie nivy", "Semiozersky kartofel", "Gospodarstwo Rolne Zbożyn Sp. z o.o.", "Osinova Gat Farm", "Agrofirma Rzhanoy Dol"}[i], 20, 36, "8.4", u)
		d.lent, d.quoteOn, d.deliverOn, d.expiresOn = true, on, on.Add(40), on.Add(21)
		c.contracts = append(c.contracts, d)
		c.on(on, office, func() { c.quote(d) })
	}
}

// cancelled: deals that were given up before anything left.
func (c *chronicle) cancelled(u *machine) {
	reasons := []string{"the customer found a cheaper machine", "the tender was called off", "the board of the customer did not agree"}
	for i, on := range c.spread(35, 22, 49, 76) {
		d := c.leased([]string{"Mostozhar", "Dorstroy-Ivlen", "Karatasdy Kurylys LLP"}[i], 15, 36, "16", u)
		d.lent, d.quoteOn, d.deliverOn, d.expiresOn = true, on, on.Add(40), on.Add(30)
		c.contracts = append(c.contracts, d)
		c.on(on, office, func() { c.quote(d) })
		if i != 1 { // the second one ends as a quote
			c.on(workday(on.Add(8)), office, func() { c.sign(d) })
		}
		c.on(workday(on.Add(20)), office, func() { c.cancel(d, reasons[i]) })
	}
}

func (c *chronicle) cancel(d *contract, why string) {
	do(c, c.manager, desk.CancelDeal, desk.DealRequest{Deal: d.id}, why)
	d.over = true
}

// insuredOnly: a policy of a credit insurer is no cover; the gate refuses, and nothing better comes.
func (c *chronicle) insuredOnly(u *machine) {
	d := c.leased("Belogorngortrans", 0, 36, "6.25", u)
	d.lent, d.trouble, d.bank, d.gate = true, insured, sturmdeich, c.gateBefore(start.Add(c.until.Sub(start)*62/100))
	c.timetable(d)
	c.strike(d)
	c.on(workday(d.gate.Add(9)), office, func() { c.cancel(d, "no bank was willing to give a guarantee on demand") })
}

// blocked: a customer turns out to be on the list.
func (c *chronicle) blocked() {
	d := c.leased("Alamkut Copper LLP", 0, 48, "9.5", c.build(modelNamed("GK-90 dump truck, 90 t")))
	d.trouble, d.bank, d.gate = unsecured, vetlan, c.gateBefore(start.Add(c.until.Sub(start)*56/100))
	c.timetable(d)
	c.strike(d)
	c.on(d.gate, first, func() { c.newListWith(sameAlamkut) })
	c.on(d.gate, vetting, func() {
		for _, h := range c.vet(d.customer).Hits {
			do(c, c.risk, desk.ConfirmHit, desk.HitRequest{Hit: h.ID}, "same name, same country, same director: it is the company that vanished with machines in two regions")
		}
	})
	c.on(workday(d.gate.Add(2)), office, func() {
		c.cancel(d, "the customer is blocked")
		c.on(max(c.ago(40), c.today.Add(1)), yard, func() {
			do(c, c.clerk, desk.LendUnit, desk.LendRequest{Unit: d.machines[0].id, Kind: "on_trial", Until: c.until.Add(35)}, "cold start and braking on the test ground")
		})
	})
}

// fallingRate: a guarantee in another currency that sufficed until its currency fell.
func (c *chronicle) fallingRate() {
	d := c.leased("Osinova Gat Farm", 20, 36, "8.4", c.machines(2, "ZT-1525 tractor, 155 hp")...)
	d.bank, d.currency, d.gate, d.spare = belogornban, "RUB", c.gateBefore(c.until.Add(-fallDays)), 60
	c.timetable(d)
	c.strike(d)
}

// secondPromise: two guarantees follow each other, the first with enough above the exposure to count in full though it ends
// early; the later one is taken back before it takes effect, so that a gap opens in the future.
func (c *chronicle) secondPromise() {
	d := c.leased("Ivlevskie nivy", 15, 48, "8.75", c.machines(1, "ZT-3535 tractor, 355 hp")...)
	d.gate, d.bank = c.gateBefore(c.until.Add(-120)), vetlan
	var later *promise
	d.promises = func() {
		need := money.Of(roundUp(c.exposure(d)), "USD")
		first := money.Of(need.Minor*9/4, need.Currency)
		soon := c.issue(&contract{customer: d.customer, machines: d.machines, bank: vetlan, own: true, spare: 1}, first, d.terms.StartsOn.AddMonths(30))
		later = c.issueFrom(d, need, d.terms.StartsOn.AddMonths(12), d.ends().Add(60))
		c.on(c.today.Add(1), office, func() {
			c.verify(soon)
			c.verify(later)
			later.left, soon.left = later.left-need.Minor, soon.left-first.Minor
			c.pledge(later, d, need.Minor)
			c.pledge(soon, d, first.Minor)
		})
	}
	c.timetable(d)
	c.strike(d)
	c.on(c.ago(18), office, func() { c.otherWords(d) })
	c.on(c.ago(19), office, func() { c.revoke(later, "the bank took it back before it took effect") })
}

// issueFrom records a guarantee that takes effect later than it is issued.
func (c *chronicle) issueFrom(d *contract, face money.Amount, from, expires day.Date) *promise {
	p := &promise{bank: d.bank, applicant: d.customer, face: face, left: face.Minor, expires: expires, needed: expires}
	p.number = c.promiseNumber(p.bank)
	p.id = do(c, c.clerk, desk.RegisterGuarantee, desk.GuaranteeRequest{GuaranteeTerms: desk.GuaranteeTerms{Number: p.number, Guarantor: c.cast.guarantors[p.bank].id,
		Applicant: d.customer.id, Kind: "demand_guarantee", Rules: "URDG758", Face: face, IssuedOn: c.today.Add(-1), EffectiveOn: from, ExpiresOn: expires}}).ID
	return p
}
