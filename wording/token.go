package wording

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/money"
)

// token is a word or number of a text, folded so that SWIFT capitals, missing umlauts and typographic signs do not matter.
type token struct {
	word     string // folded
	from, to int    // bytes of the text
	sentence int
}

// document is a text taken apart once for all rules.
type document struct {
	text      string
	tokens    []token
	sentences []sentence
}

// sentence is a stretch of tokens that belong together: conditions and negations are looked for inside it.
type sentence struct {
	first, end int // tokens
	language   Language
}

// maxSentence is how many words a sentence has at most; a longer one is cut.
const maxSentence = 300

// read takes the text apart. Its positions are bytes of the text as given.
func read(text string) *document {
	d := &document{text: text}
	d.tokenize()
	d.split()
	return d
}

func (d *document) tokenize() {
	var word []byte
	start, end := -1, 0
	flush := func() {
		if start >= 0 {
			d.tokens = append(d.tokens, token{word: string(word), from: start, to: end})
		}
		word, start = word[:0], -1
	}
	for i := 0; i < len(d.text); {
		r, n := utf8.DecodeRuneInString(d.text[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if r >= '0' && r <= '9' && start >= 0 && i-start == 3 && isCurrency(d.text[start:i]) { // EUR1250000,00
				flush()
			}
			if start < 0 {
				start = i
			}
			word, end = appendFolded(word, r), i+n
		case start < 0:
		case r == 0x308 && len(word) > 0 && strings.IndexByte("aou", word[len(word)-1]) >= 0: // dots written as a sign of their own
			word, end = append(word, 'e'), i+n
		case unicode.IsMark(r) || invisible(r):
			end = i + n
		case r == '\'' || r == '’' || r == 'ʼ':
			if next, _ := utf8.DecodeRuneInString(d.text[i+n:]); !unicode.IsLetter(next) {
				flush()
			}
		case r == '-' && continues(d.text[i+n:]) && string(word) != "non": // a word divided at the end of its line
			i += len(d.text[i:]) - len(strings.TrimLeft(d.text[i+n:], " \t\r\n")) - n
		case (r == '.' || r == ',') && word[len(word)-1] >= '0' && word[len(word)-1] <= '9' && i+1 < len(d.text) && d.text[i+1] >= '0' && d.text[i+1] <= '9':
			word = append(word, byte(r))
		default:
			flush()
		}
		i += n
	}
	flush()
}

// continues reports whether a line ends here and the next begins in the middle of a word.
func continues(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \t\r")
	if !strings.HasPrefix(trimmed, "\n") {
		return false
	}
	trimmed = strings.TrimLeft(trimmed[1:], " \t")
	r, _ := utf8.DecodeRuneInString(trimmed)
	return unicode.IsLower(r)
}

// appendFolded writes a letter as rules know it: small, without accents, umlauts as two letters, Russian ё as е and й as и.
func appendFolded(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(b, byte(r))
	}
	r = unicode.ToLower(r)
	if as, ok := folded[r]; ok {
		return append(b, as...)
	}
	return utf8.AppendRune(b, r)
}

var folded = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'ё': "е", 'й': "и", 'é': "e", 'è': "e", 'à': "a", 'ç': "c", 'ñ': "n"}

// fold is a word or name as rules know it.
func fold(text string) string {
	words := make([]string, 0, 8)
	for _, t := range read(text).tokens {
		words = append(words, t.word)
	}
	return strings.Join(words, " ")
}

// invisible reports characters that nobody sees and that part no words.
func invisible(r rune) bool {
	return r == 0xad || r == 0x200b || r == 0x200c || r == 0x200d || r == 0x2060 || r == 0xfeff
}

// split finds where sentences end.
func (d *document) split() {
	first := 0
	for i := 1; i <= len(d.tokens); i++ {
		if i < len(d.tokens) && i-first < maxSentence && !d.breaks(i) {
			continue
		}
		d.sentences = append(d.sentences, sentence{first: first, end: i})
		first = i
	}
	for n := range d.sentences {
		s := &d.sentences[n]
		for i := s.first; i < s.end; i++ {
			d.tokens[i].sentence = n
		}
		s.language = languageOf(d.tokens[s.first:s.end])
	}
}

