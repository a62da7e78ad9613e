package guarantee_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

// musterstadt is a place with a long weekend at Easter 2026 and a cut-off at five.
func musterstadt(t testing.TB) deadline.Place {
	t.Helper()
	rules := deadline.PlaceRules{Name: "Musterstadt", Timezone: "Europe/Berlin", Weekend: []string{"Sat", "Sun"}, CutOff: "17:00", FromYear: 2026, ToYear: 2028,
		Closed: []day.Date{day.MustOf(2026, 4, 3), day.MustOf(2026, 4, 6), day.MustOf(2026, 5, 1)}}
	p, err := rules.Place("M", "1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// life is an instrument whose events are told one by one.
type life struct {
	t     testing.TB
	s     guarantee.State
	place deadline.Place
	told  []guarantee.Event
}

// lifeOf is a verified promise over 100 euro, effective since the beginning of 2026.
func lifeOf(t testing.TB, rules guarantee.Rules, expires day.Date, change ...func(*guarantee.Terms)) *life {
	l := &life{t: t, place: musterstadt(t), s: guarantee.State{Instrument: guarantee.Instrument{ID: "gt_1"}}}
	terms := guarantee.Terms{Number: "N-1", Kind: guarantee.DemandGuarantee, Rules: rules, Guarantor: "pt_bank", Applicant: "pt_customer", Face: eur(100), IssuedOn: day.MustOf(2026, 1, 5),
		ExpiresOn: expires, Place: "Musterstadt"}
	for _, c := range change {
		c(&terms)
	}
	l.must(day.MustOf(2026, 1, 6), "anna", guarantee.RecordedFact{Terms: terms})
	l.must(day.MustOf(2026, 1, 7), "boris", guarantee.VerifiedFact{Finding: guarantee.Authentic, Evidence: guarantee.Evidence{Kind: guarantee.OwnBankMessage, Ref: "M", Bank: "Hausbank", On: day.MustOf(2026, 1, 7)}})
	return l
}

func (l *life) take(on day.Date, by string, f guarantee.Fact) error {
	e := guarantee.Event{Seq: l.s.Seq + 1, On: on, By: by, Fact: f}
	next, err := l.s.Take(e)
	if err == nil {
		l.s, l.told = next, append(l.told, e)
	}
	return err
}

func (l *life) must(on day.Date, by string, f guarantee.Fact) {
	l.t.Helper()
	if err := l.take(on, by, f); err != nil {
		l.t.Fatalf("%T on %s: %v", f, on, err)
	}
}

func (l *life) demand(id string) guarantee.Demand {
	l.t.Helper()
	d, err := l.s.Demand(id)
	if err != nil {
		l.t.Fatal(err)
	}
	return d
}

// sent drafts, approves and sends a demand.
func (l *life) sent(on day.Date, id string, minor int64, extendTo day.Date) {
	l.t.Helper()
	l.must(on, "anna", guarantee.DemandMadeFact{ID: id, Deal: "dl_1", Amount: eur(minor), Reference: "REF-" + id, ExtendTo: extendTo})
	l.must(on, "boris", guarantee.DemandApprovedFact{ID: id})
	l.must(on, "anna", guarantee.DemandSentFact{ID: id, How: "courier"})
}

// arrives presents a demand on a day, at an hour by the clock of the place; hour 0 is not known.
func (l *life) arrives(on day.Date, id string, hour, minute int, lacks string) guarantee.Demand {
	l.t.Helper()
	a := guarantee.Arrival{On: on}
	if hour != 0 {
		a.At = day.FromTime(time.Date(on.Year(), time.Month(on.Month()), on.Day(), hour, minute, 0, 0, l.place.Zone))
	}
	f, err := l.s.Present(id, a, lacks, l.place)
	if err != nil {
		l.t.Fatal(err)
	}
	l.must(on, "anna", f)
	return l.demand(id)
}

func (l *life) state(id string, want guarantee.DemandState) {
	l.t.Helper()
	if got := l.demand(id).State; got != want {
		l.t.Errorf("demand %s: got %s, want %s", id, got, want)
	}
}

// The drafter of a demand does not approve it, and nothing is sent that nobody approved.
func TestFourEyesOnADemand(t *testing.T) {
	l, on := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31)), day.MustOf(2026, 3, 2)
	l.must(on, "anna", guarantee.DemandMadeFact{ID: "dm_1", Deal: "dl_1", Amount: eur(60)})
	for _, c := range []struct {
		by   string
		fact guarantee.Fact
		want errs.Code
	}{
		{"boris", guarantee.DemandSentFact{ID: "dm_1", How: "courier"}, errs.Conflict},
		{"boris", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60)}, errs.Conflict},
		{"boris", guarantee.DemandRejectedFact{ID: "dm_1"}, errs.Conflict},
		{"anna", guarantee.DemandApprovedFact{ID: "dm_1"}, errs.Forbidden},
		{"boris", guarantee.DemandApprovedFact{ID: "dm_1"}, ""},
		{"carla", guarantee.DemandApprovedFact{ID: "dm_1"}, errs.Conflict},
		{"anna", guarantee.DemandSentFact{ID: "dm_1", How: "courier"}, ""},
	} {
		if got := errs.CodeOf(l.take(on, c.by, c.fact)); got != c.want {
			t.Errorf("%T by %s: got %q, want %q", c.fact, c.by, got, c.want)
		}
	}
}

