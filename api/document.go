package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/errs"
	"kontor/lease"
)

// document is the OpenAPI document: as a value, as JSON and as YAML.
type document struct {
	api        *huma.OpenAPI
	json, yaml []byte
	err        error
}

// bearer is the name of the one way to sign in.
const bearer = "token"

// rolesExtension carries the roles of an operation in the document.
const rolesExtension = "x-roles"

// describe makes the document from the table of operations; it is made when it is first asked for.
func (s *site) describe() *document {
	r := newRegistry()
	version := s.version
	if version == "" {
		version = "dev"
	}
	api := &huma.OpenAPI{OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Kontor", Version: version, Description: "The house for machines: every verb, list and record. " +
			"Errors are problems after RFC 9457 and name every bad field at once, each with what would make it pass."},
		Components: &huma.Components{Schemas: r, SecuritySchemes: map[string]*huma.SecurityScheme{bearer: {Type: "http", Scheme: "bearer",
			Description: "An API token: make one on the command line with kontor api-token, or with POST /api/tokens."}}},
		Security: []map[string][]string{{bearer: {}}}}
	api.Components.Responses = map[string]*huma.Response{"problem": {Description: "A problem with every fault at once.",
		Content: map[string]*huma.MediaType{"application/problem+json": {Schema: r.Schema(reflect.TypeFor[Problem](), true, "")}}}}
	tags := map[string]bool{}
	for _, op := range s.operations {
		if op.describe == nil {
			continue
		}
		o := &huma.Operation{Method: op.method, Path: strings.ReplaceAll(op.path, "{$}", ""), OperationID: op.id}
		op.describe(r, o)
		addRule(op, o)
		addProblems(op, o)
		api.AddOperation(o)
		for _, tag := range o.Tags {
			if !tags[tag] {
				tags[tag] = true
				api.Tags = append(api.Tags, &huma.Tag{Name: tag})
			}
		}
	}
	loosen(r, requestNames(r))
	d := &document{api: api}
	if d.json, d.err = json.MarshalIndent(api, "", "  "); d.err == nil {
		d.yaml, d.err = api.YAML()
	}
	return d
}

// addRule writes who may call an operation.
func addRule(op operation, o *huma.Operation) {
	if op.open {
		o.Security = []map[string][]string{{}}
		return
	}
	o.Extensions = map[string]any{rolesExtension: op.roles}
}

// addProblems adds the answers that every operation of its kind may give instead.
func addProblems(op operation, o *huma.Operation) {
	want := []errs.Code{errs.Internal, errs.Busy}
	if !op.open {
		want = append(want, errs.Unauthenticated, errs.Forbidden)
	}
	if len(o.Parameters) > 0 || o.RequestBody != nil {
		want = append(want, errs.Invalid, errs.NotFound)
	}
	if o.RequestBody != nil {
		want = append(want, errs.Conflict, errs.TooLarge)
	}
	for _, code := range want {
		o.Responses[strconv.Itoa(code.Status())] = &huma.Response{Ref: "#/components/responses/problem"}
	}
}

// requestNames are the schemas that are sent to the house, with the rows in them; they stay closed.
func requestNames(r huma.Registry) []string {
	types := []reflect.Type{reflect.TypeFor[desk.TokenRequest](), reflect.TypeFor[lease.OfferRequest]()}
	for _, c := range append(slices.Clone(desk.Commands()), questions()...) {
		types = append(types, reflect.TypeOf(c.NewRequest()).Elem())
	}
	var out []string
	for _, t := range types {
		out = append(out, schemaName(t, ""))
		for _, f := range reflect.VisibleFields(t) {
			if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
				out = append(out, schemaName(f.Type.Elem(), ""))
			}
		}
	}
	return out
}

func documentJSON(c *call) error {
	d := c.document()
	if d.err != nil {
		return d.err
	}
	return c.write(http.StatusOK, "application/json", d.json)
}

func documentYAML(c *call) error {
	d := c.document()
	if d.err != nil {
		return d.err
	}
	return c.write(http.StatusOK, "application/yaml", d.yaml)
}
