package deadline_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata"

	"kontor/day"
	"kontor/deadline"
	"kontor/internal/shared"
)

// places are those of the reference calendars.
func places(t testing.TB) map[string]deadline.Place {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, "guarantee", "branch-calendars.json"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := deadline.ReadCalendars(b)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// vector is a case of the reference data. What it gives decides what is computed; its id only names it.
type vector struct {
	ID, Rule      string
	Given, Expect map[string]any
}

// clock answers D1 to D3, D7, D10 and D11: whatever follows from a receipt and from a stated expiry at a place.
func (r *reading) clock() {
	p := r.place("calendar", "place_calendar")
	if p.Calendar != nil {
		p, _ = r.declared(p)
	}
	closures := r.closures()
	presented := r.presented(p, stopping(r.profile, closures))
	if presented != 0 {
		r.out["presentation_day"] = mark(presented)
		r.examine(presented, p, closures)
	}
	if stated := r.date("stated_expiry", "current_expiry"); stated != 0 {
		r.expire(stated, presented, p, closures)
	}
}

// stopping are the closures that make a day of receipt a closed one: those of rules that stop the clock.
func stopping(p deadline.Profile, closures []deadline.Closure) []deadline.Closure {
	if p.ForceMajeure.Kind == deadline.ExtendOnceSuspend {
		return closures
	}
	return nil
}

func (r *reading) examine(presented day.Date, p deadline.Place, closures []deadline.Closure) {
	e, err := r.profile.Examine(presented, p, closures...)
	if err != nil {
		for _, name := range []string{"deadline", "safe_until", "unreasonable_after"} {
			r.out[name] = nil
		}
		return
	}
	r.out["deadline"], r.out["safe_until"], r.out["unreasonable_after"] = mark(e.Deadline.On), mark(e.SafeUntil.On), mark(e.UnreasonableAfter.On)
	without, err := r.profile.Examine(r.presented(p, nil), p)
	if err != nil {
		r.fault("%v", err)
	}
	r.out["deadline_without"], r.out["safe_until_without"] = mark(without.Deadline.On), mark(without.SafeUntil.On)
	r.out["unreasonable_after_without"] = mark(without.UnreasonableAfter.On)
	if notice := r.date("notice_date", "notice", "rejected_on"); notice != 0 {
		standing := e.Standing(notice)
		r.out["standing"], r.out["flag"] = string(standing), standing == deadline.NoticeFlagged
		r.out["notice_in_time"], r.out["late"] = standing == deadline.NoticeInTime, standing == deadline.NoticeLate
		r.out["precluded"] = e.Precluded(notice, notice)
	}
}

func (r *reading) expire(stated, presented day.Date, p deadline.Place, closures []deadline.Closure) {
	e := r.profile.Expiry(stated, p, closures...)
	r.out["stated_expiry"], r.out["effective_expiry"], r.out["extended_to"] = mark(e.Stated), mark(e.Effective.On), mark(e.ExtendedTo)
	r.out["effective_expiry_without"] = mark(r.profile.Expiry(stated, p).Effective.On)
	r.out["lapsed"], r.out["extended"] = e.Lapsed, e.ExtendedTo != 0
	if presented != 0 {
		r.out["in_time"] = e.InTime(presented)
	}
	var alarms []any
	for _, a := range deadline.Alarms(e.Effective.On) {
		alarms = append(alarms, a.On.String())
	}
	r.out["alarms"] = alarms
	if house := r.place("house_calendar"); house.Calendar != nil {
		r.out["last_safe_send"] = mark(deadline.LastSafeSending(e.Effective.On, p, house, r.number("transport_calendar_days")).On)
	}
}

func (r *reading) period() {
	e := deadline.After(r.date("start", "from"), r.number("days", "calendar_days"))
	r.out["ends"], r.out["last_day"], r.out["end"] = mark(e.On), mark(e.On), mark(e.On)
}

func (r *reading) extendOrPay() {
	presented := r.presented(r.place("calendar"), nil)
	r.out["presentation_day"] = mark(presented)
	s, err := r.profile.Suspension(presented, r.number("guarantor_suspension_days"))
	for _, name := range []string{"guarantor_latest", "counter_guarantor_days", "counter_guarantor_latest_if_same_receipt", "due_on"} {
		r.out[name] = nil
	}
	if err == nil {
		r.out["guarantor_latest"], r.out["counter_guarantor_days"] = mark(s.Latest.On), float64(s.CounterDays)
		r.out["counter_guarantor_latest_if_same_receipt"], r.out["due_on"] = mark(s.CounterLatest.On), mark(s.DueOn)
	}
}

func (r *reading) unstated() {
	ends, err := r.profile.EndsUnstated(r.date("issue_date"))
	if due, signed := r.date("due_date"), r.date("signed_on"); r.profile.Family == deadline.Accessory {
		ends, err = deadline.SuretyLapse(0, due, signed)
	}
	r.out["ends"], r.out["must_be_stated"] = mark(ends.On), err != nil
	if p := r.place("calendar"); p.Calendar != nil {
		r.out["effective_expiry"] = mark(r.profile.Expiry(ends.On, p).Effective.On)
	}
	if r.flag("counter_guarantee_without_expiry") {
		r.out["counter_guarantee_ends"] = nil
		if counter, err := r.profile.CounterEndsUnstated(ends.On); err == nil && ends.On != 0 {
			r.out["counter_guarantee_ends"] = mark(counter.On)
		}
	}
}

// renew answers D8 and D9.
func (r *reading) renew() {
	terms := deadline.Renewal{Final: r.date("final_expiry"), NoticeDays: r.number("notice_days"), Basis: deadline.Basis(r.text("basis"))}
	current := r.date("current_expiry", "stated_expiry")
	if period := r.text("period"); period != "" {
		if days := r.number("period_days", "days"); days != 0 {
			period += fmt.Sprintf("/%d", days)
		}
		var err error
		if terms.Period, err = deadline.ParsePeriod(period); err != nil {
			r.fault("%v", err)
		}
		next := terms.Next(current).On
		var chain []any
		for _, e := range terms.Chain(current, max(terms.Final, current)) {
			chain = append(chain, e.On.String())
		}
		r.out["next_expiry"], r.out["extends"], r.out["chain"] = mark(next), next != 0, chain
	}
	if !r.has("notice_days") {
		return
	}
	r.out["latest_notice"] = mark(terms.LatestNotice(current).On)
	given := r.date("notice_date")
	sent, received := r.date("sent", "notice_sent"), r.date("received", "notice_received")
	if given != 0 {
		sent, received = given, given
	}
	if sent == 0 && received == 0 {
		return
	}
	n, err := terms.Notice(current, sent, received)
	if err != nil {
		r.fault("%v", err)
	}
	r.out["in_time"], r.out["days_before_expiry"] = n.InTime, float64(n.DaysBefore)
	if !terms.Period.IsZero() {
		r.out["ends"], r.out["extends"] = mark(n.Ends), n.Ends != current
		if n.Ends == current {
			r.out["next_expiry"] = nil
		}
	}
}

func (r *reading) lateHoliday() {
	before := r.place("calendar", "place_calendar")
	if before.Calendar == nil {
		r.fault("a late holiday needs its calendar")
		return
	}
	after, on := r.declared(before)
	base := deadline.Clock{Profile: r.profile, Closures: r.closures(), Done: r.date("answered_on", "closed_on", "notice_date")}
	clocks := map[string]deadline.Clock{}
	if presented := r.presented(before, stopping(r.profile, base.Closures)); presented != 0 {
		r.out["presentation_day"] = mark(presented)
		base.From, base.Kind = presented, deadline.ExaminationClock
		clocks["deadline"], clocks["unreasonable_after"] = base, base
		base.Kind = deadline.SafeClock
		clocks["safe_until"] = base
	}
	if stated := r.date("stated_expiry"); stated != 0 {
		base.From, base.Kind = stated, deadline.ExpiryClock
		clocks["effective_expiry"] = base
	}
	for name, clock := range clocks {
		moved, err := deadline.LateHoliday([]deadline.Clock{clock}, before, after, on)
		if err != nil {
			r.fault("%v", err)
			continue
		}
		r.out[name+"_before"], r.out[name+"_after"] = mark(moved[0].Before.On), mark(moved[0].After.On)
		if name == "deadline" || len(clocks) == 1 {
			r.out["moves"], r.out["recomputed"] = moved[0].Moves, moved[0].Moves
		}
	}
}

func (r *reading) statement() {
	presented := r.presented(r.place("calendar"), nil)
	span := r.profile.StatementDates(r.date("effect_date", "effective_on"), presented)
	r.out["presentation_day"], r.out["earliest"], r.out["latest"] = mark(presented), mark(span.First), mark(span.Last)
	if on := r.date("statement_date"); on != 0 {
		r.out["acceptable"], r.out["valid"], r.out["in_time"] = span.Has(on), span.Has(on), span.Has(on)
	}
}

// answers are the rules of the handbook that vectors name.
var answers = map[string]func(*reading){
	"D1": (*reading).clock, "D2": (*reading).clock, "D3": (*reading).clock, "D4": (*reading).period, "D5": (*reading).extendOrPay,
	"D6": (*reading).unstated, "D7": (*reading).clock, "D8": (*reading).renew, "D9": (*reading).renew, "D10": (*reading).clock,
	"D11": (*reading).clock, "D13": (*reading).lateHoliday, "D14": (*reading).statement,
}

var ruleNumber = regexp.MustCompile(`^D\d+`)

// run answers a vector and says everything that is wrong: other results, and names that nobody knows.
func (v vector) run(places map[string]deadline.Place) []string {
	answer := answers[ruleNumber.FindString(v.Rule)]
	if answer == nil {
		return []string{fmt.Sprintf("rule %q is not known", v.Rule)}
	}
	r := &reading{given: v.Given, read: map[string]bool{}, out: map[string]any{}, places: places}
	id := r.text("profile")
	if id == "" {
		id = "URDG758" // vectors that need no rules name none
	}
	var err error
	if r.profile, err = deadline.ProfileOf(id); err != nil {
		return []string{err.Error()}
	}
	if r.profile, err = r.profile.With(deadline.Overrides{ExaminationDays: r.number("examination_days")}); err != nil {
		return []string{err.Error()}
	}
	answer(r)
	for _, name := range slices.Sorted(maps.Keys(v.Given)) {
		if !r.read[name] {
			r.fault("given key %q is not known to %s", name, v.Rule)
		}
	}
	if len(v.Expect) == 0 {
		r.fault("it expects nothing")
	}
	for _, name := range slices.Sorted(maps.Keys(v.Expect)) {
		got, ok := r.out[name]
		switch want := v.Expect[name]; {
		case !ok:
			r.fault("expected key %q is not known to %s", name, v.Rule)
		case !reflect.DeepEqual(got, want):
			r.fault("%s: got %v, want %v", name, got, want)
		}
	}
	return r.faults
}

func TestVectors(t *testing.T) {
	b, err := os.ReadFile(shared.Data(t, "guarantee", "date-vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Error("the file holds no vector")
	}
	all := places(t)
	for _, v := range file.Vectors {
		for _, fault := range v.run(all) {
			t.Errorf("%s %s: %s", v.ID, v.Rule, fault)
		}
	}
}

// TestVectorsOfOtherKinds runs combinations that the reference file may come to hold, each worked out by hand.
func TestVectorsOfOtherKinds(t *testing.T) {
	var file []vector
	if err := json.Unmarshal([]byte(otherVectors), &file); err != nil {
		t.Fatal(err)
	}
	all := places(t)
	for i, v := range file {
		for _, fault := range v.run(all) {
			t.Errorf("%d %s %v: %s", i, v.Rule, v.Given, fault)
		}
	}
}

// A vector with a name that nobody knows fails by that name; it is not passed over.
func TestVectorsWithUnknownNames(t *testing.T) {
	for text, want := range map[string]string{
		`{"rule": "D99 tides", "given": {}, "expect": {"ends": null}}`:                                                            `rule "D99 tides"`,
		`{"rule": "D8", "given": {"current_expiry": "2027-12-31", "period": "ONEY", "moon": 1}, "expect": {"extends": true}}`:     `given key "moon"`,
		`{"rule": "D8", "given": {"current_expiry": "2027-12-31", "period": "ONEY"}, "expect": {"tide": true}}`:                   `expected key "tide"`,
		`{"rule": "D8", "given": {"current_expiry": "2027-12-31", "period": "ONEY"}, "expect": {"extends": false}}`:               `extends: got true, want false`,
		`{"rule": "D2", "given": {"profile": "X1", "presentation_day": "2027-12-31"}, "expect": {"deadline": null}}`:              `"X1" is not one of the choices`,
		`{"rule": "D3", "given": {"calendar": "Z", "stated_expiry": "2027-12-31"}, "expect": {"effective_expiry": "2027-12-31"}}`: `no calendar "Z"`,
		`{"rule": "D7", "given": {"stated_expiry": "2027-12-31", "closures": [{"door": 1}]}, "expect": {"lapsed": false}}`:        `given key "door"`,
		`{"rule": "D3", "given": {"stated_expiry": "2027-12-31"}, "expect": {}}`:                                                  `it expects nothing`,
	} {
		var v vector
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(v.run(nil), "; "); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", text, got, want)
		}
	}
}
