package main

import (
	"go/ast"
	"strings"
)

var lineTrimmers = set("strings.TrimSuffix strings.TrimRight strings.Trim bytes.TrimSuffix bytes.TrimRight bytes.Trim strings.CutSuffix bytes.CutSuffix")

var otherPrograms = set("(*os/exec.Cmd).Output (*os/exec.Cmd).CombinedOutput")

// lineEnds finds a line end cut off as "\n" where Windows writes "\r\n": what people type and what other programs print.
func lineEnds(p *pass, node ast.Node) {
	call, name := p.called(node)
	if p.goos != "windows" || !lineTrimmers[name] || len(call.Args) != 2 || p.bytesText(call.Args[1]) != "\n" {
		return
	}
	source, ok := p.stripConversion(call.Args[0]).(*ast.CallExpr)
	if !ok {
		return
	}
	from := ""
	switch _, giver := p.called(source); {
	case otherPrograms[giver] && p.asksWindows(source):
		from = "Programs of Windows end lines with \"\\r\\n\""
	case giver == "(*bufio.Reader).ReadString" && p.readsInput(source):
		from = "Lines typed on Windows end with \"\\r\\n\""
	}
	if from == "" {
		return
	}
	p.report(call, Finding{
		Code: "portability-crlf", Message: from + ": a \"\\r\" stays behind",
		Expected: "strings.TrimSpace, or \"\\r\\n\" cut off", Actual: "\"\\n\" cut off",
		Hint: "use strings.TrimRight(line, \"\\r\\n\") or bufio.Scanner",
	})
}

// asksWindows says whether a command is one of Windows's own, which write "\r\n"; git, go and cygwin's do not.
func (p *pass) asksWindows(output *ast.CallExpr) bool {
	selector, ok := unparen(output.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	command, ok := p.resolve(selector.X).(*ast.CallExpr)
	if !ok || len(command.Args) == 0 {
		return false
	}
	at := 0
	if _, name := p.called(command); name == "os/exec.CommandContext" {
		at = 1
	}
	if at >= len(command.Args) {
		return false
	}
	program := strings.TrimSuffix(strings.ToLower(p.textOf(command.Args[at]).prefix), ".exe")
	return windowsTools[program] || consoleTools[program]
}

// consoleTools are programs of Windows with the names of others.
var consoleTools = set("where whoami hostname systeminfo ver pwsh")

// stripConversion looks through string(x), []byte(x) and variables.
func (p *pass) stripConversion(expr ast.Expr) ast.Expr {
	for depth := 0; depth < 6; depth++ {
		expr = p.resolve(expr)
		call, ok := expr.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return expr
		}
		if tv, ok := p.unit.info.Types[call.Fun]; !ok || !tv.IsType() {
			return expr
		}
		expr = call.Args[0]
	}
	return expr
}

// bytesText is the text of a string constant or of []byte("...").
func (p *pass) bytesText(expr ast.Expr) string {
	if known := p.textOf(p.stripConversion(expr)); known.whole {
		return known.prefix
	}
	return ""
}

// readsInput says whether a reader is one over standard input.
func (p *pass) readsInput(call *ast.CallExpr) bool {
	selector, ok := unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	made, ok := p.resolve(selector.X).(*ast.CallExpr)
	if !ok || len(made.Args) == 0 {
		return false
	}
	_, name := p.called(made)
	return (name == "bufio.NewReader" || name == "bufio.NewReaderSize") && p.objectName(p.resolve(made.Args[0])) == "os.Stdin"
}
