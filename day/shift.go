package day

import "kontor/errs"

// Shift is a business day convention: where an event goes that falls on a closed day, and whether it is computed there
// (SC, shift first and then calculate) or on the day it was meant for (CS, calculate first and then shift).
type Shift uint8

// The conventions of the ACTUS dictionary, option 0 to 8.
const (
	NoShift Shift = iota // NOS, in the specification NULL: nothing moves
	SCF                  // following open day
	SCMF                 // following, unless that is in the next month: then preceding
	CSF
	CSMF
	SCP  // preceding open day
	SCMP // preceding, unless that is in the month before: then following
	CSP
	CSMP
)

var shiftNames = [...]string{"NOS", "SCF", "SCMF", "CSF", "CSMF", "SCP", "SCMP", "CSP", "CSMP"}

// ParseShift reads the name of a convention; NULL and NS are other names of NOS. Errors: Invalid.
func ParseShift(text string) (Shift, error) {
	if text == "NULL" || text == "NS" {
		return NoShift, nil
	}
	for i, name := range shiftNames {
		if text == name {
			return Shift(i), nil
		}
	}
	return 0, errs.New(errs.Invalid, "{text} is no business day convention", "text", text).
		Because("choose NOS, SCF, SCMF, CSF, CSMF, SCP, SCMP, CSP or CSMP")
}

// String is the name.
func (s Shift) String() string {
	if int(s) < len(shiftNames) {
		return shiftNames[s]
	}
	return "unknown"
}

// MarshalText writes the name.
func (s Shift) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a name; empty text is NOS.
func (s *Shift) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = NoShift
		return nil
	}
	parsed, err := ParseShift(string(text))
	*s = parsed
	return err
}

// Apply gives the day on which an event of day d happens and the day for which it is computed.
//
// Errors: Invalid for a convention without a calendar, Refused where the calendar does not know the days around d.
func (s Shift) Apply(d Date, c *Calendar) (event, computed Date, err error) {
	if s == NoShift {
		return d, d, nil
	}
	if c == nil || s > CSMP {
		return 0, 0, errs.New(errs.Invalid, "a business day convention needs a calendar").
			Because("name one, like NC for none or MF for Monday to Friday")
	}
	if c.IsOpen(d) {
		return d, d, nil
	}
	switch s {
	case SCF, CSF:
		event, err = c.Next(d)
	case SCMF, CSMF:
		event, err = c.inMonth(d, 1)
	case SCP, CSP:
		event, err = c.Prev(d)
	default:
		event, err = c.inMonth(d, -1)
	}
	if err != nil {
		return 0, 0, err
	}
	if s == CSF || s == CSMF || s == CSP || s == CSMP {
		return event, d, nil
	}
	return event, event, nil
}

// Adjust moves every date of a schedule in place to the day on which its event happens. Several may then share a day.
// The errors are those of Apply; the dates before the failing one are moved already.
func (s Shift) Adjust(dates []Date, c *Calendar) error {
	for i, d := range dates {
		event, _, err := s.Apply(d, c)
		if err != nil {
			return err
		}
		dates[i] = event
	}
	return nil
}

// inMonth walks to an open day, and the other way when there is none before the month changes. It looks no further than
// that, so that the last days of the covered years need not the year after.
func (c *Calendar) inMonth(d, step Date) (Date, error) {
	_, month, _ := d.Civil()
	for at := d; c.Covers(at) && at.Month() == month; at += step {
		if c.IsOpen(at) {
			return at, nil
		}
	}
	return c.walk(d, 1, -step)
}
