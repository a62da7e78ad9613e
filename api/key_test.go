package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"kontor/internal/testdb"
)

// Sixty-four calls at once with one key do it once and give one answer; so does the same call after a restart. The key
// with another body is refused and the difference is named.
func TestOneKeyDoesItOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := openHouse(t, url)
		request := object{"name": "Waldbau Genossenschaft", "kind": "entity", "country": "DE", "roles": []string{"customer"}}
		const callers = 64
		answers := make([]answer, callers)
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				for { // what is told to come back comes back, with the same key
					answers[i] = h.post("clerk", "/api/party/register", request, "Idempotency-Key", "k-1")
					if answers[i].status != http.StatusServiceUnavailable {
						return
					}
				}
			})
		}
		all.Wait()
		fresh := 0
		for i, a := range answers {
			if a.status != http.StatusOK || string(a.body) != string(answers[0].body) {
				t.Fatalf("caller %d: got %d %s, want 200 %s", i, a.status, a.body, answers[0].body)
			}
			if a.header.Get("Idempotency-Replayed") == "" {
				fresh++
			}
		}
		if fresh != 1 {
			t.Errorf("answers that say they are the first: got %d, want 1", fresh)
		}
		if got := h.get("clerk", "/api/list/parties")["all"]; got != 1.0 {
			t.Errorf("parties: got %v, want 1", got)
		}
		h.restart()
		again := h.post("clerk", "/api/party/register", request, "Idempotency-Key", "k-1")
		if string(again.body) != string(answers[0].body) || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("after a restart: got %s (replayed %q), want %s", again.body, again.header.Get("Idempotency-Replayed"), answers[0].body)
		}
		request["country"] = "AT"
		other := h.post("clerk", "/api/party/register", request, "Idempotency-Key", "k-1")
		if other.status != http.StatusConflict || !strings.Contains(string(other.body), "country") || !strings.Contains(string(other.body), "AT") {
			t.Errorf("another body: got %d %s, want 409 that names the country", other.status, other.body)
		}
		if got := other.header.Get("Idempotency-Replayed"); got != "" {
			t.Errorf("a refused key is not a stored answer, got %q", got)
		}
	})
}

// A refusal that depended on the state of the house sticks to its key.
func TestARefusalSticksToItsKey(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	first := h.post("manager", "/api/deal/release", object{"deal": "dl_00000000000000000000000000"}, "Idempotency-Key", "k-2")
	second := h.post("manager", "/api/deal/release", object{"deal": "dl_00000000000000000000000000"}, "Idempotency-Key", "k-2")
	if first.status != http.StatusNotFound || string(first.body) != string(second.body) || second.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("got %d %s, then %d %s (replayed %q)", first.status, first.body, second.status, second.body, second.header.Get("Idempotency-Replayed"))
	}
}

// A dry run says what would happen and leaves nothing behind, not even under its key.
func TestADryRunWritesNothing(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	request := object{"name": "Waldbau Genossenschaft", "kind": "entity", "country": "DE", "roles": []string{"customer"}}
	for range 2 {
		if a := h.post("clerk", "/api/party/register?dry_run=true", request, "Idempotency-Key", "k-3"); a.status != http.StatusOK || a.header.Get("Idempotency-Replayed") != "" {
			t.Fatalf("got %d %s", a.status, a.body)
		}
	}
	if got := h.get("clerk", "/api/list/parties")["all"]; got != 0.0 {
		t.Errorf("parties: got %v, want none", got)
	}
	if a := h.post("clerk", "/api/party/register?dry_run=perhaps", request); a.status != http.StatusUnprocessableEntity {
		t.Errorf("dry_run=perhaps: got %d, want 422", a.status)
	}
}
