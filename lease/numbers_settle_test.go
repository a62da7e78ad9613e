package lease_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// settlementNumbers runs what changes or ends a contract early.
func settlementNumbers(c *number) {
	switch {
	case c.has("prepayment"):
		c.prepayment()
	case c.has("proceeds", "insurance_proceeds", "insurance"):
		c.totalLoss()
	case c.has("asset_value", "judgments_unpaid", "financing", "months_used_unpaid"):
		c.termination()
	default:
		c.buyout()
	}
}

// settleStart is a first day from which up to 30 days stay within a month of 31, so that days are days of 30/360 too.
var settleStart = day.MustOf(2024, 3, 1)

// contract plans the case that an input refers to, or the terms of the case itself.
func (c *number) contract() (lease.Terms, lease.Schedule) {
	of := c
	if id := c.text("contract"); id != "" {
		of = c.other(id)
	}
	r := of.request()
	if r.Start == start {
		r.Start = settleStart
	}
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		c.Fatal(err)
	}
	return q.Terms, q.Schedule
}

func rowDue(s lease.Schedule, nr int, start day.Date) day.Date {
	for _, r := range s.Rows {
		if r.Nr == nr && r.Kind != lease.AdvanceRow {
			return r.DueOn
		}
	}
	return start
}

func (c *number) buyout() {
	t, s := c.contract()
	paid := c.whole("paid_instalments", "paid_rentals", "after_instalment", "after_rentals")
	on := rowDue(s, paid, t.Start).Add(c.whole("days_into_next", "days", "days_into_period"))
	b := lease.Buyout{Position: s.Position(t.Start, on, paid), Accruing: lease.Accruing{Rate: t.Rate, DayCount: t.DayCount, Rounding: c.mode}}
	if text := c.text("day_count"); text != "" && text != "30/360" {
		count, err := day.ParseCount(text)
		if err != nil {
			c.Fatal(err)
		}
		b.DayCount = count
	}
	b.Mode = c.buyoutMode()
	minor := func(keys ...string) int64 { return c.amount(b.Currency, keys...).Minor }
	b.Fee, b.FeePct, b.EndPrice = minor("fee", "fixed_fee"), c.rate("fee_pct"), minor("end_price", "residual_price")
	b.Penalty, b.Deposit, b.Unapplied = b.Penalty+minor("penalties", "penalty"), minor("deposit"), minor("unapplied")
	b.Arrears.Fee += minor("arrears")
	if tax := c.rate("tax_pct", "vat_pct", "tax_rate_pct"); !tax.IsZero() {
		b.Tax = map[lease.LegKind]money.Rate{lease.EndPriceLeg: tax, lease.FeeLeg: tax}
	}
	q, err := lease.QuoteBuyout(b)
	if err != nil {
		c.Fatal(err)
	}
	leg := func(kind lease.LegKind) string { return money.Of(q.Of(kind), b.Currency).Decimal() }
	c.is("principal", leg(lease.BalanceLeg))
	c.is("balance", leg(lease.BalanceLeg))
	c.isAny(leg(lease.InterestLeg), "interest_to_date", "interest_to_next_due", "interest_to_next_due_date", "interest", "interest_whole_period", "interest_next_due")
	c.is("fee", leg(lease.FeeLeg))
	c.is("tax", leg(lease.TaxLeg))
	c.is("penalties", leg(lease.PenaltyLeg))
	c.is("arrears", leg(lease.ArrearsLeg))
	c.is("end_price", leg(lease.EndPriceLeg))
	c.isAny(q.Result.Decimal(), "payoff", "total", "payoff_to_next_due", "payoff_to_date")
}

// buyoutMode is until when interest is counted: as the case says, or as its outputs are called.
func (c *number) buyoutMode() lease.BuyoutMode {
	text := strings.NewReplacer("_", " ", "-", " ").Replace(c.text("mode", "interest_mode", "interest", "to", "until"))
	if c.has("to_next_due") {
		c.read["to_next_due"], text = true, "to next due"
	}
	asked := func(part string) bool {
		return slices.ContainsFunc(slices.Collect(maps.Keys(c.Outputs)), func(key string) bool { return strings.Contains(key, part) })
	}
	switch {
	case strings.Contains(text, "next due"), strings.Contains(text, "whole"), strings.Contains(text, "rest date"), text == "" && (asked("next_due") || asked("whole")):
		return lease.ToNextDue
	case text == "fixed fee", text == "" && c.has("fixed_fee"):
		return lease.FixedFee
	case text != "" && text != "to date":
		c.Fatalf("mode %s is not known", text)
	}
	return lease.ToDate
}

