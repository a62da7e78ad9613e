package ident

import (
	"strings"

	"kontor/errs"
)

// checkINN: one check digit for entities, two for persons.
func checkINN(v string) error {
	if err := fits(INN, v, "10n", "12n"); err != nil {
		return err
	}
	ok := false
	if len(v) == 10 {
		ok = weighted(v, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[9])
	} else {
		ok = weighted(v, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[10]) &&
			weighted(v, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[11])
	}
	if !ok {
		return wrongDigit(INN, v)
	}
	return nil
}

// checkKPP: tax office, reason, number. There is no check digit.
func checkKPP(v string) error { return fits(KPP, v, "4n2c3n") }

// checkOGRN: the register number of an entity.
func checkOGRN(v string) error {
	if len(v) == 15 && isDigits(v) {
		return errs.New(errs.Invalid, "{scheme} {value} has 15 digits, as a sole trader's has", "scheme", OGRN, "value", v).
			Because("choose {other} as the kind of number", "other", OGRNIP)
	}
	if err := fits(OGRN, v, "13n"); err != nil {
		return err
	}
	if v[0] == '0' {
		return wrongPart(OGRN, v, "0", 1, "1, 2, 3, 4, 5, 6, 7, 8, 9")
	}
	if remainder(v[:12], 11)%10 != digit(v[12]) {
		return wrongDigit(OGRN, v)
	}
	return nil
}

// checkOGRNIP: mod 13, then mod 10. Without the last step numbers with remainder 10 to 12 would be refused.
func checkOGRNIP(v string) error {
	if len(v) == 13 && isDigits(v) {
		return errs.New(errs.Invalid, "{scheme} {value} has 13 digits, as an entity's has", "scheme", OGRNIP, "value", v).
			Because("choose {other} as the kind of number", "other", OGRN)
	}
	if err := fits(OGRNIP, v, "15n"); err != nil {
		return err
	}
	if v[0] != '3' && v[0] != '4' {
		return wrongPart(OGRNIP, v, v[:1], 1, "3, 4")
	}
	if remainder(v[:14], 13)%10 != digit(v[14]) {
		return wrongDigit(OGRNIP, v)
	}
	return nil
}

// The letters of Belarusian numbers look the same in both alphabets.
const (
	unpFirst  = "ABCEHKM"
	unpSecond = "ABCEHKMOPT"
)

// checkUNP: organisations have nine digits, persons two letters and seven digits.
func checkUNP(v string) error {
	if err := fits(UNP, v, "9n", "2a7n"); err != nil {
		return err
	}
	counted := v
	if digit(v[0]) < 10 {
		if v[0] < '1' || v[0] > '7' {
			return wrongPart(UNP, v, v[:1], 1, "1, 2, 3, 4, 5, 6, 7")
		}
	} else {
		if !strings.Contains(unpFirst, v[:1]) {
			return wrongPart(UNP, v, v[:1], 1, spread(unpFirst))
		}
		second := strings.IndexByte(unpSecond, v[1])
		if second < 0 {
			return wrongPart(UNP, v, v[1:2], 2, spread(unpSecond))
		}
		counted = v[:1] + string(rune('0'+second)) + v[2:]
	}
	// A remainder of 10 fits no digit: such numbers are never issued.
	if weighted(counted, 29, 23, 19, 17, 13, 7, 5, 3)%11 != digit(v[8]) {
		return wrongDigit(UNP, v)
	}
	return nil
}

// spread writes the choices apart: "A, B, C".
func spread(letters string) string { return strings.Join(strings.Split(letters, ""), ", ") }

// checkLEI: ISO 17442. Positions 5 and 6 need not be 00; early numbers carry other digits.
func checkLEI(v string) error {
	if err := fits(LEI, v, "18c2n"); err != nil {
		return err
	}
	if !iso97(v) {
		return wrongDigit(LEI, v)
	}
	return nil
}
