// Package demo fills an empty house with a history: a trading house that has run for years, made only by calling the
// verbs of the desk, so that whatever holds for a real house holds for this one too.
//
// The history is a calendar of acts (agenda). Most deals come from a plan that spreads the goods of the cast of
// companies over the years (plan, contract); the others are single stories (story_*): somebody on a watch list, a
// guarantee that came too late, a customer who vanished, a demand that waits for its money. Time is the Clock, ids come
// from the seed: the same seed and last day give the same house to the last byte, passwords' salts apart. Nothing in it
// is real: companies, people, machines, lists and rates are invented.
package demo

import (
	"context"
	"errors"
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/money"
)

// start is the day on which the demo house opens.
var start = day.MustOf(2023, 1, 2)

// earliest is the first day until which a history can be told, and it needs two months to become one.
var earliest = day.MustOf(2023, 3, 1)

// Password is the password of every login of the demo.
const Password = "look around the house"

// Options say which history is told.
type Options struct {
	Seed  uint64
	Until day.Date // the day on which the house stands at the end, today by its clock; from 2023-03-01 to a year from now
	// Progress is told how far the history is: days done of all days, and the month that is being told. It may be nil.
	Progress func(done, total int, what string)
}

// Summary says what the house holds and where a newcomer begins.
type Summary struct {
	House      string
	Until      day.Date
	Verbs      int // calls of the desk that made it
	Parties    int
	Units      int
	Deals      int
	Stages     map[string]int // deals by stage
	Guarantees int
	Payments   int
	Logins     []Login
	Try        Try
}

// Login is a seat of the demo house.
type Login struct {
	Email string
	Name  string
	Role  desk.Role
}

// Try is the deal that waits only for its guarantee, and the guarantee of the same customer with enough to spare: a
// newcomer asks the gate, is refused, pledges the amount, asks again and delivers.
type Try struct {
	Deal        string
	Nr          string
	Customer    string
	Unit        string
	Serial      string
	Guarantee   string
	GuaranteeNr string
	Amount      money.Amount // what is to be pledged
}

// Build tells the history to an empty house. The desk stands on a store with clock.Now as its clock and makes ids with
// id.Seeded(o.Seed, clock.Now). At the end the clock stands on the morning of o.Until; clock.Run lets time go on.
//
// Errors: Invalid for a last day out of range, Conflict when the house stands already, and what a verb refused; the house
// is then half told and of no use.
func Build(ctx context.Context, d *desk.Desk, clock *Clock, o Options) (Summary, error) {
	if err := o.check(day.FromTime(time.Now()).Date()); err != nil {
		return Summary{}, err
	}
	c := newChronicle(ctx, d, clock, o)
	if err := c.found(); err != nil {
		return Summary{}, err
	}
	c.routine()
	c.trade()
	c.stories()
	together, durable := d.Store().Together(ctx)
	c.ctx = together
	if err := errors.Join(c.tell(), durable()); err != nil {
		return Summary{}, err
	}
	c.ctx = ctx
	return c.summary()
}

func (o Options) check(now day.Date) error {
	var f errs.Faults
	if o.Until < earliest {
		f.Add("until", "the demo begins in January 2023 and needs two months; {day} is too early", "day", o.Until).
			Because("choose {earliest} or later", "earliest", earliest)
	}
	if latest := now.AddMonths(12); o.Until > latest {
		f.Add("until", "{day} is more than a year ahead", "day", o.Until).Because("choose {latest} or earlier", "latest", latest)
	}
	return f.Err()
}
