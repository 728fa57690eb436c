package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// mark notes what stands behind looks and choices in a function.
func (l *looks) mark(p *pass, body *ast.BlockStmt) {
	known := l.answers(p, body)
	p.live.inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt:
			l.markList(p, node.List, known)
		case *ast.CaseClause:
			l.markList(p, node.Body, known)
		case *ast.CommClause:
			l.markList(p, node.Body, known)
		case *ast.BinaryExpr:
			if isBoolean(node.Op) {
				if l.asks(p, node.X, known) {
					l.looked[node.Y] = true
				}
				if p.chooses(node.X) {
					l.chosen[node.Y] = true
				}
			}
		}
		return true
	})
}

// markList marks the branches of a list of statements that look or choose, and what comes behind them when one of them leaves.
func (l *looks) markList(p *pass, list []ast.Stmt, known answers) {
	for i, stmt := range list {
		looks, chooses, leaves := l.judge(p, stmt, known)
		for _, marks := range []struct {
			on    bool
			nodes map[ast.Node]bool
		}{{looks, l.looked}, {chooses, l.chosen}} {
			if !marks.on {
				continue
			}
			for _, branch := range branchesOf(stmt) {
				marks.nodes[branch] = true
			}
			if leaves {
				for _, rest := range list[i+1:] {
					marks.nodes[rest] = true
				}
			}
		}
	}
}

// judge says whether a statement looks at the system or chooses at run time, and whether control may not come behind it.
func (l *looks) judge(p *pass, stmt ast.Stmt, known answers) (looks, chooses, leaves bool) {
	switch stmt := stmt.(type) {
	case *ast.LabeledStmt:
		return l.judge(p, stmt.Stmt, known)
	case *ast.IfStmt:
		looks, chooses = l.isLooking(p, stmt.Cond, known), p.chooses(stmt.Cond)
		leaves = p.live.blockLeaves(stmt.Body)
		if next, ok := stmt.Else.(*ast.IfStmt); ok {
			nextLooks, nextChooses, nextLeaves := l.judge(p, next, known)
			return looks || nextLooks, chooses || nextChooses, leaves || nextLeaves
		}
		if block, ok := stmt.Else.(*ast.BlockStmt); ok {
			leaves = leaves || p.live.blockLeaves(block)
		}
	case *ast.SwitchStmt:
		if stmt.Tag != nil {
			looks, chooses = l.isLooking(p, stmt.Tag, known), p.isChoice(stmt.Tag)
		}
		for _, each := range stmt.Body.List {
			clause := each.(*ast.CaseClause)
			for _, cond := range clause.List {
				looks = looks || stmt.Tag == nil && l.isLooking(p, cond, known)
				chooses = chooses || stmt.Tag == nil && p.chooses(cond)
			}
			for _, inner := range clause.Body {
				leaves = leaves || p.live.leaves(inner)
			}
		}
	case *ast.TypeSwitchStmt:
		chooses = true
		for _, each := range stmt.Body.List {
			for _, inner := range each.(*ast.CaseClause).Body {
				leaves = leaves || p.live.leaves(inner)
			}
		}
	}
	return looks, chooses, leaves
}

// isLooking says whether a condition asks for the running system without the answer being known for the target.
func (l *looks) isLooking(p *pass, cond ast.Expr, known answers) bool {
	if _, decided := p.live.truth(cond); decided || p.platformValue(cond) != "" {
		return false
	}
	return l.asks(p, cond, known)
}

// branchesOf are the parts of a statement of which one is chosen.
func branchesOf(stmt ast.Stmt) []ast.Node {
	switch stmt := stmt.(type) {
	case *ast.LabeledStmt:
		return branchesOf(stmt.Stmt)
	case *ast.IfStmt:
		if stmt.Else == nil {
			return []ast.Node{stmt.Body}
		}
		return []ast.Node{stmt.Body, stmt.Else}
	case *ast.SwitchStmt:
		return []ast.Node{stmt.Body}
	case *ast.TypeSwitchStmt:
		return []ast.Node{stmt.Body}
	}
	return nil
}

// chooses says whether a condition compares what is known at run time only with a word or a number of the program's own: a kind of driver,
// a format. A comparison with "", nil or a number is none.
func (p *pass) chooses(cond ast.Expr) bool {
	if _, decided := p.live.truth(cond); decided {
		return false
	}
	found := false
	ast.Inspect(cond, func(node ast.Node) bool {
		compare, ok := node.(*ast.BinaryExpr)
		if ok && (compare.Op == token.EQL || compare.Op == token.NEQ) {
			found = found || p.isWord(compare.Y) && p.isChoice(compare.X) || p.isWord(compare.X) && p.isChoice(compare.Y)
		}
		return !found
	})
	return found
}

// isWord recognises constants that are words, and those of a kind of numbers that the program declares.
func (p *pass) isWord(expr ast.Expr) bool {
	tv, ok := p.unit.info.Types[expr]
	if !ok || tv.Value == nil {
		return false
	}
	if tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value) != ""
	}
	return isNamed(tv.Type)
}

// isChoice says whether an expression has one of several words, or numbers of a declared kind, at run time.
func (p *pass) isChoice(expr ast.Expr) bool {
	tv, ok := p.unit.info.Types[expr]
	if !ok || tv.Value != nil || tv.Type == nil || p.platformValue(expr) != "" {
		return false
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	return ok && (basic.Info()&types.IsString != 0 || basic.Info()&types.IsInteger != 0 && isNamed(tv.Type))
}

func isNamed(t types.Type) bool {
	_, named := unalias(t).(*types.Named)
	return named
}

func isBoolean(op token.Token) bool { return op == token.LAND || op == token.LOR }
