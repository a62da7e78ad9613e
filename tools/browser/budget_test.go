package main

import (
	"net/url"
	"testing"
)

// What the first page may cost a visitor with an empty cache; see docs/ARCHITECTURE.md.
const (
	bytesMost    = 150_000
	requestsMost = 8
)

// TestBudget weighs the first page in every language, uncompressed, and prints when its largest part was painted.
func TestBudget(t *testing.T) {
	t.Parallel()
	house := demoOf(t)
	for _, lang := range []string{"en", "de", "ru"} {
		p := visit(t, house.URL, Desk, Look{Lang: lang})
		p.open("/")
		var painted float64
		p.must(p.Eval(`new Promise((ok) => { new PerformanceObserver((l) => ok(l.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}); setTimeout(() => ok(-1), 2000); })`, &painted))
		var bytes int64
		p.must(p.quiet())
		asked := p.Requests()
		for _, r := range asked {
			bytes += r.Bytes
			if u, err := url.Parse(r.URL); err != nil || "http://"+u.Host != house.URL {
				t.Errorf("%s: the first page asks another host for %s", lang, r.URL)
			}
			if r.Status != 200 {
				t.Errorf("%s: %s is answered with %d", lang, r.URL, r.Status)
			}
		}
		if bytes > bytesMost || len(asked) > requestsMost {
			t.Errorf("%s: the first page takes %d bytes in %d requests, at most %d in %d are allowed: %+v", lang, bytes, len(asked), bytesMost, requestsMost, asked)
		}
		if len(asked) < 3 || bytes < 10_000 {
			t.Errorf("%s: %d bytes in %d requests cannot be the whole page", lang, bytes, len(asked))
		}
		t.Logf("%s: %d bytes in %d requests, largest paint after %.0f ms (goal 300)", lang, bytes, len(asked), painted)
		p.calm("/")
	}
}
