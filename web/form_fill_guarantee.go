package web

import (
	"net/url"
	"strings"

	"kontor/desk"
	"kontor/guarantee"
)

// fillPledge begins a pledge with what the house proposes: the deal that waits, and what it still lacks.
func (v *visit) fillPledge(typed url.Values, about desk.Record) {
	req := desk.AllocateRequest{Guarantee: typed.Get("guarantee"), Deal: typed.Get("deal")}
	switch about.Kind {
	case "deal":
		req.Deal = about.ID
	case "guarantee":
		req.Guarantee = about.ID
	}
	req, err := v.desk.ProposePledge(v.ctx, v.actor, req)
	if err != nil {
		return // the form is shown empty; the verb says why it cannot be done
	}
	fillMissing(typed, "guarantee", req.Guarantee)
	fillMissing(typed, "deal", req.Deal)
	number, currency, found := strings.Cut(req.Amount.String(), " ")
	if found && req.Amount.Minor > 0 {
		fillMissing(typed, "amount"+currencyPart, currency)
		fillMissing(typed, "amount", number)
	}
}

// fillEvidence names the message that brought the guarantee, when it came as one that is whole. Whether it is authentic is not filled in:
// that is the finding of a person.
func fillEvidence(typed url.Values, about desk.Record) {
	found := ""
	for _, t := range about.Tables {
		if t.Title != "Messages" {
			continue
		}
		for _, row := range t.Rows {
			ref, ok := row[0].(desk.Ref)
			if !ok || ref.Text != "MT 760" || row[1] != "in" || row[2] != "booked" {
				continue
			}
			if found != "" {
				return
			}
			found = ref.ID
		}
	}
	if found != "" {
		fillMissing(typed, "evidence_kind", string(guarantee.OwnBankMessage))
		fillMissing(typed, "evidence_ref", found)
	}
}

// fillMissing types a value where nothing was typed.
func fillMissing(typed url.Values, name, value string) {
	if value != "" && !typed.Has(name) {
		typed.Set(name, value)
	}
}
