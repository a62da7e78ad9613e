package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Renewal are the terms by which an instrument extends itself unless somebody gives notice.
type Renewal struct {
	Period     day.Period `json:"period"`
	Final      day.Date   `json:"final,omitzero"` // the day past which it never extends; none: without end
	NoticeDays int        `json:"notice_days"`    // calendar days before the stated current expiry by which notice must be given
	Basis      Basis      `json:"basis,omitempty"`
}

// Basis is what a notice must have done by its last day.
type Basis string

// The bases; empty is BySending, as the messages define their field.
const (
	BySending Basis = "sent"
	ByReceipt Basis = "received"
)

// Check says everything that is wrong with the terms. Errors: Invalid with a fault for every bad field.
func (r Renewal) Check() error {
	var f errs.Faults
	if on, _ := later(r.Period, day.MustOf(2000, 1, 1)); on == 0 || r.Period.N > MostPeriodDays {
		f.Take("period", notAPeriod(r.Period.String()))
	}
	if r.NoticeDays < 0 || r.NoticeDays > MostPeriodDays {
		f.Add("notice_days", "notice is 0 to {most} days", "most", MostPeriodDays)
	}
	if r.Basis != "" && r.Basis != BySending && r.Basis != ByReceipt {
		f.Add("basis", "{word} is not one of the choices", "word", `"`+string(r.Basis)+`"`).Because("choose one of: {names}", "names", "sent, received")
	}
	return f.Err()
}

// Next is the expiry after the automatic extension of a current one (D8); its day is none when the instrument extends no
// more, because the final date is reached or the period is none.
func (r Renewal) Next(current day.Date) Explained {
	e := Explained{Rule: "D8", Article: "MT 760 23F, 31S"}
	on, step := later(r.Period, current)
	switch {
	case on == 0:
		e.Steps = []errs.Text{errs.T("there is no period by which it would extend")}
	case r.Final != 0 && current >= r.Final:
		e.Steps = []errs.Text{errs.T("the final date {day} is reached: it extends no more", "day", r.Final)}
	case r.Final != 0 && on > r.Final:
		e.On, e.Steps = r.Final, []errs.Text{step, errs.T("never past the final date {day}", "day", r.Final)}
	default:
		e.On, e.Steps = on, []errs.Text{step}
	}
	return e
}

// mostExtensions bounds a chain: a century of weekly ones.
const mostExtensions = 5200

// Chain are all extensions that would follow a current expiry if nobody gave notice, up to the first that reaches a day.
func (r Renewal) Chain(current, upTo day.Date) []Explained {
	var chain []Explained
	for current < upTo && len(chain) < mostExtensions {
		next := r.Next(current)
		if next.On == 0 {
			break
		}
		chain, current = append(chain, next), next.On
	}
	return chain
}

// LatestNotice is the last day of a notice of non-extension (D9), counted back from the stated current expiry. On that day
// the house has its task to draw or replace, too.
func (r Renewal) LatestNotice(current day.Date) Explained {
	on := current.Add(-r.NoticeDays)
	return Explained{On: on, Rule: "D9", Article: "MT 760 26E", Steps: []errs.Text{
		errs.T("{n} calendar days before the stated expiry {expiry}: {day}", "n", r.NoticeDays, "expiry", current, "day", on)}}
}

// Notice is what a notice of non-extension is worth.
type Notice struct {
	Latest     Explained `json:"latest"`
	Given      day.Date  `json:"given"` // sent or received, as the text counts
	DaysBefore int       `json:"days_before"`
	InTime     bool      `json:"in_time"`
	Ends       day.Date  `json:"ends"` // the stated expiry that follows: the current one after a notice in time, else the next
}

// Notice judges a notice of non-extension by the day that the text counts, of sending or of receipt (D9). A late one changes
// nothing: the extension stands. Errors: Invalid when the day that counts is not known.
func (r Renewal) Notice(current, sent, received day.Date) (Notice, error) {
	given := sent
	if r.Basis == ByReceipt {
		given = received
	}
	if given == 0 {
		return Notice{}, errs.New(errs.Invalid, "the day that counts for the notice is missing").
			Because("record when it was sent or received, as the text says")
	}
	n := Notice{Latest: r.LatestNotice(current), Given: given, DaysBefore: current.Sub(given), Ends: current}
	n.InTime = given <= n.Latest.On
	if next := r.Next(current).On; !n.InTime && next != 0 {
		n.Ends = next
	}
	return n, nil
}
