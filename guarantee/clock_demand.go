package guarantee

import (
	"kontor/day"
	"kontor/deadline"
)

// DemandRecountedFact: the place was shut by force majeure, opened again, or got a new calendar while a demand was examined; the time for
// its examination is another one now.
type DemandRecountedFact struct {
	ID          string               `json:"id"`
	Examination deadline.Examination `json:"examination"`
}

var _ = fact[DemandRecountedFact]("demand_recounted")

func (f DemandRecountedFact) may(s State, _ Event) error {
	_, err := s.demandIn(f.ID, DemandPresented)
	return err
}

func (f DemandRecountedFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.Presented.Examination = f.Examination
	s.set(d)
}

// recountTimer counts the examination of demands again when the calendar or a closure gives another last day. A demand whose time is over
// stays as it was (D13).
func recountTimer(s State, place deadline.Place, profile deadline.Profile) (Due, bool) {
	for _, d := range s.Demands {
		kept := d.Presented
		if d.State != DemandPresented || kept.Day.On == 0 || kept.NoClock != "" || kept.Examination.Last() != 0 && kept.Examination.Last() < s.Clock.Seen {
			continue
		}
		x, err := profile.Examine(kept.Day.On, place, s.Closures()...)
		if err == nil && (x.Last() != kept.Examination.Last() || x.SafeUntil.On != kept.Examination.SafeUntil.On || x.Suspended != kept.Examination.Suspended) {
			return Due{On: s.Clock.Seen, Fact: DemandRecountedFact{ID: d.ID, Examination: x}}, true
		}
	}
	return Due{}, false
}

// demandTimer is the next day of a guarantor that passes: its last day to reject, to extend instead, to pay.
func demandTimer(s State, _ deadline.Place, _ deadline.Profile) (first Due, found bool) {
	for _, d := range s.Demands {
		if on, f := d.passes(); f != nil && (!found || on < first.On) {
			first, found = Due{On: on, Fact: f}, true
		}
	}
	return first, found
}

// passes is what the calendar alone brings about for the demand, and the day after whose last day it does.
func (d Demand) passes() (day.Date, Fact) {
	if d.Next() == 0 {
		return 0, nil
	}
	on := d.Next().Add(1)
	switch {
	case d.Precludes(on):
		return on, DemandDeadlinePassedFact{ID: d.ID}
	case d.State == DemandSuspended:
		return on, DemandDueFact{ID: d.ID}
	case d.Overdue(on):
		return on, DemandOverdueFact{ID: d.ID}
	}
	return 0, nil
}
