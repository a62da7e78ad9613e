package mt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelled says how letters and signs that the network does not carry are written instead: German as telegrams spelled it, Cyrillic by sound (zh,
// kh, ts, ch, sh, shch, yu, ya; the hard and the soft sign fall away), accents dropped, signs by the nearest that there is. Whatever is not named
// here stays, and is refused by the check of the field.
const spelled = `
Ä Ae Ö Oe Ü Ue ä ae ö oe ü ue ß ss ẞ SS
А A Б B В V Г G Д D Е E Ё E Ж Zh З Z И I Й Y К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х Kh Ц Ts Ч Ch Ш Sh Щ Shch Ы Y Э E Ю Yu Я Ya
а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya
І I і i Ї Yi ї yi Є Ye є ye Ґ G ґ g Ў U ў u Ә A ә a Ғ G ғ g Қ K қ k Ң N ң n Ө O ө o Ұ U ұ u Ү U ү u Һ H һ h
À A Á A Â A Ã A Å A Ą A Æ Ae Ç C Ć C Č C Ď D Đ D È E É E Ê E Ë E Ę E Ě E Ì I Í I Î I Ï I Ł L Ñ N Ń N Ň N Ò O Ó O Ô O Õ O Ø O Œ Oe Ř R Ś S Š S Ť T Ù U Ú U Û U Ů U Ý Y Ź Z Ż Z Ž Z
à a á a â a ã a å a ą a æ ae ç c ć c č c ď d đ d è e é e ê e ë e ę e ě e ì i í i î i ï i ł l ñ n ń n ň n ò o ó o ô o õ o ø o œ oe ř r ś s š s ť t ù u ú u û u ů u ý y ÿ y ź z ż z ž z
– - — - − - ‐ - ‑ - ‘ ' ’ ' ‚ ' ‹ ' › ' “ " ” " „ " « " » " … ... € EUR № No. § par. ° deg. × x • + · . ½ 1/2 ¼ 1/4 ¾ 3/4 [ ( ] ) { ( } ) \ / | / ~ -
`

// plainer says how the signs of set z are written where only set x is carried.
const plainer = `" ' & and @ (at) % pct ; , ! . # No. _ - * + = - < ( > )`

var (
	spelling = pairs(spelled)
	plain    = pairs(plainer)
	silent   = "ЪъЬь\u00AD\u200B\u200C\u200D\uFEFF" // signs without a sound, and marks that do not show
)

func pairs(text string) map[rune]string {
	words := strings.Fields(text)
	out := make(map[rune]string, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		r, _ := utf8.DecodeRuneInString(words[i])
		out[r] = words[i+1]
	}
	return out
}

// Spell writes a text with the characters of a set, x or z, as far as they have a spelling; the others stay as they are. Line ends stay.
func Spell(set byte, text string) string {
	var b strings.Builder
	runes := []rune(strings.ReplaceAll(text, "\r\n", "\n"))
	for i, r := range runes {
		switch {
		case r == '\n' || inSet(set, r) && r != '{':
			b.WriteRune(r)
		case strings.ContainsRune(silent, r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			s, ok := spelling[r]
			if !ok {
				s = string(r)
			}
			if len(s) > 1 && unicode.IsUpper(r) && capitals(runes, i) {
				s = strings.ToUpper(s)
			}
			b.WriteString(simpler(set, s))
		}
	}
	return b.String()
}

// capitals reports whether a letter stands among capitals.
func capitals(runes []rune, i int) bool {
	if i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
		return unicode.IsUpper(runes[i+1])
	}
	return i > 0 && unicode.IsUpper(runes[i-1])
}

// simpler takes the signs out of a spelling that set x does not have.
func simpler(set byte, s string) string {
	var b strings.Builder
	for _, r := range s {
		if p, ok := plain[r]; ok && !inSet(set, r) {
			b.WriteString(p)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Wrap breaks a text into lines of at most width characters: at blanks where it can, within a word where it must. Line ends of the text stay, empty
// lines fall away, because the network has none. A line that begins with a colon or a hyphen gets a blank in front, so that it is never taken for
// a field or for the end of the message.
func Wrap(width int, text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		rest := []rune(strings.TrimRight(line, " "))
		for len(rest) > 0 {
			if rest[0] == ':' || rest[0] == '-' {
				rest = append([]rune{' '}, rest...)
			}
			n := breakAt(rest, width)
			if s := strings.TrimRight(string(rest[:n]), " "); s != "" {
				out = append(out, s)
			}
			rest = []rune(strings.TrimLeft(string(rest[n:]), " "))
		}
	}
	return out
}

// breakAt is how many characters of a text make the next line.
func breakAt(text []rune, width int) int {
	if len(text) <= width {
		return len(text)
	}
	for n := width; n > 1; n-- {
		if text[n] == ' ' && strings.TrimLeft(string(text[:n]), " ") != "" {
			return n
		}
	}
	return width
}
