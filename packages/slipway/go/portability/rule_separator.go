package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"strings"
)

// cutters look into their first argument for their second.
var cutters = set(`strings.Split strings.SplitN strings.SplitAfter strings.SplitAfterN strings.Contains strings.HasPrefix
	strings.HasSuffix strings.Index strings.LastIndex strings.TrimPrefix strings.TrimSuffix strings.TrimLeft strings.TrimRight
	strings.Trim strings.Replace strings.ReplaceAll strings.Count strings.Cut strings.CutPrefix strings.CutSuffix
	strings.IndexByte strings.LastIndexByte strings.IndexRune`)

// slashOnly are functions of package path that give wrong answers for paths with backslashes.
var slashOnly = set(`path.Base path.Dir path.Split path.IsAbs path.Match path.Clean`)

// separators finds code that takes the separator of paths for granted.
func separators(p *pass, node ast.Node) {
	if binary, ok := node.(*ast.BinaryExpr); ok {
		p.pathListJoin(binary)
		return
	}
	call, name := p.called(node)
	if call == nil {
		return
	}
	p.pathListSplit(call, name)
	if p.goos == "windows" {
		p.slashCut(call, name)
	} else {
		p.backslashes(call, name)
	}
	p.builtByHand(call, name)
}

// slashCut finds "/" looked for in paths of the system.
func (p *pass) slashCut(call *ast.CallExpr, name string) {
	if cutters[name] && len(call.Args) >= 2 && strings.Contains(p.separatorText(call.Args[1]), "/") {
		known := p.textOf(call.Args[0])
		if !known.path || known.whole || p.knowsBoth(call, name) {
			return
		}
		p.report(call, Finding{
			Code:     "portability-path-separator",
			Message:  "\"/\" is looked for in a path of the operating system, which has \"\\\" on Windows",
			Expected: "filepath.ToSlash around the path, or path/filepath's own functions",
			Actual:   name[len("strings."):] + " with \"" + p.separatorText(call.Args[1]) + "\"",
			Hint:     separatorHint(name, p.separatorText(call.Args[1])),
		})
	}
	if slashOnly[name] && len(call.Args) >= 1 {
		arg := call.Args[len(call.Args)-1]
		known := p.textOf(arg)
		if known.path && !known.whole && !(name == "path.Clean" && p.isCleaned(arg)) {
			p.report(call, Finding{
				Code:     "portability-path-separator",
				Message:  name + " knows \"/\" only and is given a path of the operating system",
				Expected: strings.Replace(name, "path.", "filepath.", 1),
				Actual:   name,
				Hint:     "use path/filepath for files, path for URLs and archives",
			})
		}
	}
}

// cleaners give paths in which nothing is left to clean.
var cleaners = set("path/filepath.Abs path/filepath.Clean path/filepath.Join path/filepath.EvalSymlinks path/filepath.Rel")

