import assert from "node:assert/strict";
import test from "node:test";
import type { ContainedResult } from "./contained-run.ts";
import { judgeEnd, type RunEnd } from "./judge-end.ts";

function ended(result: Partial<ContainedResult>): RunEnd {
  return judgeEnd({
    exitCode: 0,
    signal: undefined,
    stdout: "",
    stderr: "",
    timedOut: false,
    ms: 1,
    strays: [],
    containment: { level: "watched", unshare: [] },
    ...result,
  } as ContainedResult);
}

test("judgeEnd() tells orderly ends, crashes and silence apart", () => {
  assert.deepEqual(ended({}), { type: "exit", code: 0 });
  assert.deepEqual(ended({ exitCode: 2, stderr: "unknown flag: --version" }), { type: "exit", code: 2 });
  assert.deepEqual(ended({ timedOut: true, signal: "SIGKILL" }), { type: "running" });
  assert.deepEqual(ended({ outOfMemory: true, signal: "SIGKILL" }), { type: "memory" });
  assert.deepEqual(ended({ signal: "SIGSEGV" }), { type: "crash", how: "it was ended by SIGSEGV" });
  assert.deepEqual(ended({ exitCode: 139 }), { type: "crash", how: "it was ended by SIGSEGV" });
  const trace = "panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n";
  assert.deepEqual(ended({ exitCode: 2, stderr: trace }), {
    type: "crash",
    how: "panic: assignment to entry in nil map",
  });
  const newer =
    "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 gp=0xc000002380 m=nil [select (no cases)]:\n";
  assert.equal(ended({ exitCode: 2, stderr: newer }).type, "crash");
});

test("judgeEnd() does not take a program's own words for a crash", () => {
  for (const stderr of ["panic: is what you should not do", "goroutine 1 is running", "see SIGSEGV in the manual"])
    assert.deepEqual(ended({ exitCode: 1, stderr }), { type: "exit", code: 1 });
});

test("judgeEnd() names a library that is missing", () => {
  const glibc = "./prog: error while loading shared libraries: libx.so.1: cannot open shared object file";
  const wine = '0024:err:module:import_dll Library libx.dll (which is needed by L"Z:\\\\prog.exe") not found';
  assert.equal(ended({ exitCode: 127, stderr: glibc }).type, "library");
  assert.equal(ended({ exitCode: 53, stderr: wine }).type, "library");
});

test("judgeEnd() blames no program for what this machine lacks", () => {
  for (const stderr of [
    "wine: could not load kernel32.dll, status c0000135",
    "qemu-aarch64-static: Could not open '/lib/ld-linux-aarch64.so.1': No such file or directory",
    "This program can only be run on AMD64 processors with v3 microarchitecture support.",
    "error[browser-start]: Cannot start the browser",
  ])
    assert.equal(ended({ exitCode: 53, stderr }).type, "unable", stderr);
});

test("judgeEnd() does not take a module for started whose imports its engine lacks", () => {
  for (const [stderr, lacking] of [
    [
      'node:internal/modules/run_main:107\n    triggerUncaughtException(\n\n[LinkError: WebAssembly.instantiate(): Import #22 "wasi_snapshot_preview1" "sock_open": function import requires a callable]\n',
      "wasi_snapshot_preview1.sock_open",
    ],
    ['TypeError: WebAssembly.instantiate(): Import #0 "env": module is not an object or function', "env"],
    ["Error: failed to run main module\n\nCaused by:\n    unknown import: `env::log` has not been defined", "env.log"],
    [
      'error instantiating wasm binary: "sock_open" is not exported in module "wasi_snapshot_preview1"',
      "wasi_snapshot_preview1.sock_open",
    ],
    ["error instantiating wasm binary: module[env] not instantiated", "env"],
  ] as const) {
    const end = ended({ exitCode: 1, stderr });
    assert.equal(end.type === "unable" && end.reason, `it imports ${lacking}, which this engine does not have`);
    assert.equal(ended({ stderr }).type, "exit", "a program that says so and ends well");
  }
});
