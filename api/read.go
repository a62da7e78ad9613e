package api

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontor/errs"
)

// reading fills a request from JSON and gathers every fault by its field instead of stopping at the first. It is
// stricter than encoding/json: unknown and repeated fields are refused, names must match to the letter, numbers for
// whole numbers are whole. The text was found well-formed before.
type reading struct {
	faults errs.Faults
	failed []string // fields that could not be read
}

// faultsMost is how many faults are told at once; nobody mends more in one go.
const faultsMost = 100

// request reads an object into what into points to; extra are further fields beside it.
func (r *reading) request(raw []byte, into any, extra map[string]any) {
	raw = raw[blank(raw, 0):]
	if len(raw) == 0 || raw[0] != '{' {
		r.fail("", "the body is a JSON object").Because("write the fields between braces: {example}", "example", `{"name": "value"}`)
		return
	}
	r.object(raw, reflect.ValueOf(into).Elem(), "", extra)
}

func (r *reading) fail(path, form string, kv ...any) *errs.Fault {
	r.failed = append(r.failed, path)
	return r.faults.Add(path, form, kv...)
}

// take notes an error of a value that reads itself.
func (r *reading) take(path string, err error) {
	if err == nil {
		return
	}
	r.failed = append(r.failed, path)
	if e := errs.As(err); e.Code != errs.Internal {
		r.faults.Take(path, e)
		return
	}
	r.faults.Add(path, "this cannot be read")
}

// below reports whether a fault follows from a field at, above or below it that could not be read.
func (r *reading) below(path string) bool {
	for _, f := range r.failed {
		if f == path || strings.HasPrefix(path, f+"[") || strings.HasPrefix(path, f+".") || strings.HasPrefix(f, path+"[") || strings.HasPrefix(f, path+".") {
			return true
		}
	}
	return false
}

func (r *reading) value(raw []byte, v reflect.Value, path string) {
	if raw[0] == 'n' { // null: left out
		return
	}
	switch into := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		if raw[0] != '"' {
			r.fail(path, "a text in double quotes is needed here")
			return
		}
		r.take(path, into.UnmarshalJSON(raw))
		return
	case encoding.TextUnmarshaler:
		if text, ok := r.text(raw, path); ok {
			r.take(path, into.UnmarshalText([]byte(text)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if raw[0] != '{' {
			r.fail(path, "an object is needed here")
			return
		}
		r.object(raw, v, path, nil)
	case reflect.Slice:
		r.array(raw, v, path)
	case reflect.String:
		if text, ok := r.text(raw, path); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		if raw[0] != 't' && raw[0] != 'f' {
			r.fail(path, "true or false is needed here")
			return
		}
		v.SetBool(raw[0] == 't')
	case reflect.Int, reflect.Int64:
		r.whole(raw, v, path)
	default:
		r.take(path, json.Unmarshal(raw, v.Addr().Interface()))
	}
}

func (r *reading) text(raw []byte, path string) (string, bool) {
	if raw[0] != '"' {
		r.fail(path, "a text in double quotes is needed here")
		return "", false
	}
	return unquote(raw), true
}

func (r *reading) whole(raw []byte, v reflect.Value, path string) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || v.OverflowInt(n) {
		r.fail(path, "a whole number is needed here").Because("write it with digits only, without a point or an exponent")
		return
	}
	v.SetInt(n)
}

func (r *reading) array(raw []byte, v reflect.Value, path string) {
	if raw[0] != '[' {
		r.fail(path, "a list between brackets is needed here")
		return
	}
	const most = 100_000
	out := reflect.MakeSlice(v.Type(), 0, 0)
	for at := blank(raw, 1); raw[at] != ']' && len(r.failed) < faultsMost; {
		end := skip(raw, at)
		if out.Len() == most {
			r.fail(path, "the list has more than {most} entries", "most", most)
			return
		}
		element := reflect.New(v.Type().Elem()).Elem()
		r.value(raw[at:end], element, fmt.Sprintf("%s[%d]", path, out.Len()))
		out = reflect.Append(out, element)
		if at = blank(raw, end); raw[at] == ',' {
			at = blank(raw, at+1)
		}
	}
	v.Set(out)
}

func (r *reading) object(raw []byte, v reflect.Value, path string, extra map[string]any) {
	fields := fieldsOf(v.Type())
	seen := make([]string, 0, len(fields))
	for at := blank(raw, 1); raw[at] != '}' && len(r.failed) < faultsMost; {
		end := skip(raw, at)
		name := unquote(raw[at:end])
		at = blank(raw, blank(raw, end)+1)
		end = skip(raw, at)
		r.member(raw[at:end], v, fields, name, path, extra, slices.Contains(seen, name))
		seen = append(seen, name)
		if at = blank(raw, end); raw[at] == ',' {
			at = blank(raw, at+1)
		}
	}
}

func (r *reading) member(raw []byte, v reflect.Value, fields map[string][]int, name, path string, extra map[string]any, again bool) {
	full := name
	if path != "" {
		full = path + "." + name
	}
	index, known := fields[name]
	other, beside := extra[name]
	switch {
	case again:
		r.fail(full, "this field stands here twice").Because("leave one of them")
	case known:
		r.value(raw, v.FieldByIndex(index), full)
	case beside:
		r.value(raw, reflect.ValueOf(other).Elem(), full)
	default:
		r.fail(full, "there is no field {name}", "name", name).Because("the fields are {names}", "names", strings.Join(namesOf(fields, extra), ", "))
	}
}

func namesOf(fields map[string][]int, extra map[string]any) []string {
	var out []string
	for name := range fields {
		out = append(out, name)
	}
	for name := range extra {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

var fieldsByType sync.Map // reflect.Type -> map[string][]int

// fieldsOf finds the fields of a request by their JSON names.
func fieldsOf(t reflect.Type) map[string][]int {
	if known, ok := fieldsByType.Load(t); ok {
		return known.(map[string][]int)
	}
	out := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" && f.IsExported() && !f.Anonymous {
			out[name] = f.Index
		}
	}
	fieldsByType.Store(t, out)
	return out
}

// blank is the place of the next sign that is no blank; the text is well-formed JSON.
func blank(b []byte, at int) int {
	for at < len(b) && (b[at] == ' ' || b[at] == '\t' || b[at] == '\n' || b[at] == '\r') {
		at++
	}
	return at
}

// skip is the place after the value that begins at a place of well-formed JSON.
func skip(b []byte, at int) int {
	switch b[at] {
	case '"':
		for at++; b[at] != '"'; at++ {
			if b[at] == '\\' {
				at++
			}
		}
		return at + 1
	case '{', '[':
		deep := 0
		for ; ; at++ {
			switch b[at] {
			case '"':
				at = skip(b, at) - 1
			case '{', '[':
				deep++
			case '}', ']':
				if deep--; deep == 0 {
					return at + 1
				}
			}
		}
	}
	for at < len(b) && !strings.ContainsRune(",]} \t\r\n", rune(b[at])) {
		at++
	}
	return at
}

// unquote reads a JSON text.
func unquote(raw []byte) string {
	inner := raw[1 : len(raw)-1]
	if !slices.Contains(inner, '\\') {
		return string(inner)
	}
	var s string
	_ = json.Unmarshal(raw, &s) // well-formed: cannot fail
	return s
}
