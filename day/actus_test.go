package day_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
)

// contract is a public case of actus-tests as far as its dates go.
type contract struct {
	Terms   map[string]any
	Results []struct{ EventDate, EventType string }
}

func (c contract) term(name string) string {
	text, _ := c.Terms[name].(string)
	return strings.TrimSpace(text)
}

// moment is the date of a timestamp, and 1 when it lies at the end of its day.
func moment(t *testing.T, text string) (day.Date, int) {
	t.Helper()
	d, err := day.Parse(text[:10])
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(text, "23:59:59") {
		return d, 1
	}
	return d, 0
}

// TestPublicContractDates makes the interest dates of the public loans from their terms: cycles, stubs, month ends, business
// days. What needs more than dates (a purchase, a termination, capitalisation, a maturity to be found) is left to the engine.
func TestPublicContractDates(t *testing.T) {
	ran, shifted, late, monthEnds := 0, 0, 0, 0
	for _, name := range []string{"pam", "lam", "nam", "ann"} {
		b, err := os.ReadFile(shared.Data(t, "actus", "actus-tests-"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var cases map[string]contract
		if err := json.Unmarshal(b, &cases); err != nil {
			t.Fatal(err)
		}
		for id, c := range cases {
			if c.term("maturityDate") == "" || c.term("cycleOfInterestPayment") == "" || c.term("purchaseDate") != "" ||
				c.term("terminationDate") != "" || c.term("capitalizationEndDate") != "" || c.term("amortizationDate") != "" {
				continue
			}
			event, ends := interestDates(t, c)
			var want []day.Date
			for _, r := range c.Results {
				if r.EventType == "IP" {
					d, _ := moment(t, r.EventDate)
					want = append(want, d)
				}
			}
			if !slices.Equal(event, want) {
				t.Errorf("%s:\n got %v\nwant %v", id, event, want)
			}
			ran++
			if c.term("businessDayConvention") != "" {
				shifted++
			}
			if _, clock := moment(t, c.term("maturityDate")); clock == 1 {
				late++
			}
			if ends == day.EOM {
				monthEnds++
			}
		}
	}
	t.Logf("%d contracts, %d with business days, %d that end at 23:59:59, %d with month ends", ran, shifted, late, monthEnds)
	if ran < 30 || shifted == 0 || late == 0 || monthEnds == 0 {
		t.Error("too few contracts were checked")
	}
}

func interestDates(t *testing.T, c contract) ([]day.Date, day.EndOfMonth) {
	t.Helper()
	var s day.Schedule
	anchor := c.term("cycleAnchorDateOfInterestPayment")
	if anchor == "" {
		anchor = c.term("initialExchangeDate")
	}
	s.Anchor, _ = moment(t, anchor)
	s.End, s.EndClock = moment(t, c.term("maturityDate"))
	s.WithEnd = true
	var shift day.Shift
	for into, name := range map[interface{ UnmarshalText([]byte) error }]string{
		&s.Cycle: "cycleOfInterestPayment", &s.EndOfMonth: "endOfMonthConvention", &shift: "businessDayConvention",
	} {
		if err := into.UnmarshalText([]byte(c.term(name))); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := moment(t, c.term("statusDate"))
	begin, _ := moment(t, c.term("initialExchangeDate"))
	var out []day.Date
	for _, d := range all {
		event := d
		if d != s.End { // maturity is not shifted
			if event, _, err = shift.Apply(d, day.BuiltIn(c.term("calendar"))); err != nil {
				t.Fatal(err)
			}
		}
		if event >= known && event >= begin {
			out = append(out, event)
		}
	}
	return out, s.EndOfMonth
}
