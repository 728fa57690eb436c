package main

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// variable reads NAME=value lines; the last one holds.
func variable(env []string, name string) string {
	value := ""
	for _, line := range env {
		if strings.HasPrefix(line, name+"=") {
			value = line[len(name)+1:]
		}
	}
	return value
}

var versionWord = regexp.MustCompile(`^1\.[0-9]+(\.[0-9]+)?$`)

// goVersion is the language of a package in the form that go/types takes.
func goVersion(one *listed) string {
	if one.Standard || one.Module == nil || !versionWord.MatchString(one.Module.GoVersion) {
		return ""
	}
	return "go" + one.Module.GoVersion
}

var couldNotImport = regexp.MustCompile(`^could not import (\S+) \(missing package`)

// missingImport recognises what go/types says of an import that go list has already told of.
func missingImport(message string) bool { return couldNotImport.MatchString(message) }

var undefinedName = regexp.MustCompile(`^undefined: [A-Za-z_]\w*$`)

// followsImport says whether a name may be unknown only since its package is missing: the checker guesses names of missing packages from
// their paths.
func followsImport(message string) bool { return undefinedName.MatchString(message) }

var qualifiedName = regexp.MustCompile(`^undefined: ([A-Za-z_]\w*)\.\w+$`)

// lacksWhat gives the package that a message misses a name of, when that package has problems of its own: they are what is wrong.
func (c *checker) lacksWhat(message string, files []*ast.File) string {
	if path := c.qualifier(message, files); c.holes[path] {
		return path
	}
	return ""
}

// qualifier is the path of the package that a message misses a name of.
func (c *checker) qualifier(message string, files []*ast.File) string {
	found := qualifiedName.FindStringSubmatch(message)
	if found == nil {
		return ""
	}
	for _, file := range files {
		for _, spec := range file.Imports {
			path := importPath(spec)
			name := ""
			if spec.Name != nil {
				name = spec.Name.Name
			} else if pkg := c.loaded[path]; pkg != nil {
				name = pkg.Name()
			}
			if name == found[1] {
				return path
			}
		}
	}
	return ""
}

func importPath(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value)
	return path
}

func (c *checker) importsHole(files []*ast.File) bool {
	for _, file := range files {
		for _, spec := range file.Imports {
			path := importPath(spec)
			if c.holes[path] || c.program.broken[path] || path != "C" && path != "unsafe" && c.loaded[path] == nil {
				return true
			}
		}
	}
	return false
}

// blameImports names the cgo files of another package where it lacks the names that are asked of it.
func (c *checker) blameImports(one *listed, files []*ast.File, from int) {
	for i := from; i < len(c.program.problems); i++ {
		problem := &c.program.problems[i]
		if len(problem.Cgo) > 0 {
			continue
		}
		path := c.qualifier(problem.Message, files)
		if path == "" {
			continue
		}
		for _, other := range c.program.listed {
			if other.ImportPath == path && !other.Standard {
				problem.Cgo = c.program.cgoFiles(other)
			}
		}
	}
}

var position = regexp.MustCompile(`^(.*?\.(?:go|mod|work)):([0-9]+)(?::([0-9]+))?$`)

// listError takes over what go list -e says of a package: an import that nothing provides, files that do not parse.
func (p *program) listError(one *listed, own bool, failed map[string]bool) {
	problem := Problem{Package: one.ImportPath, Own: own, Message: strings.TrimSpace(one.Error.Err), Import: true}
	if found := position.FindStringSubmatch(one.Error.Pos); found != nil {
		problem.File = found[1]
		if !filepath.IsAbs(problem.File) {
			problem.File = filepath.Join(p.target.Dir, problem.File)
		}
		problem.Line, _ = strconv.Atoi(found[2])
		problem.Column, _ = strconv.Atoi(found[3])
		if importer := p.ownFolder(filepath.Dir(problem.File)); importer {
			problem.Own = true
		}
	}
	if strings.HasPrefix(problem.Message, "build constraints exclude all Go files") {
		problem.Message = "package " + one.ImportPath + " has no Go file for this target"
		if one.Dir != "" {
			problem.Cgo = p.cgoFiles(one)
		}
	}
	p.problems = append(p.problems, problem)
	failed[one.ImportPath] = true
}

func (p *program) ownFolder(dir string) bool {
	return p.request.isOwn(&listed{Dir: dir})
}

// cgoFiles are files of a package that are out because they import C and cgo is off.
func (p *program) cgoFiles(one *listed) []string {
	if variable(p.target.Env, "CGO_ENABLED") == "1" {
		return nil
	}
	var files []string
	for _, out := range outFiles(p, one.Dir, one.IgnoredGoFiles) {
		if out.Cgo {
			files = append(files, out.File)
		}
	}
	return files
}

// blameCgo names the files that are out without cgo where a package lacks a name.
func (p *program) blameCgo(one *listed, from int) {
	if from == len(p.problems) {
		return
	}
	files := p.cgoFiles(one)
	for i := from; i < len(p.problems); i++ {
		if strings.HasPrefix(p.problems[i].Message, "undefined: ") || strings.Contains(p.problems[i].Message, " undefined (type ") ||
			strings.Contains(p.problems[i].Message, "(missing method ") {
			p.problems[i].Cgo = files
		}
	}
}

// relative gives a file name below the root with slashes; one elsewhere keeps its own.
func (request *Request) relative(path string) string {
	if rest, err := filepath.Rel(request.Root, path); err == nil && !strings.HasPrefix(rest, "..") {
		return filepath.ToSlash(rest)
	}
	return filepath.ToSlash(path)
}

// absolute is the path that relative made short.
func (request *Request) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(request.Root, filepath.FromSlash(path))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
