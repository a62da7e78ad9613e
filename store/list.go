package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontor/day"
	"kontor/errs"
)

// Kind is how the values of a column are read and shown.
type Kind string

// The kinds of columns.
const (
	Text    Kind = "text"
	Number  Kind = "number"
	Money   Kind = "money"   // minor units; the currency stands in the column named by With
	Day     Kind = "day"     // TEXT YYYY-MM-DD
	Moment  Kind = "moment"  // BIGINT UTC microseconds
	State   Kind = "state"   // one word of a fixed set
	Ref     Kind = "ref"     // text shown, links to the entity whose id stands in the column named by With
	Hidden  Kind = "hidden"  // carried for others, not shown
	Percent Kind = "percent" // decimal text
)

// Column of a list. SQL is a fixed expression of ours, never text from outside.
type Column struct {
	Name   string
	Title  string // English form
	SQL    string
	Kind   Kind
	With   string // companion column: the currency of Money, the id of Ref
	Enum   []string
	Filter bool // may be filtered by equality (and _from / _to for days and numbers)
	Sort   bool
	Total  bool // summed per currency in the totals row
}

// ListSpec is a list: where its rows come from and which columns it has. Key is a unique, indexed expression that
// breaks ties and carries the cursor.
type ListSpec struct {
	From    string // tables and joins
	Where   string // fixed condition, may be empty
	Columns []Column
	Key     string
	Search  string            // folded text expression for search, may be empty
	Order   string            // default sort, "-nr" for descending
	Centre  string            // expression of the centre, empty for what all centres share
	Scopes  map[string]string // name -> SQL condition with one parameter, for guests who see only their own
}

// ListQuery is what a reader asks of a list.
type ListQuery struct {
	Filters map[string]string // column (or column_from, column_to) -> value
	Search  string            // folded
	Sort    string
	Cursor  string
	Limit   int // 1..500, default 50
	Scope   string
	ScopeID string

	Centre     string // only rows of this centre, for lists that are split by centre
	CountMost  int64  // count rows that pass the filters up to here; 0 counts them all, less than 0 counts nothing
	TotalsMost int64  // sum by a walk through the rows only when the list has no more; 0 sums always
}

// ListPage is one page of rows; the values of a row stand in the order of the columns, as string or int64.
type ListPage struct {
	Rows    [][]any
	Next    string // cursor of the next page, "" at the end
	Matched int64  // rows that pass the filters
	AtLeast bool   // counting ended at CountMost: more rows pass the filters
	All     int64  // rows without filters
}

// PageMax is the largest page; exports go page by page.
const PageMax = 500

// cursorKey is what a cursor holds: the sort value and the key of the last row, and the sort they belong to.
type cursorKey struct {
	Sort  string `json:"s"`
	Value any    `json:"v"`
	Key   string `json:"k"`
}

