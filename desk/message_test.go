package desk_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/shared"
	"kontor/internal/testdb"
	"kontor/money"
	"kontor/store"
	"kontor/wire/mt"
)

// swift is an MT 760 of a fictional bank for the customer of a cast; fields given replace its own or are added after the one they follow.
func swift(t *testing.T, number string, change map[string]string) string {
	t.Helper()
	fields := []mt.Field{{Sequence: "A", Tag: "15A"}, {Sequence: "A", Tag: "27", Value: "1/1"}, {Sequence: "A", Tag: "22A", Value: "ISSU"}, {Sequence: "B", Tag: "15B"},
		{Sequence: "B", Tag: "20", Value: number}, {Sequence: "B", Tag: "30", Value: "260227"}, {Sequence: "B", Tag: "22D", Value: "DGAR"}, {Sequence: "B", Tag: "40C", Value: "URDG"},
		{Sequence: "B", Tag: "23B", Value: "FIXD"}, {Sequence: "B", Tag: "31E", Value: "280930"}, {Sequence: "B", Tag: "35G"}, {Sequence: "B", Tag: "50", Value: "WALDBAU GENOSSENSCHAFT 1\nFORSTWEG 2"},
		{Sequence: "B", Tag: "52A", Value: "MUSBDEFFXXX"}, {Sequence: "B", Tag: "59", Value: "HAUS AM HAFEN\nKAI 1"}, {Sequence: "B", Tag: "32B", Value: "EUR1200000,00"},
		{Sequence: "B", Tag: "45C", Value: "SIGNED DEMAND WITH STATEMENT OF BREACH."},
		{Sequence: "B", Tag: "77U", Value: "WE UNDERTAKE TO PAY AGAINST YOUR FIRST DEMAND STATING IN WHAT\nRESPECT THE APPLICANT IS IN BREACH."},
		{Sequence: "B", Tag: "44J", Value: "DE"}, {Sequence: "B", Tag: "48B"}}
	var out []mt.Field
	for _, f := range fields {
		if v, ok := change[f.Tag]; ok {
			f.Value = v
		}
		if f.Value != "" || strings.HasPrefix(f.Tag, "15") {
			out = append(out, f)
		}
	}
	if c := change["C"]; c != "" {
		out = append(out, mt.Field{Sequence: "C", Tag: "15C"})
		for _, line := range strings.Split(c, ";") {
			tag, value, _ := strings.Cut(line, ":")
			out = append(out, mt.Field{Sequence: "C", Tag: tag, Value: value})
		}
	}
	m, err := mt.New("760", "MUSBDEFFXXX", "HAUSDEHHXXX", out...)
	if err != nil {
		t.Fatal(err)
	}
	return string(m.Bytes())
}

// withBIC gives the guarantor of a cast its BIC.
func (h *house) withBIC(c cast) cast {
	h.t.Helper()
	h.do("clerk", "party.change", object{"party": c.guarantor, "name": "Musterbank 1", "kind": "entity", "country": "DE", "roles": []string{"guarantor"},
		"identifiers": []object{{"scheme": "BIC", "value": "MUSBDEFF"}}})
	return c
}

func (h *house) guarantee(id string) desk.Record {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func factOf(r desk.Record, label string) any {
	for _, f := range r.Facts {
		if f.Label == label {
			return f.Value
		}
	}
	return nil
}

func TestAMessageFillsTheRegistryUnverified(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c := h.withBIC(h.people("1"))
		raw := swift(t, "MB26-0417", map[string]string{"48B": "NPRT"})
		res := h.do("clerk", "guarantee.import_message", object{"text": raw})
		if text(res, "state") != "booked" || res["valid"] != true {
			t.Fatalf("got %v", res)
		}
		g := text(res, "guarantee")
		r := h.guarantee(g)
		for label, want := range map[string]any{"Trust": "unverified", "Kind": "demand_guarantee", "Rules": "URDG758", "Amount": money.MustParse("1200000.00 EUR"), "Law": "DE",
			"Documents of a demand": "SIGNED DEMAND WITH STATEMENT OF BREACH.", "Guarantor": desk.Ref{ID: c.guarantor, Text: "Musterbank 1"},
			"Applicant": desk.Ref{ID: c.customer, Text: "Waldbau Genossenschaft 1"}} {
			if got := factOf(r, label); got != want {
				t.Errorf("%s: got %v, want %v", label, got, want)
			}
		}
		if factOf(r, "No partial demand") == nil || !strings.Contains(r.Trust.Text, "WE UNDERTAKE TO PAY") {
			t.Errorf("the page says %s", said(r))
		}
		again := h.do("clerk", "guarantee.import_message", object{"text": raw})
		if again["duplicate"] != true || text(again, "guarantee") != g {
			t.Errorf("the same message twice: got %v", again)
		}
		h.refused(errs.Forbidden, "clerk", "guarantee.verify", object{"guarantee": g})
		verify := object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_ref": text(res, "message"), "evidence_on": h.today().String()}
		if got := text(h.do("risk", "guarantee.verify", verify), "trust"); got != "authentic" {
			t.Errorf("by the message that came through our own bank it is %s", got)
		}
		h.provesItself()
	})
}

