package store

import (
	"context"
	"fmt"
	"strconv"

	"kontor/errs"
	"kontor/proof"
	"kontor/store/q"
)

var logPromises = []promise{
	{name: "log.event", text: errs.T("every event is in the log or waits to be sealed"), query: `
		select e.id, e.verb from event e where not exists (select 1 from log_leaf l where l.event_id = e.id)
		and not exists (select 1 from unsealed u where u.at_us = e.at_us and u.event_id = e.id) order by e.at_us, e.id limit 1`},
	{name: "log.queue", text: errs.T("what waits to be sealed is an event that is not in the log"), query: `
		select u.event_id, cast(u.at_us as text) from unsealed u
		left join event e on e.centre_id = u.centre_id and e.id = u.event_id and e.at_us = u.at_us
		left join log_leaf l on l.event_id = u.event_id
		where e.id is null or l.leaf is not null order by u.at_us, u.event_id limit 1`},
	{name: "log.leaf", text: errs.T("every sealed event is as it was sealed"), find: ofWalk(func(w *logWalk) offence { return w.leaf })},
	{name: "log.tree", text: errs.T("the stored hashes are those of the events"), find: ofWalk(func(w *logWalk) offence { return w.tree })},
	{name: "log.checkpoint", text: errs.T("every checkpoint is signed and is that of the log"), find: ofWalk(func(w *logWalk) offence { return w.checkpoint })},
}

// offence is the first thing that is wrong.
type offence struct{ id, detail string }

func (o *offence) note(id, form string, args ...any) {
	if o.id == "" {
		*o = offence{id, fmt.Sprintf(form, args...)}
	}
}

func ofWalk(which func(*logWalk) offence) func(context.Context, *verification) (string, string, error) {
	return func(ctx context.Context, v *verification) (string, string, error) {
		if v.log == nil {
			w := &logWalk{ctx: ctx, tx: v.tx}
			if err := w.run(); err != nil {
				return "", "", err
			}
			v.log = w
		}
		o := which(v.log)
		return o.id, o.detail, nil
	}
}

// logWalk goes through the log once, from the first leaf to the last, and builds its tree again.
type logWalk struct {
	ctx                    context.Context
	tx                     *Tx
	edge                   proof.Edge
	keys                   logKeys
	next                   *q.LogCheckpoint // the next checkpoint to be met
	signed                 int64            // size of the newest checkpoint
	hashes                 int64            // stored hashes that were found right
	leaf, tree, checkpoint offence
}

const walkPage = 2000

func (w *logWalk) run() (err error) {
	if w.keys, err = w.tx.logKeys(w.ctx); err != nil {
		return err
	}
	if err := w.nextCheckpoint(0); err != nil {
		return err
	}
	for more := true; more; {
		if more, err = w.page(); err != nil {
			return err
		}
	}
	return w.end()
}

// page walks some leaves.
func (w *logWalk) page() (more bool, err error) {
	rows, err := w.tx.SealedEvents(w.ctx, q.SealedEventsParams{Leaf: w.edge.Size(), Limit: walkPage})
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if missing, err := w.skip(r.LogLeaf.Leaf); missing || err != nil {
			return false, err
		}
		hash, err := proof.ParseHash(r.LogLeaf.Hash)
		if err != nil || hash != proof.LeafHash(sealedForm(r.Event).Leaf()) {
			w.leaf.note(r.Event.ID, "leaf %d: the event was altered", r.LogLeaf.Leaf)
		}
		if err := w.add(hash); err != nil {
			return false, err
		}
	}
	if len(rows) > 0 {
		return true, nil
	}
	size, err := w.tx.LogSize(w.ctx)
	if err != nil {
		return false, err
	}
	missing, err := w.skip(size) // events at the end that are dropped
	return !missing && size > w.edge.Size(), err
}

// skip goes over leaves whose event is dropped, up to the leaf that is there; missing tells that a leaf itself is gone
// and the tree cannot be built any further.
func (w *logWalk) skip(to int64) (missing bool, err error) {
	for n := w.edge.Size(); n < to; n++ {
		leaf, err := w.tx.LeafAt(w.ctx, n)
		if None(err) {
			w.leaf.note(strconv.FormatInt(n, 10), "leaf %d is missing", n)
			return true, nil
		}
		if err != nil {
			return false, err
		}
		w.leaf.note(leaf.EventID, "leaf %d: the event was dropped", n)
		hash, _ := proof.ParseHash(leaf.Hash) // a broken one is found by the checkpoint
		if err := w.add(hash); err != nil {
			return false, err
		}
	}
	return false, nil
}

// add puts a leaf into the tree and compares what the house has stored of the tree at that size.
func (w *logWalk) add(hash proof.Hash) (err error) {
	w.edge.Append(hash, func(level int, n int64, root proof.Hash) {
		if level%hashLevels != 0 || err != nil {
			return
		}
		var stored []string
		if stored, err = w.tx.LogHashes(w.ctx, q.LogHashesParams{Level: int64(level), Nr: n, Nr_2: n + 1}); err != nil {
			return
		}
		if w.hashes++; len(stored) == 0 || stored[0] != root.String() {
			w.tree.note(fmt.Sprintf("%d/%d", level, n), "hash %d of level %d", n, level)
		}
	})
	if err == nil && w.next != nil && w.next.Size == w.edge.Size() {
		w.compare()
		err = w.nextCheckpoint(w.next.Size)
	}
	return err
}

func (w *logWalk) nextCheckpoint(after int64) error {
	rows, err := w.tx.Checkpoints(w.ctx, q.CheckpointsParams{Size: after, Limit: 1})
	w.next = nil
	if len(rows) > 0 {
		w.next = &rows[0]
	}
	return err
}

// compare checks the checkpoint at the size of the tree.
func (w *logWalk) compare() {
	size := w.edge.Size()
	at := strconv.FormatInt(size, 10)
	c, err := proof.VerifyCheckpoint(w.next.Note, w.keys.public()...)
	switch {
	case err != nil:
		w.checkpoint.note(at, "the checkpoint of %d events: %s", size, errs.As(err).Text)
	case c.Size != size || c.Root != w.edge.Root() || c.Origin != w.keys.Origin:
		w.checkpoint.note(at, "the checkpoint of %d events is of another log", size)
	}
	w.signed = size
}

// end checks that nothing is left over: the newest checkpoint is that of the whole log, and no stored hash is too many.
func (w *logWalk) end() error {
	size := w.edge.Size()
	switch {
	case w.leaf.id == "" && w.next != nil:
		w.checkpoint.note(strconv.FormatInt(w.next.Size, 10), "a checkpoint of %d events was signed, the log has %d", w.next.Size, size)
	case w.leaf.id == "" && w.signed != size:
		w.checkpoint.note(strconv.FormatInt(size, 10), "no checkpoint holds the last %d events", size-w.signed)
	}
	n, err := w.tx.CountLogHashes(w.ctx)
	if err == nil && w.leaf.id == "" && n != w.hashes {
		w.tree.note(strconv.FormatInt(n, 10), "%d hashes are stored, the log has %d", n, w.hashes)
	}
	return err
}
