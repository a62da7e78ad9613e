package ident

import "kontor/errs"

// vatRule is how one state writes its VAT numbers. Shapes and checks are about the part after the prefix.
type vatRule struct {
	shapes  []string
	check   func(n string) bool // of a number that fits one of the shapes
	country string              // ISO code where the prefix is another
	zeroTo  int                 // old shorter numbers get zeros in front up to this length
}

// vatRules are the 27 states and Northern Ireland, as VIES takes them.
var vatRules = map[string]vatRule{
	"AT": {shapes: []string{"1a8n"}, check: vatAT},
	"BE": {shapes: []string{"10n"}, check: vatBE, zeroTo: 10},
	"BG": {shapes: []string{"9n", "10n"}, check: vatBG},
	"CY": {shapes: []string{"8n1a"}, check: vatCY},
	"CZ": {shapes: []string{"8n", "9n", "10n"}, check: vatCZ},
	"DE": {shapes: []string{"9n"}, check: vatDE},
	"DK": {shapes: []string{"8n"}, check: vatDK},
	"EE": {shapes: []string{"9n"}, check: vatEE},
	"EL": {shapes: []string{"9n"}, check: vatEL, country: "GR"},
	"ES": {shapes: []string{"1c7n1c"}, check: vatES},
	"FI": {shapes: []string{"8n"}, check: vatFI},
	"FR": {shapes: []string{"2c9n"}, check: vatFR},
	"HR": {shapes: []string{"11n"}, check: iso1110},
	"HU": {shapes: []string{"8n"}, check: vatHU},
	"IE": {shapes: []string{"7n1a", "7n2a", "1n1a5n1a"}, check: vatIE},
	"IT": {shapes: []string{"11n"}, check: vatIT},
	"LT": {shapes: []string{"9n", "12n"}, check: vatLT},
	"LU": {shapes: []string{"8n"}, check: vatLU},
	"LV": {shapes: []string{"11n"}, check: vatLV},
	"MT": {shapes: []string{"8n"}, check: vatMT},
	"NL": {shapes: []string{"9n1a2n"}, check: vatNL},
	"PL": {shapes: []string{"10n"}, check: vatPL},
	"PT": {shapes: []string{"9n"}, check: vatPT},
	"RO": {shapes: []string{"2n", "3n", "4n", "5n", "6n", "7n", "8n", "9n", "10n"}, check: vatRO},
	"SE": {shapes: []string{"12n"}, check: vatSE},
	"SI": {shapes: []string{"8n"}, check: vatSI},
	"SK": {shapes: []string{"10n"}, check: vatSK},
	"XI": {shapes: []string{"9n", "12n"}, check: vatXI, country: "GB"},
}

// checkVAT takes the number with the prefix of its state; without it nobody could tell whose rule applies.
func checkVAT(v string) (value, country string, err error) {
	if len(v) < 3 {
		return "", "", wrongLength(VAT, v, "4–14")
	}
	prefix := v[:2]
	r, ok := vatRules[prefix]
	if !ok {
		return "", "", vatPrefix(v, prefix)
	}
	if len(v) == 2+r.zeroTo-1 && isDigits(v[2:]) {
		v = prefix + "0" + v[2:]
	}
	shapes := make([]string, len(r.shapes))
	for i, shape := range r.shapes {
		shapes[i] = "2a" + shape
	}
	if err := fits(VAT, v, shapes...); err != nil {
		return "", "", err
	}
	if onlyZeros(v[2:]) || !r.check(v[2:]) {
		return "", "", wrongDigit(VAT, v)
	}
	if r.country != "" {
		return v, r.country, nil
	}
	return v, prefix, nil
}

// vatPrefix says why the first two letters open no number, with the mistakes people make most.
func vatPrefix(v, prefix string) error {
	e := errs.New(errs.Invalid, "VAT number {value} begins with no state of the EU scheme", "value", shown([]rune(v)))
	switch prefix {
	case "GR":
		return e.Because("Greece writes EL in front of its VAT numbers")
	case "GB":
		return e.Because("Great Britain left the EU scheme; only Northern Ireland is in it, with XI")
	}
	return e.Because("write the two letters of the state in front, like {example}", "example", exampleVAT)
}
