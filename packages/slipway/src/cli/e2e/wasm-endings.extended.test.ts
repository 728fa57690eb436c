import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import test, { after, type TestContext } from "node:test";
import { wasiModule } from "../../platform/wasm/testing/wasi-module.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { allGone, descendants } from "../testing/descendants.ts";
import { CLI, runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ chromium: "chromium" });

/** Programs that do not end by themselves, or not well. */
const SOURCES = {
  "go.mod": "module example.test/ends\n\ngo 1.21\n",
  "main.go": `package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	fmt.Println("started")
	switch os.Args[1] {
	case "compute":
		for {
			next()
		}
	case "print":
		for {
			fmt.Println("more")
		}
	case "large":
		os.Stdout.Write(make([]byte, 40<<20))
	case "leave":
		leave()
	}
	time.Sleep(time.Hour)
}

//go:noinline
func next() {}
`,
  "leave.go": "//go:build !js\n\npackage main\n\nfunc leave() {}\n",
  "leave_js.go":
    'package main\n\nimport "syscall/js"\n\nfunc leave() { js.Global().Get("location").Set("href", "about:blank") }\n',
};

const cleanups: (() => void)[] = [];
after(() => cleanups.forEach((each) => each()));
const { root } = tempProject({ after: (fn) => void cleanups.push(fn) }, SOURCES, { git: false });
for (const os of ["wasip1", "js"]) {
  const env = { ...process.env, GOOS: os, GOARCH: "wasm", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" };
  execFileSync("go", ["build", "-o", `${os}.wasm`, "."], { cwd: root, env });
}

type Started = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a program and waits for its first line. */
async function started(t: TestContext, ...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [CLI, "wasm", "run", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  assert.match(chunk.toString(), /^started\n/);
  return child;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGKILL"] as const) {
  test(`wasm run --browser leaves no process behind when ${signal} ends it, and ends as any program`, async (t) => {
    const child = await started(t, "--browser", "wasip1.wasm", "compute");
    const below = descendants(child.pid ?? 0);
    assert.ok(below.length >= 3, "the browser, a renderer and more");
    const ended = once(child, "exit");
    const errors = child.stderr.toArray();
    child.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
    await allGone(below);
    assert.equal(Buffer.concat(await errors).toString(), "");
  });
}

test("wasm run --browser ends a browser that is still starting", async (t) => {
  const child = spawn(process.execPath, [CLI, "wasm", "run", "--browser", "wasip1.wasm", "compute"], { cwd: root });
  t.after(() => child.kill("SIGKILL"));
  while (descendants(child.pid ?? 0).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const below = descendants(child.pid ?? 0);
  child.kill("SIGTERM");
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  // A browser that takes very long to start is not waited for.
  assert.ok(signal === "SIGTERM" || code === 143, `${code} ${signal}`);
  await allGone(below);
});

test("wasm run --browser tells why a page went away", async (t) => {
  const child = await started(t, "--browser", "wasip1.wasm", "compute");
  const ended = once(child, "exit");
  const errors = child.stderr.toArray();
  const renderers = descendants(child.pid ?? 0).filter(({ pid }) =>
    readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--type=renderer"),
  );
  for (const { pid } of renderers) process.kill(pid, "SIGKILL");
  assert.deepEqual(await ended, [1, null]);
  assert.match(
    Buffer.concat(await errors).toString(),
    /error\[browser-failed\]: The page failed: its process was killed/,
  );

  const left = await runSlipway(["wasm", "run", "--browser", "js.wasm", "leave"], { cwd: root });
  assert.equal(left.code, 1);
  assert.match(left.stderr, /error\[browser-failed\]: The page failed: it was left for about:blank/);
});

for (const where of [[], ["--browser"]]) {
  test(`wasm run ${where.join("")} says of a program that no engine compiles that it is invalid`, async (t) => {
    const bad = tempProject(t, {});
    writeFileSync(path.join(bad.root, "bad.wasm"), wasiModule([0xff]));
    const { code, stderr } = await runSlipway(["wasm", "run", ...where, "bad.wasm"], { cwd: bad.root });
    assert.equal(code, 1);
    assert.match(stderr, /error\[wasm-invalid\]: Cannot compile the program: .*[Ii]nvalid opcode 0xff/);
  });

  test(`wasm run ${where.join("")} ends like a native program when its output goes to nobody`, async (t) => {
    const child = await started(t, ...where, "wasip1.wasm", "print");
    const below = descendants(child.pid ?? 0);
    const ended = once(child, "exit");
    child.stdout.destroy();
    assert.deepEqual(await ended, [141, null]);
    await allGone(below);
  });
}

for (const os of ["wasip1", "js"]) {
  test(`wasm run --browser passes on what a GOOS=${os} program writes at once, however much`, async (t) => {
    const child = await started(t, "--browser", `${os}.wasm`, "large");
    let bytes = 0;
    for await (const chunk of child.stdout) {
      bytes += (chunk as Buffer).length;
      if (bytes >= 40 << 20) break;
    }
    assert.ok(bytes >= 40 << 20);
    child.kill("SIGTERM");
  });
}
