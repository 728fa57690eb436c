package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// ownerless are functions that give a file to somebody: the arguments behind the first are numbers of a user and a group.
var ownerless = set("os.Chown os.Lchown (*os.File).Chown syscall.Chown syscall.Lchown syscall.Fchown")

// isForOwners says whether an owner is only given where there is one: behind a question about the very number, or with a number that
// was read from os/user. Windows has texts there (S-1-5-18), so that reading it fails before.
func (p *pass) isForOwners(call *ast.CallExpr, name string) bool {
	if !ownerless[name] {
		return false
	}
	objects := map[types.Object]bool{}
	for _, arg := range call.Args {
		if object := p.ownerOf(arg); object != nil {
			objects[object] = true
		}
		if p.isReadOwner(arg) {
			return true
		}
	}
	for _, around := range p.stack {
		branch, ok := around.(*ast.IfStmt)
		if ok && branch.Body.Pos() <= call.Pos() && call.Pos() < branch.Body.End() && p.comparesAny(branch.Cond, objects) {
			return true
		}
	}
	return false
}

// ownerOf is the variable or field with a number.
func (p *pass) ownerOf(expr ast.Expr) types.Object {
	variable, ok := p.usedBy(expr).(*types.Var)
	if !ok {
		return nil
	}
	basic, ok := variable.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsInteger == 0 {
		return nil
	}
	return variable
}

// isReadOwner recognises strconv.Atoi(group.Gid).
func (p *pass) isReadOwner(expr ast.Expr) bool {
	call, ok := p.resolve(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	read, name := p.called(call)
	switch name {
	case "strconv.Atoi", "strconv.ParseInt", "strconv.ParseUint":
	default:
		return false
	}
	field, ok := unparen(read.Args[0]).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	object := p.unit.info.Uses[field.Sel]
	return object != nil && object.Pkg() != nil && object.Pkg().Path() == "os/user"
}

func (p *pass) comparesAny(cond ast.Expr, objects map[types.Object]bool) bool {
	found := false
	ast.Inspect(cond, func(node ast.Node) bool {
		compare, ok := node.(*ast.BinaryExpr)
		if !ok {
			return true
		}
		switch compare.Op {
		case token.NEQ, token.GEQ, token.GTR, token.EQL, token.LSS, token.LEQ:
			found = found || objects[p.ownerOf(compare.X)] || objects[p.ownerOf(compare.Y)]
		}
		return true
	})
	return found
}
