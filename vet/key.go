package vet

import (
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"slices"
	"strings"
)

// Key is a search key. Two writings of one name that differ in case, punctuation, order, legal form, alphabet or
// romanisation share at least one; so do equal official numbers.
type Key string

// maxKeyBytes bounds a key; a longer one is kept as its hash.
const maxKeyBytes = 100

// Keys are the search keys of a name, sorted, at most MaxKeys.
func Keys(name string) []Key {
	var out []Key
	for _, text := range spellings(name) {
		n := NameOf(text)
		all := soundsOf(n.Words)
		if len(n.Core) > 0 {
			out = append(out, sorted(n.sounds))
		}
		out = append(out, sorted(all), joined(sound(strings.Join(n.Core, ""))))
		for _, together := range n.together {
			out = append(out, joined(together))
		}
	}
	out = slices.DeleteFunc(out, func(k Key) bool { return k == "" })
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), MaxKeys)]
}

// Names of up to so many words also get the keys of their parts, for entries that are persons: people leave names out.
const (
	partsTo     = 5
	partLetters = 3 // shorter words are particles, which name nobody
)

// partKeys are the keys of a listed person's name with words left out: two remain of three, two or three of four, four
// of five. Mariposa Luna is found as Mariposa Luna Vega.
func partKeys(name string) []Key {
	n := NameOf(name)
	var words []string
	for _, s := range n.sounds {
		if len(s) >= partLetters {
			words = append(words, s)
		}
	}
	slices.Sort(words)
	if words = slices.Compact(words); len(words) < 2 || len(words) > partsTo || len(n.sounds) == 2 {
		return nil
	}
	least := 2
	if len(words) == partsTo {
		least = partsTo - 1
	}
	var out []Key
	for set := range 1 << len(words) {
		if kept := bits.OnesCount(uint(set)); kept < least || kept == len(n.sounds) {
			continue
		}
		var part []string
		for i, w := range words {
			if set&(1<<i) != 0 {
				part = append(part, w)
			}
		}
		out = append(out, sorted(part))
	}
	return out
}

// KeyOfNumber is the search key of an official number.
func KeyOfNumber(scheme, value string) Key {
	if value = Number(value); value == "" {
		return ""
	}
	return short(scheme + ":" + value)
}

// Number is an official number without blanks and signs, in capitals.
func Number(value string) string {
	return strings.Map(func(r rune) rune {
		if wordRune(r) {
			return r
		}
		return -1
	}, strings.ToUpper(plain(value)))
}

func soundsOf(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = sound(w)
	}
	return out
}

// sorted is the key that does not see the order of words.
func sorted(words []string) Key {
	if len(words) == 0 {
		return ""
	}
	words = slices.Clone(words)
	slices.Sort(words)
	return short("N:" + strings.Join(words, " "))
}

// joined is the key that does not see where words end. The sound is taken of the whole, so that SiemensAG is Siemens AG.
func joined(together string) Key {
	if runes(together) < joinedFromRunes {
		return ""
	}
	return short("J:" + together)
}

func short(key string) Key {
	if len(key) <= maxKeyBytes {
		return Key(key)
	}
	sum := sha256.Sum256([]byte(key))
	return Key(key[:2] + "#" + hex.EncodeToString(sum[:16]))
}
