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

// onlyOne is the method that a call of an interface's method runs, where one type of the project alone has that interface: with several, one
// is chosen at run time.
func (r *reacher) onlyOne(method *types.Func) *reachable {
	if known, ok := r.only[method]; ok {
		return known
	}
	r.only[method] = nil
	receiver := method.Type().(*types.Signature).Recv()
	if receiver == nil {
		return nil
	}
	asked, ok := receiver.Type().Underlying().(*types.Interface)
	// A name that many types have is one of String and Error's kind.
	if !ok || len(r.byName[method.Name()]) > 50 {
		return nil
	}
	var found *reachable
	for _, one := range r.byName[method.Name()] {
		owner := receiverOf(one.object)
		if owner == nil || isGeneric(owner.Type()) || !types.Implements(types.NewPointer(owner.Type()), asked) {
			continue
		}
		if found != nil {
			return nil
		}
		found = one
	}
	r.only[method] = found
	return found
}

func isGeneric(t types.Type) bool {
	named, ok := t.(*types.Named)
	return ok && named.TypeParams().Len() > 0
}

// methodOf is the method that x.Name names, where x is a variable of an interface that keeps a value of one known type.
func (r *reacher) methodOf(unit *unit, live *liveness, selector *ast.SelectorExpr) *reachable {
	id, ok := unparen(selector.X).(*ast.Ident)
	if !ok {
		return nil
	}
	from := live.fixed[unit.info.Uses[id]]
	if from == nil {
		return nil
	}
	t := unit.info.Types[from].Type
	if t == nil || types.IsInterface(t) {
		return nil
	}
	if _, several := t.(*types.Tuple); several {
		return nil
	}
	object, _, _ := types.LookupFieldOrMethod(t, true, unit.types, selector.Sel.Name)
	if method, ok := object.(*types.Func); ok {
		return r.functions[method.Origin()]
	}
	return nil
}
