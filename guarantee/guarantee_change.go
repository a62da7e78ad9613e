package guarantee

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Change is what an amendment does to the terms. What is empty stays as it was; an amendment is taken whole or not at all.
type Change struct {
	Increase    money.Amount `json:"increase,omitzero"`
	Decrease    money.Amount `json:"decrease,omitzero"`
	ExpiresOn   day.Date     `json:"expires_on,omitzero"`
	ExpiryType  ExpiryType   `json:"expiry_type,omitempty"`
	ExpiryEvent string       `json:"expiry_event,omitempty"`
	ExpiryProof string       `json:"expiry_proof,omitempty"`
	Extension   *Extension   `json:"extension,omitempty"` // new terms of automatic extension; of no period: it extends no more
	Beneficiary string       `json:"beneficiary,omitempty"`
	Place       string       `json:"place,omitempty"`
	Text        string       `json:"text,omitempty"`   // everything else, in its own words: read it
	Cancel      bool         `json:"cancel,omitempty"` // the promise ends with it
}

// IsZero reports whether it changes nothing.
func (c Change) IsZero() bool { return c == Change{} }

// Apply is the terms as the amendment leaves them.
func (c Change) Apply(t Terms) Terms {
	t.Face.Minor += c.Increase.Minor - c.Decrease.Minor
	if c.ExpiresOn != 0 {
		t.ExpiresOn = c.ExpiresOn
	}
	if c.ExpiryType != "" {
		t.ExpiryType = c.ExpiryType
		if c.ExpiryType == EventExpiry || c.ExpiryType == OpenExpiry {
			t.ExpiresOn = c.ExpiresOn
		}
	}
	for _, text := range []struct {
		to   *string
		from string
	}{{&t.ExpiryEvent, c.ExpiryEvent}, {&t.ExpiryProof, c.ExpiryProof}, {&t.Beneficiary, c.Beneficiary}, {&t.Place, c.Place}} {
		if text.from != "" {
			*text.to = text.from
		}
	}
	if c.Extension != nil {
		t.Extension = *c.Extension
	}
	return t
}

// check says what is wrong with the change by itself, and with the terms that it would leave.
func (c Change) check(s State) error {
	var f errs.Faults
	if c.IsZero() {
		f.Add("text", "the amendment changes nothing").Because("record what it says")
	}
	for _, part := range []struct {
		field  string
		amount money.Amount
	}{{"increase", c.Increase}, {"decrease", c.Decrease}} {
		switch {
		case part.amount.Minor == 0:
		case part.amount.Minor < 0:
			f.Add(part.field, "{amount} is below zero", "amount", part.amount)
		case part.amount.Currency != s.Face.Currency:
			f.Add(part.field, "{amount} is not in the currency of the guarantee", "amount", part.amount)
		case part.amount.Minor > money.MaxMinor-s.Face.Minor && part.field == "increase":
			f.Add(part.field, "the amount is more than nothing and at most {most}", "most", s.amount(money.MaxMinor))
		case part.amount.Minor >= s.Face.Minor && part.field == "decrease" && !c.Cancel:
			f.Add(part.field, "{amount} is more than the {most} that are there", "amount", part.amount, "most", s.Face)
		}
	}
	if c.Increase.Minor > 0 && c.Decrease.Minor > 0 {
		f.Add("decrease", "an amendment raises the amount or lowers it, not both")
	}
	if c.ExpiryType != "" {
		f.Take("expiry_type", known(c.ExpiryType, ExpiryTypes()))
	}
	if f.Len() > 0 || c.Cancel {
		return f.Err()
	}
	t := c.Apply(s.Terms)
	t.Reductions = nil // what is left of the plan is no fault of the amendment
	f.Take("", t.Check())
	return f.Err()
}

// Says tells the change in words.
func (c Change) Says() errs.Text {
	var all errs.Text
	add := func(there bool, t errs.Text) {
		switch {
		case !there:
		case all.IsZero():
			all = t
		default:
			all = errs.T("{one}, {other}", "one", all, "other", t)
		}
	}
	add(c.Cancel, errs.T("it is cancelled"))
	add(c.Increase.Minor > 0, errs.T("{amount} more", "amount", c.Increase))
	add(c.Decrease.Minor > 0, errs.T("{amount} less", "amount", c.Decrease))
	add(c.ExpiresOn != 0, errs.T("expiry {day}", "day", c.ExpiresOn))
	add(c.Beneficiary != "", errs.T("beneficiary {name}", "name", c.Beneficiary))
	add(c.Extension != nil || c.ExpiryType != "" || c.ExpiryEvent != "" || c.Place != "" || c.Text != "", errs.T("further words"))
	return all
}