// Scenario 8: e-mailed at 23:50 by the clock of the place on the day of expiry, cut-off at 17:00: warned before, recorded as late, no
// clock runs. At 17:00 it is in time.
func TestScenario8LateByTheClockOfThePlace(t *testing.T) {
	expires := day.MustOf(2026, 4, 2) // a Thursday
	l := lifeOf(t, guarantee.URDG758, expires)
	at := func(hour, minute int) day.Instant {
		return day.FromTime(time.Date(2026, 4, 2, hour, minute, 0, 0, l.place.Zone))
	}
	for _, c := range []struct {
		hour, minute int
		late         bool
	}{{17, 0, false}, {17, 1, true}, {23, 50, true}} {
		warned := guarantee.SendingWarnings(l.s.Instrument, guarantee.Claim{On: expires, At: at(c.hour, c.minute), Place: l.place, House: l.place})
		says := slices.ContainsFunc(warned, func(w errs.Text) bool { return strings.Contains(w.String(), "will be recorded as late") })
		if says != c.late {
			t.Errorf("%02d:%02d: warned of lateness %v, want %v (%v)", c.hour, c.minute, says, c.late, warned)
		}
	}
	l.sent(expires, "dm_1", 60, 0)
	d := l.arrives(expires, "dm_1", 23, 50, "")
	if d.State != guarantee.DemandLate || !d.Presented.Late || d.Presented.Examination.Last() != 0 || d.Presented.Day.On != day.MustOf(2026, 4, 7) {
		t.Errorf("got %s, presented %s, deadline %s", d.State, d.Presented.Day.On, d.Presented.Examination.Last())
	}
}

// Scenario 7 for the builder: an expiry on a Sunday reaches to Monday, and no further.
func TestBuildOnAClosedLastDay(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 3, 1)) // a Sunday
	for _, c := range []struct {
		on   day.Date
		want string
	}{{day.MustOf(2026, 3, 1), ""}, {day.MustOf(2026, 3, 2), ""}, {day.MustOf(2026, 3, 3), "on"}} {
		claim := goodClaim()
		claim.On, claim.Place = c.on, l.place
		claim.Missed = []guarantee.Missed{{DueOn: day.MustOf(2026, 2, 1), Unpaid: eur(100)}}
		if _, err := guarantee.BuildDemand(l.s.Instrument, claim); faults(err) != c.want {
			t.Errorf("%s: got %q, want %q (%v)", c.on, faults(err), c.want, err)
		}
	}
}

