package main

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
)

// looks knows which code of a target stands behind a look at the running system, and which behind a choice made at run time: code whose
// writers know that it is not for everywhere.
type looks struct {
	units map[*unit]*pass
	// asking are functions whose answer tells of the running system; failing those whose error may say that it is another one.
	asking, failing map[types.Object]bool
	// looked and chosen are the nodes behind a look, and behind a choice.
	looked, chosen map[ast.Node]bool
}

// lookedFor finds the looks of all packages of the project. What one function finds out, those that call it know too: three rounds follow
// that through wrappers.
func lookedFor(program *program, r *reacher, lives []*liveness) *looks {
	l := &looks{
		units: map[*unit]*pass{}, asking: map[types.Object]bool{}, failing: map[types.Object]bool{},
		looked: map[ast.Node]bool{}, chosen: map[ast.Node]bool{},
	}
	for i, unit := range program.own {
		if lives[i] != nil {
			l.units[unit] = &pass{program: program, unit: unit, live: lives[i], goos: variable(program.target.Env, "GOOS")}
		}
	}
	for round := 0; round < 3; round++ {
		for object, one := range r.functions {
			if one.decl.Body != nil {
				l.classify(object, one)
			}
		}
	}
	for _, one := range r.functions {
		if one.decl.Body != nil {
			l.mark(l.units[one.unit], one.decl.Body)
		}
	}
	return l
}

// classify says what the answer of a function tells.
func (l *looks) classify(object types.Object, one *reachable) {
	results := object.Type().(*types.Signature).Results()
	if results.Len() == 0 {
		return
	}
	p := l.units[one.unit]
	last := results.At(results.Len() - 1).Type()
	if _, decided := p.live.facts[object]; results.Len() == 1 && isBool(last) && !decided {
		l.asking[object] = l.asking[object] || (l.asks(p, one.decl.Body, nil) || p.namesSystem(one.decl.Body))
	}
	if isError(last) {
		l.failing[object] = l.failing[object] || l.failsElsewhere(p, one.decl.Body)
	}
}

// failsElsewhere says whether a function reads what only one system has to tell, or ends in an error when it runs on another one.
func (l *looks) failsElsewhere(p *pass, body *ast.BlockStmt) bool {
	reads := false
	p.live.inspect(body, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && systemFile.MatchString(strings.Trim(literal.Value, "\"`")) {
			reads = true
		}
		return !reads
	})
	if reads {
		return true
	}
	known := l.answers(p, body)
	for _, stmt := range body.List {
		branch, ok := stmt.(*ast.IfStmt)
		if !ok || !p.fails(branch.Body) {
			continue
		}
		if value, decided := p.live.truth(branch.Cond); decided && value {
			return true
		}
		if isSingle(branch.Cond) && l.tellsSystem(p, branch, known) {
			return true
		}
	}
	return false
}

// isSingle says whether a condition is one question, and not several.
func isSingle(cond ast.Expr) bool {
	binary, ok := unparen(cond).(*ast.BinaryExpr)
	return !ok || !isBoolean(binary.Op)
}

// systemFile is what tells one make of a system from another.
var systemFile = regexp.MustCompile(`^(/?(etc|usr/lib)/)?(os-release|lsb-release|(redhat|centos|fedora|system|alpine|arch|SuSE)-release|debian_version)$`)

// tellsSystem says whether the condition of a branch asks for the running system: for a word of it, or for the error of what fails on others.
func (l *looks) tellsSystem(p *pass, branch *ast.IfStmt, known answers) bool {
	found := false
	ast.Inspect(branch.Cond, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			found = found || l.asking[callee(p.unit.info, node)]
		case *ast.Ident:
			found = found || known.at(p.unit.info.Uses[node], node.Pos()) == tellsFailure
		case ast.Expr:
			found = found || p.platformValue(node) == "GOOS"
		}
		return !found
	})
	return found
}

// asks says whether an expression, or the body of a function, looks at the running system.
func (l *looks) asks(p *pass, root ast.Node, known answers) bool {
	found := false
	p.live.inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			found = found || l.isLook(p, node) || l.asking[callee(p.unit.info, node)]
		case *ast.Ident:
			found = found || known.at(p.unit.info.Uses[node], node.Pos()) != tellsNothing
		}
		return !found
	})
	return found
}

// namesSystem says whether a function looks at runtime.GOOS. What that decides is known for every target; a function that does it in a way
// that decides nothing here is asked at run time.
func (p *pass) namesSystem(body *ast.BlockStmt) bool {
	found := false
	p.live.inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			found = found || p.objectName(node) == "runtime.GOOS"
		case *ast.BinaryExpr:
			if _, decided := p.live.truth(node); decided {
				return false
			}
		case *ast.SwitchStmt:
			return node.Tag == nil || p.platformValue(node.Tag) == ""
		}
		return !found
	})
	return found
}

// readers are functions that a look at a file of the system goes through.
var readers = set("os.Stat os.Lstat os.Open os.OpenFile os.ReadFile os.ReadDir os.Readlink io/ioutil.ReadFile io/ioutil.ReadDir")

// ofOneSystem are variables that only what belongs to one kind of system sets.
var ofOneSystem = regexp.MustCompile(`^(SUDO_|XDG_|DBUS_|NOTIFY_SOCKET$|JOURNAL_STREAM$|INVOCATION_ID$|WAYLAND_DISPLAY$|DISPLAY$)`)

// isLook recognises exec.LookPath, a variable of one system, and a file of Unix that is asked for.
func (l *looks) isLook(p *pass, call *ast.CallExpr) bool {
	_, name := p.called(call)
	if name == "os/exec.LookPath" {
		return true
	}
	if name == "os.Getenv" || name == "os.LookupEnv" {
		variable, known := p.live.constText(call.Args[0], 0)
		return known && ofOneSystem.MatchString(variable)
	}
	if !readers[name] || len(call.Args) == 0 {
		return false
	}
	known := p.textOf(call.Args[0])
	if systemFile.MatchString(known.prefix) || systemFile.MatchString(known.tail) {
		return true
	}
	for _, folder := range unixFolders {
		if known.prefix == folder.prefix || strings.HasPrefix(known.prefix, strings.TrimSuffix(folder.prefix, "/")+"/") {
			return true
		}
	}
	return false
}
