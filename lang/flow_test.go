package lang_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
)

// value is an expression of which the value itself (depth 0) or the elements of its elements (depth n) are wanted;
// result picks one of several results of a call.
type value struct {
	expr   ast.Expr
	depth  int
	result int
}

// param tells whose parameter a variable is: of a function, or of the variable that a function literal was put into.
type param struct {
	fn       types.Object
	at       int
	variadic bool
}

// flow knows what is put into every variable, field and result of the module.
type flow struct {
	*source
	into    map[types.Object][]value
	params  map[types.Object]param
	calls   map[types.Object][]*ast.CallExpr
	returns map[*types.Func][]value
	tags    map[string][]tagged   // struct tags by their key
	foreign map[string]*types.Var // fields of types outside the module, by name
}

type tagged struct {
	text string
	node ast.Node
}

func readFlow(s *source) *flow {
	f := &flow{source: s, into: map[types.Object][]value{}, params: map[types.Object]param{}, calls: map[types.Object][]*ast.CallExpr{},
		returns: map[*types.Func][]value{}, tags: map[string][]tagged{}, foreign: map[string]*types.Var{}}
	for _, files := range s.files {
		for _, file := range files {
			for _, d := range file.Decls {
				f.decl(d)
			}
		}
	}
	return f
}

func (f *flow) decl(d ast.Decl) {
	fd, ok := d.(*ast.FuncDecl)
	if !ok {
		f.walk(d, nil)
		return
	}
	fn, ok := f.info.Defs[fd.Name].(*types.Func)
	if !ok {
		return
	}
	sig := fn.Signature()
	for i := range sig.Params().Len() {
		f.params[sig.Params().At(i)] = param{fn, i, sig.Variadic() && i == sig.Params().Len()-1}
	}
	if fd.Body != nil {
		f.walk(fd.Body, fn)
	}
}

// walk notes assignments, fields of literals, calls, results and struct tags; returns of inner functions are their own.
func (f *flow) walk(root ast.Node, fn *types.Func) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if fn != nil {
				f.walk(n.Body, nil)
				return false
			}
		case *ast.AssignStmt:
			f.assign(n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			lhs := make([]ast.Expr, len(n.Names))
			for i, name := range n.Names {
				lhs[i] = name
			}
			f.assign(lhs, n.Values)
		case *ast.RangeStmt:
			if n.Value != nil {
				f.put(n.Value, value{expr: n.X, depth: 1})
			}
		case *ast.CompositeLit:
			f.literal(n)
		case *ast.CallExpr:
			if to := f.callee(n); to != nil {
				f.calls[to] = append(f.calls[to], n)
			} else if name, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && f.info.Uses[name] != nil {
				f.calls[f.info.Uses[name]] = append(f.calls[f.info.Uses[name]], n)
			}
		case *ast.ReturnStmt:
			for i, r := range n.Results {
				if fn != nil {
					f.returns[fn] = append(f.returns[fn], value{expr: r, result: i})
				}
			}
		case *ast.StructType:
			f.structTags(n)
		}
		return true
	})
}

func (f *flow) assign(lhs, rhs []ast.Expr) {
	for i, l := range lhs {
		if inner, ok := rhsAt(rhs, i).(*ast.FuncLit); ok && f.object(l) != nil {
			f.inner(f.object(l), inner)
		}
		switch {
		case len(rhs) == len(lhs):
			f.put(l, value{expr: rhs[i]})
		case len(rhs) == 1:
			f.put(l, value{expr: rhs[0], result: i})
		}
	}
}

func rhsAt(rhs []ast.Expr, i int) ast.Expr {
	if i < len(rhs) {
		return rhs[i]
	}
	return nil
}

// inner notes the parameters of a function literal under the variable by which it is called.
func (f *flow) inner(name types.Object, lit *ast.FuncLit) {
	sig, ok := f.info.Types[lit].Type.(*types.Signature)
	if !ok {
		return
	}
	for i := range sig.Params().Len() {
		f.params[sig.Params().At(i)] = param{name, i, sig.Variadic() && i == sig.Params().Len()-1}
	}
}

func (f *flow) put(l ast.Expr, v value) {
	if at, ok := l.(*ast.IndexExpr); ok {
		l, v.depth = at.X, v.depth-1
	}
	if obj := f.object(l); obj != nil {
		f.into[obj] = append(f.into[obj], v)
	}
}

// literal notes what is put into the fields of a struct.
func (f *flow) literal(lit *ast.CompositeLit) {
	st := structOf(f.info.Types[lit].Type)
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				f.put(key, value{expr: kv.Value})
			}
		} else if st != nil && i < st.NumFields() {
			field := st.Field(i).Origin()
			f.into[field] = append(f.into[field], value{expr: e})
		}
	}
}

func structOf(t types.Type) *types.Struct {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

func (f *flow) structTags(st *ast.StructType) {
	for _, field := range st.Fields.List {
		if field.Tag == nil {
			continue
		}
		text, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			continue
		}
		for _, key := range []string{"label", "help", "unit", "enum", "group"} {
			if v, ok := reflect.StructTag(text).Lookup(key); ok {
				f.tags[key] = append(f.tags[key], tagged{v, field})
			}
		}
	}
}

// object is the variable or field that an expression names.
func (f *flow) object(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.object(e.X)
	case *ast.StarExpr:
		return f.object(e.X)
	case *ast.SelectorExpr:
		return f.object(e.Sel)
	case *ast.Ident:
		switch obj := f.info.ObjectOf(e).(type) {
		case *types.Var:
			return obj.Origin()
		case nil:
			if e.Name != "_" {
				return f.outside(e.Name)
			}
		}
	}
	return nil
}

// outside stands for all fields of one name that types outside the module have.
func (f *flow) outside(name string) *types.Var {
	if f.foreign[name] == nil {
		f.foreign[name] = types.NewField(token.NoPos, nil, name, types.Typ[types.String], false)
	}
	return f.foreign[name]
}

// callee is the function of the module that is called.
func (f *flow) callee(call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		fun = sel.Sel
	}
	if name, ok := fun.(*ast.Ident); ok {
		if fn, ok := f.info.Uses[name].(*types.Func); ok {
			return fn.Origin()
		}
	}
	return nil
}
