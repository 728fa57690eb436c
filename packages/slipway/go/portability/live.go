package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
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

// collect finds variables that are set once and functions.
func (l *liveness) collect(files []*ast.File) {
	l.changed = map[types.Object]bool{}
	spoil := func(expr ast.Expr) {
		switch expr := unparen(expr).(type) {
		case *ast.Ident:
			if object := l.info.Uses[expr]; object != nil {
				l.changed[object] = true
			}
		case *ast.SelectorExpr:
			if object := l.info.Uses[expr.Sel]; object != nil {
				l.changed[object] = true
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncDecl:
				if object := l.info.Defs[node.Name]; object != nil {
					l.functions[object] = node
				}
			case *ast.ValueSpec:
				for i, name := range node.Names {
					if object := l.info.Defs[name]; object != nil && len(node.Values) == len(node.Names) {
						l.fixed[object] = node.Values[i]
					}
				}
			case *ast.AssignStmt:
				for i, left := range node.Lhs {
					if id, ok := left.(*ast.Ident); ok && node.Tok == token.DEFINE {
						if object := l.info.Defs[id]; object != nil {
							if len(node.Lhs) == len(node.Rhs) {
								l.fixed[object] = node.Rhs[i]
							} else if len(node.Rhs) == 1 && i == 0 {
								// The first of several results, the way file paths come with an error.
								l.fixed[object] = node.Rhs[0]
							}
							continue
						}
					}
					spoil(left)
				}
			case *ast.IncDecStmt:
				spoil(node.X)
			case *ast.CallExpr:
				l.noteWalk(node)
			case *ast.UnaryExpr:
				if node.Op == token.AND {
					spoil(node.X)
				}
			case *ast.RangeStmt:
				if node.Tok == token.ASSIGN {
					spoil(node.Key)
					if node.Value != nil {
						spoil(node.Value)
					}
				}
			}
			return true
		})
	}
	for object := range l.changed {
		delete(l.fixed, object)
		delete(l.walked, object)
	}
}

// noteWalk remembers the path that filepath.Walk and filepath.WalkDir hand to their function.
func (l *liveness) noteWalk(call *ast.CallExpr) {
	function, ok := callee(l.info, call).(*types.Func)
	if !ok || len(call.Args) != 2 {
		return
	}
	if name := function.FullName(); name != "path/filepath.Walk" && name != "path/filepath.WalkDir" {
		return
	}
	if literal, ok := call.Args[1].(*ast.FuncLit); ok && len(literal.Type.Params.List) > 0 {
		if names := literal.Type.Params.List[0].Names; len(names) > 0 {
			l.walked[l.info.Defs[names[0]]] = true
		}
		if fields := literal.Type.Params.List; len(fields) > 1 && len(fields[1].Names) > 0 {
			l.walkedInfo[l.info.Defs[fields[1].Names[0]]] = true
		}
	}
}

// truth is a condition's value on this target: yes or no, when known.
func (l *liveness) truth(expr ast.Expr) (value, known bool) { return l.truthOf(expr, 0) }

func (l *liveness) truthOf(expr ast.Expr, depth int) (value, known bool) {
	if expr == nil || depth > 8 {
		return false, false
	}
	if tv, ok := l.info.Types[expr]; ok && tv.Value != nil && tv.Value.Kind() == constant.Bool {
		return constant.BoolVal(tv.Value), true
	}
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return l.truthOf(expr.X, depth+1)
	case *ast.UnaryExpr:
		if expr.Op == token.NOT {
			value, known = l.truthOf(expr.X, depth+1)
			return !value, known
		}
	case *ast.BinaryExpr:
		return l.binaryTruth(expr, depth)
	case *ast.Ident:
		return l.objectTruth(l.info.Uses[expr], depth)
	case *ast.SelectorExpr:
		return l.objectTruth(l.info.Uses[expr.Sel], depth)
	case *ast.CallExpr:
		return l.callTruth(expr, depth)
	}
	return false, false
}

