package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
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

	Drafter    string       `json:"drafter,omitempty"` // login; nobody approves a draft of their own
	Follows    string       `json:"follows,omitempty"` // id of the rejected demand after which it comes
	Reference  string       `json:"reference,omitempty"`
	Dated      day.Date     `json:"dated,omitzero"`     // day that the statement bears
	ExtendTo   day.Date     `json:"extend_to,omitzero"` // extend or pay: the expiry that would do instead of money
	Documents  []Document   `json:"documents,omitempty"`
	Approver   string       `json:"approver,omitempty"`
	ApprovedOn day.Date     `json:"approved_on,omitzero"`
	Sending    Sending      `json:"sending,omitzero"`
	Presented  Presentation `json:"presentation,omitzero"`
	Notices    []Rejection  `json:"notices,omitempty"`    // rejections, in the order in which they came; the first alone counts
	Found      bool         `json:"found,omitempty"`      // the guarantor itself found it complying
	AcceptedOn day.Date     `json:"accepted_on,omitzero"` // day from which the guarantor must pay it
	PayBy      day.Date     `json:"pay_by,omitzero"`      // from the day after it is overdue
	Offered    day.Date     `json:"offered,omitzero"`     // expiry that the guarantor granted
	Order      CourtOrder   `json:"order,omitzero"`       // that forbids the payment, while it stands
	Disputed   string       `json:"disputed,omitempty"`   // what the dispute is about
	Ended      string       `json:"ended,omitempty"`      // why the house withdrew it
	Imported   Imported     `json:"imported,omitzero"`
}

// DemandState is where a demand stands.
type DemandState string

// The states of a demand.
const (
	DemandDrafted    DemandState = "drafted"   // its amount is set aside already
	DemandApproved   DemandState = "approved"  // by another person than who drafted it
	DemandSent       DemandState = "sent"      // on its way
	DemandPresented  DemandState = "presented" // it has arrived and is examined
	DemandIncomplete DemandState = "incomplete"
	DemandLate       DemandState = "late"      // it arrived after the end: nobody must examine it
	DemandComplying  DemandState = "complying" // found complying
	DemandDeemed     DemandState = "deemed_complying"
	DemandSuspended  DemandState = "suspended" // it complies and waits for an extension
	DemandDue        DemandState = "due"       // no extension came: to be paid without a new demand
	DemandOverdue    DemandState = "overdue"
	DemandDispute    DemandState = "dispute"
	DemandPaid       DemandState = "paid"
	DemandRejected   DemandState = "rejected"
	DemandWithdrawn  DemandState = "withdrawn"
	DemandExtended   DemandState = "extended" // withdrawn, because the guarantor extended instead
	DemandForeign    DemandState = "imported" // of somebody else, read for its findings; it claims nothing here
	DemandFaulty     DemandState = "non_complying"
)

// DemandStates are all states, in the order in which a demand meets them.
func DemandStates() []DemandState {
	return []DemandState{DemandDrafted, DemandApproved, DemandSent, DemandIncomplete, DemandPresented, DemandLate, DemandComplying, DemandDeemed, DemandSuspended, DemandDue, DemandOverdue,
		DemandDispute, DemandPaid, DemandRejected, DemandWithdrawn, DemandExtended, DemandForeign, DemandFaulty}
}

// Label is the word for people.
func (s DemandState) Label() errs.Text {
	switch s {
	case DemandDrafted:
		return errs.T("drafted")
	case DemandApproved:
		return errs.T("approved")
	case DemandSent:
		return errs.T("sent")
	case DemandPresented:
		return errs.T("presented, being examined")
	case DemandIncomplete:
		return errs.T("presented, not complete yet")
	case DemandLate:
		return errs.T("presented too late")
	case DemandComplying:
		return errs.T("complying")
	case DemandDeemed:
		return errs.T("deemed complying")
	case DemandSuspended:
		return errs.T("suspended for an extension")
	case DemandDue:
		return errs.T("due for payment")
	case DemandOverdue:
		return errs.T("overdue")
	case DemandDispute:
		return errs.T("in dispute")
	case DemandPaid:
		return errs.T("paid")
	case DemandRejected:
		return errs.T("rejected")
	case DemandWithdrawn:
		return errs.T("withdrawn")
	case DemandExtended:
		return errs.T("withdrawn, the guarantee was extended")
	case DemandForeign:
		return errs.T("imported")
	case DemandFaulty:
		return errs.T("imported, does not comply")
	}
	return errs.T("unknown ({word})", "word", string(s))
}

// Sending is how a demand left the house.
type Sending struct {
	On        day.Date `json:"on,omitzero"`
	How       string   `json:"how,omitempty"` // courier, hand, swift, email, portal
	Reference string   `json:"reference,omitempty"`
	Message   string   `json:"message,omitempty"` // the MT 765, when one could be written
}

