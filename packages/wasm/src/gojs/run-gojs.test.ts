import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "../core/compile.ts";
import { detectKind } from "../core/detect-kind.ts";
import { buildGo, temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { nodeFiles } from "../node/node-files.ts";
import { memory } from "../vfs/backends/memory.ts";
import { Pipe } from "../vfs/pipe.ts";
import { Vfs } from "../vfs/vfs.ts";
import { runGojs } from "./run-gojs.ts";

const load = async (program: string): Promise<WebAssembly.Module> =>
  compile(readFileSync(buildGo({ program, os: "js" })));

test("runGojs() gives a Go program the behaviours of the native one, in memory and on the host's files", async () => {
  const native = execFileSync(buildGo({ program: "behaviours", os: "native" }), [temporaryFolder()], {
    env: { GREETING: "hello" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const module = await load("behaviours");
  assert.equal(detectKind(module), "gojs");
  for (const root of [memory(), nodeFiles(temporaryFolder())]) {
    const out = capture();
    const err = capture();
    const program = await runGojs(module, {
      files: new Vfs(root),
      args: ["/tmp"],
      env: { GREETING: "hello" },
      stdout: out.sink,
      stderr: err.sink,
    });
    assert.equal(await program.exited, 0, err.text());
    assert.equal(out.text(), native);
  }
});

test("runGojs() carries values, errors, bytes, callbacks and promises between Go and JavaScript", async () => {
  const out = capture();
  const program = await runGojs(await load("callbacks"), { stdout: out.sink, stderr: out.sink });
  assert.equal(await program.exited, 0, out.text());
  assert.deepEqual(out.text().split("\n"), [
    "number: 2.5",
    "string: GRÜSSE",
    "type: null undefined function number",
    "NaN: true",
    "own fs: true undefined",
    "length: 3 2",
    "date: true",
    "copied: 3",
    "copied: 2 [1 2]",
    `thrown: true JavaScript error: ${parseError()}`,
    "callbacks: 420000",
    "promise: 7",
    "slept",
    "",
  ]);
});

test("runGojs() lets timers tick while a goroutine waits for stdin", async () => {
  const stdin = new Pipe();
  const out = capture();
  const program = await runGojs(await load("waiting"), {
    stdin,
    stdout(bytes) {
      out.sink(bytes);
      if (out.text().includes("ticked")) stdin.push("a line\n");
    },
  });
  assert.equal(await program.exited, 0);
  assert.equal(out.text(), 'ready\nticked\ngot "a line\\n" after ticks: true\n');
});

test("runGojs() reports exit codes, panics and deadlocks, and starts the same module again after each", async () => {
  const module = await load("exits");
  for (const [how, code, says] of [
    ["return", 0, ""],
    ["7", 7, ""],
    ["panic", 2, "panic: on purpose"],
    ["deadlock", 2, "all goroutines are asleep - deadlock!"],
  ] as const) {
    const err = capture();
    const program = await runGojs(module, { args: [how], stderr: err.sink });
    if (how === "deadlock") program.idle?.();
    assert.equal(await program.exited, code, how);
    assert.ok(err.text().includes(says), `${how}: ${err.text()}`);
  }
});

test("runGojs() lets a program that is alone report its deadlock, and wait for what can still call it", async () => {
  const exits = await load("exits");
  const err = capture();
  const stuck = await runGojs(exits, { args: ["deadlock"], stderr: err.sink, alone: true });
  assert.equal(await stuck.exited, 2);
  assert.match(err.text(), /all goroutines are asleep - deadlock!/);
  // A promise, timers and input, in this order.
  for (const [program, last] of [
    ["callbacks", /promise: 7\nslept\n$/],
    ["waiting", /got "a line\\n" after ticks: true\n$/],
  ] as const) {
    const stdin = new Pipe();
    const out = capture();
    const stdout = (bytes: Uint8Array): void => {
      out.sink(bytes);
      if (out.text().includes("ticked")) stdin.push("a line\n");
    };
    const running = await runGojs(await load(program), { stdin, stdout, stderr: out.sink, alone: true });
    assert.equal(await running.exited, 0, out.text());
    assert.match(out.text(), last);
  }
});

test("runGojs() refuses arguments that do not fit", async () => {
  const module = await load("exits");
  await assert.rejects(runGojs(module, { args: ["x".repeat(8192)] }), /take more than 8192 bytes/);
});

function parseError(): string {
  try {
    return String(JSON.parse("{"));
  } catch (error) {
    return (error as Error).message;
  }
}
