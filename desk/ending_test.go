package desk_test

import (
	"slices"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/lang"
)

// figure is the sum of the legs of a kind in the answer of a settlement, in euros.
func figure(settlement object, kind string) string {
	var sum float64
	legs, _ := settlement["legs"].([]any)
	for _, l := range legs {
		if leg := l.(object); leg["kind"] == kind {
			sum += leg["minor"].(float64)
		}
	}
	return euros(int64(sum))
}

// supply is where a unit is.
func (h *house) supply(unit string) string {
	h.t.Helper()
	return h.record("clerk", unit).State
}

// A lease is bought out between two due dates: the quote and the verb say the same, nothing less is taken, the unit is the customer's, the
// guarantee free and the deal closed.
func TestALeaseIsBoughtOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c, deal, g := h.running()
		h.goTo(firstDay.AddMonths(2).Add(10))
		h.receive(deal, rental, firstDay.AddMonths(1).String(), "R1")
		ask := object{"deal": deal, "fee": "500.00 EUR", "tax_pct": "20", "valid_days": 5}
		quote := h.do("clerk", "deal.buy_out_quote", ask)
		if got, want := text(quote, "result"), "937215.10 EUR"; got != want {
			t.Errorf("the quote: got %s, want %s; %v", got, want, quote["legs"])
		}
		for kind, want := range map[string]string{"balance": "888463.03 EUR", "interest": "2961.54 EUR", "arrears": "45190.53 EUR", "fee": "500.00 EUR", "tax": "100.00 EUR"} {
			if got := figure(quote, kind); got != want {
				t.Errorf("%s: got %s, want %s", kind, got, want)
			}
		}
		buy := object{"deal": deal, "fee": "500.00 EUR", "tax_pct": "20"}
		h.refused(errs.Forbidden, "clerk", "deal.buy_out", buy)
		h.refused(errs.Refused, "accountant", "deal.buy_out", buy)
		buy["amount"], buy["reference"] = "900000.00 EUR", "ALL"
		h.refused(errs.Refused, "accountant", "deal.buy_out", buy)
		buy["amount"] = quote["result"]
		done := h.do("accountant", "deal.buy_out", buy)
		if text(done, "stage") != "closed" || text(done, "owed") != "0.00 EUR" || text(done, "unapplied") != "0.00 EUR" {
			t.Errorf("after the buy-out: %v", done)
		}
		h.provesItself()
		if got := h.supply(c.unit); got != "sold" {
			t.Errorf("the unit is %s", got)
		}
		h.do("risk", "guarantee.release", object{"guarantee": g})
		h.do("manager", "guarantee.confirm_release", object{"guarantee": g})
		if got := h.balance("", "tax_payable"); got != -10000 {
			t.Errorf("tax: %d", got)
		}
		r := h.record("clerk", deal)
		i := slices.IndexFunc(r.Tables, func(t desk.Table) bool { return t.Title == "Settlement" })
		if i < 0 || len(r.Tables[i].Rows) != 7 {
			t.Fatalf("the page shows %d tables, the settlement is number %d", len(r.Tables), i)
		}
		said := func(row []any) bool { return lang.German.Say(row[4].(errs.Text)) == "20 Prozent von 500,00\u00a0EUR" }
		if !slices.ContainsFunc(r.Tables[i].Rows, said) {
			t.Errorf("a reason of the settlement is not said in the reader's language: %v", r.Tables[i].Rows)
		}
	})
}

// Money that was received already settles, what is too much waits for its payback, and the guarantees are free meanwhile.
func TestABuyOutTakesWhatIsHeld(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.running()
	h.goTo(firstDay.Add(15))
	h.receive(deal, "970000.00 EUR", h.today().String(), "R1")
	done := h.do("manager", "deal.buy_out", object{"deal": deal})
	if text(done, "stage") != "delivered" || text(done, "result") != "-5200.00 EUR" || text(done, "unapplied") != "5200.00 EUR" { // 960,000 and half a month at 1 percent
		t.Fatalf("got %v", done)
	}
	h.provesItself()
	h.do("risk", "guarantee.release", object{"guarantee": g})
	h.do("manager", "guarantee.confirm_release", object{"guarantee": g})
	h.do("accountant", "payment.refund", object{"deal": deal, "amount": "5200.00 EUR", "on": h.today().String(), "reference": "BACK"})
	h.do("accountant", "deal.close", object{"deal": deal})
	h.provesItself()
}

