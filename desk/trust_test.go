package desk_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/proof"
	"kontor/wording"
)

// leaseText is a wording without an error, in which the issuer fills nothing in.
const leaseText = `Musterbank 1 (the guarantor) hereby irrevocably undertakes to pay to Haus am Hafen (the beneficiary) any amount up to a maximum of EUR 1,000.00 (one thousand euros)
upon receipt of the beneficiary's first written demand, signed by the beneficiary and accompanied by its statement saying in what respect Waldbau Genossenschaft 1 (the applicant)
is in breach of the lease contract. No other document is required.
A demand must be presented on paper at the counters of the guarantor, Hafenstrasse 1, 20457 Hamburg, Germany, on or before 2 June 2026, when this guarantee expires.
Partial and multiple demands are allowed. This guarantee is subject to the Uniform Rules for Demand Guarantees (URDG), 2010 revision, ICC Publication No. 758.
It is governed by the law of Germany; the courts of Hamburg have jurisdiction.`

// paper is a guarantee of the cast as a clerk copies it.
func (h *house) paper(c cast, number string) object {
	return object{"number": number, "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758", "face": "1000.00 EUR",
		"issued_on": h.today().String(), "expires_on": h.today().AddMonths(3).String(), "place": "Hafenstrasse 1, 20457 Hamburg"}
}

// confirmed is the finding that the guarantor confirmed today through our own bank.
func (h *house) confirmed(g string) object {
	return object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "MT799 4711", "evidence_on": h.today().String()}
}

// agreed proposes a text as a clerk and agrees to it as the accountant.
func (h *house) agreed(c cast, text_ string) (id string) {
	h.t.Helper()
	id = text(h.do("clerk", "text.propose", object{"applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758", "text": text_}), "id")
	h.refused(errs.Forbidden, "clerk", "text.agree", object{"text": id})
	h.do("accountant", "text.agree", object{"text": id})
	return id
}

// Scenario 1: the issued text differs from the agreed one by one word: mismatch, no cover, the difference is shown; two people may approve it.
func TestScenario01ADifferenceOfOneWord(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c := h.people("1")
		agreed := h.agreed(c, leaseText)
		paper := h.paper(c, "G-1")
		paper["agreed"], paper["text"] = agreed, strings.Replace(leaseText, "any amount", "half the amount", 1)
		g := text(h.do("clerk", "guarantee.register", paper), "id")
		if got := text(h.do("risk", "guarantee.verify", h.confirmed(g)), "trust"); got != "mismatch" {
			t.Fatalf("got %s, want mismatch", got)
		}
		r := h.guarantee(g)
		if !strings.Contains(r.Headline.String(), "no cover") || r.Trust.Difference == nil || r.Trust.Difference.Changed == 0 || !strings.Contains(said(r), "half the") {
			t.Errorf("the page says %s", said(r))
		}
		h.do("risk", "guarantee.approve_difference", object{"guarantee": g})
		if got := h.guarantee(g).Trust.State; got != "mismatch" {
			t.Errorf("one person alone approved the difference: %s", got)
		}
		h.refused(errs.Forbidden, "risk", "guarantee.approve_difference", object{"guarantee": g})
		if got := text(h.do("manager", "guarantee.approve_difference", object{"guarantee": g}), "trust"); got != "authentic" {
			t.Errorf("approved by two people: got %s, want authentic", got)
		}
		same := h.paper(c, "G-2")
		same["agreed"], same["text"] = agreed, strings.ReplaceAll(leaseText, "\n", "\r\n  ")
		g = text(h.do("clerk", "guarantee.register", same), "id")
		if got := text(h.do("risk", "guarantee.verify", h.confirmed(g)), "trust"); got != "authentic" {
			t.Errorf("other line breaks: got %s, want authentic", got)
		}
		h.provesItself()
	})
}

// Scenario 2: a PDF with a genuine logo whose guarantor never confirmed; the hand-over is refused for it.
func TestScenario02AnUnverifiedPaperReleasesNothing(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c := h.people("1")
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	deal := h.lease(c)
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	paper := h.paper(c, "G-1")
	paper["face"], paper["expires_on"] = "1200000.00 EUR", h.today().AddMonths(30).String()
	paper["file"], paper["name"] = []byte("%PDF-1.4 a genuine logo"), "guarantee.pdf"
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	h.do("clerk", "guarantee.allocate", object{"guarantee": g, "deal": deal, "amount": "1200000.00 EUR"})
	h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV"})
	e := h.refused(errs.Refused, "manager", "deal.release", object{"deal": deal})
	if all := e.Error(); !strings.Contains(all, "verif") {
		t.Errorf("the refusal does not say that nobody verified it: %s", all)
	}
	if r := h.guarantee(g); r.State != "recorded" || !strings.Contains(said(r), "guarantee.pdf") {
		t.Errorf("the page says %s", said(r))
	}
}

