package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// ForceMajeureOnFact: force majeure shut the place where documents are presented and examined. What it does to the end of the promise
// and to running examinations is for the rule profile to say (D7).
type ForceMajeureOnFact struct {
	From     day.Date `json:"from"`
	Evidence string   `json:"evidence"` // who said so, and where
}

var _ = fact[ForceMajeureOnFact]("force_majeure_on")

func (f ForceMajeureOnFact) may(s State, e Event) error {
	if !s.live() && !(s.Life == Expired && f.From <= s.LastsUntil) {
		return overFor(s)
	}
	var faults errs.Faults
	if n := len(s.ForceMajeure); n > 0 && (s.ForceMajeure[n-1].Resumes == 0 || f.From < s.ForceMajeure[n-1].Resumes) {
		faults.Add("from", "the place is shut since {day} already", "day", s.ForceMajeure[n-1].From).Because("record first when it opened again")
	}
	if f.From == 0 || f.From > e.On {
		faults.Add("from", "the day is today or earlier")
	}
	if blank(f.Evidence) {
		faults.Add("evidence", "force majeure needs its evidence").Because("say who declared it, and where")
	}
	return faults.Err()
}

func (f ForceMajeureOnFact) on(s *State, _ Event) {
	s.ForceMajeure = append(slices.Clone(s.ForceMajeure), deadline.Closure{From: f.From})
	if s.Life == Expired && f.From <= s.LastsUntil {
		s.Life, s.EndedOn = s.Clock.Was, 0 // it could not be presented on its last day: the rules say whether it ended
	}
}

// ForceMajeureOffFact: the place is open again.
type ForceMajeureOffFact struct {
	Resumes  day.Date `json:"resumes"` // first day of business
	Evidence string   `json:"evidence"`
}

var _ = fact[ForceMajeureOffFact]("force_majeure_off")

func (f ForceMajeureOffFact) may(s State, e Event) error {
	n := len(s.ForceMajeure)
	if n == 0 || s.ForceMajeure[n-1].Resumes != 0 {
		return errs.New(errs.Conflict, "no force majeure is recorded")
	}
	var faults errs.Faults
	if f.Resumes <= s.ForceMajeure[n-1].From || f.Resumes > e.On {
		faults.Add("resumes", "business resumes after {day} and not later than today", "day", s.ForceMajeure[n-1].From)
	}
	if blank(f.Evidence) {
		faults.Add("evidence", "force majeure needs its evidence").Because("say who declared it, and where")
	}
	return faults.Err()
}

func (f ForceMajeureOffFact) on(s *State, _ Event) {
	s.ForceMajeure = slices.Clone(s.ForceMajeure)
	s.ForceMajeure[len(s.ForceMajeure)-1].Resumes = f.Resumes
}
