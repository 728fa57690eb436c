package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// blockers are calls that wait for something that only the event loop can bring.
var blockers = set(`time.Sleep (*sync.WaitGroup).Wait (*sync.Cond).Wait net/http.Get net/http.Post net/http.Head net/http.PostForm
	(*net/http.Client).Do (*net/http.Client).Get (*net/http.Client).Post (*net/http.Client).Head (*net/http.Client).PostForm
	os.ReadFile os.WriteFile os.Open os.OpenFile os.Create os.Stat os.ReadDir os.Mkdir os.MkdirAll os.Remove os.RemoveAll`)

// callbacks finds functions for JavaScript that wait: the event loop waits for them, and they for it.
func callbacks(p *pass, node ast.Node) {
	call, name := p.called(node)
	if p.goos != "js" || name != "syscall/js.FuncOf" || len(call.Args) != 1 {
		return
	}
	var body *ast.BlockStmt
	switch fn := p.resolve(call.Args[0]).(type) {
	case *ast.FuncLit:
		body = fn.Body
	case *ast.Ident:
		if decl := p.live.functions[p.unit.info.Uses[fn]]; decl != nil {
			body = decl.Body
		}
	case *ast.SelectorExpr:
		if decl := p.live.functions[p.unit.info.Uses[fn.Sel]]; decl != nil {
			body = decl.Body
		}
	}
	if body == nil {
		return
	}
	if at, what := p.blocks(body, map[*ast.BlockStmt]bool{}, 0); at != nil {
		p.report(at, Finding{
			Code:    "portability-js-block",
			Message: "A function that JavaScript calls must not wait: " + what + " needs the event loop, which stands still until the function returns",
			Hint:    "do it in a goroutine (go func() { ... }()) and give JavaScript a Promise",
		})
	}
}

// blocks finds the first thing in a body that waits, and says what.
func (p *pass) blocks(body *ast.BlockStmt, seen map[*ast.BlockStmt]bool, depth int) (ast.Node, string) {
	if seen[body] || depth > 3 {
		return nil, ""
	}
	seen[body] = true
	var at ast.Node
	var what string
	found := func(node ast.Node, words string) {
		if at == nil {
			at, what = node, words
		}
	}
	free := map[ast.Node]bool{}
	p.live.inspect(body, func(node ast.Node) bool {
		if at != nil || free[node] {
			return false
		}
		switch node := node.(type) {
		case *ast.GoStmt, *ast.FuncLit:
			return false
		case *ast.SelectStmt:
			waits := true
			for _, each := range node.Body.List {
				clause := each.(*ast.CommClause)
				if clause.Comm == nil {
					waits = false
				} else {
					free[clause.Comm] = true
				}
			}
			if waits {
				found(node, "select")
			}
		case *ast.UnaryExpr:
			if node.Op == token.ARROW {
				found(node, "receiving from a channel")
			}
		case *ast.SendStmt:
			if !p.isBuffered(node.Chan) {
				found(node, "sending to a channel")
			}
		case *ast.RangeStmt:
			if tv, ok := p.unit.info.Types[node.X]; ok {
				if _, channel := tv.Type.Underlying().(*types.Chan); channel {
					found(node, "ranging over a channel")
				}
			}
		case *ast.CallExpr:
			object := callee(p.unit.info, node)
			function, ok := object.(*types.Func)
			if !ok {
				if literal, ok := unparen(node.Fun).(*ast.FuncLit); ok {
					if inner, words := p.blocks(literal.Body, seen, depth+1); inner != nil {
						found(inner, words)
					}
				}
				return true
			}
			if blockers[function.FullName()] {
				found(node, function.FullName())
			} else if decl := p.live.functions[function.Origin()]; decl != nil && decl.Body != nil {
				if inner, words := p.blocks(decl.Body, seen, depth+1); inner != nil {
					found(node, words+" in "+function.Name())
				}
			}
		}
		return true
	})
	return at, what
}

// isBuffered says whether a channel was made with room.
func (p *pass) isBuffered(expr ast.Expr) bool {
	call, ok := p.resolve(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := unparen(call.Fun).(*ast.Ident)
	return ok && id.Name == "make" && len(call.Args) == 2 && p.constInt(call.Args[1]) != 0
}
