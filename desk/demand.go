package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// DemandRequest demands payment under a guarantee for a deal.
type DemandRequest struct {
	Guarantee  string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Deal       string       `json:"deal" label:"Deal" ref:"deal"`
	Amount     money.Amount `json:"amount" label:"Amount"`
	Account    string       `json:"account" label:"Account to credit" help:"IBAN, or account and bank."`
	Obligation string       `json:"obligation" label:"In what respect the applicant is in breach" help:"Name the obligation; the unpaid amounts and due dates are added." lines:"6"`
}

// DemandResult is the demand, ready to be sent.
type DemandResult struct {
	ID     string       `json:"id"`
	Amount money.Amount `json:"amount"`
	Letter string       `json:"letter"`
}

// DemandPayment builds a complying demand and reserves its amount.
var DemandPayment = verb(Spec{Name: "guarantee.demand", Title: "Demand", Help: "Build a demand that complies, and reserve its amount.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandRequest) (DemandResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return DemandResult{}, err
		}
		i, row := p.Instrument, p.row
		d, err := w.deal(req.Deal)
		if err != nil {
			return DemandResult{}, err
		}
		if !running(d) {
			return DemandResult{}, errs.New(errs.Conflict, "{deal} is {stage}, nothing is owed that could be demanded", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
				Because("demand for a deal whose units are out and whose customer has not paid")
		}
		if err := w.catchUp(&d, w.today); err != nil { // unapplied cash meets what is due before anything is demanded
			return DemandResult{}, err
		}
		claim, err := w.claimOf(d, row, req)
		if err != nil {
			return DemandResult{}, err
		}
		demand, err := guarantee.BuildDemand(i, claim)
		if err != nil {
			return DemandResult{}, err
		}
		res := DemandResult{ID: w.newID(id.Demand), Amount: demand.Amount, Letter: demand.Body()}
		err = w.tx.AddDemand(w.ctx, q.AddDemandParams{ID: res.ID, GuaranteeID: i.ID, CentreID: w.centre(), DealID: d.ID, AmountMinor: demand.Amount.Minor, Currency: string(demand.Amount.Currency),
			Account: demand.Account, Breach: demand.Statement.String(), Body: res.Letter, BodyJson: "{}", MadeOn: w.today, State: string(guarantee.DemandPresented), ByLogin: w.actor.ID, AtUs: w.now()})
		if err != nil {
			return DemandResult{}, err
		}
		if err := w.happen(&p, guarantee.DemandMadeFact{ID: res.ID, Deal: d.ID, Amount: demand.Amount}); err != nil {
			return DemandResult{}, err
		}
		return res, w.event(happening{entity: i.ID, deal: d.ID, party: i.Guarantor,
			text: errs.T("{amount} were demanded under guarantee {number} for {deal}", "amount", demand.Amount, "number", i.Number, "deal", d.Nr)})
	})

// claimOf gathers what the demand must show: names, and everything that was due and not paid.
func (w *work) claimOf(d q.Deal, g q.Guarantee, req DemandRequest) (guarantee.Claim, error) {
	c := guarantee.Claim{Deal: d.ID, Amount: req.Amount, Account: req.Account, Obligation: req.Obligation, On: w.today}
	rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: w.today})
	if err != nil {
		return c, err
	}
	for _, o := range openRows(rows) {
		due := o.DueOn
		if due == d.DefaultedOn && due == w.today {
			due = due.Add(-1) // demanded on the day of the default itself: unpaid since its beginning
		}
		if o.Total() > 0 && due < w.today {
			c.Missed = append(c.Missed, guarantee.Missed{DueOn: due, Unpaid: money.Of(o.Total(), money.Currency(d.Currency))})
		}
	}
	for _, p := range []struct {
		id   string
		name *string
	}{{g.GuarantorID, &c.Guarantor}, {g.ApplicantID, &c.Applicant}} {
		row, err := w.tx.Party(w.ctx, p.id)
		if err != nil {
			return c, store.Missing(err, p.id)
		}
		*p.name = row.Name
	}
	var house Profile
	doc, err := w.tx.Setting(w.ctx, profileSetting)
	if err != nil {
		return c, err
	}
	err = doc.Into(&house)
	c.Beneficiary = house.House
	return c, err
}

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
		return res, w.event(happening{entity: i.ID, deal: d.ID, party: i.Guarantor, on: req.On,
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
		f.Add("amount", "only {amount} were demanded", "amount", demanded)
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

// RejectRequest records the guarantor's rejection of a demand.
type RejectRequest struct {
	Demand string `json:"demand" label:"Demand"`
}

// RejectDemand records a rejection; the amount is free for a new demand while the guarantee runs.
var RejectDemand = verb(Spec{Name: "demand.reject", Title: "Record a rejection", Help: "Record that the guarantor rejected a demand, with all its reasons; it can be demanded again.", On: "demand", Roles: []Role{Risk}},
	func(w *work, req RejectRequest) (DemandResult, error) {
		if err := w.hasReason(); err != nil {
			return DemandResult{}, err
		}
		m, p, err := w.openDemand(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		if err := w.happen(&p, guarantee.DemandRejectedFact{ID: m.ID}); err != nil {
			return DemandResult{}, err
		}
		i, amount := p.Instrument, money.Of(m.AmountMinor, p.Face.Currency)
		return DemandResult{ID: m.ID, Amount: amount}, w.event(happening{entity: i.ID, deal: m.DealID, party: i.Guarantor,
			text: errs.T("the guarantor rejected the demand of {amount}", "amount", amount)})
	})
