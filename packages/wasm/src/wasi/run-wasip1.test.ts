import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "../core/compile.ts";
import { detectKind } from "../core/detect-kind.ts";
import { buildGo, temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { memory } from "../vfs/backends/memory.ts";
import { nodeFiles } from "../node/node-files.ts";
import { Pipe } from "../vfs/pipe.ts";
import { Vfs } from "../vfs/vfs.ts";
import { findJspi } from "../blocking/blocker.ts";
import { threadBlocker } from "../blocking/thread.ts";
import { runWasip1 } from "./run-wasip1.ts";

const JSPI_ONLY = { skip: findJspi() === undefined && "this Node has no JSPI" };

const load = async (program: string, shared = false): Promise<WebAssembly.Module> =>
  compile(readFileSync(buildGo({ program, os: "wasip1", shared })));

test("runWasip1() gives a Go program the behaviours of the native one, in memory and on the host's files", async () => {
  const native = execFileSync(buildGo({ program: "behaviours", os: "native" }), [temporaryFolder()], {
    env: { GREETING: "hello" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  assert.ok(native.split("\n").length > 40, native);
  const module = await load("behaviours");
  assert.equal(detectKind(module), "wasip1-command");
  for (const root of [memory(), nodeFiles(temporaryFolder())]) {
    const files = new Vfs(root);
    const out = capture();
    const err = capture();
    const options = { files, args: ["/tmp"], env: { GREETING: "hello" }, stdout: out.sink, stderr: err.sink };
    const program = await runWasip1(module, options);
    assert.equal(await program.exited, 0, err.text());
    assert.equal(out.text(), native);
    assert.equal(err.text(), "to stderr\n");
  }
});

test("runWasip1() runs the same program without JSPI", async () => {
  const module = await load("behaviours");
  const out = capture();
  const program = await runWasip1(module, { args: ["/tmp"], stdout: out.sink, blocker: threadBlocker() });
  assert.equal(await program.exited, 0);
  assert.match(out.text(), /timers fire in order: \[10 20 30\]\n/);
});

test("runWasip1() lets timers tick while a goroutine waits for stdin", JSPI_ONLY, async () => {
  const module = await load("waiting");
  const stdin = new Pipe();
  const out = capture();
  const program = await runWasip1(module, {
    stdin,
    stdout(bytes) {
      out.sink(bytes);
      // Only once timers were seen to tick does the input come.
      if (out.text().includes("ticked")) stdin.push("a line\n");
    },
  });
  assert.equal(await program.exited, 0);
  assert.equal(out.text(), 'ready\nticked\ngot "a line\\n" after ticks: true\n');
});

test("runWasip1() reports exit codes, panics and deadlocks, and starts the same module again after each", async () => {
  const module = await load("exits");
  for (const [how, code, says] of [
    ["return", 0, ""],
    ["7", 7, ""],
    ["panic", 2, "panic: on purpose"],
    ["nil", 2, "invalid memory address or nil pointer dereference"],
    ["deadlock", 2, "all goroutines are asleep - deadlock!"],
    ["0", 0, ""],
  ] as const) {
    const err = capture();
    const program = await runWasip1(module, { args: [how], stderr: err.sink });
    assert.equal(await program.exited, code, how);
    assert.ok(err.text().includes(says), `${how}: ${err.text()}`);
  }
});

test("runWasip1() queues calls into a reactor, so that overlapping ones do not corrupt it", JSPI_ONLY, async () => {
  const module = await load("reactor", true);
  assert.equal(detectKind(module), "wasip1-reactor");
  const program = await runWasip1(module);
  const paused = program.call("pause", 5);
  const sums = await Promise.all(Array.from({ length: 10_000 }, (_, n) => program.call("add", BigInt(n))));
  assert.equal(await paused, 5);
  assert.equal(sums[0], 0n);
  assert.equal(sums.at(-1), 49_995_000n);
  await assert.rejects(program.call("none"), /Cannot call "none": the program does not export it/);
  program.stop();
  await assert.rejects(program.call("add", 1n), /it exited with code 130/);
});

test("runWasip1() names every import that is missing", async () => {
  // (module (import "host" "a" (func)) (import "host" "b" (func)) (func (export "_start")))
  const binary = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 19, 2, 4, 0x68, 0x6f, 0x73, 0x74, 1, 0x61, 0, 0, 4, 0x68,
    0x6f, 0x73, 0x74, 1, 0x62, 0, 0, 3, 2, 1, 0, 7, 10, 1, 6, 0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0, 2, 10, 4, 1, 2, 0,
    0x0b,
  ]);
  const module = await compile(binary);
  await assert.rejects(runWasip1(module), /it imports "host" "a" \(function\), "host" "b" \(function\), which no host/);
  const called: string[] = [];
  const program = await runWasip1(module, {
    imports: { host: { a: () => called.push("a"), b: () => called.push("b") } },
  });
  assert.equal(await program.exited, 0);
});
