package lease_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
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
	due, from := c.duePeriod()
	count := day.A365
	if text := c.text("day_count"); text != "" {
		var err error
		if count, err = day.ParseCount(text); err != nil {
			c.Fatal(err)
		}
	}
	ref, names := c.calendars()
	usual := day.SCF
	if text := c.text("shift", "convention", "business_day_convention"); text != "" {
		var err error
		if usual, err = day.ParseShift(text); err != nil {
			c.Fatal(err)
		}
	}
	t := lease.Terms{Price: c.amount("EUR", "principal"), Rate: c.rate("rate_pct"), DayCount: count, Calendars: names, Start: from, LastPeriodEnds: due}
	if t.Price.Minor == 0 {
		t.Price = money.Of(1_000_000_00, "EUR")
	}
	for key := range c.Outputs {
		named, paysOn := strings.CutPrefix(key, "pay_date")
		if paysOn {
			key, named = "pay_date"+named, strings.TrimPrefix(named, "_")
		}
		t.Shift = usual
		if named = strings.TrimPrefix(strings.TrimPrefix(named, "interest"), "_"); named != "" {
			shift, err := day.ParseShift(named)
			if err != nil {
				c.Errorf("%s: %v", key, err)
				continue
			}
			t.Shift = shift
		}
		last := firstRow(c, t, ref)
		if paysOn {
			c.is(key, last.DueOn.String())
			continue
		}
		c.is(key, money.Of(last.Interest, "EUR").Decimal())
	}
}

// duePeriod is the due day and the first day of its period; where no input says them the title does, in this order.
func (c *number) duePeriod() (due, from day.Date) {
	if text := c.text("due", "due_on", "due_date", "end"); text != "" {
		due = day.MustParse(text)
		if from = due.AddMonths(-1); c.has("from", "period_from", "start") {
			from = day.MustParse(c.text("from", "period_from", "start"))
		}
		return due, from
	}
	days := isoDay.FindAllString(c.Title, -1)
	if len(days) < 2 {
		c.Fatalf("neither an input nor the title names the days: %s", c.Title)
	}
	return day.MustParse(days[0]), day.MustParse(days[1])
}

// calendars are Monday to Friday, and one calendar more for every list of closed days. A day is open only if it is open in
// all of them (R8).
func (c *number) calendars() (ref lease.Reference, names []string) {
	names = []string{"MF"}
	add := func(list any) {
		var closed []day.Date
		for _, text := range list.([]any) {
			closed = append(closed, day.MustParse(text.(string)))
		}
		name := fmt.Sprint("list ", len(names))
		calendar, err := day.NewCalendar(day.CalendarRules{Name: name, Version: "1", FromYear: 1990, ToYear: 2100, Weekend: []string{"Sat", "Sun"}, Closed: closed})
		if err != nil {
			c.Fatal(err)
		}
		ref.Calendars, names = append(ref.Calendars, calendar), append(names, name)
	}
	for _, key := range []string{"holidays", "calendars", "closed"} {
		switch v := c.Inputs[key].(type) {
		case map[string]any:
			c.read[key] = true
			for _, name := range slices.Sorted(maps.Keys(v)) {
				add(v[name])
			}
		case []any:
			c.read[key] = true
			if len(v) > 0 {
				if _, lists := v[0].([]any); !lists {
					v = []any{v}
				}
			}
			for _, list := range v {
				add(list)
			}
		}
	}
	return ref, names
}

// firstRow plans one period that ends on a day of its own.
func firstRow(c *number, t lease.Terms, ref lease.Reference) lease.Row {
	t.Method, t.Timing, t.Count, t.EveryMonths, t.Rounding = lease.Annuity, lease.InArrears, 1, 1, c.mode
	s, err := ref.Plan(t)
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