// fleet is a running lease of three units.
func (h *house) fleet() (c cast, deal string, units []string) {
	h.t.Helper()
	h.list()
	h.rate()
	c = h.people("F")
	units = []string{c.unit, h.unit(c.maker, "SN-F2"), h.unit(c.maker, "SN-F3")}
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	h.terms = object{"units": []object{{"unit": units[0], "price": "1200000.00 EUR"}, {"unit": units[1], "price": "600000.00 EUR"}, {"unit": units[2], "price": "600000.00 EUR"}}}
	deal = h.lease(c)
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	h.secure(c, deal, "G-F", "2500000.00 EUR")
	h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-F"})
	h.do("manager", "deal.release", object{"deal": deal})
	var read []object
	for i, serial := range []string{"SN-F", "SN-F2", "SN-F3"} {
		read = append(read, object{"unit": units[i], "plate": serial, "meter": "12", "condition": "new"})
	}
	h.do("clerk", "deal.deliver", object{"deal": deal, "act_no": "A-F", "on": h.today().String(), "place": "Musterstadt", "accepted_by": "Wanda Wald", "units": read})
	return c, deal, units
}

// One unit of three ends early against its part; the others run on with what is left of every rental.
func TestOneUnitEnds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, units := h.fleet()
		h.goTo(firstDay.AddMonths(1))
		h.receive(deal, "101678.70 EUR", h.today().String(), "R1")
		before := h.open(deal)
		quote := h.do("clerk", "deal.buy_out_quote", object{"deal": deal, "unit": units[1]})
		end := object{"deal": deal, "unit": units[1], "outcome": "returned", "plate": "SN-F2", "meter": "900", "condition": "good", "reference": "PART", "amount": "1.00 EUR"}
		h.refused(errs.Forbidden, "risk", "deal.end_unit", end)
		e := h.refused(errs.Invalid, "accountant", "deal.end_unit", end)
		if got := e.Faults[0].Text.String(); got != text(quote, "result")+" are to be paid for the unit" {
			t.Errorf("got %s, the quote is %s", got, text(quote, "result"))
		}
		end["amount"] = quote["result"]
		done := h.do("accountant", "deal.end_unit", end)
		if text(done, "rental") != "76259.02 EUR" || done["covered"] != true { // three quarters
			t.Errorf("got %v, was %s open", done, before)
		}
		h.provesItself()
		if got := h.supply(units[1]); got != "returned" {
			t.Errorf("the unit is %s", got)
		}
		h.refused(errs.Invalid, "accountant", "deal.end_unit", end) // it has gone
		h.goTo(firstDay.AddMonths(2))
		lost := object{"deal": deal, "unit": units[2], "outcome": "lost", "reference": "LOST", "amount": "1.00 EUR"}
		h.receive(deal, "76259.03 EUR", h.today().String(), "R2")
		lost["amount"] = h.do("clerk", "deal.buy_out_quote", object{"deal": deal, "unit": units[2]})["result"]
		second := h.do("manager", "deal.end_unit", lost)
		h.refused(errs.Invalid, "manager", "deal.end_unit", object{"deal": deal, "unit": units[0], "outcome": "sold", "amount": "1.00 EUR", "reference": "X"})
		h.provesItself()
		h.refused(errs.Refused, "accountant", "posting.reverse", object{"posting": done["payment"]}) // the second end builds on it
		h.reverse(text(second, "payment"))
		h.provesItself()
	})
}

