// Package deal is the spine of the house: from enquiry to the last payment, and the gate in between.
//
// A deal moves through its Stages by a table. The step that matters is Release: it hands a machine to somebody who owes
// for it. Ask answers whether it may leave, with every reason at once and what would make each pass; Release does the
// same and, only if nothing is open, makes an Order. An Order cannot be made in any other way, so whoever holds a valid
// one holds the proof that the gate was asked. There is no override: vetting and cover cannot be waived by anybody;
// limits and papers can, by two people, with a reason and an end.
//
// Facts are plain values. The desk reads them in the same transaction in which it writes the order, so that a list
// loaded, a guarantee revoked or a second deal on the same unit in the same moment cannot slip through.
package deal

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Kind is how the customer pays.
type Kind string

// The kinds of deal.
const (
	Lease Kind = "lease"
	Sale  Kind = "sale"
)

// Stage is where a deal stands. Two things that people ask for are no stages, because they are computed each day and a
// stored copy would go stale: whether the cover suffices (secured) and whether the customer is late.
type Stage string

// The stages.
const (
	Enquiry   Stage = "enquiry"
	Quoted    Stage = "quoted"
	Signed    Stage = "signed"
	Released  Stage = "released"
	Delivered Stage = "delivered"
	Defaulted Stage = "defaulted"
	Recovered Stage = "recovered" // what could be had was had, from guarantee or machine
	Closed    Stage = "closed"
	Cancelled Stage = "cancelled"
	Refused   Stage = "refused" // by us
)

// Stages are all stages, in order.
func Stages() []Stage {
	return []Stage{Enquiry, Quoted, Signed, Released, Delivered, Defaulted, Recovered, Closed, Cancelled, Refused}
}

// Label is the word for people.
func (s Stage) Label() errs.Text {
	switch s {
	case Enquiry:
		return errs.T("enquiry")
	case Quoted:
		return errs.T("quoted")
	case Signed:
		return errs.T("signed")
	case Released:
		return errs.T("released")
	case Delivered:
		return errs.T("delivered")
	case Defaulted:
		return errs.T("in default")
	case Recovered:
		return errs.T("recovered")
	case Closed:
		return errs.T("closed")
	case Cancelled:
		return errs.T("cancelled")
	case Refused:
		return errs.T("refused")
	}
	return errs.T("unknown ({word})", "word", string(s))
}

// steps is the whole life of a deal. A released deal goes back to signed when its order is voided; a cured default goes
// back to delivered and keeps its history; a recovery whose money bounced is a default again.
var steps = map[Stage][]Stage{
	Enquiry:   {Quoted, Cancelled, Refused},
	Quoted:    {Quoted, Signed, Cancelled, Refused},
	Signed:    {Released, Cancelled, Refused},
	Released:  {Delivered, Signed, Cancelled},
	Delivered: {Defaulted, Closed},
	Defaulted: {Delivered, Recovered},
	Recovered: {Closed, Defaulted},
	Closed:    {},
	Cancelled: {},
	Refused:   {},
}

// Next are the stages that may follow.
func (s Stage) Next() []Stage { return slices.Clone(steps[s]) }

// Over reports whether nothing can follow.
func (s Stage) Over() bool { return len(steps[s]) == 0 }

// Out reports whether the customer has the machine.
func (s Stage) Out() bool { return s == Delivered || s == Defaulted || s == Recovered }

// Move allows a step or refuses it, naming the steps that exist. The error is Conflict.
//
// Moving to Released is allowed here like any step of the table; only Release gives the order that a release needs.
func (s Stage) Move(to Stage) error {
	if slices.Contains(steps[s], to) {
		return nil
	}
	e := errs.New(errs.Conflict, "a deal that is {from} cannot become {to}", "from", s.Label(), "to", to.Label())
	if s.Over() {
		return e.Because("this deal is over; open a new one")
	}
	names := make([]string, len(steps[s]))
	for n, next := range steps[s] {
		names[n] = string(next)
	}
	return e.Because("possible from here: {next}", "next", strings.Join(names, ", "))
}
