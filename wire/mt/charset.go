package mt

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inSet tells which characters a set of the network has.
func inSet(set byte, r rune) bool {
	switch set {
	case 'n':
		return '0' <= r && r <= '9'
	case 'a':
		return 'A' <= r && r <= 'Z'
	case 'c':
		return 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	case 'x':
		return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("/-?:().,'+ ", r)
	case 'z':
		return inSet('x', r) || strings.ContainsRune(`="%&*<>;!@#_{`, r)
	}
	return false
}

// runeBytes is how many bytes the first character of s takes; a broken one takes one.
func runeBytes(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// named writes a character so that a person can find it: itself where it shows, else its number; a byte that is no character as a byte.
func named(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1:
		return fmt.Sprintf("byte %02X", s[0])
	case unicode.IsGraphic(r) && !unicode.IsSpace(r):
		return fmt.Sprintf("%c (U+%04X)", r, r)
	}
	return fmt.Sprintf("U+%04X", r)
}

// foreign finds the first character of a text that is not of a set: the line it stands in, from 1, and its name.
func foreign(set byte, text string) (line int, name string, found bool) {
	line = 1
	for i, r := range text {
		switch {
		case r == '\n':
			line++
		case !inSet(set, r) || r == utf8.RuneError:
			return line, named(text[i:]), true
		}
	}
	return 0, "", false
}
