package api

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/errs"
	"kontor/money"
	"kontor/paper"
	"kontor/store"
)

// listOperations are one list as pages of JSON and as a file in each format.
func listOperations(l desk.List) []operation {
	all := []operation{{method: "GET", path: "/api/list/" + l.Name, id: "list." + l.Name, roles: l.Roles,
		serve:    func(c *call) error { return c.list(l) },
		describe: func(r huma.Registry, o *huma.Operation) { describeList(r, o, l) }}}
	for _, format := range paper.RowFormats() {
		all = append(all, operation{method: "GET", path: "/api/list/" + l.Name + "." + format, id: "list." + l.Name + "." + format, roles: l.Roles,
			serve:    func(c *call) error { return c.export(l, format) },
			describe: func(_ huma.Registry, o *huma.Operation) { describeExport(o, l, format) }})
	}
	return all
}

// listAnswer is one page of a list.
type listAnswer struct {
	Rows    []rowObject               `json:"rows"`
	Next    string                    `json:"next,omitempty"`
	Matched int64                     `json:"matched"`
	AtLeast bool                      `json:"at_least,omitempty"` // more match than were counted
	All     int64                     `json:"all"`
	Totals  map[string][]money.Amount `json:"totals,omitempty"`
}

// rowObject is a row written as an object with its columns in order.
type rowObject struct {
	columns []paper.Column
	show    []bool
	row     desk.Row
}

// MarshalJSON writes the row as the export does.
func (r rowObject) MarshalJSON() ([]byte, error) {
	return paper.RowJSON(r.columns, r.row.ID, r.row.Values, r.show)
}

// list answers with one page.
func (c *call) list(l desk.List) error {
	asked, err := c.listQuery(l)
	if err != nil {
		return err
	}
	page, err := c.desk.ReadList(c.ctx, c.actor, l.Name, asked.query, asked.totals)
	if err != nil {
		return err
	}
	out := listAnswer{Rows: make([]rowObject, 0, len(page.Rows)), Next: page.Next, Matched: page.Matched, AtLeast: page.AtLeast, All: page.All, Totals: page.Totals}
	columns := paperColumns(l, c)
	for _, r := range page.Rows {
		c.sayRow(r)
		out.Rows = append(out.Rows, rowObject{columns, asked.show, r})
	}
	return c.send(http.StatusOK, out)
}

// listAsked is what the address asks of a list.
type listAsked struct {
	query  store.ListQuery
	totals bool
	show   []bool // columns that are wanted, in the order of the list; nil for all
}

// listQuery reads the address. What the list does not know is passed on, so that it is refused by name instead of ignored.
func (c *call) listQuery(l desk.List) (listAsked, error) {
	var f errs.Faults
	asked := listAsked{query: store.ListQuery{Filters: map[string]string{}}}
	values, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return asked, malformed(errs.New(errs.Invalid, "the query of the address cannot be read").Because("write % as %25 and ; as %3B"))
	}
	for name, all := range values {
		value := all[0]
		if len(all) > 1 {
			f.Add(name, "this field stands here twice").Because("leave one of them")
		}
		switch name {
		case "q":
			asked.query.Search = value
		case "sort":
			asked.query.Sort = value
		case "cursor":
			asked.query.Cursor = value
		case "limit":
			asked.query.Limit, err = strconv.Atoi(value)
			if err != nil || asked.query.Limit < 1 || asked.query.Limit > store.PageMax {
				f.Add("limit", "a page has 1 to {most} rows", "most", store.PageMax)
			}
		case "totals":
			if asked.totals = value == "true"; value != "true" && value != "false" {
				f.Add("totals", "{value} is not one of {values}", "value", value, "values", "true, false")
			}
		case "fields":
			asked.show = wanted(l, value, &f)
		default:
			asked.query.Filters[name], err = l.FilterValue(name, value)
			f.Take(name, err)
		}
	}
	return asked, f.Err()
}

// wanted reads the names of the columns that the caller wants.
func wanted(l desk.List, value string, f *errs.Faults) []bool {
	columns := l.Columns()
	show := make([]bool, len(columns))
	for _, name := range strings.Split(value, ",") {
		at := slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == name })
		if at >= 0 {
			show[at] = true
		} else if name != "id" { // which stands in every row
			f.Add("fields", "this list has no column {name}", "name", name).Because("its columns are {names}", "names", strings.Join(columnNames(columns), ", "))
		}
	}
	return show
}

func columnNames(columns []store.Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
	}
	return out
}

// sayRow says the sentences of a row in the caller's language.
func (c *call) sayRow(r desk.Row) {
	for n, v := range r.Values {
		if t, ok := v.(errs.Text); ok {
			r.Values[n] = c.lang.Say(t)
		}
	}
}

