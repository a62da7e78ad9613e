package vet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kontor/errs"
	"kontor/ident"
)

// EntryKind says what is listed.
type EntryKind string

// The kinds of entries.
const (
	Individual EntryKind = "individual"
	Entity     EntryKind = "entity"
	Vessel     EntryKind = "vessel"
	Aircraft   EntryKind = "aircraft"
)

// Label is the word for people.
func (k EntryKind) Label() errs.Text {
	switch k {
	case Individual:
		return errs.T("person")
	case Entity:
		return errs.T("company")
	case Vessel:
		return errs.T("vessel")
	case Aircraft:
		return errs.T("aircraft")
	}
	return errs.T("unknown ({word})", "word", string(k))
}

// anyNumber is the scheme of an official number of which the list does not say enough to name it.
const anyNumber = "ID"

// anyNumberFrom is the length from which two numbers of unlike kind that are equal are worth a look.
const anyNumberFrom = 8

// ListNumber is an official number as a list writes it: kept even when its check digit is wrong.
type ListNumber struct {
	Scheme string `json:"scheme"` // one of ident's, or ID
	Value  string `json:"value"`
}

// Entry is one listed subject.
type Entry struct {
	ID         string       `json:"id"`
	Kind       EntryKind    `json:"kind"`
	Name       string       `json:"name"`
	Aliases    []string     `json:"aliases,omitempty"`   // good enough to identify
	Weak       []string     `json:"weak,omitempty"`      // too common to identify alone
	Countries  []string     `json:"countries,omitempty"` // ISO codes where known
	Numbers    []ListNumber `json:"numbers,omitempty"`
	Born       []Span       `json:"born,omitempty"` // every possible date of birth
	Programmes []string     `json:"programmes,omitempty"`
	Remarks    string       `json:"remarks,omitempty"`
}

// Hash is the hex SHA-256 over everything the entry says, so that a clearing holds for this state of it only. The major
// version of the matching rules is part of it: clearings made under other rules are asked again.
func (e Entry) Hash() string {
	major, _, _ := strings.Cut(Version, ".")
	text, err := json.Marshal(struct {
		Major string
		Entry Entry
	}{major, e})
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Names are the primary name and the strong aliases.
func (e Entry) Names() []string { return append([]string{e.Name}, e.Aliases...) }

// Keys are the keys under which the entry is found, sorted. Weak aliases have keys of their own, which only an equal
// name meets.
func (e Entry) Keys() []Key {
	var out []Key
	for _, name := range e.Names() {
		out = append(out, Keys(name)...)
		if e.Kind == Individual {
			out = append(out, partKeys(name)...)
		}
	}
	for _, name := range e.Weak {
		out = append(out, weakKey(name))
	}
	for _, n := range e.Numbers {
		out = append(out, KeyOfNumber(n.Scheme, n.Value))
	}
	return tidyKeys(out)
}

func weakKey(name string) Key {
	if clean := Clean(name); clean != "" {
		return short("W:" + clean)
	}
	return ""
}

func tidyKeys(keys []Key) []Key {
	keys = slices.DeleteFunc(keys, func(k Key) bool { return k == "" })
	slices.Sort(keys)
	return slices.Compact(keys)
}

// tidy drops empty and repeated values and what is the name itself, keeping the order.
func (e *Entry) tidy() {
	e.Name = squeeze(e.Name)
	seen := map[string]bool{e.Name: true}
	clean := func(texts []string) []string {
		var out []string
		for _, t := range texts {
			if t = squeeze(t); t != "" && !seen[t] && len(out) < MaxNames {
				seen[t] = true
				out = append(out, t)
			}
		}
		return out
	}
	e.Aliases, e.Weak = clean(e.Aliases), clean(e.Weak)
	seen = map[string]bool{}
	e.Countries, e.Programmes = clean(e.Countries), clean(e.Programmes)
	slices.Sort(e.Countries)
	slices.SortFunc(e.Numbers, func(a, b ListNumber) int { return strings.Compare(a.Scheme+":"+a.Value, b.Scheme+":"+b.Value) })
	e.Numbers = slices.Compact(e.Numbers)
	slices.SortFunc(e.Born, func(a, b Span) int { return strings.Compare(a.From+a.To, b.From+b.To) })
	e.Born = slices.Compact(e.Born)
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// numberOf files a list's number under the scheme it must be of: by its label, its shape and its country.
func numberOf(label, value, countryCode string) ListNumber {
	label, value = strings.ToUpper(label), Number(value)
	known := func(scheme ident.Scheme) bool { _, err := ident.Parse(scheme, value); return err == nil }
	is := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(label, w) })
	}
	switch {
	case strings.HasPrefix(value, "IMO") && len(value) == 10:
		return ListNumber{"IMO", value[3:]}
	case is("SWIFT", "BIC"):
		if len(value) == 11 {
			value = strings.TrimSuffix(value, "XXX")
		}
		return ListNumber{"BIC", value}
	case is("LEGAL ENTITY", "LEI") && len(value) == 20:
		return ListNumber{"LEI", value}
	case is("V.A.T", "VAT"):
		return ListNumber{"VAT", value}
	case is("OGRN", "REGIST") && (countryCode == "RU" || countryCode == "") && (known(ident.OGRN) || known(ident.OGRNIP)):
		return ListNumber{"OGRN", value}
	case is("INN", "TAX") && (countryCode == "RU" || countryCode == "") && known(ident.INN):
		return ListNumber{"INN", value}
	case is("UNP", "TAX", "REGIST") && countryCode == "BY" && known(ident.UNP):
		return ListNumber{"UNP", value}
	case is("IBAN") && known(ident.IBAN):
		return ListNumber{"IBAN", value}
	case is("IMO") && len(value) == 7:
		return ListNumber{"IMO", value}
	}
	return ListNumber{anyNumber, value}
}

// Span is a date of birth as exact as the list knows it: both ends are written as year, month or day.
type Span struct {
	From string `json:"from"` // 1971, 1971-04 or 1971-04-05
	To   string `json:"to"`
}

// years are the first and last possible year.
func (s Span) years() (int, int) { return yearOf(s.From), yearOf(s.To) }

func yearOf(text string) int {
	year, err := strconv.Atoi(text[:min(4, len(text))])
	if err != nil {
		return 0
	}
	return year
}
