package actus

import (
	"math"
	"slices"

	"kontor/day"
)

// A track is what the dates of a contract decide: which events happen in which order, and what part of a year lies before
// each. It holds no amounts, so one track serves every scenario of the same contract. Its steps are kept as runs of one
// kind, because the events of a loan hardly ever change their pattern: sixty redemptions with interest are one run.
type track struct {
	runs  []run
	calc  []int32   // of each step: the day for which it is computed
	event []int32   // the day on which it happens
	mark  []int32   // the serial of calc
	y     []float64 // the part of a year since the step before, or since the status date

	moved, serial []int32 // event and mark where they are not calc
	steps         int32

	between      []float64 // year fractions between the redemption dates of an annuity, one for each but the first
	solvesBefore bool      // the annuity is solved before the initial exchange
	firstPart    float64   // from which to the first redemption is this part of a year
}

// pace is a kind of event, or two that fall together.
type pace uint8

const (
	ofIED pace = iota
	ofPR
	ofPI
	ofPRIP // a redemption and the interest payment behind it
	ofPIIP // a draw-down and the interest payment behind it
	ofIP
	ofIPCI
	ofRRF
	ofRR
	ofPRF
	ofSC
	ofIPCB
	ofMD
)

// pays reports whether money changes hands.
func (p pace) pays() bool { return p <= ofIP || p == ofMD }

// run is a row of steps of one kind, [from, to).
type run struct {
	kind     pace
	from, to int32
	next     int32   // ofPRF: the first redemption behind it
	value    float64 // LAX redemption: the amount; ofRRF: the rate; ofRR: the spread; ofPRF: the fraction to next
}

// head is a schedule on its way into the track.
type head struct {
	calc, event, mark []int32
	at, next          int32     // the first date that is left, by its index and as it is; never when there is none
	kind              pace      // unless segments say it
	twice             bool      // two dates may be computed for one day
	segments          []segment // what holds for the dates, one after the other
	segment           int32     // the one of the first date that is left
}

// segment is a stretch of the dates of a schedule, up to an index.
type segment struct {
	to    int32
	kind  pace
	value float64
}

const never = math.MaxInt32 - 1

// set begins a schedule with its first n dates, from a day on.
func (h *head) set(kind pace, l *dates, n int, from int32, segments []segment) {
	h.calc, h.event, h.mark, h.segments = l.calc[:n], l.event[:n], l.serial[:n], segments
	h.kind, h.twice, h.at, h.segment = kind, l.twice, 0, 0
	before := 0
	for before < n && h.event[before] < from {
		before++
	}
	h.drop(int32(before))
}

// drop leaves out n dates.
func (h *head) drop(n int32) {
	h.at += n
	h.next = never
	if int(h.at) < len(h.calc) {
		h.next = h.calc[h.at]
	}
	for int(h.segment) < len(h.segments) && h.segments[h.segment].to <= h.at {
		h.segment++
	}
}

// before counts the dates ahead that lie before a limit, the first one and others of its day in any case.
func (h *head) before(limit int32) int32 {
	left := h.calc[h.at:]
	if last := left[len(left)-1]; last < limit || last == left[0] {
		return int32(len(left))
	}
	n := 1
	for left[n] < limit || left[n] == left[0] {
		n++
	}
	return int32(n)
}

// merge puts the schedules into one track: redemptions, interest payments and the others, these in the order in which events
// of one day happen, the initial exchange first if there is one. It takes as many payments at once as lie
// before the next of the others or on its day.
func (t *track) merge(pr, ip *head, others []head, p *plan) {
	t.begin(pr, ip, others, p)
	for {
		next, limit := 0, int32(never)
		for i := range others {
			if d := others[i].next; d < limit {
				next, limit = i, d
			}
		}
		paid := min(pr.next, ip.next)
		if paid >= limit && (paid > limit || paid == never || others[next].kind == ofIED) {
			if limit == never {
				t.finish(p)
				return
			}
			t.take(&others[next], 1, false, p)
			continue
		}
		if others[next].kind != ofIED {
			limit++
		}
		switch {
		case pr.next < ip.next || pr.next == ip.next && (pr.twice || ip.twice):
			t.take(pr, pr.before(min(limit, ip.next)), false, p)
		case ip.next < pr.next:
			t.take(ip, ip.before(min(limit, pr.next)), false, p)
		default:
			t.pair(pr, ip, limit, p)
		}
	}
}

