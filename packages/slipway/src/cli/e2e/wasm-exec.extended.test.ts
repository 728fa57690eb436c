import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { wasmRunner } from "../../platform/wasm/wasm-runner.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ chromium: "chromium" });

const MODULE = {
  "go.mod": "module example.test/tool\n\ngo 1.21\n",
  "main.go": `package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

func Twice(n int) int { return 2 * n }

func main() {
	in, _ := io.ReadAll(os.Stdin)
	fmt.Printf("%s %q %q\\n", runtime.GOOS, os.Args[1:], in)
	fmt.Fprintln(os.Stderr, "to stderr")
	os.Exit(Twice(len(os.Args) - 1))
}
`,
  "main_test.go": `package main

import (
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

var word = flag.String("word", "", "a flag of the test's own")

func TestTwice(t *testing.T) {
	if Twice(2) != 4 || runtime.GOARCH != "wasm" || *word != "own" {
		t.Fail()
	}
	if text, err := os.ReadFile("testdata/in.txt"); err != nil || string(text) != "data" {
		t.Error(string(text), err)
	}
	if err := os.WriteFile(filepath.Join(t.TempDir(), "f"), nil, 0o600); err != nil {
		t.Error(err)
	}
	if os.Getenv("FAIL") != "" {
		t.Log("as asked")
		t.FailNow()
	}
}

func BenchmarkTwice(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Twice(i)
	}
}
`,
  "testdata/in.txt": "data",
};

for (const os of ["wasip1", "js"]) {
  for (const browser of [false, true]) {
    const where = browser ? "Chromium" : "Node";

    test(`go run -exec and go test -exec run GOOS=${os} programs in ${where}`, (t) => {
      const { root } = tempProject(t, MODULE, { git: false });
      const env = { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOOS: os, GOARCH: "wasm" };
      const go = (verb: string, runner: readonly string[], ...args: string[]): SpawnSyncReturns<string> =>
        spawnSync("go", [verb, "-exec", runner.join(" "), ...args], { cwd: root, env, encoding: "utf8", input: "in" });

      const run = go("run", wasmRunner({ browser }), ".", "-a", "b c", "--dir");
      assert.equal(run.stdout, `${os} ["-a" "b c" "--dir"] "in"\n`, run.stderr);
      // What the program's exit code was is go run's own last line.
      assert.equal(run.stderr, "to stderr\nexit status 6\n");
      assert.equal(run.status, 1);

      const all = [{ host: "/", guest: "/" }];
      const profile = path.join(root, "cover.out");
      const flags = ["-v", "-bench=.", "-benchtime=10x", `-coverprofile=${profile}`, ".", "-word=own"];
      const passed = go("test", wasmRunner({ browser, mounts: all }), ...flags);
      assert.equal(passed.status, 0, passed.stdout + passed.stderr);
      assert.match(
        passed.stdout,
        /^--- PASS: TestTwice[\s\S]*^BenchmarkTwice\s+10\s[\s\S]*^ok\s+example\.test\/tool\s/m,
      );
      assert.match(readFileSync(profile, "utf8"), /main\.go:10\.\d+,10\.\d+ 1 1$/m);

      const failed = go("test", wasmRunner({ browser, mounts: all, env: { FAIL: "1" } }), ".", "-word=own");
      assert.equal(failed.status, 1);
      assert.match(failed.stdout, /^--- FAIL: TestTwice[\s\S]*as asked[\s\S]*^FAIL\s+example\.test\/tool\s/m);
    });
  }
}
