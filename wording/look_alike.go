package wording

import (
	"strings"
	"unicode"

	"kontor/errs"
	"kontor/ident"
)

// Likeness says what a name or code is to one that is registered.
type Likeness string

// The likenesses.
const (
	Exact   Likeness = "exact"   // it is that one
	Alike   Likeness = "alike"   // it is another that reads like it: alarm
	Unknown Likeness = "unknown" // it is none of them
)

// Label is the word for people.
func (l Likeness) Label() errs.Text {
	switch l {
	case Exact:
		return errs.T("registered")
	case Alike:
		return errs.T("looks like a registered one")
	case Unknown:
		return errs.T("not registered")
	}
	return errs.T("unknown ({word})", "word", string(l))
}

// Match is what a name or code is to the register.
type Match struct {
	Likeness Likeness  `json:"likeness"`
	Of       string    `json:"of"`  // the registered one, "" if unknown
	Why      errs.Text `json:"why"` // of a look-alike
}

// MatchBIC says which of the registered BICs this is, or looks like. Terminal and branch do not count: the branch of a
// registered bank is that bank. Source: handbook T1, scenario 6.
func MatchBIC(bic string, registered []string) Match {
	return match(bic, registered, func(a, b string) bool { return bank(a) == bank(b) }, LookAlikeBIC)
}

// MatchName says which of the registered names this is, or looks like. Case, signs, umlauts and the writing of the legal
// form do not count.
func MatchName(name string, registered []string) Match {
	return match(name, registered, func(a, b string) bool { return nameKey(a) == nameKey(b) }, LookAlikeName)
}

func match(one string, registered []string, same func(a, b string) bool, alike func(a, b string) (bool, errs.Text)) Match {
	for _, r := range registered {
		if same(one, r) {
			return Match{Likeness: Exact, Of: r}
		}
	}
	for _, r := range registered {
		if yes, why := alike(one, r); yes {
			return Match{Likeness: Alike, Of: r, Why: why}
		}
	}
	return Match{Likeness: Unknown}
}

// LookAlike reports whether two different names, or two different BICs, may be taken for each other, and why.
func LookAlike(a, b string) (bool, errs.Text) {
	if isBIC(a) && isBIC(b) {
		return LookAlikeBIC(a, b)
	}
	return LookAlikeName(a, b)
}

// isBIC reports a code of a bank as messages have it: capitals of the right form in a country that exists.
func isBIC(text string) bool {
	code := strings.TrimSpace(text)
	if code != strings.ToUpper(code) || strings.ContainsAny(code, " \t\n") || len(code) != 8 && len(code) != 11 && len(code) != 12 {
		return false
	}
	_, err := ident.Parse(ident.BIC, bank(code))
	return err == nil
}

// bank is the part of a BIC that names the bank at its place: eight characters, without the terminal letter of a message
// and without the branch.
func bank(bic string) string {
	code := strings.ToUpper(strings.Join(strings.Fields(bic), ""))
	if r := []rune(code); len(r) > 8 {
		return string(r[:8])
	}
	return code
}

// LookAlikeBIC reports whether two BICs of different banks may be taken for each other.
func LookAlikeBIC(a, b string) (bool, errs.Text) {
	x, y := bank(a), bank(b)
	if x == y || x == "" || y == "" {
		return false, errs.Text{}
	}
	if why := confused(x, y); !why.IsZero() {
		return true, why
	}
	if len(x) == 8 && len(y) == 8 && x[:4] == y[:4] {
		if x[4:6] != y[4:6] {
			return true, errs.T("the same bank code with another country: {one} and {other}", "one", x[4:6], "other", y[4:6])
		}
		return true, errs.T("the same bank code and country with another place: {one} and {other}", "one", x[6:], "other", y[6:])
	}
	return false, errs.Text{}
}

