package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// reached are the functions of the project that can run on one target, by place, when it is entered at its programs, and when it
// is entered at what it exports. A set is nil when there is no such entry.
type reached struct {
	programs, exports map[string]bool
}

// isElsewhere says whether a function runs on another target and not on this one: callers choose by system, so what it does here
// is never done. A function that no entry reaches anywhere is judged as it stands.
func isElsewhere(all []reached, target int, function string) bool {
	here := all[target]
	for i, other := range all {
		if i == target {
			continue
		}
		if here.programs != nil && other.programs[function] && !here.programs[function] {
			return true
		}
		if here.exports != nil && other.exports[function] && !here.exports[function] {
			return true
		}
	}
	return false
}

// reacher follows names through the live code of all packages of the project on one target.
type reacher struct {
	program   *program
	functions map[types.Object]*reachable
	methods   map[*types.TypeName][]*reachable
	typeSpecs map[*types.TypeName]*reachableType
	// values are variables that are set to something without calling anything: it runs when they are used.
	values map[types.Object]*reachableValue
	// dynamic are names of methods that some interface has: they may be called without being named.
	dynamic map[string]bool
	used    map[types.Object]bool
	found   map[string]bool
	pending []*reachable
}

type reachable struct {
	decl   *ast.FuncDecl
	unit   *unit
	live   *liveness
	object *types.Func
}

type reachableType struct {
	spec *ast.TypeSpec
	unit *unit
	live *liveness
}

type reachableValue struct {
	spec *ast.ValueSpec
	unit *unit
	live *liveness
}

func reach(program *program, units []*unit, lives []*liveness) reached {
	r := &reacher{
		program: program, functions: map[types.Object]*reachable{}, methods: map[*types.TypeName][]*reachable{},
		typeSpecs: map[*types.TypeName]*reachableType{}, values: map[types.Object]*reachableValue{}, dynamic: program.interfaceMethods,
	}
	for i, unit := range units {
		if lives[i] != nil {
			r.add(unit, lives[i])
		}
	}
	var result reached
	programs, exports := []int{}, []int{}
	for i, unit := range units {
		if unit.listed.DepOnly || unit.types == nil {
			continue
		}
		switch {
		case unit.listed.Name == "main":
			programs = append(programs, i)
		case isImportable(unit.listed):
			exports = append(exports, i)
		}
	}
	if len(programs) > 0 {
		result.programs = r.from(units, lives, programs, false)
	}
	if len(exports) > 0 {
		result.exports = r.from(units, lives, append(exports, programs...), true)
	}
	return result
}

func (r *reacher) add(unit *unit, live *liveness) {
	for _, file := range unit.files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				object, ok := unit.info.Defs[decl.Name].(*types.Func)
				if !ok {
					continue
				}
				one := &reachable{decl, unit, live, object}
				r.functions[object] = one
				if owner := receiverOf(object); owner != nil {
					r.methods[owner] = append(r.methods[owner], one)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						if name, ok := unit.info.Defs[spec.Name].(*types.TypeName); ok {
							r.typeSpecs[name] = &reachableType{spec, unit, live}
						}
					}
					if spec, ok := spec.(*ast.ValueSpec); ok && !calls(spec) {
						for _, name := range spec.Names {
							if object := unit.info.Defs[name]; object != nil {
								r.values[object] = &reachableValue{spec, unit, live}
							}
						}
					}
				}
			}
		}
	}
}

// calls says whether setting a variable runs something.
func calls(spec *ast.ValueSpec) bool {
	found := false
	for _, value := range spec.Values {
		ast.Inspect(value, func(node ast.Node) bool {
			switch node.(type) {
			case *ast.FuncLit:
				return false
			case *ast.CallExpr:
				found = true
			}
			return !found
		})
	}
	return found || spec.Names[0].Name == "_"
}