// paperColumns are the columns of a list as the writer of rows takes them, titled in the caller's language.
func paperColumns(l desk.List, c *call) []paper.Column {
	columns := l.Columns()
	out := make([]paper.Column, len(columns))
	for i, column := range columns {
		out[i] = paper.Column{Name: column.Name, Title: c.lang.T(column.Title), Money: column.Kind == store.Money, Word: column.Kind == store.State}
	}
	return out
}

func describeList(r huma.Registry, o *huma.Operation, l desk.List) {
	o.Tags, o.Summary, o.Description = []string{"list"}, l.Title, l.Empty
	o.Parameters = append(listParams(l),
		param("cursor", "The next of the page before; leave it out for the first page.", &huma.Schema{Type: huma.TypeString}),
		param("limit", "Rows of a page, 50 when left out.", &huma.Schema{Type: huma.TypeInteger, Minimum: number(1), Maximum: number(store.PageMax)}),
		param("fields", "Columns that are wanted, between commas; all when left out. The id is always there.", &huma.Schema{Type: huma.TypeString, Examples: []any{strings.Join(columnNames(l.Columns())[:2], ",")}}),
		param("totals", "Also sum up all rows that match, per currency.", &huma.Schema{Type: huma.TypeBoolean}))
	row := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"id": {Type: huma.TypeString, Description: "Id of the row."}}, Required: []string{"id"}}
	totals := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}}
	for _, c := range l.Columns() {
		s := columnSchema(r, c)
		s.Description = c.Title
		row.Properties[c.Name] = s
		if c.Total {
			totals.Properties[c.Name] = &huma.Schema{Type: huma.TypeArray, Items: amountSchema{}.Schema(r)}
		}
	}
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("One page.", &huma.Schema{Type: huma.TypeObject, Required: []string{"rows", "matched", "all"}, Properties: map[string]*huma.Schema{
		"rows":     {Type: huma.TypeArray, Items: row},
		"next":     {Type: huma.TypeString, Description: "Cursor of the next page; missing on the last."},
		"matched":  {Type: huma.TypeInteger, Description: "Rows that pass the filters."},
		"at_least": {Type: huma.TypeBoolean, Description: "true when more rows match than were counted."},
		"all":      {Type: huma.TypeInteger, Description: "Rows without filters."},
		"totals":   totals,
	}})}
}

// listParams are the filters, the search and the sort of a list.
func listParams(l desk.List) []*huma.Param {
	var out []*huma.Param
	var sorts []any
	for _, c := range l.Columns() {
		if c.Sort {
			sorts = append(sorts, c.Name, "-"+c.Name)
		}
		if !c.Filter {
			continue
		}
		s := filterSchema(c)
		out = append(out, param(c.Name, c.Title, s))
		if c.Kind == store.Money || c.Kind == store.Number || c.Kind == store.Day || c.Kind == store.Moment {
			out = append(out, param(c.Name+"_from", c.Title+", from and with this", s), param(c.Name+"_to", c.Title+", to and with this", s))
		}
	}
	if l.Searchable() {
		out = append(out, param("q", "Text to search for.", &huma.Schema{Type: huma.TypeString}))
	}
	return append(out, param("sort", "Column to sort by; a minus in front turns it round.", &huma.Schema{Type: huma.TypeString, Enum: sorts}))
}

func filterSchema(c store.Column) *huma.Schema {
	switch c.Kind {
	case store.Money:
		return &huma.Schema{Type: huma.TypeString, Pattern: `^-?[0-9]+(\.[0-9]{1,2})?$`, Examples: []any{"12000.00"}}
	case store.Number:
		return &huma.Schema{Type: huma.TypeInteger}
	case store.Day:
		return &huma.Schema{Type: huma.TypeString, Format: "date"}
	case store.Moment:
		return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	}
	return &huma.Schema{Type: huma.TypeString, Enum: anys(c.Enum)}
}

// columnSchema is the form in which a column's values are written.
func columnSchema(r huma.Registry, c store.Column) *huma.Schema {
	switch c.Kind {
	case store.Money:
		return amountSchema{}.Schema(r)
	case store.Number:
		return &huma.Schema{Type: huma.TypeInteger}
	case store.Day:
		return dateSchema{}.Schema(r)
	case store.Moment:
		return instantSchema{}.Schema(r)
	case store.Ref:
		return r.Schema(reflect.TypeFor[desk.Ref](), true, "")
	}
	return &huma.Schema{Type: huma.TypeString, Enum: anys(c.Enum)}
}
