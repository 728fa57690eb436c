package main

import (
	"go/ast"
	"strings"
)

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
