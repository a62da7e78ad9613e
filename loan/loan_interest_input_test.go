package loan_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
)

func monthly() loan.Terms {
	return loan.Terms{Currency: "EUR", Rate: money.MustParseRate("12"), Method: loan.Declining, Every: 1, Unit: loan.Months, Count: 12, Rounding: money.HalfEven}
}

func drawn(on string, amount int64) []loan.Draw {
	return []loan.Draw{{On: day.MustParse(on), Amount: amount}}
}

// Every term out of range is refused by its name, all at once.
func TestTermsAreRefusedByName(t *testing.T) {
	for field, spoil := range map[string]func(*loan.Terms){
		"currency":                 func(t *loan.Terms) { t.Currency = "XYZ" },
		"approved_minor":           func(t *loan.Terms) { t.Approved = -1 },
		"rate":                     func(t *loan.Terms) { t.Rate = money.MustParseRate("-1") },
		"down_payment":             func(t *loan.Terms) { t.DownPayment = money.MustParseRate("100") },
		"method":                   func(t *loan.Terms) { t.Method = "round" },
		"charging":                 func(t *loan.Terms) { t.Charging = "hourly" },
		"amortisation":             func(t *loan.Terms) { t.Amortisation = "never" },
		"multiple_minor":           func(t *loan.Terms) { t.Multiple = -1 },
		"count":                    func(t *loan.Terms) { t.Count = 10_001 },
		"every":                    func(t *loan.Terms) { t.Every = 0 },
		"principal_grace":          func(t *loan.Terms) { t.PrincipalGrace = 12 },
		"year_days":                func(t *loan.Terms) { t.YearDays = 366 },
		"month_days":               func(t *loan.Terms) { t.MonthDays = 31 },
		"progressive":              func(t *loan.Terms) { t.Progressive, t.InterestGrace = true, 1 },
		"recalculation":            func(t *loan.Terms) { t.Method, t.Recalculation = loan.Flat, &loan.Recalculation{} },
		"recalculation.prepayment": func(t *loan.Terms) { t.Recalculation = &loan.Recalculation{Prepayment: "sometimes"} },
	} {
		terms := monthly()
		spoil(&terms)
		_, err := terms.Rows(loan.Course{Draws: drawn("2024-01-01", 100_000)})
		e := errs.As(err)
		if e == nil || e.Code != errs.Invalid || len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	bad := loan.Terms{Rate: money.MustParseRate("250"), Count: -1}
	if e := errs.As(bad.Check()); e == nil || len(e.Faults) < 5 {
		t.Errorf("all at once: got %v", e)
	}
}

// What can be agreed but not paid, and what is too far out, is refused with a reason; what is at the edge has an answer.
func TestRowsAtTheEdge(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*loan.Terms, *loan.Course)
		want  errs.Code
	}{
		"nothing drawn":                {func(_ *loan.Terms, c *loan.Course) { c.Draws = nil }, ""},
		"a draw-down of nothing":       {func(_ *loan.Terms, c *loan.Course) { c.Draws[0].Amount = 0 }, errs.Invalid},
		"draw-downs out of order":      {func(_ *loan.Terms, c *loan.Course) { c.Draws = append(c.Draws, drawn("2023-12-31", 1)...) }, errs.Invalid},
		"more than the house can book": {func(_ *loan.Terms, c *loan.Course) { c.Draws = append(c.Draws, drawn("2024-01-01", money.MaxMinor)...) }, errs.Invalid},
		"the most that can be lent":    {func(_ *loan.Terms, c *loan.Course) { c.Draws = drawn("2024-01-01", money.MaxMinor) }, ""},
		"one minor unit":               {func(_ *loan.Terms, c *loan.Course) { c.Draws = drawn("2024-01-01", 1) }, ""},
		"a multiple above the loan":    {func(t *loan.Terms, c *loan.Course) { t.Multiple = 1_000_000_000 }, errs.Refused},
		"the last day there is":        {func(_ *loan.Terms, c *loan.Course) { c.Draws = drawn("9999-12-31", 100_000) }, errs.Invalid},
		"the first day there is":       {func(_ *loan.Terms, c *loan.Course) { c.Draws = drawn("0001-01-01", 100_000) }, ""},
		"10,000 rows":                  {func(t *loan.Terms, c *loan.Course) { t.Count, t.Unit = 10_000, loan.Days }, ""},
		"a receipt below zero": {func(_ *loan.Terms, c *loan.Course) {
			c.Receipts = []loan.Receipt{{On: day.MustParse("2024-02-01"), Amount: -1}}
		}, errs.Invalid},
		"a change behind the last row": {func(_ *loan.Terms, c *loan.Course) {
			c.Turns = []loan.Turn{{From: day.MustParse("2030-01-01"), Extra: 1}}
		}, errs.Refused},
		"a new due date before the last": {func(_ *loan.Terms, c *loan.Course) {
			c.Turns = []loan.Turn{{From: day.MustParse("2024-03-01"), NewDueOn: day.MustParse("2024-01-15")}}
		}, errs.Invalid},
		"too many rows of grace": {func(_ *loan.Terms, c *loan.Course) {
			c.Turns = []loan.Turn{{From: day.MustParse("2024-03-01"), Grace: 10_000}}
		}, errs.TooLarge},
		"a draw-down behind the end": {func(_ *loan.Terms, c *loan.Course) { c.Draws = append(c.Draws, drawn("2025-06-01", 5_000)...) }, ""},
	} {
		for _, progressive := range []bool{false, true} {
			terms, course := monthly(), loan.Course{Draws: drawn("2024-01-01", 100_000)}
			terms.Progressive, terms.Recalculation = progressive, &loan.Recalculation{Prepayment: loan.AdjustFinal}
			c.spoil(&terms, &course)
			rows, err := terms.Rows(course)
			if errs.CodeOf(err) != c.want {
				t.Errorf("%s, progressive %v: got %v, want %q", name, progressive, err, c.want)
			}
			if err == nil && len(course.Draws) > 0 && rows[len(rows)-1].Balance != 0 {
				t.Errorf("%s, progressive %v: a balance of %d is left", name, progressive, rows[len(rows)-1].Balance)
			}
		}
	}
}

