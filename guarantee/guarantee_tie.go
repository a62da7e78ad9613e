package guarantee

import (
	"cmp"
	"math/big"
	"slices"

	"kontor/day"
	"kontor/money"
)

// exchanges remembers what currencies are worth in each other.
type exchanges map[[2]money.Currency]tie

// tieUp brings promises and deals together by their pledges.
func (b *Book) tieUp() {
	rates, next := exchanges{}, 0
	for n := range b.lines {
		l := &b.lines[n]
		left := l.available
		for _, a := range l.i.Allocations {
			if a.Amount.Currency != l.i.Face.Currency || a.Amount.Minor <= 0 {
				continue // refused by Check; here it must not count
			}
			part := min(left, a.Amount.Minor)
			left -= part
			l.pledged = min(l.available, l.pledged+a.Amount.Minor)
			at, known := b.dealAt[a.Deal]
			if !known {
				l.elsewhere += part
				continue
			}
			if d := &b.deals[at]; d.order == 0 {
				next++
				d.order = next
			}
			b.tie(rates, n, at, a.Amount.Minor)
		}
		l.pool = max(0, l.pledged-l.elsewhere)
	}
}

// tie lets a deal take so much more of a line.
func (b *Book) tie(rates exchanges, n, at int, pledge int64) {
	l, d := &b.lines[n], &b.deals[at]
	for _, t := range l.ties {
		if b.ties[t].deal == int32(at) {
			b.ties[t].pledge = min(l.available, b.ties[t].pledge+pledge)
			return
		}
	}
	pair := [2]money.Currency{l.i.Face.Currency, d.currency}
	t, seen := rates[pair]
	if !seen {
		t = b.exchange(pair[0], pair[1])
		rates[pair] = t
	}
	t.line, t.deal, t.pledge = int32(n), int32(at), min(l.available, pledge)
	if share := b.policy.counts(l.i.Kind); share != whole && share != 0 {
		t.gain = ratioOf(new(big.Rat).Mul(t.gain.rat(), big.NewRat(share, whole)))
	}
	l.ties, d.ties = append(l.ties, int32(len(b.ties))), append(d.ties, int32(len(b.ties)))
	b.ties = append(b.ties, t)
}

// tieDemands makes a line of what each open demand has set aside: it goes on securing the deal that demands it, and no other
// (rule V2: available less what is reserved for demands of other deals).
func (b *Book) tieDemands() {
	rates := exchanges{}
	for n := range len(b.lines) {
		left := max(0, b.lines[n].i.Reserved.Minor)
		for _, a := range b.lines[n].i.Demanded {
			at, known := b.dealAt[a.Deal]
			part := min(left, a.Amount.Minor)
			if !known || part <= 0 || a.Amount.Currency != b.lines[n].i.Face.Currency {
				continue
			}
			left -= part
			b.tie(rates, n, at, 0) // so that the deal sees the whole promise
			own := b.lines[n]
			own.available, own.pledged, own.pool, own.elsewhere, own.falls, own.ties, own.demand = part, part, part, 0, nil, nil, true
			b.lines[n].demanded = append(b.lines[n].demanded, int32(len(b.lines)))
			b.lines = append(b.lines, own)
			b.tie(rates, len(b.lines)-1, at, part)
		}
	}
}

// exchange is what a unit of one currency is worth in another, before and after the haircut. A deal without levels has no
// currency and takes nothing.
func (b *Book) exchange(from, to money.Currency) tie {
	if from == to || to == "" {
		return tie{rate: one, gain: one}
	}
	rate := b.policy.convert(from, to)
	if rate == nil {
		return tie{noRate: true}
	}
	kept := new(big.Rat).Sub(big.NewRat(1, 1), b.policy.Haircut(from, to))
	return tie{rate: ratioOf(rate), gain: ratioOf(kept.Mul(kept, rate))}
}

// falls are the reductions that the text plans for days to come. One of the day of asking may have come about already or not: it is
// taken off, so that nothing counts too much.
func (i *Instrument) falls(asOf day.Date) []fall {
	var out []fall
	for _, r := range i.Reductions {
		if r.On >= asOf && r.Event == "" && r.Amount.Minor > 0 {
			out = append(out, fall{r.On, r.Amount.Minor})
		}
	}
	slices.SortStableFunc(out, func(x, y fall) int { return cmp.Compare(x.from, y.from) })
	for n := 1; n < len(out); n++ {
		out[n].by = min(money.MaxMinor, out[n].by+out[n-1].by)
	}
	return out
}

// fallen is what was taken off by a day, at most what is available.
func (l *line) fallen(d day.Date) int64 {
	by := int64(0)
	for _, f := range l.falls {
		if f.from <= d {
			by = f.by
		}
	}
	return min(by, l.available)
}

// parts are where the available amount is on a day: pledged to no deal, served to deals that nobody asked for, there for the deals
// of the book.
func (l *line) parts(d day.Date) (unpledged, elsewhere, pool int64) {
	available := l.available - l.fallen(d)
	pledged := min(available, l.pledged)
	elsewhere = min(l.elsewhere, pledged)
	return available - pledged, elsewhere, pledged - elsewhere
}