// Scenario 9: presented on the Thursday before a long weekend; the fifth business day of the branch, the presentation day excluded.
// Scenario 10: a rejection on the sixth counts for nothing; the demand is deemed complying (24(f)).
func TestScenarios9And10Preclusion(t *testing.T) {
	thursday, fifth := day.MustOf(2026, 4, 2), day.MustOf(2026, 4, 13)
	for _, c := range []struct {
		name  string
		on    day.Date
		state guarantee.DemandState
	}{{"on the fifth day", fifth, guarantee.DemandRejected}, {"on the sixth day", fifth.Add(1), guarantee.DemandDeemed}} {
		l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31))
		l.sent(thursday.Add(-2), "dm_1", 60, 0)
		if d := l.arrives(thursday, "dm_1", 10, 0, ""); d.Presented.Examination.Last() != fifth || d.Next() != fifth {
			t.Errorf("%s: last day %s, want %s", c.name, d.Presented.Examination.Last(), fifth)
		}
		if err := l.take(fifth, guarantee.ByClock, guarantee.DemandDeadlinePassedFact{ID: "dm_1"}); !errs.Is(err, errs.Refused) {
			t.Errorf("%s: the clock ran out on the last day: %v", c.name, err)
		}
		l.must(c.on, "anna", guarantee.DemandRejectedFact{ID: "dm_1", Reasons: []string{"no signature", "wrong amount"}})
		l.state("dm_1", c.state)
		d := l.demand("dm_1")
		if late := c.state == guarantee.DemandDeemed; d.Notices[0].Precluded != late || d.Open() != late || len(d.Notices[0].Reasons) != 2 {
			t.Errorf("%s: %+v", c.name, d.Notices)
		}
		l.must(c.on.Add(1), "anna", guarantee.DemandRejectedFact{ID: "dm_1", Reasons: []string{"another reason"}})
		if d = l.demand("dm_1"); len(d.Notices) != 2 || !d.Notices[1].Precluded || d.State != c.state {
			t.Errorf("%s: a second notice counted: %+v", c.name, d.Notices)
		}
	}
}

// Without any notice the day after the last one makes the demand complying, and it is overdue when nobody pays it.
func TestDeadlinePasses(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31))
	l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, 0)
	last := l.arrives(day.MustOf(2026, 3, 2), "dm_1", 10, 0, "").Next()
	l.must(last.Add(1), guarantee.ByClock, guarantee.DemandDeadlinePassedFact{ID: "dm_1"})
	l.state("dm_1", guarantee.DemandDeemed)
	by := l.demand("dm_1").PayBy
	if err := l.take(by, guarantee.ByClock, guarantee.DemandOverdueFact{ID: "dm_1"}); !errs.Is(err, errs.Refused) {
		t.Errorf("overdue on its last day: %v", err)
	}
	l.must(by.Add(1), guarantee.ByClock, guarantee.DemandOverdueFact{ID: "dm_1"})
	l.must(by.Add(2), "anna", guarantee.DemandDisputedFact{ID: "dm_1", Why: "no payment"})
	l.must(by.Add(20), "anna", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60), Payment: "py_1"})
	l.state("dm_1", guarantee.DemandPaid)
}

// Scenario 11: ISP98, notice on day 5: flagged between 3 and 7, no automatic preclusion.
func TestScenario11StandbyFlag(t *testing.T) {
	l := lifeOf(t, guarantee.ISP98, day.MustOf(2026, 12, 31), func(terms *guarantee.Terms) { terms.Kind = guarantee.Standby })
	l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, 0)
	d := l.arrives(day.MustOf(2026, 3, 2), "dm_1", 10, 0, "") // a Monday; day 5 is the next Monday
	l.must(day.MustOf(2026, 3, 9), "anna", guarantee.DemandRejectedFact{ID: "dm_1", Reasons: []string{"x"}})
	n := l.demand("dm_1").Notices[0]
	if n.Standing != deadline.NoticeFlagged || n.Precluded || d.Presented.Examination.SafeUntil.On != day.MustOf(2026, 3, 5) || d.Presented.Examination.Last() != day.MustOf(2026, 3, 11) {
		t.Errorf("got %+v, safe until %s, late after %s", n, d.Presented.Examination.SafeUntil.On, d.Presented.Examination.Last())
	}
	l.state("dm_1", guarantee.DemandRejected)
}

