package wording

import (
	"strings"

	"kontor/errs"
)

var (
	namesLaw = signOf(
		"governed|construed|interpreted ..10 law|laws|legislation", "law|laws|legislation of ..3 *", "under ..4 law", "subject ..4 law|laws", "applicable law",
		"governing law", "law|laws ..1 governs|govern|applies|apply",
		"german|austrian|english|swiss|russian|french|kazakh|dutch|irish|scottish|welsh|danish|swedish|finnish|norwegian|belgian|spanish|italian|polish|turkish|czech|hungarian|chinese|indian|york|luxembourg|ukrainian|belarusian|uzbek|georgian|armenian|azerbaijani|latvian|lithuanian|estonian|portuguese|greek|japanese|american law",
		"recht ..3 anwendung|anwendbar|maßgeblich|maßgebend", "unterlieg*|unterliegt|gilt|gelten|untersteht ..8 recht|rechts|gesetzen", "anwendbares recht",
		"deutschem|deutsches|österreichischem|österreichisches|schweizer|schweizerisches|schweizerischem|englischem|englisches|russischem|russisches ..1 recht",
		"es gilt ..4 recht", "recht deutsch*|österreich*|schweiz*|russisch*|englisch*|kasach*|polnisch*|italien*|franzö*",
		"регулир*|подчин*|применя*|толку* ..8 прав*|законодательств*|закон*",
		"прав*|законодательств*|законы|закона ..2 российск*|республик*|германии|австрии|швейцари*|англи*|казахстан*", "соответств* ..3 законодательств*|правом",
		"применим* ..1 прав*", "гражданск* кодекс*", "*ese* law|laws", "*ish* law|laws", "*ian* law|laws",
		"праву|право|права|законодательств* ..1 росси*|германи*|австри*|швейцар*|беларус*|белорус*|узбек*|киргиз*|кыргыз*|армени*|грузи*|латви*|литв*|эстони*|польш*|польск*|франц*|итали*|турци*|турец*|китая|китаиск*|рф|страны|гаранта",
		"праву|право|права ..2 российск*|республик*|германии|австрии|швейцари*|англи*|казахстан*")
	namesForum = signOf(
		"jurisdiction|court|courts|arbitration|arbitral|tribunal|arbitrator|arbitrators",
		"gerichtsstand|gericht|gerichte|gerichten|schiedsgericht*|landgericht|handelsgericht|gerichtsbarkeit",
		"суд|суда|суде|судом|суду|судах|суды|судов|судами|судебн*|подсудност*|арбитраж*|подсудн*|юрисдикц*|третейск*|арбитражном")
)

// countries are the words by which texts name the law of a country.
var countries = []struct {
	code  string
	words sign
}{
	{"DE", signOf("german|germany|deutsch*|bundesrepublik|германи*|немецк*|германск*")}, {"AT", signOf("austria*|österreich*|австри*")},
	{"CH", signOf("swiss|switzerland|schweiz*|швейцар*")}, {"GB", signOf("english|england|englisch*|английск*|англии")}, {"RU", signOf("russia*|russisch*|russische|российск*|россии|russland", "russländisch*")},
	{"KZ", signOf("kazakh*|kasach*|казахстан*")}, {"BY", signOf("belarus*|weißruss*|беларус*|белорус*")}, {"UZ", signOf("uzbek*|usbek*|узбек*")}, {"FR", signOf("french|france|franzö*|frankreich*|франц*")},
	{"IT", signOf("italian|italy|italien*|итали*")}, {"PL", signOf("polish|poland|polnisch*|polen|польск*|польши")}, {"NL", signOf("dutch|netherlands|niederländ*|niederlande*|нидерланд*")}, {"TR", signOf("turkish|turkey|türk*|турец*|турции")},
	{"CN", signOf("chinese|china|chinesisch*|китай*|китая")}, {"US", signOf("york|delaware|california|american")}, {"AM", signOf("armenia*|armenisch*|армян*|армени*")}, {"KG", signOf("kyrgyz*|kirgis*|кыргыз*|киргиз*")}, {"AZ", signOf("azerbaijan*|aserbaidschan*|азербайджан*")},
}

