package day_test

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/internal/shared"

	"pgregory.net/rapid"
)

// TestThirtyDayMonths is the table of the worksheet that ISDA published with the 2006 Definitions (sec. 4.16), with the
// termination date 28 February 2009.
func TestThirtyDayMonths(t *testing.T) {
	isda := day.Counter{Count: day.E30360ISDA, Maturity: day.MustOf(2009, 2, 28)}
	for _, c := range []struct {
		from, to                         string
		bond, euro, isda, actual, eights int
	}{
		{"2007-01-15", "2007-01-30", 15, 15, 15, 15, 13},
		{"2007-01-15", "2007-02-15", 30, 30, 30, 31, 28},
		{"2007-01-15", "2007-07-15", 180, 180, 180, 181, 168},
		{"2007-09-30", "2008-03-31", 180, 180, 180, 183, 168},
		{"2007-09-30", "2007-10-31", 30, 30, 30, 31, 28},
		{"2007-09-30", "2008-09-30", 360, 360, 360, 366, 336},
		{"2007-01-15", "2007-01-31", 16, 15, 15, 16, 13},
		{"2007-01-31", "2007-02-28", 28, 28, 30, 28, 28},
		{"2007-02-28", "2007-03-31", 33, 32, 30, 31, 28},
		{"2006-08-31", "2007-02-28", 178, 178, 180, 181, 168},
		{"2007-02-28", "2007-08-31", 183, 182, 180, 184, 168},
		{"2007-02-14", "2007-02-28", 14, 14, 16, 14, 14},
		{"2007-02-26", "2008-02-29", 363, 363, 364, 368, 338},
		{"2008-02-29", "2009-02-28", 359, 359, 358, 365, 336},
		{"2008-02-29", "2008-03-30", 31, 31, 30, 30, 28},
		{"2008-02-29", "2008-03-31", 32, 31, 30, 31, 28},
		{"2007-02-28", "2007-03-05", 7, 7, 5, 5, 5},
		{"2007-10-31", "2007-11-28", 28, 28, 28, 28, 28},
		{"2007-08-31", "2008-02-29", 179, 179, 180, 182, 168},
		{"2008-02-29", "2008-08-31", 182, 181, 180, 184, 168},
		{"2008-08-31", "2009-02-28", 178, 178, 178, 181, 168},
		{"2009-02-28", "2009-08-31", 183, 182, 180, 184, 168},
	} {
		from, to := day.MustParse(c.from), day.MustParse(c.to)
		for _, p := range []struct {
			counter day.Counter
			want    int
		}{
			{day.Counter{Count: day.B30360}, c.bond}, {day.Counter{Count: day.E30360}, c.euro}, {isda, c.isda},
			{day.Counter{Count: day.E28336}, c.eights},
			{day.Counter{Count: day.A360}, c.actual}, {day.Counter{Count: day.A365}, c.actual}, {day.Counter{Count: day.AA}, c.actual},
		} {
			got, err := p.counter.Days(from, to)
			if got != p.want || err != nil {
				t.Errorf("%s from %s to %s: got %d, %v, want %d", p.counter.Count, c.from, c.to, got, err, p.want)
			}
			if basis := p.counter.Count.Basis(); basis > 0 {
				if got, want := p.counter.Fraction(from, to), float64(p.want)/float64(basis); got != want {
					t.Errorf("%s from %s to %s: got %v, want %v", p.counter.Count, c.from, c.to, got, want)
				}
			}
			if back, _ := p.counter.Days(to, from); p.counter.Maturity == 0 && back != -p.want {
				t.Errorf("%s back from %s to %s: got %d, want %d", p.counter.Count, c.to, c.from, back, -p.want)
			}
		}
	}
	// Without the termination date its February is one like the others.
	if got, err := day.E30360ISDA.Days(day.MustOf(2008, 8, 31), day.MustOf(2009, 2, 28)); got != 180 || err != nil {
		t.Errorf("got %d, %v, want 180", got, err)
	}
}

