package desk

import (
	"fmt"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/ident"
	"kontor/party"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
)

var partyList = listKind{name: "parties", title: errs.T("parties"), needed: []string{"name", "country"}, label: []string{"name"}, bring: (*importing).party,
	columns: append([]string{"name", "kind", "country", "roles", "identifiers", "address", "aliases", "registered_on", "born_on"}, schemeColumns()...)}

func schemeColumns() []string {
	var out []string
	for _, s := range ident.Schemes() {
		out = append(out, strings.ToLower(string(s)))
	}
	return out
}

// single are the schemes of which a party has one number: a new one takes the place of the old.
var single = []ident.Scheme{ident.INN, ident.OGRN, ident.OGRNIP, ident.UNP, ident.LEI}

// party brings in one row of a list of parties.
func (im *importing) party(l *listRow) (ImportRow, error) {
	numbers := l.identifiers()
	old, err := im.partyOfRow(l, numbers)
	if err != nil {
		return ImportRow{}, err
	}
	var before party.Party
	req := PartyRequest{}
	if old != nil {
		known, err := im.tx.Identifiers(im.ctx, old.ID)
		if err != nil {
			return ImportRow{}, err
		}
		before = partyOf(*old, known)
		req = requestOf(before)
	}
	l.fill(&req, numbers)
	partyID := before.ID
	if old == nil {
		partyID = im.newID(id.Party)
	}
	p, err := req.party(partyID)
	l.take(err)
	if len(l.faults) > 0 || err != nil {
		return ImportRow{ID: before.ID}, nil
	}
	if old == nil {
		im.seen[p.ID] = l.row.Line
		return ImportRow{State: rowNew, ID: p.ID}, im.addParty(p)
	}
	if !im.once(l, p.ID, "name") {
		return ImportRow{ID: p.ID}, nil
	}
	p.LegalForm = before.LegalForm
	out := ImportRow{State: rowSame, ID: p.ID, Changes: partyChanges(before, p)}
	if len(out.Changes) == 0 {
		return out, nil
	}
	out.State = rowChanged
	return out, im.changeParty(*old, p)
}

// numberCell is one official number and the column it stood in.
type numberCell struct {
	IdentifierRequest
	column string
}

// identifiers reads the official numbers of a row: "INN:7707083893|LEI:…" in one column, or a column a scheme.
func (l *listRow) identifiers() []numberCell {
	var out []numberCell
	for _, part := range l.parts("identifiers", ",;") {
		scheme, value, ok := strings.Cut(part, ":")
		if !ok {
			l.fault("identifiers", errs.T("{text} does not say what kind of number it is", "text", part), errs.T("write it like {example}", "example", "INN:7707083893"))
			continue
		}
		out = append(out, numberCell{IdentifierRequest{strings.TrimSpace(scheme), strings.TrimSpace(value)}, "identifiers"})
	}
	for _, s := range ident.Schemes() {
		column := strings.ToLower(string(s))
		if l.im.table.Cell(l.row, column).Err() != nil {
			continue
		}
		for _, value := range l.parts(column, ",;") {
			out = append(out, numberCell{IdentifierRequest{string(s), value}, column})
		}
	}
	return out
}

// fill puts what the row says into a request; what it does not say stays as it is known.
func (l *listRow) fill(req *PartyRequest, numbers []numberCell) {
	for _, f := range []struct {
		column string
		field  *string
	}{{"name", &req.Name}, {"country", &req.Country}, {"address", &req.Address}} {
		if l.has(f.column) {
			*f.field = l.text(f.column)
		}
	}
	if l.has("kind") {
		if req.Kind = l.word("kind"); req.Kind == "company" {
			req.Kind = string(party.Entity)
		}
	}
	for _, role := range l.parts("roles", ",;") {
		if role = wordOf(role); !slices.Contains(req.Roles, role) {
			req.Roles = append(req.Roles, role)
		}
	}
	for _, alias := range l.parts("aliases", "") {
		if !slices.Contains(req.Aliases, alias) {
			req.Aliases = append(req.Aliases, alias)
		}
	}
	if on := l.date("registered_on"); on != 0 {
		req.RegisteredOn = on
	}
	if on := l.date("born_on"); on != 0 {
		req.BornOn = on
	}
	l.of = map[string]string{}
	for _, n := range numbers {
		at := placeOf(req.Identifiers, n.IdentifierRequest)
		if at == len(req.Identifiers) {
			req.Identifiers = append(req.Identifiers, n.IdentifierRequest)
		}
		req.Identifiers[at] = n.IdentifierRequest
		l.of[fmt.Sprintf("identifiers[%d]", at)] = n.column
	}
}

// placeOf is where a number goes: in the place of the same number, of the only one of its scheme, or to the end.
func placeOf(known []IdentifierRequest, n IdentifierRequest) int {
	number, err := ident.Parse(ident.Scheme(n.Scheme), n.Value)
	if err != nil {
		return len(known)
	}
	for i, k := range known {
		old, err := ident.Parse(ident.Scheme(k.Scheme), k.Value)
		if err == nil && old.Scheme == number.Scheme && (old.Value == number.Value || slices.Contains(single, old.Scheme)) {
			return i
		}
	}
	return len(known)
}

