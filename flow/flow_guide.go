package flow

// Guide is Gain in machine numbers: it finds which way things go where the exact reckoning would take too long, for a
// caller who then gives out whole units and values each exactly. What it leaves open by less than half a unit counts as
// settled. It uses its memory again, so that a day after a day costs no allocation.
type Guide struct {
	have, need, weight   []float64
	from                 []int32 // by lane
	most, through, gain  []float64
	firstArc             []int32 // by lane, one more than lanes
	sinkOf, laneOf       []int32 // by arc
	flow                 []float64
	outHead, outNext     []int32 // lanes of a source, in order
	outLast              []int32
	inHead, inNext       []int32 // arcs into a sink, in order
	inLast               []int32
	label, before, worth []float64 // by sink, by sink, by source
	drop, take, bestOf   []int32   // by sink, by sink, by source
	laneWorth            []float64 // what a unit that enters the lane is worth
	laneBest             []int32
	hops                 []int32 // how many sinks the way on from a sink leads over
	pushes               int
}

const (
	settled = 0.5   // of a unit
	better  = 1e-12 // what one way must be worth more than another
)

// Reset begins a net of so many sources and sinks without lanes.
func (g *Guide) Reset(sources, sinks int) {
	g.have, g.outHead, g.outLast, g.worth, g.bestOf = zero(g.have, sources), zero(g.outHead, sources), zero(g.outLast, sources), zero(g.worth, sources), zero(g.bestOf, sources)
	g.need, g.weight, g.inHead, g.inLast = zero(g.need, sinks), zero(g.weight, sinks), zero(g.inHead, sinks), zero(g.inLast, sinks)
	g.label, g.before, g.drop, g.take = zero(g.label, sinks), zero(g.before, sinks), zero(g.drop, sinks), zero(g.take, sinks)
	g.hops = zero(g.hops, sinks)
	for n := range g.outHead {
		g.outHead[n], g.outLast[n] = -1, -1
	}
	for n := range g.inHead {
		g.inHead[n], g.inLast[n] = -1, -1
	}
	g.from, g.most, g.through, g.gain, g.outNext = g.from[:0], g.most[:0], g.through[:0], g.gain[:0], g.outNext[:0]
	g.laneWorth, g.laneBest = g.laneWorth[:0], g.laneBest[:0]
	g.firstArc = append(g.firstArc[:0], 0)
	g.sinkOf, g.laneOf, g.flow, g.inNext = g.sinkOf[:0], g.laneOf[:0], g.flow[:0], g.inNext[:0]
	g.pushes = 0
}

