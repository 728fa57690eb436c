package main

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
	// broken says that it does not compile, itself or for what it imports.
	broken bool
}

func graphOf(p *program) *graph {
	g := &graph{imports: map[string][]string{}, own: map[string]ownPackage{}, byDir: map[string]string{}}
	for path, pkg := range p.loaded {
		g.imports[path] = []string{}
		for _, next := range pkg.Imports() {
			g.imports[path] = append(g.imports[path], next.Path())
		}
	}
	for _, unit := range p.own {
		one := unit.listed
		g.own[one.ImportPath] = ownPackage{
			dir: one.Dir, program: one.Name == "main", listed: !one.DepOnly, compiled: unit.types != nil, broken: p.broken[one.ImportPath],
			workshop: isWorkshop(p.request.relative(one.Dir), one.Name),
		}
		g.byDir[one.Dir] = one.ImportPath
	}
	return g
}
