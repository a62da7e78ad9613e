package guarantee_test

import (
	"encoding/json"
	"slices"
	"testing"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
)

// course is the life of one instrument in a test: what happens to it, and what the calendar brings about in between.
type course struct {
	testing.TB
	guarantee.State
	place   deadline.Place
	profile deadline.Profile
	events  []guarantee.Event
}

// newCourse records terms on a day at a place that is shut on Sundays and on some days more.
func newCourse(t testing.TB, on day.Date, terms guarantee.Terms, closed ...day.Date) *course {
	t.Helper()
	c := &course{TB: t, place: placeOf(t, closed...)}
	c.ID = "gt_1"
	terms = filled(on, terms)
	var err error
	if c.profile, err = guarantee.ProfileOf(terms); err != nil {
		t.Fatal(err)
	}
	c.must(on, "clerk", guarantee.RecordedFact{Terms: terms})
	return c
}

func filled(on day.Date, t guarantee.Terms) guarantee.Terms {
	t.Number, t.Kind, t.Guarantor, t.Applicant, t.IssuedOn = "N-1", guarantee.DemandGuarantee, "pt_bank", "pt_customer", on
	if t.Rules == "" {
		t.Rules = guarantee.URDG758
	}
	if t.Face.Minor == 0 {
		t.Face = eur(1000)
	}
	return t
}

