package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// markBranches marks what stands behind conditions that are known.
func (l *liveness) markBranches(root ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt:
			if value, known := l.truth(node.Cond); known {
				if !value {
					l.dead[node.Body] = true
				} else if node.Else != nil {
					l.dead[node.Else] = true
				}
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				if value, known := l.truth(node.X); known && value == (node.Op == token.LOR) {
					l.dead[node.Y] = true
				}
			}
		case *ast.ForStmt:
			if value, known := l.truth(node.Cond); known && !value && node.Cond != nil {
				l.dead[node.Body] = true
			}
		case *ast.SwitchStmt:
			l.markCases(node)
		case *ast.BlockStmt:
			l.markAssigned(node.List)
			l.markRefused(node.List)
			l.markAfter(node.List)
		case *ast.CaseClause:
			l.markAfter(node.Body)
		case *ast.CommClause:
			l.markAfter(node.Body)
		}
		return true
	})
}

// markAssigned looks at conditions over what was assigned in the statement before: ok = onLinux(); if ok { ... }.
func (l *liveness) markAssigned(list []ast.Stmt) {
	for i := 1; i < len(list); i++ {
		assign, ok := list[i-1].(*ast.AssignStmt)
		if !ok || assign.Tok != token.ASSIGN || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			continue
		}
		branch, ok := list[i].(*ast.IfStmt)
		id, isName := assign.Lhs[0].(*ast.Ident)
		if !ok || !isName || branch.Init != nil || l.info.Uses[id] == nil {
			continue
		}
		value, known := l.truth(assign.Rhs[0])
		if !known {
			continue
		}
		l.assigned = map[types.Object]bool{l.info.Uses[id]: value}
		if decided, ok := l.truth(branch.Cond); ok && !decided {
			l.dead[branch.Body] = true
		}
		l.assigned = nil
	}
}
