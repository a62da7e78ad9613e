package proof

import "golang.org/x/mod/sumdb/tlog"

// Edge is the right edge of a growing log: the roots of its complete subtrees, the largest first. It is all that is
// needed to append leaves and to know the root; the leaves themselves are not read again.
type Edge struct {
	size  int64
	roots []Hash
}

// NewEdge takes the edge of a log of the size from its stored hashes.
//
// Errors: what the reader returns.
func NewEdge(size int64, r HashReader) (*Edge, error) {
	var numbers []int64
	for level := 62; level >= 0; level-- {
		if size>>level&1 == 1 {
			numbers = append(numbers, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	if len(numbers) == 0 {
		return &Edge{}, nil
	}
	roots, err := r.ReadHashes(numbers)
	if err != nil {
		return nil, err
	}
	return &Edge{size, append([]Hash(nil), roots...)}, nil
}

// Size is the number of leaves.
func (e *Edge) Size() int64 { return e.size }

// Append adds the hash of one leaf. done is called for every subtree that it completes, from small to large: the n-th
// one of 2^level leaves. It may be nil.
func (e *Edge) Append(leaf Hash, done func(level int, n int64, root Hash)) {
	h := leaf
	for level, rest := 1, e.size; rest&1 == 1; level, rest = level+1, rest>>1 {
		last := len(e.roots) - 1
		h = tlog.NodeHash(e.roots[last], h)
		e.roots = e.roots[:last]
		if done != nil {
			done(level, rest>>1, h)
		}
	}
	e.roots = append(e.roots, h)
	e.size++
}

// Root is the root of the log as it stands.
func (e *Edge) Root() Hash {
	if len(e.roots) == 0 {
		return RootOfNothing()
	}
	h := e.roots[len(e.roots)-1]
	for i := len(e.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.roots[i], h)
	}
	return h
}

// Fold joins the roots of 2^k equal subtrees that stand side by side into the root of all of them.
func Fold(roots []Hash) Hash {
	row := append([]Hash(nil), roots...)
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

// Place tells which subtree a tlog number stands for: the n-th one of 2^level leaves.
func Place(number int64) (level int, n int64) { return tlog.SplitStoredHashIndex(number) }
