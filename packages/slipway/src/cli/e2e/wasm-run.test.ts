import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { wasmRunner } from "../../platform/wasm/wasm-runner.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, type Cleanup } from "../testing/temp-project.ts";

/** Tells what it was given and ends as asked. */
const TOOL = {
  "go.mod": "module example.test/tool\n\ngo 1.21\n",
  "main.go": `package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	in, _ := io.ReadAll(os.Stdin)
	dir, _ := os.Getwd()
	_, err := os.Stat("go.mod")
	fmt.Println(os.Args[1:], string(in), os.Getenv("A"), os.Getenv("PATH") == "", dir, err == nil)
	fmt.Fprint(os.Stderr, "to stderr")
	if len(os.Args) > 1 {
		os.Exit(7)
	}
}
`,
  "main_test.go": `package main

import (
	"os"
	"testing"
)

func TestFiles(t *testing.T) {
	if _, err := os.ReadFile("main.go"); err != nil {
		t.Fatal(err)
	}
}
`,
};

/** How Go is called here: nothing of the user's settings. */
const GO_ENV = { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOARCH: "wasm" };

function buildTool(t: Cleanup, os: "wasip1" | "js"): { root: string; program: string } {
  const { root } = tempProject(t, TOOL, { git: false });
  const program = path.join(root, "tool.wasm");
  execFileSync("go", ["build", "-o", program, "."], { cwd: root, env: { ...GO_ENV, GOOS: os } });
  return { root, program };
}

for (const os of ["wasip1", "js"] as const) {
  test(`wasm run gives a GOOS=${os} program its own streams, flags, variables, directories and exit code`, async (t) => {
    const { root } = buildTool(t, os);
    const mounted = await runSlipway(
      ["wasm", "run", "--dir", ".::/work", "--env", "A=b", "--env", "PWD=/work", "tool.wasm", "-h", "--dir", "x"],
      { cwd: root, stdin: "in" },
    );
    assert.equal(mounted.stdout, "[-h --dir x] in b true /work true\n");
    assert.equal(mounted.stderr, "to stderr");
    assert.equal(mounted.code, 7);
    const bare = await runSlipway(["wasm", "run", "-C", root, "tool.wasm"], { cwd: "/" });
    assert.equal(bare.stdout, "[]   true / false\n");
    assert.equal(bare.code, 0);
  });
}

test("wasm run starts a program in the current directory where that is mounted", async (t) => {
  const { root } = buildTool(t, "wasip1");
  mkdirSync(path.join(root, "in"));
  const run = await runSlipway(["wasm", "run", "--dir", "..::/up", path.join(root, "tool.wasm")], {
    cwd: path.join(root, "in"),
  });
  assert.equal(run.stdout, "[]   true /up/in false\n");
});

test("wasm run --invoke calls a function of a library, and says what there is", async (t) => {
  const { root } = tempProject(
    t,
    {
      "go.mod": "module example.test/lib\n\ngo 1.24\n",
      "main.go": `package main

import "os"

//go:wasmexport add
func add(a int64, b int32) int64 { return a + int64(b) }

//go:wasmexport leave
func leave() { os.Exit(3) }

func main() {}
`,
    },
    { git: false },
  );
  const build = ["build", "-buildmode=c-shared", "-o", "lib.wasm", "."];
  execFileSync("go", build, { cwd: root, env: { ...GO_ENV, GOOS: "wasip1" } });
  const run = (...args: string[]): ReturnType<typeof runSlipway> => runSlipway(["wasm", "run", ...args], { cwd: root });
  const called = await run("--invoke", "add", "lib.wasm", "9007199254740993", "-2");
  assert.deepEqual([called.stdout, called.stderr, called.code], ["9007199254740991\n", "", 0]);
  assert.equal((await run("--invoke", "leave", "lib.wasm")).code, 3);
  const bare = await run("lib.wasm");
  assert.equal(bare.code, 2);
  assert.match(bare.stderr, /is a library[\s\S]*add\(i64, i32\), leave\(\)/);
});

