package main

import (
	"go/ast"
	"go/constant"
	"strings"
)

// delivered says which signals signal.Notify can give on a system. Systems that are not named are unix: all but SIGKILL
// and SIGSTOP. Sources: the documentation of os/signal, runtime/os_windows.go (ctrlHandler), runtime/os_wasip1.go and
// runtime/os_js.go (no signals at all).
var delivered = map[string]map[string]bool{
	"windows": {"SIGINT": true, "SIGTERM": true},
	"js":      {},
	"wasip1":  {},
}

var whyNever = map[string]string{
	"windows": "Windows sends Go programs os.Interrupt (Ctrl-C, Ctrl-Break) and SIGTERM (close, log off, shut down) only",
	"js":      "a WebAssembly module gets no signals",
	"wasip1":  "a WebAssembly module gets no signals",
}

var osSignals = map[string]string{"os.Interrupt": "SIGINT", "os.Kill": "SIGKILL"}

// signalOf names the signal that an expression is.
func (p *pass) signalOf(expr ast.Expr) string {
	name := p.objectName(p.resolve(expr))
	if known := osSignals[name]; known != "" {
		return known
	}
	for _, path := range []string{"syscall.", "golang.org/x/sys/unix.", "golang.org/x/sys/windows."} {
		if strings.HasPrefix(name, path+"SIG") {
			return strings.TrimPrefix(name, path)
		}
	}
	return ""
}

// signals finds signals that are waited for and never come, and signals that cannot be sent.
func signals(p *pass, node ast.Node) {
	call, name := p.called(node)
	switch name {
	case "os/signal.Notify", "os/signal.NotifyContext":
		if len(call.Args) > 0 && !call.Ellipsis.IsValid() {
			p.awaited(call.Args[1:])
		}
	case "(*os.Process).Signal":
		p.sent(call)
	}
}

// awaited judges the arguments of one signal.Notify.
func (p *pass) awaited(args []ast.Expr) {
	if p.goos == "plan9" {
		return
	}
	comes, known := delivered[p.goos]
	useful := 0
	var never []ast.Expr
	for _, arg := range args {
		signal := p.signalOf(arg)
		if signal == "" {
			useful++
			continue
		}
		if known && comes[signal] || !known && signal != "SIGKILL" && signal != "SIGSTOP" {
			useful++
		} else {
			never = append(never, arg)
		}
	}
	for _, arg := range never {
		signal := p.signalOf(arg)
		reason := whyNever[p.goos]
		if !known || signal == "SIGKILL" || signal == "SIGSTOP" {
			reason = "no system lets a program catch it"
		}
		severity := "notice"
		if useful == 0 {
			severity = "warning"
		}
		p.report(arg, Finding{
			Code: "portability-signal", Severity: severity,
			Message: signal + " is waited for and never delivered: {}", Because: []string{reason},
			Actual: signal,
			Hint:   "wait for it in a file of the systems that have it, and offer another way (a command, a file, an endpoint) elsewhere",
		})
	}
}

// sent judges Process.Signal.
func (p *pass) sent(call *ast.CallExpr) {
	if len(call.Args) != 1 {
		return
	}
	signal := p.signalOf(call.Args[0])
	if signal == "" && p.isSignalZero(call.Args[0]) {
		signal = "signal 0"
	}
	if signal == "" || signal == "SIGKILL" && p.goos == "windows" || p.killsToo() {
		return
	}
	switch p.goos {
	case "windows":
		hint := "use Process.Kill, or ask the other program to end over its standard input or a connection"
		if signal == "signal 0" {
			hint = "os.FindProcess opens the process on Windows and fails when there is none"
		}
		p.report(call, Finding{
			Code: "portability-signal", Message: "Process.Signal fails: {}",
			Because:  []string{"Windows knows os.Kill only"},
			Expected: "os.Kill", Actual: signal, Hint: hint,
		})
	case "js", "wasip1":
		p.report(call, Finding{
			Code: "portability-signal", Message: "Process.Signal fails: {}",
			Because: []string{"WebAssembly has no processes"},
			Actual:  signal, Hint: "keep what starts and ends other programs out of WebAssembly with a build constraint",
		})
	}
}

// isSignalZero recognises syscall.Signal(0), which asks whether a process lives.
func (p *pass) isSignalZero(expr ast.Expr) bool {
	tv, ok := p.unit.info.Types[p.resolve(expr)]
	return ok && tv.Value != nil && tv.Value.Kind() == constant.Int && constant.Sign(tv.Value) == 0 &&
		tv.Type.String() == "syscall.Signal"
}

// killsToo says whether the function around ends the process with Process.Kill as well, or by the context that it was started with: the
// signal is the polite try.
func (p *pass) killsToo() bool {
	body := p.function()
	if body == nil {
		return false
	}
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		call, name := p.called(node)
		if name == "(*os.Process).Kill" {
			found = true
		}
		if call != nil {
			tv, ok := p.unit.info.Types[call.Fun]
			found = found || ok && tv.Type != nil && tv.Type.String() == "context.CancelFunc"
		}
		return !found
	})
	return found
}
