package desk

import (
	"context"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
)

// List is one list people read: deals, parties, units. Pages, API, command line and exports are made from it.
type List struct {
	Name  string // "deals"
	Kind  string // id kind of its rows, for links; the id stands in the hidden column "id"
	Title string // English form
	Empty string // English form: what will stand here
	First string // verb that makes the first row, "" when it comes by itself
	Roles []Role
	spec  store.ListSpec
	plain bool     // what is searched is a text as it was written, in lower case, not a folded one
	house []string // columns that guests do not see
	guest bool     // it is read by a guest
}

// forGuest is the list as a maker or guarantor reads it: what is the house's own stays empty and cannot be asked for.
func (l List) forGuest() List {
	l.guest, l.spec.Columns = true, slices.Clone(l.spec.Columns)
	for i := range l.spec.Columns {
		if c := &l.spec.Columns[i]; slices.Contains(l.house, c.Name) {
			c.Filter, c.Sort, c.Total = false, false, false
		}
	}
	return l
}

// Columns are the columns that are shown, in order.
func (l List) Columns() []store.Column {
	return slices.DeleteFunc(slices.Clone(l.spec.Columns), func(c store.Column) bool { return c.Kind == store.Hidden })
}

// RecordKind names the kind of the rows as their pages do: "deal", "" when they have no page.
func (l List) RecordKind() string { return recordKinds[l.Kind] }

// Searchable reports whether the list can be searched by text.
func (l List) Searchable() bool { return l.spec.Search != "" }

// Ref is a value that leads to an entity.
type Ref struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// String is the text.
func (r Ref) String() string { return r.Text }

// Row is one row: its id, and its values in the order of Columns: string, int64, money.Amount, day.Date, day.Instant, Ref or errs.Text.
type Row struct {
	ID     string
	Values []any
}

// Rows is one page of a list.
type Rows struct {
	List    List
	Rows    []Row
	Next    string // cursor of the next page, "" at the end
	Matched int64
	AtLeast bool // more rows pass the filters than were counted
	All     int64
	Totals  map[string][]money.Amount // column -> sums per currency over all matching rows; only when asked for
}

// FindList gives a list by name.
func FindList(name string) (List, bool) {
	for _, l := range Lists() {
		if l.Name == name {
			return l, true
		}
	}
	return List{}, false
}

// ReadList reads one page. A maker or guarantor sees only the rows of its own party.
//
// Errors: NotFound for an unknown list, Forbidden, Invalid naming the filter or sort.
func (d *Desk) ReadList(ctx context.Context, actor Actor, name string, query store.ListQuery, totals bool) (Rows, error) {
	l, ok := FindList(name)
	if !ok {
		return Rows{}, errs.New(errs.NotFound, "there is no list {name}", "name", name)
	}
	if err := allow(actor, "list."+name, l.Roles); err != nil {
		return Rows{}, err
	}
	asked := query.Search
	if actor.Role.Guest() {
		l = l.forGuest()
		query.Scope, query.ScopeID = string(actor.Role), actor.Party
	}
	query.Centre = actor.Centre
	if query.Search = fold(query.Search); l.plain {
		query.Search = strings.ToLower(strings.TrimSpace(asked))
	}
	out := Rows{List: l}
	err := d.store.Read(ctx, func(tx *store.Tx) error {
		page, err := tx.List(ctx, l.spec, query)
		if err != nil {
			return err
		}
		out.Next, out.Matched, out.All, out.AtLeast = page.Next, page.Matched, page.All, page.AtLeast
		for _, r := range page.Rows {
			out.Rows = append(out.Rows, l.row(r))
		}
		if totals && query.Cursor == "" && page.Next == "" {
			out.Totals = l.totalsOf(out.Rows) // the page holds them all
		} else if totals && (query.TotalsMost == 0 || page.All <= query.TotalsMost) {
			sums, err := tx.Totals(ctx, l.spec, query)
			if err != nil {
				return err
			}
			out.Totals = amounts(sums)
		}
		return nil
	})
	return out, err
}

// totalsOf adds up the rows of a page.
func (l List) totalsOf(rows []Row) map[string][]money.Amount {
	sums := map[string]map[string]int64{}
	for n, c := range l.Columns() {
		if !c.Total {
			continue
		}
		sums[c.Name] = map[string]int64{}
		for _, r := range rows {
			if a, ok := r.Values[n].(money.Amount); ok {
				sums[c.Name][string(a.Currency)] += a.Minor
			}
		}
	}
	return amounts(sums)
}

func amounts(sums map[string]map[string]int64) map[string][]money.Amount {
	out := map[string][]money.Amount{}
	for column, by := range sums {
		for currency, minor := range by {
			out[column] = append(out[column], money.Of(minor, money.Currency(currency)))
		}
		slices.SortFunc(out[column], func(a, b money.Amount) int {
			if a.Currency < b.Currency {
				return -1
			}
			return 1
		})
	}
	return out
}

// row types the raw values of a row and leaves the hidden columns out.
func (l List) row(raw []any) Row {
	var r Row
	named := make(map[string]any, len(raw))
	for i, c := range l.spec.Columns {
		named[c.Name] = raw[i]
	}
	r.ID, _ = named["id"].(string)
	for i, c := range l.spec.Columns {
		if l.guest && slices.Contains(l.house, c.Name) {
			r.Values = append(r.Values, nothing(c.Kind))
		} else if c.Kind != store.Hidden {
			r.Values = append(r.Values, value(c, raw[i], named))
		}
	}
	return r
}

// nothing is an empty value of a kind.
func nothing(kind store.Kind) any {
	switch kind {
	case store.Money:
		return money.Amount{}
	case store.Ref:
		return Ref{}
	}
	return ""
}

func value(c store.Column, v any, named map[string]any) any {
	text, _ := v.(string)
	number, _ := v.(int64)
	switch c.Kind {
	case store.Money:
		currency, _ := named[c.With].(string)
		if c.With == "" {
			currency = "USD"
		}
		return money.Of(number, money.Currency(currency))
	case store.Number:
		return number
	case store.Day:
		d, err := day.Parse(text)
		if err != nil {
			return day.Date(0)
		}
		return d
	case store.Moment:
		return day.Instant(number)
	case store.Ref:
		ref, _ := named[c.With].(string)
		return Ref{ref, text}
	case store.Text:
		if c.With != "" { // what fills the holes of the sentence
			args, _ := named[c.With].(string)
			return unpackText(text, col.JSON(args))
		}
	}
	return text
}
