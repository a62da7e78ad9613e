package wording

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// Agreed is the agreed text as the runs have it, words parted by single blanks.
func (d Difference) Agreed() string {
	return d.side(func(r Run) string {
		switch r.Change {
		case Added:
			return ""
		case Filled:
			return r.Blank
		}
		return r.Text
	})
}

// Issued is the issued text as the runs have it, words parted by single blanks.
func (d Difference) Issued() string {
	return d.side(func(r Run) string {
		if r.Change == Removed {
			return ""
		}
		return r.Text
	})
}

func (d Difference) side(of func(Run) string) string {
	var parts []string
	for _, r := range d.Runs {
		if text := of(r); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " ")
}

// Compare holds the issued text against the agreed one, word by word, as written. A word is what stands between blanks, so
// that a changed comma shows with its word. The time grows with the texts and with how much they differ, up to a bound
// beyond which a stretch is shown as removed and added as a whole.
func Compare(agreed, issued string) Difference { return CompareAs(agreed, issued, AsWritten) }

// CompareAs is Compare in a mode.
func CompareAs(agreed, issued string, mode Mode) Difference {
	a, b := wordsOf(agreed), wordsOf(issued)
	keysA, keysB := keysOf(a, b, mode)
	d := Difference{Equal: true, Runs: []Run{}}
	for _, e := range diff(keysA, keysB) {
		switch e.change {
		case Same:
			d.put(Same, b[e.b:e.b+e.n])
		case Removed:
			d.put(Removed, a[e.a:e.a+e.n])
		case Added:
			d.put(Added, b[e.b:e.b+e.n])
		}
	}
	d.fillBlanks()
	for _, r := range d.Runs {
		switch d.Equal = d.Equal && r.Change == Same; r.Change {
		case Filled:
			d.Filled++
		case Removed, Added:
			d.Changed += strings.Count(r.Text, " ") + 1
		}
	}
	return d
}

// put adds words to the runs; neighbours with one fate are one run, and what was removed stands before what was added.
func (d *Difference) put(change Change, words []string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, " ")
	last := len(d.Runs) - 1
	switch {
	case last >= 0 && d.Runs[last].Change == change:
		d.Runs[last].Text += " " + text
	case last >= 1 && change == Removed && d.Runs[last].Change == Added && d.Runs[last-1].Change == Removed:
		d.Runs[last-1].Text += " " + text
	case last >= 0 && change == Removed && d.Runs[last].Change == Added:
		d.Runs = append(d.Runs, d.Runs[last])
		d.Runs[last] = Run{Change: Removed, Text: text}
	default:
		d.Runs = append(d.Runs, Run{Change: change, Text: text})
	}
}

// fillBlanks tells a blank that was filled from a change: what was removed holds a blank and nothing else but signs.
func (d *Difference) fillBlanks() {
	out := d.Runs[:0]
	for i := 0; i < len(d.Runs); i++ {
		r := d.Runs[i]
		if r.Change == Removed && i+1 < len(d.Runs) && d.Runs[i+1].Change == Added {
			if found := blanks(r.Text); len(found) == 1 && around(r.Text, found[0], d.Runs[i+1].Text) {
				out = append(out, Run{Change: Filled, Text: d.Runs[i+1].Text, Blank: r.Text})
				i++
				continue
			}
		}
		out = append(out, r)
	}
	d.Runs = out
}

// around reports whether the issued words keep the signs that stand around the blank.
func around(agreed string, b blank, issued string) bool {
	before, after := agreed[:b.from], agreed[b.to:]
	return !strings.Contains(before+after, " ") && len(issued) > len(before)+len(after) && strings.HasPrefix(issued, before) && strings.HasSuffix(issued, after) && len(blanks(issued)) == 0
}

// Normal is the form in which texts are compared as written: composed letters, one blank between words, straight quotation
// marks, hyphens for dashes, no soft hyphens or other characters that nobody sees. A hyphen at the end of a line stays and
// joins the next line, because only a person knows whether it belongs to the word.
func Normal(text string) string { return strings.Join(wordsOf(text), " ") }

// Hash is the SHA-256 of the exact bytes, in hexadecimal: it says whether two files are the same. Source: handbook T3.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// HashNormal is the SHA-256 of the normal form, in hexadecimal: it says whether two texts are the same, and is what the
// house keeps of an agreed text. It is of the whole text, never of a part.
func HashNormal(text string) string { return Hash(Normal(text)) }

// wordsOf are the words of the normal form.
func wordsOf(text string) []string {
	return strings.Fields(joinLines(canonical(text)))
}

// joinLines takes out the line break behind a hyphen that ends a word.
func joinLines(text string) string {
	if !strings.Contains(text, "-") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for {
		at := strings.IndexByte(text, '-')
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at+1])
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		text = text[at+1:]
		rest := strings.TrimLeftFunc(text, unicode.IsSpace)
		next, _ := utf8.DecodeRuneInString(rest)
		if unicode.IsLetter(before) && unicode.IsLetter(next) && strings.Contains(text[:len(text)-len(rest)], "\n") {
			text = rest
		}
	}
}
