package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/errs"
)

var (
	undertakes = signOf(
		"undertake*|undertakes|undertaking|promise*|guarantee|guarantees|guaranteed|engage|commit|committed|bound|irrevocable|irrevocably|pay|pays|payable|payment|honour|honor|liable|liability|surety|bond|warrant",
		"verpflicht*|übernehmen|übernimmt|garantie*|garantier*|zahlen|zahlt|zahlbar|zahlung*|leisten|leistet|bürg*|verbürg*|haft*|einstehen", "stehen ..8 ein",
		"обязу*|обязательств*|гарант*|уплат*|выплат*|заплат*|оплат*|платит|произведет|отвеча*|поруча*|ручается|возмест*")
	deniesPromise      = signOf("no|not|nor|without|kein*|nicht|не|без")
	speaksOfPresenting = signOf(
		"present*|demand*|claim*|request*|call|calls|drawing*|draft|drafts|ask|asks|notices|notice|receive|received|receipt|reach|reaches|deliver*|submit*|sent|address*|arrive*|lodged",
		"vorleg*|vorgelegt|vorzulegen|vorlage|eingehen|eingegangen|eingeht|zugehen|zugegangen|zugeht|eingang|einzureichen|eingereicht|gerichtet|richten|senden|anforderung*|inanspruchnahme*|zahlungsaufforderung*|zahlungsverlangen|zahlungsanforderung*|ansprüche|inanspruchnahmen|übermitteln|beanspruch*|ziehung*|eingehend*|anfordern|eingelangt|einlangen|einlangt|abzugeben|senden|sendet|vorliegt|vorliegen|verlangen|schreiben|angemeldet",
		"представ*|подается|подаются|передан*|передается|предъяв*|направ*|поступ*|получен*|требовани*|вруч*|достав*|обратит*|обращ*")
	namesPlace = signOf(
		"counter|counters|office|offices|branch|address|addresses|desk|premises|headquarters|seat|street|road|avenue|square|lane|quay|department|place_of_presentation",
		"schalter*|anschrift|adresse|geschäftsstelle|niederlassung|filiale|hauptsitz|zentrale|sitz|straße|strasse|platz|abteilung|ort_der_vorlage|vorlageort",
		"адрес*|офис*|филиал*|отделени*|местонахожден*|место|месту|улица|ул|проспект|пр|площадь|набережная|окно", "bic|swift_address|swift_адрес")
	ofAmendments = signOf("amend*|accept*|consent*", "änderung*|annahme|zustimmung", "изменени*|согласи*")
	ownCounter   = signOf(
		"our|us|issuers|banks|guarantors counter|counters", "unser* schalter*", "at|in|to ..1 bank",
		"at ..2 our|above|following ..1 office|offices|branch|address|bank", "in_person")
	speaksOfNumber = signOf("publication|publ|article|art|no|nr|number|rules|urdg|ucp|contract|lease")
	namesForm      = signOf(
		"writing|written|paper|letter|courier|post|person|swift|electronic*|email|mail|registered|teletransmission|authenticated|signed|hand|fax|telex|facsimile|form_of_presentation",
		"schriftlich*|papier|papierform|brief|kurier*|elektronisch*|einschreiben|eingeschrieben*|post|swift|unterzeichnet*|unterschrieben*|textform|schriftform|telefax|boten|form_der_vorlage",
		"письменн*|письме|письмо|письмом|бумажн*|курьер*|электронн*|swift|свифт|заказн*|почт*|нарочн*|подписан*|телекс*|форма_представления|форме")
	needsNoStatement = signOf(
		"without ..6 statement|reasons|justification|stating|reason|proof", "no ..3 statement|reasons|justification",
		"ohne ..4 begründung|angabe|gründe|nachweis", "без ..4 обоснован*|указан*|объяснен*")
	asksStatement = signOf(
		"state|states|stating|statement*|declar*|certif*|say|saying|says|assert*|confirming|confirm|specif*|indicat*|tell|tells|telling|sets|setting|set_out|list|lists|listing|name|names|naming|detail*|describ*|explain*|identif*|giving|gives ..25 breach*|default*|fail*|unpaid|not|non|overdue|arrears|violat*|due|neglect*|complying|omitted|outstanding|miss|missed|missing|respect|respects|owed|owes",
		"which|what ..3 rent*|instalment*|payment*|amount*|obligation* ..10 unpaid|missed|not|failed|overdue|due|default|late|open|outstanding",
		"how ..4 breach*|default*|fail*", "called upon", "list|listing|lists ..4 overdue|unpaid|arrears", "due and unpaid",
		"aufstellung|liste|verzeichnis ..4 nicht|unbezahlt*|offen*|rückständig*|ausstehend*", "welche* ..3 miete*|rate*|raten|leasingrate*|zahlung*|pflicht* ..10 offen*|rückständig*|fällig*|nicht|verletzt",
		"какие|каких|какой ..3 платеж*|обязательств* ..8 не|просроч*|наруш*|неоплач*",
		"перечн*|перечень|список|списком|расчет* ..3 неоплачен*|просроч*|неуплачен*|задолженност*",
		"erklär*|bestätig*|benenn*|nennen|nennt|bezeichn*|aufführen|anzugeben|angeben|darlegen|angabe|angibt|mitteil*|behaupt*|aussage|angaben|darlegt|darlegung|bestätigt ..25 verletz*|verzug|nicht|rückständig*|rückstand|versäum*|offen*|ausstehend*|entrichtet|fällig*|unbezahlt|nichterfüllung|ordnungsgemäße|pflichtverletzung|vertragsverletzung",
		"offen*|ausstehend*|rückständig*|säumig*|nicht ..8 zu_benennen|zu_nennen|benennen|nennen|angeben|anzugeben|aufzuführen|aufzulisten|auflisten",
		"не|неоплачен*|просроч*|нарушен* ..8 указан*|указываются|перечислен*",
		"заявл*|указа*|указыв*|указани*|утвержд*|подтвержд*|сообщ*|содержащ*|изложен* ..25 наруш*|неисполн*|не|ненадлежащ*|надлежащ*|просроч*|задолженн*|невыполн*|неуплат*|неоплат*|неоплачен*|неуплачен*|невнесен*")
	statesBreach = signOf(
		"breach*|default*|fail*|unpaid|arrears|overdue|violat*|not|respect", "verletz*|verzug|nicht|rückständig*|offen*|hinsicht",
		"наруш*|неисполн*|не|просроч*|неоплач*|задолженн*")
	saysInWhatRespect = signOf("called upon", "due and unpaid",
		"respect|respects|how|missed|nature_of|details|particulars|specif*|describing|what",
		"which ..3 obligation*|payment*|rent|rents|instalment*|amount*|sums|delivery|deliveries|duty|duties|provision*", "unpaid|arrears|overdue|outstanding",
		"not|fail*|failed|default* ..6 paid|pay|payment|payments|rent|instalment*|instalments|rents|return|returned|repay*|repaid",
		"rent*|instalment*|amount*|sum*|payment* ..8 not|unpaid|due|overdue|outstanding|late|open", "received ..2 complying demand", "complying demand",
		"welche* ..3 miete*|rate*|raten|leasingrate*|zahlung*|pflicht*", "hinsicht|inwiefern|worin|welche*|inwieweit|art der",
		"nicht ..6 gezahlt*|bezahlt*|zahlt|geleistet|zahlung|gezahlten|beglichen|zurückgegeben", "ausstehend*|offene*|offenen", "entrichtet|nicht_entrichtet",
		"miete|leasingrate*|rate*|raten|zahlung*|betrag|beträge|zahlungspflicht* ..8 nicht|verzug|rückstand|rückständig*|fällig|offen",
		"rückständig*|unbezahlt*|säumig*", "konforme|ordnungsgemäße ..2 anforderung*|zahlungsaufforderung*",
		"в чем|чем", "какие|каких|какое|какая|какую|какого|конкретн*|существ*|именно|характер*",
		"не ..4 оплач*|уплач*|оплатил*|уплатил*|уплат*|оплат*|внес*|возвра*|погас*", "платеж*|лизингов*|арендн*|задолженн* ..8 не|просроч*",
		"просроч*|неуплат*|неоплат*|неоплачен*|неуплачен*|невнесен*|задолженност*", "надлежащ*|соответствующ* ..2 требован*")
)

