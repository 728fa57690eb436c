import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { RunContext } from "../../plan/kind.ts";
import { writeLauncher } from "./write-launcher.ts";

test("writeLauncher() hides where a compiler is, and keeps what it leaves behind when asked out of the project", async (t) => {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-launcher it's-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const project = path.join(home, "project");
  mkdirSync(project);
  const compiler = path.join(home, "cc.sh");
  writeFileSync(compiler, '#!/bin/sh\n: > ./-.o\necho "$0" "$@"\n'.replaceAll("\\\n", "\n"), { mode: 0o755 });
  const context = {
    keep: path.join(home, "keep"),
    env: { PATH: process.env["PATH"] ?? "" },
    facts: { host: { os: "linux" } },
  } as unknown as RunContext;
  const quoted = `"${compiler}" -target some-target`;
  const { cc, cxx, env } = await writeLauncher("zig-some-target", { cc: quoted, cxx: quoted }, context);
  assert.deepEqual([cc, cxx], ["zig-some-target", "zig-some-target++"]);
  const run = (...args: readonly string[]): string =>
    execFileSync(cc, args, { cwd: project, env: { ...env }, encoding: "utf8" });
  assert.match(run("-###", "-x", "c", "-c", "-"), /-target some-target -### -x c -c -\n$/);
  assert.deepEqual(readdirSync(project), []);
  assert.match(run("-c", "a b.c"), /-target some-target -c a b\.c\n$/);
  assert.deepEqual(readdirSync(project), ["-.o"]);
});
