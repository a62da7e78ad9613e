package guarantee

import (
	"kontor/day"
	"kontor/errs"
)

// RecordedFact: a paper came in and was registered. It gives no cover until somebody else has verified it.
type RecordedFact struct {
	Terms    Terms   `json:"terms"`
	Text     string  `json:"text,omitempty"`      // hash of the text as issued
	Agreed   string  `json:"agreed,omitempty"`    // hash of the text that was agreed
	AgreedID string  `json:"agreed_id,omitempty"` // of that text
	Differs  bool    `json:"differs,omitempty"`   // the two differ in more than blanks filled in
	Alarms   []Alarm `json:"alarms,omitempty"`
}

var _ = fact[RecordedFact]("recorded")

func (f RecordedFact) may(s State, e Event) error {
	if s.Seq != 0 {
		return errs.New(errs.Conflict, "it is recorded already")
	}
	return f.check(e.On)
}

func (f RecordedFact) check(on day.Date) error {
	var faults errs.Faults
	faults.Take("", f.Terms.Check())
	if f.Terms.IssuedOn > on {
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
	s.Recorder, s.Text = e.By, Text{Agreed: f.Agreed, Issued: f.Text, AgreedID: f.AgreedID, Differs: f.Differs}
	s.Alarms = f.Alarms
}

// CorrectedFact: its recorder had typed something wrong and wrote all terms anew, before anybody verified it.
type CorrectedFact RecordedFact

var _ = fact[CorrectedFact]("corrected")

func (f CorrectedFact) may(s State, e Event) error {
	if err := s.onlyRecorder(e); err != nil {
		return err
	}
	if s.Life != Recorded || len(s.Demands) > 0 {
		return errs.New(errs.Conflict, "the guarantee is {life}", "life", s.Life.Label()).Because("what was verified changes by an amendment alone")
	}
	var faults errs.Faults
	faults.Take("", RecordedFact(f).check(e.On))
	var pledged int64
	for _, a := range s.Allocations {
		pledged = max(pledged, a.Amount.Minor)
	}
	if len(s.Allocations) > 0 && (f.Terms.Applicant != s.Applicant || f.Terms.Face.Currency != s.Face.Currency || f.Terms.Face.Minor < pledged) {
		faults.Add("guarantee", "{n} deals are secured by it", "n", len(s.Allocations)).Because("take the pledges back first")
	}
	return faults.Err()
}

func (f CorrectedFact) on(s *State, e Event) {
	pledges, alarms, was := s.Allocations, s.Alarms, s.Instrument
	refused := s.Wording == WordingRefused
	RecordedFact(f).on(s, e)
	if was.Guarantor == s.Guarantor {
		s.Barred = was.Barred // it is about the guarantor, whatever the paper says
	}
	s.Reduced.Minor = was.Reduced.Minor
	for _, n := range s.Clock.Planned { // the new terms have a plan of their own, which comes about by itself
		s.Reduced.Minor -= was.Reductions[n].Amount.Minor
	}
	s.Clock.Planned = nil
	s.Allocations, s.Alarms, s.Wording, s.Flaws, s.Accepted = pledges, append(alarms[:len(alarms):len(alarms)], f.Alarms...), WordingOpen, nil, nil
	if refused {
		s.Wording = WordingRefused // only who reads the new words says that they can be drawn
	}
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
