package store

import (
	"context"
	"fmt"

	"kontor/day"
	"kontor/deal"
	"kontor/guarantee"
	"kontor/store/q"
)

// findUncovered reads what every release order kept of the gate and finds the first one that should not have passed:
// the answer is not complete or not yes, or the cover kept with it leaves a day open.
func findUncovered(ctx context.Context, v *verification) (offender, detail string, err error) {
	const page = 500
	for after := ""; ; {
		rows, err := v.tx.ReleasesAfter(ctx, q.ReleasesAfterParams{ID: after, Limit: page})
		if err != nil || len(rows) == 0 {
			return "", "", err
		}
		for _, order := range rows {
			d, err := v.tx.Deal(ctx, q.DealParams{CentreID: order.CentreID, ID: order.DealID})
			if None(err) {
				return order.ID, "there is no deal " + order.DealID, nil
			}
			if err != nil {
				return "", "", err
			}
			if why := flaw(order, d); why != "" {
				return order.ID, why, nil
			}
			after = order.ID
		}
	}
}

// flaw says why an order should not have passed the gate, "" when it is as it should be.
func flaw(order q.ReleaseOrder, d q.Deal) string {
	var kept ReleaseRecord
	if err := order.GateJson.Into(&kept); err != nil {
		return "what the gate said cannot be read"
	}
	until := order.OnDay
	if d.Stage == string(deal.Released) && order.VoidedUs == 0 {
		until = max(until, d.EndsOn) // delivery moves the end, and asks the gate again
	}
	if why := flawOfAnswer(kept.Answer, order); why != "" {
		return why
	}
	return flawOfCover(kept.Cover, order, until)
}

// flawOfAnswer checks that every condition was asked and passed, and that nobody waived what cannot be waived.
func flawOfAnswer(a deal.Answer, order q.ReleaseOrder) string {
	names := deal.Names()
	switch {
	case a.Deal != order.DealID || a.On != order.OnDay:
		return "the gate's answer is of another deal or day"
	case !a.May:
		return "the gate said no"
	case len(a.Conditions) != len(names):
		return "the gate did not ask everything"
	}
	for n, c := range a.Conditions {
		if c.Name != names[n] || !c.Passes() || (!c.OK && !c.Name.Waivable()) {
			return "open at the release: " + string(names[n])
		}
	}
	return ""
}

// flawOfCover checks every day from the release to the end.
func flawOfCover(r guarantee.Result, order q.ReleaseOrder, until day.Date) string {
	if r.Deal != order.DealID || len(r.Steps) == 0 || r.From > order.OnDay || r.To < until {
		return fmt.Sprintf("the cover is not known from %s to %s", order.OnDay, until)
	}
	next := r.From
	for _, s := range r.Steps {
		if s.From != next || s.To < s.From {
			return fmt.Sprintf("the cover is not known on %s", next)
		}
		if s.Cover.Minor < s.Required.Minor || s.Cover.Currency != s.Required.Currency {
			return fmt.Sprintf("from %s to %s: %s covered, %s required", s.From, s.To, s.Cover, s.Required)
		}
		next = s.To.Add(1)
	}
	if next <= r.To || len(r.Gaps) > 0 {
		return fmt.Sprintf("the cover is not known on %s", next)
	}
	return ""
}