// Scenario 31: an MT 760 with a fixed expiry and no day of it parses, shows what is wrong, and books nothing.
func TestScenario31AnInvalidMessageIsKeptAndNotBooked(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.withBIC(h.people("1"))
	raw := strings.Replace(swift(t, "MB26-0417", nil), ":31E:280930\r\n", "", 1)
	res := h.do("clerk", "guarantee.import_message", object{"text": raw})
	b, _ := json.Marshal(res["findings"])
	if text(res, "state") != "refused" || res["valid"] != false || text(res, "guarantee") != "" || !strings.Contains(string(b), "760.C1") {
		t.Fatalf("got %v", res)
	}
	page, err := h.desk.ReadList(h.ctx, h.actor("risk"), "guarantees", store.ListQuery{}, false)
	if err != nil || len(page.Rows) != 0 {
		t.Errorf("%d guarantees were booked, %v", len(page.Rows), err)
	}
	r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), text(res, "message"))
	if err != nil || r.State != "refused" || !strings.Contains(said(r), "760.C1") || !strings.Contains(said(r), ":20:MB26-0417") {
		t.Errorf("the page of the message says %s, %v", said(r), err)
	}
}

// Scenario 32: the amount of sequence C, what a counter-guarantor asks another bank to issue, is never ours.
func TestScenario32TheAmountIsOfSequenceB(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.withBIC(h.people("1"))
	raw := swift(t, "MB26-0417", map[string]string{"22A": "ISCO", "C": "31C:260305;22D:DGAR;40C:URDG;23B:FIXD;31E:280801;50:WALDBAU GENOSSENSCHAFT 1;52A:LOCKKZKXXXX;59:HAUS AM HAFEN;32B:KZT900000000,;45L:LEASE 7"})
	res := h.do("clerk", "guarantee.import_message", object{"text": raw})
	if text(res, "state") != "booked" {
		t.Fatalf("got %v", res)
	}
	r := h.guarantee(text(res, "guarantee"))
	if factOf(r, "Amount") != money.MustParse("1200000.00 EUR") || factOf(r, "Kind") != "counter_guarantee" || strings.Contains(said(r), "KZT") {
		t.Errorf("the page says %s", said(r))
	}
}

func TestTheGuarantorOfAMessageIsFoundByItsBIC(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.withBIC(h.people("1"))
	for bic, want := range map[string]string{"MUSBDEF0XXX": "only looks like", "ANDRDEFFXXX": "no party has the BIC"} {
		raw := strings.Replace(swift(t, "MB26-0417", nil), ":52A:MUSBDEFFXXX", ":52A:"+bic, 1)
		e := h.refused(errs.Invalid, "clerk", "guarantee.import_message", object{"text": raw})
		if len(e.Faults) != 1 || e.Faults[0].Field != "guarantor" || !strings.Contains(e.Faults[0].Text.String(), want) {
			t.Errorf("%s: got %v, want %q", bic, e.Faults, want)
		}
	}
	raw := strings.Replace(swift(t, "MB26-0417", nil), "WALDBAU GENOSSENSCHAFT 1", "EIN ANDERER", 1)
	if e := h.refused(errs.Invalid, "clerk", "guarantee.import_message", object{"text": raw}); e.Faults[0].Field != "applicant" {
		t.Errorf("an unknown applicant: got %v", e.Faults)
	}
}

