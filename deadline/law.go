package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Undertakings that do not pay on demand have dates of their own: those of the law, the policy or the act.

// SuretyLapse is the last day to claim from a surety (L2): as its text states; where it states none one year after the
// secured obligation falls due, and where that has no due date two years after the surety was signed. Errors: Invalid
// without any of the three days.
func SuretyLapse(stated, due, signed day.Date) (Explained, error) {
	p, err := ProfileOf("surety")
	if err != nil {
		return Explained{}, err
	}
	var e Explained
	switch {
	case stated != 0:
		e = Explained{On: stated, Steps: []errs.Text{errs.T("the text states {day}", "day", stated)}}
	case due != 0:
		on, step := later(day.Period{N: 1, Unit: day.Years}, due)
		e = Explained{On: on, Steps: []errs.Text{errs.T("no last day is stated; it runs from the due date"), step}}
	case signed != 0:
		on, step := later(day.Period{N: 2, Unit: day.Years}, signed)
		e = Explained{On: on, Steps: []errs.Text{errs.T("neither a last day nor a due date is stated; it runs from the signature"), step}}
	default:
		return Explained{}, errs.New(errs.Invalid, "a surety needs its last day, the due date of the obligation or the day of its signature")
	}
	return p.stamp(e, "L2", p.NoExpiry.Source), nil
}

// InsuranceTerms are the times of a credit insurance policy, in calendar days.
type InsuranceTerms struct {
	WaitingDays int `json:"waiting_days"`
	NoticeDays  int `json:"notice_days"` // in which an overdue payment must be notified after its due date; 0: no such duty
	ClaimDays   int `json:"claim_days"`  // in which a claim must be filed after the earliest day to claim; 0: no such limit
}

// InsuranceDates are the days of a loss under a policy. Missing a last day loses the cover.
type InsuranceDates struct {
	Earliest   Explained `json:"earliest"`
	LastNotice Explained `json:"last_notice,omitzero"`
	LastClaim  Explained `json:"last_claim,omitzero"`
}

// Dates are the days of a loss (L3). The waiting period runs from the due date, or from the notice where the policy says so
// (noticed is then given), and stands still while a dispute is open. A dispute that has not ended gives no day to claim.
func (t InsuranceTerms) Dates(due, noticed day.Date, disputes ...Closure) InsuranceDates {
	p, _ := ProfileOf("credit_insurance")
	start := due
	if noticed != 0 {
		start = noticed
	}
	d := InsuranceDates{Earliest: p.stamp(waiting(start, t.WaitingDays, disputes), "L3", Source{Verify: true})}
	if t.NoticeDays > 0 {
		d.LastNotice = p.stamp(After(due, t.NoticeDays), "L3", Source{Verify: true})
	}
	if t.ClaimDays > 0 && d.Earliest.On != 0 {
		d.LastClaim = p.stamp(After(d.Earliest.On, t.ClaimDays), "L3", Source{Verify: true})
	}
	return d
}

// waiting counts calendar days after a start, without those of a dispute.
func waiting(start day.Date, days int, disputes []Closure) Explained {
	e := Explained{}
	on, left := start, max(0, days)
	disputes = merged(disputes)
	var met []Closure
	for left > 0 && on < day.Max {
		on = on.Add(1)
		c, disputed := shutOn(on, disputes)
		switch {
		case !disputed:
			left--
		case c.Resumes == 0:
			e.Steps = []errs.Text{errs.T("a dispute since {from} stops the clock", "from", c.From)}
			return e
		case len(met) == 0 || met[len(met)-1] != c:
			met = append(met, c)
		}
	}
	e.On = on
	e.Steps = []errs.Text{errs.T("{n} calendar days after {from}: {day}", "n", days, "from", start, "day", on)}
	for _, c := range met {
		e.Steps = append(e.Steps, errs.T("a dispute from {from} stopped the clock; it runs again from {to}", "from", c.From, "to", c.Resumes))
	}
	return e
}

// StateClaimDay is the first day to claim under a state or regional guarantee (L4): the last unsuccessful step of recourse
// and the period of the act. Errors: Invalid without a period.
func StateClaimDay(lastStep day.Date, period day.Period) (Explained, error) {
	p, err := ProfileOf("state_guarantee")
	if err != nil {
		return Explained{}, err
	}
	on, step := later(period, lastStep)
	if on == 0 {
		return Explained{}, errs.New(errs.Invalid, "the act gives no period after the last step of recourse").
			Because("copy the period from the act that governs the guarantee")
	}
	return p.stamp(Explained{On: on, Steps: []errs.Text{step}}, "L4", Source{Verify: true}), nil
}