// Scenario 5: a signed file of which one byte was altered proves nothing, and the original is named.
func TestScenario05AnAlteredFileProvesNothing(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := h.paper(c, "G-1")
	paper["text"] = leaseText
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	key, err := proof.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)), "musterbank.example/guarantees")
	if err != nil {
		t.Fatal(err)
	}
	file, err := key.SignConfirmation(proof.Confirmation{Guarantee: "G-1", TextSHA256: proof.HashOf([]byte(leaseText)), Amount: "1000.00 EUR", ExpiresOn: h.today().AddMonths(3).String(), Answer: "confirm"})
	if err != nil {
		t.Fatal(err)
	}
	h.refused(errs.Refused, "clerk", "guarantee.confirmation_file", object{"guarantee": g, "file": file}) // no key is registered
	h.do("risk", "party.register_key", object{"party": c.guarantor, "public_key": key.Public()})
	h.refused(errs.Forbidden, "risk", "party.register_key", object{"party": c.guarantor, "public_key": key.Public()})
	h.refused(errs.Refused, "clerk", "guarantee.confirmation_file", object{"guarantee": g, "file": file}) // one person alone let it in
	h.do("manager", "party.register_key", object{"party": c.guarantor, "public_key": key.Public()})
	altered := bytes.Replace(file, []byte("1000.00"), []byte("9000.00"), 1)
	e := h.refused(errs.Refused, "clerk", "guarantee.confirmation_file", object{"guarantee": g, "file": altered})
	if !strings.Contains(e.Hint.String(), proof.HashOf([]byte(leaseText))) {
		t.Errorf("the original is not named: %s", e.Hint)
	}
	h.do("clerk", "guarantee.confirmation_file", object{"guarantee": g, "file": file})
	verify := object{"guarantee": g, "finding": "authentic", "evidence_kind": "guarantor_confirmation", "evidence_ref": "signed file", "evidence_on": h.today().String()}
	h.refused(errs.Forbidden, "clerk", "guarantee.verify", object{"guarantee": g, "finding": "authentic"})
	if got := text(h.do("risk", "guarantee.verify", verify), "trust"); got != "authentic" {
		t.Errorf("by the signed file it is %s", got)
	}
	h.goTo(h.today().Add(80)) // the file is no new word, or one would do for ever
	h.refused(errs.Conflict, "clerk", "guarantee.confirmation_file", object{"guarantee": g, "file": file})
}

// Scenario 6: a BIC or a licence that only looks like the registered one, or that no register has, is refused.
func TestScenario06ALookAlikeIsRefused(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.withBIC(h.people("1"))
	for n, written := range []object{{"paper_bic": "MUSBDEF0"}, {"paper_bic": "ANDRDEFF"}, {"paper_licence": "1481"}, {"paper_name": "Мusterbank 1"}} { // the last one begins with a Cyrillic letter
		paper := h.paper(c, "G-"+string(rune('A'+n)))
		maps.Copy(paper, written)
		g := text(h.do("clerk", "guarantee.register", paper), "id")
		e := h.refused(errs.Invalid, "risk", "guarantee.verify", h.confirmed(g))
		if len(e.Faults) != 1 || e.Faults[0].Field != "guarantee" || e.Faults[0].Hint.IsZero() {
			t.Errorf("%v: got %v", written, e.Faults)
		}
		forged := h.confirmed(g)
		forged["finding"] = "forged"
		h.do("risk", "guarantee.verify", forged) // a finding against the paper is always possible
	}
	paper := h.paper(c, "G-9")
	paper["paper_bic"] = "MUSBDEFFXXX"
	h.do("risk", "guarantee.verify", h.confirmed(text(h.do("clerk", "guarantee.register", paper), "id")))
}

