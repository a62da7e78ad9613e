package lease_test

import (
	"strings"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// progressiveNumbers are small loans of the progressive engine, whose tables show every row.
func progressiveNumbers(c *number) {
	c.mode = money.HalfEven
	r := c.request()
	r.Method, r.Timing = lease.Annuity, lease.InArrears
	if from := c.text("new_rate_from"); from != "" {
		r.RateSteps = []lease.RateStep{{From: day.MustParse(from), Rate: c.rate("new_rate_pct")}}
	}
	s, err := lease.Plan(r.Terms)
	if err != nil {
		c.Fatal(err)
	}
	var payments, interest []string
	for _, row := range s.Rows {
		payments, interest = append(payments, money.Of(row.Payment(), "EUR").Decimal()), append(interest, money.Of(row.Interest, "EUR").Decimal())
	}
	c.is("instalments", strings.Join(payments, ","))
	c.is("interest", strings.Join(interest, ","))
}
