package cases

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"kontor/actus"
)

// Difference is where a projection departs from what is printed.
type Difference struct {
	Event     int // position, from 0
	Field     string
	Got, Want string
}

// Result is what came of a check.
type Result struct {
	Events      int
	Differences []Difference
	Excused     []string // why a printed value that is itself not right was let pass
	Worst       float64  // the largest difference of a number, also within the tolerance
}

// printed are the numbers and dates of a printed event, by their names.
var printed = map[string]func(e actus.Event) float64{
	"payoff":              func(e actus.Event) float64 { return e.Payoff },
	"notionalPrincipal":   func(e actus.Event) float64 { return e.State.NotionalPrincipal },
	"nominalInterestRate": func(e actus.Event) float64 { return e.State.NominalInterestRate },
	"accruedInterest":     func(e actus.Event) float64 { return e.State.AccruedInterest },
	"exerciseAmount":      func(e actus.Event) float64 { return e.State.ExerciseAmount },
	"exerciseDate":        nil, // a date
}

// exception is a printed value that is itself not right.
type exception struct {
	id     string
	typ    actus.EventType
	field  string
	allow  float64
	reason string
}

// exceptions is the whole list, and it must not grow.
var exceptions = []exception{
	{"guarantee14", actus.STD, "payoff", 1, "the file cuts 3,508,695.652174 to an integer"},
}

// Check projects a case in conformance mode and compares it with what is printed.
func Check(c Case) Result {
	got, err := c.Run(actus.Conformance)
	if err != nil {
		return Result{Differences: []Difference{{Field: "error", Got: err.Error()}}}
	}
	return Compare(c, got)
}

// Compare holds events against the printed ones by their position.
func Compare(c Case, got []actus.Event) Result {
	r := Result{Events: len(c.Want)}
	differ := func(i int, field, got, want string) {
		r.Differences = append(r.Differences, Difference{i, field, got, want})
	}
	for i := range max(len(got), len(c.Want)) {
		switch {
		case i >= len(got):
			differ(i, "event", "", c.Want[i].Time.String()+" "+string(c.Want[i].Type))
			continue
		case i >= len(c.Want):
			differ(i, "event", got[i].Time.String()+" "+string(got[i].Type), "")
			continue
		}
		g, w := got[i], c.Want[i]
		if g.Time != w.Time {
			differ(i, "eventDate", g.Time.String(), w.Time.String())
		}
		if g.Type != w.Type {
			differ(i, "eventType", string(g.Type), string(w.Type))
		}
		if g.Currency != w.Currency {
			differ(i, "currency", g.Currency, w.Currency)
		}
		for _, p := range w.Printed {
			if p.Field == "exerciseDate" {
				at, err := readMoment(json.RawMessage(strconv.Quote(p.Text)))
				if err != nil || g.State.ExerciseDate != at {
					differ(i, p.Field, g.State.ExerciseDate.String(), p.Text)
				}
				continue
			}
			value := printed[p.Field](g)
			off, ok := compare(value, p.Text)
			if e, excused := except(c.ID, w.Type, p.Field); excused && !ok && off <= e.allow {
				r.Excused = append(r.Excused, e.reason)
				continue
			}
			r.Worst = max(r.Worst, off)
			if !ok {
				differ(i, p.Field, strconv.FormatFloat(value, 'g', -1, 64), p.Text)
			}
		}
	}
	return r
}

// compare gives the distance and whether it is within one unit of the last place of a number cut off at eight places, or
// within 1e-9.
func compare(got float64, text string) (off float64, ok bool) {
	want, err := readNumber(json.RawMessage(strconv.Quote(text)))
	if err != nil || math.IsNaN(got) {
		return math.Inf(1), false
	}
	tolerance := 1e-9
	if _, decimals, ok := strings.Cut(text, "."); ok && len(decimals) == 8 && !strings.ContainsAny(decimals, "eE") {
		tolerance = 1e-8
	}
	off = math.Abs(got - want)
	return off, off <= tolerance
}

func except(id string, typ actus.EventType, field string) (exception, bool) {
	for _, e := range exceptions {
		if e.id == id && e.typ == typ && e.field == field {
			return e, true
		}
	}
	return exception{}, false
}
