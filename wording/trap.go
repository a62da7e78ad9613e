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

// denial is a scope in which a trap was denied, so that the same is not asked for each of its words.
type denial struct{ sentence, words int }

// springTraps finds every trap, once a sentence.
func (c *check) springTraps() {
	x := traps()
	words := trigger{patterns: x.patterns, known: map[string][]int{}}
	sprung := make([]int, len(x.traps)) // sentence + 1 in which a trap was sprung last
	denied := make([]denial, len(x.traps))
	for i := range c.tokens {
		for _, n := range words.of(c.tokens[i].word) {
			s := c.sentences[c.tokens[i].sentence]
			t := &x.traps[x.of[n]]
			if sprung[x.of[n]] == c.tokens[i].sentence+1 || !c.applies(t.skip) {
				continue
			}
			end := x.patterns[n].at(c.tokens[:s.end], i)
			if end < 0 {
				continue
			}
			scope := c.scope(s, i)
			if d := (denial{c.tokens[i].sentence + 1, len(scope)}); denied[x.of[n]] == d || anyOf(t.unlessCompiled, scope) {
				denied[x.of[n]] = d
				continue
			}
			sprung[x.of[n]] = c.tokens[i].sentence + 1
			if t.rule == ReductionProof && c.dated[c.tokens[i].sentence] {
				continue // on stated days
			}
			if t.rule == ReturnOriginal && c.foundIn(ExpiryPaper, s) {
				continue // said already, and graver
			}
			severity := t.severity
			if severity == Error && !c.applies(t.softer) {
				severity = Warning
			}
			c.found(Finding{Rule: t.rule, Severity: severity, Reason: t.reason, Hint: t.hint, Clause: t.clause}, i, end)
		}
	}
}

// foundIn reports whether the sentence has a finding of the rule.
func (c *check) foundIn(rule Rule, s sentence) bool {
	for n := len(c.findings) - 1; n >= 0; n-- {
		f := c.findings[n]
		if f.Rule == rule && f.From >= c.tokens[s.first].from && f.To <= c.tokens[s.end-1].to {
			return true
		}
	}
	return false
}

// Words that turn a negation before them into a condition: we do not pay until you have sued.
var (
	negations = stemsOf("not|no|nor|never|cannot|nicht|kein*|weder|не|нет|никак*|verweigern|ablehnen")
	turns     = stemsOf("unless|until|before|except|bevor|solange|bis|ehe|es_sei_denn|außer|пока|иначе|кроме|прежде|до_тех_пор")
	delays    = stemsOf("delay*|withhold*|refuse*|suspend*|defer*|postpone*|depend*|condition*|subject|verzöger*|zurückhalt*|зависит|задерж*|отказ*|приостан*")
)

// scope are the words in which a trap at token i is looked for its denial: of "we do not pay until you have sued" only what
// follows the until.
func (c *check) scope(s sentence, i int) []token {
	negated := false
	for j := s.first; j < i+1; j++ {
		word := c.tokens[j].word
		switch {
		case delays.begins(word) && negated:
			return c.words(s) // it does not depend on anything
		case negations.begins(word):
			negated = true
		case turns.length(c.tokens[:s.end], j) > 0 && (negated || j+1 < s.end && negations.begins(c.tokens[j+1].word)):
			if j+1 < s.end && negations.begins(c.tokens[j+1].word) {
				j++
			}
			return c.tokens[j+1 : s.end]
		}
	}
	return c.words(s)
}