func placeOf(t testing.TB, closed ...day.Date) deadline.Place {
	t.Helper()
	p, err := deadline.PlaceRules{Name: "Hafen", Timezone: "Europe/Berlin", Weekend: []string{"Sat", "Sun"}, CutOff: "16:00", Closed: closed, FromYear: 2026, ToYear: 2032}.Place("H", "1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// look lets the calendar act up to a day.
func (c *course) look(on day.Date) (names []string) {
	c.Helper()
	for _, d := range c.Due(on, c.place, c.profile) {
		e := guarantee.Event{Seq: c.Seq + 1, On: d.On, By: guarantee.ByClock, Fact: d.Fact}
		next, err := c.State.Pass(e)
		if err != nil {
			c.Fatal(err)
		}
		name, _, err := guarantee.PackFact(d.Fact)
		if err != nil {
			c.Fatal(err)
		}
		c.State, c.events, names = next, append(c.events, e), append(names, name)
	}
	return names
}

// take lets something happen on a day, after all that the calendar brought about up to it.
func (c *course) take(on day.Date, by string, f guarantee.Fact) error {
	c.Helper()
	c.look(on)
	e := guarantee.Event{Seq: c.Seq + 1, On: on, By: by, Fact: f}
	next, err := c.Take(e)
	if err != nil {
		return err
	}
	c.State, c.events = next, append(c.events, e)
	c.look(on)
	return nil
}

func (c *course) must(on day.Date, by string, facts ...guarantee.Fact) {
	c.Helper()
	for _, f := range facts {
		if err := c.take(on, by, f); err != nil {
			c.Fatalf("%s %T: %v", on, f, err)
		}
	}
}

func (c *course) verify(on day.Date) {
	c.Helper()
	c.must(on, "risk", guarantee.VerifiedFact{Finding: guarantee.Authentic, Evidence: guarantee.Evidence{Kind: guarantee.OwnBankMessage, Ref: "MSG", Bank: "Hausbank", On: on}})
}

// demand drafts a demand, has it approved and sends it.
func (c *course) demand(on day.Date, id string, minor int64) {
	c.Helper()
	c.must(on, "risk", guarantee.DemandMadeFact{ID: id, Deal: "dl_1", Amount: eur(minor)})
	c.must(on, "manager", guarantee.DemandApprovedFact{ID: id}, guarantee.DemandSentFact{ID: id, How: "courier"})
}

func d(text string) day.Date { return day.MustParse(text) }

// Scenario 7: the expiry is a Sunday at the place; a demand received on Monday is in time, and the guarantee lives until then.
func TestExpiryOnASundayLastsUntilMonday(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-07")}) // a Sunday
	c.verify(d("2026-03-03"))
	if c.LastsUntil != d("2026-06-08") || c.ExpiresOn != d("2026-06-07") || c.CoveredUntil() != d("2026-06-07") {
		t.Errorf("lasts until %s, states %s, covers until %s", c.LastsUntil, c.ExpiresOn, c.CoveredUntil())
	}
	if c.look(d("2026-06-08")); c.Life != guarantee.InForce {
		t.Errorf("on the Monday it is %s", c.Life)
	}
	if c.look(d("2026-06-09")); c.Life != guarantee.Expired || c.EndedOn != d("2026-06-09") {
		t.Errorf("the day after it is %s since %s", c.Life, c.EndedOn)
	}
	if r := c.Clock.Reckoning; r.Rule != "D3" || r.Calendar != "H@1" || r.Profile != "URDG758@1" || r.Why.IsZero() {
		t.Errorf("the date does not tell where it comes from: %+v", r)
	}
}

// The alarms come 90, 60, 45, 30, 14, 7, 3 and 1 days before the last day to present, each once.
func TestAlarmsComeOnce(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-07")})
	var got []int
	for on := d("2026-03-02"); on <= d("2026-06-20"); on = on.Add(1) {
		for _, due := range c.Due(on, c.place, c.profile) {
			if a, ok := due.Fact.(guarantee.AlarmFact); ok {
				if got = append(got, a.Days); due.On != on || on != c.LastsUntil.Add(-a.Days) {
					t.Errorf("alarm %d on %s, told on %s", a.Days, due.On, on)
				}
			}
		}
		c.look(on)
	}
	if want := []int{90, 60, 45, 30, 14, 7, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("alarms %v, want %v", got, want)
	}
	late := newCourse(t, d("2026-06-05"), guarantee.Terms{ExpiresOn: d("2026-06-06"), Rules: guarantee.NoRules})
	if late.Clock.Alarmed == 0 {
		t.Error("who is registered on the day before its end must be told at once")
	}
}

// Scenario 27: force majeure moves the expiry by 30 days once and not twice.
func TestForceMajeureMovesTheExpiryOnce(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-10")})
	c.verify(d("2026-03-03"))
	c.must(d("2026-06-09"), "risk", guarantee.ForceMajeureOnFact{From: d("2026-06-09"), Evidence: "decree 7"})
	if want := d("2026-07-10"); c.LastsUntil != want || c.ExpiresOn != d("2026-06-10") {
		t.Errorf("lasts until %s, want %s; states %s", c.LastsUntil, want, c.ExpiresOn)
	}
	c.must(d("2026-06-15"), "risk", guarantee.ForceMajeureOffFact{Resumes: d("2026-06-15"), Evidence: "decree 8"})
	c.must(d("2026-07-09"), "risk", guarantee.ForceMajeureOnFact{From: d("2026-07-08"), Evidence: "decree 9"})
	c.must(d("2026-07-14"), "risk", guarantee.ForceMajeureOffFact{Resumes: d("2026-07-14"), Evidence: "decree 10"})
	if c.look(d("2026-07-20")); c.Life != guarantee.Expired {
		t.Errorf("after a second closure it is %s and lasts until %s: it moves once", c.Life, c.LastsUntil)
	}
	if got := c.Closures(); len(got) != 2 || got[0] != (deadline.Closure{From: d("2026-06-09"), Resumes: d("2026-06-15")}) {
		t.Errorf("closures %v", got)
	}
}

// Force majeure that becomes known after the end brings the promise back, where the rules move its end.
func TestForceMajeureKnownLate(t *testing.T) {
	for rules, want := range map[guarantee.Rules]guarantee.Life{guarantee.URDG758: guarantee.InForce, guarantee.UCP600: guarantee.Expired} {
		c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-10"), Rules: rules})
		c.verify(d("2026-03-03"))
		if c.look(d("2026-06-11")); c.Life != guarantee.Expired {
			t.Fatalf("%s: %s", rules, c.Life)
		}
		if c.must(d("2026-06-12"), "risk", guarantee.ForceMajeureOnFact{From: d("2026-06-10"), Evidence: "decree 7"}); c.Life != want {
			t.Errorf("%s: %s, want %s", rules, c.Life, want)
		}
	}
}

// Under ISP98 the last day is not known while the place is shut: nothing expires meanwhile.
func TestNothingExpiresWhileThePlaceIsShut(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-10"), Rules: guarantee.ISP98})
	c.verify(d("2026-03-03"))
	c.must(d("2026-06-10"), "risk", guarantee.ForceMajeureOnFact{From: d("2026-06-10"), Evidence: "decree 7"})
	if c.look(d("2026-08-01")); c.Life != guarantee.InForce {
		t.Errorf("while the place is shut it is %s", c.Life)
	}
	c.must(d("2026-08-03"), "risk", guarantee.ForceMajeureOffFact{Resumes: d("2026-08-03"), Evidence: "decree 8"})
	if want := d("2026-09-02"); c.LastsUntil != want { // 30 days after the re-opening
		t.Errorf("lasts until %s, want %s", c.LastsUntil, want)
	}
}

// Scenario 28: an evergreen with 60 days of notice; notice on day 59 is late and the extension stands; on day 60 somebody is told.
func TestLateNoticeOfNonExtension(t *testing.T) {
	evergreen := guarantee.Terms{ExpiresOn: d("2026-09-30"), Extension: guarantee.Extension{Period: "ONEY", NoticeDays: 60, Basis: "received"}}
	for name, row := range map[string]struct {
		before int // days before the expiry on which the notice is received
		want   day.Date
		life   guarantee.Life
	}{
		"late":    {59, d("2027-09-30"), guarantee.InForce},
		"in time": {60, d("2026-09-30"), guarantee.Expired},
	} {
		c := newCourse(t, d("2026-03-02"), evergreen)
		c.verify(d("2026-03-03"))
		day60 := d("2026-09-30").Add(-60)
		c.look(day60.Add(-1))
		told := false
		for _, due := range c.Due(day60, c.place, c.profile) {
			a, ok := due.Fact.(guarantee.AlarmFact)
			told = told || ok && a.Notice && due.On == day60
		}
		if !told {
			t.Errorf("%s: nobody was told on day 60", name)
		}
		on := d("2026-09-30").Add(-row.before)
		c.must(on, "risk", guarantee.NonExtensionFact{Sent: on.Add(-3), Received: on, Source: "MT785"})
		if c.Clock.Notice.InTime != (row.before == 60) {
			t.Errorf("%s: notice %+v", name, c.Clock.Notice)
		}
		if c.look(d("2026-10-02")); c.ExpiresOn != row.want || c.Life != row.life {
			t.Errorf("%s: states %s and is %s, want %s and %s", name, c.ExpiresOn, c.Life, row.want, row.life)
		}
	}
}

// A notice that was sent in time and arrives after the extension ends the promise at its old expiry; the final date ends the row.
func TestRenewals(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-30"), Extension: guarantee.Extension{Period: "DAYS", Days: 90, NoticeDays: 5, Basis: "sent"}})
	c.verify(d("2026-03-03"))
	if c.look(d("2026-07-01")); c.ExpiresOn != d("2026-09-28") {
		t.Fatalf("extended to %s", c.ExpiresOn)
	}
	c.must(d("2026-07-03"), "risk", guarantee.NonExtensionFact{Sent: d("2026-06-25"), Received: d("2026-07-03"), Source: "letter"})
	if c.ExpiresOn != d("2026-06-30") || c.Life != guarantee.Expired {
		t.Errorf("states %s and is %s", c.ExpiresOn, c.Life)
	}
	f := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-30"), Extension: guarantee.Extension{Period: "ONEY", NoticeDays: 30, FinalOn: d("2027-12-31")}})
	f.verify(d("2026-03-03"))
	if f.look(d("2030-01-01")); f.ExpiresOn != d("2027-12-31") || f.Life != guarantee.Expired || len(f.Clock.Renewed) != 2 {
		t.Errorf("states %s and is %s after %v", f.ExpiresOn, f.Life, f.Clock.Renewed)
	}
	if f.Clock.Alarmed != 1 {
		t.Errorf("the last extension ended without alarms: %d", f.Clock.Alarmed)
	}
}

// Scenario 30: the paper was returned without a release; the next day it is still in force.
func TestReturnedPaperChangesNothing(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-09-30")})
	c.verify(d("2026-03-03"))
	before := c.Instrument
	c.must(d("2026-04-01"), "clerk", guarantee.PaperReturnedFact{To: "applicant"})
	if c.look(d("2026-04-02")); c.Life != guarantee.InForce || c.Available() != before.Available() || c.LastsUntil != before.LastsUntil {
		t.Errorf("it is %s, %s available", c.Life, c.Available())
	}
}

// A release takes two people.
func TestReleaseTakesTwo(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-09-30")})
	c.verify(d("2026-03-03"))
	on := d("2026-04-01")
	if err := c.take(on, "risk", guarantee.ReleasedFact{}); !errs.Is(err, errs.NotFound) {
		t.Errorf("released without a proposal: %v", err)
	}
	c.must(on, "risk", guarantee.ReleaseProposedFact{Amount: eur(300)})
	if err := c.take(on, "risk", guarantee.ReleasedFact{}); !errs.Is(err, errs.Forbidden) {
		t.Errorf("confirmed by who proposed it: %v", err)
	}
	c.must(on, "manager", guarantee.ReleasedFact{})
	if c.Available() != eur(700) || c.Life != guarantee.InForce {
		t.Errorf("after a partial release %s are available, %s", c.Available(), c.Life)
	}
	c.demand(on, "dm_1", 100)
	if err := c.take(on, "risk", guarantee.ReleaseProposedFact{}); !errs.Is(err, errs.Conflict) {
		t.Errorf("released under an open demand: %v", err)
	}
	c.must(on, "manager", guarantee.DemandRejectedFact{ID: "dm_1"}, guarantee.PledgedFact{Deal: "dl_1", Customer: "pt_customer", Amount: eur(0)})
	c.must(on, "risk", guarantee.ReleaseProposedFact{ReplacedBy: "gt_2"})
	if c.must(on, "manager", guarantee.ReleasedFact{}); c.Life != guarantee.Replaced || c.ReplacedBy != "gt_2" {
		t.Errorf("it is %s by %s", c.Life, c.ReplacedBy)
	}
}

// What ends without a stated day ends as the rules say, or when a document shows the event.
func TestEndsWithoutAStatedDay(t *testing.T) {
	open := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiryType: guarantee.OpenExpiry})
	if open.LastsUntil != d("2029-03-02") || open.CoveredUntil() != d("2029-03-02") { // URDG 758 art. 25(c)
		t.Errorf("open: lasts until %s", open.LastsUntil)
	}
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiryType: guarantee.EventExpiry, ExpiryEvent: "last rental paid", ExpiryProof: "declaration of the house"})
	c.verify(d("2026-03-03"))
	if c.look(d("2031-01-01")); c.Life != guarantee.InForce || c.LastsUntil != 0 || c.CoveredUntil() != 0 {
		t.Errorf("without the event it is %s until %s, covers until %s", c.Life, c.LastsUntil, c.CoveredUntil())
	}
	if err := c.take(d("2031-01-02"), "risk", guarantee.ExpiryEventFact{Happened: d("2031-01-02")}); !errs.Is(err, errs.Invalid) {
		t.Errorf("an event without its document: %v", err)
	}
	c.must(d("2031-01-02"), "risk", guarantee.ExpiryEventFact{Happened: d("2031-01-02"), Document: "declaration"})
	if c.look(d("2031-01-03")); c.Life != guarantee.Expired {
		t.Errorf("after the event it is %s", c.Life)
	}
	both := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiryType: guarantee.BothExpiry, ExpiresOn: d("2026-12-31"), ExpiryEvent: "last rental paid", ExpiryProof: "declaration"})
	both.must(d("2026-06-01"), "risk", guarantee.ExpiryEventFact{Happened: d("2026-05-29"), Document: "declaration"})
	if both.EndedOn != d("2026-05-30") || both.CoveredUntil() != d("2026-05-29") {
		t.Errorf("both: ended on %s, covered until %s", both.EndedOn, both.CoveredUntil())
	}
	if err := filled(today, guarantee.Terms{ExpiryType: guarantee.OpenExpiry, Rules: guarantee.UCP600}).Check(); !errs.Is(err, errs.Invalid) {
		t.Errorf("UCP 600 without an expiry: %v", err)
	}
}

