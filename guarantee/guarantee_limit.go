package guarantee

import (
	"cmp"
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Limits are the most that the house relies on, all deals together: on one guarantor, one group, one country, promises in
// one currency. What is pledged uses a limit up, whether it is needed today or not, in the order of ranks and within a rank
// in the order of booking; what is left over does not count. Without an entry there is no limit.
type Limits struct {
	Guarantor map[string]Limit
	Group     map[string]Limit
	Country   map[string]Limit
	Currency  map[money.Currency]Limit
	Tenor     map[string]int // days from the day of asking on which a guarantor is relied upon; "" = every other guarantor
}

// Limit is one limit. Used is what promises use that are not in the book.
type Limit struct{ Most, Used money.Amount }

func (l Limits) tenor(guarantor string) (days int, ok bool) {
	if days, ok = l.Tenor[guarantor]; !ok {
		days, ok = l.Tenor[""]
	}
	return days, ok
}

// of is the limit of a kind on a name.
func (l Limits) of(reason Reason, name string) (Limit, bool) {
	var most Limit
	var ok bool
	switch reason {
	case LimitGuarantor:
		most, ok = l.Guarantor[name]
	case LimitGroup:
		most, ok = l.Group[name]
	case LimitCountry:
		most, ok = l.Country[name]
	case LimitCurrency:
		most, ok = l.Currency[money.Currency(name)]
	}
	return most, ok && (name != "" || reason == LimitGuarantor)
}

// LimitUse says how far a limit is used on the day on which it is used most.
type LimitUse struct {
	Reason Reason // which limit: LIMIT_GUARANTOR and so on
	Of     string // party id, group, country or currency
	Most   money.Amount
	Used   money.Amount // what would be used if there were no limit
	On     day.Date     // the first day of this use
}

// Over reports whether more is pledged than the limit allows.
func (u LimitUse) Over() bool { return u.Used.Minor > u.Most.Minor }

// capStep is the pool of a line under its limits from a day on, by rank: what may be served up to and including the rank.
type capStep struct {
	from   day.Date
	upTo   []int64 // by the position of the rank in ranks
	reason Reason  // the limit that bites
}

// limit is a limit with what hangs on it.
type limit struct {
	use   *LimitUse
	used  int64 // outside the book
	lines []int32
	rates map[money.Currency]*big.Rat
}

// applyLimits lowers the pools of the lines whose limits bite, for each run of days.
func (b *Book) applyLimits() {
	limits := b.listLimits()
	if len(limits) == 0 {
		return
	}
	of := make(map[int32][]*limit)
	for _, l := range limits {
		for _, n := range l.lines {
			of[n] = append(of[n], l)
		}
	}
	lines := make([]int32, 0, len(of))
	var days []day.Date
	for n := range of {
		lines = append(lines, n)
		l := &b.lines[n]
		days = append(days, max(b.from, l.first))
		if l.last < b.to {
			days = append(days, l.last.Add(1))
		}
	}
	slices.SortFunc(lines, func(x, y int32) int { // what is demanded uses a limit before what is pledged
		if b.lines[x].demand != b.lines[y].demand {
			return map[bool]int{true: -1, false: 1}[b.lines[x].demand]
		}
		return cmp.Compare(x, y)
	})
	days = append(days, b.from)
	slices.Sort(days)
	days = slices.Compact(days)
	for _, d := range days {
		if d >= b.from && d <= b.to {
			b.limitOn(d, b.ranks, lines, of, limits)
		}
	}
	for _, n := range lines {
		if l := &b.lines[n]; !slices.ContainsFunc(l.caps, func(s capStep) bool { return s.reason != "" }) {
			l.caps = nil
		}
	}
	b.limits = make([]LimitUse, 0, len(limits))
	for _, l := range limits {
		b.limits = append(b.limits, *l.use)
	}
}

// listLimits finds every limit that a promise of the book hangs on.
func (b *Book) listLimits() []*limit {
	type key struct {
		reason Reason
		of     string
	}
	found := map[key]*limit{}
	p := &b.policy
	for n := range b.lines {
		l := &b.lines[n]
		if len(l.bars) > 0 || l.column == beside || l.first > l.last {
			continue
		}
		g := l.i.Guarantor
		for _, k := range []key{{LimitGuarantor, g}, {LimitGroup, p.GroupOf[g]}, {LimitCountry, p.CountryOf[g]}, {LimitCurrency, string(l.i.Face.Currency)}} {
			most, ok := p.Limits.of(k.reason, k.of)
			if !ok {
				continue
			}
			if found[k] == nil {
				found[k] = newLimit(p, k.reason, k.of, most, b.from)
			}
			found[k].lines = append(found[k].lines, int32(n))
		}
	}
	out := make([]*limit, 0, len(found))
	for _, l := range found {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b *limit) int {
		return cmp.Or(cmp.Compare(a.use.Reason, b.use.Reason), cmp.Compare(a.use.Of, b.use.Of))
	})
	return out
}

func newLimit(p *Policy, reason Reason, of string, most Limit, from day.Date) *limit {
	l := &limit{use: &LimitUse{Reason: reason, Of: of, Most: most.Most, Used: money.Of(0, most.Most.Currency), On: from}, rates: map[money.Currency]*big.Rat{}}
	if most.Used.Minor > 0 {
		l.used = money.MaxMinor // without a rate nobody can say how much is left
		if r := p.convert(most.Used.Currency, most.Most.Currency); r != nil {
			l.used = ceil(r.Mul(r, new(big.Rat).SetInt64(most.Used.Minor)))
		}
	}
	return l
}

