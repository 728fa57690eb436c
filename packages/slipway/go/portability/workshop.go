package main

import (
	"go/ast"
	"regexp"
	"strings"
)

// isWorkshop says whether a package serves the developers and no user: helpers of tests, and programs that make or check the project.
func isWorkshop(dir, name string) bool {
	for _, part := range strings.Split(dir, "/") {
		helps := strings.HasPrefix(part, "testutil") || strings.HasPrefix(part, "testhelper") || strings.HasSuffix(part, "test") && !ordinary[part]
		if forTests[part] || helps || copied.MatchString(part) || name == "main" && forMakers[part] {
			return true
		}
	}
	return false
}

// copied is a folder named after a host: what lies below it is somebody else's module, kept for its licence or as a copy.
var copied = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|dev|in)$`)

var (
	ordinary  = set("latest attest contest speedtest")
	forTests  = set("test tests testing testdata testsuite testsupport testlib e2e e2etest integration integration-test integration-tests hack")
	forMakers = set("helpers scripts script tool tools _tools ci magefiles")
)

// helpsTests says whether an ordinary file is one for tests: it needs package testing.
func helpsTests(file *ast.File) bool {
	for _, spec := range file.Imports {
		if spec.Path.Value == `"testing"` {
			return true
		}
	}
	return false
}
