package main

import (
	"go/ast"
	"path"
	"strings"
)

// programs that belong to one family of systems and are no part of the others.
var (
	unixTools = set(`sh bash zsh dash ksh csh ash ls cp mv rm cat chmod chown chgrp ln grep egrep sed awk which uname ps kill pkill
		pgrep killall touch df du mount umount sudo su true false id env head tail cut wc xargs tee uptime ifconfig mkdir rmdir
		echo pwd test stty tput clear man lsof nproc getconf readlink realpath dirname basename sleep yes`)
	windowsTools = set(`cmd powershell reg tasklist taskkill wmic explorer rundll32 icacls netsh ipconfig schtasks attrib
		cscript wscript msiexec regsvr32 robocopy xcopy`)
	macTools = set(`pbcopy pbpaste osascript launchctl sw_vers defaults codesign xcrun xcodebuild hdiutil diskutil dscl
		scutil system_profiler caffeinate say`)
	linuxTools = set(`xdg-open systemctl journalctl apt apt-get dpkg yum dnf pacman ip iptables nft modprobe lsb_release
		update-alternatives ldconfig udevadm loginctl xclip wl-copy notify-send zenity`)
)

// programNames finds programs that are started by a name which a target does not have.
func programNames(p *pass, node ast.Node) {
	call, name := p.called(node)
	var program ast.Expr
	switch name {
	case "os/exec.Command":
		if len(call.Args) > 0 {
			program = call.Args[0]
		}
	case "os/exec.CommandContext":
		if len(call.Args) > 1 {
			program = call.Args[1]
		}
	case "os.StartProcess":
		if len(call.Args) > 0 {
			program = call.Args[0]
		}
	}
	if program == nil {
		return
	}
	if p.goos == "js" || p.goos == "wasip1" {
		if !p.isTried(call) && !p.callersGoOn() && !p.isHandedOn() {
			p.report(call, Finding{
				Code: "portability-exec", Message: "WebAssembly has no processes: starting a program always fails",
				Hint: "keep what starts programs out of js and wasip1 with a build constraint",
			})
		}
		return
	}
	known := p.textOf(program)
	if !known.whole || known.prefix == "" {
		if name == "os.StartProcess" {
			p.startProcess(program, known)
		}
		return
	}
	why, hint := p.whyNotHere(known.prefix, name)
	if why == "" || p.isTried(call) || p.looksUp(known.prefix) || p.choosesBySystem(known.prefix) || p.isAskedFor(known.prefix) {
		return
	}
	if !p.callersGoOn() && !p.isHandedOn() {
		p.report(program, Finding{
			Code: "portability-exec", Message: "\"" + known.prefix + "\" is not started: {}", Because: []string{why}, Actual: known.prefix, Hint: hint,
		})
	}
}

// whyNotHere says why a name finds no program on the target.
func (p *pass) whyNotHere(program, function string) (why, hint string) {
	base := path.Base(program)
	if p.goos == "windows" {
		switch {
		case strings.HasPrefix(program, "/"):
			return "Windows has no such path", "look the program up by its name: exec.LookPath adds .exe and what PATHEXT says"
		case strings.HasSuffix(base, ".sh"):
			return "Windows cannot run a shell script: PATHEXT does not know .sh", "run it in files of the systems that have a shell, and offer another way on Windows"
		case function == "os.StartProcess" && path.Ext(base) == "":
			return "os.StartProcess adds no extension, and on Windows it is " + base + ".exe", "use exec.Command, which looks it up with PATHEXT"
		case unixTools[base]:
			return "Windows has no such program", "do it in Go, or choose the command by runtime.GOOS"
		case macTools[base], linuxTools[base]:
			return "Windows has no such program", "choose the command by runtime.GOOS"
		}
		return "", ""
	}
	lower := strings.ToLower(base)
	switch {
	case strings.HasSuffix(lower, ".exe"), strings.HasSuffix(lower, ".bat"), strings.HasSuffix(lower, ".cmd"):
		return "only Windows gives programs this ending", "leave the ending away: exec.Command finds it on Windows too"
	case windowsTools[lower]:
		return "it is a program of Windows", "choose the command by runtime.GOOS"
	case macTools[base] && p.goos != "darwin" && p.goos != "ios":
		return "it is a program of macOS", "choose the command by runtime.GOOS"
	case linuxTools[base] && p.goos == "darwin":
		return "macOS has no such program", "choose the command by runtime.GOOS"
	}
	return "", ""
}

