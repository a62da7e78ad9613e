package deadline_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/deadline"
)

// span is a day from 2026 to 2030; the calendars of the tests know 2027 alone, so that many are provisional.
func span(t *rapid.T, name string) day.Date {
	return on("2026-01-01").Add(rapid.IntRange(0, 5*365).Draw(t, name))
}

func anyProfile(t *rapid.T) deadline.Profile {
	all := deadline.Profiles()
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "profile")]
}

func anyPlace(t *rapid.T) deadline.Place {
	rules := deadline.PlaceRules{Name: "P", Timezone: rapid.SampledFrom([]string{"Europe/Vienna", "Asia/Almaty", "Asia/Dubai", "America/St_Johns"}).Draw(t, "zone"),
		Weekend:  rapid.SampledFrom([][]string{{"Sat", "Sun"}, {"Fri", "Sat"}, {"Fri"}, nil}).Draw(t, "weekend"),
		CutOff:   rapid.SampledFrom([]string{"", "00:01", "14:00", "23:59"}).Draw(t, "cut-off"),
		FromYear: 2027, ToYear: 2027}
	for range rapid.IntRange(0, 20).Draw(t, "closed") {
		rules.Closed = append(rules.Closed, on("2027-01-01").Add(rapid.IntRange(0, 364).Draw(t, "holiday")))
	}
	p, err := rules.Place("P", "1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func anyClosures(t *rapid.T) []deadline.Closure {
	var list []deadline.Closure
	for range rapid.IntRange(0, 4).Draw(t, "closures") {
		from := span(t, "shut from")
		list = append(list, deadline.Closure{From: from, Resumes: from.Add(rapid.IntRange(0, 60).Draw(t, "shut for"))})
	}
	return list
}

// isOpen says of a day what the place knows: the calendar, or the week beyond it.
func isOpen(p deadline.Place, d day.Date) bool {
	if p.Calendar.Covers(d) {
		return p.Calendar.IsOpen(d)
	}
	return p.Calendar.OpenByWeek(d)
}

func TestExpiryIsNeverBeforeTheStatedOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stated, p, place := span(t, "stated"), anyProfile(t), anyPlace(t)
		e := p.Expiry(stated, place, anyClosures(t)...)
		if e.Effective.On < stated || e.Stated != stated || e.ExtendedTo != 0 && e.ExtendedTo < stated {
			t.Fatalf("%s of %s: %+v", p, stated, e)
		}
		if p.ClosedDay.Kind == deadline.NextBusinessDay && !isOpen(place, e.Effective.On) {
			t.Fatalf("the last day %s is closed", e.Effective.On)
		}
		if len(e.Effective.Steps) == 0 || e.Effective.Rule == "" || e.Effective.Profile != p.String() {
			t.Fatalf("not explained: %+v", e.Effective)
		}
	})
}

// However often a place is shut, an expiry under URDG 758 moves by 30 days at most once, and the order in which the
// closures were recorded changes nothing under any rules.
func TestForceMajeureMovesOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stated, p, place, closures := span(t, "stated"), anyProfile(t), anyPlace(t), anyClosures(t)
		e, plain := p.Expiry(stated, place, closures...), p.Expiry(stated, place)
		if p.ID == "URDG758" && e.ExtendedTo != 0 && e.ExtendedTo != plain.Effective.On.Add(30) {
			t.Fatalf("moved from %s to %s", plain.Effective.On, e.ExtendedTo)
		}
		shut := slices.ContainsFunc(closures, func(c deadline.Closure) bool { return c.Holds(plain.Effective.On) })
		moves := p.ForceMajeure.Kind == deadline.ExtendOnceSuspend || p.ForceMajeure.Kind == deadline.ReopenPlusDays
		if (e.ExtendedTo != 0) != (shut && moves) || e.Lapsed != (shut && p.ForceMajeure.Kind == deadline.Lapses) {
			t.Fatalf("%s, shut %v: %+v", p, shut, e)
		}
		slices.Reverse(closures)
		if again := p.Expiry(stated, place, closures...); again.Effective.On != e.Effective.On {
			t.Fatalf("in another order %s becomes %s", e.Effective.On, again.Effective.On)
		}
	})
}

func TestDeadlineIsOpenAndAfterThePresentation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, place := anyProfile(t), anyPlace(t)
		at := at(t, "2026-01-01T00:00:00Z") + day.Instant(rapid.Int64Range(0, 5*365*24*60).Draw(t, "minute")*60_000_000)
		presented := deadline.Presented(at, place)
		if local := place.LocalDate(at); presented.On < local || !isOpen(place, presented.On) {
			t.Fatalf("received on %s, presented on %s", local, presented.On)
		}
		e, err := p.Examine(presented.On, place)
		if err != nil {
			if p.Examination.Kind != deadline.PerText {
				t.Fatal(err)
			}
			return
		}
		for _, d := range []deadline.Explained{e.Deadline, e.SafeUntil, e.UnreasonableAfter} {
			if d.IsZero() {
				continue
			}
			if d.On <= presented.On || p.Examination.Kind != deadline.CalendarDays && !isOpen(place, d.On) {
				t.Fatalf("presented on %s, deadline %s", presented.On, d)
			}
			counted := p.Examination.Kind != deadline.CalendarDays
			if beyond := counted && (d.On.Year() != 2027 || presented.On.Add(1).Year() != 2027); beyond != d.Provisional {
				t.Fatalf("%s is marked provisional: %v", d, d.Provisional)
			}
		}
		// Counted day by day, the deadline of business days has so many open days behind it.
		if p.Examination.Kind == deadline.BusinessDays || p.Examination.Kind == deadline.BankingDays {
			n := 0
			for d := presented.On + 1; d <= e.Deadline.On; d++ {
				if isOpen(place, d) {
					n++
				}
			}
			if n != p.Examination.Days {
				t.Fatalf("%d open days from %s to %s", n, presented.On, e.Deadline.On)
			}
		}
	})
}

