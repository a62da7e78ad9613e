package actus

import (
	"slices"

	"kontor/day"
)

// work is what a projection writes on; used again, it is large enough.
type work struct {
	redemptions, interests, capital, resets, scaling, bases dates
	exchange, fixing, maturity                              dates
	repay                                                   dates // the redemption dates that an annuity is solved for
	solvedFor                                               *dates
	parts, rates                                            []segment
	apart                                                   []float64 // year fractions between them, where the track does not have them
	payments, interest                                      head
	others                                                  [8]head
	count                                                   int // of others
	track
	amounts
}

// build makes the track of a contract. Errors: those of the business day convention.
func (w *work) build(c *contract) error {
	w.count, w.payments.next, w.interest.next = 0, never, never
	from := max(c.status, c.start)
	if c.start >= c.status {
		w.one(&w.exchange, c, c.start)
		w.push(ofIED, &w.exchange, from, nil)
	}
	if err := w.addPayments(c, from); err != nil {
		return err
	}
	if err := w.addResets(c, from); err != nil {
		return err
	}
	if err := w.addRest(c, from); err != nil {
		return err
	}
	w.merge(&w.payments, &w.interest, w.others[:w.count], c.plan)
	counter := c.counter()
	w.track.count(&counter, c.status)
	w.solvesBefore = false
	if c.solves {
		w.solveFrom(c, &counter)
	}
	return nil
}

// one makes a schedule of a single day that stays where it is.
func (w *work) one(l *dates, c *contract, d int32) {
	l.reset()
	l.add(c.plan.count, d)
	l.fix()
}

// push puts a schedule among the others, from a day on.
func (w *work) push(kind pace, l *dates, from int32, segments []segment) {
	h := &w.others[w.count]
	if h.set(kind, l, len(l.calc), from, segments); h.next != never {
		w.count++
	}
}

// addPayments lists the dates of redemption and interest. Where they are the same dates they are computed once.
func (w *work) addPayments(c *contract, from int32) error {
	w.redemptions.reset()
	w.interests.reset()
	if n, ok := w.samePayments(c); ok {
		w.interests.fix()
		w.payments.set(ofPR, &w.interests, n, from, nil)
		w.interest.set(ofIP, &w.interests, n+1, from, nil)
		w.solvedFor = &w.interests
		return nil
	}
	if err := w.addRedemptions(c, from); err != nil {
		return err
	}
	return w.addInterest(c, from)
}

// samePayments lists the interest dates and says how many of them are redemptions too, when those are all that there are.
func (w *work) samePayments(c *contract) (int, bool) {
	same := c.atRedemptions || !c.fromExchange && c.paysInterest && c.interestFrom == c.redemptionFrom && c.plan.interest == c.principal
	if !same || c.moves || c.capitalises || c.dimension != 0 || c.kind == PAM || c.kind == LAX {
		return 0, false
	}
	w.redeemUntil(&w.interests, c, c.end, true)
	n := len(w.interests.calc) - 1
	return n, n > 1 // with fewer the rule for a long stub may drop of one list what it leaves in the other
}

func (w *work) addRedemptions(c *contract, from int32) error {
	l := &w.redemptions
	l.reset()
	w.parts = w.parts[:0]
	switch {
	case c.kind == LAX:
		w.parts = stretches(l, c, c.detail.redemptions, w.parts)
	case c.kind != PAM:
		w.redeemUntil(l, c, c.end, false)
	}
	if err := l.shift(c.plan, c.end, c.end); err != nil {
		return err
	}
	if c.kind == LAX {
		w.payments.set(ofPR, l, len(l.calc), from, w.parts)
	} else {
		w.payments.set(ofPR, l, len(l.calc), from, nil)
	}
	if !c.solves {
		return nil
	}
	w.repay.reset()
	w.solvedFor = &w.repay
	end := c.dimension
	if end == 0 {
		end = c.end
	}
	w.redeemUntil(&w.repay, c, end, true)
	return w.repay.shift(c.plan, c.end, end)
}

