package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"path"
	"strings"
)

// text is what is known of a string before the program runs.
type text struct {
	// prefix is how it begins; whole says that this is all of it.
	prefix string
	whole  bool
	// path says that it is a path of the operating system, with its own separators: something that path/filepath or os
	// gave.
	path bool
	// joint is what was put by hand behind a path of the operating system: "/" or "\".
	joint string
	// tail is its last part, when that is known.
	tail string
}

// pathGivers return paths with the separators of the system.
var pathGivers = set(`path/filepath.Abs path/filepath.Clean path/filepath.Dir path/filepath.EvalSymlinks
	path/filepath.FromSlash path/filepath.Join path/filepath.Rel os.Getwd os.UserHomeDir os.UserConfigDir os.UserCacheDir
	os.TempDir os.Executable os.MkdirTemp io/ioutil.TempDir (*os.File).Name os.Readlink`)

// passers give back their first argument, cut or changed in case.
var passers = set(`strings.TrimSpace strings.TrimSuffix strings.TrimPrefix strings.TrimRight strings.TrimLeft strings.Trim
	strings.ToLower strings.Clone`)

// textOf follows a string to where it comes from.
func (p *pass) textOf(expr ast.Expr) text { return p.textAt(expr, 0) }

func (p *pass) textAt(expr ast.Expr, depth int) text {
	if expr == nil || depth > 10 {
		return text{}
	}
	expr = unparen(expr)
	if tv, ok := p.unit.info.Types[expr]; ok && tv.Value != nil && tv.Value.Kind() == constant.String {
		return text{prefix: constant.StringVal(tv.Value), whole: true}
	}
	switch expr := expr.(type) {
	case *ast.Ident:
		object := p.unit.info.Uses[expr]
		if p.live.walked[object] {
			return text{path: true}
		}
		if from := p.live.fixed[object]; from != nil {
			return p.textAt(from, depth+1)
		}
	case *ast.BinaryExpr:
		if expr.Op == token.ADD {
			return joined(p.textAt(expr.X, depth+1), p.textAt(expr.Y, depth+1))
		}
	case *ast.IndexExpr:
		if p.objectName(expr.X) == "os.Args" && isZero(p, expr.Index) {
			return text{path: true}
		}
	case *ast.CallExpr:
		return p.callText(expr, depth)
	}
	return text{}
}

func isZero(p *pass, expr ast.Expr) bool {
	tv, ok := p.unit.info.Types[expr]
	return ok && tv.Value != nil && tv.Value.Kind() == constant.Int && constant.Sign(tv.Value) == 0
}

// joined is left + right.
func joined(left, right text) text {
	result := text{prefix: left.prefix, whole: left.whole && right.whole, path: left.path || right.path, joint: left.joint}
	if left.whole {
		result.prefix += right.prefix
	}
	if left.path && !left.whole && result.joint == "" {
		switch {
		case strings.HasPrefix(right.prefix, "/"):
			result.joint = "/"
		case strings.HasPrefix(right.prefix, `\`):
			result.joint = `\`
		}
	}
	if result.joint == "" {
		result.joint = right.joint
	}
	return result
}

func (p *pass) callText(call *ast.CallExpr, depth int) text {
	_, name := p.called(call)
	switch {
	case name == "path/filepath.Join" && len(call.Args) > 0:
		return p.joinText(call, depth)
	case pathGivers[name]:
		return text{path: true}
	case passers[name] && len(call.Args) > 0:
		inner := p.textAt(call.Args[0], depth+1)
		inner.whole = false
		if name != "strings.TrimSuffix" && name != "strings.TrimRight" {
			inner.prefix = ""
		}
		return inner
	case name == "fmt.Sprintf" && len(call.Args) > 0:
		return p.formatText(call, depth)
	}
	return text{}
}

func (p *pass) joinText(call *ast.CallExpr, depth int) text {
	first := p.textAt(call.Args[0], depth+1)
	result := text{path: true, prefix: first.prefix}
	if last := p.textAt(call.Args[len(call.Args)-1], depth+1); last.whole {
		result.tail = last.prefix
	}
	if !first.whole || first.prefix == "" {
		return result
	}
	result.prefix = strings.TrimSuffix(path.Clean(first.prefix), "/") + "/"
	all := []string{first.prefix}
	for _, arg := range call.Args[1:] {
		next := p.textAt(arg, depth+1)
		if !next.whole {
			return result
		}
		all = append(all, next.prefix)
	}
	result.prefix, result.whole = path.Join(all...), true
	return result
}

// formatText reads a format in which every verb is a plain %s, %v or %d.
func (p *pass) formatText(call *ast.CallExpr, depth int) text {
	format := p.textAt(call.Args[0], depth+1)
	if !format.whole {
		return text{}
	}
	result := text{whole: true}
	rest, next := format.prefix, 1
	for rest != "" {
		before, after, found := strings.Cut(rest, "%")
		result = joined(result, text{prefix: before, whole: true})
		if !found || after == "" {
			break
		}
		value := text{}
		if (after[0] == 's' || after[0] == 'v') && next < len(call.Args) {
			value = p.textAt(call.Args[next], depth+1)
		} else if after[0] == '%' {
			value, next = text{prefix: "%", whole: true}, next-1
		}
		result = joined(result, value)
		next++
		rest = after[1:]
	}
	return result
}
