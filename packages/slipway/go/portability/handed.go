package main

import (
	"go/ast"
	"go/types"
)

// isHandedOn says whether a command is only made here, and a method that some interface has takes it: what runs it may be on another
// machine, over ssh or in a container. A command that is returned is followed to the callers of its package.
func (p *pass) isHandedOn() bool {
	if decl := p.declaration(); decl != nil {
		return p.handsOn(decl, 0)
	}
	body := p.function()
	starts, hands := p.commandsOf(body)
	return hands && !starts
}

func (p *pass) handsOn(decl *ast.FuncDecl, depth int) bool {
	if decl.Body == nil || depth > 3 {
		return false
	}
	if starts, hands := p.commandsOf(decl.Body); starts || hands {
		return !starts
	}
	if !givesCommand(p.unit.info.Defs[decl.Name]) {
		return false
	}
	callers := p.callersOf(p.unit.info.Defs[decl.Name])
	for _, caller := range callers {
		if !p.handsOn(caller, depth+1) {
			return false
		}
	}
	return len(callers) > 0
}

// commandsOf says what a function does with commands: whether it starts any itself, and whether it hands any on.
func (p *pass) commandsOf(body *ast.BlockStmt) (starts, hands bool) {
	if body == nil {
		return false, false
	}
	ast.Inspect(body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		function, ok := callee(p.unit.info, call).(*types.Func)
		if !ok {
			return true
		}
		if selector, ok := unparen(call.Fun).(*ast.SelectorExpr); ok && runs[function.Name()] && p.isCommand(selector.X) {
			starts = true
		}
		hands = hands || p.program.interfaceMethods[function.Name()] && takesCommand(function)
		return true
	})
	return starts, hands
}

// takesCommand says whether a function is a method of a type that is not exec.Cmd itself, with a command among its parameters.
func takesCommand(function *types.Func) bool {
	signature, ok := function.Type().(*types.Signature)
	if !ok || signature.Recv() == nil {
		return false
	}
	for i := 0; i < signature.Params().Len(); i++ {
		if isCommandType(signature.Params().At(i).Type()) {
			return true
		}
	}
	return false
}

func givesCommand(object types.Object) bool {
	function, ok := object.(*types.Func)
	if !ok {
		return false
	}
	results := function.Type().(*types.Signature).Results()
	for i := 0; i < results.Len(); i++ {
		if isCommandType(results.At(i).Type()) {
			return true
		}
	}
	return false
}

func (p *pass) isCommand(expr ast.Expr) bool {
	tv, ok := p.unit.info.Types[expr]
	return ok && isCommandType(tv.Type)
}

func isCommandType(t types.Type) bool { return t != nil && t.String() == "*os/exec.Cmd" }
