package proof_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/internal/shared"
	"kontor/proof"
)

// vector is one case of the reference vectors.
type vector struct {
	ID          string       `json:"id"`
	Kind        string       `json:"kind"`
	Expect      string       `json:"expect"`
	Size        int64        `json:"size"`
	OldSize     int64        `json:"old_size"`
	Index       int64        `json:"index"`
	Leaf        string       `json:"leaf_text"`
	Root        proof.Hash   `json:"root"`
	OldRoot     proof.Hash   `json:"old_root"`
	Proof       []proof.Hash `json:"proof"`
	Note        string       `json:"note"`
	VerifierKey string       `json:"verifier_key"`
}

func (v vector) verify() error {
	switch v.Kind {
	case "inclusion":
		return proof.VerifyInclusion([]byte(v.Leaf), v.Index, v.Size, v.Proof, v.Root)
	case "consistency":
		return proof.VerifyConsistency(v.OldSize, v.OldRoot, v.Size, v.Root, v.Proof)
	case "checkpoint":
		c, err := proof.VerifyCheckpoint(v.Note, v.VerifierKey)
		if err == nil && (c.Size != v.Size || c.Root != v.Root) {
			return fmt.Errorf("checkpoint of %d, %s", c.Size, c.Root)
		}
		return err
	}
	return fmt.Errorf("unknown kind %s", v.Kind)
}

func TestReferenceVectors(t *testing.T) {
	raw, err := os.ReadFile(shared.Data(t, "ledger", "merkle-vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &file); err != nil || len(file.Vectors) < 12 {
		t.Fatalf("%d vectors, %v", len(file.Vectors), err)
	}
	kinds := map[string]int{}
	for _, v := range file.Vectors {
		kinds[v.Kind+" "+v.Expect]++
		if err := v.verify(); (err == nil) != (v.Expect == "valid") {
			t.Errorf("%s: want %s, got %v", v.ID, v.Expect, err)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("a kind has no good or no bad case: %v", kinds)
	}
}

// hashes keeps every hash of a log in memory, in tlog's numbering.
type hashes []proof.Hash

func (h hashes) ReadHashes(numbers []int64) ([]proof.Hash, error) {
	out := make([]proof.Hash, len(numbers))
	for i, n := range numbers {
		if n >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", n)
		}
		out[i] = h[n]
	}
	return out, nil
}

func leaf(n int64) []byte { return fmt.Appendf(nil, "leaf %d", n) }

// grow makes a log of leaves 0 to size-1, leaf by leaf, by the library alone.
func grow(t interface{ Fatal(...any) }, size int64) hashes {
	var h hashes
	for n := range size {
		more, err := tlog.StoredHashes(n, leaf(n), h)
		if err != nil {
			t.Fatal(err)
		}
		h = append(h, more...)
	}
	return h
}

func root(t interface{ Fatal(...any) }, size int64, h hashes) proof.Hash {
	r, err := tlog.TreeHash(size, h)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The edge has the root of the library at every size, tells every completed subtree, and can be taken up at any size.
func TestEdgeIsTheTree(t *testing.T) {
	h := grow(t, 300)
	edge, err := proof.NewEdge(0, h)
	if err != nil {
		t.Fatal(err)
	}
	for n := range int64(300) {
		if edge.Size() != n || edge.Root() != root(t, n, h) {
			t.Fatalf("size %d: got %d, %s", n, edge.Size(), edge.Root())
		}
		again, err := proof.NewEdge(n, h)
		if err != nil || again.Root() != edge.Root() || again.Size() != n {
			t.Fatalf("taken up at %d: %v", n, err)
		}
		done := 0
		edge.Append(proof.LeafHash(leaf(n)), func(level int, at int64, root proof.Hash) {
			done++
			if want := h[tlog.StoredHashIndex(level, at)]; level != done || root != want {
				t.Fatalf("subtree %d/%d after leaf %d: got %s, want %s", level, at, n, root, want)
			}
		})
	}
	if _, err := proof.NewEdge(500, h); err == nil {
		t.Error("an edge was taken from hashes that are not there")
	}
}

// Any leaf is proved at any size, and nothing else passes: another leaf, index, size, root or a spoiled proof.
func TestInclusion(t *testing.T) {
	h := grow(t, 130)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, 130).Draw(t, "size")
		index := rapid.Int64Range(0, size-1).Draw(t, "index")
		p, err := proof.ProveInclusion(size, index, h)
		if err != nil {
			t.Fatal(err)
		}
		top := root(t, size, h)
		if err := proof.VerifyInclusion(leaf(index), index, size, p, top); err != nil {
			t.Fatal(err)
		}
		other := rapid.Int64Range(0, 129).Filter(func(n int64) bool { return n != index }).Draw(t, "other")
		spoiled := slices.Clone(p)
		if len(p) > 0 {
			spoiled[rapid.IntRange(0, len(p)-1).Draw(t, "where")][rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
		} else {
			spoiled = []proof.Hash{top}
		}
		wrong := map[string]error{
			"another leaf":  proof.VerifyInclusion(leaf(other), index, size, p, top),
			"another index": proof.VerifyInclusion(leaf(index), other, size, p, top),
			"no such index": proof.VerifyInclusion(leaf(index), size, size, p, top),
			"negative":      proof.VerifyInclusion(leaf(index), -1, size, p, top),
			"spoiled proof": proof.VerifyInclusion(leaf(index), index, size, spoiled, top),
			"longer proof":  proof.VerifyInclusion(leaf(index), index, size, append(slices.Clone(p), top), top),
			"another root":  proof.VerifyInclusion(leaf(index), index, size, p, proof.LeafHash(top[:])),
		}
		for name, err := range wrong {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("%s: got %v", name, err)
			}
		}
	})
	if _, err := proof.ProveInclusion(5, 5, h); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

