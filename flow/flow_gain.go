package flow

import "math/big"

// Gain is a net in which a unit of a source is worth Gain units at every sink of the lane, each lane another. Amounts
// are fractions; what is there and not there are the sums in which each sink's units count by its weight.
//
// It brings each unit to where it is worth most (augmenting paths of highest gain, after Onaga and Truemper): the
// residual net then has no cycle that makes something out of nothing, which is the proof that no other allocation
// leaves less missing. What a unit is worth never rises from one way to the next, and of ways that are worth the same the
// shortest is used first: as long as no worth changes, each lane is filled or emptied no more often than there are sinks
// (Edmonds and Karp), so that two ways that cross cannot take ever smaller amounts from each other.
type Gain struct {
	have, need []*big.Rat
	weight     []*big.Rat
	lanes      []GainLane
	first      []int
	laneOf     []int
	sinkOf     []int
	flow       []*big.Rat // by arc, in units of the source
	through    []*big.Rat
	into, out  [][]int
	label      []*big.Rat // what a unit at a sink is worth for the sinks that are served now, nil when nothing
	next       []hop
	hops       []int  // how many sinks the way on from a sink leads over
	stale      []bool // sources that may have a better way since they were asked
	pushes     int
}

// GainLane is a lane at whose end each unit of the source is worth Gain units of the sink.
type GainLane struct {
	From int
	To   []int
	Most *big.Rat
	Gain *big.Rat
}

// hop tells how a unit that arrives at a sink goes on: it stays (drop < 0), or it sets free what arc drop brings, which
// goes over arc take to another sink.
type hop struct{ drop, take int }

// NewGain makes a net with gains. weight says what a unit at each sink counts in the sum that is to be least.
func NewGain(have, need, weight []*big.Rat, lanes []GainLane) *Gain {
	g := &Gain{have: clone(have), need: clone(need), weight: weight, lanes: lanes, first: make([]int, len(lanes)+1), into: make([][]int, len(need)),
		out: make([][]int, len(have)), label: make([]*big.Rat, len(need)), next: make([]hop, len(need)), hops: make([]int, len(need)), stale: make([]bool, len(have))}
	for l, lane := range lanes {
		check(lane.From < len(have), "a lane from nowhere", lane.From)
		check(lane.Gain.Sign() > 0, "a lane that brings nothing", l)
		g.out[lane.From] = append(g.out[lane.From], l)
		for _, t := range lane.To {
			check(t < len(need), "a lane to nowhere", t)
			g.into[t] = append(g.into[t], len(g.laneOf))
			g.laneOf, g.sinkOf, g.flow = append(g.laneOf, l), append(g.sinkOf, t), append(g.flow, new(big.Rat))
		}
		g.first[l+1] = len(g.laneOf)
		g.through = append(g.through, new(big.Rat))
	}
	return g
}

func clone(all []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(all))
	for n, r := range all {
		out[n] = new(big.Rat).Set(r)
	}
	return out
}

// Give adds to what a source has.
func (g *Gain) Give(source int, more *big.Rat) { g.have[source].Add(g.have[source], more) }

// Missing is what a sink still needs, in its own units.
func (g *Gain) Missing(sink int) *big.Rat { return g.need[sink] }

// Left is what a source still has.
func (g *Gain) Left(source int) *big.Rat { return g.have[source] }

// Through is what passes a lane, in units of its source.
func (g *Gain) Through(lane int) *big.Rat { return g.through[lane] }

// To is what leaves over a lane for the k-th of its sinks, in units of the source.
func (g *Gain) To(lane, k int) *big.Rat { return g.flow[g.first[lane]+k] }

// Fill serves the sinks together, so that the weighted sum of what they miss is the least. Worths are finite in number, but
// nobody knows a small bound of it: after very many more ways than are ever needed Fill stops and reports false. What was
// brought by then holds and is never too much, though more might have been possible.
func (g *Gain) Fill(sinks ...int) bool {
	for most := g.pushes + 256 + 16*len(g.flow); g.pushes < most; {
		if !g.reach(sinks) {
			return false
		}
		if !g.pushAll(most) {
			return true
		}
	}
	return false
}

// Pushes is how many ways were used so far: the work that was done.
func (g *Gain) Pushes() int { return g.pushes }

// pushAll uses every way that the labels tell, one source after the other, until it is closed; it reports whether anything was
// brought. A way that is still open is worth what its label says, and no label would be higher if it were reckoned again.
func (g *Gain) pushAll(most int) bool {
	before := g.pushes
	for s := range g.have {
		for g.pushes < most && g.have[s].Sign() > 0 {
			if arc := g.best(s); arc < 0 || !g.push(s, arc) {
				break
			}
		}
	}
	return g.pushes > before
}

