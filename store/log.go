package store

import (
	"context"
	"fmt"

	"kontor/errs"
	"kontor/proof"
	"kontor/store/q"
)

// hashLevels is how many levels of the tree lie between two that are stored. What lies between is made of at most 128
// stored hashes; that saves a row for every event.
const hashLevels = 8

// logReader gives the hashes of the log's tree by their number: leaves from log_leaf, roots of complete subtrees from
// log_hash or made of them.
type logReader struct {
	ctx context.Context
	q   *q.Queries
}

// ReadHashes implements proof.HashReader.
func (r logReader) ReadHashes(numbers []int64) ([]proof.Hash, error) {
	out := make([]proof.Hash, len(numbers))
	for i, number := range numbers {
		level, n := proof.Place(number)
		stored := level - level%hashLevels
		from, to := n<<(level-stored), (n+1)<<(level-stored)
		var texts []string
		var err error
		if stored == 0 {
			texts, err = r.q.LeafHashes(r.ctx, q.LeafHashesParams{Leaf: from, Leaf_2: to})
		} else {
			texts, err = r.q.LogHashes(r.ctx, q.LogHashesParams{Level: int64(stored), Nr: from, Nr_2: to})
		}
		if err != nil {
			return nil, err
		}
		if int64(len(texts)) != to-from {
			return nil, fmt.Errorf("the log has %d of %d hashes of level %d from %d on", len(texts), to-from, stored, from)
		}
		row := make([]proof.Hash, len(texts))
		for k, text := range texts {
			if row[k], err = proof.ParseHash(text); err != nil {
				return nil, err
			}
		}
		out[i] = proof.Fold(row)
	}
	return out, nil
}

// Receipt proves that an event is in the log as of the newest checkpoint. Whoever has it and the public key of the log
// needs nothing else of the house.
//
// Errors: NotFound; Busy when the event is not sealed yet.
func (s *Store) Receipt(ctx context.Context, centre, event string) (proof.Receipt, error) {
	var r proof.Receipt
	err := s.Read(ctx, func(tx *Tx) error {
		row, err := tx.Event(ctx, q.EventParams{CentreID: centre, ID: event})
		if err != nil {
			return Missing(err, event)
		}
		leaf, err := tx.LeafOfEvent(ctx, q.LeafOfEventParams{CentreID: centre, EventID: event})
		if None(err) {
			return notSealed(event)
		}
		if err != nil {
			return err
		}
		head, err := tx.NewestCheckpoint(ctx)
		if err != nil {
			return err
		}
		r = proof.Receipt{Leaf: string(sealedForm(row).Leaf()), Index: leaf.Leaf, Checkpoint: head.Note}
		r.Proof, err = proof.ProveInclusion(head.Size, leaf.Leaf, logReader{ctx, tx.Queries})
		return err
	})
	return r, err
}

// Growth proves that the log only grew since the checkpoint of the given size.
//
// Errors: NotFound when no checkpoint of that size was signed.
func (s *Store) Growth(ctx context.Context, oldSize int64) (proof.Growth, error) {
	var g proof.Growth
	err := s.Read(ctx, func(tx *Tx) error {
		old, err := tx.Checkpoint(ctx, oldSize)
		if None(err) {
			return errs.New(errs.NotFound, "no checkpoint of {n} events was signed", "n", int(oldSize)).
				Because("take the size from a checkpoint that the house handed out")
		}
		if err != nil {
			return err
		}
		head, err := tx.NewestCheckpoint(ctx)
		if err != nil {
			return err
		}
		g = proof.Growth{Old: old.Note, New: head.Note}
		g.Proof, err = proof.ProveConsistency(oldSize, head.Size, logReader{ctx, tx.Queries})
		return err
	})
	return g, err
}

// Log is what the house publishes of its log.
type Log struct {
	Origin     string   `json:"origin"`
	Size       int64    `json:"size"`
	PublicKeys []string `json:"public_keys"` // the newest last
	Checkpoint string   `json:"checkpoint"`  // the newest, signed; "" before anything was sealed
	Waiting    int64    `json:"waiting"`     // events that are not sealed yet
}

// Log reads what can be published: origin, keys and the newest checkpoint.
func (s *Store) Log(ctx context.Context) (Log, error) {
	var l Log
	err := s.Read(ctx, func(tx *Tx) (err error) {
		if l.Waiting, err = tx.CountUnsealed(ctx); err != nil {
			return err
		}
		keys, err := tx.logKeys(ctx)
		if err != nil {
			return err
		}
		l.Origin, l.PublicKeys = keys.Origin, keys.public()
		head, err := tx.NewestCheckpoint(ctx)
		if None(err) {
			return nil
		}
		l.Size, l.Checkpoint = head.Size, head.Note
		return err
	})
	return l, err
}
