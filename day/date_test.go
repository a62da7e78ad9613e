package day_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

// anyDate draws a date, the bounds and month ends more often than chance would.
func anyDate() *rapid.Generator[day.Date] {
	return rapid.OneOf(
		rapid.Map(rapid.Int32Range(int32(day.Min), int32(day.Max)), func(n int32) day.Date { return day.Date(n) }),
		rapid.Map(rapid.Int32Range(int32(day.Min), int32(day.Max)), func(n int32) day.Date { return day.Date(n).MonthEnd() }),
		rapid.SampledFrom([]day.Date{day.Min, day.Min + 30, day.MustOf(2000, 2, 29), day.MustOf(1900, 2, 28), day.Max - 31, day.Max}),
	)
}

// TestEveryDayAgreesWithTheClock walks all 3,652,059 days beside the standard library.
func TestEveryDayAgreesWithTheClock(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := day.Min; d <= day.Max; d++ {
		y, m, n := d.Civil()
		wy, wm, wn := at.Date()
		if y != wy || m != int(wm) || n != wn || d.Weekday() != at.Weekday() {
			t.Fatalf("day %d: got %d-%d-%d %s, want %s", d, y, m, n, d.Weekday(), at.Format("2006-1-2 Monday"))
		}
		if back, err := day.Of(y, m, n); back != d || err != nil {
			t.Fatalf("%s came back as %d, %v", d, back, err)
		}
		at = at.AddDate(0, 0, 1)
	}
	if at.Year() != 10000 {
		t.Errorf("the last day is the one before %v", at)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]day.Date{
		"0001-01-01": day.Min, "9999-12-31": day.Max, "1970-01-01": 719163, "2024-02-29": day.MustOf(2024, 2, 29),
	} {
		got, err := day.Parse(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %v %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "2026-1-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "10000-01-01", "26-01-31",
		"2026/01/31", " 2026-01-31", "2026-01-31 ", "2026-01-3x", "٢٠٢٦-٠١-٣١", "-001-01-01", "2026-01-31T00:00", "+026-01-01", "2026-02-\x0030",
	} {
		if got, err := day.Parse(text); !errs.Is(err, errs.Invalid) || got != 0 || errs.As(err).Hint.IsZero() {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-01-31", "0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "----------", "2026-01-3１"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := day.Parse(text)
		if err != nil {
			if d != 0 {
				t.Errorf("%q is refused and gives %d", text, d)
			}
			return
		}
		if d < day.Min || d > day.Max || d.String() != text {
			t.Errorf("%q was read as %d, which writes %q", text, d, d)
		}
	})
}

func TestNoDateStaysNone(t *testing.T) {
	var none day.Date
	if none.Add(5) != 0 || none.AddMonths(5) != 0 || none.MonthEnd() != 0 || none.IsMonthEnd() || none.String() != "" || none.Year() != 0 {
		t.Error("no date became one")
	}
	for _, beyond := range []day.Date{-1, day.Max + 1} {
		if got := beyond.String(); got != "" {
			t.Errorf("%d: got %q, want nothing", beyond, got)
		}
	}
	if got := day.Date(-1).MonthEnd(); got != 0 {
		t.Errorf("got %d, want none", got)
	}
}

func TestAddStopsAtTheBounds(t *testing.T) {
	d := day.MustOf(2026, 1, 31)
	for _, c := range []struct {
		name      string
		got, want day.Date
	}{
		{"a day", d.Add(1), day.MustOf(2026, 2, 1)},
		{"a day back", d.Add(-31), day.MustOf(2025, 12, 31)},
		{"days beyond", day.Max.Add(1), day.Max},
		{"days before", day.Min.Add(-1), day.Min},
		{"all days", d.Add(math.MaxInt), day.Max},
		{"all days back", d.Add(math.MinInt), day.Min},
		{"a month", d.AddMonths(1), day.MustOf(2026, 2, 28)},
		{"to a leap day", d.AddMonths(25), day.MustOf(2028, 2, 29)},
		{"two months", d.AddMonths(2), day.MustOf(2026, 3, 31)},
		{"a month back", day.MustOf(2024, 3, 31).AddMonths(-1), day.MustOf(2024, 2, 29)},
		{"the last month", day.MustOf(9999, 11, 30).AddMonths(1), day.MustOf(9999, 12, 30)},
		{"months beyond", day.MustOf(9999, 12, 1).AddMonths(1), day.Max},
		{"months before", day.MustOf(1, 1, 31).AddMonths(-1), day.Min},
		{"all months", d.AddMonths(math.MaxInt), day.Max},
		{"all months back", d.AddMonths(math.MinInt), day.Min},
		{"end of February", day.MustOf(2100, 2, 1).MonthEnd(), day.MustOf(2100, 2, 28)},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate().Draw(t, "a"), anyDate().Draw(t, "b")
		n := rapid.IntRange(-200_000, 200_000).Draw(t, "n")
		if (a < b) != (a.String() < b.String()) {
			t.Fatalf("%s and %s sort in one way as text, in another as dates", a, b)
		}
		if b.Add(a.Sub(b)) != a {
			t.Fatalf("%s - %s does not lead back", a, b)
		}
		if a <= b && a.AddMonths(n) > b.AddMonths(n) {
			t.Fatalf("%d months turn %s and %s around", n, a, b)
		}
		if moved := a.AddMonths(n); moved > day.Min && moved < day.Max {
			if got := (moved.Year()-a.Year())*12 + moved.Month() - a.Month(); got != n {
				t.Fatalf("%s to %s are %d months, want %d", a, moved, got, n)
			}
			if moved.Day() > a.Day() || moved.Day() < a.Day() && !moved.IsMonthEnd() {
				t.Fatalf("%d months from %s lead to %s", n, a, moved)
			}
		}
	})
}

