package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// balance is debits less credits of an account of a deal.
func (h *house) balance(deal, code string) (minor int64) {
	h.t.Helper()
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(h.ctx, "select coalesce(sum(debits_minor - credits_minor), 0) from ledger_account where code = $1 and deal_id = $2", code, deal).Scan(&minor)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return minor
}

// A fee and a penalty are owed, paid before interest, waived, and taken back.
func TestAChargeIsOwedWaivedAndReversed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, _ := h.running()
		h.goTo(firstDay.AddMonths(1).Add(10))
		before := h.open(deal)
		for field, bad := range map[string]object{
			"kind":    {"deal": deal, "kind": "gift", "amount": "50.00 EUR"},
			"amount":  {"deal": deal, "kind": "fee", "amount": "50.00 USD"},
			"percent": {"deal": deal, "kind": "fee", "percent": "101", "of": "overdue"},
			"due_on":  {"deal": deal, "kind": "fee", "amount": "50.00 EUR", "due_on": firstDay.String()},
		} {
			if e := h.refused(errs.Invalid, "accountant", "deal.charge", bad); e.Faults[0].Field != field {
				t.Errorf("got a fault of %s, want %s", e.Faults[0].Field, field)
			}
		}
		fee := text(h.do("accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR"}), "change")
		penalty := h.do("manager", "deal.charge", object{"deal": deal, "kind": "penalty", "percent": "1.5", "of": "overdue"})
		if got := text(penalty, "amount"); got != "677.86 EUR" {
			t.Errorf("1.5 percent of the overdue rental: got %s", got)
		}
		h.provesItself()
		if got := h.open(deal); got != "1085300.66 EUR" {
			t.Errorf("open: got %s, was %s", got, before)
		}
		if e := h.refused(errs.Invalid, "manager", "deal.waive_charge", object{"deal": deal, "kind": "penalty", "amount": "700.00 EUR"}); e.Faults[0].Text.String() != "only 677.86 EUR of it are open" {
			t.Errorf("got %v", e)
		}
		waived := text(h.do("manager", "deal.waive_charge", object{"deal": deal, "kind": "penalty", "amount": "600.00 EUR"}), "change")
		h.provesItself()
		h.goTo(firstDay.AddMonths(2))
		h.receive(deal, "200.00 EUR", h.today().String(), "R1") // meets the overdue rental of the first month
		h.receive(deal, "90509.02 EUR", h.today().String(), "R2")
		h.provesItself()
		h.reverse(waived)
		h.provesItself()
		h.reverse(fee)
		h.reverse(text(penalty, "change"))
		h.provesItself()
		h.refused(errs.Conflict, "accountant", "posting.reverse", object{"posting": fee})
		if got := h.open(deal); got != "994191.74 EUR" {
			t.Errorf("open after all was taken back and 327.96 stayed unapplied: got %s", got)
		}
	})
}

// What is late costs a penalty by the day when the terms say so, up to its cap; money that turns out to have come in time leaves none.
func TestAPenaltyGrowsByTheDay(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.penal()
	h.goTo(firstDay.AddMonths(1).Add(17))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if got := h.openOf(deal, 1); got != "45958.77 EUR" { // 45,190.53 and 17 days at 0.1 percent
		t.Errorf("open of the rental after 17 days: %s", got)
	}
	h.provesItself()
	h.goTo(firstDay.AddMonths(1).Add(18))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if got := h.openOf(deal, 1); got != "46003.96 EUR" {
		t.Errorf("open of the rental after 18 days: %s", got)
	}
	h.receive(deal, "1000.00 EUR", h.today().Add(-4).String(), "R1")
	h.provesItself()
	h.goTo(firstDay.AddMonths(1).Add(29))
	late, _ := h.receive(deal, rental, firstDay.AddMonths(1).String(), "R2") // was at the bank in time
	if got := h.openOf(deal, 1); got != "0.00 EUR" {
		t.Errorf("open of the rental that was paid in time: %s", got)
	}
	h.provesItself()
	h.reverse(late)
	h.goTo(firstDay.AddMonths(14))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	h.provesItself()
	if got := h.balance(deal, "receivable_penalty"); got <= 0 {
		t.Errorf("no penalty after a year: %d", got)
	}
}

// penal is a running lease whose terms ask 0.1 percent a day of what is overdue, at most a tenth.
func (h *house) penal() (c cast, deal, guarantee string) {
	h.t.Helper()
	h.terms = object{"penalty_rate": "0.1", "penalty_cap": "10"}
	return h.running()
}

