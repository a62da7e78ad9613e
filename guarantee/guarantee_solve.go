package guarantee

import (
	"math/big"
	"slices"

	"kontor/day"
	"kontor/flow"
	"kontor/money"
)

// solver allocates the promises of one cluster on one day after the other. What it found stands in value, use, need and
// covered until the next day is asked.
type solver struct {
	b       *Book
	k       *cluster
	value   []int64 // by position in k.ties: what counts, in the currency of the deal
	use     []int64 // the face that is taken for it
	factor  []ratio // maturity
	active  []bool
	need    []int64 // by position in k.deals
	covered []int64
	moves   bool    // whether a maturity factor is another one every day
	first   []int64 // what was covered on the first day of a run
	guide   flow.Guide
	sinkBuf []int
	laneBuf []int
}

// with makes the solver ready for a cluster; its memory is used again.
func (s *solver) with(k *cluster) {
	s.k = k
	s.value, s.use = resize(s.value, len(k.ties)), resize(s.use, len(k.ties))
	s.factor, s.active = resize(s.factor, len(k.ties)), resize(s.active, len(k.ties))
	s.need, s.covered = resize(s.need, len(k.deals)), resize(s.covered, len(k.deals))
}

func resize[E any](s []E, n int) []E {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// on allocates a day.
func (s *solver) on(d day.Date) {
	b, k := s.b, s.k
	clear(s.value)
	clear(s.use)
	clear(s.covered)
	for n, deal := range k.deals {
		s.need[n] = levelOn(b.deals[deal].Levels, d)
	}
	plain := true
	s.moves = false
	for n, t := range k.ties {
		t := &b.ties[t]
		l := &b.lines[t.line]
		s.active[n] = d >= l.first && d <= l.last && s.need[s.b.dealOf(t)] > 0
		if s.active[n] {
			s.factor[n], _ = b.maturity(t, d)
			s.moves = s.moves || s.factor[n].num > 0 && s.factor[n] != one
			s.active[n] = s.factor[n].num > 0
			plain = plain && s.factor[n] == one && t.gain == one
		}
	}
	if s.apart(d) {
		return
	}
	if plain {
		s.flow(d)
	} else if !s.guided(d) {
		s.flowGains(d)
	}
}

// secured is the part of what is owed on a day that the text of a promise secures.
func (b *Book) secured(t *tie, need int64, d day.Date) int64 {
	l := &b.lines[t.line]
	if len(l.i.Covers) == 0 {
		return need
	}
	sum := int64(0)
	for _, p := range b.deals[t.deal].Parts {
		if slices.Contains(l.i.Covers, string(p.Obligation)) {
			sum += levelOn(p.Levels, d)
		}
	}
	return min(sum, need)
}

// apart allocates the day when no two deals want the same unit: each deal then takes from one promise after the other. It
// reports false when an allocation has to be looked for.
func (s *solver) apart(d day.Date) bool {
	b, k := s.b, s.k
	if !k.star {
		for n := range k.ties {
			if s.active[n] && len(b.lines[b.ties[k.ties[n]].line].i.Covers) > 0 {
				return false
			}
		}
		for n := range k.sources {
			if src := &k.sources[n]; len(src.ties) > 1 && !s.enough(src, d) {
				return false
			}
		}
	}
	for n, id := range k.ties {
		if !s.active[n] {
			continue
		}
		t := &b.ties[id]
		at := s.b.dealOf(t)
		most, _ := b.capOn(&b.lines[t.line], d, b.deals[t.deal].Rank)
		share := min(t.pledge, most)
		if left := s.need[at] - s.covered[at]; left > 0 {
			full := b.value(t, share, s.need[at], s.factor[n])
			s.value[n] = min(full, left)
			s.use[n] = s.faceFor(n, t, share, full)
			s.covered[at] += s.value[n]
		}
	}
	return true
}

// faceFor is the face that a counted value takes.
func (s *solver) faceFor(n int, t *tie, share, full int64) int64 {
	switch {
	case s.value[n] == 0:
		return 0
	case s.value[n] == full && s.b.lines[t.line].firstLoss == 0 && s.b.lines[t.line].i.percent() == whole:
		return share
	case t.gain == one && s.factor[n] == one:
		return s.value[n]
	}
	return min(share, s.face(n, t, s.value[n]))
}

// face is how much of a promise gives a value, rounded up.
func (s *solver) face(n int, t *tie, value int64) int64 {
	f := s.factor[n]
	face := ratio{t.gain.den, t.gain.num}.times(value, ratio{f.den, f.num})
	if t.gain.times(face, f) < value {
		face++
	}
	return face
}

// enough reports whether a source has what all its deals could want of it at once.
func (s *solver) enough(src *source, d day.Date) bool {
	b := s.b
	l := &b.lines[src.line]
	sum, top := l.firstLoss, 0
	for _, id := range src.ties {
		t := &b.ties[id]
		if n := int(t.local); s.active[n] {
			top = max(top, b.deals[t.deal].Rank)
			sum += min(t.pledge, s.wants(n, t))
		}
	}
	most, _ := b.capOn(l, d, top)
	return l.caps == nil && sum <= most
}

// wants is the face that would secure all that a deal needs.
func (s *solver) wants(n int, t *tie) int64 {
	need := s.need[s.b.dealOf(t)]
	if t.gain == one && s.factor[n] == one {
		return need + s.b.lines[t.line].firstLoss
	}
	return s.face(n, t, need) + s.b.lines[t.line].firstLoss
}

// sinks are the sinks of each deal of the cluster: one, or one for each obligation and one for what belongs to none, when a
// promise of the cluster secures some of them only.
func (s *solver) sinks(d day.Date) (need []int64, of [][]int) {
	parted := slices.ContainsFunc(s.k.ties, func(t int32) bool { return len(s.b.lines[s.b.ties[t].line].i.Covers) > 0 })
	for n, deal := range s.k.deals {
		if !parted {
			need, of = append(need, s.need[n]), append(of, []int{n})
			continue
		}
		var mine []int
		left := s.need[n]
		for _, o := range Obligations() {
			part := int64(0)
			for _, p := range s.b.deals[deal].Parts {
				if p.Obligation == o {
					part = min(left, levelOn(p.Levels, d))
				}
			}
			left -= part
			mine, need = append(mine, len(need)), append(need, part)
		}
		mine, need = append(mine, len(need)), append(need, left)
		of = append(of, mine)
	}
	return need, of
}

// into are the sinks that a tie may serve.
func (s *solver) into(t *tie, of [][]int) []int {
	mine := of[s.b.dealOf(t)]
	covers := s.b.lines[t.line].i.Covers
	if len(covers) == 0 || len(mine) == 1 {
		return mine
	}
	var out []int
	for n, o := range Obligations() {
		if slices.Contains(covers, string(o)) {
			out = append(out, mine[n])
		}
	}
	return out
}

// rankRuns visits the ranks of the cluster with the sinks of their deals.
func (s *solver) rankRuns(of [][]int, visit func(rank int, sinks []int)) {
	for n := 0; n < len(s.k.deals); {
		rank := s.b.deals[s.k.deals[n]].Rank
		var sinks []int
		for ; n < len(s.k.deals) && s.b.deals[s.k.deals[n]].Rank == rank; n++ {
			sinks = append(sinks, of[n]...)
		}
		visit(rank, sinks)
	}
}

// flow allocates in whole units, when a unit is worth a unit everywhere.
func (s *solver) flow(d day.Date) {
	b, k := s.b, s.k
	need, of := s.sinks(d)
	have, given := make([]int64, len(k.sources)), make([]int64, len(k.sources))
	lanes := make([]flow.Lane, len(k.ties))
	for n, id := range k.ties {
		t := &b.ties[id]
		lanes[n].From = int(t.source)
		if s.active[n] {
			lanes[n].To = s.into(t, of)
			lanes[n].Most = b.value(t, t.pledge, b.secured(t, s.need[s.b.dealOf(t)], d), one)
		}
	}
	net := flow.New(have, need, lanes)
	s.rankRuns(of, func(rank int, sinks []int) {
		for n := range k.sources {
			most := s.sourceCap(&k.sources[n], d, rank)
			net.Give(n, most-given[n])
			given[n] = most
		}
		net.Fill(sinks...)
	})
	for n, id := range k.ties {
		s.value[n] = net.Through(n)
		s.use[n] = s.value[n]
		s.covered[s.b.dealOf(&b.ties[id])] += s.value[n]
	}
}

// sourceCap is what a source has on a day for deals up to a rank, less the first loss.
func (s *solver) sourceCap(src *source, d day.Date, rank int) int64 {
	l := &s.b.lines[src.line]
	most, _ := s.b.capOn(l, d, rank)
	if len(src.ties) == 1 {
		most = min(most, s.b.ties[src.ties[0]].pledge)
	}
	return max(0, most-l.firstLoss)
}

// flowGains allocates in fractions, when a unit is worth more at one deal than at another. The work is bounded: should the net
// give up, what it has brought counts, which is never too much.
func (s *solver) flowGains(d day.Date) {
	b, k := s.b, s.k
	clear(s.value)
	clear(s.use)
	clear(s.covered)
	units, of := s.sinks(d)
	need, weight := rats(units), make([]*big.Rat, len(units))
	for n, deal := range k.deals {
		w := b.weight(b.deals[deal].currency)
		for _, sink := range of[n] {
			weight[sink] = w
		}
	}
	var lanes []flow.GainLane
	var at []int
	for n, id := range k.ties {
		if t := &b.ties[id]; s.active[n] {
			if into := s.into(t, of); len(into) > 0 {
				secured := b.secured(t, s.need[s.b.dealOf(t)], d)
				gain := t.gain.rat()
				lanes = append(lanes, flow.GainLane{From: int(t.source), To: into, Most: b.afterFirstLoss(t, t.pledge, secured), Gain: gain.Mul(gain, s.factor[n].rat())})
				at = append(at, n)
			}
		}
	}
	given := make([]int64, len(k.sources))
	net := flow.NewGain(rats(given), need, weight, lanes)
	s.rankRuns(of, func(rank int, sinks []int) {
		for n := range k.sources {
			most := s.sourceCap(&k.sources[n], d, rank)
			net.Give(n, new(big.Rat).SetInt64(most-given[n]))
			given[n] = most
		}
		net.Fill(sinks...)
	})
	s.round(net, lanes, at)
}

// round turns fractions into whole units: each promise is rounded down once for each deal, and what a deal then lacks of a
// unit is taken from promises that have more.
func (s *solver) round(net *flow.Gain, lanes []flow.GainLane, at []int) {
	for l, n := range at {
		v := new(big.Rat).Mul(net.Through(l), lanes[l].Gain)
		s.value[n] = floor(v)
		s.use[n] = floor(net.Through(l))
		s.covered[s.b.dealOf(&s.b.ties[s.k.ties[n]])] += s.value[n]
	}
	for l, n := range at {
		deal := s.b.dealOf(&s.b.ties[s.k.ties[n]])
		lacks := s.need[deal] - s.covered[deal]
		if lacks <= 0 || lacks > int64(len(at)) || len(s.b.lines[s.b.ties[s.k.ties[n]].line].i.Covers) > 0 {
			continue
		}
		room := new(big.Rat).Sub(lanes[l].Most, net.Through(l))
		if left := net.Left(lanes[l].From); left.Cmp(room) < 0 {
			room.Set(left)
		}
		if room.Sign() <= 0 {
			continue
		}
		room.Add(room, net.Through(l))
		if more := min(lacks, floor(room.Mul(room, lanes[l].Gain))-s.value[n]); more > 0 {
			s.value[n] += more
			s.covered[deal] += more
			take := new(big.Rat).SetInt64(more)
			net.Give(lanes[l].From, take.Neg(take.Quo(take, lanes[l].Gain)))
		}
	}
}

func rats(units []int64) []*big.Rat {
	out := make([]*big.Rat, len(units))
	for n, u := range units {
		out[n] = new(big.Rat).SetInt64(u)
	}
	return out
}

// weight is what a minor unit of a deal's currency counts in the sum that is to be least.
func (b *Book) weight(c money.Currency) *big.Rat {
	w := b.policy.Worth[c]
	if !w.known() {
		return big.NewRat(1, 1)
	}
	r := big.NewRat(w.Num, w.Den)
	for range c.Exponent() {
		r.Quo(r, big.NewRat(10, 1))
	}
	return r
}
