package vet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name is a name taken apart. Words are Latin as far as the table of letters goes.
type Name struct {
	Text   string   // as written
	Clean  string   // Clean(Text)
	Words  []string // all words in order, Latin
	Core   []string // words without legal forms, stop words and titles
	Forms  []Form   // legal forms in order
	Mixed  bool     // a word mixed Cyrillic and Latin look-alikes
	sounds []string // of Core
	parts  []word   // what is compared: the core words and, as one each, the legal forms
	sorted string   // all words in order of the alphabet

	together []string // how the name sounds without blanks; twice when a comma parts family and given name
}

// word is one piece of a name in a comparison.
type word struct {
	clean string // in its own script
	latin string
	sound string
	form  Form // of a legal form, else empty
}

// stop are words that say nothing about whose name it is: links, articles, titles.
var stop = wordSet("and the of for und fur der die das et la le les de des du da do dos del y i e mr mrs ms miss dr prof sir")

// links are the stop words that are dropped only between other words; alone or at an end they may be a name.
var links = wordSet("de da do des du del dos y i e la le")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// NameOf takes a name apart.
func NameOf(text string) Name {
	if len(text) > MaxNameBytes {
		text = strings.ToValidUTF8(text[:MaxNameBytes], "")
	}
	clean := tokens(text)
	if len(clean) > maxTokens {
		clean = clean[:maxTokens]
	}
	n := Name{Text: text, Clean: strings.Join(clean, " "), Mixed: mixed(text)}
	var written []string // the words in their own script
	for _, token := range clean {
		if latin := Transliterate(token); latin != "" {
			n.Words, written = append(n.Words, latin), append(written, token)
		}
	}
	for i := 0; i < len(n.Words); {
		if form, length := formAt(n.Words, i); length > 0 {
			n.Forms = append(n.Forms, form)
			n.parts = append(n.parts, word{clean: strings.Join(written[i:i+length], " "), form: form})
			i += length
			continue
		}
		if w := n.Words[i]; !stop[w] || links[w] && (i == 0 || i == len(n.Words)-1) {
			n.Core, n.sounds = append(n.Core, w), append(n.sounds, sound(w))
			n.parts = append(n.parts, word{written[i], w, sound(w), Form{}})
		}
		i++
	}
	n.together = []string{sound(strings.Join(n.Words, ""))}
	if family, given, ok := strings.Cut(text, ","); ok {
		n.together = append(n.together, sound(Transliterate(strings.ReplaceAll(Clean(given+" "+family), " ", ""))))
	}
	order := slices.Clone(clean)
	slices.Sort(order)
	n.sorted = strings.Join(order, " ")
	return n
}

// TooGeneral reports a name of which nothing is left but legal forms, titles and stop words, or a single letter: it
// would resemble everybody, or nobody.
func (n Name) TooGeneral() bool {
	letters := 0
	for _, w := range n.Core {
		if !ascii(w) {
			return false // one sign may be a whole name
		}
		letters += len(w)
	}
	return letters < 2
}

// Class is the class of the first legal form that says more than "company"; "" without one.
func (n Name) Class() Class {
	for _, f := range n.Forms {
		if f.Class != Company {
			return f.Class
		}
	}
	if len(n.Forms) > 0 {
		return Company
	}
	return ""
}

// numbers are the words of the name that hold a digit, in order of size.
func (n Name) numbers() []string {
	var out []string
	for _, w := range n.Core {
		if hasDigit(w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

func hasDigit(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

func runes(text string) int { return utf8.RuneCountInString(text) }
