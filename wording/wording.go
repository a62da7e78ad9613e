// Package wording keeps the texts of guarantees: what the house agrees to, what makes a text undrawable, and whether
// what was issued is what was agreed.
//
// Library holds the house's own texts in three languages; Fill puts a deal into one of them. Check reads any text,
// English, German or Russian, and names what would stop a demand, each finding with its place in the text, so that a
// page can write it into the margin. Compare shows word by word where an issued text leaves the agreed one, and
// HashNormal makes the two equal if only line breaks and typographic signs differ. MatchBIC, MatchName and SameNumber
// tell a guarantor and a number apart from those that only look like them.
//
// Nothing here replaces a lawyer: the checker knows the traps it was taught, and a text without findings is one in
// which it found none.
package wording

import (
	"strings"

	"kontor/errs"
)

// Language is a language in which the house reads and writes guarantees.
type Language string

// The languages.
const (
	English Language = "en"
	German  Language = "de"
	Russian Language = "ru"
)

// Languages are all languages, in the order in which people read them.
func Languages() []Language { return []Language{English, German, Russian} }

// Label is the word for people.
func (l Language) Label() errs.Text {
	switch l {
	case English:
		return errs.T("English")
	case German:
		return errs.T("German")
	case Russian:
		return errs.T("Russian")
	}
	return errs.T("unknown ({word})", "word", string(l))
}

// Kind says what a text is. The instruments have the words that package guarantee has for them.
type Kind string

// The kinds.
const (
	DemandGuarantee  Kind = "demand_guarantee"
	Standby          Kind = "standby"
	CounterGuarantee Kind = "counter_guarantee"
	Surety           Kind = "surety"
	CreditInsurance  Kind = "credit_insurance"
	StateGuarantee   Kind = "state_guarantee"
	ParentGuarantee  Kind = "parent_guarantee"
	Amendment        Kind = "amendment"     // changes an instrument that exists
	DemandLetter     Kind = "demand_letter" // asks for payment under one
)

// Kinds are all kinds, in the order in which people read them.
func Kinds() []Kind {
	return []Kind{DemandGuarantee, Standby, CounterGuarantee, Surety, CreditInsurance, StateGuarantee, ParentGuarantee, Amendment, DemandLetter}
}

// onDemand reports whether the kind pays against documents alone.
func (k Kind) onDemand() bool {
	return k == "" || k == DemandGuarantee || k == Standby || k == CounterGuarantee || k == ParentGuarantee
}

// MaxText is how many bytes of a text are read: three times the 200 pages that a guarantee may have.
const MaxText = 2 << 20

// join puts words into a list for people.
func join(words []string) string { return strings.Join(words, ", ") }
