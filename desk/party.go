package desk

import (
	"fmt"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/ident"
	"kontor/money"
	"kontor/party"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/vet"
)

// IdentifierRequest is one official number of a party.
type IdentifierRequest struct {
	Scheme string `json:"scheme" label:"Kind of number" help:"For example INN, UNP, LEI, VAT."`
	Value  string `json:"value" label:"Number" help:"Its check digits are verified."`
}

// PartyRequest registers or changes a party.
type PartyRequest struct {
	Name         string              `json:"name" label:"Name" help:"As it stands in the register, with the legal form."`
	Kind         string              `json:"kind" label:"Kind" enum:"entity|person"`
	Country      string              `json:"country" label:"Country" help:"Two letters, for example DE."`
	Roles        []string            `json:"roles" label:"Roles" enum:"customer|maker|guarantor|supplier|sponsor"`
	Identifiers  []IdentifierRequest `json:"identifiers" label:"Official numbers" optional:""`
	Address      string              `json:"address" label:"Address" optional:""`
	Aliases      []string            `json:"aliases" label:"Other names" help:"Former, trade and foreign-script names." optional:""`
	RegisteredOn day.Date            `json:"registered_on" label:"Registered on" help:"The day of the entry in the register." optional:""`
	BornOn       day.Date            `json:"born_on" label:"Born on" help:"Only for persons." optional:""`
}

func (r PartyRequest) party(partyID string) (party.Party, error) {
	var f errs.Faults
	p := party.Party{ID: partyID, Kind: party.Kind(r.Kind), Name: strings.TrimSpace(r.Name), Country: strings.ToUpper(strings.TrimSpace(r.Country)),
		Address: strings.TrimSpace(r.Address), RegisteredOn: r.RegisteredOn, BornOn: r.BornOn}
	for _, role := range r.Roles {
		p.Roles = append(p.Roles, party.Role(role))
	}
	for _, alias := range r.Aliases {
		p.Aliases = append(p.Aliases, party.Alias{Text: strings.TrimSpace(alias)})
	}
	for i, n := range r.Identifiers {
		known, err := ident.Parse(ident.Scheme(n.Scheme), n.Value)
		if err != nil {
			f.Take(fmt.Sprintf("identifiers[%d].value", i), err)
			continue
		}
		p.Identifiers = append(p.Identifiers, known)
	}
	f.Take("", p.Check())
	return p, f.Err()
}

// PartyResult names the party.
type PartyResult struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// RegisterParty makes a party known to the house.
var RegisterParty = verb(Spec{Name: "party.register", Title: "Register a party", Help: "Make a customer, maker or guarantor known to the house.", Roles: []Role{Clerk, Risk, Manager, Admin}},
	func(w *work, req PartyRequest) (PartyResult, error) {
		p, err := req.party(w.newID(id.Party))
		if err != nil {
			return PartyResult{}, err
		}
		return PartyResult{p.ID, p.Name}, w.addParty(p)
	})

func (w *work) addParty(p party.Party) error {
	if err := w.identifiersFree(p); err != nil {
		return err
	}
	if err := w.sameName(p); err != nil {
		return err
	}
	err := w.tx.AddParty(w.ctx, q.AddPartyParams{ID: p.ID, Kind: string(p.Kind), Name: p.Name, Folded: foldParty(p), AliasesJson: col.Of(aliasTexts(p)),
		Country: p.Country, Address: p.Address, LegalForm: p.LegalForm, RegisteredOn: p.RegisteredOn, BornOn: p.BornOn, Roles: roleTexts(p),
		Fingerprint: p.Fingerprint(), CreatedUs: w.now()})
	if err != nil {
		return err
	}
	if err := w.addPartyNumbers(p); err != nil {
		return err
	}
	return w.event(happening{entity: p.ID, text: errs.T("{name} was registered", "name", p.Name)})
}

