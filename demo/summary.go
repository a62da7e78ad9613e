package demo

import (
	"kontor/store"
)

// summary counts what the house holds.
func (c *chronicle) summary() (Summary, error) {
	s := Summary{House: c.house, Until: c.until, Verbs: c.verbs, Stages: map[string]int{}, Logins: c.logins, Try: c.try}
	for name, n := range map[string]*int{"parties": &s.Parties, "units": &s.Units, "deals": &s.Deals, "guarantees": &s.Guarantees, "payments": &s.Payments} {
		page, err := c.desk.ReadList(c.ctx, c.admin, name, store.ListQuery{Limit: 1}, false)
		if err != nil {
			return s, err
		}
		*n = int(page.All)
	}
	for _, stage := range []string{"quoted", "signed", "released", "delivered", "defaulted", "recovered", "closed", "cancelled"} {
		page, err := c.desk.ReadList(c.ctx, c.admin, "deals", store.ListQuery{Limit: 1, Filters: map[string]string{"stage": stage}}, false)
		if err != nil {
			return s, err
		}
		s.Stages[stage] = int(page.Matched)
	}
	return s, nil
}