// Scenarios 12 and 15: an imported demand above what is available does not comply; the same file twice is one demand and one duplicate,
// by its bytes or by its reference, and claims nothing of what the house may demand.
func TestScenarios12And15Import(t *testing.T) {
	foreign := guarantee.Foreign{Reference: "R-1", SHA256: "aa", Amount: eur(120), Account: "DE89370400440532013000", Statement: "did not pay the rentals 7 to 9", Dated: day.MustOf(2026, 3, 2)}
	for _, c := range []struct {
		name   string
		change func(*guarantee.Foreign, *guarantee.Terms)
		want   int
	}{
		{"above what is available", func(*guarantee.Foreign, *guarantee.Terms) {}, 1},
		{"the text pays the amount available", func(_ *guarantee.Foreign, terms *guarantee.Terms) { terms.PaysAvailable = true }, 0},
		{"exactly what is available", func(f *guarantee.Foreign, _ *guarantee.Terms) { f.Amount = eur(100) }, 0},
		{"scenario 14: another currency", func(f *guarantee.Foreign, _ *guarantee.Terms) { f.Amount = money.Of(50, "USD") }, 1},
		{"scenario 16: only in breach", func(f *guarantee.Foreign, _ *guarantee.Terms) { f.Amount, f.Statement = eur(50), "in breach" }, 1},
		{"no account, incomplete, dated ahead", func(f *guarantee.Foreign, _ *guarantee.Terms) {
			f.Amount, f.Account, f.Lacks, f.Dated = eur(50), "", "certificate", day.MustOf(2026, 4, 1)
		}, 3},
		{"a part where parts are excluded", func(f *guarantee.Foreign, terms *guarantee.Terms) { f.Amount, terms.NoPartial = eur(50), true }, 1},
	} {
		f := foreign
		l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31), func(terms *guarantee.Terms) { c.change(&f, terms) })
		if got := l.s.Findings(f, day.MustOf(2026, 3, 3)); len(got) != c.want {
			t.Errorf("%s: got %v, want %d", c.name, got, c.want)
		}
	}
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31))
	imported := guarantee.DemandImportedFact{ID: "dm_1", Amount: foreign.Amount, Imported: guarantee.Imported{Reference: "R-1", SHA256: "aa", Findings: []string{"too much"}}}
	l.must(day.MustOf(2026, 3, 3), "anna", imported)
	for _, again := range []guarantee.Foreign{{SHA256: "aa"}, {Reference: "r-1"}} {
		if got := l.s.SameDemand(again); got != "dm_1" {
			t.Errorf("%+v: got %q, want the demand that is there", again, got)
		}
	}
	if got := l.s.SameDemand(guarantee.Foreign{SHA256: "bb", Reference: "R-2"}); got != "" {
		t.Errorf("another demand is the same as %s", got)
	}
	imported.ID = "dm_2"
	if err := l.take(day.MustOf(2026, 3, 3), "anna", imported); !errs.Is(err, errs.Conflict) {
		t.Errorf("imported twice: %v", err)
	}
	l.must(day.MustOf(2026, 3, 4), "anna", guarantee.DemandDuplicateFact{ID: "dm_1", Reference: "R-1"})
	if d := l.demand("dm_1"); len(l.s.Demands) != 1 || d.Imported.Duplicates != 1 || d.State != guarantee.DemandFaulty || l.s.Available() != eur(100) {
		t.Errorf("%d demands, %+v, available %s", len(l.s.Demands), d, l.s.Available())
	}
}

