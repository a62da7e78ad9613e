package demo

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
)

// chronicle tells the history. It keeps the first error and does nothing after it, so that a story reads like a story.
type chronicle struct {
	ctx   context.Context
	desk  *desk.Desk
	clock *Clock
	opts  Options
	rand  *rand.Rand
	until day.Date
	today day.Date
	err   error
	verbs int
	agenda

	cast       *cast
	admin      desk.Actor
	clerk      desk.Actor
	risk       desk.Actor // records and proposes
	second     desk.Actor // verifies and confirms
	accountant desk.Actor
	manager    desk.Actor
	logins     []Login

	contracts []*contract
	unsold    []*machine // of planned deals that found no room
	gates     []day.Date // days on which machines leave
	listed    watchlist
	try       Try
	house     string

	built, passports, acts, references, promises int // counters behind numbers
}

func newChronicle(ctx context.Context, d *desk.Desk, clock *Clock, o Options) *chronicle {
	c := &chronicle{ctx: ctx, desk: d, clock: clock, opts: o, until: o.Until, today: start, cast: newCast(), house: "Kontor Belogorn (demo)"}
	c.rand = c.random("history")
	return c
}

// random gives a stream of its own for a purpose, so that a change in one story does not move all others.
func (c *chronicle) random(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	return rand.New(rand.NewPCG(c.opts.Seed, h.Sum64()))
}

// on puts an act down for a day. What lies beyond the last day is not told; what would lie before the house opens is
// told when it opens.
func (c *chronicle) on(d day.Date, h hour, do func()) {
	if d = max(d, c.opened()); d < c.until {
		c.add(d, h, do)
	}
}

// tell walks through the calendar.
func (c *chronicle) tell() error {
	total := c.until.Sub(start)
	for c.Len() > 0 && c.err == nil {
		a := c.next()
		if a.on != c.today {
			if c.opts.Progress != nil {
				c.opts.Progress(a.on.Sub(start), total, a.on.String()[:len("2023-01")])
			}
			c.today = a.on
			c.clock.set(morning(a.on))
		}
		if a.hour == evening {
			c.clock.set(at(a.on, closesAt))
		}
		a.do()
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
	if c.err != nil {
		return c.err
	}
	c.today = c.until
	c.clock.set(morning(c.until))
	if c.opts.Progress != nil {
		c.opts.Progress(total, total, c.until.String()[:len("2023-01")])
	}
	return nil
}

// tick is the time between two things that people of the house do.
func (c *chronicle) tick() {
	c.clock.set(c.clock.Now().Add(time.Duration(9+c.verbs%23) * time.Second))
}

// do calls a verb for somebody; why is its reason.
func do[Req, Res any](c *chronicle, who desk.Actor, v desk.Verb[Req, Res], req Req, why ...string) Res {
	var none Res
	if c.err != nil {
		return none
	}
	c.tick()
	c.verbs++
	res, err := v.Do(c.ctx, c.desk, desk.Call{Actor: who, Reason: strings.Join(why, " ")}, req)
	if err != nil {
		c.err = fmt.Errorf("demo, %s: %w", c.today, err)
		return none
	}
	return res
}

// refused calls a verb that the house must refuse; the refusal stays in the timeline.
func refused[Req, Res any](c *chronicle, who desk.Actor, v desk.Verb[Req, Res], req Req) {
	if c.err != nil {
		return
	}
	c.tick()
	c.verbs++
	_, err := v.Do(c.ctx, c.desk, desk.Call{Actor: who}, req)
	if !errs.Is(err, errs.Refused) {
		c.err = fmt.Errorf("demo, %s: %s of %v should have been refused, got %w", c.today, v.Name, req, err)
	}
}
