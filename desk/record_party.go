package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/ident"
	"kontor/money"
	"kontor/party"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
)

func (w *work) partyRecord(partyID string) (Record, error) {
	if w.actor.Role.Guest() && w.actor.Party != partyID {
		return Record{}, store.Missing(errNone, partyID)
	}
	p, err := w.tx.Party(w.ctx, partyID)
	if err != nil {
		return Record{}, store.Missing(err, partyID)
	}
	r := Record{Title: p.Name, State: p.Vetting, Facts: partyFacts(p)}
	newest, err := w.tx.NewestVetting(w.ctx, partyID)
	if err != nil && !store.None(err) {
		return r, err
	}
	if r.Headline, err = w.partyHeadline(p, newest); err != nil {
		return r, err
	}
	tables := []func(q.Party) (Table, error){w.numberTable, w.partyGuaranteeTable}
	if !w.actor.Role.Guest() {
		tables = []func(q.Party) (Table, error){w.hitTable, w.numberTable, w.partyDealTable, w.partyGuaranteeTable, w.vettingTable}
		events, err := w.tx.PartyEvents(w.ctx, q.PartyEventsParams{PartyID: partyID, Limit: timelineMost})
		if err != nil {
			return r, err
		}
		r.Timeline = lines(events)
	}
	for _, add := range tables {
		t, err := add(p)
		if err != nil {
			return r, err
		}
		if len(t.Rows) > 0 {
			r.Tables = append(r.Tables, t)
		}
	}
	r.Next = partyNext(p)
	if w.actor.Role.Guest() { // what the house thinks of it is not for the party to read
		r.State, r.Headline, r.Facts = "active", errs.T("This is what the house knows of you."), without(r.Facts, "Limit", "Vetted")
	}
	return r, nil
}

func partyFacts(p q.Party) []Fact {
	facts := []Fact{{"Kind", party.Kind(p.Kind).Label()}, {"Country", p.Country}, {"Roles", errs.T("{roles}", "roles", strings.ReplaceAll(p.Roles, ",", ", "))}}
	var aliases []string
	if p.AliasesJson.Into(&aliases) == nil && len(aliases) > 0 {
		facts = append(facts, Fact{"Other names", strings.Join(aliases, "; ")})
	}
	if p.Address != "" {
		facts = append(facts, Fact{"Address", p.Address})
	}
	for _, f := range []struct {
		label string
		on    day.Date
	}{{"Registered on", p.RegisteredOn}, {"Born on", p.BornOn}} {
		if f.on != 0 {
			facts = append(facts, Fact{f.label, f.on})
		}
	}
	if strings.Contains(p.Roles, string(party.Guarantor)) {
		facts = append(facts, Fact{"Limit", money.Of(p.LimitMinor, money.Currency(p.LimitCurrency))})
	}
	if p.VettedUs != 0 {
		facts = append(facts, Fact{"Vetted", p.VettedUs})
	}
	return facts
}

// partyHeadline says what the gate will say of the party.
func (w *work) partyHeadline(p q.Party, newest q.Vetting) (errs.Text, error) {
	var reasons []errs.Text
	if newest.ID != "" {
		var err error
		if reasons, err = unpackTexts(newest.ReasonsJson); err != nil {
			return errs.Text{}, err
		}
	}
	switch {
	case newest.ID == "" || p.Vetting == "unscreened":
		return errs.T("It was never vetted: nothing leaves to it or on its guarantee."), nil
	case p.Vetting == "stale" || newest.Fingerprint != p.Fingerprint:
		return errs.T("Its identity changed since it was vetted: vet it again."), nil
	case p.Vetting == string(vet.Clear):
		s, err := w.screening()
		if err != nil {
			return errs.Text{}, err
		}
		if s.ids != newest.ListSets {
			return errs.T("It was clear under older lists: vet it again."), nil
		}
		return errs.T("It is clear under the lists in force, vetted on {day}.", "day", newest.AtUs.Date()), nil
	case len(reasons) == 0:
		return errs.T("It may not be dealt with until somebody has looked."), nil
	case p.Vetting == string(vet.Blocked):
		return errs.T("It is blocked: {why}.", "why", reasons[0]), nil
	}
	return errs.T("It waits for a review: {why}.", "why", reasons[0]), nil
}

func partyNext(p q.Party) []string {
	next := []string{"party.vet", "party.change", "deal.quote"}
	if p.Vetting == string(vet.Clear) {
		next = []string{"deal.quote", "party.vet", "party.change"}
	}
	if strings.Contains(p.Roles, string(party.Guarantor)) {
		next = append(next, "guarantee.register", "party.limit")
	}
	return next
}

