package web

import (
	"net/url"
	"strings"

	"kontor/desk"
)

// fillDemand begins a demand with what the house proposes: a default becomes a demand that is ready to be read and approved. Unlike in
// other forms the amount is filled in, because it follows from what is unpaid and what can be demanded.
func (v *visit) fillDemand(typed url.Values, about desk.Record) {
	req := desk.DemandRequest{Guarantee: typed.Get("guarantee"), Deal: typed.Get("deal")}
	switch about.Kind {
	case "deal":
		req.Deal = about.ID
	case "guarantee":
		req.Guarantee = about.ID
	}
	req, err := v.desk.ProposeDemand(v.ctx, v.actor, req)
	if err != nil {
		return // the form is shown empty; the verb says why it cannot be done
	}
	set := func(name, value string) {
		if value != "" && !typed.Has(name) {
			typed.Set(name, value)
		}
	}
	set("guarantee", req.Guarantee)
	set("deal", req.Deal)
	set("account", req.Account)
	set("obligation", req.Obligation)
	set("follows", req.Follows)
	if number, currency, found := strings.Cut(req.Amount.String(), " "); found && req.Amount.Currency != "" {
		set("amount"+currencyPart, currency)
		if req.Amount.Minor > 0 {
			set("amount", number)
		}
	}
	for n, doc := range req.Documents {
		set(rowPath("documents", n)+".name", doc.Name)
	}
}
