package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
)

// Clock is what the calendar has brought about so far. It only moves forward: a server clock that is set back un-fires nothing.
type Clock struct {
	Seen        day.Date     `json:"seen,omitzero"` // latest day that any event knew
	Reckoning   Reckoning    `json:"reckoning,omitzero"`
	Entered     day.Date     `json:"entered,omitzero"`      // day on which it could first be drawn
	EventOn     day.Date     `json:"event_on,omitzero"`     // day on which a document showed the event that ends it
	KnownOn     day.Date     `json:"known_on,omitzero"`     // since when it is known that it ends as it does
	Alarmed     int          `json:"alarmed,omitempty"`     // days of the last alarm that was raised; 0 = none yet
	NoticeAlarm day.Date     `json:"notice_alarm,omitzero"` // stated expiry for whose latest notice an alarm was raised
	Notice      NonExtension `json:"notice,omitzero"`       // last notice of non-extension
	Renewed     []Renewed    `json:"renewed,omitempty"`     // how it extended itself
	Planned     []int        `json:"planned,omitempty"`     // planned reductions that came about, by their place in the terms
	Was         Life         `json:"was,omitempty"`         // what it was before it expired
	Archived    day.Date     `json:"archived,omitzero"`
}

// Due is something that the calendar brings about on its own day, whenever somebody looks.
type Due struct {
	On   day.Date
	Fact Fact
}

// timer gives the next thing that one cause brings about, if there is one. What follows at once from what is already known is due on
// the latest day seen.
type timer func(s State, place deadline.Place, profile deadline.Profile) (Due, bool)

// timers are all causes but the counting of days again, in the order in which they act on the same day.
var timers = []timer{
	enterTimer, planTimer, noticeTimer, renewTimer, alarmTimer, demandTimer, exhaustTimer, expireTimer, archiveTimer,
	reverifyTimer,
}

// mostDue bounds what one look may find: a daily extension over a century.
const mostDue = 40_000

// Due is all that the calendar brings about up to a day, in order, each on its own day. It looks at the later of the day and the
// latest one seen, so that a clock set back un-fires nothing, and finds the same whether it looks every day or once a year.
func (s State) Due(today day.Date, place deadline.Place, profile deadline.Profile) []Due {
	var all []Due
	today = max(today, s.Clock.Seen)
	for len(all) < mostDue {
		d, ok := s.nextDue(place, profile)
		if !ok || d.On > today {
			break
		}
		all = append(all, d)
		s = s.after(Event{Seq: s.Seq + 1, On: d.On, By: ByClock, Fact: d.Fact})
	}
	return all
}

// nextDue is the earliest thing that any cause brings about. The end is reckoned before anything is let run out by it.
func (s State) nextDue(place deadline.Place, profile deadline.Profile) (first Due, found bool) {
	if d, ok := reckonTimer(s, place, profile); ok {
		return d, true
	}
	if d, ok := recountTimer(s, place, profile); ok {
		return d, true
	}
	for _, next := range timers {
		if d, ok := next(s, place, profile); ok && (!found || d.On < first.On) {
			first, found = d, true
		}
	}
	return first, found
}

// NextDue is the first day on which the calendar has something to do for the instrument as it is reckoned now; none when nothing is to
// come. A close of the day looks at no other instrument.
func (s State) NextDue() day.Date {
	var first day.Date
	for _, next := range timers { // reckoning and recounting follow every event at once
		if d, ok := next(s, deadline.Place{}, deadline.Profile{}); ok && (first == 0 || d.On < first) {
			first = d.On
		}
	}
	return first
}

// live reports whether the promise has not ended.
func (s State) live() bool { return s.Life == Recorded || s.Life == InForce }

// EnteredFact: its first day came; from now on it can be drawn.
type EnteredFact struct{}

var _ = fact[EnteredFact]("entered_into_force")

func (EnteredFact) may(State, Event) error { return nil }

func (EnteredFact) on(s *State, e Event) { s.Clock.Entered = e.On }

func enterTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	starts := s.starts()
	return Due{On: max(starts, s.VerifiedOn), Fact: EnteredFact{}}, s.Life == InForce && s.Clock.Entered == 0 && starts != day.Max && s.IssuedOn != 0
}

func planTimer(s State, _ deadline.Place, _ deadline.Profile) (first Due, found bool) {
	for n, r := range s.Reductions {
		if r.On == 0 || slices.Contains(s.Clock.Planned, n) || !s.live() {
			continue
		}
		if !found || r.On < first.On {
			first, found = Due{On: r.On, Fact: ReducedFact{Plan: n + 1, Amount: r.Amount}}, true
		}
	}
	return first, found
}

// ExhaustedFact: nothing is left of it, and no demand is open.
type ExhaustedFact struct{}

var _ = fact[ExhaustedFact]("exhausted")

func (ExhaustedFact) may(s State, _ Event) error {
	_, err := s.Instrument.Move(Exhausted)
	return err
}

func (ExhaustedFact) on(s *State, e Event) { s.end(Exhausted, e.On) }

func exhaustTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	used := s.Paid.Minor+s.Reduced.Minor >= s.Face.Minor && s.Reserved.Minor == 0 && s.Face.Minor > 0
	return Due{On: s.Clock.Seen, Fact: ExhaustedFact{}}, s.Life == InForce && used
}

// expireTimer ends it on the day after the last day to present: the duty of that day runs to the close of business at the place.
func expireTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	r := s.Clock.Reckoning
	return Due{On: r.Until.Add(1), Fact: ExpiredFact{}}, s.live() && r.Until != 0 && !r.StillClosed
}

// ArchiveAfter is how many calendar days after its end an instrument leaves the desk when its terms say nothing.
const ArchiveAfter = 30

// ArchivedFact: it ended some time ago and nothing is open; it leaves the desk.
type ArchivedFact struct{}

var _ = fact[ArchivedFact]("archived")

func (ArchivedFact) may(State, Event) error { return nil }

func (ArchivedFact) on(s *State, e Event) { s.Clock.Archived = e.On }

// archiveTimer waits for open demands: what was presented in time is examined and paid after the end.
func archiveTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	days := s.ClosesInDays
	if days == 0 {
		days = ArchiveAfter
	}
	ready := !s.live() && s.EndedOn != 0 && s.Clock.Archived == 0 && !slices.ContainsFunc(s.Demands, Demand.Open)
	return Due{On: max(s.EndedOn.Add(days), s.freedOn()), Fact: ArchivedFact{}}, ready
}

// freedOn is the day on which the last demand was settled that outlived the promise.
func (s State) freedOn() day.Date {
	if len(s.Demands) == 0 {
		return 0
	}
	return s.Clock.Seen
}
