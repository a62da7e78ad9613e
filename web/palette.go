package web

import (
	"net/http"
	"slices"
	"strings"

	"kontor/desk"
	"kontor/lang"
	"kontor/store"
)

// answer is one line of the palette.
type answer struct {
	URL, Text, More, Icon string
	Command               string // the command line for the same, dimmed
}

// answers are the lines of one heading.
type answers struct {
	Title string
	Lines []answer
}

// Bounds of what the palette shows; it answers while one types.
const (
	findEach = 4  // rows of one list
	findMost = 8  // places or verbs
	findFrom = 2  // characters before the lists are asked
	findText = 80 // characters that are looked at
)

// findable are the lists that the palette searches, the most asked first.
var findable = []string{"deals", "parties", "units", "guarantees"}

// find answers the palette: go to, find, do. Without script it is a page of its own.
func find(v *visit) error {
	asked := strings.TrimSpace(v.r.URL.Query().Get("q"))
	if runes := []rune(asked); len(runes) > findText {
		asked = string(runes[:findText])
	}
	found, err := v.look(asked, v.r.URL.Query().Get("at"))
	if err != nil {
		return err
	}
	if v.fragment() {
		return v.write(http.StatusOK, answerList(v.lang, found))
	}
	return v.write(http.StatusOK, findPage(v.frame(v.lang.T("Find or do")), asked, found))
}

func (v *visit) look(asked, at string) ([]answers, error) {
	here := v.verbsHere(asked, at)
	found, err := v.entities(asked)
	if err != nil {
		return nil, err
	}
	all := []answers{{v.lang.T("Do here"), here}, {v.lang.T("Find"), found}, {v.lang.T("Go to"), v.places(asked)}, {v.lang.T("Do"), v.verbs(asked)}}
	return slices.DeleteFunc(all, func(a answers) bool { return len(a.Lines) == 0 }), nil
}

// fits reports whether every word that was asked stands in one of the texts.
func fits(asked string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, " "))
	for _, word := range strings.Fields(strings.ToLower(asked)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func (v *visit) places(asked string) []answer {
	var out []answer
	for _, g := range rail(v.lang, v.actor.Role, "") {
		for _, p := range g.Places {
			if fits(asked, p.Title, g.Title, p.URL) && len(out) < findMost {
				out = append(out, answer{URL: p.URL, Text: p.Title, More: g.Title, Icon: p.Icon})
			}
		}
	}
	return out
}

// entities searches the lists for what was typed.
func (v *visit) entities(asked string) ([]answer, error) {
	var out []answer
	if len([]rune(asked)) < findFrom {
		return nil, nil
	}
	for _, name := range findable {
		l, ok := desk.FindList(name)
		if !ok || !slices.Contains(l.Roles, v.actor.Role) {
			continue
		}
		page, err := v.desk.ReadList(v.ctx, v.actor, name, store.ListQuery{Search: asked, Limit: findEach, CountMost: -1}, false)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			text, more := rowText(v.lang, r)
			out = append(out, answer{URL: pathOf(r.ID), Text: text, More: more, Icon: listIcons[name]})
		}
	}
	return out, nil
}

// rowText is a row in one line: its first value, then what tells it from others.
func rowText(l lang.Lang, r desk.Row) (text, more string) {
	var rest []string
	for _, value := range r.Values[1:min(len(r.Values), 4)] {
		if s := textOf(l, value); s != "" {
			rest = append(rest, s)
		}
	}
	return textOf(l, r.Values[0]), strings.Join(rest, " · ")
}

// verbs are what the role may do.
func (v *visit) verbs(asked string) []answer {
	var out []answer
	for _, c := range append(slices.Clone(desk.Questions()), desk.Commands()...) {
		spec := c.Describe()
		if !slices.Contains(spec.Roles, v.actor.Role) || len(out) == findMost {
			continue
		}
		if fits(asked, v.lang.T(spec.Title), v.lang.T(spec.Help), spec.Name) {
			out = append(out, answer{URL: formPath(spec.Name), Text: v.lang.T(spec.Title), More: v.lang.T(spec.Help), Icon: "arrow", Command: commandLine(spec, "")})
		}
	}
	return out
}

// verbsHere are the next verbs of the record on whose page the palette was opened.
func (v *visit) verbsHere(asked, at string) []answer {
	kind, id, _ := strings.Cut(strings.TrimPrefix(at, "/"), "/")
	if kind == "" || desk.KindOf(id) != kind {
		return nil
	}
	r, err := v.desk.ReadRecord(v.ctx, v.actor, id)
	if err != nil {
		return nil // the page is shown already; the palette does without
	}
	var out []answer
	for _, name := range r.Next {
		c, ok := desk.FindCommand(name)
		if !ok {
			continue
		}
		spec := c.Describe()
		if fits(asked, v.lang.T(spec.Title), r.Title, spec.Name) {
			out = append(out, answer{URL: address("/do/"+name, about(spec, r)), Text: v.lang.T(spec.Title), More: r.Title, Icon: "arrow", Command: commandLine(spec, r.ID)})
		}
	}
	return out
}

// commandLine is how the same is done in a terminal.
func commandLine(spec desk.Spec, id string) string {
	line := "kontor " + spec.Noun() + " " + strings.ReplaceAll(spec.Action(), "_", "-")
	switch {
	case spec.On != "" && id != "":
		line += " " + id
	case spec.On != "":
		line += " " + strings.ToUpper(spec.On)
	}
	return line
}

// options answers a search field: the entities of a kind that fit what was typed.
func options(v *visit) error {
	l, _ := desk.ListOfKind(v.r.PathValue("ref"))
	q := v.r.URL.Query()
	query := store.ListQuery{Search: strings.TrimSpace(q.Get("q")), Limit: 20, CountMost: -1, Filters: map[string]string{}}
	if l.Name == "units" && q.Get("for") == "deal.quote" {
		query.Filters["claim"] = "free" // a quote reserves its units; others cannot be chosen
	}
	page, err := v.desk.ReadList(v.ctx, v.actor, l.Name, query, false)
	if err != nil {
		return err
	}
	return v.write(http.StatusOK, optionList(v.lang, page, slugID(q.Get("id"))))
}

// slugID keeps an id that the page sent to what an id may be.
func slugID(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, id)
}

// everything is the page of all places and verbs; on a phone it is the way to what the bar has no room for.
func everything(v *visit) error {
	var verbs []answers
	for _, c := range desk.Commands() {
		spec := c.Describe()
		if !slices.Contains(spec.Roles, v.actor.Role) {
			continue
		}
		n := slices.IndexFunc(verbs, func(a answers) bool { return a.Title == spec.Noun() })
		if n < 0 {
			verbs = append(verbs, answers{Title: spec.Noun()})
			n = len(verbs) - 1
		}
		verbs[n].Lines = append(verbs[n].Lines, answer{URL: "/do/" + spec.Name, Text: v.lang.T(spec.Title), More: v.lang.T(spec.Help), Command: commandLine(spec, "")})
	}
	return v.write(http.StatusOK, everythingPage(v.frame(v.lang.T("Everything")), verbs))
}
