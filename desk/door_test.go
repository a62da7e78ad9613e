package desk_test

import (
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

// claimOf is the claim that the list of the centre shows for a unit.
func (h *house) claimOf(unit string) string {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("clerk"), unit)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range r.Facts {
		if f.Label == "Claim" {
			return f.Value.(string)
		}
	}
	return ""
}

// Lending is for demonstrations and trials; it is no way to take a unit out of its contract.
func TestLendingDoesNotFreeAUnitOfAContract(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, _ := h.ready("1")
	for _, kind := range []string{"free", "", "allocated", "leased", "reserved"} {
		if _, err := h.try("clerk", "unit.lend", desk.Call{}, object{"unit": c.unit, "kind": kind}); !errs.Is(err, errs.Invalid) {
			t.Errorf("lent as %q: got %v, want invalid", kind, err)
		}
	}
	if got := h.claimOf(c.unit); got != "allocated" {
		t.Errorf("the unit of a signed deal is %s, want allocated", got)
	}
	h.deliver(c, deal, "1")
	h.provesItself()
}

// A machine comes into the house on its way in; it leaves through a deal, not by a word in a form or a list.
func TestAUnitLeavesOnlyThroughADeal(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, _ := h.ready("1")
	for _, supply := range []string{"delivered", "returned", "sold", "scrapped"} {
		e := h.refused(errs.Invalid, "clerk", "unit.register", object{"maker": c.maker, "model": "Granit 220", "segment": "mining_dump_truck", "serial": "X-" + supply, "price": "1200000.00 EUR",
			"ownership": "ours", "supply": supply, "passport": "none", "customs": "open", "inspection": "open"})
		if len(e.Faults) == 0 || e.Faults[0].Field != "supply" || e.Faults[0].Hint.IsZero() {
			t.Errorf("registered as %s: got %v, want a fault of supply with a hint", supply, e.Faults)
		}
	}
	h.deliver(c, deal, "1")
	h.refused(errs.Refused, "clerk", "unit.move", object{"unit": c.unit, "to": "sold"})
	h.do("clerk", "unit.move", object{"unit": c.unit, "to": "returned", "plate": "SN-1", "meter": "900", "condition": "used"})
	h.refused(errs.Refused, "clerk", "unit.move", object{"unit": c.unit, "to": "sold"})
	h.provesItself()
}

// What is gone for good is not quoted again.
func TestAMachineThatIsGoneIsNotQuoted(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	h.do("clerk", "unit.move", object{"unit": c.unit, "to": "scrapped"})
	e := h.refused(errs.Invalid, "clerk", "deal.quote", object{"customer": c.customer, "kind": "sale", "units": []object{{"unit": c.unit, "price": "1000.00 EUR"}},
		"starts_on": h.today().String(), "expires_on": h.today().String()})
	if e.Faults[0].Field != "units[0].unit" {
		t.Errorf("got a fault of %s, want units[0].unit", e.Faults[0].Field)
	}
}

// Who recorded a guarantee cannot make itself its verifier by letting somebody else record an extension.
func TestAnExtensionDoesNotMakeTheRecorderAVerifier(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	g := text(h.do("risk", "guarantee.register", object{"number": "G-1", "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758",
		"face": "1000.00 EUR", "issued_on": h.today().String(), "expires_on": h.today().AddMonths(3).String()}), "id")
	h.refused(errs.Refused, "clerk", "guarantee.extend", object{"guarantee": g, "expires_on": h.today().AddMonths(6).String()})
	h.do("risk", "guarantee.extend", object{"guarantee": g, "expires_on": h.today().AddMonths(6).String()})
	verify := object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "M", "evidence_on": h.today().String()}
	h.refused(errs.Forbidden, "risk", "guarantee.verify", verify)
	h.do("risk2", "guarantee.verify", verify)
	h.do("clerk", "guarantee.extend", object{"guarantee": g, "expires_on": h.today().AddMonths(9).String()})
	h.do("risk", "guarantee.verify", verify) // two people have seen the paper, two the amendment
	h.provesItself()
}

