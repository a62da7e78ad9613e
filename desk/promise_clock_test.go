package desk_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

func day2(text string) day.Date { return day.MustParse(text) }

// ask asks a question as somebody.
func ask[Req, Res any](h *house, who string, q desk.Question[Req, Res], req Req) Res {
	h.t.Helper()
	res, err := q.Ask(h.ctx, h.desk, h.actor(who), req)
	if err != nil {
		h.t.Fatal(err)
	}
	return res
}

// Scenario 7, and D13: the expiry falls on a Sunday at the branch, the last day to present is Monday; a holiday declared late for that
// Monday moves it on, is logged, and leaves what ended before as it was.
func TestTheLastDayToPresentFollowsTheCalendarOfTheBranch(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, branch, g := h.bank("1", object{"expires_on": "2026-06-07"})
	ended := h.received(c, "G-2", object{"expires_on": "2026-03-08"})
	if _, facts := h.page(g); fmt.Sprint(facts["Last day to present"]) != "2026-06-08" || !strings.Contains(fmt.Sprint(facts["Because"]), "K@2026-1") {
		t.Errorf("last day %v because %v", facts["Last day to present"], facts["Because"])
	}
	h.goTo(day2("2026-03-20"))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if r, _ := h.page(ended); r.State != "expired" {
		t.Errorf("the other is %s", r.State)
	}
	late := strings.NewReplacer("2026-1", "2026-2", `"2028-12-25"`, `"2028-12-25", "2026-06-08", "2026-03-09"`).Replace(twoCalendars)
	if res := h.do("risk", "calendar.load", object{"content": []byte(late)}); res["moved"] != float64(1) {
		t.Errorf("%v last days moved, want 1", res["moved"])
	}
	r, facts := h.page(g)
	if fmt.Sprint(facts["Last day to present"]) != "2026-06-09" || !says(r, "moved from 2026-06-08 to 2026-06-09") {
		t.Errorf("after the late holiday: %v", facts["Last day to present"])
	}
	cal := ask(h, "risk", desk.AskCalendar, desk.CalendarQuestion{})
	if len(cal.Ending) != 1 || cal.Ending[0].Last.Calendar != "K@2026-2" || cal.Ending[0].Sending.On == 0 || len(cal.Ending[0].Last.Steps) == 0 {
		t.Errorf("the calendar says %+v", cal)
	}
	h.goTo(day2("2026-06-05"))
	h.do("risk", "branch.force_majeure", object{"branch": branch, "from": "2026-06-05", "evidence": "decree 7"})
	h.goTo(day2("2026-06-20"))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if r, facts := h.page(g); r.State != "in_force" || fmt.Sprint(facts["Last day to present"]) != "2026-07-09" { // 30 days once
		t.Errorf("under force majeure it is %s until %v", r.State, facts["Last day to present"])
	}
	h.do("risk", "branch.force_majeure", object{"branch": branch, "resumes": "2026-06-20", "evidence": "decree 8"})
	h.provesItself()
}

// Scenarios 29 and 30: returned paper changes nothing; a server clock that is set back un-fires nothing and raises nothing again.
func TestAClockSetBackUnfiresNothing(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, _, g := h.bank("1", object{"expires_on": "2026-06-30"})
	h.do("clerk", "guarantee.paper_returned", object{"guarantee": g, "to": "the applicant"})
	h.goTo(firstDay.Add(1))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if r, _ := h.page(g); r.State != "in_force" {
		t.Errorf("after the paper went back it is %s", r.State)
	}
	h.goTo(day2("2026-07-02"))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	before, _ := h.page(g)
	if before.State != "expired" || !says(before, "expires in 1 days") {
		t.Fatalf("it is %s", before.State)
	}
	h.goTo(day2("2026-05-02"))
	h.refused(errs.Conflict, "risk", "guarantee.extend", object{"guarantee": g, "expires_on": "2026-12-31"})
	after, _ := h.page(g)
	if after.State != "expired" || len(after.Timeline) != len(before.Timeline) {
		t.Errorf("with the clock set back it is %s, %d lines after %d", after.State, len(after.Timeline), len(before.Timeline))
	}
	h.provesItself()
}