// redeemUntil lists the dates of redemption to an end.
func (w *work) redeemUntil(l *dates, c *contract, end int32, withEnd bool) {
	anchor := c.redemptionFrom
	if c.fromExchange {
		anchor = c.start
	}
	l.fill(c.plan, anchor, c.principal, end, withEnd)
	if c.fromExchange && len(l.calc) > 0 && l.calc[0] == c.start {
		l.calc, l.serial = append(l.calc[:0], l.calc[1:]...), append(l.serial[:0], l.serial[1:]...)
	}
}

// stretches lists the dates of the segments of LAX, each from its anchor to the next.
func stretches(l *dates, c *contract, list []stretch, parts []segment) []segment {
	for i, s := range list {
		end := c.end
		if i+1 < len(list) {
			end = min(end, list[i+1].from)
		}
		n := len(l.calc)
		l.fill(c.plan, s.from, s.cycle, end, false)
		if len(l.calc) > n {
			parts = append(parts, segment{int32(len(l.calc)), s.kind, s.value})
		}
	}
	return parts
}

func (w *work) addInterest(c *contract, from int32) error {
	l := &w.interests
	l.reset()
	switch {
	case c.atRedemptions:
		w.redeemUntil(l, c, c.end, true)
	case len(c.detail.interests) > 0:
		stretches(l, c, c.detail.interests, nil)
		l.add(c.plan.count, c.end)
	case c.paysInterest:
		l.fill(c.plan, c.interestFrom, c.interest, c.end, true)
	}
	if !c.capitalises {
		if err := l.shift(c.plan, c.end, c.end); err != nil {
			return err
		}
		w.interest.set(ofIP, l, len(l.calc), from, nil)
		return nil
	}
	n := 0
	for n < len(l.calc) && l.calc[n] <= c.capitalEnd {
		n++
	}
	k := &w.capital
	k.reset()
	k.calc, k.serial = append(k.calc, l.calc[:n]...), append(k.serial, l.serial[:n]...)
	if n == 0 || k.calc[n-1] != c.capitalEnd {
		k.add(c.plan.count, c.capitalEnd)
	}
	l.calc, l.serial = append(l.calc[:0], l.calc[n:]...), append(l.serial[:0], l.serial[n:]...)
	for _, list := range [...]*dates{l, k} {
		if err := list.shift(c.plan, c.end, c.end); err != nil {
			return err
		}
	}
	w.interest.set(ofIP, l, len(l.calc), from, nil)
	w.push(ofIPCI, k, from, nil)
	return nil
}

func (w *work) addResets(c *contract, from int32) error {
	l := &w.resets
	l.reset()
	w.rates = w.rates[:0]
	if len(c.detail.rates) > 0 {
		w.rates = stretches(l, c, c.detail.rates, w.rates)
	} else if c.resetFrom != 0 {
		l.fill(c.plan, c.resetFrom, c.reset, c.end, false)
		n := 0
		if c.known.Set {
			for n < len(l.calc) && l.calc[n] <= c.status {
				n++
			}
			if n > 0 {
				w.rates = append(w.rates, segment{int32(n), ofRR, c.spread})
			}
			if n++; n <= len(l.calc) {
				w.rates = append(w.rates, segment{int32(n), ofRRF, c.known.Value})
			}
		}
		if n < len(l.calc) {
			w.rates = append(w.rates, segment{int32(len(l.calc)), ofRR, c.spread})
		}
	}
	if err := l.shift(c.plan, c.end, c.end); err != nil {
		return err
	}
	w.push(ofRR, l, from, w.rates)
	return nil
}

