package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// chrome is the one browser of all tests.
var chrome = sync.OnceValues(OpenBrowser)

// demo is the one demo house of all tests that only look.
var demo = sync.OnceValues(func() (*House, error) { return OpenHouse("demo") })

func TestMain(m *testing.M) {
	code := m.Run()
	if used.demo.Load() {
		if h, err := demo(); err == nil {
			h.Close()
		}
	}
	if used.chrome.Load() {
		if b, err := chrome(); err == nil {
			b.Close()
		}
	}
	if used.binary.Load() {
		dropBinary()
	}
	os.Exit(code)
}

// used says what there is to clear away.
var used struct{ chrome, demo, binary atomic.Bool }

// browserOf gives the browser. Without one the test is skipped, and fails when CI=true.
func browserOf(t *testing.T) *Browser {
	t.Helper()
	b, err := chrome()
	if errors.Is(err, errNoBrowser) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	used.chrome.Store(true)
	return b
}

// demoOf gives the demo house.
func demoOf(t *testing.T) *House {
	t.Helper()
	browserOf(t) // without one nothing needs to be built
	used.binary.Store(true)
	h, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	used.demo.Store(true)
	return h
}

// emptyHouse starts a house that nobody set up yet.
func emptyHouse(t *testing.T) *House {
	t.Helper()
	browserOf(t) // without one nothing needs to be built
	used.binary.Store(true)
	h, err := OpenHouse("serve")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

// person is somebody at a browser. What they cannot do fails the test, with a picture of what they saw.
type person struct {
	*Tab
	t *testing.T
}

// visit opens a tab for a person.
func visit(t *testing.T, base string, size Size, look Look) person {
	t.Helper()
	tab, err := browserOf(t).OpenTab(base, size, look)
	if err != nil {
		t.Fatal(err)
	}
	p := person{tab, t}
	t.Cleanup(func() {
		if t.Failed() {
			p.picture()
		}
		tab.Close()
	})
	return p
}

// picture keeps what is on the screen beside the log of a failed test.
func (p person) picture() {
	png, err := p.Shot()
	if err != nil {
		return
	}
	path := filepath.Join(p.t.ArtifactDir(), nameOf(p.Path())+".png")
	if os.WriteFile(path, png, 0o644) == nil {
		p.t.Logf("the screen at %s: %s", p.Path(), path)
	}
}

func (p person) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("at %s: %v", p.Path(), err)
	}
}

func (p person) open(path string) {
	p.t.Helper()
	p.must(p.Go(path))
}

// press clicks something that stays on the page; follow clicks something that leads to another.
func (p person) press(name string) {
	p.t.Helper()
	p.must(p.Press(name))
}

func (p person) follow(name string) {
	p.t.Helper()
	p.must(p.Follow(func() error { return p.Press(name) }))
}

// next follows a verb on the page of a record; the less usual ones lie in a menu.
func (p person) next(verb string) {
	p.t.Helper()
	if _, err := p.look("press", verb); err != nil {
		p.press("More")
	}
	p.follow(verb)
}

// fill sets fields by their labels: label, value, label, value.
func (p person) fill(pairs ...string) {
	p.t.Helper()
	for n := 0; n+1 < len(pairs); n += 2 {
		p.must(p.Set(pairs[n], 0, pairs[n+1]))
	}
}

// sees waits until every text stands on the page.
func (p person) sees(texts ...string) {
	p.t.Helper()
	for _, want := range texts {
		var got string
		err := p.until(func() (err error) {
			if got, err = p.Text(); err == nil && !strings.Contains(got, want) {
				err = errors.New("not there")
			}
			return err
		})
		if err != nil {
			p.t.Fatalf("at %s: %q does not stand on the page (%v); there stands:\n%s", p.Path(), want, err, got)
		}
	}
}

// seesFault waits until a fault with a text stands below the field.
func (p person) seesFault(label, want string) {
	p.t.Helper()
	var got string
	err := p.until(func() (err error) {
		if got, err = p.Fault(label, 0); err == nil && !strings.Contains(got, want) {
			err = errors.New("not there")
		}
		return err
	})
	if err != nil {
		p.t.Fatalf("at %s: below %q stands %q, want %q", p.Path(), label, got, want)
	}
}

// holds checks what a field holds.
func (p person) holds(label, want string) {
	p.t.Helper()
	p.must(p.stands(label, 0, want))
}
