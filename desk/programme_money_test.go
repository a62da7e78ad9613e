package desk_test

import (
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/lease"
)

// sponsored lays down a programme by another formula.
func (h *house) sponsored(name string, more object) (programme string) {
	h.t.Helper()
	sponsor := text(h.do("clerk", "party.register", object{"name": "Fonds Guter Acker " + name, "kind": "entity", "country": "DE", "roles": []string{"sponsor"}}), "id")
	req := object{"name": name, "sponsor": sponsor}
	for k, v := range more {
		req[k] = v
	}
	return text(h.do("manager", "programme.register", req), "programme")
}

// sign brings a quote to the point where only the advance is missing.
func (h *house) signed(c cast, quote object) (deal string) {
	h.t.Helper()
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	deal = text(h.do("clerk", "deal.quote", quote), "deal")
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	h.secure(c, deal, "G-"+c.unit, "1600000.00 EUR")
	return deal
}

// What a sponsor pays of the advance the customer does not owe.
func TestADiscountLowersTheAdvance(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	programme := h.sponsored("Anzahlhilfe", object{"formula": "advance_discount", "budget": "500000.00 EUR", "size_pct": "10", "of": "price"})
	c := h.people("L")
	quote := h.levelled(c, programme, "")
	delete(quote, "customer_rate")
	deal := h.signed(c, quote)
	h.receive(deal, "120000.00 EUR", h.today().String(), "ADV-L") // half of 240,000; the sponsor pays the other half
	h.deliver(c, deal, "L")
	h.provesItself()
	if got := h.balance(deal, "receivable_sponsor"); got != 12000000 {
		t.Errorf("the sponsor owes %d", got)
	}
	if got := h.balance(deal, "receivable_principal"); got != 96000000 {
		t.Errorf("the customer owes %d of principal", got)
	}
	if got := h.balance("", "revenue"); got != -120000000 {
		t.Errorf("revenue: %d", got)
	}
	if got := h.balance(deal, "deferred_subsidy"); got != 0 {
		t.Errorf("what stands for the price is no interest: %d are deferred", -got)
	}
}

// A delivery on another day than planned costs a sponsor another amount: the customer keeps the rate that was signed, and a budget that
// others have used up meanwhile is not overspent.
func TestADeliveryOnAnotherDayDoesNotOverspend(t *testing.T) {
	for budget, delivers := range map[string]bool{"181000.00 EUR": true, "180750.00 EUR": false} {
		t.Run(budget, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			h.list()
			h.rate()
			_, programme := h.programme("Ackerhilfe", budget)
			a, b := h.people("A"), h.people("B")
			first, second := h.levelled(a, programme, "8"), h.levelled(b, programme, "8")
			first["day_count"], first["starts_on"] = "A365", h.today().Add(34).String()
			deal := h.signed(a, first)
			h.signed(b, second)
			h.receive(deal, "240000.00 EUR", h.today().String(), "ADV-A")
			h.goTo(h.today().Add(18))
			h.list2()
			h.rate()
			h.do("manager", "deal.release", object{"deal": deal})
			_, err := h.try("clerk", "deal.deliver", desk.Call{Reason: "for the test"}, object{"deal": deal, "act_no": "A-A", "on": h.today().String(), "place": "Musterstadt",
				"accepted_by": "Wanda Wald", "units": []object{{"unit": a.unit, "plate": "SN-A", "meter": "12", "condition": "new"}}})
			if (err == nil) != delivers {
				t.Errorf("got %v", err)
			}
			want := map[bool]string{true: "124.39 EUR of 181000.00 EUR are left.", false: "0.56 EUR of 180750.00 EUR are left."}[delivers]
			if got := h.record("manager", programme).Headline.String(); got != want {
				t.Errorf("the budget: %s, want %s", got, want)
			}
			h.provesItself()
		})
	}
}

// All of a subsidy is earned when a deal is closed.
func TestAClosedDealDefersNothing(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
	c := h.people("L")
	deal := h.signed(c, h.levelled(c, programme, "8"))
	h.receive(deal, "240000.00 EUR", h.today().String(), "ADV-L")
	h.deliver(c, deal, "L")
	h.goTo(firstDay.AddMonths(24))
	h.receive(deal, h.open(deal), h.today().String(), "ALL")
	h.do("accountant", "deal.close", object{"deal": deal})
	if got := h.balance(deal, "deferred_subsidy"); got != 0 {
		t.Errorf("%d are deferred for ever", -got)
	}
	h.provesItself()
}

