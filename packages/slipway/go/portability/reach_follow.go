package main

import (
	"go/ast"
	"go/types"
)

func (r *reacher) scan(unit *unit, live *liveness, root ast.Node) {
	live.inspect(root, func(node ast.Node) bool {
		for _, passed := range r.passed {
			if node != nil && passed[node] {
				return false
			}
		}
		if selector, ok := node.(*ast.SelectorExpr); ok && r.dynamic == nil {
			r.reach(r.methodOf(unit, live, selector))
		}
		id, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		switch object := unit.info.Uses[id].(type) {
		case *types.Func:
			if one := r.functions[object.Origin()]; one != nil {
				r.reach(one)
			} else if r.dynamic == nil {
				r.reach(r.onlyOne(object))
			}
		case *types.TypeName:
			r.use(object)
		case *types.Var:
			if one := r.values[object]; one != nil && !r.used[object] {
				r.used[object] = true
				r.scan(one.unit, one.live, one.spec)
			}
		}
		return true
	})
}

// use reaches the methods of a type that is mentioned, as far as an interface may call them.
func (r *reacher) use(name *types.TypeName) {
	if r.used[name] {
		return
	}
	r.used[name] = true
	for _, method := range r.methods[name] {
		if r.dynamic[method.object.Name()] {
			r.reach(method)
		}
	}
	if one := r.typeSpecs[name]; one != nil {
		r.scan(one.unit, one.live, one.spec.Type)
	}
}