// LookAlikeName reports whether two different names may be taken for each other.
func LookAlikeName(a, b string) (bool, errs.Text) {
	x, y := nameKey(a), nameKey(b)
	if x == y || x == "" || y == "" {
		return false, errs.Text{}
	}
	if why := confused(x, y); !why.IsZero() {
		return true, why
	}
	joinedX, joinedY := strings.ReplaceAll(x, " ", ""), strings.ReplaceAll(y, " ", "")
	if joinedX == joinedY {
		return true, errs.T("only the blanks between the words differ")
	}
	one, other := nameWords(a), nameWords(b)
	if strings.Join(one, " ") == strings.Join(other, " ") {
		return true, errs.T("only the legal form differs")
	}
	if len(one) > 1 && len(one) == len(other) && sameWords(one, other) {
		return true, errs.T("the same words in another order")
	}
	return false, errs.Text{}
}

// nameKey is a name as its words are read, with the legal form.
func nameKey(name string) string { return fold(name) }

func sameWords(a, b []string) bool {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	for _, w := range b {
		if count[w]--; count[w] < 0 {
			return false
		}
	}
	return true
}

// confused says why two different texts are read as one, nothing if they are not.
func confused(a, b string) errs.Text {
	if skeleton(a) == skeleton(b) {
		if script(a) != script(b) {
			return errs.T("letters of another alphabet that look the same")
		}
		return errs.T("signs that look the same, like 0 and O or 1 and I")
	}
	ra, rb := []rune(a), []rune(b)
	if len(ra) < 5 || len(rb) < 5 {
		return errs.Text{} // one letter of four makes another word
	}
	head := 0
	for head < len(ra) && head < len(rb) && ra[head] == rb[head] {
		head++
	}
	tail := 0
	for tail < len(ra)-head && tail < len(rb)-head && ra[len(ra)-1-tail] == rb[len(rb)-1-tail] {
		tail++
	}
	x, y := ra[head:len(ra)-tail], rb[head:len(rb)-tail]
	switch {
	case len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]:
		return errs.T("two letters are swapped")
	case len(x) == 1 && len(y) == 1:
		return errs.T("one letter differs: {one} and {other}", "one", string(x), "other", string(y))
	case len(x)+len(y) == 1:
		extra, at := append(x, y...)[0], head
		longer := ra
		if len(y) > 0 {
			longer = rb
		}
		if at > 0 && longer[at-1] == extra || at+1 < len(longer) && longer[at+1] == extra {
			return errs.T("one letter is doubled")
		}
		return errs.T("one letter more: {one}", "one", string(extra))
	}
	return errs.Text{}
}

// script tells texts apart that have letters beyond the Latin ones.
func script(text string) string {
	cyrillic, other := false, false
	for _, r := range text {
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		other = other || unicode.Is(unicode.Greek, r)
	}
	return map[bool]string{true: "c"}[cyrillic] + map[bool]string{true: "g"}[other]
}

// twins are signs that readers take for each other; the first of each row stands for all.
var twins = twinTable("oOоО0οΟ", "lLIi1|іІӏιΙ", "sS5ѕЅ", "bBвВ8ß", "zZ2Ζ", "aAаАαΑ", "eEеЕεΕ", "pPрРρΡ", "cCсС", "xXхХχΧ", "yYуУγΥ", "kKкКκΚ", "mMмМΜ", "tTтТτΤ", "hHнНΗ", "jJјЈ", "nNΝ", "gG6")

func twinTable(rows ...string) map[rune]rune {
	m := map[rune]rune{}
	for _, row := range rows {
		first := rune(0)
		for _, r := range row {
			if first == 0 {
				first = r
			}
			m[r] = first
		}
	}
	return m
}

// skeleton is a text as the eye takes it in.
func skeleton(text string) string {
	s := strings.Map(func(r rune) rune {
		if t, ok := twins[r]; ok {
			return t
		}
		return unicode.ToLower(r)
	}, text)
	return strings.NewReplacer("rn", "m", "vv", "w", "cl", "d").Replace(s)
}
