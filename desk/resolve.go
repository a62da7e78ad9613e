package desk

import (
	"context"
	"strings"

	"kontor/errs"
	"kontor/ident"
	"kontor/store"
	"kontor/store/q"
)

// Resolve finds the entity of a kind that a person means: by its id, the number or name it bears, an official number
// written SCHEME:value, or a text that only one entity of the kind bears.
//
// Errors: NotFound when nothing bears it, Invalid when several do, naming the first of them.
func (d *Desk) Resolve(ctx context.Context, actor Actor, kind, text string) (string, error) {
	text = strings.TrimSpace(text)
	if KindOf(text) == kind || text == "" {
		return text, nil
	}
	l, ok := ListOfKind(kind)
	if !ok {
		return text, nil
	}
	if kind == "party" && !actor.Role.Guest() {
		if found, err := d.partyByNumber(ctx, text); err != nil || found != "" {
			return found, err
		}
	}
	page, err := d.ReadList(ctx, actor, l.Name, store.ListQuery{Search: text, Limit: 20}, false)
	if err != nil {
		return "", err
	}
	var names []string
	for _, r := range page.Rows {
		name, _ := r.Values[0].(string)
		if strings.EqualFold(name, text) {
			return r.ID, nil
		}
		names = append(names, name+" ("+r.ID+")")
	}
	switch len(page.Rows) {
	case 0:
		return "", errs.New(errs.NotFound, "nothing is called {text}", "text", text).Because("check the spelling, or find it in the list {list}", "list", l.Name)
	case 1:
		return page.Rows[0].ID, nil
	}
	return "", errs.New(errs.Invalid, "several are called {text}: {names}", "text", text, "names", strings.Join(names[:min(5, len(names))], ", ")).
		Because("write more of the name, or the id")
}

// partyByNumber finds the party that bears an official number like INN:7707083893, "" when the text is not one.
func (d *Desk) partyByNumber(ctx context.Context, text string) (found string, err error) {
	scheme, value, ok := strings.Cut(text, ":")
	if !ok {
		return "", nil
	}
	number, err := ident.Parse(ident.Scheme(strings.ToUpper(strings.TrimSpace(scheme))), value)
	if err != nil {
		return "", err
	}
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.PartyByIdentifier(ctx, q.PartyByIdentifierParams{Scheme: string(number.Scheme), Value: number.Value})
		found = row.ID
		return store.Missing(err, text)
	})
	return found, err
}

// ListOfKind finds the list that holds entities of a kind: "deal" stands in "deals".
func ListOfKind(kind string) (List, bool) {
	for _, l := range lists {
		if kind != "" && l.RecordKind() == kind {
			return l, true
		}
	}
	return List{}, false
}
