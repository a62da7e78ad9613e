package actus

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"kontor/day"
	"kontor/errs"
)

// Observations are what the world showed: values of indices and prices, things that happened to contracts, and the
// holidays that were proclaimed. The zero value has seen nothing.
type Observations struct {
	Events    []ObservedEvent
	Calendars map[string]*day.Calendar // by the name that terms give in `calendar`; NC and MF need none

	series map[string][]Point
}

// Point is a value from a moment on.
type Point struct {
	Time  Moment  `json:"timestamp"`
	Value float64 `json:"value"`
}

// ObservedEvent is something that happened to a contract: a prepayment (PP, the amount is the value), a call (XD), a
// credit event (CE with its performance), a day of analysis (AD).
type ObservedEvent struct {
	Time        Moment
	Type        EventType
	Value       float64
	Contract    string // its contractID; empty means the contract that is projected
	Performance Performance
}

// Observe adds values of the market object with a code; they need not be in order. Of two values of one moment the
// later given holds. Errors: Invalid for a value that is no number or without a moment.
func (o *Observations) Observe(code string, points ...Point) error {
	for _, p := range points {
		if p.Time < At(day.Min) || p.Time > AtEnd(day.Max) || math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			return errs.New(errs.Invalid, "an observed value of {code} needs a date and a number", "code", code).
				Because("leave out what was not observed")
		}
	}
	list := append(slices.Clone(o.series[code]), points...)
	slices.SortStableFunc(list, func(a, b Point) int { return cmp.Compare(a.Time, b.Time) })
	if o.series == nil {
		o.series = map[string][]Point{}
	}
	o.series[code] = list
	return nil
}

// Last is the last value observed at or before a moment; false when there is none.
func (o *Observations) Last(code string, at Moment) (float64, bool) {
	list := o.series[code]
	n := sort.Search(len(list), func(i int) bool { return list[i].Time > at })
	if n == 0 {
		return 0, false
	}
	return list[n-1].Value, true
}

// first is the first value that was ever observed.
func (o *Observations) first(code string) (float64, bool) {
	if list := o.series[code]; len(list) > 0 {
		return list[0].Value, true
	}
	return 0, false
}

// check refuses observed events that say nothing.
func (o *Observations) check() error {
	var faults errs.Faults
	for i, e := range o.Events {
		at := indexed("eventsObserved", i)
		switch {
		case e.Time < At(day.Min) || e.Time > AtEnd(day.Max):
			faults.Add(at+".time", "an observed event needs a date")
		case math.IsNaN(e.Value) || math.IsInf(e.Value, 0):
			faults.Add(at+".value", "the value of an observed event is no number")
		case !permits(e.Type, string(e.Type)) || e.Type == "":
			notOneOf(&faults, at+".type", string(e.Type), e.Type)
		}
	}
	return faults.Err()
}
