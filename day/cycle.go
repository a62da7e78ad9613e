package day

import (
	"strconv"
	"strings"

	"kontor/errs"
)

// Unit is what a period is counted in.
type Unit byte

// The units of the ACTUS specification.
const (
	Days      Unit = 'D'
	Weeks     Unit = 'W'
	Months    Unit = 'M'
	Quarters  Unit = 'Q'
	HalfYears Unit = 'H'
	Years     Unit = 'Y'
)

// step is the unit in days, or in months.
func (u Unit) step() (days, months int64) {
	switch u {
	case Days:
		return 1, 0
	case Weeks:
		return 7, 0
	case Months:
		return 0, 1
	case Quarters:
		return 0, 3
	case HalfYears:
		return 0, 6
	case Years:
		return 0, 12
	}
	return 0, 0
}

// maxPeriod bounds the number of a period; the calendar has fewer days.
const maxPeriod = 9_999_999

// Period is a length of time that depends on where it starts: "P5D", "P1M". The zero value is none.
type Period struct {
	N    int
	Unit Unit
}

// ParsePeriod reads "P5D"; the stub part that some contracts write behind it says nothing here and is left out.
// Errors: Invalid.
func ParsePeriod(text string) (Period, error) {
	body := text
	if n := len(text); strings.HasSuffix(text, "L0") || strings.HasSuffix(text, "L1") {
		body = text[:n-2]
	}
	if p, ok := parsePeriod(body); ok {
		return p, nil
	}
	return Period{}, errs.New(errs.Invalid, "{text} is no period", "text", text).
		Because("write a number of D, W, M, Q, H or Y, like P5D or P3M")
}

func parsePeriod(text string) (Period, bool) {
	if len(text) < 3 || len(text) > 9 || text[0] != 'P' {
		return Period{}, false
	}
	p := Period{Unit: Unit(text[len(text)-1])}
	if days, months := p.Unit.step(); days+months == 0 {
		return Period{}, false
	}
	for _, c := range []byte(text[1 : len(text)-1]) {
		if c < '0' || c > '9' {
			return Period{}, false
		}
		p.N = p.N*10 + int(c-'0')
	}
	return p, true
}

// IsZero reports whether there is no period; P0D is one.
func (p Period) IsZero() bool { return p == Period{} }

// String is "P5D", empty for none.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	return "P" + strconv.Itoa(p.N) + string(rune(p.Unit))
}

// MarshalText writes the text form.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the text form; empty text is none.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	*p = parsed
	return err
}

// After is the date one period after d; months keep the day, cut to the month's length. Errors: Invalid beyond the
// bounds of dates or for a period that is none.
func (p Period) After(d Date) (Date, error) { return Cycle{Every: p}.Nth(d, 1, SD) }

// EndOfMonth says where the dates of a schedule fall whose anchor is the last day of a month.
type EndOfMonth uint8

// The conventions of the ACTUS dictionary. Both cut the day to the length of a shorter month.
const (
	SD  EndOfMonth = iota // on the same day of the month: 30 April, 30 May
	EOM                   // on the last day of every month: 30 April, 31 May
)

var endOfMonthNames = [...]string{"SD", "EOM"}

// ParseEndOfMonth reads SD or EOM. Errors: Invalid.
func ParseEndOfMonth(text string) (EndOfMonth, error) {
	for i, name := range endOfMonthNames {
		if text == name {
			return EndOfMonth(i), nil
		}
	}
	return 0, errs.New(errs.Invalid, "{text} is no end-of-month convention", "text", text).Because("choose SD or EOM")
}

// String is the name.
func (e EndOfMonth) String() string {
	if int(e) < len(endOfMonthNames) {
		return endOfMonthNames[e]
	}
	return "unknown"
}

// MarshalText writes the name.
func (e EndOfMonth) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads a name; empty text is SD.
func (e *EndOfMonth) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*e = SD
		return nil
	}
	parsed, err := ParseEndOfMonth(string(text))
	*e = parsed
	return err
}

// Stub says what becomes of the rest when a schedule does not end on one of its own dates.
type Stub uint8

