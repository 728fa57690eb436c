// Command oracle says how much of a module's API each target has, by another way than Slipway's: it lets the compiler
// build every package for every target and reads the API out of the export data.
//
// Usage, in the module's folder: oracle linux/amd64 windows/amd64 ...
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
)

type listing struct {
	ImportPath, Name, Export string
	DepOnly                  bool
	ImportMap                map[string]string
	Error                    *struct{ Err string }
	DepsErrors               []*struct{ Err string }
}

type share struct {
	Have    int     `json:"have"`
	Of      int     `json:"of"`
	Percent float64 `json:"percent"`
}

func main() {
	have := map[string]map[string]bool{}
	all := map[string]bool{}
	for _, target := range os.Args[1:] {
		have[target] = itemsOf(target)
		for item := range have[target] {
			all[item] = true
		}
	}
	shares := map[string]share{}
	for target, items := range have {
		percent := 100.0
		if len(all) > 0 {
			percent = float64(len(items)*1000/len(all)) / 10
		}
		shares[target] = share{len(items), len(all), percent}
	}
	json.NewEncoder(os.Stdout).Encode(shares)
}

func itemsOf(target string) map[string]bool {
	goos, goarch, _ := strings.Cut(target, "/")
	command := exec.Command("go", "list", "-e", "-export", "-deps", "-json=ImportPath,Name,Export,DepOnly,ImportMap,Error,DepsErrors", "./...")
	command.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	output, err := command.Output()
	if err != nil && len(output) == 0 {
		fmt.Fprintln(os.Stderr, target, err)
		os.Exit(1)
	}
	exports := map[string]string{}
	var own []listing
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var one listing
		if err := decoder.Decode(&one); err == io.EOF {
			break
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		exports[one.ImportPath] = one.Export
		if !one.DepOnly && one.Name != "main" && one.Export != "" && importable(one.ImportPath) {
			own = append(own, one)
		}
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	reader := importer.ForCompiler(token.NewFileSet(), "gc", lookup)
	items := map[string]bool{}
	for _, one := range own {
		pkg, err := reader.Import(one.ImportPath)
		if err != nil {
			fmt.Fprintln(os.Stderr, target, one.ImportPath, err)
			continue
		}
		collect(pkg, items)
	}
	return items
}

func importable(path string) bool {
	padded := "/" + path + "/"
	return !strings.Contains(padded, "/internal/") && !strings.Contains(padded, "/vendor/") && !strings.Contains(padded, "/testdata/")
}

func collect(pkg *types.Package, items map[string]bool) {
	put := func(words ...string) { items[pkg.Path()+"\n"+strings.Join(words, " ")] = true }
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if !ast.IsExported(name) {
			continue
		}
		object := scope.Lookup(name)
		typeName, isType := object.(*types.TypeName)
		if !isType {
			put(strings.TrimPrefix(fmt.Sprintf("%T", object), "*types."), name, show(object.Type()))
			continue
		}
		named, isNamed := object.Type().(*types.Named)
		if typeName.IsAlias() || !isNamed {
			put("alias", name, show(object.Type()))
			continue
		}
		switch under := named.Underlying().(type) {
		case *types.Struct:
			put("type", name, "struct")
			for i := 0; i < under.NumFields(); i++ {
				if field := under.Field(i); ast.IsExported(field.Name()) {
					put("field", name, field.Name(), show(field.Type()))
				}
			}
		case *types.Interface:
			put("type", name, "interface")
			set := types.NewMethodSet(named)
			for i := 0; i < set.Len(); i++ {
				if method := set.At(i).Obj(); ast.IsExported(method.Name()) {
					put("method", name, method.Name(), show(method.Type()))
				}
			}
			continue
		default:
			put("type", name, show(under))
		}
		direct := types.NewMethodSet(named)
		set := types.NewMethodSet(types.NewPointer(named))
		for i := 0; i < set.Len(); i++ {
			selection := set.At(i)
			method := selection.Obj()
			if len(selection.Index()) != 1 || !ast.IsExported(method.Name()) {
				continue
			}
			receiver := "pointer"
			if direct.Lookup(pkg, method.Name()) != nil {
				receiver = "value"
			}
			put("method", receiver, name, method.Name(), show(method.Type()))
		}
	}
}

// show prints a type; names of parameters are taken out first.
func show(t types.Type) string {
	return types.TypeString(bare(t, 0), func(pkg *types.Package) string { return pkg.Path() })
}

// bare is the same type with nameless parameters, where it is put together here and not by name.
func bare(t types.Type, depth int) types.Type {
	if depth > 20 {
		return t
	}
	switch t := t.(type) {
	case *types.Pointer:
		return types.NewPointer(bare(t.Elem(), depth+1))
	case *types.Slice:
		return types.NewSlice(bare(t.Elem(), depth+1))
	case *types.Array:
		return types.NewArray(bare(t.Elem(), depth+1), t.Len())
	case *types.Map:
		return types.NewMap(bare(t.Key(), depth+1), bare(t.Elem(), depth+1))
	case *types.Chan:
		return types.NewChan(t.Dir(), bare(t.Elem(), depth+1))
	case *types.Signature:
		if t.TypeParams().Len() > 0 {
			return t
		}
		return types.NewSignatureType(nil, nil, nil, nameless(t.Params(), depth), nameless(t.Results(), depth), t.Variadic())
	}
	return t
}

func nameless(tuple *types.Tuple, depth int) *types.Tuple {
	var vars []*types.Var
	for i := 0; i < tuple.Len(); i++ {
		vars = append(vars, types.NewParam(token.NoPos, nil, "", bare(tuple.At(i).Type(), depth+1)))
	}
	return types.NewTuple(vars...)
}