// One paper is one guarantee, however its number is written.
func TestOnePaperIsRecordedOnce(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := object{"number": "GT 2026/17", "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758",
		"face": "1000.00 EUR", "issued_on": h.today().String(), "expires_on": h.today().AddMonths(3).String()}
	h.do("clerk", "guarantee.register", paper)
	paper["number"] = "gt2026/17"
	if e := h.refused(errs.Invalid, "clerk", "guarantee.register", paper); e.Faults[0].Field != "number" {
		t.Errorf("got a fault of %s, want number", e.Faults[0].Field)
	}
}

// A proposal that ran out, or that is one's own, does not stand in the way of another one.
func TestAnOldProposalDoesNotBlockAWaiver(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	_, deal, _ := h.ready("1")
	h.do("risk", "deal.waive", object{"deal": deal, "condition": "papers", "expires_on": h.today().String()})
	h.goTo(h.today().Add(1))
	h.do("risk", "deal.waive", object{"deal": deal, "condition": "papers", "expires_on": h.today().Add(5).String()})
	h.do("manager", "deal.waive", object{"deal": deal, "condition": "papers", "expires_on": h.today().Add(9).String()})
	h.do("risk", "deal.confirm_waiver", object{"deal": deal, "condition": "papers"})
	h.do("manager", "deal.confirm_waiver", object{"deal": deal, "condition": "papers"})
	h.refused(errs.NotFound, "manager2", "deal.confirm_waiver", object{"deal": deal, "condition": "limits"})
}

// A refusal is written to the life line of what exists in the centre, and nowhere else.
func TestARefusalOfNothingIsNotWritten(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	_, deal, _ := h.ready("1")
	stranger := desk.Actor{ID: "lg_x", Name: "Stranger", Role: desk.Manager, Centre: "ct_00000000000000000000000000", Lang: "en"}
	if _, err := desk.ReleaseDeal.Do(h.ctx, h.desk, desk.Call{Actor: stranger}, desk.DealRequest{Deal: deal}); !errs.Is(err, errs.NotFound) {
		t.Fatalf("a deal of another centre: got %v", err)
	}
	r, err := h.desk.ReadRecord(h.ctx, h.actor("clerk"), deal)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Timeline {
		if l.By == "Stranger" {
			t.Errorf("the life line says %s", l.Text)
		}
	}
}

// A key belongs to who used it first; nobody reads another's answer by guessing it.
func TestAKeyIsOfOnePerson(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	request := object{"name": "Einmal GmbH", "kind": "entity", "country": "DE", "roles": []string{"customer"}}
	if _, err := h.try("clerk", "party.register", desk.Call{Key: "k"}, request); err != nil {
		t.Fatal(err)
	}
	for _, country := range []string{"DE", "PL"} {
		request["country"] = country
		out, err := h.try("risk", "party.register", desk.Call{Key: "k"}, request)
		if e := errs.As(err); e == nil || e.Code != errs.Conflict || len(e.Text.Args) != 0 {
			t.Errorf("got %v, %v, want a conflict that says nothing of the first request", out, err)
		}
	}
}

// A refusal of the gate stays in the life line of the deal, once for one attempt; asking without doing leaves nothing.
func TestARefusalStaysInTheLifeLine(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		deal := h.lease(h.people("1"))
		h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
		request := object{"deal": deal}
		for _, call := range []desk.Call{{DryRun: true}, {Key: "k"}, {Key: "k"}, {}} {
			if _, err := h.try("manager", "deal.release", call, request); !errs.Is(err, errs.Refused) || len(errs.As(err).Faults) < 3 {
				t.Fatalf("%+v: got %v", call, err)
			}
		}
		r, err := h.desk.ReadRecord(h.ctx, h.actor("clerk"), deal)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range r.Timeline {
			if l.Verb == "deal.release" {
				if why, ok := l.Text.Args["why"].(errs.Text); !ok || why.Args["all"] != 6 {
					t.Errorf("the refusal is kept as %v; got no sentence that another language could say", l.Text.Args)
				}
				n++
			}
		}
		if n != 2 {
			t.Errorf("the life line tells of %d refusals, want 2", n)
		}
	})
}
