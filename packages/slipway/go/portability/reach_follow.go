package main

import (
	"go/ast"
	"go/types"
)

func (r *reacher) scan(unit *unit, live *liveness, root ast.Node) {
	live.inspect(root, func(node ast.Node) bool {
		id, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		switch object := unit.info.Uses[id].(type) {
		case *types.Func:
			r.reach(r.functions[object.Origin()])
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
