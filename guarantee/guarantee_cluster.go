package guarantee

import (
	"cmp"
	"math/bits"
	"slices"

	"kontor/day"
)

// cluster is deals that hang together by promises that several of them share, in one column. Clusters know nothing of each
// other.
type cluster struct {
	column  column
	deals   []int32 // in the order in which they are served
	sources []source
	ties    []int32
	star    bool // one deal, and every promise secures all that is owed: no allocation to look for
}

// source is a line, or the part of a line that is pledged to one deal when its pledges do not get into each other's way.
type source struct {
	line int32
	ties []int32
}

// cluster groups deals and lines into clusters.
func (b *Book) cluster() {
	for _, c := range []column{atGate, beside} {
		b.clusterColumn(c)
	}
}

func (b *Book) clusterColumn(c column) {
	head := make([]int32, len(b.deals))
	for n := range head {
		head[n] = int32(n)
	}
	find := func(n int32) int32 {
		for head[n] != n {
			head[n] = head[head[n]]
			n = head[n]
		}
		return n
	}
	var sources []source
	for n := range b.lines {
		l := &b.lines[n]
		if l.column != c {
			continue
		}
		ties := make([]int32, 0, len(l.ties))
		pledged := int64(0)
		for _, t := range l.ties {
			if b.counts(&b.ties[t]) {
				ties = append(ties, t)
				pledged += b.ties[t].pledge
			}
		}
		switch {
		case len(ties) == 0:
		case len(ties) > 1 && pledged <= l.pool && l.caps == nil && l.falls == nil && l.firstLoss == 0:
			for k := range ties {
				sources = append(sources, source{int32(n), ties[k : k+1]})
			}
		default:
			sources = append(sources, source{int32(n), ties})
			for _, t := range ties[1:] {
				head[find(b.ties[t].deal)] = find(b.ties[ties[0]].deal)
			}
		}
	}
	at := make(map[int32]int32)
	for _, s := range sources {
		root := find(b.ties[s.ties[0]].deal)
		n, ok := at[root]
		if !ok {
			n = int32(len(b.clusters))
			at[root] = n
			b.clusters = append(b.clusters, cluster{column: c, star: true})
		}
		k := &b.clusters[n]
		k.sources = append(k.sources, s)
		for _, t := range s.ties {
			b.ties[t].source, b.ties[t].local = int32(len(k.sources)-1), int32(len(k.ties))
			k.ties = append(k.ties, t)
			d := b.ties[t].deal
			if b.deals[d].cluster[c] < 0 {
				b.deals[d].cluster[c] = n
				k.deals = append(k.deals, d)
			}
			k.star = k.star && len(k.deals) == 1 && len(b.lines[s.line].i.Covers) == 0
		}
	}
	for n := range b.clusters {
		if k := &b.clusters[n]; k.column == c {
			slices.SortFunc(k.deals, func(x, y int32) int {
				return cmp.Or(cmp.Compare(b.deals[x].Rank, b.deals[y].Rank), cmp.Compare(b.deals[x].order, b.deals[y].order))
			})
			for at, d := range k.deals {
				b.deals[d].at[c] = int32(at)
			}
		}
	}
}

// daySet is a set of days of the period.
type daySet []uint64

func (b *Book) newDays() daySet { return make(daySet, b.to.Sub(b.from)/64+1) }

// mark adds a day, if it is in the period.
func (s daySet) mark(b *Book, d day.Date) {
	if d >= b.from && d <= b.to {
		n := d.Sub(b.from)
		s[n/64] |= 1 << (n % 64)
	}
}

// next is the first marked day from a position on, -1 when there is none.
func (s daySet) next(n int) int {
	for w := n / 64; w < len(s); w++ {
		word := s[w]
		if w == n/64 {
			word &= ^uint64(0) << (n % 64)
		}
		if word != 0 {
			return w*64 + bits.TrailingZeros64(word)
		}
	}
	return -1
}

// each visits the runs of days between the marks.
func (s daySet) each(b *Book, visit func(from, to day.Date)) {
	for n := s.next(0); n >= 0; {
		after, to := s.next(n+1), b.to
		if after >= 0 {
			to = b.from.Add(after - 1)
		}
		visit(b.from.Add(n), to)
		n = after
	}
}

// markCluster marks the days on which anything changes in a cluster.
func (b *Book) markCluster(s daySet, k *cluster) {
	s.mark(b, b.from)
	for _, d := range k.deals {
		b.markDeal(s, int(d))
	}
	for n := range k.sources {
		b.markLine(s, &b.lines[k.sources[n].line])
	}
	for _, t := range k.ties {
		b.markMaturity(s, &b.ties[t])
	}
}

func (b *Book) markDeal(s daySet, n int) {
	e := b.deals[n].Exposure
	for _, l := range e.Levels {
		s.mark(b, l.From)
	}
	for _, p := range e.Parts {
		for _, l := range p.Levels {
			s.mark(b, l.From)
		}
	}
}

func (b *Book) markLine(s daySet, l *line) {
	s.mark(b, l.first)
	s.mark(b, l.last.Add(1))
	for _, c := range l.caps {
		s.mark(b, c.from)
	}
	for _, f := range l.falls {
		s.mark(b, f.from)
	}
}

// markMaturity marks the days on which the maturity factor of a tie begins and ends to move; between them it falls every day.
func (b *Book) markMaturity(s daySet, t *tie) {
	l := &b.lines[t.line]
	need := b.deals[t.deal].lastNeed
	if b.policy.WithoutMaturity || l.matures >= need {
		return
	}
	s.mark(b, l.matures.Add(1-capQD/4))
	s.mark(b, l.matures.Add(-threeMonthsQD/4))
}
