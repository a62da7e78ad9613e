// Package day holds civil dates, moments, and the rules by which contracts count days.
//
// A Date is a day as a person means it: no clock, no zone, a number that can be compared and added to. An Instant is a
// moment in UTC microseconds. Day counts turn two dates into a fraction of a year, calendars know which days are open,
// cycles make schedules from an anchor. Nothing here reads a clock.
package day

import (
	"database/sql/driver"
	"fmt"
	"time"

	"kontor/errs"
)

// Date is a day number: 1 is 0001-01-01, 0 is no date. The calendar is the Gregorian one, also before its invention.
type Date int32

// Bounds of a date.
const (
	Min Date = 1       // 0001-01-01
	Max Date = 3652059 // 9999-12-31
)

// Of makes a date. Errors: Invalid when there is no such day.
func Of(year, month, d int) (Date, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || d < 1 || d > daysIn(year, month) {
		return 0, errs.New(errs.Invalid, "there is no day {day}", "day", fmt.Sprintf("%04d-%02d-%02d", year, month, d)).
			Because("write a date like 2026-01-31")
	}
	return number(year, month, d), nil
}

// MustOf is Of for constants in tests and demos; it panics.
func MustOf(year, month, d int) Date {
	date, err := Of(year, month, d)
	if err != nil {
		panic(err)
	}
	return date
}

// number counts the days since 0001-01-01 by years that begin in March, so that the leap day is the last.
func number(year, month, d int) Date {
	y, m := uint32(year), uint32(month)-3 // unsigned, because division by a constant is cheaper then
	if month < 3 {
		y, m = y-1, m+12
	}
	century := y / 100
	return Date(365*y + y/4 - century + century/4 + (153*m+2)/5 + uint32(d) - 306)
}

// Parse reads "2026-01-31". Errors: Invalid.
func Parse(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return 0, notADate(text)
	}
	var part [3]int
	for i, span := range [3][2]int{{0, 4}, {5, 7}, {8, 10}} {
		for _, c := range []byte(text[span[0]:span[1]]) {
			if c < '0' || c > '9' {
				return 0, notADate(text)
			}
			part[i] = part[i]*10 + int(c-'0')
		}
	}
	return Of(part[0], part[1], part[2])
}

func notADate(text string) error {
	return errs.New(errs.Invalid, "{text} is not a date", "text", text).Because("write a date like 2026-01-31")
}

// MustParse is Parse for constants in tests and demos; it panics.
func MustParse(text string) Date {
	d, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// Civil gives year, month and day; zeros for no date.
//
// The steps are Euclidean affine functions (Neri and Schneider, 2022): multiplications and shifts that give the same
// as the divisions by 365.25 and 30.6 days, with years that begin in March.
func (d Date) Civil() (year, month, dayOfMonth int) {
	if d <= 0 {
		return 0, 0, 0
	}
	n := 4*(uint32(d)+305) + 3 // four times the days since 0000-03-01, and three
	century, ofCentury := n/146097, n%146097/4
	product := uint64(2939745) * uint64(4*ofCentury+3)
	ofYear := uint32(product) / 2939745 / 4
	m := 2141*ofYear + 197913
	year, month, dayOfMonth = int(100*century+uint32(product>>32)), int(m>>16), int(m&0xffff/2141)+1
	if ofYear >= 306 {
		year, month = year+1, month-12
	}
	return year, month, dayOfMonth
}

// Year is the year, 0 for no date.
func (d Date) Year() int { y, _, _ := d.Civil(); return y }

// Month is 1 to 12, 0 for no date.
func (d Date) Month() int { _, m, _ := d.Civil(); return m }

// Day is the day of the month, 0 for no date.
func (d Date) Day() int { _, _, n := d.Civil(); return n }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d) % 7) + 7) % 7) } // 0001-01-01 was a Monday

// Add goes n days ahead, or back; it stops at the bounds. No date stays none.
func (d Date) Add(n int) Date {
	if d == 0 {
		return 0
	}
	n = max(-int(Max), min(int(Max), n)) // so that the sum cannot overflow
	return Date(max(int(Min), min(int(Max), int(d)+n)))
}

// Sub is the number of days from b to d.
func (d Date) Sub(b Date) int { return int(d) - int(b) }

// AddMonths goes n months ahead, or back, to the same day of the month or the last one there is: 31 January and one
// month is 28 or 29 February. It stops at the bounds.
func (d Date) AddMonths(n int) Date {
	if d == 0 {
		return 0
	}
	y, m, dom := d.Civil()
	months := y*12 + m - 1 + max(-maxMonths, min(maxMonths, n))
	switch {
	case months < 12:
		return Min
	case months >= maxMonths:
		return Max
	}
	y, m = months/12, months%12+1
	return number(y, m, min(dom, daysIn(y, m)))
}

// maxMonths is the months from year 0 to the end of 9999.
const maxMonths = 10000 * 12

// MonthEnd is the last day of the month.
func (d Date) MonthEnd() Date {
	if d <= 0 {
		return 0
	}
	y, m, _ := d.Civil()
	return number(y, m, daysIn(y, m))
}

// IsMonthEnd reports whether it is the last day of its month.
func (d Date) IsMonthEnd() bool { return d > 0 && d == d.MonthEnd() }

// leap says the same as year%4 == 0 && (year%100 != 0 || year%400 == 0).
func leap(year int) bool { return year&3 == 0 && (uint32(year)%25 != 0 || year&15 == 0) }

func daysIn(year, month int) int {
	switch {
	case month != 2:
		return 30 + (month+month>>3)&1 // July and August both have 31
	case leap(year):
		return 29
	}
	return 28
}

// AppendText writes 2026-01-31, nothing for no date or one beyond the bounds.
func (d Date) AppendText(b []byte) ([]byte, error) {
	if d < Min || d > Max {
		return b, nil
	}
	y, m, n := d.Civil()
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+n/10), byte('0'+n%10)), nil
}

// String is 2026-01-31, empty for no date.
func (d Date) String() string {
	var buf [10]byte
	b, _ := d.AppendText(buf[:0]) // never fails
	return string(b)
}

// MarshalText writes the text form.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads the text form; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := Parse(string(text))
	*d = parsed
	return err
}

// Value binds the date as text, because the engines disagree about every date type they have.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads the date from text.
func (d *Date) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("a day column held %T", src)
	}
	return d.UnmarshalText([]byte(text))
}
