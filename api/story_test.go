package api_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/internal/testdb"
	"kontor/money"
)

// One lease over HTTP, from the first party to the last payment: refused at the gate with every reason, mended,
// released, delivered, collected, closed, counted.
func TestOneLeaseOverHTTP(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := openHouse(t, url)
		first := h.today()
		h.list()
		h.do("accountant", "/api/rate/set", object{"currency": "EUR", "on": first.String(), "usd": "1.10", "source": "test bank"})
		h.do("manager", "/api/goal/set", object{"measure": "house", "year": 2026, "amount": "60000000.00 USD", "floor": "45000000.00 USD", "reason": "plan of the year"})

		c := h.cast("1")
		deal := h.quote(c)
		h.do("clerk", "/api/deal/sign", object{"deal": deal, "signed_on": first.String()})
		p := h.refused(409, "manager", "/api/deal/release", object{"deal": deal})
		for _, want := range []string{"contract", "vetting", "cover"} {
			if !slices.Contains(faultFields(p), want) {
				t.Errorf("condition %s was not named, got %v", want, faultFields(p))
			}
		}
		for _, f := range p["errors"].([]any) {
			if text(f.(object), "hint") == "" {
				t.Errorf("%v does not say what would make it pass", f)
			}
		}
		if p["code"] != "refused" || p["entity"] != deal {
			t.Errorf("got code %v of %v, want refused of %s", p["code"], p["entity"], deal)
		}
		if answer := h.get("manager", "/api/gate/"+deal)["answer"].(object); answer["may"] != false {
			t.Errorf("the gate: got %v, want false", answer["may"])
		}
		for _, party := range []string{c.maker, c.customer, c.guarantor} {
			if got := text(h.do("risk", "/api/party/vet", object{"party": party}), "outcome"); got != "clear" {
				t.Fatalf("vetting: got %q, want clear", got)
			}
		}
		h.receive(deal, "240000.00 EUR", "ADV")
		h.secure(c, deal, "G-0412")
		before := h.turnover()
		h.do("manager", "/api/deal/release", object{"deal": deal})
		h.deliver(c, deal, "1")
		if after := h.turnover(); before != "0.00 USD" || after != "1320000.00 USD" {
			t.Errorf("turnover: got %s, then %s, want nothing, then 1320000.00 USD", before, after)
		}
		for i := range 24 {
			h.goTo(first.AddMonths(i + 1))
			amount := "45189.88 EUR"
			if i == 23 {
				amount = h.owed(deal)
			}
			h.receive(deal, amount, fmt.Sprintf("R-%d", i))
		}
		if got := text(h.do("accountant", "/api/deal/close", object{"deal": deal}), "stage"); got != "closed" {
			t.Errorf("stage: got %q, want closed", got)
		}
		h.provesItself()
	})
}

// list loads a watch list as risk, who may not activate it, and activates it as a second person.
func (h *house) list() {
	h.t.Helper()
	content := base64.StdEncoding.EncodeToString([]byte("entry_id,type,name,aliases\n1,entity,Vanished Machines Ltd,\n"))
	set := h.do("risk", "/api/watchlist/load", object{"source": "house list", "listed_on": h.today().String(), "content": content})
	h.refused(409, "risk", "/api/watchlist/activate", object{"listset": set["id"]})
	h.do("risk2", "/api/watchlist/activate", object{"listset": set["id"]})
}

