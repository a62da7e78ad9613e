package deadline

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Presented is the day on which what was received at a moment counts as presented (D1): the local day of receipt at the
// place, or the next business day when it came after the cut-off or on a closed day.
func Presented(at day.Instant, p Place, closures ...Closure) Explained {
	on, minute := p.clock(at)
	w := p.walk(closures...)
	steps := []errs.Text{errs.T("received on {day} at {time} by the clock of {place}", "day", on, "time", timeOfDay(minute), "place", w.name())}
	counts := on
	if minute > p.cutOff() {
		steps = append(steps, errs.T("that is after the cut-off at {time}: it counts for the next business day", "time", timeOfDay(p.cutOff())))
		counts = on.Add(1)
	}
	e := w.roll(counts, "D1", Source{}, steps)
	if p.Zone == nil {
		e.Provisional = true
		e.Steps = append(e.Steps, errs.T("the place has no time zone yet: UTC is taken"))
	}
	return e
}

// PresentedOn is Presented where only the local day of receipt is known.
func PresentedOn(received day.Date, p Place, closures ...Closure) Explained {
	w := p.walk(closures...)
	return w.roll(received, "D1", Source{}, []errs.Text{errs.T("received on {day}", "day", received)})
}

// roll moves a day forward to an open one and says so.
func (w *walk) roll(d day.Date, rule string, src Source, steps []errs.Text) Explained {
	on := w.next(d)
	if on != d && on != 0 {
		steps = append(steps, errs.T("{day} is closed: the next open day of {place} is {next}", "day", d, "place", w.name(), "next", on))
	}
	w.holidays = slices.DeleteFunc(w.holidays, func(h day.Date) bool { return h == d }) // the step above has said it
	return w.explain(on, rule, src, steps...)
}
