package deal

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/goods"
	"kontor/money"
)

// Ask answers whether the deal's units may leave. It always asks every condition, so that everything that is open is
// said at once.
func Ask(f Facts) Answer {
	a := Answer{Deal: f.Deal, On: f.Today, May: true}
	for _, ask := range []func(Facts) Condition{askContract, askVetting, askCover, askLimits, askUnits, askPapers} {
		c := ask(f)
		c.Waivable, c.OK = c.Name.Waivable(), len(c.Open) == 0
		c = waive(c, f)
		a.Conditions = append(a.Conditions, c)
		a.May = a.May && c.Passes()
	}
	return a
}

// open notes one difference.
func (c *Condition) open(where string, text, hint errs.Text) {
	c.Open = append(c.Open, Reason{Text: text, Hint: hint, Where: where})
}

// askContract: signed, running, and what had to be paid before is paid.
func askContract(f Facts) Condition {
	k := f.Contract
	c := Condition{Name: ContractName, Required: errs.T("a signed contract"), Present: f.Stage.Label()}
	if k.AdvanceRequired.Minor > 0 {
		c.Required = errs.T("a signed contract and the advance of {amount}", "amount", k.AdvanceRequired)
		c.Present = errs.T("{stage}, {amount} paid in advance", "stage", f.Stage.Label(), "amount", k.AdvancePaid)
	}
	if f.Deal == "" || f.Kind != Lease && f.Kind != Sale || k.Price.Minor <= 0 {
		c.open(f.Deal, errs.T("the deal has no kind or no price"), errs.T("quote the deal first"))
	}
	switch {
	case f.Stage == Released:
		c.open(f.Deal, errs.T("the deal is released already"), errs.T("deliver it, or void the release order first"))
	case f.Stage != Signed:
		c.open(f.Deal, errs.T("the deal is {stage}", "stage", f.Stage.Label()), errs.T("only a signed deal can be released; sign it first"))
	case k.SignedOn == 0 || k.SignedOn > f.Today:
		c.open(f.Deal, errs.T("the day of signing is missing or yet to come"), errs.T("record the day on which both sides signed"))
	}
	if f.Today == 0 || f.End < f.Today {
		c.open(f.Deal, errs.T("the contract ends on {day}, before today", "day", f.End), errs.T("quote and sign it again with days to come"))
	}
	switch missing := k.AdvanceRequired.Minor - k.AdvancePaid.Minor; {
	case k.AdvanceRequired.Minor <= 0:
	case k.AdvancePaid.Minor != 0 && k.AdvancePaid.Currency != k.AdvanceRequired.Currency:
		c.open(f.Deal, errs.T("the advance was paid in another currency: {amount}", "amount", k.AdvancePaid),
			errs.T("receive {amount}", "amount", k.AdvanceRequired))
	case missing > 0:
		short := money.Amount{Minor: missing, Currency: k.AdvanceRequired.Currency}
		c.open(f.Deal, errs.T("{amount} of the advance is not paid", "amount", short), errs.T("receive {amount}", "amount", short))
	}
	return c
}

// askLimits: no more of one guarantor than the house is willing to hold.
func askLimits(f Facts) Condition {
	c := Condition{Name: LimitsName, Required: errs.T("every guarantor within its limit"), Present: errs.T("no guarantor is needed")}
	worst := -1
	for _, id := range leaned(f) {
		l, ok := limitOf(f, id)
		switch {
		case !ok || l.Most.Minor <= 0:
			c.open(id, errs.T("there is no limit for {guarantor}", "guarantor", l.Name), errs.T("set a limit for this guarantor"))
			continue
		case l.Used.Minor > 0 && l.Used.Currency != l.Most.Currency:
			c.open(id, errs.T("what is used of {guarantor} is not in the currency of its limit", "guarantor", l.Name),
				errs.T("load the rate of the day, so that it can be converted"))
			continue
		}
		// Percent rounded up: 100.01 % is over the limit and must not read as 100 %.
		used := int((float64(l.Used.Minor)*100 + float64(l.Most.Minor) - 1) / float64(l.Most.Minor))
		if used > worst {
			worst = used
			c.Present = errs.T("{guarantor}: {percent} % used", "guarantor", l.Name, "percent", used)
		}
		if over := l.Used.Minor - l.Most.Minor; over > 0 {
			c.open(id, errs.T("{guarantor} is {amount} over its limit of {limit}", "guarantor", l.Name,
				"amount", money.Amount{Minor: over, Currency: l.Most.Currency}, "limit", l.Most),
				errs.T("raise the limit, or secure the deal by another guarantor"))
		}
	}
	return c
}