func (l *liveness) binaryTruth(expr *ast.BinaryExpr, depth int) (value, known bool) {
	switch expr.Op {
	case token.LAND, token.LOR:
		stop := expr.Op == token.LOR
		left, leftKnown := l.truthOf(expr.X, depth+1)
		if leftKnown && left == stop {
			return stop, true
		}
		right, rightKnown := l.truthOf(expr.Y, depth+1)
		if rightKnown && right == stop {
			return stop, true
		}
		return !stop, leftKnown && rightKnown
	case token.EQL, token.NEQ:
		left, leftKnown := l.constText(expr.X, depth+1)
		right, rightKnown := l.constText(expr.Y, depth+1)
		if leftKnown && rightKnown {
			return (left == right) == (expr.Op == token.EQL), true
		}
		if l.isNobody(expr.X) && l.isUserNumber(expr.Y) || l.isNobody(expr.Y) && l.isUserNumber(expr.X) {
			return expr.Op == token.NEQ, true
		}
	}
	return false, false
}

func (l *liveness) objectTruth(object types.Object, depth int) (value, known bool) {
	if object == nil {
		return false, false
	}
	if fact, ok := l.facts[object]; ok {
		return fact, true
	}
	if value, ok := l.assigned[object]; ok {
		return value, true
	}
	if from := l.fixed[object]; from != nil && isBool(object.Type()) {
		return l.truthOf(from, depth+1)
	}
	return false, false
}

func isBool(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func (l *liveness) callTruth(call *ast.CallExpr, depth int) (value, known bool) {
	object := callee(l.info, call)
	if object == nil {
		return false, false
	}
	if fact, ok := l.facts[object]; ok {
		return fact, true
	}
	if fn := l.functions[object]; fn != nil && fn.Body != nil {
		if value, known = l.resultTruth(fn.Body.List, depth+1); known {
			return value, true
		}
	}
	if object.Pkg() != nil && object.Pkg().Path() == "strings" && len(call.Args) == 2 {
		text, textKnown := l.constText(call.Args[0], depth+1)
		part, partKnown := l.constText(call.Args[1], depth+1)
		if textKnown && partKnown {
			switch object.Name() {
			case "HasPrefix":
				return strings.HasPrefix(text, part), true
			case "HasSuffix":
				return strings.HasSuffix(text, part), true
			case "Contains":
				return strings.Contains(text, part), true
			case "EqualFold":
				return strings.EqualFold(text, part), true
			}
		}
	}
	return false, false
}

// resultTruth is what a function gives on this target, when conditions over the platform decide it:
// if runtime.GOOS != "darwin" { return false }.
func (l *liveness) resultTruth(list []ast.Stmt, depth int) (value, known bool) {
	for _, stmt := range list {
		switch stmt := stmt.(type) {
		case *ast.ReturnStmt:
			if len(stmt.Results) != 1 {
				return false, false
			}
			return l.truthOf(stmt.Results[0], depth)
		case *ast.IfStmt:
			if stmt.Init != nil {
				return false, false
			}
			cond, decided := l.truthOf(stmt.Cond, depth)
			switch {
			case decided && cond:
				return l.resultTruth(stmt.Body.List, depth)
			case !decided || stmt.Else != nil:
				return false, false
			}
		default:
			return false, false
		}
	}
	return false, false
}

// constText is the text of an expression that is one on this target: a constant, or a variable that keeps one.
func (l *liveness) constText(expr ast.Expr, depth int) (text string, known bool) {
	if depth > 8 {
		return "", false
	}
	if tv, ok := l.info.Types[expr]; ok && tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value), true
	}
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return l.constText(expr.X, depth+1)
	case *ast.Ident:
		if from := l.fixed[l.info.Uses[expr]]; from != nil {
			return l.constText(from, depth+1)
		}
	}
	return "", false
}

// markBranches marks what stands behind conditions that are known.
func (l *liveness) markBranches(root ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt:
			if value, known := l.truth(node.Cond); known {
				if !value {
					l.dead[node.Body] = true
				} else if node.Else != nil {
					l.dead[node.Else] = true
				}
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				if value, known := l.truth(node.X); known && value == (node.Op == token.LOR) {
					l.dead[node.Y] = true
				}
			}
		case *ast.ForStmt:
			if value, known := l.truth(node.Cond); known && !value && node.Cond != nil {
				l.dead[node.Body] = true
			}
		case *ast.SwitchStmt:
			l.markCases(node)
		case *ast.BlockStmt:
			l.markAssigned(node.List)
			l.markRefused(node.List)
			l.markAfter(node.List)
		case *ast.CaseClause:
			l.markAfter(node.Body)
		case *ast.CommClause:
			l.markAfter(node.Body)
		}
		return true
	})
}

