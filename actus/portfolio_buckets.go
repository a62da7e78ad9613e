package actus

import (
	"fmt"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Flow is what is paid within a bucket of time.
type Flow struct {
	Principal float64 // initial exchange, redemption, draw-down, maturity
	Interest  float64
	Other     float64 // fees, penalties, prices, settlements
}

func (f *Flow) add(g Flow) {
	f.Principal += g.Principal
	f.Interest += g.Interest
	f.Other += g.Other
}

// Buckets gather payoffs by time and currency. The i-th bucket of a currency holds what is paid before Bounds[i] and not
// before Bounds[i-1]; the first holds all that is before the first bound, and one more all from the last bound on.
type Buckets struct {
	Bounds []day.Date // rising

	currencies []string
	flows      []Flow // len(Bounds)+1 for each currency
}

// Monthly are buckets for n months from the one in which a day lies.
func Monthly(from day.Date, n int) *Buckets {
	first := from.Add(1 - from.Day())
	b := &Buckets{Bounds: make([]day.Date, n+1)}
	for i := range b.Bounds {
		b.Bounds[i] = first.AddMonths(i)
	}
	return b
}

// Currencies are those in which something may be paid, in the order in which the book met them.
func (b *Buckets) Currencies() []string { return b.currencies }

// In are the buckets of a currency, nil when there is none.
func (b *Buckets) In(currency string) []Flow {
	i := slices.Index(b.currencies, currency)
	if i < 0 {
		return nil
	}
	width := len(b.Bounds) + 1
	return b.flows[i*width : (i+1)*width : (i+1)*width]
}

// clear empties the buckets and makes room for the currencies.
func (b *Buckets) clear(currencies []string) {
	b.currencies = append(b.currencies[:0], currencies...)
	n := len(currencies) * (len(b.Bounds) + 1)
	b.flows = slices.Grow(b.flows[:0], n)[:n]
	clear(b.flows)
}

// maxBucketDays is the longest time over which buckets may reach: 400 years.
const maxBucketDays = 146_097

// bucketIndex finds the bucket of a day by a table, because a search for each of a hundred million payments is what folding
// would spend its time on.
type bucketIndex struct {
	from  int32
	table []uint16
	last  uint16
}

func (b *Buckets) index() (*bucketIndex, error) {
	bounds := b.Bounds
	if len(bounds) == 0 || !slices.IsSorted(bounds) || bounds[0] < day.Min || len(bounds) > 1<<16-2 || bounds[len(bounds)-1].Sub(bounds[0]) > maxBucketDays {
		return nil, errs.New(errs.Invalid, "buckets need rising bounds within 400 years").Because("give the first day of every bucket, and the day after the last")
	}
	x := &bucketIndex{from: int32(bounds[0]), table: make([]uint16, bounds[len(bounds)-1]-bounds[0]), last: uint16(len(bounds))}
	for i := 1; i < len(bounds); i++ {
		for d := bounds[i-1]; d < bounds[i]; d++ {
			x.table[d-bounds[0]] = uint16(i)
		}
	}
	return x, nil
}

func (x *bucketIndex) of(d int32) uint16 {
	n := d - x.from
	switch {
	case uint32(n) < uint32(len(x.table)):
		return x.table[n]
	case n < 0:
		return 0
	}
	return x.last
}

// fold adds the payoffs of a track.
func (x *bucketIndex) fold(t *track, a *amounts, flows []Flow) {
	for k := range t.runs {
		r := &t.runs[k]
		if !r.kind.pays() {
			continue
		}
		days := t.event[r.from:r.to]
		rows := a.rows[r.from:r.to][:len(days)]
		for i, d := range days {
			f := &flows[x.of(d)]
			f.Principal += rows[i].principal
			f.Interest += rows[i].interest
		}
	}
}

// foldPlain adds the payoffs of plain events to the flows of all currencies. What the maturity of a loan pays beyond
// the principal that stood before it is interest.
func (x *bucketIndex) foldPlain(t *Terms, events []Event, currencies []string, flows []Flow) error {
	width := int(x.last) + 1
	loan := slices.Contains([]ContractType{PAM, LAM, NAM, ANN, LAX, CLM, UMP}, t.ContractType)
	notional, scale := t.ContractRole.sign()*t.NotionalPrincipal.Value, t.openingScale()
	for i := range events {
		e := &events[i]
		k := slices.Index(currencies, e.Currency)
		if k < 0 {
			return errs.Wrap("actus.fold", fmt.Errorf("the book does not know the currency %q", e.Currency))
		}
		f := &flows[k*width+int(x.of(int32(e.Time.Date())))]
		switch e.Type {
		case IED, PR, PI, PP:
			f.Principal += e.Payoff
		case IP, IPFX, IPFL:
			f.Interest += e.Payoff
		case MD:
			principal := e.Payoff
			if loan {
				principal = float64(scale * notional)
			}
			f.Principal += principal
			f.Interest += e.Payoff - principal
		default:
			f.Other += e.Payoff
		}
		notional, scale = e.State.NotionalPrincipal, e.State.NotionalScalingMultiplier
	}
	return nil
}

// sameBounds wants buckets for every scenario, all alike.
func sameBounds(scenarios []*Observations, into []*Buckets) error {
	alike := len(scenarios) == len(into)
	for _, b := range into {
		alike = alike && slices.Equal(b.Bounds, into[0].Bounds)
	}
	if !alike {
		return errs.New(errs.Invalid, "every scenario needs buckets of its own with the same bounds")
	}
	return nil
}
