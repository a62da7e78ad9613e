package desk_test

import (
	"slices"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/internal/testdb"
	"kontor/money"
)

// bank is a guarantor with a branch that has a calendar and a BIC, and a verified guarantee of it.
func (h *house) bank(n string, more object) (c cast, branch, g string) {
	h.t.Helper()
	h.do("risk", "calendar.load", object{"content": []byte(twoCalendars)})
	h.do("manager", "house.place", object{"name": "Hof", "calendar": "K", "transport_days": 2, "bic": "HAUSDEFF"})
	c = h.people(n)
	branch = text(h.do("clerk", "branch.register", object{"party": c.guarantor, "name": "Musterbank Werft", "place": "Musterhafen", "country": "DE", "bic": "MUSTDEFF", "calendar": "K"}), "id")
	g = h.received(c, "G-"+n, more)
	h.verify(g)
	return c, branch, g
}

// received registers a guarantee of 1000 EUR until 30 September.
func (h *house) received(c cast, number string, more object) string {
	h.t.Helper()
	req := object{"number": number, "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758", "face": "1000.00 EUR",
		"issued_on": h.today().String(), "expires_on": "2026-09-30", "place": "Musterhafen"}
	for k, v := range more {
		req[k] = v
	}
	return text(h.do("clerk", "guarantee.register", req), "id")
}

func (h *house) verify(g string) {
	h.t.Helper()
	h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "MSG", "evidence_on": h.today().String()})
}

// page is a guarantee as its page shows it, facts by label.
func (h *house) page(g string) (r desk.Record, facts map[string]any) {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("auditor"), g)
	if err != nil {
		h.t.Fatal(err)
	}
	facts = map[string]any{}
	for _, f := range r.Facts {
		facts[f.Label] = f.Value
	}
	return r, facts
}

// says reports whether a line of the life line holds a text.
func says(r desk.Record, part string) bool {
	return slices.ContainsFunc(r.Timeline, func(l desk.Line) bool { return strings.Contains(l.Text.String(), part) })
}

// Scenarios 21 and 22: silence accepts nothing, whatever the amendment says; amendment 3 before 2 is parked with an alarm and is let in when
// the gap closes. Our answer leaves as an MT 787.
func TestAmendmentsAreAnsweredInOrder(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, _, g := h.bank("1", nil)
		first := h.do("clerk", "guarantee.amend", object{"guarantee": g, "source": "letter 1", "expires_on": "2026-06-30", "unless_rejected": true})
		if first["nr"] != float64(1) || first["state"] != "issued" || len(first["warnings"].([]any)) != 1 {
			t.Errorf("recorded as %v", first)
		}
		h.goTo(firstDay.Add(11))
		if _, facts := h.page(g); facts["Expires on"].(interface{ String() string }).String() != "2026-09-30" {
			t.Errorf("silence accepted it: %v", facts["Expires on"])
		}
		third := h.do("clerk", "guarantee.amend", object{"guarantee": g, "nr": 3, "source": "letter 3", "increase": "500.00 EUR"})
		if third["state"] != "parked" || !strings.Contains(h.tasks("risk"), "came before its time") {
			t.Errorf("amendment 3 is %v, tasks: %s", third["state"], h.tasks("risk"))
		}
		h.refused(errs.Conflict, "risk", "guarantee.accept_amendment", object{"guarantee": g, "nr": 3})
		h.refused(errs.Invalid, "clerk", "guarantee.amend", object{"guarantee": g, "nr": 1, "source": "letter 1 again", "increase": "1.00 EUR"})
		h.do("clerk", "guarantee.amend", object{"guarantee": g, "nr": 2, "source": "letter 2", "text": "The place of presentation is now the head office."})
		h.refused(errs.Conflict, "risk", "guarantee.accept_amendment", object{"guarantee": g, "nr": 2}) // 1 is not answered
		h.refused(errs.Invalid, "risk", "guarantee.reject_amendment", object{"guarantee": g, "nr": 1})
		no := h.do("risk", "guarantee.reject_amendment", object{"guarantee": g, "nr": 1, "why": "the lease runs until September"})
		if m := text(no, "message"); !strings.Contains(m, ":26E:1\r\n") || !strings.Contains(m, ":23R:REJT") {
			t.Errorf("our answer: %q", m)
		}
		h.do("risk", "guarantee.accept_amendment", object{"guarantee": g, "nr": 2})
		h.verify(g)
		yes := h.do("risk2", "guarantee.accept_amendment", object{"guarantee": g, "nr": 3})
		if yes["trust"] != "unverified" || !strings.Contains(text(yes, "message"), ":23R:ACCP") {
			t.Errorf("accepted: %v", yes)
		}
		r, facts := h.page(g)
		if facts["Amount"] != money.Of(150000, "EUR") {
			t.Errorf("the amount is %v", facts["Amount"])
		}
		i := slices.IndexFunc(r.Tables, func(t desk.Table) bool { return t.Title == "Amendments" })
		if i < 0 || len(r.Tables[i].Rows) != 3 || r.Tables[i].Rows[0][1] != "rejected" || r.Tables[i].Rows[2][1] != "accepted" {
			t.Errorf("the page shows %v", r.Tables)
		}
		h.provesItself()
	})
}

