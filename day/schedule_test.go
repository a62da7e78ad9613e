package day_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

func TestParseCycle(t *testing.T) {
	for text, want := range map[string]day.Cycle{
		"P1ML0": {day.Period{N: 1, Unit: day.Months}, day.LongStub}, "P3ML1": {day.Period{N: 3, Unit: day.Months}, day.ShortStub},
		"P15DL1": {day.Period{N: 15, Unit: day.Days}, day.ShortStub}, "P2WL0": {day.Period{N: 2, Unit: day.Weeks}, day.LongStub},
		"P1QL0": {day.Period{N: 1, Unit: day.Quarters}, day.LongStub}, "P1HL1": {day.Period{N: 1, Unit: day.HalfYears}, day.ShortStub},
		"P10YL1": {day.Period{N: 10, Unit: day.Years}, day.ShortStub},
	} {
		got, err := day.ParseCycle(text)
		if got != want || err != nil || got.String() != text {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "P1M", "1ML0", "P1ML2", "P1ML", "PML0", "P0ML0", "P-1ML0", "P1mL0", "P1XL0", "P1.5ML0", "P99999999DL0", "L0", "P1ML0L0", "P1M L0", "P１ML0",
	} {
		if got, err := day.ParseCycle(text); !errs.Is(err, errs.Invalid) || !got.IsZero() || errs.As(err).Hint.IsZero() {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	var c day.Cycle
	if err := c.UnmarshalText(nil); err != nil || !c.IsZero() || c.String() != "" {
		t.Errorf("nothing is no cycle: %v, %v", c, err)
	}
	if b, err := day.MustParseCycle("P1ML1").MarshalText(); string(b) != "P1ML1" || err != nil {
		t.Errorf("got %s, %v", b, err)
	}
}

func FuzzParseCycle(f *testing.F) {
	for _, seed := range []string{"P1ML0", "P3ML1", "P9999999YL0", "P0D", "P5D", "P5DL0", "PL0", "L1"} {
		f.Add(seed)
	}
	buf := make([]day.Date, 0, 1024)
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := day.ParsePeriod(text); err == nil {
			if again, err := day.ParsePeriod(p.String()); again != p || err != nil {
				t.Errorf("%q was read as %v and written as %s", text, p, p)
			}
			if d, err := p.After(day.MustOf(2026, 1, 31)); err == nil && d < day.MustOf(2026, 1, 31) {
				t.Errorf("%s leads back to %s", p, d)
			}
		}
		c, err := day.ParseCycle(text)
		if err != nil {
			return
		}
		if again, err := day.ParseCycle(c.String()); again != c || err != nil {
			t.Errorf("%q was read as %v and written as %s", text, c, c)
		}
		dates, err := day.Schedule{Anchor: day.MustOf(9990, 1, 31), Cycle: c, End: day.Max, WithEnd: true}.Append(buf[:0])
		if err != nil || !slices.IsSorted(dates) {
			t.Errorf("%s: %v %v", c, dates, err)
		}
	})
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ text, from, want string }{
		{"P0D", "2026-01-31", "2026-01-31"}, {"P5D", "2026-01-31", "2026-02-05"}, {"P5DL0", "2026-01-31", "2026-02-05"},
		{"P2W", "2026-01-31", "2026-02-14"}, {"P1M", "2026-01-31", "2026-02-28"}, {"P1Q", "2025-11-30", "2026-02-28"},
		{"P1H", "2025-08-31", "2026-02-28"}, {"P1Y", "2024-02-29", "2025-02-28"}, {"P4Y", "2024-02-29", "2028-02-29"},
	} {
		p, err := day.ParsePeriod(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.After(day.MustParse(c.from)); got.String() != c.want || err != nil {
			t.Errorf("%s after %s: got %s, %v, want %s", c.text, c.from, got, err, c.want)
		}
		var again day.Period
		b, _ := p.MarshalText()
		if err := again.UnmarshalText(b); err != nil || again != p {
			t.Errorf("%s came back as %s, %v", p, again, err)
		}
	}
	for _, text := range []string{"", "P", "PD", "5D", "P5", "P5d", "P5DL2", "P5D ", "P1Y6M"} {
		if got, err := day.ParsePeriod(text); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	for name, f := range map[string]func() (day.Date, error){
		"beyond":         func() (day.Date, error) { return day.Period{N: 1, Unit: day.Days}.After(day.Max) },
		"far":            func() (day.Date, error) { return day.Period{N: 9_999_999, Unit: day.Years}.After(day.Min) },
		"the next month": func() (day.Date, error) { return day.MustParseCycle("P1ML0").Nth(day.Max, 1, day.SD) },
		"no start":       func() (day.Date, error) { return day.Period{N: 1, Unit: day.Days}.After(0) },
		"no period":      func() (day.Date, error) { return day.Period{}.After(day.Min) },
		"negative":       func() (day.Date, error) { return day.Period{N: -1, Unit: day.Days}.After(day.Max) },
		"before":         func() (day.Date, error) { return day.MustParseCycle("P1ML0").Nth(day.MustOf(1, 1, 31), -1, day.SD) },
		"k too far":      func() (day.Date, error) { return day.MustParseCycle("P9999999YL0").Nth(day.Min, math.MaxInt, day.SD) },
	} {
		if got, err := f(); !errs.Is(err, errs.Invalid) || got != 0 {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}

func TestEndOfMonth(t *testing.T) {
	for _, c := range []struct {
		anchor, cycle, want string
		ends                day.EndOfMonth
	}{
		{"2026-01-31", "P1ML0", "2026-01-31 2026-02-28 2026-03-31 2026-04-30", day.SD}, // from the anchor, not from the date before
		{"2026-04-30", "P1ML0", "2026-04-30 2026-05-30 2026-06-30 2026-07-30", day.SD},
		{"2026-04-30", "P1ML0", "2026-04-30 2026-05-31 2026-06-30 2026-07-31", day.EOM},
		{"2026-04-29", "P1ML0", "2026-04-29 2026-05-29 2026-06-29 2026-07-29", day.EOM}, // not the last day of its month
		{"2026-02-28", "P1QL0", "2026-02-28 2026-05-31 2026-08-31 2026-11-30", day.EOM},
		{"2026-02-28", "P1HL0", "2026-02-28 2026-08-28 2027-02-28 2027-08-28", day.SD},
		{"2027-02-28", "P1YL0", "2027-02-28 2028-02-29 2029-02-28 2030-02-28", day.EOM},
		{"2028-02-29", "P1YL0", "2028-02-29 2029-02-28 2030-02-28 2031-02-28", day.SD},
		{"2026-04-30", "P30DL0", "2026-04-30 2026-05-30 2026-06-29 2026-07-29", day.EOM}, // days know no month ends
		{"2026-04-30", "P2WL0", "2026-04-30 2026-05-14 2026-05-28 2026-06-11", day.EOM},
	} {
		var got []string
		for k := range 4 {
			d, err := day.MustParseCycle(c.cycle).Nth(day.MustParse(c.anchor), k, c.ends)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d.String())
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%s every %s, %s:\n got %s\nwant %s", c.anchor, c.cycle, c.ends, joined, c.want)
		}
	}
	for _, want := range []day.EndOfMonth{day.SD, day.EOM} {
		var got day.EndOfMonth
		b, _ := want.MarshalText()
		if err := got.UnmarshalText(b); err != nil || got != want {
			t.Errorf("%s came back as %s, %v", want, got, err)
		}
	}
	e := day.EOM
	if err := e.UnmarshalText(nil); err != nil || e != day.SD {
		t.Errorf("got %s, %v", e, err)
	}
	if _, err := day.ParseEndOfMonth("eom"); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestSchedule(t *testing.T) {
	for _, c := range []struct {
		name, anchor, cycle, end string
		withEnd                  bool
		clock                    int
		want                     string
	}{
		{"meets the end", "2026-01-15", "P1ML0", "2026-04-15", true, 0, "2026-01-15 2026-02-15 2026-03-15 2026-04-15"},
		{"without the end", "2026-01-15", "P1ML0", "2026-04-15", false, 0, "2026-01-15 2026-02-15 2026-03-15"},
		{"long stub", "2026-01-15", "P1ML0", "2026-04-20", true, 0, "2026-01-15 2026-02-15 2026-03-15 2026-04-20"},
		{"short stub", "2026-01-15", "P1ML1", "2026-04-20", true, 0, "2026-01-15 2026-02-15 2026-03-15 2026-04-15 2026-04-20"},
		{"long stub without the end", "2026-01-15", "P1ML0", "2026-04-20", false, 0, "2026-01-15 2026-02-15 2026-03-15"},
		{"two dates have no stub", "2026-01-15", "P1ML0", "2026-02-10", true, 0, "2026-01-15 2026-02-10"},
		{"three dates have", "2026-01-15", "P1ML0", "2026-02-20", true, 0, "2026-01-15 2026-02-20"},
		{"two dates without the end have none", "2026-01-15", "P1ML0", "2026-02-20", false, 0, "2026-01-15 2026-02-15"},
		{"no cycle", "2026-01-15", "", "2026-04-20", true, 0, "2026-01-15 2026-04-20"},
		{"no cycle, no end", "2026-01-15", "", "2026-04-20", false, 0, "2026-01-15"},
		{"ends where it begins", "2026-01-15", "P1ML0", "2026-01-15", true, 0, "2026-01-15"},
		{"ends where it begins, no end", "2026-01-15", "P1ML0", "2026-01-15", false, 0, ""},
		{"no cycle, ends where it begins", "2026-01-15", "", "2026-01-15", false, 0, ""},
		{"late end, long stub", "2026-01-15", "P1ML0", "2026-03-15", true, 1, "2026-01-15 2026-02-15 2026-03-15"},
		{"late end, short stub", "2026-01-15", "P1ML1", "2026-03-15", true, 1, "2026-01-15 2026-02-15 2026-03-15 2026-03-15"},
		{"early end", "2026-01-15", "P1ML0", "2026-03-15", true, -1, "2026-01-15 2026-03-15"},
		{"early end, short stub", "2026-01-15", "P1ML1", "2026-03-15", true, -1, "2026-01-15 2026-02-15 2026-03-15"},
		{"the last month", "9999-10-31", "P1ML0", "9999-12-31", true, 0, "9999-10-31 9999-11-30 9999-12-31"},
		{"a cycle beyond all dates", "9999-01-01", "P9999999YL0", "9999-12-31", true, 0, "9999-01-01 9999-12-31"},
		{"the first dates", "0001-01-01", "P1DL1", "0001-01-03", true, 0, "0001-01-01 0001-01-02 0001-01-03"},
	} {
		var cycle day.Cycle
		if err := cycle.UnmarshalText([]byte(c.cycle)); err != nil {
			t.Fatal(err)
		}
		prefix := []day.Date{day.Min}
		got, err := day.Schedule{Anchor: day.MustParse(c.anchor), Cycle: cycle, End: day.MustParse(c.end), WithEnd: c.withEnd, EndClock: c.clock}.Append(prefix)
		if err != nil || got[0] != day.Min {
			t.Errorf("%s: %v, %v", c.name, got, err)
			continue
		}
		var texts []string
		for _, d := range got[1:] {
			texts = append(texts, d.String())
		}
		if joined := strings.Join(texts, " "); joined != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, joined, c.want)
		}
	}
}

func TestScheduleRefuses(t *testing.T) {
	good := day.Schedule{Anchor: day.MustOf(2026, 1, 1), Cycle: day.MustParseCycle("P1ML0"), End: day.MustOf(2027, 1, 1), WithEnd: true}
	for name, c := range map[string]struct {
		code  errs.Code
		spoil func(*day.Schedule)
	}{
		"no anchor":        {errs.Invalid, func(s *day.Schedule) { s.Anchor = 0 }},
		"no end":           {errs.Invalid, func(s *day.Schedule) { s.End = 0 }},
		"end before":       {errs.Invalid, func(s *day.Schedule) { s.End = s.Anchor - 1 }},
		"earlier that day": {errs.Invalid, func(s *day.Schedule) { s.End, s.EndClock = s.Anchor, -1 }},
		"beyond all dates": {errs.Invalid, func(s *day.Schedule) { s.End = day.Max + 1 }},
		"standing still":   {errs.Invalid, func(s *day.Schedule) { s.Cycle.Every.N = 0 }},
		"backwards":        {errs.Invalid, func(s *day.Schedule) { s.Cycle.Every.N = -1 }},
		"unknown unit":     {errs.Invalid, func(s *day.Schedule) { s.Cycle.Every.Unit = 'X' }},
		"too many": {errs.TooLarge, func(s *day.Schedule) {
			s.Anchor, s.End, s.Cycle = day.Min, day.Max, day.MustParseCycle("P1DL0")
		}},
	} {
		s := good
		c.spoil(&s)
		got, err := s.Append([]day.Date{day.Min})
		if !errs.Is(err, c.code) || len(got) != 1 {
			t.Errorf("%s: got %d dates, %v", name, len(got), err)
		}
	}
	all := day.Schedule{Anchor: day.Min, Cycle: day.MustParseCycle("P1DL1"), End: day.Min + day.MaxSchedule}
	if got, err := all.Append(nil); len(got) != day.MaxSchedule || err != nil {
		t.Errorf("got %d dates, %v, want %d", len(got), err, day.MaxSchedule)
	}
	all.End++
	if got, err := all.Append(nil); len(got) != 0 || !errs.Is(err, errs.TooLarge) {
		t.Errorf("one date more: got %d, %v", len(got), err)
	}
}

func TestScheduleProperties(t *testing.T) {
	units := []day.Unit{day.Days, day.Weeks, day.Months, day.Quarters, day.HalfYears, day.Years}
	rapid.Check(t, func(t *rapid.T) {
		s := day.Schedule{
			Anchor: anyDate().Draw(t, "anchor"), WithEnd: rapid.Bool().Draw(t, "with end"),
			Cycle: day.Cycle{Every: day.Period{N: rapid.IntRange(1, 40).Draw(t, "n"), Unit: rapid.SampledFrom(units).Draw(t, "unit")},
				Stub: rapid.SampledFrom([]day.Stub{day.LongStub, day.ShortStub}).Draw(t, "stub")},
			EndOfMonth: rapid.SampledFrom([]day.EndOfMonth{day.SD, day.EOM}).Draw(t, "ends"),
		}
		s.End = s.Anchor.Add(rapid.IntRange(0, 4000).Draw(t, "length"))
		dates, err := s.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		for k, d := range dates {
			if k > 0 && d <= dates[k-1] {
				t.Fatalf("date %d of %v does not rise", k, dates)
			}
			if d == s.End {
				continue
			}
			if want, err := s.Cycle.Nth(s.Anchor, k, s.EndOfMonth); d != want || err != nil {
				t.Fatalf("date %d is %s, want %s, %v", k, d, want, err)
			}
		}
		if n := len(dates); s.WithEnd && (n == 0 || dates[n-1] != s.End) {
			t.Fatalf("%v does not end on %s", dates, s.End)
		}
		long, short := s, s
		long.Cycle.Stub, short.Cycle.Stub = day.LongStub, day.ShortStub
		a, _ := long.Append(nil)
		b, _ := short.Append(nil)
		if n := len(b) - len(a); n < 0 || n > 1 {
			t.Fatalf("a long stub drops %d dates: %v, %v", n, a, b)
		}
	})
}

func BenchmarkSchedule60(b *testing.B) {
	s := day.Schedule{Anchor: day.MustOf(2026, 1, 31), Cycle: day.MustParseCycle("P1ML0"), End: day.MustOf(2031, 1, 31), WithEnd: true}
	dates := make([]day.Date, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dates, _ = s.Append(dates[:0])
	}
	b.ReportMetric(float64(len(dates)), "dates")
}

func BenchmarkAdjust60(b *testing.B) {
	s := day.Schedule{Anchor: day.MustOf(2026, 1, 31), Cycle: day.MustParseCycle("P1ML0"), End: day.MustOf(2031, 1, 31), WithEnd: true}
	plain, err := s.Append(nil)
	if err != nil {
		b.Fatal(err)
	}
	dates := make([]day.Date, len(plain))
	b.ReportAllocs()
	for b.Loop() {
		copy(dates, plain)
		_ = day.SCMF.Adjust(dates, day.MondayToFriday)
	}
}
