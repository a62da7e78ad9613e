package wording

import (
	"unicode"
	"unicode/utf8"

	"kontor/errs"
)

// Clean refuses a text that cannot be read as it is: too long, broken UTF-8, a character that stands for a lost one, or a
// control character. Errors: Invalid and TooLarge; the position is that of the first such byte.
func Clean(text string) error {
	if len(text) > MaxText {
		return errs.New(errs.TooLarge, "the text has {n} bytes, at most {most} are read", "n", len(text), "most", MaxText).
			Because("leave out scanned pages and pictures; a guarantee has a few pages")
	}
	if at, size := broken(text); size > 0 {
		return errs.New(errs.Invalid, "character {n} of the text is broken", "n", utf8.RuneCountInString(text[:at])+1).
			Because("take the text from its source once more, as UTF-8")
	}
	return nil
}

// broken is where the first byte stands that no reader can trust, and how many bytes it takes; 0 for none.
func broken(text string) (at, size int) {
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c < utf8.RuneSelf && c != 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || r != '\f' && unicode.IsControl(r) || unicode.Is(unicode.Co, r) {
			return i, n
		}
		i += n
	}
	return 0, 0
}
