package lease_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// start is the first day of numbers that name none.
var start = day.MustOf(2024, 3, 15)

// everyMonths reads "1M" or "3M"; none is a month.
func (c *number) everyMonths() int {
	text := strings.TrimPrefix(c.text("every"), "P")
	if text == "" {
		return 1
	}
	unit := map[byte]int{'M': 1, 'Q': 3, 'H': 6, 'Y': 12}[text[len(text)-1]]
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || unit == 0 {
		c.Fatalf("every %s is not known", text)
	}
	return n * unit
}

// request reads the inputs of a quote: the unknown is what is not there.
func (c *number) request() lease.QuoteRequest {
	currency := c.currency()
	r := lease.QuoteRequest{Terms: lease.Terms{
		Price: c.amount(currency, "price"), Advance: c.amount(currency, "advance"), Residual: c.amount(currency, "residual", "balloon"),
		Rate: c.rate("nominal_rate_pct", "rate_pct"), Count: c.whole("instalments", "periods", "term", "rentals", "parts", "into"), EveryMonths: c.everyMonths(),
		Method: c.method(), Timing: c.timing(),
		Rental: c.amount(currency, "rental"), DimensionOver: c.whole("dimension_over"), Start: start, Rounding: c.mode,
		RentalUnit: c.amount(currency, "rental_unit", "multiple", "multiples_of", "rental_multiple", "round_to", "unit", "rounding_unit").Minor}}
	r.AdvancePct, r.ResidualPct = c.rate("advance_pct"), c.rate("residual_pct")
	r.Grace = lease.Grace{Principal: c.whole("interest_only", "principal_grace", "grace_principal"),
		Capitalised: c.whole("capitalised", "capitalise", "grace_capitalised", "interest_capitalised", "skip_first", "skip", "holiday",
			"payment_holiday", "no_payment", "capitalised_periods", "deferred"), Interest: c.whole("interest_grace", "grace_interest_payment")}
	if text := c.text("start"); text != "" {
		r.Start = day.MustParse(text)
	}
	if text := c.text("first_due", "first_period_ends"); text != "" {
		r.FirstPeriodEnds = day.MustParse(text)
	}
	for _, m := range c.list("skip_months") {
		r.SkipMonths = append(r.SkipMonths, int(m.(float64)))
	}
	if paying := append(c.list("pay_months"), c.list("paying_months")...); len(paying) > 0 {
		for m := 1; m <= 12; m++ {
			if !slices.Contains(paying, any(float64(m))) {
				r.SkipMonths = append(r.SkipMonths, m)
			}
		}
	}
	if text := c.text("last_period_ends", "last_due"); text != "" {
		r.LastPeriodEnds = day.MustParse(text)
	}
	if step := c.rate("step_pct_per_year", "step_pct"); !step.IsZero() {
		r.Step = lease.Step{Every: cmp.Or(c.whole("step_every"), 12/r.EveryMonths), Percent: step}
	}
	c.dayCount(&r)
	c.shape(&r, currency)
	c.financed(&r, currency)
	switch {
	case r.Rental == money.Amount{}:
		r.Solve = lease.ForRental
	case !c.has("nominal_rate_pct", "rate_pct"):
		r.Solve = lease.ForYield
	case r.Count == 0:
		r.Solve = lease.ForTerm
	case r.Price == money.Amount{}:
		r.Solve = lease.ForPrice
	case c.wants("advance") || c.wants("advance_pct") || c.wants("financed"):
		r.Solve = lease.ForAdvance
	default:
		r.Solve = lease.ForResidual
	}
	return r
}

// method reads how principal is paid back, in the words of lenders too.
func (c *number) method() lease.Method {
	text := c.text("method", "amortisation", "amortization")
	words := map[string]lease.Method{"equal principal": lease.Linear, "equal_principal": lease.Linear, "level": lease.Annuity, "interest only": lease.Bullet}
	if m, ok := words[text]; ok {
		return m
	}
	return lease.Method(text)
}

func (c *number) timing() lease.Timing {
	return lease.Timing(strings.TrimPrefix(c.text("timing"), "in "))
}

// shape reads rows of rentals that differ.
func (c *number) shape(r *lease.QuoteRequest, currency money.Currency) {
	key := "rows"
	if !c.has(key) {
		key = "shape"
	}
	for _, x := range c.list(key) {
		row := &number{T: c.T, Inputs: x.(map[string]any), read: map[string]bool{}, Topic: "rows"}
		s := lease.ShapeRow{Count: row.whole("count"), Kind: lease.ShapeKind(row.text("kind")), Amount: row.amount(currency, "amount", "rental"),
			Percent: row.rate("percent", "pct", "factor_pct", "step_pct")}
		if row.has("every") {
			s.EveryMonths = row.everyMonths()
		}
		if s.Kind == "" {
			if s.Kind = lease.LevelRentals; s.Amount.Minor > 0 {
				s.Kind = lease.FixedRentals
			} else if !s.Percent.IsZero() {
				s.Kind = lease.FactorRentals
			}
		}
		row.complete()
		r.Shape = append(r.Shape, s)
	}
}

// dayCount reads the day count. 30/360 between equal days of months is what a plan does without one.
func (c *number) dayCount(r *lease.QuoteRequest) {
	if text := c.text("day_count"); text != "" && text != "30/360" {
		count, err := day.ParseCount(text)
		if err != nil {
			c.Fatal(err)
		}
		r.DayCount = count
	}
}

