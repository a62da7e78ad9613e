package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
	"kontor/store"
)

// reading turns what was typed into the JSON of a request. Faults that only the typed text can have are found here;
// all rules are the verb's own.
type reading struct {
	*visit
	typed  url.Values
	files  func(name string) (io.ReadCloser, error) // nil without files
	faults errs.Faults

	fileName string // of the last file that was read
}

// request reads all fields; what cannot be read is left out of the request and stands in faults.
func (r *reading) request(c desk.Command) (any, error) {
	object := r.object(c.Describe().Request, "")
	if _, typed := object["name"]; !typed && r.fileName != "" && takesFile(c.Describe()) {
		object["name"] = r.fileName // a file that nobody named bears its own name
	}
	b, err := json.Marshal(object)
	if err != nil {
		return nil, errs.Wrap("web.form", err)
	}
	req := c.NewRequest()
	if err := json.Unmarshal(b, req); err != nil {
		return nil, errs.Wrap("web.form", err)
	}
	return req, nil
}

func (r *reading) object(fields []desk.Field, prefix string) map[string]any {
	object := map[string]any{}
	for _, f := range fields {
		if v := r.value(f, prefix+f.Name); v != nil {
			object[f.Name] = v
		}
	}
	return object
}

// value reads one field, nil when nothing was typed or it cannot be read.
func (r *reading) value(f desk.Field, path string) any {
	text := strings.TrimSpace(strings.ReplaceAll(r.typed.Get(path), "\r\n", "\n"))
	switch f.Kind {
	case desk.TableField:
		rows := []any{}
		for _, n := range rowNumbers(r.typed, path) {
			if f.Optional && blank(r.typed, f, rowPath(path, n)) {
				continue
			}
			rows = append(rows, r.object(f.Rows, rowPath(path, n)+"."))
		}
		return rows
	case desk.ListField:
		return r.list(f, path)
	case desk.BoolField:
		return text == "true"
	case desk.FileField:
		return r.file(f, path)
	case desk.RefField:
		text = r.reference(f, path, text)
	}
	if text == "" {
		if !f.Optional && !r.failed(path) {
			r.faults.Add(path, "this is needed")
		}
		return nil
	}
	return r.scalar(f, path, text)
}

// blank reports whether nothing was typed into a row; of a table that may stay empty such a row is left out.
func blank(typed url.Values, table desk.Field, row string) bool {
	for _, f := range table.Rows {
		if strings.TrimSpace(typed.Get(row+"."+f.Name)) != "" || strings.TrimSpace(typed.Get(row+"."+f.Name+shownPart)) != "" {
			return false
		}
	}
	return true
}

// scalar reads a text as the kind of its field.
func (r *reading) scalar(f desk.Field, path, text string) any {
	switch f.Kind {
	case desk.MoneyField:
		number, currency := r.typedMoney(f, path, r.typed)
		a, err := money.Parse(plainNumber(number, r.lang) + " " + currency)
		if err != nil {
			r.faults.Take(path, err)
			return nil
		}
		return a.String()
	case desk.DateField:
		d, err := day.Parse(text)
		if err != nil {
			r.faults.Take(path, err)
			return nil
		}
		return d.String()
	case desk.RateField:
		rate, err := money.ParseRate(plainNumber(text, r.lang))
		if err != nil {
			r.faults.Take(path, err)
			return nil
		}
		return rate.String()
	case desk.IntField:
		n, err := strconv.Atoi(plainNumber(text, r.lang))
		if err != nil {
			r.faults.Add(path, "{value} is not a whole number", "value", text)
			return nil
		}
		return n
	}
	return text
}

// failed reports whether a fault was found for the field already.
func (r *reading) failed(path string) bool {
	e := errs.As(r.faults.Err())
	return faultOf(e, path) != nil
}

// follows reports whether a fault follows from a field at or above it that could not be read.
func (r *reading) follows(path string) bool {
	return slices.ContainsFunc(errs.As(r.faults.Err()).Faults, func(f errs.Fault) bool {
		return path == f.Field || strings.HasPrefix(path, f.Field+"[") || strings.HasPrefix(path, f.Field+".")
	})
}

