package wording

import (
	"slices"
	"strconv"
	"strings"
)

// pattern is a row of words to look for. It is written as words with blanks between: a|b is either, a* any word that begins so, *a*
// any that holds it, a_b two words as one; a? may be left out, ..4 lets up to four words stand between, ... any number within the sentence.
type pattern []element

type element struct {
	words []stem
	maybe bool
	gap   int // words that may stand before it
}

type stem struct {
	text   string
	prefix bool
	inside bool   // may stand anywhere in the word
	next   []stem // of an alternative of several words
}

func (s stem) matches(word string) bool {
	return s.text == word || s.prefix && strings.HasPrefix(word, s.text) || s.inside && strings.Contains(word, s.text)
}

// begins reports whether an alternative begins with the word.
func (e element) begins(word string) bool {
	for _, s := range e.words {
		if s.matches(word) {
			return true
		}
	}
	return false
}

// length is how many words the element takes at token i, 0 if it does not stand there.
func (e element) length(words []token, i int) int {
	for _, s := range e.words {
		if s.matches(words[i].word) && s.goesOn(words[i+1:]) {
			return 1 + len(s.next)
		}
	}
	return 0
}

func (s stem) goesOn(words []token) bool {
	if len(words) < len(s.next) {
		return false
	}
	for n, next := range s.next {
		if !next.matches(words[n].word) {
			return false
		}
	}
	return true
}

// groups are words that patterns name together, written as @name: who is meant is said in many ways.
var groups = map[string]string{
	"debtor":    "applicant|applicants|debtor|debtors|lessee|lessees|principal|principals|obligor|obligors|borrower|borrowers|buyer|buyers|contractor|contractors|customer|customers|seller|sellers|supplier|suppliers|party",
	"schuldner": "auftraggeber|auftraggebers|leasingnehmer|leasingnehmers|leasingnehmerin|schuldner|schuldners|hauptschuldner|hauptschuldners|antragsteller|antragstellers|kaeufer|kaeufers|mieter|mieters|kunde|kunden|auftragnehmer|auftragnehmers|kreditnehmer|kreditnehmers",
	"должник":   "принципал*|лизингополучател*|должник*|заемщик*|покупател*|арендатор*|подрядчик*|поставщик*|заявител*|аппликант*",
	"bank":      "we|us|our|guarantor|guarantors|bank|banks|issuer|issuers|insurer|insurers",
	"garant":    "wir|uns|unser*|garant|garanten|garantin|bank|buerge|buergen|institut|versicherer|versicherung",
	"гарант":    "мы|нам|нами|наш*|гарант|гаранта|гаранту|гарантом|банк|банка|банку|банком|поручитель|поручителя|поручителем|страховщик*",
	"paper":     "guarantee|undertaking|instrument|credit|standby|bond|deed|letter|document|garantie|garantieurkunde|urkunde|originalurkunde|buergschaft|buergschaftsurkunde|гарант*|поручительств*",
	"document":  "certificate*|certified|statement*|document*|protocol*|report*|invoice*|confirmation*|copy|copies|declaration*|notice*|letter*|waybill*",
	"urkunde":   "bescheinigung*|urkunde*|dokument*|protokoll*|bericht*|rechnung*|bestaetigung*|kopie*|erklaerung*|mitteilung*|frachtbrief*|schreiben*|nachricht|vorlage",
	"документ":  "документ*|справк*|акт|акта|акту|акты|протокол*|отчет*|счет*|подтверждени*|копи*|заявлени*|уведомлени*|письм*|накладн*|выписк*",
}

func compile(written string) pattern {
	var p pattern
	gap := 0
	for _, w := range strings.Fields(written) {
		if rest, ok := strings.CutPrefix(w, ".."); ok {
			if gap = maxSentence; rest != "." {
				gap, _ = strconv.Atoi(rest)
			}
			continue
		}
		e := element{gap: gap}
		gap = 0
		w, e.maybe = strings.CutSuffix(w, "?")
		for alternative := range strings.SplitSeq(w, "|") {
			if name, ok := strings.CutPrefix(alternative, "@"); ok {
				if groups[name] == "" {
					panic("wording: no group " + name + " for the pattern " + written)
				}
				for member := range strings.SplitSeq(groups[name], "|") {
					e.words = append(e.words, stemOf(member))
				}
				continue
			}
			e.words = append(e.words, stemOf(alternative))
		}
		p = append(p, e)
	}
	return p
}

func stemOf(words string) stem {
	word, rest, several := strings.Cut(words, "_")
	word, prefix := strings.CutSuffix(word, "*")
	word, inside := strings.CutPrefix(word, "*")
	s := stem{text: fold(word), prefix: prefix, inside: inside}
	if several {
		next := stemOf(rest)
		s.next = append([]stem{{text: next.text, prefix: next.prefix, inside: next.inside}}, next.next...)
	}
	return s
}

func compileAll(written []string) []pattern {
	out := make([]pattern, 0, len(written))
	for _, w := range written {
		if p := compile(w); len(p) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// at is where the pattern ends if it begins at token i of the words, or -1. It follows all ways at once, so that gaps cost no
// more than their length.
func (p pattern) at(words []token, i int) int {
	n := p[0].length(words, i)
	if n == 0 {
		return -1
	}
	ends := []int{i + n} // tokens after which the pattern read so far may have ended, ascending
	for _, e := range p[1:] {
		var next []int
		reached := -1 // no position up to here needs to be looked at twice
		for _, from := range ends {
			if e.maybe {
				next = append(next, from)
			}
			for j := max(from, reached+1); j <= from+e.gap && j < len(words); j++ {
				if n := e.length(words, j); n > 0 {
					next = append(next, j+n)
				}
				reached = j
			}
		}
		if len(next) == 0 {
			return -1
		}
		slices.Sort(next)
		ends = slices.Compact(next)
	}
	return ends[0]
}

// find is the first place where the pattern stands among the words; -1 for none.
func (p pattern) find(words []token) (from, end int) {
	for i := range words {
		if end := p.at(words, i); end >= 0 {
			return i, end
		}
	}
	return -1, -1
}

// anyOf reports whether one of the patterns stands among the words.
func anyOf(patterns []pattern, words []token) bool {
	for _, p := range patterns {
		if from, _ := p.find(words); from >= 0 {
			return true
		}
	}
	return false
}

// trigger finds the patterns that may begin with a word; each word of a text is looked up once.
type trigger struct {
	patterns []pattern
	known    map[string][]int
}

func (t *trigger) of(word string) []int {
	if found, ok := t.known[word]; ok {
		return found
	}
	var found []int
	for n, p := range t.patterns {
		if p[0].begins(word) {
			found = append(found, n)
		}
	}
	t.known[word] = found
	return found
}
