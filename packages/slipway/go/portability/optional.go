package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// isOptional says whether the code around a call goes on when the call fails: the error is asked for and answered with
// something else than an error. What is only tried is no fault where it cannot work.
func (p *pass) isOptional(call *ast.CallExpr) bool {
	for i := len(p.stack) - 1; i >= 0; i-- {
		switch parent := p.stack[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.AssignStmt:
			return p.errorOptionalIn(p.stack, parent, i)
		case *ast.ExprStmt:
			return true
		default:
			return false
		}
	}
	return false
}

// errorOptionalIn looks at what happens with the error of an assignment, which stands at a place of a stack of nodes.
func (p *pass) errorOptionalIn(stack []ast.Node, assign *ast.AssignStmt, at int) bool {
	last, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if !ok {
		return false
	}
	if last.Name == "_" {
		return true
	}
	object := p.unit.info.Defs[last]
	if object == nil {
		object = p.unit.info.Uses[last]
	}
	if object == nil || object.Type().String() != "error" || at == 0 {
		return false
	}
	switch around := stack[at-1].(type) {
	case *ast.IfStmt:
		return around.Init == assign && p.answers(around, object)
	case *ast.BlockStmt:
		return p.nextAnswers(around.List, assign, object)
	case *ast.CaseClause:
		return p.nextAnswers(around.Body, assign, object)
	}
	return false
}

func (p *pass) nextAnswers(list []ast.Stmt, assign ast.Stmt, object types.Object) bool {
	for i, stmt := range list {
		if stmt == assign && i+1 < len(list) {
			switch next := list[i+1].(type) {
			case *ast.IfStmt:
				return p.answers(next, object)
			case *ast.SwitchStmt:
				return p.casesAnswer(next, object)
			case *ast.ReturnStmt:
				return p.returnsWhether(next, object)
			}
		}
	}
	return false
}

// returnsWhether recognises return err == nil, return !os.IsNotExist(err): what is handed on is an answer and no error.
func (p *pass) returnsWhether(stmt *ast.ReturnStmt, object types.Object) bool {
	asked := false
	for _, result := range stmt.Results {
		tv, ok := p.unit.info.Types[result]
		if !ok || isError(tv.Type) && !tv.IsNil() {
			return false
		}
		asked = asked || p.mentions(result, object)
	}
	return asked
}

// casesAnswer says whether a switch tells kinds of an error apart: case errors.Is(err, fs.ErrPermission).
func (p *pass) casesAnswer(stmt *ast.SwitchStmt, object types.Object) bool {
	if stmt.Tag != nil {
		return false
	}
	for _, clause := range stmt.Body.List {
		for _, cond := range clause.(*ast.CaseClause).List {
			if _, asked := p.asksFor(cond, object); !asked && p.mentions(cond, object) {
				return true
			}
		}
	}
	return false
}

// answers says whether an if statement deals with an error without handing it on.
func (p *pass) answers(stmt *ast.IfStmt, object types.Object) bool {
	failed, asked := p.asksFor(stmt.Cond, object)
	if compare, ok := unparen(stmt.Cond).(*ast.BinaryExpr); ok && compare.Op == token.LAND && failed && asked {
		// err != nil && something: another way is chosen by what else is known.
		return true
	}
	if !asked {
		// os.IsNotExist(err), errors.Is(err, fs.ErrNotExist): the code reckons with it.
		return p.mentions(stmt.Cond, object)
	}
	if !failed {
		// else if: another thing is tried.
		_, another := stmt.Else.(*ast.IfStmt)
		return stmt.Else == nil || another || !p.fails(stmt.Else)
	}
	return !p.failsFor(stmt.Body.List, object)
}

// failsFor says whether statements end in an error for the sake of one that was met: trying something else, and failing only when
// that fails too, is none.
func (p *pass) failsFor(list []ast.Stmt, object types.Object) bool {
	for _, stmt := range list {
		switch stmt := stmt.(type) {
		case *ast.IfStmt:
			if init, ok := stmt.Init.(*ast.AssignStmt); ok && len(init.Rhs) == 1 {
				if _, call := unparen(init.Rhs[0]).(*ast.CallExpr); call && !p.mentions(init.Rhs[0], object) {
					continue
				}
			}
		case *ast.ReturnStmt:
			if p.triesAnother(stmt, object) {
				return false
			}
		}
		if p.fails(stmt) {
			return true
		}
	}
	return false
}

// triesAnother recognises return copyFile(from, to) in the place of an error.
func (p *pass) triesAnother(stmt *ast.ReturnStmt, object types.Object) bool {
	if len(stmt.Results) != 1 || p.mentions(stmt, object) {
		return false
	}
	call, ok := unparen(stmt.Results[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := callee(p.unit.info, call).(*types.Func)
	if !ok || function.Pkg() == nil {
		return false
	}
	word := function.Pkg().Name() + function.Name()
	return function.Pkg().Path() != "fmt" && !strings.Contains(strings.ToLower(word), "err")
}

// asksFor recognises err != nil (failed) and err == nil in a condition.
func (p *pass) asksFor(cond ast.Expr, object types.Object) (failed, asked bool) {
	binary, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false, false
	}
	switch binary.Op {
	case token.NEQ, token.EQL:
		if id, ok := unparen(binary.X).(*ast.Ident); ok && p.unit.info.Uses[id] == object && isNil(binary.Y) {
			return binary.Op == token.NEQ, true
		}
	case token.LAND, token.LOR:
		if failed, asked = p.asksFor(binary.X, object); asked {
			return failed, asked
		}
		return p.asksFor(binary.Y, object)
	}
	return false, false
}

func isNil(expr ast.Expr) bool {
	id, ok := unparen(expr).(*ast.Ident)
	return ok && id.Name == "nil"
}

func (p *pass) mentions(root ast.Node, object types.Object) bool {
	found := false
	ast.Inspect(root, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok && p.unit.info.Uses[id] == object {
			found = true
		}
		return !found
	})
	return found
}

// fails says whether a block ends in an error: returned, panicked with, fatal.
func (p *pass) fails(root ast.Node) bool {
	found := false
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for _, result := range node.Results {
				if tv, ok := p.unit.info.Types[result]; ok && !tv.IsNil() && isError(tv.Type) {
					found = true
				}
			}
		case *ast.CallExpr:
			if p.live.neverReturns(node) || isFatalTest(node) {
				found = true
			}
		}
		return !found
	})
	return found
}

var errorInterface = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

func isError(t types.Type) bool {
	return t != nil && types.Implements(t, errorInterface)
}

func isFatalTest(call *ast.CallExpr) bool {
	selector, ok := unparen(call.Fun).(*ast.SelectorExpr)
	return ok && (selector.Sel.Name == "Fatal" || selector.Sel.Name == "Fatalf" || selector.Sel.Name == "Fatalln")
}
