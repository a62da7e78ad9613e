package wording

import (
	"strings"

	"kontor/errs"
)

var (
	labelsBeneficiary = signOf(
		"beneficiary", "favour|favor of", "begünstigte|begünstigter|begünstigten", "zugunsten|gunsten", "бенефициар*", "в пользу", "выгодоприобретател*")
	labelsApplicant = signOf(
		"applicant", "account of", "behalf of", "antragsteller|auftraggeber|leasingnehmer", "im auftrag", "принципал*", "лизингополучател*", "по поручению")
)

// checkParties looks for the number and the names of the fields.
func (c *check) checkParties() {
	if NumberKey(c.facts.Number) != "" {
		c.checkNumber()
	}
	c.checkName(c.facts.Beneficiary, labelsBeneficiary, errs.T("beneficiary"))
	c.checkName(c.facts.Applicant, labelsApplicant, errs.T("applicant"))
}

// checkNumber looks for the number; a label with another one is a conflict.
func (c *check) checkNumber() {
	key := NumberKey(c.facts.Number)
	if strings.Contains(NumberKey(c.text), key) {
		return
	}
	for i := range c.tokens {
		if first, end, number := c.numberAfter(i); end > first {
			if _, why := SameNumber(number, c.facts.Number); !why.IsZero() || c.isOwnNumber(i) {
				c.found(Finding{Rule: NumberConflict, Severity: Error, Clause: Parties, Reason: errs.T("the text has number {number}, the field says {field}", "number", number, "field", c.facts.Number),
					Hint: errs.T("correct the field or have the text corrected")}, first, end)
				return
			}
		}
	}
	if !c.facts.Message {
		c.add(Finding{Rule: NumberMissing, Severity: Warning, Clause: Parties, Reason: errs.T("the text does not bear the number {number}", "number", c.facts.Number),
			Hint: errs.T("a demand must identify the guarantee; have its number written into the text")})
	}
}

// isOwnNumber reports whether the label at token i speaks of the guarantee itself, not of a contract.
func (c *check) isOwnNumber(i int) bool {
	for j := max(0, i-2); j <= i; j++ {
		if paperWords.begins(c.tokens[j].word) || strings.HasPrefix(c.tokens[j].word, "garantie") || strings.HasPrefix(c.tokens[j].word, "burgschaft") {
			return true
		}
	}
	return false
}

// numberAfter reads a number behind a label like "No." at token i.
func (c *check) numberAfter(i int) (first, end int, number string) {
	word := c.tokens[i].word
	if word != "no" && word != "nr" && word != "number" && word != "nummer" && word != "номер" && word != "garantienummer" && !c.numeroSign(i) {
		return 0, 0, ""
	}
	first = i + 1
	if c.numeroSign(i) && word != "no" {
		first = i
	}
	digits := false
	for end = first; end < len(c.tokens) && end < first+8; end++ {
		if end > first {
			if gap := c.text[c.tokens[end-1].to:c.tokens[end].from]; gap == "" || strings.Trim(gap, "-/.–") != "" {
				break
			}
		}
		digits = digits || strings.ContainsAny(c.tokens[end].word, "0123456789")
	}
	if !digits || first >= end {
		return 0, 0, ""
	}
	return first, end, c.text[c.tokens[first].from:c.tokens[end-1].to]
}

// numeroSign reports whether № stands before token i.
func (c *check) numeroSign(i int) bool {
	start := 0
	if i > 0 {
		start = c.tokens[i-1].to
	}
	return strings.Contains(c.text[start:c.tokens[i].from], "№")
}

// checkName looks for a registered name: as it is, nearly so, or another at its label.
func (c *check) checkName(name string, label sign, who errs.Text) {
	words := nameWords(name)
	if len(words) == 0 {
		return
	}
	nearFirst, nearEnd := -1, -1
	for i := range c.tokens {
		same, close := c.nameAt(i, words)
		if same {
			return
		}
		if close && nearFirst < 0 {
			nearFirst, nearEnd = i, min(len(c.tokens), i+len(words))
		}
	}
	conflict := Finding{Rule: PartyConflict, Severity: Error, Clause: Parties, Hint: errs.T("correct the field or have the text corrected")}
	if nearFirst >= 0 {
		conflict.Reason = errs.T("the text names {name}, the field says {field}", "name", c.text[c.tokens[nearFirst].from:c.tokens[nearEnd-1].to], "field", name)
		c.found(conflict, nearFirst, nearEnd)
		return
	}
	if first, end, ok := c.namedOther(label); ok {
		conflict.Reason = errs.T("the text names another {party} than {field}", "party", who, "field", name)
		c.found(conflict, first, end)
		return
	}
	if c.instrument() && !c.facts.Message {
		c.add(Finding{Rule: PartyMissing, Severity: Warning, Clause: Parties, Reason: errs.T("the text does not name {name}", "name", name), Hint: errs.T("have the parties named as they are registered")})
	}
}

// nameWords are the words of a name without its legal form, which every text writes differently.
func nameWords(name string) []string {
	var out []string
	for _, t := range read(name).tokens {
		if !legalForms[t.word] {
			out = append(out, t.word)
		}
	}
	if len(out) == 0 {
		for _, t := range read(name).tokens {
			out = append(out, t.word)
		}
	}
	return out
}

var legalForms = wordSet("gmbh ag kg co ltd llc llp plc inc corp sa srl bv nv oy ab as se ooo ооо ао пао зао оао jsc pjsc limited ug ohg тоо ип the und and и")

// nameAt holds the words of a name against the text at token i.
func (c *check) nameAt(i int, words []string) (same, close bool) {
	at, edits, letters := i, 0, 0
	for _, w := range words {
		for at < len(c.tokens) && at > i && legalForms[c.tokens[at].word] {
			at++
		}
		if at >= len(c.tokens) {
			return false, false
		}
		if got := c.tokens[at].word; got != w {
			if n := distance(got, w, 2); n > 2 || len([]rune(w)) < 4 {
				return false, false
			} else {
				edits += n
			}
		}
		letters += len([]rune(w))
		at++
	}
	return edits == 0, edits <= 2 && letters >= 6
}

// namedOther finds a line like "Beneficiary: Other House GmbH".
func (c *check) namedOther(label sign) (first, end int, ok bool) {
	for _, s := range c.sentences {
		words := c.words(s)
		from, after := label.in(words)
		if from < 0 || from > 2 || s.first+after >= s.end {
			continue
		}
		if gap := c.text[words[after-1].to:c.tokens[s.first+after].from]; strings.Contains(gap, ":") {
			return s.first + after, min(s.end, s.first+after+6), true
		}
	}
	return 0, 0, false
}

// distance is how many letters must be changed, added or left out to make one word of the other, or most+1 if more than most.
func distance(a, b string, most int) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra)-len(rb) > most || len(rb)-len(ra) > most || len(ra) > 64 || len(rb) > 64 {
		return most + 1
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		best := row[0]
		for j, y := range rb {
			cost := diagonal + 1
			if x == y {
				cost = diagonal
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
			best = min(best, row[j+1])
		}
		if best > most {
			return most + 1
		}
	}
	return min(row[len(rb)], most+1)
}
