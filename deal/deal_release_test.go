package deal_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/guarantee"
)

func TestReleaseRefuses(t *testing.T) {
	f := ready()
	f.Units[0].Blockers = blocked()
	f.Parties[0].Outcome = "review"
	order, answer, err := deal.Release(f, "lg_anna", morning)
	e := errs.As(err)
	if order.Valid() || answer.May || e == nil || e.Code != errs.Refused || len(e.Faults) != 2 || e.Entity != "dl_1" {
		t.Fatalf("got %v", err)
	}
	if got := e.Faults[0].Field + " " + e.Faults[1].Field; got != "vetting unit" || e.Faults[1].Hint.IsZero() {
		t.Errorf("got %q", got)
	}
	for name, err := range map[string]error{
		"nobody asks":         third(deal.Release(ready(), "", morning)),
		"facts of last week":  third(deal.Release(ready(), "lg_anna", morning+7*24*3600*1_000_000)),
		"facts of the future": third(deal.Release(ready(), "lg_anna", morning-2*24*3600*1_000_000)),
	} {
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func third(_ deal.Order, _ deal.Answer, err error) error { return err }

func TestOrderKeepsWhatTheGateSaid(t *testing.T) {
	order, answer, err := deal.Release(ready(), "lg_anna", morning)
	if err != nil {
		t.Fatal(err)
	}
	answer.Conditions[0].OK = false
	order.Units()[0] = "un_9"
	order.Answer().Conditions[1].Name = "spoiled"
	order.Cover().Steps[0].Cover = eur(1)
	if !reflect.DeepEqual(order.Cover(), ready().Cover) {
		t.Errorf("a caller changed the cover: %+v", order.Cover().Steps[0])
	}
	if order.By() != "lg_anna" || order.At() != morning || order.Units()[0] != "un_1" || !order.Answer().Conditions[0].OK ||
		order.Answer().Conditions[1].Name != deal.VettingName || order.Answer().Deal != order.Deal() {
		t.Errorf("a caller changed the order: %+v", order.Answer())
	}
}

// An order passes the gate if and only if no condition is open, whatever is spoiled and waived; vetting and cover are
// never waived.
func TestReleaseIffNothingOpen(t *testing.T) {
	spoilers := []func(f *deal.Facts){
		func(f *deal.Facts) { f.Stage = deal.Quoted },
		func(f *deal.Facts) { f.Contract.AdvancePaid = eur(1) },
		func(f *deal.Facts) { f.Parties[0].Outcome = "blocked" },
		func(f *deal.Facts) { f.Lists = nil },
		func(f *deal.Facts) { f.Cover = cover(promise("1", 599_999, end)) },
		func(f *deal.Facts) { f.Cover = guarantee.Result{} },
		func(f *deal.Facts) { f.Limits[0].Used = eur(20_000_000) },
		func(f *deal.Facts) { f.Units[0].Claim = goods.Claim{} },
		func(f *deal.Facts) { f.Units[0].Missing = []errs.Text{errs.T("customs code")} },
		func(f *deal.Facts) { f.Papers[0].Present = false },
	}
	rapid.Check(t, func(t *rapid.T) {
		f := ready()
		for n, spoil := range spoilers {
			if rapid.IntRange(0, 5).Draw(t, "spoil") == 0 {
				spoil(&f)
				_ = n
			}
		}
		for _, name := range deal.Names() {
			if rapid.Bool().Draw(t, "waive") {
				f.Waivers = append(f.Waivers, deal.Waiver{Condition: name, Reason: "because", ProposedBy: "lg_anna",
					ConfirmedBy: rapid.SampledFrom([]string{"lg_anna", "lg_boris", "lg_boris", ""}).Draw(t, "second"), ExpiresOn: today.Add(rapid.IntRange(-1, 3).Draw(t, "until"))})
			}
		}
		a := deal.Ask(f)
		order, answer, err := deal.Release(f, "lg_anna", morning)
		if passes := len(a.Open()) == 0; passes != a.May || passes != (err == nil) || passes != order.Valid() || answer.May != a.May {
			t.Fatalf("open %v, may %v, error %v, valid %v", a.Open(), a.May, err, order.Valid())
		}
		for _, c := range a.Conditions {
			if c.OK != (len(c.Open) == 0) || c.Waived != nil && (c.OK || c.Name != deal.LimitsName && c.Name != deal.PapersName) {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestWaivers(t *testing.T) {
	good := deal.Waiver{Condition: deal.PapersName, Reason: "in the post", ProposedBy: "lg_anna", ConfirmedBy: "lg_boris", ExpiresOn: today}
	for _, c := range []struct {
		name  string
		spoil func(w *deal.Waiver)
		code  errs.Code // "" = counts
	}{
		{"two people, reason, until today", func(*deal.Waiver) {}, ""},
		{"one person", func(w *deal.Waiver) { w.ConfirmedBy = w.ProposedBy }, errs.Invalid},
		{"not confirmed", func(w *deal.Waiver) { w.ConfirmedBy = "" }, errs.Invalid},
		{"nobody", func(w *deal.Waiver) { w.ProposedBy, w.ConfirmedBy = "", "" }, errs.Invalid},
		{"no reason", func(w *deal.Waiver) { w.Reason = " " }, errs.Invalid},
		{"no end", func(w *deal.Waiver) { w.ExpiresOn = 0 }, errs.Invalid},
		{"ended yesterday", func(w *deal.Waiver) { w.ExpiresOn = today.Add(-1) }, errs.Invalid},
		{"cover", func(w *deal.Waiver) { w.Condition = deal.CoverName }, errs.Forbidden},
		{"vetting", func(w *deal.Waiver) { w.Condition = deal.VettingName }, errs.Forbidden},
		{"unit", func(w *deal.Waiver) { w.Condition = deal.UnitName }, errs.Forbidden},
		{"contract", func(w *deal.Waiver) { w.Condition = deal.ContractName }, errs.Forbidden},
		{"everything", func(w *deal.Waiver) { w.Condition = "*" }, errs.Forbidden},
	} {
		w := good
		c.spoil(&w)
		if got := errs.CodeOf(w.Check(today)); got != c.code {
			t.Errorf("%s: got %q, want %q", c.name, got, c.code)
		}
		f := ready()
		f.Papers[0].Present = false
		f.Waivers = []deal.Waiver{w}
		a := deal.Ask(f)
		if a.May != (c.code == "") {
			t.Errorf("%s: may %v", c.name, a.May)
		}
		if p := a.Condition(deal.PapersName); a.May && (p.OK || p.Waived == nil || len(p.Open) != 1) {
			t.Errorf("%s: a waived condition hides what is open: %+v", c.name, p)
		}
	}
}

// A zero order, a copied shell or a decoded one is recognisably no order.
func TestForgedOrdersAreNotValid(t *testing.T) {
	var zero, decoded deal.Order
	if zero.Valid() {
		t.Error("the zero order is valid")
	}
	real, _, err := deal.Release(ready(), "lg_anna", morning)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA9005 that nothing of an order can be written or read is what is proved
	b, err := json.Marshal(real)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA9005 the same
	if err := json.Unmarshal(b, &decoded); err != nil || decoded.Valid() {
		t.Errorf("decoded from %s: valid %v, %v", b, decoded.Valid(), err)
	}
	order := reflect.TypeFor[deal.Order]()
	for n := range order.NumField() {
		if order.Field(n).IsExported() {
			t.Errorf("field %s can be set from outside", order.Field(n).Name)
		}
	}
	for _, typ := range []reflect.Type{order, reflect.PointerTo(order)} {
		for n := range typ.NumMethod() {
			if m := typ.Method(n); strings.HasPrefix(m.Name, "Set") || strings.HasPrefix(m.Name, "Unmarshal") || m.Name == "Scan" || m.Name == "GobDecode" {
				t.Errorf("method %s could make an order", m.Name)
			}
		}
	}
}

// Nothing but Release makes a filled Order: no other function of this package returns or fills one, the seal is used in
// two places only, nobody outside writes deal.Order{…} or new(deal.Order), and nobody imports unsafe.
func TestOnlyReleaseMakesOrders(t *testing.T) {
	made, seals := 0, []string{}
	walkHouse(t, func(path string, file *ast.File) {
		for _, i := range file.Imports {
			if i.Path.Value == `"unsafe"` {
				t.Errorf("%s imports unsafe", path)
			}
		}
		inside := file.Name.Name == "deal" && filepath.Base(filepath.Dir(path)) == "deal"
		isOrder := func(e ast.Expr) bool {
			if star, ok := e.(*ast.StarExpr); ok {
				e = star.X
			}
			if sel, ok := e.(*ast.SelectorExpr); ok {
				pkg, ok := sel.X.(*ast.Ident)
				return ok && pkg.Name == "deal" && sel.Sel.Name == "Order"
			}
			name, ok := e.(*ast.Ident)
			return inside && ok && name.Name == "Order"
		}
		for _, d := range file.Decls {
			where := path
			if fn, ok := d.(*ast.FuncDecl); ok {
				where = path + ":" + fn.Name.Name
				if inside && fn.Name.Name != "Release" && fn.Type.Results != nil {
					for _, r := range fn.Type.Results.List {
						if isOrder(r.Type) {
							t.Errorf("%s returns an Order", where)
						}
					}
				}
			}
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					if isOrder(n.Type) && len(n.Elts) > 0 {
						made++
						if !strings.HasSuffix(where, ":Release") || !inside {
							t.Errorf("%s makes an Order", where)
						}
					} else if isOrder(n.Type) && !inside {
						t.Errorf("%s makes an empty Order", where)
					}
				case *ast.CallExpr:
					if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "new" && len(n.Args) == 1 && isOrder(n.Args[0]) {
						t.Errorf("%s makes an Order by new", where)
					}
				case *ast.Ident:
					if inside && n.Name == "gate" {
						seals = append(seals, filepath.Base(where))
					}
				case *ast.SelectorExpr:
					if inside && n.Sel.Name == "seal" && !strings.HasSuffix(where, ":Valid") {
						t.Errorf("%s touches the seal", where)
					}
				}
				return true
			})
		}
	})
	if made != 1 {
		t.Errorf("%d places make an Order, want 1", made)
	}
	want := []string{"deal_release.go", "deal_release.go:Release", "deal_release.go:Valid"} // declaration, use, check
	slices.Sort(seals)
	if !slices.Equal(seals, want) {
		t.Errorf("the seal stands in %v, want %v", seals, want)
	}
}

// walkHouse parses every Go file of the module that is not a test.
func walkHouse(t *testing.T, see func(path string, file *ast.File)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler says it better
		}
		files++
		see(path, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("only %d files found; is the test run inside the module?", files)
	}
}
