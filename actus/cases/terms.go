package cases

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"

	"kontor/actus"
	"kontor/errs"
)

// kinds is the Go type of every term by its identifier.
var kinds = func() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[actus.Terms]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all[name] = f.Type
	}
	return all
}()

// spelled are identifiers that the cases spell otherwise than the dictionary.
var spelled = map[string]string{
	"fixingDays":                       "fixingPeriod",
	"cycleAnchorDateOfDividendPayment": "cycleAnchorDateOfDividend",
	"cycleOfDividendPayment":           "cycleOfDividend",
	"creatorId":                        "creatorID",
	"counterpartyId":                   "counterpartyID",
	"contractId":                       "contractID",
}

// values are values that the cases spell otherwise: the letter O for the digit 0, whole words for letters.
var values = map[string]map[string]string{
	"scalingEffect":      {"OOO": "000", "IOO": "I00", "ONO": "0N0", "INO": "IN0"},
	"arrayFixedVariable": {"FIX": "F", "VAR": "V"},
}

// readTerms turns the loose terms of a case into the strict ones of the dictionary. Terms that the engine does not know are left out and
// named: the printed results say whether they matter.
func readTerms(b []byte, into *actus.Terms) (strange []string, err error) {
	tight, strange, err := tighten(b)
	if err != nil {
		return nil, err
	}
	return strange, json.Unmarshal(tight, into)
}

func tighten(b []byte) (tight json.RawMessage, strange []string, err error) {
	members, err := object(b)
	if err != nil {
		return nil, nil, err
	}
	var faults errs.Faults
	out := map[string]json.RawMessage{}
	for _, m := range members {
		name := m.name
		if other, ok := spelled[name]; ok {
			name = other
		}
		var value json.RawMessage
		switch kind := kinds[name]; {
		case kind == nil:
			strange, err = append(strange, m.name), nil
		case name == "contractStructure":
			var inner []string
			value, inner, err = tightenReferences(m.value)
			strange = append(strange, inner...)
		case kind.Kind() == reflect.Slice:
			value, err = tightenList(name, kind.Elem(), m.value)
		default:
			value, err = tightenOne(name, kind, m.value)
		}
		faults.Take(m.name, err)
		if value != nil {
			out[name] = value
		}
	}
	if err := faults.Err(); err != nil {
		return nil, nil, err
	}
	tight, err = json.Marshal(out)
	return tight, strange, err
}

// tightenOne gives the value in its type, nil for an empty text.
func tightenOne(name string, kind reflect.Type, b json.RawMessage) (json.RawMessage, error) {
	s := text(b)
	if s == "" || s == "null" {
		return nil, nil
	}
	if kind == reflect.TypeFor[actus.Number]() || kind.Kind() == reflect.Float64 {
		f, err := readNumber(b)
		if err != nil {
			return nil, err
		}
		return json.RawMessage(strconv.FormatFloat(f, 'g', -1, 64)), nil
	}
	if other, ok := values[name][s]; ok {
		s = other
	}
	return json.Marshal(s)
}

// tightenList gives a list, also of a single value; an empty entry of cycles stays, because it means a single date.
func tightenList(name string, kind reflect.Type, b json.RawMessage) (json.RawMessage, error) {
	var raw []json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		raw = []json.RawMessage{b}
		if text(b) == "" {
			return nil, nil
		}
	}
	list := make([]json.RawMessage, len(raw))
	for i, one := range raw {
		value, err := tightenOne(name, kind, one)
		if err != nil {
			return nil, err
		}
		if value == nil {
			value = json.RawMessage(`""`)
		}
		list[i] = value
	}
	return json.Marshal(list)
}

func tightenReferences(b json.RawMessage) (out json.RawMessage, strange []string, err error) {
	var raw []map[string]json.RawMessage
	if err := strict(b, &raw); err != nil {
		return nil, nil, err
	}
	for _, r := range raw {
		if text(r["referenceType"]) != "CNT" {
			continue
		}
		tight, inner, err := tighten(r["object"])
		if err != nil {
			return nil, nil, err
		}
		r["object"], strange = tight, append(strange, inner...)
	}
	out, err = json.Marshal(raw)
	return out, strange, err
}

// readNumber reads a number in either dress; an empty or missing one is 0.
func readNumber(b json.RawMessage) (float64, error) {
	s := text(b)
	if s == "" {
		return 0, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, errs.New(errs.Invalid, "{text} is not a number", "text", s)
	}
	return f, nil
}

// readMoment reads a date; an empty or missing one is none.
func readMoment(b json.RawMessage) (actus.Moment, error) {
	s := text(b)
	if s == "" || s == "null" {
		return 0, nil
	}
	return actus.ParseMoment(s)
}
