// Package proof makes and checks what a stranger can verify offline about the books of a house: that an event is in
// them, and that nothing that was in them before was changed or dropped.
//
// The events of a house are the leaves of one Merkle tree as in RFC 6962. From time to time the house signs a
// checkpoint: "my log has so many leaves and this root" (Ed25519, in the signed-note form that Go's own checksum
// database uses). Whoever holds a checkpoint and the public key of the house needs no access to its database and no
// trust in it: an inclusion proof ties one event to the checkpoint, a consistency proof ties an older checkpoint to a
// newer one. A Receipt holds all of that for one event. Proofs are a few hundred bytes.
//
// The package is pure. Where the leaves and hashes are kept, and when they are sealed, is the matter of package store.
package proof

import (
	"golang.org/x/mod/sumdb/tlog"

	"kontor/errs"
)

// Hash is a SHA-256 hash, written in base64.
type Hash = tlog.Hash

// HashReader gives the hashes of a tree by their tlog numbers.
type HashReader = tlog.HashReader

// ParseHash reads a hash from base64.
//
// Errors: Invalid.
func ParseHash(text string) (Hash, error) {
	h, err := tlog.ParseHash(text)
	if err != nil || h.String() != text { // one hash has one spelling
		return Hash{}, errs.New(errs.Invalid, "{text} is not a hash in base64", "text", text)
	}
	return h, nil
}

// LeafHash is the hash of a leaf: SHA-256(0x00 || leaf).
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }

// RootOfNothing is the root of the log without leaves.
func RootOfNothing() Hash { h, _ := tlog.TreeHash(0, nil); return h }

// ProveInclusion gives the hashes that tie a leaf to the root of a log of the size.
//
// Errors: Invalid when the log has no such leaf; what the reader returns.
func ProveInclusion(size, index int64, r HashReader) ([]Hash, error) {
	if index < 0 || index >= size {
		return nil, noLeaf(index, size)
	}
	return tlog.ProveRecord(size, index, r)
}

// VerifyInclusion checks that the leaf stands at the index of the log with the size and the root.
//
// Errors: Invalid when it does not, or when the proof is not one.
func VerifyInclusion(leaf []byte, index, size int64, proof []Hash, root Hash) error {
	if index < 0 || index >= size {
		return noLeaf(index, size)
	}
	if err := tlog.CheckRecord(proof, size, root, index, LeafHash(leaf)); err != nil {
		e := errs.New(errs.Invalid, "the proof does not tie the event to this log").
			Because("the event was altered, or proof and checkpoint are of different logs or sizes")
		e.Cause = err
		return e
	}
	return nil
}

func noLeaf(index, size int64) error {
	return errs.New(errs.Invalid, "a log of {size} events has no number {index}", "size", size, "index", index)
}

// ProveConsistency gives the hashes that tie a log of the old size to the same log at the new size.
//
// Errors: Invalid when the sizes do not rise; what the reader returns.
func ProveConsistency(oldSize, size int64, r HashReader) ([]Hash, error) {
	if oldSize < 0 || oldSize > size {
		return nil, shrunk(oldSize, size)
	}
	if oldSize == 0 {
		return nil, nil // every log began empty
	}
	return tlog.ProveTree(size, oldSize, r)
}

// VerifyConsistency checks that the log with the new size and root holds everything that it held at the old size and
// root, in the same place.
//
// Errors: Invalid when something was altered, dropped or put in between, or when the proof is not one.
func VerifyConsistency(oldSize int64, oldRoot Hash, size int64, root Hash, proof []Hash) error {
	if oldSize < 0 || oldSize > size {
		return shrunk(oldSize, size)
	}
	var err error
	if oldSize == 0 {
		if len(proof) == 0 && oldRoot == RootOfNothing() && (size > 0 || root == oldRoot) {
			return nil
		}
	} else if err = tlog.CheckTree(proof, size, root, oldSize, oldRoot); err == nil {
		return nil
	}
	e := errs.New(errs.Invalid, "the log of {size} events does not hold the log of {old} events unchanged", "size", size, "old", oldSize).
		Because("something that was sealed before was altered, dropped or put in between; keep both checkpoints, they are the evidence")
	e.Cause = err
	return e
}

func shrunk(oldSize, size int64) error {
	return errs.New(errs.Invalid, "a log of {old} events cannot have become one of {size}", "old", oldSize, "size", size).
		Because("a log only grows; keep both checkpoints, they are the evidence")
}
