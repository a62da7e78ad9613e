package guarantee

import (
	"strings"
	"unicode"

	"kontor/errs"
	"kontor/ident"
)

// minAccount and maxAccount bound an account that is no IBAN: MT 765 field 57 has 34 characters for the account, and a
// bank beside it.
const (
	minAccount = 5
	maxAccount = 200
)

// checkAccount wants somewhere to pay to. What looks like an IBAN must be one; other accounts are as the bank writes them.
func checkAccount(text string) error {
	text = strings.TrimSpace(text)
	compact := strings.Join(strings.Fields(text), "")
	if looksLikeIBAN(compact) {
		_, err := ident.Parse(ident.IBAN, compact)
		return err
	}
	if n := len([]rune(text)); n < minAccount || n > maxAccount || !strings.ContainsFunc(text, unicode.IsDigit) {
		return errs.New(errs.Invalid, "a demand needs the account to pay to").
			Because("give the IBAN, or the account number with its bank")
	}
	return nil
}

// looksLikeIBAN: two letters, two digits, and nothing but letters and digits for the rest.
func looksLikeIBAN(s string) bool {
	if len(s) < 5 {
		return false
	}
	for n, r := range s {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		digit := r >= '0' && r <= '9'
		if n < 2 && !letter || (n == 2 || n == 3) && !digit || !letter && !digit {
			return false
		}
	}
	return true
}
