package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// What the value of a variable tells.
const (
	tellsNothing = iota
	// tellsFile: whether a file or a program is there.
	tellsFile
	// tellsFailure: the error of what fails on other systems.
	tellsFailure
)

// answers are the assignments of a function by variable, in the order of the source, with what they tell.
type answers map[types.Object][]answer

type answer struct {
	from  token.Pos
	tells int
}

// at says what a variable tells at a place: what was assigned to it last.
func (a answers) at(object types.Object, place token.Pos) int {
	tells := tellsNothing
	if object == nil {
		return tells
	}
	for _, one := range a[object] {
		if one.from < place {
			tells = one.tells
		}
	}
	return tells
}

// answers collects what the variables of a function hold.
func (l *looks) answers(p *pass, body *ast.BlockStmt) answers {
	known := answers{}
	note := func(names []ast.Expr, values []ast.Expr, from token.Pos) {
		tells := tellsNothing
		if len(values) == 1 {
			if call, ok := unparen(values[0]).(*ast.CallExpr); ok {
				switch {
				case l.failing[callee(p.unit.info, call)], p.isReadOwner(call):
					tells = tellsFailure
				case l.isLook(p, call), l.asking[callee(p.unit.info, call)]:
					tells = tellsFile
				}
			}
		}
		for _, name := range names {
			id, ok := name.(*ast.Ident)
			if !ok || id.Name == "_" {
				continue
			}
			object := p.unit.info.Defs[id]
			if object == nil {
				object = p.unit.info.Uses[id]
			}
			if object == nil || tells == tellsFailure && !isError(object.Type()) {
				continue
			}
			known[object] = append(known[object], answer{from, tells})
		}
	}
	p.live.inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			note(node.Lhs, node.Rhs, node.End())
		case *ast.ValueSpec:
			names := make([]ast.Expr, len(node.Names))
			for i, name := range node.Names {
				names[i] = name
			}
			note(names, node.Values, node.End())
		}
		return true
	})
	return known
}
