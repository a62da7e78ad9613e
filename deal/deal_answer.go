package deal

import (
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Name is the stable name of a condition.
type Name string

// The conditions, in the order in which they are asked.
const (
	ContractName Name = "contract"
	VettingName  Name = "vetting"
	CoverName    Name = "cover"
	LimitsName   Name = "limits"
	UnitName     Name = "unit"
	PapersName   Name = "papers"
)

// Names are all conditions, in the order in which they are asked.
func Names() []Name {
	return []Name{ContractName, VettingName, CoverName, LimitsName, UnitName, PapersName}
}

// Waivable reports whether two people may let a deal pass the open condition. Vetting and cover never.
func (n Name) Waivable() bool { return n == LimitsName || n == PapersName }

// Label is the word for people.
func (n Name) Label() errs.Text {
	switch n {
	case ContractName:
		return errs.T("contract")
	case VettingName:
		return errs.T("vetting")
	case CoverName:
		return errs.T("cover")
	case LimitsName:
		return errs.T("limits")
	case UnitName:
		return errs.T("unit")
	case PapersName:
		return errs.T("papers")
	}
	return errs.T("unknown ({word})", "word", string(n))
}

// Answer is what the gate says: may it leave, and if not, everything that is open.
type Answer struct {
	Deal       string      `json:"deal"`
	On         day.Date    `json:"on"`
	May        bool        `json:"may"`
	Conditions []Condition `json:"conditions"` // all of them, in the order of Names
}

// Condition is one rule: what it requires, what is there, and each difference.
type Condition struct {
	Name     Name      `json:"name"`
	OK       bool      `json:"ok"`
	Waivable bool      `json:"waivable"`
	Waived   *Waiver   `json:"waived,omitempty"` // set when the condition is open and two people let it pass
	Required errs.Text `json:"required"`
	Present  errs.Text `json:"present"`
	Open     []Reason  `json:"open,omitempty"` // every difference, empty when OK
}

// Passes reports whether the condition is met or waived.
func (c Condition) Passes() bool { return c.OK || c.Waived != nil }

// Reason is one difference between what is required and what is there.
type Reason struct {
	Text  errs.Text `json:"text"`
	Hint  errs.Text `json:"hint"`            // what would make it pass
	Where string    `json:"where,omitempty"` // id of the entity where it is mended
}

// Condition finds a condition of the answer by name.
func (a Answer) Condition(name Name) Condition {
	for _, c := range a.Conditions {
		if c.Name == name {
			return c
		}
	}
	return Condition{Name: name}
}

// Open are the conditions that keep the deal from being released.
func (a Answer) Open() []Condition {
	var out []Condition
	for _, c := range a.Conditions {
		if !c.Passes() {
			out = append(out, c)
		}
	}
	return out
}

// Headline is the answer in one sentence.
func (a Answer) Headline() errs.Text {
	if a.May {
		return errs.T("It may leave: every condition is met.")
	}
	return errs.T("It may not leave: {n} of {all} conditions are open.", "n", len(a.Open()), "all", len(a.Conditions))
}

// Explain writes the answer for a terminal or a printed page; say puts a text into the reader's language.
func (a Answer) Explain(say func(errs.Text) string) string {
	var b strings.Builder
	line := func(indent string, parts ...string) { b.WriteString(indent + strings.Join(parts, " ") + "\n") }
	line("", say(a.Headline()))
	for _, c := range a.Conditions {
		mark := "ok  "
		switch {
		case c.Waived != nil:
			mark = "(ok)"
		case !c.OK:
			mark = "OPEN"
		}
		line("  ", mark, say(c.Name.Label()))
		line("         ", say(errs.T("required: {text}", "text", say(c.Required))))
		line("         ", say(errs.T("present: {text}", "text", say(c.Present))))
		for _, r := range c.Open {
			line("       - ", say(r.Text))
			line("         ", say(errs.T("makes it pass: {hint}", "hint", say(r.Hint))))
		}
		if w := c.Waived; w != nil {
			line("         ", say(errs.T("waived until {day} by {proposer} and {confirmer}: {reason}",
				"day", w.ExpiresOn, "proposer", w.ProposedBy, "confirmer", w.ConfirmedBy, "reason", w.Reason)))
		}
	}
	return b.String()
}
