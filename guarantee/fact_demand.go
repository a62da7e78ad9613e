package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// DemandMadeFact: a demand was drafted; its amount is set aside at once, so that of two demands at once exactly one gets it.
type DemandMadeFact struct {
	ID        string       `json:"id"`
	Deal      string       `json:"deal"`
	Amount    money.Amount `json:"amount"`
	Follows   string       `json:"follows,omitempty"`
	Reference string       `json:"reference,omitempty"`
	Dated     day.Date     `json:"dated,omitzero"`
	ExtendTo  day.Date     `json:"extend_to,omitzero"`
	Documents []Document   `json:"documents,omitempty"`
}

var _ = fact[DemandMadeFact]("demand_made")

func (f DemandMadeFact) may(s State, _ Event) error {
	if f.Follows != "" {
		if _, err := s.demandIn(f.Follows, DemandRejected); err != nil {
			return named(errs.As(err).Because("another demand may follow one that was rejected"), "follows")
		}
	}
	_, err := s.Instrument.Reserve(f.Deal, f.Amount)
	return err
}

func (f DemandMadeFact) on(s *State, e Event) {
	s.Instrument = s.Instrument.reserve(f.Deal, f.Amount)
	s.Demands = append(slices.Clone(s.Demands), Demand{ID: f.ID, Deal: f.Deal, Amount: f.Amount, State: DemandDrafted, Reserved: f.Amount, Paid: s.amount(0), MadeOn: e.On,
		Drafter: e.By, Follows: f.Follows, Reference: f.Reference, Dated: f.Dated, ExtendTo: f.ExtendTo, Documents: slices.Clone(f.Documents)})
	s.claim()
}

// DemandApprovedFact: another person than who drafted it read it and agreed.
type DemandApprovedFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandApprovedFact]("demand_approved")

func (f DemandApprovedFact) may(s State, e Event) error {
	d, err := s.demandIn(f.ID, DemandDrafted)
	if err != nil {
		return err
	}
	if d.Drafter == e.By {
		return errs.New(errs.Forbidden, "who drafted a demand may not approve it").Because("ask a second person to read and approve it")
	}
	return nil
}

func (f DemandApprovedFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.State, d.Approver, d.ApprovedOn = DemandApproved, e.By, e.On
	s.set(d)
}

// DemandSentFact: it left the house.
type DemandSentFact struct {
	ID        string `json:"id"`
	How       string `json:"how"`
	Reference string `json:"reference,omitempty"`
	Message   string `json:"message,omitempty"`
}

var _ = fact[DemandSentFact]("demand_sent")

func (f DemandSentFact) may(s State, _ Event) error {
	d, err := s.demandIn(f.ID, DemandApproved)
	if d.State == DemandDrafted {
		return errs.As(err).Because("have it approved by a second person first")
	}
	return err
}

func (f DemandSentFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	d.State, d.Sending = DemandSent, Sending{On: e.On, How: f.How, Reference: f.Reference, Message: f.Message}
	s.set(d)
}

// DemandPaidFact: the guarantor's money arrived on the day of the event. What it paid short may be demanded again.
type DemandPaidFact struct {
	ID      string       `json:"id"`
	Amount  money.Amount `json:"amount"`
	Payment string       `json:"payment"`
}

var _ = fact[DemandPaidFact]("demand_paid")

func (f DemandPaidFact) may(s State, e Event) error {
	d, err := s.openDemand(f.ID)
	if err != nil {
		return err
	}
	switch {
	case !d.Left():
		return wrongState(d).Because("record first that it was approved and sent")
	case e.On < d.Sending.On:
		var faults errs.Faults
		faults.Add("on", "it was sent on {day}", "day", d.Sending.On).Because("check both days")
		return faults.Err()
	case d.Order.On != 0:
		return errs.New(errs.Refused, "an order of {court} forbids the payment", "court", d.Order.Court).At(d.ID).Because("record that the order was lifted, then book the money")
	}
	return s.payable(f.Amount, d.Reserved)
}

func (f DemandPaidFact) on(s *State, e Event) {
	d, _ := s.Demand(f.ID)
	s.Paid.Minor += f.Amount.Minor
	s.free(&d, d.Reserved.Minor-f.Amount.Minor)
	d.State, d.Paid, d.PaidOn, d.Payment = DemandPaid, f.Amount, e.On, f.Payment
	s.set(d)
	if s.Paid.Minor+s.Reduced.Minor >= s.Face.Minor && s.Life == InForce {
		s.end(Exhausted, e.On)
	}
}

// DemandUnpaidFact: the guarantor got its money back; it may be demanded again.
type DemandUnpaidFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandUnpaidFact]("demand_unpaid")

func (f DemandUnpaidFact) may(s State, _ Event) error {
	_, err := s.demandIn(f.ID, DemandPaid)
	return err
}

func (f DemandUnpaidFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	s.Instrument = s.Instrument.unpay(d.Deal, d.Paid)
	if s.Life == InForce {
		s.EndedOn, s.Clock.Archived = 0, 0
	}
	d.State, d.Paid, d.PaidOn, d.Payment = DemandWithdrawn, s.amount(0), 0, ""
	s.set(d)
}

// DemandWithdrawnFact: the house takes it back; what was set aside is free again.
type DemandWithdrawnFact struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

var _ = fact[DemandWithdrawnFact]("demand_withdrawn")

func (f DemandWithdrawnFact) may(s State, _ Event) error {
	_, err := s.openDemand(f.ID)
	return err
}

func (f DemandWithdrawnFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	s.free(&d, d.Reserved.Minor)
	d.State, d.Ended = DemandWithdrawn, f.Why
	s.set(d)
}
