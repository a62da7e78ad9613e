package guarantee

import "kontor/deadline"

// RuleProfile is what the rules say of dates and demands, as the text of the instrument changes it. Errors: Invalid when the text sets
// what no text can.
func (t Terms) RuleProfile() (deadline.Profile, error) {
	name := string(t.Rules)
	if t.Rules == NoRules || t.Rules == "" {
		name = "none"
		switch t.Kind {
		case Surety:
			name = "surety"
		case CreditInsurance:
			name = "credit_insurance"
		case StateGuarantee:
			name = "state_guarantee"
		case DemandGuarantee, Standby, CounterGuarantee, ParentGuarantee:
		}
	}
	p, err := deadline.ProfileOf(name)
	if err != nil {
		return p, err
	}
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
	return p.With(o)
}

// LastDay is the end of the promise at the place where a demand must arrive, its stated expiry and what it means (D3, D6, D7).
func (t Terms) LastDay(place deadline.Place, closures ...deadline.Closure) (deadline.Expiry, error) {
	p, err := t.RuleProfile()
	if err != nil {
		return deadline.Expiry{}, err
	}
	stated := t.ExpiresOn
	if stated == 0 && t.IssuedOn != 0 {
		end, err := p.EndsUnstated(t.IssuedOn)
		if err != nil {
			return deadline.Expiry{}, err
		}
		stated = end.On
	}
	return p.Expiry(stated, place, closures...), nil
}

// presentedOn is the day as which a claim counts as presented.
func (c Claim) presentedOn() deadline.Explained {
	return Arrival{At: c.At, On: c.On}.Day(c.Place, c.Closures...)
}
