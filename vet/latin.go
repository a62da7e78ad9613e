package vet

import (
	"strings"
	"unicode/utf8"
)

// letters is the one table of transliteration: Cyrillic as in passports, and Latin letters that no decomposition
// brings to the plain alphabet. Source: handbook N3.
var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o",
	'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	'ґ': "g", 'є': "ie", 'і': "i", 'ї': "i", 'ў': "u", 'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѓ': "g", 'ќ': "k", 'ѕ': "dz",
	'ә': "a", 'ғ': "g", 'қ': "k", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'җ': "j", 'ҳ': "h", 'ҷ': "j", 'ӣ': "i", 'ӯ': "u",
	'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'ı': "i", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ŋ': "n", 'ĸ': "k", 'ŧ': "t", 'ə': "a", 'ß': "ss",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r",
	'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// Transliterate brings a cleaned text into Latin letters as far as the table goes; letters of other scripts stay.
func Transliterate(clean string) string {
	if ascii(clean) {
		return clean
	}
	var b strings.Builder
	for _, r := range clean {
		if latin, ok := letters[r]; ok {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// romanisations are spellings of one sound, longest first within a first letter: Shcherbakov is Scherbakow, Iurii is
// Yuriy is Jurij, Khristenko is Hristenko. Source: handbook N3; x stands for ks, as in Aleksandr, except at the beginning.
var romanisations = [128][][2]string{
	's': {{"shch", "sh"}, {"sch", "sh"}, {"sh", "sh"}},
	't': {{"tsch", "ch"}, {"tch", "ch"}, {"tz", "ts"}},
	'd': {{"dsch", "j"}, {"dzh", "j"}, {"dj", "j"}},
	'k': {{"kh", "h"}},
	'c': {{"ch", "ch"}, {"ck", "k"}},
	'p': {{"ph", "f"}},
	'y': {{"yu", "iu"}, {"ya", "ia"}, {"yo", "io"}, {"ye", "e"}},
	'j': {{"ju", "iu"}, {"ja", "ia"}, {"jo", "io"}, {"je", "e"}},
	'i': {{"iy", "i"}, {"ij", "i"}, {"ie", "e"}},
	'w': {{"w", "v"}},
	'q': {{"q", "k"}},
}

// sound folds a Latin token to how it is spoken, roughly and always the same way. Doubled letters count once.
func sound(token string) string {
	if !ascii(token) {
		return token
	}
	if cut, ok := strings.CutSuffix(token, "ndr"); ok {
		token = cut + "nder" // Aleksandr is Alexander
	}
	out := make([]byte, 0, len(token)+2)
	for i := 0; i < len(token); {
		spoken, n := soundAt(token, i)
		for j := range len(spoken) {
			if len(out) == 0 || out[len(out)-1] != spoken[j] || spoken[j] >= '0' && spoken[j] <= '9' {
				out = append(out, spoken[j])
			}
		}
		i += n
	}
	return string(out)
}

// soundAt is the sound that begins at i, and how many letters write it.
func soundAt(token string, i int) (string, int) {
	for _, r := range romanisations[token[i]] {
		if strings.HasPrefix(token[i:], r[0]) {
			return r[1], len(r[0])
		}
	}
	switch token[i] {
	case 'y', 'j':
		return "i", 1
	case 'x':
		if i == 0 {
			return "h", 1
		}
		return "ks", 1
	case 'c':
		if i+1 < len(token) && strings.IndexByte("eiy", token[i+1]) >= 0 {
			return "ts", 1
		}
		return "k", 1
	}
	_, size := utf8.DecodeRuneInString(token[i:])
	return token[i : i+size], size
}

// umlauts are the second way of writing letters with dots or rings where they are missing on the keyboard.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "å", "aa", "Å", "Aa", "ø", "oe", "Ø", "Oe",
	"a\u0308", "ae", "o\u0308", "oe", "u\u0308", "ue", "A\u0308", "Ae", "O\u0308", "Oe", "U\u0308", "Ue")

// spellings are the one or two ways to write a name: with ü as u and as ue.
func spellings(name string) []string {
	if second := umlauts.Replace(name); second != name {
		return []string{name, second}
	}
	return []string{name}
}
