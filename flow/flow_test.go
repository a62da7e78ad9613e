package flow_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/flow"
)

// problem is a small net as it is drawn.
type problem struct {
	have, need []int64
	lanes      []flow.Lane
}

func drawProblem(t *rapid.T) problem {
	var p problem
	amount := rapid.Int64Range(0, 12)
	for range rapid.IntRange(1, 4).Draw(t, "sources") {
		p.have = append(p.have, amount.Draw(t, "have"))
	}
	for range rapid.IntRange(1, 4).Draw(t, "sinks") {
		p.need = append(p.need, amount.Draw(t, "need"))
	}
	for range rapid.IntRange(0, 7).Draw(t, "lanes") {
		l := flow.Lane{From: rapid.IntRange(0, len(p.have)-1).Draw(t, "from"), Most: amount.Draw(t, "most")}
		for s := range p.need {
			if rapid.IntRange(0, 2).Draw(t, "to") == 0 {
				l.To = append(l.To, s)
			}
		}
		p.lanes = append(p.lanes, l)
	}
	return p
}

// leastCut is the most that can be brought to some of the sinks: the least cut, found by trying every one.
func leastCut(p problem, sinks []int) int64 {
	best := int64(1) << 62
	for mask := range 1 << (len(p.have) + len(p.lanes)) { // which sources and lanes are on the side of the origin
		cut := int64(0)
		on := func(n int) bool { return mask>>n&1 == 1 }
		for s, h := range p.have {
			if !on(s) {
				cut += h
			}
		}
		reached := make([]bool, len(p.need))
		for l, lane := range p.lanes {
			if on(lane.From) && !on(len(p.have)+l) {
				cut += lane.Most
			}
			if on(len(p.have) + l) {
				for _, t := range lane.To {
					reached[t] = true
				}
			}
		}
		for _, t := range sinks {
			if reached[t] {
				cut += p.need[t]
			}
		}
		best = min(best, cut)
	}
	return best
}

// check says what is wrong with a flow in itself, "" when nothing is.
func (p problem) check(n *flow.Net) string {
	out, in := make([]int64, len(p.have)), make([]int64, len(p.need))
	for l, lane := range p.lanes {
		sum := int64(0)
		for k, t := range lane.To {
			f := n.To(l, k)
			if f < 0 {
				return "below zero"
			}
			sum, in[t] = sum+f, in[t]+f
		}
		if sum != n.Through(l) || sum > lane.Most {
			return fmt.Sprintf("lane %d: %d of %d", l, sum, lane.Most)
		}
		out[lane.From] += sum
	}
	for s := range out {
		if n.Left(s) != p.have[s]-out[s] || n.Left(s) < 0 {
			return fmt.Sprintf("source %d gives %d of %d", s, out[s], p.have[s])
		}
	}
	for t := range in {
		if n.Missing(t) != p.need[t]-in[t] || n.Missing(t) < 0 {
			return fmt.Sprintf("sink %d gets %d of %d", t, in[t], p.need[t])
		}
	}
	return ""
}

// After the k-th sink as much has come to the first k as can come to them at all: the sum is the most there is, and no earlier
// sink loses to a later one. So it is with ranks too, whose sinks come one after the other.
func TestFillBringsTheMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		n := flow.New(p.have, p.need, p.lanes)
		var sinks []int
		before := slices.Clone(p.need)
		for s := range p.need {
			n.Fill(s)
			sinks = append(sinks, s)
			if why := p.check(n); why != "" {
				t.Fatal(why)
			}
			brought := int64(0)
			for _, k := range sinks {
				brought += p.need[k] - n.Missing(k)
				if k != s && n.Missing(k) != before[k] {
					t.Fatalf("sink %d went from %d to %d when %d was served", k, before[k], n.Missing(k), s)
				}
				before[k] = n.Missing(k)
			}
			if want := leastCut(p, sinks); brought != want {
				t.Fatalf("sinks %v get %d, %d are possible", sinks, brought, want)
			}
		}
	})
}

// The order of sources and lanes changes nothing of what the sinks get, and the same net gives the same flow.
func TestFillDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		all := make([]int, len(p.need))
		for s := range all {
			all[s] = s
		}
		a, again, b := flow.New(p.have, p.need, p.lanes), flow.New(p.have, p.need, p.lanes), flow.New(p.have, p.need, rapid.Permutation(p.lanes).Draw(t, "order"))
		for _, n := range []*flow.Net{a, again, b} {
			n.Fill(all...)
		}
		for s := range all {
			if a.Missing(s) != b.Missing(s) {
				t.Fatalf("sink %d misses %d or %d", s, a.Missing(s), b.Missing(s))
			}
		}
		for l, lane := range p.lanes {
			for k := range lane.To {
				if a.To(l, k) != again.To(l, k) {
					t.Fatalf("lane %d brings %d or %d", l, a.To(l, k), again.To(l, k))
				}
			}
		}
	})
}

// A net that is filled, given more and filled again ends like one that had it all from the start.
func TestGiveMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		part := make([]int64, len(p.have))
		for s, h := range p.have {
			part[s] = rapid.Int64Range(0, h).Draw(t, "first")
		}
		all := make([]int, len(p.need))
		for s := range all {
			all[s] = s
		}
		n := flow.New(part, p.need, p.lanes)
		n.Fill(all...)
		for s := range p.have {
			n.Give(s, p.have[s]-part[s])
		}
		n.Fill(all...)
		if why := p.check(n); why != "" {
			t.Fatal(why)
		}
		brought := int64(0)
		for s := range all {
			brought += p.need[s] - n.Missing(s)
		}
		if want := leastCut(p, all); brought != want {
			t.Fatalf("got %d, %d are possible", brought, want)
		}
	})
}

func TestNetRefusesLanesToNowhere(t *testing.T) {
	for name, lanes := range map[string][]flow.Lane{"from": {{From: 1}}, "to": {{To: []int{1}}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s nowhere: accepted", name)
				}
			}()
			flow.New([]int64{1}, []int64{1}, lanes)
		}()
	}
}
