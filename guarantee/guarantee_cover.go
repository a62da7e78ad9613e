package guarantee

import (
	"cmp"
	"math/big"
	"slices"
	"sync"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// MaxDays bounds the period of one question: a hundred years.
const MaxDays = 36525

// Book is the cover of many deals by many promises on every day of a period. No unit of face counts twice in it. What
// each deal misses is reckoned once, when somebody asks for all of them; how a day of one deal comes about whenever somebody asks,
// always alike. It may be asked by many at once.
type Book struct {
	policy   Policy
	from, to day.Date
	asOf     day.Date
	lines    []line
	deals    []dealing
	ties     []tie
	clusters []cluster
	dealAt   map[string]int
	lineAt   map[string]int
	ranks    []int
	limits   []LimitUse
	sums     func() // reckons gists and open, once, when somebody asks
	gists    []Gist
	open     map[money.Currency][]int64 // missing on each day, all deals together
}

// line is one promise as far as it depends on no day.
type line struct {
	i         *Instrument
	bars      []Reason // that stand on every day
	first     day.Date // days on which it counts, the last by waiting period and tenor too
	last      day.Date
	matures   day.Date // last day on which a default can still be claimed
	available int64    // today, less what is reserved
	falls     []fall   // what the text takes off on later days
	pledged   int64    // at most what is available
	elsewhere int64    // served to deals that nobody asked for
	pool      int64    // what is there today for the deals of the book
	firstLoss int64
	column    column
	ties      []int32
	caps      []capStep // the pool under the limits, nil when none of them bites
	demanded  []int32   // lines of what open demands of its deals have set aside
	demand    bool      // this is such a line
}

// fall is what is taken off the amount of a promise from a day on, all falls until then together.
type fall struct {
	from day.Date
	by   int64
}

// column tells what counts for the gate from what is only shown beside it.
type column uint8

const (
	atGate column = iota
	beside
)

// dealing is one deal of the book.
type dealing struct {
	*Exposure
	currency money.Currency
	lastNeed day.Date
	order    int // in which deals of one rank are served
	ties     []int32
	cluster  [2]int32 // by column, -1 without
	weighs   float64
	at       [2]int32 // position in it
}

// tie is one promise that secures one deal.
type tie struct {
	line, deal int32
	pledge     int64
	rate       ratio // units of the deal's currency for one of the promise
	gain       ratio // after the currency haircut, and as far as the kind counts
	noRate     bool
	source     int32 // in its cluster
	local      int32 // position in its cluster
}

// Cover computes what the promises are worth to the deals on every day from one day to another, both included. Within a
// rank the uncovered sum of all deals, in the common unit of the policy, is the least that there can be on each day;
// what an earlier rank gets is never lowered for a later one. A promise that is listed twice, by id or by guarantor and
// number, counts once. Pledges to deals that are not asked for are served in the order of pledging, in full.
//
// The error is Invalid when the period or the exposures make no sense; it is never a statement about cover.
func Cover(instruments []Instrument, exposures []Exposure, policy Policy, from, to day.Date) (*Book, error) {
	b := &Book{policy: policy, from: from, to: to, asOf: policy.AsOf, dealAt: make(map[string]int, len(exposures)),
		lineAt: make(map[string]int, len(instruments)), open: map[money.Currency][]int64{}}
	if b.asOf == 0 {
		b.asOf = from
	}
	var f errs.Faults
	if from == 0 || to < from || to.Sub(from) > MaxDays {
		f.Add("period", "cover cannot be computed from {from} to {to}", "from", from, "to", to)
	}
	b.addDeals(&f, exposures)
	if err := f.Err(); err != nil {
		return nil, err
	}
	b.addLines(instruments)
	b.tieUp()
	b.tieDemands()
	b.applyLimits()
	b.cluster()
	b.sums = sync.OnceFunc(b.sum)
	return b, nil
}

// CoverOf is the cover of one deal alone.
func CoverOf(deal string, required []Level, instruments []Instrument, policy Policy, from, to day.Date) (Result, error) {
	b, err := Cover(instruments, []Exposure{{Deal: deal, Levels: required}}, policy, from, to)
	if err != nil {
		return Result{}, err
	}
	return b.Deal(deal), nil
}

func (b *Book) addDeals(f *errs.Faults, exposures []Exposure) {
	b.deals = make([]dealing, 0, len(exposures))
	for n := range exposures {
		e := &exposures[n]
		e.check(f)
		if _, twice := b.dealAt[e.Deal]; twice {
			f.Add("required", "{word} is listed twice", "word", e.Deal)
		}
		b.dealAt[e.Deal] = n
		b.ranks = append(b.ranks, e.Rank)
		weighs, _ := b.weight(e.currency()).Float64()
		b.deals = append(b.deals, dealing{Exposure: e, currency: e.currency(), lastNeed: lastNeed(e.Levels, b.to), weighs: weighs, cluster: [2]int32{-1, -1}})
	}
	slices.Sort(b.ranks)
	b.ranks = slices.Compact(b.ranks)
}

// addLines reads the promises in the order of their ids, so that the order of the list changes nothing.
func (b *Book) addLines(instruments []Instrument) {
	sorted := make([]*Instrument, len(instruments))
	for n := range instruments {
		sorted[n] = &instruments[n]
	}
	slices.SortStableFunc(sorted, func(a, b *Instrument) int { return cmp.Compare(a.ID, b.ID) })
	b.lines = make([]line, len(sorted))
	type paper struct{ guarantor, number string }
	papers := make(map[paper]bool, len(sorted))
	for n, i := range sorted {
		l := &b.lines[n]
		*l = line{i: i, bars: i.standing(&b.policy, b.asOf), available: i.available(), firstLoss: max(0, i.FirstLoss.Minor), first: i.starts()}
		_, twice := b.lineAt[i.ID]
		p := paper{i.Guarantor, NormaliseNumber(i.Number)}
		if twice && i.ID != "" || papers[p] {
			l.bars = append(l.bars, Duplicate)
		}
		papers[p] = true
		if !twice {
			b.lineAt[i.ID] = n
		}
		l.falls = i.falls(b.asOf)
		l.matures = i.CoveredUntil().Add(-max(0, i.WaitingDays))
		l.last = l.matures
		if most, ok := b.policy.Limits.tenor(i.Guarantor); ok {
			l.last = min(l.last, b.asOf.Add(most))
		}
		if b.policy.counts(i.Kind) == 0 {
			l.column = beside
		}
	}
}

// counts reports whether a tie can give anything on any day.
func (b *Book) counts(t *tie) bool {
	l := &b.lines[t.line]
	return len(l.bars) == 0 && !t.noRate && t.gain.num > 0 && t.pledge > 0 && l.pool > 0 && max(l.first, b.from) <= min(l.last, b.to) && b.deals[t.deal].lastNeed >= b.from
}

// maturity is the maturity factor of a tie on a day, and why it is not one.
func (b *Book) maturity(t *tie, d day.Date) (ratio, Reason) {
	l := &b.lines[t.line]
	need := b.deals[t.deal].lastNeed
	if b.policy.WithoutMaturity || l.matures >= need {
		return one, ""
	}
	return mature(4*int64(l.matures.Sub(d)), 4*int64(need.Sub(d)), 4*int64(l.i.CoveredUntil().Sub(l.i.IssuedOn)))
}

// value is rule V2 for a share of a promise, without the cap at the exposure. secured is the part of the exposure that the
// text secures at all.
func (b *Book) value(t *tie, share, secured int64, mature ratio) int64 {
	l := &b.lines[t.line]
	if l.firstLoss == 0 && l.i.percent() == whole {
		return t.gain.times(share, mature)
	}
	g := b.afterFirstLoss(t, share, secured)
	g.Mul(g, t.gain.rat())
	return floor(g.Mul(g, mature.rat()))
}

// afterFirstLoss is G1 of rule V2, in the currency of the promise.
func (b *Book) afterFirstLoss(t *tie, share, secured int64) *big.Rat {
	g := b.afterPercent(t, share, secured)
	g.Sub(g, new(big.Rat).SetInt64(b.lines[t.line].firstLoss))
	if g.Sign() < 0 {
		g.SetInt64(0)
	}
	return g
}

// afterPercent is G0 of rule V2, in the currency of the promise.
func (b *Book) afterPercent(t *tie, share, secured int64) *big.Rat {
	g := new(big.Rat).SetInt64(share)
	if p := b.lines[t.line].i.percent(); p != whole {
		part := new(big.Rat).Mul(big.NewRat(p, whole), new(big.Rat).SetInt64(secured))
		if part.Quo(part, t.rate.rat()); part.Cmp(g) < 0 {
			return part
		}
	}
	return g
}