test("wasmRunner() is a command that go test -exec takes", (t) => {
  const { root } = buildTool(t, "wasip1");
  const exec = wasmRunner({ mounts: [{ host: root, guest: "/m" }] }).join(" ");
  const out = execFileSync("go", ["test", "-exec", exec, "."], {
    cwd: root,
    encoding: "utf8",
    env: { ...GO_ENV, GOOS: "wasip1", NODE_OPTIONS: "--disable-warning=ExperimentalWarning" },
  });
  assert.match(out, /^ok\s/);
});

test("wasm test runs a module's tests with the flags of go test, and writes coverage", async (t) => {
  const { root } = tempProject(t, TOOL, { git: false });
  const args = ["wasm", "test", "--node", "-run", "Files", "-v", "-coverprofile=c.out", "."];
  const run = await runSlipway(args, { cwd: root, env: { GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" } });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^--- PASS: TestFiles/m);
  assert.match(readFileSync(path.join(root, "c.out"), "utf8"), /^mode: set\nexample\.test\/tool\/main\.go:/);
  const outside = await runSlipway(["wasm", "test", "--node"], { cwd: "/" });
  assert.equal(outside.code, 1);
  assert.match(outside.stderr, /error\[go-mod-missing\]/);
});

test("wasm run refuses what it cannot run by name", async (t) => {
  const { root } = tempProject(t, { "text.wasm": "text" }, { git: false });
  const bytes = (name: string, ...values: number[]): void =>
    writeFileSync(path.join(root, name), Uint8Array.of(0, 0x61, 0x73, 0x6d, ...values));
  bytes("component.wasm", 0x0d, 0, 1, 0);
  bytes("empty.wasm", 1, 0, 0, 0);
  bytes("damaged.wasm", 1, 0, 0, 0, 2, 0xff);
  // (type $0 (func)) (import "env" "f" (func $0)) (export "_start" (func 0))
  bytes(
    "foreign.wasm",
    1,
    0,
    0,
    0,
    1,
    4,
    1,
    0x60,
    0,
    0,
    2,
    9,
    1,
    3,
    0x65,
    0x6e,
    0x76,
    1,
    0x66,
    0,
    0,
    7,
    10,
    1,
    6,
    0x5f,
    0x73,
    0x74,
    0x61,
    0x72,
    0x74,
    0,
    0,
  );
  writeFileSync(path.join(root, "native"), readFileSync(process.execPath).subarray(0, 4096));
  const cases: [string[], number, RegExp][] = [
    [["text.wasm"], 1, /error\[wasm-invalid\].*it is no WebAssembly/],
    [["native"], 1, /it is a native program \(elf\)/],
    [["component.wasm"], 1, /it is a WebAssembly component/],
    [["empty.wasm"], 1, /without the start function/],
    [["damaged.wasm"], 1, /it is damaged/],
    [["foreign.wasm"], 1, /imports "env" "f", which no host module here provides/],
    [["absent.wasm"], 1, /error\[file-not-found\]/],
    [["--dir", "absent", "text.wasm"], 2, /There is no directory "absent"/],
    [["--dir", "::", "text.wasm"], 2, /HOST::GUEST/],
    [["--env", "=x", "text.wasm"], 2, /NAME=VALUE/],
    [[], 2, /Missing required argument/],
    [["--brwser", "text.wasm"], 2, /Did you mean --browser/],
  ];
  for (const [args, code, says] of cases) {
    const run = await runSlipway(["wasm", "run", ...args], { cwd: root });
    assert.equal(run.code, code, `${args.join(" ")}: ${run.stderr}`);
    assert.match(run.stderr, says);
    assert.doesNotMatch(run.stderr, /this is a bug|\n {4}at /);
  }
});

test("wasm run --browser says what to do where there is no browser", async (t) => {
  const { root } = buildTool(t, "wasip1");
  const run = await runSlipway(["wasm", "run", "--browser", "tool.wasm"], { cwd: root, env: { CHROMIUM: "/absent" } });
  assert.equal(run.code, 1);
  assert.match(run.stderr, /error\[browser-missing\].*"\/absent"[\s\S]*apt-get install chromium/);
  assert.ok(!existsSync(path.join(root, "dist")));
});
