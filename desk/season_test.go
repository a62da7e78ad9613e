package desk_test

import (
	"strconv"
	"testing"

	"kontor/internal/testdb"
	"kontor/store"
)

// shaped quotes, signs, secures and delivers a lease of 24 months whose terms have something beside.
func (h *house) shaped(n string, more object) (c cast, deal string) {
	h.t.Helper()
	c = h.people(n)
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	ask := object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "advance": "240000.00 EUR",
		"starts_on": h.today().String(), "expires_on": h.today().Add(30).String(), "rate": "12", "count": 24, "every_months": 1, "method": "annuity", "timing": "arrears"}
	for k, v := range more {
		ask[k] = v
	}
	deal = text(h.do("clerk", "deal.quote", ask), "deal")
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	h.secure(c, deal, "G-"+n, "1600000.00 EUR")
	h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-" + n})
	h.deliver(c, deal, n)
	return c, deal
}

// Interest that joins the balance in a season without rentals is earned when it joins, not at the delivery; whoever prepays before the
// season owes nothing of it; and a lease that runs to its end owes nothing.
func TestASeasonIsEarnedWhenItPasses(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		_, deal := h.shaped("S", object{"skip_months": []string{"5", "6"}})
		if got := h.balance(deal, "receivable_principal"); got != 96000000 {
			t.Errorf("at the delivery %d of principal are owed, want 960,000.00", got)
		}
		h.goTo(h.today().AddMonths(1))
		h.do("accountant", "day.close", object{"on": h.today().String()})
		first := h.first(deal)
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": first, "value_on": h.today().String(), "reference": "S-1"})
		after := h.balance(deal, "receivable_principal")
		h.goTo(h.today().AddMonths(1)) // 2 May: nothing is due, a month's interest joins
		h.do("accountant", "day.close", object{"on": h.today().String()})
		if got, want := h.balance(deal, "receivable_principal"), after+(after+50)/100; got != want {
			t.Errorf("in May %d are owed, want %d", got, want)
		}
		h.provesItself()
		h.list()
		h.rate()
		_, other := h.shaped("T", object{"grace_capitalised": 3})
		h.do("manager", "deal.restructure", object{"deal": other, "rate": "12", "count": 20, "first_due_on": h.today().AddMonths(1).String()})
		if got := h.balance(other, "receivable_principal"); got != 96000000 {
			t.Errorf("after a restructuring on the first day %d are owed, want 960,000.00", got)
		}
		h.provesItself()
	})
}

// first is what the next rental of a deal asks for.
func (h *house) first(deal string) string {
	h.t.Helper()
	var interest, principal int64
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(h.ctx, "select interest_minor, principal_minor from instalment where deal_id = $1 and kind = 'rental' and paid_on = '' order by due_on limit 1", deal).
			Scan(&interest, &principal)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	minor := interest + principal
	return strconv.FormatInt(minor/100, 10) + "." + strconv.FormatInt(100+minor%100, 10)[1:] + " EUR"
}
