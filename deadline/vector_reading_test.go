package deadline_test

import (
	"fmt"

	"kontor/day"
	"kontor/deadline"
)

// reading answers a vector: it remembers what was read of the given facts and what came out.
type reading struct {
	given   map[string]any
	read    map[string]bool
	out     map[string]any
	faults  []string
	places  map[string]deadline.Place
	profile deadline.Profile
}

func (r *reading) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// has reports whether one of the names is given with a value, and marks it as read.
func (r *reading) has(names ...string) bool {
	_, ok := r.value(names...)
	return ok
}

func (r *reading) value(names ...string) (any, bool) {
	var found any
	for _, name := range names {
		if v, ok := r.given[name]; ok {
			r.read[name] = true
			if found == nil {
				found = v
			}
		}
	}
	return found, found != nil
}

func (r *reading) text(names ...string) string {
	v, _ := r.value(names...)
	s, ok := v.(string)
	if v != nil && !ok {
		r.fault("given %v is %v, which is no text", names, v)
	}
	return s
}

func (r *reading) number(names ...string) int {
	v, _ := r.value(names...)
	f, ok := v.(float64)
	if v != nil && (!ok || f != float64(int(f))) {
		r.fault("given %v is %v, which is no whole number", names, v)
	}
	return int(f)
}

func (r *reading) flag(names ...string) bool {
	v, _ := r.value(names...)
	b, ok := v.(bool)
	if v != nil && !ok {
		r.fault("given %v is %v, which is neither true nor false", names, v)
	}
	return b
}

func (r *reading) date(names ...string) day.Date {
	s := r.text(names...)
	if s == "" {
		return 0
	}
	d, err := day.Parse(s)
	if err != nil {
		r.fault("given %v: %v", names, err)
	}
	return d
}

func (r *reading) place(names ...string) deadline.Place {
	name := r.text(names...)
	p, ok := r.places[name]
	if name != "" && !ok {
		r.fault("there is no calendar %q", name)
	}
	return p
}

// mark is a day as a vector writes it: null for none.
func mark(d day.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}

// closures are the times of force majeure, one as two facts or several as a list.
func (r *reading) closures() []deadline.Closure {
	var list []deadline.Closure
	if r.has("closed_from") {
		list = append(list, deadline.Closure{From: r.date("closed_from"), Resumes: r.date("business_resumes")})
	}
	v, _ := r.value("closures")
	items, _ := v.([]any)
	for _, item := range items {
		facts, _ := item.(map[string]any)
		inner := &reading{given: facts, read: map[string]bool{}}
		list = append(list, inner.closures()...)
		for name := range facts {
			if !inner.read[name] {
				r.fault("given key %q of a closure is not known", name)
			}
		}
		r.faults = append(r.faults, inner.faults...)
	}
	return list
}

// declared is the place after days were declared closed, and the day of the declaration.
func (r *reading) declared(p deadline.Place) (deadline.Place, day.Date) {
	v, ok := r.value("declared_closed")
	on := r.date("declared_on")
	if !ok {
		return p, 0
	}
	items, ok := v.([]any)
	if !ok {
		items = []any{v}
	}
	var days []day.Date
	for _, item := range items {
		d, err := day.Parse(fmt.Sprint(item))
		if err != nil {
			r.fault("declared_closed: %v", err)
		}
		days = append(days, d)
	}
	after, err := p.Closing(p.Calendar.Version()+"+"+on.String(), days...)
	if err != nil {
		r.fault("%v", err)
	}
	return after, on
}

// presented is the presentation day as given, or from the receipt.
func (r *reading) presented(p deadline.Place, closures []deadline.Closure) day.Date {
	if p, ok := r.value("presentation_day", "presented"); ok {
		return day.MustParse(p.(string))
	}
	received := r.text("received")
	switch {
	case received == "":
		return 0
	case len(received) == len("2027-03-01") && p.Calendar == nil:
		return r.date("received") // a rule that needs no place
	case len(received) == len("2027-03-01"):
		return deadline.PresentedOn(r.date("received"), p, closures...).On
	}
	var at day.Instant
	if err := at.UnmarshalText([]byte(received)); err != nil {
		r.fault("received: %v", err)
	}
	return deadline.Presented(at, p, closures...).On
}
