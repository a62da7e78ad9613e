package guarantee

import (
	"kontor/day"
	"kontor/errs"
)

// Recorded: a paper came in and was registered. It gives no cover until somebody else has verified it.
type RecordedFact struct {
	Terms  Terms  `json:"terms"`
	Text   string `json:"text,omitempty"`   // hash of the text as issued
	Agreed string `json:"agreed,omitempty"` // hash of the text that was agreed
}

var _ = fact[RecordedFact]("recorded")

func (f RecordedFact) may(s State, e Event) error {
	if s.Seq != 0 {
		return errs.New(errs.Conflict, "it is recorded already")
	}
	var faults errs.Faults
	faults.Take("", f.instrument(s.ID).Check())
	if f.Terms.IssuedOn > e.On {
		faults.Add("issued_on", "the day of issue is yet to come")
	}
	return faults.Err()
}

func (f RecordedFact) instrument(id string) Instrument {
	i := Instrument{ID: id, Terms: f.Terms, Life: Recorded, Trust: Unverified}
	i.Paid, i.Reserved, i.Reduced = i.amount(0), i.amount(0), i.amount(0)
	return i
}

func (f RecordedFact) on(s *State, e Event) {
	s.Instrument = f.instrument(s.ID)
	s.Recorder, s.Text = e.By, Text{Agreed: f.Agreed, Issued: f.Text}
}

// AdoptedFact: the house knew the instrument before it kept events. It is the first event of such an instrument, and tells all that was
// known then.
type AdoptedFact struct {
	Instrument Instrument `json:"instrument"`
	Recorder   string     `json:"recorder"`
	Verifier   string     `json:"verifier,omitempty"`
	Evidence   Evidence   `json:"evidence,omitzero"`
	Text       Text       `json:"text,omitzero"`
	Demands    []Demand   `json:"demands,omitempty"`
}

var _ = fact[AdoptedFact]("adopted")

func (f AdoptedFact) may(s State, _ Event) error {
	if s.Seq != 0 {
		return errs.New(errs.Conflict, "it is recorded already")
	}
	return nil
}

func (f AdoptedFact) on(s *State, _ Event) {
	s.Instrument, s.Recorder, s.Verifier, s.Evidence, s.Text, s.Demands = f.Instrument, f.Recorder, f.Verifier, f.Evidence, f.Text, f.Demands
}

// RevokedFact: it does not bind its guarantor any more, or never did.
type RevokedFact struct{}

var _ = fact[RevokedFact]("revoked")

func (RevokedFact) may(s State, _ Event) error {
	_, err := s.Instrument.Move(Revoked)
	return err
}

func (RevokedFact) on(s *State, e Event) { s.end(Revoked, e.On) }

// ExpiredFact: its last day is over.
type ExpiredFact struct{}

var _ = fact[ExpiredFact]("expired")

func (ExpiredFact) may(s State, _ Event) error {
	_, err := s.Instrument.Move(Expired)
	return err
}

func (ExpiredFact) on(s *State, e Event) {
	s.Clock.Was = s.Life
	s.end(Expired, e.On)
}

// CancelledFact: it was taken back before it could first be drawn.
type CancelledFact struct{}

var _ = fact[CancelledFact]("cancelled")

func (CancelledFact) may(s State, _ Event) error {
	if on := s.Clock.Entered; on != 0 {
		return errs.New(errs.Conflict, "it is in force from {day} already", "day", on).Because("a guarantee in force ends by release or expiry")
	}
	_, err := s.Instrument.Move(Cancelled)
	return err
}

func (CancelledFact) on(s *State, e Event) { s.end(Cancelled, e.On) }

// PaperReturnedFact: the paper was handed back. That alone changes nothing; it stays in force until its last day or a signed release
// (URDG 758 art. 25).
type PaperReturnedFact struct {
	To string `json:"to"` // who has it now
}

var _ = fact[PaperReturnedFact]("paper_returned")

func (f PaperReturnedFact) may(_ State, _ Event) error {
	var faults errs.Faults
	if blank(f.To) {
		faults.Add("to", "say who has the paper now")
	}
	return faults.Err()
}

func (PaperReturnedFact) on(*State, Event) {}

func (s *State) end(to Life, on day.Date) { s.Life, s.EndedOn = to, on }
