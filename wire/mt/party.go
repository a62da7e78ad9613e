package mt

import (
	"slices"
	"strings"
)

// Party is who is named in a field: by its BIC, or by name and address; with its account where the field has one.
type Party struct {
	Account string // without the slash in front
	BIC     string
	Lines   []string // name and address
}

// PartyOf reads a party out of a field: option A names a BIC, the others name and address; lines that begin with a slash are the account.
func PartyOf(f Field) Party {
	lines := f.lines()
	var p Party
	if strings.HasPrefix(lines[0], "/") {
		p.Account = strings.TrimPrefix(lines[0], "/")
		lines = lines[1:]
	}
	if len(lines) == 0 || lines[0] == "" {
		return p
	}
	if strings.HasSuffix(f.Tag, "A") || f.Tag == "41F" {
		p.BIC = lines[0]
		return p
	}
	p.Lines = slices.Clone(lines)
	return p
}

// party reads a party of a message; the zero value when the field is missing.
func (m Message) party(sequence, tag string) Party {
	f, ok := m.First(sequence, tag)
	if !ok {
		return Party{}
	}
	return PartyOf(f)
}

// Name is the BIC, otherwise the first line.
func (p Party) Name() string {
	switch {
	case p.BIC != "":
		return p.BIC
	case len(p.Lines) > 0:
		return p.Lines[0]
	}
	return ""
}

// shown is the name for machines, nil when the field names nobody.
func (p Party) shown() any {
	if p.Name() == "" {
		return nil
	}
	return p.Name()
}