func (c *number) prepayment() {
	t, s := c.contract()
	p := lease.Prepayment{Terms: t, Rows: s.Rows, After: c.whole("after_instalment", "after_rental", "paid_instalments"), Amount: c.amount(t.Price.Currency, "prepayment"),
		FeePct: c.rate("fee_pct")}
	p.Terms.Rounding = c.mode
	for _, p.Effect = range lease.PrepaymentEffects {
		got, err := lease.Prepay(p)
		if err != nil {
			c.Fatal(err)
		}
		switch p.Effect {
		case lease.LowerRental:
			c.is("balance", got.Balance.Decimal())
			c.is("rental_same_term", got.Rental.Decimal())
			c.is("last_rental_same_term", got.LastRental.Decimal())
			c.is("interest_saved_same_term", got.Saved.Decimal())
		case lease.ShorterTerm:
			c.is("instalments_same_rental", strconv.Itoa(got.Count))
			c.is("last_rental_same_rental", got.LastRental.Decimal())
			c.is("interest_saved_same_rental", got.Saved.Decimal())
		}
	}
	c.is("fee", money.Of(0, t.Price.Currency).Decimal())
}

// position reads what is owed of a contract, or the sums that the case gives.
func (c *number) position() (lease.Position, lease.Accruing) {
	a := lease.Accruing{Rounding: c.mode}
	if c.has("contract") {
		t, s := c.contract()
		a.Rate, a.DayCount = t.Rate, t.DayCount
		paid, months := c.whole("paid_instalments", "paid_rentals"), c.whole("months_used_unpaid", "months_unpaid")
		last := rowDue(s, paid, t.Start)
		return s.Position(t.Start, last.AddMonths(months).Add(c.whole("days_into_next", "days_used_unpaid")), paid), a
	}
	on := settleStart
	return lease.Position{Currency: c.currency(), On: on, PaidTo: on, Balance: c.amount(c.currency(), "financing", "balance", "debt").Minor}, a
}

func (c *number) termination() {
	p, a := c.position()
	minor := func(keys ...string) int64 { return c.amount(p.Currency, keys...).Minor }
	t := lease.Termination{Position: p, Accruing: a, Costs: minor("costs"), Asset: minor("asset_value", "sale_price", "appraisal"),
		Awarded: minor("judgments_unpaid", "judgments")}
	t.Deposit, t.Unapplied, t.Penalty = minor("deposit"), minor("unapplied"), t.Penalty+minor("penalties", "penalty")
	if c.has("simple_interest") {
		c.read["simple_interest"] = true
		if c.Inputs["simple_interest"] == false {
			t.Compound = 1
		}
	}
	s, err := lease.Terminate(t)
	if err != nil {
		c.Fatal(err)
	}
	if err := s.Check(); err != nil {
		c.Error(err)
	}
	decimal := func(minor int64) string { return money.Of(minor, p.Currency).Decimal() }
	c.is("financing", decimal(s.Of(lease.FinancingLeg)))
	c.is("fee_to_actual_date", decimal(s.Of(lease.ActualFeeLeg)))
	c.is("net_claim", s.Result.Decimal())
	for _, key := range []string{"surplus", "surplus_to_lessee", "owed_to_lessee", "payable_to_lessee", "refund", "net_debt"} {
		c.is(key, decimal(-s.Result.Minor))
	}
}

func (c *number) totalLoss() {
	p, a := c.position()
	l := lease.Loss{Position: p, Accruing: a, Costs: c.amount(p.Currency, "costs").Minor, Proceeds: c.amount(p.Currency, "proceeds", "insurance_proceeds", "insurance").Minor,
		TaxPct: c.rate("proceeds_tax_pct", "tax_pct")}
	l.Deposit, l.Unapplied = c.amount(p.Currency, "deposit").Minor, c.amount(p.Currency, "unapplied").Minor
	s, err := lease.TotalLoss(l)
	if err != nil {
		c.Fatal(err)
	}
	c.is("net_claim", s.Result.Decimal())
	c.is("shortfall", money.Of(max(s.Result.Minor, 0), p.Currency).Decimal())
	for _, key := range []string{"surplus", "surplus_to_lessee"} {
		c.is(key, money.Of(max(-s.Result.Minor, 0), p.Currency).Decimal())
	}
}
