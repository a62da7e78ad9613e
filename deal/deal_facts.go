package deal

import (
	"kontor/day"
	"kontor/errs"
	"kontor/goods"
	"kontor/guarantee"
	"kontor/money"
)

// Facts are everything that the gate reads, as plain values of one moment. What is not there counts as missing, never as
// fine: the zero Facts are refused on every condition.
type Facts struct {
	Deal     string
	Kind     Kind
	Stage    Stage
	Today    day.Date
	End      day.Date // last day on which anything can be owed
	Contract Contract
	Parties  []Party // everybody with a part in the deal: customer, guarantors, owners, directors, carrier…
	Lists    []List  // watch lists in force now, one a source
	Cover    guarantee.Result
	Limits   []Limit // one for every guarantor whose promise counts
	Units    []Unit
	Papers   []Paper // documents of the deal beside those of the units
	Waivers  []Waiver
}

// Contract is what was agreed and what of it must have happened.
type Contract struct {
	SignedOn        day.Date
	Price           money.Amount
	AdvanceRequired money.Amount // to be paid before release; zero when none
	AdvancePaid     money.Amount
}

// Roles of parties that the gate asks for by name. Any other role is welcome and treated alike.
const (
	RoleCustomer  = "customer"
	RoleGuarantor = "guarantor"
)

// OutcomeClear is the only outcome of vetting that passes the gate.
const OutcomeClear = "clear"

// Party is one party with the outcome of its last vetting.
type Party struct {
	ID         string
	Name       string
	Role       string
	Outcome    string      // clear, review, blocked, stale, unscreened
	Reasons    []errs.Text // why it is not clear
	Lists      []string    // ids of the list sets that it was screened against
	ScreenedOn day.Date
}

// List is a watch list in force.
type List struct {
	ID      string
	Source  string   // name of the list for people
	Listed  day.Date // date of the list
	StaleOn day.Date // first day on which it is too old to rely upon
}

// Limit is how much of one guarantor the house is willing to hold, this deal included.
type Limit struct {
	Guarantor string // party id
	Name      string
	Used      money.Amount
	Most      money.Amount
}

// Unit is one machine of the deal.
type Unit struct {
	ID       string
	Name     string // maker, model, serial, for people
	Supply   goods.Supply
	Claim    goods.Claim
	Blockers []goods.Blocker
	Missing  []errs.Text // entries that the unit's file lacks
}

// UnitOf takes from a unit what the gate reads.
func UnitOf(u goods.Unit, name string) Unit {
	return Unit{ID: u.ID, Name: name, Supply: u.Supply, Claim: u.Claim, Blockers: u.Papers.Blockers(), Missing: u.Missing()}
}

// Paper is a document that the deal needs.
type Paper struct {
	Name    errs.Text
	Present bool
}

// Waiver lets a deal pass an open condition for a while. It is written by one person and confirmed by another.
type Waiver struct {
	Condition   Name
	Reason      string
	ProposedBy  string   // login
	ConfirmedBy string   // login
	ExpiresOn   day.Date // last day on which it holds
}
