package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// listed is a package as go list -e -deps -json tells of it; only what is read here.
type listed struct {
	ImportPath     string
	Dir            string
	Name           string
	Standard       bool
	DepOnly        bool
	Goroot         bool
	Module         *listedModule
	ImportMap      map[string]string
	GoFiles        []string
	CgoFiles       []string
	SFiles         []string
	HFiles         []string
	IgnoredGoFiles []string
	EmbedFiles     []string
	Error          *listedError
	DepsErrors     []*listedError
	Incomplete     bool
}

// paths are the package's Go files.
func (one *listed) paths() []string {
	var paths []string
	for _, name := range append(append([]string{}, one.GoFiles...), one.CgoFiles...) {
		paths = append(paths, filepath.Join(one.Dir, name))
	}
	return paths
}

type listedModule struct {
	Path      string
	Main      bool
	Dir       string
	GoVersion string
}

type listedError struct {
	ImportStack []string
	Pos         string
	Err         string
}

const listFields = "ImportPath,Dir,Name,Standard,DepOnly,Goroot,Module,ImportMap,GoFiles,CgoFiles,SFiles,HFiles," +
	"IgnoredGoFiles,EmbedFiles,Error,Incomplete"

// list asks go list for the packages of a target with all that they need, dependencies first.
func list(request *Request, target RequestTarget) ([]*listed, error) {
	args := []string{"list", "-e", "-deps", "-json=" + listFields, "-buildvcs=false"}
	args = append(args, target.Flags...)
	args = append(args, "--")
	args = append(args, request.Patterns...)
	command := exec.Command(request.Go, args...)
	command.Dir = target.Dir
	command.Env = append(append([]string{}, request.Env...), target.Env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		if said := strings.TrimSpace(stderr.String()); said != "" {
			return nil, errors.New(said)
		}
		return nil, err
	}
	var packages []*listed
	decoder := json.NewDecoder(&stdout)
	for {
		one := new(listed)
		if err := decoder.Decode(one); err == io.EOF {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, one)
	}
}

// isOwn says whether a package is one of the project's.
func (request *Request) isOwn(one *listed) bool {
	if one.Standard || one.Dir == "" {
		return false
	}
	for _, folder := range request.Own {
		if rest, err := filepath.Rel(folder, one.Dir); err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator)) {
			return !strings.Contains(filepath.ToSlash(rest)+"/", "vendor/")
		}
	}
	return false
}

// isLarge says whether the project has so many files that its targets are looked at one after the other.
func (request *Request) isLarge(packages []*listed) bool {
	files := 0
	for _, one := range packages {
		if request.isOwn(one) {
			files += len(one.GoFiles) + len(one.CgoFiles)
		}
	}
	return files > 1000
}
