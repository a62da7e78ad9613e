package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// programme lays down a buy-down whose cap follows the key rate: 4 percent up to a key rate of 8, else half of it.
func (h *house) programme(name, budget string) (sponsor, programme string) {
	h.t.Helper()
	sponsor = text(h.do("clerk", "party.register", object{"name": "Fonds Guter Acker " + name, "kind": "entity", "country": "DE", "roles": []string{"sponsor"}}), "id")
	h.do("accountant", "index.record", object{"name": "key rate", "on": h.today().Add(-1).String(), "value": "16", "source": "Zentralbank Beispiel"})
	res := h.do("manager", "programme.register", object{"name": name, "sponsor": sponsor, "formula": "rate_buy_down", "budget": budget, "pays": "up_front",
		"cap_indicator": "key rate", "cap_fixed": "4", "cap_above": "8", "cap_share": "50", "clawback": []object{{"before_months": 12, "share_pct": "100"}}})
	return sponsor, text(res, "programme")
}

func (h *house) levelled(c cast, programme string, rate string) object {
	return object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "advance": "240000.00 EUR", "starts_on": h.today().String(),
		"expires_on": h.today().Add(30).String(), "rate": "18", "count": 24, "every_months": 1, "method": "annuity", "timing": "arrears", "programmes": []string{programme}, "customer_rate": rate}
}

// A programme pays the gap of a levelled lease: held at the quote, used at the delivery, owed by the sponsor, earned over the term. The
// cap binds, and what a budget does not hold is refused with who holds it.
func TestAProgrammeLevelsADeal(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
		c := h.people("L")
		for _, p := range []string{c.maker, c.customer, c.guarantor} {
			h.do("risk", "party.vet", object{"party": p})
		}
		if e := h.refused(errs.Refused, "clerk", "deal.quote", h.levelled(c, programme, "8.01")); e == nil {
			t.Fatal("8.01 percent are over the cap of 8")
		}
		quote := h.do("clerk", "deal.quote", h.levelled(c, programme, "8"))
		deal := text(quote, "deal")
		relief := quote["reliefs"].([]any)[0].(object)
		if text(relief, "cost") != "90315.85 EUR" {
			t.Errorf("the sponsor pays %s", text(relief, "cost"))
		}
		record := func() (left string) {
			r, err := h.desk.ReadRecord(h.ctx, h.actor("manager"), programme)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range r.Facts {
				if f.Label == "Left" {
					left = f.Value.(interface{ String() string }).String()
				}
			}
			return left
		}
		if got := record(); got != "39684.15 EUR" {
			t.Errorf("left after the quote: %s", got)
		}
		other := h.people("M")
		e := h.refused(errs.Refused, "clerk", "deal.quote", h.levelled(other, programme, "8"))
		if len(e.Faults) != 1 || e.Faults[0].Text.String() != "the budget of Ackerhilfe has 39684.15 EUR left" {
			t.Errorf("got %v", e)
		}

		h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
		h.secure(c, deal, "G-L", "1400000.00 EUR")
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-L"})
		h.deliver(c, deal, "L")
		if got := record(); got != "39684.15 EUR" {
			t.Errorf("left after the delivery: %s", got)
		}
		h.refused(errs.Refused, "accountant", "programme.receive", object{"deal": deal, "amount": "90315.86 EUR", "value_on": h.today().String(), "reference": "S-1"})
		h.refused(errs.Forbidden, "clerk", "programme.receive", object{"deal": deal, "amount": "1.00 EUR", "value_on": h.today().String(), "reference": "S-1"})
		res := h.do("accountant", "programme.receive", object{"deal": deal, "amount": "90315.85 EUR", "value_on": h.today().String(), "reference": "S-1"})
		if text(res, "owed") != "0.00 EUR" {
			t.Errorf("the sponsor still owes %s", text(res, "owed"))
		}
		h.goTo(h.today().AddMonths(1))
		h.do("accountant", "day.close", object{"on": h.today().String()})
		h.provesItself()
	})
}

// A quote that is cancelled gives back what it held.
func TestACancelledQuoteFreesItsBudget(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
	c, other := h.people("A"), h.people("B")
	deal := text(h.do("clerk", "deal.quote", h.levelled(c, programme, "8")), "deal")
	h.refused(errs.Refused, "clerk", "deal.quote", h.levelled(other, programme, "8"))
	h.do("manager", "deal.cancel", object{"deal": deal})
	h.do("clerk", "deal.quote", h.levelled(other, programme, "8"))
	h.goTo(h.today().Add(31)) // the quote and what it held lapse by themselves
	h.do("clerk", "deal.quote", h.levelled(h.people("C"), programme, "8"))
}

// A product whose rate floats follows the index that the house records, with the figures that are written beside it; a fault stands at its
// field.
func TestAFloatingProductFollowsTheIndexOfTheHouse(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		ask := object{"product": "floating", "price": "100000.00 EUR", "rate": "12", "count": 24, "starts_on": h.today().String(), "float_spread": "3", "float_cap": "14"}
		h.refused(errs.Refused, "clerk", "lease.quote", ask)
		h.do("accountant", "index.record", object{"name": "key rate", "on": h.today().Add(-1).String(), "value": "16", "source": "Zentralbank Beispiel"})
		floating := h.do("clerk", "lease.quote", ask)["terms"].(object)["floating"].(object)
		if floating["index"] != "key rate" || floating["spread"] != "3" || floating["cap"] != "14" || floating["every_months"] != 3.0 {
			t.Errorf("got %v", floating)
		}
		delete(ask, "product")
		if e := h.refused(errs.Invalid, "clerk", "lease.quote", ask); e.Faults[0].Field != "float_index" {
			t.Errorf("got %v, want float_index", e.Faults)
		}
	})
}
