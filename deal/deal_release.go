package deal

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
)

// Order is the permission to hand the deal's units over. Release is the only function that makes one: its fields are
// private, it has no constructor, decoder or setter, and its zero value is not Valid. Whoever takes an Order as an
// argument, above all the store that writes it, must refuse one that is not Valid; a row read back is history and is
// never turned into an Order again. A test walks the sources of the house and fails when any other code makes one.
type Order struct {
	seal   *seal
	deal   string
	by     string
	at     day.Instant
	on     day.Date
	units  []string
	answer Answer
	cover  guarantee.Result
}

// seal marks an Order that went through the gate. It has a size, so that its address is its own.
type seal struct{ _ byte }

var gate = new(seal)

// Valid reports whether the order came from the gate.
func (o Order) Valid() bool { return o.seal == gate }

// Deal is the id of the deal that may be handed over.
func (o Order) Deal() string { return o.deal }

// By is the login that asked for the release.
func (o Order) By() string { return o.by }

// At is the moment of the release.
func (o Order) At() day.Instant { return o.at }

// On is the business day of the release, for which the gate answered.
func (o Order) On() day.Date { return o.on }

// Units are the ids of the units that may leave.
func (o Order) Units() []string { return slices.Clone(o.units) }

// Answer is what the gate said, to be kept with the order.
func (o Order) Answer() Answer { return o.answer.clone() }

// Cover is the cover day by day for which the gate answered, to be kept with the order.
func (o Order) Cover() guarantee.Result { return cloneCover(o.cover) }

func cloneCover(r guarantee.Result) guarantee.Result {
	r.Steps, r.Gaps = slices.Clone(r.Steps), slices.Clone(r.Gaps)
	return r
}

// clone keeps what the gate said apart from what callers do with their copy.
func (a Answer) clone() Answer {
	a.Conditions = slices.Clone(a.Conditions)
	for n := range a.Conditions {
		a.Conditions[n].Open = slices.Clone(a.Conditions[n].Open)
	}
	return a
}

// Release asks the gate and, when nothing is open, makes the order. by is a login; at is the moment, which must fall on
// the business day of the facts, a time zone apart at most.
//
// Errors: Invalid without a login or with facts of another day; Refused with the answer's reasons as faults, one each,
// under the name of its condition. The answer is complete in every case, so that a refusal can be recorded and shown.
func Release(f Facts, by string, at day.Instant) (Order, Answer, error) {
	a := Ask(f)
	if by == "" {
		return Order{}, a, errs.New(errs.Invalid, "a release needs the person who asks for it").At(f.Deal)
	}
	if days := at.Date().Sub(f.Today); days < -1 || days > 1 {
		return Order{}, a, errs.New(errs.Invalid, "the facts are of {day}, not of today", "day", f.Today).At(f.Deal).
			Because("read the deal again and repeat")
	}
	if !a.May {
		return Order{}, a, a.Refusal().In("deal.release")
	}
	units := make([]string, len(f.Units))
	for n, u := range f.Units {
		units[n] = u.ID
	}
	return Order{seal: gate, deal: f.Deal, by: by, at: at, on: f.Today, units: units, answer: a.clone(), cover: cloneCover(f.Cover)}, a, nil
}

// Refusal is the answer as an error, with every reason and the first way out. It is made of an answer that has open conditions.
func (a Answer) Refusal() *errs.Error {
	e := errs.New(errs.Refused, "It may not leave: {n} of {all} conditions are open.", "n", len(a.Open()), "all", len(a.Conditions)).At(a.Deal)
	for _, c := range a.Open() {
		for _, r := range c.Open {
			e.Faults = append(e.Faults, errs.Fault{Field: string(c.Name), Text: r.Text, Hint: r.Hint})
		}
	}
	if len(e.Faults) > 0 {
		e.Hint = e.Faults[0].Hint
	}
	return e
}