// markAssigned looks at conditions over what was assigned in the statement before: ok = onLinux(); if ok { ... }.
func (l *liveness) markAssigned(list []ast.Stmt) {
	for i := 1; i < len(list); i++ {
		assign, ok := list[i-1].(*ast.AssignStmt)
		if !ok || assign.Tok != token.ASSIGN || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			continue
		}
		branch, ok := list[i].(*ast.IfStmt)
		id, isName := assign.Lhs[0].(*ast.Ident)
		if !ok || !isName || branch.Init != nil || l.info.Uses[id] == nil {
			continue
		}
		value, known := l.truth(assign.Rhs[0])
		if !known {
			continue
		}
		l.assigned = map[types.Object]bool{l.info.Uses[id]: value}
		if decided, ok := l.truth(branch.Cond); ok && !decided {
			l.dead[branch.Body] = true
		}
		l.assigned = nil
	}
}

func (l *liveness) markCases(node *ast.SwitchStmt) {
	taken := false
	var fallback *ast.CaseClause
	unknown := false
	var previous *ast.CaseClause
	for _, stmt := range node.Body.List {
		clause := stmt.(*ast.CaseClause)
		if clause.List == nil {
			fallback = clause
			continue
		}
		possible, certain := false, false
		for _, expr := range clause.List {
			value, known := l.caseTruth(node.Tag, expr)
			possible = possible || value || !known
			certain = certain || known && value
		}
		if taken && !falls(previous) || !possible && !(previous != nil && !l.dead[previous] && falls(previous)) {
			l.dead[clause] = true
		}
		if possible && !certain {
			unknown = true
		}
		taken = taken || certain && !unknown
		previous = clause
	}
	if fallback != nil && taken {
		l.dead[fallback] = true
	}
}

func (l *liveness) caseTruth(tag, expr ast.Expr) (value, known bool) {
	if tag == nil {
		return l.truth(expr)
	}
	left, leftKnown := l.constText(tag, 0)
	right, rightKnown := l.constText(expr, 0)
	return left == right, leftKnown && rightKnown
}

func falls(clause *ast.CaseClause) bool {
	if clause == nil || len(clause.Body) == 0 {
		return false
	}
	branch, ok := clause.Body[len(clause.Body)-1].(*ast.BranchStmt)
	return ok && branch.Tok == token.FALLTHROUGH
}

// markAfter marks statements behind one that always leaves: if runtime.GOOS == "windows" { return }.
func (l *liveness) markAfter(list []ast.Stmt) {
	for i, stmt := range list {
		if !l.leaves(stmt) {
			continue
		}
		for _, rest := range list[i+1:] {
			if _, label := rest.(*ast.LabeledStmt); label {
				return
			}
			l.dead[rest] = true
		}
		return
	}
}

// leaves says whether control never comes behind a statement on this target.
func (l *liveness) leaves(stmt ast.Stmt) bool {
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := stmt.X.(*ast.CallExpr)
		return ok && l.neverReturns(call)
	case *ast.BlockStmt:
		return l.blockLeaves(stmt)
	case *ast.IfStmt:
		value, known := l.truth(stmt.Cond)
		if known && value {
			return l.blockLeaves(stmt.Body)
		}
		if stmt.Else == nil {
			return false
		}
		if known {
			return l.leaves(stmt.Else)
		}
		return l.blockLeaves(stmt.Body) && l.leaves(stmt.Else)
	case *ast.SwitchStmt:
		if fallback := l.onlyDefault(stmt); fallback != nil && len(fallback.Body) > 0 {
			last := fallback.Body[len(fallback.Body)-1]
			if branch, ok := last.(*ast.BranchStmt); ok && branch.Label == nil {
				return branch.Tok == token.CONTINUE
			}
			return l.leaves(last)
		}
		for _, each := range stmt.Body.List {
			clause := each.(*ast.CaseClause)
			for _, expr := range clause.List {
				if value, known := l.caseTruth(stmt.Tag, expr); known && value && len(clause.Body) > 0 {
					last := clause.Body[len(clause.Body)-1]
					if branch, ok := last.(*ast.BranchStmt); ok && branch.Label == nil {
						return branch.Tok == token.CONTINUE
					}
					return l.leaves(last)
				}
			}
		}
	}
	return false
}

