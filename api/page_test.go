package api_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"kontor/api"
	"kontor/internal/testdb"
)

// The reference page shows every operation, needs nothing from elsewhere and no script, and its links lead somewhere.
func TestTheReferencePage(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	a := h.send("", "GET", "/api/", nil)
	page := string(a.body)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("got %d %s", a.status, a.header.Get("Content-Type"))
	}
	if policy := a.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "script-src 'none'") {
		t.Errorf("policy: got %q", policy)
	}
	for _, bad := range []string{"<script", " style=", "<style", "onclick", "javascript:", `src="http`, `href="http`} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, op := range operationsOf(h.spec()) {
		if !strings.Contains(page, `id="`+op.id+`"`) {
			t.Errorf("%s is missing", op.id)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("id %s stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("#%s leads nowhere", m[1])
		}
	}
	if got := h.send("", "GET", "/api/reference.css", nil); got.status != http.StatusOK || got.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style: got %d %s", got.status, got.header.Get("Content-Type"))
	}
}

// The counts are for administrators and auditors, and for this machine itself when nobody handed the call on.
func TestMetricsAreNotForEverybody(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	handler := api.New(h.desk, api.Options{})
	for name, c := range map[string]struct {
		from, host, token, forwarded string
		status                       int
	}{
		"elsewhere":        {"192.0.2.1:999", "house.example", "", "", 401},
		"clerk":            {"192.0.2.1:999", "house.example", "clerk", "", 403},
		"auditor":          {"192.0.2.1:999", "house.example", "auditor", "", 200},
		"here":             {"127.0.0.1:999", "127.0.0.1:8080", "", "", 200},
		"here by IPv6":     {"[::1]:999", "[::1]:8080", "", "", 200},
		"through a proxy":  {"127.0.0.1:999", "127.0.0.1:8080", "", "192.0.2.1", 401},
		"by a bent name":   {"127.0.0.1:999", "rebound.example", "", "", 401},
		"admin by a proxy": {"127.0.0.1:999", "house.example", "admin", "192.0.2.1", 200},
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr, r.Host = c.from, c.host
		if c.token != "" {
			r.Header.Set("Authorization", "Bearer "+h.tokens[c.token])
		}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: got %d, want %d", name, w.Code, c.status)
		}
	}
	if got := h.send("auditor", "GET", "/metrics", nil); !strings.Contains(string(got.body), "kontor_") {
		h.get("auditor", "/api/me")
		if got = h.send("auditor", "GET", "/metrics", nil); !strings.Contains(string(got.body), `kontor_calls_total{operation="me",status="200"} 1`) {
			t.Errorf("got %s", got.body)
		}
	}
}
