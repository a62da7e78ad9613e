package demo

import (
	"fmt"
	"math/rand/v2"

	"kontor/ident"
)

// The official numbers of the demo are well-formed and belong to nobody: their first digits are of offices that issue
// none. Check digits are found by asking package ident, so that its rules stand in one place.

// number makes a number of a scheme: a fixed beginning, random digits and the check digits that ident accepts.
func number(r *rand.Rand, scheme ident.Scheme, begin string, digits int) string {
	for range 1000 {
		base := begin + randomDigits(r, digits)
		for check := range 100 {
			text := fmt.Sprintf("%s%02d", base, check)
			if _, err := ident.Parse(scheme, text); err == nil {
				return text
			}
		}
	}
	panic("demo: no number of " + string(scheme)) // a beginning that the scheme never takes
}

func randomDigits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// officialNumbers gives a company of a country the numbers that such a company has.
func officialNumbers(r *rand.Rand, country string) [][2]string {
	switch country {
	case "RU":
		return [][2]string{{"INN", number(r, ident.INN, "98", 6)}, {"OGRN", number(r, ident.OGRN, "11098", 6)}}
	case "BY":
		return [][2]string{{"UNP", number(r, ident.UNP, "78", 5)}}
	case "DE":
		return [][2]string{{"VAT", number(r, ident.VAT, "DE9", 6)}, {"LEI", number(r, ident.LEI, "984500", 12)}}
	case "PL":
		return [][2]string{{"VAT", number(r, ident.VAT, "PL99", 6)}}
	case "CZ":
		return [][2]string{{"VAT", number(r, ident.VAT, "CZ8", 5)}}
	}
	return [][2]string{{"LEI", number(r, ident.LEI, "984500", 12)}}
}

// iban makes a German account of no bank; its check digits stand in front.
func iban(r *rand.Rand) string {
	for {
		account := "99" + randomDigits(r, 16)
		for check := 2; check < 99; check++ {
			text := fmt.Sprintf("DE%02d%s", check, account)
			if _, err := ident.Parse(ident.IBAN, text); err == nil {
				return text
			}
		}
	}
}

// vin makes the number of a road vehicle; the check digit at its ninth place is free outside America and China.
func vin(r *rand.Rand, maker string) string {
	const letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
	b := []byte(maker)
	for len(b) < 11 {
		b = append(b, letters[r.IntN(len(letters))])
	}
	return string(b) + randomDigits(r, 17-len(b))
}
