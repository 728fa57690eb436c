package main

import (
	"go/ast"
	"strings"
)

// bodyless lists functions without a body: assembly or a linkname has to give them one.
func bodyless(p *program, unit *unit, given map[string]bool) []Bodyless {
	var found []Bodyless
	for _, file := range unit.files {
		linked := map[string]bool{}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if words := strings.Fields(comment.Text); len(words) >= 2 && words[0] == "//go:linkname" {
					linked[words[1]] = true
				}
			}
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body != nil {
				continue
			}
			name := fn.Name.Name
			if fn.Recv != nil {
				continue
			}
			if fn.Doc != nil {
				for _, comment := range fn.Doc.List {
					linked[name] = linked[name] || strings.HasPrefix(comment.Text, "//go:wasmimport ") || strings.HasPrefix(comment.Text, "//go:linkname ")
				}
			}
			at := p.sources.fset.Position(fn.Name.Pos())
			found = append(found, Bodyless{
				Package: unit.listed.ImportPath, Dir: p.request.relative(unit.listed.Dir), Name: name,
				File: p.request.relative(at.Filename), Line: at.Line, Column: at.Column, Linked: linked[name] || given[unit.listed.ImportPath+"."+name],
			})
		}
	}
	return found
}

// givenBodies are the functions, by package path and name, that a package of the project gives a body with //go:linkname local path.name.
func (p *program) givenBodies() map[string]bool {
	given := map[string]bool{}
	for _, unit := range p.own {
		for _, file := range unit.files {
			for _, group := range file.Comments {
				for _, comment := range group.List {
					if words := strings.Fields(comment.Text); len(words) == 3 && words[0] == "//go:linkname" {
						given[words[2]] = true
					}
				}
			}
		}
	}
	return given
}
