package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/errs"
)

var (
	speaksOfPartial  = signOf("partial|part", "teilanforderung*|teilinanspruchnahme*|teilbeträge*|teilbetrag|teilweise|teilzahlung*", "частичн*|частями|част*")
	speaksOfMultiple = signOf(
		"multiple|several|more_than_one|one_demand|single_demand|once", "mehrere|mehrfach*|mehrmals|mehrmalige*|einmalig*|einmal",
		"многократн*|неоднократн*|несколько|однократн*|однажды")
	forbidsDemands = signOf(
		"not ..3 permitted|allowed|accepted|admitted", "prohibited|excluded|forbidden|prohibits", "no partial|multiple", "only ..2 one|once|single",
		"nicht ..4 zulässig|gestattet|erlaubt|möglich", "unzulässig|ausgeschlossen", "keine ..2 teil*", "nur ..3 einmal*|eine", "не ..2 допуск*|разреш*",
		"запрещ*|исключ*", "только ..2 один|одно|однократн*")
	allowsDemands = signOf(
		"permitted|allowed|accepted|may|possible|can", "zulässig|gestattet|erlaubt|möglich|können|kann", "допуска*|разреш*|вправе|может|возможн*")
	transferable = signOf(
		"transferable", "may|can be transferred", "may|can be handed|passed on|over to", "übertragbar", "переводн*|трансферабельн*|передаваем*",
		"может быть передан* ..4 друг*|третьим|ин*")
	notTransferable = signOf("not|non|nor|neither|nicht|не|без ..4 transfer*|übertragbar|переводн*|передаваем*|передан*")
	transferTerms   = signOf(
		"transfer*|übertrag*|передан*|перевод*|передач*|уступ* ..30 consent|only|condition*|full|whole|successor*|request|bank*|confirm*|provided|ganz|gesamt*|nur|zustimmung|rechtsnachfolge*|antrag|sofern|voraussetzung|только|полн*|соглас*|условии|правопреемник*|целиком|запрос*")
	somethingReigns = signOf(
		"prevail*|controls|controlling|authoritative|binding_text|decisive", "maßgeblich*|maßgebend*|vorrang|verbindlich*|geht_vor|entscheidend",
		"преимуществ*|преимущественн*|приоритет*|превалир*|преобладает|решающ*|имеет силу текст")
	speaksOfVersions = signOf(
		"english|german|russian ..1 and ..2 english|german|russian ..2 version|versions|language|languages|text|texts|originals",
		"in ..1 english|german|russian ..2 and ..2 english|german|russian",
		"deutsch*|englisch*|russisch* ..3 und ..2 deutsch*|englisch*|russisch* ..3 sprache|fassung",
		"русск*|английск*|немецк* ..3 и ..2 русск*|английск*|немецк* ..2 язык*")
)

// checkTerms looks at partial and multiple demands and at transfer.
func (c *check) checkTerms() {
	if c.facts.Kind == DemandLetter {
		return
	}
	c.comparePermission(c.facts.Partial, speaksOfPartial)
	c.comparePermission(c.facts.Multiple, speaksOfMultiple)
	first, end, ok := c.where(transferable)
	if ok && !notTransferable.has(c.tokens[max(0, first-5):end]) && !c.says(transferTerms) {
		c.found(Finding{Rule: TransferOpen, Severity: Warning, Clause: Transfer, Reason: errs.T("it can be transferred, and nothing says how"),
			Hint: errs.T("say to whom, only in full, and what the guarantor does; or strike it and keep the assignment of proceeds")}, first, end)
	}
}

func (c *check) comparePermission(field Permission, about sign) {
	if field == "" {
		return
	}
	for _, s := range c.sentences {
		words := c.words(s)
		from, end := about.in(words)
		if from < 0 || !speaksOfDemand.has(words) && !speaksOfPresenting.has(words) {
			continue
		}
		said := Permission("")
		switch {
		case forbidsDemands.has(words):
			said = Excluded
		case allowsDemands.has(words):
			said = Allowed
		}
		if said != "" && said != field {
			c.found(Finding{Rule: PartialConflict, Severity: Error, Clause: Partial, Reason: errs.T("the text and the field differ on partial or multiple demands"),
				Hint: errs.T("correct the field or have the text corrected")}, s.first+from, s.first+end)
			return
		}
	}
}

