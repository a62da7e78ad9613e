package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Amendment is a change of the terms. It binds the guarantor when issued and the house when accepted; silence accepts nothing, and
// words like "effective unless rejected" are disregarded (URDG 758 art. 11).
type Amendment struct {
	Nr             int            `json:"nr"`
	State          AmendmentState `json:"state"`
	Change         Change         `json:"change"`
	Source         string         `json:"source,omitempty"` // reference of the message or letter
	Hash           string         `json:"hash,omitempty"`   // of its bytes
	Dated          day.Date       `json:"dated,omitzero"`   // as the guarantor dated it
	RecordedBy     string         `json:"recorded_by"`
	RecordedOn     day.Date       `json:"recorded_on"`
	UnlessRejected bool           `json:"unless_rejected,omitempty"` // it says that silence accepts it
	AnsweredOn     day.Date       `json:"answered_on,omitzero"`
	ByPresenting   bool           `json:"by_presenting,omitempty"` // accepted by presenting what complies only with it
	Why            string         `json:"why,omitempty"`           // of a rejection
}

// AmendmentState is where an amendment stands.
type AmendmentState string

// The states of an amendment.
const (
	AmendmentParked     AmendmentState = "parked" // one before it has not arrived
	AmendmentIssued     AmendmentState = "issued"
	AmendmentAccepted   AmendmentState = "accepted"
	AmendmentRejected   AmendmentState = "rejected"
	AmendmentSuperseded AmendmentState = "superseded" // the guarantor put another in its place
)

// AmendmentStates are all states, in order.
func AmendmentStates() []AmendmentState {
	return []AmendmentState{AmendmentParked, AmendmentIssued, AmendmentAccepted, AmendmentRejected, AmendmentSuperseded}
}

// Label is the word for people.
func (a AmendmentState) Label() errs.Text {
	switch a {
	case AmendmentParked:
		return errs.T("parked")
	case AmendmentIssued:
		return errs.T("not answered")
	case AmendmentAccepted:
		return errs.T("accepted")
	case AmendmentRejected:
		return errs.T("rejected")
	case AmendmentSuperseded:
		return errs.T("superseded")
	}
	return errs.T("unknown ({word})", "word", string(a))
}

// Amendment finds an amendment by its number. Errors: NotFound.
func (s State) Amendment(nr int) (Amendment, error) {
	if n := slices.IndexFunc(s.Amendments, func(a Amendment) bool { return a.Nr == nr }); n >= 0 {
		return s.Amendments[n], nil
	}
	return Amendment{}, errs.New(errs.NotFound, "there is no amendment {nr}", "nr", nr)
}

// LastAmendment is the number of the last amendment in an unbroken row.
func (s State) LastAmendment() int {
	last := 0
	for _, a := range s.Amendments {
		if a.State != AmendmentParked {
			last = max(last, a.Nr)
		}
	}
	return last
}

func (s *State) setAmendment(a Amendment) {
	s.Amendments = slices.Clone(s.Amendments)
	for n := range s.Amendments {
		if s.Amendments[n].Nr == a.Nr {
			s.Amendments[n] = a
		}
	}
}

// AmendmentIssuedFact: the guarantor issued an amendment, and it was recorded as it came. It changes nothing until the house accepts it.
// One that comes before its time is parked until the gap closes.
type AmendmentIssuedFact struct {
	Nr             int      `json:"nr"`
	Change         Change   `json:"change"`
	Source         string   `json:"source,omitempty"`
	Hash           string   `json:"hash,omitempty"`
	Dated          day.Date `json:"dated,omitzero"`
	UnlessRejected bool     `json:"unless_rejected,omitempty"`
	Supersedes     int      `json:"supersedes,omitempty"` // number of the open amendment that it stands in place of
}

var _ = fact[AmendmentIssuedFact]("amendment_issued")

func (f AmendmentIssuedFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	for _, a := range s.Amendments {
		if f.Hash != "" && a.Hash == f.Hash {
			return errs.New(errs.Conflict, "amendment {nr} is recorded already", "nr", a.Nr).Because("this is the same message again; nothing was changed")
		}
	}
	var faults errs.Faults
	if f.Nr < 1 || f.Nr > 999 {
		faults.Add("nr", "amendments are numbered from 1 to {most}", "most", 999)
	}
	if _, err := s.Amendment(f.Nr); err == nil {
		faults.Add("nr", "amendment {nr} is recorded already", "nr", f.Nr).Because("look at it; if it is another one, ask the guarantor for its number")
	}
	if blank(f.Source) {
		faults.Add("source", "an amendment needs its source").Because("give the reference of the message or letter")
	}
	if f.Dated != 0 && (f.Dated > e.On || f.Dated < s.IssuedOn) {
		faults.Add("dated", "an amendment is issued after {day} and not later than today", "day", s.IssuedOn)
	}
	if f.Supersedes != 0 {
		if a, err := s.Amendment(f.Supersedes); err != nil || a.State != AmendmentIssued && a.State != AmendmentParked {
			faults.Add("supersedes", "amendment {nr} is not open", "nr", f.Supersedes)
		}
	}
	if f.Nr <= s.LastAmendment()+1 { // what a parked one leaves of the terms is not known before the gap closes
		faults.Take("", f.Change.check(s))
	} else if f.Change.IsZero() {
		faults.Add("text", "the amendment changes nothing").Because("record what it says")
	}
	return faults.Err()
}

func (f AmendmentIssuedFact) on(s *State, e Event) {
	a := Amendment{Nr: f.Nr, State: AmendmentIssued, Change: f.Change, Source: f.Source, Hash: f.Hash, Dated: f.Dated, RecordedBy: e.By, RecordedOn: e.On, UnlessRejected: f.UnlessRejected}
	if f.Nr > s.LastAmendment()+1 {
		a.State = AmendmentParked
	}
	if old, err := s.Amendment(f.Supersedes); err == nil {
		old.State, old.AnsweredOn = AmendmentSuperseded, e.On
		s.setAmendment(old)
	}
	s.Amendments = append(slices.Clone(s.Amendments), a)
	for { // a closed gap lets in those that waited for it
		next, err := s.Amendment(s.LastAmendment() + 1)
		if err != nil || next.State != AmendmentParked {
			return
		}
		next.State = AmendmentIssued
		s.setAmendment(next)
	}
}

// openAmendment is an amendment that may be answered. Errors: NotFound, Conflict.
func (s State) openAmendment(nr int) (Amendment, error) {
	a, err := s.Amendment(nr)
	switch {
	case err != nil:
		return a, err
	case a.State == AmendmentParked:
		return a, errs.New(errs.Conflict, "amendment {nr} waits for amendment {missing}", "nr", nr, "missing", s.LastAmendment()+1).Because("ask the guarantor for the missing one and record it")
	case a.State != AmendmentIssued:
		return a, errs.New(errs.Conflict, "amendment {nr} is {state}", "nr", nr, "state", a.State.Label())
	}
	return a, nil
}