// Evidence is named, and what a forger controls is none.
func TestEvidenceSaysWhatItsKindNeeds(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := h.paper(c, "G-1")
	paper["text"] = leaseText + "\nQuestions: call +49 (40) 555-0199."
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	for name, tc := range map[string]struct {
		evidence object
		fields   string
	}{
		"a bank without name":      {object{"evidence_bank": ""}, "evidence_bank"},
		"a call to nobody":         {object{"evidence_kind": "registered_call_back"}, "evidence_number evidence_register evidence_spoke"},
		"the number of the paper":  {object{"evidence_kind": "registered_call_back", "evidence_number": "0049 40 5550199", "evidence_register": "register", "evidence_spoke": "desk"}, "evidence_number"},
		"a signature without time": {object{"evidence_kind": "signature", "evidence_certificate": "C-1"}, "evidence_signed_at evidence_stamped_at"},
		"revoked before the stamp (T2)": {object{"evidence_kind": "signature", "evidence_certificate": "C-1", "evidence_signed_at": "2026-03-02T09:00:00Z", "evidence_stamped_at": "2026-03-02T09:01:00Z",
			"evidence_revoked_at": "2026-03-02T09:00:30Z"}, "evidence_revoked_at"},
		"never confirmed": {object{"evidence_kind": "guarantor_confirmation"}, "evidence_kind"},
		"no proof file":   {object{"evidence_kind": "log_proof"}, "evidence_document"},
	} {
		verify := h.confirmed(g)
		maps.Copy(verify, tc.evidence)
		var got []string
		for _, f := range h.refused(errs.Invalid, "risk", "guarantee.verify", verify).Faults {
			got = append(got, f.Field)
		}
		if strings.Join(got, " ") != tc.fields {
			t.Errorf("%s: got %v, want %s", name, got, tc.fields)
		}
	}
	after := h.confirmed(g)
	maps.Copy(after, object{"evidence_kind": "signature", "evidence_certificate": "C-1", "evidence_signed_at": "2026-03-02T09:00:00Z", "evidence_stamped_at": "2026-03-02T09:01:00Z", "evidence_revoked_at": "2026-03-02T09:02:00Z"})
	if got := text(h.do("risk", "guarantee.verify", after), "trust"); got != "authentic" {
		t.Errorf("revoked after the time stamp (T2): got %s, want authentic", got)
	}
}

// A proof out of the guarantor's log is evidence when it holds under a key of the guarantor and names the issued text.
func TestAProofOutOfTheGuarantorsLogIsEvidence(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := h.paper(c, "G-1")
	paper["text"] = leaseText
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	_, file := h.exported("guarantee", g) // the log of this house stands for that of the guarantor
	add := func(content []byte) string {
		return text(h.do("clerk", "document.add", object{"entity": g, "purpose": "evidence", "file": content, "name": "proof.json"}), "id")
	}
	verify := h.confirmed(g)
	maps.Copy(verify, object{"evidence_kind": "log_proof", "evidence_document": add(file)})
	h.refused(errs.Invalid, "risk", "guarantee.verify", verify) // no key of the guarantor is known
	for _, who := range []string{"risk", "manager"} {
		h.do(who, "party.register_key", object{"party": c.guarantor, "public_key": h.publicKeys()[0]})
	}
	altered := bytes.Replace(file, []byte("G-1"), []byte("G-7"), 1)
	maps.Copy(verify, object{"evidence_document": add(altered)})
	h.refused(errs.Invalid, "risk", "guarantee.verify", verify)
	maps.Copy(verify, object{"evidence_document": add(file)})
	if got := text(h.do("risk", "guarantee.verify", verify), "trust"); got != "authentic" {
		t.Errorf("got %s, want authentic", got)
	}
	h.provesItself()
}

// Rule T4: the same number with another amount is an alarm on the first paper, and no second guarantee.
func TestASecondPaperWithOneNumberIsAnAlarm(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c := h.people("1")
		g := text(h.do("clerk", "guarantee.register", h.paper(c, "GT 2026/17")), "id")
		other := h.paper(c, "gt2026/17")
		other["face"] = "9000.00 EUR"
		res := h.do("clerk", "guarantee.register", other)
		if text(res, "id") != g || res["duplicate"] != true {
			t.Fatalf("got %v, want the first guarantee", res)
		}
		if r := h.guarantee(g); len(r.Trust.Alarms) != 1 || !strings.Contains(said(r), "9000") {
			t.Errorf("the page says %s", said(r))
		}
		h.do("risk", "guarantee.verify", h.confirmed(g))
		if r := h.guarantee(g); len(r.Trust.Alarms) != 0 {
			t.Errorf("after the guarantor was asked: %v", r.Trust.Alarms)
		}
		alike := h.do("clerk", "guarantee.register", h.paper(c, "GT 2O26/17"))
		if text(alike, "id") == g || alike["warnings"] == nil {
			t.Errorf("a number with the letter O: got %v", alike)
		}
		h.provesItself()
	})
}

