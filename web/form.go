package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/lease"
	"kontor/store"
)

// field is one field of a form as it is shown: what the verb asks for, what was typed, what is wrong with it.
type field struct {
	desk.Field
	Path     string   // its name in the form: "units[0].price"
	Value    string   // as typed
	Shown    string   // of a reference: the text that stands for the id
	Currency string   // of an amount: as typed
	Values   []string // of a list with fixed choices
	Faults   []errs.Fault
	Table    [][]field  // of a table: its rows
	Options  []desk.Ref // of a list of references: what can be chosen
}

// ID is the id of the field's input; the one of its faults begins with e instead of f.
func (f field) ID() string { return "f-" + slug(f.Path) }

// FaultID is the id of the box that holds the field's faults.
func (f field) FaultID() string { return "e-" + slug(f.Path) }

// HelpID is the id of the line that explains the field.
func (f field) HelpID() string { return "h-" + slug(f.Path) }

// described lists the boxes that describe the input.
func (f field) described() string {
	if f.Help == "" {
		return f.FaultID()
	}
	return f.HelpID() + " " + f.FaultID()
}

func (f field) bad() bool { return len(f.Faults) > 0 }

func slug(path string) string {
	return strings.Map(func(r rune) rune {
		if r == '[' || r == ']' || r == '.' {
			return '-'
		}
		return r
	}, path)
}

// rowPath is the name of row n of a table field.
func rowPath(table string, n int) string { return fmt.Sprintf("%s[%d]", table, n) }

// group are neighbouring fields under one heading.
type group struct {
	Title  string
	Fields []field
}

// groups puts neighbours of one heading together.
func groups(fields []field) []group {
	var out []group
	for _, f := range fields {
		if n := len(out); n == 0 || out[n-1].Title != f.Group {
			out = append(out, group{Title: f.Group})
		}
		last := &out[len(out)-1]
		last.Fields = append(last.Fields, f)
	}
	return out
}

// used reports whether something was typed in the group, or is wrong with it.
func (g group) used() bool {
	return slices.ContainsFunc(g.Fields, func(f field) bool { return f.Value != "" || len(f.Table) > 0 || f.bad() })
}

// word is what stands for a choice: a product has its title.
func (f field) word(l lang.Lang, choice string) string {
	if p, ok := lease.FindProduct(choice); ok && f.Name == "product" {
		return l.Say(p.Title)
	}
	return l.WordOf(f.Name, choice)
}

// Names of what a form carries beside the fields of the verb.
const (
	keyField     = "_key"     // idempotency key
	touchedField = "_touched" // fields that were left once
	reasonField  = "reason"
	currencyPart = ".cur"  // beside an amount
	shownPart    = ".text" // beside a reference
)

// formFields lays out the fields of a request with what was typed and what is wrong.
func (v *visit) formFields(fields []desk.Field, prefix string, typed url.Values, faults []errs.Fault) []field {
	out := make([]field, 0, len(fields))
	for _, d := range fields {
		f := field{Field: d, Path: prefix + d.Name, Value: typed.Get(prefix + d.Name)}
		for _, fault := range faults {
			if fault.Field == f.Path || d.Kind == desk.ListField && strings.HasPrefix(fault.Field, f.Path+"[") {
				f.Faults = append(f.Faults, fault)
			}
		}
		switch d.Kind {
		case desk.MoneyField:
			f.Value, f.Currency = v.typedMoney(d, f.Path, typed)
		case desk.RefField:
			f.Shown = typed.Get(f.Path + shownPart)
			if f.Shown == "" && f.Value != "" {
				f.Shown = v.nameOf(f.Value)
			}
		case desk.ListField:
			f.Values = typed[f.Path]
			f.Value = strings.Join(f.Values, "\n")
			if d.Ref != "" {
				f.Options = v.optionsOf(d.Ref)
			}
		case desk.TableField:
			for _, n := range rowNumbers(typed, f.Path) {
				f.Table = append(f.Table, v.formFields(d.Rows, rowPath(f.Path, n)+".", typed, faults))
			}
			if len(f.Table) == 0 && !d.Optional {
				f.Table = append(f.Table, v.formFields(d.Rows, rowPath(f.Path, 0)+".", typed, faults))
			}
		}
		out = append(out, f)
	}
	return out
}

// typedMoney splits what fills an amount: typed in two inputs, or one text of an address.
func (v *visit) typedMoney(d desk.Field, path string, typed url.Values) (number, currency string) {
	number, currency = strings.TrimSpace(typed.Get(path)), strings.ToUpper(strings.TrimSpace(typed.Get(path+currencyPart)))
	if n, c, ok := strings.Cut(number, " "); ok && currency == "" && len(c) == 3 {
		number, currency = n, strings.ToUpper(c)
	}
	return number, cmp.Or(currency, d.Unit, oneCurrency(typed), "EUR")
}

