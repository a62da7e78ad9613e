package actus

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// amounts are what the numbers of a contract make of its track.
type amounts struct {
	rows  []row
	after []standing // by runs

	failed failure
}

// row is what one step pays and how the contract stands after it; at a step of two events the accrued interest is that
// between them.
type row struct{ principal, interest, notional, accrued, base float64 }

// standing is what stands constant through a run.
type standing struct{ rate, payment, notionalScale, interestScale float64 }

// balance is how a contract stands during the walk.
type balance struct {
	notional, accrued, base, rate, payment float64
	notionalScale, interestScale           float64
}

// opening is how it stands before the first step.
func (t *track) opening(c *contract) balance {
	s := balance{payment: c.payment, notionalScale: c.notionalScale, interestScale: c.interestScale}
	if c.start < c.status {
		s.notional, s.accrued, s.base, s.rate = c.notional, c.accrued, c.base, c.rate
	} else if t.solvesBefore {
		s.payment = annuity(c.notional, 0, c.rate, t.firstPart, t.between)
	}
	return s
}

// most is the largest amount that the fast path answers for; beyond it the plain path says what is wrong.
const most = 1e100

// walk runs the events of a track. It is the table of rules of the plain path in the same order of arithmetic.
func (t *track) walk(a *amounts, c *contract, seen sight) failure {
	a.failed = failure{}
	a.rows = slices.Grow(a.rows[:0], len(t.calc))[:len(t.calc)]
	a.after = slices.Grow(a.after[:0], len(t.runs))[:len(t.runs)]
	s := t.opening(c)
	for i := range t.runs {
		r := &t.runs[i]
		switch r.kind {
		case ofPR, ofPRIP, ofPI, ofPIIP:
			t.redeem(a, r, c, &s)
		case ofIP, ofIPCI:
			t.interest(a, r, c, &s)
		default:
			if !t.single(a, r, c, &s, seen) {
				return a.failed
			}
		}
		if !(math.Abs(s.notional)+math.Abs(s.accrued) < most) {
			return failure{cause: tooMuch, day: t.event[r.from], typ: paceCodes[r.kind].Type()}
		}
		a.after[i] = standing{s.rate, s.payment, s.notionalScale, s.interestScale}
	}
	return failure{}
}

// failure is why a walk cannot go on.
type failure struct {
	cause cause
	day   int32
	typ   EventType
	value float64
}

type cause uint8

const (
	fine cause = iota
	tooMuch
	unseenRate
	unseenScale
	badRate
)

// err is the refusal of the plain path.
func (f failure) err(c *contract) *errs.Error {
	at := At(day.Date(f.day))
	switch f.cause {
	case unseenRate:
		return unobserved("marketObjectCodeOfRateReset", c.index, at)
	case unseenScale:
		return unobserved("marketObjectCodeOfScalingIndex", c.scaleIndex, at)
	case badRate:
		return noRate(c.index, at, f.value)
	}
	return beyond(f.typ, at)
}

// redeem runs redemptions and draw-downs, with or without an interest payment behind each.
//
// A payment waits for the notional that the one before has left; what lies on that way is the time that the loop takes. So
// what has accrued is added only where it is not nothing: after an interest payment the sum would be the addend.
func (t *track) redeem(a *amounts, r *run, c *contract, s *balance) {
	y, rows := t.y[r.from:r.to], a.rows[r.from:r.to]
	rows = rows[:len(y)]
	nt, ipac, base := s.notional, s.accrued, s.base
	rate, payment, level := s.rate, s.payment, math.Abs(s.payment)
	pays := r.kind == ofPRIP || r.kind == ofPIIP
	rule := ruleOf(c.kind)
	for i, part := range y {
		earned := interest(part, rate, base)
		if ipac != 0 || earned == 0 {
			earned += ipac
		}
		ipac = earned
		p := r.value
		switch rule {
		case levelPrincipal:
			if p = math.Abs(nt); level < p {
				p = level
			}
			p *= c.sign
		case levelPayment:
			p = payment - ipac
		case levelUntilRepaid:
			if p = payment - ipac; c.sign*p > c.sign*nt {
				p = nt
			}
		}
		nt -= p
		if c.follows {
			base = nt
		}
		w := &rows[i]
		w.principal, w.notional, w.accrued, w.base, w.interest = float64(s.notionalScale*p), nt, ipac, base, 0
		if pays {
			w.interest = float64(s.interestScale * ipac)
			ipac = 0
		}
	}
	s.notional, s.accrued, s.base = nt, ipac, base
}