// addRest adds what is rarer, and the maturity.
func (w *work) addRest(c *contract, from int32) error {
	if c.solves {
		w.fixing.reset()
		if first := w.firstFixing(c); first >= int32(day.Min) {
			w.fixing.add(c.plan.count, first)
		}
		w.fixing.fix()
		w.push(ofPRF, &w.fixing, from, nil)
		w.push(ofPRF, &w.resets, from, nil)
	}
	if c.scaleFrom != 0 {
		w.scaling.reset()
		w.scaling.fill(c.plan, c.scaleFrom, c.scale, c.end, false)
		if err := w.scaling.shift(c.plan, c.end, c.end); err != nil {
			return err
		}
		w.push(ofSC, &w.scaling, from, nil)
	}
	if c.lagAnchor != 0 || c.lag != (cycle{}) {
		w.bases.reset()
		w.lags(c)
		if err := w.bases.shift(c.plan, c.end, c.end); err != nil {
			return err
		}
		w.push(ofIPCB, &w.bases, from, nil)
	}
	w.one(&w.maturity, c, c.end)
	w.push(ofMD, &w.maturity, from, nil)
	return nil
}

// lags lists the dates on which a lagging calculation base is taken anew.
func (w *work) lags(c *contract) {
	l := &w.bases
	if c.lagAnchor != 0 {
		l.fill(c.plan, c.lagAnchor, c.lag, c.end, false)
		return
	}
	l.fill(c.plan, c.start, c.lag, c.end, false)
	if len(l.calc) > 0 && l.calc[0] == c.start {
		l.calc, l.serial = append(l.calc[:0], l.calc[1:]...), append(l.serial[:0], l.serial[1:]...)
	}
}

// firstFixing is the day before the first redemption, when its amount is solved.
func (w *work) firstFixing(c *contract) int32 {
	if !c.fromExchange {
		return c.redemptionFrom - 1
	}
	r := rollOf(c.start, day.SD)
	if c.principal.months == 0 {
		return c.start + c.principal.days - 1
	}
	d, _ := r.at(monthStarts(), r.month+c.principal.months)
	return d - 1
}

// solveFrom prepares the solutions of the annuity: the year fractions between its redemption dates, and for each solution
// the first of them behind it.
func (w *work) solveFrom(c *contract, counter *day.Counter) {
	l := w.solvedFor
	n := len(l.calc)
	if between, ok := w.lastPayments(n); ok {
		w.between = between
	} else if w.apart = slices.Grow(w.apart[:0], n)[:max(0, n-1)]; n > 1 {
		fractions(w.apart, l.calc[1:], l.serial[1:], counter, l.calc[0], l.serial[0])
		w.between = w.apart
	} else {
		w.between = w.apart
	}
	next := 0
	for i := range w.runs {
		r := &w.runs[i]
		if r.kind != ofPRF {
			continue
		}
		d := w.calc[r.from]
		for next < n && l.calc[next] <= d {
			next++
		}
		r.next = -1
		if next < n {
			r.next = int32(next)
			r.value = w.part(counter, max(d, c.start), l.calc[next], l.serial[next])
		}
	}
	before := func(l *dates) bool { return len(l.calc) > 0 && l.calc[0] < c.start }
	w.solvesBefore = c.start >= c.status && n > 0 && (before(&w.fixing) || before(&w.resets))
	if w.solvesBefore {
		w.firstPart = w.part(counter, c.start, l.calc[0], l.serial[0])
	}
}

// lastPayments finds the year fractions between n payments in the track, where it ends with nothing but them.
func (w *work) lastPayments(n int) ([]float64, bool) {
	k := len(w.runs) - 3
	if w.solvedFor != &w.interests || k < 0 || w.runs[k].kind != ofPRIP || int(w.runs[k].to-w.runs[k].from) != n-1 || w.runs[k+1].kind != ofIP {
		return nil, false
	}
	first := w.runs[k].from
	return w.y[first+1 : int(first)+n], true
}

// part is the part of a year from one day to another.
func (w *work) part(counter *day.Counter, from, to, mark int32) float64 {
	var y [1]float64
	fractions(y[:], []int32{to}, []int32{mark}, counter, from, serial(counter.Count, from))
	return y[0]
}
