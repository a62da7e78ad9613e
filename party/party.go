// Package party says who the house deals with: customers, makers, guarantors, suppliers and sponsors.
//
// A party is one person or one entity with its names, its country and its official numbers. What identifies it is
// hashed into a Fingerprint: a vetting is bound to that hash, so that a changed name or number makes it stale while a
// moved office does not. One party may have several roles.
package party

import (
	"kontor/day"
	"kontor/errs"
	"kontor/ident"
)

// Kind tells people from entities.
type Kind string

// The kinds.
const (
	Entity Kind = "entity"
	Person Kind = "person"
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Entity, Person} }

// Label is the word for people.
func (k Kind) Label() errs.Text {
	switch k {
	case Entity:
		return errs.T("company")
	case Person:
		return errs.T("person")
	}
	return errs.T("unknown ({word})", "word", string(k))
}

// Role is what the house does with a party.
type Role string

// The roles.
const (
	Customer  Role = "customer"  // buys or leases
	Maker     Role = "maker"     // builds the machines
	Guarantor Role = "guarantor" // stands for a customer's payments
	Supplier  Role = "supplier"  // sells parts and services
	Sponsor   Role = "sponsor"   // stands behind a customer, for example its parent
)

// Roles are all roles, in the order in which people read them.
func Roles() []Role { return []Role{Customer, Maker, Guarantor, Supplier, Sponsor} }

// Label is the word for people.
func (r Role) Label() errs.Text {
	switch r {
	case Customer:
		return errs.T("customer")
	case Maker:
		return errs.T("maker")
	case Guarantor:
		return errs.T("guarantor")
	case Supplier:
		return errs.T("supplier")
	case Sponsor:
		return errs.T("sponsor")
	}
	return errs.T("unknown ({word})", "word", string(r))
}

// Alias is another name of the party.
type Alias struct {
	Text string
	Type string // former, trade, foreign script…; "" when not known
}

// Party is one person or entity. Dates that are not known are zero.
type Party struct {
	ID           string
	Kind         Kind
	Name         string // as in the register, with the legal form
	Aliases      []Alias
	Country      string // ISO 3166 alpha-2
	Address      string
	LegalForm    string
	RegisteredOn day.Date // entry in the register
	BornOn       day.Date // persons only
	Identifiers  []ident.ID
	Roles        []Role
}

// Has reports whether the party has the role.
func (p Party) Has(role Role) bool {
	for _, r := range p.Roles {
		if r == role {
			return true
		}
	}
	return false
}