// An insurer pays for a lost unit: too little leaves a debt, too much is the customer's.
func TestATotalLossIsSettled(t *testing.T) {
	for proceeds, want := range map[string]struct{ result, owed, unapplied, stage string }{
		"900000.00 EUR": {"66000.00 EUR", "66000.00 EUR", "0.00 EUR", "delivered"}, // 960,000, half a month, 1,200 of costs
		"966000.00 EUR": {"0.00 EUR", "0.00 EUR", "0.00 EUR", "closed"},
		"970000.00 EUR": {"-4000.00 EUR", "0.00 EUR", "4000.00 EUR", "delivered"},
	} {
		h := newHouse(t, testdb.SQLite(t))
		c, deal, _ := h.running()
		h.goTo(firstDay.Add(15))
		loss := object{"deal": deal, "proceeds": proceeds, "costs": "1200.00 EUR", "reference": "INSURER"}
		h.refused(errs.Forbidden, "accountant", "deal.total_loss", loss)
		done := h.do("risk", "deal.total_loss", loss)
		if text(done, "result") != want.result || text(done, "owed") != want.owed || text(done, "unapplied") != want.unapplied || text(done, "stage") != want.stage {
			t.Errorf("%s: got %v", proceeds, done)
		}
		if got := h.supply(c.unit); got != "scrapped" {
			t.Errorf("the unit is %s", got)
		}
		h.provesItself()
	}
}

// After a default the unit comes back: what was financed and not returned is set against its value, either way, once.
func TestADefaultIsTerminated(t *testing.T) {
	for name, c := range map[string]struct {
		asset         object
		result, stage string
	}{
		"the customer owes":    {object{"asset": "300000.00 EUR", "asset_by": "appraisal", "asset_on": firstDay.AddMonths(4).Add(20).String(), "awarded": "200000.00 EUR"}, "688304.48 EUR", "defaulted"},
		"the customer is owed": {object{"asset": "1100000.00 EUR", "asset_by": "sale", "asset_on": firstDay.AddMonths(4).Add(20).String(), "reference": "BUYER"}, "-111695.52 EUR", "recovered"},
		"no unit came back":    {object{}, "988304.48 EUR", "defaulted"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			people, deal, _ := h.running()
			h.goTo(firstDay.AddMonths(1))
			h.receive(deal, rental, h.today().String(), "R1")
			h.goTo(firstDay.AddMonths(4).Add(20))
			terminate := object{"deal": deal, "costs": "30000.00 EUR"}
			h.refused(errs.Conflict, "risk", "deal.terminate", terminate)
			h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
			h.refused(errs.Forbidden, "accountant", "deal.terminate", terminate)
			for k, v := range c.asset {
				terminate[k] = v
			}
			if name != "no unit came back" {
				h.refused(errs.Refused, "risk", "deal.terminate", terminate)
				h.do("clerk", "unit.move", object{"unit": people.unit, "to": "returned", "plate": "SN-1", "meter": "700", "condition": "worn"})
			}
			done := h.do("risk", "deal.terminate", terminate)
			if text(done, "result") != c.result || text(done, "stage") != c.stage {
				t.Errorf("got %v", done)
			}
			if owed, held := text(done, "owed"), text(done, "unapplied"); owed != c.result && "-"+held != c.result {
				t.Errorf("owed %s, held %s", owed, held)
			}
			h.provesItself()
			h.refused(errs.Conflict, "risk", "deal.terminate", terminate)
			if c.stage == "recovered" {
				h.do("accountant", "payment.refund", object{"deal": deal, "amount": text(done, "unapplied"), "on": h.today().String(), "reference": "BACK"})
			} else {
				h.do("manager", "deal.write_off", object{"deal": deal})
			}
			h.do("accountant", "deal.close", object{"deal": deal})
			h.provesItself()
		})
	}
}

// atTheEnd is a lease of six months with a residual that somebody stands for, on its last day with all rentals paid.
func (h *house) atTheEnd(by string) (c cast, deal, guarantee string) {
	h.t.Helper()
	h.terms = object{"count": 6, "residual": "400000.00 EUR", "residual_by": by}
	c, deal, guarantee = h.running()
	h.receive(deal, "603762.52 EUR", h.today().String(), "RENTALS")
	h.goTo(firstDay.AddMonths(6))
	h.do("accountant", "deal.late", object{"deal": deal})
	return c, deal, guarantee
}

