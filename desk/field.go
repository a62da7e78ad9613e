package desk

import (
	"reflect"
	"strings"

	"kontor/day"
	"kontor/money"
)

// Field describes one field of a request, so that forms, flags and the API reference are made from the request type.
// Struct tags: json (name), label and help (English forms), enum ("a|b", or "@products" for words of the lease), ref (kind of entity: party, unit, deal,
// guarantee), unit (shown inside the field), lines for multi-line text, group, optional; form:"-"
// keeps a field of the document out of every form.
type Field struct {
	Name     string
	Label    string
	Help     string
	Kind     FieldKind
	Enum     []string
	Ref      string
	Unit     string
	Lines    int
	Optional bool
	Group    string  // heading under which fields that few need stand together
	Rows     []Field // of a Table field
}

// FieldKind is how a field is shown and read.
type FieldKind string

// The kinds of fields.
const (
	TextField  FieldKind = "text"
	MoneyField FieldKind = "money" // "12000.00 EUR"
	DateField  FieldKind = "date"  // "2026-11-24"
	RateField  FieldKind = "rate"  // percent, "7.25"
	IntField   FieldKind = "int"
	BoolField  FieldKind = "bool"
	EnumField  FieldKind = "enum"
	RefField   FieldKind = "ref"   // id of another entity
	ListField  FieldKind = "list"  // several texts
	TableField FieldKind = "table" // several rows
	FileField  FieldKind = "file"  // content of a file, base64 in JSON
)

// fieldsOf reads the description off the request type.
func fieldsOf(t reflect.Type) []Field {
	var out []Field
	if t.Kind() != reflect.Struct {
		return out
	}
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Anonymous {
			out = append(out, fieldsOf(sf.Type)...)
			continue
		}
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == "" || name == "-" || sf.Tag.Get("form") == "-" {
			continue
		}
		f := Field{Name: name, Label: sf.Tag.Get("label"), Help: sf.Tag.Get("help"), Ref: sf.Tag.Get("ref"), Unit: sf.Tag.Get("unit"),
			Group: sf.Tag.Get("group")}
		_, f.Optional = sf.Tag.Lookup("optional")
		if sf.Tag.Get("lines") != "" {
			f.Lines = 6
		}
		if e := sf.Tag.Get("enum"); e != "" {
			f.Enum = strings.Split(e, "|")
			if words, named := strings.CutPrefix(e, "@"); named {
				f.Enum = leaseWords[words]
			}
		}
		f.Kind = kindOf(sf.Type, f)
		if f.Kind == TableField {
			f.Rows = fieldsOf(sf.Type.Elem())
		}
		out = append(out, f)
	}
	return out
}

func kindOf(t reflect.Type, f Field) FieldKind {
	switch {
	case t == reflect.TypeFor[File]():
		return FileField
	case t == reflect.TypeFor[money.Amount]():
		return MoneyField
	case t == reflect.TypeFor[day.Date]():
		return DateField
	case t == reflect.TypeFor[money.Rate]():
		return RateField
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return TableField
	case t.Kind() == reflect.Slice:
		return ListField
	case f.Enum != nil:
		return EnumField
	case f.Ref != "":
		return RefField
	case t.Kind() == reflect.Bool:
		return BoolField
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		return IntField
	}
	return TextField
}
