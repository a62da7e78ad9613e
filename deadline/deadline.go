// Package deadline computes every date of a guarantee and says how it came about.
//
// A Profile is what a set of rules says about dates and demands, as versioned data: nothing here asks "is this URDG?", it
// asks what the profile says about the day in question. A Place is where an act is done, with its own calendar, time zone
// and cut-off: business days belong to branches, not to countries. The functions follow the rules D1 to D14 of the
// handbook; each gives an Explained, the date with rule, article, calendar version and arithmetic in words.
//
// Guarantees run for longer than holidays are published. A date beyond the years that a calendar covers is counted with
// the weekends alone and marked provisional. Unknown holidays can only move such a date later, so that who keeps it is in
// time all the same.
package deadline

import (
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Explained is a computed date with what produced it, so that it can be checked by hand and computed again when a
// calendar changes (D12).
type Explained struct {
	On          day.Date    `json:"on,omitzero"`           // none when there is no such date; the steps say why
	Rule        string      `json:"rule"`                  // D1 to D14 or L1 to L4 of the handbook
	Article     string      `json:"article,omitempty"`     // where the rules say so: "URDG 758 art. 20"
	Verify      bool        `json:"verify,omitempty"`      // the article is from a secondary source: compare it with the text of the rules
	Profile     string      `json:"profile,omitempty"`     // "URDG758@1"
	Calendar    string      `json:"calendar,omitempty"`    // "A@2027-test-1"; two of them with a + where two places count
	Provisional bool        `json:"provisional,omitempty"` // it hangs on days that no calendar knows yet; the steps say which
	Steps       []errs.Text `json:"steps"`                 // the arithmetic in words
}

// IsZero reports whether nothing was computed.
func (e Explained) IsZero() bool { return e.On == 0 && e.Rule == "" && len(e.Steps) == 0 }

// String is the date with its explanation in English, one line.
func (e Explained) String() string {
	var b strings.Builder
	b.WriteString(e.On.String() + " (" + e.Rule)
	for _, source := range []string{e.Article, e.Profile, e.Calendar} {
		if source != "" {
			b.WriteString(", " + source)
		}
	}
	b.WriteString(")")
	for i, step := range e.Steps {
		b.WriteString([]string{": ", "; "}[min(i, 1)] + step.String())
	}
	return b.String()
}

// after puts the steps of another date before those of this one, because this one was counted from it.
func (e Explained) after(earlier Explained) Explained {
	e.Steps = append(append([]errs.Text{}, earlier.Steps...), e.Steps...)
	e.Provisional = e.Provisional || earlier.Provisional
	if e.Calendar == "" {
		e.Calendar = earlier.Calendar
	} else if earlier.Calendar != "" && earlier.Calendar != e.Calendar {
		e.Calendar = earlier.Calendar + " + " + e.Calendar
	}
	return e
}
