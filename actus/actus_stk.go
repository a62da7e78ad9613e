package actus

import (
	"kontor/day"
	"kontor/errs"
)

// projectSTK projects a stock: bought, sold, and dividends between. Prices and dividends are those of the whole holding.
func projectSTK(j *job) []Event {
	events := append(j.trades(), j.analyses()...)
	if j.CycleAnchorDateOfDividend != 0 {
		events = append(events, j.dividends()...)
	}
	events = j.listed(events)
	known := j.NextDividendPaymentAmount
	for i, e := range events {
		if e.Type != DV {
			continue
		}
		amount := known.Value
		if !known.Set {
			amount = j.observe("marketObjectCodeOfDividends", j.MarketObjectCodeOfDividends, e.Time)
		}
		events[i].Payoff = j.sign * amount
		known = Number{} // it is the first one from the status date on
	}
	return events
}

// dividends are the days of payment until the termination or the horizon, whichever is first. Who buys after the day from
// which the stock is traded without its dividend leaves the next one to the seller.
func (j *job) dividends() (events []Event) {
	last := j.to
	if j.TerminationDate != 0 && (last == 0 || j.TerminationDate < last) {
		last = j.TerminationDate
	}
	if last == 0 {
		j.fail(noHorizon())
		return nil
	}
	without := j.ExDividendDate != 0 && j.PurchaseDate > j.ExDividendDate
	for _, m := range j.rolls(j.CycleAnchorDateOfDividend, j.CycleOfDividend, min(last+lookBack, AtEnd(day.Max))) {
		if event, _, err := j.BusinessDayConvention.Apply(m.Date(), j.calendar); m > last && (err != nil || m.on(event) > last) {
			break // it is not paid before the end
		}
		at, calc := j.shift(m)
		if without && at > j.PurchaseDate {
			without = false
			continue
		}
		e := j.event(at, DV, 0)
		e.State.StatusDate = calc
		events = append(events, e)
	}
	return events
}

// lookBack is how long a day of payment may go back to an open day.
const lookBack = 31 * daySeconds

// noHorizon refuses to project a contract for ever.
func noHorizon() error {
	return errs.New(errs.Invalid, "a contract without an end needs a horizon").Because("say up to which day, or give the term terminationDate")
}
