package day_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata" // the zones, also on a machine that has none

	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

// zones have clocks that jump, at midnight too, and offsets of quarters of an hour.
var zones = []string{"UTC", "Europe/Vienna", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Asia/Beirut"}

// TestNothingDependsOnTheZone makes the same dates and moments under clocks of other places.
func TestNothingDependsOnTheZone(t *testing.T) {
	home := time.Local
	defer func() { time.Local = home }()
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		at := time.Date(2026, 3, 29, 1, 30, 0, 123_456_789, time.UTC)
		for range 400 { // more than a year, so that every clock jumps twice
			i := day.FromTime(at.In(zone))
			y, m, d := at.Date()
			if got, want := i.Date(), day.MustOf(y, int(m), d); got != want {
				t.Fatalf("%s: %v has date %s, want %s", name, at, got, want)
			}
			if got, want := i.String(), at.Format("2006-01-02T15:04:05.000000Z"); got != want {
				t.Fatalf("%s: got %s, want %s", name, got, want)
			}
			if got := i.Date().Add(1).Sub(i.Date()); got != 1 {
				t.Fatalf("%s: a day is %d days", name, got)
			}
			at = at.AddDate(0, 0, 1)
		}
	}
}

func TestInstantText(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-31T09:00:00Z":              "2026-01-31T09:00:00.000000Z",
		"2026-01-31T09:00:00.1234567+03:00": "2026-01-31T06:00:00.123456Z",
		"0001-01-01T00:00:00Z":              "0001-01-01T00:00:00.000000Z",
		"9999-12-31T23:59:59.999999999Z":    "9999-12-31T23:59:59.999999Z",
		"1969-12-31T23:59:59.9999999Z":      "1969-12-31T23:59:59.999999Z",
	} {
		var i day.Instant
		if err := i.UnmarshalText([]byte(text)); err != nil || i.String() != want {
			t.Errorf("%s: got %s, %v, want %s", text, i, err, want)
		}
	}
	for _, text := range []string{
		"2026-01-31", "2026-01-31T09:00:00", "2026-01-31 09:00:00Z", "2026-01-31T9:00:00Z", "2026-01-31T09:00:00,5Z", "2026-02-30T09:00:00Z",
		"9999-12-31T23:59:59-23:59", "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+01:00", "now",
	} {
		var i day.Instant
		if err := i.UnmarshalText([]byte(text)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s was read as %s (%v)", text, i, err)
		}
	}
}

func TestInstantRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := day.Instant(rapid.Int64Range(-62_135_596_800_000_000, 253_402_300_799_999_999).Draw(t, "i"))
		b, err := json.Marshal(i)
		if err != nil {
			t.Fatal(err)
		}
		var back day.Instant
		if err := json.Unmarshal(b, &back); err != nil || back != i {
			t.Fatalf("%d came back as %d: %v", i, back, err)
		}
		if i != 0 && i.Date().String() != i.String()[:10] {
			t.Fatalf("%s has date %s", i, i.Date())
		}
		if day.FromTime(i.Time()) != i {
			t.Fatalf("%s does not survive the clock", i)
		}
		v, err := i.Value()
		if err != nil || back.Scan(v) != nil || back != i {
			t.Fatalf("%s does not survive its column", i)
		}
	})
	var i day.Instant
	if err := i.Scan("2026"); err == nil {
		t.Error("a text column was read as a moment")
	}
	if err := i.UnmarshalText(nil); err != nil || i != 0 || i.String() != "" {
		t.Errorf("nothing is no moment: %v, %v", i, err)
	}
}
