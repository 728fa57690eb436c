package main

import (
	"go/ast"
	"go/types"
)

// liveness knows which code of a package can run on a target: conditions over runtime.GOOS and the like are constants
// there, and what stands behind a false one is dead.
type liveness struct {
	info *types.Info
	goos string
	// fixed maps variables that keep the value of their declaration to it.
	fixed map[types.Object]ast.Expr
	// functions maps functions of the package to their declarations.
	functions map[types.Object]*ast.FuncDecl
	// facts are truths of exported variables and functions of other packages of the project.
	facts map[types.Object]bool
	// assigned are variables whose value is known for the condition that is looked at.
	assigned map[types.Object]bool
	// walked are parameters that hold paths of the operating system: those of functions that walk folders.
	walked map[types.Object]bool
	// walkedInfo are the parameters beside them that tell of the file.
	walkedInfo map[types.Object]bool
	dead       map[ast.Node]bool
	// changed are variables and fields that are assigned after their declaration.
	changed map[types.Object]bool
}

func newLiveness(unit *unit, goos string, facts map[types.Object]bool) *liveness {
	l := &liveness{
		info: unit.info, goos: goos, fixed: map[types.Object]ast.Expr{}, functions: map[types.Object]*ast.FuncDecl{},
		facts: facts, walked: map[types.Object]bool{}, walkedInfo: map[types.Object]bool{}, dead: map[ast.Node]bool{},
	}
	l.collect(unit.files)
	for _, file := range unit.files {
		l.markBranches(file)
	}
	l.markUnreached(unit)
	l.tell()
	return l
}

// inspect visits live nodes only.
func (l *liveness) inspect(root ast.Node, visit func(ast.Node) bool) {
	ast.Inspect(root, func(node ast.Node) bool {
		if node != nil && l.dead[node] {
			return false
		}
		return visit(node)
	})
}
