package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Places finds every page that the seat of the tab can reach, from the pages themselves, so that a new list or verb is
// looked at without a line here: what /more links, one record of every list, and the forms that those records offer,
// filled in by what the record knows. Deep looks at one record of every state that a list can be filtered by.
func (t *Tab) Places(deep bool) ([]string, error) {
	more, err := t.links("/more", "main a[href]")
	if err != nil {
		return nil, err
	}
	found := append([]string{"/", "/more", "/find", "/find?q=a", "/nowhere"}, more...)
	var records []string
	for _, path := range more {
		if !strings.HasPrefix(path, "/list/") {
			continue
		}
		here, err := t.recordsOf(path, deep)
		if err != nil {
			return nil, err
		}
		records = append(records, here...)
	}
	verbs := map[string]bool{}
	for _, path := range unique(records) {
		forms, err := t.links(path, "main .head a[href^='/do/']")
		if err != nil {
			return nil, err
		}
		found = append(found, path)
		for _, form := range forms {
			verb, _, _ := strings.Cut(form, "?")
			if !verbs[verb] {
				found = append(found, form)
			}
			verbs[verb] = true
		}
	}
	return unique(found), nil
}

// perList bounds how many records of one list are looked at.
const perList = 8

// recordsOf gives the first record of a list, and when deep the first of each state in its filters.
func (t *Tab) recordsOf(list string, deep bool) ([]string, error) {
	all, err := t.links(list, "tr[data-href] td a[href]")
	if err != nil || len(all) == 0 || !deep {
		return all[:min(len(all), 1)], err
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(all[0], "/"), "/")
	out := all[:1]
	var states []string
	if err := t.Eval(`[...document.querySelectorAll("tr.filters select")].flatMap((s) => [...s.options].filter((o) => o.value).map((o) => s.name + "=" + o.value))`, &states); err != nil {
		return nil, err
	}
	for _, state := range states {
		name, value, _ := strings.Cut(state, "=")
		rows, err := t.links(list+"?"+url.Values{name: {value}}.Encode(), "tr[data-href] td:first-child a[href^='/"+kind+"/']")
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 && !slices.Contains(out, rows[0]) {
			out = append(out, rows[0])
		}
		if len(out) == perList {
			break
		}
	}
	return out, nil
}

// links opens a page and gives the paths of its links to pages of the house, without files to load down.
func (t *Tab) links(path, selector string) ([]string, error) {
	if err := t.Go(path); err != nil {
		return nil, err
	}
	quoted, err := json.Marshal(selector)
	if err != nil {
		return nil, err
	}
	var out []string
	err = t.Eval(fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((a) => a.origin === location.origin && !a.hasAttribute("download") && !a.getAttribute("href").startsWith("#")).map((a) => a.pathname + a.search)`, quoted), &out)
	return unique(out), err
}

func unique(all []string) []string {
	var out []string
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