// A text that is too long for one message comes in parts; nothing is booked before all are here, in whatever order.
func TestPartsAreBookedTogether(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.withBIC(h.people("1"))
	first := strings.Replace(swift(t, "MB26-0417", nil), ":27:1/1", ":27:1/2", 1)
	next, err := mt.New("761", "MUSBDEFFXXX", "HAUSDEHHXXX", mt.Field{Tag: "27", Value: "2/2"}, mt.Field{Tag: "20", Value: "MB26-0417"}, mt.Field{Tag: "52A", Value: "MUSBDEFFXXX"},
		mt.Field{Tag: "77U", Value: "A DEMAND MUST REACH US IN FRANKFURT."})
	if err != nil {
		t.Fatal(err)
	}
	res := h.do("clerk", "guarantee.import_message", object{"text": string(next.Bytes())})
	if text(res, "state") != "kept" {
		t.Fatalf("the second part alone: got %v", res)
	}
	res = h.do("clerk", "guarantee.import_message", object{"text": first})
	if text(res, "state") != "booked" {
		t.Fatalf("with the first part: got %v", res)
	}
	r := h.guarantee(text(res, "guarantee"))
	if !strings.HasSuffix(r.Trust.Text, "A DEMAND MUST REACH US IN FRANKFURT.") || !strings.HasPrefix(r.Trust.Text, "WE UNDERTAKE") {
		t.Errorf("the text is %q", r.Trust.Text)
	}
}

// given reads a file of the message data.
func given(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, "guarantee", "mt", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every message of the data set is kept, and an MT 760 is booked exactly when it breaks no rule, with the amount that the set says.
func TestTheMessagesOfTheDataSetAreBookedByTheirFindings(t *testing.T) {
	var index struct {
		Messages []struct {
			ID, File, Type string
			Valid          bool
			Expect         map[string]any
		}
	}
	if err := json.Unmarshal(given(t, "index.json"), &index); err != nil {
		t.Fatal(err)
	}
	fresh := func() (*house, cast) {
		h := newHouse(t, testdb.SQLite(t))
		c := h.people("1")
		h.goTo(firstDay.AddMonths(60))
		return h, c
	}
	one, its := fresh() // for all that book nothing
	for _, m := range index.Messages {
		t.Run(m.ID, func(t *testing.T) {
			h, c := one, its
			if m.Valid && m.Type == "760" {
				h, c = fresh()
			}
			res := h.do("clerk", "guarantee.import_message", object{"file": given(t, m.File), "guarantor": c.guarantor, "applicant": c.customer})
			if res["valid"] != m.Valid {
				t.Errorf("valid: got %v, want %t", res["valid"], m.Valid)
			}
			books := m.Valid && m.Type == "760"
			if got := text(res, "state") == "booked"; got != books {
				t.Fatalf("booked: got %v, want %t", res, books)
			}
			if !books {
				return
			}
			want := m.Expect["amount"].(map[string]any)
			amount := factOf(h.guarantee(text(res, "guarantee")), "Amount").(money.Amount)
			if amount.Minor != int64(want["minor"].(float64)) || string(amount.Currency) != want["currency"] {
				t.Errorf("amount: got %v, want %v", amount, want)
			}
		})
	}
}

// Before anything is written, a person sees what a message says and what its import would do.
func TestAMessageIsReadBeforeItIsImported(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	raw := swift(t, "MB26-0417", nil)
	ask := func(req object) object { return h.do("clerk", "guarantee.read_message", req) }
	if got := ask(object{"text": raw}); got["problems"] == nil {
		t.Errorf("an unknown BIC is no problem: %v", got)
	}
	h.withBIC(c)
	got := ask(object{"text": raw})
	terms, _ := got["terms"].(map[string]any)
	if got["problems"] != nil || text(terms, "face") != "1200000.00 EUR" || text(terms, "guarantor") != c.guarantor || text(terms, "expires_on") != "2028-09-30" {
		t.Errorf("got %v", got)
	}
	if got := ask(object{"text": strings.Replace(raw, ":31E:280930\r\n", "", 1)}); got["valid"] != false {
		t.Errorf("an invalid message: got %v", got)
	}
	h.do("clerk", "guarantee.import_message", object{"text": raw})
	if got := ask(object{"text": raw}); got["known"] != true {
		t.Errorf("imported before: got %v", got)
	}
}
