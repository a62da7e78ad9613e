package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kontor/api"
	"kontor/day"
	"kontor/desk"
	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/q"
)

func TestMain(m *testing.M) { testdb.Main(m) }

type object = map[string]any

// house is a house behind a real server, with a token for a person of each role and a second one of some; its clock
// stands until it is moved.
type house struct {
	t      testing.TB
	ctx    context.Context
	url    string // of the database
	store  *store.Store
	desk   *desk.Desk
	server *httptest.Server
	client *http.Client
	centre string
	actors map[string]desk.Actor // by person: "risk", "risk2"
	tokens map[string]string
	micros atomic.Int64
}

// people of the house; guests speak for a party of their own.
var people = []string{"clerk", "risk", "risk2", "accountant", "manager", "auditor", "admin2", "maker", "guarantor"}

// openHouse opens a house in an empty database and sets it up.
func openHouse(t testing.TB, url string) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), url: url, actors: map[string]desk.Actor{}, tokens: map[string]string{}}
	h.micros.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMicro())
	h.open()
	t.Cleanup(h.close)
	admin, err := h.desk.SetUp(h.ctx, desk.SetUpRequest{House: "Haus am Hafen", Centre: "Centre East", Name: "Ada Admin", Email: "ada@haus.example", Password: "a long enough sentence", Lang: "en"}, false)
	if err != nil {
		t.Fatal(err)
	}
	h.centre = admin.Centre
	h.give("admin", admin)
	for _, who := range people {
		h.hire(who, "")
	}
	return h
}

func (h *house) open() {
	s, err := store.Open(h.ctx, h.url, store.WithClock(h.now))
	if err != nil {
		h.t.Fatal(err)
	}
	h.store, h.desk = s, desk.New(s, id.NewSource(h.now))
	h.server = httptest.NewServer(api.New(h.desk, api.Options{Version: "test"}))
	h.client = h.server.Client()
	h.client.Transport.(*http.Transport).MaxIdleConnsPerHost = 64
}

func (h *house) close() {
	h.server.Close()
	h.store.Close()
}

// restart ends the house and opens it again.
func (h *house) restart() {
	h.close()
	h.open()
}

func (h *house) now() time.Time { return time.UnixMicro(h.micros.Load()).UTC() }

func (h *house) today() day.Date { return h.desk.Today() }

// goTo moves the clock to nine in the morning of a day; tokens grow old, so everybody gets a new one.
func (h *house) goTo(on day.Date) {
	h.micros.Store(time.Date(on.Year(), time.Month(on.Month()), on.Day(), 9, 0, 0, 0, time.UTC).UnixMicro())
	for who, a := range h.actors {
		h.give(who, a)
	}
}

// hire makes a login of a role, without the slow hash of a password, and gives it a token.
func (h *house) hire(who, party string) {
	h.t.Helper()
	a := desk.Actor{ID: "lg_" + who, Name: who, Role: desk.Role(strings.TrimSuffix(who, "2")), Party: party, Centre: h.centre}
	err := h.store.Write(h.ctx, func(tx *store.Tx) error {
		return tx.AddLogin(h.ctx, q.AddLoginParams{ID: a.ID, Name: who, Email: who + "@haus.example", Role: string(a.Role), PartyID: party, CentreID: h.centre, Lang: "en", CreatedUs: tx.Now})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.give(who, a)
}

func (h *house) give(who string, a desk.Actor) {
	h.t.Helper()
	token, err := h.desk.IssueToken(h.ctx, a, desk.TokenRequest{Name: "test", Days: 366})
	if err != nil {
		h.t.Fatal(err)
	}
	h.actors[who], h.tokens[who] = a, token.Secret
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) object(t testing.TB) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(a.body, &o); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return o
}

// send makes one call over HTTP; who "" shows no token.
func (h *house) send(who, method, path string, body io.Reader, headers ...string) answer {
	h.t.Helper()
	r, err := http.NewRequest(method, h.server.URL+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, b}
}

func (h *house) get(who, path string) object {
	h.t.Helper()
	a := h.send(who, "GET", path, nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("GET %s as %s: %d %s", path, who, a.status, a.body)
	}
	return a.object(h.t)
}

func (h *house) post(who, path string, request object, headers ...string) answer {
	h.t.Helper()
	b, err := json.Marshal(request)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.send(who, "POST", path, bytes.NewReader(b), headers...)
}

// do posts what must succeed.
func (h *house) do(who, path string, request object) object {
	h.t.Helper()
	a := h.post(who, path, request)
	if a.status != http.StatusOK {
		h.t.Fatalf("POST %s as %s: %d %s", path, who, a.status, a.body)
	}
	return a.object(h.t)
}

// refused posts what must be refused and gives the problem.
func (h *house) refused(status int, who, path string, request object) object {
	h.t.Helper()
	a := h.post(who, path, request)
	if a.status != status || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
		h.t.Fatalf("POST %s as %s: got %d %s, want a problem of %d: %s", path, who, a.status, a.header.Get("Content-Type"), status, a.body)
	}
	return a.object(h.t)
}

func text(o object, name string) string { s, _ := o[name].(string); return s }

// faultFields are the fields that a problem names.
func faultFields(p object) []string {
	var out []string
	faults, _ := p["errors"].([]any)
	for _, f := range faults {
		out = append(out, text(f.(object), "field"))
	}
	return out
}

// cast is who takes part in a deal, and what.
type cast struct{ maker, customer, guarantor, unit string }

// cast registers a maker, a customer, a guarantor with a limit, and one prepared unit.
func (h *house) cast(n string) cast {
	h.t.Helper()
	register := func(name, role string) string {
		return text(h.do("clerk", "/api/party/register", object{"name": name + " " + n, "kind": "entity", "country": "DE", "roles": []string{role}}), "id")
	}
	c := cast{maker: register("Granitwerk Nord AG", "maker"), customer: register("Waldbau Genossenschaft", "customer"), guarantor: register("Musterbank", "guarantor")}
	h.do("risk", "/api/party/limit", object{"party": c.guarantor, "limit": "50000000.00 EUR"})
	c.unit = h.unit(c.maker, "SN-"+n)
	return c
}

func (h *house) unit(maker, serial string) string {
	h.t.Helper()
	return text(h.do("clerk", "/api/unit/register", object{"maker": maker, "model": "Granit 220", "segment": "mining_dump_truck", "serial": serial, "price": "1200000.00 EUR",
		"hs": "8704101010", "year": 2026, "ownership": "maker_consigned", "supply": "prepared", "passport": "active", "passport_no": "P-" + serial, "customs": "cleared", "inspection": "closed", "located": "yard"}), "id")
}

// quote quotes 24 monthly rentals on a unit with an advance of a fifth.
func (h *house) quote(c cast) (deal string) {
	h.t.Helper()
	return text(h.do("clerk", "/api/deal/quote", object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "advance": "240000.00 EUR",
		"starts_on": h.today().String(), "expires_on": h.today().Add(30).String(), "rate": "12", "count": 24, "every_months": 1, "method": "annuity", "timing": "arrears"}), "deal")
}
