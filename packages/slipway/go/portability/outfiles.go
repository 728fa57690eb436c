package main

import (
	"bytes"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// outFiles says why files of a folder are not in a target. Tests are left away.
func outFiles(p *program, dir string, names []string) []OutFile {
	var out []OutFile
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		reason, cgo := whyOut(p, dir, name)
		out = append(out, OutFile{File: name, Reason: reason, Cgo: cgo})
	}
	return out
}

// whyOut explains one file; empty when it is in.
func whyOut(p *program, dir, name string) (reason string, cgo bool) {
	if strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") {
		return "its name begins with " + name[:1], false
	}
	context := p.context()
	goos, goarch := nameParts(name)
	if goos != "" && !context.hasTag(goos) {
		return "its name is for " + goos, false
	}
	if goarch != "" && goarch != context.GOARCH {
		return "its name is for " + goarch, false
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return "it cannot be read", false
	}
	if expr := buildLine(text); expr != nil {
		used := map[string]bool{}
		if !expr.Eval(func(tag string) bool { used[tag] = true; return context.hasTag(tag) }) {
			return "//go:build " + expr.String(), used["cgo"] && !context.CgoEnabled && expr.Eval(func(tag string) bool { return tag == "cgo" || context.hasTag(tag) })
		}
	}
	if file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly); err == nil {
		for _, spec := range file.Imports {
			if spec.Path.Value == `"C"` && !context.CgoEnabled {
				return `it imports "C" and cgo is off`, true
			}
		}
	}
	return "", false
}

type buildContext struct {
	build.Context
	tags map[string]bool
}

// context is go/build's idea of the target.
func (p *program) context() *buildContext {
	context := build.Default
	context.GOOS = variable(p.target.Env, "GOOS")
	context.GOARCH = variable(p.target.Env, "GOARCH")
	context.CgoEnabled = variable(p.target.Env, "CGO_ENABLED") == "1"
	tags := map[string]bool{}
	for _, flag := range p.target.Flags {
		flag = strings.TrimPrefix(strings.TrimPrefix(flag, "-"), "-")
		if strings.HasPrefix(flag, "tags=") {
			for _, tag := range strings.FieldsFunc(flag[5:], func(r rune) bool { return r == ',' || r == ' ' }) {
				tags[tag] = true
			}
		}
	}
	return &buildContext{context, tags}
}

var unixSystems = map[string]bool{
	"aix": true, "android": true, "darwin": true, "dragonfly": true, "freebsd": true, "hurd": true, "illumos": true,
	"ios": true, "linux": true, "netbsd": true, "openbsd": true, "solaris": true,
}

// hasTag follows go/build's matchTag.
func (c *buildContext) hasTag(tag string) bool {
	switch {
	case tag == c.GOOS, tag == c.GOARCH, tag == "gc", c.tags[tag]:
		return true
	case tag == "cgo":
		return c.CgoEnabled
	case tag == "unix":
		return unixSystems[c.GOOS]
	case tag == "linux":
		return c.GOOS == "android"
	case tag == "solaris":
		return c.GOOS == "illumos"
	case tag == "darwin":
		return c.GOOS == "ios"
	}
	for _, release := range c.ReleaseTags {
		if tag == release {
			return true
		}
	}
	for _, tool := range c.ToolTags {
		if tag == tool && !strings.Contains(tool, ".v") && !strings.HasPrefix(tool, build.Default.GOARCH+".") {
			return true
		}
	}
	return false
}

// nameParts reads what a file name says of its system and architecture, as go/build's goodOSArchFile does.
func nameParts(name string) (goos, goarch string) {
	name, _, _ = strings.Cut(name, ".")
	index := strings.Index(name, "_")
	if index < 0 {
		return "", ""
	}
	parts := strings.Split(name[index:], "_")
	n := len(parts)
	if n > 0 && parts[n-1] == "test" {
		n--
	}
	if n >= 2 && knownOS[parts[n-2]] && knownArch[parts[n-1]] {
		return parts[n-2], parts[n-1]
	}
	if n >= 1 && knownOS[parts[n-1]] {
		return parts[n-1], ""
	}
	if n >= 1 && knownArch[parts[n-1]] {
		return "", parts[n-1]
	}
	return "", ""
}

// buildLine gives the //go:build line in front of the package clause.
func buildLine(text []byte) constraint.Expr {
	for _, line := range bytes.Split(text, []byte("\n")) {
		trimmed := strings.TrimSpace(string(line))
		if strings.HasPrefix(trimmed, "package ") {
			return nil
		}
		if constraint.IsGoBuild(trimmed) {
			if expr, err := constraint.Parse(trimmed); err == nil {
				return expr
			}
		}
	}
	return nil
}

var knownOS = set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos")

var knownArch = set("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le " +
	"ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}