// Money paid ahead lowers the rental, shortens the term or takes the principal of the next rentals; its reversal restores the schedule.
func TestMoneyIsPaidAhead(t *testing.T) {
	for effect, want := range map[string]struct{ rental, ends string }{
		"lower_rental": {"35017.79 EUR", "2028-03-02"}, "shorter_term": {"45190.53 EUR", "2027-10-02"}, "skip_next": {"8884.63 EUR", "2028-03-02"}} {
		t.Run(effect, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			_, deal, _ := h.running()
			h.goTo(firstDay.AddMonths(2))
			h.receive(deal, rental, h.today().String(), "R1")
			before := h.open(deal)
			prepay := object{"deal": deal, "amount": "245190.53 EUR", "value_on": h.today().String(), "reference": "AHEAD", "effect": effect}
			h.refused(errs.Refused, "accountant", "deal.prepay", object{"deal": deal, "amount": "1000.00 EUR", "value_on": h.today().String(), "reference": "AHEAD", "effect": effect})
			h.refused(errs.Invalid, "accountant", "deal.prepay", object{"deal": deal, "amount": "245190.53 EUR", "value_on": firstDay.String(), "reference": "AHEAD", "effect": effect})
			res := h.do("accountant", "deal.prepay", prepay)
			if text(res, "ahead") != "200000.00 EUR" || text(res, "rental") != want.rental || text(res, "ends_on") != want.ends || res["covered"] != true {
				t.Errorf("got %v", res)
			}
			h.provesItself()
			h.refused(errs.Conflict, "accountant", "deal.prepay", prepay)
			h.reverse(text(res, "payment"))
			if got := h.open(deal); got != before {
				t.Errorf("open after the reversal: got %s, want %s", got, before)
			}
			h.provesItself()
		})
	}
}

// An addendum gives new rows from today on, keeps the old version and asks for cover at once.
func TestALeaseIsRestructured(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, _ := h.running()
		h.goTo(firstDay.AddMonths(3).Add(5))
		h.rate()
		before := h.open(deal)
		h.refused(errs.Refused, "manager", "deal.restructure", object{"deal": deal, "rate": "12", "count": 60, "arrears": true}) // the guarantee ends before
		res := h.do("manager", "deal.restructure", object{"deal": deal, "rate": "9", "count": 24, "arrears": true})
		if text(res, "ends_on") != "2028-06-02" || res["version"].(float64) != 2 {
			t.Errorf("got %v", res)
		}
		h.provesItself()
		if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) != 0 {
			t.Errorf("days late after the arrears were taken in: %v", got)
		}
		h.receive(deal, text(res, "rental"), h.today().String(), "R1")
		h.reverse(text(res, "change"))
		h.provesItself()
		h.receive(deal, "1.00 EUR", h.today().String(), "R2")
		if got := h.open(deal); got == before {
			t.Errorf("open: %s", got)
		}
		h.provesItself()
	})
}

// Rentals are skipped: interest joins the principal or is due afterwards, and nothing is forgotten.
func TestRentalsAreSkipped(t *testing.T) {
	for interest, want := range map[string]string{"capitalised": "46098.86 EUR", "deferred": "0.00 EUR"} {
		t.Run(interest, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			_, deal, _ := h.running()
			h.goTo(firstDay.AddMonths(1))
			h.receive(deal, rental, h.today().String(), "R1")
			res := h.do("manager", "deal.holiday", object{"deal": deal, "rentals": 2, "interest": interest})
			if text(res, "rental") != want || text(res, "ends_on") != "2028-05-02" {
				t.Errorf("got %v", res)
			}
			h.provesItself()
			h.goTo(firstDay.AddMonths(3))
			h.do("accountant", "day.close", object{"on": h.today().String()})
			if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) != 0 {
				t.Errorf("days late in the holiday: %v", got)
			}
			h.provesItself()
			h.reverse(text(res, "change"))
			h.provesItself()
			if got := h.openOf(deal, 3); got != rental {
				t.Errorf("open of row 3 after the reversal: %s", got)
			}
		})
	}
}