// TestActualActual has the fractions of ISDA's paper on Actual/Actual (1998), and whole years.
func TestActualActual(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     float64
	}{
		{"2003-11-01", "2004-05-01", 61./365 + 121./366},
		{"1999-02-01", "1999-07-01", 150. / 365},
		{"1999-07-01", "2000-07-01", 184./365 + 182./366},
		{"2002-08-15", "2003-07-15", 334. / 365},
		{"2003-07-15", "2004-01-15", 170./365 + 14./366},
		{"1999-07-30", "2000-01-30", 155./365 + 29./366},
		{"2000-01-30", "2000-06-30", 152. / 366},
		{"2023-01-01", "2024-01-01", 1},
		{"2024-01-01", "2025-01-01", 1},
		{"2024-02-29", "2024-02-29", 0},
		{"1999-12-31", "2003-01-02", 1./365 + 3 + 1./365},
		{"0001-01-01", "9999-12-31", 9998 + 364./365},
	} {
		from, to := day.MustParse(c.from), day.MustParse(c.to)
		if got := day.AA.Fraction(from, to); math.Abs(got-c.want) > 1e-15*max(1, c.want) {
			t.Errorf("from %s to %s: got %v, want %v", c.from, c.to, got, c.want)
		}
		if got := day.AA.Fraction(to, from); math.Abs(got+c.want) > 1e-15*max(1, c.want) {
			t.Errorf("back from %s to %s: got %v, want %v", c.to, c.from, got, -c.want)
		}
	}
}

// TestInterestNumbers runs the day count numbers of the lease handbook: interest on a principal, to the cent.
func TestInterestNumbers(t *testing.T) {
	b, err := os.ReadFile(shared.Data(t, "lease", "numbers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Numbers []struct {
			ID, Topic       string
			Inputs, Outputs map[string]any
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, c := range file.Numbers {
		if c.Topic != "day count" {
			continue
		}
		from, to := day.MustParse(c.Inputs["start"].(string)), day.MustParse(c.Inputs["end"].(string))
		principal, _ := strconv.ParseFloat(c.Inputs["principal"].(string), 64)
		rate, _ := strconv.ParseFloat(c.Inputs["rate_pct"].(string), 64)
		if want := int(c.Outputs["days"].(float64)); to.Sub(from) != want {
			t.Errorf("%s: got %d days, want %d", c.ID, to.Sub(from), want)
		}
		for name, count := range map[string]day.Count{"A365": day.A365, "AA": day.AA, "A360": day.A360, "E30360": day.E30360} {
			got := strconv.FormatFloat(principal*rate/100*count.Fraction(from, to), 'f', 2, 64)
			if want, ok := c.Outputs[name]; ok && got != want {
				t.Errorf("%s by %s: got %s, want %s", c.ID, name, got, want)
			}
			ran++
		}
	}
	if ran == 0 {
		t.Error("no number was checked")
	}
}

func TestBusiness252(t *testing.T) {
	cal := testCalendar(t)
	counter := day.Counter{Count: day.BUS252, Calendar: cal}
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2027-05-03", "2027-05-10", 4}, // 6 May is closed
		{"2027-05-08", "2027-05-10", 0}, // a weekend
		{"2027-05-07", "2027-05-08", 1}, // the first day counts
		{"2027-05-06", "2027-05-07", 0},
		{"2027-05-10", "2027-05-03", -4},
		{"2027-05-03", "2027-05-03", 0},
		{"2028-12-27", "2029-01-01", 2}, // the last day does not count and need not be known
		{"2027-01-01", "2028-12-31", 508},
	} {
		from, to := day.MustParse(c.from), day.MustParse(c.to)
		if got, err := counter.Days(from, to); got != c.want || err != nil {
			t.Errorf("from %s to %s: got %d, %v, want %d", c.from, c.to, got, err, c.want)
		}
		if got, want := counter.Fraction(from, to), float64(c.want)/252; got != want {
			t.Errorf("from %s to %s: got %v, want %v", c.from, c.to, got, want)
		}
	}
	for name, c := range map[string]struct {
		counter  day.Counter
		from, to day.Date
		code     errs.Code
	}{
		"no calendar":          {day.Counter{Count: day.BUS252}, day.MustOf(2027, 1, 1), day.MustOf(2027, 1, 2), errs.Invalid},
		"before the calendar":  {counter, day.MustOf(2026, 12, 31), day.MustOf(2027, 1, 2), errs.Refused},
		"after the calendar":   {counter, day.MustOf(2028, 12, 31), day.MustOf(2029, 1, 2), errs.Refused},
		"backwards out of it":  {counter, day.MustOf(2027, 1, 2), day.MustOf(2026, 12, 31), errs.Refused},
		"no start":             {day.Counter{Count: day.A365}, 0, day.MustOf(2027, 1, 2), errs.Invalid},
		"beyond the last date": {day.Counter{Count: day.E30360}, day.Max, day.Max + 1, errs.Invalid},
		"no day count":         {day.Counter{}, day.Min, day.Max, errs.Invalid},
		"an unknown day count": {day.Counter{Count: 99}, day.Min, day.Max, errs.Invalid},
	} {
		if got, err := c.counter.Days(c.from, c.to); got != 0 || !errs.Is(err, c.code) {
			t.Errorf("%s: got %d, %v", name, got, err)
		}
		if got := c.counter.Fraction(c.from, c.to); !math.IsNaN(got) {
			t.Errorf("%s: got %v, want no number", name, got)
		}
	}
}

var counts = []day.Count{day.AA, day.A360, day.A365, day.E30360, day.E30360ISDA, day.E28336, day.B30360, day.BUS252}

func TestCountProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.SampledFrom(counts).Draw(t, "count")
		counter := day.Counter{Count: count, Calendar: day.MondayToFriday}
		a, b, c := anyDate().Draw(t, "a"), anyDate().Draw(t, "b"), anyDate().Draw(t, "c")
		days := func(from, to day.Date) int {
			n, err := counter.Days(from, to)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if days(a, b) != -days(b, a) || counter.Fraction(a, b) != -counter.Fraction(b, a) {
			t.Fatalf("%s: there and back from %s to %s differ", count, a, b)
		}
		if a < b && days(a, b) < 0 {
			t.Fatalf("%s: time runs backwards from %s to %s", count, a, b)
		}
		if count != day.B30360 { // the bond basis is not additive: two halves of a year may have 361 days
			if got, want := days(a, b)+days(b, c), days(a, c); got != want {
				t.Fatalf("%s: %s to %s by way of %s: got %d, want %d", count, a, c, b, got, want)
			}
			if got, want := counter.Fraction(a, b)+counter.Fraction(b, c), counter.Fraction(a, c); math.Abs(got-want) > 1e-11 {
				t.Fatalf("%s: %s to %s by way of %s: got %v, want %v", count, a, c, b, got, want)
			}
		}
		const era = 146097 // the calendar repeats every 400 years
		if a+era <= day.Max && b+era <= day.Max && counter.Fraction(a, b) != counter.Fraction(a+era, b+era) {
			t.Fatalf("%s: 400 years change the fraction from %s to %s", count, a, b)
		}
		if got, want := counter.Fraction(a, b), float64(b-a)/365.2425; math.Abs(got-want) > 0.1+math.Abs(want)*0.1 {
			t.Fatalf("%s: %s to %s is %v years, about %v expected", count, a, b, got, want)
		}
	})
}

