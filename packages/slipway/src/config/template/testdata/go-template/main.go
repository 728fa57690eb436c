// Renders templates with Go's own text/template, one JSON line in, one JSON line out, over a fixed value.
package main

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"hash/crc32"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
	"time"
)

type Env map[string]string

type Runtime struct {
	Goos   string
	Goarch string
}

type Author struct {
	Name  string
	Email string
}

type request struct {
	Text []byte `json:"text"`
}

type reply struct {
	Output []byte `json:"output"`
	Error  []byte `json:"error,omitempty"`
}

func data(folder string) map[string]any {
	return map[string]any{
		"ProjectName": "app",
		"Empty":       "",
		"Text":        "hello wörld\n<b>\"x\"</b> 日本",
		"Version":     "1.2.3",
		"Tag":         "v1.2.3",
		"Major":       uint64(1),
		"Minor":       uint64(2),
		"Patch":       uint64(3),
		"Timestamp":   int64(1678327562),
		"Now":         time.UnixMilli(1678327562123).UTC(),
		"Env":         Env{"HOME": "/root", "FOO": "bar", "EMPTY": ""},
		"Runtime":     Runtime{"linux", "amd64"},
		"Authors":     []Author{{"Ann", "ann@example.com"}, {"Bob", "bob@example.com"}},
		"True":        true,
		"False":       false,
		"Nil":         nil,
		"Int":         42,
		"Neg":         -7,
		"Zero":        0,
		"Float":       3.14,
		"Big":         1e21,
		"List":        []string{"c", "a", "b"},
		"NoList":      []string{},
		"Any":         []any{"a", 1, nil, true, 2.5, []string{"x"}},
		"Map":         map[string]string{"b": "2", "a": "1", "": "0"},
		"Nested":      map[string]any{"A": map[string]any{"B": "deep", "N": 5}, "L": []any{1, 2, 3}, "Nil": nil},
		"Add":         func(a, b int) int { return a + b },
		"Join":        func(sep string, parts ...string) string { return strings.Join(parts, sep) },
		"Fail":        func() (string, error) { return "", fmt.Errorf("failed on purpose") },
		"File":        filepath.Join(folder, "file.txt"),
	}
}

func checksum(make func() hash.Hash) func(string) (string, error) {
	return func(path string) (string, error) {
		bytes, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("failed to checksum: %w", err)
		}
		sum := make()
		sum.Write(bytes)
		return hex.EncodeToString(sum.Sum(nil)), nil
	}
}

func filter(keep bool) func(string, string) (string, error) {
	return func(content, expression string) (string, error) {
		re, err := regexp.CompilePOSIX(expression)
		if err != nil {
			return "", err
		}
		var lines []string
		for _, line := range strings.Split(content, "\n") {
			if re.MatchString(line) == keep {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "\n"), nil
	}
}

func functions(env Env) template.FuncMap {
	return template.FuncMap{
		"replace":       strings.ReplaceAll,
		"split":         strings.Split,
		"contains":      strings.Contains,
		"tolower":       strings.ToLower,
		"toupper":       strings.ToUpper,
		"trim":          strings.TrimSpace,
		"trimprefix":    strings.TrimPrefix,
		"trimsuffix":    strings.TrimSuffix,
		"dir":           filepath.Dir,
		"base":          filepath.Base,
		"join":          filepath.Join,
		"abs":           filepath.Abs,
		"urlPathEscape": url.PathEscape,
		"list":          func(items ...string) []string { return items },
		"map": func(words ...string) (map[string]string, error) {
			if len(words)%2 != 0 {
				return nil, fmt.Errorf("map expects even number of arguments, got %d", len(words))
			}
			made := map[string]string{}
			for i := 0; i < len(words); i += 2 {
				made[words[i]] = words[i+1]
			}
			return made, nil
		},
		"indexOrDefault": func(m map[string]string, name, value string) string {
			if found, ok := m[name]; ok {
				return found
			}
			return value
		},
		"time":          time.UnixMilli(1678327562123).UTC().Format,
		"filter":        filter(true),
		"reverseFilter": filter(false),
		"envOrDefault": func(name, value string) string {
			if found, ok := env[name]; ok {
				return found
			}
			return value
		},
		"in": func(items []string, item string) bool {
			for _, each := range items {
				if each == item {
					return true
				}
			}
			return false
		},
		"isEnvSet": func(name string) bool { return env[name] != "" },
		"reReplaceAll": func(expression, text, by string) (string, error) {
			re, err := regexp.Compile(expression)
			if err != nil {
				return "", err
			}
			return re.ReplaceAllString(text, by), nil
		},
		"mustReadFile": func(path string) (string, error) {
			bytes, err := os.ReadFile(path)
			return strings.TrimSpace(string(bytes)), err
		},
		"crc32":    checksum(func() hash.Hash { return crc32.NewIEEE() }),
		"md5":      checksum(md5.New),
		"sha1":     checksum(sha1.New),
		"sha224":   checksum(sha256.New224),
		"sha256":   checksum(sha256.New),
		"sha384":   checksum(sha512.New384),
		"sha512":   checksum(sha512.New),
		"sha3_224": checksum(func() hash.Hash { return sha3.New224() }),
		"sha3_256": checksum(func() hash.Hash { return sha3.New256() }),
		"sha3_384": checksum(func() hash.Hash { return sha3.New384() }),
		"sha3_512": checksum(func() hash.Hash { return sha3.New512() }),
	}
}

func main() {
	folder, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	value := data(folder)
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(in)
	for decoder.More() {
		var asked request
		if err := decoder.Decode(&asked); err != nil {
			panic(err)
		}
		var answer reply
		var rendered bytes.Buffer
		parsed, err := template.New("tmpl").Option("missingkey=error").Funcs(functions(value["Env"].(Env))).Parse(string(asked.Text))
		if err == nil {
			err = parsed.Execute(&rendered, value)
		}
		if err != nil {
			answer.Error = []byte(err.Error())
		} else {
			answer.Output = rendered.Bytes()
		}
		if err := encoder.Encode(answer); err != nil {
			panic(err)
		}
	}
}
