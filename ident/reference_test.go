package ident_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kontor/ident"
	"kontor/internal/shared"
)

// TestReferenceNumbers runs the vectors of the vetting handbook, chapter 8.
func TestReferenceNumbers(t *testing.T) {
	schemes := map[string][]ident.Scheme{
		"inn": {ident.INN}, "ogrn": {ident.OGRN, ident.OGRNIP}, "kpp": {ident.KPP}, "unp": {ident.UNP}, "lei": {ident.LEI}, "iban": {ident.IBAN},
		"bic": {ident.BIC}, "imo_ship": {ident.IMOShip}, "imo_company": {ident.IMOCompany}, "eu_vat": {ident.VAT},
	}
	var groups map[string][]struct {
		ID, Value, Normalised string
		Valid                 bool
	}
	read(t, &groups, "vetting", "identifiers.json")
	for group, vectors := range groups {
		if schemes[group] == nil {
			t.Errorf("no scheme for %s", group)
			continue
		}
		for _, v := range vectors {
			n, err := parseAny(schemes[group], v.Value)
			if (err == nil) != v.Valid {
				t.Errorf("%s %q: got %v, want valid %v", v.ID, v.Value, err, v.Valid)
			}
			if v.Normalised != "" && n.Value != v.Normalised {
				t.Errorf("%s: got %q, want %q", v.ID, n.Value, v.Normalised)
			}
		}
	}
}

func parseAny(schemes []ident.Scheme, raw string) (n ident.ID, err error) {
	for _, s := range schemes {
		if n, err = ident.Parse(s, raw); err == nil {
			return n, nil
		}
	}
	return n, err
}

// TestReferencePlates runs the vectors of the centre handbook, chapter 2.
func TestReferencePlates(t *testing.T) {
	type vector struct {
		ID, Input, Normalised, Result string
		Bad                           []struct {
			Position int
			Char     string
		}
	}
	var file struct{ VIN, PIN []vector }
	read(t, &file, "centre", "identity.json")
	for _, v := range file.VIN {
		warnings, err := ident.Check(ident.VIN, v.Input)
		refused := strings.HasPrefix(v.Result, "refuse")
		if (err != nil) != refused || (len(warnings) > 0) != (v.Result == "warn_check_digit") {
			t.Errorf("%s %s: got %v %v, want %s", v.ID, v.Input, warnings, err, v.Result)
		}
		for _, bad := range v.Bad {
			if place := "(" + strconv.Itoa(bad.Position) + ")"; err == nil || !strings.Contains(err.Error(), strconv.Quote(bad.Char)+" "+place) {
				t.Errorf("%s: got %v, want %q at %d named", v.ID, err, bad.Char, bad.Position)
			}
		}
	}
	for _, v := range file.PIN {
		n, err := ident.Parse(ident.PIN, v.Input)
		warnings, _ := ident.Check(ident.PIN, v.Input)
		accepted := strings.HasPrefix(v.Result, "accept")
		if (err == nil) != accepted || (accepted && n.Value != v.Normalised) || (len(warnings) > 0) != (v.Result == "accept_with_note") {
			t.Errorf("%s %q: got %q %v %v, want %s", v.ID, v.Input, n.Value, warnings, err, v.Result)
		}
	}
}

// TestLengthsOfIBANs holds the structures to the lengths of the IBAN registry, release 101: a wrong one refuses a
// country's every account.
func TestLengthsOfIBANs(t *testing.T) {
	const registry = `15 NO; 16 BE; 18 DK FI FK FO GL NL SD; 19 MK SI; 20 AT BA EE KZ LT LU MN XK; 21 CH HR LI LV; 22 BG BH CR DE GB GE IE ME RS VA;
		23 AE GI IL IQ OM SO TL; 24 AD CZ ES MD PK RO SA SE SK TN VG; 25 LY PT ST; 26 IS TR; 27 BI DJ FR GR IT MC MR SM;
		28 AL AZ BY CY DO GT HN HU LB NI PL SV; 29 BR EG PS QA UA; 30 JO KW MU YE; 31 MT SC; 32 LC; 33 RU`
	var seen []string
	for group := range strings.SplitSeq(registry, ";") {
		fields := strings.Fields(group)
		for _, country := range fields[1:] {
			seen = append(seen, country)
			_, err := ident.Parse(ident.IBAN, country+"12")
			if want := "it should have " + fields[0]; err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", country, err, want)
			}
		}
	}
	for _, country := range ident.Countries() {
		_, err := ident.Parse(ident.IBAN, country+"12")
		if issues := !strings.Contains(err.Error(), "no country that issues IBANs"); issues != slices.Contains(seen, country) {
			t.Errorf("%s: issues IBANs %v, the registry says otherwise", country, issues)
		}
	}
}

func read(t *testing.T, into any, path ...string) {
	t.Helper()
	text, err := os.ReadFile(shared.Data(t, path...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
