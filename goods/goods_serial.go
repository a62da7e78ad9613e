package goods

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kontor/errs"
)

// NormaliseSerial is the form in which two spellings of one serial are equal: upper case, without blanks and dashes of
// any script. Letters are never exchanged for digits; that is only a suspicion, see LookAlike.
func NormaliseSerial(raw string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A' // only ASCII: upper-casing all of Unicode would turn a dotless ı into a true I
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, raw)
}

// LookAlike is the key under which serials that are easily mistaken for each other meet: O as 0, I as 1. It serves to
// *suggest* a duplicate; nothing is ever merged or corrected by it.
func LookAlike(serial string) string {
	return strings.NewReplacer("O", "0", "I", "1").Replace(NormaliseSerial(serial))
}

// placeholders are what feeds and forms write when they know no serial, in normal form. Two machines called MISSING
// would merge into one.
var placeholders = []string{"", "MISSING", "N/A", "NA", "NULL", "0", "UNKNOWN", "EMPTY", "NONE"}

// CheckSerial refuses a serial that identifies nothing or could be mistaken for another by its letters.
func CheckSerial(raw string) error {
	serial := NormaliseSerial(raw)
	if slices.Contains(placeholders, serial) {
		return errs.New(errs.Invalid, "{serial} is a placeholder, not a serial number", "serial", strconv.Quote(raw)).
			Because("read the serial off the machine's plate")
	}
	if n := len([]rune(serial)); n > MaxSerial {
		return errs.New(errs.Invalid, "the serial has {n} characters, at most {most} are kept", "n", n, "most", MaxSerial)
	}
	// Every bad character with its place in what was typed, so that one look mends them all.
	var bad []string
	place := 0
	for _, r := range raw {
		place++
		if r > unicode.MaxASCII && NormaliseSerial(string(r)) != "" || r < ' ' && !unicode.IsSpace(r) {
			bad = append(bad, strconv.QuoteRune(r)+" ("+strconv.Itoa(place)+")")
		}
	}
	if bad != nil {
		return errs.New(errs.Invalid, "the serial holds characters that only look like Latin letters or digits: {bad}",
			"bad", strings.Join(bad, ", ")).Because("type them again with a Latin keyboard; the number in brackets is the place")
	}
	return nil
}