// requestOf writes a party as the request that would make it.
func requestOf(p party.Party) PartyRequest {
	req := PartyRequest{Name: p.Name, Kind: string(p.Kind), Country: p.Country, Address: p.Address, Aliases: aliasTexts(p), RegisteredOn: p.RegisteredOn, BornOn: p.BornOn}
	for _, role := range p.Roles {
		req.Roles = append(req.Roles, string(role))
	}
	for _, n := range p.Identifiers {
		req.Identifiers = append(req.Identifiers, IdentifierRequest{string(n.Scheme), n.Value})
	}
	return req
}

// partyOfRow finds the party that a row is about: the one that has one of its identifying numbers, else the only one of
// its name and country whose numbers do not contradict. Nil for a new one; a fault when that cannot be told.
func (im *importing) partyOfRow(l *listRow, numbers []numberCell) (*q.Party, error) {
	var found *q.Party
	for _, n := range numbers {
		number, err := ident.Parse(ident.Scheme(n.Scheme), n.Value)
		if err != nil || !number.Scheme.Identifies() {
			continue // what is wrong with it, the check of the party says
		}
		p, err := im.tx.PartyByIdentifier(im.ctx, q.PartyByIdentifierParams{Scheme: string(number.Scheme), Value: number.Value})
		if store.None(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if found != nil && found.ID != p.ID {
			l.fault(n.column, errs.T("{value} belongs to {name} ({id}), another number of the row to {other} ({other_id})", "value", number.Value, "name", p.Name, "id", p.ID,
				"other", found.Name, "other_id", found.ID), errs.T("give each party a row with its own numbers"))
			return nil, nil
		}
		found = &p
	}
	if found != nil || !l.has("name") || !l.has("country") {
		return found, nil
	}
	return im.partyByName(l, numbers)
}

// partyByName is the part of partyOfRow that goes by name and country.
func (im *importing) partyByName(l *listRow, numbers []numberCell) (*q.Party, error) {
	called, err := im.partiesCalled(l.text("name"))
	if err != nil {
		return nil, err
	}
	var fits []q.Party
	for _, p := range called {
		if !strings.EqualFold(p.Country, l.text("country")) || fold(p.Name) != fold(l.text("name")) {
			continue
		}
		known, err := im.tx.Identifiers(im.ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if !contradicts(known, numbers) {
			fits = append(fits, p)
		}
	}
	switch len(fits) {
	case 0:
		return nil, nil
	case 1:
		return &fits[0], nil
	}
	l.fault("name", errs.T("{name} of this country is there several times: {ids}", "name", fits[0].Name, "ids", fits[0].ID+", "+fits[1].ID),
		errs.T("give an official number that tells them apart"))
	return nil, nil
}

// partiesCalled are the parties that bear a name, as their own or as another one.
func (im *importing) partiesCalled(name string) ([]q.Party, error) {
	longest := ""
	for _, key := range vet.Keys(name) {
		if len(key) > len(longest) {
			longest = string(key)
		}
	}
	if longest == "" {
		return im.tx.PartiesByFolded(im.ctx, fold(name))
	}
	return im.tx.PartiesByKey(im.ctx, longest)
}

// contradicts: a party with another number of a scheme of which a party has one is another party.
func contradicts(known []q.PartyIdentifier, numbers []numberCell) bool {
	for _, n := range numbers {
		number, err := ident.Parse(ident.Scheme(n.Scheme), n.Value)
		if err != nil || !slices.Contains(single, number.Scheme) {
			continue
		}
		for _, k := range known {
			if k.Scheme == string(number.Scheme) && k.Value != number.Value {
				return true
			}
		}
	}
	return false
}

func partyChanges(before, after party.Party) []ImportChange {
	var out []ImportChange
	differ(&out, "name", before.Name, after.Name)
	differ(&out, "kind", string(before.Kind), string(after.Kind))
	differ(&out, "country", before.Country, after.Country)
	differ(&out, "roles", roleTexts(before), roleTexts(after))
	differ(&out, "identifiers", numberTexts(before), numberTexts(after))
	differ(&out, "address", before.Address, after.Address)
	differ(&out, "aliases", strings.Join(aliasTexts(before), "|"), strings.Join(aliasTexts(after), "|"))
	differ(&out, "registered_on", before.RegisteredOn.String(), after.RegisteredOn.String())
	differ(&out, "born_on", before.BornOn.String(), after.BornOn.String())
	return out
}

func numberTexts(p party.Party) string {
	out := make([]string, len(p.Identifiers))
	for i, n := range p.Identifiers {
		out[i] = string(n.Scheme) + ":" + n.Value
	}
	return strings.Join(out, "|")
}
