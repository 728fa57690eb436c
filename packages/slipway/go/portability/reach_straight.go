package main

import (
	"go/ast"
	"path/filepath"
)

// straight are the functions that calls lead to from what is entered, by place: never through an interface, never past a look at the
// running system; and without those that a choice at run time leads to. In any are those that anything leads to.
type straight struct {
	any, looked, chosen map[string]bool
}

// straight follows calls from the programs that are built, and from what the project offers to others: the package at a module's root, and
// packages that nothing in the project imports. Where there is no program, all packages that can be imported are offered.
func (r *reacher) straight(units []*unit, lives []*liveness, l *looks) straight {
	entries := r.offered(units)
	any := r.from(units, lives, entries, true)
	r.dynamic = nil
	r.passed = []map[ast.Node]bool{l.looked}
	looked := r.from(units, lives, entries, true)
	r.passed = append(r.passed, l.chosen)
	return straight{any, looked, r.from(units, lives, entries, true)}
}

// offered are the packages at which the project is entered.
func (r *reacher) offered(units []*unit) []int {
	all := r.program.buildsAll()
	imported := map[string]bool{}
	hasProgram := false
	serves := func(one *listed) bool { return isWorkshop(r.program.request.relative(one.Dir), one.Name) }
	for _, unit := range units {
		if unit.types == nil {
			continue
		}
		hasProgram = hasProgram || r.isBuilt(unit.listed, all) && !serves(unit.listed)
		for _, next := range unit.types.Imports() {
			imported[next.Path()] = true
		}
	}
	var entries []int
	for i, unit := range units {
		one := unit.listed
		if one.DepOnly || unit.types == nil || serves(one) {
			continue
		}
		atRoot := one.Module != nil && filepath.Clean(one.Module.Dir) == filepath.Clean(one.Dir)
		if r.isBuilt(one, all) || isImportable(one) && (!hasProgram || atRoot || !imported[one.ImportPath]) {
			entries = append(entries, i)
		}
	}
	return entries
}

// isBuilt says whether a package is a program that is built for the target.
func (r *reacher) isBuilt(one *listed, all bool) bool {
	return one.Name == "main" && !one.DepOnly && (all || r.program.target.builds(one.Dir, one.ImportPath))
}

// told says how straight the way to a place must be for each code that is about what a system has; others are told wherever
// anything leads to them.
var told = map[string]string{
	"portability-exec": "chosen", "portability-unix-path": "looked", "portability-os-call": "looked",
	"portability-file-mode": "looked", "portability-symlink": "looked",
}

// judge marks the findings that no straight call leads to.
func (s straight) judge(findings []Finding) {
	for i := range findings {
		one := &findings[i]
		outside := one.function == ""
		switch told[one.Code] {
		case "chosen":
			one.indirect = one.looked || !outside && !s.chosen[one.function]
		case "looked":
			one.indirect = one.looked || !outside && !s.looked[one.function]
		default:
			one.indirect = !outside && !s.any[one.function]
		}
	}
}

// isBehind says whether a node, or one around it, is marked.
func (p *pass) isBehind(node ast.Node, marked map[ast.Node]bool) bool {
	for _, around := range p.stack {
		if marked[around] {
			return true
		}
	}
	return marked[node]
}
