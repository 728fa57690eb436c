package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"sort"
	"strings"
	"sync"
)

// bodies remembers which packages of others compile to the last statement. The same files compile on every target on which what
// they name of other packages is the same, so their bodies are looked at once and not for each of a dozen targets.
type bodies struct {
	mutex sync.Mutex
	known map[string]*bodyCheck
}

// bodyCheck is what is known of one package's files.
type bodyCheck struct {
	mutex sync.Mutex
	// names are what the files name of other packages; nil before the first look.
	names []name
	// clean are digests of the names with which the files compiled.
	clean map[string]bool
}

type name struct{ pkg, name string }

func (b *bodies) of(key string) *bodyCheck {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.known == nil {
		b.known = map[string]*bodyCheck{}
	}
	one := b.known[key]
	if one == nil {
		one = &bodyCheck{clean: map[string]bool{}}
		b.known[key] = one
	}
	return one
}

// filesKey names what a package is checked from, without what it imports: its files, its language and the sizes of types.
func filesKey(one *listed, sizes types.Sizes) string {
	word, align := sizes.Sizeof(types.Typ[types.Uintptr]), sizes.Alignof(types.Typ[types.Int64])
	return fmt.Sprintln(one.ImportPath, goVersion(one), word, align, one.ImportMap, strings.Join(one.paths(), "\n"))
}

// namesUsed are the names of other packages' scopes that a package uses.
func namesUsed(pkg *types.Package, uses map[*ast.Ident]types.Object) []name {
	seen := map[name]bool{}
	names := []name{}
	for _, object := range uses {
		from := object.Pkg()
		if from == nil || from == pkg || object.Parent() != from.Scope() {
			continue
		}
		one := name{from.Path(), object.Name()}
		if !seen[one] {
			seen[one] = true
			names = append(names, one)
		}
	}
	sort.Slice(names, func(a, b int) bool {
		return names[a].pkg < names[b].pkg || names[a].pkg == names[b].pkg && names[a].name < names[b].name
	})
	return names
}

// digests are what users of names depend on, for the packages of one target: their types, and the types that are reached
// through them, in other packages too.
type digests struct {
	types map[*types.TypeName]string
	// shapes are the texts of types with the named types that they mention.
	shapes map[*types.TypeName]*shape
}

type shape struct {
	text string
	// near are types of the same package.
	near []*types.TypeName
}

func newDigests() *digests {
	return &digests{types: map[*types.TypeName]string{}, shapes: map[*types.TypeName]*shape{}}
}

