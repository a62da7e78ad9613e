package wording

import (
	"slices"
	"strings"

	"kontor/errs"
)

// ruleSet is a set of rules as texts name it.
type ruleSet struct {
	code     string // as package guarantee names it
	names    sign
	number   string   // of the publication in force
	outdated []string // numbers of editions that are gone
	version  sign     // tells the edition without a number
	fits     []Kind
}

var ruleSets = []ruleSet{
	{code: "URDG758", number: "758", outdated: []string{"458"}, fits: []Kind{"", DemandGuarantee, CounterGuarantee, ParentGuarantee},
		names: signOf("urdg*", "uniform rules ..4 demand guarantees", "einheitliche* richtlinien ..8 garantien", "унифицированн* правил* ..5 гаранти*", "унифицированн* правил* ..4 требовани*", "единообразн* правил* ..5 гаранти*"), version: signOf("2010")},
	{code: "ISP98", number: "590", fits: []Kind{"", Standby},
		names: signOf("isp98", "isp", "international standby practices", "международн* ..2 практик* ..3 резервн*"), version: signOf("isp98", "98", "1998")},
	{code: "UCP600", number: "600", outdated: []string{"500", "400"}, fits: []Kind{"", Standby},
		names: signOf("ucp*", "ucpdc", "era 600|500", "uniform customs ..2 practice", "einheitliche* richtlinien ..5 dokumentenakkreditiv*|akkreditiv*", "унифицированн* правил* ..6 аккредитив*"), version: signOf("2007")},
}

var (
	notThese = signOf("not|nicht|keine|kein|не|excluded|ausgeschlossen")
)

// mention is a set of rules that the text names.
type mention struct {
	set        *ruleSet
	numbers    []string
	versioned  bool
	first, end int
}

// mentions are the rules that the text submits to, with what it says of their edition.
func (c *check) mentions() []mention {
	var out []mention
	for n := range ruleSets {
		set := &ruleSets[n]
		var m mention
		for _, s := range c.sentences {
			words := c.words(s)
			from, end := set.names.in(words)
			if from < 0 || notThese.has(words[max(0, from-6):from]) {
				continue
			}
			if m.set == nil {
				m = mention{set: set, first: s.first + from, end: s.first + end}
			}
			last := min(len(words), end+14)
			for at, t := range words[from:last] {
				if number := strings.TrimLeft(t.word, "urdgispc"); len(number) == 3 && isNumber(number) && !c.isReference(s.first+from+at) {
					m.numbers = append(m.numbers, number)
					m.end = max(m.end, s.first+from+at+1)
				}
			}
			m.versioned = m.versioned || set.version.has(words[from:last])
		}
		if m.set != nil {
			out = append(out, m)
		}
	}
	return out
}

// isReference reports whether a number of three digits is a part of something else, like an article or an amount.
func (c *check) isReference(i int) bool {
	if i == 0 {
		return false
	}
	before := c.tokens[i-1].word
	return strings.HasPrefix(before, "art") || strings.HasPrefix(before, "стат") || before == "ст" || before == "section" || before == "ziffer"
}

func (c *check) checkRules() {
	if c.facts.Kind == DemandLetter {
		return
	}
	found := c.mentions()
	for _, m := range found {
		c.checkEdition(m, found)
		c.checkFit(m)
	}
	c.checkNoRules(found)
	if len(found) > 1 && c.instrument() {
		m := found[len(found)-1]
		c.found(Finding{Rule: RulesSeveral, Severity: Warning, Clause: RulesClause, Reason: errs.T("the text names more than one set of rules"), Hint: errs.T("submit to one set of rules")}, m.first, m.end)
	}
}

// checkNoRules speaks of a text that names no rules, where it should.
func (c *check) checkNoRules(found []mention) {
	if len(found) > 0 || !c.instrument() || c.facts.Message || c.facts.Rules == "none" {
		return
	}
	if c.facts.Rules != "" {
		c.add(Finding{Rule: RulesMissing, Severity: Error, Clause: RulesClause, Reason: errs.T("the field names {rules}, the text submits to no rules", "rules", c.facts.Rules),
			Hint: errs.T("rules apply only if the text says so; correct the field or have them added")})
		return
	}
	if c.facts.Kind.onDemand() {
		c.add(Finding{Rule: RulesMissing, Severity: Warning, Clause: RulesClause, Reason: errs.T("the text submits to no rules, so that the law alone decides"),
			Hint: errs.T("submit a guarantee to URDG 758, a standby to ISP98")})
	}
}

// checkEdition looks at the numbers beside the name of the rules.
func (c *check) checkEdition(m mention, all []mention) {
	f := Finding{Severity: Error, Clause: RulesClause, Hint: errs.T("write {rules} with its publication number {number}", "rules", m.set.code, "number", m.set.number)}
	others := []string{}
	for _, other := range all {
		if other.set != m.set {
			others = append(others, other.set.number)
		}
	}
	for _, number := range m.numbers {
		switch {
		case number == m.set.number:
			continue
		case slices.Contains(m.set.outdated, number):
			f.Rule, f.Reason = RulesOutdated, errs.T("publication {number} is an edition that is gone", "number", number)
		case slices.Contains(others, number):
			continue // it belongs to the other rules of the sentence
		default:
			f.Rule, f.Reason = RulesWrong, errs.T("publication {number} is not the one of these rules", "number", number)
		}
		c.found(f, m.first, m.end)
		return
	}
	if len(m.numbers) == 0 && !m.versioned {
		f.Rule, f.Severity, f.Reason = RulesVersion, Warning, errs.T("the rules are named without their edition")
		c.found(f, m.first, m.end)
	}
}

// checkFit holds the rules against the form of the text and against the field.
func (c *check) checkFit(m mention) {
	if c.instrument() && !slices.Contains(m.set.fits, c.facts.Kind) {
		c.found(Finding{Rule: RulesForm, Severity: Warning, Clause: RulesClause, Reason: errs.T("these rules are not made for this kind of instrument"),
			Hint: errs.T("submit a guarantee to URDG 758, a standby to ISP98")}, m.first, m.end)
	}
	if c.facts.Rules != "" && c.facts.Rules != m.set.code {
		c.found(Finding{Rule: RulesConflict, Severity: Error, Clause: RulesClause, Reason: errs.T("the text submits to {rules}, the field says {field}", "rules", m.set.code, "field", c.facts.Rules),
			Hint: errs.T("correct the field or have the text corrected")}, m.first, m.end)
	}
}