// secure registers a guarantee as the clerk, verifies it as risk and pledges all of it to the deal.
func (h *house) secure(c cast, deal, number string) {
	h.t.Helper()
	g := text(h.do("clerk", "/api/guarantee/register", object{"number": number, "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758",
		"face": "1200000.00 EUR", "issued_on": h.today().String(), "expires_on": h.today().AddMonths(30).String(), "place": "Musterstadt"}), "id")
	h.do("risk", "/api/guarantee/verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "MSG-" + number, "evidence_on": h.today().String()})
	h.do("risk", "/api/guarantee/allocate", object{"guarantee": g, "deal": deal, "amount": "1200000.00 EUR"})
}

// deliver hands over the one unit of a released deal.
func (h *house) deliver(c cast, deal, n string) {
	h.t.Helper()
	h.do("clerk", "/api/deal/deliver", object{"deal": deal, "act_no": "A-" + n, "on": h.today().String(), "place": "Musterstadt", "accepted_by": "Wanda Wald",
		"units": []object{{"unit": c.unit, "plate": "SN-" + n, "meter": "12", "condition": "new"}}})
}

func (h *house) receive(deal, amount, reference string) object {
	h.t.Helper()
	return h.do("accountant", "/api/payment/receive", object{"deal": deal, "amount": amount, "value_on": h.today().String(), "reference": reference})
}

// turnover is the year to date on the first page.
func (h *house) turnover() string {
	h.t.Helper()
	return text(h.get("manager", "/api/today")["turnover"].(object)["ytd"].(object), "usd")
}

// owed is what a deal still owes, from the schedule of its record.
func (h *house) owed(deal string) string {
	h.t.Helper()
	var sum int64
	for _, table := range h.get("accountant", "/api/record/"+deal)["tables"].([]any) {
		if text(table.(object), "title") != "Schedule" {
			continue
		}
		for _, row := range table.(object)["rows"].([]any) {
			cells := row.([]any)
			sum += money.MustParse(cells[len(cells)-1].(string)).Minor
		}
	}
	return money.Of(sum, "EUR").String()
}

// provesItself seals the log and walks the whole house.
func (h *house) provesItself() {
	h.t.Helper()
	if _, err := h.store.Seal(h.ctx); err != nil {
		h.t.Fatal(err)
	}
	findings, err := h.store.Verify(h.ctx, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range findings {
		h.t.Errorf("%s: %s: %s", f.Check, f.Offender, f.Detail)
	}
}

// Sentences come in the language that the caller asks for, else in that of the login; what a machine reads does not change.
func TestSentencesComeInTheCallersLanguage(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	late := object{"customer": "pt_x", "kind": "sale", "units": []object{}, "starts_on": "2026-03-02", "expires_on": "2026-03-01"}
	for _, c := range []struct{ accept, lang, day string }{{"", "en", "1 Mar 2026"}, {"de-AT,de;q=0.9", "de", "1. März 2026"}, {"ru", "ru", "1 марта 2026"}, {"fr", "en", "1 Mar 2026"}} {
		var headers []string
		if c.accept != "" {
			headers = []string{"Accept-Language", c.accept}
		}
		a := h.post("clerk", "/api/deal/quote", late, headers...)
		if got := a.header.Get("Content-Language"); got != c.lang || !strings.Contains(string(a.body), c.day) {
			t.Errorf("%q: got language %q and %s, want %q with %q", c.accept, got, a.body, c.lang, c.day)
		}
		if got := text(a.object(t), "code"); got != "invalid" {
			t.Errorf("%q: got code %q, want invalid", c.accept, got)
		}
	}
}

// A whole answer is said in the caller's language, and what the house holds of it stays as it was.
func TestAnswersComeInTheCallersLanguage(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	deal := h.quote(h.cast("1"))
	for _, path := range []string{"/api/gate/" + deal, "/api/record/" + deal, "/api/today"} {
		before := h.send("manager", "GET", path, nil, "Accept-Language", "en")
		german := h.send("manager", "GET", path, nil, "Accept-Language", "de")
		after := h.send("manager", "GET", path, nil, "Accept-Language", "en")
		if string(before.body) != string(after.body) {
			t.Errorf("%s: the German answer changed the English one", path)
		}
		if strings.Contains(path, "record") && !strings.Contains(string(german.body), `"label":"Kunde"`) {
			t.Errorf("%s: got %s, want German labels", path, german.body)
		}
		if strings.Contains(string(before.body), " Mar 2026") && !strings.Contains(string(german.body), "März 2026") {
			t.Errorf("%s: got %s, want German dates", path, german.body)
		}
	}
}
