package cases_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/actus/cases"
	"kontor/errs"
	"kontor/internal/shared"
)

// one is a file of one loan; the terms and what else the case has are filled in.
func one(terms, rest string) string {
	return `{"loan": {"terms": {"contractType": "PAM", "contractRole": "RPA", "statusDate": "2026-01-01", "initialExchangeDate": "2026-01-01T00:00",
		"maturityDate": "2027-01-01T00:00:00", "notionalPrincipal": " 1000", "dayCountConvention": "30E360", "currency": "EUR"` + terms + `},
		"to": ""` + rest + `}}`
}

func TestLooseTerms(t *testing.T) {
	list, err := cases.Read([]byte(one(`, "nominalInterestRate": "0.05 ", "premiumDiscountAtIED": "", "scalingEffect": "INO", "scalingIndexAtContractDealDate": 100,
		"marketObjectCodeOfScalingIndex": "CPI", "cycleOfScalingIndex": "P6ML0", "fixingDays": "P2D", "creditEventTypeCovered": "DF"`,
		`, "dataObserved": {"CPI": {"identifier": "CPI", "data": [{"timestamp": "2026-01-01", "value": " 110"}]}}`)))
	if err != nil || len(list) != 1 {
		t.Fatalf("got %v, %v", list, err)
	}
	terms := list[0].Terms
	if terms.NotionalPrincipal != actus.Num(1000) || terms.NominalInterestRate != actus.Num(0.05) || terms.PremiumDiscountAtIED.Set ||
		terms.ScalingEffect != actus.ScaleBoth || terms.FixingPeriod.N != 2 || len(terms.CreditEventTypeCovered) != 1 {
		t.Errorf("got %+v", terms)
	}
	if v, ok := list[0].Seen.Last("CPI", terms.StatusDate); v != 110 || !ok {
		t.Errorf("got %g, %v", v, ok)
	}
}

func TestUnknownIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		one(`, "rateSpread": "much"`, ``):         "terms.rateSpread",
		one(`, "rateSpread": "NaN"`, ``):          "terms.rateSpread",
		one(`, "maturityDate": "2027-13-01"`, ``): "terms.maturityDate",
		one(``, `, "tolerance": 1`):               "tolerance",
		one(``, `, "results": [{"eventDate": "2026-01-01", "eventType": "IED", "duration": 5}]`): "results.duration",
		one(``, `, "eventsObserved": [{"time": "2026-01-01", "type": "PP", "worth": 5}]`):        "eventsObserved",
		one(``, `, "dataObserved": {"CPI": {"data": [{"timestamp": "x", "value": 5}]}}`):         "dataObserved.CPI",
	} {
		list, err := cases.Read([]byte(text))
		if err != nil || len(list) != 1 {
			t.Fatalf("got %v, %v", list, err)
		}
		_, err = list[0].Run(actus.Conformance)
		if e := errs.As(err); e == nil || len(e.Faults) == 0 || e.Faults[0].Field != want {
			t.Errorf("%s\n got %v\nwant a fault of %s", text, err, want)
		}
		if got := cases.Check(list[0]); len(got.Differences) != 1 {
			t.Errorf("a case that cannot be read passes: %v", got)
		}
	}
	for _, text := range []string{"", "[]", "{", `{"a": {}} x`} {
		if _, err := cases.Read([]byte(text)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A term that the engine does not know is left out and named; whether it matters, the printed results say.
func TestUnknownTermsAreNamed(t *testing.T) {
	list, err := cases.Read([]byte(one(`, "boundaryValue": 5`, ``)))
	if err != nil || len(list) != 1 || len(list[0].Strange) != 1 || list[0].Strange[0] != "boundaryValue" {
		t.Fatalf("got %v, %v", list, err)
	}
	if events, err := list[0].Run(actus.Conformance); err != nil || len(events) != 2 {
		t.Errorf("got %v, %v", events, err)
	}
}

func TestDifferencesAreFound(t *testing.T) {
	const right = `{"eventDate": "2026-01-01T00:00", "eventType": "IED", "payoff": -1000, "currency": "EUR", "notionalPrincipal": "1000.0", "nominalInterestRate": "", "accruedInterest": 0}`
	last := `, {"eventDate": "2027-01-01T00:00", "eventType": "MD", "payoff": 1000, "currency": "EUR", "notionalPrincipal": 0}`
	for what, c := range map[string]struct {
		results string
		field   string
	}{
		"nothing":          {right + last, ""},
		"an event less":    {right, "event"},
		"an event more":    {right + last + last, "event"},
		"another day":      {strings.Replace(right, "01T", "02T", 1) + last, "eventDate"},
		"another time":     {strings.Replace(right, "T00:00", "T00:01", 1) + last, "eventDate"},
		"another type":     {strings.Replace(right, "IED", "PRD", 1) + last, "eventType"},
		"another currency": {strings.Replace(right, "EUR", "USD", 1) + last, "currency"},
		"the sign":         {strings.Replace(right, "-1000", "1000", 1) + last, "payoff"},
		"a little":         {strings.Replace(right, `"accruedInterest": 0`, `"accruedInterest": 0.00000001`, 1) + last, ""}, // one unit of the last of eight places
		"a little more":    {strings.Replace(right, "-1000", "-1000.00000002", 1) + last, "payoff"},
		"very little":      {strings.Replace(right, "-1000", "-1000.000000002", 1) + last, "payoff"},
		"no number":        {strings.Replace(right, "-1000", `"some"`, 1) + last, "payoff"},
	} {
		list, err := cases.Read([]byte(one(``, `, "results": [`+c.results+`]`)))
		if err != nil {
			t.Fatal(err)
		}
		got := cases.Check(list[0])
		if c.field == "" && len(got.Differences) > 0 || c.field != "" && (len(got.Differences) != 1 || got.Differences[0].Field != c.field) {
			t.Errorf("%s: got %v, want %q", what, got.Differences, c.field)
		}
	}
}

// TestSameInOtherClothes runs every public case with its terms in another order and with text for numbers: the same bits.
func TestSameInOtherClothes(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared.Data(t, "actus"), "actus-tests-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		var raw any
		if err := d.Decode(&raw); err != nil {
			t.Fatal(err)
		}
		dressed, err := json.Marshal(dress(raw)) // a map is written in the order of its names
		if err != nil {
			t.Fatal(err)
		}
		list, err := cases.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		others, err := cases.Read(dressed)
		if err != nil {
			t.Fatal(err)
		}
		byID := map[string]cases.Case{}
		for _, c := range others {
			byID[c.ID] = c
		}
		for _, c := range list {
			for _, mode := range []actus.Mode{{}, actus.Conformance} {
				got, err := byID[c.ID].Run(mode)
				want, wantErr := c.Run(mode)
				if !reflect.DeepEqual(got, want) || (err == nil) != (wantErr == nil) {
					t.Errorf("%s: got %v, %v, want %v, %v", c.ID, got, err, want, wantErr)
				}
			}
		}
	}
}

// dress writes numbers as text with a blank before them.
func dress(v any) any {
	switch v := v.(type) {
	case json.Number:
		return " " + v.String()
	case map[string]any:
		for name := range v {
			v[name] = dress(v[name])
		}
	case []any:
		for i := range v {
			v[i] = dress(v[i])
		}
	}
	return v
}

// FuzzRead reads any file and runs what it finds: never a panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte(one(`, "nominalInterestRate": "0.05"`, `, "results": [{"eventDate": "2026-01-01", "eventType": "IED", "payoff": "-1000"}]`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := cases.Read(b)
		if err != nil {
			return
		}
		for _, c := range list {
			cases.Check(c)
		}
	})
}
