package desk_test

import (
	"context"
	"encoding/json"
	"maps"
	"sync/atomic"
	"testing"
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/internal/testdb"
	"kontor/money"
	"kontor/store"
)

func TestMain(m *testing.M) { testdb.Main(m) }

// house is a set-up house of a test with one person of each role; its clock stands until it is moved.
type house struct {
	t      testing.TB
	ctx    context.Context
	store  *store.Store
	desk   *desk.Desk
	centre string
	url    string
	terms  object // of the lease that is quoted, beside the usual ones
	micros atomic.Int64
}

// firstDay is when the clock of a test house begins.
var firstDay = day.MustParse("2026-03-02")

func newHouse(t testing.TB, url string) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), url: url}
	h.micros.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMicro())
	s, err := store.Open(h.ctx, url, store.WithClock(h.now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	h.store, h.desk = s, desk.New(s, id.NewSource(h.now))
	admin, err := h.desk.SetUp(h.ctx, desk.SetUpRequest{House: "Haus am Hafen", Centre: "Centre East", Name: "Ada Admin", Email: "ada@haus.example", Password: "a long enough sentence", Lang: "en"}, false)
	if err != nil {
		t.Fatal(err)
	}
	h.centre = admin.Centre
	return h
}

func (h *house) now() time.Time { return time.UnixMicro(h.micros.Load()).UTC() }

// goTo moves the clock to nine in the morning of a day.
func (h *house) goTo(on day.Date) {
	h.micros.Store(time.Date(on.Year(), time.Month(on.Month()), on.Day(), 9, 0, 0, 0, time.UTC).UnixMicro())
}

func (h *house) today() day.Date { return h.desk.Today() }

// actor is a person of a role. The second person of a role is "risk2", "manager2".
func (h *house) actor(who string) desk.Actor {
	role := who
	if n := len(who) - 1; who[n] == '2' {
		role = who[:n]
	}
	return desk.Actor{ID: "lg_" + who, Name: who, Role: desk.Role(role), Centre: h.centre, Lang: "en"}
}

// object is a request or a result as JSON sees it.
type object = map[string]any

// try does a verb as somebody; the request is an object with the names of the API.
func (h *house) try(who, verb string, call desk.Call, request object) (object, error) {
	h.t.Helper()
	return h.tryAs(h.actor(who), verb, call, request)
}

// tryAs is try for anybody, also a guest.
func (h *house) tryAs(actor desk.Actor, verb string, call desk.Call, request object) (object, error) {
	h.t.Helper()
	c, ok := desk.FindCommand(verb)
	if !ok {
		h.t.Fatalf("there is no verb %s", verb)
	}
	b, err := json.Marshal(request)
	if err != nil {
		h.t.Fatal(err)
	}
	req := c.NewRequest()
	if err := json.Unmarshal(b, req); err != nil {
		return nil, err
	}
	call.Actor = actor
	res, err := c.Run(h.ctx, h.desk, call, req)
	if err != nil {
		return nil, err
	}
	if b, err = json.Marshal(res); err != nil {
		h.t.Fatal(err)
	}
	var out object
	if err := json.Unmarshal(b, &out); err != nil {
		h.t.Fatal(err)
	}
	return out, nil
}

// do is try for what must succeed. The reason is always given, because some verbs demand one.
func (h *house) do(who, verb string, request object) object {
	h.t.Helper()
	out, err := h.try(who, verb, desk.Call{Reason: "for the test"}, request)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", verb, who, err)
	}
	return out
}

// refused does what must be refused with a code and gives the error.
func (h *house) refused(code errs.Code, who, verb string, request object) *errs.Error {
	h.t.Helper()
	_, err := h.try(who, verb, desk.Call{Reason: "for the test"}, request)
	if got := errs.CodeOf(err); got != code {
		h.t.Fatalf("%s as %s: got %q (%v), want %q", verb, who, got, err, code)
	}
	return errs.As(err)
}

func text(o object, name string) string { s, _ := o[name].(string); return s }

// cast is who takes part in a deal, and what.
type cast struct{ maker, customer, guarantor, unit string }

