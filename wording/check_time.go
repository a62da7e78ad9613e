package wording

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

var (
	speaksOfExpiry = signOf(
		"expir*|lapse*|valid|validity|void|ends|deadline", "remain* ..3 force|effect", "latest|later", "last|final day|date", "letzter|letzten tag", "letztmals",
		"последни* день|дня|срок", "final date", "ends|cease*", "maturity",
		"erlischt|erlöschen|haftet|gültig*|befristet*|ablauf|ablaufdatum|endet|verfällt|verfall*|verfalltag|laufzeit|läuft|spätestens|gilt_bis|verfalldatum|gegenstandslos|frist|fristablauf",
		"истека*|истечени*|действует|действительн*|действителен|прекраща*|прекрат*", "срок* ..1 действия|гаранти*", "позднее", "срок_до|по", "действия до|по")
	speaksOfDemand = signOf(
		"demand*|presentation*|present|presented|claim|claims|drawing*|drafts",
		"anforderung*|inanspruchnahme*|vorlage|vorgelegt|zahlungsaufforderung*|zahlungsverlangen|zahlungsanforderung*|in_anspruch",
		"требовани*|предъявл*|представл*")
	endsOnEvent = signOf(
		"expir*|ends|lapse*|terminate*|valid|cease* ..14 month|months|years|year|days|protocol|certificate|notice|statement|document|acceptance|completion|certified|return|receipt|release|released",
		"erlischt|endet|gültig*|befristet*|verfällt|läuft ..14 monat*|monate|jahr|jahre|tage|protokoll*|bescheinigung*|abnahme*|erklärung*|vorlage|eingang|freigabe",
		"истека*|действует|действительн*|прекраща*|срок* ..14 месяц*|год|года|лет|дней|акт*|протокол*|уведомлен*|документ*|исполнен*|завершен*|возврат*")
	renewsItself = signOf(
		"automatic* ..6 extend*|renew*|prolong*", "extend*|renew*|prolong* ..4 automatic*", "deemed ..4 extended|renewed",
		"verlängert* ..6 automatisch|jeweils|stillschweigend", "automatisch|stillschweigend ..4 verläng*", "автоматическ* ..4 продл*|пролонг*|продлева*",
		"продл*|пролонг* ..4 автоматическ*")
	refusesToGoOn = signOf(
		"unless ..25 notice|notif*|notify|inform*|advise*|written", "notice ..6 non|not|elect*", "not ..6 extend*|renew*",
		"sofern|wenn|falls|es_sei_denn ..25 mitteil*|mitgeteilt|erklär*|anzeig*|widerspr*|benachrichtig*|kündig*", "nichtverlängerung*",
		"если ..25 уведом*|сообщ*|извест*", "уведомлени* о ..3 непродлени*|отказ*")
	countsFromOn = signOf("before", "vor dem", "ранее")
	notTheExpiry = signOf(
		"reduc*|decreas*", "ermäßig*|reduzier*|verringer*", "уменьша*|снижа*", "rent|instalment*|instalments|leasingrate*|miete ..6 due|payable|fällig")
)

// dateRole says what a day in a text is.
type dateRole int

const (
	otherDay dateRole = iota
	expiryDay
	issueDay
)