// checkPresentation looks for a promise, and where and how a demand is made.
func (c *check) checkPresentation() {
	if !c.instrument() {
		return
	}
	if !c.promises() {
		c.add(Finding{Rule: NoPromise, Severity: Error, Clause: Promise, Reason: errs.T("nobody promises to pay"), Hint: errs.T("a guarantor undertakes to pay; good wishes and awareness are no promise")})
	}
	if c.facts.Kind == CreditInsurance {
		return
	}
	place, form := c.facts.Message && c.facts.Place != "", false
	wanted := fold(c.facts.Place)
	for _, s := range c.sentences {
		words := c.words(s)
		place = place || ownCounter.has(words)
		form = form || namesForm.has(words) && !ofAmendments.has(words)
		if !speaksOfPresenting.has(words) && !speaksOfPresenting.has(c.neighbours(s)) {
			continue
		}
		place = place || namesPlace.has(words) || c.hasStreet(words) || c.hasAddress(s) || wanted != "" && strings.Contains(c.folded(s), wanted)
	}
	if !place {
		c.add(Finding{Rule: NoPlace, Severity: Error, Clause: Place, Reason: errs.T("the place of presentation is not named"),
			Hint: errs.T("name the address at which a demand must arrive, and the address for electronic presentation if there is one")})
	}
	if !form {
		c.add(Finding{Rule: NoForm, Severity: Warning, Clause: Form, Reason: errs.T("the form of presentation is not named"),
			Hint: errs.T("say whether a demand comes on paper, as an authenticated message or both ways")})
	}
}

