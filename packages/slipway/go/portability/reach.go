package main

import (
	"fmt"
	"go/ast"
	"go/types"
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
	// byName are the methods of the project by their names, and only what onlyOne has found.
	byName map[string][]*reachable
	only   map[*types.Func]*reachable
	// passed are nodes that are not followed.
	passed []map[ast.Node]bool
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

func newReacher(program *program, units []*unit, lives []*liveness) *reacher {
	r := &reacher{
		program: program, functions: map[types.Object]*reachable{}, methods: map[*types.TypeName][]*reachable{},
		byName: map[string][]*reachable{}, only: map[*types.Func]*reachable{},
		typeSpecs: map[*types.TypeName]*reachableType{}, values: map[types.Object]*reachableValue{}, dynamic: program.interfaceMethods,
	}
	for i, unit := range units {
		if lives[i] != nil {
			r.add(unit, lives[i])
		}
	}
	return r
}

// all follows every way, interfaces among them.
func (r *reacher) all(units []*unit, lives []*liveness) reached {
	program := r.program
	var result reached
	programs, exports := []int{}, []int{}
	all := program.buildsAll()
	for i, unit := range units {
		if unit.listed.DepOnly || unit.types == nil {
			continue
		}
		switch {
		case r.isBuilt(unit.listed, all):
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

func (r *reacher) reach(one *reachable) {
	if one == nil {
		return
	}
	if place := r.place(one.decl); !r.found[place] {
		r.found[place] = true
		r.pending = append(r.pending, one)
	}
}

func (r *reacher) place(decl *ast.FuncDecl) string {
	at := r.program.sources.fset.Position(decl.Pos())
	return fmt.Sprint(at.Filename, ":", at.Line)
}
