package api

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/errs"
	"kontor/lang"
)

//go:embed reference.html reference.css
var referenceFiles embed.FS

var referenceTemplate = template.Must(template.ParseFS(referenceFiles, "reference.html"))

// referencePolicy lets the page have its own style sheet and nothing else.
const referencePolicy = "default-src 'self'; script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// refPage is the reference page as its template shows it.
type refPage struct {
	Version string
	Host    string
	Groups  []refGroup
	Codes   []refCode
	Shapes  []refShape
}

// refGroup are the operations of one noun.
type refGroup struct {
	Name       string
	Operations []refOperation
}

// refOperation is one operation.
type refOperation struct {
	ID, Method, Path, Title, Help string
	Roles                         []string
	Params                        []refField
	Body                          []refField
	Answer                        string // name of the shape
	Example                       string
}

// refField is a field, with those of its rows below it.
type refField struct {
	Name, Type, Shape, Help string
	Enum                    []string
	Required                bool
	Rows                    []refField
}

// refShape is the schema of an answer or a value.
type refShape struct {
	Name, Type, Help string
	Fields           []refField
}

// refCode is one class of problems.
type refCode struct {
	Code   errs.Code
	Status int
	Title  string
}

// referencePage shows what the OpenAPI document says, for people. Like the document it is in English.
func referencePage(c *call) error {
	d := c.document()
	if d.err != nil {
		return d.err
	}
	p := refPage{Version: d.api.Info.Version, Host: scheme(c.r) + "://" + c.r.Host}
	for _, code := range codes {
		p.Codes = append(p.Codes, refCode{code, code.Status(), problemTitle(lang.English, code)})
	}
	for _, tag := range d.api.Tags {
		p.Groups = append(p.Groups, p.group(d.api, tag.Name, c.operations))
	}
	names := []string{}
	for name := range d.api.Components.Schemas.Map() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		s := d.api.Components.Schemas.Map()[name]
		p.Shapes = append(p.Shapes, refShape{name, typeOf(s), s.Description, p.fields(d.api, s, false)})
	}
	var b bytes.Buffer
	if err := referenceTemplate.Execute(&b, p); err != nil {
		return errs.Wrap("api.reference", err)
	}
	c.w.Header().Set("Content-Security-Policy", referencePolicy)
	c.w.Header().Set("Content-Language", string(lang.English))
	return c.write(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

func scheme(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https"
	}
	return "http"
}

func referenceStyle(c *call) error {
	b, err := referenceFiles.ReadFile("reference.css")
	if err != nil {
		return errs.Wrap("api.reference", err)
	}
	c.w.Header().Set("Cache-Control", "public, max-age=3600")
	return c.write(http.StatusOK, "text/css; charset=utf-8", b)
}

// group gathers the operations of a tag in the order of the table.
func (p refPage) group(api *huma.OpenAPI, tag string, table []operation) refGroup {
	g := refGroup{Name: lang.English.Word(tag)}
	for _, op := range table {
		o := operationAt(api, op)
		if o == nil || !slices.Contains(o.Tags, tag) {
			continue
		}
		r := refOperation{ID: op.id, Method: op.method, Path: op.path, Title: o.Summary, Help: o.Description}
		for _, role := range op.roles {
			r.Roles = append(r.Roles, string(role))
		}
		if _, file := o.Responses["200"].Content["application/json"]; !file && tag == "list" { // as of the list above
			g.Operations = append(g.Operations, r)
			continue
		}
		for _, param := range o.Parameters {
			f := p.field(api, param.Name, param.Schema, param.Required)
			f.Help, f.Type = param.Description, f.Type+" · "+param.In
			r.Params = append(r.Params, f)
		}
		if o.RequestBody != nil {
			r.Body = p.fields(api, o.RequestBody.Content["application/json"].Schema, true)
		}
		if media := o.Responses["200"].Content["application/json"]; media != nil {
			r.Answer = shapeOf(media.Schema)
		}
		r.Example = p.example(op, o, api)
		g.Operations = append(g.Operations, r)
	}
	return g
}

// operationAt finds an operation in the document.
func operationAt(api *huma.OpenAPI, op operation) *huma.Operation {
	item := api.Paths[op.path]
	if item == nil {
		return nil
	}
	if op.method == http.MethodPost {
		return item.Post
	}
	return item.Get
}

// fields are the fields of a schema: the needed ones first, then by name.
func (p refPage) fields(api *huma.OpenAPI, s *huma.Schema, nested bool) []refField {
	s = resolved(api, s)
	var out []refField
	for name, property := range s.Properties {
		f := p.field(api, name, property, slices.Contains(s.Required, name))
		if nested && property.Items != nil {
			f.Rows = p.fields(api, property.Items, true)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b refField) int {
		if a.Required != b.Required {
			if a.Required {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

func (p refPage) field(api *huma.OpenAPI, name string, s *huma.Schema, required bool) refField {
	f := refField{Name: name, Type: typeOf(s), Shape: shapeOf(s), Help: s.Description, Required: required}
	for _, word := range s.Enum {
		if text, ok := word.(string); ok && text != "" {
			f.Enum = append(f.Enum, text)
		}
	}
	return f
}

func resolved(api *huma.OpenAPI, s *huma.Schema) *huma.Schema {
	if s.Ref == "" {
		return s
	}
	return api.Components.Schemas.SchemaFromRef(s.Ref)
}

// shapeOf is the name of the shape that a schema refers to, itself or for its entries.
func shapeOf(s *huma.Schema) string {
	if s.Items != nil {
		s = s.Items
	}
	return strings.TrimPrefix(s.Ref, schemaPrefix)
}

// typeOf names the type of a value.
func typeOf(s *huma.Schema) string {
	switch {
	case s.Items != nil:
		return "[ ]"
	case s.Ref != "":
		return ""
	case s.Type == huma.TypeString && s.Format != "":
		return s.Format
	}
	return s.Type
}

// example is a call on the command line.
func (p refPage) example(op operation, o *huma.Operation, api *huma.OpenAPI) string {
	path := op.path
	for _, param := range o.Parameters {
		if param.In == "path" {
			path = strings.ReplaceAll(path, "{"+param.Name+"}", strings.ToUpper(param.Name))
		}
	}
	line := "curl -sS"
	if !op.open {
		line += ` -H "Authorization: Bearer $KONTOR_TOKEN"`
	}
	if o.RequestBody != nil {
		body, err := encode(exampleOf(api, o.RequestBody.Content["application/json"].Schema, 0))
		if err != nil {
			return ""
		}
		line += " \\\n  -H 'Content-Type: application/json'"
		if op.id != "token.issue" {
			line += ` -H "Idempotency-Key: $(uuidgen)"`
		}
		line += " \\\n  -d '" + strings.TrimSpace(string(body)) + "'"
	}
	return line + " \\\n  " + p.Host + path
}

// exampleOf makes a value of a schema: what must be there, with the first word or the example of each.
func exampleOf(api *huma.OpenAPI, s *huma.Schema, deep int) any {
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	s = resolved(api, s)
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case deep > 4:
		return nil
	case s.Type == huma.TypeObject:
		out := map[string]any{}
		for _, name := range s.Required {
			out[name] = exampleOf(api, s.Properties[name], deep+1)
		}
		return out
	case s.Type == huma.TypeArray:
		return []any{exampleOf(api, s.Items, deep+1)}
	case s.Type == huma.TypeInteger:
		return 12
	case s.Type == huma.TypeBoolean:
		return true
	}
	return "…"
}
