package guarantee

import (
	"math/big"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Fee is the commission of a guarantor from a day on, until another one is agreed.
type Fee struct {
	From    day.Date     `json:"from,omitzero"` // none = the first day of the promise
	Rate    money.Rate   `json:"rate"`          // a year
	Basis   string       `json:"basis"`         // face, available, pledged
	Count   string       `json:"count"`         // day count, as day.Count writes it
	Every   string       `json:"every"`         // period, as day.Period writes it
	Advance bool         `json:"advance,omitempty"`
	Minimum money.Amount `json:"minimum,omitzero"` // a period
	Payer   string       `json:"payer"`
}

// The bases of a fee.
const (
	FeeOnFace      = "face"      // the amount as issued and amended
	FeeOnAvailable = "available" // what may still be demanded: face less paid and reduced
	FeeOnPledged   = "pledged"   // what deals may take of it
)

// The payers of a fee.
const (
	FeeOfHouse     = "house"     // a cost of the house: accrued and posted
	FeeOfApplicant = "applicant" // between applicant and guarantor: shown, never posted
)

// Check says everything that is wrong with the terms of a fee at once, for a promise in the currency.
//
// Errors: Invalid with one fault a field.
func (f Fee) Check(currency money.Currency) error {
	var faults errs.Faults
	if f.Rate.Fraction() < 0 || f.Rate.Fraction() > 1 {
		faults.Add("rate", "the rate of a commission lies between 0 and 100 %").Because("write percent with a point, like 7.25")
	}
	if f.Rate.IsZero() && f.Minimum.Minor == 0 {
		faults.Add("rate", "a commission needs a rate or a minimum")
	}
	faults.Take("basis", known(f.Basis, []string{FeeOnFace, FeeOnAvailable, FeeOnPledged}))
	faults.Take("payer", known(f.Payer, []string{FeeOfHouse, FeeOfApplicant}))
	if count, err := day.ParseCount(f.Count); err != nil {
		faults.Take("count", err)
	} else if count.Basis() == 0 || count == day.BUS252 {
		faults.Add("count", "a commission is counted in years of a fixed length").Because("choose A360, A365 or 30E360")
	}
	if p, err := day.ParsePeriod(f.Every); err != nil {
		faults.Take("every", err)
	} else if p.IsZero() {
		faults.Add("every", "a commission needs its period").Because("write it like {example}", "example", "P3M")
	}
	if f.Minimum.Minor < 0 || f.Minimum.Minor > money.MaxMinor {
		faults.Add("minimum", "{amount} is below zero", "amount", f.Minimum)
	} else if f.Minimum.Minor > 0 && f.Minimum.Currency != currency {
		faults.Add("minimum", "{amount} is not in the currency of the guarantee", "amount", f.Minimum)
	}
	return faults.Err()
}

// FeePayer is who pays the commission: the house, when it ever did, otherwise the applicant; "" when none was agreed.
func (s State) FeePayer() string {
	payer := ""
	for _, f := range s.Fees {
		if payer != FeeOfHouse {
			payer = f.Payer
		}
	}
	return payer
}

// FeePeriod is one period of a fee: from its first to its last day.
type FeePeriod struct {
	Payer  string       `json:"payer"`
	From   day.Date     `json:"from"`
	To     day.Date     `json:"to"`
	DueOn  day.Date     `json:"due_on"`
	Basis  money.Amount `json:"basis"` // on its first day
	Amount money.Amount `json:"amount"`
	Least  bool         `json:"least,omitempty"` // the minimum was more than the rate gives
}

// Cost is what a promise has cost up to a day.
type Cost struct {
	Periods []FeePeriod  `json:"periods"` // those that have begun
	Accrued money.Amount `json:"accrued"` // cost of the days so far, as far as the house pays it
	Due     money.Amount `json:"due"`     // what the guarantor may ask the house for so far
}

// maxFeePeriods bounds the periods of one fee: a century of weeks.
const maxFeePeriods = 5300

// FeeUpTo computes the fee of a promise from its events, up to and including a day. The rate is taken on the basis of each day; in
// advance, on the basis of the first day of each period, and nothing comes back when the promise ends early. The minimum of a period that
// the promise does not outlive is asked in full. Each period is rounded once, half to even; what accrues within one is rounded down.
//
// Errors: Internal when the events are not whole; TooLarge for more than a century of weeks.
func FeeUpTo(id string, events []Event, upTo day.Date) (Cost, error) {
	s, changes, err := feeBases(id, events)
	if err != nil {
		return Cost{}, err
	}
	c := Cost{Accrued: s.amount(0), Due: s.amount(0)}
	for n, fee := range s.Fees {
		f := feeWalk{fee: fee, last: upTo, stated: s.ExpiresOn, starts: max(s.starts(), fee.From)}
		f.count, _ = day.ParseCount(fee.Count)
		f.basis = changes[fee.Basis]
		if s.EndedOn != 0 {
			f.last = min(upTo, s.EndedOn)
		}
		if n+1 < len(s.Fees) { // another one was agreed
			f.last = min(f.last, s.Fees[n+1].From.Add(-1))
			if f.stated == 0 || f.stated >= s.Fees[n+1].From {
				f.stated = s.Fees[n+1].From.Add(-1)
			}
		}
		if err := f.walk(&c, upTo); err != nil {
			return c, errs.As(err).At(id)
		}
	}
	return c, nil
}

// walk adds the periods of one fee to a cost.
func (f feeWalk) walk(c *Cost, upTo day.Date) error {
	every, err := day.ParsePeriod(f.fee.Every)
	if err != nil {
		return err
	}
	cycle := day.Cycle{Every: every}
	for k := range maxFeePeriods {
		from, err := cycle.Nth(f.starts, k, day.SD)
		if err != nil {
			return err
		}
		if from > f.last || f.stated != 0 && from > f.stated {
			return nil
		}
		next, err := cycle.Nth(f.starts, k+1, day.SD)
		if err != nil {
			return err
		}
		p, accrued, due := f.period(from, next.Add(-1), upTo)
		p.Basis.Currency, p.Amount.Currency = c.Due.Currency, c.Due.Currency
		c.Periods = append(c.Periods, p)
		if f.fee.Payer == FeeOfHouse {
			c.Accrued.Minor += accrued
			c.Due.Minor += due
		}
	}
	return errs.New(errs.TooLarge, "the commission has more than {most} periods", "most", maxFeePeriods).Because("take a longer period")
}

// feeBases replays the events and tells for each basis on which day it changed by how much.
func feeBases(id string, events []Event) (State, map[string][]basisStep, error) {
	changes := map[string][]basisStep{}
	s := State{Instrument: Instrument{ID: id}}
	for _, e := range events {
		if e.Seq != s.Seq+1 {
			return s, nil, errs.New(errs.Internal, "event {n} follows event {last}", "n", e.Seq, "last", s.Seq).At(id)
		}
		was := s
		s = s.after(e)
		on := e.On
		if e.Seq == 1 {
			on = s.starts() // known later than it began
		}
		for _, basis := range []string{FeeOnFace, FeeOnAvailable, FeeOnPledged} {
			if moved := s.feeBasis(basis) - was.feeBasis(basis); moved != 0 {
				changes[basis] = append(changes[basis], basisStep{on, moved})
			}
		}
	}
	return s, changes, nil
}

type basisStep struct {
	on    day.Date
	moved int64
}

func (s State) feeBasis(basis string) int64 {
	switch basis {
	case FeeOnAvailable:
		return max(0, s.Face.Minor-s.Paid.Minor-s.Reduced.Minor)
	case FeeOnPledged:
		sum := int64(0)
		for _, a := range s.Allocations {
			sum += a.Amount.Minor
		}
		return min(sum, s.Face.Minor)
	}
	return s.Face.Minor
}

// feeWalk computes the periods of one fee.
type feeWalk struct {
	fee    Fee
	count  day.Count
	basis  []basisStep
	starts day.Date // first day of its first period
	last   day.Date // last day that costs anything
	stated day.Date // stated expiry, none when the text has none
}

// period computes one period: its amount, what of it has accrued and what is due up to a day.
func (f feeWalk) period(from, to, upTo day.Date) (p FeePeriod, accrued, due int64) {
	if f.stated != 0 {
		to = min(to, f.stated)
	}
	p = FeePeriod{Payer: f.fee.Payer, From: from, To: to, DueOn: to, Basis: money.Amount{Minor: f.on(from)}}
	if f.fee.Advance {
		p.DueOn = from
		p.Amount.Minor, p.Least = f.least(round(f.between(from, to, p.Basis.Minor, true)))
		accrued, due = p.Amount.Minor, p.Amount.Minor
		if passed := int64(min(upTo, to).Sub(from)) + 1; f.last >= upTo && upTo < to { // still running
			accrued = mulDiv(p.Amount.Minor, passed, int64(to.Sub(from))+1)
		}
		return p, accrued, due
	}
	end := min(to, max(f.last, from))
	sum := f.between(from, end, 0, false)
	if end == to || f.last < upTo { // over: by its time, or because the promise ended
		p.To, p.DueOn = end, end
		p.Amount.Minor, p.Least = f.least(round(sum))
		return p, p.Amount.Minor, p.Amount.Minor
	}
	p.Amount.Minor = floor(sum)
	if share := mulDiv(f.fee.Minimum.Minor, int64(end.Sub(from))+1, int64(to.Sub(from))+1); share > p.Amount.Minor {
		p.Amount.Minor, p.Least = share, true
	}
	return p, p.Amount.Minor, 0
}

func (f feeWalk) least(minor int64) (int64, bool) {
	if f.fee.Minimum.Minor > minor {
		return f.fee.Minimum.Minor, true
	}
	return minor, false
}

// on is the basis of a day.
func (f feeWalk) on(d day.Date) (sum int64) {
	for _, s := range f.basis {
		if s.on <= d {
			sum += s.moved
		}
	}
	return max(0, sum)
}

// between is the fee from one day to another, both included: on a fixed basis, or on that of each day.
func (f feeWalk) between(from, to day.Date, fixed int64, still bool) *big.Rat {
	sum := new(big.Rat)
	add := func(a, b day.Date, basis int64) { // a included, b not
		days, _ := f.count.Days(a, b)
		part := big.NewRat(int64(days), int64(f.count.Basis()))
		part.Mul(part, big.NewRat(f.fee.Rate.Ratio()))
		sum.Add(sum, part.Mul(part, new(big.Rat).SetInt64(basis)))
	}
	if still {
		add(from, to.Add(1), fixed)
		return sum
	}
	for a := from; a <= to; {
		b := to.Add(1)
		for _, s := range f.basis {
			if s.on > a {
				b = min(b, s.on)
			}
		}
		add(a, b, f.on(a))
		a = b
	}
	return sum
}

// round rounds a fraction that is not negative half to even.
func round(r *big.Rat) int64 {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	q, rest := new(big.Int).QuoRem(twice.Add(twice, r.Denom()), new(big.Int).Mul(r.Denom(), big.NewInt(2)), new(big.Int))
	if rest.Sign() == 0 && q.Bit(0) == 1 { // exactly half: the even one
		q.Sub(q, big.NewInt(1))
	}
	if !q.IsInt64() || q.Int64() > money.MaxMinor {
		return money.MaxMinor
	}
	return q.Int64()
}
