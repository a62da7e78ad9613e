package demo

import (
	"kontor/day"
)

// castAll chooses the planned deals of which more is told than that they were paid.
func (c *chronicle) castAll(deals []*contract) {
	c.castLate(deals)
	c.castLapsing(deals)
	c.castDefaults(deals)
	c.castUncovered(deals)
	c.castGate(deals)
	c.castReversal(deals)
	c.castEndings(deals)
}

// choose takes the first deal from a part of the history on that nothing is told of and that fits.
func (c *chronicle) choose(deals []*contract, fits func(d *contract) bool) *contract {
	for _, d := range deals {
		if !d.cast && fits(d) {
			d.cast, d.own = true, true
			return d
		}
	}
	return nil
}

// monthly reports whether a deal is a lease with a rental each month, the kind that the stories of late payers need.
func (d *contract) monthly() bool {
	return d.kind == "lease" && d.every == 1 && d.timing == "arrears"
}

// missed is the first due date of a monthly lease within two days, after so many rentals; 0 when there is none.
func (d *contract) missed(from, to day.Date, paid int) day.Date {
	for k := paid + 1; k < d.count-1; k++ {
		if due := d.begins().AddMonths(k); due >= from && due <= to {
			return due
		}
	}
	return 0
}

// castLate: customers who are late at the end, one in each bucket.
func (c *chronicle) castLate(deals []*contract) {
	counted := c.until.Add(-1 - 3) // the last close, less the days of grace
	for _, late := range []struct{ from, to int }{{5, 27}, {34, 57}, {64, 87}, {93, 108}, {8, 25}} {
		from, to := counted.Add(-late.to), counted.Add(-late.from)
		d := c.choose(deals, func(d *contract) bool {
			return d.monthly() && d.usd() < 3_000_000 && d.missed(from, to, 2) != 0
		})
		if d != nil {
			d.stopAt = d.missed(from, to, 2)
		}
	}
}

// castLapsing: leases that end soon, with guarantees that lapse a few days later.
func (c *chronicle) castLapsing(deals []*contract) {
	for more := range 4 {
		months := 0
		d := c.choose(deals, func(d *contract) bool {
			whole := 0
			for d.begins().AddMonths(whole+1) <= c.until {
				whole++
			}
			months = whole + 1 + more%2
			return d.monthly() && months >= 6 && months <= 60
		})
		if d != nil {
			d.count, d.spare, d.residual = months, 12, 0
		}
	}
}

// castDefaults: customers who stopped paying. Each story ends in another way.
func (c *chronicle) castDefaults(deals []*contract) {
	span := c.until.Sub(start)
	for _, story := range []struct {
		part int // when the default is declared, in percent of the history
		paid int // rentals paid before
		end  outcome
	}{{36, 5, inFull}, {52, 0, vanished}, {66, 5, rejected}, {80, 2, returned}, {90, 5, inFull}} {
		on := start.Add(span * story.part / 100)
		from, to := on.Add(-94-34), on.Add(-94)
		d := c.choose(deals, func(d *contract) bool {
			return d.monthly() && d.usd() < 6_000_000 && d.ending() > on.Add(60) && d.missed(from, to, story.paid) != 0 && (story.paid > 2 || d.missed(from, to, story.paid+1) == 0)
		})
		if d != nil {
			d.stopAt = d.missed(from, to, story.paid)
			c.fallOut(d, max(workday(d.stopAt.Add(94)), c.opened()), story.end)
		}
	}
	on := c.until.Add(-18)
	d := c.choose(deals, func(d *contract) bool {
		return d.monthly() && d.usd() < 3_000_000 && d.ending() > on.Add(60) && d.missed(on.Add(-130), on.Add(-95), 3) != 0
	})
	if d != nil {
		d.stopAt = d.missed(on.Add(-130), on.Add(-95), 3)
		c.fallOut(d, on, waiting)
	}
}

// castUncovered: running leases that lost their cover after delivery.
func (c *chronicle) castUncovered(deals []*contract) {
	runs := func(d *contract) bool {
		return d.monthly() && d.usd() < 700_000 && d.begins() < c.until.Add(-120) && d.ending() > c.until.Add(150)
	}
	if d := c.choose(deals, runs); d != nil {
		c.on(c.until.Add(-24), office, func() {
			c.revoke(d.promise, "the bank withdrew it: the paper had been issued without authority")
		})
	}
	if d := c.choose(deals, runs); d != nil {
		c.on(c.until.Add(-92), first, func() { d.promise.unwatched = true })
	}
}

// castGate: deals that the gate refused first.
func (c *chronicle) castGate(deals []*contract) {
	early := c.until.Add(-20)
	after := func(part int) day.Date { return start.Add(c.until.Sub(start) * part / 100) }
	tell := func(part int, t trouble, fits func(d *contract) bool) *contract {
		d := c.choose(deals, func(d *contract) bool { return d.gate >= after(part) && d.gate < early && fits(d) })
		if d != nil {
			d.trouble = t
		}
		return d
	}
	lease := func(d *contract) bool { return d.kind == "lease" }
	tell(8, bare, lease)
	tell(58, bare, lease)
	for _, part := range []int{25, 70} {
		if d := tell(part, tooShort, func(d *contract) bool { return lease(d) && d.months() >= 18 }); d != nil {
			d.spare = -150
		}
	}
	d := tell(30, overLimit, func(d *contract) bool {
		return lease(d) && d.machines[0].currency == "EUR" && d.usd() > 400_000
	})
	if d != nil {
		d.bank = merkur
	}
	c.castAlike(deals)
}

// castAlike: the company that only resembles somebody on the list waits once, until two people have looked.
func (c *chronicle) castAlike(deals []*contract) {
	alike := c.cast.find("Vakhtavozreys")
	var its *contract
	for _, d := range deals {
		if d.customer == alike {
			its = d
			break
		}
	}
	if its == nil || its.cast {
		for _, d := range deals {
			if d.customer == alike {
				d.customer = c.cast.find("Translogist-Soyva")
			}
		}
		its = c.choose(deals, func(d *contract) bool { return d.customer.trade == "transport" })
	}
	if its == nil {
		return
	}
	for _, d := range deals { // it asks for nothing else until its hits are cleared
		if d.customer == alike && d.gate < its.gate.Add(3) {
			d.customer = c.cast.find("Translogist-Soyva")
		}
	}
	its.customer, its.trouble, its.cast, its.own = alike, uncleared, true, true
	alike.patient = its.gate
}

// castReversal: a payment that was booked to the wrong deal, and taken back.
func (c *chronicle) castReversal(deals []*contract) {
	d := c.choose(deals, func(d *contract) bool { return d.monthly() && d.begins() < c.until.Add(-150) })
	if d == nil {
		return
	}
	d.pay = punctual
	on := workday(d.begins().AddMonths(3).Add(9))
	c.on(on, cashier, func() {
		wrong := c.receive(d, whole(4_200, d.price().Currency))
		c.on(c.today.Add(2), cashier, func() { c.reverse(wrong.Payment, "the reference belongs to another house; the bank asked for it back") })
	})
}
