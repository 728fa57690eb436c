package main

import (
	"go/ast"
	"go/types"
)

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