// startProcess judges a path whose end is known: os.StartProcess adds no extension.
func (p *pass) startProcess(program ast.Expr, known text) {
	if p.goos != "windows" || !known.path || known.tail == "" || path.Ext(known.tail) != "" {
		return
	}
	p.report(program, Finding{
		Code: "portability-exec", Message: "os.StartProcess adds no extension: on Windows the program is " + path.Base(known.tail) + ".exe",
		Actual: path.Base(known.tail), Hint: "use exec.Command, which looks it up with PATHEXT",
	})
}

// isTried says whether the code goes on when the command cannot be run: directly, or where its variable is run.
func (p *pass) isTried(call *ast.CallExpr) bool {
	stack := p.stack
	for i := len(stack) - 1; i >= 0; i-- {
		switch parent := stack[i].(type) {
		case *ast.SelectorExpr:
			continue
		case *ast.CallExpr:
			continue
		case *ast.AssignStmt:
			if len(parent.Lhs) == 1 && i == len(stack)-1 {
				return p.variableIsTried(parent.Lhs[0])
			}
			return p.errorOptionalIn(stack, parent, i)
		default:
			return false
		}
	}
	return false
}

// variableIsTried looks for cmd.Run() and its like behind cmd := exec.Command(...).
func (p *pass) variableIsTried(variable ast.Expr) bool {
	id, ok := variable.(*ast.Ident)
	if !ok {
		return false
	}
	object := p.unit.info.Defs[id]
	if object == nil {
		object = p.unit.info.Uses[id]
	}
	body := p.function()
	if object == nil || body == nil {
		return false
	}
	tried := false
	var stack []ast.Node
	ast.Inspect(body, func(node ast.Node) bool {
		if node == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if call, ok := node.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && runs[selector.Sel.Name] {
				if id, ok := selector.X.(*ast.Ident); ok && p.unit.info.Uses[id] == object && len(stack) > 0 {
					if assign, ok := stack[len(stack)-1].(*ast.AssignStmt); ok {
						tried = tried || p.errorOptionalIn(stack, assign, len(stack)-1)
					}
				}
			}
		}
		stack = append(stack, node)
		return true
	})
	return tried
}

var runs = set("Run Start Output CombinedOutput")

// function is the body of the declared function around the visited node, or of the literal that a variable is set to.
func (p *pass) function() *ast.BlockStmt {
	for _, node := range p.stack {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return node.Body
		case *ast.FuncLit:
			return node.Body
		}
	}
	return nil
}

// raising are programs that give another user's rights.
var raising = set("sudo doas su")

// isAskedFor says whether a program that raises rights is started behind a condition that names it: the user turned it on.
func (p *pass) isAskedFor(program string) bool {
	base := path.Base(program)
	if !raising[base] {
		return false
	}
	for i := len(p.stack) - 1; i >= 0; i-- {
		branch, ok := p.stack[i].(*ast.IfStmt)
		if !ok {
			continue
		}
		named := false
		ast.Inspect(branch.Cond, func(node ast.Node) bool {
			id, ok := node.(*ast.Ident)
			named = named || ok && strings.Contains(strings.ToLower(id.Name), base)
			return !named
		})
		if named {
			return true
		}
	}
	return false
}

// choosesBySystem says whether the function around asks for the system it runs on, and starts a program that only one system has:
// what is left is meant for that one.
func (p *pass) choosesBySystem(program string) bool {
	base := strings.TrimSuffix(strings.ToLower(path.Base(program)), ".exe")
	body := p.function()
	if body == nil || !macTools[base] && !windowsTools[base] && !linuxTools[base] {
		return false
	}
	asks := false
	ast.Inspect(body, func(node ast.Node) bool {
		if expr, ok := node.(ast.Expr); ok && p.platformValue(expr) == "GOOS" {
			asks = true
		}
		return !asks
	})
	return asks
}

// looksUp says whether the function around asks exec.LookPath first.
func (p *pass) looksUp(string) bool {
	body := p.function()
	if body == nil {
		return false
	}
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		if _, name := p.called(node); name == "os/exec.LookPath" {
			found = true
		}
		return !found
	})
	return found
}
