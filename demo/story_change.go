package demo

import (
	"kontor/day"
	"kontor/desk"
	"kontor/lease"
	"kontor/money"
)

// paidAhead: a customer pays a part of the price ahead of its time, and the rentals fall.
func (c *chronicle) paidAhead() {
	d := c.leased("Mostozhar", 20, 48, "9.25", c.machines(1, "TA-6543 tipper 6x4")...)
	d.gate, d.pay = c.gateBefore(c.until.Add(-260)), punctual
	d.stopAt = c.until.Add(-95) // from the first rental after it on, what is due follows from what was agreed
	c.timetable(d)
	c.strike(d)
	c.onDue(d, func(row lease.Row) {
		amount := money.Of(row.Payment()+row.Balance/4, d.price().Currency)
		res := do(c, c.accountant, desk.PrepayDeal, desk.PrepayRequest{Deal: d.id, Amount: amount, ValueOn: c.today, Reference: c.reference(), Effect: "lower_rental"})
		c.payOn(d, row.DueOn, res.Rental, 0)
	})
}

// newTerms: a customer falls behind, is charged for it, and gets lower rentals over a longer term; then it pays again.
func (c *chronicle) newTerms() {
	d := c.leased("Dorstroy-Ivlen", 20, 36, "10.5", c.machines(1, "ZT-1525 tractor, 155 hp")...)
	d.gate, d.pay = c.gateBefore(c.until.Add(-300)), punctual
	d.stopAt = c.until.Add(-140)
	d.spare = 400 // its guarantee covers a longer term too
	c.timetable(d)
	c.strike(d)
	reminder := whole(85, d.price().Currency)
	c.onDue(d, func(row lease.Row) {
		c.on(workday(row.DueOn.Add(10)), office, func() {
			do(c, c.accountant, desk.ChargeDeal, desk.ChargeRequest{Deal: d.id, Kind: "fee", Amount: reminder}, "second reminder")
		})
		c.on(workday(row.DueOn.Add(20)), office, func() {
			res := do(c, c.manager, desk.RestructureDeal, desk.RestructureRequest{Deal: d.id, Rate: money.MustParseRate("9.75"), Count: 36, Arrears: true},
				"two building sites of the customer stand still; its books show that it can pay less for longer")
			c.payOn(d, row.DueOn, res.Rental, reminder.Minor)
		})
	})
}

// onDue does something on the day on which the first rental is due that a customer does not pay as it was signed.
func (c *chronicle) onDue(d *contract, what func(row lease.Row)) {
	c.on(d.deliverOn.Add(1), cashier, func() {
		if !d.released {
			return
		}
		_, schedule, err := d.terms.Schedule(d.deliverOn)
		if err != nil {
			c.err = err
			return
		}
		for _, row := range schedule.Rows {
			if row.Kind == lease.RentalRow && row.DueOn >= d.stopAt {
				c.on(workday(row.DueOn), cashier, func() { what(row) })
				return
			}
		}
	})
}

// payOn lets the rentals after a due date come in time, with what was charged beside the first of them.
func (c *chronicle) payOn(d *contract, after day.Date, rental money.Amount, charged int64) {
	for n := 1; after.AddMonths(n) <= c.until; n++ {
		amount := rental
		if n == 1 {
			amount.Minor += charged
		}
		c.on(workday(after.AddMonths(n)), cashier, func() { c.receive(d, amount) })
	}
}