func zero[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Need sets what a sink needs and what a unit of it counts.
func (g *Guide) Need(sink int, units, weight float64) { g.need[sink], g.weight[sink] = units, weight }

// Give adds to what a source has.
func (g *Guide) Give(source int, units float64) { g.have[source] += units }

// Lane adds a lane; lanes of a source are tried in the order in which they come.
func (g *Guide) Lane(from int, to []int, most, gain float64) {
	l := int32(len(g.from))
	g.from, g.most, g.through, g.gain, g.outNext = append(g.from, int32(from)), append(g.most, most), append(g.through, 0), append(g.gain, gain), append(g.outNext, -1)
	g.laneWorth, g.laneBest = append(g.laneWorth, 0), append(g.laneBest, -1)
	if last := g.outLast[from]; last >= 0 {
		g.outNext[last] = l
	} else {
		g.outHead[from] = l
	}
	g.outLast[from] = l
	for _, t := range to {
		a := int32(len(g.sinkOf))
		g.sinkOf, g.laneOf, g.flow, g.inNext = append(g.sinkOf, int32(t)), append(g.laneOf, l), append(g.flow, 0), append(g.inNext, -1)
		if last := g.inLast[t]; last >= 0 {
			g.inNext[last] = a
		} else {
			g.inHead[t] = a
		}
		g.inLast[t] = a
	}
	g.firstArc = append(g.firstArc, int32(len(g.sinkOf)))
}

// Through is what passes a lane, in units of its source.
func (g *Guide) Through(lane int) float64 { return g.through[lane] }

// Missing is what a sink still needs.
func (g *Guide) Missing(sink int) float64 { return g.need[sink] }

// Fill serves the sinks together, so that the weighted sum of what they miss is the least. It reports false when it gave
// up, as rounding may make it go in circles: the exact reckoning has to be asked then.
func (g *Guide) Fill(sinks []int) bool {
	bound := 64 + 32*len(g.flow)
	for {
		if !g.reach(sinks) {
			return false
		}
		pushed := false
		for s := range g.have {
			for g.have[s] >= settled && g.bestOf[s] >= 0 && g.push(int32(s)) {
				pushed = true
				if g.pushes++; g.pushes > bound {
					return false
				}
			}
		}
		if !pushed {
			return true
		}
	}
}

// reach labels sinks, lanes and sources with what a unit there is worth, round by round.
func (g *Guide) reach(sinks []int) bool {
	clear(g.label)
	for n := range g.drop {
		g.drop[n], g.take[n] = -1, -1
	}
	for _, t := range sinks {
		if g.need[t] >= settled {
			g.label[t], g.hops[t] = g.weight[t], 0
		}
	}
	for round := 0; ; round++ {
		g.rate()
		if round > len(g.label)+1 {
			return false
		}
		changed := false
		copy(g.before, g.label)
		for t := range g.label {
			for a := g.inHead[t]; a >= 0; a = g.inNext[a] {
				if g.flow[a] < settled {
					continue
				}
				l := g.laneOf[a]
				worth, take := g.laneWorth[l], g.laneBest[l] // the freed unit may go on over its own lane
				if s := g.from[l]; g.bestOf[s] >= 0 && g.worth[s] > worth {
					worth, take = g.worth[s], g.bestOf[s]
				}
				if take < 0 || int(g.sinkOf[take]) == t {
					continue
				}
				if worth /= g.gain[l]; worth > g.label[t]+g.label[t]*better {
					g.label[t], g.drop[t], g.take[t], g.hops[t], changed = worth, a, take, g.hops[g.sinkOf[take]]+1, true
				}
			}
		}
		if !changed {
			return true
		}
	}
}

// rate says what a unit is worth in each lane and at each source, by the labels of the sinks.
func (g *Guide) rate() {
	for s := range g.worth {
		g.worth[s], g.bestOf[s] = 0, -1
		for l := g.outHead[s]; l >= 0; l = g.outNext[l] {
			most, best := 0.0, int32(-1)
			for a := g.firstArc[l]; a < g.firstArc[l+1]; a++ {
				v := g.label[g.sinkOf[a]]
				if v > most+most*better || best >= 0 && v >= most-most*better && g.hops[g.sinkOf[a]] < g.hops[g.sinkOf[best]] {
					most, best = v, a // of equal ways the shorter one: the longer might come back to this lane
				}
			}
			g.laneWorth[l], g.laneBest[l] = float64(most*g.gain[l]), best
			if best >= 0 && g.most[l]-g.through[l] >= settled && g.laneWorth[l] > g.worth[s]+g.worth[s]*better {
				g.worth[s], g.bestOf[s] = g.laneWorth[l], best
			}
		}
	}
}

// push brings as much as possible from a source on the way that its label tells. It reports false when the way is blocked.
func (g *Guide) push(source int32) bool {
	amount, at := g.have[source], 1.0
	freed := int32(-1)
	for a, hops := g.bestOf[source], 0; ; hops++ {
		l, t := g.laneOf[a], g.sinkOf[a]
		if l != freed {
			amount = min(amount, (g.most[l]-g.through[l])/at)
		}
		at = float64(at * g.gain[l])
		d := g.drop[t]
		if d < 0 {
			amount = min(amount, g.need[t]/at)
			break
		}
		if hops > len(g.label) {
			return false
		}
		freed = g.laneOf[d]
		at /= g.gain[freed]
		amount = min(amount, g.flow[d]/at)
		a = g.take[t]
	}
	if float64(amount*min(1, at)) < settled/8 {
		return false
	}
	g.have[source] -= amount
	for a, units := g.bestOf[source], amount; ; {
		l, t := g.laneOf[a], g.sinkOf[a]
		g.flow[a] += units
		g.through[l] += units
		units = float64(units * g.gain[l])
		d := g.drop[t]
		if d < 0 {
			g.need[t] -= units
			return true
		}
		units /= g.gain[g.laneOf[d]]
		g.flow[d] -= units
		g.through[g.laneOf[d]] -= units
		a = g.take[t]
	}
}
