package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/money"
	"kontor/proof"
)

// A proof file is exported with the button of a guarantee's page and hangs on its life line from then on, with its paper.
func TestAProofFileHangsOnTheLifeLine(t *testing.T) {
	h := openHouse(t)
	clerk := desk.Actor{ID: "lg_x", Name: "clerk", Role: desk.Clerk, Centre: h.admin.Centre}
	today := h.desk.Today()
	g, err := desk.RegisterGuarantee.Do(h.ctx, h.desk, desk.Call{Actor: clerk}, desk.GuaranteeRequest{GuaranteeTerms: desk.GuaranteeTerms{Number: "G-1", Guarantor: h.party("Musterbank Hafen", "guarantor"), Applicant: h.party("Waldbau eG", "customer"),
		Kind: "demand_guarantee", Rules: "URDG758", Face: money.Of(100_000, "EUR"), IssuedOn: today, ExpiresOn: today.AddMonths(12), Place: "Musterstadt"}})
	if err != nil {
		t.Fatal(err)
	}
	p := h.as(desk.Auditor)
	form := "/do/proof.export?entity=" + g.ID + "&kind=guarantee"
	if page := p.get("/guarantee/" + g.ID).body; !strings.Contains(page, strings.ReplaceAll(form, "&", "&amp;")) || strings.Contains(page, `"/proof/`) {
		t.Errorf("the page leads to no form, or to a file that is not there:\n%s", page)
	}
	if page := p.get(form).body; !strings.Contains(page, g.ID) {
		t.Errorf("the form does not know what it is about:\n%s", page)
	}
	if got := p.post("/do/proof.export", "kind", "guarantee", "entity", g.ID); got.leads != "/guarantee/"+g.ID {
		t.Fatalf("got %d to %q: %s", got.code, got.leads, got.body)
	}
	links := regexp.MustCompile(`"(/proof/ev_[a-z0-9]+\.(?:json|pdf))"`).FindAllStringSubmatch(p.get("/guarantee/"+g.ID).body, -1)
	if len(links) != 2 {
		t.Fatalf("the life line has %v", links)
	}
	file := p.get(links[0][1])
	log, err := h.desk.ReadLog(h.ctx, clerk)
	if err != nil || file.code != http.StatusOK {
		t.Fatalf("got %d, %v", file.code, err)
	}
	r, err := proof.Check([]byte(file.body), log.PublicKeys...)
	if err != nil {
		t.Fatal(err)
	}
	if pdf := p.get(links[1][1]); pdf.head.Get("Content-Type") != "application/pdf" || proof.Attached([]byte(pdf.body), r) != nil {
		t.Errorf("the paper: %d %v", pdf.code, pdf.head)
	}
	for path, want := range map[string]int{links[0][1] + "x": http.StatusNotFound, "/proof/ev_none.json": http.StatusNotFound, "/proof/ev_none": http.StatusNotFound} {
		if got := p.get(path); got.code != want {
			t.Errorf("%s: got %d, want %d", path, got.code, want)
		}
	}
	if got := h.as(desk.Guarantor).get(links[0][1]); got.code != http.StatusNotFound {
		t.Errorf("another guarantor: got %d", got.code)
	}
}
