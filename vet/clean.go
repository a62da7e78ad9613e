package vet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Clean makes texts that read the same equal: compatible letters, no accents, nothing invisible, one case, look-alike
// letters of a mixed token in Latin, dots and apostrophes inside tokens dropped, other signs as single blanks. It does
// not change what is clean already. Letters keep their script. Source: handbook N1, N2, N4.
func Clean(text string) string {
	return strings.Join(tokens(text), " ")
}

// tokens are the cleaned words of a text.
func tokens(text string) []string {
	fields := strings.FieldsFunc(plain(text), func(r rune) bool { return !wordRune(r) && r != '.' })
	var out []string
	for _, field := range fields {
		for _, token := range undot(field) {
			folded, _ := unmix(token)
			out = append(out, folded)
		}
	}
	return out
}

// mixed reports whether a token of the text mixes Cyrillic and Latin look-alikes.
func mixed(text string) bool {
	for _, field := range strings.FieldsFunc(plain(text), func(r rune) bool { return !wordRune(r) && r != '.' }) {
		if _, was := unmix(field); was {
			return true
		}
	}
	return false
}

// plain is N1: compatible, decomposed, without accents and invisible characters, folded, recomposed.
func plain(text string) string {
	if ascii(text) {
		return strings.Map(dropApostrophe, strings.ToLower(text))
	}
	text = strings.ToValidUTF8(text, "")
	text = strip(norm.NFKD.String(norm.NFKC.String(text)))
	text = strip(norm.NFKD.String(cases.Fold().String(strings.ToLower(text)))) // ToLower first: Fold alone swaps Cherokee letters for ever
	return norm.NFKC.String(strings.Map(dropApostrophe, text))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// strip drops accents and characters that nobody sees.
func strip(text string) string {
	return strings.Map(func(r rune) rune {
		if r == 0x200c || r == 0x200d || accent(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, text)
}

// accent reports marks that only decorate a letter: those of Latin, Greek, Cyrillic, Hebrew and Arabic. Marks of Indic,
// Thai or Japanese writing are vowels and stay.
func accent(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036f, r >= 0x0483 && r <= 0x0489, r >= 0x0591 && r <= 0x05bd, r == 0x05bf, r == 0x05c1, r == 0x05c2, r == 0x05c4, r == 0x05c5, r == 0x05c7,
		r >= 0x0610 && r <= 0x061a, r >= 0x064b && r <= 0x065f, r == 0x0670, r >= 0x06d6 && r <= 0x06dc, r >= 0x06df && r <= 0x06e4, r == 0x06e7, r == 0x06e8, r >= 0x06ea && r <= 0x06ed,
		r == 0x0640, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0x20d0 && r <= 0x20ff, r >= 0xfe20 && r <= 0xfe2f:
		return true
	}
	return false
}

// dropApostrophe removes what is written inside names without being read.
func dropApostrophe(r rune) rune {
	switch r {
	case '\'', '`', '´', '‘', '’', '‛', '′', 'ʹ', 'ʺ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˈ', 'ˋ', 'ˊ':
		return -1
	}
	return r
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// undot joins initials (a.b.c = abc, s.p.a = spa) and parts other words at their dots (co.ltd = co ltd).
func undot(field string) []string {
	if !strings.Contains(field, ".") {
		return []string{field}
	}
	var out []string
	var initials strings.Builder
	flush := func() {
		if initials.Len() > 0 {
			out = append(out, initials.String())
			initials.Reset()
		}
	}
	for _, piece := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' }) {
		if utf8.RuneCountInString(piece) == 1 {
			initials.WriteString(piece)
			continue
		}
		flush()
		out = append(out, piece)
	}
	flush()
	return out
}

// lookAlike are Cyrillic letters that a reader takes for Latin ones.
var lookAlike = map[rune]rune{'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'в': 'b', 'н': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'һ': 'h'}

// unmix maps the Cyrillic look-alikes of a token that also has Latin letters, and reports whether it did. A token that
// is Cyrillic throughout is never folded, it is transliterated.
func unmix(token string) (string, bool) {
	latin, cyrillic := false, false
	for _, r := range token {
		switch {
		case r < 0x80 && r >= 'a':
			latin = true
		case r >= 0x80 && unicode.Is(unicode.Cyrillic, r):
			cyrillic = true
		}
	}
	if !latin || !cyrillic {
		return token, false
	}
	return strings.Map(func(r rune) rune {
		if l, ok := lookAlike[r]; ok {
			return l
		}
		return r
	}, token), true
}
