package main

import (
	"bytes"
	"go/build/constraint"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// neverTags are words in //go:build lines that people take for systems and architectures. A project could set such a tag
// itself; then it is one of the target's flags.
var neverTags = set(`macos osx macosx win32 win64 x86_64 x64 i386 i686 aarch64 armv6 armv7 armv8 wasi wasm32 sunos`)

// impossibleTags finds build constraints that no target fulfils.
func impossibleTags(p *pass) {
	one := p.unit.listed
	context := p.program.context()
	names := append(append(append([]string{}, one.GoFiles...), one.CgoFiles...), one.IgnoredGoFiles...)
	sort.Strings(names)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		path := filepath.Join(one.Dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		for number, raw := range bytes.Split(text, []byte("\n")) {
			line := strings.TrimRight(string(raw), "\r")
			if strings.HasPrefix(line, "package ") {
				break
			}
			if !constraint.IsGoBuild(strings.TrimSpace(line)) {
				continue
			}
			expr, err := constraint.Parse(strings.TrimSpace(line))
			if err != nil {
				continue
			}
			expr.Eval(func(tag string) bool {
				if neverTags[tag] && !context.tags[tag] {
					p.findings = append(p.findings, Finding{
						Code: "portability-impossible-value", Severity: "warning", File: p.program.request.relative(path), Line: number + 1,
						Column: strings.Index(line, tag) + 1, Length: len(tag), Text: line,
						Message:  "No target has the build tag \"" + tag + "\"",
						Expected: "a word of go tool dist list", Actual: tag, Hint: "write \"" + rightWords[tag] + "\"",
					})
				}
				return false
			})
		}
	}
}

// cgoLeftOut finds packages that compile without cgo and go without what their C files have.
func cgoLeftOut(p *pass) {
	one := p.unit.listed
	if p.program.context().CgoEnabled || one.DepOnly {
		return
	}
	var out []string
	for _, file := range outFiles(p.program, one.Dir, one.IgnoredGoFiles) {
		if file.Cgo {
			out = append(out, file.File)
		}
	}
	if len(out) == 0 || p.hasSubstitute() || p.lacksCgo() {
		return
	}
	path := filepath.Join(one.Dir, out[0])
	p.findings = append(p.findings, Finding{
		Code: "portability-cgo", Severity: "notice", File: p.program.request.relative(path), Line: 1, Column: 1,
		Message:  "cgo is off for this target, so the package goes without " + strings.Join(out, ", "),
		Expected: "CGO_ENABLED=1 with a C compiler, or a file for !cgo", Actual: "CGO_ENABLED=0",
		Hint: "turn cgo on for this target, or write a file with //go:build !cgo that has the same names",
	})
}

// hasSubstitute says whether a file of the package is in since cgo is off.
func (p *pass) hasSubstitute() bool {
	for _, name := range p.unit.listed.GoFiles {
		src := p.program.sources.known(filepath.Join(p.unit.listed.Dir, name))
		if src == nil {
			continue
		}
		context := p.program.context()
		expr := buildLine(src.text)
		if expr != nil && !expr.Eval(func(tag string) bool { return tag == "cgo" || context.hasTag(tag) }) {
			return true
		}
	}
	return false
}

// lacksCgo says whether the package was already found not to compile for the lack of its C files.
func (p *pass) lacksCgo() bool {
	for _, problem := range p.program.problems {
		if problem.Package == p.unit.listed.ImportPath && len(problem.Cgo) > 0 {
			return true
		}
	}
	return false
}
