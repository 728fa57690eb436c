package main

import (
	"go/ast"
	"go/types"
)

// noteInterfaces collects the names of methods that the interfaces of a package have.
func noteInterfaces(pkg *types.Package, files []*ast.File, own bool, into map[string]bool) {
	for _, name := range pkg.Scope().Names() {
		if object, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok {
			if t, ok := object.Type().Underlying().(*types.Interface); ok {
				for i := 0; i < t.NumMethods(); i++ {
					into[t.Method(i).Name()] = true
				}
			}
		}
	}
	if !own {
		return
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if t, ok := node.(*ast.InterfaceType); ok {
				for _, field := range t.Methods.List {
					for _, name := range field.Names {
						into[name.Name] = true
					}
				}
			}
			return true
		})
	}
}
