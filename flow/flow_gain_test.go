package flow_test

import (
	"math/big"
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