// people registers a maker, a customer, a guarantor with a limit, and one prepared unit.
func (h *house) people(n string) cast {
	h.t.Helper()
	register := func(name, role string) string {
		return text(h.do("clerk", "party.register", object{"name": name + " " + n, "kind": "entity", "country": "DE", "roles": []string{role}}), "id")
	}
	c := cast{maker: register("Granitwerk Nord AG", "maker"), customer: register("Waldbau Genossenschaft", "customer"), guarantor: register("Musterbank", "guarantor")}
	h.do("risk", "party.limit", object{"party": c.guarantor, "limit": "50000000.00 EUR"})
	c.unit = h.unit(c.maker, "SN-"+n)
	return c
}

func (h *house) unit(maker, serial string) string {
	h.t.Helper()
	return text(h.do("clerk", "unit.register", object{"maker": maker, "model": "Granit 220", "segment": "mining_dump_truck", "serial": serial, "price": "1200000.00 EUR",
		"hs": "8704101010", "year": 2026, "ownership": "maker_consigned", "supply": "prepared", "passport": "active", "passport_no": "P-" + serial, "customs": "cleared", "inspection": "closed", "located": "yard"}), "id")
}

// houseList is a watch list with nobody on it who takes part in a deal.
const houseList = "entry_id,type,name,aliases\n1,entity,Vanished Machines Ltd,\n2,entity,ООО Пропавшая Техника,\n"

// list loads a watch list as risk and activates it as a second person.
func (h *house) list() {
	h.t.Helper()
	res := h.do("risk", "watchlist.load", object{"source": "house list", "listed_on": h.today().String(), "content": []byte(houseList)})
	h.do("risk2", "watchlist.activate", object{"listset": text(res, "id")})
}

// rate records what a euro is worth today.
func (h *house) rate() {
	h.t.Helper()
	h.do("accountant", "rate.set", object{"currency": "EUR", "on": h.today().String(), "usd": "1.10", "source": "test bank"})
}

// lease quotes 24 monthly rentals on a unit with an advance of a fifth.
func (h *house) lease(c cast) (dealID string) {
	h.t.Helper()
	terms := object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "advance": "240000.00 EUR",
		"starts_on": h.today().String(), "expires_on": h.today().Add(30).String(), "rate": "12", "count": 24, "every_months": 1, "method": "annuity", "timing": "arrears"}
	maps.Copy(terms, h.terms)
	return text(h.do("clerk", "deal.quote", terms), "deal")
}

// secure registers and verifies a guarantee over an amount and pledges all of it to the deal.
func (h *house) secure(c cast, deal, number, amount string) (guaranteeID string) {
	h.t.Helper()
	g := text(h.do("clerk", "guarantee.register", object{"number": number, "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758",
		"face": amount, "issued_on": h.today().String(), "expires_on": h.today().AddMonths(30).String(), "place": "Musterstadt"}), "id")
	h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "MSG-" + number, "evidence_on": h.today().String()})
	h.do("risk", "guarantee.allocate", object{"guarantee": g, "deal": deal, "amount": amount})
	return g
}

// ready brings a lease to the point where the gate has nothing left to ask.
func (h *house) ready(n string) (c cast, dealID, guaranteeID string) {
	h.t.Helper()
	c = h.people(n)
	for _, p := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": p})
	}
	dealID = h.lease(c)
	h.do("clerk", "deal.sign", object{"deal": dealID, "signed_on": h.today().String()})
	guaranteeID = h.secure(c, dealID, "G-"+n, "1200000.00 EUR")
	h.do("accountant", "payment.receive", object{"deal": dealID, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-" + n})
	return c, dealID, guaranteeID
}

// deliver releases and hands over the one unit of a deal.
func (h *house) deliver(c cast, deal, n string) {
	h.t.Helper()
	h.do("manager", "deal.release", object{"deal": deal})
	h.do("clerk", "deal.deliver", object{"deal": deal, "act_no": "A-" + n, "on": h.today().String(), "place": "Musterstadt", "accepted_by": "Wanda Wald",
		"units": []object{{"unit": c.unit, "plate": "SN-" + n, "meter": "12", "condition": "new"}}})
}

func amountOf(v any) int64 { return v.(money.Amount).Minor }

func euros(minor int64) string { return money.Of(minor, "EUR").String() }

// demand drafts a demand, has it approved by a second person and sends it; it gives what the draft answered.
func (h *house) demand(request object) object {
	h.t.Helper()
	m := h.do("risk", "guarantee.demand", request)
	h.do("manager", "demand.approve", object{"demand": m["id"]})
	h.do("risk", "demand.send", object{"demand": m["id"], "how": "courier"})
	return m
}
