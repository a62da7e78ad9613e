package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// TestPalette opens the palette with ctrl-K, types, walks with the arrows and opens with enter.
func TestPalette(t *testing.T) {
	t.Parallel()
	p := visit(t, demoOf(t).URL, Desk, Look{"en", ""})
	p.open("/list/deals")
	p.must(p.Chord('k'))
	p.sees("Go to", "Do")
	p.accessible(false)
	p.must(p.Keys("guarantees"))
	p.sees("Guarantees")
	p.must(p.until(func() error {
		if p.selected() != "Guarantees" {
			return errors.New("selected is " + p.selected())
		}
		return nil
	}))
	p.must(p.Follow(func() error { return p.Keys(kb.Enter) }))
	if got := p.Path(); got != "/list/guarantees" {
		t.Errorf("enter in the palette leads to %s", got)
	}
	p.must(p.Chord('k'))
	p.sees("Do")
	before := p.selected()
	p.must(p.Keys(kb.ArrowDown))
	if after := p.selected(); after == before || after == "" {
		t.Errorf("arrow down leads from %q to %q", before, after)
	}
	p.must(p.Keys(kb.ArrowUp))
	if after := p.selected(); after != before {
		t.Errorf("arrow up leads back to %q, want %q", after, before)
	}
	p.must(p.Follow(func() error { return p.Keys("register a party" + kb.Enter) })) // faster than the answers come
	if got := p.Path(); got != "/do/party.register" {
		t.Errorf("enter on a verb leads to %s", got)
	}
	p.must(p.Chord('k'))
	p.must(p.Keys(kb.Escape))
	var open bool
	p.must(p.Eval(`!!document.querySelector("dialog[open]")`, &open))
	if open {
		t.Error("escape does not close the palette")
	}
	p.calm("palette")
}

// selected is the line of the palette that enter would open.
func (p person) selected() string {
	p.t.Helper()
	var text string
	p.must(p.Eval(`document.querySelector("dialog[open] [aria-selected=true] .what")?.innerText || ""`, &text))
	return text
}

// TestRowKeys walks a table with j and k and opens a row with enter.
func TestRowKeys(t *testing.T) {
	t.Parallel()
	p := visit(t, demoOf(t).URL, Desk, Look{"en", ""})
	p.open("/list/deals")
	var rows []string
	p.must(p.Eval(`[...document.querySelectorAll("tr[data-href]")].map((r) => r.dataset.href)`, &rows))
	if len(rows) < 3 {
		t.Fatalf("the demo shows %d deals", len(rows))
	}
	p.must(p.Keys("jjjk"))
	p.must(p.Follow(func() error { return p.Keys(kb.Enter) }))
	if got := p.Path(); got != rows[1] {
		t.Errorf("j j j k enter opens %s, want the second row %s", got, rows[1])
	}
	p.open("/list/deals")
	p.must(p.Keys("/"))
	p.must(p.Keys("zzzz"))
	p.must(p.Follow(func() error { return p.Keys(kb.Enter) }))
	p.sees("Nothing passes these filters.")
	if got := p.Path(); got != "/list/deals?q=zzzz" {
		t.Errorf("a search leads to %s", got)
	}
}

// TestKeyboardReachesAll walks a page by the tab key alone: what has the focus is visible and shows it. Inside a date the
// browser itself marks the part that has the focus.
func TestKeyboardReachesAll(t *testing.T) {
	t.Parallel()
	p := visit(t, demoOf(t).URL, Desk, Look{"en", ""})
	for _, path := range []string{"/", "/list/deals", "/do/guarantee.register"} {
		p.open(path)
		var first string
		for n := range 40 {
			p.must(p.Keys(kb.Tab))
			var at struct{ Name, Fault string }
			look := func() error {
				return p.Eval(`(() => {
				const el = document.activeElement, s = getComputedStyle(el), box = getComputedStyle(el.closest(".box, .search, .ask") || el), r = el.getBoundingClientRect();
				const ring = [s, box].some((c) => c.outlineStyle !== "none" && parseFloat(c.outlineWidth) >= 2);
				const name = el.tagName + " " + (el.innerText || el.name || el.value || "").trim().slice(0, 40);
				if (el === document.body) return { Name: "body" };
				return { Name: name, Fault: !ring && el.type !== "date" ? "shows no focus" : s.clipPath !== "none" ? "is hidden" : r.bottom < 0 || r.top > innerHeight || r.right < 0 || !r.width ? "is out of sight" : "" };
			})()`, &at)
			}
			p.must(look())
			for end := time.Now().Add(2 * time.Second); at.Fault == "is out of sight" && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
				p.must(look()) // the browser scrolls to the focus a frame later
			}
			if at.Fault != "" {
				t.Errorf("%s: %s %s", path, at.Name, at.Fault)
			}
			if n == 0 {
				first = at.Name
			}
		}
		if !strings.HasPrefix(first, "A Skip") {
			t.Errorf("%s: the first stop is %q, want the link that skips to the content", path, first)
		}
	}
}
