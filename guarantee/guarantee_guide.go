package guarantee

import (
	"kontor/day"
)

// guided allocates whole units of face along the ways that machine numbers find, and values each of them exactly. It reports
// false when machine numbers cannot tell: when a deal lacks so little that rounding may be the reason, or a promise secures
// some obligations only. Then the day is reckoned in fractions.
func (s *solver) guided(d day.Date) bool {
	b, k := s.b, s.k
	g := &s.guide
	g.Reset(len(k.sources), len(k.deals))
	for n, deal := range k.deals {
		g.Need(n, float64(s.need[n]), b.deals[deal].weighs)
	}
	s.laneBuf = s.laneBuf[:0]
	for n, id := range k.ties {
		t := &b.ties[id]
		if !s.active[n] {
			continue
		}
		if len(b.lines[t.line].i.Covers) > 0 {
			return false
		}
		gain := float64(t.gain.num) / float64(t.gain.den) * (float64(s.factor[n].num) / float64(s.factor[n].den))
		s.sinkBuf = append(s.sinkBuf[:0], s.b.dealOf(t))
		g.Lane(int(t.source), s.sinkBuf, float64(s.most(t, d, s.need[s.b.dealOf(t)])), gain)
		s.laneBuf = append(s.laneBuf, n)
	}
	for at := 0; at < len(k.deals); {
		rank := b.deals[k.deals[at]].Rank
		s.sinkBuf = s.sinkBuf[:0]
		for ; at < len(k.deals) && b.deals[k.deals[at]].Rank == rank; at++ {
			s.sinkBuf = append(s.sinkBuf, at)
		}
		for n := range k.sources {
			before := int64(0)
			if first := at - len(s.sinkBuf); first > 0 {
				before = s.sourceCap(&k.sources[n], d, b.deals[k.deals[first-1]].Rank)
			}
			g.Give(n, float64(s.sourceCap(&k.sources[n], d, rank)-before))
		}
		if !g.Fill(s.sinkBuf) {
			return false
		}
	}
	return s.settle(d)
}

// most is what may pass a tie, after percent and first loss, in whole units of the promise.
func (s *solver) most(t *tie, d day.Date, need int64) int64 {
	l := &s.b.lines[t.line]
	if l.firstLoss == 0 && l.i.percent() == whole {
		return t.pledge
	}
	return floor(s.b.afterFirstLoss(t, t.pledge, s.b.secured(t, need, d)))
}

// settle turns the ways into whole units, gives what rounding left over to deals that lack a little, and reports whether
// nothing is in doubt.
func (s *solver) settle(d day.Date) bool {
	b, k := s.b, s.k
	clear(s.use)
	clear(s.value)
	clear(s.covered)
	for l, n := range s.laneBuf {
		s.use[n] = int64(s.guide.Through(l))
	}
	for n := range k.sources {
		src := &k.sources[n]
		rest := s.sourceCap(src, d, b.ranks[len(b.ranks)-1])
		for _, id := range src.ties {
			n := b.ties[id].local
			s.use[n] = min(s.use[n], rest)
			rest -= s.use[n]
		}
	}
	for _, n := range s.laneBuf {
		t := &b.ties[k.ties[n]]
		at := s.b.dealOf(t)
		s.value[n] = min(t.gain.times(s.use[n], s.factor[n]), s.need[at]-s.covered[at])
		s.covered[at] += s.value[n]
	}
	doubt := int64(len(s.laneBuf) + 4)
	for at := range k.deals {
		if lacks := s.need[at] - s.covered[at]; lacks > 0 && lacks <= doubt && !s.topUp(d, at) {
			return false
		}
	}
	return true
}

// topUp brings a deal the little that rounding took from it: from a promise that has some left, or from one that serves
// another deal which in turn has another promise with some left. It reports false when there is none.
func (s *solver) topUp(d day.Date, at int) bool {
	b, k := s.b, s.k
	little := 8 * int64(len(s.laneBuf)+4)
	from := make([]int, len(k.deals)) // 1 + the tie over which a deal gives way, 0 = not seen
	over := make([]int, len(k.deals)) // the tie over which the deal before it is served instead
	from[at] = -1
	queue := []int{at}
	for head := 0; head < len(queue); head++ {
		deal := queue[head]
		for _, id := range b.deals[k.deals[deal]].ties {
			t := &b.ties[id]
			n := int(t.local)
			if n >= len(k.ties) || k.ties[n] != id || !s.active[n] {
				continue // of the other column, or barred
			}
			room := s.face(n, t, little) + little
			if s.most(t, d, s.need[deal])-s.use[n] < room {
				continue
			}
			src := &k.sources[t.source]
			if s.left(src, d, b.deals[k.deals[at]].Rank) >= room {
				s.move(at, deal, n, -1, from, over)
				return s.covered[at] >= s.need[at]
			}
			for _, other := range src.ties {
				o := &b.ties[other]
				next := s.b.dealOf(o)
				if other == id || s.use[o.local] < room || from[next] != 0 {
					continue
				}
				if s.need[next]-s.covered[next] > little && b.deals[k.deals[next]].Rank >= b.deals[k.deals[at]].Rank {
					s.move(at, deal, n, int(o.local), from, over) // it has a gap in any case
					return s.covered[at] >= s.need[at]
				}
				{
					from[next], over[next] = 1+int(o.local), n
					queue = append(queue, next)
				}
			}
		}
	}
	return false
}

// left is what a source has left for deals up to a rank.
func (s *solver) left(src *source, d day.Date, rank int) int64 {
	left := s.sourceCap(src, d, rank)
	for _, id := range src.ties {
		left -= s.use[s.b.ties[id].local]
	}
	return left
}

// move serves the deal at the end of a way over a tie, and each deal before it by what the next one gives way to.
func (s *solver) move(at, deal, n, last int, from, over []int) {
	type hop struct{ deal, up, down int }
	hops := []hop{{deal, n, last}}
	for deal != at {
		down, up := from[deal]-1, over[deal]
		deal = s.b.dealOf(&s.b.ties[s.k.ties[up]])
		hops = append(hops, hop{deal, up, down})
	}
	for n := len(hops) - 1; n >= 0; n-- {
		h := hops[n]
		lacks := s.need[h.deal] - s.covered[h.deal]
		if lacks <= 0 {
			return
		}
		before := s.use[h.up]
		s.setUse(h.up, s.face(h.up, &s.b.ties[s.k.ties[h.up]], s.value[h.up]+lacks))
		if h.down >= 0 {
			s.setUse(h.down, s.use[h.down]-(s.use[h.up]-before))
		}
	}
}

// setUse changes the face that a tie takes, and what it counts.
func (s *solver) setUse(n int, use int64) {
	t := &s.b.ties[s.k.ties[n]]
	at := s.b.dealOf(t)
	s.covered[at] -= s.value[n]
	s.use[n] = use
	s.value[n] = min(t.gain.times(use, s.factor[n]), s.need[at]-s.covered[at])
	s.covered[at] += s.value[n]
}
