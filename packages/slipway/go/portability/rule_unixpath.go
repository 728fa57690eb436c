package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// unixFolders are places that some systems do not have.
var unixFolders = []struct {
	prefix  string
	missing map[string]bool
	hint    string
}{
	{"/dev/null", set("windows wasip1"), "use os.DevNull, or io.Discard where no file is needed"},
	{"/dev/stdin", set("windows wasip1 plan9"), "use os.Stdin"},
	{"/dev/stdout", set("windows wasip1 plan9"), "use os.Stdout"},
	{"/dev/stderr", set("windows wasip1 plan9"), "use os.Stderr"},
	{"/dev/tty", set("windows wasip1 plan9"), "on Windows the terminal is CONIN$ and CONOUT$; put it in files of their own"},
	{"/dev/shm", set("windows wasip1 darwin freebsd openbsd netbsd dragonfly"), "use os.TempDir(), or memory"},
	{"/dev/urandom", set("windows wasip1"), "use crypto/rand"},
	{"/dev/random", set("windows wasip1"), "use crypto/rand"},
	{"/dev/", set("windows wasip1"), "put it in a file of the systems that have it"},
	{"/proc/self/exe", set("windows wasip1 darwin freebsd openbsd"), "use os.Executable()"},
	{"/proc", set("windows wasip1 darwin freebsd openbsd"), "put it in a file for linux"},
	{"/sys", set("windows wasip1 darwin freebsd openbsd netbsd dragonfly solaris illumos aix"), "put it in a file for linux"},
	{"/tmp", set("windows"), "use os.TempDir(), os.MkdirTemp or os.CreateTemp"},
	{"/var/tmp", set("windows"), "use os.TempDir(), os.MkdirTemp or os.CreateTemp"},
	{"/etc/ssl", set("windows"), "let crypto/x509 find the system's certificates: x509.SystemCertPool"},
	{"/home", set("windows darwin"), "use os.UserHomeDir()"},
	{"/etc", set("windows"), "use os.UserConfigDir(), or a folder of ProgramData on Windows"},
	// Pods have their secrets there, and those with Windows too, below the drive's root.
	{"/var/run/secrets", set(""), ""},
	{"/var", set("windows"), "choose the folder by system: os.UserCacheDir(), ProgramData on Windows"},
	{"/run", set("windows darwin"), "choose the folder by system: os.TempDir(), XDG_RUNTIME_DIR"},
	{"/usr", set("windows"), "find the file beside the program (os.Executable) or let the user name it"},
	{"/opt", set("windows"), "find the file beside the program (os.Executable) or let the user name it"},
	{"/bin", set("windows"), "look programs up with exec.LookPath"},
}

// kernelFolders are views into a kernel, which code asks for what only that kernel knows. That it cannot work elsewhere is no
// surprise to those who wrote it; that it compiles there may be one.
var kernelFolders = set("/proc /sys /dev/")

// unixPlace is a folder in a function: one finding says it for every file there.
type unixPlace struct{ function, folder string }

// unixPaths finds files that a target cannot have: /tmp, /dev/null, /proc.
func unixPaths(p *pass, node ast.Node) {
	call, name := p.called(node)
	if call == nil {
		return
	}
	for _, arg := range p.fileArgs(call, name) {
		known := p.textOf(arg)
		if !strings.HasPrefix(known.prefix, "/") || p.objectName(p.resolve(arg)) == "os.DevNull" || systemFile.MatchString(known.prefix) {
			continue
		}
		for _, folder := range unixFolders {
			rest := strings.TrimPrefix(known.prefix, folder.prefix)
			if rest == known.prefix || rest != "" && rest[0] != '/' && !strings.HasSuffix(folder.prefix, "/") {
				continue
			}
			if !folder.missing[p.goos] {
				break
			}
			// A question whether it is there has the answer no, and that is an answer.
			if p.isOptional(call) || p.isOnlyAsked(call, name) || known.whole && p.wasAsked(call, known.prefix) {
				break
			}
			if told := (unixPlace{p.functionPlace(call), folder.prefix}); p.told[told] {
				break
			} else {
				p.told[told] = true
			}
			severity := "warning"
			if kernelFolders[folder.prefix] {
				severity = "notice"
			}
			p.report(arg, Finding{
				Code:     "portability-unix-path",
				Severity: severity,
				Message:  "\"" + known.prefix + "\" is no place on {}",
				Because:  []string{systemName(p.goos)},
				Expected: "a path that the system gives",
				Actual:   known.prefix,
				Hint:     folder.hint,
			})
			break
		}
	}
}

// isOnlyAsked says whether the error of os.Stat is used for nothing but comparisons with nil that hand on no error.
func (p *pass) isOnlyAsked(call *ast.CallExpr, name string) bool {
	if name != "os.Stat" && name != "os.Lstat" || len(p.stack) == 0 {
		return false
	}
	assign, ok := p.stack[len(p.stack)-1].(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 2 {
		return false
	}
	id, ok := assign.Lhs[1].(*ast.Ident)
	body := p.function()
	if !ok || body == nil || p.unit.info.Defs[id] == nil {
		return false
	}
	object := p.unit.info.Defs[id]
	asked, compared := true, map[*ast.Ident]bool{}
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BinaryExpr:
			if left, ok := unparen(node.X).(*ast.Ident); ok && node.Op == token.EQL && isNil(node.Y) {
				compared[left] = true
			}
		case *ast.Ident:
			if p.unit.info.Uses[node] == object && !compared[node] {
				asked = false
			}
		}
		return asked
	})
	return asked
}

// wasAsked says whether the function around has asked before, with os.Stat and an answer, whether there is a file of this name.
func (p *pass) wasAsked(call *ast.CallExpr, path string) bool {
	body := p.function()
	if body == nil {
		return false
	}
	asked := false
	ast.Inspect(body, func(node ast.Node) bool {
		if asked || node == nil || node.Pos() >= call.Pos() {
			return false
		}
		if stat, name := p.called(node); (name == "os.Stat" || name == "os.Lstat") && len(stat.Args) == 1 {
			known := p.textOf(stat.Args[0])
			asked = known.whole && known.prefix == path
		}
		return true
	})
	return asked
}

func systemName(goos string) string {
	switch goos {
	case "windows":
		return "Windows"
	case "darwin":
		return "macOS"
	case "js", "wasip1":
		return "WebAssembly"
	}
	return goos
}