// Money of a sponsor that was booked by mistake is reversed.
func TestASponsorsPaymentIsReversed(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
	c := h.people("L")
	deal := h.signed(c, h.levelled(c, programme, "8"))
	h.receive(deal, "240000.00 EUR", h.today().String(), "ADV-L")
	h.deliver(c, deal, "L")
	receipt := object{"deal": deal, "amount": "30000.00 EUR", "value_on": h.today().String(), "reference": "S-1"}
	paid := h.do("accountant", "programme.receive", receipt)
	h.refused(errs.Conflict, "accountant", "programme.receive", receipt) // a reference is booked once
	h.reverse(text(paid, "group"))
	again := h.do("accountant", "programme.receive", receipt)
	h.reverse(text(again, "group"))
	h.refused(errs.Conflict, "accountant", "posting.reverse", object{"posting": text(paid, "group")})
	if got := h.balance(deal, "receivable_sponsor"); got != 9031585 {
		t.Errorf("the sponsor owes %d", got)
	}
	h.provesItself()
}

// A document that brings its own programme and what its budget has left is answered as it is at the command line.
func TestADocumentKeepsItsBudgets(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	req, err := lease.ReadOffer([]byte(`{"price": "100000.00 EUR", "rate": "12", "count": 24, "start": "2026-03-02", "left_minor": {"own": 50000},
		"programmes": [{"id": "own", "sponsor": "Fonds", "formula": "rate_buy_down", "pays": "up_front", "points": "4"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	o, err := h.desk.WorkOut(h.ctx, h.actor("clerk"), req)
	if err != nil {
		t.Fatal(err)
	}
	if got := o.Levelled.Reliefs[0].Cost.Minor; got > 50000 {
		t.Errorf("500.00 are left and %d are paid", got)
	}
}

// A list of programmes or units that nobody can mean is refused before anything is looked up.
func TestLongListsAreRefusedAtOnce(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("A")
	for field, list := range map[string]any{"programmes": make([]string, 21), "units": make([]object, 101)} {
		quote := h.levelled(c, "", "")
		quote["programmes"] = nil
		quote[field] = list
		if e := h.refused(errs.Invalid, "clerk", "deal.quote", quote); len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %d faults, the first %v", field, len(e.Faults), e.Faults[0])
		}
	}
}

// A budget that holds one of them is given to one of several quotes that are made in the same moment, and what a caller says of
// programmes counts for nothing.
func TestABudgetIsGivenOnceInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		_, programme := h.programme("Ackerhilfe", "100000.00 EUR")
		var all []attempt
		for _, n := range []string{"A", "B", "C", "D"} {
			quote := h.levelled(h.people(n), programme, "8")
			quote["levelling"] = object{"on": h.today().String(), "left_minor": object{programme: 99999999}, "programmes": []object{{"id": "gift", "sponsor": "nobody", "formula": "rate_buy_down"}}}
			all = append(all, attempt{who: "clerk", verb: "deal.quote", request: quote})
		}
		if n := h.won(h.race(all), "deal.quote"); n != 1 {
			t.Errorf("%d quotes have the budget", n)
		}
		if got := h.record("manager", programme).Headline.String(); got != "9684.15 EUR of 100000.00 EUR are left." {
			t.Errorf("the budget: %s", got)
		}
	})
}

// A contract is not signed before it was quoted, and a programme that ends is not made longer.
func TestAProgrammeIsNotStretched(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
	deal := text(h.do("clerk", "deal.quote", h.levelled(h.people("A"), programme, "8")), "deal")
	h.do("manager", "programme.end", object{"programme": programme, "on": h.today().Add(5).String()})
	for _, c := range []struct {
		verb, who, field string
		request          object
	}{
		{"deal.sign", "clerk", "signed_on", object{"deal": deal, "signed_on": h.today().Add(-1).String()}},
		{"programme.end", "manager", "on", object{"programme": programme, "on": h.today().Add(6).String()}},
	} {
		if e := h.refused(errs.Invalid, c.who, c.verb, c.request); len(e.Faults) != 1 || e.Faults[0].Field != c.field {
			t.Errorf("%s: got %v", c.verb, e)
		}
	}
	h.goTo(h.today().Add(6))
	h.refused(errs.Refused, "clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
}

// Whoever pays a lease ahead instead of buying it out does not keep what its sponsor claims back.
func TestALeasePaidAheadGivesItsSubsidyBack(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
	c := h.people("L")
	deal := h.signed(c, h.levelled(c, programme, "8"))
	h.receive(deal, "240000.00 EUR", h.today().String(), "ADV-L")
	h.deliver(c, deal, "L")
	h.goTo(firstDay.AddMonths(1))
	h.do("manager", "deal.restructure", object{"deal": deal, "rate": "8", "count": 1})
	h.goTo(firstDay.AddMonths(2))
	h.receive(deal, h.open(deal), h.today().String(), "ALL")
	h.do("accountant", "deal.close", object{"deal": deal})
	if got := h.balance(deal, "deferred_subsidy") + h.balance(deal, "receivable_sponsor") + h.balance(deal, "payable_sponsor"); got != 0 || h.balance("", "income_subsidy") != 0 {
		t.Errorf("the subsidy is kept: %d, earned %d", got, h.balance("", "income_subsidy"))
	}
	if got := h.record("manager", programme).Headline.String(); got != "130000.00 EUR of 130000.00 EUR are left." {
		t.Errorf("the budget: %s", got)
	}
	h.provesItself()
}