// Scenario 18: received on 1 March, the suspension ends by 31 March, the counter level has 26 days. Scenario 19: no answer by then, due
// the day after without a new demand.
func TestScenarios18And19ExtendOrPay(t *testing.T) {
	asked := day.MustOf(2028, 6, 30)
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2027, 6, 30))
	l.sent(day.MustOf(2027, 2, 25), "dm_1", 60, asked)
	d := l.arrives(day.MustOf(2027, 3, 1), "dm_1", 10, 0, "")
	if s := d.Presented.Suspension; s.Latest.On != day.MustOf(2027, 3, 31) || s.CounterDays != 26 {
		t.Errorf("suspension until %s, counter level %d days", s.Latest.On, s.CounterDays)
	}
	l.must(day.MustOf(2027, 3, 3), "anna", guarantee.DemandAcceptedFact{ID: "dm_1"})
	l.state("dm_1", guarantee.DemandSuspended)
	if err := l.take(day.MustOf(2027, 3, 31), guarantee.ByClock, guarantee.DemandDueFact{ID: "dm_1"}); !errs.Is(err, errs.Refused) {
		t.Errorf("due on the last day of the suspension: %v", err)
	}
	answered := *l
	l.must(day.MustOf(2027, 4, 1), guarantee.ByClock, guarantee.DemandDueFact{ID: "dm_1"})
	l.state("dm_1", guarantee.DemandDue)
	if len(l.s.Demands) != 1 || l.s.Reserved != eur(60) {
		t.Errorf("%d demands, reserved %s", len(l.s.Demands), l.s.Reserved)
	}

	// An earlier date than asked is no withdrawal, unless the house accepts it (M5); the one asked for is.
	answered.must(day.MustOf(2027, 3, 10), "anna", guarantee.DemandAnsweredFact{ID: "dm_1", GrantedTo: asked.Add(-30)})
	answered.state("dm_1", guarantee.DemandSuspended)
	if answered.s.ExpiresOn != day.MustOf(2027, 6, 30) {
		t.Errorf("an offer moved the expiry to %s", answered.s.ExpiresOn)
	}
	for _, f := range []guarantee.DemandAnsweredFact{{ID: "dm_1", GrantedTo: asked.Add(-30), Accepted: true}, {ID: "dm_1", GrantedTo: asked}} {
		l := answered
		l.must(day.MustOf(2027, 3, 12), "anna", f)
		if d := l.demand("dm_1"); d.State != guarantee.DemandExtended || l.s.ExpiresOn != f.GrantedTo || l.s.Reserved.Minor != 0 || l.s.Trust == guarantee.Authentic {
			t.Errorf("%+v: %s, expires %s, reserved %s, %s", f, d.State, l.s.ExpiresOn, l.s.Reserved, l.s.Trust)
		}
	}
}

// Silence during the examination of an extend-or-pay demand does not spare the guarantor: deemed complying, it waits for the extension.
func TestExtendOrPayIsExaminedFirst(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2027, 6, 30))
	l.sent(day.MustOf(2027, 2, 25), "dm_1", 60, day.MustOf(2028, 6, 30))
	last := l.arrives(day.MustOf(2027, 3, 1), "dm_1", 10, 0, "").Next()
	l.must(last.Add(1), guarantee.ByClock, guarantee.DemandDeadlinePassedFact{ID: "dm_1"})
	l.state("dm_1", guarantee.DemandSuspended)
	l.must(last.Add(2), "anna", guarantee.DemandRejectedFact{ID: "dm_1", Reasons: []string{"x"}})
	l.state("dm_1", guarantee.DemandSuspended)
}

