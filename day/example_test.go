package day_test

import (
	"fmt"

	"kontor/day"
)

func ExampleDate() {
	due := day.MustParse("2026-01-31")
	fmt.Println(due.AddMonths(1), due.AddMonths(2), due.Weekday())
	fmt.Println(due.AddMonths(12).Sub(due), "days")
	// Output:
	// 2026-02-28 2026-03-31 Saturday
	// 365 days
}

func ExampleCount() {
	from, to := day.MustParse("2024-01-31"), day.MustParse("2024-03-31")
	for _, count := range []day.Count{day.A365, day.A360, day.E30360, day.AA} {
		days, err := count.Days(from, to)
		if err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%-6s %d days, %.6f of a year\n", count, days, count.Fraction(from, to))
	}
	// Output:
	// A365   60 days, 0.164384 of a year
	// A360   60 days, 0.166667 of a year
	// 30E360 60 days, 0.166667 of a year
	// AA     60 days, 0.163934 of a year
}

// A lease of five quarters and a bit, in arrears: the rest joins the last period, and no payment falls on a weekend.
func ExampleSchedule() {
	dates, err := day.Schedule{
		Anchor: day.MustOf(2026, 1, 31), Cycle: day.MustParseCycle("P3ML0"), End: day.MustOf(2027, 5, 15), WithEnd: true,
	}.Append(nil)
	if err != nil {
		fmt.Println(err)
	}
	for _, d := range dates {
		event, computed, err := day.CSMF.Apply(d, day.MondayToFriday)
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(event, "computed for", computed)
	}
	// Output:
	// 2026-01-30 computed for 2026-01-31
	// 2026-04-30 computed for 2026-04-30
	// 2026-07-31 computed for 2026-07-31
	// 2026-10-30 computed for 2026-10-31
	// 2027-01-29 computed for 2027-01-31
	// 2027-05-17 computed for 2027-05-15
}

func ExampleCalendar() {
	branch, err := day.NewCalendar(day.CalendarRules{Name: "branch", Version: "2027-1", FromYear: 2027, ToYear: 2027,
		Weekend: []string{"Sat", "Sun"}, Closed: []day.Date{day.MustOf(2027, 3, 29)}})
	if err != nil {
		fmt.Println(err)
	}
	deadline, err := branch.AddBusinessDays(day.MustOf(2027, 3, 25), 5)
	fmt.Println(deadline, err, "by", branch)
	_, err = branch.AddBusinessDays(day.MustOf(2027, 12, 30), 5)
	fmt.Println(err)
	// Output:
	// 2027-04-02 <nil> by branch@2027-1
	// the calendar branch@2027-1 does not know 2028-01-01
}
