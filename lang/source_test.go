package lang_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// source is the checked code of the house. What lies outside the module is left unknown: sentences are written here.
type source struct {
	root  string
	fset  *token.FileSet
	info  *types.Info
	files map[string][]*ast.File // by import path
	pkgs  map[string]*types.Package
}

const module = "kontor"

// readSource parses and checks every package of the module, tests and nested modules left out.
func readSource() (*source, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	s := &source{root: root, fset: token.NewFileSet(), files: map[string][]*ast.File{}, pkgs: map[string]*types.Package{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Instances: map[*ast.Ident]types.Instance{}}}
	err = filepath.WalkDir(s.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return s.enter(path, e.Name())
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(s.fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		in := filepath.ToSlash(filepath.Join(module, strings.TrimPrefix(filepath.Dir(path), s.root)))
		s.files[in] = append(s.files[in], f)
		return nil
	})
	for path := range s.files {
		s.check(path)
	}
	return s, err
}

func (s *source) enter(path, name string) error {
	if path == s.root {
		return nil
	}
	if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil || strings.HasPrefix(name, ".") || name == "testdata" || name == "testdb" {
		return filepath.SkipDir
	}
	return nil
}

func (s *source) check(path string) *types.Package {
	if pkg := s.pkgs[path]; pkg != nil {
		return pkg
	}
	conf := types.Config{Importer: s, Error: func(error) {}}
	pkg, _ := conf.Check(path, s.fset, s.files[path], s.info) // packages outside the module are unknown on purpose
	s.pkgs[path] = pkg
	return pkg
}

// Import gives the checked packages of the module, and empty ones for all others.
func (s *source) Import(path string) (*types.Package, error) {
	if s.files[path] != nil {
		return s.check(path), nil
	}
	if s.pkgs[path] == nil {
		name := path[strings.LastIndexByte(path, '/')+1:]
		s.pkgs[path] = types.NewPackage(path, name)
		s.pkgs[path].MarkComplete()
	}
	return s.pkgs[path], nil
}

// at is a place in the code as a person reads it: "desk/quote.go:41".
func (s *source) at(n ast.Node) string {
	p := s.fset.Position(n.Pos())
	name, err := filepath.Rel(s.root, p.Filename)
	if err != nil {
		name = p.Filename
	}
	return filepath.ToSlash(name) + ":" + strconv.Itoa(p.Line)
}

// around names the function in which a node stands.
func (s *source) around(n ast.Node) string {
	for _, files := range s.files {
		for _, f := range files {
			if n.Pos() < f.FileStart || n.Pos() > f.FileEnd {
				continue
			}
			for _, d := range f.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok && fd.Pos() <= n.Pos() && n.Pos() <= fd.End() {
					fn, _ := s.info.Defs[fd.Name].(*types.Func)
					return fn.FullName()
				}
			}
		}
	}
	return ""
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.Join(err, errors.New("no go.mod above the test"))
}
