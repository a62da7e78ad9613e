package lease

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kontor/errs"
)

// maxText is how long a text may be that is read: terms of 100 fees and 10,000 rows fit many times.
const maxText = 4 << 20

// ReadRequest reads a request for a quote from JSON. It is strict: a field that is not known or stands twice, a number
// where text belongs, an amount with too many decimals are refused, each by its field and all at once.
func ReadRequest(text []byte) (QuoteRequest, error) { return read[QuoteRequest](text) }

// ReadTerms reads complete terms from JSON, as strictly.
func ReadTerms(text []byte) (Terms, error) { return read[Terms](text) }

// ReadProduct reads a product from JSON, as strictly, and checks it.
func ReadProduct(text []byte) (Product, error) {
	p, err := read[Product](text)
	if err != nil {
		return Product{}, err
	}
	return p, p.Check()
}

func read[T any](text []byte) (T, error) {
	var into, none T
	var r reading
	switch at := bytes.TrimLeft(text, " \t\r\n"); {
	case len(text) > maxText:
		return none, errs.New(errs.TooLarge, "the text is longer than {most} bytes", "most", maxText)
	case !json.Valid(text):
		return none, errs.New(errs.Invalid, "this is not JSON").Because("check commas, quotes and braces")
	case at[0] != '{':
		return none, errs.New(errs.Invalid, "the body is a JSON object").Because("write the fields between braces: {example}", "example", `{"name": "value"}`)
	}
	r.object(text, reflect.ValueOf(&into).Elem(), "")
	if err := r.faults.Err(); err != nil {
		return none, err
	}
	return into, nil
}

// maxFaults is how many faults are told at once; nobody mends more in one go.
const maxFaults = 100

// reading fills terms from well-formed JSON and gathers every fault by its field.
type reading struct{ faults errs.Faults }

// take notes the error of a value that reads itself.
func (r *reading) take(path string, err error) {
	if err == nil {
		return
	}
	if e := errs.As(err); e.Code != errs.Internal {
		r.faults.Take(path, e)
		return
	}
	r.faults.Add(path, "this cannot be read")
}

func (r *reading) value(raw []byte, v reflect.Value, path string) {
	if raw[0] == 'n' { // null: left out
		return
	}
	switch into := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		if _, ok := r.text(raw, path); ok {
			r.take(path, into.UnmarshalJSON(raw))
		}
		return
	case encoding.TextUnmarshaler:
		if text, ok := r.text(raw, path); ok {
			r.take(path, into.UnmarshalText([]byte(text)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.object(raw, v, path)
	case reflect.Map:
		r.named(raw, v, path)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(raw, v.Elem(), path)
	case reflect.Slice:
		r.array(raw, v, path)
	case reflect.String:
		if text, ok := r.text(raw, path); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		if raw[0] != 't' && raw[0] != 'f' {
			r.faults.Add(path, "true or false is needed here")
			return
		}
		v.SetBool(raw[0] == 't')
	default:
		n, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil || v.OverflowInt(n) {
			r.faults.Add(path, "a whole number is needed here").Because("write it with digits only, without a point or an exponent")
			return
		}
		v.SetInt(n)
	}
}

func (r *reading) text(raw []byte, path string) (text string, ok bool) {
	if raw[0] != '"' || json.Unmarshal(raw, &text) != nil {
		r.faults.Add(path, "a text in double quotes is needed here")
		return "", false
	}
	return text, true
}

func (r *reading) array(raw []byte, v reflect.Value, path string) {
	if raw[0] != '[' {
		r.faults.Add(path, "a list between brackets is needed here")
		return
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token()
	out := reflect.MakeSlice(v.Type(), 0, 0)
	for d.More() && r.faults.Len() < maxFaults {
		if out.Len() == MaxCount {
			r.faults.Add(path, "the list has more than {most} entries", "most", MaxCount)
			return
		}
		var entry json.RawMessage
		if d.Decode(&entry) != nil {
			return // the text was found well-formed before
		}
		element := reflect.New(v.Type().Elem()).Elem()
		r.value(entry, element, at(path, out.Len()))
		out = reflect.Append(out, element)
	}
	v.Set(out)
}

func (r *reading) object(raw []byte, v reflect.Value, path string) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, _ := d.Token(); open != json.Delim('{') {
		r.faults.Add(path, "an object is needed here")
		return
	}
	fields := fieldsOf(v.Type())
	var seen []string
	for d.More() && r.faults.Len() < maxFaults {
		name, _ := d.Token()
		var member json.RawMessage
		if d.Decode(&member) != nil {
			return // the text was found well-formed before
		}
		text, _ := name.(string)
		full := text
		if path != "" {
			full = path + "." + text
		}
		index, known := fields[text]
		switch {
		case slices.Contains(seen, text):
			r.faults.Add(full, "this field stands here twice").Because("leave one of them")
		case known:
			r.value(member, v.FieldByIndex(index), full)
		default:
			r.faults.Add(full, "there is no field {name}", "name", text).Because("the fields are {names}", "names", strings.Join(namesOf(fields), ", "))
		}
		seen = append(seen, text)
	}
}

// named reads values by names that the caller chooses.
func (r *reading) named(raw []byte, v reflect.Value, path string) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, _ := d.Token(); open != json.Delim('{') {
		r.faults.Add(path, "an object is needed here")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for d.More() && r.faults.Len() < maxFaults {
		name, _ := d.Token()
		var member json.RawMessage
		if d.Decode(&member) != nil {
			return // the text was found well-formed before
		}
		text, _ := name.(string)
		key, value := reflect.ValueOf(text), reflect.New(v.Type().Elem()).Elem()
		if v.MapIndex(key).IsValid() {
			r.faults.Add(path+"."+text, "this field stands here twice").Because("leave one of them")
			continue
		}
		r.value(member, value, path+"."+text)
		v.SetMapIndex(key, value)
	}
}

// fieldsOf finds fields by their JSON names, those of embedded terms too.
func fieldsOf(t reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" && !f.Anonymous {
			fields[name] = f.Index
		}
	}
	return fields
}

func namesOf(fields map[string][]int) []string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