// receiverOf is the type that a method belongs to.
func receiverOf(method *types.Func) *types.TypeName {
	receiver := method.Type().(*types.Signature).Recv()
	if receiver == nil {
		return nil
	}
	t := unalias(receiver.Type())
	if pointer, ok := t.(*types.Pointer); ok {
		t = unalias(pointer.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Origin().Obj()
	}
	return nil
}

// from gives the places of the functions that are reached from some packages and from what they import.
func (r *reacher) from(units []*unit, lives []*liveness, entries []int, exported bool) map[string]bool {
	r.used, r.found, r.pending = map[types.Object]bool{}, map[string]bool{}, nil
	byPackage := map[*types.Package]int{}
	for i, unit := range units {
		if unit.types != nil {
			byPackage[unit.types] = i
		}
	}
	seen := map[int]bool{}
	var visit func(int)
	visit = func(i int) {
		if seen[i] || lives[i] == nil {
			return
		}
		seen[i] = true
		for _, imported := range units[i].types.Imports() {
			if next, ok := byPackage[imported]; ok {
				visit(next)
			}
		}
		r.enter(units[i], lives[i])
	}
	for _, i := range entries {
		visit(i)
		if !exported || units[i].listed.Name == "main" {
			continue
		}
		for object, one := range r.functions {
			if one.unit == units[i] && object.Exported() {
				r.reach(one)
			}
		}
		for object, one := range r.values {
			if one.unit == units[i] && object.Exported() {
				r.scan(one.unit, one.live, one.spec)
			}
		}
	}
	for len(r.pending) > 0 {
		one := r.pending[len(r.pending)-1]
		r.pending = r.pending[:len(r.pending)-1]
		r.scan(one.unit, one.live, one.decl.Type)
		if one.decl.Recv != nil {
			r.scan(one.unit, one.live, one.decl.Recv)
		}
		if one.decl.Body != nil {
			r.scan(one.unit, one.live, one.decl.Body)
		}
	}
	return r.found
}

// enter reaches what runs as soon as a package is imported.
func (r *reacher) enter(unit *unit, live *liveness) {
	for _, file := range unit.files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				name := decl.Name.Name
				if decl.Recv == nil && (name == "init" || name == "main" && unit.listed.Name == "main") || isDirected(decl) {
					if object, ok := unit.info.Defs[decl.Name].(*types.Func); ok {
						r.reach(r.functions[object])
					} else {
						// Functions named init are no objects.
						r.scan(unit, live, decl)
						r.found[r.place(decl)] = true
					}
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok && calls(spec) {
						r.scan(unit, live, spec)
					}
				}
			}
		}
	}
}

func (r *reacher) place(decl *ast.FuncDecl) string {
	at := r.program.sources.fset.Position(decl.Pos())
	return fmt.Sprint(at.Filename, ":", at.Line)
}

func (r *reacher) reach(one *reachable) {
	if one == nil {
		return
	}
	if place := r.place(one.decl); !r.found[place] {
		r.found[place] = true
		r.pending = append(r.pending, one)
	}
}

func (r *reacher) scan(unit *unit, live *liveness, root ast.Node) {
	live.inspect(root, func(node ast.Node) bool {
		id, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		switch object := unit.info.Uses[id].(type) {
		case *types.Func:
			r.reach(r.functions[object.Origin()])
		case *types.TypeName:
			r.use(object)
		case *types.Var:
			if one := r.values[object]; one != nil && !r.used[object] {
				r.used[object] = true
				r.scan(one.unit, one.live, one.spec)
			}
		}
		return true
	})
}

// use reaches the methods of a type that is mentioned, as far as an interface may call them.
func (r *reacher) use(name *types.TypeName) {
	if r.used[name] {
		return
	}
	r.used[name] = true
	for _, method := range r.methods[name] {
		if r.dynamic[method.object.Name()] {
			r.reach(method)
		}
	}
	if one := r.typeSpecs[name]; one != nil {
		r.scan(one.unit, one.live, one.spec.Type)
	}
}

// noteInterfaces collects the names of methods that the interfaces of a package have.
func noteInterfaces(pkg *types.Package, files []*ast.File, own bool, into map[string]bool) {
	for _, name := range pkg.Scope().Names() {
		if object, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok {
			if t, ok := object.Type().Underlying().(*types.Interface); ok {
				for i := 0; i < t.NumMethods(); i++ {
					into[t.Method(i).Name()] = true
				}
			}
		}
	}
	if !own {
		return
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if t, ok := node.(*ast.InterfaceType); ok {
				for _, field := range t.Methods.List {
					for _, name := range field.Names {
						into[name.Name] = true
					}
				}
			}
			return true
		})
	}
}

// isWorkshop says whether a package serves the developers and no user: helpers of tests, and programs that make or check the project.
func isWorkshop(dir, name string) bool {
	for _, part := range strings.Split(dir, "/") {
		helps := strings.HasPrefix(part, "testutil") || strings.HasPrefix(part, "testhelper") || strings.HasSuffix(part, "test") && !ordinary[part]
		if forTests[part] || helps || name == "main" && forMakers[part] {
			return true
		}
	}
	return false
}

var (
	ordinary  = set("latest attest contest speedtest")
	forTests  = set("test tests testing testdata testsuite testsupport testlib e2e e2etest integration")
	forMakers = set("hack helpers scripts script tool tools _tools ci magefiles")
)

// helpsTests says whether an ordinary file is one for tests: it needs package testing.
func helpsTests(file *ast.File) bool {
	for _, spec := range file.Imports {
		if spec.Path.Value == `"testing"` {
			return true
		}
	}
	return false
}
