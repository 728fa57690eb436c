package main

import (
	"go/ast"
	"go/types"
)

func (r *reacher) add(unit *unit, live *liveness) {
	for _, file := range unit.files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				object, ok := unit.info.Defs[decl.Name].(*types.Func)
				if !ok {
					continue
				}
				one := &reachable{decl, unit, live, object}
				r.functions[object] = one
				if owner := receiverOf(object); owner != nil {
					r.methods[owner] = append(r.methods[owner], one)
					if !isWorkshop(r.program.request.relative(unit.listed.Dir), unit.listed.Name) {
						r.byName[object.Name()] = append(r.byName[object.Name()], one)
					}
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						if name, ok := unit.info.Defs[spec.Name].(*types.TypeName); ok {
							r.typeSpecs[name] = &reachableType{spec, unit, live}
						}
					}
					if spec, ok := spec.(*ast.ValueSpec); ok && !calls(spec) {
						for _, name := range spec.Names {
							if object := unit.info.Defs[name]; object != nil {
								r.values[object] = &reachableValue{spec, unit, live}
							}
						}
					}
				}
			}
		}
	}
}

// calls says whether setting a variable runs something.
func calls(spec *ast.ValueSpec) bool {
	found := false
	for _, value := range spec.Values {
		ast.Inspect(value, func(node ast.Node) bool {
			switch node.(type) {
			case *ast.FuncLit:
				return false
			case *ast.CallExpr:
				found = true
			}
			return !found
		})
	}
	return found || spec.Names[0].Name == "_"
}

// receiverOf is the type that a method belongs to.
func receiverOf(method *types.Func) *types.TypeName {
	receiver := method.Type().(*types.Signature).Recv()
	if receiver == nil {
		return nil
	}
	t := unalias(receiver.Type())
	if pointer, ok := t.(*types.Pointer); ok {
		t = unalias(pointer.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Origin().Obj()
	}
	return nil
}
