package lang_test

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"kontor/desk"
)

// places tells for each sentence or word where in the code it stands.
type places map[string]string

func (p places) sorted() []string { return slices.Sorted(maps.Keys(p)) }

func (p places) add(text, at string) {
	if p[text] == "" || p[text] > at {
		p[text] = at
	}
}

// read are the functions whose sentences come from outside the code, where the form was a literal when it was written.
var read = []string{"kontor/desk.unpackText", "kontor/desk.unpackArg"}

// english are the functions that put names of machines where sentences stand: the field names of a result are words and
// are said as such.
var english = []string{"kontor/web.factsOf"}

// said are the methods that give a sentence in the reader's language; it is not said a second time.
func said(fn *types.Func) bool {
	return fn.Pkg() != nil && (fn.Pkg().Path() == "kontor/lang" || fn.FullName() == "(kontor/errs.Text).String" || slices.Contains(read, fn.FullName()))
}

// forms finds every English form that the house can say: whatever is put into the Form of an errs.Text. What is put
// there and is no literal is a fault.
func (f *flow) forms() (found places, faults []string) {
	found = places{}
	l := &literals{flow: f, seen: map[seen]bool{}, stop: said}
	l.found = func(text string, n ast.Node) { found.add(text, f.at(n)) }
	l.fail = func(n ast.Node) {
		if !slices.Contains(english, f.around(n)) {
			faults = append(faults, f.at(n))
		}
	}
	text := f.pkgs["kontor/errs"].Scope().Lookup("Text").Type().Underlying().(*types.Struct)
	l.follow(text.Field(0), 0)
	slices.Sort(faults)
	return found, faults
}

// codeShape is how states and kinds are written: in_force.
var codeShape = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// coded are the columns of the store whose texts are codes that people see.
var coded = []string{"Kind", "Stage", "Segment", "Rules", "Life", "Trust", "Code", "State", "Ownership", "Supply", "Passport", "Customs", "Inspection", "Outcome",
	"Condition", "Vetting", "What", "EndedWhy", "EvidenceKind", "Measure", "ReasonCode", "Role", "Roles"}

// words finds every code that a person may see: the choices of requests and lists, what is written to the coded columns
// of the store, the names of the fields of results and the nouns of the verbs.
func (f *flow) words() places {
	found := places{"M": "lang/lang.go", "k": "lang/lang.go"}
	l := &literals{flow: f, seen: map[seen]bool{}, stop: said, fail: func(ast.Node) {}}
	l.found = func(text string, n ast.Node) {
		if codeShape.MatchString(text) {
			found.add(text, f.at(n))
		}
	}
	for _, c := range append(slices.Clone(desk.Commands()), desk.Questions()...) {
		choices(c.Describe().Name, c.Describe().Request, found)
	}
	for _, kind := range []string{"Kind", "TransactionKind"} { // of the rows and changes on the page of a deal
		f.codes(f.pkgs["kontor/loan"].Scope().Lookup(kind).Type(), found)
	}
	l.follow(f.field("kontor/store", "Column", "Enum"), 1)
	l.follow(f.field("kontor/desk", "Record", "State"), 0)
	q := f.pkgs["kontor/store/q"].Scope()
	for _, name := range q.Names() {
		st := structOf(q.Lookup(name).Type())
		if st == nil || !strings.HasSuffix(name, "Params") {
			continue
		}
		for i := range st.NumFields() {
			if slices.Contains(coded, st.Field(i).Name()) {
				l.follow(st.Field(i), 0)
			}
		}
	}
	nouns := &literals{flow: f, seen: map[seen]bool{}, stop: said, fail: l.fail}
	nouns.found = func(text string, n ast.Node) {
		noun, _, _ := strings.Cut(text, ".")
		found.add(noun, f.at(n))
	}
	nouns.follow(f.field("kontor/desk", "Spec", "Name"), 0)
	for id, inst := range f.info.Instances {
		if id.Name == "verb" && inst.TypeArgs.Len() == 2 {
			f.fields(inst.TypeArgs.At(1), found, map[types.Type]bool{})
		}
	}
	return found
}

// choices adds the words that fields choose from; a product has its title instead.
func choices(at string, fields []desk.Field, found places) {
	for _, field := range fields {
		choices(at, field.Rows, found)
		for _, code := range field.Enum {
			if codeShape.MatchString(code) && field.Name != "product" {
				found.add(code, at)
			}
		}
	}
}

func (f *flow) field(pkg, typ, name string) *types.Var {
	st := structOf(f.pkgs[pkg].Scope().Lookup(typ).Type())
	for i := range st.NumFields() {
		if st.Field(i).Name() == name {
			return st.Field(i)
		}
	}
	panic(pkg + "." + typ + " has no field " + name)
}

// whole are the types that are shown as one value.
var whole = []string{"kontor/money.Amount", "kontor/money.Currency", "kontor/money.Rate", "kontor/day.Date", "kontor/day.Instant", "kontor/errs.Text", "kontor/desk.Ref", "kontor/lang.Lang"}

// fields notes the names that the fields of a result have in JSON, and the codes that they may hold.
func (f *flow) fields(t types.Type, found places, seen map[types.Type]bool) {
	if seen[t] || slices.Contains(whole, t.String()) {
		return
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		f.fields(u.Elem(), found, seen)
	case *types.Slice:
		f.fields(u.Elem(), found, seen)
	case *types.Basic:
		f.codes(t, found)
	case *types.Struct:
		for i := range u.NumFields() {
			name, _, _ := strings.Cut(reflect.StructTag(u.Tag(i)).Get("json"), ",")
			if name == "-" || !u.Field(i).Exported() {
				continue
			}
			if name == "" {
				name = strings.ToLower(u.Field(i).Name())
			}
			found.add(strings.TrimSuffix(name, "_minor"), f.at(f.node(u.Field(i))))
			f.fields(u.Field(i).Type(), found, seen)
		}
	}
}

// codes notes the constants of a named string type.
func (f *flow) codes(t types.Type, found places) {
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return
	}
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && c.Type() == t && c.Val().Kind() == constant.String && codeShape.MatchString(constant.StringVal(c.Val())) {
			found.add(constant.StringVal(c.Val()), f.at(f.node(c)))
		}
	}
}

// node gives the place of an object the shape that at reads.
func (f *flow) node(o types.Object) ast.Node { return &ast.Ident{NamePos: o.Pos(), Name: o.Name()} }
