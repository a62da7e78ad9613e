package guarantee

import (
	"kontor/day"
	"kontor/deadline"
)

// AlarmFact: somebody was told that the promise ends, or that its guarantor may still give notice that it will not extend.
type AlarmFact struct {
	Days   int      `json:"days"` // before its last day to present, or before the expiry that the notice is about
	Until  day.Date `json:"until"`
	Notice bool     `json:"notice,omitempty"` // the last day for a notice of non-extension
}

var _ = fact[AlarmFact]("alarm")

func (AlarmFact) may(State, Event) error { return nil }

func (f AlarmFact) on(s *State, _ Event) {
	if f.Notice {
		s.Clock.NoticeAlarm = f.Until
		return
	}
	s.Clock.Alarmed = f.Days
}

// alarmTimer raises each alarm once. Those that were past when the end became known are not raised; if all were, the last one is, at once.
func alarmTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	r := s.Clock.Reckoning
	if !s.live() || r.Until == 0 || s.Clock.KnownOn == 0 || s.Clock.KnownOn > r.Until {
		return Due{}, false
	}
	if _, renews := s.renewsTo(); renews {
		return Due{}, false // it extends itself: noticeTimer tells of the day on which that may end
	}
	last := 0
	for _, a := range deadline.Alarms(r.Until) { // the earliest first
		if last = a.Days; a.On > s.Clock.KnownOn && (s.Clock.Alarmed == 0 || s.Clock.Alarmed > a.Days) {
			return Due{On: a.On, Fact: AlarmFact{Days: a.Days, Until: r.Until}}, true
		}
	}
	return Due{On: s.Clock.KnownOn, Fact: AlarmFact{Days: last, Until: r.Until}}, s.Clock.Alarmed == 0
}

// noticeTimer tells, on the last day for a notice of non-extension, that one may have been sent.
func noticeTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	if _, renews := s.renewsTo(); !renews || s.Clock.NoticeAlarm == s.ExpiresOn {
		return Due{}, false
	}
	r, _ := s.renewal()
	return Due{On: max(r.LatestNotice(s.ExpiresOn).On, s.Clock.KnownOn), Fact: AlarmFact{Days: r.NoticeDays, Until: s.ExpiresOn, Notice: true}}, true
}
