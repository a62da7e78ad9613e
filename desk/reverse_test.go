package desk_test

import (
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/internal/testdb"
)

// What a settlement booked beside the money for a unit goes back with the money.
func TestAReversedPartTakesItsPriceAndTaxBack(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, units := h.fleet()
	h.goTo(firstDay.AddMonths(1))
	h.receive(deal, "101678.70 EUR", h.today().String(), "R1")
	codes := []string{"revenue", "income_fee", "tax_payable", "income_interest", "bank"}
	before := map[string]int64{}
	for _, c := range codes {
		before[c] = h.balance("", c)
	}
	end := object{"deal": deal, "unit": units[0], "end_price": "1000.00 EUR", "tax_pct": "19", "fee": "50.00 EUR"}
	quote := h.do("clerk", "deal.buy_out_quote", end)
	end["outcome"], end["reference"], end["amount"] = "sold", "U1", quote["result"]
	h.reverse(text(h.do("accountant", "deal.end_unit", end), "payment"))
	for _, c := range codes {
		if got := h.balance("", c); got != before[c] {
			t.Errorf("%s: %d, was %d", c, got, before[c])
		}
	}
	h.provesItself()
}

// A version that was agreed with money paid ahead is reversed with it.
func TestAReversedPrepaymentReversesItsVersion(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.goTo(firstDay.AddMonths(1))
	h.receive(deal, rental, h.today().String(), "R1")
	paid := h.do("accountant", "deal.prepay", object{"deal": deal, "amount": "100000.00 EUR", "value_on": h.today().String(), "reference": "P1", "effect": "lower_rental"})
	h.reverse(text(paid, "payment"))
	for _, table := range h.record("manager", deal).Tables {
		if table.Title != "Versions of the contract" {
			continue
		}
		if last := table.Rows[len(table.Rows)-1]; last[len(last)-1] == day.Instant(0) {
			t.Errorf("the version stands: %v", last)
		}
		return
	}
	t.Error("no versions are shown")
}

// A typing error in a due date does not keep the whole house from closing its day.
func TestAChargeIsDueWithinReach(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	if e := h.refused(errs.Invalid, "accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR", "due_on": "9999-12-31"}); e.Faults[0].Field != "due_on" {
		t.Errorf("got %v", e)
	}
	h.do("accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR", "due_on": firstDay.AddMonths(36).String()})
	h.do("accountant", "day.close", object{"on": h.today().String()})
}

// Penalties and roundings that no contract can mean are not quoted.
func TestTermsOfLatenessAreChecked(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	for field, value := range map[string]string{"penalty_rate": "101", "penalty_cap": "-1", "round_to": "100 JPY"} {
		terms := h.levelled(c, "", "")
		delete(terms, "programmes")
		terms[field] = value
		if e := h.refused(errs.Invalid, "clerk", "deal.quote", terms); len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, e)
		}
	}
}

// A charge that waits for the next rental follows when the rows are made anew, and goes when it is reversed afterwards.
func TestAChargeIsReversedAfterAnAgreement(t *testing.T) {
	on := firstDay.AddMonths(1).Add(10)
	for verb, request := range map[string]object{
		"deal.restructure": {"rate": "12", "count": 23},
		"deal.holiday":     {"rentals": 1, "interest": "deferred"},
		"deal.prepay":      {"amount": "100000.00 EUR", "value_on": on.String(), "reference": "PP", "effect": "lower_rental"},
	} {
		t.Run(verb, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			c, deal, _ := h.running()
			h.secure(c, deal, "G-2", "200000.00 EUR")
			h.goTo(on.Add(-10))
			h.receive(deal, rental, h.today().String(), "R1")
			h.goTo(on)
			fee := text(h.do("accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR"}), "change")
			request["deal"] = deal
			who := map[bool]string{true: "accountant", false: "manager"}[verb == "deal.prepay"]
			h.do(who, verb, request)
			h.reverse(fee)
			h.provesItself()
			h.goTo(on.AddMonths(2))
			h.do("accountant", "day.close", object{"on": h.today().String()})
			if got := h.balance(deal, "receivable_fee"); got != 0 {
				t.Errorf("%d of the fee are owed after it was reversed", got)
			}
			h.provesItself()
		})
	}
}

// A buy-out asks for charges that wait for the next rental, and not for services of periods that never come.
func TestABuyOutAsksForWhatWasCharged(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.terms = object{"fees": []object{{"name": "Wartung", "amount": "100.00 EUR", "when": "per_rental", "service": true}}}
	_, deal, _ := h.running()
	h.goTo(firstDay.AddMonths(1))
	h.receive(deal, "45290.53 EUR", h.today().String(), "R1")
	h.goTo(h.today().Add(10))
	h.do("accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR"})
	h.do("accountant", "deal.charge", object{"deal": deal, "kind": "penalty", "amount": "7.00 EUR"})
	quote := h.do("clerk", "deal.buy_out_quote", object{"deal": deal})
	if got := text(quote, "result"); got != "927547.83 EUR" { // balance 924,409.47, ten days of interest 3,081.36, and 57
		t.Errorf("the buy-out costs %s", got)
	}
	h.do("accountant", "deal.buy_out", object{"deal": deal, "amount": quote["result"], "reference": "ALL"})
	for code, want := range map[string]int64{"income_fee": -15000, "income_penalty": -700, "income_interest": -1268136, "loss": 0} {
		if got := h.balance("", code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	h.provesItself()
}
