package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// Reckoning is how the last day to present was counted: by which rule, profile and calendar.
type Reckoning struct {
	Stated      day.Date  `json:"stated,omitzero"` // the end that it was counted from
	Until       day.Date  `json:"until,omitzero"`  // last day to present; none when nothing ends it yet
	StillClosed bool      `json:"still_closed,omitempty"`
	Rule        string    `json:"rule,omitempty"`
	Article     string    `json:"article,omitempty"`
	Profile     string    `json:"profile,omitempty"`
	Calendar    string    `json:"calendar,omitempty"`
	Provisional bool      `json:"provisional,omitempty"`
	Why         errs.Text `json:"why,omitzero"` // the arithmetic in words
}

// ReckonedFact: the last day to present was counted, for the first time or anew, because the terms, a closure or a calendar changed.
type ReckonedFact struct {
	Reckoning
}

var _ = fact[ReckonedFact]("reckoned")

func (ReckonedFact) may(State, Event) error { return nil }

func (f ReckonedFact) on(s *State, e Event) {
	was := s.Clock.Reckoning
	s.Clock.Reckoning, s.LastsUntil = f.Reckoning, f.Until
	if was.Stated != f.Stated || f.Until.Sub(was.Until) > aFewDays {
		s.Clock.KnownOn, s.Clock.Alarmed = e.On, 0 // it ends on another day than was told: everybody is told again
	}
}

// aFewDays is by how many days a last day may move, for a holiday declared late, without every alarm being raised again.
const aFewDays = 7

func reckonTimer(s State, place deadline.Place, profile deadline.Profile) (Due, bool) {
	if !s.live() || s.Seq == 0 {
		return Due{}, false
	}
	next := s.reckon(place, profile)
	was := s.Clock.Reckoning
	same := was.Until == next.Until && was.StillClosed == next.StillClosed && was.Stated == next.Stated
	return Due{On: s.Clock.Seen, Fact: ReckonedFact{next}}, !same
}

func (s State) reckon(place deadline.Place, profile deadline.Profile) Reckoning {
	e := s.Ends(place, profile)
	r := Reckoning{Stated: e.Stated, Until: e.Effective.On, StillClosed: e.StillClosed, Rule: e.Effective.Rule, Article: e.Effective.Article, Profile: e.Effective.Profile,
		Calendar: e.Effective.Calendar, Provisional: e.Effective.Provisional}
	if n := len(e.Effective.Steps); n > 0 {
		r.Why = e.Effective.Steps[n-1]
		r.Why = errs.Text{Form: r.Why.String()} // kept for ever: as it was said then
	}
	return r
}

// Ends is the end of the instrument as stated and as it works at a place: the earlier of its day and its event, where nothing is stated
// the end that the rules give (D6), moved on from a closed day (D3), moved by a closure (D7). Its effective day is none while nothing
// ends it.
func (s State) Ends(place deadline.Place, profile deadline.Profile) deadline.Expiry {
	stated := s.ExpiresOn
	if on := s.Clock.EventOn; on != 0 && (stated == 0 || on < stated) {
		stated = on
	}
	if stated != 0 {
		return profile.Expiry(stated, place, s.Closures()...)
	}
	if s.ExpiryType != OpenExpiry {
		return deadline.Expiry{Effective: deadline.Explained{Rule: "D3", Profile: profile.String(),
			Steps: []errs.Text{errs.T("it ends when a document shows: {event}", "event", s.ExpiryEvent)}}}
	}
	unstated, err := profile.EndsUnstated(s.IssuedOn)
	if err != nil {
		return deadline.Expiry{Effective: deadline.Explained{Rule: "D6", Profile: profile.String(), Steps: []errs.Text{errs.As(err).Text}}}
	}
	e := profile.Expiry(unstated.On, place, s.Closures()...)
	e.Effective.Steps = append(slices.Clone(unstated.Steps), e.Effective.Steps...)
	return e
}

// LastDay is the last day to present, as far as it is known: as reckoned, else as stated. None when nothing ends it yet.
func (i Instrument) LastDay() day.Date {
	if i.LastsUntil != 0 {
		return i.LastsUntil
	}
	return i.ExpiresOn
}

// CoveredUntil is the last day that it covers. It is the stated expiry and not the last day to present, although that may be later: the
// later day hangs on a calendar that may still change and on rules marked to be compared with their text, and a gate that was passed on
// such a day could not be shut again. Where no day is stated it is the end that the rules give; what ends on an event alone covers no
// day for certain.
func (i Instrument) CoveredUntil() day.Date {
	if i.ExpiresOn == 0 && i.ExpiryType == OpenExpiry {
		return i.LastsUntil
	}
	if i.LastsUntil != 0 && i.LastsUntil < i.ExpiresOn { // an event ended it before its day
		return i.LastsUntil
	}
	return i.ExpiresOn
}

// Closures are the times in which force majeure shut the place, for counting the days of a demand or of the end.
func (s State) Closures() []deadline.Closure { return slices.Clone(s.ForceMajeure) }

// ExpiryEventFact: a document showed that the event happened which ends the promise.
type ExpiryEventFact struct {
	Happened day.Date `json:"happened"` // day on which the document was presented
	Document string   `json:"document"`
}

var _ = fact[ExpiryEventFact]("expiry_event")

func (f ExpiryEventFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	var faults errs.Faults
	if s.ExpiryType != EventExpiry && s.ExpiryType != BothExpiry {
		faults.Add("guarantee", "the text names no event that ends it")
	}
	checkProof(&faults, f.Happened, f.Document, s, e)
	return faults.Err()
}

func (f ExpiryEventFact) on(s *State, _ Event) { s.Clock.EventOn = f.Happened }

// EffectProvenFact: a document showed that the event happened from which on the promise may be drawn.
type EffectProvenFact struct {
	Happened day.Date `json:"happened"`
	Document string   `json:"document"`
}

var _ = fact[EffectProvenFact]("effect_proven")

func (f EffectProvenFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	var faults errs.Faults
	switch {
	case s.EffectEvent == "":
		faults.Add("guarantee", "the text names no event from which on it may be drawn")
	case s.EffectiveOn != 0:
		faults.Add("guarantee", "it is in force from {day} already", "day", s.EffectiveOn)
	}
	checkProof(&faults, f.Happened, f.Document, s, e)
	return faults.Err()
}

func (f EffectProvenFact) on(s *State, _ Event) { s.EffectiveOn = max(f.Happened, s.IssuedOn) }

// checkProof wants a document for what happened, and a day that can be.
func checkProof(f *errs.Faults, happened day.Date, document string, s State, e Event) {
	if blank(document) {
		f.Add("document", "an event needs the document that shows it").Because("name the document that the text asks for")
	}
	switch {
	case happened == 0 || happened > e.On:
		f.Add("on", "the day is today or earlier")
	case happened < s.IssuedOn:
		f.Add("on", "{day} is before the issue on {issue}", "day", happened, "issue", s.IssuedOn)
	}
}

func overFor(s State) error {
	return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("register a new guarantee; this one is over")
}
