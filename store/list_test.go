package store_test

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/q"
)

// members is a list with every kind of sort: text with ties, a fixed set, whole numbers with ties, days of which some
// are absent, moments that are unique.
var members = store.ListSpec{From: "party p left join login l on l.party_id = p.id", Where: "p.roles <> 'hidden'", Key: "p.id", Search: "p.folded", Order: "name",
	Scopes: map[string]string{"country": "p.country = $%d"}, Columns: []store.Column{
		{Name: "id", SQL: "p.id", Kind: store.Hidden, Sort: true},
		{Name: "name", SQL: "p.name", Kind: store.Text, Sort: true, Filter: true},
		{Name: "kind", SQL: "p.kind", Kind: store.State, Enum: []string{"entity", "person"}, Sort: true, Filter: true},
		{Name: "limit", SQL: "p.limit_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
		{Name: "currency", SQL: "p.limit_currency", Kind: store.Hidden},
		{Name: "registered", SQL: "p.registered_on", Kind: store.Day, Sort: true, Filter: true},
		{Name: "created", SQL: "p.created_us", Kind: store.Moment, Sort: true},
		{Name: "login", SQL: "coalesce(l.name, '')", Kind: store.Text, Sort: true, Filter: true},
		{Name: "bad", SQL: "nullif(p.name, 'bauhof')", Kind: store.Text, Sort: true},
	}}

// member is one row, as the list must show it.
type member struct {
	id, name, kind, currency, registered, country, folded string
	limit, created                                        int64
}

func (m member) column(name string) any {
	return map[string]any{"id": m.id, "name": m.name, "kind": m.kind, "limit": m.limit, "currency": m.currency, "registered": m.registered, "created": m.created, "login": ""}[name]
}

// fill writes a thousand parties with many ties, in random order, and one that no list shows.
func fill(t testing.TB, s *store.Store) []member {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var all []member
	for n := range 1000 {
		m := member{id: fmt.Sprintf("pt_%04d", n), name: []string{"adler", "bauhof", "cobalt", "dorn", "eiche"}[random.IntN(5)], kind: []string{"entity", "person"}[random.IntN(2)],
			limit: int64(random.IntN(4)) * 1000, currency: []string{"EUR", "USD"}[random.IntN(2)], country: []string{"BY", "DE", "RU"}[random.IntN(3)], created: int64(5000 - n)}
		if random.IntN(3) > 0 {
			m.registered = fmt.Sprintf("20%02d-0%d-01", random.IntN(20), 1+random.IntN(9))
		}
		m.folded = m.name
		all = append(all, m)
	}
	for n, folded := range []string{`50% off`, `50x off`, `under_score`, `underxscore`, `back\slash`, `backslash`, `it's`} {
		all[n].folded = folded
	}
	order := random.Perm(len(all))
	write(t, s, func(tx *store.Tx) error {
		const text = `insert into party (id, kind, name, folded, country, roles, limit_minor, limit_currency, registered_on, fingerprint, created_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'f', $10)`
		for _, n := range order {
			m := all[n]
			if _, err := tx.DB.ExecContext(t.Context(), text, m.id, m.kind, m.name, m.folded, m.country, "customer", m.limit, m.currency, m.registered, m.created); err != nil {
				return err
			}
		}
		_, err := tx.DB.ExecContext(t.Context(), text, "pt_hidden", "entity", "adler", "adler", "DE", "hidden", 1, "EUR", "", 1)
		return err
	})
	return all
}

// Any filters, any sort in either direction, any page size: the pages together are the rows of the model, in its order.
func TestListIsTheModel(t *testing.T) {
	skipRaced(t)
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		all := fill(t, s)
		rapid.Check(t, func(t *rapid.T) {
			query := store.ListQuery{Limit: rapid.SampledFrom([]int{0, 7, 100, 333, 500}).Draw(t, "limit"), Filters: map[string]string{}}
			query.Sort = rapid.SampledFrom([]string{"", "-"}).Draw(t, "direction") + rapid.SampledFrom([]string{"id", "name", "kind", "limit", "registered", "created", "login"}).Draw(t, "sort")
			keep := drawFilters(t, &query)
			want := expected(all, query.Sort, keep)
			inScope := 0
			for _, m := range all {
				if query.Scope == "" || m.country == query.ScopeID {
					inScope++
				}
			}
			var got [][]any
			for pages := 0; pages == 0 || query.Cursor != ""; pages++ {
				var page store.ListPage
				err := s.Read(t.Context(), func(tx *store.Tx) (err error) { page, err = tx.List(t.Context(), members, query); return err })
				if err != nil {
					t.Fatal(err)
				}
				if page.Matched != int64(len(want)) || page.All != int64(inScope) || len(page.Rows) > 500 || query.Limit > 0 && len(page.Rows) > query.Limit {
					t.Fatalf("matched %d of %d, want %d of %d", page.Matched, page.All, len(want), inScope)
				}
				got, query.Cursor = append(got, page.Rows...), page.Next
			}
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d", len(got), len(want))
			}
			for n, row := range got {
				for c, column := range members.Columns[:8] {
					if row[c] != want[n].column(column.Name) {
						t.Fatalf("row %d, %s: got %v, want %v", n, column.Name, row[c], want[n].column(column.Name))
					}
				}
			}
		})
	})
}

