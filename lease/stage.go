package lease

import (
	"kontor/day"
	"kontor/errs"
)

// StagePolicy are the house's lines between the stages of IFRS 9. The zero value is the standard's presumptions: 30 and 90
// days past due (par. 5.5.11, B5.5.37), and a cure of 90 days.
type StagePolicy struct {
	SignificantDPD int  `json:"significant_dpd,omitempty"`
	DefaultDPD     int  `json:"default_dpd,omitempty"`
	CureDays       int  `json:"cure_days,omitempty"` // for which a contract that came out of default stays in stage 2
	Grades         int  `json:"grades,omitempty"`    // worse than at the start by so many is a significant increase; 0 = 3
	Lifetime       bool `json:"lifetime,omitempty"`  // lease receivables always carry lifetime losses (par. 5.5.15)
}

func (p StagePolicy) filled() StagePolicy {
	fill := func(n *int, by int) {
		if *n <= 0 {
			*n = by
		}
	}
	fill(&p.SignificantDPD, 30)
	fill(&p.DefaultDPD, 90)
	fill(&p.CureDays, 90)
	fill(&p.Grades, 3)
	return p
}

// Standing is what is known of a contract and its lessee on a day.
type Standing struct {
	On         day.Date       `json:"on"`
	DPD        int            `json:"dpd"` // the most of all contracts of the lessee where a default of one is a default of all
	Events     []DefaultEvent `json:"events,omitempty"`
	GradeStart int            `json:"grade_at_start,omitempty"` // higher is worse; 0 = not graded
	Grade      int            `json:"grade,omitempty"`
	CuredOn    day.Date       `json:"cured_on,omitzero"` // on which all arrears of a default were paid
	Rebuttal   StageVoice     `json:"rebuttal,omitzero"` // why 30 days past due are no significant increase here
	Override   StageVoice     `json:"override,omitzero"`
}

// DefaultEvent is a default that no day count finds.
type DefaultEvent string

// The events.
const (
	Insolvency   DefaultEvent = "insolvency"
	LossOfCover  DefaultEvent = "loss_of_cover"
	CrossDefault DefaultEvent = "cross_default"
	Declared     DefaultEvent = "declared"
)

// DefaultEvents are the events in the order in which a person is offered them.
var DefaultEvents = []DefaultEvent{Insolvency, LossOfCover, CrossDefault, Declared}

// StageVoice is a person's word against the count: who, why and until when.
type StageVoice struct {
	Stage  int      `json:"stage,omitempty"` // of an override
	By     string   `json:"by"`
	Reason string   `json:"reason"`
	Until  day.Date `json:"until"` // last day on which it holds
}

// Staging is the stage of a contract with its reasons.
type Staging struct {
	Stage    int         `json:"stage"`    // 1, 2 or 3
	Counted  int         `json:"counted"`  // the stage without an override
	Lifetime bool        `json:"lifetime"` // losses are those of the whole life
	Reasons  []errs.Text `json:"reasons"`
}

// StageOf finds the stage (B8): 3 in default, 2 after a significant increase of the risk or while a default is being cured,
// else 1. A person may override it with a reason and an end, but nobody makes a default stage 1. Errors: Invalid with every
// fault.
func StageOf(s Standing, p StagePolicy) (Staging, error) {
	p = p.filled()
	if err := s.check(); err != nil {
		return Staging{}, err
	}
	out := Staging{Stage: 1}
	to := func(stage int, why errs.Text) {
		out.Stage = max(out.Stage, stage)
		out.Reasons = append(out.Reasons, why)
	}
	if s.DPD >= p.DefaultDPD {
		to(3, errs.T("{n} days past due: {limit} or more are a default", "n", s.DPD, "limit", p.DefaultDPD))
	}
	for _, e := range s.Events {
		to(3, eventText(e))
	}
	if s.DPD >= p.SignificantDPD && s.DPD < p.DefaultDPD {
		if s.Rebuttal.By != "" && s.On <= s.Rebuttal.Until {
			out.Reasons = append(out.Reasons, errs.T("{n} days past due, no higher risk by the word of {person}: {reason}", "n", s.DPD, "person", s.Rebuttal.By,
				"reason", s.Rebuttal.Reason))
		} else {
			to(2, errs.T("{n} days past due: from {limit} days on the risk is presumed to have risen", "n", s.DPD, "limit", p.SignificantDPD))
		}
	}
	if s.GradeStart > 0 && s.Grade-s.GradeStart >= p.Grades {
		to(2, errs.T("the grade fell from {from} to {to}", "from", s.GradeStart, "to", s.Grade))
	}
	if cured := s.CuredOn.Add(p.CureDays); s.CuredOn != 0 && s.On < cured {
		to(2, errs.T("cured on {day}, watched until {until}", "day", s.CuredOn, "until", cured))
	}
	out.Counted = out.Stage
	if o := s.Override; o.By != "" && s.On <= o.Until {
		if o.Stage == 1 && out.Stage == 3 {
			var f errs.Faults
			f.Add("override.stage", "a contract in default cannot be stage 1").Because("choose stage 2 or 3")
			return Staging{}, f.Err()
		}
		out.Stage = o.Stage
		out.Reasons = append(out.Reasons, errs.T("stage {stage} by the word of {person} until {day}: {reason}", "stage", o.Stage, "person", o.By, "day", o.Until, "reason", o.Reason))
	}
	if len(out.Reasons) == 0 {
		out.Reasons = append(out.Reasons, errs.T("the risk has not risen since the start"))
	}
	out.Lifetime = out.Stage > 1 || p.Lifetime
	return out, nil
}

func eventText(e DefaultEvent) errs.Text {
	switch e {
	case Insolvency:
		return errs.T("the lessee is insolvent")
	case LossOfCover:
		return errs.T("the cover is lost")
	case Declared:
		return errs.T("the default was declared")
	}
	return errs.T("another contract of the lessee is in default")
}

func (s Standing) check() error {
	var f errs.Faults
	if s.On == 0 {
		f.Add("on", "this needs a day")
	}
	if s.DPD < 0 {
		f.Add("dpd", "days past due are not below zero")
	}
	for i, e := range s.Events {
		checkWord(&f, at("events", i), e, DefaultEvents)
	}
	if s.CuredOn > s.On {
		f.Add("cured_on", "this day lies ahead")
	}
	for _, v := range []struct {
		field string
		voice StageVoice
		stage bool
	}{{"rebuttal", s.Rebuttal, false}, {"override", s.Override, true}} {
		if v.voice == (StageVoice{}) {
			continue
		}
		if v.voice.By == "" || v.voice.Reason == "" || v.voice.Until == 0 {
			f.Add(v.field, "this needs who says it, a reason and a last day")
		}
		if v.stage && (v.voice.Stage < 1 || v.voice.Stage > 3) {
			f.Add(v.field+".stage", "a stage is 1, 2 or 3")
		}
	}
	return f.Err()
}
