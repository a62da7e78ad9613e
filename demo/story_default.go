package demo

import (
	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// outcome is how the story of a customer who stopped paying ends.
type outcome int

const (
	inFull   outcome = iota // the guarantor pays everything
	rejected                // the guarantor rejects the first demand
	returned                // the machine comes back, a rest is written off
	vanished                // customer and machine are gone, a rest is written off
	waiting                 // the demand is presented, the money has not come yet
)

// fallOut puts down what follows when a customer does not pay any more.
func (c *chronicle) fallOut(d *contract, on day.Date, end outcome) {
	c.on(on, office, func() {
		cause, why := "arrears", "three rentals are unpaid and three letters unanswered"
		if end == vanished {
			cause, why = "vanished", "nobody is at the registered address, the telephone is dead, the machine does not report"
		}
		do(c, c.risk, desk.DefaultDeal, desk.DefaultRequest{Deal: d.id, Cause: cause}, why)
		c.on(workday(c.today.Add(2)), office, func() { c.demand(d, end) })
	})
}

// demand demands what is owed, at most what the guarantee holds for the deal.
func (c *chronicle) demand(d *contract, end outcome) {
	owed := do(c, c.accountant, desk.MarkLate, desk.DealRequest{Deal: d.id}).Overdue
	p := d.promise
	amount := money.Of(min(owed.Minor, d.pledged+p.left), owed.Currency)
	made := do(c, c.risk, desk.DemandPayment, desk.DemandRequest{Guarantee: p.id, Deal: d.id, Amount: amount, Account: iban(c.random("account of the house")),
		Obligation: "did not pay the rentals of lease " + d.nr + " since " + d.stopAt.String() + "; the balance was called in on " + c.today.Add(-2).String()})
	do(c, c.manager, desk.ApproveDemand, desk.DemandNamed{Demand: made.ID})
	do(c, c.clerk, desk.SendDemand, desk.SendRequest{Demand: made.ID, How: "courier", Reference: c.reference()})
	c.on(workday(c.today.Add(1)), office, func() {
		do(c, c.clerk, desk.PresentDemand, desk.PresentRequest{Demand: made.ID, On: c.today, Time: "10:20"})
	})
	switch end {
	case waiting:
		return
	case rejected:
		c.on(workday(c.today.Add(5)), office, func() {
			do(c, c.risk, desk.RejectDemand, desk.RejectRequest{Demand: made.ID, On: c.today, Reasons: "the statement came without a signature"}, "the guarantor says that the statement came without a signature")
			c.on(workday(c.today.Add(2)), office, func() { c.demand(d, inFull) })
		})
		return
	case inFull, returned, vanished:
	}
	if end == returned { // the guarantor keeps a part back and is right: a rental had been paid to its branch
		amount.Minor = amount.Minor / 100 * 93
	}
	c.on(workday(c.today.Add(13)), cashier, func() {
		do(c, c.accountant, desk.SettleDemand, desk.SettleRequest{Demand: made.ID, Amount: amount, On: c.today, Reference: c.reference()})
		d.settled(amount.Minor)
		c.recovered(d, end, owed.Minor-amount.Minor)
	})
}

// settled takes what the guarantor paid off the promise.
func (d *contract) settled(minor int64) {
	p := d.promise
	p.left -= max(0, minor-d.pledged)
	if p.paid += minor; p.paid >= p.face.Minor {
		p.over = true // exhausted
	}
}

// recovered ends the story: what the guarantor did not pay is a loss.
func (c *chronicle) recovered(d *contract, end outcome, left int64) {
	switch end {
	case returned:
		c.on(workday(c.today.Add(6)), yard, func() {
			for _, u := range d.machines {
				do(c, c.clerk, desk.MoveUnit, desk.MoveRequest{Unit: u.id, To: "returned", Plate: u.serial, Meter: "1460", Condition: "worn tyres, cab scratched, otherwise sound", Located: places["returned"]})
			}
			c.on(workday(c.today.Add(1)), office, func() { c.terminate(d, left/2) })
		})
	case vanished:
		c.on(workday(c.today.Add(6)), yard, func() {
			for _, u := range d.machines {
				do(c, c.clerk, desk.MoveUnit, desk.MoveRequest{Unit: u.id, To: "scrapped"}, "cannot be found; reported to the prosecutor")
			}
		})
	case inFull, rejected, waiting:
	}
	if left > 0 {
		c.on(workday(c.today.Add(9)), office, func() {
			do(c, c.manager, desk.WriteOffDeal, desk.DealRequest{Deal: d.id}, "the guarantee is used up and nothing else can be had")
		})
	}
	c.on(workday(c.today.Add(12)), cashier, func() { c.close(d) })
}

// revoke records that a guarantee does not bind any more.
func (c *chronicle) revoke(p *promise, why string) {
	p.over = true
	do(c, c.risk, desk.RevokeGuarantee, desk.GuaranteeNamed{Guarantee: p.id}, why)
}

func (c *chronicle) reverse(posting, why string) {
	do(c, c.accountant, desk.ReversePosting, desk.ReverseRequest{Posting: posting}, why)
}