func TestCountNames(t *testing.T) {
	for _, want := range counts {
		got, err := day.ParseCount(want.String())
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v", want, got, err)
		}
		var again day.Count
		b, _ := want.MarshalText()
		if err := again.UnmarshalText(b); err != nil || again != want {
			t.Errorf("%s came back as %s, %v", b, again, err)
		}
	}
	for text, want := range map[string]day.Count{
		"ACT/ACT": day.AA, "A/360": day.A360, "ACT/360": day.A360, "A/365": day.A365, "ACT/365": day.A365, "30E/360": day.E30360,
		"30E/360 ISDA": day.E30360ISDA, "28E/336": day.E28336, "30/360": day.B30360, "BUS/252": day.BUS252,
	} {
		if got, err := day.ParseCount(text); got != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "aa", "A364", "30360", "unknown"} {
		if got, err := day.ParseCount(text); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	var none day.Count
	if err := json.Unmarshal([]byte(`""`), &none); err != nil || none != 0 || none.String() != "" {
		t.Errorf("got %v, %v", none, err)
	}
	if got, err := json.Marshal(day.E30360ISDA); string(got) != `"30E360ISDA"` || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestCountsNeedNoMemory(t *testing.T) {
	from, to := day.MustOf(2026, 1, 31), day.MustOf(2028, 3, 15)
	for _, count := range counts {
		counter := day.Counter{Count: count, Calendar: day.MondayToFriday}
		if n := testing.AllocsPerRun(100, func() { counter.Fraction(from, to); _, _ = counter.Days(from, to) }); n != 0 {
			t.Errorf("%s allocates %v times", count, n)
		}
	}
}

func BenchmarkFraction(b *testing.B) {
	from, to := day.MustOf(2027, 1, 31), day.MustOf(2028, 3, 15)
	cal := testCalendar(b)
	for _, count := range counts {
		counter := day.Counter{Count: count, Calendar: cal}
		b.Run(count.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				counter.Fraction(from, to)
			}
		})
	}
}