func TestDateAsTextAndColumn(t *testing.T) {
	type record struct{ Due, Paid day.Date }
	in := record{Due: day.MustOf(2026, 1, 31)}
	b, err := json.Marshal(in)
	if got, want := string(b), `{"Due":"2026-01-31","Paid":""}`; got != want || err != nil {
		t.Fatalf("got %s, %v, want %s", got, err, want)
	}
	var out record
	if err := json.Unmarshal(b, &out); err != nil || out != in {
		t.Errorf("got %v, %v, want %v", out, err, in)
	}
	for _, d := range []day.Date{0, day.Min, in.Due, day.Max} {
		v, err := d.Value()
		var back day.Date
		if err2 := back.Scan(v); err != nil || err2 != nil || back != d {
			t.Errorf("%s went in as %v and came back as %s (%v, %v)", d, v, back, err, err2)
		}
	}
	var d day.Date
	for _, src := range []any{nil, int64(5), time.Now(), "yesterday"} {
		if err := d.Scan(src); err == nil {
			t.Errorf("a column of %T was read as a date", src)
		}
	}
}

func TestMustPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"MustOf":         func() { day.MustOf(2026, 2, 29) },
		"MustParse":      func() { day.MustParse("soon") },
		"MustParseCycle": func() { day.MustParseCycle("monthly") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took what does not exist", name)
				}
			}()
			f()
		}()
	}
}

func TestDatesNeedNoMemory(t *testing.T) {
	d, other := day.MustOf(2026, 1, 31), day.MustOf(2031, 1, 31)
	cal := testCalendar(t)
	year, buf := 0, make([]byte, 0, 16)
	dates := make([]day.Date, 0, 64)
	schedule := day.Schedule{Anchor: d, Cycle: day.MustParseCycle("P1ML0"), End: other, WithEnd: true}
	for name, f := range map[string]func(){
		"Civil":       func() { year, _, _ = d.Civil() },
		"AddMonths":   func() { d.AddMonths(7) },
		"Parse":       func() { _, _ = day.Parse("2026-01-31") },
		"AppendText":  func() { _, _ = d.AppendText(buf) },
		"Schedule":    func() { dates, _ = schedule.Append(dates[:0]) },
		"Adjust":      func() { _ = day.SCMF.Adjust(dates, day.MondayToFriday) },
		"Next":        func() { _, _ = cal.Next(day.MustOf(2027, 5, 1)) },
		"Business":    func() { _, _ = cal.AddBusinessDays(day.MustOf(2027, 5, 1), 40) },
		"Nth":         func() { _, _ = schedule.Cycle.Nth(d, 60, day.EOM) },
		"ParseCycle":  func() { _, _ = day.ParseCycle("P3ML1") },
		"Instant":     func() { day.Instant(1).Date() },
		"ParseCount":  func() { _, _ = day.ParseCount("30E360") },
		"ParseShift":  func() { _, _ = day.ParseShift("CSMP") },
		"ParsePeriod": func() { _, _ = day.ParsePeriod("P5D") },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	if year != 2026 {
		t.Errorf("got year %d", year)
	}
}

func BenchmarkCivil(b *testing.B) {
	b.ReportAllocs()
	d := day.MustOf(2026, 1, 31)
	for b.Loop() {
		d.Civil()
		d++
	}
}

func BenchmarkAddMonths(b *testing.B) {
	b.ReportAllocs()
	d := day.MustOf(2026, 1, 31)
	for b.Loop() {
		d.AddMonths(7)
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = day.Parse("2026-01-31")
	}
}

func BenchmarkAppendText(b *testing.B) {
	b.ReportAllocs()
	buf := make([]byte, 0, 16)
	d := day.MustOf(2026, 1, 31)
	for b.Loop() {
		_, _ = d.AppendText(buf)
	}
}