// Scenario 20, the demand's half: the amount falls below an open demand, which keeps its own amount and is paid in full.
func TestScenario20DemandKeepsItsAmount(t *testing.T) {
	i := promise("gt_1", 100, day.MustOf(2026, 12, 31))
	i.Reduced, i.Reserved = eur(80), eur(60)
	l := &life{t: t, place: musterstadt(t), s: guarantee.State{Instrument: guarantee.Instrument{ID: "gt_1"}}}
	l.must(today, "anna", guarantee.AdoptedFact{Instrument: i, Recorder: "anna", Demands: []guarantee.Demand{{ID: "dm_1", Deal: "dl_1", Amount: eur(60), Reserved: eur(60), Paid: eur(0), State: guarantee.DemandSent}}})
	if got := l.s.Available(); got != eur(0) {
		t.Errorf("available %s", got)
	}
	l.must(today.Add(1), "anna", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60), Payment: "py_1"})
	if d := l.demand("dm_1"); d.Paid != eur(60) || l.s.Life != guarantee.Exhausted {
		t.Errorf("paid %s, life %s", d.Paid, l.s.Life)
	}
}

// An incomplete demand is not examined before it is complete; completed after the end it is late.
func TestIncompleteDemand(t *testing.T) {
	for _, c := range []struct {
		completed day.Date
		want      guarantee.DemandState
	}{{day.MustOf(2026, 3, 31), guarantee.DemandPresented}, {day.MustOf(2026, 4, 1), guarantee.DemandLate}} {
		l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 3, 31))
		l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, 0)
		if d := l.arrives(day.MustOf(2026, 3, 3), "dm_1", 10, 0, "certificate of the surveyor"); d.State != guarantee.DemandIncomplete || d.Presented.Examination.Last() != 0 {
			t.Errorf("got %s with a deadline %s", d.State, d.Presented.Examination.Last())
		}
		l.arrives(c.completed, "dm_1", 10, 0, "")
		l.state("dm_1", c.want)
	}
}

// A court order freezes the payment and stops no deadline; what is due is not overdue while it stands.
func TestInjunction(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31))
	l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, 0)
	last := l.arrives(day.MustOf(2026, 3, 2), "dm_1", 10, 0, "").Next()
	l.must(day.MustOf(2026, 3, 3), "anna", guarantee.DemandEnjoinedFact{ID: "dm_1", Court: "Court of Musterstadt", Ref: "O 1/26"})
	if err := l.take(day.MustOf(2026, 3, 4), "anna", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60)}); !errs.Is(err, errs.Refused) {
		t.Errorf("paid against an order: %v", err)
	}
	l.must(last.Add(1), guarantee.ByClock, guarantee.DemandDeadlinePassedFact{ID: "dm_1"})
	if err := l.take(last.Add(60), guarantee.ByClock, guarantee.DemandOverdueFact{ID: "dm_1"}); !errs.Is(err, errs.Refused) {
		t.Errorf("overdue against an order: %v", err)
	}
	l.must(last.Add(61), "anna", guarantee.DemandFreedFact{ID: "dm_1"})
	l.must(last.Add(62), "anna", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60)})
}

// U18: a complying demand that force majeure left unpaid is paid afterwards, also when the promise has expired meanwhile.
func TestPaidAfterTheEnd(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 3, 31))
	l.sent(day.MustOf(2026, 3, 25), "dm_1", 60, 0)
	l.arrives(day.MustOf(2026, 3, 26), "dm_1", 10, 0, "")
	l.must(day.MustOf(2026, 3, 27), "anna", guarantee.DemandAcceptedFact{ID: "dm_1"})
	l.must(day.MustOf(2026, 4, 2), guarantee.ByClock, guarantee.ExpiredFact{})
	l.must(day.MustOf(2026, 6, 2), "anna", guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(60)})
	l.state("dm_1", guarantee.DemandPaid)
	if l.s.Life != guarantee.Expired {
		t.Errorf("a payment brought it back: %s", l.s.Life)
	}
}

