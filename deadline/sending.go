package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// SafeMargin are the business days of the place that a presentation should have in hand.
const SafeMargin = 2

// LastSafeSending is the day on which documents should leave the house at the latest (D10): the last day to present, less
// two business days of the place and the calendar days of transport, moved back to an open day of the house.
func LastSafeSending(effective day.Date, place, house Place, transportDays int) Explained {
	there, here := place.walk(), house.walk()
	arrive := there.add(effective, -SafeMargin)
	leave := arrive.Add(-max(0, transportDays))
	on := here.prev(leave)
	e := there.explain(arrive, "D10", Source{},
		errs.T("the last day to present is {day}", "day", effective),
		errs.T("{n} business days earlier at {place}: {day}", "n", SafeMargin, "place", there.name(), "day", arrive))
	steps := []errs.Text{errs.T("{n} calendar days of transport: {day}", "n", max(0, transportDays), "day", leave)}
	if on != leave {
		steps = append(steps, errs.T("{day} is closed: the last open day of {place} before it is {next}", "day", leave, "place", here.name(), "next", on))
	}
	here.holidays = nil // the step above has said it
	return here.explain(on, "D10", Source{}, steps...).after(e)
}