// onlyDefault is the default of a switch none of whose cases this target can take.
func (l *liveness) onlyDefault(stmt *ast.SwitchStmt) *ast.CaseClause {
	var fallback *ast.CaseClause
	for _, each := range stmt.Body.List {
		clause := each.(*ast.CaseClause)
		if clause.List == nil {
			fallback = clause
		}
		for _, expr := range clause.List {
			if value, known := l.caseTruth(stmt.Tag, expr); value || !known {
				return nil
			}
		}
	}
	return fallback
}

func (l *liveness) blockLeaves(block *ast.BlockStmt) bool {
	for _, stmt := range block.List {
		if l.leaves(stmt) {
			return true
		}
	}
	return false
}

func (l *liveness) neverReturns(call *ast.CallExpr) bool {
	switch fun := unparen(call.Fun).(type) {
	case *ast.Ident:
		_, builtin := l.info.Uses[fun].(*types.Builtin)
		return builtin && fun.Name == "panic"
	case *ast.SelectorExpr:
		object := l.info.Uses[fun.Sel]
		if object == nil || object.Pkg() == nil {
			return false
		}
		switch object.Pkg().Path() {
		case "os":
			return object.Name() == "Exit"
		case "log":
			return strings.HasPrefix(object.Name(), "Fatal") || strings.HasPrefix(object.Name(), "Panic")
		case "runtime":
			return object.Name() == "Goexit"
		case "testing":
			// What a test says, its helpers in ordinary files say too: T, B, F and TB have the same methods.
			return testEnds[object.Name()]
		}
	}
	return false
}

var testEnds = set("Skip Skipf SkipNow Fatal Fatalf FailNow")

// markUnreached marks unexported functions that only dead code names.
func (l *liveness) markUnreached(unit *unit) {
	program := unit.listed.Name == "main"
	reached := map[*ast.FuncDecl]bool{}
	var pending []*ast.FuncDecl
	reach := func(object types.Object) {
		if function, ok := object.(*types.Func); ok {
			object = function.Origin()
		}
		if fn := l.functions[object]; fn != nil && !reached[fn] {
			reached[fn] = true
			pending = append(pending, fn)
		}
	}
	scan := func(root ast.Node) {
		l.inspect(root, func(node ast.Node) bool {
			if id, ok := node.(*ast.Ident); ok {
				reach(l.info.Uses[id])
			}
			return true
		})
	}
	for _, file := range unit.files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				scan(decl)
				continue
			}
			name := fn.Name.Name
			exported := fn.Name.IsExported() && !program
			if fn.Recv != nil || exported || name == "init" || name == "_" || program && name == "main" || isDirected(fn) {
				reach(l.info.Defs[fn.Name])
				if !reached[fn] {
					reached[fn] = true
					pending = append(pending, fn)
				}
			}
		}
	}
	for len(pending) > 0 {
		fn := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if fn.Body != nil {
			scan(fn.Body)
		}
	}
	for _, fn := range l.functions {
		if !reached[fn] && fn.Body != nil {
			l.dead[fn.Body] = true
		}
	}
}

// isDirected says whether something outside of Go may call a function: export, linkname.
func isDirected(fn *ast.FuncDecl) bool {
	if fn.Doc == nil {
		return false
	}
	for _, comment := range fn.Doc.List {
		if strings.HasPrefix(comment.Text, "//export ") || strings.HasPrefix(comment.Text, "//go:") {
			return true
		}
	}
	return false
}

// tell adds what other packages of the project may ask: exported switches and functions that give one.
func (l *liveness) tell() {
	for object, from := range l.fixed {
		if object.Exported() && object.Parent() == object.Pkg().Scope() && isBool(object.Type()) {
			if value, known := l.truth(from); known {
				l.facts[object] = value
			}
		}
	}
	for object, fn := range l.functions {
		if !object.Exported() || fn.Recv != nil || fn.Body == nil {
			continue
		}
		if value, known := l.resultTruth(fn.Body.List, 0); known {
			l.facts[object] = value
		}
	}
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

// callee is the function or method that a call names, when it names one.
func callee(info *types.Info, call *ast.CallExpr) types.Object {
	fun := unparen(call.Fun)
	switch generic := fun.(type) {
	case *ast.IndexExpr:
		fun = generic.X
	case *ast.IndexListExpr:
		fun = generic.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return info.Uses[fun]
	case *ast.SelectorExpr:
		return info.Uses[fun.Sel]
	}
	return nil
}
