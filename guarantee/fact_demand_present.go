package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// Arrival is when something was received at its place: a moment, or a day where the hour is not known.
type Arrival struct {
	At day.Instant
	On day.Date // by the clock of the place, when there is no moment
}

// Day is the day as which what arrived counts as presented (D1).
func (a Arrival) Day(place deadline.Place, closures ...deadline.Closure) deadline.Explained {
	if a.At != 0 {
		return deadline.Presented(a.At, place, closures...)
	}
	return deadline.PresentedOn(a.On, place, closures...)
}

// Present computes what follows from the arrival of a demand at its place: the day as which it counts, whether it is in time, the
// guarantor's deadline, and how long it may wait for an extension. lacks says what is to come yet; without it the demand is complete.
//
// Errors: NotFound, Conflict, Invalid.
func (s State) Present(demandID string, arrival Arrival, lacks string, place deadline.Place, closures ...deadline.Closure) (DemandPresentedFact, error) {
	f := DemandPresentedFact{ID: demandID, Presentation: Presentation{At: arrival.At, Day: arrival.Day(place, closures...), Lacks: lacks}}
	d, err := s.Demand(demandID)
	if err != nil {
		return f, err
	}
	profile, err := ProfileOf(s.Terms)
	if err != nil {
		return f, err
	}
	end, err := s.EndsAt(place, closures...)
	if err != nil {
		return f, err
	}
	p := &f.Presentation
	if p.Late = !end.InTime(p.Day.On); p.Late || lacks != "" || p.Day.On == 0 {
		return f, nil
	}
	if p.Examination, err = profile.Examine(p.Day.On, place, closures...); err != nil {
		p.Examination, p.NoClock = deadline.Examination{}, errs.As(err).Text.String()
	}
	if d.ExtendTo != 0 {
		if w, err := profile.Suspension(p.Day.On, 0); err == nil { // where the rules know none, it is simply examined
			p.Suspension = w
		}
	}
	return f, nil
}

// DemandPresentedFact: it arrived. A late one is recorded as late and starts no clock; an incomplete one starts it when it is completed.
type DemandPresentedFact struct {
	ID string `json:"id"`
	Presentation
}

var _ = fact[DemandPresentedFact]("demand_presented")

func (f DemandPresentedFact) may(s State, _ Event) error {
	d, err := s.demandIn(f.ID, DemandSent, DemandIncomplete, DemandPresented)
	if err == nil && d.State == DemandPresented && d.Presented.Day.On != 0 { // one that was recorded before arrivals were kept has none
		err = wrongState(d)
	}
	return err
}

func (f DemandPresentedFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.State, d.Presented = DemandPresented, f.Presentation
	switch {
	case f.Late:
		d.State = DemandLate
	case f.Lacks != "":
		d.State = DemandIncomplete
	}
	s.set(d)
}

// DemandAcceptedFact: the guarantor found it complying.
type DemandAcceptedFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandAcceptedFact]("demand_accepted")

func (f DemandAcceptedFact) may(s State, e Event) error {
	d, err := s.demandIn(f.ID, DemandSent, DemandPresented, DemandIncomplete, DemandLate)
	if err == nil && e.On < d.Sending.On {
		var faults errs.Faults
		faults.Add("on", "it was sent on {day}", "day", d.Sending.On).Because("check both days")
		err = faults.Err()
	}
	return err
}

func (f DemandAcceptedFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.Found = true
	d.accept(DemandComplying, e.On)
	s.set(d)
}

// DemandRejectedFact: the guarantor gave notice of rejection on the day of the event. The first notice counts with all its reasons; one
// that came too late where the rules preclude, and every later one, is kept and counts for nothing (URDG 758 art. 24). What was set
// aside is the deal's again while the demand is rejected.
type DemandRejectedFact struct {
	ID        string   `json:"id"`
	Reasons   []string `json:"reasons,omitempty"`
	Reference string   `json:"reference,omitempty"`
}

var _ = fact[DemandRejectedFact]("demand_rejected")

func (f DemandRejectedFact) may(s State, e Event) error {
	d, err := s.Demand(f.ID)
	if err != nil {
		return err
	}
	switch d.State {
	case DemandDrafted, DemandApproved:
		return wrongState(d).Because("record first that it was approved and sent")
	case DemandPaid, DemandWithdrawn, DemandExtended, DemandForeign, DemandFaulty:
		return wrongState(d)
	}
	if on := d.Presented.Day.On; on != 0 && e.On < on {
		var faults errs.Faults
		faults.Add("on", "it was presented on {day}: a notice of {notice} cannot concern it", "day", on, "notice", e.On).Because("check the day of the notice")
		return faults.Err()
	}
	return nil
}

func (f DemandRejectedFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	n := Rejection{On: e.On, Reference: f.Reference, Reasons: slices.Clone(f.Reasons)}
	x := d.Presented.Examination
	if x.Last() != 0 {
		n.Standing = x.Standing(e.On)
	}
	late := x.Last() != 0 && x.Precluded(e.On, e.On)
	n.Precluded = late || d.State == DemandRejected || d.Found && d.State != DemandComplying
	d.Notices = append(slices.Clone(d.Notices), n)
	switch {
	case !n.Precluded:
		s.free(&d, d.Reserved.Minor)
		d.State = DemandRejected
	case late && d.State == DemandPresented:
		d.accept(DemandDeemed, e.On)
	}
	s.set(d)
}

// DemandDeadlinePassedFact: the last day of a notice is over and none came; where the rules preclude, the demand is deemed complying.
type DemandDeadlinePassedFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandDeadlinePassedFact]("demand_deadline_passed")

func (f DemandDeadlinePassedFact) may(s State, e Event) error {
	d, err := s.demandIn(f.ID, DemandPresented)
	if err == nil && !d.Precludes(e.On) {
		err = errs.New(errs.Refused, "the guarantor may still reject it").At(d.ID)
	}
	return err
}

func (f DemandDeadlinePassedFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.accept(DemandDeemed, e.On)
	s.set(d)
}

// Precludes reports whether the guarantor can reject the demand no more, because its last day is over without a notice.
func (d Demand) Precludes(today day.Date) bool {
	x := d.Presented.Examination
	return d.State == DemandPresented && x.Last() != 0 && x.Precluded(0, today)
}
