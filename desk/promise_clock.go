package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/store/q"
)

// ageGuarantees lets the calendar act on every guarantee for which it has something to do: what ends, extends itself, falls by plan or is
// about to end. A close of several days at once misses nothing and a close run twice raises nothing again.
func (w *work) ageGuarantees(res *CloseDayResult, _ day.Date) error {
	for after := ""; ; {
		rows, err := w.tx.DueGuarantees(w.ctx, q.DueGuaranteesParams{NextDueOn: res.On, ID: after})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			after = r.ID
			p, err := w.promise(r.ID)
			if err != nil {
				return err
			}
			passed, err := w.passDay(&p, res.On)
			if err != nil {
				return err
			}
			demands := map[string]bool{"": true}
			for _, f := range passed {
				demands[demandOf(f)] = true
				switch f := f.(type) {
				case guarantee.ExpiredFact:
					res.Expired++
				case guarantee.AlarmFact:
					if !f.Notice {
						res.Alarms++
					}
				}
			}
			res.Demands += len(demands) - 1
		}
	}
}

// passDay lets the calendar act on one guarantee up to a day and keeps what follows.
func (w *work) passDay(p *promise, upTo day.Date) ([]guarantee.Fact, error) {
	before, adopted := p.State, p.adopted != nil
	if adopted {
		if err := w.addGuaranteeEvent(p.ID, *p.adopted); err != nil {
			return nil, err
		}
		p.adopted = nil
	}
	passed, err := w.pass(p, upTo)
	if err != nil || len(passed) == 0 && !adopted {
		return passed, err
	}
	return passed, w.keepPromise(before, p.State)
}

// pass records what the calendar brought about for a guarantee up to a day, each on its own day, with a sentence for its life line.
func (w *work) pass(p *promise, upTo day.Date) ([]guarantee.Fact, error) {
	if p.Seq == 0 {
		return nil, nil
	}
	place, err := w.placeOf(p.Instrument)
	if err != nil {
		return nil, err
	}
	profile, err := w.profileOf(p.Instrument)
	if err != nil {
		return nil, err
	}
	var passed []guarantee.Fact
	for _, due := range p.Due(upTo, place, profile) {
		e := guarantee.Event{Seq: p.Seq + 1, On: due.On, At: w.now(), By: guarantee.ByClock, Fact: due.Fact}
		before := p.State
		if p.State, err = before.Pass(e); err != nil {
			return nil, err
		}
		if err := w.addGuaranteeEvent(p.ID, e); err != nil {
			return nil, err
		}
		var why errs.Text
		if steps := p.Ends(place, profile).Effective.Steps; len(steps) > 0 {
			why = steps[len(steps)-1]
		}
		if text, deal := demandPassedText(before, p.State, due.Fact); deal != "" {
			if err := w.event(happening{entity: demandOf(due.Fact), guarantee: p.ID, deal: deal, party: p.Guarantor, on: due.On, text: text}); err != nil {
				return nil, err
			}
		} else if text := passedText(before, p.State, due.Fact, why); !text.IsZero() {
			if err := w.event(happening{entity: p.ID, party: p.Guarantor, on: due.On, text: text}); err != nil {
				return nil, err
			}
		}
		passed = append(passed, due.Fact)
	}
	return passed, nil
}

// passedText says what the calendar brought about; nothing when it goes without saying.
func passedText(before, after guarantee.State, f guarantee.Fact, why errs.Text) errs.Text {
	number := after.Number
	switch f := f.(type) {
	case guarantee.ReckonedFact:
		was := before.LastsUntil
		switch {
		case f.Until == was || f.Until == 0 || was == 0 && f.Until == after.ExpiresOn:
			return errs.Text{}
		case was == 0:
			return errs.T("guarantee {number}: the last day to present is {day} ({why})", "number", number, "day", f.Until, "why", why)
		case after.ExpiresOn == f.Until && before.Clock.Reckoning.Stated != f.Stated:
			return errs.Text{} // the amendment or extension has said it
		}
		return errs.T("guarantee {number}: the last day to present moved from {before} to {day} ({why})", "number", number, "before", was, "day", f.Until, "why", why)
	case guarantee.EnteredFact:
		return errs.T("guarantee {number} can be drawn from now on", "number", number)
	case guarantee.ReducedFact:
		if short := after.Short(); short.Minor > 0 {
			return errs.T("{amount} of guarantee {number} fell away as planned: {short} of what is demanded may not be paid", "amount", f.Amount, "number", number, "short", short)
		}
		return errs.T("{amount} of guarantee {number} fell away as planned, {left} are left", "amount", f.Amount, "number", number, "left", after.Available())
	case guarantee.AlarmFact:
		if f.Notice {
			return errs.T("guarantee {number}: today is the last day for a notice that it does not extend beyond {day}: ask the guarantor, draw or replace", "number", number, "day", f.Until)
		}
		return errs.T("guarantee {number} expires in {n} days, on {day}: draw or replace", "number", number, "n", f.Days, "day", f.Until)
	case guarantee.RenewedFact:
		return errs.T("guarantee {number} extended itself from {before} to {day}", "number", number, "before", f.From, "day", f.To)
	case guarantee.ReverifyDueFact:
		return errs.T("guarantee {number} was last verified on {day}: it must be verified again", "number", number, "day", before.VerifiedOn)
	case guarantee.ArchivedFact:
		return errs.T("guarantee {number} was filed away", "number", number)
	}
	return errs.T("guarantee {number} is {life}", "number", number, "life", after.Life.Label())
}

// reckonWhere counts the last day to present again for the running guarantees that a change of calendars or branches may touch, and
// tells how many of them moved. What ended before stays ended (D13).
func (w *work) reckonWhere(touched func(q.Guarantee) bool) (moved int, err error) {
	for after := ""; ; {
		rows, err := w.tx.RunningGuaranteesAfter(w.ctx, after)
		if err != nil || len(rows) == 0 {
			return moved, err
		}
		for _, r := range rows {
			if after = r.ID; !touched(r) {
				continue
			}
			moves, err := w.reckonRow(r)
			if err != nil {
				return moved, err
			}
			if moves {
				moved++
			}
		}
	}
}

// reckonRow counts the last day of one guarantee again. A guarantee whose last day is over is left to the close of the day.
func (w *work) reckonRow(r q.Guarantee) (bool, error) {
	if r.LastsOn != 0 && r.LastsOn < w.today {
		return false, nil
	}
	p, err := w.promise(r.ID)
	if err != nil {
		return false, err
	}
	if _, err := w.passDay(&p, w.today); err != nil {
		return false, err
	}
	return p.LastsUntil != r.LastsOn, nil
}
