package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/store"
	"kontor/web"
)

func TestSessionFromSignInToSignOut(t *testing.T) {
	h := openHouse(t)
	p := h.stranger()
	if got := p.get("/signin?to=/list/deals"); got.cookie != nil {
		t.Errorf("a page before the login sets a session cookie %v", got.cookie)
	}
	got := p.post("/signin", "email", "Risk@haus.example ", "password", password, "to", "/list/deals")
	if got.code != http.StatusSeeOther || got.leads != "/list/deals" {
		t.Fatalf("sign in: got %d to %q", got.code, got.leads)
	}
	first := got.cookie
	if first == nil || !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || first.Path != "/" {
		t.Fatalf("session cookie: got %v, want HttpOnly and SameSite=Lax", first)
	}
	if got := p.get("/list/deals"); got.code != http.StatusOK {
		t.Errorf("after sign in: got %d", got.code)
	}
	if got := p.post("/signin", "email", "clerk@haus.example", "password", password); got.cookie == nil || got.cookie.Value == first.Value {
		t.Errorf("a second sign in keeps the token of the first")
	}
	old := h.stranger()
	r := old.request("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: first.Name, Value: first.Value})
	if got := old.do(r); got.code != http.StatusSeeOther {
		t.Errorf("the token of before: got %d, want to be led to sign in", got.code)
	}
	if got := p.post("/signout"); got.leads != "/signin" {
		t.Errorf("sign out: got %d to %q", got.code, got.leads)
	}
	if got := p.get("/"); got.code != http.StatusSeeOther {
		t.Errorf("after sign out: got %d", got.code)
	}
}

func TestClosedLoginIsOutAtOnce(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	if _, err := desk.CloseLogin.Do(h.ctx, h.desk, desk.Call{Actor: h.admin}, desk.CloseLoginRequest{Login: "lg_clerk"}); err != nil {
		t.Fatal(err)
	}
	if got := p.get("/list/deals"); got.code != http.StatusSeeOther || !strings.HasPrefix(got.leads, "/signin") {
		t.Errorf("a closed login: got %d to %q, want to be led to sign in", got.code, got.leads)
	}
	if got := p.post("/signin", "email", "clerk@haus.example", "password", password); got.code != http.StatusUnauthorized {
		t.Errorf("sign in with a closed login: got %d, want 401", got.code)
	}
}

func TestIdleSessionEnds(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	h.exec("update web_session set expires_us = $1", int64(day.FromTime(time.Now().Add(-time.Second))))
	if got := p.get("/"); got.code != http.StatusSeeOther {
		t.Errorf("an idle session: got %d, want to be led to sign in", got.code)
	}
}

func TestEndedSessionStaysEnded(t *testing.T) {
	h := openHouse(t)
	count := func() (n int) {
		t.Helper()
		err := h.store.Read(h.ctx, func(tx *store.Tx) error {
			return tx.DB.QueryRowContext(h.ctx, "select count(*) from web_session where token_hash = 'late'").Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := web.CommitSession(h.store, "late", time.Now().Add(web.SessionLife)); err != nil || count() != 1 {
		t.Fatalf("a session that begins: got %d rows, %v", count(), err)
	}
	h.exec("delete from web_session where token_hash = 'late'") // somebody signs out while another request is under way
	if err := web.CommitSession(h.store, "late", time.Now().Add(web.SessionLife-time.Hour)); err != nil || count() != 0 {
		t.Errorf("a request that ends after the sign-out: got %d rows, %v, want the session to stay ended", count(), err)
	}
}

func TestSessionIsKeptUnderAHash(t *testing.T) {
	h := openHouse(t)
	token := h.stranger().post("/signin", "email", "risk@haus.example", "password", password).cookie.Value
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		var n int
		if err := tx.DB.QueryRowContext(h.ctx, "select count(*) from web_session where token_hash = $1", token).Scan(&n); err != nil {
			return err
		}
		if n != 0 {
			t.Errorf("the token itself stands in the database")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnknownAndWrongGetTheSameAnswer(t *testing.T) {
	h := openHouse(t)
	answers := map[string]string{}
	for _, email := range []string{"risk@haus.example", "nobody@haus.example"} {
		got := h.stranger().post("/signin", "email", email, "password", "not the password")
		if got.code != http.StatusUnauthorized || !strings.Contains(got.body, `value="`+email+`"`) {
			t.Errorf("%s: got %d, the address is kept: %t", email, got.code, strings.Contains(got.body, email))
		}
		answers[strings.ReplaceAll(got.body, email, "")] = email
	}
	if len(answers) != 1 {
		t.Errorf("the answers differ")
	}
}

func TestTooManyTries(t *testing.T) {
	h := openHouse(t)
	p := h.stranger()
	for range web.AccountTries {
		p.post("/signin", "email", "risk@haus.example", "password", strings.Repeat("x", 300)) // too long to be hashed twice
	}
	got := p.post("/signin", "email", "RISK@haus.example", "password", password)
	if got.code != http.StatusTooManyRequests || got.head.Get("Retry-After") == "" || !strings.Contains(got.body, "too many tries") {
		t.Errorf("try %d: got %d, Retry-After %q", web.AccountTries+1, got.code, got.head.Get("Retry-After"))
	}
	if got := p.post("/signin", "email", "clerk@haus.example", "password", password); got.code != http.StatusSeeOther {
		t.Errorf("another account: got %d, want to be let in", got.code)
	}
}

func TestSignInLimits(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var l web.SignInLimits
	for n := range web.AddressTries {
		if wait := l.Allow(fmt.Sprint(n), "192.0.2.1", now); wait != 0 {
			t.Fatalf("try %d from one address: got a wait of %s", n, wait)
		}
	}
	if wait := l.Allow("other", "192.0.2.1", now); wait <= 0 {
		t.Errorf("one try too many from an address is let through")
	}
	if wait := l.Allow("other", "192.0.2.2", now); wait != 0 {
		t.Errorf("another address waits %s", wait)
	}
	if wait := l.Allow("0", "192.0.2.1", now.Add(time.Hour)); wait != 0 {
		t.Errorf("an hour later: got a wait of %s", wait)
	}
	for n := range 2 * web.LimitsMost {
		l.Allow(fmt.Sprint("a", n), fmt.Sprint("h", n), now)
	}
	if got := l.Remembered(); got > web.LimitsMost {
		t.Errorf("remembered: got %d, want at most %d", got, web.LimitsMost)
	}
}

func TestAddressOf(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"192.0.2.7:4431", "192.0.2.7"}, {"[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::"}, {"[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::"}, {"pipe", "pipe"},
	} {
		if got := web.AddressOf(web.From(c.from)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.from, got, c.want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for _, c := range []struct{ to, want string }{
		{"/list/deals?stage=signed", "/list/deals?stage=signed"}, {"", "/"}, {"//evil.example", "/"}, {"/\\evil.example", "/"}, {"https://evil.example", "/"},
		{"javascript:alert(1)", "/"}, {"/\t/evil.example", "/"}, {"/a\r\nSet-Cookie: x", "/"}, {"list", "/"},
	} {
		if got := web.LocalPath(c.to); got != c.want {
			t.Errorf("%q: got %q, want %q", c.to, got, c.want)
		}
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	h := openHouse(t)
	if got := h.stranger().post("/signin", "email", "risk@haus.example", "password", password, "to", "//evil.example/"); got.leads != "/" {
		t.Errorf("sign in with a foreign way back: led to %q", got.leads)
	}
	if got := h.stranger().post("/look", "theme", "dark", "back", "https://evil.example"); got.leads != "/" {
		t.Errorf("look with a foreign way back: led to %q", got.leads)
	}
}

func TestSeatsAreTheDemos(t *testing.T) {
	h := openHouse(t)
	if got := h.as(desk.Clerk).post("/seat", "login", "lg_manager"); got.code != http.StatusForbidden {
		t.Errorf("change the seat outside of the demo: got %d, want 403", got.code)
	}
}
