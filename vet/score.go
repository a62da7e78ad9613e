package vet

import (
	"slices"

	"kontor/errs"
)

// Feature is what a part of a score speaks of.
type Feature string

// The features.
const (
	SameName     Feature = "same_name"     // the cleaned names are equal
	SameWords    Feature = "same_words"    // the same words in another order
	SameWord     Feature = "same_word"     // one word is equal
	SameLetters  Feature = "same_letters"  // equal once both are in Latin letters
	SameSound    Feature = "same_sound"    // two ways to write one sound
	OneInitial   Feature = "initial"       // one is the initial of the other
	NearWord     Feature = "near_word"     // a letter or two apart
	SameForm     Feature = "same_form"     // the same legal form
	LikeForm     Feature = "like_form"     // legal forms of one class
	MissingWord  Feature = "missing_word"  // only one of the names has it
	Joined       Feature = "joined"        // equal when written together
	OtherNumber  Feature = "other_number"  // the numbers in the names differ
	SameNumber   Feature = "same_number"   // an official number is equal
	LikeNumber   Feature = "like_number"   // a number is equal, the list does not say of which kind
	WeakName     Feature = "weak_name"     // a nickname is equal and something else agrees
	SameBirth    Feature = "same_birth"    // the date of birth fits
	OtherBirth   Feature = "other_birth"   // the date of birth does not fit
	SameCountry  Feature = "same_country"  // a country is equal
	OtherCountry Feature = "other_country" // no country is equal
	OtherKind    Feature = "other_kind"    // a person against a company
)

// Label says the feature in words.
func (f Feature) Label() errs.Text {
	switch f {
	case SameName:
		return errs.T("the names are equal")
	case SameWords:
		return errs.T("the same words in another order")
	case SameWord:
		return errs.T("the word is equal")
	case SameLetters:
		return errs.T("equal in Latin letters")
	case SameSound:
		return errs.T("another spelling of the same sound")
	case OneInitial:
		return errs.T("one is the initial of the other")
	case NearWord:
		return errs.T("nearly equal")
	case SameForm:
		return errs.T("the same legal form")
	case LikeForm:
		return errs.T("legal forms of one class")
	case MissingWord:
		return errs.T("only one of the names has it")
	case Joined:
		return errs.T("equal when written together")
	case OtherNumber:
		return errs.T("the numbers in the names differ")
	case SameNumber:
		return errs.T("an official number is equal")
	case LikeNumber:
		return errs.T("a number is equal, its kind is not known")
	case WeakName:
		return errs.T("a nickname is equal")
	case SameBirth:
		return errs.T("the date of birth fits")
	case OtherBirth:
		return errs.T("the date of birth does not fit")
	case SameCountry:
		return errs.T("a country is equal")
	case OtherCountry:
		return errs.T("no country is equal")
	case OtherKind:
		return errs.T("a person and a company, or the like")
	}
	return errs.T("unknown ({word})", "word", string(f))
}

// Part is one reason for a score: what of the party met what of the entry, and what it added, in basis points.
type Part struct {
	Feature Feature `json:"feature"`
	Party   string  `json:"party,omitempty"`
	Entry   string  `json:"entry,omitempty"`
	Points  int     `json:"points"`
}

// Weights and values of a word in a comparison, in hundredths.
const (
	wordWeight    = 100
	shortWeight   = 50 // of one or two letters
	formWeight    = 15
	missedByEntry = 25 // share of a word's weight that the entry's surplus costs
	letterValue   = 98
	soundValue    = 95
	initialValue  = 80
	nearValue     = 88
	likeFormValue = 50
	joinedScore   = 9700
	numberScore   = Threshold - 1000 // names that differ in a number stay below the threshold
)

func (w word) weight() int {
	switch {
	case w.form.Word != "":
		return formWeight
	case ascii(w.latin) && len(w.latin) <= 2:
		return shortWeight
	}
	return wordWeight
}

// compare scores two names. The parts add up to the score.
func compare(party, entry Name) (int, []Part) {
	if party.Clean == entry.Clean {
		return Full, []Part{{SameName, party.Text, entry.Text, Full}}
	}
	if party.sorted == entry.sorted {
		return Full, []Part{{SameWords, party.Text, entry.Text, Full}}
	}
	score, parts := align(party.parts, entry.parts)
	if score < joinedScore && sameJoined(party, entry) {
		score, parts = joinedScore, []Part{{Joined, party.Text, entry.Text, joinedScore}}
	}
	return score, parts
}

