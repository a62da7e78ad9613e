package lang_test

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// literals finds every string that can get into an object, and tells fail of expressions that are no literals.
type literals struct {
	*flow
	seen  map[seen]bool
	found func(text string, n ast.Node)
	fail  func(n ast.Node)
	stop  func(fn *types.Func) bool // results of these are not looked into
}

type seen struct {
	what          any
	depth, result int
}

func (l *literals) once(what any, v value) bool {
	k := seen{what, v.depth, v.result}
	if l.seen[k] {
		return false
	}
	l.seen[k] = true
	return true
}

// follow traces what is put into an object.
func (l *literals) follow(obj types.Object, depth int) {
	if !l.once(obj, value{depth: depth}) {
		return
	}
	for _, v := range l.into[obj] {
		v.depth += depth
		l.trace(v)
	}
	p, ok := l.params[obj]
	if fn, named := p.fn.(*types.Func); !ok || named && slices.Contains(read, fn.FullName()) {
		return
	}
	for _, call := range l.calls[p.fn] {
		for i, arg := range call.Args {
			switch {
			case i == p.at && (!p.variadic || call.Ellipsis.IsValid()):
				l.trace(value{expr: arg, depth: depth})
			case i >= p.at && p.variadic && depth > 0:
				l.trace(value{expr: arg, depth: depth - 1})
			}
		}
	}
}

func (l *literals) trace(v value) {
	if v.depth < 0 || !l.once(v.expr, v) {
		return
	}
	if tv := l.info.Types[v.expr]; tv.Value != nil && tv.Value.Kind() == constant.String {
		if text := constant.StringVal(tv.Value); text != "" {
			l.found(text, v.expr)
		}
		return
	}
	switch e := v.expr.(type) {
	case *ast.ParenExpr:
		l.trace(value{e.X, v.depth, v.result})
	case *ast.StarExpr:
		l.trace(value{e.X, v.depth, v.result})
	case *ast.UnaryExpr:
		l.trace(value{e.X, v.depth, v.result})
	case *ast.IndexExpr:
		l.trace(value{expr: e.X, depth: v.depth + 1})
	case *ast.SliceExpr:
		l.trace(value{expr: e.X, depth: v.depth})
	case *ast.CompositeLit:
		l.elements(e, v.depth)
	case *ast.CallExpr:
		l.call(e, v)
	case *ast.Ident, *ast.SelectorExpr:
		if obj := l.object(e); obj != nil {
			l.follow(obj, v.depth)
		} else if !isNil(e) {
			l.fail(e)
		}
	default:
		l.fail(e)
	}
}

func isNil(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && name.Name == "nil"
}

func (l *literals) elements(lit *ast.CompositeLit, depth int) {
	if depth == 0 {
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		l.trace(value{expr: e, depth: depth - 1})
	}
}

func (l *literals) call(call *ast.CallExpr, v value) {
	if tv := l.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		l.trace(value{expr: call.Args[0], depth: v.depth})
		return
	}
	if fn := l.callee(call); fn != nil {
		if l.stop(fn) || !l.once(fn, v) {
			return
		}
		for _, r := range l.returns[fn] {
			if r.result == v.result {
				l.trace(value{expr: r.expr, depth: v.depth})
			}
		}
		return
	}
	switch name := calledName(call); {
	case name == "append":
		for i, arg := range call.Args {
			if i == 0 || call.Ellipsis.IsValid() {
				l.trace(value{expr: arg, depth: v.depth})
			} else {
				l.trace(value{expr: arg, depth: v.depth - 1})
			}
		}
	case name == "make":
	case name == "Get" && len(call.Args) == 1 && l.tagKey(call.Args[0]) != "":
		for _, tag := range l.tags[l.tagKey(call.Args[0])] {
			l.found(tag.text, tag.node)
		}
	default:
		l.fail(call)
	}
}

func calledName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// tagKey is the key of a struct tag that is read: sf.Tag.Get("label").
func (l *literals) tagKey(arg ast.Expr) string {
	lit, ok := arg.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	key, _ := strconv.Unquote(lit.Value)
	if len(l.tags[key]) == 0 {
		return ""
	}
	return key
}