// begin makes room for all dates.
func (t *track) begin(pr, ip *head, others []head, p *plan) {
	n := len(pr.calc) + len(ip.calc)
	for i := range others {
		n += len(others[i].calc)
	}
	t.runs, t.steps = slices.Grow(t.runs[:0], n)[:0], 0
	t.calc = slices.Grow(t.calc[:0], n)[:n]
	if p.moves {
		t.moved = slices.Grow(t.moved[:0], n)[:n]
	}
	if p.marks {
		t.serial = slices.Grow(t.serial[:0], n)[:n]
	}
}

// finish cuts the columns to their length; those that are others in disguise are the others.
func (t *track) finish(p *plan) {
	t.calc = t.calc[:t.steps]
	t.event, t.mark = t.calc, t.calc
	if p.moves {
		t.event = t.moved[:t.steps]
	}
	if p.marks {
		t.mark = t.serial[:t.steps]
	}
}

// end cuts off the runs that lie beyond a horizon; none is no horizon. What they need need not be observed.
func (t *track) end(horizon Moment) {
	n := len(t.runs)
	for horizon != 0 && n > 0 && At(day.Date(t.event[t.runs[n-1].from])) > horizon {
		n--
	}
	if n == len(t.runs) {
		return
	}
	t.runs, t.steps = t.runs[:n], 0
	if n > 0 {
		t.steps = t.runs[n-1].to
	}
	t.calc, t.event, t.y = t.calc[:t.steps], t.event[:t.steps], t.y[:t.steps]
}

// pair takes redemptions and interest payments that share their days as steps of both.
func (t *track) pair(pr, ip *head, limit int32, p *plan) {
	a, b := pr.calc[pr.at:], ip.calc[ip.at:]
	n := min(len(a), len(b))
	a, b = a[:n], b[:n]
	x, y := pr.event[pr.at:][:n], ip.event[ip.at:][:n]
	n = 0
	for n < len(a) && a[n] == b[n] && x[n] == y[n] && (a[n] < limit || n == 0) {
		n++
	}
	if n == 0 { // computed for one day, paid on two
		t.take(pr, 1, false, p)
		return
	}
	t.take(pr, int32(n), true, p)
	ip.drop(int32(n))
}

// take moves n dates of a schedule into the track.
func (t *track) take(h *head, n int32, pair bool, p *plan) {
	from, to := h.at, h.at+n
	at := t.steps
	t.steps += n
	place(t.calc[at:t.steps], h.calc[from:to])
	if p.moves {
		place(t.moved[at:t.steps], h.event[from:to])
	}
	if p.marks {
		place(t.serial[at:t.steps], h.mark[from:to])
	}
	if h.segments != nil {
		t.takeSegments(h, at, pair)
		return
	}
	kind := h.kind
	if pair {
		kind = ofPRIP
	}
	t.run(kind, at, t.steps, 0)
	h.drop(n)
}

// run notes a run, for which begin made room.
func (t *track) run(kind pace, from, to int32, value float64) {
	k := len(t.runs)
	t.runs = t.runs[:k+1]
	r := &t.runs[k]
	r.kind, r.from, r.to, r.value = kind, from, to, value
}

// place is copy for lists that are mostly of a few dates.
func place(to, from []int32) {
	if len(from) > 8 {
		copy(to, from)
		return
	}
	for i := range to {
		to[i] = from[i]
	}
}

// takeSegments makes runs of the segments from a step to the last.
func (t *track) takeSegments(h *head, at int32, pair bool) {
	for at < t.steps {
		s := &h.segments[h.segment]
		n := min(t.steps-at, s.to-h.at)
		kind := s.kind
		switch {
		case pair && kind == ofPR:
			kind = ofPRIP
		case pair && kind == ofPI:
			kind = ofPIIP
		}
		t.run(kind, at, at+n, s.value)
		at += n
		h.drop(n)
	}
}