// Planned reductions come on their day, whatever demands are open; one that hangs on an event needs its document.
func TestReductions(t *testing.T) {
	terms := guarantee.Terms{ExpiresOn: d("2026-12-31"), Reductions: []guarantee.Reduction{{On: d("2026-06-01"), Amount: eur(400)}, {Event: "delivery", Proof: "act", Amount: eur(100)}, {On: d("2026-07-01"), Amount: eur(400)}}}
	c := newCourse(t, d("2026-03-02"), terms)
	c.verify(d("2026-03-03"))
	c.demand(d("2026-03-04"), "dm_1", 300)
	if c.look(d("2026-06-01")); c.Available() != eur(300) {
		t.Errorf("after the first reduction %s are available", c.Available())
	}
	if err := c.take(d("2026-06-02"), "risk", guarantee.ReducedFact{Plan: 2, Amount: eur(100)}); !errs.Is(err, errs.Invalid) {
		t.Errorf("an event without its document: %v", err)
	}
	c.must(d("2026-06-02"), "risk", guarantee.ReducedFact{Plan: 2, Amount: eur(100), Document: "act 7"})
	if err := c.take(d("2026-06-03"), "risk", guarantee.ReducedFact{Amount: eur(250), Document: "letter"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("below paid and open demands without a word: %v", err)
	}
	if c.look(d("2026-07-01")); c.Available() != eur(0) || c.Reserved != eur(300) || c.Short() != eur(200) {
		t.Errorf("the demand keeps its amount: %s available, %s reserved, %s short", c.Available(), c.Reserved, c.Short())
	}
	c.must(d("2026-07-02"), "risk", guarantee.DemandRejectedFact{ID: "dm_1"})
	if c.Available() != eur(100) {
		t.Errorf("after the rejection %s are available", c.Available())
	}
	c.must(d("2026-07-03"), "risk", guarantee.ReducedFact{Amount: eur(100), Document: "letter"})
	if c.Life != guarantee.Exhausted {
		t.Errorf("without a rest it is %s", c.Life)
	}
}

// The end blocks no demand, an open demand blocks archiving.
func TestArchivingWaitsForDemands(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-06-30"), ClosesInDays: 10})
	c.verify(d("2026-03-03"))
	c.demand(d("2026-06-29"), "dm_1", 300)
	if c.look(d("2026-08-01")); c.Life != guarantee.Expired || c.Clock.Archived != 0 {
		t.Errorf("it is %s, archived %s", c.Life, c.Clock.Archived)
	}
	c.must(d("2026-08-02"), "accountant", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(300), Payment: "py_1"})
	if c.Clock.Archived != d("2026-08-02") {
		t.Errorf("archived %s", c.Clock.Archived)
	}
}

