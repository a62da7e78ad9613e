package day_test

import (
	"math"
	"testing"

	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

// testCalendar covers 2027 and 2028, with 6 May 2027 and a working Saturday among its exceptions.
func testCalendar(t testing.TB) *day.Calendar {
	t.Helper()
	cal, err := day.NewCalendar(testRules())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func testRules() day.CalendarRules {
	dates := func(texts ...string) (out []day.Date) {
		for _, text := range texts {
			out = append(out, day.MustParse(text))
		}
		return out
	}
	return day.CalendarRules{
		Name: "fictional", Version: "2027-1", FromYear: 2027, ToYear: 2028, Weekend: []string{"Sat", "Sun"},
		Closed: dates("2027-01-01", "2027-03-29", "2027-05-06", "2027-05-17", "2027-12-25", "2027-12-27", "2027-12-30", "2027-12-31",
			"2028-01-03", "2028-04-17", "2028-04-28", "2028-05-01", "2028-12-25", "2028-12-26", "2028-12-29"),
		Open: dates("2027-12-18"),
	}
}

func TestCalendarDays(t *testing.T) {
	cal := testCalendar(t)
	if got, want := cal.String(), "fictional@2027-1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for text, want := range map[string]bool{
		"2027-01-01": false, "2027-01-02": false, "2027-01-04": true, "2027-05-06": false, "2027-05-07": true, "2027-12-18": true,
		"2027-12-25": false, "2028-12-31": false, "2026-12-31": false, "2029-01-02": false, // the last two: not known
	} {
		if got := cal.IsOpen(day.MustParse(text)); got != want {
			t.Errorf("%s: open is %v, want %v", text, got, want)
		}
	}
	for _, c := range []struct {
		name    string
		got     func(day.Date) (day.Date, error)
		d, want string
	}{
		{"next, open already", cal.Next, "2027-05-05", "2027-05-05"},
		{"next", cal.Next, "2027-05-06", "2027-05-07"},
		{"next over a long weekend", cal.Next, "2027-05-15", "2027-05-18"},
		{"prev", cal.Prev, "2027-05-17", "2027-05-14"},
		{"prev over the new year", cal.Prev, "2028-01-03", "2027-12-29"},
		{"five days", add(cal, 5), "2027-05-03", "2027-05-11"},
		{"from a closed day", add(cal, 1), "2027-05-08", "2027-05-10"},
		{"two days back", add(cal, -2), "2027-05-10", "2027-05-05"},
		{"no days", add(cal, 0), "2027-05-08", "2027-05-10"},
		{"a working Saturday counts", add(cal, 1), "2027-12-17", "2027-12-18"},
	} {
		if got, err := c.got(day.MustParse(c.d)); got.String() != c.want || err != nil {
			t.Errorf("%s from %s: got %s, %v, want %s", c.name, c.d, got, err, c.want)
		}
	}
}

func add(cal *day.Calendar, n int) func(day.Date) (day.Date, error) {
	return func(d day.Date) (day.Date, error) { return cal.AddBusinessDays(d, n) }
}

func TestCalendarRefusesWhatItDoesNotKnow(t *testing.T) {
	cal := testCalendar(t)
	for name, f := range map[string]func() (day.Date, error){
		"before":         func() (day.Date, error) { return cal.Next(day.MustOf(2026, 12, 31)) },
		"out of the end": func() (day.Date, error) { return cal.Next(day.MustOf(2028, 12, 30)) },
		"out of the start": func() (day.Date, error) {
			return cal.Prev(day.MustOf(2027, 1, 3))
		},
		"too many days":      func() (day.Date, error) { return cal.AddBusinessDays(day.MustOf(2027, 1, 4), 600) },
		"all days":           func() (day.Date, error) { return cal.AddBusinessDays(day.MustOf(2027, 1, 4), math.MaxInt) },
		"all days back":      func() (day.Date, error) { return cal.AddBusinessDays(day.MustOf(2027, 1, 4), math.MinInt) },
		"no date":            func() (day.Date, error) { return cal.AddBusinessDays(0, 1) },
		"no date, any":       func() (day.Date, error) { return day.NoCalendar.Next(0) },
		"the end of time":    func() (day.Date, error) { return day.NoCalendar.AddBusinessDays(day.Max, 1) },
		"the start of time":  func() (day.Date, error) { return day.MondayToFriday.AddBusinessDays(day.Min, -1) },
		"adjusted out of it": func() (day.Date, error) { d, _, err := day.SCF.Apply(day.MustOf(2028, 12, 30), cal); return d, err },
		"an empty calendar":  func() (day.Date, error) { return new(day.Calendar).Next(day.Min) },
	} {
		if got, err := f(); !errs.Is(err, errs.Refused) || got != 0 {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	if from, to := cal.Covered(); from.String() != "2027-01-01" || to.String() != "2028-12-31" {
		t.Errorf("covers %s to %s", from, to)
	}
}

func TestCalendarFaults(t *testing.T) {
	for field, spoil := range map[string]func(*day.CalendarRules){
		"name":       func(r *day.CalendarRules) { r.Name = " " },
		"version":    func(r *day.CalendarRules) { r.Version = "" },
		"from_year":  func(r *day.CalendarRules) { r.FromYear = 2029 },
		"weekend[1]": func(r *day.CalendarRules) { r.Weekend = []string{"Sat", "Sunday"} },
		"weekend": func(r *day.CalendarRules) {
			r.Weekend, r.Open = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, nil
		},
		"closed[0]": func(r *day.CalendarRules) { r.Closed = []day.Date{day.MustOf(2029, 1, 1)} },
		"closed[1]": func(r *day.CalendarRules) { r.Closed = []day.Date{day.MustOf(2027, 1, 1), 0} },
		"open[0]":   func(r *day.CalendarRules) { r.Open = []day.Date{day.MustOf(2027, 5, 6)} },
	} {
		rules := testRules()
		spoil(&rules)
		_, err := day.NewCalendar(rules)
		e := errs.As(err)
		if e == nil || len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	for _, years := range [][2]int{{0, 2028}, {2027, 10_000}, {-5, 5}} {
		rules := testRules()
		rules.FromYear, rules.ToYear = years[0], years[1]
		if _, err := day.NewCalendar(rules); !errs.Is(err, errs.Invalid) {
			t.Errorf("years %v: got %v", years, err)
		}
	}
}

func TestParseCalendar(t *testing.T) {
	cal, err := day.ParseCalendar([]byte(`{"name": "X", "version": "2", "from_year": 2030, "to_year": 2030, "weekend": ["Fri", "Sat"],
		"closed": ["2030-01-01"], "open": ["2030-01-04"], "cut_off": "16:00"}`))
	if err != nil {
		t.Fatal(err)
	}
	if cal.IsOpen(day.MustOf(2030, 1, 1)) || !cal.IsOpen(day.MustOf(2030, 1, 4)) || cal.IsOpen(day.MustOf(2030, 1, 5)) || !cal.IsOpen(day.MustOf(2030, 1, 6)) {
		t.Error("the calendar is not the one that was written")
	}
	for _, text := range []string{"", "{}", "[]", `{"closed": ["2030-13-01"]}`, `{"closed": [5]}`, `{"name": 5}`, "null", "{"} {
		if _, err := day.ParseCalendar([]byte(text)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func FuzzParseCalendar(f *testing.F) {
	f.Add([]byte(`{"name":"X","version":"2","from_year":2030,"to_year":2031,"weekend":["Fri","Sat"],"closed":["2030-01-01"]}`))
	f.Add([]byte(`{"name":"X","version":"2","from_year":9999,"to_year":9999,"weekend":["Mon"],"open":["9999-12-31"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		cal, err := day.ParseCalendar(text)
		if err != nil {
			return
		}
		from, to := cal.Covered()
		n, err := cal.Between(from, to)
		if err != nil || n < 0 || n > to.Sub(from) {
			t.Errorf("%d open days from %s to %s: %v", n, from, to, err)
		}
	})
}

func TestClosingMakesAnotherVersion(t *testing.T) {
	cal := testCalendar(t)
	late := day.MustOf(2027, 6, 18)
	next, err := cal.Closing("2027-2", late)
	if err != nil {
		t.Fatal(err)
	}
	if !cal.IsOpen(late) || next.IsOpen(late) || next.Version() != "2027-2" || cal.Version() != "2027-1" || next.Name() != "fictional" {
		t.Errorf("%s open: %v, %s open: %v", cal, cal.IsOpen(late), next, next.IsOpen(late))
	}
	for name, f := range map[string]func() (*day.Calendar, error){
		"the same version": func() (*day.Calendar, error) { return cal.Closing("2027-1", late) },
		"no version":       func() (*day.Calendar, error) { return cal.Closing("", late) },
		"an unknown day":   func() (*day.Calendar, error) { return cal.Closing("2027-2", day.MustOf(2031, 1, 1)) },
	} {
		if _, err := f(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	bridged, err := day.MondayToFriday.Closing("1a", late)
	if err != nil || bridged.IsOpen(late) || !bridged.IsOpen(late-1) || !day.MondayToFriday.IsOpen(late) {
		t.Errorf("got %v, %v", bridged, err)
	}
}

func TestJoint(t *testing.T) {
	cal := testCalendar(t)
	gulf, err := day.NewCalendar(day.CalendarRules{Name: "gulf", Version: "7", FromYear: 2026, ToYear: 2027, Weekend: []string{"Fri", "Sat"}})
	if err != nil {
		t.Fatal(err)
	}
	both, err := day.Joint(cal, gulf)
	if err != nil {
		t.Fatal(err)
	}
	if from, to := both.Covered(); from.Year() != 2027 || to.Year() != 2027 || both.String() != "fictional+gulf@2027-1+7" {
		t.Errorf("%s covers %s to %s", both, from, to)
	}
	for d, to := both.Covered(); d <= to; d++ {
		if got, want := both.IsOpen(d), cal.IsOpen(d) && gulf.IsOpen(d); got != want {
			t.Fatalf("%s: open is %v, want %v", d, got, want)
		}
	}
	weeks, err := day.Joint(day.MondayToFriday, day.NoCalendar)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := weeks.AddBusinessDays(day.MustOf(9999, 12, 24), 5); got != day.MustOf(9999, 12, 31) || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	weekend, err := day.NewCalendar(day.CalendarRules{Name: "fair", Version: "1", FromYear: 2027, ToYear: 2028,
		Weekend: []string{"Mon", "Tue", "Wed", "Thu", "Fri"}})
	if err != nil {
		t.Fatal(err)
	}
	early, err := day.NewCalendar(day.CalendarRules{Name: "early", Version: "1", FromYear: 2020, ToYear: 2021})
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]*day.Calendar{
		"nothing": {}, "no calendar": {cal, nil}, "no common day": {gulf, weekend, day.MondayToFriday}, "no common year": {cal, early},
	} {
		if got, err := day.Joint(list...); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

// TestCalendarAgainstCounting compares every walk with plain counting over days.
func TestCalendarAgainstCounting(t *testing.T) {
	cal := testCalendar(t)
	joint, err := day.Joint(cal, day.MondayToFriday)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]*day.Calendar{cal, joint, day.MondayToFriday, day.NoCalendar}).Draw(t, "calendar")
		span := rapid.Custom(func(t *rapid.T) day.Date {
			return day.MustOf(2027, 1, 1).Add(rapid.IntRange(0, 730).Draw(t, "day"))
		})
		from, to := span.Draw(t, "from"), span.Draw(t, "to")
		if from > to {
			from, to = to, from
		}
		want := 0
		for d := from; d < to; d++ {
			if c.IsOpen(d) {
				want++
			}
		}
		got, err := c.Between(from, to)
		back, _ := c.Between(to, from)
		if got != want || err != nil || back != -want {
			t.Fatalf("%s to %s: got %d and %d back, %v, want %d", from, to, got, back, err, want)
		}
		n := rapid.IntRange(1, 30).Draw(t, "n")
		later, err := c.AddBusinessDays(from, n)
		if err != nil {
			return // out of the covered years
		}
		if between, _ := c.Between(from+1, later+1); between != n || !c.IsOpen(later) {
			t.Fatalf("%d business days from %s lead to %s, which is %d", n, from, later, between)
		}
		if c.IsOpen(from) {
			if there, err := c.AddBusinessDays(later, -n); there != from || err != nil {
				t.Fatalf("%d business days from %s and back lead to %s, %v", n, from, there, err)
			}
		}
	})
}

func TestBuiltIn(t *testing.T) {
	for name, want := range map[string]*day.Calendar{
		"NC": day.NoCalendar, "NoCalendar": day.NoCalendar, "NOCALENDAR": day.NoCalendar, "MF": day.MondayToFriday,
		"MondayToFriday": day.MondayToFriday, "": nil, "TARGET": nil,
	} {
		if got := day.BuiltIn(name); got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}

func BenchmarkIsOpen(b *testing.B) {
	cal, d := testCalendar(b), day.MustOf(2027, 5, 7)
	b.ReportAllocs()
	for b.Loop() {
		cal.IsOpen(d)
	}
}

func BenchmarkAddBusinessDays(b *testing.B) {
	cal, d := testCalendar(b), day.MustOf(2027, 5, 7)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = cal.AddBusinessDays(d, 5)
	}
}
