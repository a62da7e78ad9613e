// Package cases reads the public test cases of ACTUS and holds the engine against them.
//
// A file is one object of cases by their names. The format is loose where the engine is strict: numbers come as text with
// blanks, one entry stands for a list of one, some identifiers and values are spelled otherwise than in the dictionary. All of
// that ends here. The comparison is by position: the same events in the same order, every printed field, an absolute
// tolerance of 1e-9, or of the last place where a number is cut off at eight decimals.
package cases

import (
	"bytes"
	"encoding/json"
	"strings"

	"kontor/actus"
	"kontor/errs"
)

// Case is one contract with what it has seen and what should come of it.
type Case struct {
	ID    string
	Terms actus.Terms
	Seen  actus.Observations
	To    actus.Moment
	Want  []Expected

	Strange []string // terms that the engine does not know; they were left out
	Fault   error    // why the case could not be read; then the rest is empty
}

// Expected is a printed event.
type Expected struct {
	Time     actus.Moment
	Type     actus.EventType
	Currency string
	Printed  []Printed // in the order of the file
}

// Printed is a number or a date as the file prints it.
type Printed struct {
	Field string
	Text  string
}

// Run projects the case in a mode. A case that could not be read answers why.
func (c Case) Run(m actus.Mode) ([]actus.Event, error) {
	if c.Fault != nil {
		return nil, c.Fault
	}
	return actus.Project(c.Terms, c.Seen, m, c.To)
}

// Read reads a file of cases in their order. A case that cannot be read keeps the reason in its Fault, so that the others of
// the file still run. Errors: Invalid, when the file is no object of cases.
func Read(b []byte) ([]Case, error) {
	members, err := object(b)
	if err != nil {
		return nil, err
	}
	list := make([]Case, 0, len(members))
	for _, m := range members {
		c, err := readCase(m.value)
		if err != nil {
			c = Case{Fault: err}
		}
		c.ID = m.name
		list = append(list, c)
	}
	return list, nil
}

func readCase(b []byte) (c Case, err error) {
	members, err := object(b)
	if err != nil {
		return c, err
	}
	var faults errs.Faults
	for _, m := range members {
		switch m.name {
		case "identifier": // the name of the case once more
		case "terms":
			c.Strange, err = readTerms(m.value, &c.Terms)
			faults.Take(m.name, err)
		case "to":
			c.To, err = readMoment(m.value)
			faults.Take(m.name, err)
		case "dataObserved":
			faults.Take(m.name, readSeries(m.value, &c.Seen))
		case "eventsObserved":
			c.Seen.Events, err = readEvents(m.value)
			faults.Take(m.name, err)
		case "results":
			c.Want, err = readResults(m.value)
			faults.Take(m.name, err)
		default:
			faults.Take(m.name, unknown(m.name))
		}
	}
	return c, faults.Err()
}

func readSeries(b []byte, into *actus.Observations) error {
	members, err := object(b)
	if err != nil {
		return err
	}
	var faults errs.Faults
	for _, m := range members {
		var series struct {
			Identifier string
			Data       []struct{ Timestamp, Value json.RawMessage }
		}
		if err := strict(m.value, &series); err != nil {
			faults.Take(m.name, err)
			continue
		}
		points := make([]actus.Point, len(series.Data))
		for i, p := range series.Data {
			points[i].Time, err = readMoment(p.Timestamp)
			faults.Take(m.name, err)
			points[i].Value, err = readNumber(p.Value)
			faults.Take(m.name, err)
		}
		faults.Take(m.name, into.Observe(m.name, points...))
	}
	return faults.Err()
}

func readEvents(b []byte) ([]actus.ObservedEvent, error) {
	var raw []struct {
		Time, Value json.RawMessage
		Type        actus.EventType
		ContractID  string `json:"contractId"`
		States      struct {
			ContractPerformance actus.Performance `json:"contractPerformance"`
		}
	}
	if err := strict(b, &raw); err != nil {
		return nil, err
	}
	var faults errs.Faults
	list := make([]actus.ObservedEvent, len(raw))
	for i, r := range raw {
		at, err := readMoment(r.Time)
		faults.Take("time", err)
		value, err := readNumber(r.Value)
		faults.Take("value", err)
		list[i] = actus.ObservedEvent{Time: at, Type: r.Type, Value: value, Contract: r.ContractID, Performance: r.States.ContractPerformance}
	}
	return list, faults.Err()
}

func readResults(b []byte) ([]Expected, error) {
	var raw []json.RawMessage
	if err := strict(b, &raw); err != nil {
		return nil, err
	}
	var faults errs.Faults
	list := make([]Expected, len(raw))
	for i, r := range raw {
		members, err := object(r)
		faults.Take("", err)
		for _, m := range members {
			switch m.name {
			case "eventDate":
				list[i].Time, err = readMoment(m.value)
				faults.Take(m.name, err)
			case "eventType":
				list[i].Type = actus.EventType(text(m.value))
			case "currency":
				list[i].Currency = text(m.value)
			default:
				if _, known := printed[m.name]; !known {
					faults.Take(m.name, unknown(m.name))
				}
				list[i].Printed = append(list[i].Printed, Printed{m.name, text(m.value)})
			}
		}
	}
	return list, faults.Err()
}

func unknown(name string) error {
	return errs.New(errs.Invalid, "{name} is not known here", "name", name)
}

// text is a value without quotes and blanks: numbers come in both dresses.
func text(b json.RawMessage) string {
	var s string
	if json.Unmarshal(b, &s) == nil {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(string(b))
}

// strict decodes into a struct that knows every name.
func strict(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		bad := errs.New(errs.Invalid, "this is not a case in the public format: {cause}", "cause", err.Error())
		bad.Cause = err
		return bad
	}
	return nil
}

type member struct {
	name  string
	value json.RawMessage
}

// object reads the members of an object in the order of the file.
func object(b []byte) ([]member, error) {
	bad := errs.New(errs.Invalid, "an object is needed here").Because("write the fields between braces: {example}", "example", `{"pam01": {"terms": {}, "results": []}}`)
	d := json.NewDecoder(bytes.NewReader(b))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, bad
	}
	var list []member
	for d.More() {
		key, err := d.Token()
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			bad.Cause = err
			return nil, bad
		}
		name, _ := key.(string)
		list = append(list, member{name, value})
	}
	if _, err := d.Token(); err != nil || len(bytes.TrimSpace(b[d.InputOffset():])) > 0 {
		return nil, bad
	}
	return list, nil
}
