package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// markRefused looks at what a function refuses on this target: behind if runtime.GOOS != "linux" && unit != "" { return err },
// unit != "" is known to be false, as long as nothing is assigned to it.
func (l *liveness) markRefused(list []ast.Stmt) {
	for i, stmt := range list {
		branch, ok := stmt.(*ast.IfStmt)
		if !ok || branch.Init != nil || branch.Else != nil || !l.blockLeaves(branch.Body) {
			continue
		}
		rest := l.undecided(branch.Cond)
		if rest == nil || rest == branch.Cond || !l.isSteady(rest) {
			continue
		}
		refused := types.ExprString(rest)
		for _, later := range list[i+1:] {
			ast.Inspect(later, func(node ast.Node) bool {
				if next, ok := node.(*ast.IfStmt); ok && asksAll(next.Cond, refused) {
					l.dead[next.Body] = true
				}
				return true
			})
		}
	}
}

// undecided is what remains of a && b when one of them holds on this target; nil when nothing or more than a part does.
func (l *liveness) undecided(cond ast.Expr) ast.Expr {
	binary, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok || binary.Op != token.LAND {
		return cond
	}
	left, leftKnown := l.truth(binary.X)
	right, rightKnown := l.truth(binary.Y)
	switch {
	case leftKnown && left && !rightKnown:
		return l.undecided(binary.Y)
	case rightKnown && right && !leftKnown:
		return l.undecided(binary.X)
	case !leftKnown && !rightKnown:
		return cond
	}
	return nil
}

// isSteady says whether an expression is made of constants, and of parameters and their fields that the package never assigns.
func (l *liveness) isSteady(expr ast.Expr) bool {
	steady := true
	ast.Inspect(expr, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr, *ast.IndexExpr, *ast.StarExpr:
			steady = false
		case *ast.Ident:
			if variable, ok := l.info.Uses[node].(*types.Var); ok && l.changed[variable] {
				steady = false
			}
		}
		return steady
	})
	return steady
}

// asksAll says whether a condition is one that was refused, or needs it among others.
func asksAll(cond ast.Expr, refused string) bool {
	if types.ExprString(unparen(cond)) == refused {
		return true
	}
	binary, ok := unparen(cond).(*ast.BinaryExpr)
	return ok && binary.Op == token.LAND && (asksAll(binary.X, refused) || asksAll(binary.Y, refused))
}