// checkLaw looks for the law that governs and the courts.
func (c *check) checkLaw() {
	if !c.instrument() {
		return
	}
	first, end, ok := c.where(namesLaw)
	if !ok {
		first, end, ok = c.shortWord(lawWord)
	}
	if ok {
		c.compareLaw(first, end)
	} else if !(c.facts.Message && c.facts.Law != "") {
		c.add(Finding{Rule: LawMissing, Severity: Warning, Clause: Law, Reason: errs.T("the law that governs is not named"), Hint: errs.T("name the law; unnamed, it is that of the guarantor's branch under URDG 758, elsewhere a question")})
	}
	first, end, ok = c.whereForum()
	if ok {
		c.compareForum(first, end)
	} else if !(c.facts.Message && c.facts.Forum != "") {
		c.add(Finding{Rule: ForumMissing, Severity: Warning, Clause: Law, Reason: errs.T("the courts that decide are not named"), Hint: errs.T("name the courts or the arbitration")})
	}
}

var lawWord = signOf("law|laws", "recht", "право|праву|права|законодательство")

// shortWord finds a sign in a line or sentence of a few words, like "Swiss law, Zug courts".
func (c *check) shortWord(s sign) (first, end int, ok bool) {
	for _, sentence := range c.sentences {
		if sentence.end-sentence.first > 8 {
			continue
		}
		if from, to := s.in(c.words(sentence)); from >= 0 {
			return sentence.first + from, sentence.first + to, true
		}
	}
	return 0, 0, false
}

// compareLaw holds the country of the law against the field.
func (c *check) compareLaw(first, end int) {
	want := countryOf(c.facts.Law)
	if want == "" {
		return
	}
	s := c.sentences[c.tokens[first].sentence]
	around := c.tokens[first:min(s.end, end+6)]
	found := ""
	for _, country := range countries {
		if country.words.has(around) {
			if country.code == want {
				return
			}
			found = country.code
		}
	}
	if found != "" {
		c.found(Finding{Rule: LawConflict, Severity: Error, Clause: Law, Reason: errs.T("the text chooses the law of {country}, the field says {field}", "country", found, "field", want),
			Hint: errs.T("correct the field or have the text corrected")}, first, min(s.end, end+6))
	}
}

// countryOf is the code of a country named by code or word, "" if it is not among ours.
func countryOf(law string) string {
	words := read(law).tokens
	for _, country := range countries {
		if strings.EqualFold(strings.TrimSpace(law), country.code) || country.words.has(words) {
			return country.code
		}
	}
	return ""
}

// whereForum is where the text speaks of courts that decide on it; one whose judgment is asked for is none.
func (c *check) whereForum() (first, end int, ok bool) {
	for _, s := range c.sentences {
		if from, to := namesForum.in(c.words(s)); from >= 0 && !c.foundIn(Judgment, s) {
			return s.first + from, s.first + to, true
		}
	}
	return 0, 0, false
}

// compareForum looks for the place of the field in the sentences about courts.
func (c *check) compareForum(first, end int) {
	want := placeWords(c.facts.Forum)
	if len(want) == 0 {
		return
	}
	for _, s := range c.sentences {
		words := c.words(s)
		if !namesForum.has(words) {
			continue
		}
		for _, t := range words {
			for _, w := range want {
				if stemEqual(t.word, w) {
					return
				}
			}
		}
	}
	c.found(Finding{Rule: ForumConflict, Severity: Warning, Clause: Law, Reason: errs.T("the text does not name {place} where it speaks of courts", "place", c.facts.Forum),
		Hint: errs.T("correct the field or have the text corrected")}, first, end)
}

// placeWords are the words of a field that name a place.
func placeWords(field string) []string {
	var out []string
	for _, t := range read(field).tokens {
		if len([]rune(t.word)) > 3 && !namesForum.has([]token{t}) {
			out = append(out, t.word)
		}
	}
	return out
}

// stemEqual reports whether two words differ in their ending at most: Wien and Wiens, Москва and Москвы.
func stemEqual(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	n := min(len(ra), len(rb))
	if n < 3 || max(len(ra), len(rb))-n > 2 {
		return false
	}
	return string(ra[:n-1]) == string(rb[:n-1])
}
