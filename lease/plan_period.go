package lease

import (
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// period is what a balance bears from one point to the next, as an exact share of it. Where the rate changes or money
// is drawn inside, it has pieces.
type period struct {
	ratio
	pieces []piece
	known  int // it was made when so many rates were known
}

// piece bears on the balance plus what was drawn so far.
type piece struct {
	ratio
	drawn int64 // joins the balance as the piece begins
}

// period makes period k with the rates that are known: the first `known` ones of the plan.
func (p *plan) period(k, known int) (period, error) {
	from, to := p.days.at[k-1], p.days.at[k]
	rates := p.rates[:known]
	last := len(rates) - 1
	for last > 0 && rates[last].From > from {
		last--
	}
	cuts := p.cuts(from, to, rates[last+1:])
	if len(cuts) == 0 {
		years, err := p.days.fraction(p.counter, k, from, to)
		return period{ratio: ratioOf(rates[last].Rate).times(years), known: known}, err
	}
	out := period{known: known}
	for at := from; at < to; {
		next := to
		if i := slices.IndexFunc(cuts, func(d day.Date) bool { return d > at }); i >= 0 {
			next = cuts[i]
		}
		for last+1 < len(rates) && rates[last+1].From <= at {
			last++
		}
		years, err := p.days.fraction(p.counter, k, at, next)
		if err != nil {
			return out, err
		}
		out.pieces = append(out.pieces, piece{ratioOf(rates[last].Rate).times(years), p.drawnOn(at)})
		at = next
	}
	return out, nil
}

// cuts are the days inside a period on which something changes; a draw-down on its first day is one too.
func (p *plan) cuts(from, to day.Date, later []RateStep) []day.Date {
	var cuts []day.Date
	for _, r := range later {
		if r.From >= to {
			break
		}
		if r.From > from {
			cuts = append(cuts, r.From)
		}
	}
	for _, d := range p.Draws[p.firstDraw(max(from, p.Start+1)):] {
		if d.On >= to {
			break
		}
		cuts = append(cuts, d.On)
	}
	slices.Sort(cuts)
	return cuts
}

// firstDraw is the number of the first draw-down on a day or later; they are in order.
func (p *plan) firstDraw(on day.Date) int {
	i, _ := slices.BinarySearchFunc(p.Draws, on, func(d Draw, on day.Date) int { return int(d.On) - int(on) })
	return i
}

// drawnOn is what joins the balance on a day after the start.
func (p *plan) drawnOn(on day.Date) (minor int64) {
	for _, d := range p.Draws[p.firstDraw(max(on, p.Start+1)):] {
		if d.On != on {
			break
		}
		minor += d.Amount.Minor
	}
	return minor
}

// accrue gives the interest of period k on a balance, rounded once, and the balance with what was drawn.
func (p *plan) accrue(balance int64, k int) (interest, after int64, err error) {
	base := balance
	if p.Method == Flat {
		base = p.financed
	}
	now := &p.periods[k]
	if len(now.pieces) == 0 {
		interest, err = p.share(base, now.num, now.den)
		return interest, balance, err
	}
	sum := new(big.Rat)
	for _, piece := range now.pieces {
		base, balance, p.undrawn = base+piece.drawn, balance+piece.drawn, p.undrawn-piece.drawn
		addShare(sum, base, piece.ratio)
	}
	interest, err = roundRat(sum, p.Rounding)
	return interest, balance, err
}

// learn takes in the rates that begin up to a point. It tells whether there were any.
func (p *plan) learn(point int, inAdvance bool) (changed bool) {
	for p.known < len(p.rates) {
		from := p.rates[p.known].From
		if from > p.days.at[point] || from == p.days.at[point] && !inAdvance {
			break
		}
		changed = true
		p.known++
	}
	return changed
}

// refresh makes the periods from first to last anew that were made when fewer rates were known.
func (p *plan) refresh(first, last int) (err error) {
	for k := max(first, 1); k <= last && err == nil; k++ {
		if p.periods[k].known != p.known {
			p.periods[k], err = p.period(k, p.known)
		}
	}
	if err != nil {
		return errs.As(err)
	}
	return nil
}
