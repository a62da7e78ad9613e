package desk_test

import (
	"fmt"
	"testing"

	"kontor/internal/testdb"
	"kontor/store"
)

// Pages of a house with 2,000 guarantees of 20 guarantors, which secure 100 leases whose units are out.
func BenchmarkHouseOf2000Guarantees(b *testing.B) {
	h := newHouse(b, testdb.SQLite(b))
	h.list()
	h.rate()
	h.do("risk", "calendar.load", object{"content": []byte(twoCalendars)})
	const leases, guarantors, each = 100, 20, 20
	g := ""
	var banks []string
	for n := range leases {
		c := h.people(fmt.Sprint(n))
		if len(banks) < guarantors {
			h.do("clerk", "branch.register", object{"party": c.guarantor, "name": "Musterbank", "place": "Musterhafen", "country": "DE", "calendar": "K"})
			banks = append(banks, c.guarantor)
		}
		c.guarantor = banks[n%guarantors]
		for _, p := range []string{c.maker, c.customer, c.guarantor} {
			h.do("risk", "party.vet", object{"party": p})
		}
		deal := h.lease(c)
		h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
		for k := range each {
			g = h.secure(c, deal, fmt.Sprintf("G-%d-%d", n, k), "60000.00 EUR")
		}
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": fmt.Sprint("ADV-", n)})
		h.deliver(c, deal, fmt.Sprint(n))
	}
	h.goTo(h.today().Add(30))
	h.rate()
	ask := func(verb string, req object) func() { return func() { h.do("risk", verb, req) } }
	for _, page := range []struct {
		name string
		show func()
	}{
		{"list", func() {
			if _, err := h.desk.ReadList(h.ctx, h.actor("risk"), "guarantees", store.ListQuery{}, true); err != nil {
				b.Fatal(err)
			}
		}},
		{"page", func() {
			if _, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), g); err != nil {
				b.Fatal(err)
			}
		}},
		{"today", func() { h.tasks("risk") }},
		{"calendar", ask("guarantee.calendar", object{"until": h.today().AddMonths(40).String()})},
		{"draw or replace", ask("guarantee.draw_or_replace", object{})},
		{"gaps", ask("guarantee.gaps", object{})},
		{"exposure", ask("guarantee.exposure", object{})},
		{"close", func() {
			h.goTo(h.today().Add(1))
			h.do("accountant", "day.close", object{"on": h.today().String()})
		}},
	} {
		b.Run(page.name, func(b *testing.B) {
			for b.Loop() {
				page.show()
			}
		})
	}
}
