package desk

import (
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// eachOfGuarantor visits every guarantee of a guarantor that is recorded or in force, page by page.
func (w *work) eachOfGuarantor(guarantor string, visit func(q.Guarantee) error) error {
	for after := ""; ; {
		rows, err := w.tx.GuaranteesOfGuarantor(w.ctx, q.GuaranteesOfGuarantorParams{GuarantorID: guarantor, ID: after})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// instrument reads a guarantee with its allocations.
func (w *work) instrument(guaranteeID string) (guarantee.Instrument, q.Guarantee, error) {
	row, err := w.tx.Guarantee(w.ctx, guaranteeID)
	if err != nil {
		return guarantee.Instrument{}, row, store.Missing(err, guaranteeID)
	}
	i, err := w.withAllocations(row)
	return i, row, err
}

func (w *work) withAllocations(row q.Guarantee) (guarantee.Instrument, error) {
	i, err := store.Instrument(row)
	if err != nil {
		return i, err
	}
	rows, err := w.tx.AllocationsOfGuarantee(w.ctx, row.ID)
	for _, a := range rows {
		i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: a.DealID, Amount: money.Of(a.AmountMinor, i.Face.Currency)})
	}
	if err == nil {
		err = w.addClaims(&i)
	}
	return i, err
}

// AllocateRequest pledges a part of a guarantee to a deal.
type AllocateRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount" help:"In the currency of the guarantee; 0 takes the pledge back."`
}

// AllocateGuarantee pledges a part of a guarantee to a deal, in place of what the deal held before; 0 takes the pledge back.
var AllocateGuarantee = verb(Spec{Name: "guarantee.allocate", Title: "Secure", Help: "Pledge a part of a guarantee to a deal.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req AllocateRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		d, err := w.deal(req.Deal)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if d.Stage == "closed" || d.Stage == "cancelled" {
			return GuaranteeResult{}, errs.New(errs.Conflict, "{deal} is over", "deal", d.Nr).At(d.ID).Because("choose a deal that is not over")
		}
		if err := w.mayLower(d, p.Instrument, req.Amount); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.PledgedFact{Deal: d.ID, Customer: d.CustomerID, Amount: req.Amount}); err != nil {
			return GuaranteeResult{}, err
		}
		i := p.Instrument
		return resultOf(p.State), w.event(happening{entity: i.ID, deal: d.ID, party: d.CustomerID,
			text: errs.T("{amount} of guarantee {number} secure {deal}", "amount", req.Amount, "number", i.Number, "deal", d.Nr)})
	})

// mayLower refuses to take cover away from a deal whose units are out.
func (w *work) mayLower(d q.Deal, i guarantee.Instrument, amount money.Amount) error {
	out := d.Stage == "released" || d.Stage == "delivered" || d.Stage == "defaulted"
	if held := i.Share(d.ID); out && amount.Minor < held.Minor {
		return errs.New(errs.Refused, "the units of {deal} are out, its cover of {held} cannot be lowered", "deal", d.Nr, "held", held).At(d.ID).
			Because("bring another guarantee first and close the deal when everything is paid")
	}
	return nil
}

// dropAllocations frees what guarantees hold for a deal that is over.
func (w *work) dropAllocations(d q.Deal) error {
	rows, err := w.tx.AllocationsOfDeal(w.ctx, d.ID)
	if err != nil {
		return err
	}
	for _, a := range rows {
		p, err := w.promise(a.GuaranteeID)
		if err != nil {
			return err
		}
		if err := w.happen(&p, guarantee.PledgedFact{Deal: d.ID, Amount: money.Of(0, p.Face.Currency)}); err != nil {
			return err
		}
	}
	return nil
}

// GuaranteeNamed names a guarantee.
type GuaranteeNamed struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
}

// RevokeGuarantee records that a guarantee does not bind its guarantor any more, or never did.
var RevokeGuarantee = verb(Spec{Name: "guarantee.revoke", Title: "Record as revoked", Help: "Record that the guarantee is void or was taken back; it gives no cover from now on.", On: "guarantee", Roles: []Role{Risk}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.endGuarantee(req.Guarantee, guarantee.RevokedFact{})
	})

func (w *work) endGuarantee(guaranteeID string, how guarantee.Fact) (GuaranteeResult, error) {
	if err := w.hasReason(); err != nil {
		return GuaranteeResult{}, err
	}
	p, err := w.promise(guaranteeID)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.happen(&p, how); err != nil {
		return GuaranteeResult{}, err
	}
	i := p.Instrument
	return resultOf(p.State), w.event(happening{entity: i.ID, party: i.Guarantor, text: errs.T("guarantee {number} is {life}", "number", i.Number, "life", i.Life.Label())})
}
