package deal

import (
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Check says everything that keeps a waiver from counting on a day.
//
// Errors: Forbidden when the condition can never be waived, Invalid with one fault a field.
func (w Waiver) Check(today day.Date) error {
	if !w.Condition.Waivable() {
		return errs.New(errs.Forbidden, "{condition} cannot be waived by anybody", "condition", w.Condition.Label()).
			Because("mend what is open; only limits and papers can be waived")
	}
	var f errs.Faults
	if strings.TrimSpace(w.Reason) == "" {
		f.Add("reason", "a waiver needs a reason").Because("say in one sentence why; it stays visible for ever")
	}
	switch {
	case w.ProposedBy == "":
		f.Add("proposed_by", "a waiver needs the person who proposes it")
	case w.ConfirmedBy == "":
		f.Add("confirmed_by", "a second person has not confirmed the waiver yet").Because("ask someone else to confirm it")
	case w.ConfirmedBy == w.ProposedBy:
		f.Add("confirmed_by", "who proposes a waiver may not confirm it").Because("ask someone else to confirm it")
	}
	switch {
	case w.ExpiresOn == 0:
		f.Add("expires_on", "a waiver has a last day").Because("say until which day it holds")
	case w.ExpiresOn < today:
		f.Add("expires_on", "the waiver ended on {day}", "day", w.ExpiresOn).Because("propose a new one, if the reason still holds")
	}
	return f.Err()
}

// waive marks an open condition as waived when a valid waiver is at hand.
func waive(c Condition, f Facts) Condition {
	if c.OK || !c.Waivable {
		return c
	}
	for n := range f.Waivers {
		if w := f.Waivers[n]; w.Condition == c.Name && w.Check(f.Today) == nil {
			c.Waived = &w
			break
		}
	}
	return c
}
