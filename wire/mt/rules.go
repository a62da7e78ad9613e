package mt

import (
	"slices"

	"kontor/errs"
)

// networkRules checks the rules that tie fields together. A rule that hangs on a code which is missing or unknown says nothing: that the code is
// bad was said already.
func (c *checker) networkRules() {
	switch c.message.Type {
	case "760":
		c.rules760()
	case "761", "775":
		if !c.message.has("", "77U") && !c.message.has("", "77L") {
			c.rule("C1", "", "77U", "", errs.T("A continuation holds text in 77U or 77L, and has neither."))
		}
	case "765":
		c.rules765()
	case "767":
		c.rules767()
	case "768", "769":
		c.rules768()
	}
}

// rule notes a broken rule of the message's own list.
func (c *checker) rule(name, sequence, tag, swift string, text errs.Text) {
	c.add(Rule(c.message.Type+"."+name), sequence, tag, swift, text)
}

// tagIn is the tag by which a field is named: its own where it is there, else the generic one.
func (c *checker) tagIn(sequence, tag string) string {
	if f, ok := c.message.First(sequence, tag); ok {
		return f.Tag
	}
	return tag
}

// codeIn is the code word of a field, empty when the field is missing or the list does not know it.
func (c *checker) codeIn(sequence, tag string) string {
	f, ok := c.message.First(sequence, tag)
	if !ok {
		return ""
	}
	word := codeWord(f)
	if !slices.ContainsFunc(table().codes[c.message.Type+" "+tag], func(x code) bool { return x.word == word }) {
		return ""
	}
	return word
}

// onlyIf checks a field that must be there when needed and must not be there otherwise.
func (c *checker) onlyIf(needed bool, name, sequence, tag, swift string, missing, present errs.Text) {
	switch has := c.message.has(sequence, tag); {
	case needed && !has:
		c.rule(name, sequence, tag, swift, missing)
	case !needed && has:
		c.rule(name, sequence, c.tagIn(sequence, tag), swift, present)
	}
}

// rules760 are the rules of issue, SWIFT draft guide of release 2018-19.
func (c *checker) rules760() {
	m := c.message
	c.expiry760("B")
	if m.hasSequence("C") {
		c.expiry760("C")
	}
	c.extension760("B")
	c.extension760("C")
	purpose, form := c.codeIn("A", "22A"), c.codeIn("B", "22D")
	if purpose == "ISSU" && !m.has("B", "50") {
		c.rule("C4", "B", "50", "C17", errs.T("An undertaking that is issued names its applicant in field 50."))
	}
	if confirm := m.has("B", "49"); purpose == "ISSU" && form == "STBY" && !confirm {
		c.rule("C5", "B", "49", "C18", errs.T("A standby that is issued says in field 49 whether it may be confirmed."))
	} else if form == "DGAR" && confirm {
		c.rule("C5", "B", "49", "C18", errs.T("A demand guarantee has no confirmation instructions in field 49."))
	}
	c.counter760(purpose)
	if m.has("B", "57a") && !m.has("B", "56a") {
		c.rule("C7", "B", c.tagIn("B", "57a"), "C81", errs.T("A bank to advise through in field 57a needs an advising bank in field 56a."))
	}
	c.confirmer760()
	if m.has("C", "22Y") && !m.has("C", "22K") {
		c.rule("C10", "C", "22Y", "", errs.T("Standard wording in field 22Y needs the type of undertaking in field 22K."))
	}
}

// expiry760 ties expiry type, date and condition.
func (c *checker) expiry760(s string) {
	typ := c.codeIn(s, "23B")
	if typ == "" {
		return
	}
	if typ != "COND" {
		c.onlyIf(typ == "FIXD", "C1", s, "31E", "E01", errs.T("Expiry type FIXD needs a date of expiry in field 31E."),
			errs.T("Expiry type OPEN has no date of expiry in field 31E."))
	}
	c.onlyIf(typ == "COND", "C2", s, "35G", "E02", errs.T("Expiry type COND needs its condition in field 35G."),
		errs.T("Expiry type {code} has no condition in field 35G.", "code", typ))
}

// extension760 ties the fields of automatic extension.
func (c *checker) extension760(s string) {
	if c.codeIn(s, "23B") == "OPEN" && c.message.has(s, "23F") {
		c.rule("C3", s, "23F", "E03", errs.T("What never expires is not extended: expiry type OPEN has no field 23F."))
	}
	if c.message.has(s, "23F") {
		return
	}
	for _, tag := range []string{"78", "26E", "31S"} {
		if c.message.has(s, tag) {
			c.rule("C8", s, tag, "C16", errs.T("Field {tag} belongs to an automatic extension, and there is none in field 23F.", "tag", tag))
		}
	}
}

