package deadline_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kontor/day"
	"kontor/deadline"
)

var update = flag.Bool("update", false, "write the golden files")

// D12: every computed date tells rule, profile, calendar version, article and arithmetic in words.
func TestEveryDateTellsHowItCameAbout(t *testing.T) {
	place, house := branch(t), branch(t)
	house.Name = "House"
	urdg, isp, local := profile(t, "URDG758"), profile(t, "ISP98"), profile(t, "RU-IG")
	shut := deadline.Closure{From: on("2027-06-16"), Resumes: on("2027-06-28")}
	var b strings.Builder
	say := func(what string, e deadline.Explained) {
		if e.Rule == "" || len(e.Steps) == 0 {
			t.Errorf("%s is not explained", what)
		}
		b.WriteString(what + "\n  " + e.On.String() + "  " + e.Rule)
		for _, source := range []string{e.Article, e.Profile, e.Calendar} {
			if source != "" {
				b.WriteString(", " + source)
			}
		}
		if e.Verify {
			b.WriteString(", to be verified")
		}
		if e.Provisional {
			b.WriteString(", provisional")
		}
		for _, step := range e.Steps {
			b.WriteString("\n  - " + step.String())
		}
		b.WriteString("\n\n")
	}
	must := func(e deadline.Explained, err error) deadline.Explained {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	say("presentation after the cut-off before a long weekend", deadline.Presented(at(t, "2027-03-26T18:00:00+01:00"), place))
	say("presentation at a place of which nothing is known", deadline.Presented(at(t, "2027-03-26T18:00:00+01:00"), deadline.Place{}))
	say("examination over a long weekend", examine(t, urdg, "2027-03-25", place).Deadline)
	say("examination into a year without holidays", examine(t, urdg, "2027-12-22", place).Deadline)
	say("examination with force majeure", examine(t, urdg, "2027-06-14", place, shut).Deadline)
	say("examination while the place is shut", examine(t, urdg, "2027-06-14", place, deadline.Closure{From: shut.From}).Deadline)
	say("safe notice of a standby", examine(t, isp, "2027-06-14", place).SafeUntil)
	say("late notice of a standby", examine(t, isp, "2027-06-14", place).UnreasonableAfter)
	say("examination under local law", examine(t, local, "2027-06-14", place).Deadline)
	byText, err := local.With(deadline.Overrides{ExaminationDays: 20})
	if err != nil {
		t.Fatal(err)
	}
	say("examination as the text sets it", examine(t, byText, "2027-06-14", place).Deadline)
	say("expiry on an open day", urdg.Expiry(on("2027-06-21"), place).Effective)
	say("expiry on a Sunday before a holiday", urdg.Expiry(on("2027-03-28"), place).Effective)
	say("first alarm before it", deadline.Alarms(on("2027-03-30"))[0].From(urdg.Expiry(on("2027-03-28"), place).Effective))
	say("expiry under rules that move none", local.Expiry(on("2027-03-28"), place).Effective)
	say("expiry not stated", urdg.Expiry(0, place).Effective)
	say("expiry with force majeure, URDG", urdg.Expiry(on("2027-06-18"), place, shut).Effective)
	say("expiry with force majeure, ISP98", isp.Expiry(on("2027-06-18"), place, shut).Effective)
	say("expiry while shut, ISP98", isp.Expiry(on("2027-06-18"), place, deadline.Closure{From: shut.From}).Effective)
	say("expiry with force majeure, UCP", profile(t, "UCP600").Expiry(on("2027-06-18"), place, shut).Effective)
	say("expiry with force majeure, UN Convention", profile(t, "UNConv").Expiry(on("2027-06-18"), place, shut).Effective)
	s, err := urdg.Suspension(on("2027-03-01"), 45)
	if err != nil {
		t.Fatal(err)
	}
	say("extend or pay", s.Latest)
	say("extend or pay, counter-guarantor", s.CounterLatest)
	say("no expiry stated", must(urdg.EndsUnstated(on("2024-02-29"))))
	say("no expiry stated, counter-guarantee", must(urdg.CounterEndsUnstated(on("2027-02-28"))))
	period, err := deadline.ParsePeriod("ONEY")
	if err != nil {
		t.Fatal(err)
	}
	terms := deadline.Renewal{Period: period, NoticeDays: 60, Final: on("2029-06-30")}
	for i, e := range append(terms.Chain(on("2027-12-31"), day.Max), terms.Next(on("2029-06-30"))) {
		say([]string{"first extension", "last extension", "no extension"}[i], e)
	}
	say("notice of non-extension", terms.LatestNotice(on("2027-12-31")))
	say("last safe sending day", deadline.LastSafeSending(on("2027-03-31"), place, house, 3))
	say("statement", urdg.StatementDates(on("2027-03-01"), on("2027-03-31")).Explained)
	say("within", deadline.Within(on("2027-03-01"), 10).Explained)
	say("surety", must(deadline.SuretyLapse(0, on("2027-03-01"), 0)))
	say("insurance", deadline.InsuranceTerms{WaitingDays: 180}.Dates(on("2027-03-01"), 0, shut).Earliest)
	say("state guarantee", must(deadline.StateClaimDay(on("2027-03-01"), day.Period{N: 6, Unit: day.Months})))

	path := filepath.Join("testdata", "explained.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("%s: run the test with -update if this is meant\n%s", path, d)
	}
}
