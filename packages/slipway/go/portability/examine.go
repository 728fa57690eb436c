package main

import (
	"fmt"
	"go/types"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
)

// examine looks at every target and puts what they have in common together.
func examine(request *Request) *Answer {
	all := newSources()
	answer := &Answer{Go: runtime.Version(), Targets: make([]TargetAnswer, len(request.Targets))}
	programs := make([][]Finding, len(request.Targets))
	entered := make([]reached, len(request.Targets))
	graphs := make([]*graph, len(request.Targets))
	limit := make(chan struct{}, max1(request.Parallel))
	var group sync.WaitGroup
	for i, target := range request.Targets {
		group.Add(1)
		go func(i int, target RequestTarget) {
			defer group.Done()
			limit <- struct{}{}
			defer func() { <-limit }()
			// Source that the type checker cannot take is told of this target; the others go on.
			defer func() {
				if fault := recover(); fault != nil {
					answer.Targets[i] = TargetAnswer{
						Name: target.Name, Failure: fmt.Sprint("the type checker gave up: ", fault),
						API: map[string][]string{}, Packages: []Package{}, Problems: []Problem{},
					}
					programs[i] = nil
				}
			}()
			answer.Targets[i], programs[i], entered[i], graphs[i] = examineTarget(request, all, target)
		}(i, target)
	}
	group.Wait()
	completeOut(request, answer)
	keepWanted(request, answer, programs, graphs)
	indirect := make([][]Finding, len(programs))
	for i, findings := range programs {
		here := findings[:0]
		for _, one := range findings {
			switch {
			case one.function != "" && isElsewhere(entered, i, one.function):
			case one.indirect && !request.All:
				indirect[i] = append(indirect[i], one)
			default:
				here = append(here, one)
			}
		}
		programs[i] = here
	}
	answer.Findings = merge(programs, request)
	answer.Indirect = len(merge(indirect, request))
	answer.Allows = allows(request, all)
	return answer
}

func max1(n int) int {
	if n < 1 {
		return 1
	}
	return n
}

func examineTarget(request *Request, all *sources, target RequestTarget) (TargetAnswer, []Finding, reached, *graph) {
	result := TargetAnswer{Name: target.Name, API: map[string][]string{}, Packages: []Package{}, Problems: []Problem{}}
	packages, err := list(request, target)
	if err != nil {
		result.Failure = err.Error()
		return result, nil, reached{}, nil
	}
	if request.isLarge(packages) {
		// What is known of every expression of a large project fills gigabytes: one target at a time has it.
		all.large.Lock()
		defer all.large.Unlock()
	}
	program := check(request, all, target, packages)
	for i := range program.problems {
		program.problems[i].File = request.relative(program.problems[i].File)
	}
	if program.problems != nil {
		result.Problems = program.problems
	}
	for _, one := range packages {
		if one.DepOnly || !request.isOwn(one) || len(one.GoFiles)+len(one.CgoFiles) == 0 {
			continue
		}
		result.Packages = append(result.Packages, Package{
			Path: one.ImportPath, Name: one.Name, Dir: request.relative(one.Dir),
			Files:    append(append([]string{}, one.GoFiles...), one.CgoFiles...),
			Assembly: one.SFiles, CgoFiles: one.CgoFiles, Headers: one.HFiles, Embeds: one.EmbedFiles,
			Out: outFiles(program, one.Dir, one.IgnoredGoFiles),
		})
	}
	var findings []Finding
	facts := map[types.Object]bool{}
	lives := make([]*liveness, len(program.own))
	given := program.givenBodies()
	for i, unit := range program.own {
		if unit.types == nil {
			continue
		}
		if isImportable(unit.listed) && !unit.listed.DepOnly && !program.broken[unit.listed.ImportPath] {
			result.API[unit.listed.ImportPath] = apiOf(unit.types)
		}
		result.Bodyless = append(result.Bodyless, bodyless(program, unit, given)...)
		lives[i] = newLiveness(unit, variable(target.Env, "GOOS"), facts)
	}
	reacher := newReacher(program, program.own, lives)
	looks := lookedFor(program, reacher, lives)
	for i, unit := range program.own {
		if lives[i] != nil && !isWorkshop(request.relative(unit.listed.Dir), unit.listed.Name) {
			findings = append(findings, lookAt(program, unit, lives[i], looks)...)
		}
	}
	entered := reacher.all(program.own, lives)
	reacher.straight(program.own, lives, looks).judge(findings)
	return result, findings, entered, graphOf(program)
}