// ofNames is the digest of names in loaded packages; a name that is not there is one of its own.
func (d *digests) ofNames(names []name, loaded map[string]*types.Package) string {
	sum := sha256.New()
	for _, one := range names {
		fmt.Fprint(sum, one.pkg, ".", one.name, " ")
		pkg := loaded[one.pkg]
		if pkg == nil {
			continue
		}
		object := pkg.Scope().Lookup(one.name)
		if object == nil {
			continue
		}
		w := &shapeWriter{digests: d}
		w.write(object.Type())
		fmt.Fprintf(sum, "%T %s", object, w.text.String())
		// Every package would be another one on every target if these two counted: that is what they are for.
		if value, ok := object.(*types.Const); ok && (one.pkg != "runtime" || one.name != "GOOS" && one.name != "GOARCH") {
			fmt.Fprint(sum, constantText(value.Val()))
		}
		fmt.Fprintln(sum)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func constantText(value constant.Value) string {
	if value == nil {
		return ""
	}
	return " = " + value.ExactString()
}

// ofType covers a named type and every type of its package that is reached from it. Other packages are finished before, since imports
// make no rings.
func (d *digests) ofType(object *types.TypeName) string {
	if known, ok := d.types[object]; ok {
		return known
	}
	seen := map[*types.TypeName]bool{object: true}
	pending := []*types.TypeName{object}
	var lines []string
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		shape := d.shapeOf(next)
		lines = append(lines, next.Name()+" "+shape.text)
		for _, near := range shape.near {
			if !seen[near] {
				seen[near] = true
				pending = append(pending, near)
			}
		}
	}
	sort.Strings(lines)
	sum := sha256.Sum256([]byte(object.Name() + "\n" + strings.Join(lines, "\n")))
	digest := hex.EncodeToString(sum[:])
	d.types[object] = digest
	return digest
}

func (d *digests) shapeOf(object *types.TypeName) *shape {
	if known := d.shapes[object]; known != nil {
		return known
	}
	w := &shapeWriter{digests: d, home: object.Pkg()}
	if named, ok := object.Type().(*types.Named); ok {
		w.typeParams(named.TypeParams())
		w.write(named.Underlying())
		for i := 0; i < named.NumMethods(); i++ {
			if method := named.Method(i); method.Exported() {
				signature := method.Type().(*types.Signature)
				_, pointer := signature.Recv().Type().(*types.Pointer)
				fmt.Fprintf(&w.text, ";%s %v ", method.Name(), pointer)
				w.write(signature)
			}
		}
	}
	one := &shape{text: w.text.String(), near: w.near}
	d.shapes[object] = one
	return one
}

// shapeWriter writes types as far as users of a package can tell them apart.
type shapeWriter struct {
	digests *digests
	// home is the package whose own types are noted and not written out.
	home *types.Package
	text strings.Builder
	near []*types.TypeName
}

func (w *shapeWriter) write(t types.Type) {
	switch t := unalias(t).(type) {
	case *types.Named:
		w.named(t)
	case *types.Pointer:
		w.around("*", t.Elem())
	case *types.Slice:
		w.around("[]", t.Elem())
	case *types.Array:
		w.around(fmt.Sprintf("[%d]", t.Len()), t.Elem())
	case *types.Map:
		w.around("map ", t.Key())
		w.around(" to ", t.Elem())
	case *types.Chan:
		w.around(fmt.Sprintf("chan%d ", t.Dir()), t.Elem())
	case *types.Signature:
		w.typeParams(t.TypeParams())
		w.tuple(t.Params())
		fmt.Fprintf(&w.text, " %v ", t.Variadic())
		w.tuple(t.Results())
	case *types.Struct:
		w.structure(t)
	case *types.Interface:
		w.methods(t)
	case *types.Union:
		for i := 0; i < t.Len(); i++ {
			w.around(fmt.Sprintf("|%v ", t.Term(i).Tilde()), t.Term(i).Type())
		}
	case *types.TypeParam:
		fmt.Fprintf(&w.text, "$%d", t.Index())
	case *types.Tuple:
		w.tuple(t)
	case *types.Basic:
		w.text.WriteString(t.Name())
	}
}

func (w *shapeWriter) around(before string, t types.Type) {
	w.text.WriteString(before)
	w.write(t)
}

func (w *shapeWriter) named(t *types.Named) {
	object := t.Origin().Obj()
	switch pkg := object.Pkg(); {
	case pkg == nil || object.Parent() != pkg.Scope():
		w.text.WriteString(object.Name())
	case pkg == w.home:
		w.text.WriteString("#" + object.Name())
		w.near = append(w.near, object)
	default:
		w.text.WriteString(pkg.Path() + "." + object.Name() + ":" + w.digests.ofType(object))
	}
	for i := 0; i < t.TypeArgs().Len(); i++ {
		w.around(",", t.TypeArgs().At(i))
	}
}

func (w *shapeWriter) typeParams(list *types.TypeParamList) {
	for i := 0; i < list.Len(); i++ {
		w.around("[", list.At(i).Constraint())
	}
}

func (w *shapeWriter) tuple(tuple *types.Tuple) {
	w.text.WriteString("(")
	for i := 0; i < tuple.Len(); i++ {
		w.around(",", tuple.At(i).Type())
	}
	w.text.WriteString(")")
}

// structure leaves out fields that only the package itself can name; what is left of them is that there are some, and whether
// values can be compared.
func (w *shapeWriter) structure(t *types.Struct) {
	hidden := false
	fmt.Fprintf(&w.text, "struct %v{", types.Comparable(t))
	for i := 0; i < t.NumFields(); i++ {
		field := t.Field(i)
		if !field.Exported() && !field.Embedded() {
			hidden = true
			continue
		}
		fmt.Fprintf(&w.text, "%s %v %q ", field.Name(), field.Embedded(), t.Tag(i))
		w.write(field.Type())
		w.text.WriteString(";")
	}
	fmt.Fprintf(&w.text, "%v}", hidden)
}

func (w *shapeWriter) methods(t *types.Interface) {
	fmt.Fprintf(&w.text, "interface %v{", t.IsComparable())
	for i := 0; i < t.NumMethods(); i++ {
		w.text.WriteString(t.Method(i).Name())
		w.write(t.Method(i).Type())
		w.text.WriteString(";")
	}
	if !t.IsMethodSet() {
		for i := 0; i < t.NumEmbeddeds(); i++ {
			w.around("|", t.EmbeddedType(i))
		}
	}
	w.text.WriteString("}")
}
