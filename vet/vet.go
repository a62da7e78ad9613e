// Package vet tells whether a party stands on a watch list, and why it says so.
//
// A list file becomes a Set of entries (Parse, Set.Check, Compare). Names are cleaned, brought into Latin letters and
// taken apart into tokens, legal forms and numbers (Clean, Transliterate, NameOf). Keys are the search keys under which
// an entry is stored: two writings of one name share at least one. Match compares a party with the entries found and
// gives hits with a score in basis points and the parts it is made of; Decide says clear, review or blocked. The same
// input gives the same score, bit for bit, for ever within one Version.
//
// A name alone never clears anybody: identical names always give a hit, equal official numbers always give one at full
// score, and only two people together can say that a hit is somebody else, for one identity, one state of the entry and
// twelve months (Clearing).
package vet

// Rules of the house about lists and clearings. Source: vetting handbook, sections 4 to 6.
const (
	StaleAfterDays      = 7     // a list in force longer than this is not relied upon
	ClearingMonths      = 12    // a clearing is asked again after this time
	Threshold           = 7000  // a score from here on is a hit, in basis points
	Full                = 10000 // the highest score
	MaxShrinkBP         = 500   // more entries removed than this needs a reason
	MaxOddBP            = 10    // more odd rows than this refuse a file
	MaxEntries          = 500_000
	MaxFileBytes        = 64 << 20
	MaxNameBytes        = 1000
	MaxKeys             = 12 // search keys of one name
	MaxNames            = 500
	maxTokens           = 40
	joinedFromRunes     = 5 // a joined key shorter than this finds too much
	typoFromRunes       = 6
	secondTypoFromRunes = 10
)

// Version names the rules of matching. Its first number is part of every entry hash, so that a clearing made under
// other rules is asked again.
const Version = "1.0"

// Parser names the reading of list files and the making of keys; a set stored under another one must be loaded anew.
const Parser = "kontor-list-1"
