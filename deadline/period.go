package deadline

import (
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// After is the last day of a period of calendar days (D4): the start does not count, the last day does, and a closed day
// moves nothing. The start is a day by the clock of the guarantor; see Place.LocalDate.
func After(start day.Date, days int) Explained {
	on := start.Add(days)
	return Explained{On: on, Rule: "D4", Steps: []errs.Text{errs.T("{n} calendar days after {from}: {day}", "n", days, "from", start, "day", on)}}
}

// MostPeriodDays bounds a period of days: four digits, as in the messages.
const MostPeriodDays = 9999

// ParsePeriod reads ONEY, one year, or DAYS/90, as the messages write the period of an automatic extension. Errors: Invalid
// for anything else, also for OTHR, which only the text explains.
func ParsePeriod(text string) (day.Period, error) {
	if text == "ONEY" {
		return day.Period{N: 1, Unit: day.Years}, nil
	}
	if digits, ok := strings.CutPrefix(text, "DAYS/"); ok {
		n, err := strconv.Atoi(digits)
		if err == nil && n >= 1 && n <= MostPeriodDays && digits[0] != '+' {
			return day.Period{N: n, Unit: day.Days}, nil
		}
	}
	return day.Period{}, notAPeriod(text)
}

func notAPeriod(text string) error {
	return errs.New(errs.Invalid, "{text} is no period of extension", "text", `"`+text+`"`).
		Because("write ONEY for one year, or DAYS/ and the number of days")
}

// later is the same day a period later, 28 February where there is no 29th, with the arithmetic; no day for no period, or
// where the dates end.
func later(p day.Period, d day.Date) (day.Date, errs.Text) {
	on, err := p.After(d)
	if err != nil || p.N <= 0 {
		return 0, errs.Text{}
	}
	switch p.Unit {
	case day.Days:
		return on, errs.T("{n} calendar days after {from}: {day}", "n", p.N, "from", d, "day", on)
	case day.Months:
		return on, errs.T("{n} months after {from}: {day}", "n", p.N, "from", d, "day", on)
	case day.Years:
		return on, errs.T("{n} years after {from}: {day}", "n", p.N, "from", d, "day", on)
	}
	return on, errs.T("{period} after {from}: {day}", "period", p.String(), "from", d, "day", on)
}
