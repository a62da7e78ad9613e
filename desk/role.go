package desk

import (
	"slices"

	"kontor/errs"
)

// Role is what a login may do. See docs/roles.md for the table in words.
type Role string

// The roles of the house.
const (
	Clerk      Role = "clerk"      // desk clerk: parties, units, quotes, deliveries
	Risk       Role = "risk"       // risk officer: vetting, guarantees, defaults, demands
	Accountant Role = "accountant" // payments, close of day, reversals, rates
	Manager    Role = "manager"    // centre manager: signs, releases, sets goals; owns the goal
	Maker      Role = "maker"      // maker's representative: sees the maker's own units
	Guarantor  Role = "guarantor"  // guarantor's representative: sees its own guarantees
	Auditor    Role = "auditor"    // sees everything, changes nothing
	Admin      Role = "admin"      // logins, tokens, settings
)

// Roles are all roles, in the order in which people read them.
func Roles() []Role {
	return []Role{Clerk, Risk, Accountant, Manager, Maker, Guarantor, Auditor, Admin}
}

// staff may read the house; guests (maker, guarantor) see only what is theirs.
var staff = []Role{Clerk, Risk, Accountant, Manager, Auditor, Admin}

// everyone is staff and guests; lists for everyone are narrowed to the guest's own rows.
var everyone = Roles()

// Guest reports whether the role sees only what belongs to its own party.
func (r Role) Guest() bool { return r == Maker || r == Guarantor }

// allow is the one role check: deny unless the table of the verb, list or record names the role.
func allow(actor Actor, what string, roles []Role) error {
	if actor.ID == "" {
		return errs.New(errs.Unauthenticated, "please sign in first").In(what)
	}
	if slices.Contains(roles, actor.Role) {
		return nil
	}
	return errs.New(errs.Forbidden, "your role {role} may not do this", "role", string(actor.Role)).In(what).
		Because("ask someone with one of these roles: {roles}", "roles", join(roles))
}

func join(roles []Role) string {
	out := ""
	for i, r := range roles {
		if i > 0 {
			out += ", "
		}
		out += string(r)
	}
	return out
}
