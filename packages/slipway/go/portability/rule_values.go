package main

import (
	"go/ast"
	"go/token"
	"sort"
	"strings"
)

// rightWords are what people mean when they write words that Go does not use.
var rightWords = map[string]string{
	"macos": "darwin", "mac": "darwin", "osx": "darwin", "macosx": "darwin", "os x": "darwin", "mac os x": "darwin", "apple": "darwin",
	"win": "windows", "win32": "windows", "win64": "windows", "windows_nt": "windows", "mswin": "windows", "cygwin": "windows", "mingw": "windows",
	"gnu/linux": "linux", "gnu": "linux", "ubuntu": "linux", "debian": "linux", "unix": "linux",
	"sunos": "solaris", "wasi": "wasip1", "iphoneos": "ios", "wasm": "js",
	"x86_64": "amd64", "x86-64": "amd64", "x64": "amd64", "x86": "386", "i386": "386", "i686": "386", "ia32": "386",
	"aarch64": "arm64", "arm64v8": "arm64", "armv8": "arm64", "armv7": "arm", "armv7l": "arm", "armv6": "arm", "armv6l": "arm", "armhf": "arm",
	"loongarch64": "loong64", "powerpc64le": "ppc64le", "ppc64el": "ppc64le", "riscv": "riscv64", "wasm32": "wasm", "mipsel": "mipsle",
}

// impossibleValues finds runtime.GOOS and runtime.GOARCH compared with words that they never are.
func impossibleValues(p *pass, node ast.Node) {
	switch node := node.(type) {
	case *ast.BinaryExpr:
		if node.Op != token.EQL && node.Op != token.NEQ {
			return
		}
		for _, side := range [][2]ast.Expr{{node.X, node.Y}, {node.Y, node.X}} {
			if which := p.platformValue(side[0]); which != "" {
				p.judgeValue(which, side[1])
			}
		}
	case *ast.SwitchStmt:
		which := ""
		if node.Tag != nil {
			which = p.platformValue(node.Tag)
		}
		if which == "" {
			return
		}
		for _, stmt := range node.Body.List {
			for _, expr := range stmt.(*ast.CaseClause).List {
				p.judgeValue(which, expr)
			}
		}
	case *ast.IndexExpr:
		which := p.platformValue(node.Index)
		table, ok := p.resolve(node.X).(*ast.CompositeLit)
		if which == "" || !ok || !p.askedByPlatform(node.X) {
			return
		}
		for _, element := range table.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				p.judgeValue(which, pair.Key)
			}
		}
	}
}

// askedByPlatform says whether a table is asked for nothing but runtime.GOOS or runtime.GOARCH: one that is asked for other words
// too, such as "default", may have them.
func (p *pass) askedByPlatform(table ast.Expr) bool {
	id, ok := unparen(table).(*ast.Ident)
	if !ok {
		return true
	}
	object := p.unit.info.Uses[id]
	asked := map[*ast.Ident]bool{}
	only := true
	for _, file := range p.unit.files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.IndexExpr:
				if id, ok := unparen(node.X).(*ast.Ident); ok && p.platformValue(node.Index) != "" {
					asked[id] = true
				}
			case *ast.Ident:
				if p.unit.info.Uses[node] == object && !asked[node] {
					only = false
				}
			}
			return only
		})
	}
	return only
}

// platformValue says whether an expression is runtime.GOOS or runtime.GOARCH.
func (p *pass) platformValue(expr ast.Expr) string {
	switch p.objectName(p.resolve(expr)) {
	case "runtime.GOOS":
		return "GOOS"
	case "runtime.GOARCH":
		return "GOARCH"
	}
	return ""
}

func (p *pass) judgeValue(which string, expr ast.Expr) {
	text, known := p.live.constText(expr, 0)
	words := knownOS
	if which == "GOARCH" {
		words = knownArch
	}
	if !known || text == "" || words[text] || otherGo[text] || p.platformValue(expr) != "" {
		return
	}
	hint := "use one of the words of go tool dist list"
	right := rightWords[strings.ToLower(text)]
	if words[strings.ToLower(text)] {
		right = strings.ToLower(text)
	}
	if words[right] {
		hint = `write "` + right + `"`
	} else if near := nearest(text, words); near != "" {
		hint = `write "` + near + `"`
	}
	p.report(expr, Finding{
		Code:     "portability-impossible-value",
		Message:  "runtime." + which + ` is never "` + text + `"`,
		Expected: "a value that Go has, such as " + example(which),
		Actual:   text,
		Hint:     hint,
	})
}

// otherGo are systems and architectures of other Go compilers, TinyGo and TamaGo among them.
var otherGo = set("tamago baremetal none uefi avr xtensa")

func example(which string) string {
	if which == "GOARCH" {
		return "amd64, arm64 or 386"
	}
	return "darwin, linux or windows"
}

// nearest is a known word at distance one or two.
func nearest(text string, words map[string]bool) string {
	best, distance := "", 3
	sorted := make([]string, 0, len(words))
	for word := range words {
		sorted = append(sorted, word)
	}
	sort.Strings(sorted)
	for _, word := range sorted {
		if d := edits(strings.ToLower(text), word); d < distance && d*2 < len(word) {
			best, distance = word, d
		}
	}
	return best
}

func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		corner := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := corner
			if a[i-1] != b[j-1] {
				cost++
			}
			corner = row[j]
			if row[j]+1 < cost {
				cost = row[j] + 1
			}
			if row[j-1]+1 < cost {
				cost = row[j-1] + 1
			}
			row[j] = cost
		}
	}
	return row[len(b)]
}
