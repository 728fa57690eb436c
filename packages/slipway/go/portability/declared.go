package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"sort"
)

// lacking finds the name in what go/types says of one that is missing.
var lacking = regexp.MustCompile(`^undefined: (?:\w+\.)?(\w+)$|has no field or method (\w+)|\(missing method (\w+)\)`)

// blameFiles names the files that a target does not have and that declare what a package of the project lacks: they are what has to be
// mended, however many places lack it.
func (c *checker) blameFiles(one *listed, files []*ast.File, from int) {
	for i := from; i < len(c.program.problems); i++ {
		problem := &c.program.problems[i]
		found := lacking.FindStringSubmatch(problem.Message)
		if found == nil || len(problem.Cgo) > 0 {
			continue
		}
		lacks := one
		if path := c.qualifier(problem.Message, files); path != "" {
			lacks = c.program.ownListed(path)
		}
		if lacks != nil {
			problem.Out = c.program.declaredOut(lacks, found[1]+found[2]+found[3])
		}
	}
}

// ownListed is the package of the project with a path.
func (p *program) ownListed(path string) *listed {
	for _, one := range p.listed {
		if one.ImportPath == path && p.request.isOwn(one) {
			return one
		}
	}
	return nil
}

// declaredOut are the files of a package that are out and declare a name, or a method of this name.
func (p *program) declaredOut(one *listed, name string) []string {
	if p.out == nil {
		p.out = map[string]map[string][]string{}
	}
	names, ok := p.out[one.ImportPath]
	if !ok {
		names = map[string][]string{}
		for _, file := range one.IgnoredGoFiles {
			for declared := range declaredIn(filepath.Join(one.Dir, file)) {
				names[declared] = append(names[declared], file)
			}
		}
		p.out[one.ImportPath] = names
	}
	files := append([]string{}, names[name]...)
	sort.Strings(files)
	return files
}

// declaredIn are the names of package level and of methods that a file declares.
func declaredIn(path string) map[string]bool {
	names := map[string]bool{}
	file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if file == nil {
		return names
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			names[decl.Name.Name] = true
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						names[name.Name] = true
					}
				}
			}
		}
	}
	return names
}
