import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { runProcess } from "../../platform/process/process.ts";
import { goEnvironment } from "../go/go-environment.ts";
import type { GoSettings } from "../go/go-build-params.ts";
import type { ListedPackage } from "../go/go-list.ts";
import { compilerOf } from "./compiler-for.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "slipway compilers-"));
test.after(() => rmSync(home, { recursive: true, force: true }));
for (const name of ["my cc/gcc", "bin/aarch64-linux-gnu-gcc", "bin/ccache"]) {
  mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
  writeFileSync(path.join(home, name), '#!/bin/sh\necho "a compiler 1.2"\n', { mode: 0o755 });
}
const context = {
  root: home,
  env: { PATH: path.join(home, "bin") },
  facts: { host: { os: "linux", arch: "amd64" }, buildable: [], goEnv: {} },
  memory: 1 << 30,
  cores: 2,
  emit: () => undefined,
  once: (_: string, make: () => Promise<unknown>) => make(),
  process: runProcess,
} as unknown as RunContext;
const C = [{ ImportPath: "example.test/c", CgoFiles: ["c.go"] }] as unknown as ListedPackage[];

function settingsOf(env: Record<string, string>, wrapper = ""): GoSettings {
  const cgo = { enabled: true, libc: "", wrapper, why: "" };
  return { tool: "go", dir: ".", env, named: [], platform: {}, buildmode: "", cgo } as unknown as GoSettings;
}

/** CC, CXX and the fingerprint's word for the compiler of a build for linux/arm64. */
async function ask(settings: GoSettings): Promise<(string | undefined)[]> {
  const task = { params: { settings, target: "linux_arm64_v8.0", build: "c" } } as unknown as Task;
  const compiler = await compilerOf(task, C, context);
  const { CC, CXX } = goEnvironment(settings, context, { temporary: home, compiler });
  return [CC, CXX, compiler?.identity];
}

test("compilerOf() takes a quoted CC of the config as Go does", async () => {
  const CC = `"${path.join(home, "my cc", "gcc")}" -m64`;
  assert.deepEqual(await ask(settingsOf({ CC })), [CC, undefined, `${CC}: a compiler 1.2`]);
});

test("compilerOf() calls a compiler of the PATH by its name, wherever that is", async () => {
  assert.deepEqual(await ask(settingsOf({})), [
    "aarch64-linux-gnu-gcc",
    "aarch64-linux-gnu-g++",
    "aarch64-linux-gnu-gcc: a compiler 1.2",
  ]);
});

test("compilerOf() puts the wrapper before the config's own compiler too", async () => {
  assert.deepEqual(await ask(settingsOf({}, "ccache")), [
    "ccache aarch64-linux-gnu-gcc",
    "ccache aarch64-linux-gnu-g++",
    "aarch64-linux-gnu-gcc: a compiler 1.2",
  ]);
  const CC = `'${path.join(home, "my cc", "gcc")}'`;
  const [cc, cxx] = await ask(settingsOf({ CC, CXX: "g++" }, "ccache"));
  assert.deepEqual([cc, cxx], [`ccache ${CC}`, "ccache g++"]);
});
