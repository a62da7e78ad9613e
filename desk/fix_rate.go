package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// FixRateResult says what the rate is from a day on, and what held it back.
type FixRateResult struct {
	AddendumResult
	On      day.Date      `json:"on"`
	Index   money.Rate    `json:"index"`
	Rate    money.Rate    `json:"rate"`
	BoundBy []lease.Bound `json:"bound_by,omitempty"`
}

// FixRate fixes the rate of a floating lease anew on its reset day: index and spread within the limits that were agreed. What is left is
// solved again from that due day on. An index value that is not recorded is not guessed.
var FixRate = verb(Spec{Name: "deal.fix_rate", Title: "Fix the rate", Help: "Fix the rate of a floating lease anew from its last reset day on, by the recorded value of its index.", On: "deal",
	Roles: []Role{Accountant, Manager}, Record: true},
	func(w *work, req DealRequest) (FixRateResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return FixRateResult{}, err
		}
		res, floating, err := w.resetOf(s)
		if err != nil {
			return FixRateResult{}, err
		}
		indices, err := w.indices()
		if err != nil {
			return FixRateResult{}, err
		}
		if res.Index, err = observed(indices, floating, res.On); err != nil {
			return FixRateResult{}, errs.As(err).At(s.deal.ID)
		}
		if res.Rate, res.BoundBy, err = floating.AllIn(res.Index, s.terms.Rate, false); err != nil {
			return FixRateResult{}, err
		}
		rows, left := s.ahead(w.today)
		residual, rentals := residualOf(rows)
		terms, err := s.leaseOf(left, residual, rentals, rows[0].DueOn)
		if err != nil {
			return FixRateResult{}, err
		}
		terms.Rate = res.Rate
		plan, err := lease.Plan(terms)
		if err != nil {
			return FixRateResult{}, err
		}
		s.terms.Rate = res.Rate
		res.AddendumResult, err = w.addendum(&s.deal, loan.Transaction{Kind: loan.Fixing, On: w.today, Rows: s.planned(w.today, plan)}, s.terms)
		if err != nil {
			return FixRateResult{}, err
		}
		return res, w.event(happening{entity: s.deal.ID, party: s.deal.CustomerID, on: res.On, data: res,
			text: errs.T("the rate of {deal} is {rate} percent from {day} on: {index} at {value} percent", "deal", s.deal.Nr, "rate", res.Rate, "day", res.On,
				"index", floating.Index, "value", res.Index)})
	})

// resetOf is the newest reset day of a floating lease up to today, if its rate was not fixed there yet.
func (w *work) resetOf(s servicing) (res FixRateResult, f lease.Floating, err error) {
	_, signed, err := s.terms.Offer(s.deal.StartsOn)
	if err != nil {
		return res, f, err
	}
	f = signed.Terms.Floating
	if f.Index == "" {
		return res, f, errs.New(errs.Conflict, "the rate of {deal} does not follow an index", "deal", s.deal.Nr).At(s.deal.ID).Because("agree another rate by restructuring it")
	}
	if signed.Terms.AfterReset != "" && signed.Terms.AfterReset != lease.NewRental {
		return res, f, errs.New(errs.Conflict, "a new rate of {deal} does not change its rental", "deal", s.deal.Nr).At(s.deal.ID).Because("agree the new rows by restructuring it")
	}
	for n := 1; s.deal.StartsOn.AddMonths(n*f.EveryMonths) <= w.today; n++ {
		res.On = s.deal.StartsOn.AddMonths(n * f.EveryMonths)
	}
	last := s.deal.StartsOn
	for _, r := range s.account.Rows {
		if r.DueOn <= w.today {
			last = max(last, r.DueOn)
		}
	}
	switch {
	case res.On == 0:
		return res, f, errs.New(errs.Conflict, "the first reset of {deal} is on {day}", "deal", s.deal.Nr, "day", s.deal.StartsOn.AddMonths(f.EveryMonths)).At(s.deal.ID).Because("fix the rate from that day on")
	case res.On != last:
		return res, f, errs.New(errs.Conflict, "the reset of {day} lies before the last due day", "day", res.On).At(s.deal.ID).Because("fix the rate in the period that begins with its reset")
	}
	versions, err := w.tx.ContractVersions(w.ctx, q.ContractVersionsParams{CentreID: w.centre(), DealID: s.deal.ID})
	if err != nil {
		return res, f, err
	}
	for _, v := range versions {
		if v.Kind == string(loan.Fixing) && v.ReversedUs == 0 && v.EffectiveOn >= res.On {
			return res, f, errs.New(errs.Conflict, "the rate of {day} is fixed already", "day", res.On).At(s.deal.ID).Because("reverse that change first, if it was wrong")
		}
	}
	return res, f, nil
}

// observed is the value of an index for a reset: that of the look-back day, as it was recorded by then.
func observed(indices []lease.Index, f lease.Floating, reset day.Date) (money.Rate, error) {
	on := reset.Add(-f.LookBackDays)
	for _, i := range indices {
		if i.Name == f.Index {
			if v, ok := latest(i, on); ok {
				return v, nil
			}
		}
	}
	return money.Rate{}, errs.New(errs.Refused, "index {name} has no value for {day}", "name", f.Index, "day", on.String()).
		Because("load the value of that day; the rate is not guessed")
}
