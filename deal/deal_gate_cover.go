package deal

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
)

// askCover: enough on every day from today to the end. The first uncovered day is named, and every later gap too.
func askCover(f Facts) Condition {
	r := f.Cover
	c := Condition{Name: CoverName, Required: errs.T("up to {amount} on every day until {day}", "amount", r.MaxNeeded, "day", f.End),
		Present: errs.T("covered on every day")}
	if r.Deal != f.Deal || len(r.Steps) == 0 || r.From > f.Today || r.To < f.End {
		c.Present = errs.T("not computed for every day")
		c.open(f.Deal, errs.T("the cover is not known from {from} to {day}", "from", f.Today, "day", f.End),
			errs.T("this is a fault of the house, not of the deal; ask again"))
		return c
	}
	if f.Kind == Lease && r.MaxNeeded.Minor == 0 {
		c.open(f.Deal, errs.T("a lease without exposure was asked for"), errs.T("quote the lease again; what the customer will owe must be known"))
	}
	if len(r.Gaps) == 0 {
		return c
	}
	c.Present = present(r)
	mend := r.Mend.Instrument
	if mend == "" {
		mend = f.Deal
	}
	for _, g := range r.Gaps {
		c.open(mend, errs.T("{span}: {missing} missing", "span", span(g.From, g.To), "missing", g.Missing), r.Mend.Text)
	}
	for _, l := range r.Lost {
		if l.From <= r.FirstGap && r.FirstGap <= l.To && l.Amount.Minor > 0 && l.Reason.Tells() {
			c.open(l.Instrument, l.Text, l.Reason.Hint())
		}
	}
	return c
}

// present says what is there on the first uncovered day.
func present(r guarantee.Result) errs.Text {
	for _, s := range r.Steps {
		if s.From <= r.FirstGap && r.FirstGap <= s.To {
			if r.FirstGap == r.From {
				return errs.T("{cover} today, {required} required", "cover", s.Cover, "required", s.Required)
			}
			return errs.T("covered until {until}; on {day} {cover} of {required}", "until", before(r.FirstGap), "day", r.FirstGap,
				"cover", s.Cover, "required", s.Required)
		}
	}
	return errs.T("not computed for every day")
}

func before(d day.Date) day.Date { return d.Add(-1) }
