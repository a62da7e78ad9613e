package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Span is a range of days, both ends included; a side without a day is open.
type Span struct {
	First day.Date `json:"first,omitzero"`
	Last  day.Date `json:"last,omitzero"`
	Explained
}

// Has reports whether the day lies in the span.
func (s Span) Has(d day.Date) bool { return d != 0 && d >= s.First && (s.Last == 0 || d <= s.Last) }

// Word is a word by which texts bound a time.
type Word string

// The words whose meaning URDG 758 art. 3 fixes.
const (
	WordFrom    Word = "from"
	WordTo      Word = "to"
	WordUntil   Word = "until"
	WordBetween Word = "between"
	WordBefore  Word = "before"
	WordAfter   Word = "after"
	WordWithin  Word = "within"
)

// wordsSource is where the words are fixed (U3).
func wordsSource() Source { p, _ := ProfileOf("URDG758"); return p.Words.Source }

// Reads gives the days that a word and its dates mean (U3): from, to, until and between include the dates named, before
// and after exclude them. Only between takes two dates. Errors: Invalid for another word or dates that do not fit it.
func Reads(word Word, a, b day.Date) (Span, error) {
	s := Span{}
	switch word {
	case WordFrom:
		s.First = a
	case WordTo, WordUntil:
		s.Last = a
	case WordBetween:
		s.First, s.Last = a, b
	case WordBefore:
		s.Last = a.Add(-1)
	case WordAfter:
		s.First = a.Add(1)
	case WordWithin:
		return s, errs.New(errs.Invalid, "within needs a start and a number of days")
	default:
		return s, errs.New(errs.Invalid, "{word} is not one of the choices", "word", `"`+string(word)+`"`).
			Because("choose one of: {names}", "names", "from, to, until, between, before, after, within")
	}
	if a == 0 || (word == WordBetween) != (b != 0) || word == WordBetween && b < a {
		return Span{}, errs.New(errs.Invalid, "{word} does not fit these dates", "word", `"`+string(word)+`"`).
			Because("between takes two dates that rise, every other word takes one")
	}
	return s.said(wordsSource(), string(word)), nil
}

// Within is the span of so many days of a start: the start is excluded, the last day included.
func Within(start day.Date, days int) Span {
	s := Span{First: start.Add(1), Last: start.Add(days)}
	return s.said(wordsSource(), string(WordWithin))
}

func (s Span) said(src Source, word string) Span {
	s.Explained = Explained{On: s.Last, Rule: "U3", Article: src.Article, Verify: src.Verify}
	switch {
	case s.Last == 0:
		s.Steps = []errs.Text{errs.T("{word}: {from} is the first day", "word", word, "from", s.First)}
		s.On = s.First
	case s.First == 0:
		s.Steps = []errs.Text{errs.T("{word}: {to} is the last day", "word", word, "to", s.Last)}
	default:
		s.Steps = []errs.Text{errs.T("{word}: from {from} to {to}, both included", "word", word, "from", s.First, "to", s.Last)}
	}
	return s
}

// StatementDates are the days that a supporting statement may bear (D14): not before the right to demand arose, not after
// the presentation. The rule is applied whatever the profile says, because no guarantor can fault a date inside it.
func (p Profile) StatementDates(effect, presented day.Date) Span {
	s := Span{First: effect, Last: presented}
	s.Explained = p.stamp(Explained{On: presented, Steps: []errs.Text{
		errs.T("not before {from}, from which a demand is possible, and not after {to}, on which it is presented", "from", effect, "to", presented)}}, "D14", p.StatementDate.Source)
	return s
}
