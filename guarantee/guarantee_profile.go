package guarantee

import "kontor/deadline"

// ProfileOf is the rule profile that every date and check of the terms reads: that of its rules, else that of its kind, changed where
// the text says something else. Errors: Invalid for rules that no profile has, or an override that no text can set.
func ProfileOf(t Terms) (deadline.Profile, error) {
	p, err := deadline.ProfileOf(profileID(t))
	if err != nil {
		return p, err
	}
	return p.With(overrides(t))
}

func profileID(t Terms) string {
	if t.Rules != NoRules && t.Rules != "" {
		return string(t.Rules)
	}
	switch t.Kind {
	case Surety:
		return "surety"
	case CreditInsurance:
		return "credit_insurance"
	case StateGuarantee:
		return "state_guarantee"
	}
	return string(NoRules)
}

func overrides(t Terms) deadline.Overrides {
	o := deadline.Overrides{ExaminationDays: t.ExamineDays}
	if t.NoPartial {
		o.Partial = deadline.NotAllowed
	}
	if t.NoMultiple {
		o.Multiple = deadline.NotAllowed
	}
	if t.PaysAvailable {
		o.OverDemand = deadline.PaysAvailable
	}
	return o
}
