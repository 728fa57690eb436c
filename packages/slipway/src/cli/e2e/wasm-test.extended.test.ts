import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { allGone, descendants } from "../testing/descendants.ts";
import { CLI, runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ chromium: "chromium" });

const MODULE = {
  "go.mod": "module example.test/lib\n\ngo 1.21\n",
  "lib.go": "package lib\n\nfunc Twice(n int) int { return n * 2 }\n",
  "lib_test.go": `package lib

import (
	"os"
	"runtime"
	"testing"
)

func TestTwice(t *testing.T) {
	if Twice(2) != 4 || runtime.GOARCH != "wasm" {
		t.Fail()
	}
	if _, err := os.Stat("lib.go"); err != nil {
		t.Error(err)
	}
}

func TestComputes(t *testing.T) {
	for os.Getenv("COMPUTE") != "" {
	}
}

func TestFails(t *testing.T) {
	if os.Getenv("FAIL") != "" {
		t.Error("as asked")
	}
}
`,
};

for (const os of ["wasip1", "js"]) {
  test(`wasm test --os ${os} runs tests in Chromium and writes what they cover`, async (t) => {
    const { root } = tempProject(t, MODULE, { git: false });
    const env = { GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" };
    const run = await runSlipway(["wasm", "test", "--os", os, "-coverprofile=c.out", "./..."], { cwd: root, env });
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /coverage: 100\.0% of statements/);
    assert.match(readFileSync(path.join(root, "c.out"), "utf8"), /lib\.go:3\.\d+,3\.\d+ 1 1$/m);
    const failing = await runSlipway(["wasm", "test", "--os", os, "--env", "FAIL=1"], { cwd: root, env });
    assert.equal(failing.code, 1);
    assert.match(failing.stdout, /--- FAIL: TestFails/);
  });
}

for (const signal of ["SIGINT", "SIGKILL"] as const) {
  test(`wasm test says that a test computes for ever, and leaves nothing behind when ${signal} ends it`, async (t) => {
    const { root } = tempProject(t, MODULE, { git: false });
    const args = [CLI, "wasm", "test", "--env", "COMPUTE=1", "-v", "-run", "Computes"];
    const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    t.after(() => child.kill("SIGKILL"));
    child.stdout.resume();
    let said = "";
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if (said.includes("computes")) break;
    }
    assert.match(
      said,
      /lib\.test in \. computes without a pause for \d+ s, in TestComputes\. Go's wasm interrupts no loop/,
    );
    const below = descendants(child.pid ?? 0);
    assert.ok(below.length >= 5, "go, the runner, the browser and its processes");
    const ended = once(child, "exit");
    child.kill(signal);
    assert.deepEqual(await ended, signal === "SIGINT" ? [1, null] : [null, signal]);
    await allGone(below);
  });
}
