package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// DemandNamed names a demand.
type DemandNamed struct {
	Demand string `json:"demand" label:"Demand"`
}

// demandOf reads a demand with the guarantee under which it was made.
func (w *work) demandOf(demandID string) (q.Demand, promise, error) {
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return m, promise{}, store.Missing(err, demandID)
	}
	p, err := w.promise(m.GuaranteeID)
	return m, p, err
}

// happenTo lets something happen to a demand on a day and writes it to the life line of its guarantee.
func (w *work) happenTo(m q.Demand, p promise, on day.Date, f guarantee.Fact, text errs.Text) (DemandResult, error) {
	if err := w.happenOn(&p, on, w.actor.ID, f); err != nil {
		return DemandResult{}, err
	}
	d, err := p.Demand(m.ID)
	if err != nil {
		return DemandResult{}, err
	}
	return DemandResult{ID: m.ID, State: string(d.State), Amount: d.Amount}, w.event(happening{entity: m.ID, guarantee: p.ID, deal: m.DealID, party: p.Guarantor, on: on, text: text})
}

// amountOf is what a demand asks for.
func amountOf(m q.Demand) money.Amount { return money.Of(m.AmountMinor, money.Currency(m.Currency)) }

// ApproveDemand lets a draft go out. Who drafted it may not approve it.
var ApproveDemand = verb(Spec{Name: "demand.approve", Title: "Approve", Help: "Approve a drafted demand; not by who drafted it.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandNamed) (DemandResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		return w.happenTo(m, p, w.today, guarantee.DemandApprovedFact{ID: m.ID}, errs.T("the demand of {amount} was approved", "amount", amountOf(m)))
	})

// SendRequest records that a demand left the house.
type SendRequest struct {
	Demand    string `json:"demand" label:"Demand"`
	How       string `json:"how" label:"How" enum:"courier|hand|swift|email|portal"`
	Reference string `json:"reference" label:"Reference of the sending" help:"Number of the waybill, message or receipt." optional:""`
}

// waysOf are the ways of sending that fit the form which a text asks for.
var waysOf = map[string][]string{"paper": {"courier", "hand"}, "electronic": {"email", "portal", "swift"}, "swift": {"swift"}}

// SendDemand records that an approved demand left the house. A sending that is too late is warned of and recorded all the same: whether it
// came in time is decided by its arrival.
var SendDemand = verb(Spec{Name: "demand.send", Title: "Record the sending", Help: "Record how an approved demand left the house; its SWIFT message is written beside it.", On: "demand", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req SendRequest) (DemandResult, error) {
		var f errs.Faults
		oneOf(&f, "how", req.How, "courier", "hand", "swift", "email", "portal")
		if err := f.Err(); err != nil {
			return DemandResult{}, err
		}
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		if ways, asks := waysOf[p.Form]; asks && !strings.Contains(strings.Join(ways, " "), req.How) {
			f.Add("how", "the guarantee asks for another form: {form}", "form", p.Form).Because("send it as one of: {names}", "names", strings.Join(ways, ", "))
			return DemandResult{}, f.Err()
		}
		sent := guarantee.DemandSentFact{ID: m.ID, How: req.How, Reference: strings.TrimSpace(req.Reference)}
		claim, err := w.leaving(m, p, req.How)
		if err != nil {
			return DemandResult{}, err
		}
		warnings := guarantee.SendingWarnings(p.Instrument, claim)
		sent.Message, err = w.demandMessage(m, p, claim)
		switch e := errs.As(err); {
		case errs.Is(err, errs.Invalid) && req.How != "swift": // it leaves on another way
			warnings = append(warnings, errs.T("No SWIFT message could be written of it: {why}", "why", firstReason(e)))
		case err != nil:
			return DemandResult{}, err
		}
		if err := w.keepSent(p, sent.Message); err != nil {
			return DemandResult{}, err
		}
		res, err := w.happenTo(m, p, w.today, sent, errs.T("the demand of {amount} was sent: {means}", "amount", amountOf(m), "means", req.How))
		res.Message, res.Letter, res.Warnings = sent.Message, m.Body, warnings
		return res, err
	})

// firstReason is the first thing that is wrong.
func firstReason(e *errs.Error) errs.Text {
	if len(e.Faults) > 0 {
		return e.Faults[0].Text
	}
	return e.Text
}

// leaving is what a demand that leaves the house now claims.
func (w *work) leaving(m q.Demand, p promise, how string) (guarantee.Claim, error) {
	d, err := w.deal(m.DealID)
	if err != nil {
		return guarantee.Claim{}, err
	}
	c, err := w.claimOf(d, p, DemandRequest{Amount: amountOf(m), Account: m.Account, Obligation: m.Breach})
	if how == "email" || how == "portal" || how == "swift" {
		c.At = w.now() // it arrives as it leaves
	}
	return c, err
}