func (w *work) numberTable(p q.Party) (Table, error) {
	t := Table{Title: "Official numbers", Columns: []Head{head("Kind of number", store.Text), head("Number", store.Text)}}
	rows, err := w.tx.Identifiers(w.ctx, p.ID)
	for _, n := range rows {
		t.Rows = append(t.Rows, []any{ident.Scheme(n.Scheme).Label(), n.Value})
	}
	return t, err
}

func (w *work) hitTable(p q.Party) (Table, error) {
	t := Table{Title: "Hits", Columns: []Head{head("List entry", store.Ref), head("List", store.Text), head("Score (of 10,000)", store.Number), head("State", store.State),
		head("Found", store.Moment), head("Cleared until", store.Day)}}
	rows, err := w.tx.AllPartyHits(w.ctx, p.ID)
	for _, h := range rows {
		t.Rows = append(t.Rows, []any{Ref{h.ID, h.EntryName}, h.Source, h.ScoreBp, h.State, h.AtUs, h.ExpiresOn})
	}
	return t, err
}

const vettingsShown = 20

func (w *work) vettingTable(p q.Party) (Table, error) {
	t := Table{Title: "Vettings", Columns: []Head{head("When", store.Moment), head("Outcome", store.State), head("Why", store.Text), head("Lists", store.Text)}}
	rows, err := w.tx.Vettings(w.ctx, q.VettingsParams{PartyID: p.ID, Limit: vettingsShown})
	if err != nil {
		return t, err
	}
	names := map[string]string{}
	for _, v := range rows {
		reasons, err := unpackTexts(v.ReasonsJson)
		if err != nil {
			return t, err
		}
		var why errs.Text
		switch len(reasons) {
		case 0:
		case 1:
			why = reasons[0]
		default:
			why = errs.T("{first}, and {n} more", "first", reasons[0], "n", len(reasons)-1)
		}
		lists, err := w.listNames(strings.Split(v.ListSets, ","), names)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{v.AtUs, v.Outcome, why, lists})
	}
	return t, nil
}

// listNames are the lists behind ids in words: "OFAC 2026-11-02, UN 2026-10-30". What was read stays in known.
func (w *work) listNames(ids []string, known map[string]string) (string, error) {
	var out []string
	for _, listSet := range ids {
		if known[listSet] == "" && listSet != "" {
			row, err := w.tx.ListSet(w.ctx, listSet)
			if err != nil {
				return "", err
			}
			known[listSet] = row.Source + " " + row.ListedOn.String()
		}
		out = append(out, known[listSet])
	}
	return strings.Join(out, ", "), nil
}

func (w *work) partyDealTable(p q.Party) (Table, error) {
	t := Table{Title: "Deals", Columns: []Head{head("Deal", store.Ref), head("Kind", store.State), head("Stage", store.State), head("Price", store.Money), head("Overdue", store.Money),
		head("Days late", store.Number), head("Ends", store.Day)}}
	rows, err := w.tx.PartyDeals(w.ctx, p.ID)
	for _, d := range rows {
		currency := money.Currency(d.Currency)
		t.Rows = append(t.Rows, []any{Ref{d.ID, d.Nr}, d.Kind, d.Stage, money.Of(d.PriceMinor, currency), money.Of(d.OverdueMinor, currency), d.Dpd, d.EndsOn})
	}
	return t, err
}

// partyGuaranteeTable shows what the party stands for and what others stand for it. A guest sees what it gave itself.
func (w *work) partyGuaranteeTable(p q.Party) (Table, error) {
	t := Table{Title: "Guarantees", Columns: []Head{head("Guarantee", store.Ref), head("Part", store.Text), head("Other side", store.Ref), head("Amount", store.Money), head("Available", store.Money),
		head("Life", store.State), head("Trust", store.State), head("Expires", store.Day)}}
	rows, err := w.tx.PartyGuarantees(w.ctx, p.ID)
	if err != nil {
		return t, err
	}
	for _, g := range rows {
		part, other := errs.T("stands for others"), g.ApplicantID
		if g.GuarantorID != p.ID {
			if w.actor.Role.Guest() {
				continue
			}
			part, other = errs.T("is secured"), g.GuarantorID
		}
		names, err := w.names(other)
		if err != nil {
			return t, err
		}
		i, err := store.Instrument(g)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{Ref{g.ID, g.Nr}, part, Ref{other, names[other]}, i.Face, i.Available(), g.Life, g.Trust, g.ExpiresOn})
	}
	return t, nil
}
