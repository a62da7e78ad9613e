package guarantee

import (
	"cmp"
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Use is where the face of one promise is on every day, all deals together.
type Use struct {
	Instrument string    `json:"instrument"`
	Steps      []UseStep `json:"steps"` // without holes over the period
}

// UseStep is a run of days. What counts by deal and what is lost by reason add up to the face.
type UseStep struct {
	From day.Date  `json:"from"`
	To   day.Date  `json:"to"`
	By   []UsePart `json:"by,omitempty"`
	Lost []UseLost `json:"lost,omitempty"`
}

// UsePart is what counts for one deal, in its currency and in that of the promise.
type UsePart struct {
	Deal   string       `json:"deal"`
	Amount money.Amount `json:"amount"`
	Own    money.Amount `json:"own"`
}

// UseLost is what does not count for any deal.
type UseLost struct {
	Reason Reason       `json:"reason"`
	Amount money.Amount `json:"amount"`
	Text   errs.Text    `json:"text"`
}

// Use tells where the face of a promise is. A promise that is not in the book has no steps.
func (b *Book) Use(instrument string) Use {
	u := Use{Instrument: instrument}
	n, ok := b.lineAt[instrument]
	if !ok {
		return u
	}
	l := &b.lines[n]
	days := b.newDays()
	days.mark(b, b.from)
	b.markLife(days, l)
	of := map[int32]*cursor{}
	ties := slices.Clone(l.ties)
	for _, n := range l.demanded {
		ties = append(ties, b.lines[n].ties...)
	}
	for _, t := range ties {
		if k := b.deals[b.ties[t].deal].cluster[l.column]; k >= 0 && of[k] == nil && b.counts(&b.ties[t]) {
			of[k] = &cursor{k: &b.clusters[k], runs: b.runs(&b.clusters[k])}
			of[k].mark(b, days)
		}
	}
	days.each(b, func(from, to day.Date) {
		s := b.useOn(l, of, from)
		s.From, s.To = from, to
		if last := len(u.Steps) - 1; last >= 0 && slices.Equal(u.Steps[last].By, s.By) && slices.EqualFunc(u.Steps[last].Lost, s.Lost, func(a, b UseLost) bool {
			return a.Reason == b.Reason && a.Amount == b.Amount
		}) {
			u.Steps[last].To = to
			return
		}
		u.Steps = append(u.Steps, s)
	})
	return u
}

// useOn is where the face is on a day.
func (b *Book) useOn(l *line, of map[int32]*cursor, d day.Date) UseStep {
	var s UseStep
	var x explanation
	elsewhere, left := b.gone(&x, l, d, -1)
	for _, n := range l.demanded {
		own := &b.lines[n]
		x.take(ReservedForDemands, own.available)
		b.spread(own, of, d, 0, own.pool, &s, &x)
	}
	b.spread(l, of, d, elsewhere, left, &s, &x)
	for _, lost := range x.losses {
		s.Lost = append(s.Lost, UseLost{lost.reason, l.i.amount(lost.minor), lost.reason.text(*l.i)})
	}
	return s
}

// spread tells where the rest of a line is, when what is gone is told.
func (b *Book) spread(l *line, of map[int32]*cursor, d day.Date, elsewhere, left int64, s *UseStep, x *explanation) {
	if bars := b.outside(l, d); len(bars) > 0 {
		x.barred(left, bars)
		return
	}
	most, reason := b.capOn(l, d, b.ranks[len(b.ranks)-1])
	x.lose(AllocatedElsewhere, elsewhere)
	x.lose(reason, left-elsewhere-most)
	b.useBy(l, of, d, most, s, x)
}

// take takes back a part of what was said to be lost.
func (x *explanation) take(reason Reason, minor int64) {
	for n := range x.losses {
		if x.losses[n].reason == reason {
			x.losses[n].minor -= minor
		}
	}
}

// useBy shares what a line has among its deals, and says why the rest does not count.
func (b *Book) useBy(l *line, of map[int32]*cursor, d day.Date, most int64, s *UseStep, x *explanation) {
	rest, why := most, Surplus
	lost := map[Reason]int64{}
	for _, id := range l.ties {
		t := &b.ties[id]
		run := of[b.deals[t.deal].cluster[l.column]]
		if t.noRate && b.deals[t.deal].lastNeed >= d && len(l.ties) == 1 {
			why = NoRate
		}
		if run == nil || !b.counts(t) {
			continue
		}
		solved := run.on(d)
		need, covered := solved.need[b.dealOf(t)], solved.covered[b.dealOf(t)]
		factor, matures := b.maturity(t, solved.to)
		value, use := solved.value[t.local], min(rest, solved.use[t.local])
		if need > covered {
			why = b.stops(l, t, factor, matures, b.secured(t, need, d))
		}
		if value <= 0 {
			continue
		}
		rest -= use
		own := use
		if t.gain != one || factor != one {
			kept := ratioOf(new(big.Rat).Quo(t.gain.rat(), t.rate.rat()))
			fx, all := kept.times(use, one), kept.times(use, factor)
			lost[HaircutFX] += use - fx
			lost[matures] += fx - all
			own = all
		}
		if l.column == beside {
			lost[NotOnDemand] += own
			continue
		}
		s.By = append(s.By, UsePart{b.deals[t.deal].Deal, money.Of(value, b.deals[t.deal].currency), l.i.amount(own)})
	}
	for _, r := range Reasons() {
		x.lose(r, lost[r])
	}
	first := min(rest, l.firstLoss)
	x.lose(FirstLossKept, first)
	x.lose(why, rest-first)
}

// stops says why a promise does not give more to a deal that lacks it.
func (b *Book) stops(l *line, t *tie, factor ratio, matures Reason, secured int64) Reason {
	switch {
	case factor.num == 0:
		return matures
	case secured == 0, len(l.i.Covers) > 0:
		return NotCovered
	case l.i.percent() != whole:
		return CoverPercent
	case t.gain.num == 0:
		return HaircutFX
	}
	return AllocatedElsewhere
}

// Facet is what promises are added up by.
type Facet string

// The facets.
const (
	ByGuarantor Facet = "guarantor"
	ByGroup     Facet = "group"
	ByCountry   Facet = "country"
	ByCurrency  Facet = "currency"
)

// Held is the face that is relied upon in one currency, day by day, of one guarantor, group or country.
type Held struct {
	Of       string
	Currency money.Currency
	Runs     []HeldRun // days on which something is held
}

// HeldRun is a run of days with the same sum.
type HeldRun struct {
	From   day.Date
	To     day.Date
	Amount money.Amount
}

// Held adds up the face that counts for the deals of the book, haircuts included, by guarantor, group, country or currency, in
// the order of names.
func (b *Book) Held(by Facet) []Held {
	type key struct {
		of       string
		currency money.Currency
	}
	rows := map[key][]int64{}
	length := b.to.Sub(b.from) + 1
	s, days := &solver{b: b}, b.newDays()
	for n := range b.clusters {
		k := &b.clusters[n]
		if k.column != atGate {
			continue
		}
		s.with(k)
		b.sweep(s, days, func(from, to day.Date) {
			for n, id := range k.ties {
				if s.use[n] <= 0 {
					continue
				}
				i := b.lines[b.ties[id].line].i
				at := key{b.facet(i, by), i.Face.Currency}
				if rows[at] == nil {
					rows[at] = make([]int64, length+1)
				}
				rows[at][from.Sub(b.from)] += s.use[n]
				rows[at][to.Sub(b.from)+1] -= s.use[n]
			}
		})
	}
	out := make([]Held, 0, len(rows))
	for at, row := range rows {
		h := Held{Of: at.of, Currency: at.currency}
		sum := int64(0)
		for n := range length {
			if sum += row[n]; row[n] != 0 || n == 0 {
				h.Runs = append(h.Runs, HeldRun{From: b.from.Add(n), Amount: money.Of(sum, at.currency)})
			}
			h.Runs[len(h.Runs)-1].To = b.from.Add(n)
		}
		h.Runs = slices.DeleteFunc(h.Runs, func(r HeldRun) bool { return r.Amount.Minor == 0 })
		out = append(out, h)
	}
	slices.SortFunc(out, func(x, y Held) int { return cmp.Or(cmp.Compare(x.Of, y.Of), cmp.Compare(x.Currency, y.Currency)) })
	return out
}

func (b *Book) facet(i *Instrument, by Facet) string {
	switch by {
	case ByGroup:
		return b.policy.GroupOf[i.Guarantor]
	case ByCountry:
		return b.policy.CountryOf[i.Guarantor]
	case ByCurrency:
		return string(i.Face.Currency)
	}
	return i.Guarantor
}
