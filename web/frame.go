package web

import (
	"net/http"
	"slices"
	"strings"

	"kontor/desk"
	"kontor/lang"
)

// frame is what stands around every page: who is here, where they are, where they can go.
type frame struct {
	Lang   lang.Lang
	Actor  desk.Actor
	Title  string
	House  string
	Path   string
	Theme  string
	Flash  string
	Groups []railGroup
	Seats  []desk.Actor // logins to change to, in the demo
	Charts bool         // the page draws pictures
	Live   bool         // the page talks to the server while it is filled in
}

// railGroup is a heading of the rail with its places.
type railGroup struct {
	Title  string
	Places []place
}

// place is where one can go.
type place struct {
	URL, Title, Icon string
	Here             bool
}

// frame fills the frame of a page. A house that cannot be read still gets its frame: the page of an error needs one.
func (v *visit) frame(title string) frame {
	f := frame{Lang: v.lang, Actor: v.actor, Title: title, Path: v.r.URL.Path, Theme: v.cookie(themeCookie)}
	if f.Theme != "light" && f.Theme != "dark" {
		f.Theme = ""
	}
	if p, err := v.desk.Profile(v.ctx); err == nil {
		f.House = p.House
	}
	if v.actor.ID == "" {
		return f
	}
	f.Groups = rail(v.lang, v.actor.Role, v.r.URL.Path)
	f.Flash = v.justDone()
	if v.demo && onLoopback(v.r) {
		f.Seats, _ = v.desk.Actors(v.ctx) // without them the menu is short, nothing else
	}
	return f
}

// doneCookie holds the name of the verb that was just done, to be said once on the page that comes next. It is not in the
// session: what many requests write at once must not hold what is said once.
const doneCookie = "kontor_done"

func (v *visit) keepDone(verb string) {
	http.SetCookie(v.w, &http.Cookie{Name: doneCookie, Value: verb, Path: "/", MaxAge: 60, SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: v.r.TLS != nil})
}

// justDone says what was just done.
func (v *visit) justDone() string {
	c, ok := desk.FindCommand(v.cookie(doneCookie))
	if !ok || v.fragment() {
		return ""
	}
	http.SetCookie(v.w, &http.Cookie{Name: doneCookie, Path: "/", MaxAge: -1, SameSite: http.SameSiteLaxMode, HttpOnly: true})
	return v.lang.T("Done: {verb}.", "verb", v.lang.T(c.Describe().Title))
}

var listIcons = map[string]string{"deals": "deal", "guarantees": "shield", "parties": "party", "units": "truck", "payments": "coins", "transfers": "book",
	"demands": "letter", "branches": "party", "calendars": "today", "messages": "letter", "hits": "eye", "listsets": "list", "events": "clock", "rates": "rate", "logins": "key", "programmes": "scale", "indices": "rate"}

// questionPlaces are the questions that stand in the rail, by the number of their group.
var questionPlaces = map[int][]struct{ name, icon string }{
	1: {{"guarantee.calendar", "clock"}, {"guarantee.draw_or_replace", "alert"}, {"guarantee.gaps", "chart"}, {"guarantee.exposure", "scale"}},
}

// quotePath is the page on which a lease is worked out.
var quotePath = formPath(desk.AskOffer.Name)

// rail are the places that a role may go to, by group.
func rail(l lang.Lang, role desk.Role, path string) []railGroup {
	order := []struct { // a list that is not named here stands in the last group
		title string
		lists []string
	}{
		{"", []string{"deals", "guarantees", "parties", "units"}},
		{l.T("Cover"), nil},
		{l.T("Money"), []string{"payments", "transfers", "demands"}},
		{l.T("Watch"), []string{"hits", "listsets"}},
		{l.T("House"), []string{"events", "programmes", "rates", "indices", "logins"}},
	}
	var groups []railGroup
	placed := map[string]bool{}
	add := func(g *railGroup, name string) {
		list, ok := desk.FindList(name)
		placed[name] = true
		if !ok || !slices.Contains(list.Roles, role) {
			return
		}
		icon := listIcons[name]
		if icon == "" {
			icon = "list"
		}
		here := path == "/list/"+name || list.RecordKind() != "" && strings.HasPrefix(path, "/"+list.RecordKind()+"/")
		g.Places = append(g.Places, place{"/list/" + name, l.T(list.Title), icon, here})
	}
	for n, o := range order {
		g := railGroup{Title: o.title}
		if n == 0 {
			g.Places = append(g.Places, place{"/", l.T("Today"), "today", path == "/"})
		}
		if n == 0 && !role.Guest() {
			g.Places = append(g.Places, place{quotePath, l.T(desk.AskOffer.Title), "calc", path == quotePath})
		}
		if n == len(order)-1 && !role.Guest() {
			g.Places = append(g.Places, place{"/turnover", l.T("Turnover"), "chart", path == "/turnover"})
		}
		for _, name := range o.lists {
			add(&g, name)
		}
		for _, q := range questionPlaces[n] {
			c, ok := desk.FindCommand(q.name)
			if ok && slices.Contains(c.Describe().Roles, role) {
				g.Places = append(g.Places, place{formPath(q.name), l.T(c.Describe().Title), q.icon, path == formPath(q.name)})
			}
		}
		groups = append(groups, g)
	}
	last := &groups[len(groups)-1]
	for _, list := range desk.Lists() {
		if !placed[list.Name] {
			add(last, list.Name)
		}
	}
	last.Places = append(last.Places, place{"/more", l.T("Everything"), "grid", path == "/more"})
	return slices.DeleteFunc(groups, func(g railGroup) bool { return len(g.Places) == 0 })
}

// phonebar are the five places at the bottom of a phone.
func (f frame) phonebar() []place {
	var all []place
	for _, g := range f.Groups {
		all = append(all, g.Places...)
	}
	if len(all) <= 5 {
		return all
	}
	five := slices.Clone(all[:4])
	return append(five, all[len(all)-1])
}
