package vet

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// State is how far people are with a hit.
type State string

// The states of a hit.
const (
	Open      State = "open"      // nobody has looked
	Proposed  State = "proposed"  // one person says that it is somebody else
	Cleared   State = "cleared"   // two people say so
	Escalated State = "escalated" // handed on
	Confirmed State = "confirmed" // it is the listed one
)

// Label is the word for people.
func (s State) Label() errs.Text {
	switch s {
	case Open:
		return errs.T("open")
	case Proposed:
		return errs.T("clearing proposed")
	case Cleared:
		return errs.T("cleared")
	case Escalated:
		return errs.T("escalated")
	case Confirmed:
		return errs.T("confirmed")
	}
	return errs.T("unknown ({word})", "word", string(s))
}

// ReasonCodes say, for reports, why a hit is somebody else.
func ReasonCodes() []string {
	return []string{"other_person", "other_company", "other_country", "other_birth_date", "other_number", "common_name"}
}

// Review is what people have said of a hit. A hit belongs to one identity of a party (its fingerprint) and one state of
// an entry (its hash); a change of either is a new hit with a new review.
type Review struct {
	State     State
	Code      string
	Reason    string
	First     string // login of the first reviewer
	Second    string
	ExpiresOn day.Date // first day on which a clearing does not hold any more
}

// Holds reports whether the hit is cleared on a day.
func (r Review) Holds(on day.Date) bool { return r.State == Cleared && on < r.ExpiresOn }

// Propose says that the hit is somebody else. A second person must confirm. A confirmed hit can be taken back only in
// this way too.
func (r Review) Propose(by, code, reason string) (Review, error) {
	var f errs.Faults
	if !slices.Contains(ReasonCodes(), code) {
		f.Add("reason_code", "{word} is no reason", "word", quoted(code)).Because("choose from: {names}", "names", strings.Join(ReasonCodes(), ", "))
	}
	if strings.TrimSpace(reason) == "" {
		f.Add("reason", "a reason is needed").Because("say what shows that it is somebody else, and where that can be seen")
	}
	if err := f.Err(); err != nil {
		return r, err
	}
	if r.State == Proposed {
		return r, errs.New(errs.Conflict, "a clearing is proposed already").Because("somebody else confirms it, or confirms the hit")
	}
	if r.State == Cleared {
		return r, errs.New(errs.Conflict, "the hit is cleared already, until {day}", "day", r.ExpiresOn)
	}
	return Review{State: Proposed, Code: code, Reason: reason, First: by}, nil
}

// ConfirmClearing clears the hit for twelve months. It needs somebody else than who proposed it.
func (r Review) ConfirmClearing(by string, on day.Date) (Review, error) {
	if r.State != Proposed {
		return r, errs.New(errs.Conflict, "no clearing is proposed, the hit is {state}", "state", r.State.Label()).Because("propose the clearing first, with a reason")
	}
	if by == r.First {
		return r, errs.New(errs.Refused, "you proposed the clearing yourself").Because("ask a second person to look at it")
	}
	r.State, r.Second, r.ExpiresOn = Cleared, by, on.AddMonths(ClearingMonths)
	return r, nil
}

// Confirm says that the party is the listed one; one person is enough, because it only blocks.
func (r Review) Confirm(by, reason string) (Review, error) {
	if r.State == Confirmed {
		return r, errs.New(errs.Conflict, "the hit is confirmed already")
	}
	return Review{State: Confirmed, Reason: reason, First: by}, nil
}

// Escalate hands the hit on to somebody who knows more.
func (r Review) Escalate(by, reason string) (Review, error) {
	if r.State != Open && r.State != Proposed {
		return r, errs.New(errs.Conflict, "the hit is {state}", "state", r.State.Label()).Because("only a hit without a decision is handed on")
	}
	return Review{State: Escalated, Reason: reason, First: by}, nil
}

// Reopen asks again when a clearing has run out, and keeps who said what before.
func (r Review) Reopen(on day.Date) (Review, bool) {
	if r.State != Cleared || r.Holds(on) {
		return r, false
	}
	r.State, r.ExpiresOn = Open, 0
	return r, true
}
