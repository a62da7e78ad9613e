package desk_test

import (
	"testing"

	"kontor/internal/testdb"
)

// A deal may have rules of its own for what money meets first, for what is paid beyond what is due, and for cents that are missing.
func TestADealHasItsOwnWaterfall(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c := h.people("W")
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	res := h.do("clerk", "deal.quote", object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "advance": "240000.00 EUR",
		"starts_on": h.today().String(), "expires_on": h.today().Add(30).String(), "rate": "12", "count": 24, "every_months": 1, "method": "annuity", "timing": "arrears",
		"pay_order": "principal_first", "overpaid": "last_instalment", "tolerance": "0.05 EUR"})
	deal := text(res, "deal")
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	h.secure(c, deal, "G-W", "1400000.00 EUR")
	h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-W"})
	h.deliver(c, deal, "W")
	h.goTo(h.today().AddMonths(1)) // 45,190.53 of which 9,600.00 are interest
	paid := h.do("accountant", "payment.receive", object{"deal": deal, "amount": "40000.00 EUR", "value_on": h.today().String(), "reference": "W-1"})
	part := paid["parts"].([]any)[0].(object)
	if part["principal_minor"] != 3559053.0 || part["interest_minor"] != 440947.0 {
		t.Errorf("principal first: got %v", part)
	}
	short := h.do("accountant", "payment.receive", object{"deal": deal, "amount": "5190.50 EUR", "value_on": h.today().String(), "reference": "W-2"})
	if text(short, "overdue") != "0.00 EUR" {
		t.Errorf("three cents are within the tolerance, overdue is %s", text(short, "overdue"))
	}
	over := h.do("accountant", "payment.receive", object{"deal": deal, "amount": "1000.00 EUR", "value_on": h.today().String(), "reference": "W-3"})
	parts := over["parts"].([]any)
	if len(parts) != 1 || parts[0].(object)["nr"] != 24.0 || text(over, "unapplied") != "0.00 EUR" {
		t.Errorf("beyond what is due: got %v", over)
	}
	h.provesItself()
}
