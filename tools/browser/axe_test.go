package main

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

// axe-core by Deque Systems, as published (see axe/LICENSE); used by these tests only.
//
//go:embed axe/axe.min.js
var axeScript string

// finding is a rule that a page breaks.
type finding struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target  []any
		HTML    string
		Summary string
	}
}

func (f finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", f.ID, f.Impact, f.Help)
	for n, node := range f.Nodes {
		if n == 3 {
			fmt.Fprintf(&b, "\n    and %d more", len(f.Nodes)-n)
			break
		}
		html := node.HTML
		if len(html) > 200 {
			html = html[:200] + "…"
		}
		fmt.Fprintf(&b, "\n    %v\n      %s\n      %s", node.Target, html, strings.ReplaceAll(node.Summary, "\n", "\n      "))
	}
	return b.String()
}

// allRules is everything that axe knows of WCAG 2.2 A and AA and of good practice.
const allRules = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`

const axeRun = `axe.run(document, {preload: false, runOnly: %s, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]}).then((r) => r.violations.map((v) =>
	({ID: v.id, Impact: v.impact || "", Help: v.help, Nodes: v.nodes.map((n) => ({Target: n.target, HTML: n.html, Summary: n.failureSummary}))})))`

// axe asks axe-core about the page as it stands.
func (p person) axe() []finding {
	p.t.Helper()
	var there bool
	p.must(p.Eval(`typeof axe === "object"`, &there))
	if !there {
		p.must(p.Eval(axeScript+";0", nil))
	}
	var found []finding
	p.must(p.Eval(fmt.Sprintf(axeRun, allRules), &found))
	return found
}

// accessible checks the page in the window as it is, in light or in dark.
func (p person) accessible(dark bool) {
	p.t.Helper()
	p.must(p.SystemDark(dark))
	for _, f := range p.axe() {
		p.t.Errorf("%s, dark %t: %s", p.Path(), dark, f)
	}
}

// TestAxeFinds proves that the check can fail.
func TestAxeFinds(t *testing.T) {
	t.Parallel()
	p := visit(t, pageOf(t, `<h1>Nothing</h1><img src="data:,"><p style="color:#999;background:#fff">pale</p><input>`), Desk, Look{})
	p.open("/")
	got := map[string]bool{}
	for _, f := range p.axe() {
		got[f.ID] = true
	}
	for _, want := range []string{"image-alt", "color-contrast", "label"} {
		if !got[want] {
			t.Errorf("axe did not find %s, got %v", want, got)
		}
	}
}
