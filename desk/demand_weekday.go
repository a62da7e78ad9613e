package desk

import (
	"time"

	"kontor/day"
	"kontor/errs"
)

// weekday is the day of the week of a deadline, none of no day.
func weekday(d day.Date) errs.Text {
	if d == 0 {
		return errs.Text{}
	}
	switch d.Weekday() {
	case time.Monday:
		return errs.T("Monday")
	case time.Tuesday:
		return errs.T("Tuesday")
	case time.Wednesday:
		return errs.T("Wednesday")
	case time.Thursday:
		return errs.T("Thursday")
	case time.Friday:
		return errs.T("Friday")
	case time.Saturday:
		return errs.T("Saturday")
	}
	return errs.T("Sunday")
}
