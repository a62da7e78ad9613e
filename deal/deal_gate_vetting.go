package deal

import (
	"slices"
	"strings"

	"kontor/errs"
)

// askVetting: lists in force and fresh, and everybody clear under exactly those. Without a list nothing passes; without a
// vetted customer nothing passes; a guarantor whose promise counts is a party like any other.
func askVetting(f Facts) Condition {
	c := Condition{Name: VettingName, Required: errs.T("every party clear under the lists in force")}
	askLists(&c, f)
	clear, customer := 0, false
	for _, p := range f.Parties {
		customer = customer || p.Role == RoleCustomer
		if askParty(&c, f, p) {
			clear++
		}
	}
	if !customer {
		c.open(f.Deal, errs.T("the deal has no vetted customer"), errs.T("vet the customer of the deal"))
	}
	for _, id := range f.Cover.Guarantors {
		if !slices.ContainsFunc(f.Parties, func(p Party) bool { return p.ID == id }) {
			c.open(id, errs.T("a guarantor of the deal was not vetted"), errs.T("vet the guarantor"))
		}
	}
	c.Present = errs.T("{clear} of {n} parties clear", "clear", clear, "n", len(f.Parties))
	if len(f.Lists) > 0 && len(c.Open) == 0 {
		newest := f.Lists[0].Listed
		for _, l := range f.Lists {
			newest = max(newest, l.Listed)
		}
		c.Present = errs.T("{n} parties clear, lists of {day}", "n", len(f.Parties), "day", newest)
	}
	return c
}

func askLists(c *Condition, f Facts) {
	if len(f.Lists) == 0 {
		c.open("", errs.T("no watch list is in force"), errs.T("load a watch list and have a second person activate it"))
	}
	for _, l := range f.Lists {
		if l.StaleOn <= f.Today {
			c.open(l.ID, errs.T("the list {source} of {day} is too old", "source", l.Source, "day", l.Listed),
				errs.T("load the current list {source} and have a second person activate it", "source", l.Source))
		}
	}
}

// askParty notes what keeps one party from being clear under the lists in force and reports whether nothing does.
func askParty(c *Condition, f Facts, p Party) bool {
	before := len(c.Open)
	switch p.Outcome {
	case OutcomeClear:
		if missing := unscreened(f, p); missing != "" {
			c.open(p.ID, errs.T("{party} was not screened against the list in force: {source}", "party", p.Name, "source", missing),
				errs.T("vet {party} again", "party", p.Name))
		}
	case "blocked":
		c.open(p.ID, errs.T("{party} is blocked", "party", p.Name), errs.T("nobody can release to a blocked party; settle the hit with evidence, or end the deal"))
	case "review":
		c.open(p.ID, errs.T("{party} has hits to be cleared", "party", p.Name), errs.T("clear or confirm the hits of {party}", "party", p.Name))
	case "stale":
		c.open(p.ID, errs.T("the vetting of {party} is out of date", "party", p.Name), errs.T("vet {party} again", "party", p.Name))
	default:
		c.open(p.ID, errs.T("{party} was never vetted", "party", p.Name), errs.T("vet {party}", "party", p.Name))
	}
	if len(c.Open) > before && p.Outcome != OutcomeClear {
		for _, r := range p.Reasons {
			c.open(p.ID, errs.T("{party}: {reason}", "party", p.Name, "reason", r), errs.T("look at the vetting of {party}", "party", p.Name))
		}
	}
	return len(c.Open) == before
}

// unscreened names the lists in force that the party was not screened against.
func unscreened(f Facts, p Party) string {
	var names []string
	for _, l := range f.Lists {
		if !slices.Contains(p.Lists, l.ID) {
			names = append(names, l.Source)
		}
	}
	return strings.Join(names, ", ")
}
