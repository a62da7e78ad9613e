package proof

import "kontor/errs"

// Receipt is everything a stranger needs to check that one event is in the log, beside the public key of the house.
type Receipt struct {
	Leaf       string `json:"leaf"` // canonical form of the event
	Index      int64  `json:"index"`
	Proof      []Hash `json:"proof"`
	Checkpoint string `json:"checkpoint"` // signed
}

// Verify checks the signature of the checkpoint and that the event is in it.
//
// Errors: Invalid.
func (r Receipt) Verify(publicKeys ...string) (Checkpoint, error) {
	c, err := VerifyCheckpoint(r.Checkpoint, publicKeys...)
	if err != nil {
		return c, err
	}
	return c, VerifyInclusion([]byte(r.Leaf), r.Index, c.Size, r.Proof, c.Root)
}

// Growth is everything a stranger needs to check that a log only grew from one checkpoint to another.
type Growth struct {
	Old   string `json:"old"` // signed
	New   string `json:"new"` // signed
	Proof []Hash `json:"proof"`
}

// Verify checks both signatures, that both are of one log, and that the new one holds the old one unchanged.
//
// Errors: Invalid.
func (g Growth) Verify(publicKeys ...string) (from, to Checkpoint, err error) {
	if from, err = VerifyCheckpoint(g.Old, publicKeys...); err != nil {
		return from, to, err
	}
	if to, err = VerifyCheckpoint(g.New, publicKeys...); err != nil {
		return from, to, err
	}
	if from.Origin != to.Origin {
		return from, to, errs.New(errs.Invalid, "the checkpoints are of two logs: {one} and {other}", "one", from.Origin, "other", to.Origin)
	}
	return from, to, VerifyConsistency(from.Size, from.Root, to.Size, to.Root, g.Proof)
}
