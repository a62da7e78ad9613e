package desk

import (
	"strings"

	"kontor/day"
	"kontor/deadline"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/lang"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// DemandRequest demands payment under a guarantee for a deal.
type DemandRequest struct {
	Guarantee  string         `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Deal       string         `json:"deal" label:"Deal" ref:"deal"`
	Amount     money.Amount   `json:"amount" label:"Amount"`
	Account    string         `json:"account" label:"Account to credit" help:"IBAN, or account and bank."`
	Obligation string         `json:"obligation" label:"In what respect the applicant is in breach" help:"Name the obligation; the unpaid amounts and due dates are added." lines:"6"`
	Documents  []DocumentLine `json:"documents" label:"Documents" help:"What the guarantee asks for beside the demand, under the names that it uses." optional:""`
	SignedBy   string         `json:"signed_by" label:"Signed by" optional:""`
	Bank       string         `json:"bank" label:"Through the bank" help:"When the guarantee asks for a presentation through the bank of the beneficiary." optional:""`
	Dated      day.Date       `json:"dated" label:"Date of the statement" help:"Leave empty for today." optional:""`
	ExtendTo   day.Date       `json:"extend_to" label:"Or extend to" help:"Extend or pay: an extension to this day would do instead of money." optional:""`
	Follows    string         `json:"follows" label:"After the rejected demand" help:"When a demand was rejected and is made again." optional:""`
}

// DocumentLine is a document presented beside a demand.
type DocumentLine struct {
	Name   string       `json:"name" label:"Document"`
	SHA256 string       `json:"sha256" label:"SHA-256 of the file" optional:""`
	Shows  money.Amount `json:"shows" label:"Shows" help:"The total that it shows." optional:""`
}

// DemandResult is where a demand stands.
type DemandResult struct {
	ID       string       `json:"id"`
	State    string       `json:"state"`
	Amount   money.Amount `json:"amount"`
	Letter   string       `json:"letter,omitempty"`
	Message  string       `json:"message,omitempty"` // MT 765
	Warnings []errs.Text  `json:"warnings,omitempty"`
}

// DemandPayment drafts a complying demand and reserves its amount.
var DemandPayment = verb(Spec{Name: "guarantee.demand", Title: "Demand", Help: "Draft a demand that complies, and reserve its amount; a second person approves it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req DemandRequest) (DemandResult, error) {
		p, d, err := w.subjectOf(&req)
		if err != nil {
			return DemandResult{}, err
		}
		if err := w.catchUp(&d, w.today); err != nil { // unapplied cash meets what is due before anything is demanded
			return DemandResult{}, err
		}
		claim, err := w.claimOf(d, p, req)
		if err != nil {
			return DemandResult{}, err
		}
		demand, err := guarantee.BuildDemand(p.Instrument, claim)
		if err != nil {
			return DemandResult{}, err
		}
		res := DemandResult{ID: w.newID(id.Demand), State: string(guarantee.DemandDrafted), Amount: demand.Amount, Letter: letterIn(demand.Language, demand.Letter), Warnings: demand.Warnings}
		err = w.tx.AddDemand(w.ctx, q.AddDemandParams{ID: res.ID, GuaranteeID: p.ID, CentreID: w.centre(), DealID: d.ID, AmountMinor: demand.Amount.Minor, Currency: string(demand.Amount.Currency),
			Account: demand.Account, Breach: letterLang(demand.Language).Say(demand.Statement), Body: res.Letter, BodyJson: "{}", MadeOn: w.today, State: res.State, ByLogin: w.actor.ID, AtUs: w.now()})
		if err != nil {
			return DemandResult{}, err
		}
		made := guarantee.DemandMadeFact{ID: res.ID, Deal: d.ID, Amount: demand.Amount, Follows: req.Follows, Reference: demandReference(res.ID), Dated: demand.Dated, ExtendTo: demand.ExtendTo, Documents: demand.Documents}
		if err := w.happen(&p, made); err != nil {
			return DemandResult{}, err
		}
		return res, w.event(happening{entity: res.ID, guarantee: p.ID, deal: d.ID, party: p.Guarantor,
			text: errs.T("a demand of {amount} under guarantee {number} for {deal} was drafted", "amount", demand.Amount, "number", p.Number, "deal", d.Nr)})
	})

// demandReference is our reference of a demand in messages, which have room for 16 characters.
func demandReference(demandID string) string {
	tail := strings.ToUpper(demandID)
	return "DM" + tail[max(0, len(tail)-12):]
}

// letterLang is the language of what is written under a guarantee; English when its text names none.
func letterLang(language string) lang.Lang {
	if language == "" {
		return lang.English
	}
	return lang.Match(language)
}

// letterIn is a letter in the language of the guarantee.
func letterIn(language string, letter []errs.Text) string {
	var b strings.Builder
	for _, t := range letter {
		b.WriteString(letterLang(language).Say(t) + "\n")
	}
	return b.String()
}

// subjectOf reads what is demanded under and for. A guarantee may be left out of a question when the deal has one.
func (w *work) subjectOf(req *DemandRequest) (promise, q.Deal, error) {
	p, err := w.promise(req.Guarantee)
	if err != nil {
		return p, q.Deal{}, err
	}
	d, err := w.deal(req.Deal)
	if err != nil {
		return p, d, err
	}
	if !running(d) {
		return p, d, errs.New(errs.Conflict, "{deal} is {stage}, nothing is owed that could be demanded", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
			Because("demand for a deal whose units are out and whose customer has not paid")
	}
	return p, d, nil
}

// claimOf gathers what the demand must show: names, and everything that was due and not paid.
func (w *work) claimOf(d q.Deal, p promise, req DemandRequest) (guarantee.Claim, error) {
	c := guarantee.Claim{Deal: d.ID, Amount: req.Amount, Account: req.Account, Obligation: req.Obligation, Signed: strings.TrimSpace(req.SignedBy), Bank: strings.TrimSpace(req.Bank),
		ExtendTo: req.ExtendTo, On: w.today, Dated: req.Dated}
	for _, line := range req.Documents {
		c.Documents = append(c.Documents, guarantee.Document{Name: strings.TrimSpace(line.Name), SHA256: line.SHA256, Shows: line.Shows})
	}
	var err error
	if c.Place, err = w.placeOf(p.Instrument); err != nil {
		return c, err
	}
	if c.House, err = w.housePlace(); err != nil {
		return c, err
	}
	if c.Transport, err = w.transportDays(p.Instrument); err != nil {
		return c, err
	}
	c.Closures = w.closuresOf(p)
	if c.Missed, err = w.missedOf(d); err != nil {
		return c, err
	}
	for _, p := range []struct {
		id   string
		name *string
	}{{p.Guarantor, &c.Guarantor}, {p.Applicant, &c.Applicant}} {
		row, err := w.tx.Party(w.ctx, p.id)
		if err != nil {
			return c, store.Missing(err, p.id)
		}
		*p.name = row.Name
	}
	c.Beneficiary, err = w.houseName()
	return c, err
}

// missedOf is everything that was due for a deal and not paid.
func (w *work) missedOf(d q.Deal) ([]guarantee.Missed, error) {
	rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: w.today})
	var out []guarantee.Missed
	for _, o := range openRows(rows) {
		due := o.DueOn
		if due == d.DefaultedOn && due == w.today {
			due = due.Add(-1) // demanded on the day of the default itself: unpaid since its beginning
		}
		if o.Total() > 0 && due < w.today {
			out = append(out, guarantee.Missed{DueOn: due, Unpaid: money.Of(o.Total(), money.Currency(d.Currency))})
		}
	}
	return out, err
}

func (w *work) houseName() (string, error) {
	var house Profile
	doc, err := w.tx.Setting(w.ctx, profileSetting)
	if err != nil {
		return "", err
	}
	err = doc.Into(&house)
	return house.House, err
}

// closuresOf are the times in which force majeure kept that place shut.
func (w *work) closuresOf(p promise) []deadline.Closure { return p.Closures() }