// What was charged for the next rental stays owed when the rentals change.
func TestNoAgreementForgetsACharge(t *testing.T) {
	for verb, request := range map[string]object{
		"deal.restructure": {"rate": "9", "count": 20},
		"deal.holiday":     {"rentals": 1, "interest": "deferred"},
		"deal.prepay":      {"amount": "200000.00 EUR", "value_on": firstDay.Add(20).String(), "reference": "AHEAD", "effect": "shorter_term"},
	} {
		t.Run(verb, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			_, deal, _ := h.running()
			h.goTo(firstDay.Add(20))
			h.do("accountant", "deal.charge", object{"deal": deal, "kind": "fee", "amount": "50.00 EUR"})
			h.do("accountant", "deal.charge", object{"deal": deal, "kind": "penalty", "amount": "7.00 EUR"})
			request["deal"] = deal
			who := map[bool]string{true: "accountant", false: "manager"}[verb == "deal.prepay"]
			h.do(who, verb, request)
			h.goTo(firstDay.AddMonths(3))
			h.do("accountant", "day.close", object{"on": h.today().String()})
			if fee, penalty := h.balance(deal, "receivable_fee"), h.balance(deal, "receivable_penalty"); fee != 5000 || penalty != 700 {
				t.Errorf("owed of the fee %d, of the penalty %d", fee, penalty)
			}
			h.provesItself()
		})
	}
}

// Overdue principal moves into new rows at the end.
func TestArrearsAreMoved(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.refused(errs.Refused, "manager", "deal.reage", object{"deal": deal, "count": 3, "every_months": 1})
	h.goTo(firstDay.AddMonths(3).Add(1))
	h.rate()
	owed := h.open(deal)
	res := h.do("manager", "deal.reage", object{"deal": deal, "count": 3, "every_months": 1})
	if text(res, "ends_on") != "2028-06-02" || h.open(deal) != owed {
		t.Errorf("got %v, open %s, want %s", res, h.open(deal), owed)
	}
	h.provesItself()
	h.receive(deal, "60000.00 EUR", h.today().String(), "R1")
	h.provesItself()
}

// A pause stops the count of days and nothing else.
func TestThePauseStopsTheCount(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.refused(errs.Refused, "risk", "deal.resume", object{"deal": deal})
	h.goTo(firstDay.AddMonths(1).Add(10))
	h.do("risk", "deal.pause", object{"deal": deal})
	h.goTo(firstDay.AddMonths(1).Add(20))
	if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) != 7 {
		t.Errorf("days late in the pause: %v, want 7", got)
	}
	h.refused(errs.Refused, "risk", "deal.pause", object{"deal": deal})
	h.do("risk", "deal.resume", object{"deal": deal})
	h.goTo(firstDay.AddMonths(1).Add(25))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) != 12 {
		t.Errorf("days late after the pause: %v, want 12", got)
	}
	h.provesItself()
}

// Another customer takes a deal over when it is vetted and covered like the first one.
func TestADealIsTakenOver(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, _ := h.running()
	heir := text(h.do("clerk", "party.register", object{"name": "Moorland Erben GmbH", "kind": "entity", "country": "DE", "roles": []string{"customer"}}), "id")
	e := h.refused(errs.Refused, "manager", "deal.assign", object{"deal": deal, "customer": heir})
	open := map[string]bool{}
	for _, f := range e.Faults {
		open[f.Field] = true
	}
	if !open["vetting"] || !open["cover"] {
		t.Errorf("got faults of %v, want vetting and cover", open)
	}
	h.do("risk", "party.vet", object{"party": heir})
	old := c.customer
	c.customer = heir
	g := text(h.do("clerk", "guarantee.register", object{"number": "G-NEW", "guarantor": c.guarantor, "applicant": heir, "kind": "demand_guarantee", "rules": "URDG758",
		"face": "1300000.00 EUR", "issued_on": h.today().String(), "expires_on": h.today().AddMonths(30).String(), "place": "Musterstadt"}), "id")
	h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "M", "evidence_on": h.today().String()})
	res := h.do("manager", "deal.assign", object{"deal": deal, "customer": heir, "guarantees": []object{{"guarantee": g, "amount": "1200000.00 EUR"}}})
	if res["version"].(float64) != 2 || res["covered"] != true {
		t.Errorf("got %v", res)
	}
	h.refused(errs.Invalid, "manager", "deal.assign", object{"deal": deal, "customer": heir})
	h.refused(errs.Refused, "manager", "deal.assign", object{"deal": deal, "customer": old})
	h.refused(errs.Refused, "accountant", "posting.reverse", object{"posting": text(res, "change")})
	h.goTo(firstDay.AddMonths(1))
	h.receive(deal, rental, h.today().String(), "R1")
	h.provesItself()
}
