package main

import (
	"go/ast"
	"go/types"
)

// declaration is the declared function around the visited node.
func (p *pass) declaration() *ast.FuncDecl {
	for i := len(p.stack) - 1; i >= 0; i-- {
		if fn, ok := p.stack[i].(*ast.FuncDecl); ok {
			return fn
		}
	}
	return nil
}

// callersOf are the declared functions of the package that name a function, without itself.
func (p *pass) callersOf(object types.Object) []*ast.FuncDecl {
	var callers []*ast.FuncDecl
	if object == nil {
		return nil
	}
	for _, file := range p.unit.files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if ok && fn.Body != nil && p.unit.info.Defs[fn.Name] != object && p.mentions(fn.Body, object) {
				callers = append(callers, fn)
			}
		}
	}
	return callers
}

// callersGoOn says whether the function around is one that only this package can call, and every caller of it reckons with its error:
// what it does is only tried.
func (p *pass) callersGoOn() bool {
	decl := p.declaration()
	if decl == nil || decl.Recv != nil || decl.Name.IsExported() {
		return false
	}
	object := p.unit.info.Defs[decl.Name]
	calls, tried := 0, 0
	for _, caller := range p.callersOf(object) {
		stack := []ast.Node{caller}
		ast.Inspect(caller.Body, func(node ast.Node) bool {
			if node == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			if id, ok := node.(*ast.Ident); ok && p.unit.info.Uses[id] == object {
				calls++
				// The name, its call, and what stands around that.
				if at := len(stack) - 2; at > 0 {
					if assign, ok := stack[at].(*ast.AssignStmt); ok && p.errorOptionalIn(stack, assign, at) {
						tried++
					}
				}
			}
			stack = append(stack, node)
			return true
		})
	}
	return calls > 0 && calls == tried
}
