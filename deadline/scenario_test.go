package deadline_test

import (
	"testing"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// profile is a profile that is there.
func profile(t testing.TB, id string) deadline.Profile {
	t.Helper()
	p, err := deadline.ProfileOf(id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// branch is an invented place with a few closed days in 2027.
func branch(t testing.TB) deadline.Place {
	t.Helper()
	p, err := deadline.PlaceRules{Name: "Branch North", Timezone: "Europe/Vienna", Weekend: []string{"Sat", "Sun"}, CutOff: "17:00",
		Closed: []day.Date{on("2027-01-01"), on("2027-03-29"), on("2027-05-06"), on("2027-12-24")}}.Place("N", "2027-1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func on(text string) day.Date { return day.MustParse(text) }

// at reads a moment.
func at(t interface{ Fatal(...any) }, text string) day.Instant {
	var i day.Instant
	if err := i.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return i
}

func examine(t testing.TB, p deadline.Profile, presented string, place deadline.Place, closures ...deadline.Closure) deadline.Examination {
	t.Helper()
	e, err := p.Examine(on(presented), place, closures...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func want(t testing.TB, what string, got day.Date, text string) {
	t.Helper()
	if got.String() != text {
		t.Errorf("%s: got %q, want %q", what, got, text)
	}
}

// Scenario 7: the expiry is a Sunday at the place; a demand received on Monday is in time (URDG 758 art. 25(d)).
func TestScenario7SundayExpiry(t *testing.T) {
	expiry := profile(t, "URDG758").Expiry(on("2027-06-20"), branch(t))
	want(t, "effective expiry", expiry.Effective.On, "2027-06-21")
	want(t, "stated expiry", expiry.Stated, "2027-06-20")
	monday := deadline.Presented(at(t, "2027-06-21T09:00:00+02:00"), branch(t)).On
	if !expiry.InTime(monday) || expiry.InTime(monday.Add(1)) {
		t.Errorf("in time on %s: %v, a day later: %v", monday, expiry.InTime(monday), expiry.InTime(monday.Add(1)))
	}
	if expiry.Effective.Article != "URDG 758 art. 25(d)" {
		t.Errorf("got article %q", expiry.Effective.Article)
	}
}

// Scenario 8: a demand e-mailed at 23:50 by the clock of the place on the expiry day, after the cut-off at 17:00, is late.
// What would happen can be asked before it is sent.
func TestScenario8AfterTheCutOff(t *testing.T) {
	place := branch(t)
	expiry := profile(t, "URDG758").Expiry(on("2027-06-21"), place)
	late := deadline.Presented(at(t, "2027-06-21T23:50:00+02:00"), place)
	want(t, "presentation day", late.On, "2027-06-22")
	if expiry.InTime(late.On) {
		t.Error("a demand after the cut-off of the last day was in time")
	}
	closes := place.Closes(expiry.Effective.On)
	if got := closes.String(); got != "2027-06-21T15:01:00.000000Z" {
		t.Errorf("the last day ends at %s", got)
	}
	if !expiry.InTime(deadline.Presented(closes-1, place).On) || expiry.InTime(deadline.Presented(closes, place).On) {
		t.Error("the end of the last day does not part in time from late")
	}
}

// Scenario 9: presented on the Thursday before a long weekend: the 5th business day on the calendar of the branch.
func TestScenario9LongWeekend(t *testing.T) {
	e := examine(t, profile(t, "URDG758"), "2027-03-25", branch(t))
	want(t, "deadline", e.Deadline.On, "2027-04-02") // 26, 30, 31 March, 1 and 2 April; Monday 29 March is closed
}

// Scenario 10: a rejection on the 6th business day comes too late: the guarantor is precluded (URDG 758 art. 24).
func TestScenario10LateRejection(t *testing.T) {
	e := examine(t, profile(t, "URDG758"), "2027-06-14", branch(t))
	for _, c := range []struct {
		notice, today string
		precluded     bool
	}{
		{"2027-06-21", "2027-06-22", false}, {"2027-06-22", "2027-06-22", true}, {"2027-06-21", "2027-08-01", false},
		{"", "2027-06-21", false}, {"", "2027-06-22", true},
	} {
		notice := day.Date(0)
		if c.notice != "" {
			notice = on(c.notice)
		}
		if got := e.Precluded(notice, on(c.today)); got != c.precluded {
			t.Errorf("notice %q, asked on %s: precluded %v, want %v", c.notice, c.today, got, c.precluded)
		}
	}
	for _, id := range []string{"UNConv", "RU-IG"} {
		if e := examine(t, profile(t, id), "2027-06-14", branch(t)); e.Precluded(on("2027-08-01"), on("2027-08-01")) {
			t.Errorf("%s knows no preclusion, and a late notice precluded", id)
		}
	}
}

// Scenario 11: under ISP98 a notice on day 5 is flagged between 3 and 7; nobody is precluded by it.
func TestScenario11FlagBetween(t *testing.T) {
	e := examine(t, profile(t, "ISP98"), "2027-06-14", branch(t))
	if !e.Deadline.IsZero() {
		t.Errorf("got a deadline %s", e.Deadline)
	}
	for notice, want := range map[string]deadline.Standing{
		"2027-06-17": deadline.NoticeInTime, "2027-06-18": deadline.NoticeFlagged, "2027-06-21": deadline.NoticeFlagged,
		"2027-06-23": deadline.NoticeFlagged, "2027-06-24": deadline.NoticeLate,
	} {
		if got := e.Standing(on(notice)); got != want {
			t.Errorf("notice of %s: got %s, want %s", notice, got, want)
		}
		if got := e.Precluded(on(notice), on(notice)); got != (want == deadline.NoticeLate) {
			t.Errorf("notice of %s: precluded %v", notice, got)
		}
	}
}

// Scenario 18: extend or pay received on 1 March: the suspension ends by 31 March, the counter level has 26 days.
func TestScenario18Suspension(t *testing.T) {
	s, err := profile(t, "URDG758").Suspension(on("2027-03-01"), 0)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "guarantor", s.Latest.On, "2027-03-31")
	want(t, "counter-guarantor", s.CounterLatest.On, "2027-03-27")
	if s.CounterDays != 26 {
		t.Errorf("counter level: got %d days, want 26", s.CounterDays)
	}
}

// Scenario 19: no answer by day 30: on day 31 it is due without a new demand.
func TestScenario19DueWithoutNewDemand(t *testing.T) {
	s, err := profile(t, "URDG758").Suspension(on("2027-03-01"), 30)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "due", s.DueOn, on("2027-03-01").Add(31).String())
}

// Scenario 27: force majeure three business days after the presentation: business resumes, two days are left; the expiry
// moves by 30 days once, not twice.
func TestScenario27ForceMajeure(t *testing.T) {
	shut := deadline.Closure{From: on("2027-06-18"), Resumes: on("2027-07-05")}
	again := deadline.Closure{From: on("2027-07-20"), Resumes: on("2027-08-20")}
	p, place := profile(t, "URDG758"), branch(t)
	e := examine(t, p, "2027-06-14", place, shut)
	want(t, "deadline", e.Deadline.On, "2027-07-06") // 15, 16, 17 June used; 5 and 6 July left
	expiry := p.Expiry(on("2027-06-25"), place, shut, again)
	want(t, "extended to", expiry.ExtendedTo, "2027-07-25")
	want(t, "effective", expiry.Effective.On, "2027-07-26") // the 25th is a Sunday; the place is shut again, which moves nothing
	if expiry.Effective.Rule != "D7" || expiry.Effective.Article != "URDG 758 art. 26" {
		t.Errorf("got %s", expiry.Effective)
	}
	waits := examine(t, p, "2027-06-14", place, deadline.Closure{From: on("2027-06-18")})
	if !waits.Suspended || waits.Last() != 0 || waits.Precluded(0, on("2030-01-01")) {
		t.Errorf("a place that is still shut gave %+v", waits)
	}
}

// Scenario 28: an evergreen with 60 days' notice; a notice received on day 59 is late and the extension stands; day 60 is
// the day of the task to draw or replace.
func TestScenario28Evergreen(t *testing.T) {
	year, err := deadline.ParsePeriod("ONEY")
	if err != nil {
		t.Fatal(err)
	}
	terms := deadline.Renewal{Period: year, NoticeDays: 60, Basis: deadline.ByReceipt}
	expiry := on("2027-12-31")
	n, err := terms.Notice(expiry, expiry.Add(-65), expiry.Add(-59))
	if err != nil {
		t.Fatal(err)
	}
	if n.InTime || n.DaysBefore != 59 {
		t.Errorf("got %+v", n)
	}
	want(t, "it ends", n.Ends, "2028-12-31")
	if got := terms.LatestNotice(expiry).On; got != expiry.Add(-60) {
		t.Errorf("the task is due on %s, want %s", got, expiry.Add(-60))
	}
	terms.Basis = deadline.BySending
	if n, err = terms.Notice(expiry, expiry.Add(-65), expiry.Add(-59)); err != nil || !n.InTime || n.Ends != expiry {
		t.Errorf("by sending: got %+v, %v", n, err)
	}
	if _, err = terms.Notice(expiry, 0, expiry.Add(-65)); !errs.Is(err, errs.Invalid) {
		t.Errorf("a notice without the day that counts: %v", err)
	}
}

// Scenario 29: a clock set back un-fires nothing: asked again for days that are closed, no alarm is due.
func TestScenario29ClockSetBack(t *testing.T) {
	expiry, closed := on("2027-12-31"), on("2027-12-20")
	for back := range 120 {
		if got := deadline.AlarmsBetween(closed, closed.Add(-back), expiry); len(got) != 0 {
			t.Fatalf("set back by %d days: alarms %v fired", back, got)
		}
	}
}
