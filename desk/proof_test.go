package desk_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/lang"
	"kontor/proof"
)

// demanded is a lease in default with a demand under its guarantee, released before.
func (h *house) demanded() (c cast, deal, guarantee, demand string) {
	h.t.Helper()
	h.list()
	h.rate()
	c, deal, guarantee = h.ready("1")
	h.deliver(c, deal, "1")
	h.goTo(firstDay.AddMonths(5))
	h.rate()
	h.do("risk", "guarantee.verify", object{"guarantee": guarantee, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "again", "evidence_on": h.today().String()})
	h.do("risk", "deal.default", object{"deal": deal, "cause": "arrears"})
	h.goTo(h.today().Add(1))
	m := h.do("risk", "guarantee.demand", object{"guarantee": guarantee, "deal": deal, "amount": h.open(deal), "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})
	return c, deal, guarantee, text(m, "id")
}

// exported makes the proof file of a thing.
func (h *house) exported(kind, entity string) (event string, file []byte) {
	h.t.Helper()
	res := h.do("auditor", "proof.export", object{"kind": kind, "entity": entity})
	event = text(res, "event")
	name, file, err := h.desk.ProofFile(h.ctx, h.actor("auditor"), event)
	if err != nil {
		h.t.Fatalf("%s: %v", kind, err)
	}
	if want := kind + "-" + entity + ".proof.json"; name != want {
		h.t.Errorf("the file is called %s, want %s", name, want)
	}
	return event, file
}

func (h *house) publicKeys() []string {
	h.t.Helper()
	log, err := h.desk.ReadLog(h.ctx, h.actor("auditor"))
	if err != nil {
		h.t.Fatal(err)
	}
	return log.PublicKeys
}

// Each of the four kinds is exported as one file, which holds with nothing but the public key and says what the house says.
func TestAProofFileOfEachKindHolds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, guarantee, demand := h.demanded()
		for kind, c := range map[string]struct {
			entity string
			says   map[string]any
		}{
			"guarantee":    {guarantee, object{"number": "G-1", "face": "1200000.00 EUR", "life": "in_force", "trust": "authentic", "expires_on": "2028-09-02", "place": "Musterstadt"}},
			"verification": {guarantee, object{"finding": "authentic", "evidence.kind": "own_bank_message", "evidence.ref": "again", "evidence.bank": "Hausbank", "verified_on": firstDay.AddMonths(5).String(), "recorded_by": "lg_clerk"}},
			"release":      {deal, object{"deal": deal, "on": firstDay.String(), "needed": "969600.00 EUR", "until": "2028-03-02"}},
			"demand":       {demand, object{"amount": "1004405.17 EUR", "account": "DE02120300000000202051", "state": "drafted"}},
		} {
			_, file := h.exported(kind, c.entity)
			report, err := proof.Check(file, h.publicKeys()...)
			if err != nil || report.SHA256 != report.LoggedSHA256 || string(report.Kind) != kind || report.Entity != c.entity {
				t.Fatalf("%s: %v\n%+v", kind, err, report)
			}
			var subject object
			if err := json.Unmarshal(report.Subject, &subject); err != nil {
				t.Fatal(err)
			}
			for name, want := range c.says {
				in, field := subject, name
				if outer, inner, nested := strings.Cut(name, "."); nested {
					in, field = subject[outer].(object), inner
				}
				if in[field] != want {
					t.Errorf("%s: %s is %v, want %v", kind, name, in[field], want)
				}
			}
		}
		h.provesItself()
	})
}

// The printed form is the same in every run, and the file names its hash; its code belongs to the file.
func TestThePaperGoesWithTheFile(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, guarantee, demand := h.demanded()
	for kind, entity := range map[string]string{"guarantee": guarantee, "verification": guarantee, "release": deal, "demand": demand} {
		event, file := h.exported(kind, entity)
		report, err := proof.Check(file, h.publicKeys()...)
		if err != nil {
			t.Fatal(err)
		}
		token, err := h.desk.ProofToken(h.ctx, h.actor("auditor"), event)
		if err != nil {
			t.Fatal(err)
		}
		if code, err := proof.CheckToken(token, h.publicKeys()...); err != nil || code.Of(report) != nil {
			t.Errorf("%s: the code %s is not of the file: %v, %v", kind, token, err, code.Of(report))
		}
		for _, l := range lang.Supported() {
			name, pdf, err := h.desk.ProofPaper(h.ctx, h.actor("auditor"), event, l)
			if err != nil {
				t.Fatalf("%s in %s: %v", kind, l, err)
			}
			if want := (proof.Attachment{Name: name, Media: "application/pdf", SHA256: proof.HashOf(pdf)}); !slices.Contains(report.Attachments, want) {
				t.Errorf("%s in %s: the file names %v, want %v among them", kind, l, report.Attachments, want)
			}
		}
	}
}