// addPartyNumbers writes the identifiers and the search keys of a party.
func (w *work) addPartyNumbers(p party.Party) error {
	for _, n := range p.Identifiers {
		if err := w.tx.AddIdentifier(w.ctx, q.AddIdentifierParams{PartyID: p.ID, Scheme: string(n.Scheme), Value: n.Value, Raw: n.Raw}); err != nil {
			return err
		}
	}
	for _, key := range partyKeys(p) {
		if err := w.tx.AddPartyKey(w.ctx, q.AddPartyKeyParams{PartyID: p.ID, Key: key}); err != nil {
			return err
		}
	}
	return nil
}

// identifiersFree refuses a number that belongs to another party.
func (w *work) identifiersFree(p party.Party) error {
	var f errs.Faults
	for i, n := range p.Identifiers {
		if n.Scheme.Shared() {
			continue
		}
		other, err := w.tx.PartyByIdentifier(w.ctx, q.PartyByIdentifierParams{Scheme: string(n.Scheme), Value: n.Value})
		if store.None(err) || (err == nil && other.ID == p.ID) {
			continue
		}
		if err != nil {
			return err
		}
		f.Add(fmt.Sprintf("identifiers[%d].value", i), "{value} belongs to {name} ({id}) already", "value", n.Value, "name", other.Name, "id", other.ID).
			Because("use that party, or correct the number")
	}
	return f.Err()
}

// sameName refuses a second party of the same name and country without a number that tells them apart.
func (w *work) sameName(p party.Party) error {
	if slices.ContainsFunc(p.Identifiers, func(n ident.ID) bool { return n.Scheme.Identifies() }) {
		return nil
	}
	others, err := w.tx.PartiesByFolded(w.ctx, foldParty(p))
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID != p.ID && o.Country == p.Country {
			var f errs.Faults
			f.Add("name", "{name} ({id}) has the same name and country", "name", o.Name, "id", o.ID).
				Because("use that party, or give an official number that tells the two apart")
			return f.Err()
		}
	}
	return nil
}

// PartyChange changes what the house knows of a party.
type PartyChange struct {
	Party string `json:"party" label:"Party" ref:"party"`
	PartyRequest
}

// ChangeParty corrects a party. A changed identity makes its vetting stale, so that the gate asks again.
var ChangeParty = verb(Spec{Name: "party.change", Title: "Change", Help: "Correct what the house knows of a party; a changed identity must be vetted again.", On: "party", Roles: []Role{Clerk, Risk, Manager, Admin}},
	func(w *work, req PartyChange) (PartyResult, error) {
		old, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return PartyResult{}, store.Missing(err, req.Party)
		}
		p, err := req.party(req.Party)
		if err != nil {
			return PartyResult{}, err
		}
		return PartyResult{p.ID, p.Name}, w.changeParty(old, p)
	})

func (w *work) changeParty(old q.Party, p party.Party) error {
	if err := w.identifiersFree(p); err != nil {
		return err
	}
	vetting, text := old.Vetting, errs.T("{name} was changed", "name", p.Name)
	if p.Fingerprint() != old.Fingerprint && vetting != "unscreened" {
		vetting, text = "stale", errs.T("the identity of {name} changed, it must be vetted again", "name", p.Name)
	}
	err := w.tx.ChangeParty(w.ctx, q.ChangePartyParams{ID: p.ID, Kind: string(p.Kind), Name: p.Name, Folded: foldParty(p), AliasesJson: col.Of(aliasTexts(p)),
		Country: p.Country, Address: p.Address, LegalForm: p.LegalForm, RegisteredOn: p.RegisteredOn, BornOn: p.BornOn, Roles: roleTexts(p),
		Fingerprint: p.Fingerprint(), Vetting: vetting})
	if err != nil {
		return err
	}
	if err := w.tx.DropIdentifiers(w.ctx, p.ID); err != nil {
		return err
	}
	if err := w.tx.DropPartyKeys(w.ctx, p.ID); err != nil {
		return err
	}
	if err := w.addPartyNumbers(p); err != nil {
		return err
	}
	return w.event(happening{entity: p.ID, text: text})
}

