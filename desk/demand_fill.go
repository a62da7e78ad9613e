package desk

import (
	"context"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// ProposeDemand completes a demand from what the house knows: the guarantee of the deal (or the deal of the guarantee), what is unpaid
// and can be demanded, the obligation in the language of the guarantee, the account to which money was asked for last, the documents
// that the text wants. What is there stays as it is.
func (d *Desk) ProposeDemand(ctx context.Context, actor Actor, req DemandRequest) (DemandRequest, error) {
	if err := allow(actor, DemandPayment.Name, PreviewDemand.Roles); err != nil {
		return req, err
	}
	err := d.read(ctx, actor, func(w *work) (err error) {
		req, err = w.propose(req)
		return err
	})
	return req, err
}

func (w *work) propose(req DemandRequest) (DemandRequest, error) {
	if err := w.findPair(&req); err != nil || req.Guarantee == "" || req.Deal == "" {
		return req, err
	}
	p, err := w.promise(req.Guarantee)
	if err != nil {
		return req, err
	}
	d, err := w.deal(req.Deal)
	if err != nil {
		return req, err
	}
	missed, err := w.missedOf(d)
	if err != nil {
		return req, err
	}
	sum := int64(0)
	for _, m := range missed {
		sum += m.Unpaid.Minor
	}
	open, err := w.openClaims(d)
	if err != nil {
		return req, err
	}
	if most := p.Demandable(d.ID); req.Amount.Minor == 0 && string(most.Currency) == d.Currency {
		req.Amount = money.Of(max(0, min(sum-open, most.Minor)), most.Currency)
	} else if req.Amount.Minor == 0 {
		req.Amount = money.Of(0, most.Currency) // how much of it is owed, is for a person to say
	}
	if req.Obligation == "" && len(missed) > 0 {
		if req.Obligation, err = w.obligationOf(d, p, missed, sum); err != nil {
			return req, err
		}
	}
	if req.Account == "" {
		account, err := w.tx.NewestDemandAccount(w.ctx, q.NewestDemandAccountParams{CentreID: w.centre(), Currency: string(p.Face.Currency)})
		if err != nil && !store.None(err) {
			return req, err
		}
		req.Account = account
	}
	if len(req.Documents) == 0 {
		for _, name := range p.Documents {
			req.Documents = append(req.Documents, DocumentLine{Name: name})
		}
	}
	if req.Follows == "" && len(p.Demands) > 0 {
		if last := p.Demands[len(p.Demands)-1]; last.Deal == d.ID && last.State == guarantee.DemandRejected {
			req.Follows = last.ID
		}
	}
	return req, nil
}

// openClaims is what open demands for a deal claim already, in its currency: it is not asked for twice.
func (w *work) openClaims(d q.Deal) (sum int64, err error) {
	rows, err := w.tx.DemandsOfDeal(w.ctx, d.ID)
	for _, m := range rows {
		if m.Currency == d.Currency {
			sum += m.ReservedMinor
		}
	}
	return sum, err
}

// findPair finds the guarantee from which most can be demanded for a deal, or the deal in default that a guarantee secures.
func (w *work) findPair(req *DemandRequest) error {
	switch {
	case req.Guarantee == "" && req.Deal != "":
		rows, err := w.tx.AllocationsOfDeal(w.ctx, req.Deal)
		if err != nil {
			return err
		}
		best := int64(0)
		for _, a := range rows {
			i, _, err := w.instrument(a.GuaranteeID)
			if err != nil {
				return err
			}
			if most := i.Demandable(req.Deal).Minor; i.Kind.OnDemand() && i.Life == guarantee.InForce && most > best {
				req.Guarantee, best = i.ID, most
			}
		}
	case req.Deal == "" && req.Guarantee != "":
		rows, err := w.tx.AllocationsOfGuarantee(w.ctx, req.Guarantee)
		if err != nil {
			return err
		}
		for _, a := range rows {
			d, err := w.deal(a.DealID)
			if err != nil {
				return err
			}
			if d.Stage == "defaulted" || req.Deal == "" && len(rows) == 1 {
				req.Deal = d.ID
			}
		}
	}
	return nil
}

// obligationOf says in what respect the customer is in breach, in the language of the guarantee.
func (w *work) obligationOf(d q.Deal, p promise, missed []guarantee.Missed, sum int64) (string, error) {
	customer, err := w.tx.Party(w.ctx, d.CustomerID)
	if err != nil {
		return "", err
	}
	var first, last day.Date
	for _, m := range missed {
		if first == 0 || m.DueOn < first {
			first = m.DueOn
		}
		last = max(last, m.DueOn)
	}
	total := money.Of(sum, money.Currency(d.Currency))
	says := errs.T("{customer} did not pay what fell due under contract {deal} from {first} to {last}, {n} payments of {total} in all.",
		"customer", customer.Name, "deal", d.Nr, "first", first, "last", last, "n", len(missed), "total", total)
	if first == last {
		says = errs.T("{customer} did not pay what fell due under contract {deal} on {first}, {total} in all.", "customer", customer.Name, "deal", d.Nr, "first", first, "total", total)
	}
	return letterLang(p.Language).Say(says), nil
}
