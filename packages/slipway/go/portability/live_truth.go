package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// truth is a condition's value on this target: yes or no, when known.
func (l *liveness) truth(expr ast.Expr) (value, known bool) { return l.truthOf(expr, 0) }

func (l *liveness) truthOf(expr ast.Expr, depth int) (value, known bool) {
	if expr == nil || depth > 8 {
		return false, false
	}
	if tv, ok := l.info.Types[expr]; ok && tv.Value != nil && tv.Value.Kind() == constant.Bool {
		return constant.BoolVal(tv.Value), true
	}
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return l.truthOf(expr.X, depth+1)
	case *ast.UnaryExpr:
		if expr.Op == token.NOT {
			value, known = l.truthOf(expr.X, depth+1)
			return !value, known
		}
	case *ast.BinaryExpr:
		return l.binaryTruth(expr, depth)
	case *ast.Ident:
		return l.objectTruth(l.info.Uses[expr], depth)
	case *ast.SelectorExpr:
		return l.objectTruth(l.info.Uses[expr.Sel], depth)
	case *ast.CallExpr:
		return l.callTruth(expr, depth)
	}
	return false, false
}

func (l *liveness) binaryTruth(expr *ast.BinaryExpr, depth int) (value, known bool) {
	switch expr.Op {
	case token.LAND, token.LOR:
		stop := expr.Op == token.LOR
		left, leftKnown := l.truthOf(expr.X, depth+1)
		if leftKnown && left == stop {
			return stop, true
		}
		right, rightKnown := l.truthOf(expr.Y, depth+1)
		if rightKnown && right == stop {
			return stop, true
		}
		return !stop, leftKnown && rightKnown
	case token.EQL, token.NEQ:
		left, leftKnown := l.constText(expr.X, depth+1)
		right, rightKnown := l.constText(expr.Y, depth+1)
		if leftKnown && rightKnown {
			return (left == right) == (expr.Op == token.EQL), true
		}
		if l.isNobody(expr.X) && l.isUserNumber(expr.Y) || l.isNobody(expr.Y) && l.isUserNumber(expr.X) {
			return expr.Op == token.NEQ, true
		}
	}
	return false, false
}

func (l *liveness) objectTruth(object types.Object, depth int) (value, known bool) {
	if object == nil {
		return false, false
	}
	if fact, ok := l.facts[object]; ok {
		return fact, true
	}
	if value, ok := l.assigned[object]; ok {
		return value, true
	}
	if from := l.fixed[object]; from != nil && isBool(object.Type()) {
		return l.truthOf(from, depth+1)
	}
	return false, false
}

func isBool(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

// constText is the text of an expression that is one on this target: a constant, or a variable that keeps one.
func (l *liveness) constText(expr ast.Expr, depth int) (text string, known bool) {
	if depth > 8 {
		return "", false
	}
	if tv, ok := l.info.Types[expr]; ok && tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value), true
	}
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return l.constText(expr.X, depth+1)
	case *ast.Ident:
		if from := l.fixed[l.info.Uses[expr]]; from != nil {
			return l.constText(from, depth+1)
		}
	}
	return "", false
}
