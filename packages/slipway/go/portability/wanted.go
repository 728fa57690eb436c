package main

import "path/filepath"

// keepWanted marks and drops what is found in packages that a target has no use for.
func keepWanted(request *Request, answer *Answer, programs [][]Finding, graphs []*graph) {
	imported := importers(request, answer)
	wants := make([]map[string]bool, len(graphs))
	for i, graph := range graphs {
		if graph == nil {
			continue
		}
		wants[i] = graph.wanted(request.Targets[i], imported, nil)
		for j := range answer.Targets[i].Problems {
			problem := &answer.Targets[i].Problems[j]
			problem.Idle = graph.idle(request, *problem, wants[i])
		}
	}
	for i, graph := range graphs {
		if graph != nil {
			wants[i] = graph.wanted(request.Targets[i], imported, graph.brokenHere(graphs))
		}
	}
	keepUseful(answer, programs, wants)
}

// brokenHere are the programs that do not compile on this target and do on another one: nothing of them is ever done here.
func (g *graph) brokenHere(graphs []*graph) map[string]bool {
	here := map[string]bool{}
	for path, one := range g.own {
		for _, other := range graphs {
			if one.program && one.broken && other != nil && other.own[path].compiled && !other.own[path].broken {
				here[path] = true
			}
		}
	}
	return here
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

// wanted are the packages that a target has a use for: its programs and what they import, and what the project offers to others,
// which is each package that nothing in the project imports, with what that imports. A package that only files for another system
// import is none of them, nor is what only programs or helpers of tests need that are not built for the target. Of WebAssembly nothing is
// offered where programs are built for it: it is among the targets for their sake. Programs that are left aside count as built, and want nothing.
func (g *graph) wanted(target RequestTarget, imported, aside map[string]bool) map[string]bool {
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
		built := one.program && (all || target.builds(one.dir, path))
		offered := !one.program && !imported[path] && !one.workshop && (all || !isWebAssembly(target))
		if one.listed && !aside[path] && (built || offered) {
			visit(path)
		}
	}
	return result
}

// buildsAll says whether nothing is known of the programs that are built for the target, so that all of them are.
func (p *program) buildsAll() bool {
	for _, unit := range p.own {
		if one := unit.listed; one.Name == "main" && p.target.builds(one.Dir, one.ImportPath) {
			return false
		}
	}
	return true
}

func isWebAssembly(target RequestTarget) bool { return variable(target.Env, "GOARCH") == "wasm" }

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
	if problem.Import && problem.File == "" {
		// A package without a file for the target: nobody says who asks for it, and only what is wanted may.
		return !wanted[path]
	}
	if problem.Import {
		path = g.byDir[filepath.Dir(request.absolute(problem.File))]
	}
	one, own := g.own[path]
	if own && one.workshop {
		return true
	}
	return (own && one.compiled || g.imports[path] != nil) && !wanted[path]
}
