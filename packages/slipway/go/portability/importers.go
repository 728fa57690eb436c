package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// importers are the packages that some file of the project imports on some system, tests left out.
func importers(request *Request, answer *Answer) map[string]bool {
	imported := map[string]bool{}
	seen := map[string]bool{}
	for _, target := range answer.Targets {
		for _, one := range target.Packages {
			names := append([]string{}, one.Files...)
			for _, out := range one.Out {
				names = append(names, out.File)
			}
			for _, name := range names {
				path := filepath.Join(request.Root, filepath.FromSlash(one.Dir), name)
				if filepath.IsAbs(one.Dir) {
					path = filepath.Join(one.Dir, name)
				}
				if !seen[path] {
					seen[path] = true
					noteImports(path, imported)
				}
			}
		}
	}
	return imported
}

// noteImports adds what a file imports, unless it is one that no build takes (//go:build ignore).
func noteImports(path string, imported map[string]bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	if expr := buildLine(text); expr != nil && strings.Contains(expr.String(), "ignore") {
		return
	}
	file, _ := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
	if file == nil {
		return
	}
	for _, spec := range file.Imports {
		imported[importPath(spec)] = true
	}
}
