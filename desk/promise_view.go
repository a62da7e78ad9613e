package desk

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// PromiseView is what a page shows of a guarantee beside its facts.
type PromiseView struct {
	Today day.Date `json:"today"`
	Marks []Mark   `json:"marks"` // its life in days, the earliest first
}

// Mark is a date in the life of a guarantee.
type Mark struct {
	On    day.Date            `json:"on"`
	Label errs.Text           `json:"label"`
	Alarm bool                `json:"alarm,omitempty"` // somebody is told on that day
	Act   bool                `json:"act,omitempty"`   // something must be done by then
	Why   *deadline.Explained `json:"why,omitempty"`   // how it was computed
}

// promiseView gathers the dates of a guarantee, each with how it was computed.
func (w *work) promiseView(p promise) (*PromiseView, error) {
	v := &PromiseView{Today: w.today}
	add := func(m Mark) {
		if m.On != 0 {
			v.Marks = append(v.Marks, m)
		}
	}
	add(Mark{On: p.IssuedOn, Label: errs.T("issued")})
	if p.EffectiveOn > p.IssuedOn {
		add(Mark{On: p.EffectiveOn, Label: errs.T("takes effect")})
	}
	add(Mark{On: p.VerifiedOn, Label: errs.T("verified")})
	add(Mark{On: p.EndedOn, Label: p.Life.Label()})
	if p.EndedOn == 0 {
		if err := w.lastDays(p, add); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(v.Marks, func(a, b Mark) int { return a.On.Sub(b.On) })
	return v, nil
}

// lastDays adds the days that count toward the end of a guarantee: notice, sending, alarms, stated and effective expiry.
func (w *work) lastDays(p promise, add func(Mark)) error {
	l, err := w.endingLine(p)
	if err != nil {
		return err
	}
	last := l.Last
	if p.ReverifyOn != 0 && (last.On == 0 || p.ReverifyOn < last.On) {
		add(Mark{On: p.ReverifyOn, Label: errs.T("verify again by"), Act: true})
	}
	if l.Stated == last.On {
		add(Mark{On: l.Stated, Label: errs.T("expires"), Act: true, Why: &last})
	} else {
		add(Mark{On: l.Stated, Label: errs.T("expires")})
		add(Mark{On: last.On, Label: errs.T("last day to present"), Act: true, Why: &last})
	}
	add(Mark{On: l.Sending.On, Label: errs.T("last safe day to send"), Act: true, Why: &l.Sending})
	if l.Notice != nil {
		add(Mark{On: l.Notice.On, Label: errs.T("last day for notice of non-extension"), Why: l.Notice})
	}
	add(Mark{On: l.RenewsTo, Label: errs.T("extends itself to")})
	if last.On != 0 {
		for _, a := range deadline.Alarms(last.On) {
			add(Mark{On: a.On, Label: errs.T("alarm, {n} days before", "n", a.Days), Alarm: true})
		}
	}
	return nil
}
