import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { findOnPath, lookOnPath } from "./find-program.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "slipway-find-"));
test.after(() => rmSync(home, { recursive: true, force: true }));
const at = (name: string): string => path.join(home, name);
for (const name of ["a", "b", "c/tool"]) mkdirSync(at(name), { recursive: true });
for (const [name, mode] of [
  ["a/plain", 0o644],
  ["b/plain", 0o755],
  ["b/wasmtime.exe", 0o755],
  ["b/run.cmd", 0o755],
  ["b/tool", 0o755],
] as const)
  writeFileSync(at(name), "", { mode });
const PATH = ["relative", at("none"), at("c"), at("a"), at("b")].join(path.delimiter);

test("lookOnPath() takes the first file that can be run, and tells where there is none", () => {
  assert.deepEqual(lookOnPath("plain", { env: { PATH }, os: "linux" }), {
    path: at("b/plain"),
    absent: [at("none/plain"), at("c/plain"), at("a/plain")],
  });
  assert.equal(findOnPath("tool", { env: { Path: PATH }, os: "linux" }), at("b/tool"));
  assert.equal(findOnPath("gone", { env: { PATH }, os: "linux" }), undefined);
  assert.equal(findOnPath("plain", { env: {}, os: "linux" }), undefined);
});

test("lookOnPath() tries the endings of Windows there, unless the name has one", () => {
  const windows = (name: string, PATHEXT?: string): string | undefined =>
    findOnPath(name, { env: { PATH, ...(PATHEXT === undefined ? {} : { PATHEXT }) }, os: "windows" });
  assert.equal(windows("wasmtime", ".exe;.cmd"), at("b/wasmtime.exe"));
  assert.equal(windows("wasmtime.exe", ".EXE"), at("b/wasmtime.exe"));
  assert.equal(windows("run", ".exe;.cmd"), at("b/run.cmd"));
  assert.equal(windows("plain", ".exe"), undefined);
});