// oneCurrency is the currency in which all amounts stand that a form has so far, "" when they differ.
func oneCurrency(typed url.Values) string {
	one := ""
	for name := range typed {
		c := strings.ToUpper(strings.TrimSpace(typed.Get(name)))
		if !strings.HasSuffix(name, currencyPart) || c == "" {
			continue
		}
		if one != "" && one != c {
			return ""
		}
		one = c
	}
	return one
}

// rowNumbers finds which rows of a table were typed, in their order; they may have holes where a row was dropped.
func rowNumbers(typed url.Values, table string) []int {
	var out []int
	for name := range typed {
		rest, ok := strings.CutPrefix(name, table+"[")
		digits, _, closed := strings.Cut(rest, "].")
		if !ok || !closed {
			continue
		}
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 && n < rowsMost && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// rowsMost bounds the rows of a table in a form.
const rowsMost = 200

// compact numbers the rows of every table from 0 without holes, after dropping one row or adding an empty one.
func compact(fields []desk.Field, typed url.Values, drop, add string) url.Values {
	out := url.Values{}
	for name, all := range typed {
		out[name] = all
	}
	for _, f := range fields {
		if f.Kind != desk.TableField {
			continue
		}
		numbers := rowNumbers(typed, f.Name)
		for name := range typed {
			if strings.HasPrefix(name, f.Name+"[") {
				delete(out, name)
			}
		}
		at := 0
		for _, n := range numbers {
			from := rowPath(f.Name, n)
			if from == drop {
				continue
			}
			for name, all := range typed {
				if rest, ok := strings.CutPrefix(name, from+"."); ok {
					out[rowPath(f.Name, at)+"."+rest] = all
				}
			}
			at++
		}
		if add == f.Name && at < rowsMost {
			if at == 0 && !f.Optional { // the first row was shown already, empty
				out.Set(rowPath(f.Name, at)+"."+f.Rows[0].Name, "")
				at++
			}
			out.Set(rowPath(f.Name, at)+"."+f.Rows[0].Name, "")
		}
	}
	return out
}

// nameOf gives the text that stands for an id in a search field.
func (v *visit) nameOf(id string) string {
	r, err := v.desk.ReadRecord(v.ctx, v.actor, id)
	if err != nil {
		return id
	}
	return r.Title
}

// findField looks for a field by its path, also inside tables.
func findField(fields []field, path string) (field, bool) {
	for _, f := range fields {
		if f.Path == path {
			return f, true
		}
		for _, row := range f.Table {
			if inner, ok := findField(row, path); ok {
				return inner, true
			}
		}
	}
	return field{}, false
}

// anchorOf is where the summary of faults leads: the input of the field, or of the table that holds it.
func anchorOf(fields []field, path string) string {
	for p := path; p != ""; {
		if f, ok := findField(fields, p); ok {
			return f.ID()
		}
		cut := strings.LastIndexAny(p, ".[")
		if cut < 0 {
			break
		}
		p = p[:cut]
	}
	return "f-" + slug(path)
}

// labelOf names a field in the summary of faults.
func labelOf(l lang.Lang, fields []field, path string) string {
	if f, ok := findField(fields, path); ok {
		return l.T(f.Label)
	}
	if path == reasonField {
		return l.T("Reason")
	}
	return ""
}

// secret reports whether what is typed must not be shown.
func (f field) secret() bool { return f.Name == "password" }

// radio reports whether the choices are few enough to stand open.
func (f field) radio() bool { return len(f.Enum) <= 3 }

// invalid marks an input that holds a fault.
func (f field) invalid() templ.Attributes {
	if !f.bad() {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true"}
}

func contains(values []string, v string) bool { return slices.Contains(values, v) }

// commonCurrencies are offered in the field of an amount; every other one can be typed.
var commonCurrencies = []string{"EUR", "USD", "CNY", "RUB", "BYN", "KZT", "UZS", "TRY", "AED", "PLN", "CHF", "GBP"}

// optionsMost bounds what a list of references shows to choose from.
const optionsMost = 50

// optionsOf are the entities of a kind that the reader may choose from, by the first column that people read.
func (v *visit) optionsOf(kind string) []desk.Ref {
	l, ok := desk.ListOfKind(kind)
	if !ok {
		return nil
	}
	page, err := v.desk.ReadList(v.ctx, v.actor, l.Name, store.ListQuery{Limit: optionsMost, CountMost: -1}, false)
	if err != nil {
		return nil // the field stays empty; the verb says what is wrong
	}
	out := make([]desk.Ref, 0, len(page.Rows))
	for _, row := range page.Rows {
		text, _ := rowText(v.lang, row)
		out = append(out, desk.Ref{ID: row.ID, Text: text})
	}
	return out
}
