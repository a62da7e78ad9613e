package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
)

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// show writes the result of a verb: JSON for machines, names and values for people.
func (r *verbRun) show(res any) error {
	if r.asJSON {
		return writeJSON(r.out, res)
	}
	if r.call.dryRun {
		fmt.Fprintln(r.out, r.lang().T("Only tried; nothing was written."))
	}
	if answer, ok := res.(desk.Answer); ok && r.spec.Asks {
		fmt.Fprintln(r.out, r.lang().Say(answer.Headline()))
		printer{w: r.out, l: r.lang()}.tables(answer.Tables())
		return nil
	}
	printer{w: r.out, l: r.lang()}.value("", reflect.ValueOf(res), 0)
	return nil
}

// printer writes values for people.
type printer struct {
	w io.Writer
	l lang.Lang

	currency money.Currency // of the minor units below, learned from an amount beside them
}

// text writes a value that fits on a line; false for what needs lines of its own.
func (p printer) text(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case money.Amount:
		return p.l.Amount(v), true
	case day.Date:
		return p.l.Date(v), true
	case day.Instant:
		return p.l.Instant(v), true
	case errs.Text:
		return p.l.Say(v), true
	case desk.Ref:
		return v.Text, true
	case int64:
		return p.l.Number(v), true
	case int:
		return p.l.Number(int64(v)), true
	case bool:
		if v {
			return p.l.T("yes"), true
		}
		return p.l.T("no"), true
	case string:
		return v, true
	case fmt.Stringer:
		return v.String(), true
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String:
		return p.l.Word(rv.String()), true
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float64:
		return fmt.Sprint(v), true
	}
	return "", false
}

const indentStep = "  "

// value writes a named value; a struct gets a line for each field, a list of structs a table.
func (p printer) value(name string, v reflect.Value, depth int) {
	indent := strings.Repeat(indentStep, depth)
	if text, ok := p.field(name, v.Interface()); ok {
		if text != "" {
			label := p.l.Word(name)
			fmt.Fprintf(p.w, "%s%s%s %s\n", indent, label, strings.Repeat(" ", max(0, 14-utf8.RuneCountInString(label))), strings.ReplaceAll(text, "\n", "\n"+indent+strings.Repeat(" ", 15)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			p.value(name, v.Elem(), depth)
		}
	case reflect.Struct:
		if !v.CanInterface() {
			return
		}
		if name != "" {
			fmt.Fprintf(p.w, "%s%s\n", indent, p.l.Word(name))
			depth++
		}
		p.learn(v)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Anonymous && f.Tag.Get("json") == "" {
				p.value("", v.Field(i), depth) // its fields are fields of the result
			} else if f.IsExported() {
				if field := jsonName(f); field != "" {
					p.value(field, v.Field(i), depth)
				}
			}
		}
	case reflect.Slice:
		p.list(name, v, depth)
	case reflect.Map:
		if b, err := json.Marshal(v.Interface()); err == nil && v.Len() > 0 {
			fmt.Fprintf(p.w, "%s%s %s\n", indent, p.l.Word(name), b)
		}
	}
}

// learn takes the currency of the first amount in a struct.
func (p *printer) learn(v reflect.Value) {
	for i := range v.NumField() {
		if a, ok := v.Field(i).Interface().(money.Amount); ok && a.Currency != "" {
			p.currency = a.Currency
			return
		}
	}
}

// field writes one field of a row; whole minor units become an amount.
func (p printer) field(name string, v any) (string, bool) {
	if minor, ok := v.(int64); ok && (strings.HasSuffix(name, minorUnits) || name == minorUnits[1:]) && p.currency != "" {
		return p.l.Amount(money.Of(minor, p.currency)), true
	}
	if code, ok := v.(string); ok && name == "state" {
		return p.l.Word(code), true
	}
	return p.text(v)
}

const minorUnits = "_minor"

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	if name == "" {
		return strings.ToLower(f.Name)
	}
	return name
}

// list writes several values: flat structs as a table, others one after the other.
func (p printer) list(name string, v reflect.Value, depth int) {
	if v.Len() == 0 {
		return
	}
	indent := strings.Repeat(indentStep, depth)
	if texts, ok := p.flat(v); ok {
		fmt.Fprintf(p.w, "%s%s\n", indent, p.l.Word(name))
		p.table(texts, depth+1)
		return
	}
	fmt.Fprintf(p.w, "%s%s\n", indent, p.l.Word(name))
	for i := range v.Len() {
		if text, ok := p.text(v.Index(i).Interface()); ok {
			fmt.Fprintf(p.w, "%s- %s\n", indent+indentStep, text)
			continue
		}
		p.value("", v.Index(i), depth+1)
		if i < v.Len()-1 && v.Index(i).Kind() == reflect.Struct {
			fmt.Fprintln(p.w)
		}
	}
}

// flat gives the rows of a table when every field of the structs fits on a line; minor units stay numbers.
func (p printer) flat(v reflect.Value) ([][]string, bool) {
	t := v.Type().Elem()
	if t.Kind() != reflect.Struct || v.Len() == 0 {
		return nil, false
	}
	var head []string
	var at []int
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && jsonName(f) != "" {
			head, at = append(head, p.l.Word(strings.TrimSuffix(jsonName(f), minorUnits))), append(at, i)
		}
	}
	rows := [][]string{head}
	for n := range v.Len() {
		var row []string
		for _, i := range at {
			text, ok := p.field(jsonName(t.Field(i)), v.Index(n).Field(i).Interface())
			if !ok {
				return nil, false
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	return rows, true
}

// table writes rows in columns as wide as their widest cell; the first row is the head. Columns of numbers stand right.
func (p printer) table(rows [][]string, depth int) {
	if len(rows) == 0 {
		return
	}
	width := make([]int, len(rows[0]))
	number := make([]bool, len(rows[0]))
	for n, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
			if n > 0 {
				number[i] = (number[i] || n == 1) && looksLikeNumber(cell)
			}
		}
	}
	for _, row := range rows {
		var line strings.Builder
		line.WriteString(strings.Repeat(indentStep, depth))
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if number[i] {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
			line.WriteString("  ")
		}
		fmt.Fprintln(p.w, strings.TrimRight(line.String(), " "))
	}
}

func looksLikeNumber(s string) bool {
	if s == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s)
	if first != '−' && (first < '0' || first > '9') {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return last >= '0' && last <= '9' || strings.Contains(s, "\u00a0")
}
