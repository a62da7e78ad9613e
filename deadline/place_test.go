package deadline_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// U2: a business day is one of the place where the act is done. The same moment is another day, and another deadline, at
// another branch.
func TestPlacesCountForThemselves(t *testing.T) {
	east, err := deadline.PlaceRules{Timezone: "Asia/Dubai", Weekend: []string{"Fri", "Sat"}, CutOff: "14:00", FromYear: 2027, ToYear: 2027}.Place("E", "1")
	if err != nil {
		t.Fatal(err)
	}
	moment := at(t, "2027-06-17T12:30:00Z") // Thursday: 14:30 at the one, 16:30 at the other
	here, there := deadline.Presented(moment, branch(t)), deadline.Presented(moment, east)
	want(t, "here", here.On, "2027-06-17")
	want(t, "there", there.On, "2027-06-20")
	p := profile(t, "URDG758")
	want(t, "deadline here", examine(t, p, here.On.String(), branch(t)).Deadline.On, "2027-06-24")
	want(t, "deadline there", examine(t, p, there.On.String(), east).Deadline.On, "2027-06-27")
	if east.Name != "E" || there.Calendar != "E@1" {
		t.Errorf("named %q, cites %q", east.Name, there.Calendar)
	}
}

// The last minute of the cut-off counts, to its last second; without a cut-off the day does, to midnight. A day on which
// clocks are set has its hours.
func TestCutOff(t *testing.T) {
	place := branch(t)
	open := place
	open.CutOff = 0
	for _, c := range []struct {
		place deadline.Place
		at    string
		want  string
	}{
		{place, "2027-06-14T17:00:59.999999+02:00", "2027-06-14"},
		{place, "2027-06-14T17:01:00+02:00", "2027-06-15"},
		{open, "2027-06-14T23:59:59+02:00", "2027-06-14"},
		{open, "2027-06-14T22:00:00Z", "2027-06-15"},
		{place, "2027-03-26T16:00:30Z", "2027-03-26"}, // still winter time
		{place, "2027-03-30T15:00:30Z", "2027-03-30"}, // summer time since 28 March
		{place, "2027-03-30T15:01:00Z", "2027-03-31"},
	} {
		want(t, c.at, deadline.Presented(at(t, c.at), c.place).On, c.want)
	}
	if got, want := open.Closes(on("2027-06-14")), at(t, "2027-06-14T22:00:00Z"); got != want {
		t.Errorf("without a cut-off the day ends at %s, want %s", got, want)
	}
}

// A date beyond the years of a calendar is computed with the weekends and says so; so is one at a place of which nothing is
// known.
func TestProvisionalDates(t *testing.T) {
	p, place := profile(t, "URDG758"), branch(t)
	far := p.Expiry(on("2032-12-25"), place) // a Saturday
	want(t, "far expiry", far.Effective.On, "2032-12-27")
	if !far.Effective.Provisional || !strings.Contains(far.Effective.String(), "does not know the holidays of 2032") {
		t.Errorf("got %s", far.Effective)
	}
	over := examine(t, p, "2027-12-29", place).Deadline // 30, 31 December, 3 to 5 January
	want(t, "over the new year", over.On, "2028-01-05")
	if !over.Provisional || !strings.Contains(over.String(), "N@2027-1 does not know the holidays of 2028") {
		t.Errorf("got %s", over)
	}
	if near := p.Expiry(on("2027-06-20"), place).Effective; near.Provisional {
		t.Errorf("got %s", near)
	}
	var nowhere deadline.Place
	unknown := deadline.Presented(at(t, "2027-06-19T10:00:00Z"), nowhere)
	want(t, "nowhere", unknown.On, "2027-06-21")
	if !unknown.Provisional || !strings.Contains(unknown.String(), "no calendar yet") || !strings.Contains(unknown.String(), "no time zone yet") {
		t.Errorf("got %s", unknown)
	}
	daily, err := deadline.PlaceRules{Timezone: "UTC", Weekend: []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, Open: []day.Date{on("2027-06-16"), on("2027-06-30")}}.Place("D", "1")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "a place that lists its open days", deadline.PresentedOn(on("2027-06-17"), daily).On, "2027-06-30")
	want(t, "beyond them", deadline.PresentedOn(on("2028-06-17"), daily).On, "2028-06-17")
}

