package desk

import (
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// AssignRequest lets another customer take a deal over.
type AssignRequest struct {
	Deal       string           `json:"deal" label:"Deal" ref:"deal"`
	Customer   string           `json:"customer" label:"New customer" ref:"party"`
	Guarantees []AssignedPledge `json:"guarantees" label:"Guarantees" help:"For the new customer; those of the old one do not bind for it." optional:""`
}

// AssignedPledge is what a guarantee for the new customer holds for the deal.
type AssignedPledge struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Amount    money.Amount `json:"amount" label:"Amount"`
}

// AssignDeal lets another customer take a running deal over, with all that is owed. It is vetted and covered anew: guarantees bind for
// the customer for whom they were issued.
var AssignDeal = verb(Spec{Name: "deal.assign", Title: "Assign", Help: "Let another customer take the deal over; it must be vetted and covered like the first one.", On: "deal", Roles: []Role{Manager}, Record: true},
	func(w *work, req AssignRequest) (AddendumResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return AddendumResult{}, err
		}
		before, after, err := w.mayAssign(s.deal, req)
		if err != nil {
			return AddendumResult{}, err
		}
		s.deal.CustomerID = after.ID
		if err := w.tx.SetCustomer(w.ctx, q.SetCustomerParams{CentreID: w.centre(), ID: s.deal.ID, CustomerID: after.ID, Folded: fold(s.deal.Nr, after.Name)}); err != nil {
			return AddendumResult{}, err
		}
		if err := w.pledgeAnew(s.deal, req.Guarantees); err != nil {
			return AddendumResult{}, err
		}
		if err := w.mayTakeOver(s.deal); err != nil {
			return AddendumResult{}, err
		}
		res, err := w.addendum(&s.deal, loan.Transaction{Kind: loan.Assign, On: w.today, Party: after.ID}, s.terms)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: s.deal.ID, party: after.ID, data: res,
			text: errs.T("{customer} took {deal} over from {before}", "customer", after.Name, "deal", s.deal.Nr, "before", before.Name)})
	})

func (w *work) mayAssign(d q.Deal, req AssignRequest) (before, after q.Party, err error) {
	if err := w.hasReason(); err != nil {
		return before, after, err
	}
	if after, err = w.customer(req.Customer); err != nil {
		return before, after, err
	}
	if after.ID == d.CustomerID {
		var f errs.Faults
		f.Add("customer", "{name} has this deal already", "name", after.Name)
		return before, after, f.Err()
	}
	before, err = w.tx.Party(w.ctx, d.CustomerID)
	return before, after, err
}

// pledgeAnew lets go what guarantees for the old customer hold and pledges those for the new one.
func (w *work) pledgeAnew(d q.Deal, pledges []AssignedPledge) error {
	if err := w.dropAllocations(d); err != nil {
		return err
	}
	for _, p := range pledges {
		held, err := w.promise(p.Guarantee)
		if err != nil {
			return err
		}
		err = w.happen(&held, guarantee.PledgedFact{Deal: d.ID, Customer: d.CustomerID, Amount: p.Amount})
		if err != nil {
			return err
		}
	}
	return nil
}

// mayTakeOver asks the gate of the new customer what it would ask of it before a hand-over: vetting, cover on every day, limits.
func (w *work) mayTakeOver(d q.Deal) error {
	facts, err := w.facts(d, w.today)
	if err != nil {
		return err
	}
	facts.Stage = deal.Signed
	answer := deal.Ask(facts)
	e := errs.New(errs.Refused, "{deal} cannot be taken over yet", "deal", d.Nr).At(d.ID)
	for _, name := range []deal.Name{deal.VettingName, deal.CoverName, deal.LimitsName} {
		c := answer.Condition(name)
		if c.Passes() {
			continue
		}
		for _, r := range c.Open {
			e.Faults = append(e.Faults, errs.Fault{Field: string(name), Text: r.Text, Hint: r.Hint})
		}
	}
	if len(e.Faults) == 0 {
		return nil
	}
	e.Hint = e.Faults[0].Hint
	return e
}