// A trouble of a guarantor names the deals and machines that hang on it and bars the cover on the same day.
func TestTroubleOfAGuarantor(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, g := h.running()
	res := h.do("risk", "party.trouble", object{"party": c.guarantor, "trouble": "licence_revoked", "evidence": "register of today"})
	if res["guarantees"] != float64(1) || len(res["deals"].([]any)) != 1 || len(res["units"].([]any)) != 1 {
		t.Errorf("it touches %v", res)
	}
	if !strings.Contains(h.tasks("risk"), "is not covered from "+h.today().String()) {
		t.Errorf("%s is bare and nobody is told: %s", deal, h.tasks("risk"))
	}
	h.do("risk", "party.trouble", object{"party": c.guarantor, "trouble": "over", "evidence": "register of tomorrow"})
	h.verify(g)
	if strings.Contains(h.tasks("risk"), "is not covered from "+h.today().String()) {
		t.Errorf("still bare: %s", h.tasks("risk"))
	}
	h.refused(errs.Invalid, "risk", "party.trouble", object{"party": c.customer, "trouble": "sanction", "evidence": "list"})
	h.provesItself()
}

// A trouble that is recorded after the last day of a guarantee and before the day is closed finds it expired: its rows say so too. What the
// guarantor issues while it is in trouble gives no cover either.
func TestTroubleOfAGuarantorReachesTheNewAndSparesTheOld(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, _, old := h.bank("1", object{"expires_on": "2026-06-30"})
	running := h.received(c, "G-2", object{"expires_on": "2026-12-31"})
	h.goTo(day2("2026-07-03"))
	h.do("risk", "party.trouble", object{"party": c.guarantor, "trouble": "licence_revoked", "evidence": "register of today"})
	if r, _ := h.page(old); r.State != "expired" {
		t.Errorf("it is %s", r.State)
	}
	h.provesItself()
	newer := h.received(c, "G-3", object{"expires_on": "2026-12-31"})
	for name, g := range map[string]string{"recorded before": running, "recorded after": newer} {
		h.verify(g)
		if r, _ := h.page(g); !strings.Contains(said(r), "licence revoked") {
			t.Errorf("the guarantee that was %s says nothing of the trouble: %s", name, said(r))
		}
	}
	h.provesItself()
}

// Nothing lapses in silence: over a year of closes every guarantee that expired while it secured a deal had its alarms, and stood in the
// list of what must be drawn or replaced before.
func TestNothingLapsesInSilence(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, _ := h.running()
	rand := rand.New(rand.NewPCG(7, uint64(len(deal))))
	papers := map[string]string{}
	for n := range 8 {
		more := object{"expires_on": firstDay.Add(1 + rand.IntN(320)).String(), "face": "1000.00 EUR"}
		if n%3 == 0 {
			more["extension_period"], more["extension_days"], more["extension_notice_days"] = "DAYS", 60, 30
			more["extension_final_on"] = firstDay.Add(330).String()
		}
		number := fmt.Sprintf("Y-%d", n)
		papers[number] = h.received(c, number, more)
		h.do("risk", "guarantee.allocate", object{"guarantee": papers[number], "deal": deal, "amount": "1000.00 EUR"})
	}
	listed := map[string]bool{}
	for on := firstDay; on < firstDay.Add(366); on = on.Add(1 + rand.IntN(4)) {
		h.goTo(on)
		for _, l := range ask(h, "risk", desk.AskDrawOrReplace, desk.DrawQuestion{}).Lines {
			listed[l.Guarantee.ID] = true
		}
		h.do("accountant", "day.close", object{"on": on.String()})
	}
	expired := 0
	for number, g := range papers {
		r, _ := h.page(g)
		if r.State != "expired" {
			continue
		}
		if expired++; !says(r, "draw or replace") {
			t.Errorf("%s expired without an alarm", number)
		}
		if !listed[g] {
			t.Errorf("%s expired and was never listed", number)
		}
	}
	if expired < 4 {
		t.Errorf("only %d expired: the test says nothing", expired)
	}
	h.provesItself()
}