// What was typed wrong is written anew by who typed it, as long as nobody has verified it.
func TestACorrectionIsTheRecordersAlone(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	g := text(h.do("clerk", "guarantee.register", h.paper(c, "G-1")), "id")
	right := h.paper(c, "G-7")
	maps.Copy(right, object{"guarantee": g, "face": "2000.00 USD", "expiry_type": "both", "expiry_event": "handing over of the machines", "expiry_proof": "signed act"})
	h.refused(errs.Forbidden, "clerk2", "guarantee.correct", right)
	h.do("clerk", "guarantee.correct", right)
	r := h.guarantee(g)
	if !strings.HasPrefix(r.Title, "G-7") || factOf(r, "Ends with") != "handing over of the machines" || !strings.Contains(said(r), "2,000.00 USD") && !strings.Contains(said(r), "2000.00 USD") {
		t.Errorf("the page says %s", said(r))
	}
	h.do("risk", "guarantee.verify", h.confirmed(g))
	h.refused(errs.Conflict, "clerk", "guarantee.correct", right)
	h.provesItself()
}

// A wording in which the checker finds an error is approved by somebody who names the error and the reason.
func TestAFlawedWordingNeedsReasons(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := h.paper(c, "G-1")
	paper["text"] = strings.Replace(leaseText, "No other document is required.", "The guarantor may cancel this guarantee at any time by notice.", 1)
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	if res := h.do("risk", "guarantee.verify", h.confirmed(g)); text(res, "wording") == "approved" {
		t.Fatalf("the wording was approved with an error in it: %v", h.guarantee(g).Trust.Findings)
	}
	h.refused(errs.Forbidden, "clerk", "guarantee.approve_wording", object{"guarantee": g})
	e := h.refused(errs.Invalid, "risk", "guarantee.approve_wording", object{"guarantee": g})
	var accepted []object
	for _, f := range h.guarantee(g).Trust.Findings {
		if f.Severity == wording.Error {
			accepted = append(accepted, object{"rule": string(f.Rule), "reason": "the parent of the bank stands behind it"})
		}
	}
	if len(accepted) == 0 || len(e.Faults) == 0 {
		t.Fatalf("no error was found in %v", h.guarantee(g).Trust.Findings)
	}
	if got := text(h.do("risk", "guarantee.approve_wording", object{"guarantee": g, "accepted": accepted}), "wording"); got != "approved" {
		t.Errorf("got %s, want approved", got)
	}
	good := h.paper(c, "G-2")
	good["text"] = leaseText
	res := h.do("risk", "guarantee.verify", h.confirmed(text(h.do("clerk", "guarantee.register", good), "id")))
	if text(res, "wording") != "approved" {
		t.Errorf("a text without error: got %v; findings %v", res, h.guarantee(text(res, "id")).Trust.Findings)
	}
}

// A guarantor says itself whether a guarantee is its own; what it denies gives no cover from that day.
func TestAGuarantorConfirmsAndDenies(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c := h.people("1")
		stranger := h.people("2")
		paper := h.paper(c, "G-1")
		paper["text"] = leaseText
		g := text(h.do("clerk", "guarantee.register", paper), "id")
		own := func(party, verb string, req object) error {
			_, err := h.tryAs(h.guest(desk.Guarantor, party), verb, desk.Call{Reason: "not in our books"}, req)
			return err
		}
		confirm := object{"guarantee": g, "amount": "1000.00 EUR", "expires_on": h.today().AddMonths(3).String(), "text_sha256": proof.HashOf([]byte(leaseText))}
		if err := own(stranger.guarantor, "guarantee.confirm", confirm); !errs.Is(err, errs.NotFound) {
			t.Errorf("another guarantor: got %v, want not found", err)
		}
		wrong := maps.Clone(confirm)
		wrong["amount"] = "100.00 EUR"
		if err := own(c.guarantor, "guarantee.confirm", wrong); !errs.Is(err, errs.Invalid) {
			t.Errorf("another amount: got %v, want invalid", err)
		}
		if err := own(c.guarantor, "guarantee.confirm", confirm); err != nil {
			t.Fatal(err)
		}
		verify := object{"guarantee": g, "finding": "authentic", "evidence_kind": "guarantor_confirmation", "evidence_ref": "signed in", "evidence_on": h.today().String()}
		h.do("risk", "guarantee.verify", verify)
		if err := own(c.guarantor, "guarantee.deny", object{"guarantee": g}); err != nil {
			t.Fatal(err)
		}
		if r := h.guarantee(g); r.Trust.State != "mismatch" || len(r.Trust.Alarms) != 1 || !strings.Contains(r.Headline.String(), "no cover") {
			t.Errorf("after the denial the page says %s", said(r))
		}
		if e := h.refused(errs.Invalid, "risk", "guarantee.verify", h.confirmed(g)); e.Faults[0].Field != "finding" {
			t.Errorf("what the guarantor denied was verified: %v", e.Faults)
		}
		seen, err := h.desk.ReadRecord(h.ctx, h.guest(desk.Guarantor, c.guarantor), g)
		if err != nil || strings.Contains(said(seen), "MT799") || len(seen.Trust.Findings) > 0 || seen.Trust.Recorder != "" {
			t.Errorf("the guarantor sees %s, %v", said(seen), err)
		}
		h.provesItself()
	})
}

