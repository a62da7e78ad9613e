package ident

import "kontor/errs"

// Valid numbers of the kinds, for hints.
const (
	exampleIBAN = "DE89370400440532013000"
	exampleBIC  = "DEUTDEFF"
	exampleRF   = "RF18539007547034"
	exampleVAT  = "DE136695976"
)

// checkIBAN: the structure of the country first, because mod 97 alone lets a letter O pass for a 0 now and then.
func checkIBAN(v string) (value, country string, err error) {
	if len(v) < 2 {
		return "", "", wrongLength(IBAN, v, "15–33")
	}
	bban, ok := bbans[v[:2]]
	if !ok {
		return "", "", errs.New(errs.Invalid, "IBAN {value} begins with no country that issues IBANs", "value", shown([]rune(v))).
			Because("an IBAN begins with the two letters of the bank's country, like {example}", "example", exampleIBAN)
	}
	if err := fits(IBAN, v, "2a2n"+bban); err != nil {
		return "", "", err
	}
	if !iso97(v[4:] + v[:4]) {
		return "", "", wrongDigit(IBAN, v)
	}
	return v, v[:2], nil
}

// checkRF: creditor reference, at most 21 characters after the check digits (ISO 11649).
func checkRF(v string) error {
	if len(v) < 5 || len(v) > 25 {
		return wrongLength(RF, v, "5–25")
	}
	if v[:2] != "RF" {
		return errs.New(errs.Invalid, "{value} is no payment reference", "value", shown([]rune(v))).
			Because("a payment reference begins with RF, like {example}", "example", exampleRF)
	}
	shape := "2a2n"
	for range len([]rune(v)) - 4 {
		shape += "1c"
	}
	if err := fits(RF, v, shape); err != nil {
		return err
	}
	if !iso97(v[4:] + v[:4]) {
		return wrongDigit(RF, v)
	}
	return nil
}

// checkBIC: bank, country, place and perhaps a branch. XXX is the head office, the same as the 8 characters alone.
func checkBIC(v string) (value, country string, err error) {
	if err := fits(BIC, v, "6a2c", "6a5c"); err != nil {
		return "", "", err
	}
	country = v[4:6]
	if !IsCountry(country) {
		return "", "", errs.New(errs.Invalid, "BIC {value} names {country} as its country, which does not exist", "value", v, "country", country).
			Because("the fifth and sixth letter are the bank's country, like DE in {example}", "example", exampleBIC)
	}
	if v[8:] == "XXX" {
		v = v[:8]
	}
	return v, country, nil
}

// warnBIC tells addresses that move no money from real ones.
func warnBIC(v string) []errs.Text {
	switch v[7] {
	case '0':
		return []errs.Text{errs.T("BIC {value} is a test address (0 at position 8), no bank stands behind it", "value", v)}
	case '1':
		return []errs.Text{errs.T("BIC {value} is a passive participant (1 at position 8): it has no connection of its own", "value", v)}
	}
	return nil
}

// bbans are the structures after country and check digits, IBAN registry release 101.
var bbans = map[string]string{
	"AD": "8n12c", "AE": "19n", "AL": "8n16c", "AT": "16n", "AZ": "4a20c", "BA": "16n", "BE": "12n", "BG": "4a6n8c",
	"BH": "4a14c", "BI": "23n", "BR": "23n1a1c", "BY": "4c4n16c", "CH": "5n12c", "CR": "18n", "CY": "8n16c", "CZ": "20n",
	"DE": "18n", "DJ": "23n", "DK": "14n", "DO": "4c20n", "EE": "16n", "EG": "25n", "ES": "20n", "FI": "14n", "FK": "2a12n",
	"FO": "14n", "FR": "10n11c2n", "GB": "4a14n", "GE": "2a16n", "GI": "4a15c", "GL": "14n", "GR": "7n16c", "GT": "24c",
	"HN": "4a20n", "HR": "17n", "HU": "24n", "IE": "4a14n", "IL": "19n", "IQ": "4a15n", "IS": "22n", "IT": "1a10n12c",
	"JO": "4a4n18c", "KW": "4a22c", "KZ": "3n13c", "LB": "4n20c", "LC": "4a24c", "LI": "5n12c", "LT": "16n", "LU": "3n13c",
	"LV": "4a13c", "LY": "21n", "MC": "10n11c2n", "MD": "20c", "ME": "18n", "MK": "3n10c2n", "MN": "16n", "MR": "23n",
	"MT": "4a5n18c", "MU": "4a19n3a", "NI": "4a20n", "NL": "4a10n", "NO": "11n", "OM": "3n16c", "PK": "4a16c", "PL": "24n",
	"PS": "4a21c", "PT": "21n", "QA": "4a21c", "RO": "4a16c", "RS": "18n", "RU": "14n15c", "SA": "2n18c", "SC": "4a20n3a",
	"SD": "14n", "SE": "20n", "SI": "15n", "SK": "20n", "SM": "1a10n12c", "SO": "19n", "ST": "21n", "SV": "4a20n",
	"TL": "19n", "TN": "20n", "TR": "6n16c", "UA": "6n19c", "VA": "18n", "VG": "4a16n", "XK": "16n", "YE": "4a4n18c",
}
