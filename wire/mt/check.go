package mt

import (
	"cmp"
	"slices"

	"kontor/errs"
)

// mostFindings bounds what Check says about one message; nobody reads more, and broken input could yield one for each line.
const mostFindings = 500

// Check names everything that is wrong with a message, errors first, then warnings. It never gives up: a message that breaks one rule is held to
// the others as well.
func (m Message) Check() []Finding {
	c := checker{message: m, findings: slices.Clone(m.heads)}
	switch {
	case m.Type == envelope, m.Type == "" && m.has("", "77E"):
		c.envelope()
	case known(m.Type):
		c.body()
	case m.Type != "":
		c.add(Unknown, "", "", "", errs.T("MT {type} is not one of the messages of guarantees and standbys.", "type", m.Type))
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return cmp.Compare(a.weight(), b.weight()) })
	return c.findings[:min(len(c.findings), mostFindings)]
}

func (f Finding) weight() int {
	if f.Severity == Error {
		return 0
	}
	return 1
}

// checker collects what is wrong with one message.
type checker struct {
	message  Message
	findings []Finding
}

func (c *checker) add(rule Rule, sequence, tag, swift string, text errs.Text) {
	c.findings = append(c.findings, Finding{Rule: rule, Sequence: sequence, Tag: tag, Severity: Error, SwiftError: swift, Text: text})
}

func (c *checker) warn(rule Rule, sequence, tag string, text errs.Text) {
	c.findings = append(c.findings, Finding{Rule: rule, Sequence: sequence, Tag: tag, Severity: Warning, Text: text})
}

// body checks a message other than the envelope.
func (c *checker) body() {
	c.sequences()
	for _, s := range table().messages[c.message.Type] {
		c.present(s)
		c.placed(s)
	}
	c.values()
	c.networkRules()
	c.warnings()
}

// envelope checks the three fields of an MT 798, and the message inside where it is one that we know.
func (c *checker) envelope() {
	outer := c.message
	outer.Type = envelope
	if at := slices.IndexFunc(outer.Fields, func(f Field) bool { return f.Tag == "77E" }); at >= 0 {
		outer.Fields = outer.Fields[:at+1]
	}
	e := checker{message: outer}
	for _, s := range table().messages[envelope] {
		e.present(s)
		e.placed(s)
	}
	e.values()
	c.findings = append(c.findings, e.findings...)
	c.index()
	if inner, ok := c.message.Inner(); ok {
		i := checker{message: inner}
		i.body()
		c.findings = append(c.findings, i.findings...)
	}
}

// index checks by which an envelope numbers its parts, whatever stands inside.
func (c *checker) index() {
	fields, _ := c.message.inside()
	for i, f := range fields {
		switch {
		case f.Tag != "27A":
		case i > 0:
			c.add(Order, "", "27A", "", errs.T("Field {tag} is out of order.", "tag", f.Tag))
		case !numbersPart(f.Value):
			c.add(Format, "", "27A", "", errs.T("{text} does not number a part of at most eight.", "text", clip(f.Value)))
		}
	}
}

// numbersPart reports whether a text is part/total.
func numbersPart(s string) bool {
	return len(s) == 3 && s[1] == '/' && '1' <= s[0] && s[0] <= s[2] && s[2] <= '8'
}

// present names the mandatory fields that are missing.
func (c *checker) present(s sequence) {
	if s.optional && !c.message.hasSequence(s.letter) {
		return
	}
	for _, slot := range s.slots {
		if slot.mandatory && !slices.ContainsFunc(c.message.Fields, func(f Field) bool { return f.Sequence == s.letter && slot.takes(f.Tag) }) {
			c.add(Mandatory, s.letter, slot.tag, "", errs.T("The mandatory field {tag} is missing.", "tag", slot.tag))
		}
	}
}

// sequences names those that begin out of order, and fields of a sequence that the message does not have.
func (c *checker) sequences() {
	if !sequenced(c.message.Type) {
		return
	}
	last := ""
	for _, f := range c.message.Fields {
		if f.Tag != "15A" && f.Tag != "15B" && f.Tag != "15C" {
			continue
		}
		if f.Tag < last {
			c.add(Order, f.Sequence, f.Tag, "", errs.T("Sequence {sequence} stands behind a later one.", "sequence", f.Sequence))
		}
		last = max(last, f.Tag)
	}
}

// placed names the fields of a sequence that it does not know, that come twice and that stand out of order. Of a sequence out of order as few
// fields as possible are named: those that would have to move.
func (c *checker) placed(s sequence) {
	var fields []Field
	var places []int
	seen := map[int]bool{}
	for _, f := range c.message.Fields {
		if f.Sequence != s.letter {
			continue
		}
		at := slices.IndexFunc(s.slots, func(x slot) bool { return x.takes(f.Tag) })
		switch {
		case at < 0 && s.letter == "":
			c.add(Unknown, "", f.Tag, "", errs.T("MT {type} has no field {tag}.", "type", c.message.Type, "tag", f.Tag))
		case at < 0:
			c.add(Unknown, s.letter, f.Tag, "", errs.T("Sequence {sequence} of MT {type} has no field {tag}.", "sequence", s.letter, "type", c.message.Type, "tag", f.Tag))
		case seen[at]:
			c.add(Order, s.letter, f.Tag, "", errs.T("Field {tag} stands here a second time.", "tag", f.Tag))
		default:
			seen[at] = true
			fields, places = append(fields, f), append(places, at)
		}
	}
	for _, i := range misplaced(places) {
		c.add(Order, s.letter, fields[i].Tag, "", errs.T("Field {tag} is out of order.", "tag", fields[i].Tag))
	}
}

// misplaced gives the indices outside a longest increasing run of places; of two that are swapped it is the second. No place comes twice, so
// there are never more than a sequence has.
func misplaced(places []int) []int {
	length, before := make([]int, len(places)), make([]int, len(places))
	last := -1
	for i, p := range places {
		length[i], before[i] = 1, -1
		for j := range i {
			if places[j] < p && length[j] >= length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	keep := map[int]bool{}
	for i := last; i >= 0; i = before[i] {
		keep[i] = true
	}
	var out []int
	for i := range places {
		if !keep[i] {
			out = append(out, i)
		}
	}
	return out
}
