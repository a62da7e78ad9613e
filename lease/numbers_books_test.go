package lease_test

import (
	"kontor/lease"
	"kontor/money"
)

// accountingNumbers runs the lessor's books and expected losses.
func accountingNumbers(c *number) {
	switch {
	case c.has("ead", "eads", "exposure", "exposures", "pd_pct"):
		c.expectedLoss()
	case c.has("new_unguaranteed_residual"):
		c.residualRevision()
	default:
		c.financeBook()
	}
}

// lessorLease reads rentals and residuals; a lease with a cost of its own is a dealer's.
func (c *number) lessorLease() lease.LessorLease {
	currency := c.currency()
	minor := func(keys ...string) int64 { return c.amount(currency, keys...).Minor }
	l := lease.LessorLease{Currency: currency, Start: start, EveryMonths: c.everyMonths(), Cost: minor("cost"), FairValue: minor("fair_value", "financed", "price"),
		DirectCost: minor("initial_direct_cost", "initial_direct_costs", "idc"), Guaranteed: minor("guaranteed_residual"),
		Unguaranteed: minor("unguaranteed_residual"), MarketRate: c.rate("market_rate_pct"), Rounding: c.mode, Dealer: true}
	if dealer, ok := c.Inputs["dealer"].(bool); ok {
		c.read["dealer"] = true
		l.Dealer = dealer
	} else if !c.has("cost") {
		l.Dealer, l.Cost = false, l.FairValue
	}
	n, rental := c.whole("instalments", "rentals"), minor("rental")
	l.Payments = make([]int64, n+1)
	for k := range n {
		if lease.Timing(c.text("timing")) != lease.InAdvance {
			k++
		}
		l.Payments[k] = rental
	}
	l.Payments[0] += minor("advance")
	l.Payments[n] += minor("purchase_option", "balloon")
	return l
}

func (c *number) financeBook() {
	c.refersTo(c.text("case", "contract"))
	b, err := lease.BookFinance(c.lessorLease())
	if err != nil {
		c.Fatal(err)
	}
	if left := lease.Balances(b.Postings)[lease.NetInvestmentAccount]; left != 0 {
		c.Errorf("the net investment ends at %d", left)
	}
	for _, key := range []string{"implicit_monthly_pct", "implicit_periodic_pct", "periodic_pct", "implicit_quarterly_pct"} {
		c.isNear(key, 100*b.Implicit)
	}
	c.isNear("nominal_pct", 1200*b.Implicit/float64(b.Lease.EveryMonths))
	for _, key := range []string{"pv_payments", "pv_payments_and_guaranteed_residual"} {
		c.is(key, b.Payments.Decimal())
	}
	c.is("pv_unguaranteed_residual", b.Unguaranteed.Decimal())
	c.is("net_investment", b.NetInvestment.Decimal())
	c.is("revenue", b.Revenue.Decimal())
	c.is("cost_of_sale", b.CostOfSale.Decimal())
	c.is("selling_profit", b.Profit.Decimal())
	first := b.Rows[1].Income
	for _, key := range []string{"first_month_income", "first_period_income", "first_income"} {
		c.is(key, money.Of(first, b.Lease.Currency).Decimal())
	}
	c.is("total_income", money.Of(totalIncome(b), b.Lease.Currency).Decimal())
}

func totalIncome(b lease.FinanceBook) int64 {
	sum := int64(0)
	for _, r := range b.Rows {
		sum += r.Income
	}
	return sum
}

func (c *number) residualRevision() {
	b, err := lease.BookFinance(c.other(c.text("case", "contract")).lessorLease())
	if err != nil {
		c.Fatal(err)
	}
	after := c.whole("after_rentals", "after_instalments")
	if b.Lease.Payments[0] > 0 {
		after-- // the first rental is paid at the start
	}
	r, err := b.ReviseResidual(after, c.amount(b.Lease.Currency, "new_unguaranteed_residual").Minor)
	if err != nil {
		c.Fatal(err)
	}
	c.is("loss", r.Loss.Decimal())
	if left := r.Book.Rows[0].Balance + lease.Balances(r.Book.Postings)[lease.NetInvestmentAccount]; left != 0 {
		c.Errorf("the net investment ends at %d", left)
	}
}

// expectedLoss reads one exposure with one probability, or lists of them by year.
func (c *number) expectedLoss() {
	currency := c.currency()
	m := lease.LossModel{Currency: currency, Stage: 1, LGD: c.rate("lgd_pct"), Covered: c.rate("guaranteed_pct", "covered_pct"), Rounding: c.mode,
		Rate: c.rate("effective_rate_pct", "discount_rate_pct", "eir_pct", "rate_pct"), Haircut: c.rate("haircut_pct"), SellMonths: c.whole("months_to_sell", "sell_months"),
		Undrawn: c.amount(currency, "undrawn").Minor, Collateral: c.amount(currency, "collateral", "collateral_value").Minor}
	for _, key := range []string{"ead", "eads", "ead_by_year", "exposure", "exposures"} {
		for _, e := range c.list(key) {
			a, err := money.ParseIn(e.(string), currency)
			if err != nil {
				c.Fatal(err)
			}
			m.Exposures = append(m.Exposures, a.Minor)
		}
	}
	for _, key := range []string{"pd_pct", "pds_pct", "pd_pct_by_year", "marginal_pd_pct"} {
		for _, r := range c.list(key) {
			m.PD = append(m.PD, c.parseRate(r))
		}
	}
	for len(m.Exposures) == 1 && len(m.Exposures) < len(m.PD) {
		m.Exposures = append(m.Exposures, m.Exposures[0])
	}
	if c.has("stage") {
		m.Stage = c.whole("stage")
	} else if len(m.PD) > 1 || len(m.Exposures) > 1 {
		m.Stage = 2
	}
	for _, r := range c.list("conditional_pd_pct") {
		m.PD, m.Conditional = append(m.PD, c.parseRate(r)), true
	}
	if conditional, ok := c.Inputs["conditional"].(bool); ok {
		c.read["conditional"] = true
		m.Conditional = conditional
	}
	if weights := c.list("scenario_weights_pct"); len(weights) > 0 {
		factors := c.list("scenario_pd_pct")
		for i, w := range weights {
			s := lease.Scenario{Weight: c.parseRate(w)}
			if i < len(factors) {
				s.PD = c.parseRate(factors[i])
			}
			m.Scenarios = append(m.Scenarios, s)
		}
	}
	l, err := lease.ExpectLoss(m)
	if err != nil {
		c.Fatal(err)
	}
	c.is("ecl_without", l.WithoutCover.Decimal())
	c.is("ecl_with", l.Loss.Decimal())
	c.is("ecl", l.Loss.Decimal())
	for _, key := range []string{"ecl_12_months", "ecl_12m", "twelve_month_ecl"} {
		c.is(key, l.TwelveMonths.Decimal())
	}
	for _, key := range []string{"ecl_lifetime", "lifetime_ecl"} {
		c.is(key, l.Whole.Decimal())
	}
}
