package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Demand is one request for payment in its life.
type Demand struct {
	ID       string       `json:"id"`
	Deal     string       `json:"deal"`
	Amount   money.Amount `json:"amount"`
	State    DemandState  `json:"state"`
	Reserved money.Amount `json:"reserved"` // of the promise, while the demand is open
	Paid     money.Amount `json:"paid"`
	PaidOn   day.Date     `json:"paid_on,omitzero"`
	Payment  string       `json:"payment,omitempty"` // id of the money received
	MadeOn   day.Date     `json:"made_on"`
}

// DemandState is where a demand stands.
type DemandState string

// The states of a demand.
const (
	DemandPresented DemandState = "presented"
	DemandPaid      DemandState = "paid"
	DemandRejected  DemandState = "rejected"
	DemandWithdrawn DemandState = "withdrawn"
)

// Open reports whether the demand still claims a part of the promise.
func (d Demand) Open() bool { return d.Reserved.Minor > 0 }

// Demand finds a demand of the instrument. Errors: NotFound.
func (s State) Demand(id string) (Demand, error) {
	if n := slices.IndexFunc(s.Demands, func(d Demand) bool { return d.ID == id }); n >= 0 {
		return s.Demands[n], nil
	}
	return Demand{}, errs.New(errs.NotFound, "there is no demand {id}", "id", id).At(id)
}

// set puts a changed demand in the place of what it was.
func (s *State) set(d Demand) {
	s.Demands = slices.Clone(s.Demands)
	for n := range s.Demands {
		if s.Demands[n].ID == d.ID {
			s.Demands[n] = d
		}
	}
}

// openDemand is the demand, when it still claims something. Errors: NotFound, Conflict.
func (s State) openDemand(id string) (Demand, error) {
	d, err := s.Demand(id)
	if err == nil && !d.Open() {
		err = errs.New(errs.Conflict, "this demand is {state}", "state", string(d.State)).At(id).Because("make a new demand, if something is still owed")
	}
	return d, err
}

// DemandMadeFact: a demand was built; its amount is set aside, so that of two demands at once exactly one gets it.
type DemandMadeFact struct {
	ID     string       `json:"id"`
	Deal   string       `json:"deal"`
	Amount money.Amount `json:"amount"`
}

var _ = fact[DemandMadeFact]("demand_made")

func (f DemandMadeFact) may(s State, _ Event) error {
	_, err := s.Instrument.Reserve(f.Deal, f.Amount)
	return err
}

func (f DemandMadeFact) on(s *State, e Event) {
	s.Instrument = s.Instrument.reserve(f.Deal, f.Amount)
	s.Demands = append(slices.Clone(s.Demands), Demand{ID: f.ID, Deal: f.Deal, Amount: f.Amount, State: DemandPresented, Reserved: f.Amount,
		Paid: s.amount(0), MadeOn: e.On})
}

// DemandPaidFact: the guarantor's money arrived on the day of the event. What it paid short may be demanded again.
type DemandPaidFact struct {
	ID      string       `json:"id"`
	Amount  money.Amount `json:"amount"`
	Payment string       `json:"payment"`
}

var _ = fact[DemandPaidFact]("demand_paid")

func (f DemandPaidFact) may(s State, _ Event) error {
	d, err := s.openDemand(f.ID)
	if err != nil {
		return err
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

// free takes the reservation of a demand off the promise and gives the deal back a part of it.
func (s *State) free(d *Demand, back int64) {
	s.Reserved.Minor -= d.Reserved.Minor
	d.Reserved.Minor = 0
	if back > 0 {
		s.Allocations = giveBack(s.Allocations, Allocation{Deal: d.Deal, Amount: s.amount(back)})
	}
}

// DemandRejectedFact: the guarantor rejected it; the deal has back what was set aside.
type DemandRejectedFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandRejectedFact]("demand_rejected")

func (f DemandRejectedFact) may(s State, _ Event) error {
	_, err := s.openDemand(f.ID)
	return err
}

func (f DemandRejectedFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	s.free(&d, d.Reserved.Minor)
	d.State = DemandRejected
	s.set(d)
}

// DemandUnpaidFact: the guarantor got its money back; it may be demanded again.
type DemandUnpaidFact struct {
	ID string `json:"id"`
}

var _ = fact[DemandUnpaidFact]("demand_unpaid")

func (f DemandUnpaidFact) may(s State, _ Event) error {
	d, err := s.Demand(f.ID)
	if err == nil && d.State != DemandPaid {
		err = errs.New(errs.Conflict, "this demand is {state}", "state", string(d.State)).At(f.ID)
	}
	return err
}

func (f DemandUnpaidFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	s.Instrument = s.Instrument.unpay(d.Deal, d.Paid)
	if s.Life == InForce {
		s.EndedOn = 0
	}
	d.State, d.Paid, d.PaidOn, d.Payment = DemandWithdrawn, s.amount(0), 0, ""
	s.set(d)
}
