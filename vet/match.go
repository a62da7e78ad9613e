package vet

import (
	"cmp"
	"slices"
	"strings"

	"kontor/day"
	"kontor/party"
)

// Listed is an entry of a list in force, as the index gives it.
type Listed struct {
	Set    string // id of the list set
	Source string
	Hash   string
	Entry  Entry
}

// Hit is a listed subject that a party resembles.
type Hit struct {
	Set, Source, EntryID, EntryHash, EntryName string
	Score                                      int
	Exact                                      bool // an equal name or number: a hit whatever the score
	Explanation                                Explanation
}

// Explanation says why there is a hit; it is kept with the hit and is enough to judge it again.
type Explanation struct {
	Version string `json:"version"` // of the rules of matching
	Party   string `json:"party"`   // the name of the party that met
	Entry   string `json:"entry"`   // the name of the entry that met
	Flags   []Flag `json:"flags,omitempty"`
	Parts   []Part `json:"parts"`
}

// Flag marks a hit.
type Flag string

// The flags.
const (
	MixedScript Flag = "mixed_script" // look-alike letters of two alphabets in one word
	WeakAlias   Flag = "weak_alias"   // met by a nickname: low priority
	NumberMatch Flag = "id_match"     // met by an official number
)

// Points of what is known beside the name.
const (
	weakScore      = 6000
	likeScore      = 9000
	otherBirthCost = 1500
	nearBirthCost  = 500
	otherPlaceCost = 500
	otherKindCost  = 1500
	birthTolerance = 2 // years
)

// Subject is a party whose names are taken apart once for many comparisons.
type Subject struct {
	party party.Party
	names []Name
}

// SubjectOf prepares a party for matching.
func SubjectOf(p party.Party) Subject {
	s := Subject{party: p}
	for _, text := range s.texts() {
		for _, spelling := range spellings(text) {
			s.names = append(s.names, NameOf(spelling))
		}
	}
	return s
}

func (s Subject) texts() []string {
	out := []string{s.party.Name}
	for _, a := range s.party.Aliases {
		out = append(out, a.Text)
	}
	return out
}

// TooGeneral reports that no name of the party says more than a legal form or a title, so that no list can answer.
func (s Subject) TooGeneral() bool {
	return !slices.ContainsFunc(s.names, func(n Name) bool { return !n.TooGeneral() })
}

// Keys are the keys under which entries that may be the party are found, sorted.
func (s Subject) Keys() []Key {
	var out []Key
	for _, text := range s.texts() {
		out = append(append(out, Keys(text)...), weakKey(text))
	}
	for _, n := range s.numbers() {
		out = append(out, KeyOfNumber(n.Scheme, n.Value))
		if len(n.Value) >= anyNumberFrom {
			out = append(out, KeyOfNumber(anyNumber, n.Value))
		}
	}
	return tidyKeys(out)
}

// numbers are the party's numbers by which a list may know it; a KPP is shared by many.
func (s Subject) numbers() []ListNumber {
	var out []ListNumber
	for _, n := range s.party.Identifiers {
		scheme := string(n.Scheme)
		switch scheme {
		case "KPP", "RF":
			continue
		case "IMO_COMPANY":
			scheme = "IMO" // lists do not tell the two apart
		case "OGRNIP":
			scheme = "OGRN"
		}
		out = append(out, ListNumber{scheme, Number(n.Value)})
	}
	return out
}

// Match compares a party with entries and gives the hits, best first, ties by list and entry.
func Match(s Subject, entries []Listed) []Hit {
	var hits []Hit
	for _, l := range entries {
		if hit, ok := s.match(l); ok {
			hits = append(hits, hit)
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(b.Score-a.Score, strings.Compare(a.Source, b.Source), strings.Compare(a.EntryID, b.EntryID), strings.Compare(a.Set, b.Set))
	})
	return hits
}

func (s Subject) match(l Listed) (Hit, bool) {
	hit := Hit{Set: l.Set, Source: l.Source, EntryID: l.Entry.ID, EntryHash: l.Hash, EntryName: l.Entry.Name, Explanation: Explanation{Version: Version}}
	if s.byNumber(&hit, l.Entry) {
		return hit, true
	}
	s.byName(&hit, l.Entry)
	around := s.around(l.Entry)
	if hit.Score < Threshold && !hit.Exact {
		return hit, s.byWeakName(&hit, l.Entry, around)
	}
	for _, p := range around {
		hit.Score += p.Points
		hit.Explanation.Parts = append(hit.Explanation.Parts, p)
	}
	hit.Score = max(hit.Score, 0)
	return hit, hit.Exact || hit.Score >= Threshold
}

