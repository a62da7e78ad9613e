package lease

import (
	"kontor/day"
	"kontor/errs"
)

// timetable is the days of a plan. Point 0 is the start and point k the end of period k; rental k is due at point k in
// arrears and at point k-1 in advance.
type timetable struct {
	at     []day.Date // the days for which interest is computed
	due    []day.Date // the days on which is paid; another slice only where closed days move them
	months []int      // months of period k, 0 = of another length; months[0] is nothing
	even   bool       // all periods are equally many months long
}

// newTimetable makes the days of periods of so many months (R8): always counted from the anchor, which is the start or
// the end of a first period of its own length. A last period of its own length ends the plan after count periods.
func newTimetable(t Terms, months []int, count int, calendar *day.Calendar) (timetable, error) {
	tt := timetable{at: make([]day.Date, len(months)+1), months: make([]int, len(months)+1), even: true}
	tt.at[0] = t.Start
	anchor, passed := t.Start, 0
	for i, m := range months {
		k := i + 1
		tt.months[k] = m
		tt.even = tt.even && m == months[0]
		if k == 1 && t.FirstPeriodEnds != 0 {
			anchor, tt.at[1] = t.FirstPeriodEnds, t.FirstPeriodEnds
			if regular := addMonths(t.Start, m, t.EndOfMonth); regular != anchor {
				tt.months[1], tt.even = 0, false
			}
			continue
		}
		passed += m
		tt.at[k] = addMonths(anchor, passed, t.EndOfMonth)
	}
	if t.LastPeriodEnds != 0 && count == len(months) {
		if tt.at[count] != t.LastPeriodEnds {
			tt.at[count], tt.months[count], tt.even = t.LastPeriodEnds, 0, false
		}
	}
	tt.due = tt.at
	if t.Shift != day.NoShift {
		return tt, tt.shift(t.Shift, calendar)
	}
	return tt, nil
}

func addMonths(d day.Date, n int, ends day.EndOfMonth) day.Date {
	if to := d.AddMonths(n); ends != day.EOM || !d.IsMonthEnd() {
		return to
	} else {
		return to.MonthEnd()
	}
}

// shift moves due days off closed days. SC* computes interest to the moved day, CS* to the day it was meant for.
func (tt *timetable) shift(s day.Shift, calendar *day.Calendar) error {
	tt.due = make([]day.Date, len(tt.at))
	tt.due[0] = tt.at[0]
	for k := 1; k < len(tt.at); k++ {
		event, computed, err := s.Apply(tt.at[k], calendar)
		if err != nil {
			return errs.As(err)
		}
		tt.due[k], tt.at[k] = max(event, tt.due[k-1]), max(computed, tt.at[k-1]) // never before what comes first
	}
	return nil
}

// fraction is the part of a year between two days of period k. Without a day count a month is a twelfth, and a part of
// a period is its share of the period's days; a period of another length counts by 30E/360.
func (tt *timetable) fraction(c day.Counter, k int, from, to day.Date) (ratio, error) {
	if c.Count != 0 {
		return yearFraction(c, from, to)
	}
	whole := ratio{int64(tt.months[k]), 12}
	if tt.months[k] == 0 {
		days, err := day.E30360.Days(tt.at[k-1], tt.at[k])
		if err != nil {
			return ratio{}, err
		}
		whole = ratio{int64(days), 360}
	}
	if from == tt.at[k-1] && to == tt.at[k] {
		return whole.reduced(), nil
	}
	return whole.reduced().times(ratio{int64(to - from), int64(tt.at[k] - tt.at[k-1])}.reduced()), nil
}
