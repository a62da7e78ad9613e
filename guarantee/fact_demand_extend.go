package guarantee

import (
	"kontor/day"
	"kontor/errs"
)

// DemandAnsweredFact: the guarantor of an extend-or-pay demand granted an expiry. If it is the one asked for, or a later one, the demand
// counts as withdrawn; an earlier one is an offer that withdraws nothing unless the house accepts it (URDG 758 art. 23).
type DemandAnsweredFact struct {
	ID        string   `json:"id"`
	GrantedTo day.Date `json:"granted_to"`
	Accepted  bool     `json:"accepted,omitempty"` // an earlier one than asked for
}

var _ = fact[DemandAnsweredFact]("demand_answered")

func (f DemandAnsweredFact) may(s State, e Event) error {
	d, err := s.openDemand(f.ID)
	if err != nil {
		return err
	}
	var faults errs.Faults
	switch {
	case !d.Left():
		return wrongState(d).Because("record first that it was approved and sent")
	case d.ExtendTo == 0:
		return errs.New(errs.Refused, "this demand asks for money alone").At(d.ID).Because("record an extension at the guarantee, and withdraw the demand if it does instead")
	case f.extends(d) && s.Trust != Authentic && s.Trust != Reverify && s.Recorder != e.By:
		// Like an amendment: the recorder would change, and who recorded the paper could verify it.
		return errs.New(errs.Refused, "guarantee {number} is not verified yet", "number", s.Number).At(d.ID).
			Because("have it verified first, or let its recorder record the amendment")
	case f.GrantedTo <= s.ExpiresOn:
		faults.Add("granted_to", "the new expiry is not after {day}", "day", s.ExpiresOn).Because("copy it from the answer of the guarantor")
	}
	return faults.Err()
}

// extends reports whether the answer takes effect: it is what was asked for, or the house accepts less.
func (f DemandAnsweredFact) extends(d Demand) bool { return f.GrantedTo >= d.ExtendTo || f.Accepted }

func (f DemandAnsweredFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.Offered = f.GrantedTo
	if !f.extends(d) {
		s.set(d)
		return
	}
	s.free(&d, d.Reserved.Minor)
	d.State, d.PayBy = DemandExtended, 0
	s.set(d)
	ExtendedFact{ExpiresOn: f.GrantedTo}.on(s, e) // an amendment like any other: it is verified again
}

// DemandDueFact: the last day of the suspension is over without an extension; it must be paid without a new demand.
type DemandDueFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandDueFact]("demand_due")

func (f DemandDueFact) may(s State, e Event) error {
	d, err := s.demandIn(f.ID, DemandSuspended)
	if err == nil && e.On <= d.Presented.Suspension.Latest.On {
		err = errs.New(errs.Refused, "the guarantor may answer until {day}", "day", d.Presented.Suspension.Latest.On).At(d.ID)
	}
	return err
}

func (f DemandDueFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.due(e.On)
	s.set(d)
}

// DemandOverdueFact: it complies and was not paid in time.
type DemandOverdueFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandOverdueFact]("demand_overdue")

func (f DemandOverdueFact) may(s State, e Event) error {
	d, err := s.demandIn(f.ID, DemandComplying, DemandDeemed, DemandDue)
	if err == nil && !d.Overdue(e.On) {
		err = errs.New(errs.Refused, "it is to be paid by {day}", "day", d.PayBy).At(d.ID)
	}
	return err
}

func (f DemandOverdueFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.State = DemandOverdue
	s.set(d)
}

// Overdue reports whether the demand should have been paid by now; a court order keeps it from being.
func (d Demand) Overdue(today day.Date) bool {
	return (d.State == DemandComplying || d.State == DemandDeemed || d.State == DemandDue) && d.PayBy != 0 && today > d.PayBy && d.Order.On == 0
}

// DemandDisputedFact: the house goes to court, or to the experts of the rules.
type DemandDisputedFact struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

var _ = fact[DemandDisputedFact]("demand_disputed")

func (f DemandDisputedFact) may(s State, _ Event) error {
	_, err := s.demandIn(f.ID, DemandComplying, DemandDeemed, DemandSuspended, DemandDue, DemandOverdue, DemandLate)
	return err
}

func (f DemandDisputedFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.State, d.Disputed = DemandDispute, f.Why
	s.set(d)
}

// DemandEnjoinedFact: a court forbids the payment. The clocks for notices run on.
type DemandEnjoinedFact struct {
	ID    string `json:"id"`
	Court string `json:"court"`
	Ref   string `json:"ref"`
}

var _ = fact[DemandEnjoinedFact]("demand_enjoined")

func (f DemandEnjoinedFact) may(s State, _ Event) error {
	d, err := s.openDemand(f.ID)
	if err != nil {
		return err
	}
	if d.Order.On != 0 {
		return errs.New(errs.Conflict, "an order of {court} forbids the payment already", "court", d.Order.Court).At(d.ID)
	}
	var faults errs.Faults
	if blank(f.Court) {
		faults.Add("court", "an order needs its court")
	}
	if blank(f.Ref) {
		faults.Add("ref", "an order needs its number").Because("copy it from the order")
	}
	return faults.Err()
}

func (f DemandEnjoinedFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.Order = CourtOrder{On: e.On, Court: f.Court, Ref: f.Ref}
	s.set(d)
}

// DemandFreedFact: the order of the court was lifted.
type DemandFreedFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandFreedFact]("demand_freed")

func (f DemandFreedFact) may(s State, _ Event) error {
	d, err := s.Demand(f.ID)
	if err == nil && d.Order.On == 0 {
		err = errs.New(errs.Conflict, "no order forbids the payment").At(d.ID)
	}
	return err
}

func (f DemandFreedFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.Order = CourtOrder{}
	s.set(d)
}
