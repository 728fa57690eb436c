package main

import (
	"go/ast"
	"go/token"
)

func (l *liveness) markCases(node *ast.SwitchStmt) {
	taken := false
	var fallback *ast.CaseClause
	unknown := false
	var previous *ast.CaseClause
	for _, stmt := range node.Body.List {
		clause := stmt.(*ast.CaseClause)
		if clause.List == nil {
			fallback = clause
			continue
		}
		possible, certain := false, false
		for _, expr := range clause.List {
			value, known := l.caseTruth(node.Tag, expr)
			possible = possible || value || !known
			certain = certain || known && value
		}
		if taken && !falls(previous) || !possible && !(previous != nil && !l.dead[previous] && falls(previous)) {
			l.dead[clause] = true
		}
		if possible && !certain {
			unknown = true
		}
		taken = taken || certain && !unknown
		previous = clause
	}
	if fallback != nil && taken {
		l.dead[fallback] = true
	}
}

func (l *liveness) caseTruth(tag, expr ast.Expr) (value, known bool) {
	if tag == nil {
		return l.truth(expr)
	}
	left, leftKnown := l.constText(tag, 0)
	right, rightKnown := l.constText(expr, 0)
	return left == right, leftKnown && rightKnown
}

func falls(clause *ast.CaseClause) bool {
	if clause == nil || len(clause.Body) == 0 {
		return false
	}
	branch, ok := clause.Body[len(clause.Body)-1].(*ast.BranchStmt)
	return ok && branch.Tok == token.FALLTHROUGH
}

// onlyDefault is the default of a switch none of whose cases this target can take.
func (l *liveness) onlyDefault(stmt *ast.SwitchStmt) *ast.CaseClause {
	var fallback *ast.CaseClause
	for _, each := range stmt.Body.List {
		clause := each.(*ast.CaseClause)
		if clause.List == nil {
			fallback = clause
		}
		for _, expr := range clause.List {
			if value, known := l.caseTruth(stmt.Tag, expr); value || !known {
				return nil
			}
		}
	}
	return fallback
}
