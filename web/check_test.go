package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// Somebody without a login learns whether a document is known, whatever the answer is in as many words, and may not ask without end.
func TestAStrangerMayAskForADocument(t *testing.T) {
	p := openHouse(t).stranger()
	if got := p.get("/check"); got.code != http.StatusOK || !strings.Contains(got.body, `name="file"`) {
		t.Fatalf("got %d %s", got.code, got.body)
	}
	ask := func(hash string) reply { return p.post("/check", "sha256", hash) }
	if got := ask(strings.Repeat("ab", 32)); got.code != http.StatusOK || !strings.Contains(got.body, "No document with exactly these bytes") {
		t.Errorf("got %d %s", got.code, got.body)
	}
	if got := ask("12"); got.code != http.StatusUnprocessableEntity {
		t.Errorf("no hash: got %d", got.code)
	}
	last := reply{}
	for range 12 {
		last = ask(strings.Repeat("cd", 32))
	}
	if last.code != http.StatusTooManyRequests || last.head.Get("Retry-After") == "" {
		t.Errorf("after a dozen questions: got %d", last.code)
	}
}
