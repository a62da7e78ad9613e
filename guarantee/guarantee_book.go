package guarantee

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"kontor/day"
	"kontor/money"
)

// Gist is the cover of one deal without its explanation.
type Gist struct {
	Deal       string
	FirstGap   day.Date // first uncovered day, none when there is no gap
	LastGap    day.Date
	MaxMissing money.Amount
	MaxNeeded  money.Amount
}

// Covered reports whether the deal has no gap.
func (g Gist) Covered() bool { return g.FirstGap == 0 }

// Gists are the deals of the book in the order in which they were given.
func (b *Book) Gists() []Gist {
	b.sums()
	return b.gists
}

// Gist is the cover of one deal without its explanation; a deal that is not in the book has an empty one.
func (b *Book) Gist(deal string) Gist {
	b.sums()
	if n, ok := b.dealAt[deal]; ok {
		return b.gists[n]
	}
	return Gist{}
}

// Uncovered is a run of days with what all deals together miss on each of them, one amount a currency.
type Uncovered struct {
	From    day.Date
	To      day.Date
	Missing []money.Amount
}

// Uncovered are the days on which something is missing, as runs on which the sums stay the same.
func (b *Book) Uncovered() []Uncovered {
	b.sums()
	var currencies []money.Currency
	for c := range b.open {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	var out []Uncovered
	for n := 0; n <= b.to.Sub(b.from); n++ {
		d := b.from.Add(n)
		var missing []money.Amount
		for _, c := range currencies {
			if m := b.open[c][n]; m > 0 {
				missing = append(missing, money.Of(m, c))
			}
		}
		if last := len(out) - 1; last >= 0 && out[last].To.Add(1) == d && slices.Equal(out[last].Missing, missing) {
			out[last].To = d
		} else if len(missing) > 0 {
			out = append(out, Uncovered{d, d, missing})
		}
	}
	return out
}

// tally is what one worker adds up: missing on each day as differences from the day before.
type tally struct {
	open map[money.Currency][]int64
	days int
}

func (t *tally) add(c money.Currency, from, after int, missing int64) {
	row := t.open[c]
	if row == nil {
		row = make([]int64, t.days+1)
		t.open[c] = row
	}
	row[from] += missing
	row[after] -= missing
}

// sum reckons every deal on every day. Clusters know nothing of each other, so each processor takes some of them; sums of
// whole numbers do not depend on who comes first.
func (b *Book) sum() {
	b.gists = make([]Gist, len(b.deals))
	for n := range b.deals {
		d := &b.deals[n]
		b.gists[n] = Gist{Deal: d.Deal, MaxMissing: money.Of(0, d.currency), MaxNeeded: money.Of(0, d.currency)}
	}
	var jobs []int // clusters, and deals without any as -1 - n
	for n := range b.clusters {
		if b.clusters[n].column == atGate {
			jobs = append(jobs, n)
		}
	}
	for n := range b.deals {
		if b.deals[n].cluster[atGate] < 0 {
			jobs = append(jobs, -1-n)
		}
	}
	workers := max(1, min(runtime.GOMAXPROCS(0), len(jobs)/8))
	tallies := make([]tally, workers)
	var next atomic.Int64
	var all sync.WaitGroup
	for w := range tallies {
		tallies[w] = tally{open: map[money.Currency][]int64{}, days: b.to.Sub(b.from) + 1}
		all.Go(func() {
			s, days := &solver{b: b}, b.newDays()
			for {
				n := int(next.Add(1)) - 1
				if n >= len(jobs) {
					return
				}
				clear(days)
				if j := jobs[n]; j >= 0 {
					b.sumCluster(s, &b.clusters[j], days, &tallies[w])
				} else {
					b.sumBare(-1-j, days, &tallies[w])
				}
			}
		})
	}
	all.Wait()
	for _, t := range tallies {
		for c, row := range t.open {
			if b.open[c] == nil {
				b.open[c] = row
				continue
			}
			for n, v := range row {
				b.open[c][n] += v
			}
		}
	}
	for _, row := range b.open {
		for n := 1; n < len(row); n++ {
			row[n] += row[n-1]
		}
	}
}

func (b *Book) sumCluster(s *solver, k *cluster, days daySet, t *tally) {
	s.with(k)
	b.sweep(s, days, func(from, to day.Date) {
		for n, deal := range k.deals {
			b.note(int(deal), s.need[n], s.covered[n], from, to, t)
		}
	})
}

// sumBare is a deal that no promise secures.
func (b *Book) sumBare(n int, days daySet, t *tally) {
	days.mark(b, b.from)
	b.markDeal(days, n)
	days.each(b, func(from, to day.Date) {
		b.note(n, levelOn(b.deals[n].Levels, from), 0, from, to, t)
	})
}

func (b *Book) note(deal int, need, covered int64, from, to day.Date, t *tally) {
	g := &b.gists[deal]
	g.MaxNeeded.Minor = max(g.MaxNeeded.Minor, need)
	missing := need - covered
	if missing <= 0 {
		return
	}
	if g.FirstGap == 0 {
		g.FirstGap = from
	}
	g.LastGap = to
	g.MaxMissing.Minor = max(g.MaxMissing.Minor, missing)
	t.add(b.deals[deal].currency, from.Sub(b.from), to.Sub(b.from)+1, missing)
}