// byNumber makes equal official numbers a hit at full score, whatever the names.
func (s Subject) byNumber(hit *Hit, e Entry) bool {
	for _, mine := range s.numbers() {
		for _, theirs := range e.Numbers {
			score, feature := Full, SameNumber
			switch {
			case mine == theirs:
			case theirs.Scheme == anyNumber && theirs.Value == mine.Value && len(mine.Value) >= anyNumberFrom:
				score, feature = likeScore, LikeNumber
			default:
				continue
			}
			if score <= hit.Score {
				continue
			}
			hit.Score, hit.Exact = score, true
			hit.Explanation.Party, hit.Explanation.Entry, hit.Explanation.Flags = s.party.Name, e.Name, []Flag{NumberMatch}
			hit.Explanation.Parts = []Part{{feature, mine.Scheme + " " + mine.Value, theirs.Scheme + " " + theirs.Value, score}}
		}
	}
	return hit.Exact
}

// byName finds the best of all names of the party against all strong names of the entry.
func (s Subject) byName(hit *Hit, e Entry) {
	for _, text := range e.Names() {
		for _, spelling := range spellings(text) {
			theirs := NameOf(spelling)
			for _, mine := range s.names {
				score, parts := compare(mine, theirs)
				exact := mine.Clean == theirs.Clean && mine.Clean != ""
				if e.Kind != Individual && !exact {
					score, parts = s.holdNumbers(mine, theirs, score, parts)
				}
				if score < hit.Score || score == hit.Score && (hit.Exact || !exact) {
					continue
				}
				hit.Score, hit.Exact = score, exact || hit.Exact
				hit.Explanation.Party, hit.Explanation.Entry, hit.Explanation.Parts, hit.Explanation.Flags = mine.Text, theirs.Text, parts, nil
				if mine.Mixed || theirs.Mixed {
					hit.Explanation.Flags = []Flag{MixedScript}
				}
			}
		}
	}
}

// holdNumbers keeps names with different numbers below the threshold: Trading 7 is not Trading 9.
func (s Subject) holdNumbers(mine, theirs Name, score int, parts []Part) (int, []Part) {
	a, b := mine.numbers(), theirs.numbers()
	if score <= numberScore || slices.Equal(a, b) {
		return score, parts
	}
	return numberScore, append(parts, Part{OtherNumber, strings.Join(a, " "), strings.Join(b, " "), numberScore - score})
}

// byWeakName makes an equal nickname a hit of low priority, when the country or the date of birth agrees.
func (s Subject) byWeakName(hit *Hit, e Entry, around []Part) bool {
	agrees := slices.ContainsFunc(around, func(p Part) bool { return p.Feature == SameCountry || p.Feature == SameBirth })
	if !agrees {
		return false
	}
	for _, weak := range e.Weak {
		for _, text := range s.texts() {
			if clean := Clean(text); clean == Clean(weak) && clean != "" {
				hit.Score, hit.Explanation.Party, hit.Explanation.Entry, hit.Explanation.Flags = weakScore, text, weak, []Flag{WeakAlias}
				hit.Explanation.Parts = append([]Part{{WeakName, text, weak, weakScore}}, around...)
				for _, p := range around {
					hit.Score += p.Points
				}
				return true
			}
		}
	}
	return false
}

// around compares what is known beside the name. It moves the rank of a hit and never hides an equal name.
func (s Subject) around(e Entry) []Part {
	var parts []Part
	if p, ok := bornPart(s.party.BornOn, e.Born); ok {
		parts = append(parts, p)
	}
	if p, ok := countryPart(s.party.Country, e.Countries); ok {
		parts = append(parts, p)
	}
	if (s.party.Kind == party.Person) != (e.Kind == Individual) || e.Kind == Vessel || e.Kind == Aircraft {
		parts = append(parts, Part{OtherKind, string(s.party.Kind), string(e.Kind), -otherKindCost})
	}
	return parts
}

func bornPart(born day.Date, spans []Span) (Part, bool) {
	if born == 0 || len(spans) == 0 {
		return Part{}, false
	}
	text := born.String()
	best := Part{OtherBirth, text, spans[0].From, -otherBirthCost}
	for _, s := range spans {
		from, to := s.years()
		switch {
		case text[:min(len(s.From), 10)] >= s.From && text[:min(len(s.To), 10)] <= s.To:
			return Part{SameBirth, text, s.From, 0}, true
		case born.Year() >= from-birthTolerance && born.Year() <= to+birthTolerance:
			best = Part{OtherBirth, text, s.From, -nearBirthCost}
		}
	}
	return best, true
}

func countryPart(mine string, theirs []string) (Part, bool) {
	known := slices.DeleteFunc(slices.Clone(theirs), func(c string) bool { return len(c) != 2 })
	switch {
	case mine == "" || len(known) == 0:
		return Part{}, false
	case slices.Contains(known, mine):
		return Part{SameCountry, mine, mine, 0}, true
	case len(known) < len(theirs): // the entry has a country whose code we do not know
		return Part{}, false
	}
	return Part{OtherCountry, mine, strings.Join(known, " "), -otherPlaceCost}, true
}
