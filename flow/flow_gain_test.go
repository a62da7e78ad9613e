package flow_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/flow"
)

func r(num, den int64) *big.Rat { return big.NewRat(num, den) }

// gainProblem is a small net with gains; the first sinks are of rank one, the others of rank two.
type gainProblem struct {
	have, need, weight []*big.Rat
	lanes              []flow.GainLane
	first              int
}

func drawGain(t *rapid.T) gainProblem {
	var p gainProblem
	amount := rapid.Int64Range(0, 12)
	for range rapid.IntRange(1, 3).Draw(t, "sources") {
		p.have = append(p.have, r(amount.Draw(t, "have"), 1))
	}
	for range rapid.IntRange(1, 3).Draw(t, "sinks") {
		p.need = append(p.need, r(amount.Draw(t, "need"), 1))
		p.weight = append(p.weight, r(rapid.Int64Range(1, 3).Draw(t, "weight"), 2))
	}
	p.first = rapid.IntRange(1, len(p.need)).Draw(t, "rank one")
	for range rapid.IntRange(0, 6).Draw(t, "lanes") {
		l := flow.GainLane{From: rapid.IntRange(0, len(p.have)-1).Draw(t, "from"), Most: r(amount.Draw(t, "most"), 1),
			Gain: r(rapid.Int64Range(1, 6).Draw(t, "num"), rapid.Int64Range(1, 6).Draw(t, "den"))}
		for s := range p.need {
			if rapid.IntRange(0, 2).Draw(t, "to") == 0 {
				l.To = append(l.To, s)
			}
		}
		p.lanes = append(p.lanes, l)
	}
	return p
}

// most is the greatest weighted sum that can come to the sinks, by the simplex method in exact fractions, which knows nothing
// of ways and labels.
func (p gainProblem) most(need, weight []*big.Rat) *big.Rat {
	type arc struct{ lane, sink int }
	var arcs []arc
	for l, lane := range p.lanes {
		for _, t := range lane.To {
			arcs = append(arcs, arc{l, t})
		}
	}
	rows := len(p.have) + len(p.lanes) + len(need)
	table := make([][]*big.Rat, rows+1)
	for i := range table {
		table[i] = make([]*big.Rat, len(arcs)+rows+1)
		for j := range table[i] {
			table[i][j] = new(big.Rat)
		}
	}
	basis := make([]int, rows)
	for i := range rows {
		basis[i] = len(arcs) + i
		table[i][len(arcs)+i].SetInt64(1)
	}
	end := len(arcs) + rows
	for s, h := range p.have {
		table[s][end].Set(h)
	}
	for l, lane := range p.lanes {
		table[len(p.have)+l][end].Set(lane.Most)
	}
	for s, n := range need {
		table[len(p.have)+len(p.lanes)+s][end].Set(n)
	}
	for j, a := range arcs {
		lane := p.lanes[a.lane]
		table[lane.From][j].SetInt64(1)
		table[len(p.have)+a.lane][j].SetInt64(1)
		table[len(p.have)+len(p.lanes)+a.sink][j].Set(lane.Gain)
		table[rows][j].Neg(new(big.Rat).Mul(lane.Gain, weight[a.sink]))
	}
	for {
		enter := slices.IndexFunc(table[rows][:end], func(v *big.Rat) bool { return v.Sign() < 0 }) // Bland: the first
		if enter < 0 {
			return table[rows][end]
		}
		leave := -1
		for i := range rows {
			if table[i][enter].Sign() <= 0 {
				continue
			}
			if leave < 0 {
				leave = i
				continue
			}
			a, b := new(big.Rat).Quo(table[i][end], table[i][enter]), new(big.Rat).Quo(table[leave][end], table[leave][enter])
			if c := a.Cmp(b); c < 0 || c == 0 && basis[i] < basis[leave] {
				leave = i
			}
		}
		pivot := new(big.Rat).Set(table[leave][enter])
		for j := range table[leave] {
			table[leave][j].Quo(table[leave][j], pivot)
		}
		for i := range table {
			if factor := new(big.Rat).Set(table[i][enter]); i != leave && factor.Sign() != 0 {
				for j := range table[i] {
					table[i][j].Sub(table[i][j], new(big.Rat).Mul(factor, table[leave][j]))
				}
			}
		}
		basis[leave] = enter
	}
}

func sum(p gainProblem, missing func(int) *big.Rat, sinks []int) *big.Rat {
	total := new(big.Rat)
	for _, t := range sinks {
		got := new(big.Rat).Sub(p.need[t], missing(t))
		total.Add(total, got.Mul(got, p.weight[t]))
	}
	return total
}

func (p gainProblem) ranks() (one, two []int) {
	for s := range p.need {
		if s < p.first {
			one = append(one, s)
		} else {
			two = append(two, s)
		}
	}
	return one, two
}

