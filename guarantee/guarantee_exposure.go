package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Obligation is a part of what a customer owes. A promise may secure some parts and leave the others open.
type Obligation string

// The obligations.
const (
	Principal     Obligation = "principal"
	Interest      Obligation = "interest"
	ResidualValue Obligation = "residual"
	Penalties     Obligation = "penalties"
)

// Obligations are all of them, in the order in which people read them.
func Obligations() []Obligation {
	return []Obligation{Principal, Interest, ResidualValue, Penalties}
}

// Label is the word for people.
func (o Obligation) Label() errs.Text {
	switch o {
	case Principal:
		return errs.T("principal")
	case Interest:
		return errs.T("interest")
	case ResidualValue:
		return errs.T("residual value")
	case Penalties:
		return errs.T("penalties")
	}
	return errs.T("unknown ({word})", "word", string(o))
}

// percent is the secured part of what is owed, in 1/100 of a percent.
func (t Terms) percent() int64 {
	if t.CoverPercentBP <= 0 || t.CoverPercentBP >= whole {
		return whole
	}
	return t.CoverPercentBP
}

// Level is one step of a required exposure: this amount from this day on, until the next level. Before the first level
// nothing is required.
type Level struct {
	From   day.Date
	Amount money.Amount
}

// Owed are the levels of one obligation.
type Owed struct {
	Obligation Obligation
	Levels     []Level
}

// Exposure is what must be secured of one deal, in the currency of the deal. Deals of a lower rank are served first and
// lose nothing to those of a higher one: a deal whose units are out comes before the deal that asks whether its units
// may leave. One rank for all makes the uncovered sum of all the least.
type Exposure struct {
	Deal   string
	Rank   int
	Levels []Level // of everything that is owed
	Parts  []Owed  // what of it is owed as what; what the parts leave open belongs to no obligation in particular
}

func (e *Exposure) currency() money.Currency {
	if len(e.Levels) == 0 {
		return ""
	}
	return e.Levels[0].Amount.Currency
}

// check says what is wrong with the exposure.
func (e *Exposure) check(f *errs.Faults) {
	if e.Deal == "" {
		f.Add("required", "an exposure needs its deal")
	}
	checkLevels(f, e.Levels, e.currency())
	for n, p := range e.Parts {
		f.Take("required", known(p.Obligation, Obligations()))
		checkLevels(f, p.Levels, e.currency())
		if slices.ContainsFunc(e.Parts[:n], func(other Owed) bool { return other.Obligation == p.Obligation }) {
			f.Add("required", "{word} is listed twice", "word", string(p.Obligation))
		}
	}
}

func checkLevels(f *errs.Faults, levels []Level, currency money.Currency) {
	for n, l := range levels {
		switch {
		case l.From == 0 || n > 0 && l.From <= levels[n-1].From:
			f.Add("required", "the days of the required cover do not rise")
		case l.Amount.Minor < 0 || l.Amount.Minor > money.MaxMinor:
			f.Add("required", "{amount} cannot be required", "amount", l.Amount)
		case l.Amount.Currency != currency:
			f.Add("required", "the required cover is in more than one currency")
		}
	}
}

// levelOn is what is required on a day.
func levelOn(levels []Level, d day.Date) int64 {
	n, found := slices.BinarySearchFunc(levels, d, func(l Level, d day.Date) int { return l.From.Sub(d) })
	if found {
		return levels[n].Amount.Minor
	}
	if n == 0 {
		return 0
	}
	return levels[n-1].Amount.Minor
}

// lastNeed is the last day on which anything is required, none when nothing is; a need without end lasts to the bound at least.
func lastNeed(levels []Level, bound day.Date) day.Date {
	last := day.Date(0)
	for n, l := range levels {
		switch {
		case l.Amount.Minor <= 0:
		case n+1 < len(levels):
			last = levels[n+1].From.Add(-1)
		default:
			last = max(bound, l.From)
		}
	}
	return last
}