func TestBadPlaces(t *testing.T) {
	good := deadline.PlaceRules{Timezone: "Europe/Vienna", Weekend: []string{"Sat"}, CutOff: "16:00", Closed: []day.Date{on("2027-01-01")}}
	for field, spoil := range map[string]func(*deadline.PlaceRules){
		"timezone":   func(r *deadline.PlaceRules) { r.Timezone = "Europe/Atlantis" },
		"cut_off":    func(r *deadline.PlaceRules) { r.CutOff = "4 pm" },
		"from_year":  func(r *deadline.PlaceRules) { r.Closed = nil },
		"weekend[0]": func(r *deadline.PlaceRules) { r.Weekend = []string{"Saturday"} },
		"closed[1]":  func(r *deadline.PlaceRules) { r.ToYear = 2027; r.Closed = append(r.Closed, on("2028-01-01")) },
	} {
		r := good
		spoil(&r)
		_, err := r.Place("A", "1")
		if e := errs.As(err); e == nil || e.Code != errs.Invalid || len(e.Faults) != 1 || e.Faults[0].Field != field || e.Faults[0].Hint.IsZero() {
			t.Errorf("%s: got %v", field, err)
		}
	}
	for _, zone := range []string{"", "Local", "../etc/passwd"} {
		r := good
		r.Timezone = zone
		if _, err := r.Place("A", "1"); !errs.Is(err, errs.Invalid) {
			t.Errorf("zone %q: got %v", zone, err)
		}
	}
	for _, cutOff := range []string{"00:00", "24:00", "9:00", "16:00:00", "-1:00"} {
		r := good
		r.CutOff = cutOff
		if _, err := r.Place("A", "1"); !errs.Is(err, errs.Invalid) {
			t.Errorf("cut-off %q: got %v", cutOff, err)
		}
	}
	for text, want := range map[string]string{
		`{`: "this is not a file of calendars in JSON", `{"version": "1", "calendars": {}}`: "calendars: the file holds no calendar",
		`{"version": "", "calendars": {"A": {"timezone": "UTC", "closed": ["2027-01-01"]}}}`:                                                      "calendars.A.version: a calendar needs a version",
		`{"version": "1", "calendars": {"A": {"timezone": "UTC", "closed": ["2027-02-30"]}}}`:                                                     "this is not a file of calendars in JSON",
		`{"version": "1", "calendars": {"A": {"timezone": "X/Y", "closed": ["2027-01-01"]}, "B": {"timezone": "X/Y", "closed": ["2027-01-01"]}}}`: "calendars.B.timezone",
	} {
		if _, err := deadline.ReadCalendars([]byte(text)); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q in it", text, err, want)
		}
	}
}

// Whatever a file says, reading it ends in places that can count, or in a refusal.
func FuzzReadCalendars(f *testing.F) {
	f.Add(`{"version": "1", "calendars": {"A": {"name": "a", "timezone": "UTC", "weekend": ["Sat"], "cut_off": "16:00", "closed": ["2027-01-01"]}}}`)
	f.Add(`{"version": "1", "calendars": {"A": {"timezone": "UTC", "from_year": 1, "to_year": 9999}}}`)
	f.Add(`{"version": "1", "calendars": {"A": {"timezone": "UTC", "from_year": 9999, "weekend": ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"], "open": ["9999-12-31"]}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		places, err := deadline.ReadCalendars([]byte(text))
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("got %v", err)
			}
			return
		}
		for key, p := range places {
			for _, d := range []day.Date{day.Min, on("2027-06-19"), day.Max} {
				e := deadline.PresentedOn(d, p)
				if e.On < d || e.On > day.Max {
					t.Fatalf("%s: %s is presented on %s", key, d, e.On)
				}
				if s := deadline.LastSafeSending(d, p, p, 5); s.On > d || s.On < day.Min {
					t.Fatalf("%s: sent on %s for %s", key, s.On, d)
				}
			}
		}
	})
}

// A date is stored with its explanation as JSON and read back as it was said.
func TestExplainedIsStored(t *testing.T) {
	e := examine(t, profile(t, "ISP98"), "2027-03-25", branch(t))
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"safe_until":{"on":"2027-03-31","rule":"D2","article":"ISP98 rule 5.01","profile":"ISP98@1","calendar":"N@2027-1","steps":["presented on 2027-03-25`, `"preclusion":true`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(string(text), `"deadline"`) {
		t.Errorf("a deadline that the rules do not know in %s", text)
	}
	shut := examine(t, profile(t, "URDG758"), "2027-03-25", branch(t), deadline.Closure{From: on("2027-03-26")})
	if text, err := json.Marshal(shut); err != nil || !strings.Contains(string(text), `"deadline":{"rule":"D7"`) {
		t.Errorf("a clock that stands still is not told: %s, %v", text, err)
	}
	var again deadline.Examination
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if again.SafeUntil.String() != e.SafeUntil.String() || again.Last() != e.Last() {
		t.Errorf("read again: %s, was %s", again.SafeUntil, e.SafeUntil)
	}
}

// The last safe sending day hangs on two calendars, and is provisional when either is.
func TestSafeSendingCitesBothCalendars(t *testing.T) {
	place, house := branch(t), branch(t)
	later, err := house.Closing("2027-2", on("2027-06-10"))
	if err != nil {
		t.Fatal(err)
	}
	e := deadline.LastSafeSending(on("2027-06-21"), place, later, 7)
	want(t, "the 10th is closed at the house", e.On, "2027-06-09")
	if e.Calendar != "N@2027-1 + N@2027-2" || e.Provisional {
		t.Errorf("got %s", e)
	}
	if same := deadline.LastSafeSending(on("2027-06-21"), place, house, -1); same.Calendar != "N@2027-1" || same.On != on("2027-06-17") {
		t.Errorf("got %s", same)
	}
	for name, c := range map[string][2]deadline.Place{"the place": {deadline.Place{}, house}, "the house": {place, deadline.Place{}}} {
		if e := deadline.LastSafeSending(on("2027-06-21"), c[0], c[1], 7); !e.Provisional {
			t.Errorf("%s is not known: got %s", name, e)
		}
	}
	if e := deadline.LastSafeSending(0, place, house, 7); e.On != 0 {
		t.Errorf("without an expiry: got %s", e)
	}
}
