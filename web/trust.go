package web

import (
	"slices"

	"kontor/desk"
	"kontor/errs"
	"kontor/wording"
)

// textPart is a run of a text that stands under the same findings.
type textPart struct {
	Text     string
	Severity string // of the gravest finding, "" for none
	Numbers  []int  // findings that begin here
}

// markText cuts a text at the findings that have a place in it. Findings are numbered as they are listed.
func markText(text string, findings []wording.Finding) []textPart {
	cuts := []int{0, len(text)}
	for _, f := range findings {
		if !within(f, text) {
			continue
		}
		cuts = append(cuts, f.From, f.To)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []textPart
	for n := 0; n+1 < len(cuts); n++ {
		p := textPart{Text: text[cuts[n]:cuts[n+1]]}
		for k, f := range findings {
			if !within(f, text) || f.From > cuts[n] || f.To < cuts[n+1] {
				continue
			}
			if p.Severity == "" || graver(string(f.Severity), p.Severity) {
				p.Severity = string(f.Severity)
			}
			if f.From == cuts[n] {
				p.Numbers = append(p.Numbers, k+1)
			}
		}
		out = append(out, p)
	}
	return out
}

// within reports whether a finding has its place in the text.
func within(f wording.Finding, text string) bool {
	return f.From >= 0 && f.From < f.To && f.To <= len(text)
}

// graver reports whether one severity is worse than another.
func graver(a, b string) bool {
	order := []string{string(wording.Note), string(wording.Warning), string(wording.Error)}
	return slices.Index(order, a) > slices.Index(order, b)
}

// severityLook is the icon and the tone of a severity.
func severityLook(s wording.Severity) (icon, tone string) {
	switch s {
	case wording.Error:
		return "stop", "act"
	case wording.Warning:
		return "alert", "watch"
	}
	return "circle", "muted"
}

// shownFacts are the facts of a record without what has a place of its own on the page.
func shownFacts(r desk.Record) []desk.Fact {
	if r.Trust == nil || r.Trust.Text == "" {
		return r.Facts
	}
	return slices.DeleteFunc(slices.Clone(r.Facts), func(f desk.Fact) bool { return f.Label == "Text" })
}

// shownTables are the tables of a record without what its text shows in place.
func shownTables(r desk.Record) []desk.Table {
	if r.Trust == nil || r.Trust.Text == "" {
		return r.Tables
	}
	return slices.DeleteFunc(slices.Clone(r.Tables), func(t desk.Table) bool {
		return t.Title == "Findings in the text" || t.Title == "Differs from the agreed text"
	})
}

// findingCount says how many findings there are of the gravest kind.
func findingCount(findings []wording.Finding) errs.Text {
	errors, warnings := 0, 0
	for _, f := range findings {
		switch f.Severity {
		case wording.Error:
			errors++
		case wording.Warning:
			warnings++
		}
	}
	switch {
	case errors > 0:
		return errs.T("{n} findings make it undrawable or doubtful.", "n", errors)
	case warnings > 0:
		return errs.T("Nothing makes it undrawable; {n} warnings.", "n", warnings)
	}
	return errs.T("The checker finds nothing that stands in the way of a demand.")
}
