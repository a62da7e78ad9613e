package guarantee

import (
	"cmp"
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Result is the cover of one deal on every day of a period, as steps on which nothing changes.
type Result struct {
	Deal       string       `json:"deal"`
	From       day.Date     `json:"from"`
	To         day.Date     `json:"to"`
	Steps      []Step       `json:"steps"` // without holes from From to To
	Gaps       []Gap        `json:"gaps,omitempty"`
	FirstGap   day.Date     `json:"first_gap,omitempty"` // first uncovered day, none when there is no gap
	MaxMissing money.Amount `json:"max_missing"`
	MaxNeeded  money.Amount `json:"max_needed"`
	Lost       []Lost       `json:"lost,omitempty"`
	Guarantors []string     `json:"guarantors,omitempty"` // party ids whose promises count on some day
	Mend       Mend         `json:"mend,omitzero"`
}

// Step is a run of days on which requirement and cover stay the same. Cover never exceeds what is required: what is above
// it absorbs the haircuts, and the rest of it is lost as SURPLUS. Beside is what promises that do not pay on demand would
// be worth; it is shown and counts for nothing.
type Step struct {
	From     day.Date     `json:"from"`
	To       day.Date     `json:"to"`
	Required money.Amount `json:"required"`
	Cover    money.Amount `json:"cover"`
	By       []Part       `json:"by,omitempty"`
	Beside   []Part       `json:"beside,omitempty"`
}

// Part is what one instrument contributes, in the currency of the requirement and in its own.
type Part struct {
	Instrument string       `json:"instrument"`
	Amount     money.Amount `json:"amount"`
	Own        money.Amount `json:"own"`
}

// Gap is a run of uncovered days and the most that is missing on one of them.
type Gap struct {
	From    day.Date     `json:"from"`
	To      day.Date     `json:"to"`
	Missing money.Amount `json:"missing"`
}

// Lost is a part of an instrument's face that does not count from one day to another. On every day what counts for the deal
// and what is lost add up to the face; where several reasons bar one amount, the first carries it and the others stand at
// zero.
type Lost struct {
	Instrument string       `json:"instrument"`
	From       day.Date     `json:"from"`
	To         day.Date     `json:"to"`
	Reason     Reason       `json:"reason"`
	Amount     money.Amount `json:"amount"`
	Text       errs.Text    `json:"text"`
}

// Covered reports whether the period was computed and has no gap.
func (r Result) Covered() bool { return len(r.Steps) > 0 && len(r.Gaps) == 0 }

// Deal is the cover of one deal with everything that explains it. A deal that is not in the book has an empty result, which
// covers nothing.
func (b *Book) Deal(deal string) Result {
	n, ok := b.dealAt[deal]
	if !ok {
		return Result{Deal: deal}
	}
	v := b.view(n)
	v.walk()
	v.result.findGaps()
	v.mend()
	slices.SortStableFunc(v.result.Lost, func(x, y Lost) int { return cmp.Compare(x.Instrument, y.Instrument) })
	return v.result
}

// view reckons one deal again, with its reasons.
type view struct {
	b      *Book
	deal   int
	d      *dealing
	result Result
	runs   [2]*cursor
	now    [2]*allocation
	seen   map[*line]map[Reason]int // where in Lost the run stands that may go on
}

func (b *Book) view(n int) *view {
	d := &b.deals[n]
	v := &view{b: b, deal: n, d: d, seen: map[*line]map[Reason]int{},
		result: Result{Deal: d.Deal, From: b.from, To: b.to, MaxMissing: money.Of(0, d.currency), MaxNeeded: money.Of(0, d.currency)}}
	for c, k := range d.cluster {
		if k >= 0 {
			v.runs[c] = &cursor{k: &b.clusters[k], runs: b.runs(&b.clusters[k])}
		}
	}
	return v
}

func (v *view) amount(minor int64) money.Amount { return money.Of(minor, v.d.currency) }

// walk sweeps the days on which anything changes for the deal.
func (v *view) walk() {
	b := v.b
	days := b.newDays()
	days.mark(b, b.from)
	b.markDeal(days, v.deal)
	for _, t := range v.d.ties {
		b.markLife(days, &b.lines[b.ties[t].line])
	}
	for _, l := range v.strays() {
		b.markLife(days, l)
	}
	for _, c := range v.runs {
		if c != nil {
			c.mark(b, days)
		}
	}
	days.each(b, v.step)
}

// markLife marks the days on which the reasons of a line change.
func (b *Book) markLife(days daySet, l *line) {
	b.markLine(days, l)
	days.mark(b, l.matures.Add(1))
	days.mark(b, l.i.CoveredUntil().Add(1))
}

// strays are the promises of a book of one deal that are not pledged to it: who asks what they are worth to it is told.
func (v *view) strays() []*line {
	var out []*line
	if len(v.b.deals) == 1 {
		for n := range v.b.lines {
			if l := &v.b.lines[n]; len(l.ties) == 0 {
				out = append(out, l)
			}
		}
	}
	return out
}

// step is one run of days.
func (v *view) step(from, to day.Date) {
	b := v.b
	for c, run := range v.runs {
		if run != nil {
			v.now[c] = run.on(from)
		}
	}
	s := Step{From: from, To: to, Required: v.amount(levelOn(v.d.Levels, from)), Cover: v.amount(0)}
	for _, id := range v.d.ties {
		t := &b.ties[id]
		l := &b.lines[t.line]
		x := v.explain(t, from)
		for _, lost := range x.losses {
			v.lose(l, from, to, lost)
		}
		if x.value <= 0 {
			continue
		}
		part := Part{Instrument: l.i.ID, Amount: v.amount(x.value), Own: l.i.amount(x.own)}
		if l.column == beside {
			s.Beside = with(s.Beside, part)
			continue
		}
		s.By = with(s.By, part)
		s.Cover.Minor += x.value
		if g := l.i.Guarantor; !slices.Contains(v.result.Guarantors, g) {
			v.result.Guarantors = append(v.result.Guarantors, g)
		}
	}
	for _, l := range v.strays() {
		for _, lost := range b.idle(l, from).losses {
			v.lose(l, from, to, lost)
		}
	}
	v.add(s)
}

// idle is where the face of a promise is that is not pledged to the deal.
func (b *Book) idle(l *line, d day.Date) explanation {
	var x explanation
	_, left := b.gone(&x, l, d, -1)
	x.lose(AllocatedElsewhere, left)
	for _, r := range b.outside(l, d) {
		x.losses = append(x.losses, loss{r, 0})
	}
	return x
}

// with adds a part; what a promise gives and what its open demand keeps are one.
func with(all []Part, part Part) []Part {
	if n := slices.IndexFunc(all, func(p Part) bool { return p.Instrument == part.Instrument }); n >= 0 {
		all[n].Amount.Minor += part.Amount.Minor
		all[n].Own.Minor += part.Own.Minor
		return all
	}
	return append(all, part)
}

// add joins the step to the last one when nothing changed between them.
func (v *view) add(s Step) {
	r := &v.result
	if n := len(r.Steps); n > 0 {
		last := &r.Steps[n-1]
		if last.Required == s.Required && last.Cover == s.Cover && slices.Equal(last.By, s.By) && slices.Equal(last.Beside, s.Beside) {
			last.To = s.To
			return
		}
	}
	r.Steps = append(r.Steps, s)
}

func (r *Result) findGaps() {
	for _, s := range r.Steps {
		r.MaxNeeded.Minor = max(r.MaxNeeded.Minor, s.Required.Minor)
		missing := s.Required.Minor - s.Cover.Minor
		if missing <= 0 {
			continue
		}
		r.MaxMissing.Minor = max(r.MaxMissing.Minor, missing)
		if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.Add(1) == s.From {
			g := &r.Gaps[n-1]
			g.To, g.Missing.Minor = s.To, max(g.Missing.Minor, missing)
			continue
		}
		r.Gaps = append(r.Gaps, Gap{s.From, s.To, money.Of(missing, s.Required.Currency)})
	}
	if len(r.Gaps) > 0 {
		r.FirstGap = r.Gaps[0].From
	}
}

// lose notes what does not count from one day to another, with equal runs joined.
func (v *view) lose(l *line, from, to day.Date, lost loss) {
	running := v.seen[l]
	if running == nil {
		running = map[Reason]int{}
		v.seen[l] = running
	}
	out := &v.result.Lost
	if n, ok := running[lost.reason]; ok && (*out)[n].To.Add(1) == from && (*out)[n].Amount.Minor == lost.minor {
		(*out)[n].To = to
		return
	}
	running[lost.reason] = len(*out)
	*out = append(*out, Lost{l.i.ID, from, to, lost.reason, l.i.amount(lost.minor), lost.reason.text(*l.i)})
}

type loss struct {
	reason Reason
	minor  int64
}

// explanation is what one promise gives one deal on one day, and where the rest of its face is.
type explanation struct {
	value  int64 // counted, in the currency of the deal
	own    int64 // counted, in its own
	losses []loss
}

func (x *explanation) lose(reason Reason, minor int64) {
	if minor > 0 {
		x.losses = append(x.losses, loss{reason, minor})
	}
}

// barred takes everything with the first reason and names the others.
func (x *explanation) barred(minor int64, bars []Reason) {
	for n, r := range bars {
		if n > 0 {
			minor = 0
		}
		x.losses = append(x.losses, loss{r, minor})
	}
}

// outside are the reasons of a day on which the text gives nothing, those that stand on every day after them.
func (b *Book) outside(l *line, d day.Date) []Reason {
	var first Reason
	switch {
	case d < l.first:
		first = NotYetEffective
	case d > l.i.CoveredUntil():
		first = PastExpiry
	case d > l.matures:
		first = WaitingTooLong
	case d > l.last:
		first = LimitTenor
	default:
		return l.bars
	}
	if slices.Contains(l.bars, first) {
		return l.bars
	}
	return append([]Reason{first}, l.bars...)
}

// gone tells what is gone of a promise for everybody before anything is allocated, and for everybody but the deal what its own
// demands have set aside. What is left is partly elsewhere.
func (b *Book) gone(x *explanation, l *line, d day.Date, deal int32) (elsewhere, left int64) {
	unpledged, elsewhere, pool := l.parts(d)
	if l.demand {
		return 0, pool
	}
	reserved := max(0, l.i.Reserved.Minor)
	for _, n := range l.demanded {
		if b.ties[b.lines[n].ties[0]].deal == deal {
			reserved -= b.lines[n].available
		}
	}
	x.lose(PaidOut, l.i.Paid.Minor)
	x.lose(ReducedAway, l.i.Reduced.Minor+l.fallen(d))
	x.lose(ReservedForDemands, reserved)
	x.lose(Unallocated, unpledged)
	return elsewhere, elsewhere + pool
}

// explain follows the face of a promise down rule V2 to what counts for the deal.
func (v *view) explain(t *tie, d day.Date) explanation {
	b := v.b
	l := &b.lines[t.line]
	var x explanation
	elsewhere, left := b.gone(&x, l, d, t.deal)
	bars := b.outside(l, d)
	if t.noRate {
		bars = append(slices.Clone(bars), NoRate)
	}
	others, solved := elsewhere, v.now[l.column]
	if len(bars) > 0 || solved == nil || !b.counts(t) {
		others = max(0, min(left, left-t.pledge))
		x.lose(AllocatedElsewhere, others)
		switch rest := left - others; {
		case len(bars) > 0:
			x.barred(rest, bars)
		case t.gain.num == 0:
			x.lose(HaircutFX, rest)
		default: // nothing is owed in the whole period
			x.lose(Surplus, rest)
		}
		return x
	}
	most, reason := b.capOn(l, d, v.d.Rank)
	x.lose(reason, left-elsewhere-most)
	rest := most
	for _, o := range v.runs[l.column].k.sources[t.source].ties {
		if other := &b.ties[o]; other != t {
			others += solved.use[other.local]
			rest -= solved.use[other.local]
		}
	}
	rest = max(0, rest)
	share := min(rest, t.pledge)
	x.lose(AllocatedElsewhere, others+rest-share)
	v.chain(&x, t, share)
	return x
}

// chain takes a share down the steps of rule V2.
func (v *view) chain(x *explanation, t *tie, share int64) {
	b := v.b
	l := &b.lines[t.line]
	s := v.now[l.column]
	d := s.to
	need := s.need[b.dealOf(t)]
	secured := b.secured(t, need, d)
	factor, why := b.maturity(t, d)
	x.value = s.value[t.local]
	if secured == 0 && need > 0 {
		x.lose(NotCovered, share)
		return
	}
	g0 := share
	if l.i.percent() != whole {
		g0 = floor(b.afterPercent(t, share, secured))
		x.lose(CoverPercent, share-g0)
	}
	g1 := max(0, g0-l.firstLoss)
	x.lose(FirstLossKept, g0-g1)
	fx, all := g1, g1
	if t.gain != one || factor != one {
		kept := ratioOf(new(big.Rat).Quo(t.gain.rat(), t.rate.rat()))
		fx = kept.times(g1, one)
		all = kept.times(g1, factor)
	}
	v.haircuts(x, t, g1, fx, all, why)
	x.own = min(all, x.value)
	if t.rate != one {
		back := new(big.Rat).Quo(new(big.Rat).SetInt64(x.value), t.rate.rat())
		if x.own = min(all, ceil(back)); x.value > 0 && x.value == b.value(t, share, secured, factor) {
			x.own = all
		}
	}
	over := all - x.own
	if missing := need - s.covered[b.dealOf(t)]; missing > 0 && len(l.i.Covers) > 0 {
		x.lose(NotCovered, over)
	} else {
		x.lose(Surplus, over)
	}
	if l.column == beside && x.own > 0 {
		x.losses = append([]loss{{NotOnDemand, x.own}}, x.losses...)
	}
}

// haircuts tells the currency haircut from what a kind that does not pay on demand loses, and both from the maturity haircut.
func (v *view) haircuts(x *explanation, t *tie, g1, fx, all int64, why Reason) {
	l := &v.b.lines[t.line]
	if share := v.b.policy.counts(l.i.Kind); l.column == atGate && share != whole {
		counts := mulDiv(g1, share, whole)
		x.lose(NotOnDemand, g1-counts)
		x.lose(HaircutFX, counts-fx)
	} else {
		x.lose(HaircutFX, g1-fx)
	}
	if why != "" {
		x.lose(why, fx-all)
	}
}

// mulDiv is a*b/den rounded down, exact for every int64.
func mulDiv(a, b, den int64) int64 {
	return floor(new(big.Rat).Mul(new(big.Rat).SetInt64(a), big.NewRat(b, den)))
}
