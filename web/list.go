package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/store"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// countMost is how many rows that pass filters are counted for a page, sumMost how long a list is that is summed up; who wants the sum of more asks for it.
const (
	countMost = 2_500
	sumMost   = 10_000
)

// listPage is a list as its page shows it.
type listPage struct {
	frame
	List    desk.List
	Columns []store.Column
	Rows    desk.Rows
	Query   url.Values // what was asked, as in the address
	Fault   *errs.Error
	First   *desk.Spec // verb that makes a row, when the reader may do it
}

// showList shows one page of a list, or all of it as a file.
func showList(v *visit) error {
	name, format := exportOf(v.r.PathValue("name"))
	l, _ := desk.FindList(name)
	query := listQuery(l, v.r.URL.Query())
	if format != "" {
		return v.export(l, format, query)
	}
	p := listPage{frame: v.frame(v.lang.T(l.Title)), List: l, Columns: l.Columns(), Query: v.r.URL.Query()}
	if c, ok := desk.FindCommand(l.First); ok && slices.Contains(c.Describe().Roles, v.actor.Role) {
		spec := c.Describe()
		p.First = &spec
	}
	query.Limit, query.CountMost = pageRows, countMost
	if p.Query.Get("sum") == "" {
		query.TotalsMost = sumMost
	}
	var err error
	status := http.StatusOK
	p.Rows, err = v.desk.ReadList(v.ctx, v.actor, name, query, hasTotals(p.Columns))
	if errs.Is(err, errs.Invalid) { // a filter that cannot be read: say so and keep what was typed
		status, p.Fault = http.StatusUnprocessableEntity, errs.As(err)
	} else if err != nil {
		return err
	}
	return v.write(status, listTemplate(p))
}

// listQuery reads the filters, search and sort of an address. What the list does not know is passed on, so that it is
// refused by name instead of ignored.
func listQuery(l desk.List, values url.Values) store.ListQuery {
	q := store.ListQuery{Filters: map[string]string{}}
	for name, all := range values {
		value := strings.TrimSpace(all[0])
		switch name {
		case "q":
			q.Search = value
		case "sort":
			q.Sort = value
		case "after":
			q.Cursor = value
		case "sum": // sum up more rows than are summed up by themselves
		default:
			q.Filters[name] = typedFilter(l, name, value)
		}
	}
	return q
}

// typedFilter brings what a person typed into a filter, a grouped amount too, into the form in which the list compares.
// What cannot be read is passed on, so that the list refuses it by name.
func typedFilter(l desk.List, name, value string) string {
	for _, text := range []string{value, plainNumber(value, lang.English)} {
		if v, err := l.FilterValue(name, text); err == nil {
			return v
		}
	}
	return value
}

// hasFilters reports whether a filter row is needed.
func hasFilters(columns []store.Column) bool {
	return slices.ContainsFunc(columns, func(c store.Column) bool { return c.Filter && c.Kind != store.Moment })
}

func hasTotals(columns []store.Column) bool {
	return slices.ContainsFunc(columns, func(c store.Column) bool { return c.Total })
}

// with gives the address of the list with some values changed; an empty value is left out, paging starts again.
func (p listPage) with(kv ...string) string {
	q := url.Values{}
	for name, all := range p.Query {
		if name != "after" && all[0] != "" {
			q.Set(name, all[0])
		}
	}
	for i := 0; i < len(kv); i += 2 {
		q.Del(kv[i])
		if kv[i+1] != "" {
			q.Set(kv[i], kv[i+1])
		}
	}
	return address("/list/"+p.List.Name, q)
}

func address(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// export is the address of the list as a file, with the same filters.
func (p listPage) export(format string) string {
	_, query, found := strings.Cut(p.with(), "?")
	if found {
		query = "?" + query
	}
	return "/list/" + p.List.Name + "." + format + query
}

// sorted tells how the list is sorted by a column: "ascending", "descending" or "".
func (p listPage) sorted(name string) string {
	switch p.Query.Get("sort") {
	case name:
		return "ascending"
	case "-" + name:
		return "descending"
	}
	return ""
}

// sortBy is the address that sorts by a column, the other way round when it is sorted by it already.
func (p listPage) sortBy(name string) string {
	if p.sorted(name) == "ascending" {
		return p.with("sort", "-"+name)
	}
	return p.with("sort", name)
}

// filtered reports whether less than everything is shown.
func (p listPage) filtered() bool {
	for name, all := range p.Query {
		if name != "sort" && name != "sum" && name != "after" && all[0] != "" {
			return true
		}
	}
	return false
}

// count says how many of how many.
func (p listPage) count() string {
	if p.Rows.AtLeast {
		return p.Lang.T("more than {matched} of {all}", "matched", p.Rows.Matched, "all", p.Rows.All)
	}
	if p.Rows.Matched == p.Rows.All {
		return p.Lang.T("{all} in all", "all", p.Rows.All)
	}
	return p.Lang.T("{matched} of {all}", "matched", p.Rows.Matched, "all", p.Rows.All)
}