// limitOn shares the limits out on a day.
func (b *Book) limitOn(d day.Date, ranks []int, lines []int32, of map[int32][]*limit, limits []*limit) {
	left, wanted := make(map[*limit]int64, len(limits)), make(map[*limit]int64, len(limits))
	for _, l := range limits {
		left[l], wanted[l] = l.use.Most.Minor-l.used, l.used
	}
	take := func(n int32, units int64) {
		for _, l := range of[n] {
			used := l.convertUp(b, b.lines[n].i.Face.Currency, units)
			left[l] -= used
		}
	}
	want := func(n int32, units int64) {
		for _, l := range of[n] {
			wanted[l] = min(money.MaxMinor, wanted[l]+l.convertUp(b, b.lines[n].i.Face.Currency, units))
		}
	}
	steps := make(map[int32]*capStep, len(lines))
	for _, n := range lines {
		l := &b.lines[n]
		if d < l.first || d > l.last {
			continue
		}
		gone := l.elsewhere
		if !l.demand {
			gone += max(0, l.i.Reserved.Minor)
			for _, own := range l.demanded {
				gone -= b.lines[own].available
			}
		}
		take(n, gone)
		want(n, gone)
		steps[n] = &capStep{from: d, upTo: make([]int64, len(ranks))}
	}
	for k, rank := range ranks {
		for _, n := range lines {
			s := steps[n]
			if s == nil {
				continue
			}
			l := &b.lines[n]
			before := int64(0)
			if k > 0 {
				before = s.upTo[k-1]
			}
			more := b.potential(l, rank) - b.potentialBefore(l, ranks, k)
			want(n, more)
			grant, reason := more, Reason("")
			for _, limit := range of[n] {
				if room := limit.room(b, l.i.Face.Currency, max(0, left[limit])); room < grant {
					grant, reason = room, limit.use.Reason
				}
			}
			take(n, grant)
			s.upTo[k] = before + grant
			if reason != "" && s.reason == "" {
				s.reason = reason
			}
		}
	}
	for _, l := range limits {
		if wanted[l] > l.use.Used.Minor {
			l.use.Used.Minor, l.use.On = wanted[l], d
		}
	}
	for _, n := range lines {
		if s := steps[n]; s != nil {
			l := &b.lines[n]
			if last := len(l.caps) - 1; last >= 0 && l.caps[last].reason == s.reason && slices.Equal(l.caps[last].upTo, s.upTo) {
				continue
			}
			l.caps = append(l.caps, *s)
		}
	}
}

// potential is what deals up to a rank may take of a line at most.
func (b *Book) potential(l *line, rank int) int64 {
	pledged := int64(0)
	for _, t := range l.ties {
		if b.deals[b.ties[t].deal].Rank <= rank {
			pledged = min(l.pool, pledged+b.ties[t].pledge)
		}
	}
	return pledged
}

func (b *Book) potentialBefore(l *line, ranks []int, k int) int64 {
	if k == 0 {
		return 0
	}
	return b.potential(l, ranks[k-1])
}

// rate is nil when nothing is known about the currency.
func (l *limit) rate(b *Book, from money.Currency) *big.Rat {
	r, seen := l.rates[from]
	if !seen {
		r = b.policy.convert(from, l.use.Most.Currency)
		l.rates[from] = r
	}
	return r
}

// convertUp is what an amount uses of the limit, rounded up.
func (l *limit) convertUp(b *Book, from money.Currency, units int64) int64 {
	r := l.rate(b, from)
	switch {
	case units <= 0:
		return 0
	case r == nil:
		return money.MaxMinor
	case from == l.use.Most.Currency:
		return units
	}
	return ceil(new(big.Rat).Mul(r, new(big.Rat).SetInt64(units)))
}

// room is how many units of a currency the rest of a limit allows.
func (l *limit) room(b *Book, from money.Currency, left int64) int64 {
	r := l.rate(b, from)
	switch {
	case r == nil || left <= 0:
		return 0
	case from == l.use.Most.Currency:
		return left
	}
	return floor(new(big.Rat).Quo(new(big.Rat).SetInt64(left), r))
}

// capOn is what a line has for deals up to a rank on a day, and the limit that bites.
func (b *Book) capOn(l *line, d day.Date, rank int) (int64, Reason) {
	pool := l.pool
	if l.falls != nil {
		_, _, pool = l.parts(d)
	}
	if l.caps == nil {
		return pool, ""
	}
	n, found := slices.BinarySearchFunc(l.caps, d, func(s capStep, d day.Date) int { return s.from.Sub(d) })
	if !found {
		n--
	}
	if n < 0 {
		return 0, ""
	}
	k, _ := slices.BinarySearch(b.ranks, rank)
	if l.caps[n].upTo[k] >= pool {
		return pool, ""
	}
	return l.caps[n].upTo[k], l.caps[n].reason
}

// LimitUses are the limits that the promises of the book hang on, by kind and name.
func (b *Book) LimitUses() []LimitUse { return slices.Clone(b.limits) }

// Label is the limit for people.
func (u LimitUse) Label() errs.Text { return u.Reason.limited() }
