package deadline

import (
	"kontor/day"
	"kontor/errs"
)

// Suspension is how long a demand that accepts a later expiry instead of money may wait for the answer.
type Suspension struct {
	Days          int       `json:"days"`
	Latest        Explained `json:"latest"`         // the guarantor's last day
	CounterDays   int       `json:"counter_days"`   // what the counter-guarantor has of it
	CounterLatest Explained `json:"counter_latest"` // its last day, if the demand reached it on the same day
	DueOn         day.Date  `json:"due_on"`         // without an answer it is due from this day on, without a new demand
}

// Suspension is the waiting time of an extend-or-pay demand (D5): so many calendar days after the presentation, at most
// those of the profile; 0 asks for them all. The counter-guarantor has some days less. Errors: Refused where the rules
// know no suspension, Invalid for days below 0.
func (p Profile) Suspension(presented day.Date, days int) (Suspension, error) {
	rule := p.ExtendOrPay
	switch {
	case rule.Kind != Suspend || rule.Days <= 0:
		return Suspension{}, errs.New(errs.Refused, "the rules {rules} let no demand wait for an extension", "rules", p.Label()).
			Because("agree on a last day with the guarantor, or demand payment alone")
	case days < 0:
		return Suspension{}, errs.New(errs.Invalid, "a demand cannot wait for {n} days", "n", days)
	}
	var capped []errs.Text
	if days > rule.Days {
		capped = append(capped, errs.T("{n} calendar days were named; the rules allow at most {most}", "n", days, "most", rule.Days))
	}
	if days == 0 || days > rule.Days {
		days = rule.Days
	}
	s := Suspension{Days: days, CounterDays: max(0, days-rule.CounterLess)}
	s.Latest = p.stamp(After(presented, s.Days).after(Explained{Steps: capped}), "D5", rule.Source)
	s.CounterLatest = After(presented, s.CounterDays)
	s.CounterLatest = p.stamp(s.CounterLatest.after(Explained{Steps: []errs.Text{
		errs.T("the counter-guarantor has {n} days less than the guarantor", "n", rule.CounterLess)}}), "D5", rule.Source)
	s.DueOn = s.Latest.On.Add(1)
	return s, nil
}
