package desk

import (
	"encoding/json"
	"strconv"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/money"
	"kontor/store/col"
	"kontor/store/q"
)

// happening is what a verb writes to the timeline; the entities decide on whose pages it shows.
type happening struct {
	id        string // of the event, a new one when none
	text      errs.Text
	entity    string // the entity that changed; any kind
	party     string
	unit      string
	deal      string
	guarantee string
	on        day.Date // effective day, today when none
	data      any      // what a machine may want to know
}

// event writes one row of the timeline.
func (w *work) event(h happening) error {
	switch id.Kind(h.entity) {
	case id.Party:
		h.party = h.entity
	case id.Unit:
		h.unit = h.entity
	case id.Deal:
		h.deal = h.entity
	case id.Guarantee:
		h.guarantee = h.entity
	}
	if h.on == 0 {
		h.on = w.today
	}
	if h.id == "" {
		h.id = w.newID(id.Event)
	}
	data := col.JSON("{}")
	if h.data != nil {
		data = col.Of(h.data)
	}
	return w.tx.AddEvent(w.ctx, q.AddEventParams{CentreID: w.centre(), ID: h.id, AtUs: w.now(), EffectiveOn: h.on,
		Actor: w.actor.ID, ActorName: w.actor.Name, Verb: w.verb, Entity: h.entity, PartyID: h.party, UnitID: h.unit, DealID: h.deal,
		GuaranteeID: h.guarantee, TextForm: h.text.Form, TextJson: col.Of(packArgs(h.text.Args)), Reason: w.call.Reason, DataJson: data})
}

// refusalEvent records that a verb was refused, on the page of the entity it was asked for.
func (w *work) refusalEvent(body []byte, on string, e *errs.Error) error {
	var req map[string]json.RawMessage
	var entity string
	if json.Unmarshal(body, &req) == nil {
		_ = json.Unmarshal(req[on], &entity) // not a text: then no entity is named
	}
	if id.Kind(entity) == "" || e.Code == errs.NotFound {
		return nil // nothing that exists, or nothing of this centre, was asked for
	}
	return w.event(happening{entity: entity, text: errs.T("refused: {why}", "why", e.Text), data: refusalOf(e)})
}

// packArgs writes the arguments of a text so that they can be shown in any language later: a letter tells the type.
func packArgs(args map[string]any) map[string]string {
	out := make(map[string]string, len(args))
	for k, v := range args {
		switch v := v.(type) {
		case money.Amount:
			out[k] = "m" + v.String()
		case day.Date:
			out[k] = "d" + v.String()
		case int:
			out[k] = "i" + strconv.Itoa(v)
		case money.Rate:
			out[k] = "r" + v.String()
		case errs.Text:
			if len(v.Args) == 0 {
				out[k] = "t" + v.Form
			} else {
				b, _ := json.Marshal(storedText{v.Form, packArgs(v.Args)}) // two texts and a map of texts: cannot fail
				out[k] = "x" + string(b)
			}
		default:
			out[k] = "s" + errs.T("{v}", "v", v).String()
		}
	}
	return out
}

// storedText is a sentence as it is kept: its form and what fills it, so that it can be said in any language later.
type storedText struct {
	Form string            `json:"form"`
	Args map[string]string `json:"args,omitempty"`
}

// packTexts makes a document of sentences.
func packTexts(texts []errs.Text) col.JSON {
	out := make([]storedText, len(texts))
	for i, t := range texts {
		out[i] = storedText{t.Form, packArgs(t.Args)}
	}
	return col.Of(out)
}

// unpackTexts reads sentences back.
func unpackTexts(doc col.JSON) ([]errs.Text, error) {
	var stored []storedText
	if err := doc.Into(&stored); err != nil {
		return nil, err
	}
	out := make([]errs.Text, len(stored))
	for i, t := range stored {
		out[i] = unpackText(t.Form, col.Of(t.Args))
	}
	return out, nil
}

// unpackText reads a stored text back.
func unpackText(form string, doc col.JSON) errs.Text {
	var packed map[string]string
	t := errs.Text{Form: form}
	if doc.Into(&packed) != nil || len(packed) == 0 {
		return t
	}
	t.Args = make(map[string]any, len(packed))
	for k, v := range packed {
		if v == "" {
			continue
		}
		t.Args[k] = unpackArg(v[0], v[1:])
	}
	return t
}

func unpackArg(kind byte, v string) any {
	switch kind {
	case 'x':
		var t storedText
		if json.Unmarshal([]byte(v), &t) == nil {
			return unpackText(t.Form, col.Of(t.Args))
		}
	case 'm':
		if a, err := money.Parse(v); err == nil {
			return a
		}
	case 'r':
		if r, err := money.ParseRate(v); err == nil {
			return r
		}
	case 'd':
		if d, err := day.Parse(v); err == nil {
			return d
		}
	case 't':
		return errs.Text{Form: v}
	case 'i':
		if n, err := strconv.Atoi(v); err == nil {
			return n
		}
	}
	return v
}

// Line is one row of a timeline as pages show it.
type Line struct {
	ID     string      `json:"id"`
	At     day.Instant `json:"at"`
	On     day.Date    `json:"effective_on"`
	By     string      `json:"by"`
	Verb   string      `json:"verb"`
	Entity string      `json:"entity"`
	Text   errs.Text   `json:"text"`
	Reason string      `json:"reason,omitempty"`
}

func lines(rows []q.Event) []Line {
	out := make([]Line, len(rows))
	for i, r := range rows {
		out[i] = Line{r.ID, r.AtUs, r.EffectiveOn, r.ActorName, r.Verb, r.Entity, unpackText(r.TextForm, r.TextJson), r.Reason}
	}
	return out
}
