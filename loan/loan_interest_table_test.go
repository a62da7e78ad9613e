package loan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// table writes the rows as due date, principal and interest.
func table(rows []loan.Instalment) (lines []string) {
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%s %s %s", r.DueOn, euros(r.Owed.Principal), euros(r.Owed.Interest)))
	}
	return lines
}

func received(on string, amount int64) loan.Receipt {
	return loan.Receipt{On: day.MustParse(on), Kind: loan.Payment, Amount: amount}
}

// Tables that were computed by hand, one for each rule that the published scenarios leave room for.
func TestTablesComputedByHand(t *testing.T) {
	hundred := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("7"), Method: loan.Declining, Charging: loan.ByDay, Every: 1, Unit: loan.Months, Count: 6,
		Rounding: money.HalfEven, YearDays: 360, MonthDays: 30, Progressive: true, Recalculation: &loan.Recalculation{Prepayment: loan.AdjustFinal}}
	thousands := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("12"), Method: loan.Declining, Charging: loan.ByDay, Every: 1, Unit: loan.Months, Count: 6,
		Rounding: money.HalfEven, Multiple: 100, Recalculation: &loan.Recalculation{}}
	january, november := drawn("2024-01-01", 10_000), drawn("2022-11-01", 500_000)
	first := received("2024-02-01", 1_701)
	with := func(t loan.Terms, change func(*loan.Terms)) loan.Terms {
		if t.Recalculation != nil {
			r := *t.Recalculation
			t.Recalculation = &r
		}
		change(&t)
		return t
	}
	four := money.MustParseRate("4")
	for _, c := range []struct {
		rule   string
		terms  loan.Terms
		course loan.Course
		want   string
	}{
		{"F13: two rows overdue bear interest to the day of calculation", hundred, loan.Course{Draws: january, AsOf: day.MustParse("2024-03-10")},
			"2024-02-01 16.43 0.58|2024-03-01 16.43 0.58|2024-04-01 16.56 0.45|2024-05-01 16.71 0.30|2024-06-01 16.81 0.20|2024-07-01 17.06 0.10"},
		{"F17: paid off, interest to the day", hundred, loan.Course{Draws: january, AsOf: day.MustParse("2024-02-15"), PayOff: true, Receipts: []loan.Receipt{first, received("2024-02-15", 1)}},
			"2024-02-01 16.43 0.58|2024-03-01 16.77 0.24|2024-04-01 17.01 0.00|2024-05-01 17.01 0.00|2024-06-01 17.01 0.00|2024-07-01 15.77 0.00"},
		{"F17: paid off, interest to the due date", with(hundred, func(t *loan.Terms) { t.Recalculation.ToDueDate = true }),
			loan.Course{Draws: january, AsOf: day.MustParse("2024-02-15"), PayOff: true, Receipts: []loan.Receipt{first, received("2024-02-15", 1)}},
			"2024-02-01 16.43 0.58|2024-03-01 16.52 0.49|2024-04-01 17.01 0.00|2024-05-01 17.01 0.00|2024-06-01 17.01 0.00|2024-07-01 16.02 0.00"},
		{"F10: a part paid early lowers interest by the day", hundred, loan.Course{Draws: january, AsOf: day.MustParse("2024-02-15"), Receipts: []loan.Receipt{first, received("2024-02-15", 1_000)}},
			"2024-02-01 16.43 0.58|2024-03-01 16.55 0.46|2024-04-01 16.62 0.39|2024-05-01 16.72 0.29|2024-06-01 16.81 0.20|2024-07-01 16.87 0.10"},
		{"F9: 7 of 31 days before the second draw-down, 24 behind it", with(hundred, func(t *loan.Terms) { t.Recalculation = nil }),
			loan.Course{Draws: append(slices.Clone(january), drawn("2024-01-08", 20_000)...)},
			"2024-02-01 49.50 1.48|2024-03-01 49.52 1.46|2024-04-01 49.81 1.17|2024-05-01 50.10 0.88|2024-06-01 50.39 0.59|2024-07-01 50.68 0.30"},
		{"F9: 4 instead of 7 percent in the middle of the second period", with(hundred, func(t *loan.Terms) { t.Recalculation = nil }),
			loan.Course{Draws: january, Turns: []loan.Turn{{From: day.MustParse("2024-02-15"), Rate: &four}}},
			"2024-02-01 16.43 0.58|2024-03-01 16.52 0.38|2024-04-01 16.68 0.22|2024-05-01 16.73 0.17|2024-06-01 16.79 0.11|2024-07-01 16.85 0.06"},
		{"F11: fewer rows", with(thousands, func(t *loan.Terms) { t.Recalculation.Prepayment = loan.FewerRows }),
			loan.Course{Draws: november, AsOf: day.MustParse("2023-01-01"), Receipts: []loan.Receipt{received("2022-12-01", 100_000), received("2023-01-01", 200_000)}},
			"2022-12-01 950.68 49.32|2023-01-01 1958.73 41.27|2023-02-01 840.69 21.31|2023-03-01 850.49 11.51|2023-04-01 399.41 4.07"},
		{"F12, F13: late twice, each time to the day of payment", thousands,
			loan.Course{Draws: november, AsOf: day.MustParse("2023-01-05"), Receipts: []loan.Receipt{received("2022-12-05", 86_200), received("2023-01-05", 86_200)}},
			"2022-12-01 812.68 49.32|2023-01-01 818.25 43.75|2023-02-01 826.58 35.42|2023-03-01 838.60 23.40|2023-04-01 844.63 17.37|2023-05-01 859.26 8.47"},
		{"F14: closed every day, so late interest falls into its own period", with(thousands, func(t *loan.Terms) { t.Recalculation.Closed = true }),
			loan.Course{Draws: november, AsOf: day.MustParse("2023-01-05")},
			"2022-12-01 812.68 49.32|2023-01-01 811.04 50.96|2023-02-01 825.45 36.55|2023-03-01 838.52 23.48|2023-04-01 844.55 17.45|2023-05-01 867.76 8.56"},
		{"F16: a payment counts from the due date", with(thousands, func(t *loan.Terms) { t.Recalculation.DueDates = true }),
			loan.Course{Draws: november, AsOf: day.MustParse("2022-11-20"), Receipts: []loan.Receipt{received("2022-11-20", 100_000)}},
			"2022-12-01 950.68 49.32|2023-01-01 792.73 41.27|2023-02-01 800.81 33.19|2023-03-01 811.39 22.61|2023-04-01 817.24 16.76|2023-05-01 827.15 8.16"},
		{"F17: a cumulative plan paid off ends on the day", thousands,
			loan.Course{Draws: november, AsOf: day.MustParse("2022-12-10"), PayOff: true, Receipts: []loan.Receipt{received("2022-12-01", 86_200), received("2022-12-10", 1)}},
			"2022-12-01 812.68 49.32|2022-12-10 4187.32 12.39"},
		{"F4: interest of three rows is due with the fourth", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Charging, t.InterestGrace = nil, loan.ByPeriod, 3 }),
			loan.Course{Draws: november},
			"2022-12-01 813.00 0.00|2023-01-01 821.13 0.00|2023-02-01 829.34 0.00|2023-03-01 837.63 150.90|2023-04-01 846.01 16.99|2023-05-01 852.89 8.53"},
		{"F2: equal principal by the day", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Amortisation = nil, loan.LevelPrincipal }),
			loan.Course{Draws: november},
			"2022-12-01 833.33 49.32|2023-01-01 833.33 42.47|2023-02-01 833.33 33.97|2023-03-01 833.33 23.01|2023-04-01 833.33 16.99|2023-05-01 833.35 8.22"},
		{"F19: one row without principal", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Charging, t.Count = nil, loan.ByPeriod, 3 }),
			loan.Course{Draws: drawn("2023-07-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2023-09-01"), Grace: 1}}},
			"2023-08-01 990.00 30.00|2023-09-01 0.00 20.10|2023-10-01 999.90 20.10|2023-11-01 1010.10 10.10"},
		{"F19: one row more, what is unpaid is spread over all", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Charging, t.Count = nil, loan.ByPeriod, 3 }),
			loan.Course{Draws: drawn("2023-07-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2023-09-01"), Extra: 1}}},
			"2023-08-01 990.00 30.00|2023-09-01 662.90 20.10|2023-10-01 669.53 13.47|2023-11-01 677.57 6.78"},
		{"F6: a quarter down, interest on the rest", with(thousands, func(t *loan.Terms) {
			t.Recalculation, t.Method, t.Count, t.DownPayment, t.Charging = nil, loan.Flat, 3, money.MustParseRate("25"), loan.ByPeriod
		}), loan.Course{Draws: drawn("2022-01-01", 100_000)},
			"2022-01-01 250.00 0.00|2022-02-01 250.50 7.50|2022-03-01 250.50 7.50|2022-04-01 249.00 7.50"},
		{"F1: a later draw-down is charged from its period on", with(thousands, func(t *loan.Terms) {
			t.Recalculation, t.Method, t.Count, t.Charging, t.Multiple = nil, loan.Flat, 4, loan.ByPeriod, 0
		}), loan.Course{Draws: append(drawn("2022-01-01", 100_000), drawn("2022-03-01", 40_000)...)},
			"2022-02-01 250.00 10.00|2022-03-01 350.00 10.00|2022-04-01 350.00 14.00|2022-05-01 450.00 14.00"},
		{"a draw-down that nobody knew of raises the rows behind it only", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Charging, t.Count, t.Multiple = nil, loan.ByPeriod, 3, 0 }),
			loan.Course{Draws: append(drawn("2023-01-01", 300_000), drawn("2023-02-01", 100_000)...)},
			"2023-02-01 990.07 30.00|2023-03-01 1497.48 30.10|2023-04-01 1512.45 15.12"},
		{"F18: an approved amount sets the rows, whatever is drawn", with(thousands, func(t *loan.Terms) {
			t.Recalculation, t.Charging, t.Count, t.Multiple, t.Approved = nil, loan.ByPeriod, 3, 0, 400_000
		}),
			loan.Course{Draws: append(drawn("2023-01-01", 300_000), drawn("2023-02-01", 100_000)...)},
			"2023-02-01 1330.09 30.00|2023-03-01 1333.39 26.70|2023-04-01 1336.52 13.37"},
		{"F19: a later due date costs more, the rows stay level", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Count = nil, 3 }),
			loan.Course{Draws: drawn("2023-07-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2023-09-01"), NewDueOn: day.MustParse("2023-09-15")}}},
			"2023-08-01 989.42 30.58|2023-09-15 990.25 29.75|2023-10-15 1020.33 10.06"},
		{"F19: a flat loan charges its interest once, whenever it falls due", with(thousands, func(t *loan.Terms) { t.Recalculation, t.Method, t.Charging, t.Count = nil, loan.Flat, loan.ByPeriod, 3 }),
			loan.Course{Draws: drawn("2023-07-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2023-09-01"), Extra: 2}}},
			"2023-08-01 1000.00 30.00|2023-09-01 500.00 15.00|2023-10-01 500.00 15.00|2023-11-01 500.00 15.00|2023-12-01 500.00 15.00"},
		{"F19: rows without principal in a progressive plan", with(hundred, func(t *loan.Terms) { t.Recalculation, t.Count = nil, 3 }),
			loan.Course{Draws: drawn("2024-01-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2024-03-01"), AgreedOn: day.MustParse("2024-01-20"), Grace: 1}}},
			"2024-02-01 994.19 17.50|2024-03-01 0.00 11.70|2024-04-01 999.99 11.70|2024-05-01 1005.82 5.87"},
		{"F19: more rows in a progressive plan", with(hundred, func(t *loan.Terms) { t.Recalculation, t.Count = nil, 3 }),
			loan.Course{Draws: drawn("2024-01-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2024-03-01"), Extra: 1}}},
			"2024-02-01 994.19 17.50|2024-03-01 664.72 11.70|2024-04-01 668.60 7.82|2024-05-01 672.49 3.92"},
		{"F19: a later due date in a progressive plan, 15 days more by the days of the month", with(hundred, func(t *loan.Terms) { t.Recalculation, t.Count = nil, 3 }),
			loan.Course{Draws: drawn("2024-01-01", 300_000), Turns: []loan.Turn{{From: day.MustParse("2024-03-01"), NewDueOn: day.MustParse("2024-03-16"), AgreedOn: day.MustParse("2024-01-20")}}},
			"2024-02-01 994.19 17.50|2024-03-16 993.94 17.75|2024-04-16 1011.87 5.90"},
	} {
		c.course.Settings = loan.Settings{Future: loan.NextInstalment, Order: loan.Of(loan.Penalty, loan.Fee, loan.Interest, loan.Principal)}
		rows, err := c.terms.Rows(c.course)
		if err != nil {
			t.Errorf("%s: %v", c.rule, err)
			continue
		}
		if got := strings.Join(table(rows), "|"); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.rule, strings.ReplaceAll(got, "|", "\n     "), strings.ReplaceAll(c.want, "|", "\n     "))
		}
	}
}
