// Package ident reads the official numbers by which the world knows a party, an account or a machine.
//
// A number typed by a person carries blanks, hyphens, a label in front or letters of the wrong alphabet. Parse takes
// those away, holds the rest to the length and alphabet of its scheme and recomputes the check digits. A refusal says
// what is wrong and where; it never offers a "corrected" number, because a check digit tells that a digit is wrong,
// not which one. What is odd but allowed comes back from Check as a warning. A valid number is well-formed, no more:
// that it was ever issued is for the register to say.
package ident

import (
	"strings"

	"kontor/errs"
)

// Scheme names a kind of number.
type Scheme string

// The schemes.
const (
	INN        Scheme = "INN"         // Russian tax number, 10 digits (entity) or 12 (person)
	KPP        Scheme = "KPP"         // Russian reason code of registration, 9
	OGRN       Scheme = "OGRN"        // Russian state register number of an entity, 13 digits
	OGRNIP     Scheme = "OGRNIP"      // the same of a sole trader, 15 digits
	UNP        Scheme = "UNP"         // Belarusian tax number, 9
	LEI        Scheme = "LEI"         // legal entity identifier, ISO 17442
	IBAN       Scheme = "IBAN"        // bank account, ISO 13616
	BIC        Scheme = "BIC"         // bank, ISO 9362
	VAT        Scheme = "VAT"         // VAT number of an EU state or Northern Ireland, with its prefix
	VIN        Scheme = "VIN"         // road vehicle, ISO 3779
	PIN        Scheme = "PIN"         // machine, ISO 10261; stored, not verified
	RF         Scheme = "RF"          // creditor reference, ISO 11649
	IMOShip    Scheme = "IMO"         // ship
	IMOCompany Scheme = "IMO_COMPANY" // owner or manager of ships
)

// ID is one number that passed its checks.
type ID struct {
	Scheme  Scheme
	Raw     string // as it was typed
	Value   string // as it is stored and compared; Parse(Scheme, Value) gives the same Value
	Country string // ISO 3166 alpha-2 of the issuer, "" where the number does not tell
}

// rule is what the package knows of one scheme.
type rule struct {
	scheme  Scheme
	example string
	country string   // of every number of the scheme, "" if it varies
	labels  []string // words people write in front
	numeric bool     // has no letters in front: a label may touch the digits; all zeros are no number
	check   func(v string) (value, country string, err error)
	warn    func(v string) []errs.Text
}

// rules is in the order in which people choose.
var rules = []rule{
	{scheme: INN, example: "7707083893", country: "RU", labels: []string{"INN", "ИНН"}, numeric: true, check: plain(checkINN)},
	{scheme: KPP, example: "770701001", country: "RU", labels: []string{"KPP", "КПП"}, numeric: true, check: plain(checkKPP)},
	{scheme: OGRN, example: "1027700132195", country: "RU", labels: []string{"OGRN", "ОГРН"}, numeric: true, check: plain(checkOGRN)},
	{scheme: OGRNIP, example: "385768585948949", country: "RU", labels: []string{"OGRNIP", "ОГРНИП"}, numeric: true, check: plain(checkOGRNIP)},
	{scheme: UNP, example: "200988541", country: "BY", labels: []string{"UNP", "УНП"}, numeric: true, check: plain(checkUNP)},
	{scheme: VAT, example: exampleVAT, labels: []string{"VAT", "VAT ID", "USt-IdNr", "USt-IdNr.", "UID"}, check: checkVAT},
	{scheme: LEI, example: "5493001KJTIIGC8Y1R12", labels: []string{"LEI"}, check: plain(checkLEI)},
	{scheme: IBAN, example: exampleIBAN, labels: []string{"IBAN"}, check: checkIBAN},
	{scheme: BIC, example: exampleBIC, labels: []string{"BIC", "SWIFT"}, check: checkBIC, warn: warnBIC},
	{scheme: RF, example: exampleRF, check: plain(checkRF)},
	{scheme: VIN, example: "1M8GDM9AXKP042788", labels: []string{"VIN"}, check: plain(checkVIN), warn: warnVIN},
	{scheme: PIN, example: "KTR0125HKR0034567", labels: []string{"PIN"}, check: plain(checkPIN), warn: warnPIN},
	{scheme: IMOShip, example: "9319466", labels: []string{"IMO"}, numeric: true, check: plain(checkShip)},
	{scheme: IMOCompany, example: "5342883", labels: []string{"IMO"}, numeric: true, check: plain(checkShipCompany)},
}