// sameJoined reports whether the names are equal when written together, a family name after a comma at its place.
func sameJoined(a, b Name) bool {
	for _, x := range a.together {
		for _, y := range b.together {
			if x == y && runes(x) >= joinedFromRunes {
				return true
			}
		}
	}
	return false
}

// pair is one possible meeting of two words.
type pair struct {
	i, j, value int
	feature     Feature
}

// align gives every word of the party its best partner in the entry, best pairs first and ties in order of the words,
// so that the same names always meet in the same way.
func align(party, entry []word) (int, []Part) {
	var pairs []pair
	for i, a := range party {
		for j, b := range entry {
			if value, feature := meet(a, b); value > 0 {
				pairs = append(pairs, pair{i, j, value, feature})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.value - a.value })
	usedParty, usedEntry := make([]bool, len(party)), make([]bool, len(entry))
	total, matched := 0, 0
	for _, w := range party {
		total += w.weight() * 100
	}
	var chosen []pair
	for _, p := range pairs {
		if !usedParty[p.i] && !usedEntry[p.j] {
			usedParty[p.i], usedEntry[p.j] = true, true
			chosen = append(chosen, p)
			matched += party[p.i].weight() * p.value
		}
	}
	for j, w := range entry {
		if !usedEntry[j] {
			total += w.weight() * missedByEntry
		}
	}
	if total == 0 {
		return 0, nil
	}
	return explain(party, entry, chosen, usedParty, usedEntry, matched*Full/total, total)
}

func explain(party, entry []word, chosen []pair, usedParty, usedEntry []bool, score, total int) (int, []Part) {
	slices.SortFunc(chosen, func(a, b pair) int { return a.i - b.i })
	var parts []Part
	left := score
	for _, p := range chosen {
		points := party[p.i].weight() * p.value * Full / total
		left -= points
		parts = append(parts, Part{p.feature, party[p.i].clean, entry[p.j].clean, points})
	}
	if len(parts) > 0 {
		parts[0].Points += left // what rounding left over
	}
	for i, w := range party {
		if !usedParty[i] {
			parts = append(parts, Part{Feature: MissingWord, Party: w.clean})
		}
	}
	for j, w := range entry {
		if !usedEntry[j] {
			parts = append(parts, Part{Feature: MissingWord, Entry: w.clean})
		}
	}
	return score, parts
}

// meet tells how well two words fit, in hundredths, and why.
func meet(a, b word) (int, Feature) {
	if a.form.Word != "" || b.form.Word != "" {
		switch {
		case a.form.Word == b.form.Word:
			return 100, SameForm
		case a.form.Class == b.form.Class && a.form.Class != "":
			return likeFormValue, LikeForm
		}
		return 0, ""
	}
	switch {
	case a.clean == b.clean:
		return 100, SameWord
	case a.latin == b.latin:
		return letterValue, SameLetters
	case a.sound == b.sound && runes(a.sound) > 1:
		return soundValue, SameSound
	case initialOf(a.latin, b.latin) || initialOf(b.latin, a.latin):
		return initialValue, OneInitial
	case near(a.latin, b.latin) || near(a.sound, b.sound):
		return nearValue, NearWord
	}
	return 0, ""
}

func initialOf(short, long string) bool {
	return len(short) == 1 && len(long) > 2 && short[0] == long[0] && short[0] >= 'a'
}

// near tolerates one slip of the pen from six letters on and two from ten; words with digits must be equal.
func near(a, b string) bool {
	shorter := min(runes(a), runes(b))
	if shorter < typoFromRunes || hasDigit(a) || hasDigit(b) {
		return false
	}
	most := 1
	if shorter >= secondTypoFromRunes {
		most = 2
	}
	return slips([]rune(a), []rune(b), most)
}

// slips reports whether two words are at most so many letters added, dropped, changed or swapped apart.
func slips(a, b []rune, most int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if len(a) == 0 || len(b) == 0 {
		return len(a)+len(b) <= most
	}
	if most == 0 {
		return false
	}
	return slips(a[1:], b[1:], most-1) || slips(a[1:], b, most-1) || slips(a, b[1:], most-1) ||
		len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && slips(a[2:], b[2:], most-1)
}
