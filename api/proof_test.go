package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"kontor/internal/testdb"
	"kontor/proof"
)

// A proof file is fetched over HTTP byte for byte as it is checked, its paper in the caller's language, and the key from the log.
func TestAProofFileOverHTTP(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	c := h.cast("1")
	g := text(h.do("clerk", "/api/guarantee/register", object{"number": "G-1", "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758",
		"face": "1200000.00 EUR", "issued_on": h.today().String(), "expires_on": h.today().AddMonths(30).String(), "place": "Musterstadt"}), "id")
	event := text(h.do("auditor", "/api/proof/export", object{"kind": "guarantee", "entity": g}), "event")
	file := h.send("auditor", "GET", "/api/proof/"+event, nil)
	if file.status != http.StatusOK || !strings.Contains(file.header.Get("Content-Disposition"), "guarantee-"+g+".proof.json") {
		t.Fatalf("got %d %v %s", file.status, file.header, file.body)
	}
	keys := h.get("guarantor", "/api/log")["public_keys"].([]any)
	r, err := proof.Check(file.body, keys[len(keys)-1].(string))
	if err != nil || r.Entity != g {
		t.Fatalf("got %+v, %v", r, err)
	}
	for language, name := range map[string]string{"de": ".de.pdf", "ru": ".ru.pdf", "en": ".en.pdf"} {
		pdf := h.send("auditor", "GET", "/api/proof/"+event+"/paper", nil, "Accept-Language", language)
		if pdf.status != http.StatusOK || pdf.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(pdf.body, []byte("%PDF-")) || !strings.Contains(pdf.header.Get("Content-Disposition"), name) {
			t.Errorf("%s: got %d %v", language, pdf.status, pdf.header)
		}
		if err := proof.Attached(pdf.body, r); err != nil {
			t.Errorf("%s: the file does not name this paper: %v", language, err)
		}
	}
	for who, want := range map[string]int{"guarantor": http.StatusNotFound, "maker": http.StatusForbidden, "": http.StatusUnauthorized} { // the guarantor is another one
		for _, path := range []string{"/api/proof/" + event, "/api/proof/" + event + "/paper"} {
			if got := h.send(who, "GET", path, nil); got.status != want {
				t.Errorf("%q asks for %s: got %d, want %d", who, path, got.status, want)
			}
		}
	}
	if got := h.send("auditor", "GET", "/api/proof/ev_none", nil); got.status != http.StatusNotFound {
		t.Errorf("no such event: got %d", got.status)
	}
}
