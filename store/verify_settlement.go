package store

import (
	"context"
	"fmt"

	"kontor/store/q"
)

// findUnsettled finds a settlement whose legs are not its result, or that belongs to no deal.
func findUnsettled(ctx context.Context, v *verification) (offender, detail string, err error) {
	const page = 500
	for after := ""; ; {
		rows, err := v.tx.SettlementsAfter(ctx, q.SettlementsAfterParams{ID: after, Limit: page})
		if err != nil || len(rows) == 0 {
			return "", "", err
		}
		for _, r := range rows {
			after = r.ID
			var legs []struct {
				Minor int64 `json:"minor"`
			}
			if err := r.LegsJson.Into(&legs); err != nil {
				return r.ID, err.Error(), nil
			}
			sum := int64(0)
			for _, l := range legs {
				sum += l.Minor
			}
			if sum != r.ResultMinor {
				return r.ID, fmt.Sprintf("%d, the legs are %d", r.ResultMinor, sum), nil
			}
			if _, err := v.tx.Deal(ctx, q.DealParams{CentreID: r.CentreID, ID: r.DealID}); None(err) {
				return r.ID, r.DealID, nil
			} else if err != nil {
				return "", "", err
			}
		}
	}
}