// A trouble of the guarantor bars the cover on the same day and asks for a new verification.
func TestGuarantorEvent(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-12-31")})
	c.verify(d("2026-03-03"))
	c.must(d("2026-04-01"), "risk", guarantee.GuarantorEventFact{Trouble: guarantee.LicenceRevoked, Bars: true, Evidence: "register of 1 April"})
	if c.Barred == "" || c.ReverifyOn != d("2026-04-01") {
		t.Errorf("barred %q, to be verified by %s", c.Barred, c.ReverifyOn)
	}
	c.must(d("2026-04-02"), "risk", guarantee.GuarantorClearedFact{Evidence: "register of 2 April"})
	if c.Barred != "" {
		t.Errorf("still barred: %s", c.Barred)
	}
}

// An instrument that takes effect on an event waits for its document.
func TestEffectProven(t *testing.T) {
	c := newCourse(t, d("2026-03-02"), guarantee.Terms{ExpiresOn: d("2026-12-31"), EffectEvent: "advance paid"})
	c.verify(d("2026-03-03"))
	if c.look(d("2026-05-01")); c.Clock.Entered != 0 {
		t.Error("in force before its event")
	}
	c.must(d("2026-05-04"), "risk", guarantee.EffectProvenFact{Happened: d("2026-05-03"), Document: "bank advice"})
	if c.Clock.Entered != d("2026-05-03") {
		t.Errorf("entered on %s", c.Clock.Entered)
	}
	if err := c.take(d("2026-05-05"), "risk", guarantee.CancelledFact{}); !errs.Is(err, errs.Conflict) {
		t.Errorf("cancelled in force: %v", err)
	}
}

// replayed is the state that the kept form of the events gives.
func replayed(t testing.TB, c *course) guarantee.State {
	t.Helper()
	kept := make([]guarantee.Event, len(c.events))
	for n, e := range c.events {
		name, doc, err := guarantee.PackFact(e.Fact)
		if err != nil {
			t.Fatal(err)
		}
		e.Fact, err = guarantee.UnpackFact(name, doc)
		if err != nil {
			t.Fatal(err)
		}
		kept[n] = e
	}
	s, err := guarantee.Replay(c.ID, kept)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