// Words that stand before a day and tell what it is.
var (
	expiryWords   = stemsOf("expir*|by|until|till|latest|last|later|valid|validity|before|maturity|bis|spätestens|befristet|gültig*|ablauf|ablaufdatum|verfall*|erlischt|endet|läuft|истека*|до|позднее|срок*|действи*|прекращ*|по|includ*|lapse*|ends|end|erlöschen|vor|ранее|letzter|letzten|letztmals|последн*")
	issueWords    = stemsOf("issue|issued|issuance|ausgestellt|ausstellung*|ausgabe*|ausgegeben|erteilt|выдан*|выдач*|выпуск*")
	contractWords = stemsOf("contract*|instalment*|rent|rents|rate|raten|leasingrate*|miete|платеж*|lease|agreement*|leasing*|vertrag*|vertrags|mietvertrag*|kaufvertrag*|rahmenvertrag*|договор*|контракт*|соглашени*|invoice*|offer|order|tender|rechnung*|angebot*|bestellung*|счет*|amendment*|nachtrag*|protokoll*|act")
	startWords    = stemsOf("from|since|effective|starting|commencing|ab|seit|beginnend|с|со|начиная|force")
	datedWords    = stemsOf("dated|vom|от|of|date|datum|дата|den|am|on")
	ofWords       = stemsOf("dated|vom|от|of|date|datum|дата")
	paperWords    = stemsOf("guarantee|undertaking|standby|bond|garantie|bürgschaft|гаранти*|поручительств*|hereof")
)

func stemsOf(words string) element { return compile(words)[0] }

// roleOf walks back from a day to the word that tells what it is.
func (c *check) roleOf(m moment) dateRole {
	s := c.sentences[c.tokens[m.first].sentence]
	dated, of := false, false
	for i := m.first - 1; i >= s.first && i >= m.first-12; i-- {
		word := c.tokens[i].word
		switch {
		case contractWords.begins(word):
			return otherDay
		case expiryWords.begins(word):
			if c.sentenceHas(speaksOfExpiry, m.first) || c.sentenceHas(speaksOfDemand, m.first) || c.sentenceHas(speaksOfPresenting, m.first) {
				return expiryDay
			}
			return otherDay
		case issueWords.begins(word):
			return issueDay
		case startWords.begins(word):
			return otherDay
		case of && paperWords.begins(word):
			return issueDay
		case datedWords.begins(word):
			dated, of = true, of || ofWords.begins(word)
		}
	}
	if dated && m.first-s.first <= 4 && c.sentenceHas(speaksOfExpiry, m.first) {
		return expiryDay
	}
	return otherDay
}

// statedExpiry is the last day that a date in the text means: a text that ends before a day ends the day before.
func (c *check) statedExpiry(m moment) day.Date {
	s := c.sentences[c.tokens[m.first].sentence]
	if countsFromOn.has(c.tokens[max(s.first, m.first-2):m.first]) && m.day > 1 {
		return m.day.Add(-1)
	}
	return m.day
}

func (c *check) checkExpiry() {
	if c.facts.Kind == DemandLetter {
		c.checkBadDays()
		return
	}
	expiries := c.expiries()
	renews, renewEnd, evergreen := c.where(renewsItself)
	if evergreen && !c.says(refusesToGoOn) {
		c.found(Finding{Rule: Endless, Severity: Warning, Clause: NonExtension, Reason: errs.T("it renews itself and nobody can end that by a notice"),
			Hint: errs.T("state the days of notice of a non-extension, how it is sent, and a final day")}, renews, renewEnd)
	}
	if c.instrument() && len(expiries) == 0 && !evergreen && !c.endsSomehow() && !c.mayEnd() {
		c.add(Finding{Rule: NoExpiry, Severity: Error, Clause: Expiry, Reason: errs.T("no last day and no event ends the guarantee"),
			Hint: errs.T("state the day until which a demand may be presented, and where")})
	}
	c.checkBadDays()
	c.compareExpiries(expiries)
	c.checkIssue(expiries)
}

// endsSomehow reports whether something other than a day ends the text, or fields that are part of it do.
func (c *check) endsSomehow() bool {
	if c.facts.Message && (c.facts.ExpiresOn != 0 || c.facts.Event != "") {
		return true
	}
	for _, f := range c.findings {
		if f.Rule == Endless || f.Rule == ExpiryPaper {
			return true // that is said already
		}
	}
	return c.says(endsOnEvent)
}

