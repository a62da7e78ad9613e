package goods

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// ClaimKind says in which way a unit is bound.
type ClaimKind string

// The claim axis.
const (
	Free      ClaimKind = "free"      // anybody may bind it
	Reserved  ClaimKind = "reserved"  // for a deal, until a day
	Allocated ClaimKind = "allocated" // by a contract line
	OnDemo    ClaimKind = "on_demo"   // lent, until a day
	OnTrial   ClaimKind = "on_trial"  // on the test ground, until a day
	Leased    ClaimKind = "leased"    // handed over under a lease
)

// ClaimKinds are all ways of being bound, in order.
func ClaimKinds() []ClaimKind {
	return []ClaimKind{Free, Reserved, Allocated, OnDemo, OnTrial, Leased}
}

// Label is the word for people.
func (k ClaimKind) Label() errs.Text {
	switch k {
	case Free, "":
		return errs.T("free")
	case Reserved:
		return errs.T("reserved")
	case Allocated:
		return errs.T("allocated")
	case OnDemo:
		return errs.T("on demonstration")
	case OnTrial:
		return errs.T("on trial")
	case Leased:
		return errs.T("leased")
	}
	return unknownWord(string(k))
}

// Claim is what binds a unit now. The zero value is free. At most one claim is active on a unit; in the store a unique
// index holds that, so that the loser of a race is told who was first.
type Claim struct {
	Kind  ClaimKind
	Deal  string   // deal that holds the unit; "" for demo and trial
	Until day.Date // last day of a reservation, demo or trial; none otherwise
}

// IsFree reports whether nothing binds the unit.
func (c Claim) IsFree() bool { return c.Kind == Free || c.Kind == "" }

// On is the claim as it stands on a day: a reservation lapses after its last day. Demos and trials do not lapse; they
// become overdue, because the machine is not back by itself.
func (c Claim) On(today day.Date) Claim {
	if c.Kind == Reserved && today > c.Until {
		return Claim{Kind: Free}
	}
	return c
}

// Overdue reports whether a demo or trial should have ended.
func (c Claim) Overdue(today day.Date) bool {
	return (c.Kind == OnDemo || c.Kind == OnTrial) && today > c.Until
}

// Check refuses a claim that lacks its holder or its end.
func (c Claim) Check() error {
	if c.IsFree() {
		if c.Deal != "" || c.Until != 0 {
			return errs.New(errs.Invalid, "a free unit has neither a deal nor a last day")
		}
		return nil
	}
	if err := known(c.Kind, ClaimKinds()); err != nil {
		return err
	}
	var f errs.Faults
	if dealt := c.Kind == Reserved || c.Kind == Allocated || c.Kind == Leased; dealt && c.Deal == "" {
		f.Add("deal", "this claim belongs to a deal").Because("name the deal that binds the unit")
	}
	switch ends := c.Kind == Reserved || c.Kind == OnDemo || c.Kind == OnTrial; {
	case ends && c.Until == 0:
		f.Add("until", "this claim has a last day").Because("say until which day the unit is bound")
	case !ends && c.Until != 0:
		f.Add("until", "only reservations, demonstrations and trials have a last day")
	}
	return f.Err()
}

// follows is the claim axis: what may come after what. Back to free is always possible and not listed; a lease is only
// reached through an allocation, because only an allocated unit passes the gate.
var follows = map[ClaimKind][]ClaimKind{
	Free:      {Reserved, Allocated, OnDemo, OnTrial},
	Reserved:  {Reserved, Allocated},
	Allocated: {Leased},
	OnDemo:    {OnDemo},
	OnTrial:   {OnTrial},
	Leased:    {},
}

// Take replaces the claim by the next one, as seen today. The loser of a race sees who holds the unit and until when.
//
// Errors: Invalid for a malformed claim, Conflict when somebody else holds the unit or the step does not exist.
func (c Claim) Take(next Claim, today day.Date) (Claim, error) {
	if err := next.Check(); err != nil {
		return c, err
	}
	if next.Until != 0 && next.Until < today {
		return c, errs.New(errs.Invalid, "the last day {day} is past", "day", next.Until).Because("choose a day from {today} on", "today", today)
	}
	now := c.On(today)
	if next.IsFree() {
		return Claim{Kind: Free}, nil
	}
	if now.IsFree() {
		now.Kind = Free
	}
	switch {
	case now.Kind != Free && now.Deal != next.Deal:
		return c, now.held()
	case !slices.Contains(follows[now.Kind], next.Kind):
		if now.Kind == Free {
			return c, errs.New(errs.Conflict, "a unit that is {from} cannot become {to}", "from", now.Kind.Label(), "to", next.Kind.Label()).
				Because("allocate the unit to the deal first")
		}
		return c, now.held()
	}
	return next, nil
}

// held tells the loser who was first.
func (c Claim) held() *errs.Error {
	switch {
	case c.Kind == Reserved:
		return errs.New(errs.Conflict, "the unit is reserved for {deal} until {day}", "deal", c.Deal, "day", c.Until).
			Because("choose another unit, or wait until the reservation is given up or lapses")
	case c.Deal != "":
		return errs.New(errs.Conflict, "the unit is {state} to {deal}", "state", c.Kind.Label(), "deal", c.Deal).
			Because("choose another unit, or free this one from its deal first")
	}
	return errs.New(errs.Conflict, "the unit is {state} until {day}", "state", c.Kind.Label(), "day", c.Until).
		Because("take the unit back first, with its return inspection")
}
