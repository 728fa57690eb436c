package main

import "go/ast"

// placeImports gives a problem without a place that of the import that brings the package in.
func (p *program) placeImports() {
	for i := range p.problems {
		problem := &p.problems[i]
		if problem.File != "" || !problem.Import {
			continue
		}
		for _, unit := range p.own {
			for _, file := range unit.files {
				if spec := importOf(file, problem.Package); spec != nil && problem.File == "" {
					at := p.sources.fset.Position(spec.Pos())
					problem.File, problem.Line, problem.Column, problem.Own = at.Filename, at.Line, at.Column, true
				}
			}
		}
	}
}

func importOf(file *ast.File, path string) *ast.ImportSpec {
	for _, spec := range file.Imports {
		if importPath(spec) == path {
			return spec
		}
	}
	return nil
}
