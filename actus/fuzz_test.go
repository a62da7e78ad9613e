package actus_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

// FuzzTerms reads terms, writes them and reads them again.
func FuzzTerms(f *testing.F) {
	f.Add([]byte(bulletJSON))
	f.Add([]byte(`{"contractType":"SWAPS","contractStructure":[{"object":{"contractType":"PAM"},"referenceType":"CNT","referenceRole":"FIL"},
		{"object":{"marketObjectCode":"X"},"referenceType":"MOC","referenceRole":"UDL"},{"object":{"contractIdentifier":"X"},"referenceType":"CID","referenceRole":"COVE"}]}`))
	f.Add([]byte(`{"contractType":"LAX","arrayRate":[0.05],"arrayFixedVariable":["F"],"arrayCycleOfInterestPayment":["P1YL0"],"creditEventTypeCovered":["DF"]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var terms actus.Terms
		if err := json.Unmarshal(b, &terms); err != nil {
			return
		}
		written, err := json.Marshal(terms)
		if err != nil {
			t.Fatal(err)
		}
		var back actus.Terms
		if err := json.Unmarshal(written, &back); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(written) {
			t.Fatalf("%s came back as %s, %v", written, again, err)
		}
	})
}

// FuzzProject projects whatever can be read: events in finite numbers or an error of ours, never a panic.
func FuzzProject(f *testing.F) {
	f.Add([]byte(bulletJSON), int32(0), true)
	for _, typ := range []actus.ContractType{actus.LAM, actus.NAM, actus.ANN, actus.LAX, actus.CLM, actus.UMP} {
		terms := amortizing(typ)
		terms.NextPrincipalRedemptionPayment = actus.Num(120)
		terms.CycleOfRateReset, terms.MarketObjectCodeOfRateReset = day.MustParseCycle("P1QL1"), "index"
		segments(&terms, "2026-02-01", "2026-08-01")
		b, err := json.Marshal(terms)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, int32(800_000), false)
	}
	f.Fuzz(func(t *testing.T, b []byte, horizon int32, conforming bool) {
		var terms actus.Terms
		if json.Unmarshal(b, &terms) != nil {
			return
		}
		projectAny(t, terms, actus.Moment(horizon)*86_400, conforming)
	})
}

// FuzzTermsOfGo projects terms that no text could have said: every number and date from raw bytes.
func FuzzTermsOfGo(f *testing.F) {
	f.Add(uint8(3), []byte("0123456789abcdef0123456789abcdef"))
	f.Fuzz(func(t *testing.T, typ uint8, raw []byte) {
		types := []actus.ContractType{actus.PAM, actus.LAM, actus.NAM, actus.ANN, actus.LAX, actus.CLM, actus.UMP, actus.SWPPV, actus.CEG}
		terms := amortizing(types[int(typ)%len(types)])
		v := reflect.ValueOf(&terms).Elem()
		for i := 0; i+2 < len(raw); i += 3 {
			field, n := v.Field(int(raw[i])%v.NumField()), int64(int8(raw[i+1]))<<8|int64(raw[i+2])
			switch x := field.Addr().Interface().(type) {
			case *actus.Moment:
				*x += actus.Moment(n * 86_399)
			case *actus.Number:
				*x = actus.Num(float64(n) / 1000)
			case *day.Cycle:
				*x = day.Cycle{Every: day.Period{N: int(n), Unit: day.Unit("DWMQHYX"[raw[i+2]%7])}}
			case *day.Shift:
				*x = day.Shift(n & 15)
			case *day.Count:
				*x = day.Count(n & 15)
			}
		}
		projectAny(t, terms, 0, typ > 127)
	})
}

func projectAny(t *testing.T, terms actus.Terms, to actus.Moment, conforming bool) {
	var seen actus.Observations
	for i := range 8 {
		if err := seen.Observe("index", actus.Point{Time: actus.At(date("2020-01-01").Date().AddMonths(9 * i)), Value: float64(i) / 50}); err != nil {
			t.Fatal(err)
		}
	}
	seen.Events = []actus.ObservedEvent{{Time: date("2026-06-15"), Type: actus.PP, Value: 77}, {Time: date("2026-07-15"), Type: actus.CE, Performance: actus.Delayed}}
	mode := actus.Mode{}
	if conforming {
		mode = actus.Conformance
	}
	events, err := actus.Project(terms, seen, mode, to)
	if errs.Is(err, errs.Internal) {
		t.Fatal(err)
	}
	if len(events) > 3*actus.MaxEvents {
		t.Fatalf("%d events", len(events))
	}
	if _, err := json.Marshal(events); err != nil {
		t.Fatal(err)
	}
}
