package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// spins finds loops that wait without ever letting go, where one thread runs everything.
func spins(p *pass, node ast.Node) {
	loop, ok := node.(*ast.ForStmt)
	if !ok || p.goarch != "wasm" || loop.Init != nil || loop.Post != nil {
		return
	}
	if loop.Cond == nil && len(loop.Body.List) > 0 && !p.polls(loop.Body.List) {
		return
	}
	if loop.Cond != nil && !p.waitsFor(loop.Cond) {
		return
	}
	yields := false
	for _, stmt := range loop.Body.List {
		idle, gosched := p.idles(stmt)
		if !idle {
			return
		}
		yields = yields || gosched
	}
	switch {
	case !yields:
		p.report(loop, Finding{
			Code:    "portability-wasm-spin",
			Message: "The loop never lets go: WebAssembly has one thread and Go cannot interrupt a goroutine there, so nothing else ever runs",
			Hint:    "wait on a channel or a sync.WaitGroup",
		})
	case p.goos == "js":
		p.report(loop, Finding{
			Code:    "portability-wasm-spin",
			Message: "runtime.Gosched lets other goroutines run, but the event loop of the page waits as long as this one can run",
			Hint:    "wait on a channel or a sync.WaitGroup, or sleep",
		})
	}
}

// polls says whether a body asks for something again and again, so that the loop is a wait.
func (p *pass) polls(list []ast.Stmt) bool {
	for _, stmt := range list {
		if idle, _ := p.idles(stmt); !idle {
			return false
		}
	}
	return true
}

// idles says whether a statement does nothing but ask or step aside; gosched whether it steps aside.
func (p *pass) idles(stmt ast.Stmt) (idle, gosched bool) {
	switch stmt := stmt.(type) {
	case *ast.EmptyStmt:
		return true, false
	case *ast.ExprStmt:
		_, name := p.called(stmt.X)
		return name == "runtime.Gosched", name == "runtime.Gosched"
	case *ast.BranchStmt:
		return stmt.Tok == token.CONTINUE, false
	case *ast.IfStmt:
		if stmt.Init != nil || stmt.Else != nil || !p.waitsFor(stmt.Cond) || len(stmt.Body.List) != 1 {
			return false, false
		}
		switch only := stmt.Body.List[0].(type) {
		case *ast.ReturnStmt:
			return len(only.Results) == 0, false
		case *ast.BranchStmt:
			return only.Tok == token.BREAK, false
		}
	case *ast.SelectStmt:
		return p.selectIdles(stmt)
	}
	return false, false
}

// selectIdles recognises a select whose default makes it a question that is asked again at once.
func (p *pass) selectIdles(stmt *ast.SelectStmt) (idle, gosched bool) {
	for _, each := range stmt.Body.List {
		clause := each.(*ast.CommClause)
		if clause.Comm != nil {
			continue
		}
		idle = true
		for _, inner := range clause.Body {
			ok, stepped := p.idles(inner)
			if !ok {
				return false, false
			}
			gosched = gosched || stepped
		}
	}
	return idle, gosched
}

// waitsFor says whether a condition only changes by what others do: an atomic value, a variable that the loop reads.
func (p *pass) waitsFor(cond ast.Expr) bool {
	waits := true
	asks := false
	ast.Inspect(cond, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			_, name := p.called(node)
			switch {
			case strings.HasPrefix(name, "sync/atomic.Load"), strings.HasPrefix(name, "(*sync/atomic.") && strings.Contains(name, ").Load"):
				asks = true
			case strings.HasPrefix(name, "sync/atomic.CompareAndSwap"), strings.Contains(name, ").CompareAndSwap"):
				asks = true
			default:
				if id, ok := unparen(node.Fun).(*ast.Ident); ok && id.Name == "len" {
					asks = true
					return true
				}
				waits = false
			}
		case *ast.UnaryExpr:
			if node.Op == token.ARROW {
				waits = false
			}
		case *ast.Ident:
			if _, ok := p.unit.info.Uses[node].(*types.Var); ok {
				asks = true
			}
			if node.Name == "true" {
				asks = true
			}
		}
		return waits
	})
	return waits && asks
}