// drawFilters puts filters into the query and gives what they keep.
func drawFilters(t *rapid.T, query *store.ListQuery) func(member) bool {
	keep := func(member) bool { return true }
	also := func(more func(member) bool) { old := keep; keep = func(m member) bool { return old(m) && more(m) } }
	draw := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	if draw("by name") {
		query.Filters["name"] = "cobalt"
		also(func(m member) bool { return m.name == "cobalt" })
	}
	if draw("by kind") {
		query.Filters["kind"] = "person"
		also(func(m member) bool { return m.kind == "person" })
	}
	if draw("by limit") {
		query.Filters["limit_from"], query.Filters["limit_to"] = "1000", "2000"
		also(func(m member) bool { return m.limit >= 1000 && m.limit <= 2000 })
	}
	if draw("by day") {
		query.Filters["registered_from"] = "2010-01-01"
		also(func(m member) bool { return m.registered >= "2010-01-01" })
	}
	if draw("by search") {
		query.Search = "d"
		also(func(m member) bool { return strings.Contains(m.folded, "d") })
	}
	if draw("by scope") {
		query.Scope, query.ScopeID = "country", "BY"
		also(func(m member) bool { return m.country == "BY" })
	}
	query.Filters["login"] = "" // an empty filter is none
	return keep
}

func expected(all []member, sort string, keep func(member) bool) []member {
	var want []member
	for _, m := range all {
		if keep(m) {
			want = append(want, m)
		}
	}
	name, down := strings.CutPrefix(sort, "-")
	slices.SortFunc(want, func(a, b member) int {
		var by int
		switch av := a.column(name).(type) {
		case string:
			by = cmp.Compare(av, b.column(name).(string))
		case int64:
			by = cmp.Compare(av, b.column(name).(int64))
		}
		if by = cmp.Or(by, cmp.Compare(a.id, b.id)); down {
			return -by
		}
		return by
	})
	return want
}

func TestListSearchTakesSignsAsTheyAre(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		fill(t, s)
		for search, want := range map[string]string{`50%`: "pt_0000", `r_s`: "pt_0002", `k\s`: "pt_0004", `it's`: "pt_0006", `' or 1=1 --`: ""} {
			var page store.ListPage
			read(t, s, func(tx *store.Tx) (err error) {
				page, err = tx.List(t.Context(), members, store.ListQuery{Search: search})
				return err
			})
			if got := firsts(page.Rows); got != want {
				t.Errorf("%s: got %s, want %s", search, got, want)
			}
		}
	})
}

func firsts(rows [][]any) string {
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprint(r[0]))
	}
	return strings.Join(out, " ")
}

func TestListTotals(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		want := map[string]int64{}
		for _, m := range fill(t, s) {
			if m.kind == "person" && m.country == "DE" {
				want[m.currency] += m.limit
			}
		}
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Totals(t.Context(), members, store.ListQuery{Filters: map[string]string{"kind": "person"}, Scope: "country", ScopeID: "DE"})
			if err != nil || len(got) != 1 || len(got["limit"]) != 2 || got["limit"]["EUR"] != want["EUR"] || got["limit"]["USD"] != want["USD"] {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
			return nil
		})
	})
}