// mayEnd reports whether a day of the text is likely its end, though no word says so: it is that of the field, or a day that
// is no other's in a sentence about demands.
func (c *check) mayEnd() bool {
	for _, m := range c.days {
		if m.bad {
			continue
		}
		if c.facts.ExpiresOn != 0 && m.is(c.facts.ExpiresOn) {
			return true
		}
		if c.roleOf(m) == otherDay && c.sentenceHas(speaksOfPresenting, m.first) && !c.sentenceHas(notTheExpiry, m.first) && !contractWords.begins(c.tokens[max(0, m.first-2)].word) {
			return true
		}
	}
	return false
}

// expiries are the days that the text names as its end.
func (c *check) expiries() []moment {
	var out []moment
	for _, m := range c.days {
		if m.bad || c.roleOf(m) != expiryDay {
			continue
		}
		if c.sentenceHas(notTheExpiry, m.first) || c.sentenceHas(renewsItself, m.first) {
			continue
		}
		out = append(out, m)
	}
	return out
}

func (c *check) checkBadDays() {
	for _, m := range c.days {
		if m.bad {
			c.add(Finding{Rule: BadDate, Severity: Error, Clause: Expiry, Reason: errs.T("there is no such day"), Hint: errs.T("correct the date"), From: m.from, To: m.to})
		}
	}
}

func (c *check) compareExpiries(expiries []moment) {
	if !c.instrument() {
		return
	}
	local := c.facts.Kind == CounterGuarantee && slices.ContainsFunc(expiries, func(m moment) bool { return c.statedExpiry(m) == c.facts.ExpiresOn })
	for n, m := range expiries {
		stated := c.statedExpiry(m)
		if local && stated != c.facts.ExpiresOn {
			continue // the end of the guarantee that it backs
		}
		switch want := c.facts.ExpiresOn; {
		case want != 0 && stated != want && !m.is(want):
			c.add(Finding{Rule: ExpiryConflict, Severity: Error, Clause: Expiry, Reason: errs.T("the text ends on {day}, the field says {field}", "day", stated, "field", want),
				Hint: errs.T("correct the field or have the text corrected"), From: m.from, To: m.to})
		case want == 0 && n > 0 && stated != c.statedExpiry(expiries[0]) && !m.is(expiries[0].day):
			c.add(Finding{Rule: ExpiryConflict, Severity: Error, Clause: Expiry,
				Reason: errs.T("the text names {day} as its end, and before that {other}", "day", stated, "other", c.statedExpiry(expiries[0])),
				Hint:   errs.T("let the text name one day"), From: m.from, To: m.to})
		}
	}
}

func (c *check) checkIssue(expiries []moment) {
	issued := c.facts.IssuedOn
	for _, m := range c.days {
		if m.bad || c.roleOf(m) != issueDay {
			continue
		}
		if c.facts.IssuedOn != 0 && !m.is(c.facts.IssuedOn) {
			c.add(Finding{Rule: IssueConflict, Severity: Error, Clause: Parties, Reason: errs.T("the text is of {day}, the field says {field}", "day", m.day, "field", c.facts.IssuedOn),
				Hint: errs.T("correct the field or have the text corrected"), From: m.from, To: m.to})
		}
		if issued == 0 {
			issued = m.day
		}
	}
	if issued == 0 || !c.instrument() {
		return
	}
	for _, m := range expiries {
		if stated := c.statedExpiry(m); stated <= issued && m.other <= issued {
			c.add(Finding{Rule: ExpiryOrder, Severity: Error, Clause: Expiry, Reason: errs.T("the expiry {expiry} is not after the issue {issue}", "expiry", stated, "issue", issued),
				Hint: errs.T("check both days against the text"), From: m.from, To: m.to})
		}
	}
	if expiry := c.facts.ExpiresOn; len(expiries) == 0 && expiry != 0 && expiry <= issued {
		c.add(Finding{Rule: ExpiryOrder, Severity: Error, Clause: Expiry, Reason: errs.T("the expiry {expiry} is not after the issue {issue}", "expiry", expiry, "issue", issued),
			Hint: errs.T("check both days against the text")})
	}
}
