package lease

import (
	"math/big"
	"slices"

	"kontor/errs"
)

// slotKind is what a due day asks for.
type slotKind uint8

const (
	levelSlot    slotKind = iota // the level rental times a weight
	fixedSlot                    // an amount
	interestSlot                 // the interest
	skipSlot                     // nothing
)

// slot is one due day of a plan.
type slot struct {
	kind     slotKind
	weight   *big.Float // nil = 1
	fixed    int64
	deferred bool // its interest is due with that of the next slot
}

// precision is in how many bits a level rental is solved.
const precision = 256

func from(x int64) *big.Float { return new(big.Float).SetPrec(precision).SetInt64(x) }

// grown is 1 + a percentage.
func grown(r ratio) *big.Float {
	x := from(r.den + r.num)
	return x.Quo(x, from(r.den))
}

// shaped reports whether rentals differ by agreement, so that one of them may be less than its interest.
func (t Terms) shaped() bool {
	return len(t.Shape) > 0 || len(t.SkipMonths) > 0 || t.Step.Every > 0 || t.Grace.Capitalised > 0 || len(t.Draws) > 0 ||
		t.Floating.Index != "" || len(t.RateSteps) > 0 || t.DimensionOver > 0
}

func (t Terms) shapeCount() (n int) {
	for _, r := range t.Shape {
		n += max(0, min(r.Count, MaxCount+1))
	}
	return min(n, MaxCount+1)
}

// layOutSlots makes the slots and tells how many periods there are and how long each is in months.
func (p *plan) layOutSlots() (count int, months []int) {
	count = max(p.Count, p.DimensionOver)
	if p.AfterReset == NewTerm {
		count = p.mostCount()
	}
	p.slots = make([]slot, count)
	long := p.Terms
	long.Count = count
	months = long.everyMonths()
	p.applyShape()
	if p.Method == Bullet {
		for j := range p.slots {
			p.slots[j].kind = interestSlot
		}
	}
	if p.Step.Every > 0 {
		weight, step := from(1), grown(ratioOf(p.Step.Percent))
		for j := p.Step.Every; j < count; j++ {
			if j%p.Step.Every == 0 {
				weight = new(big.Float).SetPrec(precision).Mul(weight, step)
			}
			p.slots[j].weight = weight
		}
	}
	g := p.Grace
	for j := range min(g.Capitalised, count) {
		p.slots[j].kind = skipSlot
	}
	for j := g.Capitalised; j < min(g.Capitalised+g.Principal, count); j++ {
		p.slots[j].kind = interestSlot
	}
	for j := range min(g.Interest, count) {
		p.slots[j].deferred = true
	}
	return count, months
}

// mostCount is how many rentals there may be before the calendar or the house ends.
func (t Terms) mostCount() int {
	return max(t.Count, min(MaxCount, (9997-t.Start.Year())*12/max(t.EveryMonths, 1)))
}

func (p *plan) applyShape() {
	j, weight := 0, (*big.Float)(nil)
	for _, r := range p.Shape {
		s := slot{}
		switch r.Kind {
		case FixedRentals:
			s.kind, s.fixed = fixedSlot, r.Amount.Minor
		case PercentRentals:
			x := ratioOf(r.Percent)
			s.kind = fixedSlot
			s.fixed, _ = p.share(p.financed, x.num, x.den) // the percentage is checked to be at most 100
		case FactorRentals:
			x := ratioOf(r.Percent)
			weight = new(big.Float).SetPrec(precision).Quo(from(x.num), from(x.den))
			s.weight = weight
		case StepRentals:
			if weight == nil {
				weight = from(1)
			}
			weight = new(big.Float).SetPrec(precision).Mul(weight, grown(ratioOf(r.Percent)))
			s.weight = weight
		case SkippedRentals:
			s.kind = skipSlot
		case InterestOnly:
			s.kind = interestSlot
		default:
			weight = nil
		}
		for range r.Count {
			p.slots[j] = s
			j++
		}
	}
}

// skipMonths empties the slots whose day is in a month without a rental.
func (p *plan) skipMonths() {
	if len(p.SkipMonths) == 0 {
		return
	}
	for j := range p.slots {
		if slices.Contains(p.SkipMonths, p.days.at[p.duePoint(j)].Month()) {
			p.slots[j] = slot{kind: skipSlot}
		}
	}
}

// findLast finds the slot that takes what is left. None does where the rental is dimensioned over a longer term or the
// term is open.
func (p *plan) findLast() error {
	p.last = len(p.slots)
	for j := p.Count - 1; j >= 0; j-- {
		if p.slots[j].kind == skipSlot {
			continue
		}
		if p.DimensionOver == 0 && !p.open {
			p.last = j
		}
		return nil
	}
	var f errs.Faults
	f.Add("skip_months", "no rental is left").Because("skip fewer rentals")
	return f.Err()
}

// findTarget finds the balance after the last rental: the residual, discounted over the periods until it is due (R3).
func (p *plan) findTarget() (err error) {
	if p.target = p.Residual.Minor; p.target == 0 || p.DimensionOver > 0 {
		return nil
	}
	first := p.before(min(p.last, p.Count-1)) + 1
	if err := p.refresh(first, p.Count); err != nil {
		return err
	}
	switch p.Count + 1 - first {
	case 0:
		return nil
	case 1:
		if now := p.periods[p.Count]; len(now.pieces) == 0 {
			p.target, err = p.share(p.target, now.den, now.den+now.num)
			return err
		}
	}
	x := from(p.target)
	for k := first; k <= p.Count; k++ {
		x.Quo(x, p.growth(k))
	}
	p.target, err = roundFloat(x, p.Rounding)
	return err
}

func (p *plan) drawnAtStart() int64 {
	minor := p.financed
	for _, d := range p.Draws {
		if d.On > p.Start {
			minor -= d.Amount.Minor
		}
	}
	return minor
}

// perRental is the fees with every rental.
func (p *plan) perRental() (minor int64) {
	for _, f := range p.Fees {
		if f.When == PerRental {
			minor += f.of(p.Price)
		}
	}
	return minor
}

// firstRow adds row 0 if something is paid before delivery: the advance and the fees up front.
func (p *plan) firstRow(rows []Row) []Row {
	rows = appendAdvance(rows, p.Terms)
	fee := int64(0)
	for _, f := range p.Fees {
		if f.When == UpFront {
			fee += f.of(p.Price)
		}
	}
	switch {
	case fee == 0:
	case len(rows) > 0:
		rows[0].Fee = fee
	default:
		rows = append(rows, Row{Kind: FeeRow, DueOn: p.Start, Fee: fee, Balance: p.financed})
	}
	return rows
}
