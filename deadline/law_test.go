package deadline_test

import (
	"testing"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// U3: "from, to, until, between" include the dates named; "before, after" exclude them; "within" excludes the start and
// includes the last day.
func TestWordsOfTime(t *testing.T) {
	a, b := on("2027-06-10"), on("2027-06-20")
	for word, want := range map[deadline.Word][4]bool{ // the day before, the day, the day after, eleven days after
		deadline.WordFrom: {false, true, true, true}, deadline.WordTo: {true, true, false, false}, deadline.WordUntil: {true, true, false, false},
		deadline.WordBefore: {true, false, false, false}, deadline.WordAfter: {false, false, true, true},
	} {
		s, err := deadline.Reads(word, a, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := [4]bool{s.Has(a - 1), s.Has(a), s.Has(a + 1), s.Has(a + 11)}; got != want || s.Rule != "U3" || len(s.Steps) == 0 {
			t.Errorf("%s: got %v, want %v", word, got, want)
		}
	}
	s, err := deadline.Reads(deadline.WordBetween, a, b)
	if err != nil || s.Has(a-1) || !s.Has(a) || !s.Has(b) || s.Has(b+1) || s.Has(0) {
		t.Errorf("between: got %+v, %v", s, err)
	}
	s = deadline.Within(a, 10)
	if s.Has(a) || !s.Has(a+1) || !s.Has(a+10) || s.Has(a+11) || s.On != deadline.After(a, 10).On {
		t.Errorf("within: got %+v", s)
	}
	for _, c := range []struct {
		word deadline.Word
		a, b day.Date
	}{{deadline.WordFrom, 0, 0}, {deadline.WordFrom, a, b}, {deadline.WordBetween, a, 0}, {deadline.WordBetween, b, a}, {deadline.WordWithin, a, 0}, {"about", a, 0}} {
		if s, err := deadline.Reads(c.word, c.a, c.b); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s %s %s: got %+v, %v", c.word, c.a, c.b, s, err)
		}
	}
}

func TestSuretyLapse(t *testing.T) { // L2
	for name, c := range map[string]struct{ stated, due, signed, want string }{
		"as stated":     {"2027-06-20", "2026-01-01", "2025-01-01", "2027-06-20"},
		"by due date":   {"", "2028-02-29", "2025-01-01", "2029-02-28"},
		"by signature":  {"", "", "2024-02-29", "2026-02-28"},
		"due, unsigned": {"", "2027-06-20", "", "2028-06-20"},
	} {
		e, err := deadline.SuretyLapse(maybe(c.stated), maybe(c.due), maybe(c.signed))
		if err != nil {
			t.Fatal(err)
		}
		want(t, name, e.On, c.want)
		if e.Rule != "L2" || e.Profile != "surety@1" || len(e.Steps) == 0 {
			t.Errorf("%s: got %s", name, e)
		}
	}
	if _, err := deadline.SuretyLapse(0, 0, 0); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

// maybe is a day, or none for an empty text.
func maybe(text string) day.Date {
	if text == "" {
		return 0
	}
	return on(text)
}

func TestInsuranceDates(t *testing.T) { // L3
	terms := deadline.InsuranceTerms{WaitingDays: 180, NoticeDays: 30, ClaimDays: 90}
	d := terms.Dates(on("2027-01-31"), 0)
	want(t, "earliest", d.Earliest.On, "2027-07-30")
	want(t, "last notice", d.LastNotice.On, "2027-03-02")
	want(t, "last claim", d.LastClaim.On, "2027-10-28")
	d = terms.Dates(on("2027-01-31"), on("2027-02-10"))
	want(t, "from the notice", d.Earliest.On, "2027-08-09")
	want(t, "notice still from the due date", d.LastNotice.On, "2027-03-02")
	disputed := terms.Dates(on("2027-01-31"), 0, deadline.Closure{From: on("2027-03-01"), Resumes: on("2027-03-11")}, deadline.Closure{From: on("2027-03-05"), Resumes: on("2027-03-21")})
	want(t, "disputed for twenty days", disputed.Earliest.On, "2027-08-19")
	open := terms.Dates(on("2027-01-31"), 0, deadline.Closure{From: on("2027-03-01")})
	if open.Earliest.On != 0 || len(open.Earliest.Steps) == 0 || !open.LastClaim.IsZero() || open.LastNotice.On == 0 {
		t.Errorf("an open dispute: got %+v", open)
	}
	later := terms.Dates(on("2027-01-31"), 0, deadline.Closure{From: on("2027-08-01")})
	want(t, "a dispute after the waiting period", later.Earliest.On, "2027-07-30")
	bare := deadline.InsuranceTerms{}.Dates(on("2027-01-31"), 0)
	if want(t, "no waiting period", bare.Earliest.On, "2027-01-31"); !bare.LastNotice.IsZero() || !bare.LastClaim.IsZero() {
		t.Errorf("got %+v", bare)
	}
}

func TestStateClaimDay(t *testing.T) { // L4
	for period, text := range map[string]string{"P90D": "2027-08-29", "P6M": "2027-11-30", "P1Y": "2028-05-31", "P2W": "2027-06-14"} {
		p, err := day.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		e, err := deadline.StateClaimDay(on("2027-05-31"), p)
		if err != nil {
			t.Fatal(err)
		}
		want(t, period, e.On, text)
	}
	for _, none := range []day.Period{{}, {N: 0, Unit: day.Days}, {N: -1, Unit: day.Months}} {
		if e, err := deadline.StateClaimDay(on("2027-05-31"), none); !errs.Is(err, errs.Invalid) {
			t.Errorf("%v: got %s, %v", none, e, err)
		}
	}
}

func TestPeriodsOfExtension(t *testing.T) {
	for text, want := range map[string]string{"ONEY": "P1Y", "DAYS/1": "P1D", "DAYS/090": "P90D", "DAYS/9999": "P9999D"} {
		if p, err := deadline.ParsePeriod(text); err != nil || p.String() != want {
			t.Errorf("%s: got %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", "oney", "OTHR", "OTHR/as agreed", "DAYS", "DAYS/", "DAYS/0", "DAYS/-5", "DAYS/+5", "DAYS/10000", "DAYS/1.5", "DAYS/90 "} {
		if p, err := deadline.ParsePeriod(text); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: got %s, %v", text, p, err)
		}
	}
	bad := deadline.Renewal{NoticeDays: -1, Basis: "heard"}
	if e := errs.As(bad.Check()); e == nil || len(e.Faults) != 3 {
		t.Errorf("got %v", e)
	}
	if next := (deadline.Renewal{}).Next(on("2027-06-20")); next.On != 0 || len(next.Steps) == 0 {
		t.Errorf("without a period: got %s", next)
	}
	year, _ := deadline.ParsePeriod("ONEY")
	for upTo, n := range map[string]int{"2027-12-31": 0, "2028-01-01": 1, "2028-12-31": 1, "2029-01-01": 2} {
		if got := (deadline.Renewal{Period: year}).Chain(on("2027-12-31"), on(upTo)); len(got) != n {
			t.Errorf("up to %s: got %d extensions, want %d", upTo, len(got), n)
		}
	}
	if next := (deadline.Renewal{Period: year}).Next(day.Max - 5); next.On != 0 {
		t.Errorf("beyond the end of dates: got %s", next)
	}
}

// D13: what was answered, and what was over when the holiday was declared, stays.
func TestLateHolidayMovesWhatRuns(t *testing.T) {
	before := branch(t)
	after, err := before.Closing("2027-2", on("2027-06-18"))
	if err != nil {
		t.Fatal(err)
	}
	p := profile(t, "URDG758")
	clocks := []deadline.Clock{
		{Ref: "runs", Kind: deadline.ExaminationClock, Profile: p, From: on("2027-06-14")},
		{Ref: "answered", Kind: deadline.ExaminationClock, Profile: p, From: on("2027-06-14"), Done: on("2027-06-15")},
		{Ref: "over", Kind: deadline.ExaminationClock, Profile: p, From: on("2027-06-01")},
		{Ref: "untouched", Kind: deadline.ExaminationClock, Profile: p, From: on("2027-06-21")},
		{Ref: "expiry", Kind: deadline.ExpiryClock, Profile: p, From: on("2027-06-18")},
		{Ref: "flag", Kind: deadline.SafeClock, Profile: profile(t, "ISP98"), From: on("2027-06-15")},
	}
	moved, err := deadline.LateHoliday(clocks, before, after, on("2027-06-16"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		days     string
		moves    bool
		calendar string
	}{
		{"2027-06-21 2027-06-22", true, "N@2027-2"}, {"2027-06-21 2027-06-21", false, "N@2027-1"}, {"2027-06-08 2027-06-08", false, "N@2027-1"},
		{"2027-06-28 2027-06-28", false, "N@2027-2"}, {"2027-06-18 2027-06-21", true, "N@2027-2"}, {"2027-06-18 2027-06-21", true, "N@2027-2"},
	} {
		m := moved[i]
		if got := m.Before.On.String() + " " + m.After.On.String(); got != want.days || m.Moves != want.moves || m.After.Calendar != want.calendar || m.Log.IsZero() || m.Ref != clocks[i].Ref {
			t.Errorf("%s: got %s, moves %v, %s: %s", m.Ref, got, m.Moves, m.After.Calendar, m.Log)
		}
	}
	if _, err := deadline.LateHoliday([]deadline.Clock{{Profile: profile(t, "none"), From: on("2027-06-14")}}, before, after, on("2027-06-16")); !errs.Is(err, errs.Refused) {
		t.Errorf("a clock without a time: got %v", err)
	}
	if _, err := before.Closing("2027-2", on("2031-01-02")); !errs.Is(err, errs.Invalid) {
		t.Errorf("a holiday beyond the calendar: got %v", err)
	}
}

// An ISP98 place that is still shut on the last day has no last day yet; the date shown is marked provisional.
func TestStillShutOnTheLastDay(t *testing.T) {
	e := profile(t, "ISP98").Expiry(on("2027-06-21"), branch(t), deadline.Closure{From: on("2027-06-16")})
	if !e.StillClosed || !e.Effective.Provisional || e.Effective.Rule != "D7" {
		t.Errorf("got %+v", e)
	}
	want(t, "shown", e.Effective.On, "2027-06-21")
	urdg := profile(t, "URDG758").Expiry(on("2027-06-21"), branch(t), deadline.Closure{From: on("2027-06-16")})
	if want(t, "URDG", urdg.Effective.On, "2027-07-21"); urdg.StillClosed {
		t.Errorf("got %+v", urdg)
	}
}

// Closures that overlap or touch are one, in whatever order they were recorded; one that never was moves nothing.
func TestClosuresThatTouchAreOne(t *testing.T) {
	shut := func(days ...string) (list []deadline.Closure) {
		for i := 0; i < len(days); i += 2 {
			list = append(list, deadline.Closure{From: maybe(days[i]), Resumes: maybe(days[i+1])})
		}
		return list
	}
	for name, c := range map[string]struct {
		closures []deadline.Closure
		want     string
		still    bool
	}{
		"one":                      {shut("2027-06-16", "2027-06-23"), "2027-07-23", false},
		"touching":                 {shut("2027-06-16", "2027-06-23", "2027-06-23", "2027-06-28"), "2027-07-28", false},
		"touching, last first":     {shut("2027-06-23", "2027-06-28", "2027-06-16", "2027-06-23"), "2027-07-28", false},
		"one inside another":       {shut("2027-06-16", "2027-06-28", "2027-06-18", "2027-06-23"), "2027-07-28", false},
		"a day apart":              {shut("2027-06-16", "2027-06-22", "2027-06-23", "2027-06-28"), "2027-07-22", false},
		"the second has not ended": {shut("2027-06-16", "2027-06-23", "2027-06-20", ""), "2027-06-21", true},
		"the first has not ended":  {shut("2027-06-16", "", "2027-06-18", "2027-06-23"), "2027-06-21", true},
		"without a first day":      {shut("", "2027-06-23", "2027-06-16", "2027-06-28"), "2027-07-28", false},
		"backwards":                {shut("2027-06-30", "2027-06-16"), "2027-06-21", false},
		"over that very morning":   {shut("2027-06-16", "2027-06-21"), "2027-06-21", false},
	} {
		e := profile(t, "ISP98").Expiry(on("2027-06-21"), branch(t), c.closures...)
		if want(t, name, e.Effective.On, c.want); e.StillClosed != c.still {
			t.Errorf("%s: still closed %v", name, e.StillClosed)
		}
	}
}
