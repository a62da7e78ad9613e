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

// Period is a length of time as texts state it.
type Period struct {
	Years  int `json:"years,omitempty"`
	Months int `json:"months,omitempty"`
	Days   int `json:"days,omitempty"`
}

// MostPeriodDays bounds a period of days: four digits, as in the messages.
const MostPeriodDays = 9999

// ParsePeriod reads ONEY, one year, or DAYS/90, as the messages write the period of an automatic extension. Errors: Invalid
// for anything else, also for OTHR, which only the text explains.
func ParsePeriod(text string) (Period, error) {
	if text == "ONEY" {
		return Period{Years: 1}, nil
	}
	if digits, ok := strings.CutPrefix(text, "DAYS/"); ok {
		n, err := strconv.Atoi(digits)
		if err == nil && n >= 1 && n <= MostPeriodDays && strconv.Itoa(n) == strings.TrimLeft(digits, "0") {
			return Period{Days: n}, nil
		}
	}
	return Period{}, errs.New(errs.Invalid, "{text} is no period of extension", "text", `"`+text+`"`).
		Because("write ONEY for one year, or DAYS/ and the number of days")
}

// String is the period as ParsePeriod reads it; a period of months has no such form and is written like an ISO 8601 one.
func (p Period) String() string {
	switch {
	case p == Period{Years: 1}:
		return "ONEY"
	case p.Years == 0 && p.Months == 0:
		return "DAYS/" + strconv.Itoa(p.Days)
	}
	return "P" + strconv.Itoa(p.Years) + "Y" + strconv.Itoa(p.Months) + "M" + strconv.Itoa(p.Days) + "D"
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// After is the same day that much later; 29 February becomes 28 February where there is none.
func (p Period) After(d day.Date) day.Date { return d.AddMonths(12*p.Years + p.Months).Add(p.Days) }

// step says the arithmetic.
func (p Period) step(from, on day.Date) errs.Text {
	switch {
	case p.Years == 0 && p.Months == 0:
		return errs.T("{n} calendar days after {from}: {day}", "n", p.Days, "from", from, "day", on)
	case p.Months == 0 && p.Days == 0:
		return errs.T("{n} years after {from}: {day}", "n", p.Years, "from", from, "day", on)
	case p.Days == 0:
		return errs.T("{n} months after {from}: {day}", "n", 12*p.Years+p.Months, "from", from, "day", on)
	}
	return errs.T("{period} after {from}: {day}", "period", p.String(), "from", from, "day", on)
}