// rule is how much a redemption takes.
type rule uint8

const (
	agreedAmount     rule = iota // LAX
	levelPrincipal               // LAM: the same amount, until nothing is left
	levelPayment                 // NAM: what interest leaves of the payment
	levelUntilRepaid             // ANN: the same, until nothing is left
)

func ruleOf(t ContractType) rule {
	switch t {
	case LAM:
		return levelPrincipal
	case NAM:
		return levelPayment
	case ANN:
		return levelUntilRepaid
	}
	return agreedAmount
}

// interest runs interest payments and capitalisations.
func (t *track) interest(a *amounts, r *run, c *contract, s *balance) {
	for i := r.from; i < r.to; i++ {
		w := &a.rows[i]
		s.accrued += interest(t.y[i], s.rate, s.base)
		w.principal, w.interest = 0, 0
		if r.kind == ofIP {
			w.interest = float64(s.interestScale * s.accrued)
		} else {
			s.notional += s.accrued
			if c.capitalisesBase {
				s.base = s.notional
			}
		}
		s.accrued = 0
		w.notional, w.accrued, w.base = s.notional, 0, s.base
	}
}

// single runs a step of its own kind.
func (t *track) single(a *amounts, r *run, c *contract, s *balance, seen sight) bool {
	i, done := r.from, true
	w := &a.rows[i]
	w.principal, w.interest = 0, 0
	if r.kind == ofIED {
		w.principal = c.premium
		s.notional, s.rate, s.base, s.accrued = c.notional, c.rate, c.base, c.accrued
	} else {
		s.accrued += interest(t.y[i], s.rate, s.base)
	}
	switch r.kind {
	case ofMD:
		w.principal, w.interest = float64(s.notionalScale*s.notional), float64(s.interestScale*s.accrued)
		if !(math.Abs(s.notional)+math.Abs(s.accrued) < most) {
			done = a.fail(failure{cause: tooMuch, day: t.event[i], typ: MD})
		}
		s.notional, s.accrued, s.base = 0, 0, 0
	case ofRRF:
		s.rate = r.value
	case ofRR:
		if done = a.resetRate(c, s, seen, t.calc[i], r.value); a.failed.cause == badRate {
			a.failed.day = t.event[i]
		}
	case ofPRF:
		s.payment = s.notional
		if r.next >= 0 {
			s.payment = annuity(s.notional, s.accrued, s.rate, r.value, t.between[r.next:])
		}
	case ofSC:
		done = a.rescale(c, s, seen, t.calc[i])
	case ofIPCB:
		s.base = s.notional
	}
	w.notional, w.accrued, w.base = s.notional, s.accrued, s.base
	return done
}

// resetRate takes the rate anew from the index.
func (a *amounts) resetRate(c *contract, s *balance, seen sight, d int32, spread float64) bool {
	if c.fixing.N > 0 {
		before, err := day.Cycle{Every: c.fixing}.Nth(day.Date(d), -1, day.SD)
		if err != nil {
			return a.fail(failure{cause: unseenRate, day: d})
		}
		d = int32(before)
	}
	index, ok := seen.rate.at(d)
	if !ok {
		return a.fail(failure{cause: unseenRate, day: d})
	}
	s.rate = c.limits.hold(s.rate, float64(index*c.multiplier)+spread)
	if !(s.rate > -1) || s.rate > maxRate {
		return a.fail(failure{cause: badRate, day: d, value: s.rate})
	}
	return true
}

// rescale takes the multipliers of scaling anew from the index.
func (a *amounts) rescale(c *contract, s *balance, seen sight, d int32) bool {
	index, ok := seen.scale.at(d)
	if !ok {
		return a.fail(failure{cause: unseenScale, day: d})
	}
	m := index / c.scaleAtDeal
	if !(math.Abs(m) < most) {
		return a.fail(failure{cause: tooMuch, day: d, typ: SC})
	}
	if c.scalesNotional {
		s.notionalScale = m
	}
	if c.scalesInterest {
		s.interestScale = m
	}
	return true
}

// fail keeps why a walk cannot go on.
func (a *amounts) fail(f failure) bool {
	a.failed = f
	return false
}