// Any two sizes of one log fit together; a log in which one old leaf was rewritten does not.
func TestConsistency(t *testing.T) {
	h := grow(t, 130)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(0, 130).Draw(t, "size")
		old := rapid.Int64Range(0, size).Draw(t, "old")
		p, err := proof.ProveConsistency(old, size, h)
		if err != nil {
			t.Fatal(err)
		}
		oldRoot, top := root(t, old, h), root(t, size, h)
		if err := proof.VerifyConsistency(old, oldRoot, size, top, p); err != nil {
			t.Fatalf("%d to %d: %v", old, size, err)
		}
		if old == 0 {
			return
		}
		rewritten, _ := proof.NewEdge(0, h)
		bad := rapid.Int64Range(0, old-1).Draw(t, "rewritten")
		for n := range old {
			text := leaf(n)
			if n == bad {
				text = append(text, '!')
			}
			rewritten.Append(proof.LeafHash(text), nil)
		}
		if err := proof.VerifyConsistency(old, rewritten.Root(), size, top, p); !errs.Is(err, errs.Invalid) {
			t.Fatalf("leaf %d of %d was rewritten: got %v", bad, old, err)
		}
	})
	empty := proof.RootOfNothing()
	for name, err := range map[string]error{
		"shrunk":                proof.VerifyConsistency(5, empty, 4, empty, nil),
		"negative":              proof.VerifyConsistency(-1, empty, 4, empty, nil),
		"nothing with a proof":  proof.VerifyConsistency(0, empty, 4, root(t, 4, h), []proof.Hash{empty}),
		"nothing with a root":   proof.VerifyConsistency(0, root(t, 4, h), 4, root(t, 4, h), nil),
		"nothing to other root": proof.VerifyConsistency(0, empty, 0, root(t, 4, h), nil),
	} {
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := proof.ProveConsistency(6, 5, h); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestFold(t *testing.T) {
	h := grow(t, 64)
	for level := range 7 {
		var row []proof.Hash
		for n := range int64(1) << level {
			row = append(row, proof.LeafHash(leaf(n)))
		}
		if got, want := proof.Fold(row), h[tlog.StoredHashIndex(level, 0)]; got != want {
			t.Errorf("%d leaves: got %s, want %s", len(row), got, want)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	edge, h := &proof.Edge{}, proof.LeafHash([]byte("leaf"))
	b.ReportAllocs()
	for b.Loop() {
		edge.Append(h, nil)
	}
}

func BenchmarkInclusion(b *testing.B) {
	const size = 100_000
	h := grow(b, size)
	top := root(b, size, h)
	p, err := proof.ProveInclusion(size, 77_777, h)
	if err != nil {
		b.Fatal(err)
	}
	text := leaf(77_777)
	for b.Loop() {
		if err := proof.VerifyInclusion(text, 77_777, size, p, top); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(p)*32), "proof-bytes")
}
