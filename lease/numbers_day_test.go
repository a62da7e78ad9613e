package lease_test

import (
	"regexp"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// dayCountNumbers are the interest of one period by several day counts; the outputs are named after them.
func dayCountNumbers(c *number) {
	from, to := day.MustParse(c.text("start")), day.MustParse(c.text("end"))
	piece := lease.Accrual{Balance: c.amount("EUR", "principal"), Rate: c.rate("rate_pct"), From: from, To: to}
	c.is("days", strconv.Itoa(to.Sub(from)))
	for key := range c.Outputs {
		if key == "days" {
			continue
		}
		name, _ := strings.CutPrefix(key, "E3")
		if name != key {
			name = "30E" + strings.TrimPrefix(name, "0")
		}
		count, err := day.ParseCount(strings.Replace(name, "B30360", "30/360", 1))
		if err != nil {
			c.Errorf("%s: %v", key, err)
			continue
		}
		got, err := lease.Interest(day.Counter{Count: count}, c.mode, piece)
		if err != nil {
			c.Fatal(err)
		}
		c.is(key, got.Decimal())
	}
}

var isoDay = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// calendarNumbers are due days: a cycle from an anchor, or a day that moves off a weekend with its interest. The title
// names the days of the latter: the due day and the first day of the period.
func calendarNumbers(c *number) {
	if c.has("anchor") {
		cycleNumbers(c)
		return
	}
	days := isoDay.FindAllString(c.Title, -1)
	if len(days) < 2 {
		c.Fatalf("the title names no days: %s", c.Title)
	}
	due, from := day.MustParse(days[0]), day.MustParse(days[1])
	count, err := day.ParseCount(c.text("day_count"))
	if err != nil {
		c.Fatal(err)
	}
	principal, rate := c.amount("EUR", "principal"), c.rate("rate_pct")
	for key := range c.Outputs {
		shift, err := day.ParseShift(strings.TrimPrefix(key, "interest_"))
		if key == "pay_date" {
			shift, err = day.SCF, nil
		}
		if err != nil {
			c.Errorf("%s: %v", key, err)
			continue
		}
		last := firstRow(c, principal, rate, count, shift, from, due)
		if key == "pay_date" {
			c.is(key, last.DueOn.String())
			continue
		}
		c.is(key, money.Of(last.Interest, "EUR").Decimal())
	}
}

// firstRow plans one period that ends on a day of its own.
func firstRow(c *number, principal money.Amount, rate money.Rate, count day.Count, shift day.Shift, from, due day.Date) lease.Row {
	s, err := lease.Plan(lease.Terms{Price: principal, Rate: rate, Method: lease.Annuity, Timing: lease.InArrears, Count: 1, EveryMonths: 1, Start: from,
		LastPeriodEnds: due, DayCount: count, Calendars: []string{"MF"}, Shift: shift, Rounding: c.mode})
	if err != nil {
		c.Fatal(err)
	}
	return s.Rows[0]
}

// cycleNumbers are the due days of a plan from an anchor.
func cycleNumbers(c *number) {
	t := lease.Terms{Price: money.Of(1_000_00, "EUR"), Method: lease.Annuity, Timing: lease.InArrears, Count: 12, EveryMonths: c.everyMonths(),
		Start: day.MustParse(c.text("anchor"))}
	for _, ends := range []day.EndOfMonth{day.SD, day.EOM} {
		list, ok := c.Outputs[ends.String()].([]any)
		if !ok {
			continue
		}
		t.EndOfMonth = ends
		s, err := lease.Plan(t)
		if err != nil {
			c.Fatal(err)
		}
		var days []string
		for _, r := range s.Rows[:min(len(list), len(s.Rows))] {
			days = append(days, r.DueOn.String())
		}
		c.is(ends.String(), strings.Join(days, ","))
		for _, r := range s.Rows {
			if never := c.Outputs["never"]; never == r.DueOn.String() {
				c.Errorf("%v: a rental is due on %v", ends, never)
			}
		}
	}
	c.met["never"] = true
}