func (p *pass) isCleaned(expr ast.Expr) bool {
	call, ok := p.resolve(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, name := p.called(call)
	return cleaners[name]
}

// knowsBoth says whether the code around deals with backslashes too: it puts one in the place of "/", or looks for one
// in the same condition. "://" is no separator.
func (p *pass) knowsBoth(call *ast.CallExpr, name string) bool {
	part := p.separatorText(call.Args[1])
	if strings.Contains(part, "://") {
		return true
	}
	// A set of letters that has both.
	if strings.HasPrefix(name, "strings.Trim") && !strings.HasSuffix(name, "fix") && strings.Contains(part, `\`) {
		return true
	}
	// A whole folder from the root on is asked for by its name: that is a question about Unix and no cut at separators.
	if strings.HasSuffix(name, "Prefix") && len(part) > 2 && part[0] == '/' {
		return true
	}
	if strings.HasPrefix(name, "strings.Replace") && len(call.Args) > 2 && p.separatorText(call.Args[2]) == `\` {
		return true
	}
	var outer []ast.Node
	for i := len(p.stack) - 1; i >= 0; i-- {
		switch around := p.stack[i].(type) {
		case *ast.BinaryExpr:
			if around.Op == token.LOR || around.Op == token.LAND {
				outer = []ast.Node{around}
				continue
			}
		case *ast.CaseClause:
			for _, expr := range around.List {
				outer = append(outer, expr)
			}
		}
		break
	}
	both := false
	for _, root := range outer {
		ast.Inspect(root, func(node ast.Node) bool {
			if expr, ok := node.(ast.Expr); ok && (strings.Contains(p.separatorText(expr), `\`) || separatorNames[p.objectName(expr)]) {
				both = true
			}
			return !both
		})
	}
	return both
}

var separatorNames = set("os.PathSeparator path/filepath.Separator")

func separatorHint(name, text string) string {
	switch {
	case name == "strings.HasPrefix" && text == "/":
		return "use filepath.IsAbs"
	case strings.HasPrefix(name, "strings.LastIndex"):
		return "use filepath.Base or filepath.Dir"
	}
	return "turn the path with filepath.ToSlash first"
}

// separatorText is the text of a string or rune constant.
func (p *pass) separatorText(expr ast.Expr) string {
	tv, ok := p.unit.info.Types[expr]
	if ok && tv.Value != nil && tv.Value.Kind() == constant.Int {
		if r, exact := constant.Int64Val(tv.Value); exact && r > 0 && r < 128 {
			return string(rune(r))
		}
	}
	// What filepath.Join gives has the separators of the system.
	known := p.textOf(expr)
	if known.whole && !known.path {
		return known.prefix
	}
	return ""
}

// backslashes finds Windows's own paths on other systems.
func (p *pass) backslashes(call *ast.CallExpr, name string) {
	if name == "path/filepath.Glob" {
		return
	}
	for _, arg := range p.fileArgs(call, name) {
		known := p.textOf(arg)
		switch {
		case isDrivePath(known.prefix):
			p.report(arg, Finding{
				Code:    "portability-drive-letter",
				Message: "\"" + known.prefix + "\" names a drive, which only Windows has: elsewhere it is a file of that name in the working folder",
				Actual:  known.prefix,
				Hint:    "ask the system for the folder: os.UserConfigDir, os.UserCacheDir, os.TempDir, os.Getenv(\"ProgramData\") in a file for windows",
			})
		case known.joint == `\` || known.whole && strings.Contains(known.prefix, `\`):
			p.report(arg, Finding{
				Code:     "portability-path-separator",
				Message:  "\"\\\" is an ordinary letter of file names here, not a separator",
				Expected: "filepath.Join",
				Hint:     "put paths together with filepath.Join",
			})
		}
	}
}

func isDrivePath(text string) bool {
	if len(text) >= 3 && text[1] == ':' && (text[2] == '\\' || text[2] == '/') {
		letter := text[0] | 0x20
		return letter >= 'a' && letter <= 'z'
	}
	return strings.HasPrefix(text, `\\`)
}

// builtByHand finds paths of the system that were put together with "/" and are opened: they work, and are not what filepath makes.
func (p *pass) builtByHand(call *ast.CallExpr, name string) {
	if p.goos != "windows" {
		return
	}
	for _, arg := range p.fileArgs(call, name) {
		if known := p.textOf(arg); known.path && known.joint == "/" {
			p.report(arg, Finding{
				Code: "portability-path-string", Severity: "notice",
				Message:  "A path is put together with \"/\": on Windows it mixes both separators, equals nothing that filepath makes, and older programs refuse it",
				Expected: "filepath.Join",
				Hint:     "put paths together with filepath.Join",
			})
		}
	}
	if name == "path.Join" && len(call.Args) > 0 && !p.joinsNothing(call) && !p.isTurned() {
		if known := p.textOf(call.Args[0]); known.path && !known.whole {
			p.report(call, Finding{
				Code: "portability-path-string", Severity: "notice",
				Message:  "path.Join puts \"/\" behind a path of the operating system: on Windows it mixes both separators and cannot resolve \"..\"",
				Expected: "filepath.Join",
				Hint:     "use path/filepath for files, path for URLs and archives",
			})
		}
	}
}

// isTurned says whether the separators of what is visited are made one kind by the call around.
func (p *pass) isTurned() bool {
	if len(p.stack) == 0 {
		return false
	}
	around, name := p.called(p.stack[len(p.stack)-1])
	switch name {
	case "path/filepath.ToSlash", "path/filepath.FromSlash", "path/filepath.Clean":
		return true
	case "strings.ReplaceAll", "strings.Replace":
		return len(around.Args) > 2 && p.separatorText(around.Args[1]) == `\` && p.separatorText(around.Args[2]) == "/"
	}
	return false
}

// joinsNothing says whether path.Join gets one path alone, or a clean one and empty texts: it puts nothing behind it.
func (p *pass) joinsNothing(call *ast.CallExpr) bool {
	if len(call.Args) == 1 {
		return true
	}
	for _, arg := range call.Args[1:] {
		if known := p.textOf(arg); !known.whole || known.prefix != "" {
			return false
		}
	}
	return p.isCleaned(call.Args[0])
}

var listVariables = set("PATH GOPATH PYTHONPATH CLASSPATH PATHEXT NODE_PATH KUBECONFIG XDG_DATA_DIRS XDG_CONFIG_DIRS")

// pathList says whether an expression is the value of a variable that holds a list of paths.
func (p *pass) pathList(expr ast.Expr) bool {
	call, ok := p.resolve(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, name := p.called(call)
	if name != "os.Getenv" && name != "os.LookupEnv" || len(call.Args) != 1 {
		return false
	}
	variable, known := p.live.constText(call.Args[0], 0)
	return known && listVariables[variable]
}

// pathListSplit finds lists of paths cut at ":".
func (p *pass) pathListSplit(call *ast.CallExpr, name string) {
	if name == "fmt.Sprintf" && p.goos == "windows" && len(call.Args) > 1 {
		format := p.textOf(call.Args[0])
		if format.whole && (strings.Contains(format.prefix, "%s:%s") || strings.Contains(format.prefix, "%v:%v")) {
			for _, arg := range call.Args[1:] {
				if p.pathList(arg) {
					p.reportList(call)
					return
				}
			}
		}
	}
	if p.goos != "windows" || !cutters[name] || len(call.Args) < 2 || p.separatorText(call.Args[1]) != ":" {
		return
	}
	if p.pathList(call.Args[0]) {
		p.reportList(call)
	}
}

func (p *pass) reportList(node ast.Node) {
	p.report(node, Finding{
		Code:     "portability-path-separator",
		Message:  "Lists of paths are cut at \";\" on Windows, and \":\" stands behind drive letters",
		Expected: "filepath.SplitList and os.PathListSeparator",
		Actual:   ":",
		Hint:     "use filepath.SplitList, and string(os.PathListSeparator) to put one together",
	})
}

// pathListJoin finds lists of paths put together with ":".
func (p *pass) pathListJoin(binary *ast.BinaryExpr) {
	if p.goos != "windows" || binary.Op != token.ADD {
		return
	}
	if len(p.stack) > 0 {
		// Only the outermost sum is looked at.
		if outer, ok := p.stack[len(p.stack)-1].(*ast.BinaryExpr); ok && outer.Op == token.ADD {
			return
		}
	}
	parts := flatten(binary)
	for i, part := range parts {
		if !p.pathList(part) {
			continue
		}
		if i > 0 && strings.HasSuffix(p.separatorText(parts[i-1]), ":") || i+1 < len(parts) && strings.HasPrefix(p.separatorText(parts[i+1]), ":") {
			p.reportList(binary)
			return
		}
	}
}

func flatten(expr ast.Expr) []ast.Expr {
	if binary, ok := unparen(expr).(*ast.BinaryExpr); ok && binary.Op == token.ADD {
		return append(flatten(binary.X), flatten(binary.Y)...)
	}
	return []ast.Expr{expr}
}
