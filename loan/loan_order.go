package loan

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Timeliness is where a row stands on the day of a payment.
type Timeliness uint8

// The three times.
const (
	PastDue   Timeliness = iota // due before the day
	Due                         // due on the day
	InAdvance                   // due after it
)

// Bucket is one of the twelve that money can fall into: a time and a component.
type Bucket uint8

// BucketOf is the bucket of a time and a component.
func BucketOf(t Timeliness, c Component) Bucket { return Bucket(uint8(t)*4 + uint8(c)) }

// Time is when the bucket's rows are due.
func (b Bucket) Time() Timeliness { return Timeliness(b / 4) }

// Component is what the bucket's money is owed for.
func (b Bucket) Component() Component { return Component(b % 4) }

var (
	timeNames      = [...]string{"past_due", "due", "in_advance"}
	componentNames = [...]string{"penalty", "fee", "interest", "principal"}
)

// String is the name of the component.
func (c Component) String() string {
	if int(c) < len(componentNames) {
		return componentNames[c]
	}
	return "unknown"
}

// String is the name, like past_due_interest.
func (b Bucket) String() string {
	if int(b) >= len(timeNames)*4 {
		return "unknown"
	}
	return timeNames[b.Time()] + "_" + b.Component().String()
}

// MarshalText writes the name.
func (b Bucket) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads a name, in small letters or in capitals.
func (b *Bucket) UnmarshalText(text []byte) error {
	name := strings.ToLower(string(text))
	for i := range Bucket(len(timeNames) * 4) {
		if i.String() == name {
			*b = i
			return nil
		}
	}
	return errs.New(errs.Invalid, "{text} is no bucket", "text", string(text)).Because("write a time and a part, like past_due_interest")
}

// Order is a waterfall: in which order money meets what is owed (M1).
type Order struct {
	Buckets []Bucket `json:"buckets,omitempty"` // first to last; none: past due, due, in advance, in each penalty, fee, interest, principal
	// Vertical takes one bucket across all rows before the next bucket. Otherwise the rows of a time are taken one by one,
	// the oldest first, and inside a row the buckets in their order.
	Vertical bool `json:"vertical,omitzero"`
	// AheadByRow takes rows ahead one by one though the others are taken vertically.
	AheadByRow bool `json:"ahead_by_row,omitzero"`
	// OwnDue lets a charge that is due already be paid as due though its row is due later.
	OwnDue bool `json:"own_due,omitzero"`
}

// Of gives an order that is the same at all three times.
func Of(components ...Component) Order {
	var o Order
	for _, t := range []Timeliness{PastDue, Due, InAdvance} {
		for _, c := range components {
			o.Buckets = append(o.Buckets, BucketOf(t, c))
		}
	}
	return o
}

var houseOrder = Of(Penalty, Fee, Interest, Principal)

// buckets are the twelve in order.
func (o Order) buckets() []Bucket {
	if len(o.Buckets) == 0 {
		return houseOrder.Buckets
	}
	return o.Buckets
}

// check refuses an order in which money for what is due would never meet it. A bucket of rows ahead may be left out: what
// it holds cannot be paid before it is due.
func (o Order) check(f *errs.Faults, field string) {
	if len(o.Buckets) == 0 {
		return
	}
	var seen [12]int
	for _, b := range o.Buckets {
		if int(b) >= len(seen) {
			f.Add(field, "{text} is no bucket", "text", b.String())
			return
		}
		seen[b]++
	}
	if slices.Max(seen[:]) > 1 || slices.Min(seen[:BucketOf(InAdvance, Penalty)]) < 1 {
		f.Add(field, "an order names each bucket once").Because("only buckets of rows ahead may be left out; then they are not paid ahead")
	}
}

// FutureRule says what happens with money beyond what is due (M2).
type FutureRule string

// The rules.
const (
	Hold           FutureRule = ""                // it stays unapplied and meets what falls due next
	NextInstalment FutureRule = "next_instalment" // it meets the next row, then the one after
	LastInstalment FutureRule = "last_instalment" // it meets the last row, then the one before
	Reamortise     FutureRule = "reamortise"      // in equal parts over all open rows, each at most what is open
)

func (r FutureRule) check(f *errs.Faults, field string) {
	switch r {
	case Hold, NextInstalment, LastInstalment, Reamortise:
	default:
		f.Add(field, "{text} is no rule for money beyond what is due", "text", string(r)).Because("choose next_instalment, last_instalment or reamortise, or none to hold it")
	}
}