// breaks reports whether a sentence ends before token i.
func (d *document) breaks(i int) bool {
	gap := d.text[d.tokens[i-1].to:d.tokens[i].from]
	if len(gap) < 2 && gap != ";" && gap != "\n" {
		return false
	}
	if strings.ContainsAny(gap, ";!?") || strings.Count(gap, "\n") > 1 {
		return true
	}
	line := strings.IndexByte(gap, '\n')
	if dot := strings.IndexByte(gap, '.'); dot >= 0 {
		if rest := gap[dot+1:]; rest == "" || rest[0] != ' ' && rest[0] != '\n' && rest[0] != '\t' && rest[0] != '\r' && rest[0] != '"' && rest[0] != ')' && rest[0] < 0x80 {
			return false
		}
		return !d.abbreviated(i)
	}
	if line < 0 {
		return false
	}
	return strings.ContainsAny(gap[line:], "-(•*–—") || d.labelled(i) || d.enumerated(i) || d.afterLabel(i)
}

// abbreviations end in a dot that ends no sentence.
var abbreviations = strings.Fields(`no nr art abs para sec ltd co inc corp mr mrs dr st str bzw ca usw ggf inkl zzgl evtl gem bspw sog s u v z b d h a ст г гг руб тыс млн млрд п пп ул д
	стр корп publ publication пр просп наб обл оф пом тел им др т mio mrd tsd p viz etc approx incl e i ст`)

func (d *document) abbreviated(i int) bool {
	before, after := d.tokens[i-1], d.tokens[i]
	r, _ := utf8.DecodeRuneInString(d.text[after.from:])
	switch {
	case unicode.IsLower(r) && !strings.ContainsAny(d.text[before.to:after.from], "\n("):
		return true
	case before.word[0] >= '0' && before.word[0] <= '9' && len(before.word) <= 2:
		_, month := months[after.word]
		return month || i < 2 || d.tokens[i-2].to < before.from && strings.Contains(d.text[d.tokens[i-2].to:before.from], "\n")
	case unicode.IsDigit(r) && months[before.word] > 0:
		return true
	case unicode.IsDigit(r) || utf8.RuneCountInString(before.word) > 1:
		return slices.Contains(abbreviations, before.word)
	}
	year := i > 1 && isNumber(d.tokens[i-2].word)
	return before.word != "г" || !year // initials of a name, a town; but a year ends a sentence
}

// labelled reports whether token i begins a line like "Amount: EUR 1,000".
func (d *document) labelled(i int) bool {
	rest := d.text[d.tokens[i].from:]
	if end := strings.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	colon := strings.IndexByte(rest, ':')
	return colon > 0 && colon < 60 && strings.Count(rest[:colon], " ") < 5
}

// enumerated reports whether token i is the number or letter of a paragraph.
func (d *document) enumerated(i int) bool {
	t := d.tokens[i]
	return t.to-t.from <= 3 && t.to < len(d.text) && (d.text[t.to] == ')' || d.text[t.to] == '.' && t.word[0] >= '0' && t.word[0] <= '9') && !d.monthFollows(i)
}

func (d *document) monthFollows(i int) bool {
	if i+1 >= len(d.tokens) {
		return false
	}
	_, ok := months[d.tokens[i+1].word]
	return ok
}

// afterLabel reports whether the line that ends before token i was a short one with a label.
func (d *document) afterLabel(i int) bool {
	end := d.tokens[i-1].to
	start := strings.LastIndexByte(d.text[:end], '\n') + 1
	line := d.text[start:end]
	colon := strings.IndexByte(line, ':')
	return colon > 0 && colon < 60 && strings.Count(line[:colon], " ") < 5 && len(line) < 60
}

// Frequent small words tell the language of a sentence.
var (
	germanWords  = wordSet("der die das und ist nicht ein eine einer wir sie dem den des zu zum zur von vom im mit auf fuer oder bei nach wird werden dieser diese ihre unsere dass durch gegen bis ueber als an sind garantie vertrag")
	englishWords = wordSet("the and is not a an we you of to in for or with on by be shall will this that any your our its under as at from are which upon has have it guarantee agreement")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// languageOf is the language of a sentence, "" if its words do not tell.
func languageOf(tokens []token) Language {
	var cyrillic, german, english, latin int
	for _, t := range tokens {
		r, _ := utf8.DecodeRuneInString(t.word)
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case germanWords[t.word]:
			german++
		case englishWords[t.word]:
			english++
		}
		if r < utf8.RuneSelf && unicode.IsLetter(r) {
			latin++
		}
	}
	switch {
	case cyrillic > latin:
		return Russian
	case german > english && german > 1:
		return German
	case english > german && english > 1:
		return English
	}
	return ""
}

func isCurrency(code string) bool {
	_, err := money.ParseCurrency(code)
	return err == nil
}
