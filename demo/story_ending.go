package demo

import (
	"fmt"

	"kontor/desk"
	"kontor/errs"
	"kontor/money"
)

// castEndings: a lease that its customer buys out, and one whose machine burns.
func (c *chronicle) castEndings(deals []*contract) {
	for _, end := range []func(*contract){c.buyOut, c.burn} {
		from, to := c.until.Add(-300), c.until.Add(-60)
		d := c.choose(deals, func(d *contract) bool {
			return d.monthly() && d.stopAt == 0 && len(d.machines) == 1 && d.usd() < 3_000_000 && d.missed(from, to, 6) != 0
		})
		if d == nil {
			continue
		}
		d.pay, d.stopAt = punctual, d.missed(from, to, 6)
		c.on(workday(d.stopAt.Add(-12)), cashier, func() { end(d) })
	}
}

// buyOut: the customer pays the rest and a fee, and the machine is its own.
func (c *chronicle) buyOut(d *contract) {
	if c.err != nil {
		return
	}
	early := desk.EarlyEnd{FeePct: money.MustParseRate("1")}
	const why = "the customer had a good year and wants the machine for itself"
	req := desk.BuyOutRequest{Deal: d.id, EarlyEnd: early}
	_, err := desk.BuyOutDeal.Do(c.ctx, c.desk, desk.Call{Actor: c.accountant, Reason: why, DryRun: true}, req) // the refusal says what is missing
	e := errs.As(err)
	missing, ok := money.Amount{}, false
	if errs.Is(err, errs.Refused) {
		missing, ok = e.Text.Args["amount"].(money.Amount)
	}
	if !ok {
		c.err = fmt.Errorf("demo, %s: a buy-out without money should have been refused, got %w", c.today, err)
		return
	}
	req.Amount, req.Reference = missing, c.reference()
	do(c, c.accountant, desk.BuyOutDeal, req, why)
	c.closed(d)
}

// burn: the machine is lost, its insurer pays what it was worth when new, and what is over goes to the customer.
func (c *chronicle) burn(d *contract) {
	cost := money.Of(350_000, d.price().Currency)
	res := do(c, c.risk, desk.LoseDeal, desk.TotalLossRequest{Deal: d.id, Costs: cost, Proceeds: d.price(), Reference: c.reference()},
		"the machine burned out in its shed; the fire brigade found a short circuit")
	c.on(workday(c.today.Add(3)), cashier, func() {
		if res.Unapplied.Minor > 0 {
			do(c, c.accountant, desk.RefundPayment, desk.RefundRequest{Deal: d.id, Amount: res.Unapplied, On: c.today, Reference: c.reference()}, "the insurer paid more than was owed")
		}
		c.close(d)
	})
}

// terminate settles a lease whose machine came back.
func (c *chronicle) terminate(d *contract, worth int64) {
	do(c, c.risk, desk.TerminateDeal, desk.TerminateRequest{Deal: d.id, Asset: money.Of(max(worth, 100), d.price().Currency), AssetBy: "appraisal", AssetOn: c.today},
		"the machine is back, and the customer will not pay any more")
}