// checkLanguages tells a text in several languages from one in one, and looks for the one that prevails.
func (c *check) checkLanguages() {
	words, sentences := map[Language]int{}, map[Language]int{}
	total := 0
	for _, s := range c.sentences {
		if s.language != "" {
			words[s.language] += s.end - s.first
			sentences[s.language]++
			total += s.end - s.first
		}
	}
	var spoken []Language
	for _, l := range Languages() {
		if words[l] > 0 && words[l]*5 >= total && sentences[l] > 1 {
			spoken = append(spoken, l)
		}
	}
	first, end, versions := c.where(speaksOfVersions)
	if (len(spoken) > 1 || versions && c.instrument() && c.says(executedIn)) && !c.says(somethingReigns) {
		f := Finding{Rule: LanguagePrevails, Severity: Warning, Clause: LanguageOf, Reason: errs.T("the text is in several languages and does not say which prevails"), Hint: errs.T("say which language decides")}
		if versions {
			c.found(f, first, end)
		} else {
			c.add(f)
		}
	}
	for _, l := range spoken {
		if len(c.facts.Languages) > 0 && !hasLanguage(c.facts.Languages, l) {
			c.add(Finding{Rule: LanguageConflict, Severity: Warning, Clause: LanguageOf, Reason: errs.T("a part of the text is in {language}, which the field does not name", "language", l.Label()),
				Hint: errs.T("correct the field or have the text corrected")})
		}
	}
}

var executedIn = signOf(
	"executed|issued|drawn|made|versions|languages", "ausgefertigt|ausgestellt|abgefasst|fassungen|sprachen", "составлен*|выдан*|языках|изложен*")

func hasLanguage(list []Language, l Language) bool {
	for _, x := range list {
		if x == l {
			return true
		}
	}
	return false
}

// checkCharacters names characters that hide something: nobody sees them, or they turn the reading direction.
func (c *check) checkCharacters() {
	for i, r := range c.text {
		if (invisible(r) && r != 0xad && !(r == 0xfeff && i == 0)) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f {
			c.add(Finding{Rule: HiddenCharacter, Severity: Warning, Reason: errs.T("a character stands here that nobody sees"), Hint: errs.T("take it out; the hash of the text changes with it"), From: i, To: i + utf8.RuneLen(r)})
		}
	}
	for _, t := range c.tokens {
		if mixedScript(c.text[t.from:t.to]) {
			c.add(Finding{Rule: HiddenCharacter, Severity: Warning, Reason: errs.T("a word mixes letters of two alphabets that look alike"), Hint: errs.T("type the word anew in one alphabet"), From: t.from, To: t.to})
		}
	}
}

// mixedScript reports Latin and Cyrillic letters in one word, of which one kind is only there to look like the other.
func mixedScript(word string) bool {
	latin, cyrillic := false, false
	for _, r := range word {
		latin = latin || r < 0x250 && unicode.IsLetter(r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	return latin && cyrillic
}

// checkBlanks finds what nobody filled in.
func (c *check) checkBlanks() {
	for _, b := range blanks(c.text) {
		c.add(Finding{Rule: OpenBlank, Severity: Error, Reason: errs.T("a blank was not filled in"), Hint: errs.T("fill it in before the text is agreed or issued"), From: b.from, To: b.to})
	}
}

type blank struct{ from, to int }

// blanks are the places of {{amount}}, [amount], ____, ...... and [●].
func blanks(text string) []blank {
	var out []blank
	for i := 0; i < len(text); {
		n := blankAt(text[i:])
		if n == 0 {
			i++
			continue
		}
		out = append(out, blank{i, i + n})
		i += n
	}
	return out
}

// maxBlank is how long a name in brackets may be to count as a blank.
const maxBlank = 60

// blankAt is how many bytes the blank takes that begins here, 0 for none.
func blankAt(text string) int {
	switch text[0] {
	case '_', '.':
		n := len(text) - len(strings.TrimLeft(text, text[:1]))
		if text[0] == '_' && n >= 3 || n >= 5 {
			return n
		}
	case '{':
		if end := strings.Index(text[:min(len(text), maxBlank)], "}}"); strings.HasPrefix(text, "{{") && end > 0 {
			return end + 2
		}
	case '[':
		end := strings.IndexByte(text[:min(len(text), maxBlank)], ']')
		if end < 0 {
			return 0
		}
		inside := strings.TrimSpace(text[1:end])
		if inside == "" || strings.Trim(inside, ".●•_…*xX ") == "" || fillsIn.has(read(inside).tokens) {
			return end + 1
		}
	case 0xe2:
		if n := len(text) - len(strings.TrimLeft(text, "…")); n >= 6 {
			return n
		}
	}
	return 0
}

var fillsIn = signOf(
	"amount|date|name|number|insert|address|currency|expiry|tbd|place", "betrag|datum|name|nummer|einsetzen|anschrift|währung|ort",
	"сумма|дата|наименование|номер|указать|адрес|валюта")
