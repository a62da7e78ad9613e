package api

import (
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/money"
)

const schemaPrefix = "#/components/schemas/"

// newRegistry makes schemas from the types of the desk; values that are texts on the wire have their own.
func newRegistry() huma.Registry {
	r := huma.NewMapRegistry(schemaPrefix, schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[money.Amount](), reflect.TypeFor[amountSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[money.Rate](), reflect.TypeFor[rateSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[day.Date](), reflect.TypeFor[dateSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[day.Instant](), reflect.TypeFor[instantSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[errs.Text](), reflect.TypeFor[textSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[desk.File](), reflect.TypeFor[fileSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[desk.Secret](), reflect.TypeFor[secretSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[desk.Fact](), reflect.TypeFor[factSchema]())
	return r
}

// schemaName tells types of the same name in two packages apart: deal.Answer goes by its full name, a type of the desk
// or of the API by its own.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	pkg := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	if pkg == "" || pkg == "desk" || pkg == "api" {
		return name
	}
	return pkg + "." + name
}

// component keeps a schema under a name of its own and gives the reference to it.
func component(r huma.Registry, name string, s huma.Schema) *huma.Schema {
	if _, known := r.Map()[name]; !known {
		r.Map()[name] = &s
	}
	return &huma.Schema{Ref: schemaPrefix + name}
}

type (
	amountSchema  struct{}
	rateSchema    struct{}
	dateSchema    struct{}
	instantSchema struct{}
	textSchema    struct{}
	fileSchema    struct{}
	secretSchema  struct{}
	factSchema    struct{}
)

// Schema of an amount.
func (amountSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Amount", huma.Schema{Type: huma.TypeString, Pattern: `^(-?[0-9]+(\.[0-9]{1,4})? [A-Z]{3})?$`, Examples: []any{"12000.00 EUR"},
		Description: "Decimal number with a point, a blank and the currency after ISO 4217; empty for no amount. At most 9999999999999.99."})
}

// Schema of a rate.
func (rateSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Rate", huma.Schema{Type: huma.TypeString, Pattern: `^(-?[0-9]{1,7}(\.[0-9]{1,8})?)?$`, Examples: []any{"7.25"}, Description: "Percent as decimal text with a point."})
}

// Schema of a day.
func (dateSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Date", huma.Schema{Type: huma.TypeString, Pattern: `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`, Examples: []any{"2026-11-24"}, Description: "Civil day; empty for none."})
}

// Schema of a moment.
func (instantSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Instant", huma.Schema{Type: huma.TypeString, Pattern: `^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z)?$`,
		Examples: []any{"2026-11-24T09:00:00.000000Z"}, Description: "Moment in UTC; empty for none."})
}

// Schema of a sentence.
func (textSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Text", huma.Schema{Type: huma.TypeString, Description: "A sentence for people."})
}

// Schema of a file.
func (fileSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "File", huma.Schema{Type: huma.TypeString, ContentEncoding: "base64", Examples: []any{"bmFtZTtjb3VudHJ5Cg=="}, Description: "Content of a file in base64, at most 64 MiB of it."})
}

// Schema of a secret.
func (secretSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Secret", huma.Schema{Type: huma.TypeString, WriteOnly: true, Description: "Goes in and never comes out."})
}

// Schema of a fact, whose value is of several kinds.
func (factSchema) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Fact", huma.Schema{Type: huma.TypeObject, Required: []string{"label", "value"}, Properties: map[string]*huma.Schema{
		"label": {Type: huma.TypeString}, "value": {Description: "Text, whole number, amount, day, moment, reference or sentence."}}})
}

// requestSchema is the schema of a request with what the desk says of its fields.
func requestSchema(r huma.Registry, t reflect.Type, fields []desk.Field, reason bool) *huma.Schema {
	ref := r.Schema(t, true, "")
	s := r.SchemaFromRef(ref.Ref)
	adorn(r, s, fields)
	if reason {
		s.Properties["reason"] = &huma.Schema{Type: huma.TypeString, Description: "Why, in one sentence; it stays in the timeline. Some verbs demand it."}
	}
	return ref
}

// adorn adds labels, help, words and example to the properties.
func adorn(r huma.Registry, s *huma.Schema, fields []desk.Field) {
	s.Required = nil
	s.AdditionalProperties = false
	for _, f := range fields {
		p := s.Properties[f.Name]
		if p == nil {
			continue
		}
		p.Description = strings.TrimSpace(strings.Join([]string{f.Label + ".", f.Help}, " "))
		p.Enum = anys(f.Enum)
		if f.Unit != "" {
			p.Description += " In " + f.Unit + "."
		}
		if f.Ref != "" {
			p.Description += " Id of a " + f.Ref + "."
		}
		if f.Optional && p.Enum != nil {
			p.Enum = append(p.Enum, "")
		}
		if !f.Optional {
			s.Required = append(s.Required, f.Name)
		}
		if f.Kind == desk.TableField && p.Items != nil {
			if rows := r.SchemaFromRef(p.Items.Ref); rows != nil {
				adorn(r, rows, f.Rows)
			}
		}
	}
}

// loosen lets answers grow: a caller must not break on a field that is new.
func loosen(r huma.Registry, requests []string) {
	for name, s := range r.Map() {
		if !slices.Contains(requests, name) {
			s.AdditionalProperties = nil
		}
	}
}

func anys(words []string) []any {
	if len(words) == 0 {
		return nil
	}
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

func most(n int) *int           { return &n }
func number(n float64) *float64 { return &n }

func param(name, help string, s *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: help, Schema: s}
}

func pathParam(name, help string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: help, Schema: &huma.Schema{Type: huma.TypeString}}
}

func jsonBody(s *huma.Schema) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: s}}}
}

func jsonAnswer(what string, s *huma.Schema) *huma.Response {
	return &huma.Response{Description: what, Content: map[string]*huma.MediaType{"application/json": {Schema: s}}}
}
