package desk

import (
	"cmp"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// GuarantorEventRequest records what happened to a guarantor.
type GuarantorEventRequest struct {
	Party    string `json:"party" label:"Guarantor" ref:"party"`
	Trouble  string `json:"trouble" label:"What happened" enum:"rating_cut|licence_revoked|sanction|over"`
	Evidence string `json:"evidence" label:"Evidence" help:"Who published it, and when."`
	Limited  bool   `json:"limited" label:"Its guarantees still count" help:"Only after a cut of the rating: lower its limit as well." optional:""`
}

// GuarantorEventResult says whom it touches.
type GuarantorEventResult struct {
	Party      string `json:"party"`
	Guarantees int    `json:"guarantees"`
	Deals      []Ref  `json:"deals"` // that are secured by them
	Units      []Ref  `json:"units"` // that are out under these deals
}

// RecordGuarantorEvent records a trouble of a guarantor: its guarantees give no cover from the same day on, every deal and machine that
// hangs on them is named, and they must be verified again.
var RecordGuarantorEvent = verb(Spec{Name: "party.trouble", Title: "Record a trouble of the guarantor", Help: "Record a cut rating, a revoked licence or a sanction: its guarantees give no cover from today on.", On: "party", Roles: []Role{Risk, Manager}},
	func(w *work, req GuarantorEventRequest) (GuarantorEventResult, error) {
		res := GuarantorEventResult{Party: req.Party, Deals: []Ref{}, Units: []Ref{}}
		row, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return res, store.Missing(err, req.Party)
		}
		trouble, evidence := guarantee.GuarantorTrouble(req.Trouble), strings.TrimSpace(req.Evidence)
		var f errs.Faults
		if !hasRole(row, "guarantor") {
			f.Add("party", "{name} does not have the role {role}", "name", row.Name, "role", "guarantor")
		}
		if evidence == "" {
			f.Add("evidence", "an event of a guarantor needs its evidence").Because("say who published it, and when")
		}
		if req.Limited && trouble != guarantee.RatingCut {
			f.Add("limited", "after this no guarantee of it counts").Because("only after a cut of the rating they may count within a lower limit")
		}
		if err := f.Err(); err != nil {
			return res, err
		}
		facts := []guarantee.Fact{guarantee.GuarantorEventFact{Trouble: trouble, Bars: !req.Limited, Evidence: evidence}}
		if req.Trouble == "over" {
			facts = []guarantee.Fact{guarantee.GuarantorClearedFact{Evidence: evidence}}
		}
		if err := w.troubleAll(row, facts, &res); err != nil {
			return res, err
		}
		text := errs.T("{name}: the trouble is over ({evidence}); {n} guarantees may count again", "name", row.Name, "evidence", evidence, "n", res.Guarantees)
		if req.Trouble != "over" {
			text = errs.T("{name}: {trouble} ({evidence}); {n} guarantees must be verified again", "name", row.Name, "trouble", trouble.Label(), "evidence", evidence, "n", res.Guarantees)
		}
		return res, w.event(happening{entity: row.ID, data: res, text: text})
	})

// troubleAll lets it happen to every running guarantee of the guarantor and names the deals and machines that hang on them.
func (w *work) troubleAll(row q.Party, facts []guarantee.Fact, res *GuarantorEventResult) error {
	seen := map[string]bool{}
	return w.eachOfGuarantor(row.ID, func(r q.Guarantee) error {
		p, err := w.promise(r.ID)
		if err != nil {
			return err
		}
		if e, over := facts[0].(guarantee.GuarantorEventFact); over && e.Bars && p.Trust == guarantee.Authentic {
			facts = []guarantee.Fact{facts[0], guarantee.ReverifyDueFact{Why: "guarantor"}}
		} else {
			facts = facts[:1]
		}
		if err := w.happen(&p, facts...); errs.Is(err, errs.Conflict) || errs.Is(err, errs.Invalid) {
			return nil // it ended before, or nothing bars it
		} else if err != nil {
			return err
		}
		res.Guarantees++
		for _, a := range p.Allocations {
			if seen[a.Deal] {
				continue
			}
			seen[a.Deal] = true
			if err := w.hangsOn(a.Deal, res); err != nil {
				return err
			}
		}
		return w.event(happening{entity: p.ID, party: p.Guarantor, text: errs.T("guarantee {number}: its guarantor is in trouble, {amount} must be secured otherwise", "number", p.Number, "amount", pledgedOf(p.Instrument))})
	})
}

// hangsOn adds a deal and its units that are out.
func (w *work) hangsOn(dealID string, res *GuarantorEventResult) error {
	d, err := w.deal(dealID)
	if err != nil {
		return err
	}
	res.Deals = append(res.Deals, Ref{d.ID, d.Nr})
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil || !running(d) {
		return err
	}
	for _, l := range lines {
		u, _, err := w.unit(l.UnitID)
		if err != nil {
			return err
		}
		res.Units = append(res.Units, Ref{u.ID, unitLabel(u)})
	}
	slices.SortFunc(res.Units, func(a, b Ref) int { return cmp.Compare(a.Text, b.Text) })
	return nil
}

// pledgedOf is what deals hold of an instrument.
func pledgedOf(i guarantee.Instrument) money.Amount {
	return money.Of(i.Available().Minor-i.Unpledged().Minor, i.Face.Currency)
}
