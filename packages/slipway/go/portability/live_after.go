package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// markAfter marks statements behind one that always leaves: if runtime.GOOS == "windows" { return }.
func (l *liveness) markAfter(list []ast.Stmt) {
	for i, stmt := range list {
		if !l.leaves(stmt) {
			continue
		}
		for _, rest := range list[i+1:] {
			if _, label := rest.(*ast.LabeledStmt); label {
				return
			}
			l.dead[rest] = true
		}
		return
	}
}

// leaves says whether control never comes behind a statement on this target.
func (l *liveness) leaves(stmt ast.Stmt) bool {
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := stmt.X.(*ast.CallExpr)
		return ok && l.neverReturns(call)
	case *ast.BlockStmt:
		return l.blockLeaves(stmt)
	case *ast.IfStmt:
		value, known := l.truth(stmt.Cond)
		if known && value {
			return l.blockLeaves(stmt.Body)
		}
		if stmt.Else == nil {
			return false
		}
		if known {
			return l.leaves(stmt.Else)
		}
		return l.blockLeaves(stmt.Body) && l.leaves(stmt.Else)
	case *ast.SwitchStmt:
		if fallback := l.onlyDefault(stmt); fallback != nil && len(fallback.Body) > 0 {
			last := fallback.Body[len(fallback.Body)-1]
			if branch, ok := last.(*ast.BranchStmt); ok && branch.Label == nil {
				return branch.Tok == token.CONTINUE
			}
			return l.leaves(last)
		}
		for _, each := range stmt.Body.List {
			clause := each.(*ast.CaseClause)
			for _, expr := range clause.List {
				if value, known := l.caseTruth(stmt.Tag, expr); known && value && len(clause.Body) > 0 {
					last := clause.Body[len(clause.Body)-1]
					if branch, ok := last.(*ast.BranchStmt); ok && branch.Label == nil {
						return branch.Tok == token.CONTINUE
					}
					return l.leaves(last)
				}
			}
		}
	}
	return false
}

func (l *liveness) blockLeaves(block *ast.BlockStmt) bool {
	for _, stmt := range block.List {
		if l.leaves(stmt) {
			return true
		}
	}
	return false
}

func (l *liveness) neverReturns(call *ast.CallExpr) bool {
	switch fun := unparen(call.Fun).(type) {
	case *ast.Ident:
		_, builtin := l.info.Uses[fun].(*types.Builtin)
		return builtin && fun.Name == "panic"
	case *ast.SelectorExpr:
		object := l.info.Uses[fun.Sel]
		if object == nil || object.Pkg() == nil {
			return false
		}
		switch object.Pkg().Path() {
		case "os":
			return object.Name() == "Exit"
		case "log":
			return strings.HasPrefix(object.Name(), "Fatal") || strings.HasPrefix(object.Name(), "Panic")
		case "runtime":
			return object.Name() == "Goexit"
		case "testing":
			// What a test says, its helpers in ordinary files say too: T, B, F and TB have the same methods.
			return testEnds[object.Name()]
		}
	}
	return false
}

var testEnds = set("Skip Skipf SkipNow Fatal Fatalf FailNow")
