package actus_test

import (
	"math"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"
)

// standings writes the credit events of a loan: day, standing, since when.
func standings(events []actus.Event) string {
	var b strings.Builder
	for _, e := range events {
		if e.Type == actus.CE {
			b.WriteString(e.Time.Date().String() + " " + string(e.State.ContractPerformance))
			if since := e.State.NonPerformingDate; since != 0 {
				b.WriteString(" since " + since.Date().String())
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestDebtor(t *testing.T) {
	missed := actus.ObservedEvent{Time: date("2026-02-01"), Type: actus.CE, Performance: actus.Delayed}
	cure := func(on string) actus.ObservedEvent {
		return actus.ObservedEvent{Time: date(on), Type: actus.CE, Performance: actus.Performant}
	}
	days := func(n int) day.Period { return day.Period{N: n, Unit: day.Days} }
	for _, c := range []struct {
		what               string
		grace, delinquency day.Period
		seen               []actus.ObservedEvent
		want               string
	}{
		{"at once", day.Period{}, day.Period{}, []actus.ObservedEvent{missed}, "2026-02-01 DL since 2026-02-01"},
		{"after the grace", days(5), day.Period{}, []actus.ObservedEvent{missed}, "2026-02-06 DL since 2026-02-01"},
		{"paid within the grace", days(5), day.Period{}, []actus.ObservedEvent{missed, cure("2026-02-04")}, "2026-02-04 PF"},
		{"delinquent, then in default", days(5), days(30), []actus.ObservedEvent{missed}, `2026-02-06 DQ since 2026-02-01
			2026-03-03 DF since 2026-02-01`},
		{"cured when delinquent", days(5), days(30), []actus.ObservedEvent{missed, cure("2026-02-20")}, `2026-02-06 DQ since 2026-02-01
			2026-02-20 PF`},
		{"of another contract", days(5), days(30), []actus.ObservedEvent{{Time: date("2026-02-01"), Type: actus.CE, Performance: actus.Default, Contract: "other"}}, ""},
		{"default as observed", days(5), days(30), []actus.ObservedEvent{{Time: date("2026-02-01"), Type: actus.CE, Performance: actus.Default}},
			"2026-02-01 DF since 2026-02-01"},
	} {
		terms := bullet()
		terms.GracePeriod, terms.DelinquencyPeriod = c.grace, c.delinquency
		expect(t, c.what, standings(project(t, terms, actus.Observations{Events: c.seen})), c.want)
	}
}

// TestDelinquencyRate lets the higher rate run from the end of the grace to the default or the cure.
func TestDelinquencyRate(t *testing.T) {
	terms := bullet()
	terms.CycleOfInterestPayment, terms.CycleAnchorDateOfInterestPayment = day.Cycle{}, date("2026-04-01")
	terms.GracePeriod, terms.DelinquencyPeriod = day.Period{N: 5, Unit: day.Days}, day.Period{N: 1, Unit: day.Months}
	terms.DelinquencyRate = actus.Num(0.06)
	seen := actus.Observations{Events: []actus.ObservedEvent{{Time: date("2026-02-01"), Type: actus.CE, Performance: actus.Delayed}}}
	for cured, late := range map[string]float64{"": 25, "2026-02-16": 10} {
		seen.Events = seen.Events[:1]
		if cured != "" {
			seen.Events = append(seen.Events, actus.ObservedEvent{Time: date(cured), Type: actus.CE, Performance: actus.Performant})
		}
		for _, e := range project(t, terms, seen) {
			if want := 1000*0.12*90/360 + 1000*0.06*late/360; e.Type == actus.IP && math.Abs(e.Payoff-want) > 1e-12 {
				t.Errorf("cured %q: got %g, want %g", cured, e.Payoff, want)
			}
		}
	}
}