// reach labels every sink with the most that a unit there can be turned into, and of ways that are worth the same with the
// shortest. No way leads over a sink twice, so that as many rounds as there are sinks are enough; it reports false when they
// are not, which only a cycle that makes something out of nothing could bring about.
func (g *Gain) reach(sinks []int) bool {
	clear(g.label)
	clear(g.stale)
	for _, t := range sinks {
		if g.need[t].Sign() > 0 {
			g.set(t, g.weight[t], hop{-1, -1}, 0)
		}
	}
	for range len(g.need) + 1 {
		changed := false
		for s := range g.have {
			if g.stale[s] {
				g.stale[s] = false
				changed = g.relabel(s) || changed
			}
		}
		if !changed {
			return true
		}
	}
	return false
}

// relabel asks of every sink that a source serves what a unit there would be worth if it were set free, and reports whether that is
// more than was known.
func (g *Gain) relabel(source int) bool {
	changed, worth, best := false, new(big.Rat), g.best(source)
	for _, l := range g.out[source] {
		for drop := g.first[l]; drop < g.first[l+1]; drop++ {
			if g.flow[drop].Sign() <= 0 {
				continue
			}
			t, take := g.sinkOf[drop], best
			if g.first[l+1]-g.first[l] > 1 {
				take = g.bestOf(source, l) // the freed unit may go on over its own lane
			}
			if take < 0 || g.sinkOf[take] == t {
				continue
			}
			worth.Mul(g.label[g.sinkOf[take]], g.lanes[g.laneOf[take]].Gain)
			worth.Quo(worth, g.lanes[l].Gain)
			hops := g.hops[g.sinkOf[take]] + 1
			if more := g.compare(t, worth); more > 0 || more == 0 && hops < g.hops[t] {
				g.set(t, new(big.Rat).Set(worth), hop{drop, take}, hops)
				changed = true
			}
		}
	}
	return changed
}

// set labels a sink; the sources that can serve it have to be asked again.
func (g *Gain) set(sink int, worth *big.Rat, next hop, hops int) {
	g.label[sink], g.next[sink], g.hops[sink] = worth, next, hops
	for _, a := range g.into[sink] {
		g.stale[g.lanes[g.laneOf[a]].From] = true
	}
}

// compare says whether a unit at a sink is worth more than its label tells, 1 when it has none.
func (g *Gain) compare(sink int, worth *big.Rat) int {
	if g.label[sink] == nil {
		return 1
	}
	return worth.Cmp(g.label[sink])
}

// best is the arc over which a unit of the source is worth most, -1 when none leads anywhere.
func (g *Gain) best(source int) int { return g.bestOf(source, -1) }

// bestOf looks at all lanes of a source that have room, and at one lane whose room is being made.
func (g *Gain) bestOf(source, freed int) int {
	found, most, worth := -1, new(big.Rat), new(big.Rat)
	for _, l := range g.out[source] {
		if l != freed && g.through[l].Cmp(g.lanes[l].Most) >= 0 {
			continue
		}
		for a := g.first[l]; a < g.first[l+1]; a++ {
			if v := g.label[g.sinkOf[a]]; v != nil {
				worth.Mul(v, g.lanes[l].Gain)
				if more := worth.Cmp(most); more > 0 || more == 0 && found >= 0 && g.hops[g.sinkOf[a]] < g.hops[g.sinkOf[found]] {
					found = a
					most.Set(worth)
				}
			}
		}
	}
	return found
}

// push brings as much as possible from the source over the arc and on to where it is worth most. It reports false when the way
// is closed.
func (g *Gain) push(source, arc int) bool {
	amount := new(big.Rat).Set(g.have[source])
	at := big.NewRat(1, 1) // units at this point of the way for each unit of the source
	least := func(r *big.Rat) {
		if limit := new(big.Rat).Quo(r, at); limit.Cmp(amount) < 0 {
			amount = limit
		}
	}
	freed := -1
	for a := arc; ; {
		l, t := g.laneOf[a], g.sinkOf[a]
		if l != freed {
			least(new(big.Rat).Sub(g.lanes[l].Most, g.through[l]))
		}
		at.Mul(at, g.lanes[l].Gain)
		h := g.next[t]
		if h.drop < 0 {
			least(g.need[t])
			break
		}
		freed = g.laneOf[h.drop]
		at.Quo(at, g.lanes[freed].Gain)
		least(g.flow[h.drop])
		a = h.take
	}
	if amount.Sign() <= 0 {
		return false
	}
	g.pushes++
	g.have[source].Sub(g.have[source], amount)
	for a, units := arc, new(big.Rat).Set(amount); ; {
		l, t := g.laneOf[a], g.sinkOf[a]
		g.add(a, units)
		units.Mul(units, g.lanes[l].Gain)
		h := g.next[t]
		if h.drop < 0 {
			g.need[t].Sub(g.need[t], units)
			return true
		}
		units.Quo(units, g.lanes[g.laneOf[h.drop]].Gain)
		g.add(h.drop, new(big.Rat).Neg(units))
		a = h.take
	}
}

func (g *Gain) add(arc int, units *big.Rat) {
	g.flow[arc].Add(g.flow[arc], units)
	g.through[g.laneOf[arc]].Add(g.through[g.laneOf[arc]], units)
}
