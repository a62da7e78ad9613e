package wording

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// canonical writes a text with one sign for each of the many that look the same.
func canonical(text string) string {
	return strings.Map(plainSign, norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")))
}

// plainSign is the keyboard's sign for a typographic one, -1 for one that nobody sees.
func plainSign(r rune) rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″', '＂':
		return '"'
	case '‘', '’', '‚', '‛', '‹', '›', '′', '`', '´', 'ʼ':
		return '\''
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	case '\r':
		return '\n'
	case 0x200e, 0x200f, 0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff:
		return -1
	}
	return r
}

// keysOf gives the words of both texts numbers: equal words have equal numbers.
func keysOf(a, b []string, mode Mode) (keysA, keysB []int) {
	ids := map[string]int{}
	next := 0
	of := func(key string) int {
		id, ok := ids[key]
		if !ok {
			id = next
			next++
			ids[key] = id
		}
		return id
	}
	keysA, keysB = make([]int, len(a)), make([]int, len(b))
	for i, w := range a {
		if mode != AsTransmitted {
			keysA[i] = of(w)
			continue
		}
		keysA[i] = of(transmitted(w, twoLetters))
		if short := transmitted(w, oneLetter); ids[short] == 0 {
			if _, taken := ids[short]; !taken { // the guarantor may write Muller for Müller
				ids[short] = keysA[i]
			}
		}
	}
	for i, w := range b {
		if mode == AsTransmitted {
			w = transmitted(w, twoLetters)
		}
		keysB[i] = of(w)
	}
	return keysA, keysB
}

// Letters that SWIFT does not carry, as senders write them instead: German ones with one letter or two, Russian ones by the
// table that Russian banks use for their messages (SWIFT-RUR), whose case says nothing here.
var (
	twoLetters = strings.NewReplacer("Ä", "AE", "Ö", "OE", "Ü", "UE", "ẞ", "SS", "ß", "SS", "É", "E", "È", "E", "À", "A", "Ç", "C")
	oneLetter  = strings.NewReplacer("Ä", "A", "Ö", "O", "Ü", "U", "ẞ", "SS", "ß", "SS", "É", "E", "È", "E", "À", "A", "Ç", "C")

	russianLetters = map[rune]rune{'А': 'A', 'Б': 'B', 'В': 'V', 'Г': 'G', 'Д': 'D', 'Е': 'E', 'Ё': 'O', 'Ж': 'J', 'З': 'Z', 'И': 'I', 'Й': 'I', 'К': 'K', 'Л': 'L', 'М': 'M', 'Н': 'N', 'О': 'O',
		'П': 'P', 'Р': 'R', 'С': 'S', 'Т': 'T', 'У': 'U', 'Ф': 'F', 'Х': 'H', 'Ц': 'C', 'Ч': 'C', 'Ш': 'Q', 'Щ': 'Q', 'Ъ': 'X', 'Ы': 'Y', 'Ь': 'X', 'Э': 'E', 'Ю': 'U', 'Я': 'A'}
)

// transmitted is a word as it may arrive: in capitals, in the letters and signs that SWIFT carries.
func transmitted(word string, umlauts *strings.Replacer) string {
	upper := umlauts.Replace(strings.ToUpper(word))
	out := strings.Map(func(r rune) rune {
		if l, ok := russianLetters[r]; ok {
			return l
		}
		switch {
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/-?:().,'+{}_", r):
			return r
		case r == '"':
			return '\''
		case r < 0x80 || unicode.IsSpace(r):
			return '.' // what senders put for a sign that cannot be sent
		}
		return r
	}, upper)
	return strings.ReplaceAll(out, "''", "'")
}
