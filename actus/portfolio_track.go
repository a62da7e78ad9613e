package actus

import "math"

// A track is what the dates of a contract decide: which events happen in which order, and what part of a year lies before
// each. It holds no amounts, so one track serves every scenario of the same contract. Its steps are kept as runs of one
// kind, because the events of a loan hardly ever change their pattern: sixty redemptions with interest are one run.
type track struct {
	runs  []run
	event []int32   // of each step: the day on which it happens
	calc  []int32   // the day for which it is computed
	mark  []int32   // the serial of calc
	y     []float64 // the part of a year since the step before, or since the status date

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

// run is a row of steps of one kind, [from, to). What stands constant through it is written here by the walk.
type run struct {
	kind     pace
	from, to int32
	next     int32   // ofPRF: the first redemption behind it
	value    float64 // LAX redemption: the amount; ofRRF: the rate; ofRR: the spread; ofPRF: the fraction to next

	rate, payment, notionalScale, interestScale float64
}

// head is a schedule on its way into the track.
type head struct {
	*dates
	at       int
	kind     pace
	segments []segment // LAX: what holds for its dates; nil when all are of one kind
}

// segment is a stretch of the dates of a schedule, up to an index.
type segment struct {
	to    int
	kind  pace
	value float64
}

const never = math.MaxInt32

func (h *head) day() int32 {
	if h.at < len(h.calc) {
		return h.calc[h.at]
	}
	return never
}

// skip leaves out what happens before a day.
func (h *head) skip(before int32) {
	for h.at < len(h.event) && h.event[h.at] < before {
		h.at++
	}
	for len(h.segments) > 0 && h.segments[0].to <= h.at {
		h.segments = h.segments[1:]
	}
}

// merge puts the schedules, given in the order in which events of one day happen, into one track. It takes as many dates
// of a schedule at once as lie before the next date of every other.
func (t *track) merge(heads []head) {
	for {
		first, at, limit := -1, int32(never), int32(never)
		for i := range heads {
			switch d := heads[i].day(); {
			case d < at:
				first, at, limit = i, d, at
			case d < limit:
				limit = d
			}
		}
		if first < 0 {
			return
		}
		h := &heads[first]
		if limit == at && h.kind == ofPR && first+1 < len(heads) && heads[first+1].kind == ofIP && heads[first+1].day() == at {
			if t.mergePair(h, &heads[first+1], heads) {
				continue
			}
		}
		to := h.at + 1
		for to < len(h.calc) && (h.calc[to] < limit || h.calc[to] == at) {
			to++
		}
		t.take(h, to, false)
	}
}

// mergePair takes redemptions and interest payments that share their days as steps of both.
func (t *track) mergePair(pr, ip *head, heads []head) bool {
	if pr.twice || ip.twice {
		return false
	}
	limit := int32(never)
	for i := range heads {
		if h := &heads[i]; h != pr && h != ip {
			limit = min(limit, h.day())
		}
	}
	p, q := pr.calc[pr.at:], ip.calc[ip.at:]
	pe, qe := pr.event[pr.at:], ip.event[ip.at:]
	n := 0
	for n < len(p) && n < len(q) && p[n] == q[n] && pe[n] == qe[n] && (p[n] < limit || n == 0) {
		n++
	}
	if n == 0 {
		return false
	}
	t.take(pr, pr.at+n, true)
	ip.at += n
	return true
}

// take appends the dates of a schedule up to an index, as one run or where their kind asks for it as several.
func (t *track) take(h *head, to int, pair bool) {
	n := int32(len(t.calc))
	t.event = append(t.event, h.event[h.at:to]...)
	t.calc = append(t.calc, h.calc[h.at:to]...)
	t.mark = append(t.mark, h.serial[h.at:to]...)
	end := n + int32(to-h.at)
	switch {
	case h.segments != nil:
		for n < end {
			s := h.segments[0]
			k := min(end, n+int32(s.to-h.at))
			kind := s.kind
			if kind == ofRR || kind == ofRRF {
				k = n + 1
			}
			if pair && kind == ofPR {
				kind = ofPRIP
			} else if pair && kind == ofPI {
				kind = ofPIIP
			}
			t.runs = append(t.runs, run{kind: kind, from: n, to: k, value: s.value})
			h.at += int(k - n)
			n = k
			if h.at == s.to {
				h.segments = h.segments[1:]
			}
		}
	case h.kind == ofPR || h.kind == ofIP || h.kind == ofIPCI:
		kind := h.kind
		if pair {
			kind = ofPRIP
		}
		t.runs = append(t.runs, run{kind: kind, from: n, to: end})
	default: // what holds after one of these differs from what holds after the next
		for ; n < end; n++ {
			t.runs = append(t.runs, run{kind: h.kind, from: n, to: n + 1})
		}
	}
	h.at = to
}
