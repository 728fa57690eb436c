package main

import (
	"go/ast"
	"go/types"
	"strings"
)

// markUnreached marks unexported functions that only dead code names.
func (l *liveness) markUnreached(unit *unit) {
	program := unit.listed.Name == "main"
	reached := map[*ast.FuncDecl]bool{}
	var pending []*ast.FuncDecl
	reach := func(object types.Object) {
		if function, ok := object.(*types.Func); ok {
			object = function.Origin()
		}
		if fn := l.functions[object]; fn != nil && !reached[fn] {
			reached[fn] = true
			pending = append(pending, fn)
		}
	}
	scan := func(root ast.Node) {
		l.inspect(root, func(node ast.Node) bool {
			if id, ok := node.(*ast.Ident); ok {
				reach(l.info.Uses[id])
			}
			return true
		})
	}
	for _, file := range unit.files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				scan(decl)
				continue
			}
			name := fn.Name.Name
			exported := fn.Name.IsExported() && !program
			if fn.Recv != nil || exported || name == "init" || name == "_" || program && name == "main" || isDirected(fn) {
				reach(l.info.Defs[fn.Name])
				if !reached[fn] {
					reached[fn] = true
					pending = append(pending, fn)
				}
			}
		}
	}
	for len(pending) > 0 {
		fn := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if fn.Body != nil {
			scan(fn.Body)
		}
	}
	for _, fn := range l.functions {
		if !reached[fn] && fn.Body != nil {
			l.dead[fn.Body] = true
		}
	}
}

// isDirected says whether something outside of Go may call a function: export, linkname.
func isDirected(fn *ast.FuncDecl) bool {
	if fn.Doc == nil {
		return false
	}
	for _, comment := range fn.Doc.List {
		if strings.HasPrefix(comment.Text, "//export ") || strings.HasPrefix(comment.Text, "//go:") {
			return true
		}
	}
	return false
}
