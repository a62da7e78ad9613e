package loan

import (
	"sort"

	"kontor/day"
	"kontor/money"
)

// pour is one allocation under way: an amount on a day that runs down the waterfall.
type pour struct {
	rows    []Instalment
	charges []Charged
	on      day.Date
	left    int64
	own     bool // charges count as due from their own due date on
	met     []Met
}

// run sends the money down the waterfall; what no rule lets it meet is left.
func (p *pour) run(o Order, future FutureRule) {
	buckets := o.buckets()
	p.own = o.OwnDue
	var group [4]Bucket
	for i, b := range buckets {
		switch {
		case o.Vertical && !(o.AheadByRow && b.Time() == InAdvance):
			p.fall(buckets[i:i+1], future)
		case firstOfTime(buckets, i):
			same := group[:0]
			for _, other := range buckets[i:] {
				if other.Time() == b.Time() {
					same = append(same, other)
				}
			}
			p.fall(same, future)
		}
	}
}

// firstOfTime reports whether no earlier bucket has the time of this one.
func firstOfTime(buckets []Bucket, i int) bool {
	for _, b := range buckets[:i] {
		if b.Time() == buckets[i].Time() {
			return false
		}
	}
	return true
}

// fall lets the money meet the buckets of one time.
func (p *pour) fall(buckets []Bucket, future FutureRule) {
	if p.left <= 0 {
		return
	}
	first, last := p.span(buckets[0].Time())
	ahead := buckets[0].Time() == InAdvance
	if p.own && ahead && future != NextInstalment {
		for i := first; i < last && p.left > 0; i++ {
			p.meetOwnDue(i)
		}
	}
	switch {
	case !ahead || future == NextInstalment:
		for i := first; i < last && p.left > 0; i++ {
			if p.own && ahead {
				p.meetOwnDue(i)
			}
			p.meet(i, buckets, p.left)
		}
	case future == LastInstalment:
		for i := last - 1; i >= first && p.left > 0; i-- {
			p.meet(i, buckets, p.left)
		}
	case future == Reamortise:
		p.spread(first, last, buckets)
	}
}

// span is the range of rows that stand at a time on the day.
func (p *pour) span(t Timeliness) (first, last int) {
	due := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].DueOn >= p.on })
	ahead := due
	for ahead < len(p.rows) && p.rows[ahead].DueOn == p.on {
		ahead++
	}
	switch t {
	case PastDue:
		return 0, due
	case Due:
		return due, ahead
	}
	return ahead, len(p.rows)
}

// meet gives a row at most so much, by the buckets in their order, and tells how much it took.
func (p *pour) meet(i int, buckets []Bucket, most int64) int64 {
	before := most
	for _, b := range buckets {
		most -= p.take(i, b.Component(), most)
	}
	return before - most
}

// meetOwnDue pays the charges of a later row that are due already, the earliest first.
func (p *pour) meetOwnDue(i int) {
	for _, c := range []Component{Penalty, Fee} {
		var due int64
		for _, x := range p.charges {
			if x.Nr == p.rows[i].Nr && x.Penalty == (c == Penalty) && x.DueOn <= p.on {
				due += x.Open()
			}
		}
		p.take(i, c, due)
	}
}

// spread shares the money out over the open rows, bucket by bucket in equal parts, each at most what is open; the last row
// takes what does not divide. What a row cannot take is shared out again.
func (p *pour) spread(first, last int, buckets []Bucket) {
	for before := int64(0); p.left > 0 && p.left != before; {
		before = p.left
		var open []int
		for i := first; i < last; i++ {
			if p.openOf(i, buckets) > 0 {
				open = append(open, i)
			}
		}
		if len(open) == 0 {
			return
		}
		for b := range buckets {
			n := int64(len(open))
			share := rounded(p.left/n, p.left%n, n, money.HalfEven)
			rest := p.left - share*(n-1)
			for _, i := range open[:n-1] {
				p.meet(i, buckets[b:b+1], share)
			}
			p.meet(open[n-1], buckets[b:b+1], max(rest, 0))
		}
	}
}

func (p *pour) openOf(i int, buckets []Bucket) (sum int64) {
	open := p.rows[i].Open()
	for _, b := range buckets {
		sum += open.Of(b.Component())
	}
	return sum
}

// take gives one component of a row as much as is open of it, at most so much.
func (p *pour) take(i int, c Component, most int64) int64 {
	r := &p.rows[i]
	open := r.Open()
	n := min(open.Of(c), p.left, most)
	if n <= 0 {
		return 0
	}
	p.left -= n
	*r.Paid.at(c) += n
	switch {
	case p.on < r.DueOn:
		r.Early += n
	case p.on > r.DueOn:
		r.Late += n
	}
	if open.Total() == n {
		r.PaidOn = p.on
	}
	p.note(r.Nr, c, n)
	if c == Penalty || c == Fee {
		p.payCharges(r.Nr, c == Penalty, n)
	}
	return n
}

// payCharges tells which charges of a row the money paid, the earliest first.
func (p *pour) payCharges(nr int, penalty bool, n int64) {
	for i := range p.charges {
		if x := &p.charges[i]; n > 0 && x.Nr == nr && x.Penalty == penalty {
			paid := min(n, x.Open())
			x.Paid += paid
			n -= paid
		}
	}
}

// note adds to what met a row on the day, so that a row stands once however many parts of it are met.
func (p *pour) note(nr int, c Component, n int64) {
	for i := len(p.met) - 1; i >= 0 && p.met[i].On == p.on; i-- {
		if p.met[i].Nr == nr {
			*p.met[i].Part.at(c) += n
			return
		}
	}
	m := Met{Nr: nr, On: p.on}
	*m.Part.at(c) = n
	p.met = append(p.met, m)
}