// promises reports whether somebody undertakes to pay; "this letter is no guarantee" is no promise.
func (c *check) promises() bool {
	for _, s := range c.sentences {
		words := c.words(s)
		if from, _ := undertakes.in(words); from >= 0 && !deniesPromise.has(words[max(0, from-4):from]) {
			return true
		}
	}
	return false
}

// neighbours are the words of a sentence with the one before: an address often stands in a line of its own.
func (c *check) neighbours(s sentence) []token {
	n := c.tokens[s.first].sentence
	return c.tokens[c.sentences[max(0, n-1)].first:s.end]
}

func (c *check) hasStreet(words []token) bool {
	for _, t := range words {
		if len(t.word) > 6 && (strings.HasSuffix(t.word, "strasse") || strings.HasSuffix(t.word, "gasse") || strings.HasSuffix(t.word, "platz") || strings.HasSuffix(t.word, "allee")) {
			return true
		}
	}
	return false
}

// hasAddress reports whether a house number stands beside a name: 9 Specimen Square, or Example Gracht 12, Amsterdam.
func (c *check) hasAddress(s sentence) bool {
	for i := s.first + 1; i+1 < s.end; i++ {
		t := c.tokens[i]
		if len(t.word) > 4 || strings.Trim(t.word, "0123456789") != "" || c.inDay(i) {
			continue
		}
		before, after := c.text[c.tokens[i-1].to:t.from], c.text[t.to:c.tokens[i+1].from]
		switch {
		case before == " " && strings.HasPrefix(after, ", ") && c.capital(i-1) && c.capital(i+1) && len(c.tokens[i-1].word) > 3 && !speaksOfNumber.has(c.tokens[max(s.first, i-3):i]):
			return true
		case strings.HasSuffix(before, ", ") && after == " " && c.capital(i+1) && len(c.tokens[i+1].word) > 3:
			return true
		}
	}
	return false
}

func (c *check) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(c.text[c.tokens[i].from:])
	return unicode.IsUpper(r)
}

func (c *check) folded(s sentence) string {
	words := make([]string, 0, s.end-s.first)
	for _, t := range c.words(s) {
		words = append(words, t.word)
	}
	return strings.Join(words, " ")
}

// checkStatement looks at what the beneficiary has to state. Source: URDG 758 art. 15, handbook U9.
func (c *check) checkStatement() {
	if c.facts.Kind == Amendment || c.facts.Kind != DemandLetter && !c.facts.Kind.onDemand() {
		return
	}
	severity := Warning
	if c.facts.Kind == DemandLetter {
		severity = Error
	}
	asks := asksStatement
	if c.facts.Kind == DemandLetter {
		asks = statesBreach // the letter is the statement
	}
	first, end, asked := c.where(asks)
	if !asked {
		if c.facts.Kind == DemandLetter || !c.says(needsNoStatement) {
			c.add(Finding{Rule: NoStatement, Severity: severity, Clause: Statement, Reason: errs.T("nothing is said about a statement that supports the demand"),
				Hint: errs.T("ask for a statement in what respect the applicant is in breach; URDG 758 asks for it unless the text excludes it")})
		}
		return
	}
	for _, s := range c.sentences {
		words := c.words(s)
		if from, _ := asks.in(words); from >= 0 && (saysInWhatRespect.has(words[from:]) || saysInWhatRespect.has(c.after(s))) {
			return
		}
	}
	c.found(Finding{Rule: UnclearStatement, Severity: severity, Clause: Statement, Reason: errs.T("the statement need not say in what respect the applicant is in breach"),
		Hint: errs.T("name what the statement says: which obligation, due when, how much; \"in breach\" alone is a ground to reject")}, first, end)
}

// after are the words of the next sentence.
func (c *check) after(s sentence) []token {
	if n := c.tokens[s.first].sentence + 1; n < len(c.sentences) {
		return c.words(c.sentences[n])
	}
	return nil
}
