package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Alarm is something about a guarantee that somebody should know before relying on it. It stays until it is dealt with.
type Alarm struct {
	Kind   AlarmKind    `json:"kind"`
	On     day.Date     `json:"on"`
	Other  string       `json:"other,omitempty"` // the other number, or the guarantor's reason
	Amount money.Amount `json:"amount,omitzero"` // of the other paper
	ID     string       `json:"id,omitempty"`    // of the other guarantee
}

// AlarmKind says what the alarm is about.
type AlarmKind string

// The alarms.
const (
	DuplicateAlarm AlarmKind = "duplicate"  // a second paper with the same number and another amount (rule T4)
	LookAlikeAlarm AlarmKind = "look_alike" // the number can be taken for that of another guarantee
	DeniedAlarm    AlarmKind = "denied"     // the guarantor said that it is not its own
)

// Text is the alarm for people.
func (a Alarm) Text() errs.Text {
	switch a.Kind {
	case DuplicateAlarm:
		return errs.T("a second paper with this number came on {day}, over {amount}: it is counted once; ask the guarantor which one is true", "day", a.On, "amount", a.Amount)
	case LookAlikeAlarm:
		return errs.T("its number can be taken for {other} of the same guarantor: make sure that these are two papers", "other", a.Other)
	case DeniedAlarm:
		return errs.T("the guarantor denied it on {day}: {why}", "day", a.On, "why", a.Other)
	}
	return errs.T("unknown ({word})", "word", string(a.Kind))
}

// closedByVerification: who verified anew has asked the guarantor about what was in doubt.
func (a Alarm) closedByVerification() bool { return a.Kind == DuplicateAlarm || a.Kind == DeniedAlarm }

// AlarmedFact: something came up that somebody should know.
type AlarmedFact struct {
	Alarm Alarm `json:"alarm"`
}

var _ = fact[AlarmedFact]("alarmed")

func (f AlarmedFact) may(State, Event) error { return nil }

func (f AlarmedFact) on(s *State, e Event) {
	f.Alarm.On = e.On
	s.Alarms = append(slices.Clone(s.Alarms), f.Alarm)
}
