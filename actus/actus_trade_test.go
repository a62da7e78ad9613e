package actus_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"kontor/actus"

	"github.com/google/go-cmp/cmp"
)

// agreed reads terms from JSON.
func agreed(t *testing.T, text string) actus.Terms {
	t.Helper()
	var terms actus.Terms
	if err := json.Unmarshal([]byte(text), &terms); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return terms
}

// prices are observed values: "GOLD 2026-01-01 5".
func prices(t *testing.T, rows ...string) (o actus.Observations) {
	t.Helper()
	for _, row := range rows {
		part := strings.Fields(row)
		value, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Observe(part[0], actus.Point{Time: actus.MustParseMoment(part[1]), Value: value}); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// happened adds observed events: "CE 2026-05-01 loan DF 0", with - for nothing.
func happened(t *testing.T, o actus.Observations, rows ...string) actus.Observations {
	t.Helper()
	for _, row := range rows {
		part := append(strings.Fields(row), "-", "-", "-")
		for i, p := range part {
			if p == "-" {
				part[i] = ""
			}
		}
		e := actus.ObservedEvent{Type: actus.EventType(part[0]), Time: actus.MustParseMoment(part[1]), Contract: part[2], Performance: actus.Performance(part[3])}
		if part[4] != "" {
			value, err := strconv.ParseFloat(part[4], 64)
			if err != nil {
				t.Fatal(err)
			}
			e.Value = value
		}
		o.Events = append(o.Events, e)
	}
	return o
}

// number prints to four places, without trailing zeros.
func number(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e4)/1e4+0, 'f', -1, 64)
}

// rows prints events as day, type and payoff, and behind it of the state what is not 0: n notional, r rate, a accrued
// interest, f accrued fee, x what is exercised, u what is not covered.
func rows(events []actus.Event) (list []string) {
	for _, e := range events {
		row := e.Time.Date().String() + " " + string(e.Type) + " " + number(e.Payoff)
		for _, f := range []struct {
			name  string
			value float64
		}{
			{"n", e.State.NotionalPrincipal}, {"r", e.State.NominalInterestRate}, {"a", e.State.AccruedInterest}, {"f", e.State.FeeAccrued},
			{"x", e.State.ExerciseAmount}, {"u", e.State.UncoveredAmount},
		} {
			if f.value != 0 {
				row += " " + f.name + number(f.value)
			}
		}
		list = append(list, row)
	}
	return list
}

// until is a horizon, none for no text.
func until(text string) actus.Moment {
	if text == "" {
		return 0
	}
	return actus.MustParseMoment(text)
}

// expectRows projects and compares with the rows of a table, one line an event.
func expectRows(t *testing.T, terms actus.Terms, seen actus.Observations, mode actus.Mode, to, want string) {
	t.Helper()
	events, err := actus.Project(terms, seen, mode, until(to))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if d := cmp.Diff(lines, rows(events)); d != "" {
		t.Error(d)
	}
}

func TestHoldings(t *testing.T) {
	for _, c := range []struct {
		name, terms, to, want string
		seen                  actus.Observations
	}{
		{"cash shows on the days of analysis",
			`{"contractType":"CSH","contractRole":"RPL","statusDate":"2026-01-01","currency":"EUR","notionalPrincipal":250}`, "2026-06-30",
			`2026-01-01 AD 0 n-250
			 2026-06-30 AD 0 n-250`,
			happened(t, actus.Observations{}, "AD 2026-06-30", "AD 2025-12-31", "AD 2026-01-01", "AD 2026-07-01", "AD 2026-03-01 other")},
		{"a machine is bought and sold by the piece",
			`{"contractType":"COM","contractRole":"RPA","statusDate":"2026-01-01","currency":"USD","quantity":3,"purchaseDate":"2026-02-01",
			"priceAtPurchaseDate":100,"terminationDate":"2026-09-01","priceAtTerminationDate":80}`, "",
			`2026-02-01 PRD -300
			 2026-09-01 TD 240`, actus.Observations{}},
		{"one piece where no quantity is agreed",
			`{"contractType":"COM","contractRole":"RPL","statusDate":"2026-01-01","purchaseDate":"2026-02-01","priceAtPurchaseDate":100}`, "",
			`2026-02-01 PRD 100`, actus.Observations{}},
		{"what is before the status date and after the horizon is not shown",
			`{"contractType":"COM","contractRole":"RPA","statusDate":"2026-03-01","purchaseDate":"2026-02-01","priceAtPurchaseDate":100,
			"terminationDate":"2026-09-01","priceAtTerminationDate":80}`, "2026-08-31", ``, actus.Observations{}},
		{"dividends from the purchase to the sale, on open days",
			`{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","currency":"USD","calendar":"MF","businessDayConvention":"SCF",
			"purchaseDate":"2026-02-01","priceAtPurchaseDate":1000,"terminationDate":"2027-02-01","priceAtTerminationDate":1200,
			"cycleAnchorDateOfDividend":"2026-02-01","cycleOfDividend":"P6ML0","marketObjectCodeOfDividends":"DIV"}`, "",
			`2026-02-01 PRD -1000
			 2026-02-02 DV 5
			 2026-08-03 DV 7
			 2027-02-01 DV 8
			 2027-02-01 TD 1200`, prices(t, "DIV 2026-01-15 5", "DIV 2026-08-03 7", "DIV 2027-02-01 8")},
		{"the first dividend is known, a short sale pays it",
			`{"contractType":"STK","contractRole":"RPL","statusDate":"2026-01-01","cycleAnchorDateOfDividend":"2025-06-01","cycleOfDividend":"P1YL1",
			"nextDividendPaymentAmount":4,"marketObjectCodeOfDividends":"DIV"}`, "2027-12-31",
			`2026-06-01 DV -4
			 2027-06-01 DV -6`, prices(t, "DIV 2026-09-01 6")},
		{"who buys without the dividend does not get the next one",
			`{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","purchaseDate":"2026-05-20","priceAtPurchaseDate":90,
			"exDividendDate":"2026-05-15","cycleAnchorDateOfDividend":"2026-06-01","cycleOfDividend":"P1YL0","marketObjectCodeOfDividends":"DIV"}`, "2027-12-31",
			`2026-05-20 PRD -90
			 2027-06-01 DV 6`, prices(t, "DIV 2026-01-01 6")},
		{"one before the purchase is not the next one",
			`{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","purchaseDate":"2026-05-20","priceAtPurchaseDate":90,
			"exDividendDate":"2026-05-15","cycleAnchorDateOfDividend":"2026-02-01","cycleOfDividend":"P6ML0","marketObjectCodeOfDividends":"DIV"}`, "2027-03-31",
			`2026-05-20 PRD -90
			 2027-02-01 DV 6`, prices(t, "DIV 2026-01-01 6")},
		{"a Saturday after the horizon is paid on the Friday before",
			`{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","calendar":"MF","businessDayConvention":"SCP",
			"cycleAnchorDateOfDividend":"2026-08-01","cycleOfDividend":"P1DL0","marketObjectCodeOfDividends":"DIV"}`, "2026-07-31",
			`2026-07-31 DV 6
			 2026-07-31 DV 6`, prices(t, "DIV 2026-01-01 6")},
		{"a single dividend",
			`{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","cycleAnchorDateOfDividend":"2026-06-01","nextDividendPaymentAmount":4}`, "2027-12-31",
			`2026-06-01 DV 4`, actus.Observations{}},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, agreed(t, c.terms), c.seen, actus.Mode{}, c.to, c.want) })
	}
}