// completeOut adds, to every target, the packages that other targets have and it does not, with the reasons.
func completeOut(request *Request, answer *Answer) {
	type folder struct{ path, dir string }
	known := map[string]folder{}
	for _, target := range answer.Targets {
		for _, one := range target.Packages {
			known[one.Dir] = folder{one.Path, one.Dir}
		}
	}
	for _, dir := range request.Folders {
		relative := request.relative(dir)
		if _, ok := known[relative]; !ok {
			known[relative] = folder{"", relative}
		}
	}
	dirs := make([]string, 0, len(known))
	for dir := range known {
		dirs = append(dirs, dir)
	}
	sort.Strings(dirs)
	for i := range answer.Targets {
		target := &answer.Targets[i]
		if target.Failure != "" {
			continue
		}
		has := map[string]bool{}
		for _, one := range target.Packages {
			has[one.Dir] = true
		}
		p := &program{target: request.Targets[i], request: request}
		for _, dir := range dirs {
			if has[dir] {
				continue
			}
			absolute := filepath.Join(request.Root, filepath.FromSlash(dir))
			names, _ := filepath.Glob(filepath.Join(escapeGlob(absolute), "*.go"))
			for j, name := range names {
				names[j] = filepath.Base(name)
			}
			out := outFiles(p, absolute, names)
			if len(out) == 0 {
				continue
			}
			target.Packages = append(target.Packages, Package{Path: known[dir].path, Dir: dir, Files: []string{}, Out: out})
		}
		sort.Slice(target.Packages, func(a, b int) bool { return target.Packages[a].Dir < target.Packages[b].Dir })
	}
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}

type findingKey struct {
	code, file   string
	line, column int
}

// merge makes one finding of what several targets found at one place.
func merge(programs [][]Finding, request *Request) []Finding {
	at := map[findingKey]int{}
	merged := []Finding{}
	for i, findings := range programs {
		for _, one := range findings {
			key := findingKey{one.Code, one.File, one.Line, one.Column}
			index, ok := at[key]
			if !ok {
				index = len(merged)
				at[key] = index
				merged = append(merged, one)
			}
			for _, reason := range one.Because {
				if !contains(merged[index].Because, reason) {
					merged[index].Because = append(merged[index].Because, reason)
				}
			}
			name := request.Targets[i].Name
			if has := merged[index].Targets; len(has) == 0 || has[len(has)-1] != name {
				merged[index].Targets = append(has, name)
			}
		}
	}
	for i := range merged {
		merged[i].Message = strings.Replace(merged[i].Message, "{}", strings.Join(merged[i].Because, ", "), 1)
	}
	sort.SliceStable(merged, func(a, b int) bool {
		x, y := merged[a], merged[b]
		if x.File != y.File {
			return x.File < y.File
		}
		if x.Line != y.Line {
			return x.Line < y.Line
		}
		if x.Column != y.Column {
			return x.Column < y.Column
		}
		return x.Code < y.Code
	})
	return merged
}

func contains(list []string, word string) bool {
	for _, each := range list {
		if each == word {
			return true
		}
	}
	return false
}

const allowWord = "slipway:allow"

// allows are the suppressing comments of every file of the project that some target has.
func allows(request *Request, all *sources) []Allow {
	found := []Allow{}
	for path, src := range all.files {
		if src.file == nil || src.text == nil {
			continue
		}
		for _, group := range src.file.Comments {
			for _, comment := range group.List {
				text := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(comment.Text, "//"), "/*"), "*/")
				rest := strings.TrimSpace(text)
				if !strings.HasPrefix(rest, allowWord) {
					continue
				}
				found = append(found, Allow{
					File: request.relative(path), Line: all.fset.Position(comment.Pos()).Line,
					Text: strings.TrimSpace(rest[len(allowWord):]),
				})
			}
		}
	}
	sort.Slice(found, func(a, b int) bool {
		return found[a].File < found[b].File || found[a].File == found[b].File && found[a].Line < found[b].Line
	})
	return found
}
