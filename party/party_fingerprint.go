package party

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"kontor/ident"
)

// Fingerprint is the hex SHA-256 over what identifies the party: name, aliases, country, dates and official numbers.
// Case, blanks, composed or decomposed accents and the order of lists do not count; address, legal form and roles
// do not identify. Two parties with one fingerprint are the same to a list.
func (p Party) Fingerprint() string {
	identity := struct {
		Version     int // of this rule; a new one makes every vetting stale, on purpose
		Name        string
		Aliases     []string
		Country     string
		Born        string
		Registered  string
		Identifiers []string
	}{Version: 1, Name: fold(p.Name), Country: strings.ToUpper(strings.TrimSpace(p.Country)), Born: p.BornOn.String(), Registered: p.RegisteredOn.String(),
		Aliases: p.foldedAliases(), Identifiers: p.numbers()}
	text, err := json.Marshal(identity) // JSON, because joined strings could not tell "a,b" from "a" and "b"
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (p Party) foldedAliases() []string {
	out := make([]string, 0, len(p.Aliases))
	for _, a := range p.Aliases {
		out = append(out, fold(a.Text))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// numbers are "scheme value" in order. A number that does not parse counts as it was typed.
func (p Party) numbers() []string {
	out := make([]string, 0, len(p.Identifiers))
	for _, n := range p.Identifiers {
		if known, err := ident.Parse(n.Scheme, n.Value); err == nil {
			n = known
		}
		out = append(out, string(n.Scheme)+" "+n.Value)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// fold makes names that read the same equal: compatible forms, one case, single blanks, nothing invisible.
func fold(name string) string {
	seen := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, norm.NFKC.String(name))
	return norm.NFKC.String(strings.Join(strings.Fields(cases.Fold().String(seen)), " "))
}
