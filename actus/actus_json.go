package actus

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"

	"kontor/errs"
)

// termNames are the identifiers of the terms in the dictionary, by the fields.
var termNames = func() (names []string) {
	t := reflect.TypeFor[Terms]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// termFields finds the field of a term.
var termFields = func() map[string]int {
	fields := map[string]int{}
	for i, name := range termNames {
		fields[name] = i
	}
	return fields
}()

// maxNesting bounds contracts within contracts.
const maxNesting = 8

// UnmarshalJSON reads terms strictly: an unknown or repeated term and a value of a wrong type are refused, all of them at
// once and each with its name. Null is absent. Whether the terms make sense together says Check. Errors: Invalid.
func (t *Terms) UnmarshalJSON(b []byte) error { return t.read(b, 0) }

func (t *Terms) read(b []byte, depth int) error {
	*t = Terms{}
	if depth > maxNesting {
		return errs.New(errs.TooLarge, "contracts refer to contracts more than {most} levels deep", "most", maxNesting)
	}
	members, err := object(b)
	if err != nil {
		return err
	}
	var faults errs.Faults
	target := reflect.ValueOf(t).Elem()
	for _, m := range members {
		i, known := termFields[m.name]
		switch {
		case !known:
			faults.Add(m.name, "unknown term").Because("write the identifiers of the ACTUS dictionary, like notionalPrincipal")
		case m.name == "contractStructure":
			t.ContractStructure = readReferences(&faults, m.value, depth)
		case string(m.value) == "null":
		default:
			readTerm(&faults, m.name, m.value, target.Field(i))
		}
	}
	return faults.Err()
}

// member is one name with its value.
type member struct {
	name  string
	value json.RawMessage
}

// object reads the members of an object in their order and refuses a name that comes twice. Errors: Invalid.
func object(b []byte) ([]member, error) {
	bad := errs.New(errs.Invalid, "an object is needed here").Because("write the fields between braces: {example}", "example", `{"contractType": "PAM"}`)
	d := json.NewDecoder(bytes.NewReader(b))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, bad
	}
	var list []member
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, _ := key.(string)
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			bad.Cause = err
			return nil, bad
		}
		if seen[name] {
			return nil, errs.New(errs.Invalid, "{name} is there twice", "name", name).Because("leave one of them out")
		}
		seen[name] = true
		list = append(list, member{name, value})
	}
	if _, err := d.Token(); err != nil || len(bytes.TrimSpace(b[d.InputOffset():])) > 0 {
		return nil, bad
	}
	return list, nil
}

// readTerm reads one value and says in terms of the dictionary what is wrong with it.
func readTerm(faults *errs.Faults, at string, value []byte, into reflect.Value) {
	err := json.Unmarshal(value, into.Addr().Interface())
	if err != nil {
		into.SetZero()
		var ours *errs.Error
		if errors.As(err, &ours) {
			faults.Take(at, ours)
			return
		}
		wrongType(faults, at, into.Type())
		return
	}
	if into.Kind() == reflect.Slice {
		for i := range into.Len() {
			checkName(faults, indexed(at, i), into.Index(i))
		}
		return
	}
	checkName(faults, at, into)
}

// checkName refuses a value that an enumeration does not have.
func checkName(faults *errs.Faults, at string, v reflect.Value) {
	if n, ok := v.Interface().(name); ok && !permits(n, v.String()) {
		notOneOf(faults, at, v.String(), n)
	}
}

func notOneOf(faults *errs.Faults, at, text string, n name) {
	if text == "" {
		faults.Add(at, "this is needed").Because("choose one of {list}", "list", strings.Join(n.allowed(), ", "))
		return
	}
	faults.Add(at, "{text} is not allowed here", "text", text).Because("choose one of {list}", "list", strings.Join(n.allowed(), ", "))
}

func wrongType(faults *errs.Faults, at string, t reflect.Type) {
	switch {
	case t == reflect.TypeFor[Number]():
		faults.Add(at, "a number is needed here").Because("write it without quotes, like 1000.50")
	case t.Kind() == reflect.Slice:
		faults.Add(at, "a list between brackets is needed here")
	default:
		faults.Add(at, "a text in double quotes is needed here")
	}
}

// indexed is the path of a list's entry in a fault.
func indexed(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// MarshalJSON writes the reference as the dictionary has it: type, role and the object by its type.
func (r Reference) MarshalJSON() ([]byte, error) {
	out := struct {
		Object any           `json:"object"`
		Type   ReferenceType `json:"referenceType"`
		Role   ReferenceRole `json:"referenceRole"`
	}{Type: r.Type, Role: r.Role}
	switch r.Type {
	case ByTerms:
		out.Object = r.Contract
	case ByID:
		out.Object = map[string]string{"contractIdentifier": r.ContractID}
	case ByMarket:
		out.Object = map[string]string{"marketObjectCode": r.MarketObjectCode}
	}
	return json.Marshal(out)
}

func readReferences(faults *errs.Faults, b []byte, depth int) []Reference {
	const at = "contractStructure"
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		wrongType(faults, at, reflect.TypeFor[[]Reference]())
		return nil
	}
	list := make([]Reference, len(raw))
	for i, one := range raw {
		faults.Take(indexed(at, i), list[i].read(one, depth))
	}
	return list
}

// UnmarshalJSON reads a reference as strictly as terms. Errors: Invalid.
func (r *Reference) UnmarshalJSON(b []byte) error { return r.read(b, 0) }

func (r *Reference) read(b []byte, depth int) error {
	*r = Reference{}
	members, err := object(b)
	if err != nil {
		return err
	}
	var faults errs.Faults
	var target []byte
	for _, m := range members {
		switch m.name {
		case "object":
			target = m.value
		case "referenceType":
			readTerm(&faults, m.name, m.value, reflect.ValueOf(&r.Type).Elem())
		case "referenceRole":
			readTerm(&faults, m.name, m.value, reflect.ValueOf(&r.Role).Elem())
		default:
			faults.Add(m.name, "unknown term").Because("write object, referenceType and referenceRole")
		}
	}
	switch r.Type {
	case ByTerms:
		r.Contract = new(Terms)
		faults.Take("object", r.Contract.read(target, depth+1))
	case ByID:
		r.ContractID = readOne(&faults, target, "contractIdentifier")
	case ByMarket:
		r.MarketObjectCode = readOne(&faults, target, "marketObjectCode")
	default:
		if faults.Len() == 0 {
			notOneOf(&faults, "referenceType", string(r.Type), r.Type)
		}
	}
	return faults.Err()
}

// readOne reads an object with a single text.
func readOne(faults *errs.Faults, b []byte, name string) (text string) {
	members, err := object(b)
	if err != nil || len(members) != 1 || members[0].name != name || json.Unmarshal(members[0].value, &text) != nil || text == "" {
		faults.Add("object", "an object is needed here").Because("write the fields between braces: {example}", "example", `{"`+name+`": "..."}`)
	}
	return text
}
