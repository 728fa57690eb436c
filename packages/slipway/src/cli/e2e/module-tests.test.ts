import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

const FILES: Readonly<Record<string, string>> = {
  ".gitignore": "dist/\n",
  "go.mod": "module example.test/prog\n\ngo 1.21\n",
  "main.go": "package main\n\nfunc main() {}\n",
  "noisy/noisy_test.go": `package noisy

import (
	"fmt"
	"strings"
	"testing"
)

func TestNoNewline(t *testing.T) { fmt.Print("hello") }

func TestMuch(t *testing.T) { fmt.Println(strings.Repeat("much ", 100_000)) }

func TestLooks(t *testing.T) { fmt.Println("--- FAIL: TestOther (0.00s)") }
`,
  "leaky/leaky_test.go": `package leaky

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	m.Run()
	println("found unexpected goroutines")
	os.Exit(1)
}

func TestSkipped(t *testing.T) { t.Skip("not here") }
`,
  "slipway.yaml": `version: 2
project_name: prog
builds:
  - env: [CGO_ENABLED=0]
    targets: [linux_amd64]
prove:
  reproduce:
    level: "off"
  test:
    packages: [./...]
`,
};

test("release takes tests for what they end with, whatever they print", async (t) => {
  const project = tempProject(t, FILES, { tag: "v1.0.0" });
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const run = await runSlipway(["release", "--snapshot"], { cwd: project.root, env });
  assert.equal(run.code, 4, run.stdout + run.stderr);
  const report = JSON.parse(project.read("dist/report.json")) as {
    readonly checks: readonly { check: string; subject: string; status: string; detail: string }[];
  };
  const told = report.checks
    .filter(({ check }) => check === "test")
    .map(({ subject, status, detail }) => `${subject.split(" ")[0]} ${status}: ${detail}`);
  assert.deepEqual(told, [
    "example.test/prog/leaky failed: 0 passed, 1 skipped; exit 1 (found unexpected goroutines)",
    "example.test/prog/noisy passed: 3 passed",
  ]);
});
