package main

import (
	"go/ast"
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

// graph is what one target's packages import, in as little memory as possible: the packages themselves are let go.
type graph struct {
	imports map[string][]string
	own     map[string]ownPackage
	// byDir are the paths of own packages by absolute folder.
	byDir map[string]string
}

// ownPackage is what matters here of a package of the project.
type ownPackage struct {
	dir                string
	program, listed    bool
	workshop, compiled bool
}

func graphOf(p *program) *graph {
	g := &graph{imports: map[string][]string{}, own: map[string]ownPackage{}, byDir: map[string]string{}}
	for path, pkg := range p.loaded {
		for _, next := range pkg.Imports() {
			g.imports[path] = append(g.imports[path], next.Path())
		}
	}
	for _, unit := range p.own {
		one := unit.listed
		g.own[one.ImportPath] = ownPackage{
			dir: one.Dir, program: one.Name == "main", listed: !one.DepOnly, compiled: unit.types != nil,
			workshop: isWorkshop(p.request.relative(one.Dir), one.Name),
		}
		g.byDir[one.Dir] = one.ImportPath
	}
	return g
}

// wanted are the packages that a target has a use for: its programs and what they import, and what the project offers to others,
// which is each package that nothing in the project imports, with what that imports. A package that only files for another system
// import is none of them, nor is what only programs need that are not built for the target.
func (g *graph) wanted(target RequestTarget, imported map[string]bool) map[string]bool {
	result := map[string]bool{}
	var visit func(path string)
	visit = func(path string) {
		if result[path] {
			return
		}
		result[path] = true
		for _, next := range g.imports[path] {
			visit(next)
		}
	}
	all := true
	for path, one := range g.own {
		all = all && !(one.program && target.builds(one.dir, path))
	}
	for path, one := range g.own {
		if one.listed && (one.program && (all || target.builds(one.dir, path)) || !one.program && !imported[path]) {
			visit(path)
		}
	}
	return result
}

// builds says whether the program in a folder is one that is built for the target.
func (target RequestTarget) builds(dir, path string) bool {
	for _, program := range target.Programs {
		if program == path || filepath.Clean(program) == filepath.Clean(dir) {
			return true
		}
	}
	return false
}

// idle says whether a problem is of a package that the target has no use for, or of one that serves tests and developers.
func (g *graph) idle(request *Request, problem Problem, wanted map[string]bool) bool {
	path := problem.Package
	if problem.Import {
		path = g.byDir[filepath.Dir(request.absolute(problem.File))]
	}
	one, own := g.own[path]
	if own && one.workshop {
		return true
	}
	return (own && one.compiled || g.imports[path] != nil) && !wanted[path]
}

// absolute is the path that relative made short.
func (request *Request) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(request.Root, filepath.FromSlash(path))
}

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

// keepWanted marks and drops what is found in packages that a target has no use for.
func keepWanted(request *Request, answer *Answer, programs [][]Finding, graphs []*graph) {
	imported := importers(request, answer)
	wants := make([]map[string]bool, len(graphs))
	for i, graph := range graphs {
		if graph == nil {
			continue
		}
		wants[i] = graph.wanted(request.Targets[i], imported)
		for j := range answer.Targets[i].Problems {
			problem := &answer.Targets[i].Problems[j]
			problem.Idle = graph.idle(request, *problem, wants[i])
		}
	}
	keepUseful(answer, programs, wants)
}

// keepUseful drops findings of packages that a target has no use for, and of those that do not compile on it and do elsewhere: what
// their code would do there is idle as long as it is no program.
func keepUseful(answer *Answer, programs [][]Finding, wants []map[string]bool) {
	broken := make([]map[string]bool, len(answer.Targets))
	for i, target := range answer.Targets {
		broken[i] = map[string]bool{}
		for _, problem := range target.Problems {
			if problem.Own && !problem.Import {
				broken[i][problem.Package] = true
			}
		}
	}
	for i, findings := range programs {
		here := findings[:0]
		for _, one := range findings {
			if wants[i] != nil && !wants[i][one.pkg] || broken[i][one.pkg] && compilesElsewhere(answer, broken, i, one.pkg) {
				continue
			}
			here = append(here, one)
		}
		programs[i] = here
	}
}

func compilesElsewhere(answer *Answer, broken []map[string]bool, target int, path string) bool {
	for i := range answer.Targets {
		if i == target || answer.Targets[i].Failure != "" || broken[i][path] {
			continue
		}
		for _, one := range answer.Targets[i].Packages {
			if one.Path == path && len(one.Files) > 0 {
				return true
			}
		}
	}
	return false
}
