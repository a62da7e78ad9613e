package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Examination is the time in which a guarantor accepts or rejects what was presented.
type Examination struct {
	Presented         day.Date  `json:"presented"`
	Deadline          Explained `json:"deadline,omitzero"`           // last day of a notice in time; none where the rules flag a time between
	SafeUntil         Explained `json:"safe_until,omitzero"`         // a notice up to this day is in time
	UnreasonableAfter Explained `json:"unreasonable_after,omitzero"` // a notice after this day is late
	Preclusion        bool      `json:"preclusion"`                  // a guarantor that is late must pay
	Suspended         bool      `json:"suspended,omitempty"`         // the place is still shut: there is no deadline yet
}

// Examine is the time for examination that begins with a presentation (D2): the n-th business day after it at the place,
// where day 1 is the next business day, or as many calendar days. A closure stops the clock where the profile says so (D7):
// its days do not count, the day on which business resumes does. Errors: Refused when the text of the instrument must say
// the days and does not.
func (p Profile) Examine(presented day.Date, place Place, closures ...Closure) (Examination, error) {
	rule := p.Examination
	if rule.Days <= 0 { // of kind per_text, and the text was not brought in
		return Examination{}, errs.New(errs.Refused, "the rules {rules} leave the time for examination to the text", "rules", p.Label()).
			Because("copy the days from the text of the guarantee")
	}
	e := Examination{Presented: presented, Preclusion: p.Preclusion.Applies}
	if rule.Kind == CalendarDays {
		e.Deadline = p.stamp(After(presented, rule.Days), "D2", rule.Source)
		return e, nil
	}
	if p.ForceMajeure.Kind != ExtendOnceSuspend {
		closures = nil
	}
	e.UnreasonableAfter = p.businessDays(presented, rule.Days, place, closures)
	e.Suspended = e.UnreasonableAfter.On == 0
	if rule.Kind == FlagBetween {
		e.SafeUntil = p.businessDays(presented, rule.Safe, place, closures)
		return e, nil
	}
	e.Deadline, e.UnreasonableAfter = e.UnreasonableAfter, Explained{}
	return e, nil
}

func (p Profile) businessDays(from day.Date, n int, place Place, closures []Closure) Explained {
	w := place.walk(closures...)
	on := w.add(from, n)
	src, rule := p.Examination.Source, "D2"
	if len(w.stopped) > 0 {
		src, rule = p.ForceMajeure.Source, "D7"
	}
	step := errs.T("presented on {from}, which does not count; the last of {n} business days at {place} is {day}", "from", from, "n", n, "place", w.name(), "day", on)
	if on == 0 {
		step = errs.T("presented on {from}; {n} business days at {place} have not passed", "from", from, "n", n, "place", w.name())
	}
	return p.stamp(w.explain(on, rule, src, step), rule, src)
}

// stamp puts the profile, the rule and the article on a date.
func (p Profile) stamp(e Explained, rule string, src Source) Explained {
	e.Rule, e.Article, e.Verify, e.Profile = rule, src.Article, src.Verify, p.String()
	if src.ByText {
		e.Steps = append(e.Steps, errs.T("the text of the guarantee sets this in place of the rules"))
	}
	return e
}

// Last is the last day on which a notice may still be in time; none while the place is shut.
func (e Examination) Last() day.Date {
	if e.Deadline.IsZero() {
		return e.UnreasonableAfter.On
	}
	return e.Deadline.On
}

// Standing is what a notice of a given day is worth.
type Standing string

// What a notice is worth.
const (
	NoticeInTime  Standing = "in_time"
	NoticeFlagged Standing = "flagged" // between safe and unreasonable: nobody is precluded by itself, a person decides
	NoticeLate    Standing = "late"
)

// Standing says what a notice given on a day is worth.
func (e Examination) Standing(notice day.Date) Standing {
	switch last := e.Last(); {
	case last == 0:
		return NoticeInTime
	case notice > last:
		return NoticeLate
	case !e.SafeUntil.IsZero() && notice > e.SafeUntil.On:
		return NoticeFlagged
	}
	return NoticeInTime
}

// Precluded reports whether the guarantor can reject no more: the rules preclude, and its notice came late, or none has
// come (notice is none) and the last day is over.
func (e Examination) Precluded(notice, today day.Date) bool {
	if notice == 0 {
		notice = today
	}
	return e.Preclusion && e.Standing(notice) == NoticeLate
}

// SuspectForgery stops a running examination for some days from a day on, at most as many as the profile allows (L1).
// Errors: Refused when it allows none, or when the examination is over; Invalid for days outside 1 and that number.
func (p Profile) SuspectForgery(e Examination, on day.Date, days int) (Examination, error) {
	most := p.Examination.ForgeryDays
	switch {
	case most == 0:
		return e, errs.New(errs.Refused, "the rules {rules} let no suspicion of forgery stop the clock", "rules", p.Label())
	case days < 1 || days > most:
		return e, errs.New(errs.Invalid, "the clock stops for 1 to {most} days", "most", most)
	case on < e.Presented || on > e.Last():
		return e, errs.New(errs.Refused, "the time for examination ran from {from} to {to}", "from", e.Presented, "to", e.Last())
	}
	moved := e.Deadline
	moved.Rule, moved.On = "L1", moved.On.Add(days)
	moved.Steps = append(append([]errs.Text{}, moved.Steps...),
		errs.T("a suspicion of forgery stops the clock on {day} for {n} days: {to}", "day", on, "n", days, "to", moved.On))
	e.Deadline = moved
	return e, nil
}
