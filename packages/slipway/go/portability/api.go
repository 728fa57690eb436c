package main

import (
	"go/types"
	"sort"
	"strings"
)

// isImportable says whether code of other modules can import a package.
func isImportable(one *listed) bool {
	if one.Name == "main" || one.Name == "" {
		return false
	}
	for _, element := range strings.Split(one.ImportPath, "/") {
		if element == "internal" || element == "vendor" || element == "testdata" {
			return false
		}
	}
	return true
}

// apiOf lists what a package exports, one line for each name: constants, variables, functions, types, and of types their
// exported fields and methods. A line holds the type, so that a function with two signatures is two lines.
func apiOf(pkg *types.Package) []string {
	lines := []string{}
	for _, name := range pkg.Scope().Names() {
		object := pkg.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		switch object := object.(type) {
		case *types.Const:
			lines = append(lines, "const "+name+" "+typeText(object.Type()))
		case *types.Var:
			lines = append(lines, "var "+name+" "+typeText(object.Type()))
		case *types.Func:
			lines = append(lines, "func "+name+signatureText(object.Type().(*types.Signature)))
		case *types.TypeName:
			lines = append(lines, typeLines(object)...)
		}
	}
	sort.Strings(lines)
	return lines
}

func typeLines(object *types.TypeName) []string {
	name := object.Name()
	named, ok := object.Type().(*types.Named)
	if !ok || object.IsAlias() {
		return []string{"type " + name + " = " + typeText(object.Type())}
	}
	lines := []string{}
	switch under := named.Underlying().(type) {
	case *types.Struct:
		lines = append(lines, "type "+name+" struct")
		for i := 0; i < under.NumFields(); i++ {
			if field := under.Field(i); field.Exported() {
				lines = append(lines, "field "+name+"."+field.Name()+" "+typeText(field.Type()))
			}
		}
	case *types.Interface:
		lines = append(lines, "type "+name+" interface")
		for i := 0; i < under.NumMethods(); i++ {
			if method := under.Method(i); method.Exported() {
				lines = append(lines, "method "+name+"."+method.Name()+signatureText(method.Type().(*types.Signature)))
			}
		}
	default:
		lines = append(lines, "type "+name+" "+typeText(under))
	}
	for i := 0; i < named.NumMethods(); i++ {
		method := named.Method(i)
		if !method.Exported() {
			continue
		}
		signature := method.Type().(*types.Signature)
		star := ""
		if _, pointer := signature.Recv().Type().(*types.Pointer); pointer {
			star = "*"
		}
		lines = append(lines, "method "+star+name+"."+method.Name()+signatureText(signature))
	}
	return lines
}