// leaned are the guarantors whose promises count, and those whose limit keeps them from it.
func leaned(f Facts) []string {
	out := slices.Clone(f.Cover.Guarantors)
	for _, l := range f.Limits {
		if l.Most.Minor > 0 && l.Used.Minor > l.Most.Minor && !slices.Contains(out, l.Guarantor) {
			out = append(out, l.Guarantor)
		}
	}
	return out
}

func limitOf(f Facts, guarantor string) (Limit, bool) {
	for _, l := range f.Limits {
		if l.Guarantor == guarantor {
			if l.Name == "" {
				l.Name = guarantor
			}
			return l, true
		}
	}
	for _, p := range f.Parties {
		if p.ID == guarantor && p.Name != "" {
			return Limit{Name: p.Name}, false
		}
	}
	return Limit{Name: guarantor}, false
}

// askUnits: the right machines, here, ready, bound to this deal and free of blockers.
func askUnits(f Facts) Condition {
	c := Condition{Name: UnitName, Required: errs.T("every unit prepared, allocated to this deal and free of blockers"),
		Present: errs.T("{n} units", "n", len(f.Units))}
	if len(f.Units) == 0 {
		c.open(f.Deal, errs.T("the deal has no unit"), errs.T("add a unit to the deal"))
	}
	seen := make(map[string]bool, len(f.Units))
	for _, u := range f.Units {
		if seen[u.ID] {
			c.open(f.Deal, errs.T("{unit} is in the deal twice", "unit", u.Name), errs.T("remove one of the two lines"))
			continue
		}
		seen[u.ID] = true
		askClaim(&c, f, u)
		if u.Supply != goods.Prepared {
			c.open(u.ID, errs.T("{unit} is {supply}, not prepared", "unit", u.Name, "supply", u.Supply.Label()),
				errs.T("bring the unit into the yard, inspect it and mark it prepared"))
		}
		for _, b := range u.Blockers {
			c.open(u.ID, errs.T("{unit}: {blocker}", "unit", u.Name, "blocker", b.Text), b.Hint)
		}
	}
	return c
}

func askClaim(c *Condition, f Facts, u Unit) {
	switch claim := u.Claim.On(f.Today); {
	case claim.IsFree():
		c.open(u.ID, errs.T("{unit} is not allocated to this deal", "unit", u.Name), errs.T("allocate the unit to this deal"))
	case claim.Deal != f.Deal:
		c.open(u.ID, errs.T("{unit} is {claim} by somebody else", "unit", u.Name, "claim", claim.Kind.Label()),
			errs.T("free the unit there, or choose another one"))
	case claim.Kind != goods.Allocated:
		c.open(u.ID, errs.T("{unit} is {claim}, not allocated", "unit", u.Name, "claim", claim.Kind.Label()),
			errs.T("allocate the unit to this deal"))
	}
}

// askPapers: the file of the deal and of its units is complete.
func askPapers(f Facts) Condition {
	c := Condition{Name: PapersName, Required: errs.T("a complete file of the deal and its units"), Present: errs.T("complete")}
	for _, p := range f.Papers {
		if !p.Present {
			c.open(f.Deal, errs.T("missing: {paper}", "paper", p.Name), errs.T("add it to the file of the deal"))
		}
	}
	for _, u := range f.Units {
		for _, m := range u.Missing {
			c.open(u.ID, errs.T("{unit}, missing: {paper}", "unit", u.Name, "paper", m), errs.T("add it to the record of the unit"))
		}
	}
	if n := len(c.Open); n > 0 {
		c.Present = errs.T("{n} entries missing", "n", n)
	}
	return c
}

// span is a run of days for people: one day, or from and to.
func span(from, to day.Date) errs.Text {
	if from == to {
		return errs.T("on {day}", "day", from)
	}
	return errs.T("from {from} to {day}", "from", from, "day", to)
}
