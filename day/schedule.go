package day

import "kontor/errs"

// MaxSchedule is the most dates of one schedule: every day of 270 years.
const MaxSchedule = 100_000

// Schedule describes the dates of a cycle from an anchor to an end, as the ACTUS specification makes them (section
// Schedule): every date of the cycle strictly before the end, and the end itself if it is asked for. Without a cycle it is
// the anchor and the end. The last date before an end that the cycle does not meet is dropped for a long stub, provided
// that more than two dates are there, and kept for a short one.
type Schedule struct {
	Anchor     Date
	Cycle      Cycle // none: no dates between anchor and end
	End        Date
	WithEnd    bool // the end is a date of the schedule too
	EndOfMonth EndOfMonth

	// EndClock says where the end lies on its day against the anchor on its own: 0 at the same hour, 1 later, -1
	// earlier. Contracts end at 23:59:59 of a day whose beginning is a date of the cycle; that date lies before the
	// end then, so that a long stub drops it and a short one gives the same day twice.
	EndClock int
}

// Append adds the dates to dst, in rising order and before any business day convention (see Shift.Adjust), and gives
// the longer slice. It allocates only when dst is too small.
//
// Errors: Invalid for a missing date, an end before the anchor or a cycle of no length; TooLarge for more than
// MaxSchedule dates. With an error dst comes back as it was.
func (s Schedule) Append(dst []Date) ([]Date, error) {
	if err := s.check(); err != nil {
		return dst, err
	}
	list, met := dst, s.Anchor == s.End && s.EndClock == 0
	if s.Cycle.IsZero() {
		if s.before(s.Anchor) {
			list = append(list, s.Anchor)
		}
		return s.closeList(list), nil
	}
	r := rollFrom(s.Anchor, s.Cycle.Every, s.EndOfMonth)
	for k, d, ok := 0, s.Anchor, true; ok && s.before(d); {
		if k == MaxSchedule {
			return dst, errs.New(errs.TooLarge, "the schedule from {from} to {to} has more than {most} dates",
				"from", s.Anchor.String(), "to", s.End.String(), "most", MaxSchedule).Because("take a longer cycle or an earlier end")
		}
		list = append(list, d)
		k++
		d, ok = r.at(k)
		met = ok && d == s.End && s.EndClock == 0
	}
	rolls := len(list)
	list = s.closeList(list)
	if s.Cycle.Stub == LongStub && !met && len(list)-len(dst) > 2 {
		list = append(list[:rolls-1], list[rolls:]...)
	}
	return list, nil
}

// before compares with the end, clock included.
func (s Schedule) before(d Date) bool { return d < s.End || d == s.End && s.EndClock > 0 }

func (s Schedule) closeList(list []Date) []Date {
	if s.WithEnd {
		return append(list, s.End)
	}
	return list
}

func (s Schedule) check() error {
	switch {
	case s.Anchor < Min || s.Anchor > Max || s.End < Min || s.End > Max:
		return errs.New(errs.Invalid, "a schedule needs a date to begin and a date to end")
	case s.End < s.Anchor || s.End == s.Anchor && s.EndClock < 0:
		return errs.New(errs.Invalid, "the schedule ends {to}, before it begins {from}", "to", s.End.String(), "from", s.Anchor.String())
	}
	if c := s.Cycle; !c.IsZero() {
		if days, months := c.Every.Unit.step(); days+months == 0 || c.Every.N < 1 || c.Every.N > maxPeriod {
			return errs.New(errs.Invalid, "{text} is no cycle", "text", c.String()).
				Because("write a number of D, W, M, Q, H or Y with L0 for a long or L1 for a short last stub, like P1ML0")
		}
	}
	return nil
}
