package day_test

import (
	"slices"
	"testing"

	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

func TestShift(t *testing.T) {
	cal := testCalendar(t)
	for _, c := range []struct{ shift, d, event, computed string }{
		{"NOS", "2027-05-08", "2027-05-08", "2027-05-08"},
		{"SCF", "2027-05-05", "2027-05-05", "2027-05-05"}, // open already
		{"SCF", "2027-05-08", "2027-05-10", "2027-05-10"},
		{"CSF", "2027-05-08", "2027-05-10", "2027-05-08"},
		{"SCP", "2027-05-08", "2027-05-07", "2027-05-07"},
		{"CSP", "2027-05-08", "2027-05-07", "2027-05-08"},
		// A long weekend over the end of a month: 28 April to 1 May 2028.
		{"SCF", "2028-04-29", "2028-05-02", "2028-05-02"},
		{"SCMF", "2028-04-29", "2028-04-27", "2028-04-27"},
		{"CSMF", "2028-04-29", "2028-04-27", "2028-04-29"},
		{"SCMF", "2028-05-01", "2028-05-02", "2028-05-02"},
		{"SCP", "2028-05-01", "2028-04-27", "2028-04-27"},
		{"SCMP", "2028-05-01", "2028-05-02", "2028-05-02"},
		{"CSMP", "2028-05-01", "2028-05-02", "2028-05-01"},
		{"SCMP", "2028-04-30", "2028-04-27", "2028-04-27"},
		// The year after the covered ones need not be known to stay in the month.
		{"SCMF", "2028-12-31", "2028-12-28", "2028-12-28"},
		{"SCMP", "2027-01-02", "2027-01-04", "2027-01-04"},
	} {
		shift, err := day.ParseShift(c.shift)
		if err != nil {
			t.Fatal(err)
		}
		event, computed, err := shift.Apply(day.MustParse(c.d), cal)
		if event.String() != c.event || computed.String() != c.computed || err != nil {
			t.Errorf("%s of %s: got %s and %s, %v, want %s and %s", c.shift, c.d, event, computed, err, c.event, c.computed)
		}
	}
	if _, _, err := day.SCF.Apply(day.MustOf(2027, 5, 8), nil); !errs.Is(err, errs.Invalid) {
		t.Errorf("without a calendar: got %v", err)
	}
	if d, _, err := day.NoShift.Apply(day.MustOf(2099, 5, 8), nil); d != day.MustOf(2099, 5, 8) || err != nil {
		t.Errorf("nothing to shift: got %s, %v", d, err)
	}
}

func TestAdjust(t *testing.T) {
	cal := testCalendar(t)
	dates := []day.Date{day.MustOf(2027, 5, 5), day.MustOf(2027, 5, 6), day.MustOf(2027, 5, 7), day.MustOf(2027, 5, 8)}
	if err := day.SCP.Adjust(dates, cal); err != nil {
		t.Fatal(err)
	}
	want := []day.Date{day.MustOf(2027, 5, 5), day.MustOf(2027, 5, 5), day.MustOf(2027, 5, 7), day.MustOf(2027, 5, 7)}
	if !slices.Equal(dates, want) {
		t.Errorf("got %v, want %v", dates, want)
	}
	dates[1] = day.MustOf(2031, 5, 5)
	if err := day.SCP.Adjust(dates, cal); !errs.Is(err, errs.Refused) || dates[0] != want[0] {
		t.Errorf("got %v, %v", dates, err)
	}
}

var shifts = []day.Shift{day.NoShift, day.SCF, day.SCMF, day.CSF, day.CSMF, day.SCP, day.SCMP, day.CSP, day.CSMP}

func TestShiftProperties(t *testing.T) {
	cal := testCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		shift := rapid.SampledFrom(shifts[1:]).Draw(t, "shift")
		a := day.MustOf(2027, 1, 5).Add(rapid.IntRange(0, 720).Draw(t, "a"))
		b := a.Add(rapid.IntRange(0, 20).Draw(t, "b"))
		eventA, computedA, err := shift.Apply(a, cal)
		if err != nil {
			t.Fatal(err)
		}
		if !cal.IsOpen(eventA) || computedA != a && computedA != eventA || cal.IsOpen(a) && eventA != a {
			t.Fatalf("%s of %s is %s, computed on %s", shift, a, eventA, computedA)
		}
		if again, _, err := shift.Apply(eventA, cal); again != eventA || err != nil {
			t.Fatalf("%s moves %s again", shift, eventA)
		}
		if eventB, _, err := shift.Apply(b, cal); err == nil && eventB < eventA {
			t.Fatalf("%s turns %s and %s around", shift, a, b)
		}
		if shift == day.SCMF || shift == day.CSMF || shift == day.SCMP || shift == day.CSMP {
			if eventA.Month() != a.Month() {
				t.Fatalf("%s of %s is in another month: %s", shift, a, eventA)
			}
		}
	})
}

func TestShiftNames(t *testing.T) {
	for i, want := range shifts {
		got, err := day.ParseShift(want.String())
		if got != want || err != nil || int(got) != i {
			t.Errorf("%s: got %s, %v", want, got, err)
		}
		var s day.Shift
		b, _ := want.MarshalText()
		if err := s.UnmarshalText(b); err != nil || s != want {
			t.Errorf("%s: got %s, %v", b, s, err)
		}
	}
	for _, text := range []string{"NULL", "NS"} {
		if got, err := day.ParseShift(text); got != day.NoShift || err != nil {
			t.Errorf("%s: got %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "F", "scf", "SCMFP"} {
		if got, err := day.ParseShift(text); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	s := day.CSF
	if err := s.UnmarshalText(nil); err != nil || s != day.NoShift {
		t.Errorf("got %s, %v", s, err)
	}
}
