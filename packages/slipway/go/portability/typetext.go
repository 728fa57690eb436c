package main

import (
	"fmt"
	"go/types"
	"strings"
)

// typeText writes a type the way callers depend on it: with full package paths and without names of parameters, so that two
// systems whose files name them differently have the same API.
func typeText(t types.Type) string {
	var b strings.Builder
	writeType(&b, t, 0)
	return b.String()
}

func writeType(b *strings.Builder, t types.Type, depth int) {
	if depth > 30 {
		b.WriteString("...")
		return
	}
	switch t := unalias(t).(type) {
	case *types.Pointer:
		b.WriteString("*")
		writeType(b, t.Elem(), depth+1)
	case *types.Slice:
		b.WriteString("[]")
		writeType(b, t.Elem(), depth+1)
	case *types.Array:
		fmt.Fprintf(b, "[%d]", t.Len())
		writeType(b, t.Elem(), depth+1)
	case *types.Map:
		b.WriteString("map[")
		writeType(b, t.Key(), depth+1)
		b.WriteString("]")
		writeType(b, t.Elem(), depth+1)
	case *types.Chan:
		b.WriteString(map[types.ChanDir]string{types.SendRecv: "chan ", types.SendOnly: "chan<- ", types.RecvOnly: "<-chan "}[t.Dir()])
		b.WriteString("(")
		writeType(b, t.Elem(), depth+1)
		b.WriteString(")")
	case *types.Signature:
		b.WriteString("func")
		writeSignature(b, t, depth+1)
	case *types.Struct:
		b.WriteString("struct{")
		for i := 0; i < t.NumFields(); i++ {
			field := t.Field(i)
			if i > 0 {
				b.WriteString("; ")
			}
			if !field.Embedded() {
				b.WriteString(field.Name() + " ")
			}
			writeType(b, field.Type(), depth+1)
			if tag := t.Tag(i); tag != "" {
				fmt.Fprintf(b, " %q", tag)
			}
		}
		b.WriteString("}")
	case *types.Interface:
		writeInterface(b, t, depth)
	case *types.Named:
		if pkg := t.Obj().Pkg(); pkg != nil {
			b.WriteString(pkg.Path() + ".")
		}
		b.WriteString(t.Obj().Name())
		if args := t.TypeArgs(); args.Len() > 0 {
			b.WriteString("[")
			for i := 0; i < args.Len(); i++ {
				if i > 0 {
					b.WriteString(", ")
				}
				writeType(b, args.At(i), depth+1)
			}
			b.WriteString("]")
		}
	default:
		b.WriteString(types.TypeString(t, func(pkg *types.Package) string { return pkg.Path() }))
	}
}

func writeInterface(b *strings.Builder, t *types.Interface, depth int) {
	if t.NumMethods() == 0 && t.NumEmbeddeds() == 0 {
		b.WriteString("any")
		return
	}
	b.WriteString("interface{")
	separator := ""
	for i := 0; i < t.NumExplicitMethods(); i++ {
		method := t.ExplicitMethod(i)
		b.WriteString(separator + method.Name())
		writeSignature(b, method.Type().(*types.Signature), depth+1)
		separator = "; "
	}
	for i := 0; i < t.NumEmbeddeds(); i++ {
		b.WriteString(separator)
		writeType(b, t.EmbeddedType(i), depth+1)
		separator = "; "
	}
	b.WriteString("}")
}

// signatureText writes a signature without func and names.
func signatureText(t *types.Signature) string {
	var b strings.Builder
	writeSignature(&b, t, 0)
	return b.String()
}

func writeSignature(b *strings.Builder, t *types.Signature, depth int) {
	if params := t.TypeParams(); params.Len() > 0 {
		b.WriteString("[")
		for i := 0; i < params.Len(); i++ {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(params.At(i).Obj().Name() + " ")
			writeType(b, params.At(i).Constraint(), depth+1)
		}
		b.WriteString("]")
	}
	writeTuple(b, t.Params(), t.Variadic(), depth)
	switch results := t.Results(); results.Len() {
	case 0:
	case 1:
		b.WriteString(" ")
		writeType(b, results.At(0).Type(), depth+1)
	default:
		b.WriteString(" ")
		writeTuple(b, results, false, depth)
	}
}

func writeTuple(b *strings.Builder, tuple *types.Tuple, variadic bool, depth int) {
	b.WriteString("(")
	for i := 0; i < tuple.Len(); i++ {
		if i > 0 {
			b.WriteString(", ")
		}
		t := tuple.At(i).Type()
		if slice, ok := t.(*types.Slice); ok && variadic && i == tuple.Len()-1 {
			b.WriteString("...")
			t = slice.Elem()
		}
		writeType(b, t, depth+1)
	}
	b.WriteString(")")
}