// LimitRequest sets how much the house takes from one guarantor.
type LimitRequest struct {
	Party string       `json:"party" label:"Guarantor" ref:"party"`
	Limit money.Amount `json:"limit" label:"Limit" help:"The most that all its guarantees together may secure."`
}

// SetLimit sets the limit of a guarantor.
var SetLimit = verb(Spec{Name: "party.limit", Title: "Set the limit", Help: "Set how much one guarantor may secure in all.", On: "party", Roles: []Role{Risk}},
	func(w *work, req LimitRequest) (PartyResult, error) {
		p, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return PartyResult{}, store.Missing(err, req.Party)
		}
		var f errs.Faults
		if req.Limit.Minor < 0 || req.Limit.Minor > money.MaxMinor || req.Limit.Currency == "" {
			f.Add("limit", "the limit is an amount from nothing to {most}", "most", money.Of(money.MaxMinor, "USD"))
		}
		if !strings.Contains(p.Roles, string(party.Guarantor)) {
			f.Add("party", "{name} is not a guarantor", "name", p.Name).Because("give it the role guarantor first")
		}
		if err := f.Err(); err != nil {
			return PartyResult{}, err
		}
		err = w.tx.SetPartyLimit(w.ctx, q.SetPartyLimitParams{ID: p.ID, LimitMinor: req.Limit.Minor, LimitCurrency: string(req.Limit.Currency)})
		if err != nil {
			return PartyResult{}, err
		}
		return PartyResult{p.ID, p.Name}, w.event(happening{entity: p.ID, text: errs.T("the limit is now {limit}", "limit", req.Limit)})
	})

// partyOf turns rows into the domain's party.
func partyOf(row q.Party, numbers []q.PartyIdentifier) party.Party {
	p := party.Party{ID: row.ID, Kind: party.Kind(row.Kind), Name: row.Name, Country: row.Country, Address: row.Address, LegalForm: row.LegalForm,
		RegisteredOn: row.RegisteredOn, BornOn: row.BornOn}
	var aliases []string
	if row.AliasesJson.Into(&aliases) == nil {
		for _, a := range aliases {
			p.Aliases = append(p.Aliases, party.Alias{Text: a})
		}
	}
	for _, role := range strings.Split(row.Roles, ",") {
		p.Roles = append(p.Roles, party.Role(role))
	}
	for _, n := range numbers {
		p.Identifiers = append(p.Identifiers, ident.ID{Scheme: ident.Scheme(n.Scheme), Raw: n.Raw, Value: n.Value})
	}
	return p
}

// foldParty is the text by which a party is found in lists.
func foldParty(p party.Party) string {
	return fold(append([]string{p.Name}, aliasTexts(p)...)...)
}

// fold makes a searchable text: cleaned of case and accents, both as written and in Latin letters.
func fold(texts ...string) string {
	var b strings.Builder
	for i, t := range texts {
		if i > 0 {
			b.WriteByte(' ')
		}
		clean := vet.Clean(t)
		b.WriteString(clean)
		if latin := vet.Transliterate(clean); latin != clean {
			b.WriteString(" " + latin)
		}
	}
	return b.String()
}

func partyKeys(p party.Party) []string {
	var out []string
	for _, name := range append([]string{p.Name}, aliasTexts(p)...) {
		for _, key := range vet.Keys(name) {
			out = append(out, string(key))
		}
	}
	return out
}

func aliasTexts(p party.Party) []string {
	out := make([]string, len(p.Aliases))
	for i, a := range p.Aliases {
		out[i] = a.Text
	}
	return out
}

func roleTexts(p party.Party) string {
	out := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		out[i] = string(r)
	}
	return strings.Join(out, ",")
}
