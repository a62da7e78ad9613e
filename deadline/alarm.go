package deadline

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// alarmDays are the days before the last day to present on which somebody is told (D11). Trade practice: warn at 60,
// instruct by 45.
var alarmDays = []int{90, 60, 45, 30, 14, 7, 3, 1}

// AlarmDays are the days before the last day to present on which somebody is told, the earliest first.
func AlarmDays() []int { return slices.Clone(alarmDays) }

// Alarm is a day on which somebody is told that an instrument ends.
type Alarm struct {
	Days int      `json:"days"` // calendar days before the last day to present
	On   day.Date `json:"on"`
}

// From says how the day of the alarm follows from the last day to present.
func (a Alarm) From(effective Explained) Explained {
	e := Explained{On: a.On, Rule: "D11", Profile: effective.Profile, Steps: []errs.Text{
		errs.T("{n} calendar days before the last day to present {day}", "n", a.Days, "day", effective.On)}}
	return e.after(effective)
}

// Alarms are all alarms before a last day to present, the earliest first (D11); none without such a day.
func Alarms(effective day.Date) []Alarm {
	if effective == 0 {
		return nil
	}
	all := make([]Alarm, len(alarmDays))
	for i, n := range alarmDays {
		all[i] = Alarm{n, effective.Add(-n)}
	}
	return all
}

// AlarmsBetween are the alarms that fall due after one day and up to another, so that a close of several days at once
// misses none and a close run twice raises none again.
func AlarmsBetween(after, upTo, effective day.Date) []int {
	var due []int
	for _, a := range Alarms(effective) {
		if a.On > after && a.On <= upTo {
			due = append(due, a.Days)
		}
	}
	return due
}