// The stubs: the rest joins the period before it, or stands alone.
const (
	LongStub  Stub = iota // L0
	ShortStub             // L1
)

// Cycle repeats: "P1ML0" is every month with a long last stub. The zero value is none.
type Cycle struct {
	Every Period
	Stub  Stub
}

// ParseCycle reads "P1ML0" or "P3ML1". Errors: Invalid.
func ParseCycle(text string) (Cycle, error) {
	body, stub := text, LongStub
	short := strings.HasSuffix(text, "L1")
	if short {
		stub = ShortStub
	}
	if short || strings.HasSuffix(text, "L0") {
		body = text[:len(text)-2]
		if p, ok := parsePeriod(body); ok && p.N > 0 {
			return Cycle{p, stub}, nil
		}
	}
	return Cycle{}, errs.New(errs.Invalid, "{text} is no cycle", "text", text).
		Because("write a number of D, W, M, Q, H or Y with L0 for a long or L1 for a short last stub, like P1ML0")
}

// MustParseCycle is ParseCycle for constants in tests and demos; it panics.
func MustParseCycle(text string) Cycle {
	c, err := ParseCycle(text)
	if err != nil {
		panic(err)
	}
	return c
}

// IsZero reports whether there is no cycle.
func (c Cycle) IsZero() bool { return c == Cycle{} }

// String is "P1ML0", empty for none.
func (c Cycle) String() string {
	switch {
	case c.IsZero():
		return ""
	case c.Stub == LongStub:
		return c.Every.String() + "L0"
	}
	return c.Every.String() + "L1"
}

// MarshalText writes the text form.
func (c Cycle) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text form; empty text is none.
func (c *Cycle) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = Cycle{}
		return nil
	}
	parsed, err := ParseCycle(string(text))
	*c = parsed
	return err
}

// Nth is the date k periods after the anchor, always counted from the anchor, so that a short month does not cut the
// dates behind it: 31 January, 28 February, 31 March. A negative k counts back. Errors: Invalid beyond the bounds of
// dates, or for a cycle or an anchor that is none.
func (c Cycle) Nth(anchor Date, k int, ends EndOfMonth) (Date, error) {
	if days, months := c.Every.Unit.step(); days+months == 0 || c.Every.N < 0 || c.Every.N > maxPeriod || anchor < Min || anchor > Max {
		return 0, errs.New(errs.Invalid, "a date after a period needs a start and a period").Because("write a period like P3M")
	}
	r := rollFrom(anchor, c.Every, ends)
	if d, ok := r.at(k); ok {
		return d, nil
	}
	return 0, errs.New(errs.Invalid, "the date {times} times {period} from {day} is not between 0001 and 9999",
		"times", k, "period", c.Every.String(), "day", anchor.String())
}

// roll holds the anchor taken apart, so that each date of a schedule costs one composition.
type roll struct {
	anchor Date
	days   int64 // the step, in days or else in months
	months int64
	month  int64 // months of the anchor since year 0
	day    int   // its day of the month
	toEnd  bool  // all dates are month ends
}

func rollFrom(anchor Date, p Period, ends EndOfMonth) roll {
	y, m, d := anchor.Civil()
	days, months := p.Unit.step()
	return roll{anchor: anchor, days: days * int64(p.N), months: months * int64(p.N), month: int64(y)*12 + int64(m) - 1, day: d,
		toEnd: ends == EOM && d == daysIn(y, m)}
}

// at is the k-th date from the anchor; false beyond the bounds of dates.
func (r *roll) at(k int) (Date, bool) {
	n := max(-int64(Max), min(int64(Max), int64(k))) // more steps leave every calendar and could overflow
	if r.months == 0 {
		d := int64(r.anchor) + n*r.days
		return Date(d), d >= int64(Min) && d <= int64(Max)
	}
	month := r.month + n*r.months
	if month < 12 || month >= maxMonths {
		return 0, false
	}
	y, m := int(month/12), int(month%12)+1
	d := daysIn(y, m)
	if !r.toEnd {
		d = min(r.day, d)
	}
	return number(y, m, d), true
}
