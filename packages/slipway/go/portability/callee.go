package main

import (
	"go/ast"
	"go/types"
)

// callee is the function or method that a call names, when it names one.
func callee(info *types.Info, call *ast.CallExpr) types.Object {
	fun := unparen(call.Fun)
	switch generic := fun.(type) {
	case *ast.IndexExpr:
		fun = generic.X
	case *ast.IndexListExpr:
		fun = generic.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return info.Uses[fun]
	case *ast.SelectorExpr:
		return info.Uses[fun.Sel]
	}
	return nil
}
