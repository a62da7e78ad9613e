package party

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/errs"
	"kontor/ident"
)

// Limits, in characters and in pieces.
const (
	MaxName        = 300
	MaxAddress     = 500
	MaxLegalForm   = 100
	MaxAliases     = 50
	MaxIdentifiers = 50
)

// Check says everything that is wrong with the party at once. The error, if any, is Invalid; its faults carry the
// field names of the request (name, aliases[0], born_on…).
func (p Party) Check() error {
	var f errs.Faults
	if !slices.Contains(Kinds(), p.Kind) {
		f.Add("kind", "{word} is no kind of party", "word", quoted(string(p.Kind))).Because("choose entity or person")
	}
	checkName(&f, "name", p.Name)
	p.checkAliases(&f)
	checkCountry(&f, p.Country)
	checkText(&f, "address", p.Address, MaxAddress, "\n\r")
	checkText(&f, "legal_form", p.LegalForm, MaxLegalForm, "")
	p.checkRoles(&f)
	p.checkIdentifiers(&f)
	p.checkDates(&f)
	return f.Err()
}

func checkName(f *errs.Faults, field, name string) {
	if utf8.ValidString(name) && blank(name) {
		f.Add(field, "a name is missing").Because("write it as it stands in the register")
		return
	}
	checkText(f, field, name, MaxName, "")
}

// checkText refuses what cannot be shown or searched: broken encoding, control characters, too many characters.
func checkText(f *errs.Faults, field, text string, most int, allowed string) {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		f.Add(field, "the text is broken: it is not UTF-8").Because("write it again, or export it as UTF-8")
	case n > most:
		f.Add(field, "the text has {n} characters, at most {most} are kept", "n", n, "most", most).Because("shorten it")
	default:
		place := 0
		for _, c := range text {
			place++
			if unicode.IsControl(c) && !strings.ContainsRune(allowed, c) {
				f.Add(field, "the text has an invisible control character at position {place}", "place", place).
					Because("write it again without line ends and tabs")
				return
			}
		}
	}
}

func (p Party) checkAliases(f *errs.Faults) {
	if n := len(p.Aliases); n > MaxAliases {
		f.Add("aliases", "there are {n} other names, at most {most} are kept", "n", n, "most", MaxAliases).Because("keep the ones that are in use")
		return
	}
	for i, a := range p.Aliases {
		checkName(f, fmt.Sprintf("aliases[%d]", i), a.Text)
	}
}

func checkCountry(f *errs.Faults, code string) {
	switch {
	case code == "":
		f.Add("country", "a country is missing").Because("write its two letters, like {example}", "example", "DE")
	case !ident.IsCountry(code):
		f.Add("country", "{code} is not a country", "code", quoted(code)).
			Because("write the two capital letters of ISO 3166, like {example}", "example", "DE")
	}
}

func (p Party) checkRoles(f *errs.Faults) {
	if len(p.Roles) == 0 {
		f.Add("roles", "a role is missing").Because("choose from: {names}", "names", roleNames())
		return
	}
	for i, r := range p.Roles {
		switch {
		case !slices.Contains(Roles(), r):
			f.Add("roles", "{word} is no role", "word", quoted(string(r))).Because("choose from: {names}", "names", roleNames())
			return // one is enough: the hint names them all
		case slices.Contains(p.Roles[:i], r):
			f.Add("roles", "the role {word} is there twice", "word", string(r)).Because("name each role once")
			return
		}
	}
}

// checkIdentifiers parses again what callers built by hand, and refuses the same number twice.
func (p Party) checkIdentifiers(f *errs.Faults) {
	if n := len(p.Identifiers); n > MaxIdentifiers {
		f.Add("identifiers", "there are {n} official numbers, at most {most} are kept", "n", n, "most", MaxIdentifiers).Because("keep the ones that are in use")
		return
	}
	for i, given := range p.Identifiers {
		field := fmt.Sprintf("identifiers[%d].value", i)
		if _, err := ident.Parse(given.Scheme, given.Value); err != nil {
			f.Take(field, err)
			continue
		}
		same := func(other ident.ID) bool { return other.Scheme == given.Scheme && other.Value == given.Value }
		if slices.ContainsFunc(p.Identifiers[:i], same) {
			f.Add(field, "{scheme} {value} is there twice", "scheme", given.Scheme, "value", given.Value).Because("name each number once")
		}
	}
}

func (p Party) checkDates(f *errs.Faults) {
	if p.BornOn == 0 {
		return
	}
	if p.Kind == Entity {
		f.Add("born_on", "only a person has a day of birth").Because("leave it empty, or give the day of the register entry as registered_on")
		return
	}
	if p.RegisteredOn != 0 && p.RegisteredOn < p.BornOn {
		f.Add("registered_on", "the register entry of {registered} is before the birth on {born}", "registered", p.RegisteredOn, "born", p.BornOn).
			Because("correct one of the two days")
	}
}

func roleNames() string {
	names := make([]string, len(Roles()))
	for i, r := range Roles() {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// blank reports whether nothing of the text can be seen.
func blank(text string) bool {
	for _, c := range text {
		if !unicode.IsSpace(c) && !unicode.Is(unicode.Cf, c) && !unicode.IsControl(c) {
			return false
		}
	}
	return true
}

// quoted shows foreign text safely and not too long.
func quoted(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