// List reads one page.
//
// Errors: Invalid naming the filter, sort or cursor that does not fit.
func (tx *Tx) List(ctx context.Context, spec ListSpec, query ListQuery) (ListPage, error) {
	var page ListPage
	b, err := newListSQL(spec, query)
	if err != nil {
		return page, err
	}
	text, args := b.page()
	rows, err := tx.DB.QueryContext(ctx, text, args...)
	if err != nil {
		return page, err
	}
	defer rows.Close()
	n := len(spec.Columns)
	var last []any
	for rows.Next() {
		row, err := scanRow(rows, n+2)
		if err != nil {
			return page, err
		}
		if row[n] == nil || row[n+1] == nil { // NULL sorts first on one engine and last on the other, and no cursor can pass it
			return page, fmt.Errorf("a row of %s has no %s", spec.From, b.sortColumn.SQL)
		}
		if len(page.Rows) == b.limit {
			page.Next = encodeCursor(b.sort, last[n], last[n+1])
			break
		}
		last = row
		page.Rows = append(page.Rows, row[:n])
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil { // one query at a time in a transaction
		return page, err
	}
	return page, tx.countRows(ctx, b, query, &page)
}

type scanner interface{ Scan(...any) error }

func scanRow(rows scanner, n int) ([]any, error) {
	row, into := make([]any, n), make([]any, n)
	for i := range row {
		into[i] = &row[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	for i, v := range row {
		if b, ok := v.([]byte); ok {
			row[i] = string(b)
		}
	}
	return row, nil
}

func (s ListSpec) column(name string) (Column, bool) {
	for _, c := range s.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// listSQL is a query under construction: conditions and their arguments, base first, then filters, then the cursor.
type listSQL struct {
	spec       ListSpec
	base       []string
	baseArgs   []any
	filters    []string
	filterArgs []any
	sort       string
	sortColumn Column
	descending bool
	after      *cursorKey
	limit      int
}

func newListSQL(spec ListSpec, query ListQuery) (*listSQL, error) {
	b := &listSQL{spec: spec, limit: query.Limit, sort: query.Sort}
	var f errs.Faults
	if spec.Where != "" {
		b.base = append(b.base, spec.Where)
	}
	if spec.Centre != "" && query.Centre != "" {
		b.baseArgs = append(b.baseArgs, query.Centre)
		b.base = append(b.base, fmt.Sprintf("%s = $%d", spec.Centre, len(b.baseArgs)))
	}
	if query.Scope != "" {
		condition, ok := spec.Scopes[query.Scope]
		if !ok {
			return nil, errs.New(errs.NotFound, "there is nothing here for you")
		}
		b.baseArgs = append(b.baseArgs, query.ScopeID)
		b.base = append(b.base, fmt.Sprintf(condition, len(b.baseArgs)))
	}
	if b.limit == 0 {
		b.limit = 50
	}
	if b.limit < 1 || b.limit > PageMax {
		f.Add("limit", "a page has 1 to {most} rows", "most", PageMax)
	}
	b.addFilters(query, &f)
	b.addSort(&f)
	if query.Cursor != "" {
		var err error
		if b.after, err = decodeCursor(query.Cursor, b.sort, b.sortColumn.Kind); err != nil {
			f.Take("cursor", err)
		}
	}
	return b, f.Err()
}

func (b *listSQL) addFilters(query ListQuery, f *errs.Faults) {
	for _, name := range slices.Sorted(maps.Keys(query.Filters)) {
		value := query.Filters[name]
		if value == "" {
			continue
		}
		column, compare := name, "="
		if base, ok := strings.CutSuffix(name, "_from"); ok {
			column, compare = base, ">="
		} else if base, ok := strings.CutSuffix(name, "_to"); ok {
			column, compare = base, "<="
		}
		c, ok := b.spec.column(column)
		if !ok || !c.Filter {
			f.Add(name, "this list has no filter {name}", "name", name).
				Because("choose one of: {names}", "names", b.spec.named(func(c Column) bool { return c.Filter }))
			continue
		}
		arg, err := argument(c, value)
		if err != nil {
			f.Take(name, err)
			continue
		}
		b.filterArgs = append(b.filterArgs, arg)
		b.filters = append(b.filters, fmt.Sprintf("%s %s $%d", c.SQL, compare, len(b.baseArgs)+len(b.filterArgs)))
	}
	if !storable(query.Search) {
		f.Add("search", "the text holds a NUL character or is not valid UTF-8").Because("type it again instead of pasting it")
	} else if query.Search != "" && b.spec.Search != "" {
		b.filterArgs = append(b.filterArgs, "%"+escapeLike(query.Search)+"%")
		b.filters = append(b.filters, fmt.Sprintf(`%s like $%d escape '\'`, b.spec.Search, len(b.baseArgs)+len(b.filterArgs)))
	}
}

// named writes the names of the columns that can be asked for something.
func (s ListSpec) named(can func(Column) bool) string {
	var names []string
	for _, c := range s.Columns {
		if can(c) {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ", ")
}

func (b *listSQL) addSort(f *errs.Faults) {
	if b.sort == "" {
		b.sort = b.spec.Order
	}
	name := strings.TrimPrefix(b.sort, "-")
	b.descending = name != b.sort
	c, ok := b.spec.column(name)
	if !ok || !c.Sort {
		f.Add("sort", "this list cannot be sorted by {name}", "name", name).
			Because("choose one of: {names}", "names", b.spec.named(func(c Column) bool { return c.Sort }))
	}
	b.sortColumn = c
}

func (b *listSQL) clause(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return " where " + strings.Join(conditions, " and ")
}

// page is the query for the rows: keyset paging, one row more than asked to learn whether there is a next page.
func (b *listSQL) page() (string, []any) {
	conditions := append(append([]string{}, b.base...), b.filters...)
	args := append(append([]any{}, b.baseArgs...), b.filterArgs...)
	compare, direction := ">", "asc"
	if b.descending {
		compare, direction = "<", "desc"
	}
	if b.after != nil {
		args = append(args, b.after.Value, b.after.Key)
		conditions = append(conditions, fmt.Sprintf("(%s, %s) %s ($%d, $%d)", b.sortColumn.SQL, b.spec.Key, compare, len(args)-1, len(args)))
	}
	return b.rowsSQL(conditions, direction), args
}

// whole reports whether values of the kind are whole numbers in SQL; all others are text.
func (k Kind) whole() bool { return k == Number || k == Money || k == Moment }

func argument(c Column, value string) (any, error) {
	switch c.Kind {
	case Number, Money, Moment:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, errs.New(errs.Invalid, "{value} is not a whole number", "value", value)
		}
		return n, nil
	case Day:
		if _, err := day.Parse(value); err != nil {
			return nil, err
		}
	case State:
		for _, e := range c.Enum {
			if e == value {
				return value, nil
			}
		}
		if len(c.Enum) > 0 {
			return nil, errs.New(errs.Invalid, "{value} is not one of {values}", "value", value, "values", strings.Join(c.Enum, ", "))
		}
	}
	if !storable(value) {
		return nil, errs.New(errs.Invalid, "the text holds a NUL character or is not valid UTF-8").Because("type it again instead of pasting it")
	}
	return value, nil
}

// storable reports whether both engines take the text.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func encodeCursor(sort string, value, key any) string {
	b, err := json.Marshal(cursorKey{sort, value, fmt.Sprint(key)})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(text, sort string, kind Kind) (*cursorKey, error) {
	bad := errs.New(errs.Invalid, "this cursor does not belong to this list and sort").Because("leave the cursor out to start at the first page")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, bad
	}
	var c cursorKey
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if d.Decode(&c) != nil || c.Sort != sort || !storable(c.Key) {
		return nil, bad
	}
	switch v := c.Value.(type) {
	case json.Number:
		if c.Value, err = v.Int64(); err != nil || !kind.whole() {
			return nil, bad
		}
	case string:
		if !storable(v) || kind.whole() {
			return nil, bad
		}
	default:
		return nil, bad
	}
	return &c, nil
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
