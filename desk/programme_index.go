package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
	"kontor/store/q"
)

// IndexRequest records an observed value of an index or indicator.
type IndexRequest struct {
	Name        string     `json:"name" label:"Index" help:"For example: key rate."`
	On          day.Date   `json:"on" label:"Day"`
	Value       money.Rate `json:"value" label:"Value" unit:"%"`
	PublishedOn day.Date   `json:"published_on" label:"Published on" optional:""`
	Source      string     `json:"source" label:"Source" help:"Who published it."`
}

// IndexResult names the value.
type IndexResult struct {
	Name  string     `json:"name"`
	On    day.Date   `json:"on"`
	Value money.Rate `json:"value"`
}

// RecordIndex records what an index was worth on a day. Caps of programmes and floating rates follow it; it holds until the
// next value. A corrected value is recorded beside the first and counts from then on.
var RecordIndex = verb(Spec{Name: "index.record", Title: "Record an index", Help: "Record what an index, such as a key rate, was worth on a day.", Roles: []Role{Accountant, Admin}},
	func(w *work, req IndexRequest) (IndexResult, error) {
		var f errs.Faults
		req.Name = strings.TrimSpace(req.Name)
		if req.Name == "" || len(req.Name) > 60 {
			f.Add("name", "a name of at most {most} characters is needed", "most", 60)
		}
		if req.On == 0 || req.On > w.today {
			f.Add("on", "the day is today or earlier")
		}
		if r := req.Value.Fraction(); r < -1 || r > 10 {
			f.Add("value", "the value is from -100 to 1000 percent")
		}
		if strings.TrimSpace(req.Source) == "" {
			f.Add("source", "a source is needed").Because("say who published it")
		}
		if err := f.Err(); err != nil {
			return IndexResult{}, err
		}
		err := w.tx.AddIndexValue(w.ctx, q.AddIndexValueParams{Name: req.Name, OnDay: req.On, Value: req.Value.String(), PublishedOn: req.PublishedOn, Source: req.Source,
			ByLogin: w.actor.ID, AtUs: w.now()})
		if err != nil {
			return IndexResult{}, err
		}
		return IndexResult{req.Name, req.On, req.Value}, w.event(happening{entity: w.centre(), on: req.On,
			text: errs.T("{index} was {value} percent on {day}, by {source}", "index", req.Name, "value", req.Value, "day", req.On, "source", req.Source)})
	})

// indices reads all observed values, the newest record of each day.
func (w *work) indices() ([]lease.Index, error) {
	rows, err := w.tx.IndexValues(w.ctx)
	if err != nil {
		return nil, err
	}
	var out []lease.Index
	for _, r := range rows {
		value, err := money.ParseRate(r.Value)
		if err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].Name != r.Name {
			out = append(out, lease.Index{Name: r.Name, Until: w.today})
		}
		i := &out[len(out)-1]
		x := lease.Fixing{On: r.OnDay, Value: value, PublishedOn: r.PublishedOn}
		if n := len(i.Fixings); n > 0 && i.Fixings[n-1].On == x.On {
			i.Fixings[n-1] = x
		} else {
			i.Fixings = append(i.Fixings, x)
		}
		i.Version = x.On.String()
	}
	return out, nil
}

// latest is the value of an index on a day.
func latest(i lease.Index, on day.Date) (money.Rate, bool) {
	for n := len(i.Fixings) - 1; n >= 0; n-- {
		if i.Fixings[n].On <= on {
			return i.Fixings[n].Value, true
		}
	}
	return money.Rate{}, false
}

// valuesOn are the values of all indices on a day.
func valuesOn(all []lease.Index, on day.Date) map[string]money.Rate {
	out := map[string]money.Rate{}
	for _, i := range all {
		if v, ok := latest(i, on); ok {
			out[i.Name] = v
		}
	}
	return out
}
