package wording

import (
	"sync"

	"kontor/errs"
)

// trap is a wording that stands in the way of a demand, in three languages.
type trap struct {
	rule     Rule
	severity Severity
	clause   Clause
	reason   errs.Text
	hint     errs.Text
	skip     []Kind   // kinds to which it does not apply
	softer   []Kind   // kinds in which it is usual, and so only a warning
	when     []string // one of these stands in the sentence
	unless   []string // and none of these

	unlessCompiled []pattern
}

// traps are compiled once; their patterns are found by their first word.
var traps = sync.OnceValue(func() *trapIndex {
	x := &trapIndex{traps: allTraps()}
	for n := range x.traps {
		t := &x.traps[n]
		t.unlessCompiled = compileAll(t.unless)
		for _, p := range compileAll(t.when) {
			x.patterns = append(x.patterns, p)
			x.of = append(x.of, n)
		}
	}
	return x
})

type trapIndex struct {
	traps    []trap
	patterns []pattern
	of       []int // trap of each pattern
}

func allTraps() []trap {
	var out []trap
	for _, group := range [][]trap{conditionTraps, debtorTraps, guarantorTraps, paperTraps, otherTraps} {
		out = append(out, group...)
	}
	return out
}

// springTraps finds every trap, once a sentence.
func (c *check) springTraps() {
	x := traps()
	words := trigger{patterns: x.patterns, known: map[string][]int{}}
	sprung := make([]int, len(x.traps)) // sentence + 1 in which a trap was looked at last with success
	for i := range c.tokens {
		for _, n := range words.of(c.tokens[i].word) {
			s := c.sentences[c.tokens[i].sentence]
			t := &x.traps[x.of[n]]
			if sprung[x.of[n]] == c.tokens[i].sentence+1 || !c.applies(t.skip) {
				continue
			}
			end := x.patterns[n].at(c.tokens[:s.end], i)
			if end < 0 || anyOf(t.unlessCompiled, c.tokens[s.first:s.end]) {
				continue
			}
			sprung[x.of[n]] = c.tokens[i].sentence + 1
			severity := t.severity
			if severity == Error && !c.applies(t.softer) {
				severity = Warning
			}
			c.found(Finding{Rule: t.rule, Severity: severity, Reason: t.reason, Hint: t.hint, Clause: t.clause}, i, end)
		}
	}
}
