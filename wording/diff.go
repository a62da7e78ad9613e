package wording

import "slices"

// edit is a stretch of words that stay, go or come.
type edit struct {
	change  Change
	a, b, n int
}

// maxSteps bounds the search for the shortest change of a stretch; a stretch that differs more is replaced as a whole.
const maxSteps = 600

// diff finds the changes that make b of a: what begins and ends alike is cut off, words that stand once in both texts
// anchor the rest, and between two anchors the shortest change is looked for.
func diff(a, b []int) []edit {
	d := &differ{a: a, b: b}
	d.between(0, len(a), 0, len(b), 0)
	return d.edits
}

type differ struct {
	a, b  []int
	edits []edit
}

func (d *differ) add(change Change, a, b, n int) {
	if n > 0 {
		d.edits = append(d.edits, edit{change, a, b, n})
	}
}

func (d *differ) between(a0, a1, b0, b1, depth int) {
	head := 0
	for a0+head < a1 && b0+head < b1 && d.a[a0+head] == d.b[b0+head] {
		head++
	}
	d.add(Same, a0, b0, head)
	a0, b0 = a0+head, b0+head
	tail := 0
	for a1-tail > a0 && b1-tail > b0 && d.a[a1-tail-1] == d.b[b1-tail-1] {
		tail++
	}
	d.middle(a0, a1-tail, b0, b1-tail, depth)
	d.add(Same, a1-tail, b1-tail, tail)
}

// maxDepth bounds how often a stretch between anchors is anchored again.
const maxDepth = 12

func (d *differ) middle(a0, a1, b0, b1, depth int) {
	if a0 == a1 || b0 == b1 {
		d.add(Removed, a0, b0, a1-a0)
		d.add(Added, a1, b0, b1-b0)
		return
	}
	if depth < maxDepth && (a1-a0)+(b1-b0) > 64 {
		if anchors := d.anchors(a0, a1, b0, b1); len(anchors) > 0 {
			for _, at := range anchors {
				d.between(a0, at[0], b0, at[1], depth+1)
				d.add(Same, at[0], at[1], 1)
				a0, b0 = at[0]+1, at[1]+1
			}
			d.between(a0, a1, b0, b1, depth+1)
			return
		}
	}
	d.shortest(a0, a1, b0, b1)
}

// anchors are the words that stand once in each stretch, as far as they stand in the same order.
func (d *differ) anchors(a0, a1, b0, b1 int) [][2]int {
	type places struct{ inA, inB, a, b int }
	seen := make(map[int]*places, a1-a0)
	for i := a0; i < a1; i++ {
		p := seen[d.a[i]]
		if p == nil {
			p = &places{}
			seen[d.a[i]] = p
		}
		p.inA, p.a = p.inA+1, i
	}
	for j := b0; j < b1; j++ {
		if p := seen[d.b[j]]; p != nil {
			p.inB, p.b = p.inB+1, j
		}
	}
	var pairs [][2]int
	for i := a0; i < a1; i++ {
		if p := seen[d.a[i]]; p.inA == 1 && p.inB == 1 {
			pairs = append(pairs, [2]int{p.a, p.b})
		}
	}
	return rising(pairs)
}

// rising is the longest run of pairs, which ascend in the first number, that ascends in the second too.
func rising(pairs [][2]int) [][2]int {
	var tops []int // index of the pair that ends the best run of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(tops, p[1], func(top, b int) int { return pairs[top][1] - b })
		before[i] = -1
		if at > 0 {
			before[i] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, i)
		} else {
			tops[at] = i
		}
	}
	out := make([][2]int, len(tops))
	if len(tops) > 0 {
		for i, k := tops[len(tops)-1], len(tops)-1; k >= 0; i, k = before[i], k-1 {
			out[k] = pairs[i]
		}
	}
	return out
}

// shortest is the greedy search of Myers for the fewest words that go and come.
func (d *differ) shortest(a0, a1, b0, b1 int) {
	n, m := a1-a0, b1-b0
	most := min(n+m, maxSteps)
	furthest := make([]int, 2*most+3)
	var trace [][]int
	for step := 0; step <= most; step++ {
		trace = append(trace, slices.Clone(furthest[most+1-step-1:most+1+step+2]))
		for k := -step; k <= step; k += 2 {
			at := most + 1 + k
			x := furthest[at-1] + 1
			if k == -step || k != step && furthest[at-1] < furthest[at+1] {
				x = furthest[at+1]
			}
			for x < n && x-k < m && d.a[a0+x] == d.b[b0+x-k] {
				x++
			}
			furthest[at] = x
			if x >= n && x-k >= m {
				d.walkBack(trace, a0, b0, n, m)
				return
			}
		}
	}
	d.add(Removed, a0, b0, n)
	d.add(Added, a1, b0, m)
}

// walkBack follows the steps of the search from its end.
func (d *differ) walkBack(trace [][]int, a0, b0, n, m int) {
	var back []edit
	x, y := n, m
	for step := len(trace) - 1; step >= 0; step-- {
		k := x - y
		before := func(k int) int { return trace[step][k+step+1] }
		prev := k - 1
		if step == 0 {
			back = append(back, edit{Same, a0, b0, x})
			break
		}
		if k == -step || k != step && before(k-1) < before(k+1) {
			prev = k + 1
		}
		px := before(prev)
		py := px - prev
		mid := px
		if prev == k-1 {
			mid = px + 1
		}
		back = append(back, edit{Same, a0 + mid, b0 + mid - k, x - mid})
		if prev == k-1 {
			back = append(back, edit{Removed, a0 + px, b0 + py, 1})
		} else {
			back = append(back, edit{Added, a0 + px, b0 + py, 1})
		}
		x, y = px, py
	}
	for _, e := range slices.Backward(back) {
		d.add(e.change, e.a, e.b, e.n)
	}
}