// plain adapts a check that neither changes the value nor learns a country.
func plain(check func(string) error) func(string) (string, string, error) {
	return func(v string) (string, string, error) { return v, "", check(v) }
}

// Schemes are all schemes, in the order in which people choose.
func Schemes() []Scheme {
	out := make([]Scheme, len(rules))
	for i, r := range rules {
		out[i] = r.scheme
	}
	return out
}

// Shared reports whether several parties bear the same number of the scheme: a tax office's KPP, a bank's BIC.
func (s Scheme) Shared() bool { return s == KPP || s == BIC }

// Identifies reports whether a number of the scheme tells who a party is. An account belongs to one party too, but a
// party changes its bank.
func (s Scheme) Identifies() bool {
	switch s {
	case INN, OGRN, OGRNIP, UNP, LEI, VAT, IMOCompany:
		return true
	}
	return false
}

// Label is what people call the scheme.
func (s Scheme) Label() errs.Text {
	switch s {
	case INN:
		return errs.T("Russian tax number (INN)")
	case KPP:
		return errs.T("Russian tax registration code (KPP)")
	case OGRN:
		return errs.T("Russian register number (OGRN)")
	case OGRNIP:
		return errs.T("Russian sole trader's register number (OGRNIP)")
	case UNP:
		return errs.T("Belarusian tax number (UNP)")
	case VAT:
		return errs.T("EU VAT number")
	case LEI:
		return errs.T("legal entity identifier (LEI)")
	case IBAN:
		return errs.T("bank account (IBAN)")
	case BIC:
		return errs.T("bank (BIC)")
	case RF:
		return errs.T("payment reference (RF)")
	case VIN:
		return errs.T("vehicle number (VIN)")
	case PIN:
		return errs.T("machine number (PIN)")
	case IMOShip:
		return errs.T("ship (IMO number)")
	case IMOCompany:
		return errs.T("ship owner (IMO company number)")
	}
	return errs.T("unknown kind of number ({scheme})", "scheme", string(s))
}

// Example is a valid number of the scheme, "" for an unknown one.
func (s Scheme) Example() string {
	r, err := ruleOf(s)
	if err != nil {
		return ""
	}
	return r.example
}

// Parse reads one number. Every error is Invalid and says how to mend it.
func Parse(scheme Scheme, raw string) (ID, error) {
	r, err := ruleOf(scheme)
	if err != nil {
		return ID{}, err
	}
	v, err := r.clean(raw)
	if err != nil {
		return ID{}, err
	}
	value, country, err := r.check(v)
	if err != nil {
		return ID{}, err
	}
	if r.numeric && onlyZeros(value) {
		return ID{}, errs.New(errs.Invalid, "{scheme} {value} is a placeholder, not a number", "scheme", r.scheme, "value", v).
			Because("write the number from the document, or leave it out")
	}
	if country == "" {
		country = r.country
	}
	return ID{Scheme: r.scheme, Raw: raw, Value: value, Country: country}, nil
}

// Check is Parse without the result: the error refuses, the warnings ask a person to look again.
func Check(scheme Scheme, raw string) ([]errs.Text, error) {
	n, err := Parse(scheme, raw)
	if err != nil {
		return nil, err
	}
	if r, _ := ruleOf(n.Scheme); r.warn != nil {
		return r.warn(n.Value), nil
	}
	return nil, nil
}

func ruleOf(scheme Scheme) (rule, error) {
	wanted := Scheme(strings.ToUpper(strings.TrimSpace(string(scheme))))
	names := make([]string, len(rules))
	for i, r := range rules {
		if r.scheme == wanted {
			return r, nil
		}
		names[i] = string(r.scheme)
	}
	return rule{}, errs.New(errs.Invalid, "{scheme} is not a kind of number we know", "scheme", quote(string(scheme))).
		Because("choose one of: {names}", "names", strings.Join(names, ", "))
}
