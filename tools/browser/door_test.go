package main

import (
	"strings"
	"testing"
)

// The words of a house that the tests set up.
const (
	password = "ein Satz, den niemand rät"
	admin    = "ada@house.example"
)

// setUp makes the house and leaves its administrator signed in.
func (p person) setUp() {
	p.t.Helper()
	p.open("/")
	p.fill("Name of the house", "Kontor Musterstadt", "Name of the first centre", "Centre Nordwald", "Your name", "Ada Ahorn", "E-mail", admin, "Password", password)
	p.follow("Set up")
	p.sees("The house stands.")
}

func (p person) signIn(email string) {
	p.t.Helper()
	p.open("/signin")
	p.fill("E-mail", email, "Password", password)
	p.follow("Sign in")
}

// TestDoor goes through the pages before the house: set-up, sign-in, and what a stranger gets to see.
func TestDoor(t *testing.T) {
	t.Parallel()
	house := emptyHouse(t)
	for _, lang := range []string{"de", "ru", "en"} {
		p := visit(t, house.URL, Desk, Look{Lang: lang})
		p.looksRight("/setup")
	}
	p := visit(t, house.URL, Phone, Look{})
	p.open("/list/deals")
	if got := p.Path(); got != "/setup" {
		t.Fatalf("a house that does not stand yet shows %s, want /setup", got)
	}
	p.fill("Name of the house", "Kontor Musterstadt", "E-mail", "ada at home", "Password", "short")
	p.follow("Set up")
	p.seesFault("E-mail", "This is not an e-mail address")
	p.holds("Name of the house", "Kontor Musterstadt")
	p.accessible(false)
	p.Complaints() // the refusal itself: 422
	p.setUp()
	p.calm("/setup")

	stranger := visit(t, house.URL, Desk, Look{})
	stranger.looksRight("/signin")
	stranger.open("/list/deals?stage=signed")
	if got := stranger.Path(); !strings.HasPrefix(got, "/signin?to=") {
		t.Fatalf("a stranger is shown %s, want /signin", got)
	}
	stranger.fill("E-mail", admin, "Password", "something else")
	stranger.follow("Sign in")
	stranger.sees("E-mail or password is not right")
	stranger.holds("E-mail", admin)
	stranger.accessible(false)
	stranger.fill("Password", password)
	stranger.follow("Sign in")
	if got := stranger.Path(); got != "/list/deals?stage=signed" {
		t.Errorf("signing in leads to %s, want where one wanted to go", got)
	}
	stranger.Complaints() // the refusal itself: 401
	stranger.looksRight("/nowhere")
	stranger.must(stranger.Resize(Desk))
	stranger.press("Ada Ahorn")
	stranger.follow("Sign out")
	stranger.open("/")
	if got := stranger.Path(); !strings.HasPrefix(got, "/signin") {
		t.Errorf("after signing out / shows %s", got)
	}
}

// TestNoScript sets the house up, signs in and fills in a form in a browser without scripts.
func TestNoScript(t *testing.T) {
	t.Parallel()
	house := emptyHouse(t)
	p := visit(t, house.URL, Desk, Look{})
	p.must(p.NoScript())
	p.setUp()
	p.press("Ada Ahorn")
	p.follow("Sign out")
	p.signIn(admin)
	p.open("/do/party.register")
	p.fill("Name", "Granitwerk AG", "Kind", "entity", "Country", "DE", "Roles", "maker")
	p.follow("Add a row")
	p.holds("Name", "Granitwerk AG")
	p.fill("Kind of number", "INN", "Number", "7736500003")
	p.follow("Register a party")
	p.seesFault("Number", "INN 7736500003 fails its check digit")
	p.holds("Country", "DE")
	p.fill("Number", "7707083893")
	p.follow("Register a party")
	p.sees("Granitwerk AG")
	if got := p.Path(); !strings.HasPrefix(got, "/party/") {
		t.Errorf("registering a party leads to %s", got)
	}
}
