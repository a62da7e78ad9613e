package vet

import (
	"crypto/sha256"
	"encoding/hex"
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
