package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store/q"
)

// TotalLossRequest settles a lease whose units are lost.
type TotalLossRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	On        day.Date     `json:"on" label:"Reckoned on" help:"The day to which interest runs; leave empty for today." optional:""`
	AllUnits  bool         `json:"all_units" label:"All units are lost" help:"Needed when the deal has several; a single one is ended by itself." optional:""`
	Costs     money.Amount `json:"costs" label:"Costs" help:"Of salvage and survey." optional:""`
	Proceeds  money.Amount `json:"proceeds" label:"Insurance pays" help:"After its excess; leave empty when it pays nothing." optional:""`
	TaxPct    money.Rate   `json:"tax_pct" label:"Tax inside it" unit:"%" help:"When the house has to hand tax on." optional:""`
	PaidOn    day.Date     `json:"paid_on" label:"Paid on" help:"Value date of the insurer's money; leave empty for the day of the reckoning." optional:""`
	Reference string       `json:"reference" label:"Bank reference" help:"Of the insurer's money." optional:""`
	SurplusTo string       `json:"surplus_to" label:"A surplus goes to" enum:"lessee|lessor" help:"To the lessee unless the contract says otherwise." optional:""`
}

// TotalLossResult is the settlement and what the insurance paid for.
type TotalLossResult struct {
	SettlementResult
	Met []lease.MetByProceeds `json:"met"`
}

// lossOrder is the order in which an insurer's money meets a debt here: the one of every payment, the oldest due first and within it
// charges before interest before principal, so that the document says what the account does.
var lossOrder = []lease.LegKind{lease.PenaltyLeg, lease.ArrearsLeg, lease.CostLeg, lease.ResidualLeg, lease.InterestLeg, lease.BalanceLeg}

// LoseDeal settles a lease whose units are lost: everything falls due, the insurance meets it, and what is left over goes either way.
var LoseDeal = verb(Spec{Name: "deal.total_loss", Title: "Total loss", Help: "Settle a lease whose units are lost: the insurance meets what is owed, and what is left goes either way.", On: "deal",
	Roles: []Role{Risk, Manager}, Record: true},
	func(w *work, req TotalLossRequest) (TotalLossResult, error) {
		e, err := w.ending(req.Deal, req.On, deal.Delivered)
		if err != nil {
			return TotalLossResult{}, err
		}
		if err := w.mayLose(e, &req); err != nil {
			return TotalLossResult{}, err
		}
		loss, err := lease.TotalLoss(lease.Loss{Position: e.position, Accruing: e.accruing, Costs: req.Costs.Minor, Proceeds: req.Proceeds.Minor, TaxPct: req.TaxPct, Order: lossOrder,
			SurplusTo: lease.Side(req.SurplusTo)})
		if err != nil {
			return TotalLossResult{}, renamed(err, map[string]string{"proceeds_tax_pct": "tax_pct", "proceeds_minor": "proceeds", "costs_minor": "costs"})
		}
		extras := extrasOf(loss.Settlement, map[lease.LegKind]ledger.Code{lease.CostLeg: ledger.IncomeFee, lease.SurplusLeg: ledger.IncomeFee, lease.TaxLeg: ledger.TaxPayable, lease.ResidualLeg: ledger.Revenue})
		if err := w.bookEnding(&e, loss.Settlement, -loss.Of(lease.ProceedsLeg), extras); err != nil {
			return TotalLossResult{}, err
		}
		if err := w.bringFor(&e, req.Proceeds, req.PaidOn, req.Reference, "insurer"); err != nil {
			return TotalLossResult{}, renamed(err, map[string]string{"amount": "proceeds", "value_on": "paid_on"})
		}
		if err := w.writeUnitsOff(e.deal); err != nil {
			return TotalLossResult{}, err
		}
		claimed, err := w.clawBacks(e)
		if err != nil {
			return TotalLossResult{}, err
		}
		if err := w.endSubsidy(e, claimed, false); err != nil {
			return TotalLossResult{}, err
		}
		res, err := w.ended(&e, loss.Settlement, req, errs.T("the units of {deal} are lost; insurance paid {amount}, the settlement comes to {result}", "deal", e.deal.Nr,
			"amount", orZero(req.Proceeds, loss.Result), "result", loss.Result))
		return TotalLossResult{res, loss.Met}, err
	})

func (w *work) mayLose(e ending, req *TotalLossRequest) error {
	var f errs.Faults
	if req.Costs.Minor != 0 {
		w.checkMoney(&f, e.deal, "costs", req.Costs)
	}
	if req.Proceeds.Minor != 0 {
		w.checkMoney(&f, e.deal, "proceeds", req.Proceeds)
	}
	if req.PaidOn == 0 {
		req.PaidOn = e.on
	}
	if req.PaidOn < e.on {
		f.Add("paid_on", "the money came before the day of the reckoning").Because("reckon the loss on the day of the money or earlier")
	}
	lines, err := w.unitsOut(e.deal)
	if err != nil {
		return err
	}
	if len(lines) > 1 && !req.AllUnits {
		f.Add("all_units", "{deal} has {n} units", "deal", e.deal.Nr, "n", len(lines)).Because("say that all of them are lost, or end the lost one by itself")
	}
	f.Take("", w.hasReason())
	return f.Err()
}

// unitsOut are the units that a deal still has with its customer.
func (w *work) unitsOut(d q.Deal) (out []goods.Unit, err error) {
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	for _, l := range lines {
		u, _, err := w.unit(l.UnitID)
		if err != nil {
			return nil, err
		}
		if u.Supply == goods.Delivered && u.Claim.Deal == d.ID {
			out = append(out, u)
		}
	}
	return out, err
}

// writeUnitsOff notes that the units of a deal are no more.
func (w *work) writeUnitsOff(d q.Deal) error {
	units, err := w.unitsOut(d)
	if err != nil {
		return err
	}
	for _, u := range units {
		moved, err := u.Advance(goods.Move{To: goods.Scrapped, Reason: w.call.Reason})
		if err != nil {
			return err
		}
		if err := w.endClaim(u.ID, string(goods.Scrapped)); err != nil {
			return err
		}
		if err := w.moveUnit(moved, ""); err != nil {
			return err
		}
		if err := w.event(happening{entity: u.ID, deal: d.ID, party: u.Maker, text: errs.T("{unit} is now {state}", "unit", unitLabel(u), "state", moved.Supply.Label())}); err != nil {
			return err
		}
	}
	return nil
}