// What a reader asks wrongly is refused under its name, on both engines alike and before any SQL.
func TestListRefuses(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		fill(t, s)
		cursor := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		filter := func(name, value string) store.ListQuery {
			return store.ListQuery{Filters: map[string]string{name: value}}
		}
		for name, c := range map[string]struct {
			query store.ListQuery
			field string
		}{
			"no such filter":       {filter("none", "1"), "none"},
			"column not filtered":  {filter("created", "1"), "created"},
			"not a number":         {filter("limit", "1.5"), "limit"},
			"not a day":            {filter("registered_from", "yesterday"), "registered_from"},
			"not of the set":       {filter("kind", "ghost"), "kind"},
			"NUL":                  {filter("name", "a\x00"), "name"},
			"broken UTF-8":         {filter("name", "a\xff"), "name"},
			"search with NUL":      {store.ListQuery{Search: "a\x00"}, "search"},
			"no such sort":         {store.ListQuery{Sort: "none"}, "sort"},
			"SQL as sort":          {store.ListQuery{Sort: "name; drop table party"}, "sort"},
			"column not sorted":    {store.ListQuery{Sort: "currency"}, "sort"},
			"page too long":        {store.ListQuery{Limit: 501}, "limit"},
			"page negative":        {store.ListQuery{Limit: -1}, "limit"},
			"cursor of nothing":    {store.ListQuery{Cursor: "%%%"}, "cursor"},
			"cursor of garbage":    {store.ListQuery{Cursor: cursor("garbage")}, "cursor"},
			"cursor of other sort": {store.ListQuery{Sort: "-name", Cursor: cursor(`{"s":"name","v":"a","k":"pt_1"}`)}, "cursor"},
			"text for a number":    {store.ListQuery{Sort: "limit", Cursor: cursor(`{"s":"limit","v":"a","k":"pt_1"}`)}, "cursor"},
			"number for a text":    {store.ListQuery{Sort: "name", Cursor: cursor(`{"s":"name","v":1,"k":"pt_1"}`)}, "cursor"},
			"too large a number":   {store.ListQuery{Sort: "limit", Cursor: cursor(`{"s":"limit","v":1e30,"k":"pt_1"}`)}, "cursor"},
			"NUL in the cursor":    {store.ListQuery{Sort: "name", Cursor: cursor(`{"s":"name","v":"\u0000","k":"pt_1"}`)}, "cursor"},
			"cursor without value": {store.ListQuery{Sort: "name", Cursor: cursor(`{"s":"name","k":"pt_1"}`)}, "cursor"},
		} {
			err := s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.List(t.Context(), members, c.query); return err })
			if e := errs.As(err); e == nil || e.Code != errs.Invalid || len(e.Faults) != 1 || e.Faults[0].Field != c.field {
				t.Errorf("%s: got %v", name, err)
			}
		}
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.List(t.Context(), members, store.ListQuery{Scope: "maker", ScopeID: "pt_1"})
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("a scope that the list does not have: got %v", err)
		}
		err = s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.List(t.Context(), members, store.ListQuery{Sort: "bad", Filters: map[string]string{"name": "bauhof"}})
			return err
		})
		if !errs.Is(err, errs.Internal) {
			t.Errorf("a sort that gives NULL is a fault of the list: got %v", err)
		}
	})
}

// No cursor makes the list panic or fail inside.
func FuzzCursor(f *testing.F) {
	s := open(f, testdb.SQLite(f))
	write(f, s, func(tx *store.Tx) error {
		return tx.AddCentre(f.Context(), q.AddCentreParams{ID: centre, Name: "Hafen"})
	})
	for _, text := range []string{`{"s":"name","v":"a","k":"pt_1"}`, `{"s":"limit","v":12,"k":"pt_1"}`, `{"s":"limit","v":null}`, `[]`, ``} {
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(text)), "name")
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(text)), "limit")
	}
	f.Fuzz(func(t *testing.T, cursor, sort string) {
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.List(t.Context(), members, store.ListQuery{Sort: sort, Cursor: cursor})
			return err
		})
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("%q, %q: %v", cursor, sort, err)
		}
	})
}
