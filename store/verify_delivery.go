package store

import (
	"context"
	"fmt"

	"kontor/money"
	"kontor/store/q"
	"kontor/turnover"
)

// findWorth converts the value of every act again at the rate that it names, and finds the first one that counts as something
// else: what an act counts for is the turnover of the house.
func findWorth(ctx context.Context, v *verification) (offender, detail string, err error) {
	const page = 500
	for after := ""; ; {
		rows, err := v.tx.DeliveriesAfter(ctx, q.DeliveriesAfterParams{ID: after, Limit: page})
		if err != nil || len(rows) == 0 {
			return "", "", err
		}
		for _, d := range rows {
			after = d.ID
			if got := worthOf(d); got != d.UsdMinor {
				return d.ID, fmt.Sprintf("%s at %s are %s, counted as %s", money.Of(d.ValueMinor, money.Currency(d.Currency)), d.FxRate, money.Of(got, turnover.USD), money.Of(d.UsdMinor, turnover.USD)), nil
			}
		}
	}
}

// worthOf is the value of an act in cents, -1 when its own rate does not give one.
func worthOf(d q.Delivery) int64 {
	value := money.Of(d.ValueMinor, money.Currency(d.Currency))
	if value.Currency == turnover.USD {
		return value.Minor
	}
	rate, err := turnover.ParseRate(d.FxRate)
	if err != nil {
		return -1
	}
	c, err := turnover.Convert(value, d.OnDay, []turnover.Fixing{{Currency: value.Currency, On: d.FxOn, Rate: rate}})
	if err != nil {
		return -1
	}
	return c.USD.Minor
}
