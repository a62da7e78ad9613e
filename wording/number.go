package wording

import (
	"strings"
	"unicode"

	"kontor/errs"
)

// NumberKey is what two spellings of one number have in common: its letters and digits, in capitals. Blanks, slashes,
// hyphens and dots are spacing that each system sets differently. Leading zeros stay: 0118 and 118 may be two series of one
// guarantor, so that SameNumber warns of them and joins them never.
func NumberKey(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ToUpper(number))
}

// SameNumber reports whether two spellings name one guarantee of one guarantor, which is then one paper, however often it
// was registered. For two different numbers the text says why they may be taken for each other; it is empty if they are
// not alike. Source: handbook T4.
func SameNumber(a, b string) (bool, errs.Text) {
	x, y := NumberKey(a), NumberKey(b)
	switch {
	case x == "" || y == "":
		return false, errs.Text{}
	case x == y:
		return true, errs.Text{}
	case withoutZeros(a) == withoutZeros(b):
		return false, errs.T("the numbers differ in leading zeros only")
	case skeleton(x) == skeleton(y):
		return false, errs.T("the numbers differ in signs that look the same, like 0 and O or 1 and I")
	case len(x) == len(y) && len(x) >= 6 && swapped(x, y):
		return false, errs.T("the numbers differ in two swapped signs")
	}
	return false, errs.Text{}
}

// withoutZeros is the key of a number whose groups of digits have no leading zeros.
func withoutZeros(number string) string {
	var b strings.Builder
	leading := true
	for _, r := range strings.ToUpper(number) {
		digit := unicode.IsDigit(r)
		if leading && r == '0' {
			continue
		}
		leading = !digit
		if digit || unicode.IsLetter(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func swapped(a, b string) bool {
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}