// At the end of a term the customer buys the unit at the residual that others stood for, or gives it back; what a guaranteed residual
// lacks is owed by who guaranteed it.
func TestATermEnds(t *testing.T) {
	for name, x := range map[string]struct {
		by      string
		request object
		want    object
		supply  string
	}{
		"the customer buys": {"nobody", object{"choice": "transfer", "tax_pct": "10", "amount": "440000.00 EUR", "reference": "LAST"},
			object{"result": "440000.00 EUR", "owed": "0.00 EUR", "stage": "closed", "from_backer": "0.00 EUR"}, "sold"},
		"the unit comes back": {"nobody", object{"choice": "return", "use": "1500.00 EUR"},
			object{"result": "1500.00 EUR", "owed": "1500.00 EUR", "stage": "delivered", "from_backer": "0.00 EUR"}, "returned"},
		"nothing is left": {"nobody", object{"choice": "return"}, object{"result": "0.00 EUR", "owed": "0.00 EUR", "stage": "closed"}, "returned"},
		"a third party stands for it": {"third_party", object{"choice": "return", "value": "350000.00 EUR"},
			object{"result": "0.00 EUR", "owed": "0.00 EUR", "stage": "closed", "from_backer": "50000.00 EUR"}, "returned"},
		"the customer stands for it": {"lessee", object{"choice": "return", "value": "390000.00 EUR"},
			object{"result": "10000.00 EUR", "owed": "10000.00 EUR", "stage": "delivered"}, "returned"},
		"worth more than promised": {"lessee", object{"choice": "return", "value": "420000.00 EUR"}, object{"result": "0.00 EUR", "stage": "closed"}, "returned"},
		"it runs on":               {"nobody", object{"choice": "extend", "rental": "9000.00 EUR", "count": 3}, object{"result": "0.00 EUR", "stage": "delivered", "owed": "27000.00 EUR", "ends_on": "2026-12-02"}, "delivered"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			c, deal, g := h.atTheEnd(x.by)
			request := x.request
			request["deal"] = deal
			h.refused(errs.Forbidden, "clerk", "deal.end_of_term", request)
			if x.supply == "returned" {
				h.refused(errs.Refused, "manager", "deal.end_of_term", request)
				h.do("clerk", "unit.move", object{"unit": c.unit, "to": "returned", "plate": "SN-1", "meter": "700", "condition": "worn"})
			}
			if x.request["choice"] == "extend" { // the guarantee was looked at half a year ago, and covers no day more
				h.refused(errs.Refused, "manager", "deal.end_of_term", request)
				h.list()
				h.do("risk", "party.vet", object{"party": c.guarantor})
				h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "MSG-2", "evidence_on": h.today().String()})
			}
			done := h.do("manager", "deal.end_of_term", request)
			for k, v := range x.want {
				if done[k] != v {
					t.Errorf("%s: got %v, want %v", k, done[k], v)
				}
			}
			if got := h.supply(c.unit); got != x.supply {
				t.Errorf("the unit is %s", got)
			}
			h.provesItself()
		})
	}
}

// A levelled lease that ends early gives its sponsor back what the programme claims, out of what is not earned yet or from the customer; the
// budget has it again.
func TestASubsidyGoesBack(t *testing.T) {
	for who, want := range map[string]struct{ legs, income int64 }{"house": {0, 0}, "customer": {9031585, -9031585}} {
		t.Run(who, func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			h.list()
			h.rate()
			_, programme := h.programme("Ackerhilfe", "130000.00 EUR")
			c := h.people("L")
			for _, p := range []string{c.maker, c.customer, c.guarantor} {
				h.do("risk", "party.vet", object{"party": p})
			}
			deal := text(h.do("clerk", "deal.quote", h.levelled(c, programme, "8")), "deal")
			h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
			h.secure(c, deal, "G-L", "1400000.00 EUR")
			h.receive(deal, "240000.00 EUR", h.today().String(), "ADV-L")
			h.deliver(c, deal, "L")
			h.do("accountant", "programme.receive", object{"deal": deal, "amount": "50000.00 EUR", "value_on": h.today().String(), "reference": "S-1"})
			h.goTo(firstDay.AddMonths(3))
			h.do("accountant", "day.close", object{"on": h.today().String()})
			quote := h.do("clerk", "deal.buy_out_quote", object{"deal": deal, "claw_back_by": who})
			if got := figure(quote, "costs"); got != euros(want.legs) {
				t.Errorf("the customer is asked for %s", got)
			}
			done := h.do("accountant", "deal.buy_out", object{"deal": deal, "claw_back_by": who, "amount": quote["result"], "reference": "ALL"})
			if text(done, "stage") != "closed" {
				t.Fatalf("got %v", done)
			}
			h.provesItself()
			owed := -h.balance(deal, "payable_sponsor") - h.balance(deal, "receivable_sponsor")
			if owed != 5000000 || h.balance(deal, "deferred_subsidy") != 0 { // what had been paid of 90,315.85; less than a year has passed
				t.Errorf("owed to the sponsor: %d, deferred: %d", owed, h.balance(deal, "deferred_subsidy"))
			}
			if got := h.balance("", "income_subsidy"); got != want.income {
				t.Errorf("earned of the subsidy: %d, want %d", got, want.income)
			}
			r := h.record("manager", programme)
			if got := r.Headline.String(); got != "130000.00 EUR of 130000.00 EUR are left." {
				t.Errorf("the budget: %s", got)
			}
			h.refused(errs.Forbidden, "manager", "programme.pay_back", object{"deal": deal, "amount": "1.00 EUR", "on": h.today().String(), "reference": "P"})
			h.do("accountant", "programme.pay_back", object{"deal": deal, "amount": euros(-h.balance(deal, "payable_sponsor")), "on": h.today().String(), "reference": "P"})
			h.refused(errs.Conflict, "accountant", "programme.pay_back", object{"deal": deal, "amount": "0.01 EUR", "on": h.today().String(), "reference": "P"})
			h.refused(errs.Refused, "accountant", "programme.pay_back", object{"deal": deal, "amount": "0.01 EUR", "on": h.today().String(), "reference": "P-2"})
			h.provesItself()
		})
	}
}

