package desk

import (
	"slices"

	"kontor/deal"
	"kontor/guarantee"
	"kontor/money"
)

// limits sets the limits of the guarantors, and of groups, countries and currencies, with what guarantees use of them that nobody
// asks for. Limits that two people waived for this deal do not bind it.
func (c *coverReader) limits(f *deal.Facts, house CoverPolicy) error {
	waived := slices.ContainsFunc(f.Waivers, func(w deal.Waiver) bool { return w.Condition == deal.LimitsName && w.Check(f.Today) == nil })
	limits := guarantee.Limits{Guarantor: map[string]guarantee.Limit{}, Tenor: c.policy.Limits.Tenor}
	seen := map[string]bool{}
	for _, i := range c.instruments {
		g := i.Guarantor
		if seen[g] {
			continue
		}
		seen[g] = true
		p, err := c.tx.Party(c.ctx, g)
		if err != nil {
			return err
		}
		limit := deal.Limit{Guarantor: g, Name: p.Name, Most: money.Of(p.LimitMinor, money.Currency(p.LimitCurrency)), Used: money.Of(0, money.Currency(p.LimitCurrency))}
		if limit.Most.Minor > 0 {
			held, err := c.tx.HeldOfGuarantor(c.ctx, g)
			if err != nil {
				return err
			}
			var outside []outsider // of this guarantor
			for _, h := range held {
				outside = append(outside, outsider{h.GuarantorID, money.Of(h.Held, money.Currency(h.Currency))})
			}
			if !waived { // what the book holds is added when it is reckoned
				outside = c.outside(outside)
			}
			if limit.Used, err = c.used(outside, limit.Most.Currency, func(string, money.Currency) bool { return true }); err != nil {
				return err
			}
			limits.Guarantor[g] = guarantee.Limit{Most: limit.Most, Used: limit.Used}
		}
		f.Limits = append(f.Limits, limit)
	}
	if err := c.houseLimits(&limits, house); err != nil {
		return err
	}
	if !waived {
		c.policy.Limits = limits
	}
	return nil
}

// houseLimits sets the limits of the house's policy.
func (c *coverReader) houseLimits(limits *guarantee.Limits, house CoverPolicy) error {
	if len(house.Limits) == 0 {
		return nil
	}
	held, err := c.tx.Held(c.ctx)
	if err != nil {
		return err
	}
	var all []outsider
	for _, h := range held {
		all = append(all, outsider{h.GuarantorID, money.Of(h.Held, money.Currency(h.Currency))})
		if _, known := c.policy.CountryOf[h.GuarantorID]; !known {
			p, err := c.tx.Party(c.ctx, h.GuarantorID)
			if err != nil {
				return err
			}
			c.policy.CountryOf[p.ID] = p.Country
		}
	}
	all = c.outside(all)
	limits.Group, limits.Country, limits.Currency = map[string]guarantee.Limit{}, map[string]guarantee.Limit{}, map[money.Currency]guarantee.Limit{}
	for _, l := range house.Limits {
		used, err := c.used(all, l.Most.Currency, func(guarantor string, currency money.Currency) bool {
			return l.Per == "group" && c.policy.GroupOf[guarantor] == l.Of || l.Per == "country" && c.policy.CountryOf[guarantor] == l.Of || l.Per == "currency" && string(currency) == l.Of
		})
		if err != nil {
			return err
		}
		switch limit := (guarantee.Limit{Most: l.Most, Used: used}); l.Per {
		case "group":
			limits.Group[l.Of] = limit
		case "country":
			limits.Country[l.Of] = limit
		default:
			limits.Currency[money.Currency(l.Of)] = limit
		}
	}
	return nil
}

// outsider is what guarantees of a guarantor in one currency hold.
type outsider struct {
	guarantor string
	held      money.Amount
}

// outside takes what the guarantees of the question hold off the sums.
func (c *coverReader) outside(all []outsider) []outsider {
	all = slices.Clone(all)
	for _, i := range c.instruments {
		if i.Life != guarantee.Recorded && i.Life != guarantee.InForce {
			continue
		}
		for n := range all {
			if o := &all[n]; o.guarantor == i.Guarantor && o.held.Currency == i.Face.Currency {
				o.held.Minor -= i.Available().Minor - i.Unpledged().Minor + i.Reserved.Minor
			}
		}
	}
	return all
}

// used adds up in one currency; without a rate the sum stays in the other, and the gate says so.
func (c *coverReader) used(all []outsider, currency money.Currency, counts func(guarantor string, currency money.Currency) bool) (money.Amount, error) {
	used := money.Of(0, currency)
	if err := c.know(currency, ""); err != nil {
		return used, err
	}
	for _, o := range all {
		if o.held.Minor <= 0 || !counts(o.guarantor, o.held.Currency) {
			continue
		}
		if err := c.know(o.held.Currency, ""); err != nil {
			return used, err
		}
		part, known := c.policy.Convert(o.held, currency)
		if !known {
			used.Currency = part.Currency
		}
		used.Minor = min(used.Minor+part.Minor, money.MaxMinor)
	}
	return used, nil
}
