package vet

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Outcome is what a vetting says of a party.
type Outcome string

// The outcomes. Only Clear passes the gate.
const (
	Clear   Outcome = "clear"
	InDoubt Outcome = "review"
	Blocked Outcome = "blocked"
)

// Judged is a hit with what people have said of it.
type Judged struct {
	Hit
	Review Review
}

// Decision is an outcome with all its reasons.
type Decision struct {
	Outcome Outcome
	Reasons []errs.Text
}

const mostReasons = 20

// Decide weighs the hits of one party. One that is confirmed blocks; one that is not cleared, or no longer, needs a
// review; there is no way around either.
func Decide(hits []Judged, sources []string, on day.Date) Decision {
	d := Decision{Outcome: Clear}
	for _, h := range hits {
		var reason errs.Text
		switch {
		case h.Review.State == Confirmed:
			d.Outcome = Blocked
			reason = errs.T("it is {entry} of the list {source} ({nr})", "entry", h.EntryName, "source", h.Source, "nr", h.EntryID)
		case h.Review.Holds(on):
			reason = errs.T("{entry} of the list {source} is somebody else, until {day}", "entry", h.EntryName, "source", h.Source, "day", h.Review.ExpiresOn)
		default:
			if d.Outcome == Clear {
				d.Outcome = InDoubt
			}
			reason = errs.T("it resembles {entry} of the list {source} ({nr}), score {score} of 10,000: {state}", "entry", h.EntryName, "source", h.Source, "nr", h.EntryID,
				"score", h.Score, "state", h.Review.State.Label())
		}
		if len(d.Reasons) < mostReasons {
			d.Reasons = append(d.Reasons, reason)
		}
	}
	if len(hits) == 0 {
		d.Reasons = append(d.Reasons, errs.T("nothing on the lists {sources} resembles it", "sources", strings.Join(slices.Sorted(slices.Values(sources)), ", ")))
	}
	return d
}

// TooGeneral is the decision about a party whose names say nothing: no list can answer, so people must.
func TooGeneral() Decision {
	return Decision{InDoubt, []errs.Text{errs.T("its name is too general to be searched in a list")}}
}
