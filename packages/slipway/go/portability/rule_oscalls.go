package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// alwaysFails are functions that compile and always fail on a system, with what to do instead. Sources: src/os/file_posix.go,
// src/syscall/syscall_windows.go and exec_windows.go, src/os/pipe_wasm.go, src/plugin/plugin_stubs.go.
var alwaysFails = map[string]map[string]string{
	"windows": {
		"os.Chown": noOwners, "os.Lchown": noOwners, "(*os.File).Chown": noOwners, "syscall.Chown": noOwners,
		"syscall.Lchown": noOwners, "syscall.Fchown": noOwners, "syscall.Fchmod": "use os.Chmod",
		"syscall.Link": "use os.Link", "syscall.Symlink": "use os.Symlink",
		"syscall.Exec":   "Windows cannot replace a process: start the program with exec.Command, wait and end with its exit code",
		"os.Getgroups":   noOwners,
		"syscall.Sendto": "use package net", "plugin.Open": "plugins exist on Linux, macOS and FreeBSD only",
	},
	"plan9": {
		"os.Symlink": "Plan 9 has no links", "os.Link": "Plan 9 has no links", "os.Chown": noOwners, "os.Lchown": noOwners,
		"plugin.Open": "plugins exist on Linux, macOS and FreeBSD only",
	},
	"js": {
		"os.Pipe": "use io.Pipe", "plugin.Open": "plugins exist on Linux, macOS and FreeBSD only",
		"syscall.Exec": "WebAssembly has no processes",
	},
	"wasip1": {
		"os.Pipe": "use io.Pipe", "plugin.Open": "plugins exist on Linux, macOS and FreeBSD only", "syscall.Exec": "WebAssembly has no processes",
		"os.Chown": noOwners, "os.Lchown": noOwners,
	},
}

const noOwners = "put ownership into a file of the systems that have it"

// rawCalls call the kernel by number.
var rawCalls = set(`syscall.Syscall syscall.Syscall6 syscall.Syscall9 syscall.RawSyscall syscall.RawSyscall6
	golang.org/x/sys/unix.Syscall golang.org/x/sys/unix.Syscall6 golang.org/x/sys/unix.RawSyscall golang.org/x/sys/unix.RawSyscall6`)

// osCalls finds calls that compile and cannot work on the target.
func osCalls(p *pass, node ast.Node) {
	if compare, ok := node.(*ast.IfStmt); ok {
		p.rootTest(compare)
		return
	}
	call, name := p.called(node)
	if call == nil {
		return
	}
	if hint := alwaysFails[p.goos][name]; hint != "" && !p.isOptional(call) && !p.isForOwners(call, name) && !p.callersGoOn() {
		code := Finding{Code: "portability-os-call"}
		if strings.HasPrefix(name, "syscall.") {
			code = Finding{Code: "portability-syscall"}
		}
		code.Message, code.Because = name+" always fails on {}", []string{systemName(p.goos)}
		code.Actual, code.Hint = name, hint
		p.report(call, code)
	}
	if rawCalls[name] && (p.goos == "darwin" || p.goos == "openbsd") {
		severity := "warning"
		if p.goos == "darwin" {
			// It works today: Go calls syscall() of the system's library, which is deprecated.
			severity = "notice"
		}
		p.report(call, Finding{
			Code:     "portability-syscall",
			Severity: severity,
			Message:  "{} keeps no numbers of system calls stable: they belong to its C library",
			Because:  []string{systemName(p.goos)},
			Actual:   name,
			Hint:     "use the function of golang.org/x/sys/unix, which goes through the library, or keep this to linux",
		})
	}
	if name == "os.Symlink" && p.goos == "windows" && !p.isOptional(call) {
		p.report(call, Finding{
			Code: "portability-symlink", Severity: "notice",
			Message: "Making a symbolic link fails for ordinary users of Windows: it takes a privilege or developer mode",
			Hint:    "copy the file when it fails, or use a hard link (os.Link)",
		})
	}
}

var userIDs = set("os.Getuid os.Geteuid os.Getgid os.Getegid syscall.Getuid syscall.Geteuid")

// rootTest finds programs that give up unless they run as root: on Windows the number is always -1.
func (p *pass) rootTest(stmt *ast.IfStmt) {
	if p.goos != "windows" {
		return
	}
	compare, ok := unparen(stmt.Cond).(*ast.BinaryExpr)
	if !ok || compare.Op != token.NEQ && compare.Op != token.GTR {
		return
	}
	call, ok := p.resolve(compare.X).(*ast.CallExpr)
	if !ok || p.constInt(compare.Y) != 0 {
		return
	}
	if _, name := p.called(call); userIDs[name] && compare.Op == token.NEQ && p.fails(stmt.Body) {
		p.report(compare, Finding{
			Code: "portability-os-call", Message: name + " is -1 on Windows, so this gives up for every user there",
			Actual: name, Hint: "ask for rights by trying, or in a file with a build constraint",
		})
	}
}
