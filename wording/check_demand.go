package wording

import (
	"strings"

	"kontor/errs"
)

var (
	undertakes = signOf(
		"undertake*|undertakes|promise*|guarantee|guarantees|engage*|commit*|obligat*|liable|warrant* ..20 pay|payment|honour|honor|liable", "shall|will|to|we ..4 pay|honour|honor", "payable", "agree* ..6 pay",
		"surety|liability|guarantee ..12 up|amount|exceed*|liab*",
		"verpflichte*|verpflichtung|übernehmen|übernimmt|garantieren|garantiert ..25 zahl*|zahlung|leisten|garantie|bürgschaft|auszuzahlen", "zahlen wir|werden|auf|an", "wir|werden ..20 zahlen|leisten", "zahlbar", "bürgen|bürgt|verbürg*",
		"обязует*|обязуемся|обязуюсь|гарантируем|гарантирует|принимает ..25 уплат*|выплат*|оплат*|платеж*|отвеча*|обязательств*", "уплатит|выплатит|заплатит|произведет", "поручается|ручается|отвечает|поручаемся")
	speaksOfPresenting = signOf(
		"present*|demand*|claim*|receive|received|receipt|reach|reaches|deliver*|submit*|sent|address*|arrive*|lodged",
		"vorleg*|vorgelegt|vorzulegen|vorlage|eingehen|eingegangen|eingeht|zugehen|zugegangen|zugeht|eingang|einzureichen|eingereicht|gerichtet|richten|senden|anforderung*|inanspruchnahme*|zahlungsaufforderung*|zahlungsverlangen|zahlungsanforderung*",
		"представ*|предъяв*|направ*|поступ*|получен*|требовани*|вруч*|достав*")
	namesPlace = signOf(
		"counter|counters|office|offices|branch|address|addresses|desk|premises|headquarters|seat|street|road|avenue|square|lane|quay|department|place_of_presentation",
		"schalter*|anschrift|adresse|geschäftsstelle|niederlassung|filiale|hauptsitz|sitz|straße|strasse|platz|abteilung|ort_der_vorlage|vorlageort",
		"адрес*|офис*|филиал*|отделени*|местонахожден*|место|месту|улица|ул|проспект|пр|площадь|набережная|окно", "bic|swift_address|swift_адрес")
	namesForm = signOf(
		"writing|written|paper|letter|courier|swift|electronic*|email|mail|registered|teletransmission|authenticated|signed|hand|fax|telex|facsimile|form_of_presentation",
		"schriftlich*|papier|papierform|brief|kurier*|elektronisch*|einschreiben|swift|unterzeichnet*|unterschrieben*|textform|schriftform|telefax|boten|form_der_vorlage",
		"письменн*|бумажн*|курьер*|электронн*|swift|свифт|заказн*|почт*|нарочн*|подписан*|телекс*|форма_представления|форме")
	needsNoStatement = signOf("without ..6 statement|reasons|justification|stating|reason|proof", "no ..3 statement|reasons|justification", "ohne ..4 begründung|angabe|gründe|nachweis", "без ..4 обоснован*|указан*|объяснен*")
	asksStatement    = signOf(
		"state|states|stating|statement*|declar*|certif*|saying|says|asserting|confirming|specifying|indicating ..25 breach*|default*|fail*|unpaid|not|non|overdue|arrears|violat*|due|neglect*|complying|omitted|outstanding",
		"erklär*|bestätig*|angabe|angibt|mitteil*|behaupt*|aussage|angaben|darlegt|darlegung|bestätigt ..25 verletz*|verzug|nicht|rückständig*|rückstand|versäum*|offen|fällig|unbezahlt|nichterfüllung|ordnungsgemäße|pflichtverletzung|vertragsverletzung",
		"заявл*|указа*|указыв*|указани*|утвержд*|подтвержд*|сообщ*|содержащ*|изложен* ..25 наруш*|неисполн*|не|ненадлежащ*|просроч*|задолженн*|невыполн*|неуплат*|неоплат*")
	saysInWhatRespect = signOf(
		"respect|respects|how|nature_of|details|particulars|specif*|describing|what", "which ..3 obligation*|payment*|rent|rents|instalment*|amount*|sums|delivery|deliveries|duty|duties|provision*", "unpaid|arrears|overdue|outstanding", "not|fail*|failed|default* ..6 paid|pay|payment|payments|rent|instalment*|instalments|rents|return|returned|repay*|repaid",
		"rent*|instalment*|amount*|sum*|payment* ..8 not|unpaid|due|overdue|outstanding", "received ..2 complying demand", "complying demand",
		"hinsicht|inwiefern|worin|welche*|inwieweit|art der", "nicht ..6 gezahlt|bezahlt|zahlt|geleistet|zahlung|gezahlten|beglichen|zurückgegeben", "miete|leasingrate*|rate*|zahlung*|betrag|beträge|zahlungspflicht* ..8 nicht|verzug|rückstand|rückständig*|fällig|offen", "rückständig*|unbezahlt*", "konforme|ordnungsgemäße ..2 anforderung*|zahlungsaufforderung*",
		"в чем|чем", "какие|каких|какое|какая|какую|какого|конкретн*|существ*|именно|характер*", "не ..4 оплач*|уплач*|оплатил*|уплатил*|уплат*|оплат*|внес*|возвра*|погас*", "платеж*|лизингов*|арендн*|задолженн* ..8 не|просроч*", "просроч*|неуплат*|неоплат*|задолженност*", "надлежащ*|соответствующ* ..2 требован*")
)

// checkPresentation looks for a promise, and where and how a demand is made.
func (c *check) checkPresentation() {
	if !c.instrument() {
		return
	}
	if !c.says(undertakes) {
		c.add(Finding{Rule: NoPromise, Severity: Error, Clause: Promise, Reason: errs.T("nobody promises to pay"), Hint: errs.T("a guarantor undertakes to pay; good wishes and awareness are no promise")})
	}
	if c.facts.Kind == CreditInsurance {
		return
	}
	place, form := c.facts.Message && c.facts.Place != "", false
	wanted := fold(c.facts.Place)
	for _, s := range c.sentences {
		words := c.words(s)
		if !speaksOfPresenting.has(words) && !speaksOfPresenting.has(c.neighbours(s)) {
			continue
		}
		place = place || namesPlace.has(words) || c.hasStreet(words) || wanted != "" && strings.Contains(c.folded(s), wanted)
		form = form || namesForm.has(words)
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
	first, end, asked := c.where(asksStatement)
	if !asked {
		if c.facts.Kind == DemandLetter || !c.says(needsNoStatement) {
			c.add(Finding{Rule: NoStatement, Severity: severity, Clause: Statement, Reason: errs.T("nothing is said about a statement that supports the demand"),
				Hint: errs.T("ask for a statement in what respect the applicant is in breach; URDG 758 asks for it unless the text excludes it")})
		}
		return
	}
	for _, s := range c.sentences {
		words := c.words(s)
		if from, _ := asksStatement.in(words); from >= 0 && saysInWhatRespect.has(words[from:]) || from >= 0 && saysInWhatRespect.has(c.after(s)) {
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
