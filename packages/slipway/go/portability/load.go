package main

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sync"
)

// sources parses every file once, however many targets have it.
type sources struct {
	fset  *token.FileSet
	mutex sync.Mutex
	files map[string]*source
}

type source struct {
	once sync.Once
	text []byte
	file *ast.File
	err  error
	// errs are the errors of the parser; the file may still be usable.
	errs scanner.ErrorList
}

func newSources() *sources {
	return &sources{fset: token.NewFileSet(), files: map[string]*source{}}
}

// known gives a file that was parsed before. Targets are looked at side by side, so the map is never read without its lock.
func (s *sources) known(path string) *source {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.files[path]
}

// parse gives the file at path. Bodies and comments of files that are not the project's are dropped, which keeps
// a whole dependency tree in little memory.
func (s *sources) parse(path string, own, bodies bool) *source {
	s.mutex.Lock()
	one := s.files[path]
	if one == nil {
		one = &source{}
		s.files[path] = one
	}
	s.mutex.Unlock()
	one.once.Do(func() {
		text, err := os.ReadFile(path)
		if err != nil {
			one.err = err
			return
		}
		mode := parser.SkipObjectResolution
		if own {
			one.text = text
			mode |= parser.ParseComments
		}
		file, err := parser.ParseFile(s.fset, path, text, mode)
		if list, ok := err.(scanner.ErrorList); ok {
			one.errs = list
		} else if err != nil {
			one.err = err
		}
		if file != nil && !bodies {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok {
					fn.Body = nil
				}
			}
		}
		one.file = file
	})
	return one
}

// unit is a type-checked package of the project.
type unit struct {
	listed *listed
	files  []*ast.File
	types  *types.Package
	info   *types.Info
}

// program is what one target has, type-checked.
type program struct {
	target   RequestTarget
	sources  *sources
	request  *Request
	own      []*unit
	problems []Problem
	listed   []*listed
	// broken are packages that do not compile on the target, themselves or for what they import.
	broken map[string]bool
}

// check type-checks everything that was listed for a target.
func check(request *Request, all *sources, target RequestTarget, packages []*listed) *program {
	result := &program{target: target, sources: all, request: request, listed: packages, broken: map[string]bool{}}
	loaded := map[string]*types.Package{"unsafe": types.Unsafe}
	arch := variable(target.Env, "GOARCH")
	sizes := types.SizesFor("gc", arch)
	if sizes == nil {
		sizes = types.SizesFor("gc", "amd64")
	}
	failed := map[string]bool{}
	for _, one := range packages {
		if one.ImportPath == "unsafe" {
			continue
		}
		own := request.isOwn(one)
		before := len(result.problems)
		if one.Error != nil {
			result.listError(one, own, failed)
			result.broken[one.ImportPath] = true
		}
		var files []*ast.File
		for _, name := range append(append([]string{}, one.GoFiles...), one.CgoFiles...) {
			src := all.parse(filepath.Join(one.Dir, name), own, !one.Standard)
			for _, err := range src.errs {
				result.problems = append(result.problems, Problem{
					Package: one.ImportPath, Own: own, File: err.Pos.Filename, Line: err.Pos.Line, Column: err.Pos.Column, Message: err.Msg,
				})
				failed[one.ImportPath] = true
				break
			}
			if src.file != nil {
				files = append(files, src.file)
			}
		}
		if len(files) == 0 {
			continue
		}
		unit := &unit{listed: one, files: files}
		if own {
			unit.info = &types.Info{
				Types:      map[ast.Expr]types.TypeAndValue{},
				Defs:       map[*ast.Ident]types.Object{},
				Uses:       map[*ast.Ident]types.Object{},
				Selections: map[*ast.SelectorExpr]*types.Selection{},
				Implicits:  map[ast.Node]types.Object{},
			}
		}
		told := map[token.Position]bool{}
		config := types.Config{
			Importer:                 importer{loaded, one.ImportMap},
			FakeImportC:              true,
			Sizes:                    sizes,
			IgnoreFuncBodies:         one.Standard,
			DisableUnusedImportCheck: len(one.CgoFiles) > 0,
			GoVersion:                goVersion(one),
			Error: func(err error) {
				fault, ok := err.(types.Error)
				if !ok || fault.Soft && !own || failed[one.ImportPath] {
					return
				}
				if one.Standard {
					return
				}
				position := fault.Fset.Position(fault.Pos)
				if missingImport(fault.Msg) {
					// go list has told of it already.
					result.broken[one.ImportPath] = true
					return
				}
				if result.broken[one.ImportPath] && followsImport(fault.Msg) {
					return
				}
				if told[position] || len(told) >= 20 {
					return
				}
				told[position] = true
				result.problems = append(result.problems, Problem{
					Package: one.ImportPath, Own: own, File: position.Filename, Line: position.Line, Column: position.Column, Message: fault.Msg,
				})
			},
		}
		fresh := len(result.problems)
		unit.types, _ = config.Check(one.ImportPath, all.fset, files, unit.info)
		if unit.types != nil {
			loaded[one.ImportPath] = unit.types
		}
		result.blameCgo(one, fresh)
		result.noteBroken(one.ImportPath, unit.types, len(result.problems) > before)
		if own {
			result.own = append(result.own, unit)
		}
	}
	return result
}

// importer finds packages that were checked before; go list puts dependencies first.
type importer struct {
	loaded  map[string]*types.Package
	renamed map[string]string
}

func (i importer) Import(path string) (*types.Package, error) {
	if real := i.renamed[path]; real != "" {
		path = real
	}
	if found := i.loaded[path]; found != nil {
		return found, nil
	}
	return nil, missing(path)
}

type missing string

func (m missing) Error() string { return "missing package " + string(m) }

// noteBroken remembers whether a package compiles; one whose imports do not does not either.
func (p *program) noteBroken(path string, pkg *types.Package, wrong bool) {
	if pkg != nil {
		for _, imported := range pkg.Imports() {
			wrong = wrong || p.broken[imported.Path()]
		}
	}
	if wrong {
		p.broken[path] = true
	}
}
