package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// SettleRequest records the guarantor's payment on a demand.
type SettleRequest struct {
	Demand    string       `json:"demand" label:"Demand"`
	Amount    money.Amount `json:"amount" label:"Paid"`
	On        day.Date     `json:"on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference"`
	Arrived   money.Amount `json:"arrived" label:"Arrived" help:"Only when the guarantee is in another currency than the deal: what the bank exchanged it for, in the currency of the deal." optional:""`
}

// SettleDemand books the guarantor's money; it meets what the customer owes.
var SettleDemand = verb(Spec{Name: "demand.settle", Title: "Book the payment", Help: "Book what the guarantor paid on a demand.", On: "demand", Roles: []Role{Accountant}},
	func(w *work, req SettleRequest) (ReceiveResult, error) {
		m, p, err := w.openDemand(req.Demand)
		if err != nil {
			return ReceiveResult{}, err
		}
		d, err := w.deal(m.DealID)
		if err != nil {
			return ReceiveResult{}, err
		}
		receive, err := w.arrived(d, m, req)
		if err != nil {
			return ReceiveResult{}, err
		}
		res, err := w.bring(&d, receive, "guarantee")
		if err != nil {
			return ReceiveResult{}, err
		}
		if err := w.happenOn(&p, req.On, w.actor.ID, guarantee.DemandPaidFact{ID: m.ID, Amount: req.Amount, Payment: res.Payment}); err != nil {
			return ReceiveResult{}, err
		}
		i := p.Instrument
		return res, w.event(happening{entity: m.ID, guarantee: i.ID, deal: d.ID, party: i.Guarantor, on: req.On,
			text: errs.T("the guarantor paid {amount} under {number} for {deal}", "amount", req.Amount, "number", i.Number, "deal", d.Nr)})
	})

// arrived is what comes in for the deal when a demand is settled: what the guarantor paid, in the currency of the deal.
func (w *work) arrived(d q.Deal, m q.Demand, req SettleRequest) (ReceiveRequest, error) {
	receive := ReceiveRequest{Deal: d.ID, Amount: req.Amount, ValueOn: req.On, Reference: req.Reference}
	field, demanded := "amount", money.Of(m.AmountMinor, money.Currency(m.Currency))
	var f errs.Faults
	switch {
	case req.Amount.Currency != demanded.Currency || req.Amount.Minor <= 0:
		f.Add("amount", "{demanded} were demanded, the guarantor pays in {currency}", "demanded", demanded, "currency", m.Currency).Because("write what it paid in that currency")
	case req.Amount.Minor > demanded.Minor:
		over := money.Of(req.Amount.Minor-demanded.Minor, demanded.Currency)
		f.Add("amount", "only {amount} were demanded", "amount", demanded).Because("book {amount} here; the other {over} belong to the guarantor and go back to it", "amount", demanded, "over", over)
	case m.Currency != d.Currency:
		field, receive.Amount = "arrived", req.Arrived
	case req.Arrived.Minor != 0 && req.Arrived != req.Amount:
		f.Add("arrived", "guarantee and deal are both in {currency}", "currency", d.Currency).Because("leave it empty")
	}
	if err := f.Err(); err != nil {
		return receive, err
	}
	err := w.mayReceive(d, receive)
	if e := errs.As(err); e != nil {
		for n := range e.Faults {
			if e.Faults[n].Field == "amount" {
				e.Faults[n].Field = field
			}
		}
	}
	return receive, err
}

func (w *work) openDemand(demandID string) (q.Demand, promise, error) {
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return m, promise{}, store.Missing(err, demandID)
	}
	p, err := w.promise(m.GuaranteeID)
	if err != nil {
		return m, p, err
	}
	if d, err := p.Demand(m.ID); err != nil || !d.Open() {
		return m, p, errs.New(errs.Conflict, "this demand is {state}", "state", m.State).At(m.ID).Because("make a new demand, if something is still owed")
	}
	return m, p, nil
}
