package desk

import (
	"context"

	"kontor/guarantee"
	"kontor/money"
	"kontor/store/q"
)

// ProposePledge completes a pledge from what the house knows: the one deal of the applicant that waits for cover, or the one guarantee of
// the customer with something left, and what the deal still lacks. What is there stays as it is; the amount is left to a person where a
// rate or a maturity haircut takes part.
func (d *Desk) ProposePledge(ctx context.Context, actor Actor, req AllocateRequest) (AllocateRequest, error) {
	if err := allow(actor, AllocateGuarantee.Name, AllocateGuarantee.Roles); err != nil {
		return req, err
	}
	err := d.read(ctx, actor, func(w *work) (err error) {
		req, err = w.proposePledge(req)
		return err
	})
	return req, err
}

func (w *work) proposePledge(req AllocateRequest) (AllocateRequest, error) {
	var err error
	switch {
	case req.Guarantee != "" && req.Deal == "":
		req.Deal, err = w.waitingDeal(req.Guarantee)
	case req.Guarantee == "" && req.Deal != "":
		req.Guarantee, err = w.freeGuarantee(req.Deal)
	}
	if err != nil || req.Guarantee == "" || req.Deal == "" || req.Amount.Minor != 0 {
		return req, err
	}
	i, _, err := w.instrument(req.Guarantee)
	if err != nil {
		return req, err
	}
	row, err := w.deal(req.Deal)
	if err != nil {
		return req, err
	}
	if i.Face.Currency != money.Currency(row.Currency) || i.ExpiresOn < row.EndsOn {
		return req, nil
	}
	facts, err := w.facts(row, w.today)
	if err != nil {
		return req, err
	}
	held := i.Share(row.ID).Minor
	req.Amount = money.Of(held+min(facts.Cover.MaxMissing.Minor, i.Unpledged().Minor), i.Face.Currency)
	return req, nil
}

// waitingDeal is the signed deal of the applicant that lacks cover, "" unless there is exactly one.
func (w *work) waitingDeal(guaranteeID string) (string, error) {
	row, err := w.tx.Guarantee(w.ctx, guaranteeID)
	if err != nil {
		return "", err
	}
	waiting, err := w.tx.DealsToRelease(w.ctx, w.centre())
	if err != nil {
		return "", err
	}
	found := ""
	for _, r := range waiting {
		if r.CustomerID != row.ApplicantID {
			continue
		}
		d, err := w.deal(r.ID)
		if err != nil {
			return "", err
		}
		facts, err := w.facts(d, w.today)
		if err != nil {
			return "", err
		}
		if facts.Cover.MaxMissing.Minor <= 0 {
			continue
		}
		if found != "" {
			return "", nil
		}
		found = d.ID
	}
	return found, nil
}

// freeGuarantee is the one guarantee of the deal's customer that secures nothing yet, else the only one of which something is left, else "".
func (w *work) freeGuarantee(dealID string) (string, error) {
	d, err := w.deal(dealID)
	if err != nil {
		return "", err
	}
	rows, err := w.tx.PartyGuarantees(w.ctx, d.CustomerID)
	if err != nil {
		return "", err
	}
	var idle, free []string
	for _, r := range rows {
		i, err := w.withAllocations(r)
		if err != nil {
			return "", err
		}
		if !securing(r, d) || i.Unpledged().Minor <= 0 {
			continue
		}
		if free = append(free, r.ID); len(i.Allocations) == 0 {
			idle = append(idle, r.ID)
		}
	}
	switch {
	case len(idle) == 1:
		return idle[0], nil
	case len(free) == 1:
		return free[0], nil
	}
	return "", nil
}

func securing(r q.Guarantee, d q.Deal) bool {
	return r.ApplicantID == d.CustomerID && r.ExpiresOn >= d.EndsOn && (r.Life == string(guarantee.Recorded) || r.Life == string(guarantee.InForce))
}
