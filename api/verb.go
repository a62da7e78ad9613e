package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/errs"
)

// verbPath is where a verb is called: "deal.confirm_waiver" at /api/deal/confirm-waiver.
func verbPath(s desk.Spec) string {
	return "/api/" + s.Noun() + "/" + strings.ReplaceAll(s.Action(), "_", "-")
}

func verbOperation(c desk.Command) operation {
	spec := c.Describe()
	return operation{method: "POST", path: verbPath(spec), id: spec.Name, roles: spec.Roles,
		serve:    func(call *call) error { return call.do(c, spec) },
		describe: func(r huma.Registry, o *huma.Operation) { describeVerb(r, o, c) }}
}

// questionOperation answers a question; it takes no key, for nothing is written.
func questionOperation(c desk.Command) operation {
	spec := c.Describe()
	return operation{method: "POST", path: verbPath(spec), id: spec.Name, roles: spec.Roles, serve: func(call *call) error { return call.ask(c) },
		describe: func(r huma.Registry, o *huma.Operation) {
			o.Tags, o.Summary, o.Description = []string{spec.Noun()}, spec.Title, spec.Help
			o.RequestBody = jsonBody(requestSchema(r, reflect.TypeOf(c.NewRequest()).Elem(), spec.Request, false))
			o.Responses = map[string]*huma.Response{"200": jsonAnswer("The answer.", r.Schema(reflect.TypeOf(c.NewResult()).Elem(), true, ""))}
		}}
}

// ask reads the request of a question and answers it.
func (c *call) ask(question desk.Command) error {
	raw, free, err := c.verbBody(hasFile(question.Describe().Request))
	defer free()
	if err != nil {
		return err
	}
	var in reading
	req := question.NewRequest()
	in.request(raw, req, map[string]any{})
	how := desk.Call{Actor: c.actor}
	if fault := desk.Unread(c.ctx, c.desk, question, how, req, in.faults, in.below); fault != nil {
		return fault
	}
	answer, err := question.Run(c.ctx, c.desk, how, req)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, answer)
}

func hasFile(fields []desk.Field) bool {
	return slices.ContainsFunc(fields, func(f desk.Field) bool { return f.Kind == desk.FileField })
}

// do reads the request, does the verb and answers with its result.
func (c *call) do(command desk.Command, spec desk.Spec) error {
	raw, free, err := c.verbBody(hasFile(spec.Request))
	defer free()
	if err != nil {
		return err
	}
	var in reading
	var reason string
	var replayed bool
	req := command.NewRequest()
	how := desk.Call{Actor: c.actor, Key: c.key(&in), DryRun: c.dryRun(&in), Replayed: &replayed}
	in.request(raw, req, map[string]any{"reason": &reason})
	how.Reason = strings.TrimSpace(reason)
	if fault := desk.Unread(c.ctx, c.desk, command, how, req, in.faults, in.below); fault != nil {
		return fault
	}
	result, err := command.Run(c.ctx, c.desk, how, req)
	if replayed {
		c.w.Header().Set("Idempotency-Replayed", "true")
	}
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, result)
}

// verbBody reads the body of a verb. One with a file may take longer to arrive, and only few are in memory at once; the
// time for the work itself begins when it is here. free is called when the body is not needed any more.
func (c *call) verbBody(file bool) (raw []byte, free func(), err error) {
	if !file {
		raw, err = c.body(bodyMost)
		return raw, func() {}, err
	}
	select {
	case c.uploads <- struct{}{}:
	case <-c.ctx.Done():
		return nil, func() {}, errs.New(errs.Busy, "other files are being read at this moment").Because("try again in a minute with the same key")
	}
	_ = http.NewResponseController(c.w).SetReadDeadline(time.Now().Add(uploadMost)) // a test's recorder has none
	raw, err = c.body(filesMost)
	var cancel func()
	c.ctx, cancel = context.WithTimeout(c.r.Context(), callMost)
	return raw, func() { cancel(); <-c.uploads }, err
}

// keyMost is the longest idempotency key.
const keyMost = 200

// key reads the idempotency key.
func (c *call) key(in *reading) string {
	key := c.r.Header.Get("Idempotency-Key")
	if len(key) > keyMost || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }) {
		in.fail("Idempotency-Key", "a key has at most {most} visible ASCII characters", "most", keyMost).Because("make a random one for every request, for example a UUID")
		return ""
	}
	return key
}

func (c *call) dryRun(in *reading) bool {
	switch value := c.r.URL.Query().Get("dry_run"); value {
	case "", "false":
		return false
	case "true":
		return true
	default:
		in.fail("dry_run", "{value} is not one of {values}", "value", value, "values", "true, false")
		return true
	}
}

func describeVerb(r huma.Registry, o *huma.Operation, c desk.Command) {
	spec := c.Describe()
	o.Tags, o.Summary, o.Description = []string{spec.Noun()}, spec.Title, spec.Help
	if spec.Record {
		o.Description += " A refusal stays in the timeline."
	}
	o.Parameters = []*huma.Param{
		{Name: "Idempotency-Key", In: "header", Description: "Made by the caller, new for every intention. The same key with the same body gives the stored answer; with another body it is refused. Without it a repeated call does it twice.",
			Schema: &huma.Schema{Type: huma.TypeString, MaxLength: most(keyMost)}},
		{Name: "dry_run", In: "query", Description: "Check everything, write nothing.", Schema: &huma.Schema{Type: huma.TypeBoolean}},
	}
	o.RequestBody = jsonBody(requestSchema(r, reflect.TypeOf(c.NewRequest()).Elem(), spec.Request, true))
	answer := jsonAnswer("Done.", r.Schema(reflect.TypeOf(c.NewResult()).Elem(), true, ""))
	answer.Headers = map[string]*huma.Param{"Idempotency-Replayed": {Description: "true when this is the stored answer of an earlier call.", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"true"}}}}
	o.Responses = map[string]*huma.Response{"200": answer}
}
