package main

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// isNobody recognises os.Geteuid() and its like on Windows, where they give -1 (src/os/proc.go).
func (l *liveness) isNobody(expr ast.Expr) bool {
	if l.goos != "windows" {
		return false
	}
	expr = unparen(expr)
	if id, ok := expr.(*ast.Ident); ok && l.fixed[l.info.Uses[id]] != nil {
		expr = unparen(l.fixed[l.info.Uses[id]])
	}
	call, ok := expr.(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := callee(l.info, call).(*types.Func)
	return ok && userIDs[function.FullName()]
}

// isUserNumber says whether an expression is a number that some user of Unix may have.
func (l *liveness) isUserNumber(expr ast.Expr) bool {
	tv, ok := l.info.Types[expr]
	return ok && tv.Value != nil && tv.Value.Kind() == constant.Int && constant.Sign(tv.Value) >= 0
}