// Presentation is how a demand arrived and what follows from it. Its dates keep the rule and the calendar that produced them.
type Presentation struct {
	At          day.Instant          `json:"at,omitzero"`
	Day         deadline.Explained   `json:"day,omitzero"` // it counts as presented on this day
	Late        bool                 `json:"late,omitempty"`
	Lacks       string               `json:"lacks,omitempty"` // what is to come yet; it is not examined before
	Examination deadline.Examination `json:"examination,omitzero"`
	Suspension  deadline.Suspension  `json:"suspension,omitzero"` // of a demand that an extension would satisfy
	NoClock     string               `json:"no_clock,omitempty"`  // why there is no deadline
}

// Rejection is a notice of the guarantor that it will not pay.
type Rejection struct {
	On        day.Date          `json:"on"`
	Reference string            `json:"reference,omitempty"`
	Reasons   []string          `json:"reasons"`
	Standing  deadline.Standing `json:"standing,omitempty"`
	Precluded bool              `json:"precluded,omitempty"` // it came too late, or after another: it counts for nothing
}

// CourtOrder forbids a payment for a while. The clocks for notices run on.
type CourtOrder struct {
	On    day.Date `json:"on,omitzero"`
	Court string   `json:"court,omitempty"`
	Ref   string   `json:"ref,omitempty"`
}

// Imported is a demand that somebody else made, as it was read.
type Imported struct {
	Reference  string   `json:"reference,omitempty"`
	SHA256     string   `json:"sha256,omitempty"`
	Findings   []string `json:"findings,omitempty"`
	Duplicates int      `json:"duplicates,omitempty"` // how often it came again
}

// PayWithin are the calendar days in which a demand that complies should be paid; the rules say "pay" and name none (proposal).
const PayWithin = 5

// Open reports whether the demand still claims a part of the promise.
func (d Demand) Open() bool { return d.Reserved.Minor > 0 }

// Left reports whether the demand has left the house.
func (d Demand) Left() bool { return d.State != DemandDrafted && d.State != DemandApproved }

// Accepted reports whether the guarantor must pay: found complying, deemed so, or due because no extension came.
func (d Demand) Accepted() bool {
	switch d.State {
	case DemandComplying, DemandDeemed, DemandSuspended, DemandDue, DemandOverdue, DemandDispute:
		return true
	}
	return false
}

// Short reports whether less was paid than demanded.
func (d Demand) Short() bool { return d.State == DemandPaid && d.Paid.Minor < d.Amount.Minor }

// Discrepancies are the reasons of the notice that counts.
func (d Demand) Discrepancies() []string {
	for _, n := range d.Notices {
		if !n.Precluded {
			return n.Reasons
		}
	}
	return nil
}

// Next is the day until which something must happen to the demand, and none when nothing has a day.
func (d Demand) Next() day.Date {
	switch d.State {
	case DemandPresented:
		return d.Presented.Examination.Last()
	case DemandSuspended:
		return d.Presented.Suspension.Latest.On
	case DemandComplying, DemandDeemed, DemandDue:
		return d.PayBy
	}
	return 0
}

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
	s.claim()
}

// claim notes at the instrument what its open demands claim, by deal, and whether a court forbids one of them to be paid.
func (s *State) claim() {
	s.Demanded, s.Enjoined = nil, false
	for _, d := range s.Demands {
		if d.Open() {
			s.Demanded = append(s.Demanded, Allocation{Deal: d.Deal, Amount: d.Reserved})
			s.Enjoined = s.Enjoined || d.Order.On != 0
		}
	}
}

// openDemand is the demand, when it still claims something. Errors: NotFound, Conflict.
func (s State) openDemand(id string) (Demand, error) {
	d, err := s.Demand(id)
	if err == nil && !d.Open() {
		err = wrongState(d).Because("make a new demand, if something is still owed")
	}
	return d, err
}

// demandIn is the demand, when it is in one of some states. Errors: NotFound, Conflict.
func (s State) demandIn(id string, states ...DemandState) (Demand, error) {
	d, err := s.Demand(id)
	if err == nil && !slices.Contains(states, d.State) {
		err = wrongState(d)
	}
	return d, err
}

func wrongState(d Demand) *errs.Error {
	return errs.New(errs.Conflict, "this demand is {state}", "state", d.State.Label()).At(d.ID)
}

// free takes the reservation of a demand off the promise and gives the deal back a part of it.
func (s *State) free(d *Demand, back int64) {
	s.Reserved.Minor -= d.Reserved.Minor
	d.Reserved.Minor = 0
	if back > 0 {
		s.Allocations = giveBack(s.Allocations, Allocation{Deal: d.Deal, Amount: s.amount(min(back, s.Face.Minor))}, s.Face.Minor)
	}
}

// accept makes the demand one that must be paid from a day on, or one that waits for the extension that would do instead.
func (d *Demand) accept(to DemandState, on day.Date) {
	d.State, d.AcceptedOn = to, on
	if s := d.Presented.Suspension; d.ExtendTo != 0 && s.Latest.On != 0 {
		if d.State, d.PayBy = DemandSuspended, 0; on > s.Latest.On {
			d.due(on)
		}
		return
	}
	d.PayBy = deadline.After(on, PayWithin).On
}

func (d *Demand) due(on day.Date) {
	d.State, d.PayBy = DemandDue, deadline.After(on, PayWithin).On
}
