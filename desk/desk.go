// Package desk holds the verbs of the house: Register, Vet, Quote, Sign, Secure, Release, Deliver, Receive, Close.
//
// A verb reads what it needs, lets a pure function of the domain decide, and writes the result in one transaction
// together with one event (who, what, when, why). Each verb is one value; the API, the pages and the
// command line are made from the same list (Commands), so that a verb exists everywhere or nowhere. Lists and Records
// are the same for reading. Roles, idempotency keys, dry runs and the audit trail are here once, in Verb.Do.
package desk

import (
	"context"
	"time"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/store"
)

// Desk is where people of the house work. It is safe for use by many goroutines.
type Desk struct {
	store *store.Store
	ids   *id.Source
	today todayCache
}

// New opens a desk on a store; ids come from the source.
func New(s *store.Store, ids *id.Source) *Desk { return &Desk{store: s, ids: ids} }

// Store is the store below, for sealing, verification and backup.
func (d *Desk) Store() *store.Store { return d.store }

// Now is the moment by the clock of the house.
func (d *Desk) Now() time.Time { return d.store.Now() }

// Today is the business date of the house: the civil date by its clock, in UTC.
func (d *Desk) Today() day.Date { return day.FromTime(d.store.Now()).Date() }

// Actor is who calls: a login of the house with one role, or a guest of a maker or guarantor with its party.
type Actor struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Party  string `json:"party,omitempty"` // the party a maker's or guarantor's representative speaks for
	Centre string `json:"centre"`
	Lang   string `json:"lang,omitempty"`
}

// Call is how a verb is called, beside what is asked.
type Call struct {
	Actor  Actor
	Key    string // idempotency key made by the caller; "" gives up the protection against doing it twice
	Reason string // why, shown in the timeline; some verbs demand it
	DryRun bool   // do everything, write nothing

	Replayed *bool // when not nil: set to whether the answer is that of an earlier call with the same key
}

// work is one verb under way in one transaction.
type work struct {
	ctx   context.Context
	tx    *store.Tx
	desk  *Desk
	call  Call
	actor Actor
	verb  string
	today day.Date
	known *places // calendars and branches read so far
}

func (d *Desk) work(ctx context.Context, tx *store.Tx, call Call, verb string) *work {
	return &work{ctx: ctx, tx: tx, desk: d, call: call, actor: call.Actor, verb: verb, today: d.Today()}
}

// read runs a read-only piece of work for an actor.
func (d *Desk) read(ctx context.Context, actor Actor, fn func(w *work) error) error {
	return d.store.Read(ctx, func(tx *store.Tx) error {
		return fn(d.work(ctx, tx, Call{Actor: actor}, "read"))
	})
}

func (w *work) centre() string           { return w.actor.Centre }
func (w *work) newID(kind string) string { return w.desk.ids.New(kind) }
func (w *work) now() day.Instant         { return w.tx.Now }
func (w *work) hasReason() error {
	if w.call.Reason != "" {
		return nil
	}
	var f errs.Faults
	f.Add("reason", "a reason is needed").Because("say in one sentence why; it stays in the timeline")
	return f.Err()
}
