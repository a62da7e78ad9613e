package actus

import (
	"fmt"

	"kontor/day"
	"kontor/errs"
)

// Moment is a date and a time of day on the wall, without a zone, counted in seconds. The zero value is none. The time
// matters: a contract that ends at 23:59:59 ends after a payment that falls due at the beginning of the same day.
type Moment int64

const (
	daySeconds = 86_400
	lastSecond = daySeconds - 1
)

// At is the beginning of a day; no date gives no moment.
func At(d day.Date) Moment { return Moment(d) * daySeconds }

// AtEnd is 23:59:59 of a day; no date gives no moment.
func AtEnd(d day.Date) Moment {
	if d == 0 {
		return 0
	}
	return At(d) + lastSecond
}

// Date is the day of the moment.
func (m Moment) Date() day.Date { return day.Date(m / daySeconds) }

// Clock is the time of day in seconds.
func (m Moment) Clock() int { return int(m % daySeconds) }

// IsZero reports whether there is no moment.
func (m Moment) IsZero() bool { return m == 0 }

// counted is the day from which and to which interest is counted: the last second of a day belongs to the next one, and
// otherwise only whole days count.
func (m Moment) counted() day.Date {
	if m.Clock() == lastSecond {
		return m.Date() + 1
	}
	return m.Date()
}

// on moves the moment to another day at the same time.
func (m Moment) on(d day.Date) Moment { return At(d) + m%daySeconds }

// ParseMoment reads "2026-01-31", "2026-01-31T00:00" or "2026-01-31T23:59:59". Errors: Invalid.
func ParseMoment(text string) (Moment, error) {
	bad := errs.New(errs.Invalid, "{text} is not a date with a time of day", "text", text).Because("write it like 2026-01-31T00:00:00")
	if len(text) != 10 && len(text) != 16 && len(text) != 19 {
		return 0, bad
	}
	d, err := day.Parse(text[:10])
	if err != nil {
		return 0, err
	}
	clock := 0
	for i, limit := range [3]int{24, 60, 60} {
		from := 11 + 3*i
		if from > len(text) {
			clock *= 60
			continue
		}
		mark, tens, ones := text[from-1], text[from]-'0', text[from+1]-'0'
		n := int(tens)*10 + int(ones)
		if mark != "T::"[i] || tens > 9 || ones > 9 || n >= limit {
			return 0, bad
		}
		clock = clock*60 + n
	}
	return At(d) + Moment(clock), nil
}

// MustParseMoment is ParseMoment for constants in tests and demos; it panics.
func MustParseMoment(text string) Moment {
	m, err := ParseMoment(text)
	if err != nil {
		panic(err)
	}
	return m
}

// String is 2026-01-31T00:00:00, empty for no moment.
func (m Moment) String() string {
	if m.Date() < day.Min || m.Date() > day.Max {
		return ""
	}
	s := m.Clock()
	return fmt.Sprintf("%sT%02d:%02d:%02d", m.Date(), s/3600, s/60%60, s%60)
}

// MarshalText writes the text form.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the text form; empty text is no moment.
func (m *Moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = 0
		return nil
	}
	parsed, err := ParseMoment(string(text))
	*m = parsed
	return err
}
