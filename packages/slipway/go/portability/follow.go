package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// unknownType is how go/types speaks of something whose type it could not find out: what it says of it then follows from that, and
// with cgo it is every type of C.
var unknownType = regexp.MustCompile(`(?:with|of type|\)) invalid type`)

// followsType says whether a message is about what a type lacks, and that type is made of a package with problems of its own, which are
// told there.
func (c *checker) followsType(one *listed, message string, at token.Pos, files []*ast.File, info *types.Info) bool {
	if info == nil || !strings.Contains(message, " undefined (type ") && !strings.Contains(message, "does not implement") {
		return false
	}
	for _, file := range files {
		if at < file.FileStart || at > file.FileEnd {
			continue
		}
		follows := false
		ast.Inspect(file, func(node ast.Node) bool {
			if follows || node == nil || node.Pos() > at || node.End() < at {
				return false
			}
			switch node := node.(type) {
			case *ast.SelectorExpr:
				if node.Sel.Pos() == at {
					follows = follows || c.isHollow(info.Types[node.X].Type, one.ImportPath, 0)
				}
			}
			if expr, ok := node.(ast.Expr); ok && expr.Pos() == at && strings.Contains(message, "does not implement") {
				follows = follows || c.isHollow(info.Types[expr].Type, one.ImportPath, 0)
			}
			return true
		})
		return follows
	}
	return false
}

// isHollow says whether a type comes from another package with problems of its own, or embeds one that does.
func (c *checker) isHollow(t types.Type, from string, depth int) bool {
	if t == nil || depth > 4 {
		return false
	}
	t = unalias(t)
	if pointer, ok := t.(*types.Pointer); ok {
		return c.isHollow(pointer.Elem(), from, depth+1)
	}
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	if pkg := named.Obj().Pkg(); pkg != nil && pkg.Path() != from {
		return c.holes[pkg.Path()]
	}
	fields, ok := named.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := 0; i < fields.NumFields(); i++ {
		field := fields.Field(i)
		if !field.Embedded() {
			continue
		}
		inner := field.Type()
		if pointer, ok := inner.(*types.Pointer); ok {
			inner = pointer.Elem()
		}
		if inner == types.Typ[types.Invalid] || c.isHollow(inner, from, depth+1) {
			return true
		}
	}
	return false
}
