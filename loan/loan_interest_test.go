package loan_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
	"kontor/loan"
	"kontor/money"
)

// Every number of the handbook that is computed with 12 significant digits comes out. What the file says drives the test;
// an input or an output that is not known fails by its name.
func TestProgressiveNumbersOfTheHandbook(t *testing.T) {
	raw, err := os.ReadFile(shared.Data(t, "lease", "numbers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Numbers []struct {
			ID      string
			Inputs  map[string]json.RawMessage
			Outputs map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range file.Numbers {
		var rounding string
		if json.Unmarshal(c.Inputs["rounding"], &rounding); rounding != "half even, 12 significant digits" {
			continue
		}
		n++
		t.Run(c.ID, func(t *testing.T) {
			terms, course := progressiveInputs(t, c.Inputs)
			rows, err := terms.Rows(course)
			if err != nil {
				t.Fatal(err)
			}
			for name, raw := range c.Outputs {
				if onePart(t, name, raw, rows) {
					continue
				}
				var want []string
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(name, err)
				}
				part := pick(t, "output", name, map[string]func(loan.Instalment) int64{
					"instalments": func(r loan.Instalment) int64 { return r.Owed.Total() },
					"interest":    func(r loan.Instalment) int64 { return r.Owed.Interest },
					"principal":   func(r loan.Instalment) int64 { return r.Owed.Principal },
					"balances":    func(r loan.Instalment) int64 { return r.Balance },
				})
				var got []string
				for _, r := range rows {
					got = append(got, euros(part(r)))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: got %v, want %v", name, got, want)
				}
			}
		})
	}
	if n == 0 {
		t.Error("no numbers read")
	}
}

// onePart compares an output that is one number; it tells whether the output is.
func onePart(t *testing.T, name string, raw json.RawMessage, rows []loan.Instalment) bool {
	t.Helper()
	var want string
	if json.Unmarshal(raw, &want) != nil {
		return false
	}
	total := loan.Part{}
	for _, r := range rows {
		total = total.Add(r.Owed)
	}
	got := pick(t, "output", name, map[string]int64{"instalment": rows[0].Owed.Total(), "emi": rows[0].Owed.Total(), "last": rows[len(rows)-1].Owed.Total(),
		"last_instalment": rows[len(rows)-1].Owed.Total(), "total_interest": total.Interest, "total": total.Total()})
	if euros(got) != want {
		t.Errorf("%s: got %s, want %s", name, euros(got), want)
	}
	return true
}

// progressiveInputs reads the inputs of a number.
func progressiveInputs(t *testing.T, in map[string]json.RawMessage) (loan.Terms, loan.Course) {
	t.Helper()
	terms := loan.Terms{Currency: "EUR", Method: loan.Declining, Charging: loan.ByDay, Rounding: money.HalfEven, Progressive: true}
	var course loan.Course
	var financed loan.Draw
	turn := loan.Turn{Rate: new(money.Rate)}
	later := map[string]string{} // a later draw-down in two fields
	read := func(name string, into any) {
		t.Helper()
		if err := json.Unmarshal(in[name], into); err != nil {
			t.Fatal(name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		switch name {
		case "rounding":
		case "financed":
			var amount decimal
			read(name, &amount)
			financed.Amount = int64(amount)
		case "start":
			read(name, &financed.On)
		case "instalments":
			read(name, &terms.Count)
		case "rate_pct":
			read(name, &terms.Rate)
		case "new_rate_pct":
			read(name, turn.Rate)
		case "new_rate_from":
			read(name, &turn.From)
		case "every":
			var every string
			read(name, &every)
			unit := pick(t, "unit", strings.TrimLeft(every, "0123456789"), map[string]loan.Unit{"D": loan.Days, "W": loan.Weeks, "M": loan.Months, "Y": loan.Years})
			if err := json.Unmarshal([]byte(strings.TrimRight(every, "DWMY")), &terms.Every); err != nil {
				t.Fatal(err)
			}
			terms.Unit = unit
		case "day_count":
			var count string
			read(name, &count)
			days := pick(t, name, count, map[string][2]int{"30/360": {360, 30}, "A/365": {365, 0}, "A/360": {360, 0}, "A/364": {364, 0},
				"AA": {0, 0}, "A/A": {0, 0}, "actual/actual": {0, 0}})
			terms.YearDays, terms.MonthDays = days[0], days[1]
		default:
			var text string
			if strings.Contains(name, "draw") && json.Unmarshal(in[name], &text) == nil {
				later[name] = text
				continue
			}
			course.Draws = append(course.Draws, drawsOf(t, name, in[name])...)
		}
	}
	if len(later) > 0 {
		raw, err := json.Marshal([]any{later})
		if err != nil {
			t.Fatal(err)
		}
		course.Draws = append(course.Draws, drawsOf(t, strings.Join(slices.Sorted(maps.Keys(later)), ", "), raw)...)
	}
	drawn := int64(0)
	for _, d := range course.Draws {
		drawn += d.Amount
	}
	if drawn != financed.Amount { // the list says what comes beside the financed amount
		course.Draws = slices.Insert(course.Draws, 0, financed)
	}
	if turn.From > 0 {
		course.Turns = []loan.Turn{turn}
	}
	return terms, course
}

// drawsOf reads a list of draw-downs, each a day and an amount under whatever names.
func drawsOf(t *testing.T, name string, raw json.RawMessage) (draws []loan.Draw) {
	t.Helper()
	var list []map[string]string
	if len(raw) > 0 && raw[0] == '{' {
		raw = append(append([]byte{'['}, raw...), ']')
	}
	if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
		t.Fatalf("input %q is not known", name)
	}
	for _, fields := range list {
		var d loan.Draw
		for _, text := range fields {
			if on, err := day.Parse(text); err == nil {
				d.On = on
			} else {
				d.Amount = minorOf(t, text)
			}
		}
		if d.On == 0 || d.Amount == 0 || len(fields) != 2 {
			t.Fatalf("input %q is not known", name)
		}
		draws = append(draws, d)
	}
	return draws
}

func minorOf(t *testing.T, text string) int64 {
	t.Helper()
	var amount decimal
	if err := amount.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return int64(amount)
}

// A draw-down inside a period counts by its days in whatever form a case has it (F9).
func TestProgressiveDrawsInAnyForm(t *testing.T) {
	const rest = `"start": "2024-01-01", "instalments": 6, "every": "1M", "rate_pct": "7", "day_count": "30/360", "rounding": "half even, 12 significant digits"`
	for _, in := range []string{
		`{"financed": "100.00", "second_draw": "50.00", "second_draw_on": "2024-01-15", ` + rest + `}`,
		`{"financed": "100.00", "second_draw": {"date": "2024-01-15", "amount": "50.00"}, ` + rest + `}`,
		`{"financed": "150.00", "draws": [{"on": "2024-01-01", "amount": "100.00"}, {"on": "2024-01-15", "amount": "50.00"}], ` + rest + `}`,
	} {
		var keys map[string]json.RawMessage
		if err := json.Unmarshal([]byte(in), &keys); err != nil {
			t.Fatal(err)
		}
		terms, course := progressiveInputs(t, keys)
		rows, err := terms.Rows(course)
		if err != nil {
			t.Fatal(err)
		}
		// 100 x 7 % / 12 + 50 x 7 % / 12 x 17 / 31 = 0.743
		if got := rows[0].Owed.Interest; len(course.Draws) != 2 || got != 74 {
			t.Errorf("%s: got %d draws and interest %d, want 2 and 74", in, len(course.Draws), got)
		}
	}
}
