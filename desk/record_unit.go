package desk

import (
	"slices"

	"kontor/errs"
	"kontor/goods"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

func (w *work) unitRecord(unitID string) (Record, error) {
	u, row, err := w.unit(unitID)
	if err != nil {
		return Record{}, err
	}
	if w.actor.Role == Guarantor || (w.actor.Role == Maker && w.actor.Party != u.Maker) {
		return Record{}, store.Missing(errNone, unitID)
	}
	names, err := w.names(u.Maker)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: unitLabel(u) + " · " + names[u.Maker], State: string(u.Supply), Headline: unitHeadline(u, row)}
	r.Facts = []Fact{{"Maker", Ref{u.Maker, names[u.Maker]}}, {"Model", u.Model}, {"Serial number", u.Serial}, {"Segment", string(u.Segment)}, {"List price", u.ListPrice},
		{"Whose it is", string(u.Ownership)}, {"Claim", string(u.Claim.Kind)}, {"Passport", string(u.Papers.Passport)}, {"Customs", string(u.Papers.Customs)},
		{"Inspection", string(u.Papers.Inspection)}}
	for _, f := range []struct{ label, value string }{{"VIN or PIN", u.VIN}, {"Customs code", u.HS}, {"Passport number", u.Papers.PassportNo}, {"Place", row.Located}} {
		if f.value != "" {
			r.Facts = append(r.Facts, Fact{f.label, f.value})
		}
	}
	if u.Year > 0 {
		r.Facts = append(r.Facts, Fact{"Year of manufacture", row.Year})
	}
	if r.Tables, err = w.unitTables(unitID); err != nil {
		return r, err
	}
	events, err := w.tx.UnitEvents(w.ctx, q.UnitEventsParams{UnitID: unitID, Limit: timelineMost})
	r.Timeline, r.Next = lines(events), unitNext(u)
	if w.actor.Role.Guest() {
		r.Tables, r.Timeline, r.Facts = nil, ownLines(r.Timeline, unitID), without(r.Facts, "List price")
	}
	return r, err
}

// ownLines keeps what happened to the entity itself, without the reasons that people of the house gave each other: a guest
// does not see who bought a unit, or what its guarantee secures.
func ownLines(all []Line, entity string) []Line {
	var out []Line
	for _, l := range all {
		if own := l.Entity == entity || KindOf(entity) == "guarantee" && KindOf(l.Entity) == "demand"; own && l.Verb != AllocateGuarantee.Name {
			l.Reason = ""
			out = append(out, l)
		}
	}
	return out
}

// without hides facts of the house from a guest.
func without(facts []Fact, labels ...string) []Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return slices.Contains(labels, f.Label) })
}

// unitTables are the blockers, the deals and the claims of a unit.
func (w *work) unitTables(unitID string) ([]Table, error) {
	u, _, err := w.unit(unitID)
	if err != nil {
		return nil, err
	}
	blockers := Table{Title: "What keeps it here", Columns: []Head{head("Blocker", store.Text), head("Makes it pass", store.Text)}}
	for _, b := range u.Papers.Blockers() {
		blockers.Rows = append(blockers.Rows, []any{b.Text, b.Hint})
	}
	for _, m := range u.Missing() {
		blockers.Rows = append(blockers.Rows, []any{errs.T("missing: {paper}", "paper", m), errs.T("add it to the record of the unit")})
	}
	deals := Table{Title: "Deals", Columns: []Head{head("Deal", store.Ref), head("Customer", store.Ref), head("Kind", store.State), head("Stage", store.State), head("Price", store.Money)}}
	rows, err := w.tx.UnitDeals(w.ctx, q.UnitDealsParams{CentreID: w.centre(), UnitID: unitID})
	if err != nil {
		return nil, err
	}
	for _, d := range rows {
		deals.Rows = append(deals.Rows, []any{Ref{d.ID, d.Nr}, Ref{d.CustomerID, d.Customer}, d.Kind, d.Stage, money.Of(d.PriceMinor, money.Currency(d.Currency))})
	}
	claims := Table{Title: "Claims", Columns: []Head{head("Claim", store.State), head("Until", store.Day), head("Began", store.Moment), head("Ended", store.Moment), head("Because", store.State)}}
	held, err := w.tx.UnitClaims(w.ctx, q.UnitClaimsParams{CentreID: w.centre(), UnitID: unitID})
	for _, c := range held {
		claims.Rows = append(claims.Rows, []any{c.Kind, c.UntilOn, c.BeganUs, c.EndedUs, c.EndedWhy})
	}
	var out []Table
	for _, t := range []Table{blockers, deals, claims} {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out, err
}

func unitHeadline(u goods.Unit, row q.Unit) errs.Text {
	switch blockers := u.Papers.Blockers(); {
	case u.Supply == goods.Delivered:
		return errs.T("It was handed over and is {claim}.", "claim", u.Claim.Kind.Label())
	case len(blockers) > 0:
		return errs.T("It may not leave: {why}.", "why", blockers[0].Text)
	case u.Claim.Kind != goods.Free:
		return errs.T("It is {supply} and {claim}.", "supply", u.Supply.Label(), "claim", u.Claim.Kind.Label())
	case row.Located != "":
		return errs.T("It is {supply} in {place} and free.", "supply", u.Supply.Label(), "place", row.Located)
	}
	return errs.T("It is {supply} and free.", "supply", u.Supply.Label())
}

// unitNext are the verbs that make sense for a unit, the primary one first.
func unitNext(u goods.Unit) []string {
	switch {
	case u.Supply == goods.Delivered:
		return []string{"unit.move"}
	case u.Claim.Kind == goods.Free && (u.Supply == goods.Prepared || u.Supply == goods.Received):
		return []string{"deal.quote", "unit.papers", "unit.move", "unit.lend", "unit.change"}
	case u.Claim.Kind == goods.OnDemo || u.Claim.Kind == goods.OnTrial || u.Claim.Kind == goods.Reserved:
		return []string{"unit.papers", "unit.move", "unit.free", "unit.change"}
	case u.Claim.Kind == goods.Free:
		return []string{"unit.move", "unit.papers", "deal.quote", "unit.change"}
	}
	return []string{"unit.papers", "unit.move", "unit.change"}
}