// Whatever a lease went through, its end leaves the account with what the settlement says and the books in order.
func TestAnyLeaseEnds(t *testing.T) {
	for name, x := range map[string]struct {
		terms object
		live  func(h *house, deal string)
		back  int // days before today on which the end is reckoned
	}{
		"a holiday whose interest joins the principal": {nil, func(h *house, deal string) {
			h.do("manager", "deal.holiday", object{"deal": deal, "rentals": 3, "interest": "capitalised"})
		}, 0},
		"new terms": {nil, func(h *house, deal string) {
			h.do("manager", "deal.restructure", object{"deal": deal, "rate": "9", "count": 12})
		}, 0},
		"penalties by day":   {object{"penalty_rate": "0.1", "penalty_cap": "10"}, func(h *house, deal string) {}, 0},
		"reckoned last week": {nil, func(h *house, deal string) { h.goTo(h.today().AddMonths(1)) }, 20},
		"a season without rentals": {object{"skip_months": []string{"6", "7", "8"}}, func(h *house, deal string) {
			h.goTo(firstDay.AddMonths(4).Add(3))
		}, 0},
		"a residual of others":   {object{"residual": "300000.00 EUR", "residual_by": "nobody"}, func(h *house, deal string) {}, 0},
		"a fee with each rental": {object{"fees": []object{{"name": "insurance", "amount": "120.00 EUR", "when": "per_rental"}}}, func(h *house, deal string) {}, 0},
		"rentals in advance":     {object{"timing": "advance"}, func(h *house, deal string) {}, 0},
	} {
		for _, end := range []string{"deal.buy_out", "deal.total_loss", "deal.terminate"} {
			t.Run(name+" "+end, func(t *testing.T) {
				h := newHouse(t, testdb.SQLite(t))
				h.terms = x.terms
				_, deal, _ := h.running()
				h.goTo(firstDay.AddMonths(1).Add(12))
				x.live(h, deal)
				on := h.today().Add(-x.back)
				request := object{"deal": deal, "on": on.String()}
				var done object
				switch end {
				case "deal.buy_out":
					e := h.refused(errs.Refused, "manager", end, request)
					request["reference"], request["amount"] = "ALL", e.Text.Args["amount"]
					done = h.do("manager", end, request)
					if text(done, "stage") != "closed" {
						t.Errorf("got %v", done)
					}
				case "deal.total_loss":
					request["reference"], request["proceeds"] = "INSURER", "400000.00 EUR"
					done = h.do("manager", end, request)
				default:
					h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
					delete(request, "on")
					done = h.do("risk", end, request)
				}
				if result, owed := text(done, "result"), text(done, "owed"); end != "deal.buy_out" && x.terms["penalty_rate"] == nil && result != owed {
					t.Errorf("the settlement says %s, %s are owed: %v", result, owed, done["legs"])
				}
				h.provesItself()
			})
		}
	}
}
