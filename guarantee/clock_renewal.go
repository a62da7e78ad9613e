package guarantee

import (
	"fmt"
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// Renewed is one automatic extension.
type Renewed struct {
	From day.Date `json:"from"` // stated expiry before
	To   day.Date `json:"to"`
}

// NonExtension is a notice of the guarantor that the promise will not extend itself any more (MT 785).
type NonExtension struct {
	For    day.Date `json:"for"` // the stated expiry at which it lets the promise end
	Given  day.Date `json:"given"`
	Latest day.Date `json:"latest"` // the last day on which it could be given
	InTime bool     `json:"in_time"`
	Source string   `json:"source"` // message or letter
}

// renewal are the terms by which the promise extends itself, as the dates read them.
func (s State) renewal() (deadline.Renewal, bool) {
	e := s.Extension
	text := e.Period
	if text == "DAYS" {
		text = fmt.Sprintf("DAYS/%d", e.Days)
	}
	period, err := deadline.ParsePeriod(text)
	return deadline.Renewal{Period: period, Final: e.FinalOn, NoticeDays: e.NoticeDays, Basis: deadline.Basis(e.Basis)}, err == nil
}

// renewsTo is the stated expiry after the next automatic extension; false when there will be none: no such terms, the final date is
// reached, or notice was given in time. A period that only the text explains (OTHR) extends nothing by itself.
func (s State) renewsTo() (day.Date, bool) {
	r, ok := s.renewal()
	if !ok || !s.live() || s.ExpiresOn == 0 || s.Clock.EventOn != 0 || s.Clock.Notice.InTime {
		return 0, false
	}
	next := r.Next(s.ExpiresOn).On
	return next, next != 0
}

// RenewsTo is the stated expiry after the next automatic extension, none when there will be none.
func (s State) RenewsTo() day.Date {
	to, _ := s.renewsTo()
	return to
}

// LatestNotice is the last day on which the guarantor may give notice that the promise ends at its current expiry; none when it does not
// extend itself.
func (s State) LatestNotice() deadline.Explained {
	r, ok := s.renewal()
	if !ok || s.ExpiresOn == 0 {
		return deadline.Explained{}
	}
	return r.LatestNotice(s.ExpiresOn)
}

// RenewedFact: it extended itself at its expiry, because nobody gave notice in time (D8).
type RenewedFact Renewed

var _ = fact[RenewedFact]("renewed")

func (RenewedFact) may(State, Event) error { return nil }

func (f RenewedFact) on(s *State, _ Event) {
	s.ExpiresOn = f.To
	s.Clock.Renewed = append(slices.Clone(s.Clock.Renewed), Renewed(f))
}

func renewTimer(s State, _ deadline.Place, _ deadline.Profile) (Due, bool) {
	to, ok := s.renewsTo()
	return Due{On: s.ExpiresOn, Fact: RenewedFact{From: s.ExpiresOn, To: to}}, ok
}

// NonExtensionFact: the guarantor gave notice that the promise will not extend itself. A late notice changes nothing: the extension
// stands (scenario 28).
type NonExtensionFact struct {
	Sent     day.Date `json:"sent,omitzero"`
	Received day.Date `json:"received,omitzero"`
	Source   string   `json:"source"` // reference of the message or letter
	Hash     string   `json:"hash,omitempty"`
}

var _ = fact[NonExtensionFact]("non_extension")

func (f NonExtensionFact) may(s State, e Event) error {
	if !s.live() {
		return overFor(s)
	}
	if _, ok := s.renewal(); !ok {
		return errs.New(errs.Refused, "the guarantee does not extend itself: a notice changes nothing").Because("check the terms against the text")
	}
	var faults errs.Faults
	if blank(f.Source) {
		faults.Add("source", "a notice needs its source").Because("give the reference of the message or letter")
	}
	for _, d := range []struct {
		field string
		on    day.Date
	}{{"sent", f.Sent}, {"received", f.Received}} {
		if d.on > e.On {
			faults.Add(d.field, "the day is today or earlier")
		}
	}
	if _, err := f.judge(s); err != nil {
		field := "sent"
		if s.Extension.Basis == string(deadline.ByReceipt) {
			field = "received"
		}
		faults.Take(field, err)
	}
	return faults.Err()
}

// judge is what the notice is worth. One that was given in time for an expiry which has passed meanwhile, and only became known
// afterwards, ends the promise at that expiry all the same.
func (f NonExtensionFact) judge(s State) (NonExtension, error) {
	r, _ := s.renewal()
	at := s.ExpiresOn
	n, err := r.Notice(at, f.Sent, f.Received)
	if err != nil {
		return NonExtension{}, err
	}
	for _, past := range slices.Backward(s.Clock.Renewed) {
		if past.To != at || r.LatestNotice(past.From).On < n.Given {
			break
		}
		at = past.From
	}
	if at != s.ExpiresOn {
		n, _ = r.Notice(at, f.Sent, f.Received)
	}
	return NonExtension{For: at, Given: n.Given, Latest: n.Latest.On, InTime: n.InTime, Source: f.Source}, nil
}

func (f NonExtensionFact) on(s *State, e Event) {
	n, _ := f.judge(*s)
	if known := s.Clock.Notice; known.InTime && known.For == n.For {
		return // said before
	}
	s.Clock.Notice = n
	if n.InTime {
		s.ExpiresOn, s.Clock.KnownOn, s.Clock.Alarmed = n.For, e.On, 0
	}
}
