package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// fileModes finds questions about permission bits where there are none.
func fileModes(p *pass, node ast.Node) {
	if p.goos != "windows" {
		return
	}
	compare, ok := node.(*ast.BinaryExpr)
	if !ok {
		return
	}
	switch compare.Op {
	case token.EQL, token.NEQ, token.GTR, token.LSS, token.GEQ, token.LEQ:
	default:
		return
	}
	for _, side := range [][2]ast.Expr{{compare.X, compare.Y}, {compare.Y, compare.X}} {
		if p.constInt(side[1]) < 0 {
			continue
		}
		bits, asked := p.permissionBits(side[0], p.constInt(side[1]))
		// Whether a file is read-only is what Windows has: 0666 or 0444. That its owner may read it is true of both.
		if !asked || bits == 0o200 || bits == 0o222 || bits == 0o400 || p.isOutvoted(compare) {
			continue
		}
		p.report(compare, Finding{
			Code:     "portability-file-mode",
			Message:  "Windows has no permission bits: Go makes up 0666 (0444 when read-only) for files and 0777 for folders, so this is always the same there",
			Expected: "a question that the system can answer",
			Hint:     "ask only where the bits exist: runtime.GOOS != \"windows\", or a file with a build constraint",
		})
		return
	}
}

// isOutvoted says whether a condition has its value on this target whatever a part of it says: bits || runtime.GOOS == "windows".
func (p *pass) isOutvoted(part ast.Expr) bool {
	for i := len(p.stack) - 1; i >= 0; i-- {
		switch around := p.stack[i].(type) {
		case *ast.ParenExpr, *ast.UnaryExpr:
		case *ast.BinaryExpr:
			if around.Op != token.LAND && around.Op != token.LOR {
				return false
			}
			other := around.X
			if part.Pos() >= around.X.Pos() && part.End() <= around.X.End() {
				other = around.Y
			}
			if value, known := p.live.truth(other); known && value == (around.Op == token.LOR) {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// permissionBits recognises x.Mode().Perm(), x.Mode() & 0111 and their mixtures, when x comes from the file system.
func (p *pass) permissionBits(expr ast.Expr, compared int64) (bits int64, asked bool) {
	switch expr := p.resolve(expr).(type) {
	case *ast.BinaryExpr:
		if expr.Op != token.AND {
			return 0, false
		}
		mask, value := p.constInt(expr.Y), expr.X
		if mask < 0 {
			mask, value = p.constInt(expr.X), expr.Y
		}
		if mask <= 0 || mask&^0o777 != 0 {
			return 0, false
		}
		return mask, p.isFileMode(value)
	case *ast.CallExpr:
		if _, name := p.called(expr); name == "(io/fs.FileMode).Perm" {
			selector, ok := unparen(expr.Fun).(*ast.SelectorExpr)
			return compared, ok && p.isFileMode(selector.X)
		}
	}
	return 0, false
}

// isFileMode says whether an expression is the mode of a file on disk, and not that of a member of an archive.
func (p *pass) isFileMode(expr ast.Expr) bool {
	call, ok := p.resolve(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, name := p.called(call)
	selector, isSelector := unparen(call.Fun).(*ast.SelectorExpr)
	switch name {
	case "(io/fs.FileMode).Perm":
		return isSelector && p.isFileMode(selector.X)
	case "(io/fs.FileInfo).Mode":
		return isSelector && p.isDiskInfo(selector.X)
	}
	return false
}

// isDiskInfo says whether a FileInfo is one of os: by the call that gave it, or because a walk did.
func (p *pass) isDiskInfo(expr ast.Expr) bool {
	switch from := p.resolve(expr).(type) {
	case *ast.CallExpr:
		switch _, name := p.called(from); name {
		case "os.Stat", "os.Lstat", "(*os.File).Stat", "(io/fs.DirEntry).Info":
			return true
		}
	case *ast.Ident:
		object, ok := p.unit.info.Uses[from].(*types.Var)
		return ok && p.live.walkedInfo[object]
	}
	return false
}

// constInt is the value of a constant that is no text, or -1.
func (p *pass) constInt(expr ast.Expr) int64 {
	tv, ok := p.unit.info.Types[expr]
	if !ok || tv.Value == nil || tv.Value.Kind() != constant.Int {
		return -1
	}
	value, exact := constant.Int64Val(tv.Value)
	if !exact {
		return -1
	}
	return value
}
