package main

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"sync"
)

// sources parses every file once, however many targets have it.
type sources struct {
	fset  *token.FileSet
	mutex sync.Mutex
	files map[string]*source
	// large is held by the target of a large project that is looked at.
	large sync.Mutex
	// bodies are what is known of the function bodies of dependencies.
	bodies bodies
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
func (s *sources) parse(path string, own bool) *source {
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
		if file != nil && !own {
			hollow(file)
		}
		one.file = file
	})
	return one
}

// hollow leaves of a file what other packages see of it: no bodies, and no elements of the tables that variables are set to.
func hollow(file *ast.File) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			// An empty body is one: without any, a function would have to be assembly.
			if decl.Body != nil {
				decl.Body = emptyBody(decl.Body)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if spec, ok := spec.(*ast.ValueSpec); ok && decl.Tok == token.VAR {
					for _, value := range spec.Values {
						hollowValue(value)
					}
				}
			}
		}
	}
}

func emptyBody(body *ast.BlockStmt) *ast.BlockStmt {
	return &ast.BlockStmt{Lbrace: body.Lbrace, Rbrace: body.Lbrace}
}

func hollowValue(value ast.Expr) {
	switch value := unparen(value).(type) {
	case *ast.UnaryExpr:
		hollowValue(value.X)
	case *ast.FuncLit:
		value.Body = emptyBody(value.Body)
	case *ast.CompositeLit:
		// [...]T{} is as long as what stands in it.
		if array, ok := value.Type.(*ast.ArrayType); ok {
			if _, counted := array.Len.(*ast.Ellipsis); counted {
				return
			}
		}
		value.Elts = nil
	}
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
	// loaded are all packages by path, and out what the project's packages have in files that are out: files by name, by package.
	loaded map[string]*types.Package
	out    map[string]map[string][]string
	// interfaceMethods are names of methods that some interface has.
	interfaceMethods map[string]bool
}

// check type-checks everything that was listed for a target.
func check(request *Request, all *sources, target RequestTarget, packages []*listed) *program {
	result := &program{target: target, sources: all, request: request, listed: packages, broken: map[string]bool{}, interfaceMethods: map[string]bool{}}
	loaded := map[string]*types.Package{"unsafe": types.Unsafe}
	result.loaded = loaded
	arch := variable(target.Env, "GOARCH")
	sizes := types.SizesFor("gc", arch)
	if sizes == nil {
		sizes = types.SizesFor("gc", "amd64")
	}
	checker := &checker{program: result, loaded: loaded, sizes: sizes, api: newDigests(), failed: map[string]bool{}, holes: map[string]bool{}}
	for _, one := range packages {
		if one.ImportPath != "unsafe" {
			checker.add(one)
		}
	}
	result.placeImports()
	return result
}

// checker type-checks the packages of one target, dependencies first.
type checker struct {
	program *program
	loaded  map[string]*types.Package
	sizes   types.Sizes
	api     *digests
	// failed are packages that go list or the parser could not take.
	failed map[string]bool
	// holes are packages with problems of their own: names may be missing in them.
	holes map[string]bool
}

func (c *checker) add(one *listed) {
	result, all := c.program, c.program.sources
	own := result.request.isOwn(one)
	before := len(result.problems)
	if one.Error != nil {
		result.listError(one, own, c.failed)
		result.broken[one.ImportPath] = true
	}
	var files []*ast.File
	for _, path := range one.paths() {
		src := all.parse(path, own)
		for _, err := range src.errs {
			result.problems = append(result.problems, Problem{
				Package: one.ImportPath, Own: own, File: err.Pos.Filename, Line: err.Pos.Line, Column: err.Pos.Column, Message: err.Msg,
			})
			c.failed[one.ImportPath] = true
			break
		}
		if src.file != nil {
			files = append(files, src.file)
		}
	}
	if len(files) == 0 {
		return
	}
	unit := &unit{listed: one, files: files}
	fresh := len(result.problems)
	switch {
	case own:
		unit.info = &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
			Implicits:  map[ast.Node]types.Object{},
		}
		unit.types = c.check(one, files, unit.info, true)
		result.own = append(result.own, unit)
	case one.Standard:
		unit.types = c.check(one, files, nil, false)
	default:
		unit.types = c.dependency(one, files)
	}
	if unit.types != nil {
		c.loaded[one.ImportPath] = unit.types
		noteInterfaces(unit.types, files, own, result.interfaceMethods)
	}
	result.blameCgo(one, fresh)
	c.blameImports(one, files, fresh)
	if own {
		c.blameFiles(one, files, fresh)
	}
	result.noteBroken(one.ImportPath, unit.types, len(result.problems) > before)
	if len(result.problems) > before {
		c.holes[one.ImportPath] = true
	}
}

// dependency checks a package of others with its bodies, unless another target has shown that they compile.
func (c *checker) dependency(one *listed, files []*ast.File) *types.Package {
	known := c.program.sources.bodies.of(filesKey(one, c.sizes))
	known.mutex.Lock()
	if known.names != nil && known.clean[c.api.ofNames(known.names, c.loaded)] {
		known.mutex.Unlock()
		return c.check(one, files, nil, false)
	}
	defer known.mutex.Unlock()
	before := len(c.program.problems)
	uses := map[*ast.Ident]types.Object{}
	pkg := c.check(one, c.withBodies(one), &types.Info{Uses: uses}, true)
	if len(c.program.problems) == before && pkg != nil && !c.program.broken[one.ImportPath] && !c.failed[one.ImportPath] {
		if known.names == nil {
			known.names = namesUsed(pkg, uses)
		}
		known.clean[c.api.ofNames(known.names, c.loaded)] = true
	}
	return pkg
}

// withBodies parses the files of a dependency once more: their bodies are kept no longer than they are looked at.
func (c *checker) withBodies(one *listed) []*ast.File {
	var files []*ast.File
	for _, path := range one.paths() {
		file, _ := parser.ParseFile(c.program.sources.fset, path, nil, parser.SkipObjectResolution)
		if file != nil {
			files = append(files, file)
		}
	}
	return files
}

// check type-checks one package and adds what is wrong with it to the target's problems.
func (c *checker) check(one *listed, files []*ast.File, info *types.Info, bodies bool) *types.Package {
	result := c.program
	own := result.request.isOwn(one)
	told := map[token.Position]bool{}
	config := types.Config{
		Importer:                 importer{c.loaded, one.ImportMap},
		FakeImportC:              true,
		Sizes:                    c.sizes,
		IgnoreFuncBodies:         !bodies,
		DisableUnusedImportCheck: len(one.CgoFiles) > 0,
		GoVersion:                goVersion(one),
		Error: func(err error) {
			fault, ok := err.(types.Error)
			if !ok || fault.Soft && !own || c.failed[one.ImportPath] {
				return
			}
			if one.Standard {
				return
			}
			if unknownType.MatchString(fault.Msg) || len(one.CgoFiles) > 0 && !undefinedName.MatchString(fault.Msg) {
				// What C declares is not known, so what is made of it may be anything.
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
			if from := c.lacksWhat(fault.Msg, files); from != "" {
				result.broken[one.ImportPath] = true
				return
			}
			if own && c.followsType(one, fault.Msg, fault.Pos, files, info) {
				result.broken[one.ImportPath] = true
				return
			}
			// A name that is used only together with something unknown counts as unused.
			if fault.Soft && c.importsHole(files) {
				result.broken[one.ImportPath] = true
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
	pkg, _ := config.Check(one.ImportPath, result.sources.fset, files, info)
	return pkg
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