// financed takes the financed amount for the price where there is none, and for the advance where that is not given.
func (c *number) financed(r *lease.QuoteRequest, currency money.Currency) {
	financed := c.amount(currency, "financed", "amount")
	switch {
	case financed == money.Amount{}:
	case r.Price == money.Amount{}:
		r.Price = financed
	case r.AdvancePct.IsZero() && r.Advance == money.Amount{}:
		r.Advance = money.Of(r.Price.Minor-financed.Minor, currency)
	}
}

func quoteNumbers(c *number) {
	r := c.request()
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		c.Fatal(err)
	}
	s, currency := q.Schedule, q.Schedule.Financed.Currency
	decimal := func(minor int64) string { return money.Of(minor, currency).Decimal() }
	if financed := c.text("financed"); financed != "" && financed != s.Financed.Decimal() {
		c.Errorf("financed: got %s, want %s", s.Financed.Decimal(), financed)
	}
	c.isAny(s.Rental.Decimal(), "rental", "instalment", "each", "emi")
	c.isAny(s.LastRental.Decimal(), "last_rental", "last", "last_instalment")
	c.is("total_interest", s.TotalInterest.Decimal())
	c.is("price", q.Terms.Price.Decimal())
	c.is("advance", money.Of(q.Terms.Advance.Minor, currency).Decimal())
	c.is("financed", s.Financed.Decimal())
	c.is("residual", money.Of(q.Terms.Residual.Minor, currency).Decimal())
	if _, list := c.Outputs["instalments"].([]any); !list {
		c.is("instalments", strconv.Itoa(q.Terms.Count))
	}
	c.isAny(strconv.Itoa(q.Terms.Count), "term", "periods")
	c.isAny(s.Financed.Decimal(), "amount_financed", "financed_amount")
	c.isNear("residual_pct", 100*float64(q.Terms.Residual.Minor)/float64(q.Terms.Price.Minor))
	c.isNear("advance_pct", 100*float64(q.Terms.Advance.Minor)/float64(q.Terms.Price.Minor))
	c.isNear("nominal_rate_pct", 100*q.Terms.Rate.Fraction())
	c.isNear("nominal_pct", 100*q.Terms.Rate.Fraction())
	c.isNear("rate_pct", 100*q.Terms.Rate.Fraction())
	c.isNear("periodic_pct", 100*q.Yields.Periodic.Fraction())
	c.isNear("markup_pct_per_year", 100*q.Yields.Markup.Fraction())
	c.isNear("effective_pct", 100*q.Yields.Effective.Fraction())
	c.isNear("realised_yield_pct", 100*q.Yields.Nominal.Fraction())
	end := s.Rows[len(s.Rows)-1]
	if end.Kind == lease.ResidualRow {
		c.is("residual_payment", decimal(end.Payment()))
		c.is("balloon_with_last_rental", decimal(end.Payment()))
		c.is("balloon", decimal(end.Payment()))
		c.is("balance_after_last_rental", decimal(end.Principal))
	}
	c.rows(s, r)
}

// rows compares what is found in the rows.
func (c *number) rows(s lease.Schedule, r lease.QuoteRequest) {
	decimal := func(minor int64) string { return money.Of(minor, s.Financed.Currency).Decimal() }
	var byYear, all []string
	paying := 0
	for _, row := range s.Rows {
		if row.Kind != lease.RentalRow && row.Kind != lease.EmptyRow {
			continue
		}
		if row.Kind == lease.RentalRow {
			paying++
			all = append(all, decimal(row.Payment()))
			if year := (row.Nr - 1) * r.EveryMonths / 12; year == len(byYear) {
				byYear = append(byYear, decimal(row.Payment()))
			}
		}
		if row.Nr == r.Grace.Principal+r.Grace.Capitalised {
			for _, key := range []string{"balance", "balance_after_grace", "balance_after_skip", "balance_after_holiday", "capitalised_balance"} {
				c.is(key, decimal(row.Balance))
			}
		}
	}
	c.is("paying_periods", strconv.Itoa(paying))
	c.is("rentals_by_year", strings.Join(byYear, ","))
	c.isAny(strings.Join(all, ","), "rentals", "parts")
	if _, list := c.Outputs["instalments"].([]any); list {
		c.is("instalments", strings.Join(all, ","))
	}
	c.isAny(decimal(s.Rows[0].Payment()), "rental_grace", "grace_rental", "interest_only_rental")
	for i, row := range s.Rows {
		if row.Kind == lease.RentalRow {
			c.is("first_rental", decimal(row.Payment()))
			c.is("first_due", row.DueOn.String())
			c.is("principal", decimal(row.Principal))
			if i+1 < len(s.Rows) {
				c.is("second_rental", decimal(s.Rows[i+1].Payment()))
			}
			break
		}
	}
}

// roundingNumbers are quotes in small sums and other currencies.
func roundingNumbers(c *number) {
	if text := c.text("rounding"); text != "" { // a case with a rounding of its own
		mode, ok := map[string]money.Mode{"half up": money.HalfUp, "half even": money.HalfEven, "down": money.Down, "up": money.Up}[text]
		if !ok {
			c.Fatalf("rounding %s is not known", text)
		}
		c.mode = mode
	}
	quoteNumbers(c)
}