// The end of a short month does not cut the days behind it, and a leap day counts where it lies.
func TestDueDatesKeepTheAnchor(t *testing.T) {
	terms := monthly()
	rows, err := terms.Rows(loan.Course{Draws: drawn("2024-01-31", 120_000)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows[:4] {
		got = append(got, r.DueOn.String())
	}
	if want := "2024-02-29 2024-03-31 2024-04-30 2024-05-31"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	for i, balance := 0, int64(120_000); i < 4; i++ { // every month is a twelfth of a year, however long
		if want := (balance + 50) / 100; rows[i].Owed.Interest != want {
			t.Errorf("row %d: interest is %d, want %d", i+1, rows[i].Owed.Interest, want)
		}
		balance = rows[i].Balance
	}
	terms.Charging, terms.Unit, terms.Count, terms.YearDays = loan.ByDay, loan.Years, 3, 365
	if rows, err = terms.Rows(loan.Course{Draws: drawn("2024-02-29", 100_000)}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2025-02-28", "2026-02-28", "2027-02-28"} {
		if rows[i].DueOn.String() != want {
			t.Errorf("row %d: got %s, want %s", i+1, rows[i].DueOn, want)
		}
	}
	if got, want := rows[0].Owed.Interest, int64(12_000); got != want { // 365 days of 366
		t.Errorf("interest of the first year: got %d, want %d", got, want)
	}
}

func FuzzTerms(f *testing.F) {
	seed, err := json.Marshal(monthly())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed, 20_000, int64(100_000), 40, int64(5_000))
	f.Add([]byte(`{"currency":"JPY","rate":"7","method":"declining","every":1,"unit":"months","count":6,"progressive":true,"recalculation":{"prepayment":"adjust_final"},"rounding":"half_even"}`),
		738_000, int64(1_000_000), 700, int64(900_000))
	f.Add([]byte(`{"currency":"KWD","rate":"99.9","method":"flat","every":3,"unit":"weeks","count":10000,"multiple_minor":7,"rounding":"up","down_payment":"99.99999999"}`),
		3_652_059, money.MaxMinor, -3, money.MaxMinor)
	f.Fuzz(func(t *testing.T, text []byte, start int, lent int64, wait int, paid int64) {
		var terms loan.Terms
		if json.Unmarshal(text, &terms) != nil {
			return
		}
		terms.Count = min(terms.Count, 500) // a long plan is tried elsewhere
		first := day.Date(start)
		c := loan.Course{Draws: []loan.Draw{{On: first, Amount: lent}}, AsOf: first.Add(2 * wait),
			Receipts: []loan.Receipt{{On: first.Add(wait), Amount: paid}, {On: first.Add(2 * wait), Amount: paid}}, Settings: loan.Settings{Future: loan.NextInstalment}}
		rows, err := terms.Rows(c)
		if err != nil {
			if errs.Is(err, errs.Internal) {
				t.Fatal(err)
			}
			return
		}
		var sum int64
		for _, r := range rows {
			if r.Owed.Principal < 0 || r.Owed.Interest < 0 {
				t.Fatalf("row %+v", r)
			}
			sum += r.Owed.Principal
		}
		if sum != lent {
			t.Fatalf("principal is %d, lent was %d", sum, lent)
		}
	})
}

func BenchmarkTerms(b *testing.B) {
	for name, spoil := range map[string]func(*loan.Terms){
		"flat":      func(t *loan.Terms) { t.Method = loan.Flat },
		"declining": func(t *loan.Terms) { t.Charging, t.Recalculation = loan.ByDay, &loan.Recalculation{} },
		"progressive": func(t *loan.Terms) {
			t.Progressive, t.Recalculation = true, &loan.Recalculation{Prepayment: loan.AdjustFinal}
		},
	} {
		for _, n := range []int{60, 2400} {
			terms := monthly()
			terms.Count, terms.Unit = n, loan.Days
			spoil(&terms)
			c := loan.Course{Draws: drawn("2024-01-01", 300_000_000), Settings: loan.Settings{Future: loan.NextInstalment}}
			plan, err := terms.Rows(c)
			if err != nil {
				b.Fatal(err)
			}
			for _, r := range plan {
				c.Receipts = append(c.Receipts, loan.Receipt{On: r.DueOn.Add(len(c.Receipts) % 3), Kind: loan.Payment, Amount: r.Owed.Total()})
				c.AsOf = r.DueOn
			}
			for i := 1; i < len(c.Receipts); i++ {
				c.Receipts[i].On = max(c.Receipts[i].On, c.Receipts[i-1].On)
			}
			b.Run(fmt.Sprintf("%s %d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := terms.Rows(c); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