// A guest learns whether exactly this document is known, and nothing else.
func TestAGuestLearnsOnlyWhetherADocumentIsKnown(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	paper := h.paper(c, "G-1")
	paper["file"], paper["name"] = []byte("%PDF-1.4 original"), `..\x/"orig.pdf`
	g := text(h.do("clerk", "guarantee.register", paper), "id")
	for content, want := range map[string]bool{"%PDF-1.4 original": true, "%PDF-1.4 originaL": false} {
		a, err := h.desk.CheckDocument(h.ctx, desk.KnownRequest{File: desk.File(content)})
		if err != nil || a.Known != want || a.SHA256 != proof.HashOf([]byte(content)) {
			t.Errorf("%s: got %+v, %v, want %t", content, a, err, want)
		}
	}
	if _, err := h.desk.CheckDocument(h.ctx, desk.KnownRequest{SHA256: "1234"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("no hash: got %v", err)
	}
	var id string
	for _, table := range h.guarantee(g).Tables {
		if table.Title == "Documents" {
			id = table.Rows[0][0].(desk.Ref).ID
		}
	}
	doc, err := h.desk.ReadDocument(h.ctx, h.actor("auditor"), id)
	if err != nil || string(doc.Content) != "%PDF-1.4 original" || doc.Name != "orig.pdf" {
		t.Errorf("got %q %q, %v", doc.Name, doc.Content, err)
	}
	if _, err := h.desk.ReadDocument(h.ctx, h.guest(desk.Guarantor, c.guarantor), id); err != nil {
		t.Errorf("its own guarantor: %v", err)
	}
	for _, a := range []desk.Actor{h.guest(desk.Guarantor, c.customer), h.guest(desk.Maker, c.maker)} {
		if _, err := h.desk.ReadDocument(h.ctx, a, id); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s: got %v, want not found", a.Role, err)
		}
	}
}

// What a paper cannot say is refused by name, with everything at once, and a text of more than 200 pages or with broken characters.
func TestBadTermsAreNamed(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	for name, tc := range map[string]struct {
		change object
		fields string
	}{
		"expiry before issue":       {object{"expires_on": h.today().Add(-1).String()}, "expires_on"},
		"an event without document": {object{"expiry_event": "hand-over"}, "expiry_proof"},
		"an extension without days": {object{"extension_period": "ONEY"}, "extension_notice_days"},
		"days without extension":    {object{"extension_notice_days": 30}, "extension_period"},
		"rules of another kind":     {object{"rules": "surety"}, "rules"},
		"terms of another kind":     {object{"waiting_days": 180, "recourse": []string{"sue"}}, "waiting_days recourse"},
		"a surety says too little":  {object{"kind": "surety", "rules": "surety"}, "law recourse"},
		"an insurance too":          {object{"kind": "credit_insurance", "rules": "credit_insurance"}, "cover_percent waiting_days claim_days"},
		"a reduction too large":     {object{"reductions": []object{{"on": h.today().Add(9).String(), "amount": "2000.00 EUR"}}}, "reductions"},
		"a reduction without proof": {object{"reductions": []object{{"event": "part delivery", "amount": "10.00 EUR"}}}, "reductions[0].proof"},
		"200 pages":                 {object{"text": strings.Repeat("We undertake to pay. ", 40_000)}, "text"},
		"control characters":        {object{"text": "We undertake\x07 to pay."}, "text"},
	} {
		paper := h.paper(c, "G-1")
		maps.Copy(paper, tc.change)
		var got []string
		for _, f := range h.refused(errs.Invalid, "clerk", "guarantee.register", paper).Faults {
			got = append(got, f.Field)
		}
		if strings.Join(got, " ") != tc.fields {
			t.Errorf("%s: got %v, want %s", name, got, tc.fields)
		}
	}
	if _, err := h.try("clerk", "guarantee.register", desk.Call{}, object{"face": "1000.005 EUR"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("wrong decimals: got %v", err)
	}
}
