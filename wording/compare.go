package wording

// Mode says what is taken for equal in a comparison.
type Mode string

// The modes.
const (
	AsWritten     Mode = "as_written"     // white space, line breaks and typographic signs do not count
	AsTransmitted Mode = "as_transmitted" // nor do case, umlauts and signs that SWIFT cannot carry
)

// Change says what happened to the words of a run.
type Change string

// The changes.
const (
	Same    Change = "same"
	Removed Change = "removed" // of the agreed text, not in the issued one
	Added   Change = "added"   // only in the issued text
	Filled  Change = "filled"  // put where the agreed text has a blank
)

// Run is a stretch of words with one fate.
type Run struct {
	Change Change `json:"change"`
	Text   string `json:"text"`            // the words; of the issued text, except where they were removed
	Blank  string `json:"blank,omitempty"` // of the agreed text, where the change is filled
}

// Difference is what became of an agreed text.
type Difference struct {
	Equal   bool  `json:"equal"`   // the normal forms are the same
	Changed int   `json:"changed"` // words that were removed or added
	Filled  int   `json:"filled"`  // blanks that were filled
	Runs    []Run `json:"runs"`
}

// OnlyFilled reports whether nothing was done to the agreed text but filling its blanks.
func (d Difference) OnlyFilled() bool { return d.Changed == 0 }

// Compare holds the issued text against the agreed one, word by word, as written.
func Compare(agreed, issued string) Difference { return CompareAs(agreed, issued, AsWritten) }

// CompareAs is Compare in a mode.
func CompareAs(agreed, issued string, mode Mode) Difference { return Difference{} }

// Normal is the form in which texts are compared as written.
func Normal(text string) string { return text }

// Hash is the SHA-256 of the exact bytes, in hexadecimal: it says whether two files are the same.
func Hash(text string) string { return "" }

// HashNormal is the SHA-256 of the normal form, in hexadecimal: it says whether two texts are the same, and is what the
// house keeps of an agreed text.
func HashNormal(text string) string { return "" }
