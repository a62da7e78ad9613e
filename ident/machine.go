package ident

import (
	"strconv"
	"strings"

	"kontor/errs"
)

// checkVIN: 17 characters without I, O and Q; every bad place is named at once (ISO 3779).
func checkVIN(v string) error {
	runes := []rune(v)
	if len(runes) != 17 {
		return wrongLength(VIN, v, "17")
	}
	var bad []string
	for i, c := range runes {
		if !strings.ContainsRune("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", c) {
			bad = append(bad, strconv.Quote(string(c))+" ("+strconv.Itoa(i+1)+")")
		}
	}
	if len(bad) > 0 {
		return errs.New(errs.Invalid, "VIN {value} has characters that no VIN has, with their positions: {bad}", "value", shown(runes), "bad", strings.Join(bad, ", ")).
			Because("a VIN has the letters A to Z without I, O and Q, and digits; read the plate again")
	}
	return nil
}

// vinValues counts the letters: A1…H8, J1…R9, S2…Z9.
const vinValues = "12345678" + "0" + "12345" + "0" + "7" + "0" + "9" + "23456789"

// warnVIN recomputes the check digit at position 9 where the law asks for one: North America (first character 1 to 5)
// and China (L). Elsewhere the place is free, so silence.
func warnVIN(v string) []errs.Text {
	if !(v[0] >= '1' && v[0] <= '5') && v[0] != 'L' {
		return nil
	}
	sum := 0
	for i, w := range []int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		c := v[i]
		if c >= 'A' {
			c = vinValues[c-'A']
		}
		sum += w * int(c-'0')
	}
	if v[8] == "0123456789X"[sum%11] {
		return nil
	}
	return []errs.Text{errs.T("VIN {value} fails its check digit: at least one character may be wrong, read the plate again", "value", v)}
}

// Lengths of a product identification number. ISO 10261 says 17; real feeds carry from 6.
const (
	minPIN = 6
	maxPIN = 17
)

// checkPIN is loose on purpose: the check letter is the maker's own affair and real makers send the letter I.
func checkPIN(v string) error {
	n := len([]rune(v))
	if n < minPIN || n > maxPIN {
		return wrongLength(PIN, v, "6–17")
	}
	return fits(PIN, v, strconv.Itoa(n)+"c")
}

// warnPIN points at the letters that are often a misread digit.
func warnPIN(v string) []errs.Text {
	var odd []string
	for i := range len(v) {
		if strings.IndexByte("IOQ", v[i]) >= 0 {
			odd = append(odd, v[i:i+1]+" ("+strconv.Itoa(i+1)+")")
		}
	}
	if len(odd) == 0 {
		return nil
	}
	return []errs.Text{errs.T("machine number {value} has letters that look like digits, with their positions: {odd}", "value", v, "odd", strings.Join(odd, ", "))}
}

// checkShip: the number of a hull. Lists mix it with the owner's number under the same name.
func checkShip(v string) error {
	if err := fits(IMOShip, v, "7n"); err != nil {
		return err
	}
	if shipDigit(v) {
		return nil
	}
	if companyDigit(v) {
		return errs.New(errs.Invalid, "{value} is the IMO number of a company, not of a ship", "value", v).
			Because("choose {other} as the kind of number", "other", IMOCompany)
	}
	return wrongDigit(IMOShip, v)
}

// checkShipCompany: the number of an owner or manager. Where the sum leaves no remainder the sources disagree: the
// formula gives the digit 1, which three numbers on the OFAC list carry, the reference numbers of the handbook refuse
// it. The stricter reading stands until that is settled, and the refusal says so instead of calling the number wrong.
func checkShipCompany(v string) error {
	if err := fits(IMOCompany, v, "7n"); err != nil {
		return err
	}
	if companyDigit(v) {
		return nil
	}
	if companySum(v)%11 == 0 && v[6] == '1' {
		return errs.New(errs.Invalid, "the check digit of IMO company number {value} cannot be decided", "value", v).
			Because("the published rules disagree about this number; look it up in the IMO register and keep it in the notes")
	}
	return wrongDigit(IMOCompany, v)
}

func shipDigit(v string) bool { return weighted(v, 7, 6, 5, 4, 3, 2)%10 == digit(v[6]) }

func companySum(v string) int { return weighted(v, 8, 6, 4, 2, 9, 7) }

func companyDigit(v string) bool {
	rest := companySum(v) % 11
	return rest != 0 && (11-rest)%10 == digit(v[6])
}
