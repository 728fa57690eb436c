package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// collect finds variables that are set once and functions.
func (l *liveness) collect(files []*ast.File) {
	l.changed = map[types.Object]bool{}
	spoil := func(expr ast.Expr) {
		switch expr := unparen(expr).(type) {
		case *ast.Ident:
			if object := l.info.Uses[expr]; object != nil {
				l.changed[object] = true
			}
		case *ast.SelectorExpr:
			if object := l.info.Uses[expr.Sel]; object != nil {
				l.changed[object] = true
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncDecl:
				if object := l.info.Defs[node.Name]; object != nil {
					l.functions[object] = node
				}
			case *ast.ValueSpec:
				for i, name := range node.Names {
					if object := l.info.Defs[name]; object != nil && len(node.Values) == len(node.Names) {
						l.fixed[object] = node.Values[i]
					}
				}
			case *ast.AssignStmt:
				for i, left := range node.Lhs {
					if id, ok := left.(*ast.Ident); ok && node.Tok == token.DEFINE {
						if object := l.info.Defs[id]; object != nil {
							if len(node.Lhs) == len(node.Rhs) {
								l.fixed[object] = node.Rhs[i]
							} else if len(node.Rhs) == 1 && i == 0 {
								// The first of several results, the way file paths come with an error.
								l.fixed[object] = node.Rhs[0]
							}
							continue
						}
					}
					spoil(left)
				}
			case *ast.IncDecStmt:
				spoil(node.X)
			case *ast.CallExpr:
				l.noteWalk(node)
			case *ast.UnaryExpr:
				if node.Op == token.AND {
					spoil(node.X)
				}
			case *ast.RangeStmt:
				if node.Tok == token.ASSIGN {
					spoil(node.Key)
					if node.Value != nil {
						spoil(node.Value)
					}
				}
			}
			return true
		})
	}
	for object := range l.changed {
		delete(l.fixed, object)
		delete(l.walked, object)
	}
}

// noteWalk remembers the path that filepath.Walk and filepath.WalkDir hand to their function.
func (l *liveness) noteWalk(call *ast.CallExpr) {
	function, ok := callee(l.info, call).(*types.Func)
	if !ok || len(call.Args) != 2 {
		return
	}
	if name := function.FullName(); name != "path/filepath.Walk" && name != "path/filepath.WalkDir" {
		return
	}
	if literal, ok := call.Args[1].(*ast.FuncLit); ok && len(literal.Type.Params.List) > 0 {
		if names := literal.Type.Params.List[0].Names; len(names) > 0 {
			l.walked[l.info.Defs[names[0]]] = true
		}
		if fields := literal.Type.Params.List; len(fields) > 1 && len(fields[1].Names) > 0 {
			l.walkedInfo[l.info.Defs[fields[1].Names[0]]] = true
		}
	}
}