// list reads one text a line, or the choices that were ticked.
func (r *reading) list(f desk.Field, path string) any {
	out := []string{}
	for _, v := range r.typed[path] {
		for _, line := range strings.FieldsFunc(v, func(c rune) bool { return c == '\n' || c == '\r' }) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
	}
	if len(out) == 0 && !f.Optional {
		r.faults.Add(path, "this is needed")
	}
	return out
}

// reference takes the id that was chosen, or finds the one entity that bears the typed text.
func (r *reading) reference(f desk.Field, path, chosen string) string {
	if chosen != "" {
		return chosen
	}
	text := strings.TrimSpace(r.typed.Get(path + shownPart))
	if text == "" {
		return ""
	}
	if desk.KindOf(text) == f.Ref {
		return text
	}
	l, ok := desk.ListOfKind(f.Ref)
	if !ok {
		return text
	}
	first, _, _ := strings.Cut(text, " · ")
	page, err := r.desk.ReadList(r.ctx, r.actor, l.Name, store.ListQuery{Search: first, Limit: 2, CountMost: -1}, false)
	if err == nil && len(page.Rows) == 1 {
		return page.Rows[0].ID
	}
	if err == nil && len(page.Rows) == 0 {
		r.faults.Add(path, "nothing is called {text}", "text", text).Because("type a part of the name or number and choose from the list")
	} else {
		r.faults.Add(path, "several are called {text}", "text", text).Because("choose one of them from the list")
	}
	return ""
}

// fileMost bounds a file that comes through a form; larger ones go through the command line.
const fileMost = 64 << 20

func (r *reading) file(f desk.Field, path string) any {
	var file io.ReadCloser
	err := http.ErrMissingFile
	if r.files != nil {
		file, err = r.files(path)
	}
	if err != nil {
		if !f.Optional {
			r.faults.Add(path, "choose a file")
		}
		return nil
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, fileMost+1))
	switch {
	case err != nil:
		r.faults.Add(path, "the file could not be read").Because("choose it again")
	case len(b) > fileMost:
		r.faults.Add(path, "the file is larger than {most} MB", "most", fileMost>>20).Because("load it from the command line")
	default:
		return b // base64 in the request
	}
	return nil
}

// plainNumber takes the grouping out of a number as people write it: "12 000,50", "12.000,50" in German and Russian,
// "12,000.50" in English. What is ambiguous stays and is refused by the parser.
func plainNumber(text string, l lang.Lang) string {
	text = strings.Map(func(c rune) rune {
		switch c {
		case ' ', '\u00a0', '\u202f', '\u2009', '\'':
			return -1
		case '\u2212':
			return '-'
		}
		return c
	}, text)
	group, point := ",", "."
	if l != lang.English {
		group, point = ".", ","
	}
	whole, part, found := strings.Cut(text, point)
	if grouped(whole, group) {
		whole = strings.ReplaceAll(whole, group, "")
	}
	if !found {
		return whole
	}
	return whole + "." + part
}

// grouped reports whether a whole number is written in groups of three: "12,000" but not "12,00".
func grouped(whole, sign string) bool {
	parts := strings.Split(strings.TrimPrefix(whole, "-"), sign)
	for n, p := range parts {
		if n == 0 && (len(p) < 1 || len(p) > 3) || n > 0 && len(p) != 3 {
			return false
		}
	}
	return len(parts) > 1
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }

// resultEntity finds the entity whose page shows the result of a verb: its id stands in a field named after its kind.
func resultEntity(result any, request url.Values) string {
	b, err := json.Marshal(result)
	if err != nil {
		return ""
	}
	var object map[string]any
	if json.Unmarshal(b, &object) != nil {
		return ""
	}
	for _, name := range []string{"id", "deal", "payment", "guarantee", "party", "unit", "demand", "hit", "list_set", "listset", "group", "entity"} {
		if text := fmt.Sprint(object[name]); desk.KindOf(text) != "" {
			return text
		}
	}
	for _, name := range []string{"deal", "guarantee", "party", "unit", "demand"} {
		if text := request.Get(name); desk.KindOf(text) != "" {
			return text
		}
	}
	return ""
}
