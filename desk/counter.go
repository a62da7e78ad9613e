package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

// CounterRequest records what stands behind the local guarantor.
type CounterRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	By        string       `json:"by" label:"Counter-guarantor" help:"Who repays the guarantor." ref:"party"`
	Number    string       `json:"number" label:"Number" optional:""`
	Amount    money.Amount `json:"amount" label:"Amount" optional:""`
	ExpiresOn day.Date     `json:"expires_on" label:"Expires on"`
	AsItIs    bool         `json:"as_it_is" label:"Record it although it ends too early" help:"The local guarantor is then watched." optional:""`
}

// CounterResult says whether the local guarantor is watched.
type CounterResult struct {
	Guarantee string `json:"guarantee"`
	Watched   bool   `json:"watched"` // its own recourse ends too early
}

// RecordCounter records the counter-guarantee behind a guarantee. It gives no cover; one that does not outlive the guarantee gives its
// guarantor a reason to delay.
var RecordCounter = verb(Spec{Name: "guarantee.counter", Title: "Record the counter-guarantee", Help: "Record what stands behind the guarantor; it must outlive the guarantee and never counts as cover.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}, Record: true},
	func(w *work, req CounterRequest) (CounterResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return CounterResult{}, err
		}
		c := guarantee.Counter{Guarantor: req.By, Number: strings.TrimSpace(req.Number), Amount: req.Amount, ExpiresOn: req.ExpiresOn}
		if err := w.happen(&p, guarantee.CounteredFact{Counter: c, AsItIs: req.AsItIs}); err != nil {
			return CounterResult{}, err
		}
		names, err := w.names(c.Guarantor)
		if err != nil {
			return CounterResult{}, err
		}
		text := errs.T("{guarantor} stands behind guarantee {number} until {day}", "guarantor", names[c.Guarantor], "number", p.Number, "day", c.ExpiresOn)
		short := c.Short(p.ExpiresOn)
		if short {
			text = errs.T("watch the guarantor of {number}: its own recourse to {guarantor} ends on {day}, too early", "number", p.Number, "guarantor", names[c.Guarantor], "day", c.ExpiresOn)
		}
		return CounterResult{Guarantee: p.ID, Watched: short}, w.event(happening{entity: p.ID, party: p.Guarantor, text: text})
	})

// counterFacts are what a page says of the counter-guarantee.
func (w *work) counterFacts(guaranteeID string) ([]Fact, error) {
	p, err := w.promise(guaranteeID)
	if err != nil || p.Counter.Guarantor == "" {
		return nil, err
	}
	names, err := w.names(p.Counter.Guarantor)
	if err != nil {
		return nil, err
	}
	facts := []Fact{{"Counter-guarantor", Ref{p.Counter.Guarantor, names[p.Counter.Guarantor]}}, {"Counter-guarantee until", p.Counter.ExpiresOn}}
	if p.Counter.Short(p.ExpiresOn) {
		facts = append(facts, Fact{"Watch the guarantor", errs.T("its own recourse ends less than {n} days after the guarantee: it may delay a payment", "n", guarantee.CounterMargin)})
	}
	return facts, nil
}
