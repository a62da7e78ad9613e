package actus_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/errs"

	"github.com/google/go-cmp/cmp"
)

const bulletJSON = `{
	"contractType": "PAM", "contractID": "loan", "contractRole": "RPA", "currency": "EUR",
	"statusDate": "2026-01-01", "initialExchangeDate": "2026-01-01T00:00:00", "maturityDate": "2026-04-01T00:00",
	"notionalPrincipal": 1000, "nominalInterestRate": 0.12, "dayCountConvention": "30E360",
	"cycleAnchorDateOfInterestPayment": "2026-02-01T00:00:00", "cycleOfInterestPayment": "P1ML0", "premiumDiscountAtIED": null
}`

func TestTermsFromJSON(t *testing.T) {
	var got actus.Terms
	if err := json.Unmarshal([]byte(bulletJSON), &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(bullet(), got); d != "" {
		t.Error(d)
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var back actus.Terms
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, back); d != "" {
		t.Error(d)
	}
}

// TestTermsInAnyOrder: the order of the keys changes nothing.
func TestTermsInAnyOrder(t *testing.T) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(bulletJSON), &members); err != nil {
		t.Fatal(err)
	}
	want := project(t, bullet(), actus.Observations{})
	for range 5 { // a map has another order every time
		var parts []string
		for name, value := range members {
			parts = append(parts, `"`+name+`":`+string(value))
		}
		var terms actus.Terms
		if err := json.Unmarshal([]byte("{"+strings.Join(parts, ",")+"}"), &terms); err != nil {
			t.Fatal(err)
		}
		if got := project(t, terms, actus.Observations{}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// faults are the fields of an error with what is said of them and, in brackets, what would be right.
func faults(err error) (out []string) {
	e := errs.As(err)
	if e == nil {
		return nil
	}
	for _, f := range e.Faults {
		line := f.Field + ": " + f.Text.String()
		if !f.Hint.IsZero() {
			line += " (" + f.Hint.String() + ")"
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		out = append(out, e.Text.String())
	}
	return out
}

func TestBadJSON(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{`[]`, []string{"an object is needed here"}},
		{`null`, []string{"an object is needed here"}},
		{`{"currency": "EUR", "currency": "USD"}`, []string{"currency is there twice"}},
		{`{"NotionalPrincipal": 5}`, []string{"NotionalPrincipal: unknown term (write the identifiers of the ACTUS dictionary, like notionalPrincipal)"}},
		{`{"notionalPrincipal": "5"}`, []string{"notionalPrincipal: a number is needed here (write it without quotes, like 1000.50)"}},
		{`{"notionalPrincipal": 1e999}`, []string{"notionalPrincipal: a number is needed here (write it without quotes, like 1000.50)"}},
		{`{"currency": 5, "contractRole": "RP"}`, []string{"currency: a text in double quotes is needed here",
			"contractRole: RP is not allowed here (choose one of RPA, RPL, RFL, PFL, RF, PF, BUY, SEL, COL, CNO, UDL, UDLP, UDLM)"}},
		{`{"maturityDate": "2026-02-30"}`, []string{"maturityDate: there is no day 2026-02-30 (write a date like 2026-01-31)"}},
		{`{"maturityDate": "2026-02-28T24:00"}`, []string{"maturityDate: 2026-02-28T24:00 is not a date with a time of day (write it like 2026-01-31T00:00:00)"}},
		{`{"cycleOfInterestPayment": "P0ML0"}`, []string{"cycleOfInterestPayment: P0ML0 is no cycle (write a number of D, W, M, Q, H or Y with L0 for a long or L1 for a short last stub, like P1ML0)"}},
		{`{"dayCountConvention": "ACT"}`, []string{"dayCountConvention: ACT is no day count (choose AA, A360, A365, 30E360, 30E360ISDA, 28E336, 30/360 or BUS252)"}},
		{`{"arrayIncreaseDecrease": "DEC"}`, []string{"arrayIncreaseDecrease: a list between brackets is needed here"}},
		{`{"arrayIncreaseDecrease": ["DEC", "UP"]}`, []string{"arrayIncreaseDecrease[1]: UP is not allowed here (choose one of INC, DEC)"}},
		{`{"contractStructure": [{"referenceType": "CNT", "referenceRole": "FIL", "object": {"notional": 5}}]}`,
			[]string{"contractStructure[0].object.notional: unknown term (write the identifiers of the ACTUS dictionary, like notionalPrincipal)"}},
		{`{"contractStructure": [{"referenceType": "XYZ", "referenceRole": "FIL"}]}`,
			[]string{"contractStructure[0].referenceType: XYZ is not allowed here (choose one of CNT, CID, MOC)"}},
		{`{"contractStructure": ` + strings.Repeat(`[{"referenceType": "CNT", "referenceRole": "UDL", "object": {"contractStructure": `, 12) + `[]` + strings.Repeat(`}}]`, 12) + `}`, nil},
	} {
		var terms actus.Terms
		got := faults(json.Unmarshal([]byte(c.text), &terms))
		if c.want == nil && len(got) == 1 {
			continue // the depth is bounded; the path to it is long
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
