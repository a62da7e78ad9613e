package wording

import (
	"cmp"
	"slices"

	"kontor/errs"
)

// check is one text under examination.
type check struct {
	*document
	facts    Facts
	amounts  []sum
	days     []moment
	findings []Finding
	told     map[told]bool
	dated    map[int]bool // sentences in which a day stands
}

// MaxFindings bounds what is said about one text; whoever reads so many agrees another text.
const MaxFindings = 500

// Check reads a text and says what stands in the way of a demand: first what the text lacks, then finding by finding in its
// order. It takes time in proportion to the text. A text that Clean refuses has that one finding only.
func Check(text string, f Facts) []Finding {
	if err := Clean(text); err != nil {
		e := errs.As(err)
		at, size := 0, 0
		if len(text) <= MaxText {
			at, size = broken(text)
		}
		return []Finding{{Rule: BrokenText, Severity: Error, Reason: e.Text, Hint: e.Hint, From: at, To: at + size, Quote: text[at : at+size]}}
	}
	c := &check{document: read(text), facts: f, told: map[told]bool{}}
	c.amounts, c.days = c.sums(), c.moments()
	c.dated = map[int]bool{}
	for _, m := range c.days {
		c.dated[c.tokens[m.first].sentence] = true
	}
	c.checkCharacters()
	c.checkBlanks()
	c.springTraps()
	c.checkAmounts()
	c.checkExpiry()
	c.checkPresentation()
	c.checkStatement()
	c.checkRules()
	c.checkLaw()
	c.checkParties()
	c.checkTerms()
	c.checkLanguages()
	return c.sorted()
}

func (c *check) sorted() []Finding {
	slices.SortStableFunc(c.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	c.findings = slices.CompactFunc(c.findings, func(a, b Finding) bool {
		return a.Rule == b.Rule && a.From == b.From && a.To == b.To && a.Reason.String() == b.Reason.String()
	})
	errorAt := map[Rule]int{} // up to where the last error of a rule reaches
	for i, f := range c.findings {
		if f.Severity == Error && !f.Missing() {
			errorAt[f.Rule] = max(errorAt[f.Rule], f.To)
			if i > 0 && c.findings[i-1].Rule == f.Rule && c.findings[i-1].To >= f.From && c.findings[i-1].Severity != Error {
				c.findings[i-1].Rule = "" // the graver of two that overlap says it
			}
		} else if !f.Missing() && f.From < errorAt[f.Rule] {
			c.findings[i].Rule = ""
		}
	}
	c.findings = slices.DeleteFunc(c.findings, func(f Finding) bool { return f.Rule == "" })
	return c.findings[:min(len(c.findings), MaxFindings)]
}

// applies reports whether the kind of the text is none of these.
func (c *check) applies(skip []Kind) bool { return !slices.Contains(skip, c.facts.Kind) }

// instrument reports whether the text is a whole instrument, which must have everything in it.
func (c *check) instrument() bool { return c.facts.Kind != Amendment && c.facts.Kind != DemandLetter }

// found adds a finding about tokens first to end.
func (c *check) found(f Finding, first, end int) {
	f.From, f.To = c.tokens[first].from, c.tokens[end-1].to
	c.add(f)
}

// add keeps a finding; its quote is what stands between its positions.
func (c *check) add(f Finding) {
	if len(c.findings) < 4*MaxFindings {
		f.Quote = c.text[f.From:f.To]
		c.findings = append(c.findings, f)
	}
}

// says reports whether one of the patterns of a sign stands anywhere in the text.
func (c *check) says(s sign) bool {
	_, _, ok := c.where(s)
	return ok
}

// where is the first place of a sign.
func (c *check) where(s sign) (first, end int, ok bool) {
	for _, sentence := range c.sentences {
		if from, end := s.in(c.tokens[sentence.first:sentence.end]); from >= 0 {
			return sentence.first + from, sentence.first + end, true
		}
	}
	return 0, 0, false
}

// sign is a set of patterns that tell that a text speaks of something.
type sign = *signSet

type signSet struct{ patterns []pattern }

func signOf(written ...string) sign { return &signSet{compileAll(written)} }

// told is what is known of a sign in a sentence, so that it is looked for once, however many days or amounts ask.
type told struct {
	of       sign
	sentence int
}

// sentenceHas reports whether the sign stands in the sentence of a token.
func (c *check) sentenceHas(s sign, token int) bool {
	key := told{s, c.tokens[token].sentence}
	has, known := c.told[key]
	if !known {
		has = s.has(c.words(c.sentences[key.sentence]))
		c.told[key] = has
	}
	return has
}

// in is the first place of the sign among words, -1 for none.
func (s *signSet) in(words []token) (from, end int) {
	from = -1
	for _, p := range s.patterns {
		if f, e := p.find(words); f >= 0 && (from < 0 || f < from) {
			from, end = f, e
		}
	}
	return from, end
}

func (s *signSet) has(words []token) bool { return anyOf(s.patterns, words) }

// words are the tokens of a sentence.
func (c *check) words(s sentence) []token { return c.tokens[s.first:s.end] }
