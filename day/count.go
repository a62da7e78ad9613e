package day

import (
	"math"

	"kontor/errs"
)

// Count is a day count convention: how the days between two dates become a fraction of a year. The zero value is none.
type Count uint8

// The day counts, under the names of the ACTUS dictionary where it has one.
const (
	AA         Count = iota + 1 // Actual/Actual ISDA: split at 1 January, each part by the 365 or 366 days of its year; ISDA 2006 sec. 4.16(b)
	A360                        // actual days / 360; sec. 4.16(e)
	A365                        // actual days / 365, fixed; sec. 4.16(d)
	E30360                      // 30E/360, Eurobond basis: a 31st counts as a 30th; sec. 4.16(g)
	E30360ISDA                  // 30E/360 (ISDA): also the last of February counts as a 30th, except on the maturity date; sec. 4.16(h)
	E28336                      // 28E/336: months of 28 days, later days count as a 28th; the 30E/360 of the ACTUS dictionary with 28
	B30360                      // 30/360, bond basis (US): a 31st ends as a 30th only after a start on the 30th or 31st; sec. 4.16(f)
	BUS252                      // open days of a calendar, the first included and the last not, / 252
)

var countNames = [...]string{"", "AA", "A360", "A365", "30E360", "30E360ISDA", "28E336", "30/360", "BUS252"}

// ParseCount reads the name of a day count, also as contracts write it ("A/365", "ACT/360", "30E/360"). Errors: Invalid.
func ParseCount(text string) (Count, error) {
	switch text {
	case "ACT/ACT":
		return AA, nil
	case "A/360", "ACT/360":
		return A360, nil
	case "A/365", "ACT/365":
		return A365, nil
	case "30E/360":
		return E30360, nil
	case "30E/360 ISDA":
		return E30360ISDA, nil
	case "28E/336":
		return E28336, nil
	case "BUS/252":
		return BUS252, nil
	}
	for i, name := range countNames {
		if text == name && i > 0 {
			return Count(i), nil
		}
	}
	return 0, errs.New(errs.Invalid, "{text} is no day count", "text", text).
		Because("choose AA, A360, A365, 30E360, 30E360ISDA, 28E336, 30/360 or BUS252")
}

// String is the name, empty for none.
func (c Count) String() string {
	if int(c) < len(countNames) {
		return countNames[c]
	}
	return "unknown"
}

// MarshalText writes the name.
func (c Count) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a name; empty text is none.
func (c *Count) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = 0
		return nil
	}
	parsed, err := ParseCount(string(text))
	*c = parsed
	return err
}

// Basis is how many days the convention gives to a year, 0 for AA, where it depends on the year.
func (c Count) Basis() int {
	switch c {
	case A360, E30360, E30360ISDA, B30360:
		return 360
	case A365:
		return 365
	case E28336:
		return 336
	case BUS252:
		return 252
	}
	return 0
}

// Days is Counter.Days without a maturity date or a calendar.
func (c Count) Days(from, to Date) (int, error) { return Counter{Count: c}.Days(from, to) }

// Fraction is Counter.Fraction without a maturity date or a calendar.
func (c Count) Fraction(from, to Date) float64 { return Counter{Count: c}.Fraction(from, to) }

// Counter is a day count together with what two of them need beside the two dates.
type Counter struct {
	Count    Count
	Maturity Date      // E30360ISDA: the termination date, whose last of February stays as it is
	Calendar *Calendar // BUS252: which days are open
}

// Days is the numerator: how many days the convention sees from one date to another, negative backwards.
//
// Errors: Invalid for no date, no day count or BUS252 without a calendar, Refused outside the years the calendar covers.
func (c Counter) Days(from, to Date) (int, error) {
	if days, ok := c.days(from, to); ok {
		return days, nil
	}
	switch {
	case from < Min || to < Min || from > Max || to > Max:
		return 0, errs.New(errs.Invalid, "days are counted between two dates")
	case c.Count == BUS252 && c.Calendar != nil:
		return c.Calendar.Between(from, to)
	case c.Count == BUS252:
		return 0, errs.New(errs.Invalid, "BUS252 counts the open days of a calendar, and there is none").Because("name the calendar")
	}
	return 0, errs.New(errs.Invalid, "there is no day count").
		Because("choose AA, A360, A365, 30E360, 30E360ISDA, 28E336, 30/360 or BUS252")
}

// Fraction is the part of a year from one date to another, negative backwards. Where Days has an error it is NaN, so
// that no figure comes of it.
func (c Counter) Fraction(from, to Date) float64 {
	days, ok := c.days(from, to)
	switch {
	case !ok:
		return math.NaN()
	case c.Count != AA:
		return float64(days) / float64(c.Count.Basis())
	case from > to:
		return -actualActual(to, from)
	}
	return actualActual(from, to)
}

func (c Counter) days(from, to Date) (int, bool) {
	if from < Min || to < Min || from > Max || to > Max {
		return 0, false
	}
	switch c.Count {
	case AA, A360, A365:
		return int(to - from), true
	case E30360, E30360ISDA, E28336, B30360:
		if from > to {
			return -c.monthly(to, from), true
		}
		return c.monthly(from, to), true
	case BUS252:
		if c.Calendar == nil {
			return 0, false
		}
		return c.Calendar.between(from, to)
	}
	return 0, false
}

// monthly counts by months of equal length; only the days at the ends of months differ between the conventions.
func (c Counter) monthly(from, to Date) int {
	y1, m1, d1 := from.Civil()
	y2, m2, d2 := to.Civil()
	length := 30
	switch c.Count {
	case E28336:
		length = 28
	case E30360ISDA:
		if m1 == 2 && d1 == daysIn(y1, 2) {
			d1 = 30
		}
		if m2 == 2 && d2 == daysIn(y2, 2) && to != c.Maturity {
			d2 = 30
		}
	}
	d1 = min(d1, length)
	if c.Count != B30360 || d1 == 30 {
		d2 = min(d2, length)
	}
	return length*(12*(y2-y1)+m2-m1) + d2 - d1
}

// actualActual splits the time at 1 January: a part of the first year, whole years, a part of the last.
func actualActual(from, to Date) float64 {
	first, last := from.Year(), to.Year()
	if first == last {
		return float64(to-from) / yearDays(first)
	}
	head := float64(number(first+1, 1, 1)-from) / yearDays(first)
	tail := float64(to-number(last, 1, 1)) / yearDays(last)
	return head + float64(last-first-1) + tail
}

func yearDays(year int) float64 {
	if leap(year) {
		return 366
	}
	return 365
}