// What each rank gets is what the simplex method says it can get at most, when the rank before keeps exactly what it has.
func TestGainBringsTheMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawGain(t)
		one, two := p.ranks()
		g := flow.NewGain(p.have, p.need, p.weight, p.lanes)
		g.Fill(one...)
		p.sound(t, g)
		weight := make([]*big.Rat, len(p.need))
		for s := range weight {
			if weight[s] = new(big.Rat); s < p.first {
				weight[s] = p.weight[s]
			}
		}
		if got, want := sum(p, g.Missing, one), p.most(p.need, weight); got.Cmp(want) != 0 {
			t.Fatalf("rank one gets %v, %v are possible", got, want)
		}
		need := make([]*big.Rat, len(p.need))
		kept := new(big.Rat)
		for s := range need {
			weight[s] = p.weight[s]
			if need[s] = p.need[s]; s < p.first {
				need[s] = new(big.Rat).Sub(p.need[s], g.Missing(s))
				weight[s] = new(big.Rat).Mul(p.weight[s], r(1_000_000_000, 1)) // before everything else
				kept.Add(kept, new(big.Rat).Mul(need[s], weight[s]))
			}
		}
		before := make([]*big.Rat, p.first)
		for s := range before {
			before[s] = new(big.Rat).Set(g.Missing(s))
		}
		g.Fill(two...)
		p.sound(t, g)
		for s, b := range before {
			if g.Missing(s).Cmp(b) != 0 {
				t.Fatalf("sink %d went from %v to %v when the next rank was served", s, b, g.Missing(s))
			}
		}
		want := new(big.Rat).Sub(p.most(need, weight), kept)
		if got := sum(p, g.Missing, two); got.Cmp(want) != 0 {
			t.Fatalf("rank two gets %v, %v are possible", got, want)
		}
	})
}

// sound fails when the flow takes more than there is or brings more than is needed.
func (p gainProblem) sound(t *rapid.T, g *flow.Gain) {
	out, in := make([]*big.Rat, len(p.have)), make([]*big.Rat, len(p.need))
	for s := range out {
		out[s] = new(big.Rat)
	}
	for s := range in {
		in[s] = new(big.Rat)
	}
	for l, lane := range p.lanes {
		through := new(big.Rat)
		for k, sink := range lane.To {
			f := g.To(l, k)
			if f.Sign() < 0 {
				t.Fatal("below zero")
			}
			through.Add(through, f)
			in[sink].Add(in[sink], new(big.Rat).Mul(f, lane.Gain))
		}
		if through.Cmp(g.Through(l)) != 0 || through.Cmp(lane.Most) > 0 {
			t.Fatalf("lane %d: %v of %v", l, through, lane.Most)
		}
		out[lane.From].Add(out[lane.From], through)
	}
	for s := range out {
		if out[s].Add(out[s], g.Left(s)); out[s].Cmp(p.have[s]) != 0 || g.Left(s).Sign() < 0 {
			t.Fatalf("source %d: %v of %v", s, out[s], p.have[s])
		}
	}
	for s := range in {
		if in[s].Add(in[s], g.Missing(s)); in[s].Cmp(p.need[s]) != 0 || g.Missing(s).Sign() < 0 {
			t.Fatalf("sink %d: %v of %v", s, in[s], p.need[s])
		}
	}
}

// Machine numbers find ways that bring as much, but for the half units that they count as settled.
func TestGuideComesClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawGain(t)
		const scale = 1_000_000
		one, two := p.ranks()
		exact := flow.NewGain(p.have, p.need, p.weight, p.lanes)
		var g flow.Guide
		g.Reset(len(p.have), len(p.need))
		float := func(x *big.Rat) float64 {
			f, _ := x.Float64()
			return f
		}
		for s := range p.need {
			g.Need(s, float(p.need[s])*scale, float(p.weight[s]))
		}
		for s := range p.have {
			g.Give(s, float(p.have[s])*scale)
		}
		for _, l := range p.lanes {
			g.Lane(l.From, l.To, float(l.Most)*scale, float(l.Gain))
		}
		for _, sinks := range [][]int{one, two} {
			exact.Fill(sinks...)
			if !g.Fill(sinks) {
				return // it says so, and is not believed
			}
			got := 0.0
			for _, s := range sinks {
				got += (float(p.need[s])*scale - g.Missing(s)) * float(p.weight[s])
			}
			if want := float(sum(p, exact.Missing, sinks)) * scale; got < want-100 || got > want+100 {
				t.Fatalf("got %v, want %v", got, want)
			}
			for _, s := range sinks {
				if got, want := g.Missing(s), float(exact.Missing(s))*scale; got < want-100 || got > want+100 {
					return // of equal ways each took another, and what is left for the next rank is not the same
				}
			}
		}
	})
}