// sixWeeks puts maturity to Saturday, 1 August.
func sixWeeks(terms actus.Terms) actus.Terms {
	terms.MaturityDate = until("2026-08-01")
	return terms
}

func TestCurrencies(t *testing.T) {
	const deal = `{"contractType":"FXOUT","contractRole":"ROLE","statusDate":"2026-01-01","currency":"USD","currency2":"EUR","notionalPrincipal":1100,
		"notionalPrincipal2":1000,"maturityDate":"2026-06-26"MORE}`
	with := func(role, more string) actus.Terms {
		return agreed(t, strings.NewReplacer("ROLE", role, "MORE", more).Replace(deal))
	}
	rate := prices(t, "EUR/USD 2026-06-01 1.2", "EUR/USD 2026-06-27 9")
	const settled = `,"deliverySettlement":"S","settlementPeriod":"P2D","calendar":"MF","businessDayConvention":"CSF"`
	const sold = `,"purchaseDate":"2026-02-01","priceAtPurchaseDate":5,"terminationDate":"2026-05-01","priceAtTerminationDate":7`
	for _, c := range []struct {
		name string
		with actus.Terms
		mode actus.Mode
		want string
	}{
		{"delivered", with("RPA", ""), actus.Mode{}, "2026-06-26 MD 1100 \n 2026-06-26 MD -1000"},
		{"delivered, seen from the other side", with("RPL", ""), actus.Mode{}, "2026-06-26 MD -1100 \n 2026-06-26 MD 1000"},
		{"settled on the Monday after, at the rate of maturity", with("RPA", settled), actus.Mode{}, "2026-06-29 STD -100"},
		{"sold before maturity", with("RPA", sold), actus.Mode{}, "2026-02-01 PRD -5 \n 2026-05-01 TD 7"},
		{"the seller pays the price of termination", with("RPL", sold), actus.Mode{}, "2026-02-01 PRD 5 \n 2026-05-01 TD -7"},
		{"which the public cases pay without sign", with("RPL", sold), actus.Conformance, "2026-02-01 PRD 5 \n 2026-05-01 TD 7"},
		{"also in one switch", with("RPL", sold), actus.Mode{PriceUnsigned: true}, "2026-02-01 PRD 5 \n 2026-05-01 TD 7"},
		{"terminated on the last day", with("RPA", `,"terminationDate":"2026-06-26","priceAtTerminationDate":7`), actus.Mode{}, "2026-06-26 TD 7"},
		{"a convention that looks back settles no earlier than maturity, a Saturday", sixWeeks(with("RPA", `,"deliverySettlement":"S","calendar":"MF","businessDayConvention":"SCP"`)),
			actus.Mode{}, "2026-08-03 STD -7900"},
		{"no rate is needed for what was terminated", with("RPA", settled+sold), actus.Mode{}, "2026-02-01 PRD -5 \n 2026-05-01 TD 7"},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, rate, c.mode, "", c.want) })
	}
	events, err := actus.Project(with("RPA", ""), rate, actus.Mode{}, 0)
	if err != nil || events[0].Currency != "USD" || events[1].Currency != "EUR" {
		t.Errorf("got %v, %v", events, err)
	}
}
