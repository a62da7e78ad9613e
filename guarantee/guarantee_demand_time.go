package guarantee

import (
	"kontor/day"
	"kontor/deadline"
)

// EndsAt is the end of the promise at the place where a demand must arrive: its stated expiry and what that means there (D3, D6, D7).
// Errors: Refused when the text states no expiry and the rules give none.
func (t Terms) EndsAt(place deadline.Place, closures ...deadline.Closure) (deadline.Expiry, error) {
	p, err := ProfileOf(t)
	if err != nil {
		return deadline.Expiry{}, err
	}
	stated := t.ExpiresOn
	if stated == 0 {
		end, err := p.EndsUnstated(t.IssuedOn)
		if err != nil {
			return deadline.Expiry{}, err
		}
		stated = end.On
	}
	return p.Expiry(stated, place, closures...), nil
}

// EndsAt is the end of the promise, also where an event ended it before its day or without one. While no document shows the event,
// nothing comes too late.
func (i Instrument) EndsAt(place deadline.Place, closures ...deadline.Closure) (deadline.Expiry, error) {
	t := i.Terms
	if t.ExpiryType == EventExpiry || t.ExpiryType == BothExpiry {
		if i.LastsUntil != 0 && (t.ExpiresOn == 0 || i.LastsUntil < t.ExpiresOn) {
			t.ExpiresOn = i.LastsUntil
		}
		if t.ExpiresOn == 0 {
			t.ExpiresOn = day.Max
		}
	}
	return t.EndsAt(place, closures...)
}

// presentedOn is the day as which a claim counts as presented.
func (c Claim) presentedOn() deadline.Explained {
	return Arrival{At: c.At, On: c.On}.Day(c.Place, c.Closures...)
}