// Scenario 20: an amendment lowers the amount while a demand is open; the demand keeps its amount until the house accepts, and accepting
// below what is demanded must be said.
func TestADemandKeepsItsAmountUnderAnAmendment(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	h.demand(object{"guarantee": g, "deal": deal, "amount": "1000.00 EUR", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})
	res := h.do("clerk", "guarantee.amend", object{"guarantee": g, "source": "letter", "decrease": "1199500.00 EUR"})
	if len(res["warnings"].([]any)) != 1 {
		t.Errorf("nobody was warned: %v", res)
	}
	if _, facts := h.page(g); facts["Reserved for demands"] != money.Of(100000, "EUR") || facts["Amount"] != money.Of(120000000, "EUR") {
		t.Errorf("before the answer: %v of %v", facts["Reserved for demands"], facts["Amount"])
	}
	h.refused(errs.Refused, "manager", "guarantee.accept_amendment", object{"guarantee": g, "nr": 1})
	yes := h.do("manager", "guarantee.accept_amendment", object{"guarantee": g, "nr": 1, "despite": true})
	if len(yes["warnings"].([]any)) != 1 {
		t.Errorf("accepting warned of nothing: %v", yes)
	}
	if _, facts := h.page(g); facts["Reserved for demands"] != money.Of(50000, "EUR") || facts["Amount"] != money.Of(50000, "EUR") {
		t.Errorf("after the answer: %v of %v", facts["Reserved for demands"], facts["Amount"])
	}
	h.provesItself()
}

// Two people give a guarantee back; what replaces it must be in force.
func TestReleaseAtTheDesk(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, _, g := h.bank("1", nil)
	h.refused(errs.NotFound, "manager", "guarantee.confirm_release", object{"guarantee": g})
	other := h.received(c, "G-2", nil)
	h.refused(errs.Invalid, "risk", "guarantee.release", object{"guarantee": g, "replaced_by": other}) // not verified
	h.verify(other)
	h.do("risk", "guarantee.release", object{"guarantee": g, "replaced_by": other})
	h.refused(errs.Forbidden, "risk", "guarantee.confirm_release", object{"guarantee": g})
	h.do("manager", "guarantee.confirm_release", object{"guarantee": g, "drop": true})
	h.do("risk", "guarantee.release", object{"guarantee": g, "replaced_by": other})
	if res := h.do("manager", "guarantee.confirm_release", object{"guarantee": g}); res["life"] != string(guarantee.Replaced) {
		t.Errorf("it is %v", res["life"])
	}
	h.do("risk", "guarantee.release", object{"guarantee": other, "amount": "400.00 EUR"})
	h.do("manager", "guarantee.confirm_release", object{"guarantee": other})
	h.do("risk", "guarantee.reduce", object{"guarantee": other, "amount": "100.00 EUR", "document": "letter 7"})
	if r, _ := h.page(other); !strings.Contains(r.Headline.String(), "500.00 EUR") {
		t.Errorf("after 400 and 100: %s", r.Headline)
	}
	h.provesItself()
}

// An MT 767 is recorded as an amendment and the same file again changes nothing; one out of order is parked; an MT 785 that comes late
// leaves the extension standing; an MT 769 reduces.
func TestMessagesOfAmendments(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, _, g := h.bank("1", object{"extension_period": "ONEY", "extension_notice_days": 60})
	message := func(typ string, fields ...string) []byte {
		return []byte("{1:F01HAUSDEFFAXXX0000000000}{2:O" + typ + "1200260302MUSTDEFFAXXX00000000002603021200N}{4:\r\n" + strings.Join(fields, "\r\n") + "\r\n-}")
	}
	amendment := func(nr string) []byte {
		return message("767", ":15A:", ":27:1/1", ":21:G-1", ":22A:ISUA", ":15B:", ":20:G-1", ":26E:"+nr, ":30:260302", ":52A:MUSTDEFF", ":32B:EUR250,")
	}
	first := h.do("clerk", "guarantee.import_message", object{"file": amendment("1")})
	if first["state"] != "booked" || first["guarantee"] != g {
		t.Fatalf("the MT 767 is %v: %v", first["state"], first)
	}
	if again := h.do("clerk", "guarantee.import_message", object{"file": amendment("1")}); again["duplicate"] != true {
		t.Errorf("the same again: %v", again)
	}
	if parked := h.do("clerk", "guarantee.import_message", object{"file": amendment("3")}); parked["state"] != "parked" {
		t.Errorf("amendment 3 before 2 is %v", parked["state"])
	}
	h.do("manager", "guarantee.accept_amendment", object{"guarantee": g, "nr": 1})
	if _, facts := h.page(g); facts["Amount"] != money.Of(125000, "EUR") {
		t.Errorf("the amount is %v", facts["Amount"])
	}
	reduction := object{"file": message("769", ":20:R-1", ":21:G-1", ":30:260302", ":33B:EUR200,", ":34B:EUR1050,")}
	for _, by := range []struct{ who, state string }{{"clerk", "kept"}, {"risk", "booked"}} { // a clerk may not reduce a guarantee by hand either
		if res := h.do(by.who, "guarantee.import_message", reduction); res["state"] != by.state {
			t.Errorf("the MT 769 imported by %s: %v", by.who, res)
		}
	}
	h.goTo(day2("2026-08-02")) // day 59 before the expiry
	late := h.do("clerk", "guarantee.import_message", object{"file": message("785", ":20:G-1", ":52A:MUSTDEFF", ":31C:260302", ":59:/1", "Haus am Hafen")})
	if late["state"] != "booked" || !strings.Contains(text(object{"w": strings.Join(stringsOf(late["warnings"]), " ")}, "w"), "the extension stands") {
		t.Errorf("the late MT 785: %v", late)
	}
	h.goTo(day2("2026-10-01"))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	r, facts := h.page(g)
	if facts["Expires on"].(interface{ String() string }).String() != "2027-09-30" || !says(r, "extended itself") || !says(r, "was reduced by 200.00 EUR") {
		t.Errorf("it expires on %v", facts["Expires on"])
	}
	h.provesItself()
}

func stringsOf(v any) (out []string) {
	list, _ := v.([]any)
	for _, s := range list {
		out = append(out, s.(string))
	}
	return out
}
