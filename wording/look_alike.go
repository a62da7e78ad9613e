package wording

import "kontor/errs"

// Likeness says what a name or code is to one that is registered.
type Likeness string

// The likenesses.
const (
	Exact   Likeness = "exact"   // it is that one
	Alike   Likeness = "alike"   // it is another that reads like it: alarm
	Unknown Likeness = "unknown" // it is none of them
)

// Match is what a name or code is to the register.
type Match struct {
	Likeness Likeness  `json:"likeness"`
	Of       string    `json:"of"`  // the registered one, "" if unknown
	Why      errs.Text `json:"why"` // of a look-alike
}

// LookAlike reports whether two different names, or two different BICs, may be taken for each other, and why.
func LookAlike(a, b string) (bool, errs.Text) { return false, errs.Text{} }

// MatchBIC says which of the registered BICs this is, or looks like.
func MatchBIC(bic string, registered []string) Match { return Match{Likeness: Unknown} }

// MatchName says which of the registered names this is, or looks like.
func MatchName(name string, registered []string) Match { return Match{Likeness: Unknown} }

// NumberKey is what two spellings of one number have in common.
func NumberKey(number string) string { return number }

// SameNumber reports whether two spellings name one guarantee of one guarantor; the text says why two different ones may be taken for each other.
func SameNumber(a, b string) (bool, errs.Text) { return false, errs.Text{} }
