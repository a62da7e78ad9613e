package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store/q"
)

// TerminateRequest settles a lease after its default.
type TerminateRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	On        day.Date     `json:"on" label:"Reckoned on" help:"The day to which the fee for the financing runs; leave empty for today." optional:""`
	Compound  int          `json:"compound_months" label:"Compounded every" unit:"months" help:"Leave empty for simple interest." optional:""`
	Costs     money.Amount `json:"costs" label:"Costs" help:"Of repossession, storage, sale and court." optional:""`
	Asset     money.Amount `json:"asset" label:"Value of the unit" help:"Of all units that came back." optional:""`
	AssetBy   string       `json:"asset_by" label:"Known by" enum:"sale|appraisal" optional:""`
	AssetOn   day.Date     `json:"asset_on" label:"Sold or appraised on" optional:""`
	Reference string       `json:"reference" label:"Bank reference" help:"Of the buyer's money, when the unit was sold." optional:""`
	Awarded   money.Amount `json:"awarded" label:"Awarded by courts" help:"And unpaid; a part of the debt, counted once." optional:""`
}

// TerminateDeal settles a lease after its default: financing not returned, the fee for its actual time, costs and penalties against the
// value of the unit and the money that is held. The result goes either way.
var TerminateDeal = verb(Spec{Name: "deal.terminate", Title: "Terminate", Help: "Settle a lease after its default: what was financed and not returned against the value of the unit.", On: "deal",
	Roles: []Role{Risk, Manager}, Record: true},
	func(w *work, req TerminateRequest) (SettlementResult, error) {
		e, err := w.ending(req.Deal, req.On, deal.Defaulted)
		if err != nil {
			return SettlementResult{}, err
		}
		back, err := w.mayTerminate(e, req)
		if err != nil {
			return SettlementResult{}, err
		}
		s, err := lease.Terminate(lease.Termination{Position: e.position, Accruing: e.accruing, Compound: req.Compound, Costs: req.Costs.Minor, Asset: req.Asset.Minor,
			AssetBy: lease.AssetValue(req.AssetBy), AssetOn: req.AssetOn, Awarded: req.Awarded.Minor})
		if err != nil {
			return SettlementResult{}, renamed(err, map[string]string{"costs_minor": "costs", "asset_minor": "asset", "awarded_minor": "awarded"})
		}
		extras := []extra{{ledger.IncomeFee, req.Costs.Minor}, {ledger.Revenue, e.position.Residual}}
		if err := w.bookEnding(&e, s, req.Asset.Minor, extras); err != nil {
			return SettlementResult{}, err
		}
		if err := w.takeBack(&e, back, req); err != nil {
			return SettlementResult{}, err
		}
		claimed, err := w.clawBacks(e)
		if err != nil {
			return SettlementResult{}, err
		}
		if err := w.endSubsidy(e, claimed, false); err != nil {
			return SettlementResult{}, err
		}
		res, err := w.keepSettlement(&e, s, req)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: e.deal.ID, party: e.deal.CustomerID, on: e.on, data: res,
			text: errs.T("{deal} was terminated; the settlement comes to {result}", "deal", e.deal.Nr, "result", s.Result)})
	})

// mayTerminate checks what was written and gives the units that came back.
func (w *work) mayTerminate(e ending, req TerminateRequest) (back []goods.Unit, err error) {
	var f errs.Faults
	for field, a := range map[string]money.Amount{"costs": req.Costs, "asset": req.Asset, "awarded": req.Awarded} {
		if a.Minor != 0 {
			w.checkMoney(&f, e.deal, field, a)
		}
	}
	if req.Asset.Minor != 0 {
		oneOf(&f, "asset_by", req.AssetBy, string(lease.BySale), string(lease.ByAppraisal))
		if req.AssetOn == 0 || req.AssetOn > e.on {
			f.Add("asset_on", "the value is of the day of the reckoning or earlier")
		}
	}
	f.Take("", w.hasReason())
	if err := f.Err(); err != nil {
		return nil, err
	}
	before, err := w.tx.SettlementsOfDeal(w.ctx, q.SettlementsOfDealParams{CentreID: w.centre(), DealID: e.deal.ID})
	if err != nil {
		return nil, err
	}
	for _, s := range before {
		if s.Kind == string(lease.TerminationSettlement) {
			return nil, errs.New(errs.Conflict, "{deal} was terminated on {day}", "deal", e.deal.Nr, "day", s.SettledOn).At(e.deal.ID).Because("receive what is owed, write it off, or pay back what is held")
		}
	}
	if back, err = w.unitsBack(e.deal); err != nil {
		return nil, err
	}
	if req.Asset.Minor != 0 && len(back) == 0 {
		return nil, errs.New(errs.Refused, "no unit of {deal} came back", "deal", e.deal.Nr).At(e.deal.ID).Because("take the unit back first, with its plate, its meter and its condition")
	}
	return back, nil
}

// unitsBack are the units of a deal that came back and are not bound elsewhere.
func (w *work) unitsBack(d q.Deal) (out []goods.Unit, err error) {
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	for _, l := range lines {
		u, _, err := w.unit(l.UnitID)
		if err != nil {
			return nil, err
		}
		if u.Supply == goods.Returned && l.EndedOn == 0 {
			out = append(out, u)
		}
	}
	return out, err
}

// takeBack credits the value of the units that came back: by appraisal they are the house's at that value, by sale a buyer has paid it.
func (w *work) takeBack(e *ending, units []goods.Unit, req TerminateRequest) error {
	if req.Asset.Minor == 0 {
		return nil
	}
	if req.AssetBy == string(lease.ByAppraisal) {
		return w.creditUnit(e, req.Asset.Minor)
	}
	receive := ReceiveRequest{Deal: e.deal.ID, Amount: req.Asset, ValueOn: e.on, Reference: req.Reference}
	if err := w.mayReceive(e.deal, receive); err != nil {
		return renamed(err, map[string]string{"amount": "asset"})
	}
	if _, err := w.bring(&e.deal, receive, unitSale); err != nil {
		return err
	}
	for _, u := range units {
		moved, err := u.Advance(goods.Move{To: goods.Sold})
		if err != nil {
			return err
		}
		moved.Ownership = goods.Customer
		if err := w.moveUnit(moved, ""); err != nil {
			return err
		}
		if err := w.event(happening{entity: u.ID, deal: e.deal.ID, party: u.Maker, text: errs.T("{unit} is now {state}", "unit", unitLabel(u), "state", moved.Supply.Label())}); err != nil {
			return err
		}
	}
	return nil
}

// creditUnit credits what a unit that came back is worth; no money moves.
func (w *work) creditUnit(e *ending, minor int64) error {
	if minor == 0 {
		return nil
	}
	receive := ReceiveRequest{Deal: e.deal.ID, Amount: money.Of(minor, money.Currency(e.deal.Currency)), ValueOn: e.on, Reference: unitValue + " " + w.newID(id.Settlement)}
	_, err := w.bring(&e.deal, receive, unitValue)
	return err
}