func BenchmarkGain(b *testing.B) {
	have, need, weight, lanes := chain(12)
	for b.Loop() {
		g := flow.NewGain(have, need, weight, lanes)
		for s := range need {
			g.Fill(s)
		}
	}
}

func BenchmarkGuide(b *testing.B) {
	have, need, _, lanes := chain(12)
	var g flow.Guide
	all := make([]int, len(need))
	for b.Loop() {
		g.Reset(len(have), len(need))
		for s := range need {
			f, _ := need[s].Float64()
			g.Need(s, f, 1)
			g.Give(s, f)
			all[s] = s
		}
		for _, l := range lanes {
			f, _ := l.Gain.Float64()
			g.Lane(l.From, l.To, 1e9, f)
		}
		g.Fill(all)
	}
}

func chain(n int) (have, need, weight []*big.Rat, lanes []flow.GainLane) {
	for s := range n {
		have, need, weight = append(have, r(1_000_000, 1)), append(need, r(1_000_000, 1)), append(weight, r(1, 1))
		for k := range 2 {
			lanes = append(lanes, flow.GainLane{From: s, To: []int{(s + k) % n}, Most: r(1_000_000_000, 1), Gain: r(int64(90+s-7*k), 100)})
		}
	}
	return have, need, weight, lanes
}

// crossing is a net of up to six sources and sinks whose lanes cross: every gain another, amounts that have nothing in common.
type crossing struct {
	have         [2][]*big.Rat // what each rank brings
	need, weight []*big.Rat
	lanes        []flow.GainLane
	ranks        [2][]int
}

// crosses draws a net by a source of numbers below a bound.
func crosses(below func(n int64) int64, most, span int64) crossing {
	var c crossing
	sources, sinks := 1+int(below(6)), 1+int(below(6))
	for n := range sinks {
		c.need, c.weight = append(c.need, r(below(most), 1)), append(c.weight, r(1+below(3), 1))
		rank := 0
		if n > 0 {
			rank = int(below(2))
		}
		c.ranks[rank] = append(c.ranks[rank], n)
	}
	for n := range sources {
		c.have[0], c.have[1] = append(c.have[0], r(below(most), 1)), append(c.have[1], r(below(most), 1))
		for t := range sinks {
			if below(4) > 0 {
				c.lanes = append(c.lanes, flow.GainLane{From: n, To: []int{t}, Most: r(below(most), 1), Gain: r(1+below(span), 1+below(span))})
			}
		}
	}
	return c
}

// fill serves both ranks; it gives what each misses, weighted, what each sink of the first misses, and the most ways that a rank
// needed.
func (c crossing) fill(t interface{ Fatalf(string, ...any) }) (missing [2]*big.Rat, first []*big.Rat, ways int) {
	zero := make([]*big.Rat, len(c.have[0]))
	for n := range zero {
		zero[n] = new(big.Rat)
	}
	g := flow.NewGain(zero, c.need, c.weight, c.lanes)
	for rank, sinks := range c.ranks {
		for s := range zero {
			g.Give(s, c.have[rank][s])
		}
		before := g.Pushes()
		if !g.Fill(sinks...) {
			t.Fatalf("gave up after %d ways", g.Pushes()-before)
		}
		ways = max(ways, g.Pushes()-before)
		missing[rank] = new(big.Rat)
		for _, s := range sinks {
			missing[rank].Add(missing[rank], new(big.Rat).Mul(g.Missing(s), c.weight[s]))
		}
	}
	for _, s := range c.ranks[0] {
		first = append(first, g.Missing(s))
	}
	return missing, first, ways
}

// Two ways that cross must not take ever smaller amounts from each other: the ways that a rank needs are about as many as there
// are lanes. However the lanes are ordered, the first rank misses as much, and the second does when each sink of the first does.
func TestGainNeedsFewWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most, span := rapid.SampledFrom([]int64{3, 12, 1000, 1 << 40}).Draw(t, "amounts"), rapid.SampledFrom([]int64{2, 12, 3650}).Draw(t, "gains")
		seed := rapid.Uint64().Draw(t, "seed")
		c := crosses(rand.New(rand.NewPCG(seed, 1)).Int64N, most, span)
		missing, first, ways := c.fill(t)
		if bound := 16 + 4*len(c.lanes); ways > bound {
			t.Fatalf("%d ways over %d lanes", ways, len(c.lanes))
		}
		c.lanes = rapid.Permutation(c.lanes).Draw(t, "order")
		again, firstAgain, _ := c.fill(t)
		for rank := range missing {
			alike := rank == 0 || slices.EqualFunc(first, firstAgain, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
			if alike && missing[rank].Cmp(again[rank]) != 0 {
				t.Fatalf("rank %d misses %v or %v", rank, missing[rank], again[rank])
			}
		}
	})
}
