package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// pass is one package on one target, as rules see it.
type pass struct {
	program  *program
	unit     *unit
	live     *liveness
	goos     string
	goarch   string
	findings []Finding
	// stack holds the nodes around the visited one, outermost first.
	stack []ast.Node
	// told are folders of Unix that were found in a function.
	told map[unixPlace]bool
	// looks are what stands behind looks at the running system and behind choices.
	looks *looks
}

// rule looks at one live node.
type rule func(p *pass, node ast.Node)

var rules = []rule{
	impossibleValues,
	signals,
	unixPaths,
	separators,
	programNames,
	fileModes,
	osCalls,
	lineEnds,
	spins,
	callbacks,
}

// lookAt runs every rule over the live code of a package.
func lookAt(program *program, unit *unit, live *liveness, looks *looks) []Finding {
	p := &pass{
		program: program, unit: unit, live: live, told: map[unixPlace]bool{}, looks: looks,
		goos: variable(program.target.Env, "GOOS"), goarch: variable(program.target.Env, "GOARCH"),
	}
	for _, file := range unit.files {
		if ast.IsGenerated(file) || helpsTests(file) {
			continue
		}
		p.stack = p.stack[:0]
		ast.Inspect(file, func(node ast.Node) bool {
			if node == nil {
				p.stack = p.stack[:len(p.stack)-1]
				return true
			}
			if live.dead[node] {
				return false
			}
			for _, look := range rules {
				look(p, node)
			}
			p.stack = append(p.stack, node)
			return true
		})
	}
	impossibleTags(p)
	cgoLeftOut(p)
	for i := range p.findings {
		p.findings[i].pkg = unit.listed.ImportPath
	}
	return p.findings
}

// report adds a finding at a node.
func (p *pass) report(node ast.Node, found Finding) {
	if found.Code != "portability-impossible-value" && p.isForAnother(node) {
		return
	}
	fset := p.program.sources.fset
	from, to := fset.Position(node.Pos()), fset.Position(node.End())
	found.File = p.program.request.relative(from.Filename)
	found.Line, found.Column = from.Line, from.Column
	if to.Line == from.Line {
		found.Length = to.Column - from.Column
	}
	if src := p.program.sources.known(from.Filename); src != nil {
		lines := bytes.SplitN(src.text, []byte("\n"), from.Line+1)
		if from.Line <= len(lines) {
			found.Text = strings.TrimRight(string(lines[from.Line-1]), "\r")
		}
	}
	found.function = p.functionPlace(node)
	found.looked = p.isBehind(node, p.looks.looked)
	if found.Severity == "" {
		found.Severity = "warning"
	}
	p.findings = append(p.findings, found)
}

// isForAnother says whether a node stands behind a comparison with the name of another system, whatever is compared: the caller
// hands over runtime.GOOS, or that of another machine.
func (p *pass) isForAnother(node ast.Node) bool {
	for i := len(p.stack) - 1; i >= 0; i-- {
		switch around := p.stack[i].(type) {
		case *ast.FuncDecl:
			return false
		case *ast.CaseClause:
			if p.namesOthers(around.List) {
				return true
			}
		case *ast.IfStmt:
			compare, ok := unparen(around.Cond).(*ast.BinaryExpr)
			if ok && compare.Op == token.EQL && around.Body.Pos() <= node.Pos() && node.Pos() < around.Body.End() &&
				(p.namesOthers([]ast.Expr{compare.X}) || p.namesOthers([]ast.Expr{compare.Y})) {
				return true
			}
		}
	}
	return false
}

// namesOthers says whether all of a list are names of systems, and none is the target's.
func (p *pass) namesOthers(list []ast.Expr) bool {
	for _, expr := range list {
		word, known := p.live.constText(expr, 0)
		word = strings.ToLower(word)
		if word == "macos" || word == "osx" {
			word = "darwin"
		}
		if !known || !knownOS[word] || word == p.goos {
			return false
		}
	}
	return len(list) > 0
}

// functionPlace is where the declared function around a node begins, or "" outside of any.
func (p *pass) functionPlace(node ast.Node) string {
	around := node
	for _, outer := range p.stack {
		if fn, ok := outer.(*ast.FuncDecl); ok {
			around = fn
		}
	}
	if around == node {
		return ""
	}
	at := p.program.sources.fset.Position(around.Pos())
	return fmt.Sprint(at.Filename, ":", at.Line)
}

// called gives "path.Name" of the function that a call names ("os.Open", "(*os.File).Chmod"), or "".
func (p *pass) called(node ast.Node) (*ast.CallExpr, string) {
	call, ok := node.(*ast.CallExpr)
	if !ok {
		return nil, ""
	}
	function, ok := callee(p.unit.info, call).(*types.Func)
	if !ok {
		return call, ""
	}
	return call, function.FullName()
}

// usedBy is the object that an expression names, or nil.
func (p *pass) usedBy(expr ast.Expr) types.Object {
	switch expr := unparen(expr).(type) {
	case *ast.Ident:
		return p.unit.info.Uses[expr]
	case *ast.SelectorExpr:
		return p.unit.info.Uses[expr.Sel]
	}
	return nil
}

// objectName gives "path.Name" of a package-level object that an expression names, or "".
func (p *pass) objectName(expr ast.Expr) string {
	object := p.usedBy(expr)
	if object == nil || object.Pkg() == nil || object.Parent() != object.Pkg().Scope() {
		return ""
	}
	return object.Pkg().Path() + "." + object.Name()
}

// resolve follows variables that keep the value of their declaration.
func (p *pass) resolve(expr ast.Expr) ast.Expr {
	for depth := 0; depth < 8; depth++ {
		expr = unparen(expr)
		id, ok := expr.(*ast.Ident)
		if !ok {
			return expr
		}
		from := p.live.fixed[p.unit.info.Uses[id]]
		if from == nil {
			return expr
		}
		expr = from
	}
	return expr
}

func unparen(expr ast.Expr) ast.Expr {
	for {
		inner, ok := expr.(*ast.ParenExpr)
		if !ok {
			return expr
		}
		expr = inner.X
	}
}