// Scenario 23: a counter-guarantee that ends with the guarantee, or less than 30 days after it, is refused on saving; recorded as it is
// the local guarantor is flagged, and the cover stays as it was.
func TestScenario23CounterGuaranteeEndsTooEarly(t *testing.T) {
	ends := day.MustOf(2026, 12, 31)
	for _, c := range []struct {
		days  int
		short bool
	}{{0, true}, {29, true}, {30, false}} {
		l := lifeOf(t, guarantee.URDG758, ends)
		counter := guarantee.Counter{Guarantor: "pt_abroad", Number: "C-1", ExpiresOn: ends.Add(c.days)}
		err := l.take(day.MustOf(2026, 2, 1), "anna", guarantee.CounteredFact{Counter: counter})
		if (err != nil) != c.short || err != nil && faults(err) != "expires_on" {
			t.Errorf("%d days later: %v", c.days, err)
		}
		before := l.s.Instrument
		if c.short {
			l.must(day.MustOf(2026, 2, 1), "anna", guarantee.CounteredFact{Counter: counter, AsItIs: true})
		}
		if got := l.s.Counter.Short(l.s.ExpiresOn); got != c.short {
			t.Errorf("%d days later: flagged %v", c.days, got)
		}
		if l.s.Available() != before.Available() || l.s.Trust != before.Trust || l.s.Life != before.Life {
			t.Errorf("%d days later the cover changed", c.days)
		}
	}
}

// A notice that came in time and was recorded after the clock had run out is what it was: a rejection in time.
func TestNoticeRecordedLater(t *testing.T) {
	for _, extendTo := range []day.Date{0, day.MustOf(2028, 6, 30)} {
		l := lifeOf(t, guarantee.URDG758, day.MustOf(2027, 6, 30))
		l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, extendTo)
		last := l.arrives(day.MustOf(2026, 3, 2), "dm_1", 10, 0, "").Next()
		l.must(last.Add(1), guarantee.ByClock, guarantee.DemandDeadlinePassedFact{ID: "dm_1"})
		l.must(last, "anna", guarantee.DemandRejectedFact{ID: "dm_1", Reasons: []string{"x"}})
		l.state("dm_1", guarantee.DemandRejected)
	}
}

// Scenario 27, the demand's half: the place is shut three business days after the presentation; when business resumes two days are left.
func TestScenario27ExaminationStandsStill(t *testing.T) {
	l := lifeOf(t, guarantee.URDG758, day.MustOf(2026, 12, 31))
	profile, err := guarantee.ProfileOf(l.s.Terms)
	if err != nil {
		t.Fatal(err)
	}
	pass := func(upTo day.Date) (names []string) {
		for _, due := range l.s.Due(upTo, l.place, profile) {
			l.must(due.On, guarantee.ByClock, due.Fact)
			name, _, err := guarantee.PackFact(due.Fact)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(name, "demand_") {
				names = append(names, name)
			}
		}
		return names
	}
	l.sent(day.MustOf(2026, 3, 2), "dm_1", 60, 0)
	l.arrives(day.MustOf(2026, 3, 2), "dm_1", 10, 0, "") // Monday; Tuesday, Wednesday and Thursday pass
	l.must(day.MustOf(2026, 3, 6), "anna", guarantee.ForceMajeureOnFact{From: day.MustOf(2026, 3, 6), Evidence: "notice of the city"})
	if got := pass(day.MustOf(2026, 3, 20)); !slices.Equal(got, []string{"demand_recounted"}) || l.demand("dm_1").Next() != 0 {
		t.Errorf("while it is shut: %v, last day %s", got, l.demand("dm_1").Next())
	}
	l.must(day.MustOf(2026, 3, 23), "anna", guarantee.ForceMajeureOffFact{Resumes: day.MustOf(2026, 3, 23), Evidence: "notice of the city"}) // a Monday: it is the fourth day
	pass(day.MustOf(2026, 3, 23))
	if got, want := l.demand("dm_1").Next(), day.MustOf(2026, 3, 24); got != want {
		t.Errorf("last day %s, want %s", got, want)
	}
	if got := pass(day.MustOf(2026, 4, 30)); !slices.Equal(got, []string{"demand_deadline_passed", "demand_overdue"}) {
		t.Errorf("afterwards %v", got)
	}
	if got := pass(day.MustOf(2026, 4, 30)); got != nil {
		t.Errorf("passed twice: %v", got)
	}
}