// counter760 ties the purpose of the message to the local undertaking of sequence C.
func (c *checker) counter760(purpose string) {
	switch {
	case purpose == "":
	case purpose != "ISCO" && purpose != "ICCO":
		if c.message.hasSequence("C") {
			c.rule("C6", "C", "15C", "C19", errs.T("Purpose {code} asks for no local undertaking and has no sequence C.", "code", purpose))
		}
	default:
		if !c.message.hasSequence("C") {
			c.rule("C6", "C", "15C", "C19", errs.T("Purpose {code} asks for a local undertaking and needs sequence C.", "code", purpose))
		}
		for _, tag := range []string{"48D", "24E", "24G"} {
			if c.message.has("B", tag) {
				c.rule("C6", "B", tag, "C19", errs.T("Purpose {code} has no field {tag} in sequence B.", "code", purpose, "tag", tag))
			}
		}
	}
}

// confirmer760 ties the confirming party to the instructions to confirm.
func (c *checker) confirmer760() {
	word := c.codeIn("B", "49")
	if word == "" && c.message.has("B", "49") {
		return
	}
	c.onlyIf(word == "CONFIRM" || word == "MAY ADD", "C9", "B", "58a", "C20",
		errs.T("Confirmation {code} needs the party that is to confirm in field 58a.", "code", word),
		errs.T("Field 58a names a party to confirm, and field 49 asks for no confirmation."))
}

// rules765 are the rules of a demand.
func (c *checker) rules765() {
	if word := c.codeIn("", "49A"); word != "" || !c.message.has("", "49A") {
		c.onlyIf(word == "INCP", "C1", "", "77", "", errs.T("An incomplete demand says in field 77 what follows."),
			errs.T("Only an incomplete demand (49A INCP) says in field 77 what follows."))
	}
	if word := c.codeIn("", "22G"); word != "" {
		c.onlyIf(word == "PAEX", "C2", "", "31E", "", errs.T("A demand to pay or extend names the new date of expiry in field 31E."),
			errs.T("A demand to pay has no new date of expiry in field 31E."))
	}
}

// rules767 are the rules of an amendment.
func (c *checker) rules767() {
	for _, s := range []string{"B", "C"} {
		if c.message.has(s, "32B") && c.message.has(s, "33B") {
			c.rule("C1", s, "33B", "C12", errs.T("The amount is either increased (32B) or decreased (33B)."))
		}
		if typ := c.codeIn(s, "23B"); typ != "" || !c.message.has(s, "23B") {
			c.onlyIf(typ == "COND", "C2", s, "35G", "E02", errs.T("Expiry type COND needs its condition in field 35G."),
				errs.T("A condition of expiry in field 35G needs expiry type COND."))
		}
	}
	has, purpose := c.message.hasSequence("C"), c.codeIn("A", "22A")
	switch counter := purpose == "ISCA" || purpose == "ICCA"; {
	case purpose == "":
	case counter && !has:
		c.rule("C3", "C", "15C", "C19", errs.T("Purpose {code} amends a local undertaking and needs sequence C.", "code", purpose))
	case !counter && has:
		c.rule("C3", "C", "15C", "C19", errs.T("Purpose {code} amends no local undertaking and has no sequence C.", "code", purpose))
	}
	if has && !slices.ContainsFunc(c.message.Fields, func(f Field) bool { return f.Sequence == "C" && f.Tag != "15C" }) {
		c.rule("C4", "C", "15C", "C98", errs.T("Sequence C is empty."))
	}
}

// rules768 are the rules of an acknowledgement, and with other numbers those of a reduction or release.
func (c *checker) rules768() {
	m := c.message
	noBank, needsCharges := "C2", "C3"
	if m.Type == "769" {
		noBank, needsCharges = "C3", "C4"
	}
	bank := m.has("", "57a")
	if bank && m.has("", "25") {
		c.rule("C1", "", c.tagIn("", "57a"), "C77", errs.T("Charges go either to an account (25) or to a bank (57a)."))
	}
	if m.Type == "769" {
		c.reduced769()
	}
	if bank && m.has("", "32D") {
		c.rule(noBank, "", c.tagIn("", "57a"), "C78", errs.T("Charges that were taken already (32D) go to no bank in field 57a."))
	}
	if m.has("", "71D") && !m.has("", "32a") {
		c.rule(needsCharges, "", "71D", "C33", errs.T("Details of charges in field 71D need their amount in field 32a."))
	}
}

// reduced769 ties the amount that is released to its alternatives.
func (c *checker) reduced769() {
	m := c.message
	switch by, specified := m.has("", "33B"), m.has("", "39C"); {
	case by && specified:
		c.rule("C2", "", "39C", "", errs.T("The reduction is either an amount (33B) or described (39C)."))
	case !by && !specified:
		c.rule("C2", "", "33B", "", errs.T("The reduction is missing: an amount in field 33B or its description in field 39C."))
	}
	reduced, outstanding := m.value("", "33B"), m.value("", "34B")
	if len(reduced) > 3 && len(outstanding) > 3 && reduced[:3] != outstanding[:3] {
		c.rule("C5", "", "34B", "C02", errs.T("The amounts reduced and outstanding are in two currencies, {one} and {other}.", "one", reduced[:3], "other", outstanding[:3]))
	}
}
