package actus_test

import (
	"strings"
	"testing"

	"kontor/actus"
)

// right is an option or a future on ACME; more overrides nothing that is here already.
func right(t *testing.T, typ, role, more string) actus.Terms {
	t.Helper()
	return agreed(t, `{"contractType":"`+typ+`","contractRole":"`+role+`","statusDate":"2026-01-01","currency":"USD","maturityDate":"2026-06-30",
		"contractStructure":[{"object":{"marketObjectCode":"ACME"},"referenceType":"MOC","referenceRole":"UDL"}]`+more+`}`)
}

func TestExercise(t *testing.T) {
	acme := prices(t, "ACME 2026-01-01 100", "ACME 2026-03-01 130", "ACME 2026-06-30 112", "ACME 2026-07-01 999")
	const call, put, both = `,"optionType":"C","optionStrike1":105`, `,"optionType":"P","optionStrike1":115`,
		`,"optionType":"CP","optionStrike1":105,"optionStrike2":115`
	const bought = `,"purchaseDate":"2026-01-05","priceAtPurchaseDate":9`
	for _, c := range []struct {
		name string
		with actus.Terms
		seen actus.Observations
		want string
	}{
		{"call", right(t, "OPTNS", "BUY", call+bought), acme,
			`2026-01-05 PRD -9
			 2026-06-30 MD 0
			 2026-06-30 XD 0 x7
			 2026-06-30 STD 7`},
		{"call, written", right(t, "OPTNS", "SEL", call+bought), acme,
			`2026-01-05 PRD 9
			 2026-06-30 MD 0
			 2026-06-30 XD 0 x7
			 2026-06-30 STD -7`},
		{"put, settled three days later", right(t, "OPTNS", "BUY", put+`,"settlementPeriod":"P3D"`), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x3
			 2026-07-03 STD 3`},
		{"call and put: 7 above the one, 3 below the other", right(t, "OPTNS", "BUY", both), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x10
			 2026-06-30 STD 10`},
		{"worth nothing", right(t, "OPTNS", "BUY", `,"optionType":"C","optionStrike1":200`), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0
			 2026-06-30 STD 0`},
		{"American, exercised early", right(t, "OPTNS", "BUY", call+`,"optionExerciseType":"A"`), happened(t, acme, "XD 2026-03-15"),
			`2026-03-15 XD 0 x25
			 2026-03-15 STD 25`},
		{"exercised at maturity like any other", right(t, "OPTNS", "BUY", call), happened(t, acme, "XD 2026-06-30"),
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x7
			 2026-06-30 STD 7`},
		{"Bermudan, on a day of its cycle", right(t, "OPTNS", "SEL", call+`,"optionExerciseType":"B","cycleAnchorDateOfOptionality":"2026-01-31","cycleOfOptionality":"P1ML0"`),
			happened(t, acme, "XD 2026-03-31"),
			`2026-03-31 XD 0 x25
			 2026-03-31 STD -25`},
		{"between exercise and settlement the amount stands", right(t, "OPTNS", "BUY", call+`,"settlementPeriod":"P1W"`), happened(t, acme, "AD 2026-05-01", "AD 2026-07-02"),
			`2026-05-01 AD 0
			 2026-06-30 MD 0
			 2026-06-30 XD 0 x7
			 2026-07-02 AD 0 x7
			 2026-07-07 STD 7`},
		{"on a whole contract that has a price", agreed(t, `{"contractType":"OPTNS","contractRole":"BUY","statusDate":"2026-01-01","maturityDate":"2026-06-30","optionType":"P",
			"optionStrike1":115,"contractStructure":[{"object":{"contractType":"STK","statusDate":"2026-01-01","marketObjectCode":"ACME"},"referenceType":"CNT","referenceRole":"UDL"}]}`), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x3
			 2026-06-30 STD 3`},
		{"sold before maturity", right(t, "OPTNS", "SEL", call+`,"terminationDate":"2026-05-01","priceAtTerminationDate":11`), acme, `2026-05-01 TD -11`},
		{"exercised before the status date", right(t, "OPTNS", "BUY", call+`,"exerciseDate":"2025-12-31","exerciseAmount":4,"settlementPeriod":"P1W"`), acme,
			`2026-01-07 STD 4`},
		{"future above its price", right(t, "FUTUR", "BUY", `,"futuresPrice":110`), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x2
			 2026-06-30 STD 2`},
		{"future below its price, sold", right(t, "FUTUR", "SEL", `,"futuresPrice":120`), acme,
			`2026-06-30 MD 0
			 2026-06-30 XD 0 x-8
			 2026-06-30 STD 8`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, c.seen, actus.Mode{}, "", c.want) })
	}
}

func TestExerciseDayIsInTheState(t *testing.T) {
	acme := prices(t, "ACME 2026-01-01 100")
	events, err := actus.Project(right(t, "OPTNS", "BUY", `,"optionType":"C","optionStrike1":110`), acme, actus.Mode{}, 0)
	if err != nil || len(events) != 3 || events[1].State.ExerciseDate != 0 {
		t.Errorf("what is worth nothing is not exercised: %v, %v", events, err)
	}
	for typ, more := range map[string]string{"FUTUR": `,"futuresPrice":110`, "OPTNS": `,"optionType":"P","optionStrike1":110`} {
		events, err := actus.Project(right(t, typ, "BUY", more), acme, actus.Mode{}, 0)
		if err != nil || len(events) != 3 {
			t.Fatal(events, err)
		}
		for _, e := range events {
			if got := e.State.ExerciseDate.String(); got != "2026-06-30T00:00:00" {
				t.Errorf("%s %s: got %q", typ, e.Type, got)
			}
		}
	}
}

func TestExerciseIsRefusedOutsideTheTerms(t *testing.T) {
	acme := happened(t, prices(t, "ACME 2026-01-01 100"), "XD 2026-03-15")
	for name, more := range map[string]string{
		"European":               `,"optionExerciseType":"E"`,
		"no type":                ``,
		"American, too early":    `,"optionExerciseType":"A","cycleAnchorDateOfOptionality":"2026-04-01"`,
		"American, too late":     `,"optionExerciseType":"A","optionExerciseEndDate":"2026-03-01"`,
		"Bermudan, off its days": `,"optionExerciseType":"B","cycleAnchorDateOfOptionality":"2026-01-31","cycleOfOptionality":"P1ML0"`,
	} {
		_, err := actus.Project(right(t, "OPTNS", "BUY", `,"optionType":"C","optionStrike1":90`+more), acme, actus.Mode{}, 0)
		if err == nil || !strings.Contains(err.Error(), "cannot be exercised on 2026-03-15") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
