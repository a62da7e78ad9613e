package cli

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func answer(h http.Handler, method string, set map[string]string, from string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://house.example/do/x", nil)
	r.RemoteAddr = from
	for name, value := range set {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestGuardRefusesPostsFromOtherSites(t *testing.T) {
	reached := 0
	h := guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }), 0)
	for _, c := range []struct {
		name   string
		method string
		header map[string]string
		want   int
	}{
		{"read from anywhere", "GET", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
		{"own form", "POST", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		{"typed address", "POST", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		{"program without a browser", "POST", nil, 200},
		{"other site", "POST", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"neighbour of the site", "POST", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"old browser, other origin", "POST", map[string]string{"Origin": "https://evil.example"}, 403},
		{"old browser, hidden origin", "POST", map[string]string{"Origin": "null"}, 403},
		{"delete from another site", "DELETE", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
	} {
		before := reached
		if got := answer(h, c.method, c.header, "192.0.2.1:1").Code; got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
		if (reached > before) != (c.want == 200) {
			t.Errorf("%s: the page behind was reached: %v", c.name, reached > before)
		}
	}
}

func TestGuardKeepsPagesToThemselves(t *testing.T) {
	h := guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {}), 0)
	got := answer(h, "GET", nil, "192.0.2.1:1").Header()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
		if got.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, got.Get(name), want)
		}
	}
	if got.Get("Content-Security-Policy") == "" {
		t.Error("no Content-Security-Policy")
	}
}

func TestGuardLimitsAnAddressAndNobodyElse(t *testing.T) {
	h := guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), 1)
	var refused *httptest.ResponseRecorder
	for range 20 {
		if w := answer(h, "GET", nil, "192.0.2.1:1"); w.Code == http.StatusTooManyRequests {
			refused = w
		}
	}
	if refused == nil || refused.Header().Get("Retry-After") == "" {
		t.Error("twenty requests at once from one address were all answered")
	}
	for name, from := range map[string]string{"another address": "192.0.2.2:1", "this machine": "127.0.0.1:1"} {
		if got := answer(h, "GET", nil, from).Code; got != http.StatusOK {
			t.Errorf("%s: got %d", name, got)
		}
	}
	for i := range 20 { // a customer of IPv6 has many addresses
		if i == 19 && answer(h, "GET", nil, "[2001:db8::ffff]:1").Code != http.StatusTooManyRequests {
			t.Error("addresses of one network were not counted together")
		}
		answer(h, "GET", nil, "[2001:db8::1]:1")
	}
}

func TestGuardSurvivesAPanic(t *testing.T) {
	h := guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken") }), 0)
	if got := answer(h, "GET", nil, "192.0.2.1:1").Code; got != http.StatusInternalServerError {
		t.Errorf("got %d, want 500", got)
	}
}
