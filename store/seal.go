package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"kontor/errs"
	"kontor/proof"
	"kontor/store/q"
)

const (
	sealBatchMax = 512                    // events that one transaction seals: a few milliseconds of the writer
	sealRowsMax  = 32                     // rows of one statement
	sealTriesMax = 8                      // times that another process may be faster
	sealEvery    = 400 * time.Millisecond // the log is at most a second behind
	sealLastMax  = 5 * time.Second        // for the last round, when the server stops
)

// errLogMoved means that another process sealed the same events a moment earlier.
var errLogMoved = errors.New("the log has moved on")

// AddEvent writes a row of the timeline and puts it in the queue of what is to be sealed.
func (tx *Tx) AddEvent(ctx context.Context, e q.AddEventParams) error {
	if err := tx.Queries.AddEvent(ctx, e); err != nil {
		return err
	}
	return tx.QueueEvent(ctx, q.QueueEventParams{AtUs: e.AtUs, EventID: e.ID, CentreID: e.CentreID})
}

// RunSealer seals what waits, again and again, until ctx ends, and then once more. It keeps the log at most a second
// behind the events. What fails is reported once and tried again.
func (s *Store) RunSealer(ctx context.Context) {
	ticker := time.NewTicker(sealEvery)
	defer ticker.Stop()
	said := ""
	for running := true; running; {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			running = false
		}
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), sealLastMax)
		_, err := s.Seal(last)
		cancel()
		switch {
		case err == nil && said != "":
			slog.Info("events are sealed again")
			said = ""
		case err != nil && err.Error() != said:
			slog.Warn("events are not sealed", "error", err)
			said = err.Error()
		}
	}
}

// Seal puts every committed event that is not in the log yet at the end of it, the oldest first, and signs a checkpoint.
// It is safe to call in several processes at once. Nothing is hashed or signed inside a transaction that writes.
//
// Errors: Refused when there is no key to sign with, saying where it must be; Busy.
func (s *Store) Seal(ctx context.Context) (sealed int, err error) {
	for moved := 0; ; {
		n, err := s.sealBatch(ctx)
		if errors.Is(err, errLogMoved) {
			if moved++; moved == sealTriesMax {
				return sealed, nil // whoever is faster goes on with the rest
			}
			continue
		}
		sealed += n
		if err != nil || n < sealBatchMax {
			return sealed, err
		}
	}
}

// batch is what one sealing adds to the log.
type batch struct {
	from   int64 // size before
	events []q.Event
	leaves []proof.Hash
	hashes []q.AddLogHashParams
	head   proof.Checkpoint
	signed string
	key    proof.Key
	keys   logKeys
}

func (s *Store) sealBatch(ctx context.Context) (int, error) {
	var b batch
	var edge *proof.Edge
	err := s.Read(ctx, func(tx *Tx) (err error) {
		if b.events, err = tx.UnsealedEvents(ctx, sealBatchMax); err != nil || len(b.events) == 0 {
			return err
		}
		if b.from, err = tx.LogSize(ctx); err != nil {
			return err
		}
		if b.keys, err = tx.logKeys(ctx); err != nil {
			return err
		}
		edge, err = proof.NewEdge(b.from, logReader{ctx, tx.Queries})
		return err
	})
	if err != nil || len(b.events) == 0 {
		return 0, err
	}
	if b.key, err = s.logKey(b.keys); err != nil {
		return 0, err
	}
	b.grow(edge)
	if b.keys, err = b.keys.signedBy(b.key, b.from); err != nil {
		return 0, err
	}
	b.head.Origin = b.keys.Origin
	if b.signed, err = b.key.Sign(b.head); err != nil {
		return 0, err
	}
	err = s.engine.append(ctx, func(db q.DBTX) error {
		return (&Tx{Queries: q.New(db), DB: db, Now: s.moment()}).seal(ctx, &b)
	})
	if meaningOf(err) == duplicate || collided(err) {
		return 0, errLogMoved
	}
	return len(b.events), translate(err)
}

// grow computes the leaves, the stored hashes and the new head.
func (b *batch) grow(edge *proof.Edge) {
	for _, e := range b.events {
		leaf := proof.LeafHash(sealedForm(e).Leaf())
		b.leaves = append(b.leaves, leaf)
		edge.Append(leaf, func(level int, n int64, root proof.Hash) {
			if level%hashLevels == 0 {
				b.hashes = append(b.hashes, q.AddLogHashParams{Level: int64(level), Nr: n, Hash: root.String()})
			}
		})
	}
	b.head = proof.Checkpoint{Size: edge.Size(), Root: edge.Root()}
}

// seal writes the batch, if the log still ends where the batch begins.
func (tx *Tx) seal(ctx context.Context, b *batch) error {
	if size, err := tx.LogSize(ctx); err != nil || size != b.from {
		return errors.Join(err, errLogMoved)
	}
	if err := tx.keepLogKeys(ctx, b.keys); err != nil {
		return err
	}
	for at := 0; at < len(b.events); at += sealRowsMax {
		if err := tx.addLeaves(ctx, b, at, min(at+sealRowsMax, len(b.events))); err != nil {
			return err
		}
	}
	for _, h := range b.hashes {
		if err := tx.AddLogHash(ctx, h); err != nil {
			return err
		}
	}
	return tx.AddCheckpoint(ctx, q.AddCheckpointParams{Size: b.head.Size, Note: b.signed, AtUs: tx.Now})
}

// addLeaves moves the events from one number up to another from the queue into the log, in two statements.
func (tx *Tx) addLeaves(ctx context.Context, b *batch, from, to int) error {
	insert, remove := new(strings.Builder), new(strings.Builder)
	insert.WriteString("insert into log_leaf (leaf, centre_id, event_id, hash) values ")
	remove.WriteString("delete from unsealed where at_us >= $1 and at_us <= $2 and event_id in (")
	var leaf []any
	queued := []any{b.events[from].AtUs, b.events[to-1].AtUs}
	for i := from; i < to; i++ {
		comma := ", "
		if i == from {
			comma = ""
		}
		n := len(leaf)
		fmt.Fprintf(insert, "%s($%d, $%d, $%d, $%d)", comma, n+1, n+2, n+3, n+4)
		leaf = append(leaf, b.from+int64(i), b.events[i].CentreID, b.events[i].ID, b.leaves[i].String())
		queued = append(queued, b.events[i].ID)
		fmt.Fprintf(remove, "%s$%d", comma, len(queued))
	}
	if _, err := tx.DB.ExecContext(ctx, insert.String(), leaf...); err != nil {
		return err
	}
	done, err := tx.DB.ExecContext(ctx, remove.String()+")", queued...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != int64(to-from) {
		return errors.Join(err, errLogMoved)
	}
	return nil
}

// sealedForm is what the log holds of an event.
func sealedForm(e q.Event) proof.Event {
	return proof.Event{Centre: e.CentreID, ID: e.ID, At: e.AtUs, EffectiveOn: e.EffectiveOn, Actor: e.Actor, Verb: e.Verb, Entity: e.Entity,
		Party: e.PartyID, Unit: e.UnitID, Deal: e.DealID, Guarantee: e.GuaranteeID,
		Text: proof.Words{ActorName: e.ActorName, Form: e.TextForm, Args: string(e.TextJson), Reason: e.Reason, Data: string(e.DataJson)}}
}

// notSealed is said of an event that is too young to be proved.
func notSealed(event string) error {
	return errs.New(errs.Busy, "the event is not sealed yet").At(event).Because("ask again in a second")
}
