package ident

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/errs"
)

// MaxRaw is the most bytes of typed text that are looked at; the longest number has 34 characters.
const MaxRaw = 120

// lookalikes are the Cyrillic capitals that a person cannot tell from Latin ones.
var lookalikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'Х': 'X', 'У': 'Y',
	'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
}

// clean takes away what people add to a number: blanks, hyphens, a label, small letters, letters of the other alphabet.
func (r rule) clean(raw string) (string, error) {
	if len(raw) > MaxRaw || !utf8.ValidString(raw) {
		return "", errs.New(errs.Invalid, "this is too long or not text, so it is no {scheme}", "scheme", r.scheme).
			Because("write one number, like {example}", "example", r.example)
	}
	text := r.unlabel(strings.TrimSpace(raw))
	if placeholder(text) {
		return "", errs.New(errs.Invalid, "{scheme} is missing", "scheme", r.scheme).
			Because("write the number, like {example}, or leave it out", "example", r.example)
	}
	if r.scheme != VAT && len(Split(text)) > 1 {
		return "", errs.New(errs.Invalid, "{value} holds several numbers", "value", quote(text)).
			Because("enter each number by itself")
	}
	var b strings.Builder
	for _, c := range text {
		if c = r.fold(c); c >= 0 {
			b.WriteRune(c)
		}
	}
	if b.Len() == 0 {
		return "", errs.New(errs.Invalid, "{scheme} is missing", "scheme", r.scheme).
			Because("write the number, like {example}, or leave it out", "example", r.example)
	}
	return b.String(), nil
}

// fold gives the character as it is stored, or -1 for one that does not count.
func (r rule) fold(c rune) rune {
	switch {
	case unicode.IsSpace(c), unicode.Is(unicode.Pd, c), unicode.Is(unicode.Cf, c), c == '−':
		return -1
	case r.scheme == VAT && (c == '.' || c == ',' || c == '/'):
		return -1 // Belgium, Hungary and others print their numbers with them
	case c >= 'a' && c <= 'z':
		return c - 'a' + 'A'
	case r.scheme == VIN, r.scheme == PIN:
		return c // copied from a plate: a foreign letter is a mistake to show, not to mend
	}
	if latin, ok := lookalikes[unicode.ToUpper(c)]; ok {
		return latin
	}
	return c
}

// unlabel takes the scheme's name away from the front. It must be set off from the number, because a bank or a maker
// may begin with the same letters; only before a number of digits may it touch.
func (r rule) unlabel(text string) string {
	for _, label := range r.labels {
		rest, ok := cutFold(text, label)
		if !ok {
			continue
		}
		next, _ := utf8.DecodeRuneInString(rest)
		if strings.ContainsRune(" \u00a0\t:.№#", next) || (r.numeric && next >= '0' && next <= '9') {
			return strings.TrimLeft(rest, " \u00a0\t:.№#")
		}
	}
	return text
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(text, prefix string) (string, bool) {
	if len(text) <= len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", false
	}
	return text[len(prefix):], true
}

// placeholder knows the words that machines and people put where they have nothing.
func placeholder(text string) bool {
	switch strings.ToLower(text) {
	case "", "missing", "n/a", "na", "null", "0", "unknown", "empty", "none", "-":
		return true
	}
	return false
}

// Split takes a cell with several numbers apart, at commas, semicolons, bars and line ends.
func Split(cell string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(cell, func(c rune) bool { return strings.ContainsRune(",;|\r\n", c) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// quote shows foreign text safely and not too long.
func quote(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return strconv.Quote(text)
}

func onlyZeros(v string) bool {
	zero := false
	for i := range len(v) {
		if v[i] >= '1' && v[i] <= '9' {
			return false
		}
		zero = zero || v[i] == '0'
	}
	return zero
}
