package ident

import (
	"strconv"
	"strings"

	"kontor/errs"
)

// A shape is written as in the IBAN registry: counts and classes, n digit, a letter, c letter or digit: "4a6n8n".

// fits holds v to one of the shapes. The refusal names the length, or the first character that does not belong.
func fits(scheme Scheme, v string, shapes ...string) error {
	var first error
	var lengths []string
	runes := []rune(v)
	for _, shape := range shapes {
		classes := expand(shape)
		if len(classes) != len(runes) {
			if text := strconv.Itoa(len(classes)); len(lengths) == 0 || lengths[len(lengths)-1] != text {
				lengths = append(lengths, text)
			}
			continue
		}
		err := fitsClasses(scheme, runes, classes)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	if first != nil {
		return first
	}
	return wrongLength(scheme, v, strings.Join(lengths, ", "))
}

func fitsClasses(scheme Scheme, runes []rune, classes string) error {
	for i, c := range runes {
		digit, letter := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
		switch {
		case classes[i] == 'n' && !digit:
			return errs.New(errs.Invalid, "{scheme} {value} has {char} at position {place}, where a digit belongs",
				"scheme", scheme, "value", shown(runes), "char", quote(string(c)), "place", i+1).Because("look for a letter that was read as a digit, like O for 0")
		case classes[i] == 'a' && !letter:
			return errs.New(errs.Invalid, "{scheme} {value} has {char} at position {place}, where a letter belongs",
				"scheme", scheme, "value", shown(runes), "char", quote(string(c)), "place", i+1).Because("look for a digit that was read as a letter, like 0 for O")
		case classes[i] == 'c' && !digit && !letter:
			return errs.New(errs.Invalid, "{scheme} {value} has {char} at position {place}, where a Latin letter or a digit belongs",
				"scheme", scheme, "value", shown(runes), "char", quote(string(c)), "place", i+1).Because("write only the letters A to Z and digits")
		}
	}
	return nil
}

// expand turns "2a3n" into "aannn".
func expand(shape string) string {
	var b strings.Builder
	count := 0
	for i := range len(shape) {
		if c := shape[i]; c >= '0' && c <= '9' {
			count = count*10 + int(c-'0')
			continue
		}
		b.WriteString(strings.Repeat(shape[i:i+1], count))
		count = 0
	}
	return b.String()
}

// shown keeps hostile text out of sentences; what passed clean is short already.
func shown(v []rune) string {
	if len(v) > 40 {
		v = append(append([]rune{}, v[:40]...), '…')
	}
	s := strconv.Quote(string(v))
	return s[1 : len(s)-1]
}

func wrongLength(scheme Scheme, v, want string) error {
	runes := []rune(v)
	return errs.New(errs.Invalid, "{scheme} {value} has {n} characters, it should have {want}",
		"scheme", scheme, "value", shown(runes), "n", len(runes), "want", want).
		Because("compare it with the document: a character is missing or too many")
}

// wrongDigit refuses a number whose check digits do not match. It does not say which digit it expects: any of them
// may be the wrong one, and a number bent until it passes is worse than none.
func wrongDigit(scheme Scheme, v string) error {
	return errs.New(errs.Invalid, "{scheme} {value} fails its check digit: at least one character is wrong", "scheme", scheme, "value", v).
		Because("compare it with the document character by character; often two neighbours are swapped")
}

// wrongPart refuses a place in the number that only certain characters may take.
func wrongPart(scheme Scheme, v, part string, place int, allowed string) error {
	return errs.New(errs.Invalid, "{scheme} {value} has {part} at position {place}, which is never issued",
		"scheme", scheme, "value", v, "part", part, "place", place).
		Because("compare it with the document; there it is one of: {allowed}", "allowed", allowed)
}