// A file tells of the moment of its export, also when the thing has changed since; a new export tells the new state.
func TestAnOldProofStaysAsItWas(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, _, _, demand := h.demanded()
	event, file := h.exported("demand", demand)
	h.do("manager", "demand.approve", object{"demand": demand})
	_, again, err := h.desk.ProofFile(h.ctx, h.actor("auditor"), event)
	if err != nil {
		t.Fatal(err)
	}
	_, fresh := h.exported("demand", demand)
	for n, x := range []struct {
		file  []byte
		state string
	}{{file, "drafted"}, {again, "drafted"}, {fresh, "approved"}} {
		r, err := proof.Check(x.file, h.publicKeys()...)
		if err != nil || !bytes.Contains(r.Subject, []byte(`"state":"`+x.state+`"`)) {
			t.Errorf("file %d: %v %s, want %s", n, err, r.Subject, x.state)
		}
	}
}

// A guarantor has proof of its own guarantees and of demands that were sent to it, and of no other; nobody but staff has a verification
// or a release order; a maker has
// nothing.
func TestWhoMayHaveWhichProof(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, guarantee, demand := h.demanded()
	other := h.people("2").guarantor
	own := h.guest(desk.Guarantor, c.guarantor)
	command, _ := desk.FindCommand("proof.export")
	ask := func(a desk.Actor, kind, entity string) (event string, err error) {
		res, err := command.Run(h.ctx, h.desk, desk.Call{Actor: a}, &desk.ProofRequest{Kind: kind, Entity: entity})
		if err != nil {
			return "", err
		}
		return res.(desk.ProofResult).Event, nil
	}
	if _, err := ask(own, "demand", demand); !errs.Is(err, errs.NotFound) {
		t.Errorf("its guarantor exports a draft: got %v", err)
	}
	h.do("manager", "demand.approve", object{"demand": demand})
	h.do("risk", "demand.send", object{"demand": demand, "how": "courier"})
	for _, x := range []struct {
		kind, entity string
		own          bool
	}{{"guarantee", guarantee, true}, {"verification", guarantee, false}, {"demand", demand, true}, {"release", deal, false}} {
		event, err := ask(h.actor("clerk"), x.kind, x.entity)
		if err != nil {
			t.Fatalf("%s by staff: %v", x.kind, err)
		}
		for who, y := range map[string]struct {
			actor desk.Actor
			code  errs.Code
		}{"its guarantor": {own, map[bool]errs.Code{false: errs.NotFound}[x.own]},
			"another guarantor": {h.guest(desk.Guarantor, other), errs.NotFound}, "a maker": {h.guest(desk.Maker, c.maker), errs.Forbidden}, "nobody": {desk.Actor{}, errs.Unauthenticated}} {
			if _, err := ask(y.actor, x.kind, x.entity); errs.CodeOf(err) != y.code {
				t.Errorf("%s exports a %s: got %v, want %q", who, x.kind, err, y.code)
			}
			if _, _, err := h.desk.ProofFile(h.ctx, y.actor, event); errs.CodeOf(err) != y.code {
				t.Errorf("%s fetches a %s: got %v, want %q", who, x.kind, err, y.code)
			}
			if _, _, err := h.desk.ProofPaper(h.ctx, y.actor, event, lang.English); errs.CodeOf(err) != y.code {
				t.Errorf("%s prints a %s: got %v, want %q", who, x.kind, err, y.code)
			}
		}
	}
	event, err := ask(own, "guarantee", guarantee)
	if err != nil {
		t.Fatal(err)
	}
	_, file, err := h.desk.ProofFile(h.ctx, own, event)
	if err != nil || strings.Contains(string(file), deal) || strings.Contains(string(file), "D-1") {
		t.Errorf("a guarantor's file tells which deal is secured: %v\n%s", err, file)
	}
}

// What cannot be proved is refused with a way out.
func TestWhatCannotBeProved(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, _ := h.ready("1")
	fresh := text(h.do("clerk", "guarantee.register", object{"number": "G-NEW", "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758", "face": "1000.00 EUR",
		"issued_on": h.today().String(), "expires_on": h.today().AddMonths(3).String()}), "id")
	for name, x := range map[string]struct {
		kind, entity string
		code         errs.Code
	}{"no verification yet": {"verification", fresh, errs.Refused}, "not released": {"release", deal, errs.Refused}, "a kind that is none": {"letter", deal, errs.Invalid},
		"no such guarantee": {"guarantee", "gt_nothing", errs.NotFound}, "a guarantee is no demand": {"demand", fresh, errs.NotFound}} {
		if e := h.refused(x.code, "auditor", "proof.export", object{"kind": x.kind, "entity": x.entity}); x.code != errs.NotFound && e.Hint.IsZero() && (len(e.Faults) == 0 || e.Faults[0].Hint.IsZero()) {
			t.Errorf("%s: %v has no way out", name, e)
		}
	}
	if _, _, err := h.desk.ProofFile(h.ctx, h.actor("auditor"), "ev_nothing"); !errs.Is(err, errs.NotFound) {
		t.Errorf("an event that is not there: got %v", err)
	}
}
