package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// seat is somebody's place in the demo house.
type seat struct{ ID, Name string }

// seats reads the seats that the demo offers, the one that is taken first.
func (p person) seats() []seat {
	p.t.Helper()
	p.open("/more")
	var all []seat
	p.must(p.Eval(`[...new Map([...document.querySelectorAll("select[name=login] option")].sort((a, b) => b.selected - a.selected).map((o) => [o.value, {ID: o.value, Name: o.textContent.trim()}])).values()]`, &all))
	if len(all) == 0 {
		p.t.Fatal("the demo offers no seats")
	}
	return all
}

// sit takes a seat as the menu of the page does.
func (p person) sit(s seat) {
	p.t.Helper()
	p.open("/more")
	p.must(p.Follow(func() error {
		return p.Eval(fmt.Sprintf(`(() => { const s = document.querySelector("main select[name=login]"); s.value = %q; if (s.form) s.form.submit(); })()`, s.ID), nil)
	}))
}

// TestWalk opens every page of every seat, at the desk in light and on a phone in dark, and looks whether axe finds something,
// anything sticks out of the window, or the browser complains; forms are sent off empty as well. A page that several
// seats see is opened once, except their first page and their places.
func TestWalk(t *testing.T) {
	t.Parallel()
	house := demoOf(t)
	seen := map[string]bool{}
	for n, s := range visit(t, house.URL, Desk, Look{"en", ""}).seats() {
		var places []string
		if n == 0 {
			places = managerPlaces(t)
		} else {
			p := visit(t, house.URL, Desk, Look{"en", ""})
			p.sit(s)
			var err error
			places, err = p.Places(false)
			p.must(err)
		}
		places = slices.DeleteFunc(places, func(path string) bool {
			known := seen[path] || seen[verbOf(path)]
			seen[path], seen[verbOf(path)] = true, strings.Contains(path, "?")
			return known && path != "/" && path != "/more"
		})
		if len(places) == 0 {
			t.Errorf("the seat of %s reaches nothing", s.Name)
		}
		half := (len(places) + 1) / 2
		for _, part := range [][]string{places[:half], places[half:]} {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				p := visit(t, house.URL, Desk, Look{"en", ""})
				p.sit(s)
				for _, path := range part {
					t.Run(path, func(t *testing.T) { p.as(t).looksRight(path) })
				}
			})
		}
	}
	t.Logf("%d pages", len(seen))
}

// managerPlaces are all pages that the first seat of the demo reaches.
func managerPlaces(t *testing.T) []string {
	t.Helper()
	places, err := deepPlaces()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(places)
}

var deepPlaces = sync.OnceValues(func() ([]string, error) {
	h, err := demo()
	if err != nil {
		return nil, err
	}
	b, err := chrome()
	if err != nil {
		return nil, err
	}
	tab, err := b.OpenTab(h.URL, Desk, Look{"en", ""})
	if err != nil {
		return nil, err
	}
	defer tab.Close()
	return tab.Places(true)
})

// verbOf is the address of a form without what it is filled in with.
func verbOf(path string) string {
	bare, _, found := strings.Cut(path, "?")
	if !found || !strings.HasPrefix(path, "/do/") {
		return ""
	}
	return bare + "?"
}

// as lends the tab to a smaller test.
func (p person) as(t *testing.T) person {
	lent := person{p.Tab, t}
	t.Cleanup(func() {
		if t.Failed() {
			lent.picture()
		}
	})
	return lent
}

// looksRight opens a page and checks it in both windows.
func (p person) looksRight(path string) {
	p.must(p.Resize(Desk))
	p.Complaints()
	p.open(path)
	p.fits(Desk)
	p.accessible(false)
	p.must(p.Resize(Phone))
	p.fits(Phone)
	p.accessible(true)
	p.calm(path)
	if strings.HasPrefix(path, "/do/") && !strings.Contains(path, "?") {
		p.refusesEmpty(path)
	}
}

// refusesEmpty sends a form off in which something is needed, and checks that the faults lead to their fields.
func (p person) refusesEmpty(path string) {
	p.t.Helper()
	var lacking bool
	p.must(p.Eval(`!![...document.querySelectorAll("form.verb [aria-required=true]")].find((el) => el.tagName === "FIELDSET" ? !el.querySelector(":checked") : !el.value)`, &lacking))
	if !lacking {
		return // it would be done
	}
	p.must(p.Follow(func() error { return p.Eval(`document.querySelector("form.verb button.primary").click()`, nil) }))
	var lost []string
	p.must(p.Eval(`(() => {
		const links = [...document.querySelectorAll(".faults a[href^='#']")];
		if (!links.length) return ["no faults on top"];
		if (!document.activeElement.closest(".faults")) return ["the faults do not have the focus"];
		return links.filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => "no field " + a.hash);
	})()`, &lost))
	for _, l := range lost {
		p.t.Errorf("%s sent off empty: %s", path, l)
	}
	p.fits(Phone)
	for _, f := range p.axe() {
		p.t.Errorf("%s sent off empty: %s", path, f)
	}
}

// fits checks that nothing sticks out of the window.
func (p person) fits(size Size) {
	p.t.Helper()
	if wide := p.overflow(); wide != "" {
		p.t.Errorf("%s at %v: %s", p.Path(), size, wide)
	}
}

// calm checks that the browser complained of nothing but the answer of the page that is not there.
func (p person) calm(path string) {
	p.t.Helper()
	for _, c := range p.Complaints() {
		if path == "/nowhere" && strings.Contains(c, "404") {
			continue
		}
		p.t.Errorf("%s: %s", path, c)
	}
}

// TestLanguagesFit opens every list and form and one record of each kind in the other languages: their words are longer.
func TestLanguagesFit(t *testing.T) {
	t.Parallel()
	house := demoOf(t)
	for _, lang := range []string{"de", "ru"} {
		p := visit(t, house.URL, Desk, Look{lang, ""})
		kinds := map[string]bool{}
		for _, path := range managerPlaces(t) {
			kind, _, record := strings.Cut(strings.TrimPrefix(path, "/"), "/")
			if record = record && kind != "list" && kind != "do"; record && kinds[kind] || strings.HasPrefix(path, "/do/") && strings.Contains(path, "?") {
				continue // of the same furniture as the one before, or as the empty form
			}
			kinds[kind] = kinds[kind] || record
			p.open(path)
			for _, size := range []Size{{1000, 800}, Phone, Desk} {
				p.must(p.Resize(size))
				p.fits(size)
			}
			p.calm(path)
		}
	}
}

// TestLooks checks the main pages with axe in every language and in the themes that the visitor chose, not the system.
func TestLooks(t *testing.T) {
	t.Parallel()
	house := demoOf(t)
	for _, lang := range []string{"en", "de", "ru"} {
		for _, theme := range []string{"light", "dark"} {
			p := visit(t, house.URL, Desk, Look{lang, theme})
			for _, path := range []string{"/", "/list/deals", "/do/deal.quote", "/ask/lease.quote"} {
				p.open(path)
				for _, size := range []Size{Desk, Phone} {
					p.must(p.Resize(size))
					for _, f := range p.axe() {
						t.Errorf("%s at %v in %s, %s: %s", path, size, lang, theme, f)
					}
				}
			}
			var shown []string
			p.must(p.Eval(`[document.documentElement.lang, getComputedStyle(document.documentElement).colorScheme]`, &shown))
			if want := []string{lang, theme}; !slices.Equal(shown, want) {
				t.Errorf("shown is %v, want %v", shown, want)
			}
		}
	}
}
