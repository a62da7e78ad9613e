package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kontor/desk"
	"kontor/id"
	"kontor/store"
	"kontor/store/q"
	"kontor/web"
)

const password = "a sentence that is long enough"

// house is a house with its pages behind a real server, and a login of each role.
type house struct {
	t      testing.TB
	ctx    context.Context
	store  *store.Store
	desk   *desk.Desk
	server *httptest.Server
	admin  desk.Actor
	ahead  atomic.Int64 // how far the clock of the house runs ahead of the real one
}

// emptyHouse opens a house that nobody set up.
func emptyHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background()}
	clock := func() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }
	s, err := store.Open(h.ctx, "sqlite:"+t.TempDir()+"/house.db", store.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	h.store, h.desk = s, desk.New(s, id.NewSource(clock))
	h.server = httptest.NewServer(http.NewCrossOriginProtection().Handler(web.New(h.desk, web.Options{})))
	t.Cleanup(func() {
		h.server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// openHouse opens a house with a login of each role; guests speak for a maker and a guarantor.
func openHouse(t testing.TB) *house {
	t.Helper()
	h := emptyHouse(t)
	var err error
	h.admin, err = h.desk.SetUp(h.ctx, desk.SetUpRequest{House: "Haus am Hafen", Centre: "Centre East", Name: "admin", Email: "admin@haus.example", Password: password, Lang: "en"}, false)
	if err != nil {
		t.Fatal(err)
	}
	var hash string
	h.write(func(tx *store.Tx) error {
		row, err := tx.Login(h.ctx, h.admin.ID)
		hash = row.PasswordHash
		return err
	})
	party := map[desk.Role]string{desk.Maker: h.party("Rotberg Kipper AG", "maker"), desk.Guarantor: h.party("Musterbank AG", "guarantor")}
	for _, role := range desk.Roles() {
		if role == desk.Admin {
			continue
		}
		h.write(func(tx *store.Tx) error { // with the hash of the same password: hashing is slow on purpose
			return tx.AddLogin(h.ctx, q.AddLoginParams{ID: "lg_" + string(role), Name: string(role), Email: string(role) + "@haus.example", PasswordHash: hash, Role: string(role),
				PartyID: party[role], CentreID: h.admin.Centre, Lang: "en", CreatedUs: tx.Now})
		})
	}
	return h
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(h.ctx, fn); err != nil {
		h.t.Fatal(err)
	}
}

// exec runs one statement on the database.
func (h *house) exec(text string, args ...any) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		_, err := tx.DB.ExecContext(h.ctx, text, args...)
		return err
	})
}

// party registers a party and gives its id.
func (h *house) party(name, role string) string {
	h.t.Helper()
	r, err := desk.RegisterParty.Do(h.ctx, h.desk, desk.Call{Actor: h.admin}, desk.PartyRequest{Name: name, Kind: "entity", Country: "DE", Roles: []string{role}, Address: "Hafenstraße 1"})
	if err != nil {
		h.t.Fatal(err)
	}
	return r.ID
}

// person is a browser with its cookies.
type person struct {
	*house
	http *http.Client
}

// stranger is a person who did not sign in. Redirects are not followed.
func (h *house) stranger() person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return person{h, &http.Client{Jar: jar, Transport: h.server.Client().Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a person of a role who signed in.
func (h *house) as(role desk.Role) person {
	h.t.Helper()
	p := h.stranger()
	if got := p.post("/signin", "email", string(role)+"@haus.example", "password", password); got.code != http.StatusSeeOther {
		h.t.Fatalf("sign in as %s: got %d: %s", role, got.code, got.body)
	}
	return p
}

// reply is an answer of the server, read to its end.
type reply struct {
	code   int
	head   http.Header
	body   string
	leads  string // Location
	cookie *http.Cookie
}

func (p person) do(r *http.Request) reply {
	p.t.Helper()
	res, err := p.http.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	out := reply{code: res.StatusCode, head: res.Header, body: string(b), leads: res.Header.Get("Location")}
	for _, c := range res.Cookies() {
		if c.Name == "kontor_session" {
			out.cookie = c
		}
	}
	return out
}

func (p person) request(method, path string, body io.Reader) *http.Request {
	p.t.Helper()
	r, err := http.NewRequest(method, p.server.URL+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p person) get(path string) reply {
	p.t.Helper()
	return p.do(p.request("GET", path, nil))
}

// post sends a form; kv are names and values.
func (p person) post(path string, kv ...string) reply {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i < len(kv); i += 2 {
		form.Add(kv[i], kv[i+1])
	}
	r := p.request("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.do(r)
}
