package main

import "go/ast"

// fileArguments are the arguments of functions that name a file of the operating system, by position.
var fileArguments = map[string][]int{
	"os.Open": {0}, "os.OpenFile": {0}, "os.Create": {0}, "os.ReadFile": {0}, "os.WriteFile": {0}, "os.Mkdir": {0},
	"os.MkdirAll": {0}, "os.Remove": {0}, "os.RemoveAll": {0}, "os.Rename": {0, 1}, "os.Stat": {0}, "os.Lstat": {0},
	"os.Chdir": {0}, "os.ReadDir": {0}, "os.Readlink": {0}, "os.Symlink": {0, 1}, "os.Link": {0, 1}, "os.Truncate": {0},
	"os.Chmod": {0}, "os.Chown": {0}, "os.Chtimes": {0}, "os.MkdirTemp": {0}, "os.CreateTemp": {0}, "os.DirFS": {0},
	"os.OpenRoot": {0}, "os.CopyFS": {0},
	"io/ioutil.ReadFile": {0}, "io/ioutil.WriteFile": {0}, "io/ioutil.ReadDir": {0}, "io/ioutil.TempDir": {0},
	"io/ioutil.TempFile": {0},
	"path/filepath.Walk": {0}, "path/filepath.WalkDir": {0}, "path/filepath.Glob": {0}, "path/filepath.EvalSymlinks": {0},
	"net/http.ServeFile": {2}, "net/http.ListenAndServeTLS": {1, 2}, "crypto/tls.LoadX509KeyPair": {0, 1},
	"html/template.ParseFiles": {0}, "text/template.ParseFiles": {0},
	"flag.String": {1}, "flag.StringVar": {2}, "(*flag.FlagSet).String": {1}, "(*flag.FlagSet).StringVar": {2},
}

// fileArgs are the arguments of a call that name files.
func (p *pass) fileArgs(call *ast.CallExpr, name string) []ast.Expr {
	var args []ast.Expr
	for _, index := range fileArguments[name] {
		if index < len(call.Args) {
			args = append(args, call.Args[index])
		}
	}
	// A socket's address is a file when its network says so.
	switch name {
	case "net.Listen", "net.Dial", "net.DialTimeout":
		if len(call.Args) > 1 {
			if network := p.textOf(call.Args[0]); network.whole && network.prefix == "unix" {
				args = append(args, call.Args[1])
			}
		}
	}
	return args
}
