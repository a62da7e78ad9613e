package lease_test

import (
	"math"
	"strconv"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

func yieldNumbers(c *number) {
	if c.has("years") {
		markupNumbers(c)
		return
	}
	if c.has("flows") {
		flowNumbers(c)
		return
	}
	const currency = "EUR"
	minor := func(keys ...string) int64 { return c.amount(currency, keys...).Minor }
	n, every, inAdvance := c.whole("instalments"), c.everyMonths(), c.text("timing") == "advance"
	flows := make([]int64, n+1)
	flows[0] = minor("fee_received_at_start") - minor("commission_paid_at_start") - minor("initial_direct_cost") - minor("financed")
	rental, last := minor("rental"), minor("last_rental")
	for i := range n {
		pay := rental
		if i == n-1 && last > 0 {
			pay = last
		}
		if !inAdvance {
			i++
		}
		flows[i] += pay
	}
	flows[n] += minor("residual")
	if text := c.text("start"); text != "" {
		datedYield(c, day.MustParse(text), every, flows)
		return
	}
	y, err := lease.Yield(flows)
	if err != nil {
		c.Fatal(err)
	}
	times := 12 / float64(every)
	c.isNear("periodic_pct", 100*y)
	c.isNear("nominal_pct", 100*times*y)
	c.isNear("effective_pct", 100*(math.Pow(1+y, times)-1))
	if !c.has("fee_received_at_start", "commission_paid_at_start", "initial_direct_cost") {
		solvedYield(c, every)
		return
	}
	allInYield(c, every)
}

// flowNumbers are flows as they come; those that change sign more than once have no yield to report.
func flowNumbers(c *number) {
	var flows []int64
	for _, x := range c.list("flows") {
		flows = append(flows, money.MustParse(x.(string)+" EUR").Minor)
	}
	times := 12 / float64(c.everyMonths())
	y, err := lease.Yield(flows)
	if c.wants("refused") {
		c.is("refused", strconv.FormatBool(err != nil))
		return
	}
	if err != nil {
		c.Fatal(err)
	}
	c.isNear("periodic_pct", 100*y)
	c.isNear("nominal_pct", 100*times*y)
	c.isNear("effective_pct", 100*(math.Pow(1+y, times)-1))
}

func datedYield(c *number, from day.Date, every int, flows []int64) {
	var dated []lease.CashFlow
	for i, minor := range flows {
		dated = append(dated, lease.CashFlow{On: from.AddMonths(i * every), Minor: minor})
	}
	y, err := lease.YieldByDates(dated)
	if err != nil {
		c.Fatal(err)
	}
	c.isNear("effective_pct", 100*y)
}

// yieldRequest is the quote that seeks the yield of the case.
func yieldRequest(c *number, every int) lease.QuoteRequest {
	return lease.QuoteRequest{Solve: lease.ForYield, Terms: lease.Terms{Price: c.amount("EUR", "financed"), Residual: c.amount("EUR", "residual"), Rental: c.amount("EUR", "rental"),
		Count: c.whole("instalments"), EveryMonths: every, Timing: lease.Timing(c.text("timing")), Start: start, Rounding: c.mode}}
}

// solvedYield compares the quote that seeks the yield.
func solvedYield(c *number, every int) {
	q, err := lease.Solve(yieldRequest(c, every), lease.Reference{})
	if err != nil {
		c.Fatal(err)
	}
	c.isNear("periodic_pct", 100*q.Yields.Periodic.Fraction())
	c.isNear("nominal_pct", 100*q.Terms.Rate.Fraction())
	c.isNear("effective_pct", 100*q.Yields.Effective.Fraction())
}

// allInYield compares the yield with fees and costs of a quote.
func allInYield(c *number, every int) {
	r := yieldRequest(c, every)
	if fee := c.amount("EUR", "fee_received_at_start"); fee.Minor > 0 {
		r.Fees = []lease.Fee{{Name: "arrangement", Amount: fee, When: lease.UpFront}}
	}
	if cost := c.amount("EUR", "commission_paid_at_start", "initial_direct_cost"); cost.Minor > 0 {
		r.Costs = []lease.Cost{{Name: "commission", Amount: cost}}
	}
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		c.Fatal(err)
	}
	// The last rental of a quote takes the cents, which the seventh digit of the periodic yield shows.
	c.isNear("nominal_pct", 100*q.Yields.AllIn.Nominal.Fraction())
	c.isNear("effective_pct", 100*q.Yields.AllIn.Effective.Fraction())
}

func markupNumbers(c *number) {
	price, advance, rentals := c.amount("EUR", "price"), c.amount("EUR", "advance"), c.amount("EUR", "sum_of_rentals")
	paid := money.Of(advance.Minor+rentals.Minor+c.amount("EUR", "residual").Minor, "EUR")
	m, err := lease.Markup(price, paid, 100*c.rate("years").Fraction())
	if err != nil {
		c.Fatal(err)
	}
	c.isNear("markup_pct_per_year", 100*m.Fraction())
}