// More closed days make no date earlier, be they holidays or force majeure.
func TestMoreClosedDaysMakeNothingEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, place, from, shut := anyProfile(t), anyPlace(t), span(t, "from"), anyClosures(t)
		closed := rapid.Custom(func(t *rapid.T) day.Date { return on("2027-01-01").Add(rapid.IntRange(0, 364).Draw(t, "d")) })
		later, err := place.Closing("2", rapid.SliceOfN(closed, 1, 30).Draw(t, "declared")...)
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, was, is day.Date) {
			t.Helper()
			if is < was {
				t.Fatalf("%s: %s became %s", what, was, is)
			}
		}
		check("presentation", deadline.PresentedOn(from, place).On, deadline.PresentedOn(from, later).On)
		check("presentation while shut", deadline.PresentedOn(from, place).On, deadline.PresentedOn(from, place, shut...).On)
		check("expiry", p.Expiry(from, place).Effective.On, p.Expiry(from, later).Effective.On)
		check("expiry while shut", p.Expiry(from, place).Effective.On, p.Expiry(from, place, shut...).Effective.On)
		was, err := p.Examine(from, place)
		if err != nil {
			return
		}
		is, _ := p.Examine(from, later)
		check("examination", was.Last(), is.Last())
		check("safe", was.SafeUntil.On, is.SafeUntil.On)
		is, _ = p.Examine(from, place, shut...)
		check("examination while shut", was.Last(), is.Last())
		if p.ForceMajeure.Kind != deadline.ExtendOnceSuspend && is.Last() != was.Last() {
			t.Fatalf("%s let a closure move %s to %s", p, was.Last(), is.Last())
		}
	})
}

func TestAlarmsComeOnceHoweverDaysAreCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		effective := span(t, "effective")
		all := deadline.Alarms(effective)
		if !slices.IsSortedFunc(all, func(a, b deadline.Alarm) int { return int(a.On - b.On) }) || all[len(all)-1].On >= effective {
			t.Fatalf("not in order: %v", all)
		}
		var fired []int
		for upTo := effective.Add(-120); upTo <= effective; {
			next := upTo.Add(rapid.IntRange(0, 40).Draw(t, "closed days"))
			fired = append(fired, deadline.AlarmsBetween(upTo, next, effective)...)
			upTo = max(next, upTo.Add(1))
			if next < upTo { // a close of no day; the day it left out comes with the next
				fired = append(fired, deadline.AlarmsBetween(next, upTo, effective)...)
			}
		}
		if !slices.Equal(fired, deadline.AlarmDays()) {
			t.Fatalf("got %v, want %v", fired, deadline.AlarmDays())
		}
	})
}

func TestSafeSendingIsEarlyEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place, house, effective := anyPlace(t), anyPlace(t), span(t, "effective")
		days := rapid.IntRange(0, 30).Draw(t, "transport")
		e := deadline.LastSafeSending(effective, place, house, days)
		if !isOpen(house, e.On) || e.On.Add(days) > effective-2 {
			t.Fatalf("sent %s with %d days of transport for %s", e.On, days, effective)
		}
		in := 0
		for d := e.On.Add(days); d < effective; d++ {
			if isOpen(place, d) {
				in++
			}
		}
		if in < deadline.SafeMargin {
			t.Fatalf("only %d business days in hand", in)
		}
		if longer := deadline.LastSafeSending(effective, place, house, days+1); longer.On > e.On {
			t.Fatalf("a longer way leaves later: %s after %s", longer.On, e.On)
		}
	})
}

func TestExtensionsRiseToTheFinalDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		current, final := span(t, "current"), span(t, "final")
		period, err := deadline.ParsePeriod(rapid.SampledFrom([]string{"ONEY", "DAYS/1", "DAYS/30", "DAYS/365", "DAYS/9999"}).Draw(t, "period"))
		if err != nil {
			t.Fatal(err)
		}
		terms := deadline.Renewal{Period: period, Final: final, NoticeDays: rapid.IntRange(0, 400).Draw(t, "notice")}
		if err := terms.Check(); err != nil {
			t.Fatal(err)
		}
		last := current
		for _, e := range terms.Chain(current, day.Max) {
			if e.On <= last || e.On > final {
				t.Fatalf("from %s to %s, final %s", last, e.On, final)
			}
			last = e.On
		}
		if last != max(current, final) || terms.Next(last).On != 0 {
			t.Fatalf("the chain from %s ends on %s, final %s", current, last, final)
		}
		given := span(t, "notice day")
		n, err := terms.Notice(current, given, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n.InTime != (n.DaysBefore >= terms.NoticeDays) || n.InTime && n.Ends != current || !n.InTime && n.Ends < current {
			t.Fatalf("got %+v", n)
		}
	})
}
