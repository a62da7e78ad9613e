package day

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"time"

	"kontor/errs"
)

// Instant is a moment: microseconds since 1970-01-01 UTC. 0 is no moment.
type Instant int64

// FromTime takes a moment from the clock, cut to microseconds.
func FromTime(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time is the moment in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

const microsPerDay = 24 * 60 * 60 * 1_000_000

// epoch is 1970-01-01.
const epoch Date = 719163

// Date is the civil date of the moment in UTC.
func (i Instant) Date() Date {
	days := int64(i) / microsPerDay
	if int64(i)%microsPerDay < 0 {
		days--
	}
	return Date(max(int64(Min), min(int64(Max), days+int64(epoch))))
}

const instantLayout = "2006-01-02T15:04:05.000000Z"

// String is RFC 3339 with microseconds, empty for no moment.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(instantLayout)
}

// MarshalText writes the text form.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads RFC 3339; empty text is no moment.
func (i *Instant) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = 0
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	loose := len(text) < 20 || text[13] != ':' || bytes.IndexByte(text, ',') >= 0 // an hour of one digit, a comma: time.Parse takes them
	if year := t.UTC().Year(); err != nil || loose || year < 1 || year > 9999 {
		return errs.New(errs.Invalid, "{text} is not a moment", "text", string(text)).Because("write a moment like 2026-01-31T09:00:00Z")
	}
	*i = FromTime(t)
	return nil
}

// Value binds the moment as a whole number.
func (i Instant) Value() (driver.Value, error) { return int64(i), nil }

// Scan reads the moment from a whole number.
func (i *Instant) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("an instant column held %T", src)
	}
	*i = Instant(n)
	return nil
}
