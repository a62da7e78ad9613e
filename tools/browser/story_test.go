package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// staff are the people of the story, each at a browser of their own.
type staff struct{ manager, risk, accountant person }

// hire lets the administrator make the logins and signs everyone in.
func hire(t *testing.T, house *House) staff {
	t.Helper()
	boss := visit(t, house.URL, Desk, Look{})
	boss.setUp()
	at := func(name, email, role string) person {
		boss.open("/do/login.add")
		boss.fill("Name", name, "E-mail", email, "Password", password, "Role", role, "Language", "en")
		boss.follow("Add a login")
		boss.sees("Done: Add a login.")
		p := visit(t, house.URL, Desk, Look{})
		p.signIn(email)
		p.sees(name)
		return p
	}
	return staff{at("Mara Mohn", "mara@house.example", "manager"), at("Rosa Rist", "rosa@house.example", "risk"), at("Anton Ahl", "anton@house.example", "accountant")}
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }

func inDays(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// TestStory walks a lease from the first party to the first payment by clicking: a wrong number is mended, a list is
// loaded by one person and activated by another, the gate refuses with its reasons, a guarantee is added and verified
// by two people, the unit is released and delivered, and turnover moves.
func TestStory(t *testing.T) {
	t.Parallel()
	s := hire(t, emptyHouse(t))
	s.manager.open("/")
	before := s.manager.verdict()
	registerWithWrongNumber(s.manager)
	s.manager.register("Nordwald Bergbau GmbH", "customer", "DE")
	s.manager.register("Musterbank AG", "guarantor", "DE")
	registerUnit(s.manager)
	watchList(s, t)
	for _, name := range []string{"Granitwerk AG", "Nordwald Bergbau GmbH", "Musterbank AG"} {
		s.manager.record("/list/parties", name)
		s.manager.follow("Vet")
		s.manager.follow("Vet")
		s.manager.sees("clear")
	}
	rate(s.accountant)
	workOut(s.manager)
	quote(s.manager)
	deal := s.manager.Path()
	s.manager.follow("Sign")
	s.manager.follow("Sign")
	s.manager.sees("signed", "It may not leave")
	refused(s.manager)
	secure(s, deal)
	handOver(s, deal)
	s.manager.open("/")
	if after := s.manager.verdict(); after == before || !strings.Contains(after, "USD") {
		t.Errorf("turnover did not move: %q, then %q", before, after)
	}
	for _, p := range []person{s.manager, s.risk, s.accountant} {
		p.calm("the story")
	}
}

// verdict is the sentence about turnover on the first page.
func (p person) verdict() string {
	p.t.Helper()
	var text string
	p.must(p.Eval(`document.querySelector("main .verdict").innerText`, &text))
	return text
}

// record opens the page of a record from its list, by its name.
func (p person) record(list, name string) {
	p.t.Helper()
	p.open(list)
	p.follow(name)
}

func (p person) register(name, role, country string) {
	p.t.Helper()
	p.open("/do/party.register")
	p.fill("Name", name, "Kind", "entity", "Country", country, "Roles", role)
	p.follow("Register a party")
	p.sees("Done: Register a party.", name)
}

// registerWithWrongNumber mistypes a check digit, sees it at the field before and after sending, and mends it.
func registerWithWrongNumber(p person) {
	p.t.Helper()
	p.open("/do/party.register")
	p.fill("Name", "Granitwerk AG", "Kind", "entity", "Country", "RU", "Roles", "maker")
	p.press("Add a row")
	p.fill("Kind of number", "INN", "Number", "7736500003", "Address", "Steinweg 1")
	p.seesFault("Number", "INN 7736500003 fails its check digit") // live, on leaving the field
	p.must(p.Follow(func() error { return p.Chord('\r') }))
	p.seesFault("Number", "INN 7736500003 fails its check digit")
	p.holds("Name", "Granitwerk AG")
	p.holds("Address", "Steinweg 1")
	p.accessible(false)
	p.Complaints() // the refusal itself: 422
	p.fill("Number", "7707083893")
	p.must(p.Follow(func() error { return p.Chord('\r') }))
	p.sees("Done: Register a party.", "Granitwerk AG", "7707083893")
}

func registerUnit(p person) {
	p.t.Helper()
	p.open("/do/unit.register")
	p.fill("Maker", "Granitwerk AG", "Model", "Granit 220", "Segment", "mining_dump_truck", "Serial number", "GR220-0001", "List price", "185000.00", "Year of manufacture", "2026",
		"Customs code", "870410", "Whose it is", "ours", "Where it is", "prepared", "Passport", "active", "Passport number", "EP-1", "Customs", "cleared", "Inspection", "closed")
	p.follow("Register a unit")
	p.sees("Done: Register a unit.", "Granit 220")
}

// watchList is loaded by the risk officer, who may not activate it; somebody else does.
func watchList(s staff, t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte("entry_id,type,name\nX1,entity,Dunkelstern Handel\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.risk.open("/do/watchlist.load")
	s.risk.fill("List", "HOUSE", "State of", today(), "File", path)
	s.risk.follow("Load a watch list")
	at := s.risk.Path()
	s.risk.follow("Activate")
	s.risk.follow("Activate")
	s.risk.sees("You loaded this list yourself.")
	s.risk.Complaints() // the refusal itself: 409
	s.manager.open(at)
	s.manager.follow("Activate")
	s.manager.follow("Activate")
	s.manager.sees("Done: Activate.")
}

// rate says what the currency of the deal is worth, so that its cover and its turnover can be counted.
func rate(p person) {
	p.t.Helper()
	p.open("/do/rate.set")
	p.fill("Currency", "EUR", "Day", today(), "USD for one", "1.08", "Source", "Central bank")
	p.follow("Record a rate")
	p.sees("Done: Record a rate.")
}

// quote fills in a lease and sees its schedule grow beside the form before it is sent.
func quote(p person) {
	p.t.Helper()
	p.open("/do/deal.quote")
	p.sees("It stands here as soon as")
	p.fill("Customer", "Nordwald Bergbau", "Kind", "lease", "Unit", "GR220-0001", "Price", "185,000.00", "Planned delivery", today(), "Quote valid until", inDays(30),
		"Rate", "7.25", "Rentals", "36", "Every", "1", "Method", "annuity", "Timing", "arrears", "Reason", "asked at the fair")
	p.sees("5733.43 EUR", "Lessor") // the rental and the sides, live
	p.follow("Quote")
	p.sees("Done: Quote.", "quoted", "asked at the fair")
}

// workOut plays with a lease before there is a deal: every figure is live, and any one of them can be asked for.
func workOut(p person) {
	p.t.Helper()
	p.open("/ask/lease.quote")
	p.sees("48 rentals of", "Nobody levels this rate.")
	p.fill("Price", "5,000,000.00", "Rate", "18", "Rentals", "60")
	p.sees("60 rentals of 101 573.71 EUR")
	p.fill("Currency of Price", "USD") // the others follow, or the rental below would be refused
	p.sees("60 rentals of 101 573.71 USD")
	p.fill("Method", "linear")
	p.sees("60 rentals from")
	p.fill("Find", "yield", "Method", "annuity", "Rate", "", "Rental", "101,573.71")
	p.sees("yield 18.00 % a year")
	p.fill("Rentals", "0")
	p.sees("Not complete yet.")
	var kept string // what was typed stays in the address
	p.must(p.Eval("location.search", &kept))
	for _, want := range []string{"find=yield", "price.cur=USD", "rental.cur=USD", "count=0"} {
		if !strings.Contains(kept, want) {
			p.t.Errorf("the address lacks %s: %s", want, kept)
		}
	}
	p.calm("working out")
}

// refused asks the gate too early and is told every reason.
func refused(p person) {
	p.t.Helper()
	p.follow("Release")
	p.sees("Cover", "What is missing, and what makes it pass")
	p.follow("Release")
	p.sees("It may not leave: 1 of 6", "EUR missing")
	p.Complaints() // the refusal itself: 409
}

// secure registers a guarantee, lets somebody else verify it, and pledges it to the deal.
func secure(s staff, deal string) {
	s.manager.t.Helper()
	s.manager.open("/do/guarantee.register")
	s.manager.fill("Number", "G-0412", "Guarantor", "Musterbank", "Applicant", "Nordwald", "Kind", "demand_guarantee", "Rules", "URDG758",
		"Amount", "300000.00", "Issued on", today(), "Expires on", inDays(1500))
	s.manager.follow("Register a guarantee")
	at := s.manager.Path()
	s.manager.sees("G-0412", "It gives no cover yet")
	s.risk.record("/list/parties", "Musterbank AG")
	s.risk.next("Set the limit")
	s.risk.fill("Limit", "1000000.00")
	s.risk.follow("Set the limit")
	s.risk.open(at)
	s.risk.follow("Verify")
	s.risk.fill("Finding", "authentic", "Evidence", "own_bank_message", "Reference of the evidence", "MT 760 of today", "Confirmed on", today(), "Our bank", "Hafenbank")
	s.risk.follow("Verify")
	s.risk.sees("Done: Verify.", "authentic")
	s.manager.open(deal)
	s.manager.follow("Secure")
	s.manager.fill("Guarantee", "G-0412", "Amount", "250000.00")
	s.manager.follow("Secure")
	s.manager.sees("Done: Secure.")
}

// handOver releases and delivers the unit, and books the first payment.
func handOver(s staff, deal string) {
	s.manager.t.Helper()
	s.manager.open(deal)
	s.manager.sees("It may leave")
	s.manager.follow("Release")
	s.manager.follow("Release")
	s.manager.sees("Done: Release.", "released")
	s.manager.follow("Deliver")
	s.manager.fill("Number of the act", "A-1", "Handed over on", today(), "Place", "Yard 1", "Accepted by", "Nils Nord", "Serial on the plate", "GR220-0001", "Meter", "12")
	s.manager.follow("Deliver")
	s.manager.sees("Done: Deliver.", "delivered", "of turnover")
	s.accountant.open(deal)
	s.accountant.follow("Receive")
	s.accountant.fill("Amount", "5733.43", "Value date", today(), "Bank reference", "ST-1")
	s.accountant.follow("Receive")
	s.accountant.sees("Done: Receive.")
}
