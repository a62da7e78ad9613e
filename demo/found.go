package demo

import (
	"kontor/desk"
)

// seats are the people of the demo house, beside its administrator.
var seats = []struct {
	name, email, lang string
	role              desk.Role
}{
	{"Clara Ende", "clerk@kontor.example", "en", desk.Clerk},
	{"Rasmus Ikonen", "risk@kontor.example", "en", desk.Risk},
	{"Rita Kowalska", "risk2@kontor.example", "en", desk.Risk},
	{"Arno Buchwald", "accountant@kontor.example", "de", desk.Accountant},
	{"Марина Хозяинова", "manager@kontor.example", "ru", desk.Manager},
	{"Максим Заводской", "maker@gromadar.example", "ru", desk.Maker},
	{"Gudrun Bürgelin", "guarantor@marschgrund.example", "de", desk.Guarantor},
	{"Audrey Quirk", "auditor@kontor.example", "en", desk.Auditor},
}

// found sets the house up: its administrator, its people, its makers and its guarantors.
func (c *chronicle) found() error {
	c.tick()
	admin, err := c.desk.SetUp(c.ctx, desk.SetUpRequest{House: c.house, Centre: "Multi-brand centre Belogorn", Name: "Adam Minkus", Email: "admin@kontor.example",
		Password: Password, Lang: "en"}, true)
	if err != nil {
		return err
	}
	c.admin = admin
	c.logins = []Login{{"admin@kontor.example", admin.Name, desk.Admin}}
	for _, s := range seats {
		party := ""
		switch s.role {
		case desk.Clerk, desk.Risk, desk.Accountant, desk.Manager, desk.Auditor, desk.Admin:
		case desk.Maker:
			c.join(c.cast.makers[gromadar])
			party = c.cast.makers[gromadar].id
		case desk.Guarantor:
			c.join(c.cast.guarantors[marschgrund])
			party = c.cast.guarantors[marschgrund].id
		}
		res := do(c, c.admin, desk.AddLogin, desk.LoginRequest{Name: s.name, Email: s.email, Password: Password, Role: s.role, Party: party, Lang: s.lang})
		if c.err != nil {
			return c.err
		}
		actor, err := c.desk.ActorByID(c.ctx, res.ID)
		if err != nil {
			return err
		}
		c.seat(actor, s.email)
	}
	for _, p := range append(append([]*company{}, c.cast.makers...), c.cast.guarantors...) {
		c.join(p)
	}
	for i, p := range c.cast.customers { // who has no deal yet joins anyway, over the first months
		c.on(workday(c.opened().Add(1+5*i)), office, func() { c.welcome(p) })
	}
	c.setLimits()
	c.settlePlaces()
	return c.err
}

// seat remembers who does what.
func (c *chronicle) seat(a desk.Actor, email string) {
	c.logins = append(c.logins, Login{email, a.Name, a.Role})
	switch a.Role {
	case desk.Clerk:
		c.clerk = a
	case desk.Risk:
		if c.risk.ID == "" {
			c.risk = a
		} else {
			c.second = a
		}
	case desk.Accountant:
		c.accountant = a
	case desk.Manager:
		c.manager = a
	case desk.Maker, desk.Guarantor, desk.Auditor, desk.Admin: // they look
	}
}

// setLimits says how much the house takes from each guarantor.
func (c *chronicle) setLimits() {
	g := c.cast.guarantors
	for _, l := range []desk.LimitRequest{
		{Party: g[marschgrund].id, Limit: whole(150_000_000, "USD")},
		{Party: g[vetlan].id, Limit: whole(120_000_000, "USD")},
		{Party: g[belogornban].id, Limit: whole(9_500_000_000, "RUB")},
		{Party: g[merkur].id, Limit: whole(250_000, "EUR")},
		{Party: g[sturmdeich].id, Limit: whole(10_000_000, "EUR")},
		{Party: g[fund].id, Limit: whole(800_000_000, "RUB")},
	} {
		do(c, c.risk, desk.SetLimit, l)
	}
}
