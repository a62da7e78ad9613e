package api

import (
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/lang"
	"kontor/store"
)

// me answers with the login that the token acts as.
func me(c *call) error { return c.send(http.StatusOK, c.actor) }

func describeMe(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Who am I", "The login that the token acts as."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The login.", r.Schema(reflect.TypeFor[desk.Actor](), true, ""))}
}

// today answers with the day's picture.
func today(c *call) error {
	t, err := c.desk.ReadToday(c.ctx, c.actor)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, inLanguage(c.lang, t))
}

func describeToday(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Today", "The day's picture: turnover against the goal, what is not covered, what lapses, who is late, what to do next. Guests get what is theirs."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The picture.", r.Schema(reflect.TypeFor[desk.Today](), true, ""))}
}

// record answers with one entity.
func record(c *call) error {
	r, err := c.desk.ReadRecord(c.ctx, c.actor, c.r.PathValue("id"))
	if err != nil {
		return err
	}
	for i, f := range r.Facts {
		r.Facts[i].Label = c.lang.T(f.Label)
	}
	for i, t := range r.Tables {
		r.Tables[i].Title, r.Tables[i].Columns = c.lang.T(t.Title), slices.Clone(t.Columns) // heads may be shared
		for n, h := range t.Columns {
			r.Tables[i].Columns[n].Title = c.lang.T(h.Title)
		}
	}
	return c.send(http.StatusOK, inLanguage(c.lang, r))
}

func describeRecord(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "A record", "One deal, party, unit, guarantee, payment, demand, hit, watch list or transfer: what is known, what belongs to it, what happened, what can be done next."
	o.Parameters = []*huma.Param{pathParam("id", "Id of the entity.")}
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The record.", r.Schema(reflect.TypeFor[desk.Record](), true, ""))}
}

// gate answers whether a deal's units may leave, and why not.
func gate(c *call) error {
	v, err := c.desk.Gate(c.ctx, c.actor, c.r.PathValue("deal"))
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, inLanguage(c.lang, v))
}

func describeGate(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"deal"}, "Ask the gate", "Whether the units of a deal may leave: every condition with what is required, what is there and what would make it pass, and the cover day by day."
	o.Parameters = []*huma.Param{pathParam("deal", "Id of the deal.")}
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The answer of the gate.", r.Schema(reflect.TypeFor[desk.GateView](), true, ""))}
}

// listName is a list that the role may read.
type listName struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Path    string       `json:"path"`
	Search  bool         `json:"search" doc:"It can be searched with q."`
	Columns []listColumn `json:"columns"`
}

// listColumn is one column of a list.
type listColumn struct {
	Name   string     `json:"name"`
	Title  string     `json:"title"`
	Kind   store.Kind `json:"kind"`
	Enum   []string   `json:"enum,omitempty"`
	Filter bool       `json:"filter"`
	Sort   bool       `json:"sort"`
	Total  bool       `json:"total"`
}

// listNames answers with the lists that the role may read.
func listNames(c *call) error {
	out := []listName{}
	for _, l := range desk.Lists() {
		if !slices.Contains(l.Roles, c.actor.Role) {
			continue
		}
		n := listName{Name: l.Name, Title: c.lang.T(l.Title), Path: "/api/list/" + l.Name, Search: l.Searchable()}
		for _, col := range l.Columns() {
			n.Columns = append(n.Columns, listColumn{col.Name, c.lang.T(col.Title), col.Kind, col.Enum, col.Filter, col.Sort, col.Total})
		}
		out = append(out, n)
	}
	return c.send(http.StatusOK, out)
}

func describeLists(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Lists", "The lists that your role may read, with their columns."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The lists.", &huma.Schema{Type: huma.TypeArray, Items: r.Schema(reflect.TypeFor[listName](), true, "")})}
}

// verbName is a verb that the role may do.
type verbName struct {
	Name   string      `json:"name"`
	Title  string      `json:"title"`
	Help   string      `json:"help"`
	Path   string      `json:"path"`
	On     string      `json:"on,omitempty" doc:"Request field that names the entity acted on."`
	Fields []verbField `json:"fields"`
}

// verbField is one field of a request.
type verbField struct {
	Name     string         `json:"name"`
	Label    string         `json:"label"`
	Help     string         `json:"help,omitempty"`
	Kind     desk.FieldKind `json:"kind"`
	Enum     []string       `json:"enum,omitempty"`
	Ref      string         `json:"ref,omitempty" doc:"Kind of the entity whose id stands here."`
	Unit     string         `json:"unit,omitempty"`
	Optional bool           `json:"optional"`
	Rows     []verbField    `json:"rows,omitempty" doc:"Fields of one row of a table."`
}

// verbNames answers with the verbs that the role may do.
func verbNames(c *call) error {
	out := []verbName{}
	for _, command := range desk.Commands() {
		if s := command.Describe(); slices.Contains(s.Roles, c.actor.Role) {
			out = append(out, verbName{s.Name, c.lang.T(s.Title), c.lang.T(s.Help), verbPath(s), s.On, verbFields(c.lang, s.Request)})
		}
	}
	return c.send(http.StatusOK, out)
}

func verbFields(l lang.Lang, fields []desk.Field) []verbField {
	out := make([]verbField, 0, len(fields))
	for _, f := range fields {
		out = append(out, verbField{f.Name, say(l, f.Label), say(l, f.Help), f.Kind, f.Enum, f.Ref, f.Unit, f.Optional, verbFields(l, f.Rows)})
	}
	return out
}

// say says a form that may be empty.
func say(l lang.Lang, form string) string {
	if form == "" {
		return ""
	}
	return l.T(form)
}

func describeVerbs(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Verbs", "The verbs that your role may do, with their fields."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The verbs.", &huma.Schema{Type: huma.TypeArray, Items: r.Schema(reflect.TypeFor[verbName](), true, "")})}
}

// issueToken makes a token for the caller's own login. Its secret is in this one answer and nowhere else, so that it
// takes no idempotency key.
func issueToken(c *call) error {
	raw, err := c.body(bodyMost)
	if err != nil {
		return err
	}
	var in reading
	var req desk.TokenRequest
	in.request(raw, &req, nil)
	if err := in.faults.Err(); err != nil {
		return err
	}
	res, err := c.desk.IssueToken(c.ctx, c.actor, req)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, res)
}

func describeToken(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"token"}, "Make a token", "A token for your own login. Its secret is shown this one time."
	o.RequestBody = jsonBody(requestSchema(r, reflect.TypeFor[desk.TokenRequest](), desk.TokenFields(), false))
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The token.", r.Schema(reflect.TypeFor[desk.TokenResult](), true, ""))}
}
